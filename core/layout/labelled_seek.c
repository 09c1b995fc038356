#include <string.h>

#include "layout/labelled_page.h"
#include "layout/prose.h"
#include "layout/title.h"

/* Labels of fields with which a form without a title is known. */
#define PAIRS_WITHOUT_TITLE 3
#define KEY_BYTES           1024

/* How well a labelled layout fits the rows of the window. */
struct fit {
    const struct bgt_layout *layout;
    unsigned title; /* score of the best title */
    const struct bgt_value *title_at;
    uint32_t title_row;
    uint32_t rows;  /* that begin with one of its labels */
    uint32_t pairs; /* of these, labels of fields */
    uint32_t words; /* cells of all rows that are labels */
    uint32_t first; /* of these, below the title */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const struct bgt_value *first_cell(const struct bgt_batch *batch,
                                          const struct bgt_item *row, uint32_t *cells)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    const struct bgt_value *first = NULL;
    *cells = 0;
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (!bgt_cell_is_blank(batch, &values[i])) {
            first = first == NULL ? &values[i] : first;
            (*cells)++;
        }
    }
    return first;
}

/* The comparable form of a cell in the reader's scratch; length 0: too long. */
static struct bgt_slice
key_of(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
       const struct bgt_value *value,
       bgt_status (*make)(struct bgt_buffer *, const char *, size_t))
{
    bgt_buffer_clear(&reader->key);
    if (value == NULL || value->type != BGT_VALUE_TEXT ||
        value->text_length > KEY_BYTES) {
        return (struct bgt_slice){"", 0};
    }
    bgt_status status =
        make(&reader->key, bgt_value_text(batch, value), value->text_length);
    if (status != BGT_OK) {
        reader->failure = status == BGT_NO_MEMORY ? status : reader->failure;
        return (struct bgt_slice){"", 0};
    }
    return (struct bgt_slice){reader->key.data, reader->key.length};
}

/* The first word of the form in a row of several cells, or in its only one; counts all of
 * them. */
static const struct bgt_labelled_word *
word_in(struct bgt_layout_reader *reader, const struct bgt_item *row, struct fit *fit)
{
    const struct bgt_batch *batch = reader->window.batch;
    const struct bgt_value *values = bgt_item_values(batch, row);
    const struct bgt_labelled_word *first = NULL;
    if (bgt_prose_is_line(reader, row)) {
        return NULL;
    }
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice key = key_of(reader, batch, &values[i], bgt_labelled_key);
        const struct bgt_labelled_word *word =
            key.length == 0 ? NULL : bgt_labelled_find(fit->layout->labelled, key, NULL);
        first = first == NULL ? word : first;
        fit->words += word != NULL;
    }
    return first;
}

static void look_at_row(struct bgt_layout_reader *reader, uint32_t r, struct fit *fit)
{
    const struct bgt_batch *batch = reader->window.batch;
    uint32_t cells = 0;
    const struct bgt_value *first = first_cell(batch, &batch->items[r], &cells);
    const struct bgt_labelled_word *word = word_in(reader, &batch->items[r], fit);
    if (word != NULL) {
        fit->first = fit->rows == 0 ? r : fit->first;
        fit->rows++;
        fit->pairs += word->meaning == BGT_WORD_PAIR;
        return;
    }
    if (cells != 1) {
        return;
    }
    struct bgt_slice key = key_of(reader, batch, first, bgt_layout_label_key);
    unsigned score = bgt_match_title(fit->layout, key);
    if (score > 0 && score >= fit->title) {
        fit->title = score;
        fit->title_at = first;
        fit->title_row = r;
        fit->rows = fit->pairs = fit->words = 0;
    }
}

static struct fit look_at(struct bgt_layout_reader *reader,
                          const struct bgt_layout *layout)
{
    struct fit fit = {.layout = layout};
    struct bgt_slice sheet = {reader->sheet, strlen(reader->sheet)};
    for (uint32_t r = 0; r < bgt_window_count(&reader->window); r++) {
        look_at_row(reader, r, &fit);
    }
    bgt_buffer_clear(&reader->key);
    if (fit.title == 0 && sheet.length <= KEY_BYTES &&
        bgt_layout_label_key(&reader->key, sheet.text, sheet.length) == BGT_OK) {
        fit.title = bgt_match_title(
            layout, (struct bgt_slice){reader->key.data, reader->key.length});
    }
    return fit;
}

static bool is_better(const struct fit *a, const struct fit *b)
{
    if (a->title != b->title) {
        return a->title > b->title;
    }
    return a->pairs != b->pairs ? a->pairs > b->pairs : a->words > b->words;
}

/* Whether the last row begins with a label of some form: else nothing has changed. */
static bool begins_with_label(struct bgt_layout_reader *reader)
{
    const struct bgt_batch *batch = reader->window.batch;
    uint32_t cells = 0;
    const struct bgt_value *first =
        first_cell(batch, &batch->items[batch->item_count - 1], &cells);
    struct bgt_slice key = key_of(reader, batch, first, bgt_labelled_key);
    for (size_t l = 0; key.length > 0 && l < bgt_layouts_count(reader->options.layouts);
         l++) {
        const struct bgt_layout *layout = bgt_layouts_get(reader->options.layouts, l);
        if (layout->labelled != NULL &&
            bgt_labelled_find(layout->labelled, key, NULL) != NULL) {
            return true;
        }
    }
    return false;
}

static void choose(struct bgt_layout_reader *reader, struct fit *best, struct fit *second)
{
    bool is_all = reader->choice.count == 0;
    size_t count =
        is_all ? bgt_layouts_count(reader->options.layouts) : reader->choice.count;
    for (size_t l = 0; l < count; l++) {
        const struct bgt_layout *layout =
            is_all ? bgt_layouts_get(reader->options.layouts, l) : reader->choice.list[l];
        if (layout->labelled == NULL) {
            continue;
        }
        struct fit fit = look_at(reader, layout);
        if (best->layout == NULL || is_better(&fit, best)) {
            *second = *best;
            *best = fit;
        } else if (second->layout == NULL || is_better(&fit, second)) {
            *second = fit;
        }
    }
}

static void begin(struct bgt_layout_reader *reader, const struct fit *fit)
{
    reader->state = BGT_READING_LABELLED;
    reader->left_form = NULL;
    reader->labelled = (struct bgt_match){
        .layout = fit->layout,
        .score = fit->title > 0 ? 60 + fit->title : 60,
        .title_score = fit->title,
        .first = fit->first,
        .title = fit->title_at,
        .title_row = fit->title_row,
    };
    reader->labelled_title =
        fit->title_at == NULL ? UINT32_MAX
                              : (uint32_t)(fit->title_at - reader->window.batch->values);
}

/* Whether a form of a published text is left out by its title. */
static bool is_skipped(const struct bgt_layout_reader *reader, const struct fit *fit)
{
    const struct bgt_batch *batch = reader->window.batch;
    return reader->prose.is_on && fit->title_at != NULL &&
           bgt_prose_is_skipped(reader,
                                bgt_text_trim(bgt_value_text(batch, fit->title_at),
                                              fit->title_at->text_length));
}

bgt_status bgt_labelled_seek(struct bgt_layout_reader *reader)
{
    struct fit best = {.layout = NULL}, second = {.layout = NULL};
    if (reader->options.layouts == NULL || bgt_window_count(&reader->window) == 0 ||
        !begins_with_label(reader)) {
        return BGT_OK;
    }
    choose(reader, &best, &second);
    if (is_skipped(reader, &best)) {
        return BGT_OK;
    }
    bool is_asked_for =
        best.layout != NULL && reader->choice.count == 1 && best.pairs > 0;
    if (best.layout != NULL && best.rows > 0 && (best.title > 0 || is_asked_for)) {
        begin(reader, &best);
    }
    return BGT_OK;
}

bool bgt_labelled_untitled(struct bgt_layout_reader *reader)
{
    struct fit best = {.layout = NULL}, second = {.layout = NULL};
    if (reader->options.layouts == NULL) {
        return false;
    }
    choose(reader, &best, &second);
    if (best.layout == NULL || best.pairs < PAIRS_WITHOUT_TITLE ||
        !is_better(&best, &second)) {
        return false;
    }
    begin(reader, &best);
    return true;
}

/* Whether a lone text is the title of some layout: it ends the form. */
static bool is_title(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                     const struct bgt_item *row)
{
    uint32_t cells = 0;
    const struct bgt_value *first = first_cell(batch, row, &cells);
    struct bgt_slice key = key_of(reader, batch, first, bgt_layout_label_key);
    if (cells != 1 || key.length == 0) {
        return false;
    }
    for (size_t l = 0; l < bgt_layouts_count(reader->options.layouts); l++) {
        const struct bgt_layout *layout = bgt_layouts_get(reader->options.layouts, l);
        for (uint16_t i = 0; i < layout->title.key_count; i++) {
            if (bgt_text_ends_with(key.text, key.length, layout->title.keys[i].text)) {
                return true;
            }
        }
    }
    return false;
}

static bgt_status add_row(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                          const struct bgt_item *row)
{
    uint64_t maximum = reader->options.limits->table_rows;
    if (bgt_window_full(&reader->window, maximum)) {
        return bgt_report_limit(reader->options.reporter, NULL, "table-rows", maximum);
    }
    bgt_status status =
        bgt_window_add(&reader->window, reader->options.layouts, batch, row);
    return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
}

static bool is_blank(const struct bgt_batch *batch, const struct bgt_item *row)
{
    uint32_t cells = 0;
    return first_cell(batch, row, &cells) == NULL;
}

/* In a published text a line of prose ends the form, but for blank lines, page numbers
 * and notes. */
static bool ends(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                 const struct bgt_item *row)
{
    const struct bgt_item *last =
        &reader->window.batch->items[reader->window.batch->item_count - 1];
    bool is_placed = (row->flags & BGT_ITEM_PLACED) != 0;
    if (is_placed != ((last->flags & BGT_ITEM_PLACED) != 0)) {
        return true; /* a form on a page ends with the page's rows */
    }
    if (is_placed) {
        return false;
    }
    if (is_title(reader, batch, row)) {
        return true;
    }
    if (!bgt_prose_is_line(reader, row) || is_blank(batch, row)) {
        return false;
    }
    uint32_t cells = 0;
    const struct bgt_value *first = first_cell(batch, row, &cells);
    (void)key_of(reader, batch, first, bgt_text_normalise);
    return !bgt_labelled_is_note_key(&reader->key);
}

/* Whether a row is the number of a page. In a line of a form on a page bare digits may be
 * a value, so that marks must stand around them there. */
static bool is_page_number(struct bgt_layout_reader *reader,
                           const struct bgt_batch *batch, const struct bgt_item *row)
{
    bool is_placed = (row->flags & BGT_ITEM_PLACED) != 0;
    if ((!is_placed && !bgt_prose_is_line(reader, row)) ||
        !bgt_prose_is_page_number(batch, row)) {
        return false;
    }
    const struct bgt_value *value = bgt_item_values(batch, row);
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    bool has_marks = !is_digit(text.text[0]) && !is_digit(text.text[text.length - 1]);
    return !is_placed || has_marks ||
           bgt_text_find(text.text, text.length, 0, "页") != SIZE_MAX ||
           bgt_text_find(text.text, text.length, 0, "/") != SIZE_MAX;
}

bgt_status bgt_labelled_row(struct bgt_layout_reader *reader,
                            const struct bgt_batch *batch, const struct bgt_item *row)
{
    if (is_page_number(reader, batch, row)) {
        struct bgt_cell cell = {batch, row, bgt_item_values(batch, row)};
        return bgt_reading_report_cell(reader, "PAGE_NUMBER", &cell, NULL, NULL);
    }
    if (!ends(reader, batch, row)) {
        return add_row(reader, batch, row);
    }
    bgt_status status = bgt_labelled_end(reader);
    if (status != BGT_OK && status != BGT_BAD) {
        return status;
    }
    bgt_status added = reader->prose.is_on ? bgt_prose_row(reader, batch, row)
                                           : add_row(reader, batch, row);
    return added == BGT_OK ? status : added;
}

static bgt_status read_rows(struct bgt_labelled_form *form, uint32_t first)
{
    const struct bgt_batch *batch = form->reader->window.batch;
    bgt_status status = BGT_OK;
    for (uint32_t r = first; r < batch->item_count; r++) {
        status = bgt_labelled_read_row(form, &batch->items[r]);
        if (status != BGT_OK && status != BGT_BAD) {
            return status;
        }
        if (form->failure != BGT_OK) {
            return form->failure;
        }
    }
    return BGT_OK;
}

/* The cell with the form's title, where it stands now; null: none. */
static const struct bgt_value *title_of(const struct bgt_layout_reader *reader)
{
    return reader->labelled_title == UINT32_MAX
               ? NULL
               : &reader->window.batch->values[reader->labelled_title];
}

bgt_status bgt_labelled_end(struct bgt_layout_reader *reader)
{
    struct bgt_match match = reader->labelled;
    struct bgt_labelled_form form = {.reader = reader,
                                     .layout = match.layout,
                                     .labels = match.layout->labelled,
                                     .lv1 = BGT_LAYOUT_NONE};
    struct bgt_arena_mark start = {NULL, 0};
    bool is_unfolded = false;
    match.is_placed =
        match.first < bgt_window_count(&reader->window) &&
        (reader->window.batch->items[match.first].flags & BGT_ITEM_PLACED) != 0;
    reader->left_form = match.is_placed ? match.layout : NULL;
    reader->left_rows = 0;
    /* Rows added since may have moved the values. */
    match.title = title_of(reader);
    bgt_arena_init(&form.arena, NULL, BGT_READING_BYTES);
    bgt_arena_reset(&reader->row_arena, start);
    form.tokens = bgt_arena_allocate_array(&form.arena, BGT_LABELLED_TOKENS_MAX,
                                           sizeof *form.tokens);
    form.found = bgt_arena_allocate_array(&form.arena, form.labels->word_count,
                                          sizeof *form.found);
    bgt_status status = form.tokens == NULL || form.found == NULL
                            ? bgt_arena_failure(&form.arena)
                            : BGT_OK;
    if (status == BGT_OK && reader->prose.is_on) {
        status = bgt_prose_lead(reader, &match);
    }
    if (status == BGT_OK) {
        status = bgt_labelled_unfold(&form, match.first);
        is_unfolded = status == BGT_OK;
        status = status == BGT_BAD ? BGT_OK : status;
    }
    if (status == BGT_OK && is_unfolded) {
        status = read_rows(&form, match.first);
    }
    if (status == BGT_OK && is_unfolded) {
        match.title = title_of(reader);
        status = bgt_labelled_put(&form, &match);
    }
    if (status == BGT_LIMIT && bgt_arena_failure(&form.arena) == BGT_LIMIT) {
        const struct bgt_item *row = match.first < bgt_window_count(&reader->window)
                                         ? &reader->window.batch->items[match.first]
                                         : NULL;
        status = bgt_reading_bound(reader, row, BGT_BOUND_FORM_READING_BYTES,
                                   BGT_READING_BYTES);
    }
    if (status == BGT_OK && form.has_error) {
        status = BGT_BAD;
    }
    bgt_arena_close(&form.arena);
    bgt_window_clear(&reader->window);
    reader->state = BGT_READING_SEEKING;
    return status;
}
