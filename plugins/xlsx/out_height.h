/**
 * out_height.h: the height of a row whose wrapped texts need several lines.
 *
 * Excel finds it when it opens the workbook; other programs show the lines one over the
 * other, so it is written where the sheet states none.
 */
#ifndef BGT_XLSX_OUT_HEIGHT_H
#define BGT_XLSX_OUT_HEIGHT_H

#include "out_row.h"

/** Points for the row, or 0 where one line is enough. Pure. */
uint16_t bgt_xlsx_out_height(const struct bgt_sheet *looks,
                             const struct bgt_xlsx_out_row *row);

#endif
