/**
 * layout/code_text.h: codes as spreadsheets, exports and people spell them.
 *
 * Private to layout.
 */
#ifndef LAYOUT_CODE_TEXT_H
#define LAYOUT_CODE_TEXT_H

#include "layout/reading.h"

/**
 * Takes from a code in a text cell what is none of it: blanks around it, an apostrophe
 * before it, full-width forms of its digits, the blanks of 201 13 01, and in an export
 * the .0 of a program that took it for a number. Anything else stays as it is.
 *
 * @return BGT_OK; BGT_BAD where a spreadsheet left 1.403E+22 of it (reported); BGT_FATAL,
 * BGT_NO_MEMORY.
 */
bgt_status bgt_code_tidy(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         struct bgt_piece *piece);

#endif
