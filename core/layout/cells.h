/**
 * layout/cells.h: the sheets of one target, and their rows cell by cell.
 *
 * Gives sheets names that a workbook accepts and that are different from one another,
 * keeps rows within what the target holds, and turns values of records into cells.
 */
#ifndef LAYOUT_CELLS_H
#define LAYOUT_CELLS_H

#include <stdbool.h>

#include "base/text.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_cells;

/** Where cells go. Borrowed until bgt_cells_close. */
struct bgt_cells_options {
    const struct bgt_grid_sink *grid;
    const struct bgt_io *io;
};

/** Makes it. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_cells_open(const struct bgt_cells_options *options,
                          struct bgt_cells **cells);

/** Ends it; null is allowed. A sheet that is open stays so. */
void bgt_cells_close(struct bgt_cells *cells);

/** Number of sheets begun. */
uint32_t bgt_cells_sheets(const struct bgt_cells *cells);

/**
 * Begins a sheet. `sheet` is borrowed until bgt_cells_end_sheet, its name for the call
 * only: what a workbook does not allow in it becomes `_`, what is too long is cut, and `
 * (2)` … is added where the name is taken.
 *
 * @return as the grid sink; BGT_BAD where the target holds no more sheets
 *         (LAYOUT_TOO_MANY_SHEETS).
 */
bgt_status bgt_cells_begin_sheet(struct bgt_cells *cells, const struct bgt_sheet *sheet);

/** Gives a sheet its name before it is begun, so that others can refer to it: as
 * bgt_cells_begin_sheet would. @p name is borrowed until the next name is given. BGT_OK,
 * BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_cells_reserve(struct bgt_cells *cells, struct bgt_slice wanted,
                             const char **name);

/** Begins a sheet whose name was given by bgt_cells_reserve. `sheet` and its name are
 * borrowed until bgt_cells_end_sheet. Statuses as above. */
bgt_status bgt_cells_begin_reserved(struct bgt_cells *cells,
                                    const struct bgt_sheet *sheet);

bgt_status bgt_cells_end_sheet(struct bgt_cells *cells);

/** Begins a row; rows rise. BGT_BAD where the target has no such row
 * (LAYOUT_TOO_MANY_ROWS). */
bgt_status bgt_cells_begin_row(struct bgt_cells *cells, uint64_t row);

/** Adds a cell; columns rise. Statuses as bgt_batch_value; BGT_BAD where the target has
 * no such column (LAYOUT_TOO_MANY_COLUMNS). */
bgt_status bgt_cells_text(struct bgt_cells *cells, uint32_t column, struct bgt_slice text,
                          uint16_t style);
bgt_status bgt_cells_decimal(struct bgt_cells *cells, uint32_t column,
                             struct bgt_decimal decimal, uint16_t style);
bgt_status bgt_cells_blank(struct bgt_cells *cells, uint32_t column, uint16_t style);

/** Adds a cell that holds what a value of a record holds: figures as numbers, all else by
 * its type; a blank as an empty cell. */
bgt_status bgt_cells_value(struct bgt_cells *cells, uint32_t column,
                           const struct bgt_batch *batch, const struct bgt_value *value,
                           uint16_t style);

/** Merges the last cell added with its neighbours to the right and below. */
void bgt_cells_span(struct bgt_cells *cells, uint16_t columns, uint16_t rows);

/** Hands the row to the target. */
bgt_status bgt_cells_end_row(struct bgt_cells *cells);

#endif
