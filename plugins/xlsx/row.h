/**
 * row.h: one row of a sheet while it is read. A row goes into the batch as a whole,
 * because the parser does not stop at the ends of rows.
 */
#ifndef BGT_XLSX_ROW_H
#define BGT_XLSX_ROW_H

#include "bytes.h"
#include "shared_strings.h"

/** No shared text. */
#define BGT_XLSX_NOT_SHARED UINT32_MAX

struct bgt_xlsx_row_value {
    struct bgt_value value; /**< `text_offset` counts within the row's bytes. */
    uint32_t shared;        /**< Number of its shared text, or BGT_XLSX_NOT_SHARED. */
};

/** Zeroed, it is empty. Free with bgt_xlsx_row_free(). */
struct bgt_xlsx_row {
    uint32_t number; /**< From 1. */
    bool is_hidden;
    struct bgt_xlsx_row_value *values;
    size_t count;
    size_t capacity;
    struct bgt_xlsx_bytes bytes;
};

/** Empties the row and gives it a number. */
void bgt_xlsx_row_begin(struct bgt_xlsx_row *row, uint32_t number, bool is_hidden);

/** Adds a present value without text; null where memory ran out. */
struct bgt_xlsx_row_value *bgt_xlsx_row_add(struct bgt_xlsx_row *row, uint32_t column,
                                            enum bgt_value_type type);

/** Gives a value of the row its text. BGT_LIMIT past `row->bytes.maximum`. */
bgt_status bgt_xlsx_row_text(struct bgt_xlsx_row *row, struct bgt_xlsx_row_value *value,
                             const char *text, size_t length);

/** Where a row goes. */
struct bgt_xlsx_row_target {
    const struct bgt_env *env;
    struct bgt_batch *batch;
    uint32_t batch_number; /**< From 1, another for each batch. */
    const char *sheet;
    struct bgt_xlsx_shared_strings *strings;
};

/** Appends the row to the batch as one item. */
bgt_status bgt_xlsx_row_emit(const struct bgt_xlsx_row *row,
                             const struct bgt_xlsx_row_target *target);

void bgt_xlsx_row_free(struct bgt_xlsx_row *row);

#endif
