#include <string.h>

#include "layout/labelled_reading.h"

/* One side of a row: a category, and an indicator of it. */
struct side {
    bool is_there;
    const struct bgt_labelled_token *lv2, *name, *value;
};

/* A row with each cell's meaning. */
struct reading {
    const struct bgt_labelled_token *lv1;
    uint16_t category; /* of lv1 */
    struct side sides[BGT_LABELLED_PERIODS_MAX];
};

static bgt_status unplaced(struct bgt_labelled_form *form,
                           const struct bgt_labelled_token *token)
{
    return bgt_labelled_fault(form, "FORM_CELL_UNPLACED", &token->cell,
                              form->layout->id.text);
}

static bgt_status ambiguous(struct bgt_labelled_form *form,
                            const struct bgt_labelled_token *token)
{
    return bgt_labelled_fault(form, "FORM_ROW_AMBIGUOUS", &token->cell,
                              form->layout->id.text);
}

/* ---- Headings ---- */

/* Keeps the column of a heading: the first of a kind is the first period's. */
static bool keep_head(struct bgt_labelled_form *form,
                      const struct bgt_labelled_part *part, uint16_t head,
                      uint32_t column)
{
    struct bgt_labelled_columns *columns = &form->columns;
    uint32_t *lists[] = {&columns->lv1, columns->lv2, columns->lv3, columns->value};
    size_t room = head == BGT_HEAD_LV1 ? 1 : part->period_count;
    for (size_t p = 0; p < room; p++) {
        if (lists[head][p] == 0) {
            lists[head][p] = column;
            return true;
        }
    }
    return false;
}

static void open_category(struct bgt_labelled_form *form,
                          const struct bgt_labelled_token *token, uint16_t category)
{
    struct bgt_cell none = {NULL, NULL, NULL};
    form->lv1 = category;
    form->lv1_at = token->cell;
    for (size_t p = 0; p < BGT_LABELLED_PERIODS_MAX; p++) {
        form->lv2_at[p] = none;
    }
}

bgt_status bgt_labelled_heads(struct bgt_labelled_form *form,
                              const struct bgt_labelled_part *part)
{
    bgt_status status = BGT_OK;
    memset(&form->columns, 0, sizeof form->columns);
    form->section = part;
    for (size_t i = 0; status == BGT_OK && i < form->token_count; i++) {
        const struct bgt_labelled_token *token = &form->tokens[i];
        const struct bgt_labelled_word *head =
            bgt_labelled_means(form, token, BGT_WORD_HEAD);
        const struct bgt_labelled_word *category =
            bgt_labelled_means(form, token, BGT_WORD_LV1);
        if (head != NULL) {
            bool is_kept = keep_head(form, part, head->a, token->cell.value->column);
            status = is_kept ? BGT_OK : unplaced(form, token);
        } else if (category != NULL) {
            open_category(form, token, category->a); /* slid up from the row below */
        } else if (bgt_labelled_means(form, token, BGT_WORD_GROUP) == NULL) {
            status = unplaced(form, token);
        }
    }
    return status;
}

/* ---- Categories ---- */

static bool is_lv2_of(const struct bgt_labelled_form *form,
                      const struct bgt_labelled_token *token, uint16_t category)
{
    const struct bgt_labelled_word *word = bgt_labelled_means(form, token, BGT_WORD_LV2);
    const struct bgt_labelled_word *end = form->labels->words + form->labels->word_count;
    for (; word != NULL && word < end; word++) {
        if (word->meaning == BGT_WORD_LV2 && word->a == category &&
            bgt_text_equal(word->key.text, word->key.length, token->key.text,
                           token->key.length)) {
            return true;
        }
    }
    return false;
}

/* 成本指标 is a part of 产出指标 in older forms and a first-level category in newer ones:
 * it is the former below 产出指标, unless one of its own parts stands behind it. */
static const struct bgt_labelled_word *lv1_word(const struct bgt_labelled_form *form,
                                                size_t at)
{
    const struct bgt_labelled_token *token = &form->tokens[at];
    const struct bgt_labelled_word *word = bgt_labelled_means(form, token, BGT_WORD_LV1);
    if (word == NULL || form->lv1 == BGT_LAYOUT_NONE ||
        !is_lv2_of(form, token, form->lv1)) {
        return word;
    }
    bool has_part =
        at + 1 < form->token_count && is_lv2_of(form, &form->tokens[at + 1], word->a);
    return has_part ? word : NULL;
}

static bool is_lv2(const struct bgt_labelled_form *form,
                   const struct bgt_labelled_token *token)
{
    return bgt_labelled_means(form, token, BGT_WORD_LV2) != NULL;
}

/* ---- By columns: every cell stands below its heading ---- */

static bool take_column(struct bgt_labelled_form *form, size_t at,
                        struct reading *reading)
{
    const struct bgt_labelled_columns *columns = &form->columns;
    const struct bgt_labelled_token *token = &form->tokens[at];
    uint32_t column = token->cell.value->column;
    const struct bgt_labelled_word *lv1 = lv1_word(form, at);
    bool is_category = lv1 != NULL || is_lv2(form, token);
    if (column == columns->lv1) {
        reading->lv1 = token;
        reading->category = lv1 == NULL ? BGT_LAYOUT_NONE : lv1->a;
        return lv1 != NULL;
    }
    for (size_t p = 0; p < form->section->period_count; p++) {
        struct side *side = &reading->sides[p];
        if (column == columns->lv2[p]) {
            side->lv2 = token;
            return is_lv2(form, token);
        }
        if (column == columns->lv3[p]) {
            side->name = token;
            return !is_category;
        }
        if (column == columns->value[p]) {
            side->value = token;
            return !is_category;
        }
    }
    return false;
}

static bool read_by_columns(struct bgt_labelled_form *form, struct reading *reading)
{
    memset(reading, 0, sizeof *reading);
    for (size_t i = 0; i < form->token_count; i++) {
        if (bgt_labelled_means(form, &form->tokens[i], BGT_WORD_GROUP) == NULL &&
            !take_column(form, i, reading)) {
            return false;
        }
    }
    for (size_t p = 0; p < form->section->period_count; p++) {
        struct side *side = &reading->sides[p];
        if (side->value != NULL && side->name == NULL) {
            return false;
        }
        side->is_there = side->lv2 != NULL || side->name != NULL;
    }
    return true;
}

/* ---- By order: labels of categories part the row ---- */

static bool same_key(const struct bgt_labelled_token *a,
                     const struct bgt_labelled_token *b)
{
    return bgt_text_equal(a->key.text, a->key.length, b->key.text, b->key.length);
}

/* Category labels from `at` on, and whether they are all the same. */
static size_t count_categories(const struct bgt_labelled_form *form, size_t at,
                               size_t end, bool *are_same)
{
    size_t count = 0;
    *are_same = true;
    while (at + count < end && is_lv2(form, &form->tokens[at + count])) {
        *are_same = *are_same && same_key(&form->tokens[at], &form->tokens[at + count]);
        count++;
    }
    return count;
}

/* Whether a text begins with the number of a task, as names do. */
static bool has_number(const struct bgt_labelled_form *form,
                       const struct bgt_labelled_token *token)
{
    unsigned number = 0;
    struct bgt_slice text = {bgt_value_text(token->cell.batch, token->cell.value),
                             token->cell.value->text_length};
    (void)bgt_labelled_number(form->section->prefix, text, &number);
    return number != 0;
}

/* [category…] [name [value]]: a name alone needs a category before it, or its number. */
static bool read_side(const struct bgt_labelled_form *form, size_t from, size_t end,
                      struct side *side)
{
    bool are_same = true;
    size_t categories = count_categories(form, from, end, &are_same);
    size_t texts = end - from - categories;
    const struct bgt_labelled_token *first = &form->tokens[from + categories];
    if (!are_same || texts > 2 || categories + texts == 0) {
        return false;
    }
    if (texts == 1 && categories == 0 && !has_number(form, first)) {
        return false;
    }
    side->is_there = true;
    side->lv2 = categories > 0 ? &form->tokens[from] : NULL;
    side->name = texts > 0 ? first : NULL;
    side->value = texts > 1 ? first + 1 : NULL;
    return true;
}

/* Where the second period begins in a row of two, or SIZE_MAX where it may be anywhere.
 */
static size_t find_second(const struct bgt_labelled_form *form, size_t from, size_t end)
{
    bool are_same = true;
    size_t categories = count_categories(form, from, end, &are_same);
    size_t texts = 0;
    for (size_t i = from + categories; i < end; i++) {
        if (is_lv2(form, &form->tokens[i])) {
            return i; /* a category behind a text */
        }
        texts++;
    }
    if (texts == 0) {
        return categories % 2 == 0 ? from + categories / 2 : SIZE_MAX;
    }
    if (texts == 4) {
        return from + categories + 2;
    }
    return texts == 2 && categories == 2 && !are_same ? from + 1 : SIZE_MAX;
}

static bool read_by_order(struct bgt_labelled_form *form, struct reading *reading)
{
    size_t at = 0;
    memset(reading, 0, sizeof *reading);
    while (at < form->token_count &&
           bgt_labelled_means(form, &form->tokens[at], BGT_WORD_GROUP) != NULL) {
        at++;
    }
    const struct bgt_labelled_word *lv1 =
        at < form->token_count ? lv1_word(form, at) : NULL;
    if (lv1 != NULL) {
        reading->lv1 = &form->tokens[at++];
        reading->category = lv1->a;
    }
    if (at == form->token_count) {
        return true; /* a first-level category alone */
    }
    if (form->section->period_count == 1) {
        return read_side(form, at, form->token_count, &reading->sides[0]);
    }
    size_t second = find_second(form, at, form->token_count);
    return second != SIZE_MAX && read_side(form, at, second, &reading->sides[0]) &&
           read_side(form, second, form->token_count, &reading->sides[1]);
}

/* ---- What was read ---- */

static bgt_status add_indicator(struct bgt_labelled_form *form, size_t period,
                                const struct side *side)
{
    struct bgt_labelled_indicator *list =
        bgt_labelled_grow(form, form->indicators, &form->indicator_capacity,
                          form->indicator_count, sizeof *form->indicators);
    if (list == NULL) {
        return form->failure;
    }
    struct bgt_cell none = {form->reader->window.batch, form->row, NULL};
    form->indicators = list;
    if (side->lv2 != NULL) {
        form->lv2_at[period] = side->lv2->cell;
    }
    list[form->indicator_count++] = (struct bgt_labelled_indicator){
        .part = form->section,
        .period = (uint8_t)period,
        .has_own_lv2 = side->lv2 != NULL,
        .lv1 = form->lv1_at,
        .lv2 = form->lv2_at[period],
        .name = side->name == NULL ? none : side->name->cell,
        .value = side->value == NULL ? none : side->value->cell,
    };
    return BGT_OK;
}

bgt_status bgt_labelled_indicators(struct bgt_labelled_form *form)
{
    struct reading reading;
    bgt_status status = BGT_OK;
    if (!read_by_columns(form, &reading) && !read_by_order(form, &reading)) {
        return ambiguous(form, &form->tokens[0]);
    }
    if (reading.lv1 != NULL) {
        open_category(form, reading.lv1, reading.category);
    }
    for (size_t p = 0; status == BGT_OK && p < form->section->period_count; p++) {
        if (reading.sides[p].is_there) {
            status = add_indicator(form, p, &reading.sides[p]);
        }
    }
    return status;
}
