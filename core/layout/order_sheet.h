/**
 * layout/order_sheet.h: the sheet `table` of a published workbook, which says where in
 * the document each form stands.
 *
 * Private to layout. Forms come first in a workbook and the records of entity sheets
 * after them, so their order is not the document's. Entity sheets have `seq`; this sheet
 * gives each table its own:
 *
 *     seq  sheet  printed
 *     26   表1
 *     95   表2     form_no="预算公开表2"
 *
 * `sheet` is the sheet that holds the table as a form; `lines`, once for each of its
 * tables. `printed` lists what the form prints of itself although the document does not
 * state it (key_list.h). Reading: order.h.
 */
#ifndef LAYOUT_ORDER_SHEET_H
#define LAYOUT_ORDER_SHEET_H

#include <stdbool.h>

#include "layout/builtin.h"
#include "layout/form_text.h"

/** Its name, and the headers that tell it from the `table` sheet of `entities`. */
#define BGT_ORDER_SHEET   "table"
#define BGT_ORDER_SEQ     "seq"
#define BGT_ORDER_PLACE   "sheet"
#define BGT_ORDER_PRINTED "printed"

/** Most bytes of one cell `printed`. */
#define BGT_ORDER_LIST_MAX (1u << 20)

struct bgt_order_sheet;

/** Makes an empty one. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_order_sheet_open(const struct bgt_builtin_target *target,
                                struct bgt_order_sheet **order);

/** Ends it; null is allowed. */
void bgt_order_sheet_close(struct bgt_order_sheet *order);

/** Adds a table in its place in the document. `sheet` is copied. BGT_OK, BGT_NO_MEMORY,
 * BGT_LIMIT (reported). */
bgt_status bgt_order_sheet_add(struct bgt_order_sheet *order, uint32_t sequence,
                               struct bgt_slice sheet);

/** What the form of the table added last prints by itself; its facts are in @p facts.
 * Statuses as above. */
bgt_status bgt_order_sheet_printed(struct bgt_order_sheet *order,
                                   const struct bgt_form_facts *facts,
                                   const struct bgt_layout *layout);

/** Writes the sheet. Statuses as a grid sink's. */
bgt_status bgt_order_sheet_write(struct bgt_order_sheet *order);

#endif
