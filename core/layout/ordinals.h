/**
 * layout/ordinals.h: lists whose only numbers count their rows.
 *
 * Private to layout.
 */
#ifndef LAYOUT_ORDINALS_H
#define LAYOUT_ORDINALS_H

#include "layout/window.h"

/** Whether the rows of more than one cell from @p first on have no numbers but 1, 2, 3 …
 * below a label 序号: a list of names, which holds no figure. */
bool bgt_has_only_ordinals(const struct bgt_window *window, uint32_t first);

#endif
