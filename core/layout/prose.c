#include "layout/prose.h"

#include <string.h>

#include "layout/body.h"
#include "layout/contents.h"
#include "layout/heading.h"
#include "layout/labelled_reading.h"
#include "layout/ordinals.h"
#include "layout/reading.h"
#include "layout/repeat.h"

/* Rows that may belong to the heading of a table that has not begun. */
#define HEADING_ROWS 12
/* Rows of prose in the window before the first of them are let go. */
#define WAITING_ROWS 32
/* Rows above a table without a title of its layout that may belong to it. */
#define UNTITLED_ROWS 4
/* A line that is longer is no title. */
#define TITLE_BYTES 150
/* Rows above a table by which --skip-sheet names it. */
#define NAME_ROWS  4
#define PAGE_BYTES 40
/* A number of more digits is a figure. */
#define PAGE_DIGITS 4
/* Numbers of one: its own, and that of all pages. Three are a date. */
#define PAGE_NUMBERS 2

/* ---- Open and close ---- */

bgt_status bgt_prose_open(struct bgt_layout_reader *reader)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    bgt_buffer_init(&draft->number, NULL, BGT_READING_TEXT);
    bgt_buffer_init(&draft->heading, NULL, BGT_READING_TEXT);
    bgt_buffer_init(&draft->body, NULL, BGT_READING_TEXT);
    bgt_buffer_init(&reader->prose.first_entry, NULL, BGT_READING_TEXT);
    return bgt_batch_open(&reader->io, &reader->prose.pending);
}

void bgt_prose_close(struct bgt_layout_reader *reader)
{
    struct bgt_section_draft *draft = &reader->prose.section;
    bgt_buffer_close(&draft->number);
    bgt_buffer_close(&draft->heading);
    bgt_buffer_close(&draft->body);
    bgt_buffer_close(&reader->prose.first_entry);
    bgt_batch_close(reader->prose.pending);
}

/* ---- What a row is ---- */

bool bgt_prose_is_line(const struct bgt_layout_reader *reader, const struct bgt_item *row)
{
    return reader->prose.is_on && row->value_count <= 1 &&
           (row->flags & BGT_ITEM_PLACED) == 0;
}

bool bgt_prose_is_page_number(const struct bgt_batch *batch, const struct bgt_item *row)
{
    static const char *const others[] = {"-", "—", "–", " ", "第", "页", "共", "/", NULL};
    if (row->value_count != 1) {
        return false;
    }
    const struct bgt_value *value = bgt_item_values(batch, row);
    const char *text = bgt_value_text(batch, value);
    size_t length = value->text_length;
    size_t digits = 0;
    size_t run = 0, runs = 0;
    for (size_t at = 0; at < length && length <= PAGE_BYTES;) {
        size_t step = text[at] >= '0' && text[at] <= '9' ? 1 : 0;
        digits += step;
        run = step == 0 ? 0 : run + 1;
        runs += run == 1;
        for (size_t i = 0; step == 0 && others[i] != NULL; i++) {
            step = bgt_text_starts_with(text + at, length - at, others[i])
                       ? strlen(others[i])
                       : 0;
        }
        if (step == 0 || run > PAGE_DIGITS) {
            return false;
        }
        at += step;
    }
    return runs > 0 && runs <= PAGE_NUMBERS && length <= PAGE_BYTES && digits <= 8;
}

/* Whether some cell states the unit or another fact of a heading: 单位：万元. */
bool bgt_prose_is_facts_row(const struct bgt_batch *batch, const struct bgt_item *row)
{
    struct bgt_slice known[BGT_document_field_count] = {{NULL, 0}};
    const struct bgt_value *values = bgt_item_values(batch, row);
    uint16_t open = BGT_LAYOUT_NONE;
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text = bgt_cell_trimmed(batch, &values[i]);
        if (text.length > 0 && (bgt_heading_pairs(text, known, &open) > 0 ||
                                bgt_heading_unit(text).length > 0)) {
            return true;
        }
    }
    return false;
}

bool bgt_prose_settles(const struct bgt_layout_reader *reader, const struct bgt_item *row)
{
    return reader->state == BGT_READING_SEEKING && reader->prose.has_grid &&
           bgt_prose_is_line(reader, row) &&
           !bgt_prose_is_page_number(reader->input, row);
}

/* ---- Text ---- */

bgt_status bgt_prose_join(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                          const struct bgt_item *row, struct bgt_slice *out)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    struct bgt_buffer *text = &reader->prose_text;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(text);
    for (uint32_t i = 0; status == BGT_OK && i < row->value_count; i++) {
        if (i > 0) {
            status = bgt_buffer_append_char(text, '\t');
        }
        if (status == BGT_OK) {
            status = bgt_buffer_append(text, bgt_value_text(batch, &values[i]),
                                       values[i].text_length);
        }
    }
    *out = (struct bgt_slice){text->data, text->length};
    return status == BGT_LIMIT
               ? bgt_reading_bound(reader, row, BGT_BOUND_SECTION_BYTES, BGT_READING_TEXT)
               : status;
}

static bgt_status put_row(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                          const struct bgt_item *row)
{
    struct bgt_slice text;
    bgt_status status = bgt_prose_join(reader, batch, row, &text);
    return status == BGT_OK ? bgt_section_line(reader, text, row->line) : status;
}

bgt_status bgt_prose_release(struct bgt_layout_reader *reader, uint32_t count)
{
    const struct bgt_batch *batch = reader->window.batch;
    bgt_status status = BGT_OK;
    for (uint32_t r = 0; status == BGT_OK && r < count; r++) {
        status = put_row(reader, batch, &batch->items[r]);
    }
    return status;
}

bgt_status bgt_prose_flush(struct bgt_layout_reader *reader)
{
    struct bgt_batch *pending = reader->prose.pending;
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < pending->item_count; i++) {
        status = bgt_batch_copy_item(reader->out, pending, &pending->items[i]);
    }
    if (status == BGT_OK) {
        bgt_batch_reset(pending);
    }
    return status == BGT_LIMIT ? bgt_batch_report(pending) : status;
}

bgt_status bgt_prose_end(struct bgt_layout_reader *reader)
{
    bgt_status status = bgt_repeat_end(reader);
    reader->prose.in_contents = false;
    reader->prose.is_unclaimed = false;
    return status == BGT_OK ? bgt_section_end(reader) : status;
}

/* ---- Rows ---- */

static bgt_status report_filler(struct bgt_layout_reader *reader,
                                const struct bgt_batch *batch, const struct bgt_item *row)
{
    struct bgt_cell cell = {batch, row, bgt_item_values(batch, row)};
    return bgt_reading_report_cell(reader, "PAGE_NUMBER", &cell, NULL, NULL);
}

/* Lets go of prose that can be no heading of a table any more. */
static bgt_status let_go(struct bgt_layout_reader *reader)
{
    uint32_t count = bgt_window_count(&reader->window);
    if (reader->prose.has_grid || count <= WAITING_ROWS) {
        return BGT_OK;
    }
    bgt_status status = bgt_prose_release(reader, count - HEADING_ROWS);
    if (status == BGT_OK) {
        status = bgt_window_keep_last(&reader->window, reader->options.layouts,
                                      &reader->io, HEADING_ROWS);
    }
    return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
}

bgt_status bgt_prose_row(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                         const struct bgt_item *row)
{
    struct bgt_prose *prose = &reader->prose;
    bool is_line = bgt_prose_is_line(reader, row);
    bool is_taken = false;
    if (is_line && bgt_prose_is_page_number(batch, row)) {
        return report_filler(reader, batch, row);
    }
    bgt_status after = bgt_labelled_after(reader, batch, row);
    if (after != BGT_OK) {
        return after;
    }
    prose->is_unclaimed = prose->is_unclaimed && !is_line;
    if (prose->is_unclaimed) {
        return put_row(reader, batch, row);
    }
    bgt_status status = bgt_contents_row(reader, batch, row, &is_taken);
    if (status != BGT_OK || is_taken) {
        return status;
    }
    status = bgt_window_add(&reader->window, reader->options.layouts, batch, row);
    if (status != BGT_OK) {
        return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
    }
    prose->has_grid =
        prose->has_grid || (!is_line && !bgt_prose_is_facts_row(batch, row));
    return let_go(reader);
}

/* ---- Where a table begins ---- */

static bool is_title_like(const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text = bgt_cell_trimmed(batch, &values[i]);
        if (text.length > 0 && text.length <= TITLE_BYTES &&
            bgt_text_find(text.text, text.length, 0, "表") != SIZE_MAX &&
            bgt_section_number_of(text).level == 0) {
            return true;
        }
    }
    return false;
}

bgt_status bgt_prose_lead(struct bgt_layout_reader *reader, struct bgt_match *match)
{
    const struct bgt_batch *batch = reader->window.batch;
    uint32_t start = match->title != NULL ? match->title_row : match->first;
    uint32_t most = match->title != NULL ? 1 : UNTITLED_ROWS;
    if (match->layout->kind == BGT_LAYOUT_LABELLED && match->title != NULL) {
        most = 0; /* its unit and year stand below its title */
    }
    for (uint32_t i = 0; i < most && start > 0; i++) {
        const struct bgt_item *row = &batch->items[start - 1];
        if (!bgt_prose_is_facts_row(batch, row) && !is_title_like(batch, row)) {
            break;
        }
        start--;
    }
    match->heading = start;
    bgt_status status = bgt_prose_release(reader, start);
    reader->prose.has_grid = false;
    return status == BGT_OK ? bgt_section_end(reader) : status;
}

/* ---- No table ---- */

/* The first number in the rows of a table, and the row where they begin. */
static bool find_number(const struct bgt_window *window, struct bgt_cell *cell,
                        uint32_t *first)
{
    const struct bgt_batch *batch = window->batch;
    bool has_first = false;
    for (uint32_t r = 0; r < batch->item_count; r++) {
        const struct bgt_item *row = &batch->items[r];
        const struct bgt_value *values = bgt_item_values(batch, row);
        if (row->value_count > 1 && !has_first) {
            has_first = true;
            *first = r;
        }
        for (uint32_t i = 0; row->value_count > 1 && i < row->value_count; i++) {
            if (!bgt_cell_is_blank(batch, &values[i]) &&
                bgt_cell_is_number(batch, &values[i])) {
                *cell = (struct bgt_cell){batch, row, &values[i]};
                return true;
            }
        }
    }
    return false;
}

bool bgt_prose_is_skipped(const struct bgt_layout_reader *reader, struct bgt_slice text)
{
    const struct bgt_layout_reader_options *options = &reader->options;
    for (size_t i = 0; i < options->skip_sheet_count; i++) {
        const char *name = options->skip_sheets[i];
        if (bgt_text_same_label(name, strlen(name), text.text, text.length)) {
            return true;
        }
    }
    return false;
}

/* Whether --skip-sheet names the table by a line above it. */
static bool is_skipped(const struct bgt_layout_reader *reader, uint32_t first)
{
    const struct bgt_batch *batch = reader->window.batch;
    for (uint32_t r = first > NAME_ROWS ? first - NAME_ROWS : 0; r < first; r++) {
        const struct bgt_value *value = bgt_item_values(batch, &batch->items[r]);
        if (batch->items[r].value_count == 1 &&
            bgt_prose_is_skipped(reader, bgt_cell_trimmed(batch, value))) {
            return true;
        }
    }
    return false;
}

bgt_status bgt_prose_no_table(struct bgt_layout_reader *reader,
                              const struct bgt_match_result *result)
{
    struct bgt_cell cell;
    uint32_t first = 0;
    bgt_status worst = BGT_OK;
    bool had_grid = reader->prose.has_grid;
    if (find_number(&reader->window, &cell, &first)) {
        const char *code = is_skipped(reader, first) ? "TABLE_KEPT_AS_TEXT"
                           : bgt_has_only_ordinals(&reader->window, first)
                               ? "LIST_KEPT_AS_TEXT"
                               : NULL;
        worst = code != NULL ? bgt_reading_report_cell(reader, code, &cell, NULL, NULL)
                             : bgt_reading_report_no_match(reader, result, &cell);
    }
    if (worst != BGT_OK && worst != BGT_BAD) {
        return worst;
    }
    bgt_status status = bgt_prose_release(reader, bgt_window_count(&reader->window));
    bgt_window_clear(&reader->window);
    reader->state = BGT_READING_SEEKING;
    reader->prose.has_grid = false;
    reader->prose.is_unclaimed = had_grid;
    return status == BGT_OK ? worst : status;
}
