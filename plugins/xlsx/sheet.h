/**
 * sheet.h: one worksheet, streamed into batches.
 */
#ifndef BGT_XLSX_SHEET_H
#define BGT_XLSX_SHEET_H

#include "cell.h"
#include "merges.h"
#include "workbook.h"

/** What to do with what is hidden: the choices of `-i hidden=`, in their order. */
enum bgt_xlsx_hidden {
    BGT_XLSX_HIDDEN_KEEP = 0,
    BGT_XLSX_HIDDEN_SKIP = 1,
    BGT_XLSX_HIDDEN_ERROR = 2
};

/** A worksheet being read. Zeroed, it is closed. */
struct bgt_xlsx_sheet {
    struct bgt_xlsx_book *book;
    const struct bgt_xlsx_sheet_entry *entry;
    enum bgt_xlsx_hidden hidden;
    struct bgt_batch *batch; /**< The batch of the present step. */
    uint32_t batch_number;
    struct bgt_xlsx_part part;
    struct bgt_xlsx_merges merges;
    struct bgt_xlsx_row row;
    struct bgt_xlsx_raw_cell cell;
    struct bgt_xlsx_bytes text; /**< Of the present cell. */
    size_t run_begin;           /**< Where the present `<t>` begins in it. */
    uint64_t hidden_rows;
    uint32_t last_row;
    uint32_t last_column;
    unsigned depth;
    unsigned phonetic; /**< Depth of an open rPh; 0: none. */
    bool is_open;
    bool in_data;
    bool in_row;
    bool in_cell;
    bool in_inline;
    bool captures;  /**< Character data belongs to the cell. */
    bool drops_row; /**< The row's place is wrong and was reported. */
    bool has_bad;   /**< An error was reported since bgt_xlsx_sheet_step() began. */
    bool has_ended; /**< A handler of ours stopped the parser and has reported. */
};

/** Opens a sheet: looks through it for merged cells, then begins. What is wrong is
 * reported. */
bgt_status bgt_xlsx_sheet_open(struct bgt_xlsx_sheet *sheet, struct bgt_xlsx_book *book,
                               struct bgt_input *package,
                               const struct bgt_xlsx_sheet_entry *entry);

/**
 * Reads some more rows into `sheet->batch`.
 * @return BGT_OK there is more; BGT_END the sheet is complete; else the end of it. Errors
 *         after which it goes on set `sheet->has_bad`.
 */
bgt_status bgt_xlsx_sheet_step(struct bgt_xlsx_sheet *sheet);

/** Closes; a closed sheet may be closed again. */
void bgt_xlsx_sheet_close(struct bgt_xlsx_sheet *sheet);

#endif
