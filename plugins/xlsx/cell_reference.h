/**
 * cell_reference.h: `AB12` and `A1:C3`, and the size of a worksheet.
 */
#ifndef BGT_XLSX_CELL_REFERENCE_H
#define BGT_XLSX_CELL_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Rows of a worksheet (ECMA-376 part 1, 18.3.1.73; Excel's limit). */
#define BGT_XLSX_ROWS 1048576u
/** Columns of a worksheet: A to XFD. */
#define BGT_XLSX_COLUMNS 16384u
/** Bytes that hold any cell's name and its closing NUL. */
#define BGT_XLSX_REFERENCE_SIZE 16

/** A cell; row and column count from 1. */
struct bgt_xlsx_cell {
    uint32_t row;
    uint32_t column;
};

/** A rectangle of cells, both corners included, `first` at the top left. */
struct bgt_xlsx_range {
    struct bgt_xlsx_cell first;
    struct bgt_xlsx_cell last;
};

/**
 * Reads a cell's name: letters of either case, then digits; `$` before either is
 * accepted.
 * @return false when @p text is no such name or lies outside a worksheet.
 */
bool bgt_xlsx_cell_parse(const char *text, size_t length, struct bgt_xlsx_cell *cell);

/** Reads `A1:C3`, or `A1` for one cell; corners in any order. False as above. */
bool bgt_xlsx_range_parse(const char *text, size_t length, struct bgt_xlsx_range *range);

/** Reads a row number from 1 to BGT_XLSX_ROWS. */
bool bgt_xlsx_row_parse(const char *text, size_t length, uint32_t *row);

#endif
