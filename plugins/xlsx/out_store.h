/**
 * out_store.h: sheets kept until it is known whether the workbook is large.
 */
#ifndef BGT_XLSX_OUT_STORE_H
#define BGT_XLSX_OUT_STORE_H

#include "out_book.h"

/** A sheet with its own copies of names, styles and sizes. */
struct bgt_xlsx_stored_sheet {
    struct bgt_sheet looks;
    struct bgt_xlsx_out_row *rows;
    size_t count;
    size_t capacity;
};

/** Zeroed, it is empty. Free with bgt_xlsx_out_store_free(). */
struct bgt_xlsx_out_store {
    struct bgt_xlsx_stored_sheet *sheets;
    size_t count;
    size_t capacity;
    uint64_t rows; /**< Of all sheets. */
};

/** Copies what is said of a sheet. */
bgt_status bgt_xlsx_looks_copy(struct bgt_sheet *copy, const struct bgt_sheet *looks);
void bgt_xlsx_looks_free(struct bgt_sheet *copy);

bgt_status bgt_xlsx_out_store_begin_sheet(struct bgt_xlsx_out_store *store,
                                          const struct bgt_sheet *looks);

/** Takes a row; @p row is empty afterwards. */
bgt_status bgt_xlsx_out_store_row(struct bgt_xlsx_out_store *store,
                                  struct bgt_xlsx_out_row *row);

/**
 * Writes all that is stored into the book, and empties the store except for the looks of
 * the last sheet.
 * @param leave_open whether the last sheet goes on.
 */
lxw_error bgt_xlsx_out_store_replay(struct bgt_xlsx_out_store *store,
                                    struct bgt_xlsx_out_book *book, bool leave_open);

void bgt_xlsx_out_store_free(struct bgt_xlsx_out_store *store);

#endif
