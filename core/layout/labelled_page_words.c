#include <string.h>

#include "layout/labelled_page.h"

/* A text longer than this is no label. */
#define LABEL_BYTES 256
/* Lines from one part of a broken label to the next. */
#define LABEL_LINES 3
/* Parts of a broken label. */
#define LABEL_PARTS 6

/* The comparable form of a text, in the reader's scratch; length 0: it is no label. */
static struct bgt_slice key_of(struct bgt_labelled_page *page, struct bgt_slice text)
{
    struct bgt_buffer *key = &page->form->reader->key;
    bgt_buffer_clear(key);
    if (text.length > LABEL_BYTES) {
        return (struct bgt_slice){"", 0};
    }
    bgt_status status = bgt_labelled_key(key, text.text, text.length);
    if (status == BGT_NO_MEMORY) {
        page->form->failure = status;
    }
    return status == BGT_OK ? (struct bgt_slice){key->data, key->length}
                            : (struct bgt_slice){"", 0};
}

bgt_status bgt_page_set_key(struct bgt_labelled_page *page, struct bgt_page_piece *piece)
{
    struct bgt_slice key = key_of(page, piece->text);
    piece->key = (struct bgt_slice){"", 0};
    if (page->form->failure != BGT_OK || key.length == 0) {
        return page->form->failure;
    }
    char *kept = bgt_arena_copy(&page->form->arena, key.text, key.length);
    if (kept == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    piece->key = (struct bgt_slice){kept, key.length};
    return BGT_OK;
}

static bool is_label(struct bgt_labelled_page *page, struct bgt_slice text)
{
    struct bgt_slice key = key_of(page, text);
    return key.length > 0 && bgt_labelled_find(page->form->labels, key, NULL) != NULL;
}

/* ---- Words that a single blank joined ---- */

/* The first blank of a text with a label on one side of it, or SIZE_MAX. */
static size_t find_cut(struct bgt_labelled_page *page, struct bgt_slice text)
{
    size_t at = 0;
    while ((at = bgt_text_find(text.text, text.length, at, " ")) != SIZE_MAX) {
        struct bgt_slice left = {text.text, at};
        struct bgt_slice right = {text.text + at + 1, text.length - at - 1};
        if (is_label(page, left) || is_label(page, right)) {
            return at;
        }
        at++;
    }
    return SIZE_MAX;
}

static bgt_status add_piece(struct bgt_labelled_page *page,
                            const struct bgt_page_piece *piece)
{
    struct bgt_page_piece *added = bgt_page_add(page);
    if (added == NULL) {
        return page->form->failure;
    }
    *added = *piece;
    return bgt_page_set_key(page, added);
}

/* Whether a figure stands before the first blank: no ordinal of the label behind it. */
static bool begins_with_figure(struct bgt_slice text)
{
    struct bgt_decimal number;
    size_t at = bgt_text_find(text.text, text.length, 0, " ");
    return at != SIZE_MAX &&
           bgt_decimal_parse_grouped(text.text, at, &number, NULL) == BGT_DECIMAL_OK;
}

/* Adds a piece, cut before and behind the labels in it. */
static bgt_status add_parts(struct bgt_labelled_page *page, struct bgt_page_piece piece)
{
    bgt_status status = BGT_OK;
    while (status == BGT_OK &&
           (begins_with_figure(piece.text) || !is_label(page, piece.text))) {
        size_t at = find_cut(page, piece.text);
        if (at == SIZE_MAX) {
            break;
        }
        struct bgt_page_piece right = bgt_page_cut(&piece, at);
        status = add_piece(page, &piece);
        piece = right;
    }
    return status == BGT_OK ? add_piece(page, &piece) : status;
}

/* ---- Lines ---- */

static struct bgt_page_piece piece_of(const struct bgt_batch *batch, uint32_t row,
                                      const struct bgt_value *value)
{
    const struct bgt_item *item = &batch->items[row];
    uint32_t wide = value->span_columns == 0 ? 1 : value->span_columns;
    return (struct bgt_page_piece){
        .text = bgt_cell_trimmed(batch, value),
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
            status = is_whole ? add_piece(page, &piece) : add_parts(page, piece);
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

bool bgt_page_is_goal_part(const struct bgt_labelled_page *page, struct bgt_slice key)
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

/* Bytes before the first blank of a piece that are a part of the label of goals; 0: they
 * are none. */
static size_t goal_part_of(struct bgt_labelled_page *page,
                           const struct bgt_page_piece *piece)
{
    size_t at = bgt_text_find(piece->text.text, piece->text.length, 0, " ");
    size_t length = at == SIZE_MAX ? piece->text.length : at;
    struct bgt_slice key = key_of(page, (struct bgt_slice){piece->text.text, length});
    return bgt_page_is_goal_part(page, key) ? length : 0;
}

/* Where the texts of goals begin: the first column of those that begin with no part of
 * their label. */
static uint32_t find_first_column(struct bgt_labelled_page *page)
{
    uint32_t column = UINT32_MAX;
    for (size_t i = 0; i < page->count; i++) {
        const struct bgt_page_piece *piece = &page->pieces[i];
        if (is_in_goals(page, piece) && piece->start < column &&
            goal_part_of(page, piece) == 0) {
            column = piece->start;
        }
    }
    return column;
}

/* Cuts parts of the label from the texts behind them, a few at most. */
static bgt_status cut_goal_labels(struct bgt_labelled_page *page)
{
    uint32_t column = page->goals_line == UINT64_MAX ? 0 : find_first_column(page);
    bgt_status status = BGT_OK;
    size_t cuts = 0;
    for (size_t i = 0; status == BGT_OK && i < page->count && cuts < LABEL_PARTS; i++) {
        struct bgt_page_piece left = page->pieces[i];
        size_t at = is_in_goals(page, &left) && left.start < column
                        ? goal_part_of(page, &left)
                        : 0;
        if (at == 0 || at == left.text.length) {
            continue;
        }
        struct bgt_page_piece right = bgt_page_cut(&left, at);
        if (bgt_page_add(page) == NULL) {
            return page->form->failure;
        }
        struct bgt_page_piece *pieces = page->pieces;
        memmove(pieces + i + 2, pieces + i + 1, (page->count - i - 2) * sizeof *pieces);
        pieces[i] = left;
        pieces[i + 1] = right;
        cuts++;
        status = bgt_page_set_key(page, &pieces[i]);
        status = status == BGT_OK ? bgt_page_set_key(page, &pieces[i + 1]) : status;
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

/* Whether some label begins with a text. */
static bool begins_label(const struct bgt_labelled_page *page, struct bgt_slice key)
{
    const struct bgt_labelled *labels = page->form->labels;
    for (size_t w = 0; key.length > 0 && w < labels->word_count; w++) {
        const struct bgt_slice word = labels->words[w].key;
        if (word.length >= key.length && memcmp(word.text, key.text, key.length) == 0) {
            return true;
        }
    }
    return false;
}

/* The pieces below one that make a label with it: as many as make the longest. */
static size_t find_parts(struct bgt_labelled_page *page, size_t at,
                         struct bgt_page_piece *parts[LABEL_PARTS])
{
    struct bgt_page_piece joined = page->pieces[at];
    char text[LABEL_BYTES];
    size_t next = at + 1, longest = 0;
    for (size_t count = 0; count < LABEL_PARTS; count++) {
        struct bgt_page_piece *part = begins_label(page, key_of(page, joined.text))
                                          ? below(page, &joined, &next)
                                          : NULL;
        if (part == NULL || joined.text.length + part->text.length > sizeof text) {
            break;
        }
        memmove(text, joined.text.text, joined.text.length);
        memcpy(text + joined.text.length, part->text.text, part->text.length);
        joined.text = (struct bgt_slice){text, joined.text.length + part->text.length};
        joined.start = part->start < joined.start ? part->start : joined.start;
        joined.end = part->end > joined.end ? part->end : joined.end;
        joined.last_line = part->line;
        parts[count] = part;
        longest = is_label(page, joined.text) ? count + 1 : longest;
    }
    return longest;
}

/* Joins the parts of a label. */
static bgt_status join_label(struct bgt_labelled_page *page, size_t at)
{
    struct bgt_page_piece *parts[LABEL_PARTS];
    size_t count = find_parts(page, at, parts);
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        status = bgt_page_join(page, &page->pieces[at], parts[i]);
    }
    page->joined += count > 0;
    return status == BGT_OK && count > 0 ? bgt_page_set_key(page, &page->pieces[at])
                                         : status;
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
