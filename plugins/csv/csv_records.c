#include "csv_records.h"

#include <stdlib.h>

#include "csv_report.h"

enum {
    BUFFER_STEP = 4096,
    LOOSE_OPTIONS = CSV_APPEND_NULL | CSV_EMPTY_IS_NULL,
    STRICT_OPTIONS = LOOSE_OPTIONS | CSV_STRICT | CSV_STRICT_FINI
};

static int is_never_space(unsigned char c)
{
    (void)c;
    return 0;
}

static uint32_t characters(const char *text, size_t length)
{
    size_t continuations = 0;
    for (size_t i = 0; i < length; i++) {
        continuations += ((unsigned char)text[i] & 0xC0U) == 0x80U;
    }
    return (uint32_t)(length - continuations);
}

static size_t quotes(const char *text, size_t length)
{
    size_t found = 0;
    for (size_t i = 0; i < length; i++) {
        found += text[i] == '"';
    }
    return found;
}

/* Bytes after the last line break inside a quoted cell: what stands in its last line. */
static size_t last_segment(const char *text, size_t length)
{
    size_t start = length;
    while (start > 0 && text[start - 1] != '\n' && text[start - 1] != '\r') {
        start--;
    }
    return length - start;
}

static void fail(struct bgt_csv_records *records, bgt_status status)
{
    if (records->status == BGT_OK || records->status == BGT_BAD) {
        records->status = status;
    }
}

static bgt_status fail_limit(struct bgt_csv_records *records, const char *name,
                             uint64_t value)
{
    struct bgt_csv_at at = {records->sheet, records->cell_line, records->cell_column};
    return bgt_csv_report_limit(records->env, &at, name, value);
}

static bgt_status begin_row(struct bgt_csv_records *records, uint64_t line)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(records->batch, BGT_ITEM_ROW, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->line = line;
    item->row = records->row + 1;
    return bgt_batch_place(records->batch, records->sheet, strlen(records->sheet));
}

/* An empty cell without quotes is not stored: nothing stands there. */
static bgt_status store(struct bgt_csv_records *records, const char *text, size_t length,
                        bool is_quoted)
{
    struct bgt_value *value = NULL;
    bgt_status status = BGT_OK;
    if (text == NULL) {
        return BGT_OK;
    }
    if (length == 0) {
        status = bgt_batch_value(records->batch, records->cells, BGT_VALUE_TEXT,
                                 BGT_BLANK, &value);
    } else {
        status = bgt_batch_put_text(records->batch, records->cells, text, length, &value);
    }
    if (status != BGT_OK) {
        return status;
    }
    value->flags = is_quoted ? BGT_VALUE_QUOTED : 0;
    value->place_column = records->cell_column;
    value->place_line =
        records->cell_line == records->record_line ? 0 : records->cell_line;
    return BGT_OK;
}

/* Moves on to where the next cell begins. `text` is the cell just ended. */
static void advance(struct bgt_csv_records *records, const char *text, size_t length,
                    bool is_quoted)
{
    bool began_here = !records->is_open;
    size_t tail = is_quoted ? last_segment(text, length) : length;
    size_t doubled = is_quoted ? quotes(text + length - tail, tail) : 0;
    size_t marks = !is_quoted ? 0 : (size_t)1 + (began_here && tail == length);
    uint32_t wide = characters(text + length - tail, tail) + (uint32_t)(doubled + marks);
    records->at += tail + doubled + marks + 1;
    records->cell_column = (began_here ? records->cell_column : 1) + wide + 1;
    records->cell_line = records->line->number;
    records->is_open = false;
}

/* Whether the cell that is being read began with a quotation mark. */
static bool is_in_quotes(const struct bgt_csv_records *records)
{
    const struct bgt_csv_line *line = records->line;
    return records->is_open ||
           (records->at < line->length && line->text[records->at] == '"');
}

static void on_cell(void *text, size_t length, void *context)
{
    struct bgt_csv_records *records = context;
    const struct bgt_limits *limits = records->env->limits;
    if (records->status != BGT_OK && records->status != BGT_BAD) {
        return;
    }
    const char *bytes = text == NULL ? "" : text;
    bool is_quoted = text != NULL && is_in_quotes(records);
    bgt_status status = BGT_OK;
    if (records->cells >= limits->row_cells) {
        status = fail_limit(records, "row-cells", limits->row_cells);
    } else if (length > limits->cell_bytes) {
        status = fail_limit(records, "cell-bytes", limits->cell_bytes);
    } else {
        records->cells++;
        status = store(records, text, length, is_quoted);
        advance(records, bytes, length, is_quoted);
    }
    if (status != BGT_OK) {
        fail(records, status);
    }
}

/* A row that is shorter than all before it, or than the one before it where the file
 * breaks off, is what a cut file looks like. A single cell at the end of a file whose
 * rows differ is a note below a table. */
static bgt_status check_width(struct bgt_csv_records *records, bool is_cut)
{
    uint32_t expected = records->is_mixed ? 0 : records->width;
    if (records->is_mixed && is_cut && records->cells > 1) {
        expected = records->last_width;
    }
    bgt_status status = BGT_OK;
    if (expected > 1 && records->cells < expected && !records->allows_ragged) {
        struct bgt_csv_at at = {records->sheet, records->record_line, 0};
        status = bgt_csv_report_counts(records->env, "CSV_RAGGED", &at, records->cells,
                                       expected);
    } else if (records->width == 0) {
        records->width = records->cells;
    } else if (records->width != records->cells) {
        records->is_mixed = true;
    }
    records->last_width = records->cells;
    return status;
}

static void on_row(int byte, void *context)
{
    struct bgt_csv_records *records = context;
    records->is_row_complete = true;
    if (records->status == BGT_OK) {
        fail(records, check_width(records, byte == -1));
    }
}

bgt_status bgt_csv_records_init(struct bgt_csv_records *records,
                                const struct bgt_env *env,
                                const struct bgt_csv_records_options *options)
{
    records->env = env;
    records->sheet = options->sheet;
    records->allows_ragged = options->allows_ragged;
    records->keeps_quotes = options->keeps_quotes;
    if (csv_init(&records->parser, STRICT_OPTIONS) != 0) {
        return BGT_NO_MEMORY;
    }
    records->has_parser = true;
    csv_set_space_func(&records->parser, is_never_space);
    csv_set_delim(&records->parser, (unsigned char)options->delimiter);
    csv_set_realloc_func(&records->parser, realloc);
    csv_set_free_func(&records->parser, free);
    csv_set_blk_size(&records->parser, BUFFER_STEP);
    if (options->skips_first_line) {
        struct bgt_csv_line line;
        records->row = 1;
        return bgt_csv_lines_next(&records->lines, &line);
    }
    return BGT_OK;
}

void bgt_csv_records_clear(struct bgt_csv_records *records)
{
    if (records->has_parser) {
        csv_free(&records->parser);
    }
    bgt_csv_lines_clear(&records->lines);
    memset(records, 0, sizeof *records);
}

/* libcsv stopped at `offset` of the line: a quotation mark where none may stand, or
 * something after a closing one. */
static bgt_status refuse_quote(struct bgt_csv_records *records, size_t offset)
{
    const struct bgt_csv_line *line = records->line;
    if (csv_error(&records->parser) != CSV_EPARSE) {
        return BGT_NO_MEMORY;
    }
    bool is_quoted = is_in_quotes(records);
    struct bgt_csv_at at = {records->sheet, line->number,
                            characters(line->text, offset) + 1};
    size_t from = records->is_open ? 0 : records->at;
    struct bgt_csv_text text = {line->text + from, line->length - from};
    (void)bgt_csv_report_quote(
        records->env, is_quoted ? "CSV_TEXT_AFTER_QUOTE" : "CSV_QUOTE_IN_CELL", &at,
        &text, is_quoted ? records->cell_line : records->record_line);
    return BGT_FATAL;
}

static bgt_status refuse_open_quote(struct bgt_csv_records *records)
{
    struct bgt_csv_at at = {records->sheet, records->cell_line, records->cell_column};
    struct bgt_csv_text text = {NULL, 0};
    (void)bgt_csv_report_quote(records->env, "CSV_QUOTE_NOT_CLOSED", &at, &text,
                               records->record_line);
    return BGT_FATAL;
}

static size_t parse(struct bgt_csv_records *records, size_t from, size_t length)
{
    return csv_parse(&records->parser, records->line->text + from, length, on_cell,
                     on_row, records);
}

/* Whether libcsv stopped at a quotation mark that is to be taken as text. */
static bool is_stray(struct bgt_csv_records *records)
{
    return records->keeps_quotes && records->status == BGT_OK &&
           csv_error(&records->parser) == CSV_EPARSE && !is_in_quotes(records);
}

/* Feeds the present line and keeps the places. */
static bgt_status feed(struct bgt_csv_records *records)
{
    const struct bgt_csv_line *line = records->line;
    const struct bgt_limits *limits = records->env->limits;
    if (line->nul < line->length) {
        struct bgt_csv_at at = {records->sheet, line->number,
                                characters(line->text, line->nul) + 1};
        (void)bgt_csv_report(records->env, "CSV_NUL_BYTE", &at);
        return BGT_FATAL;
    }
    records->record_bytes += line->raw_length;
    if (records->record_bytes > limits->row_bytes) {
        return fail_limit(records, "row-bytes", limits->row_bytes);
    }
    size_t took = parse(records, 0, line->raw_length);
    while (took != line->raw_length && is_stray(records)) {
        csv_set_opts(&records->parser, LOOSE_OPTIONS);
        took += parse(records, took, 1);
        csv_set_opts(&records->parser, STRICT_OPTIONS);
        took += parse(records, took, line->raw_length - took);
    }
    if (records->status != BGT_OK && records->status != BGT_BAD) {
        return records->status;
    }
    if (took != line->raw_length) {
        return refuse_quote(records, took);
    }
    if (!records->is_row_complete && line->end != BGT_CSV_BREAK_NONE) {
        records->is_open = true;
        records->at = 0;
    }
    return BGT_OK;
}

/* Ends a record that has no line break: the end of the file. */
static bgt_status finish(struct bgt_csv_records *records)
{
    if (csv_fini(&records->parser, on_cell, on_row, records) != 0) {
        return csv_error(&records->parser) == CSV_EPARSE ? refuse_open_quote(records)
                                                         : BGT_NO_MEMORY;
    }
    if (records->status != BGT_OK) {
        return records->status;
    }
    struct bgt_csv_at at = {records->sheet, records->line->number, 0};
    return bgt_csv_report(records->env, "CSV_NO_FINAL_LINE_BREAK", &at);
}

static bgt_status check_break(struct bgt_csv_records *records,
                              const struct bgt_csv_line *line)
{
    static const char *const names[] = {"", "LF", "CR LF", "CR"};
    if (line->end == BGT_CSV_BREAK_NONE || records->has_told_breaks) {
        return BGT_OK;
    }
    if (records->first_break == BGT_CSV_BREAK_NONE) {
        records->first_break = line->end;
    }
    if (records->first_break == line->end) {
        return BGT_OK;
    }
    records->has_told_breaks = true;
    struct bgt_csv_at at = {records->sheet, line->number, 0};
    return bgt_csv_report_names(records->env, "CSV_MIXED_LINE_BREAKS", &at,
                                names[line->end], names[records->first_break]);
}

static void begin_record(struct bgt_csv_records *records, const struct bgt_csv_line *line)
{
    records->cells = 0;
    records->is_open = false;
    records->is_row_complete = false;
    records->record_line = line->number;
    records->record_bytes = 0;
    records->at = 0;
    records->cell_line = line->number;
    records->cell_column = 1;
}

/* The next line is longer than a row may be. */
static bgt_status refuse_length(struct bgt_csv_records *records)
{
    records->cell_line = records->lines.line + 1;
    records->cell_column = 0;
    return fail_limit(records, "row-bytes", records->env->limits->row_bytes);
}

/* Feeds lines until the record is complete. Its item stands in the batch already. */
static bgt_status read_record(struct bgt_csv_records *records, struct bgt_csv_line *line)
{
    for (;;) {
        bgt_status status = feed(records);
        if (status != BGT_OK) {
            return status;
        }
        if (records->is_row_complete) {
            return check_break(records, line);
        }
        if (line->end == BGT_CSV_BREAK_NONE) {
            return finish(records);
        }
        status = bgt_csv_lines_next(&records->lines, line);
        if (status == BGT_END) {
            return refuse_open_quote(records);
        }
        if (status != BGT_OK) {
            return records->lines.is_too_long ? refuse_length(records) : status;
        }
    }
}

bgt_status bgt_csv_records_next(struct bgt_csv_records *records, struct bgt_batch *batch)
{
    struct bgt_csv_line line;
    records->batch = batch;
    records->status = BGT_OK;
    bgt_status status = bgt_csv_lines_next(&records->lines, &line);
    if (status != BGT_OK) {
        return records->lines.is_too_long ? refuse_length(records) : status;
    }
    begin_record(records, &line);
    records->line = &line;
    status = begin_row(records, line.number);
    if (status != BGT_OK) {
        return status;
    }
    status = line.length == 0 ? check_break(records, &line) : read_record(records, &line);
    records->line = NULL;
    if (status == BGT_OK) {
        status = records->status;
    }
    if (status != BGT_OK && status != BGT_BAD) {
        bgt_batch_drop_item(batch);
        return status;
    }
    records->row++;
    return status;
}
