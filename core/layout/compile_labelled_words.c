#include "layout/compile_labelled.h"

/* Words under construction. The list is walked twice: to count, then to fill. */
struct listing {
    struct bgt_labelled_word *words; /* null: count only */
    size_t count;
};

static void add(struct listing *listing, const struct bgt_layout_label *label,
                struct bgt_labelled_word word)
{
    for (uint16_t i = 0; i < label->key_count; i++) {
        if (listing->words != NULL) {
            word.key = label->keys[i];
            listing->words[listing->count] = word;
        }
        listing->count++;
    }
}

static void add_pairs(struct listing *listing, const struct bgt_labelled_part *part,
                      uint8_t number)
{
    for (size_t r = 0; r < part->row_count; r++) {
        for (size_t p = 0; p < part->rows[r].pair_count; p++) {
            add(listing, &part->rows[r].pairs[p].label,
                (struct bgt_labelled_word){.meaning = BGT_WORD_PAIR,
                                           .part = number,
                                           .a = (uint16_t)r,
                                           .b = (uint16_t)p});
        }
    }
}

static void add_funds(struct listing *listing, const struct bgt_labelled_part *part,
                      uint8_t number)
{
    for (size_t b = 0; b < part->block_count; b++) {
        const struct bgt_labelled_block *block = &part->blocks[b];
        struct bgt_labelled_word word = {
            .meaning = BGT_WORD_FUND_HEAD, .part = number, .a = (uint16_t)b};
        for (size_t h = 0; h < block->head_count; h++) {
            add(listing, &block->heads[h], word);
        }
        word.meaning = BGT_WORD_FUND;
        for (size_t f = 0; f < block->fund_count; f++) {
            word.b = (uint16_t)f;
            add(listing, &block->funds[f].label, word);
        }
    }
}

static void add_categories(struct listing *listing, const struct bgt_labelled_part *part,
                           uint8_t number)
{
    for (size_t c = 0; c < part->category_count; c++) {
        const struct bgt_labelled_category *category = &part->categories[c];
        struct bgt_labelled_word word = {
            .meaning = BGT_WORD_LV1, .part = number, .a = (uint16_t)c};
        add(listing, &category->label, word);
        word.meaning = BGT_WORD_LV2;
        for (size_t i = 0; i < category->part_count; i++) {
            word.b = (uint16_t)i;
            add(listing, &category->parts[i], word);
        }
    }
}

static void add_part(struct listing *listing, const struct bgt_labelled_part *part,
                     uint8_t number)
{
    struct bgt_labelled_word word = {
        .meaning = part->kind == BGT_LABELLED_GOALS ? BGT_WORD_GOAL : BGT_WORD_GROUP,
        .part = number};
    add(listing, &part->group.label, word);
    word.meaning = part->kind == BGT_LABELLED_TASKS ? BGT_WORD_TASK_HEAD : BGT_WORD_HEAD;
    for (size_t h = 0; h < part->head_count; h++) {
        word.a = (uint16_t)h;
        add(listing, &part->heads[h].label, word);
    }
    word.meaning = BGT_WORD_PERIOD;
    for (size_t p = 0; p < part->period_count; p++) {
        word.a = (uint16_t)p;
        add(listing, &part->periods[p].head, word);
    }
    add_pairs(listing, part, number);
    add_funds(listing, part, number);
    add_categories(listing, part, number);
}

static void add_all(struct listing *listing, const struct bgt_labelled *form)
{
    listing->count = 0;
    for (size_t p = 0; p < form->part_count; p++) {
        add_part(listing, &form->parts[p], (uint8_t)p);
    }
}

void bgt_compile_words(struct bgt_layout_compiler *compiler, struct bgt_labelled *form)
{
    struct listing listing = {NULL, 0};
    add_all(&listing, form);
    if (listing.count > BGT_LABELLED_WORDS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", NULL, "4096", "parts");
        return;
    }
    listing.words = bgt_compile_array(compiler, listing.count, sizeof *listing.words);
    if (listing.words == NULL) {
        return;
    }
    add_all(&listing, form);
    form->words = listing.words;
    form->word_count = listing.count;
}
