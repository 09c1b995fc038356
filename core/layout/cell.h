/**
 * layout/cell.h: one cell as the value of a field, or what is wrong with it.
 *
 * Private to layout. Each function answers BGT_OK with `piece` filled and `*has` saying
 * whether there is anything to store; BGT_BAD where an error was reported (go on);
 * BGT_FATAL.
 */
#ifndef LAYOUT_CELL_H
#define LAYOUT_CELL_H

#include "layout/reading.h"

/** A figure. A printed dash is a blank that keeps its spelling. `table.places` follows.
 */
bgt_status bgt_cell_amount(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                           uint16_t field, struct bgt_piece *piece, bool *has);

/** A text as printed; numbers as decimals, dates in ISO form. */
bgt_status bgt_cell_text(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         struct bgt_piece *piece, bool *has);

/** A code: text without blanks around it. A number becomes its digits, with a warning
 * once a column, completed with zeros where the code list knows exactly one such code. */
bgt_status bgt_cell_code(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         uint16_t field, struct bgt_piece *piece, bool *has);

/** What a column that no layout knows holds: the cell with its type. */
bgt_status bgt_cell_extra(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                          struct bgt_piece *piece, bool *has);

/** Whether a text is a dash that stands for a blank: `-`, `—`, `——`. */
bool bgt_text_is_dash(const char *text, size_t length);

#endif
