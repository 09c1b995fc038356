#include <string.h>

#include "layout/labelled_page.h"

/* A text longer than this is no label. */
#define LABEL_BYTES 256
/* Lines from one part of a broken label to the next. */
#define LABEL_LINES 3
/* Parts of a broken label. */
#define LABEL_PARTS 6

bgt_status bgt_page_set_key(struct bgt_labelled_page *page, struct bgt_page_piece *piece)
{
    struct bgt_buffer *key = &page->form->reader->key;
    piece->key = (struct bgt_slice){"", 0};
    if (piece->text.length > LABEL_BYTES) {
        return BGT_OK;
    }
    bgt_buffer_clear(key);
    bgt_status status = bgt_labelled_key(key, piece->text.text, piece->text.length);
    char *kept = status == BGT_OK
                     ? bgt_arena_copy(&page->form->arena, key->data, key->length)
                     : NULL;
    if (kept == NULL) {
        return status == BGT_OK ? bgt_arena_failure(&page->form->arena) : status;
    }
    piece->key = (struct bgt_slice){kept, key->length};
    return BGT_OK;
}

static bool is_word(const struct bgt_labelled_page *page,
                    const struct bgt_page_piece *piece)
{
    return piece->key.length > 0 &&
           bgt_labelled_find(page->form->labels, piece->key, NULL) != NULL;
}

/* ---- Words that a single blank joined ---- */

/* Whether the piece may be cut at the blank: a label stands on one side of it. */
static bgt_status try_cut(struct bgt_labelled_page *page,
                          const struct bgt_page_piece *piece, size_t at, bool *is_label)
{
    struct bgt_page_piece left = *piece;
    struct bgt_page_piece right = bgt_page_cut(&left, at);
    bgt_status status = bgt_page_set_key(page, &left);
    if (status == BGT_OK) {
        status = bgt_page_set_key(page, &right);
    }
    *is_label = status == BGT_OK && (is_word(page, &left) || is_word(page, &right));
    return status;
}

/* Adds a piece, cut before and behind the labels in it. */
static bgt_status add_parts(struct bgt_labelled_page *page, struct bgt_page_piece piece)
{
    bgt_status status = bgt_page_set_key(page, &piece);
    size_t at = 0;
    while (status == BGT_OK && !is_word(page, &piece) &&
           (at = bgt_text_find(piece.text.text, piece.text.length, at, " ")) !=
               SIZE_MAX) {
        bool is_label = false;
        status = try_cut(page, &piece, at, &is_label);
        if (status != BGT_OK || !is_label) {
            at++;
            continue;
        }
        struct bgt_page_piece right = bgt_page_cut(&piece, at);
        struct bgt_page_piece *left = bgt_page_add(page);
        status = left == NULL ? page->form->failure : bgt_page_set_key(page, &piece);
        if (left != NULL) {
            *left = piece;
        }
        piece = right;
        at = 0;
        status = status == BGT_OK ? bgt_page_set_key(page, &piece) : status;
    }
    struct bgt_page_piece *last = status == BGT_OK ? bgt_page_add(page) : NULL;
    if (last != NULL) {
        *last = piece;
    }
    return status != BGT_OK ? status : last == NULL ? page->form->failure : BGT_OK;
}

/* ---- Lines ---- */

static struct bgt_page_piece piece_of(const struct bgt_batch *batch, uint32_t row,
                                      const struct bgt_value *value)
{
    const struct bgt_item *item = &batch->items[row];
    uint32_t wide = value->span_columns == 0 ? 1 : value->span_columns;
    return (struct bgt_page_piece){
        .text = bgt_text_trim(bgt_value_text(batch, value), value->text_length),
        .start = value->column,
        .end = value->column + wide,
        .character = value->place_column,
        .line = item->line,
        .last_line = item->line,
        .row = row,
    };
}

static bool has_meaning(const struct bgt_labelled_page *page,
                        const struct bgt_page_piece *piece, uint8_t meaning)
{
    return bgt_page_means(page, piece, meaning) != NULL;
}

/* Looks for headings among the pieces of a line: those of goals, those of indicators, and
 * the first label behind them. */
static void look_at(struct bgt_labelled_page *page, size_t from)
{
    size_t periods = 0, heads = 0, others = 0;
    for (size_t i = from; i < page->count; i++) {
        const struct bgt_page_piece *piece = &page->pieces[i];
        periods += has_meaning(page, piece, BGT_WORD_PERIOD);
        heads += has_meaning(page, piece, BGT_WORD_HEAD);
        others += has_meaning(page, piece, BGT_WORD_PAIR) ||
                  has_meaning(page, piece, BGT_WORD_FUND);
    }
    if (from == page->count) {
        return;
    }
    uint64_t line = page->pieces[from].line;
    if (heads >= 2 && page->heads_line == UINT64_MAX) {
        page->heads_line = line;
    } else if (periods > 0 && page->goals_line == UINT64_MAX &&
               page->heads_line == UINT64_MAX) {
        page->goals_line = line;
    } else if (others > 0 && page->heads_line != UINT64_MAX &&
               page->tail_line == UINT64_MAX) {
        page->tail_line = line;
    }
}

/* Whether the lines at hand are those of goals, whose texts hold no labels. */
static bool is_among_goals(const struct bgt_labelled_page *page)
{
    return page->goals_line != UINT64_MAX && page->heads_line == UINT64_MAX;
}

static bgt_status add_piece(struct bgt_labelled_page *page,
                            const struct bgt_page_piece *piece, bool is_whole)
{
    if (!is_whole) {
        return add_parts(page, *piece);
    }
    struct bgt_page_piece *added = bgt_page_add(page);
    if (added == NULL) {
        return page->form->failure;
    }
    *added = *piece;
    return bgt_page_set_key(page, added);
}

static bool begins_note(struct bgt_labelled_page *page,
                        const struct bgt_page_piece *piece)
{
    struct bgt_buffer *key = &page->form->reader->key;
    bgt_buffer_clear(key);
    return piece->text.length <= LABEL_BYTES &&
           bgt_text_normalise(key, piece->text.text, piece->text.length) == BGT_OK &&
           bgt_labelled_is_note_key(key);
}

static bgt_status read_line(struct bgt_labelled_page *page, uint32_t row)
{
    const struct bgt_batch *batch = page->form->reader->window.batch;
    const struct bgt_item *item = &batch->items[row];
    const struct bgt_value *values = bgt_item_values(batch, item);
    size_t from = page->count;
    bool is_whole = is_among_goals(page);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < item->value_count; i++) {
        if (!bgt_cell_is_blank(batch, &values[i])) {
            struct bgt_page_piece piece = piece_of(batch, row, &values[i]);
            status = add_piece(page, &piece, is_whole);
        }
    }
    if (status == BGT_OK) {
        look_at(page, from);
    }
    bool is_tail = page->heads_line != UINT64_MAX && page->tail_line == UINT64_MAX &&
                   page->count > from && begins_note(page, &page->pieces[from]);
    if (is_tail) {
        page->tail_line = item->line;
    }
    return status;
}

/* ---- The label of goals, a blank before their text ---- */

/* Whether a text is a part of the label of goals. */
static bool is_goal_part(const struct bgt_labelled_page *page, struct bgt_slice key)
{
    const struct bgt_labelled *labels = page->form->labels;
    for (size_t w = 0; key.length > 0 && w < labels->word_count; w++) {
        const struct bgt_slice word = labels->words[w].key;
        for (size_t at = 0;
             labels->words[w].meaning == BGT_WORD_GOAL && at + key.length <= word.length;
             at++) {
            if (memcmp(word.text + at, key.text, key.length) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool is_in_goals(const struct bgt_labelled_page *page,
                        const struct bgt_page_piece *piece)
{
    return page->goals_line != UINT64_MAX &&
           bgt_page_is_between(piece, page->goals_line, page->heads_line);
}

/* Where the texts of goals begin: the first column of those that begin with no part of
 * their label. */
static bgt_status find_first_column(struct bgt_labelled_page *page, uint32_t *column)
{
    bgt_status status = BGT_OK;
    *column = UINT32_MAX;
    for (size_t i = 0; status == BGT_OK && i < page->count; i++) {
        struct bgt_page_piece piece = page->pieces[i];
        size_t at = bgt_text_find(piece.text.text, piece.text.length, 0, " ");
        piece.text.length = at == SIZE_MAX ? piece.text.length : at;
        if (is_in_goals(page, &piece)) {
            status = bgt_page_set_key(page, &piece);
            bool is_part = status == BGT_OK && is_goal_part(page, piece.key);
            *column = !is_part && piece.start < *column ? piece.start : *column;
        }
    }
    return status;
}

static bgt_status cut_goal_labels(struct bgt_labelled_page *page)
{
    uint32_t column = 0;
    bgt_status status =
        page->goals_line == UINT64_MAX ? BGT_OK : find_first_column(page, &column);
    for (size_t i = 0; status == BGT_OK && i < page->count; i++) {
        struct bgt_page_piece left = page->pieces[i];
        size_t at = bgt_text_find(left.text.text, left.text.length, 0, " ");
        if (!is_in_goals(page, &left) || at == SIZE_MAX || left.start >= column) {
            continue;
        }
        struct bgt_page_piece right = bgt_page_cut(&left, at);
        status = bgt_page_set_key(page, &left);
        if (status != BGT_OK || !is_goal_part(page, left.key)) {
            continue;
        }
        if (bgt_page_add(page) == NULL) {
            return page->form->failure;
        }
        struct bgt_page_piece *pieces = page->pieces;
        memmove(pieces + i + 2, pieces + i + 1, (page->count - i - 2) * sizeof *pieces);
        pieces[i] = left;
        pieces[i + 1] = right;
        status = bgt_page_set_key(page, &pieces[i + 1]);
    }
    return status;
}

/* ---- Labels over several lines ---- */

static bool overlaps(const struct bgt_page_piece *a, const struct bgt_page_piece *b)
{
    return a->start < b->end && b->start < a->end;
}

/* The next piece below one, or null: the first that overlaps it a few lines below. */
static struct bgt_page_piece *below(struct bgt_labelled_page *page,
                                    const struct bgt_page_piece *piece, size_t *at)
{
    for (size_t i = *at; i < page->count; i++) {
        struct bgt_page_piece *other = &page->pieces[i];
        if (other->line > piece->last_line + LABEL_LINES) {
            return NULL;
        }
        if (other->line > piece->last_line && !other->is_taken &&
            overlaps(piece, other)) {
            *at = i + 1;
            return other;
        }
    }
    return NULL;
}

/* Joins the parts of a label: as many as make the longest label of the form. */
static bgt_status join_label(struct bgt_labelled_page *page, size_t at)
{
    struct bgt_page_piece *parts[LABEL_PARTS];
    struct bgt_page_piece joined = page->pieces[at];
    struct bgt_page_piece best = joined;
    size_t next = at + 1, count = 0, longest = 0;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && count < LABEL_PARTS && joined.text.length < LABEL_BYTES) {
        struct bgt_page_piece *part = below(page, &joined, &next);
        if (part == NULL) {
            break;
        }
        parts[count++] = part;
        status = bgt_page_join(page, &joined, part);
        part->is_taken = false;
        if (status == BGT_OK) {
            status = bgt_page_set_key(page, &joined);
        }
        if (status == BGT_OK && is_word(page, &joined)) {
            longest = count;
            best = joined;
        }
    }
    for (size_t i = 0; i < longest; i++) {
        parts[i]->is_taken = true;
    }
    page->joined += longest > 0;
    page->pieces[at] = best;
    return status;
}

bgt_status bgt_page_read(struct bgt_labelled_page *page)
{
    const struct bgt_batch *batch = page->form->reader->window.batch;
    bgt_status status = BGT_OK;
    for (uint32_t r = page->first; status == BGT_OK && r < batch->item_count; r++) {
        status = read_line(page, r);
    }
    if (status == BGT_OK) {
        status = cut_goal_labels(page);
    }
    for (size_t i = 0; status == BGT_OK && i < page->count; i++) {
        if (!page->pieces[i].is_taken) {
            status = join_label(page, i);
        }
    }
    return status;
}
