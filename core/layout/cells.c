#include "layout/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/sheet_name.h"

struct bgt_cells {
    const struct bgt_grid_sink *grid;
    const struct bgt_io *io;
    struct bgt_batch *batch; /* One row. */
    struct bgt_sheet_names names;
    struct bgt_sheet sheet; /* As handed on: with the name that it got. */
    uint32_t sheet_count;
};

bgt_status bgt_cells_open(const struct bgt_cells_options *options,
                          struct bgt_cells **cells)
{
    struct bgt_cells *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->grid = options->grid;
    made->io = options->io;
    bgt_sheet_names_init(&made->names);
    bgt_status status = bgt_batch_open(options->io, &made->batch);
    if (status != BGT_OK) {
        bgt_cells_close(made);
        return status;
    }
    *cells = made;
    return BGT_OK;
}

void bgt_cells_close(struct bgt_cells *cells)
{
    if (cells == NULL)
        return;
    bgt_batch_close(cells->batch);
    bgt_sheet_names_close(&cells->names);
    free(cells);
}

uint32_t bgt_cells_sheets(const struct bgt_cells *cells)
{
    return cells->sheet_count;
}

static bgt_status report_bound(const struct bgt_cells *cells, const char *code,
                               uint64_t bound)
{
    char number[BGT_NUMBER_SIZE];
    struct bgt_place place = {.sheet = cells->sheet.name};
    return bgt_report_at(cells->io->reporter, code, &place,
                         bgt_number_text(bound, number), NULL);
}

static uint32_t sheet_bound(const struct bgt_cells *cells)
{
    const struct bgt_capacity *capacity = cells->grid->capacity;
    if (capacity == NULL)
        return UINT32_MAX;
    if ((capacity->flags & (BGT_CAN_SHEETS | BGT_CAN_FOLDER)) == 0)
        return 1;
    return capacity->sheets != 0 ? capacity->sheets : UINT32_MAX;
}

bgt_status bgt_cells_reserve(struct bgt_cells *cells, struct bgt_slice wanted,
                             const char **name)
{
    const struct bgt_capacity *capacity = cells->grid->capacity;
    return bgt_sheet_names_add(&cells->names, wanted,
                               capacity != NULL ? capacity->sheet_name_characters : 0,
                               name);
}

bgt_status bgt_cells_begin_reserved(struct bgt_cells *cells,
                                    const struct bgt_sheet *sheet)
{
    if (cells->sheet_count >= sheet_bound(cells))
        return report_bound(cells, "LAYOUT_TOO_MANY_SHEETS", sheet_bound(cells));
    cells->sheet_count++;
    cells->sheet = *sheet;
    cells->sheet.struct_size = sizeof cells->sheet;
    return cells->grid->begin_sheet(cells->grid->state, &cells->sheet);
}

bgt_status bgt_cells_begin_sheet(struct bgt_cells *cells, const struct bgt_sheet *sheet)
{
    struct bgt_sheet named = *sheet;
    bgt_status status = BGT_OK;
    if (cells->sheet_count < sheet_bound(cells))
        status = bgt_cells_reserve(cells, bgt_slice_of(sheet->name), &named.name);
    return status == BGT_OK ? bgt_cells_begin_reserved(cells, &named) : status;
}

bgt_status bgt_cells_end_sheet(struct bgt_cells *cells)
{
    return cells->grid->end_sheet(cells->grid->state);
}

bgt_status bgt_cells_begin_row(struct bgt_cells *cells, uint64_t row)
{
    const struct bgt_capacity *capacity = cells->grid->capacity;
    struct bgt_item *item = NULL;
    if (capacity != NULL && capacity->rows != 0 && row > capacity->rows)
        return report_bound(cells, "LAYOUT_TOO_MANY_ROWS", capacity->rows);
    bgt_batch_reset(cells->batch);
    bgt_status status = bgt_batch_item(cells->batch, BGT_ITEM_ROW, &item);
    if (status != BGT_OK)
        return status;
    item->row = row;
    item->line = row;
    return BGT_OK;
}

static bgt_status check_column(const struct bgt_cells *cells, uint32_t column)
{
    const struct bgt_capacity *capacity = cells->grid->capacity;
    uint64_t bound = cells->io->limits->row_cells;
    if (capacity != NULL && capacity->columns != 0 && capacity->columns < bound)
        bound = capacity->columns;
    return column <= bound ? BGT_OK
                           : report_bound(cells, "LAYOUT_TOO_MANY_COLUMNS", bound);
}

/* A batch at its limit knows no place to report; the sheet does. */
static bgt_status reported(const struct bgt_cells *cells, bgt_status status)
{
    return status == BGT_LIMIT ? bgt_batch_report(cells->batch) : status;
}

bgt_status bgt_cells_text(struct bgt_cells *cells, uint32_t column, struct bgt_slice text,
                          uint16_t style)
{
    struct bgt_value *value = NULL;
    bgt_status status = check_column(cells, column);
    if (status == BGT_OK)
        status = reported(cells, bgt_batch_put_text(cells->batch, column, text.text,
                                                    text.length, &value));
    if (status == BGT_OK && value != NULL)
        value->style = style;
    return status;
}

bgt_status bgt_cells_decimal(struct bgt_cells *cells, uint32_t column,
                             struct bgt_decimal decimal, uint16_t style)
{
    struct bgt_value *value = NULL;
    bgt_status status = check_column(cells, column);
    if (status == BGT_OK)
        status =
            reported(cells, bgt_batch_put_decimal(cells->batch, column, decimal, &value));
    if (status == BGT_OK && value != NULL)
        value->style = style;
    return status;
}

bgt_status bgt_cells_blank(struct bgt_cells *cells, uint32_t column, uint16_t style)
{
    struct bgt_value *value = NULL;
    bgt_status status = check_column(cells, column);
    if (status == BGT_OK)
        status = reported(cells, bgt_batch_value(cells->batch, column, BGT_VALUE_TEXT,
                                                 BGT_BLANK, &value));
    if (status == BGT_OK && value != NULL)
        value->style = style;
    return status;
}

bgt_status bgt_cells_value(struct bgt_cells *cells, uint32_t column,
                           const struct bgt_batch *batch, const struct bgt_value *value,
                           uint16_t style)
{
    if (value == NULL || value->state != BGT_PRESENT)
        return bgt_cells_blank(cells, column, style);
    if (value->type == BGT_VALUE_NUMBER && (value->flags & BGT_VALUE_DECIMAL) != 0)
        return bgt_cells_decimal(cells, column, value->decimal, style);
    struct bgt_slice text = {bgt_value_text(batch, value), value->text_length};
    bgt_status status = bgt_cells_text(cells, column, text, style);
    if (status == BGT_OK)
        cells->batch->values[cells->batch->value_count - 1].type = value->type;
    return status;
}

void bgt_cells_span(struct bgt_cells *cells, uint16_t columns, uint16_t rows)
{
    struct bgt_value *value = &cells->batch->values[cells->batch->value_count - 1];
    value->span_columns = columns;
    value->span_rows = rows;
}

bgt_status bgt_cells_end_row(struct bgt_cells *cells)
{
    return cells->grid->put_row(cells->grid->state, cells->batch, cells->batch->items);
}
