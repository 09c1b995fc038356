/**
 * out_row.h: a row to be written, with all that could go wrong already found out: texts
 * are escaped, numbers are doubles that read back exactly, merged cells do not overlap.
 */
#ifndef BGT_XLSX_OUT_ROW_H
#define BGT_XLSX_OUT_ROW_H

#include "bytes.h"

#include "budget/plugin.h"

#include <stdbool.h>

/** What is written into a cell. */
enum bgt_xlsx_out_kind {
    BGT_XLSX_OUT_BLANK = 0,
    BGT_XLSX_OUT_TEXT = 1,
    BGT_XLSX_OUT_NUMBER = 2,  /**< `number`, shown with `scale` places. */
    BGT_XLSX_OUT_PERCENT = 3, /**< `number` is a hundredth of what is shown. */
    BGT_XLSX_OUT_DATE = 4,    /**< `number` is a day. */
    BGT_XLSX_OUT_BOOLEAN = 5  /**< `number` is 1 or 0. */
};

struct bgt_xlsx_out_cell {
    uint32_t column; /**< From 1. */
    uint16_t style;
    uint8_t kind; /**< enum bgt_xlsx_out_kind */
    uint8_t scale;
    uint32_t span_columns; /**< At least 1. */
    uint32_t span_rows;
    uint64_t text_offset; /**< TEXT: into the row's bytes, closed by NUL. */
    double number;
};

/** Zeroed, it is empty. Free with bgt_xlsx_out_row_free(). */
struct bgt_xlsx_out_row {
    uint32_t row; /**< From 1. */
    struct bgt_xlsx_out_cell *cells;
    size_t count;
    size_t capacity;
    struct bgt_xlsx_bytes bytes;
};

void bgt_xlsx_out_row_free(struct bgt_xlsx_out_row *row);

/** What the rows of one sheet are checked against. Zeroed, nothing is covered. */
struct bgt_xlsx_out_check {
    const struct bgt_env *env;
    const char *file;               /**< Name of the target. */
    const char *sheet;              /**< Name of the sheet. */
    const struct bgt_style *styles; /**< Of the sheet. */
    uint32_t style_count;
    uint32_t last_row;
    uint32_t *covered; /**< By column: the last row that merged cells reach there. */
    uint32_t columns;  /**< How many there are. */
    struct bgt_xlsx_bytes text; /**< Room to escape in. */
};

/**
 * Prepares a ROW item. What cannot be held, and what only a faulty layout would ask for,
 * is reported.
 * @return BGT_OK, BGT_CANNOT_HOLD, BGT_FATAL or BGT_NO_MEMORY.
 */
bgt_status bgt_xlsx_out_row_prepare(struct bgt_xlsx_out_row *row,
                                    struct bgt_xlsx_out_check *check,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *item);

/** Forgets a sheet's merged cells and frees what was used. */
void bgt_xlsx_out_check_free(struct bgt_xlsx_out_check *check);

#endif
