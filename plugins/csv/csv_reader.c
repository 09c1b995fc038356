#include <stdlib.h>

#include "csv_options.h"
#include "csv_records.h"
#include "csv_report.h"
#include "csv_sheets.h"
#include "csv_sniff.h"

/** Bytes from which the delimiter is judged. */
enum { HEAD_BYTES = 1 << 16 };

struct reader {
    const struct bgt_env *env;
    struct bgt_input *input;
    struct bgt_csv_sheets sheets;
    size_t next_sheet;
    struct bgt_input *member; /* Opened by us from a container. */
    struct bgt_input *utf8;   /* Opened by us; what the records are read from. */
    bool is_in_sheet;
    struct bgt_csv_records records;
};

static bgt_status reader_open(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    struct reader *reader = state;
    reader->env = env;
    reader->input = input;
    return bgt_csv_sheets_open(&reader->sheets, input, env);
}

static void close_sheet(struct reader *reader)
{
    bgt_csv_records_clear(&reader->records);
    if (reader->utf8 != NULL && reader->utf8 != reader->input &&
        reader->utf8 != reader->member) {
        reader->utf8->close(reader->utf8);
    }
    if (reader->member != NULL) {
        reader->member->close(reader->member);
    }
    reader->utf8 = NULL;
    reader->member = NULL;
    reader->is_in_sheet = false;
}

static bgt_status refuse_delimiter(struct reader *reader, const char *sheet,
                                   const struct bgt_csv_sniff *sniff)
{
    const char *first = bgt_csv_delimiter_name(sniff->delimiter);
    const char *second = bgt_csv_delimiter_name(sniff->other);
    struct bgt_csv_at at = {sheet, 1, 0};
    if (sniff->verdict == BGT_CSV_SNIFF_FULL_WIDTH) {
        (void)bgt_csv_report(reader->env, "CSV_DELIMITER_FULL_WIDTH", &at);
    } else {
        (void)bgt_csv_report_names(reader->env, "CSV_DELIMITER_UNCLEAR", &at, first,
                                   second);
    }
    return BGT_FATAL;
}

/* Settles the delimiter. The first bytes stand in the lines' buffer afterwards. */
static bgt_status settle_delimiter(struct reader *reader,
                                   struct bgt_csv_records_options *options)
{
    int64_t choice = reader->env->options[BGT_CSV_DELIMITER].integer;
    struct bgt_csv_lines *lines = &reader->records.lines;
    options->delimiter = bgt_csv_delimiter_byte(choice);
    if (choice != BGT_CSV_DELIMITER_AUTO) {
        return BGT_OK;
    }
    bgt_status status = bgt_csv_lines_fill(lines, HEAD_BYTES);
    if (status != BGT_OK || lines->end == 0) {
        return status;
    }
    struct bgt_csv_sniff sniff =
        bgt_csv_sniff(lines->buffer, lines->end, lines->is_at_end);
    options->delimiter = sniff.delimiter;
    if (sniff.verdict == BGT_CSV_SNIFF_SEP_LINE) {
        struct bgt_csv_at at = {options->sheet, 1, 0};
        options->skips_first_line = true;
        return bgt_csv_report(reader->env, "CSV_SEPARATOR_LINE", &at);
    }
    return sniff.verdict == BGT_CSV_SNIFF_CLEAR
               ? BGT_OK
               : refuse_delimiter(reader, options->sheet, &sniff);
}

static bgt_status open_input(struct reader *reader, const struct bgt_csv_sheet *sheet)
{
    struct bgt_input *input = reader->input;
    if (sheet->member != NULL) {
        bgt_status status = input->member(input, sheet->member, &reader->member);
        if (status != BGT_OK) {
            return status;
        }
        input = reader->member;
    }
    return reader->env->decode(reader->env, input, &reader->utf8);
}

/* The sheet's name; behind that of the first one those of all others, as far as a row may
 * have so many cells. */
static bgt_status put_names(struct reader *reader, struct bgt_batch *batch)
{
    const struct bgt_csv_sheets *sheets = &reader->sheets;
    size_t end = reader->next_sheet == 0 ? sheets->count : reader->next_sheet + 1;
    bgt_status status = BGT_OK;
    uint32_t column = 1;
    for (size_t i = reader->next_sheet;
         status == BGT_OK && i < end && column <= reader->env->limits->row_cells; i++) {
        const char *name = sheets->list[i].name;
        status = bgt_batch_put_text(batch, column++, name, strlen(name), NULL);
    }
    return status;
}

static bgt_status begin_sheet(struct reader *reader, struct bgt_batch *batch)
{
    const struct bgt_csv_sheet *sheet = &reader->sheets.list[reader->next_sheet];
    struct bgt_csv_records_options options = {.sheet = sheet->name};
    options.allows_ragged =
        reader->env->options[BGT_CSV_RAGGED].integer == BGT_CSV_RAGGED_ALLOW;
    options.keeps_quotes =
        reader->env->options[BGT_CSV_STRAY_QUOTES].integer == BGT_CSV_STRAY_KEEP;
    bgt_status status = open_input(reader, sheet);
    if (status != BGT_OK) {
        return status;
    }
    reader->is_in_sheet = true;
    bgt_csv_lines_init(&reader->records.lines, reader->utf8,
                       reader->env->limits->row_bytes);
    status = settle_delimiter(reader, &options);
    if (status == BGT_OK) {
        status = bgt_csv_records_init(&reader->records, reader->env, &options);
    }
    if (status == BGT_OK) {
        status = bgt_batch_item(batch, BGT_ITEM_SHEET, NULL);
    }
    if (status == BGT_OK) {
        status = bgt_batch_place(batch, sheet->name, strlen(sheet->name));
    }
    return status == BGT_OK ? put_names(reader, batch) : status;
}

static bgt_status end_sheet(struct reader *reader, struct bgt_batch *batch)
{
    const struct bgt_csv_sheet *sheet = &reader->sheets.list[reader->next_sheet];
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_SHEET_END, NULL);
    if (status == BGT_OK) {
        status = bgt_batch_place(batch, sheet->name, strlen(sheet->name));
    }
    close_sheet(reader);
    reader->next_sheet++;
    return status;
}

/* One step: a sheet begins, a row, or a sheet ends. BGT_END when all sheets are done. */
static bgt_status step(struct reader *reader, struct bgt_batch *batch)
{
    if (reader->is_in_sheet) {
        bgt_status status = bgt_csv_records_next(&reader->records, batch);
        return status == BGT_END ? end_sheet(reader, batch) : status;
    }
    if (reader->next_sheet == reader->sheets.count) {
        return BGT_END;
    }
    bgt_status status = begin_sheet(reader, batch);
    return status == BGT_BAD || status == BGT_END ? BGT_FATAL : status;
}

static bgt_status reader_next(void *state, struct bgt_batch *batch)
{
    struct reader *reader = state;
    bool has_errors = false;
    if (reader->env->is_cancelled(reader->env)) {
        return BGT_CANCELLED;
    }
    while (!bgt_batch_full(batch)) {
        bgt_status status = step(reader, batch);
        if (status == BGT_BAD) {
            has_errors = true;
        } else if (status == BGT_END && has_errors) {
            return BGT_BAD;
        } else if (status != BGT_OK) {
            return status;
        }
    }
    return has_errors ? BGT_BAD : BGT_OK;
}

static void reader_close(void *state)
{
    struct reader *reader = state;
    close_sheet(reader);
    bgt_csv_sheets_clear(&reader->sheets);
}

/* Text without NUL bytes; a marked UTF-16 file is text with them. */
static int reader_probe(const uint8_t *head, size_t length, const char *name)
{
    bool is_utf16 = length >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) ||
                                    (head[0] == 0xFE && head[1] == 0xFF));
    if (!is_utf16 && length != 0 && memchr(head, '\0', length) != NULL) {
        return 0;
    }
    return bgt_csv_has_extension(name) ? 60 : 10;
}

const struct bgt_reader_ops bgt_csv_reader = {
    .struct_size = sizeof(struct bgt_reader_ops),
    .state_size = sizeof(struct reader),
    .probe = reader_probe,
    .open = reader_open,
    .next = reader_next,
    .close = reader_close,
};
