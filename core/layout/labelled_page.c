#include "layout/labelled_page.h"

#include <string.h>

#include "base/utf8.h"
#include "diag/reporter.h"

/* Pieces before and behind a label of funds among which others of its block are. */
#define NEAR_PIECES 64

/* ---- Rows that are put ---- */

static bgt_status no_room(const struct bgt_labelled_page *page, bgt_status status)
{
    return status == BGT_LIMIT ? bgt_batch_report(page->out) : status;
}

bgt_status bgt_page_row(struct bgt_labelled_page *page,
                        const struct bgt_page_piece *piece)
{
    const struct bgt_layout_reader *reader = page->form->reader;
    const struct bgt_item *source = &reader->window.batch->items[piece->row];
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(page->out, BGT_ITEM_ROW, &item);
    if (status != BGT_OK) {
        return no_room(page, status);
    }
    item->line = piece->line;
    item->row = source->row > page->last_row ? source->row : page->last_row + 1;
    page->last_row = item->row;
    return no_room(page,
                   bgt_batch_place(page->out, reader->sheet, strlen(reader->sheet)));
}

bgt_status bgt_page_cell(struct bgt_labelled_page *page,
                         const struct bgt_page_piece *piece, uint32_t column)
{
    struct bgt_value *value = NULL;
    const struct bgt_item *row = &page->out->items[page->out->item_count - 1];
    uint32_t last =
        row->value_count == 0 ? 0 : page->out->values[page->out->value_count - 1].column;
    bgt_status status = bgt_batch_put_text(page->out, column > last ? column : last + 1,
                                           piece->text.text, piece->text.length, &value);
    if (status == BGT_OK) {
        value->place_column = piece->character;
        value->place_line = piece->line;
    }
    return no_room(page, status);
}

bgt_status bgt_page_unclear(struct bgt_labelled_page *page,
                            const struct bgt_page_piece *piece, const char *reason)
{
    struct bgt_diagnostic diagnostic = {
        .code = "FORM_PLACE_UNCLEAR",
        .place = {.sheet = page->form->reader->sheet,
                  .line = piece->line,
                  .column = piece->character},
        .text = piece->text.text,
        .text_length = piece->text.length,
        .arguments = {page->form->layout->id.text, reason},
    };
    page->form->has_error = true;
    return bgt_reading_report(page->form->reader, &diagnostic);
}

/* ---- Pieces ---- */

struct bgt_page_piece *bgt_page_add(struct bgt_labelled_page *page)
{
    struct bgt_page_piece *pieces = bgt_labelled_grow(
        page->form, page->pieces, &page->capacity, page->count, sizeof *pieces);
    if (pieces == NULL) {
        return NULL;
    }
    page->pieces = pieces;
    return &pieces[page->count++];
}

const struct bgt_labelled_word *bgt_page_means(const struct bgt_labelled_page *page,
                                               const struct bgt_page_piece *piece,
                                               uint8_t meaning)
{
    struct bgt_labelled_token token = {.key = piece->key};
    return bgt_labelled_means(page->form, &token, meaning);
}

static bool is_latin(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bgt_status join(struct bgt_labelled_page *page, struct bgt_page_piece *first,
                       struct bgt_page_piece *next, struct bgt_slice between)
{
    struct bgt_slice a = first->text, b = next->text;
    size_t length = a.length + between.length + b.length;
    char *text = bgt_arena_allocate(&page->form->arena, length + 1);
    if (text == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    memcpy(text, a.text, a.length);
    memcpy(text + a.length, between.text, between.length);
    memcpy(text + length - b.length, b.text, b.length);
    text[length] = '\0';
    first->text = (struct bgt_slice){text, length};
    first->start = next->start < first->start ? next->start : first->start;
    first->end = next->end > first->end ? next->end : first->end;
    first->last_line = next->last_line;
    next->is_taken = true;
    return BGT_OK;
}

bgt_status bgt_page_join(struct bgt_labelled_page *page, struct bgt_page_piece *first,
                         struct bgt_page_piece *next)
{
    char last = first->text.length > 0 ? first->text.text[first->text.length - 1] : ' ';
    char begin = next->text.length > 0 ? next->text.text[0] : ' ';
    bool is_parted = is_latin(last) && is_latin(begin) && !(last <= '9' && begin <= '9');
    return join(page, first, next, (struct bgt_slice){" ", is_parted ? 1 : 0});
}

bgt_status bgt_page_join_paragraph(struct bgt_labelled_page *page,
                                   struct bgt_page_piece *first,
                                   struct bgt_page_piece *next)
{
    return join(page, first, next, (struct bgt_slice){"\n", 1});
}

uint32_t bgt_page_column(const struct bgt_page_piece *piece, size_t at)
{
    size_t characters = bgt_utf8_count(piece->text.text, piece->text.length);
    bool is_narrow = piece->end - piece->start == characters;
    size_t wide = is_narrow ? bgt_utf8_count(piece->text.text, at)
                            : bgt_utf8_width(piece->text.text, at);
    return piece->start + (uint32_t)wide;
}

struct bgt_page_piece bgt_page_cut(struct bgt_page_piece *piece, size_t at)
{
    struct bgt_page_piece right = *piece;
    right.start = bgt_page_column(piece, at + 1);
    right.character += (uint32_t)bgt_utf8_count(piece->text.text, at + 1);
    right.text.text += at + 1;
    right.text.length -= at + 1;
    piece->end = right.start - 1;
    piece->text.length = at;
    return right;
}

/* ---- Fields and funds ---- */

/* The column of a block of funds: that of the label which begins first. */
static uint32_t column_of_fund(const struct bgt_labelled_page *page, size_t at)
{
    const struct bgt_page_piece *piece = &page->pieces[at];
    uint32_t column = piece->start;
    size_t end = at + NEAR_PIECES < page->count ? at + NEAR_PIECES : page->count;
    if (bgt_page_means(page, piece, BGT_WORD_FUND) == NULL) {
        return column;
    }
    for (size_t i = at > NEAR_PIECES ? at - NEAR_PIECES : 0; i < end; i++) {
        const struct bgt_page_piece *other = &page->pieces[i];
        bool is_beside = other->start < piece->end && piece->start < other->end;
        if (is_beside && other->start < column &&
            bgt_page_means(page, other, BGT_WORD_FUND) != NULL) {
            column = other->start;
        }
    }
    return column;
}

/* The label of goals may begin above their headings. */
static bool is_kept_back(const struct bgt_labelled_page *page,
                         const struct bgt_page_piece *piece, uint64_t below)
{
    return page->goals_line != UINT64_MAX && below == page->goals_line &&
           bgt_page_means(page, piece, BGT_WORD_GOAL) != NULL;
}

/* Lines of labels and values, as they are. */
static bgt_status put_lines(struct bgt_labelled_page *page, uint64_t above,
                            uint64_t below)
{
    uint64_t line = 0;
    size_t looked_at = 0;
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        bool is_first = i == 0 || page->pieces[i - 1].line != piece->line;
        if (is_first && bgt_page_is_between(piece, above, below) && i >= looked_at) {
            status = bgt_page_fields(page, i, below, &looked_at);
        }
        if (status != BGT_OK || !bgt_page_is_between(piece, above, below) ||
            is_kept_back(page, piece, below)) {
            continue;
        }
        if (piece->line != line) {
            status = bgt_page_row(page, piece);
        }
        line = piece->line;
        piece->is_taken = true;
        if (status == BGT_OK) {
            status = bgt_page_cell(page, piece, column_of_fund(page, i));
        }
    }
    return status;
}

/* ---- The page ---- */

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static bgt_status put_all(struct bgt_labelled_page *page)
{
    bgt_status status = put_lines(page, 0, least(page->goals_line, page->heads_line));
    if (status == BGT_OK && page->goals_line != UINT64_MAX) {
        status = bgt_page_goals(page);
    }
    if (status == BGT_OK && page->heads_line != UINT64_MAX) {
        status = bgt_page_indicators(page);
    }
    return status == BGT_OK ? put_lines(page, 0, UINT64_MAX) : status;
}

static bgt_status tell_joined(const struct bgt_labelled_page *page)
{
    char count[BGT_NUMBER_SIZE];
    if (page->joined == 0) {
        return BGT_OK;
    }
    const struct bgt_item *row = &page->form->reader->window.batch->items[page->first];
    struct bgt_diagnostic diagnostic = {
        .code = "FORM_LINES_JOINED",
        .place = {.sheet = page->form->reader->sheet, .line = row->line},
        .arguments = {bgt_number_text(page->joined, count)},
    };
    return bgt_reading_report(page->form->reader, &diagnostic);
}

/* The rows above the form as they were, then those that were put. */
static bgt_status replace_rows(struct bgt_labelled_page *page,
                               const struct bgt_batch *above)
{
    struct bgt_layout_reader *reader = page->form->reader;
    const struct bgt_batch *lists[] = {above, page->out};
    bgt_status status = BGT_OK;
    bgt_window_clear(&reader->window);
    for (size_t l = 0; l < sizeof lists / sizeof lists[0]; l++) {
        for (uint32_t r = 0; status == BGT_OK && r < lists[l]->item_count; r++) {
            status = bgt_window_add(&reader->window, reader->options.layouts, lists[l],
                                    &lists[l]->items[r]);
        }
    }
    return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
}

static bgt_status unfold(struct bgt_labelled_page *page, struct bgt_batch *above)
{
    const struct bgt_batch *batch = page->form->reader->window.batch;
    bgt_status status = BGT_OK;
    for (uint32_t r = 0; status == BGT_OK && r < page->first; r++) {
        status = bgt_batch_copy_item(above, batch, &batch->items[r]);
        page->last_row = batch->items[r].row;
    }
    if (status != BGT_OK) {
        return status == BGT_LIMIT ? bgt_batch_report(above) : status;
    }
    status = bgt_page_read(page);
    if (status == BGT_OK) {
        status = put_all(page);
    }
    if (status == BGT_OK) {
        status = tell_joined(page);
    }
    return status == BGT_OK ? replace_rows(page, above) : status;
}

bgt_status bgt_labelled_unfold(struct bgt_labelled_form *form, uint32_t first)
{
    const struct bgt_batch *batch = form->reader->window.batch;
    struct bgt_labelled_page page = {.form = form,
                                     .first = first,
                                     .goals_line = UINT64_MAX,
                                     .heads_line = UINT64_MAX,
                                     .tail_line = UINT64_MAX};
    struct bgt_batch *above = NULL;
    if (first >= batch->item_count ||
        (batch->items[first].flags & BGT_ITEM_PLACED) == 0) {
        return BGT_OK;
    }
    bgt_status status = bgt_batch_open(&form->reader->io, &page.out);
    if (status == BGT_OK) {
        status = bgt_batch_open(&form->reader->io, &above);
    }
    if (status == BGT_OK) {
        status = unfold(&page, above);
    }
    bgt_batch_close(above);
    bgt_batch_close(page.out);
    return status;
}
