/**
 * layout/listing.h: numbers that count no money: those of a contents sheet and of a
 * cover.
 *
 * Private to layout.
 */
#ifndef LAYOUT_LISTING_H
#define LAYOUT_LISTING_H

#include "layout/reading.h"

/** Whether the label left of cell @p at of a row says that its number is a code, a date
 * or a telephone's: 单位编码, 填报日期, 联系电话. Pure. */
bool bgt_is_identity(const struct bgt_batch *batch, const struct bgt_item *row,
                     uint32_t at);

/** Whether the rows of the window are a list of contents: 目录 is the sheet's name or
 * stands at its beginning, and every number may be that of a line or a page. Sets
 * `reader->failure` where memory runs out. */
bool bgt_is_contents(struct bgt_layout_reader *reader);

#endif
