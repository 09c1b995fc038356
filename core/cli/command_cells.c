#include <string.h>

#include "base/shortest.h"
#include "budget/cell.h"
#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/reading.h"
#include "io/batch.h"
#include "plugin/env.h"

/* Most bytes of a sheet's name that are kept; what a workbook allows is far less. */
#define SHEET_BYTES (64u << 10)

/* What the functions below share. */
struct cells {
    struct bgt_terminal *terminal;
    struct bgt_texts sheets;      /* --sheet */
    struct bgt_texts skip_sheets; /* --skip-sheet */
    struct bgt_buffer sheet;      /* Name of the present sheet, quoted where needed. */
    bool is_wanted;
    bool told_formula; /* That a formula has no result was said once. */
};

static bool is_quoted(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
            return true;
    return false;
}

static bgt_status put_quoted(struct bgt_buffer *out, const char *text, size_t length)
{
    if (!is_quoted(text, length))
        return bgt_buffer_append(out, text, length);
    bgt_status status = bgt_buffer_append_char(out, '"');
    while (status == BGT_OK && length > 0) {
        const char *quote = memchr(text, '"', length);
        size_t piece = quote != NULL ? (size_t)(quote - text) + 1 : length;
        status = bgt_buffer_append(out, text, piece);
        if (status == BGT_OK && quote != NULL)
            status = bgt_buffer_append_char(out, '"');
        text += piece;
        length -= piece;
    }
    return status == BGT_OK ? bgt_buffer_append_char(out, '"') : status;
}

static bool is_among(const struct bgt_texts *names, const char *text, size_t length)
{
    for (size_t i = 0; i < names->count; i++)
        if (strlen(names->items[i]) == length &&
            memcmp(names->items[i], text, length) == 0)
            return true;
    return false;
}

static bgt_status begin_sheet(struct cells *cells, const struct bgt_batch *batch,
                              const struct bgt_item *item)
{
    const char *name = "";
    size_t length = 0;
    const struct bgt_value *value = bgt_item_find(batch, item, 1);
    if (value != NULL) {
        name = bgt_value_text(batch, value);
        length = value->text_length;
    }
    cells->is_wanted =
        (cells->sheets.count == 0 || is_among(&cells->sheets, name, length)) &&
        !is_among(&cells->skip_sheets, name, length);
    bgt_buffer_clear(&cells->sheet);
    return put_quoted(&cells->sheet, name, length);
}

static const char *letter_of(unsigned type)
{
    switch (type) {
    case BGT_VALUE_NUMBER:
        return ",n,";
    case BGT_VALUE_BOOLEAN:
        return ",b,";
    case BGT_VALUE_DATE:
        return ",d,";
    case BGT_VALUE_ERROR:
        return ",e,";
    default:
        return ",s,";
    }
}

/* A number is a double in the workbook, so the shortest text that gives this double says
 * all there is; other text stands as it is. */
static bgt_status put_value(struct bgt_buffer *out, const struct bgt_batch *batch,
                            const struct bgt_value *value)
{
    char number[BGT_DOUBLE_TEXT_SIZE];
    const char *text = bgt_value_text(batch, value);
    size_t length = value->text_length;
    if (value->type != BGT_VALUE_NUMBER)
        return put_quoted(out, text, length);
    size_t shortest = bgt_text_double_shortest(text, length, number);
    if (shortest == 0 && length == 0 && (value->flags & BGT_VALUE_DECIMAL) != 0)
        shortest = bgt_decimal_format(value->decimal, number);
    return shortest > 0 ? bgt_buffer_append(out, number, shortest)
                        : put_quoted(out, text, length);
}

static bgt_status put_cell(struct cells *cells, const struct bgt_batch *batch,
                           const struct bgt_item *row, const struct bgt_value *value)
{
    char column[BGT_COLUMN_NAME_SIZE];
    struct bgt_buffer *out = &cells->terminal->out;
    (void)bgt_column_name(value->column, column);
    bgt_status status = bgt_buffer_append(out, cells->sheet.data, cells->sheet.length);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(out, ',');
    if (status == BGT_OK)
        status = bgt_buffer_append_text(out, column);
    if (status == BGT_OK)
        status = bgt_buffer_append_unsigned(out, row->row);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(out, letter_of(value->type));
    if (status == BGT_OK)
        status = put_value(out, batch, value);
    return status == BGT_OK ? bgt_buffer_append_char(out, '\n') : status;
}

/* A formula that nobody calculated has nothing to show. */
static void tell_formula(struct cells *cells, const struct bgt_batch *batch,
                         const struct bgt_item *item, const struct bgt_value *value)
{
    char text[256];
    struct bgt_place place;
    if (cells->told_formula)
        return;
    cells->told_formula = true;
    bgt_item_place(batch, item, value, text, &place);
    (void)bgt_report_at(cells->terminal->reporter, "CELL_NO_RESULT", &place, NULL, NULL);
}

static bgt_status put_row(struct cells *cells, const struct bgt_batch *batch,
                          const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        if ((values[i].flags & BGT_VALUE_NO_RESULT) != 0) {
            tell_formula(cells, batch, item, &values[i]);
            continue;
        }
        if (values[i].state != BGT_PRESENT)
            continue;
        bgt_status status = put_cell(cells, batch, item, &values[i]);
        if (status != BGT_OK)
            return status;
    }
    bgt_print(cells->terminal, ""); /* Writes what has gathered. */
    return cells->terminal->out_failed ? BGT_FATAL : BGT_OK;
}

static bgt_status put_batch(void *context, const struct bgt_batch *batch)
{
    struct cells *cells = context;
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++) {
        const struct bgt_item *item = &batch->items[i];
        if (item->kind == BGT_ITEM_SHEET)
            status = begin_sheet(cells, batch, item);
        else if (item->kind == BGT_ITEM_ROW && cells->is_wanted)
            status = put_row(cells, batch, item);
    }
    return status;
}

static int put_cells(struct bgt_terminal *terminal, struct bgt_reading *reading,
                     const struct bgt_io *io)
{
    struct bgt_source source;
    bgt_status status = bgt_reading_cells(reading, &source);
    if (status == BGT_NOT_FOUND) {
        (void)bgt_report_at(terminal->reporter, "FILE_HAS_NO_CELLS", NULL,
                            bgt_reading_format(reading), NULL);
        return BGT_EXIT_INPUT;
    }
    struct cells cells = {
        .terminal = terminal,
        .sheets = bgt_arguments_texts(&terminal->arguments, BGT_OPTION_SHEET),
        .skip_sheets = bgt_arguments_texts(&terminal->arguments, BGT_OPTION_SKIP_SHEET)};
    bgt_buffer_init(&cells.sheet, NULL, SHEET_BYTES);
    struct bgt_taker taker = {put_batch, &cells};
    bgt_print(terminal, "sheet,cell,type,value\n");
    if (status == BGT_OK)
        status = bgt_reading_drain(&source, io, &taker);
    bgt_buffer_close(&cells.sheet);
    return bgt_terminal_exit(terminal, status);
}

int bgt_command_cells(struct bgt_terminal *terminal)
{
    return bgt_terminal_read(terminal, put_cells);
}
