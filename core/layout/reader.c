#include "layout/reader.h"

#include <string.h>

#include "layout/document_facts.h"
#include "layout/labelled_reading.h"
#include "layout/reading.h"

/* ---- Sheets ---- */

/* Index of a name in a list, or SIZE_MAX. */
static size_t find_text(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool is_wanted(struct bgt_layout_reader *reader)
{
    const struct bgt_layout_reader_options *options = &reader->options;
    size_t listed = find_text(options->sheets, options->sheet_count, reader->sheet);
    if (listed != SIZE_MAX) {
        reader->sheets_seen[listed] = true;
    }
    return options->sheet_count == 0 || listed != SIZE_MAX;
}

static bool is_skipped(const struct bgt_layout_reader *reader)
{
    const struct bgt_layout_reader_options *options = &reader->options;
    return find_text(options->skip_sheets, options->skip_sheet_count, reader->sheet) !=
           SIZE_MAX;
}

static bgt_status report_sheet(struct bgt_layout_reader *reader, const char *code)
{
    struct bgt_diagnostic diagnostic = {.code = code,
                                        .place = bgt_reading_place(reader, NULL, NULL)};
    return bgt_reading_report(reader, &diagnostic);
}

static bgt_status leave_sheet_out(struct bgt_layout_reader *reader, const char *code)
{
    struct bgt_layout_region *region = bgt_reading_add_region(reader);
    reader->state = BGT_READING_SKIPPING;
    if (region == NULL) {
        return BGT_NO_MEMORY;
    }
    region->reason = code;
    return report_sheet(reader, code);
}

static bgt_status begin_sheet(struct bgt_layout_reader *reader,
                              const struct bgt_item *item)
{
    struct bgt_slice name = {"", 0}, kept = {"", 0};
    if (item->value_count > 0) {
        const struct bgt_value *value = bgt_item_values(reader->input, item);
        name =
            (struct bgt_slice){bgt_value_text(reader->input, value), value->text_length};
    }
    bgt_status status = bgt_reading_keep(reader, name, &kept);
    if (status != BGT_OK) {
        return status;
    }
    reader->sheet = kept.text;
    reader->sheet_flags = item->flags;
    reader->prose.is_on = (item->flags & BGT_ITEM_PROSE) != 0;
    reader->prose.has_grid = false;
    reader->has_builtin_failed = false;
    reader->state = BGT_READING_SEEKING;
    bgt_beside_begin(reader);
    bgt_window_clear(&reader->window);
    status = bgt_order_begin_sheet(reader, reader->input, item);
    if (status != BGT_OK) {
        return status;
    }
    if (!is_wanted(reader)) {
        return leave_sheet_out(reader, "SHEET_NOT_CHOSEN");
    }
    if (is_skipped(reader)) {
        return leave_sheet_out(reader, "SHEET_SKIPPED");
    }
    if ((item->flags & BGT_ITEM_NOT_GRID) != 0) {
        return leave_sheet_out(reader, "SHEET_NO_CELLS");
    }
    if ((item->flags & (BGT_ITEM_HIDDEN | BGT_ITEM_VERY_HIDDEN)) != 0) {
        return report_sheet(reader, "SHEET_HIDDEN");
    }
    return BGT_OK;
}

/* ---- Built-in layouts ---- */

static bgt_status begin_builtin(struct bgt_layout_reader *reader,
                                enum bgt_builtin_kind kind, const struct bgt_batch *batch,
                                const struct bgt_item *row)
{
    static const char *const names[] = {NULL, "lines", "entities", "facts", "entities"};
    struct bgt_layout_region *region = bgt_reading_add_region(reader);
    if (region == NULL) {
        return BGT_NO_MEMORY;
    }
    region->layout = names[kind];
    region->confidence = 100;
    region->first_row = row->row;
    if (kind == BGT_BUILTIN_ORDER) {
        reader->state = BGT_READING_ORDER;
        return bgt_order_header(reader, batch, row);
    }
    bgt_status status = BGT_OK;
    if (reader->builtin == NULL) {
        status = bgt_builtin_reader_open(&reader->io, &reader->builtin);
    }
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_builtin_sheet sheet = {
        .kind = kind,
        .name = {reader->sheet, strlen(reader->sheet)},
        .batch = batch,
        .header = row,
        .has_document = reader->document.is_open,
        .has_others = reader->order.has_others,
        .last_table_no = reader->table_no,
    };
    reader->state = BGT_READING_BUILTIN;
    return bgt_builtin_reader_begin(reader->builtin, &sheet, reader->out);
}

/* A built-in reader has reported what went wrong; a sheet that it gave up is skipped. */
static bgt_status builtin_status(struct bgt_layout_reader *reader, bgt_status status)
{
    if (status == BGT_BAD || status == BGT_FATAL) {
        reader->worst = BGT_BAD;
        reader->has_builtin_failed = reader->has_builtin_failed || status == BGT_FATAL;
        return BGT_BAD;
    }
    return status;
}

static bgt_status end_builtin(struct bgt_layout_reader *reader)
{
    bgt_status status = BGT_OK;
    if (!reader->has_builtin_failed) {
        status = bgt_builtin_reader_end(reader->builtin, reader->out);
    }
    struct bgt_builtin_counts counts = bgt_builtin_reader_counts(reader->builtin);
    struct bgt_layout_region *region = &reader->regions[reader->region_count - 1];
    region->rows = region->lines = counts.lines - reader->builtin_lines;
    region->table_no = counts.last_table_no;
    reader->builtin_lines = counts.lines;
    reader->document.is_open = reader->document.is_open || counts.tables > 0;
    if (counts.last_table_no > reader->table_no) {
        reader->table_no = counts.last_table_no;
    }
    return builtin_status(reader, status);
}

/* ---- Rows ---- */

static bool has_replay(const struct bgt_layout_reader *reader)
{
    return reader->replay_at < bgt_window_count(&reader->replay);
}

static bool is_blank_row(const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (!bgt_cell_is_blank(batch, &values[i])) {
            return false;
        }
    }
    return true;
}

static bgt_status seek_row(struct bgt_layout_reader *reader,
                           const struct bgt_batch *batch, const struct bgt_item *row)
{
    bool is_first = bgt_window_count(&reader->window) == 0;
    if (is_first && is_blank_row(batch, row)) {
        return BGT_OK;
    }
    if (is_first) {
        const char *own = bgt_reading_own_sheet(reader, batch, row);
        if (own != NULL) {
            return leave_sheet_out(reader, own);
        }
        struct bgt_slice name = {reader->sheet, strlen(reader->sheet)};
        enum bgt_builtin_kind kind = bgt_builtin_recognise(name, batch, row);
        /* A layout that was asked for goes before `lines`, not before entity sheets. */
        if (kind == BGT_BUILTIN_ENTITY || kind == BGT_BUILTIN_ORDER ||
            (kind != BGT_BUILTIN_NONE && reader->choice.count == 0)) {
            return builtin_status(reader, begin_builtin(reader, kind, batch, row));
        }
    }
    bgt_status status = bgt_document_title(reader, batch, row);
    if (status != BGT_OK) {
        return status;
    }
    if (reader->prose.is_on) {
        status = bgt_prose_row(reader, batch, row);
    } else {
        status = bgt_window_add(&reader->window, reader->options.layouts, batch, row);
        status = status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
    }
    if (status != BGT_OK) {
        return status;
    }
    status = bgt_labelled_seek(reader);
    if (status != BGT_OK || reader->state != BGT_READING_SEEKING) {
        return status;
    }
    return !has_replay(reader) &&
                   bgt_window_full(&reader->window, reader->options.limits->header_rows)
               ? bgt_reading_resolve(reader, false)
               : BGT_OK;
}

static bgt_status take_row(struct bgt_layout_reader *reader,
                           const struct bgt_batch *batch, const struct bgt_item *row)
{
    switch (reader->state) {
    case BGT_READING_SEEKING:
        return seek_row(reader, batch, row);
    case BGT_READING_BODY:
    case BGT_READING_NOTES:
        return bgt_body_row(reader, batch, row);
    case BGT_READING_LABELLED:
        return bgt_labelled_row(reader, batch, row);
    case BGT_READING_ORDER:
        return bgt_order_take_row(reader, batch, row);
    case BGT_READING_BUILTIN:
        return reader->has_builtin_failed
                   ? BGT_OK
                   : builtin_status(reader, bgt_builtin_reader_row(reader->builtin, batch,
                                                                   row, reader->out));
    default:
        return BGT_OK;
    }
}

/* Looks once more at what is left, now that the sheet is complete. A table may be found
 * there, and then its rows come first: BGT_END says that there is nothing left. */
static bgt_status end_sheet(struct bgt_layout_reader *reader)
{
    if (reader->state == BGT_READING_SEEKING && bgt_window_count(&reader->window) > 0) {
        bgt_status status = bgt_reading_resolve(reader, true);
        bgt_status rest = has_replay(reader) ? BGT_OK : BGT_END;
        if (reader->state == BGT_READING_SEEKING) {
            bgt_window_clear(&reader->window);
        }
        if (status != BGT_OK || rest == BGT_OK || reader->state == BGT_READING_BODY) {
            return status;
        }
    }
    bgt_status status = BGT_OK;
    if (reader->state == BGT_READING_BODY || reader->state == BGT_READING_NOTES) {
        status = bgt_table_end(reader);
    } else if (reader->state == BGT_READING_LABELLED) {
        status = bgt_labelled_end(reader);
    } else if (reader->state == BGT_READING_BUILTIN) {
        status = end_builtin(reader);
    }
    if ((status == BGT_OK || status == BGT_BAD) && bgt_beside_turn(reader)) {
        reader->state = BGT_READING_SEEKING;
        return status;
    }
    if (status == BGT_OK && reader->prose.is_on) {
        status = bgt_prose_end(reader);
    }
    reader->state = BGT_READING_OUTSIDE;
    return status == BGT_OK ? BGT_END : status;
}

/* ---- The source ---- */

/* The next batch of cells. */
static bgt_status pull(struct bgt_layout_reader *reader)
{
    bgt_batch_reset(reader->input);
    reader->input_at = 0;
    bgt_status status =
        reader->options.cells.next(reader->options.cells.state, reader->input);
    if (status == BGT_END) {
        reader->has_input_ended = true;
        return BGT_OK;
    }
    if (status == BGT_BAD) {
        reader->worst = BGT_BAD; /* reported; what was read counts for further errors */
    }
    return status;
}

/* A row of the source: what is beside the tables of the left waits. */
static bgt_status take_input_row(struct bgt_layout_reader *reader,
                                 const struct bgt_item *row)
{
    if (reader->beside.split == 0) {
        return take_row(reader, reader->input, row);
    }
    bgt_status status = bgt_beside_divide(reader, reader->input, row);
    return status == BGT_OK
               ? take_row(reader, reader->beside.left, reader->beside.left->items)
               : status;
}

static bgt_status take_item(struct bgt_layout_reader *reader, const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    switch (item->kind) {
    case BGT_ITEM_SHEET:
        status = begin_sheet(reader, item);
        break;
    case BGT_ITEM_ROW:
        if (bgt_prose_settles(reader, item)) {
            return bgt_reading_resolve(reader, true); /* then this row again */
        }
        status = take_input_row(reader, item);
        break;
    case BGT_ITEM_SHEET_END:
        status = end_sheet(reader);
        if (status != BGT_END && status != BGT_FATAL && status != BGT_NO_MEMORY &&
            reader->state != BGT_READING_OUTSIDE) {
            return status; /* rows of a late table first, then this item again */
        }
        status = status == BGT_END ? BGT_OK : status;
        break;
    default:
        break;
    }
    reader->input_at++;
    return status;
}

static bgt_status report_missing_sheets(struct bgt_layout_reader *reader)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status != BGT_FATAL && i < reader->options.sheet_count; i++) {
        if (!reader->sheets_seen[i]) {
            struct bgt_diagnostic diagnostic = {.code = "SHEET_NOT_FOUND",
                                                .arguments = {reader->options.sheets[i]}};
            status = bgt_reading_report(reader, &diagnostic);
        }
    }
    return status;
}

/* Records that wait for the end of the input: those of entity sheets, or all. */
static bgt_status put_waiting(struct bgt_layout_reader *reader)
{
    struct bgt_builtin_wanted all = {reader->document.is_open, UINT64_MAX};
    if (!reader->order.is_on) {
        return reader->builtin == NULL
                   ? BGT_END
                   : bgt_builtin_reader_next(reader->builtin, &all, reader->out);
    }
    return reader->order.is_settled ? bgt_order_next(reader) : bgt_order_settle(reader);
}

/* Then what can be said only now. */
static bgt_status finish(struct bgt_layout_reader *reader)
{
    bgt_status waiting = put_waiting(reader);
    if (waiting != BGT_END) {
        return builtin_status(reader, waiting);
    }
    reader->has_ended = true;
    bgt_status status = report_missing_sheets(reader);
    if (status == BGT_OK && reader->worst == BGT_OK && !bgt_reading_has_table(reader)) {
        struct bgt_diagnostic diagnostic = {.code = "TABLE_NONE"};
        status = bgt_reading_report(reader, &diagnostic);
    }
    return status == BGT_OK ? BGT_END : status;
}

static bgt_status step(struct bgt_layout_reader *reader)
{
    if (has_replay(reader)) {
        const struct bgt_batch *batch = reader->replay.batch;
        return take_row(reader, batch, &batch->items[reader->replay_at++]);
    }
    if (reader->input_at < reader->input->item_count) {
        return take_item(reader, &reader->input->items[reader->input_at]);
    }
    return reader->has_input_ended ? finish(reader) : pull(reader);
}

static bgt_status next(void *state, struct bgt_batch *batch)
{
    struct bgt_layout_reader *reader = state;
    bgt_status status = BGT_OK;
    if (reader->has_ended) {
        return BGT_END;
    }
    reader->call_worst = BGT_OK;
    while ((status == BGT_OK || status == BGT_BAD) && !bgt_batch_full(batch)) {
        reader->out = bgt_order_target(reader, batch);
        status = step(reader);
        bgt_status held = bgt_order_hold(reader);
        status = held == BGT_OK ? status : held;
        status = reader->failure == BGT_OK ? status : reader->failure;
        if (status == BGT_BAD) {
            reader->call_worst = BGT_BAD;
        }
        if (reader->has_ended) {
            break;
        }
    }
    reader->out = NULL;
    if (status != BGT_OK && status != BGT_BAD && status != BGT_END) {
        return status;
    }
    if (reader->call_worst != BGT_OK) {
        return reader->call_worst;
    }
    return reader->has_ended ? BGT_END : BGT_OK;
}

struct bgt_source bgt_layout_reader_source(struct bgt_layout_reader *reader)
{
    return (struct bgt_source){.state = reader, .next = next};
}
