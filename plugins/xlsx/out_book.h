/**
 * out_book.h: the workbook that libxlsxwriter makes. All it is given has been checked,
 * since it would print a complaint to standard error.
 */
#ifndef BGT_XLSX_OUT_BOOK_H
#define BGT_XLSX_OUT_BOOK_H

#include "cell_reference.h"
#include "out_format.h"

/** Merged cells over several rows that are still being written. */
struct bgt_xlsx_open_merge {
    struct bgt_xlsx_range range;
    lxw_format *format;
};

/** Zeroed, it is closed. */
struct bgt_xlsx_out_book {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    struct bgt_xlsx_out_formats formats;
    bool is_constant; /**< Rows go to a temporary file of the library as they come. */
    uint64_t *cells;  /**< Cells of each sheet, blank ones that were written included. */
    size_t sheet_count;
    size_t sheet_capacity;
    size_t charts;      /**< That were drawn. */
    size_t chart_bytes; /**< What they may take when the file is written. */
    size_t granted;     /**< Memory that was there for the library and is not used up. */
    /* Of the present sheet: */
    const struct bgt_sheet *looks;
    uint32_t heights_set; /**< Rows whose height was set, from the top. */
    uint32_t last_row;
    uint32_t last_column;
    bool has_text;
    uint32_t links_passed;              /**< Links above or left of the cell at hand. */
    struct bgt_xlsx_open_merge *merges; /**< Constant memory only. */
    size_t merge_count;
    size_t merge_capacity;
};

/** Begins a workbook that goes to @p path when it is finished. False: no memory. */
bool bgt_xlsx_out_book_open(struct bgt_xlsx_out_book *book, const char *path,
                            bool is_constant);

/** Begins a sheet; `looks` is borrowed until bgt_xlsx_out_book_end_sheet(). */
lxw_error bgt_xlsx_out_book_begin_sheet(struct bgt_xlsx_out_book *book,
                                        const struct bgt_sheet *looks);

/** Writes a row; rows come in rising order. */
lxw_error bgt_xlsx_out_book_row(struct bgt_xlsx_out_book *book,
                                const struct bgt_xlsx_out_row *row);

lxw_error bgt_xlsx_out_book_end_sheet(struct bgt_xlsx_out_book *book);

/** Writes the file, once. The counts of cells stay. */
lxw_error bgt_xlsx_out_book_finish(struct bgt_xlsx_out_book *book);

/** Frees everything; a workbook that was not finished leaves nothing behind. */
void bgt_xlsx_out_book_close(struct bgt_xlsx_out_book *book);

#endif
