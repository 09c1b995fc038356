/**
 * verify.h: whether libxlsxwriter has written all that it was given.
 *
 * The library keeps each part in a temporary file and does not notice when the disk fills
 * up under it: it then packs what is there and answers that all is well. So the finished
 * workbook is unpacked once more: every part must be whole (CRC, size, closing tag) and
 * every sheet must have as many cells as were written.
 */
#ifndef BGT_XLSX_VERIFY_H
#define BGT_XLSX_VERIFY_H

#include "budget/status.h"

#include <stddef.h>
#include <stdint.h>

/** What is expected: the cells of each sheet, in order, and how many charts. */
struct bgt_xlsx_expected {
    const uint64_t *cells;
    size_t sheets;
    size_t charts;
};

/** BGT_OK; BGT_BAD where the workbook is not whole; BGT_NO_MEMORY. Nothing is reported.
 */
bgt_status bgt_xlsx_verify(const uint8_t *bytes, uint64_t length,
                           const struct bgt_xlsx_expected *expected);

#endif
