/**
 * merges.h: the merged cells of a sheet, known before its rows are read.
 *
 * A worksheet lists them behind its rows, so a sheet is looked through once before it is
 * read, where that costs little: up to BGT_XLSX_MERGES_BYTES unpacked.
 */
#ifndef BGT_XLSX_MERGES_H
#define BGT_XLSX_MERGES_H

#include "cell_reference.h"
#include "part.h"

/** Sheets unpacked to more bytes are not looked through: their spans are unknown. */
#define BGT_XLSX_MERGES_BYTES (32u << 20)

/** Merged cells in the order of their top left corner. Zeroed: none are known. */
struct bgt_xlsx_merges {
    struct bgt_xlsx_range *ranges;
    size_t count;
    size_t capacity;
    size_t next;   /**< The first range that bgt_xlsx_merges_find() has not passed. */
    bool is_known; /**< Whether the sheet was looked through. */
};

/** Looks through a sheet's part. */
bgt_status bgt_xlsx_merges_read(struct bgt_xlsx_merges *merges,
                                const struct bgt_xlsx_part_source *source);

/** The range whose top left cell this is, or null. Ask in rising order of rows, then of
 * columns. */
const struct bgt_xlsx_range *bgt_xlsx_merges_find(struct bgt_xlsx_merges *merges,
                                                  uint32_t row, uint32_t column);

void bgt_xlsx_merges_free(struct bgt_xlsx_merges *merges);

#endif
