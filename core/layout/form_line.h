/**
 * layout/form_line.h: one side of a form's row on its way to a line.
 *
 * Private to layout: form_row.c reads the row and names fixed rows, form_open.c names
 * open ones.
 */
#ifndef LAYOUT_FORM_LINE_H
#define LAYOUT_FORM_LINE_H

#include "layout/body.h"

/** The row's part in one block. */
struct bgt_form_line {
    const struct bgt_body *body;
    const struct bgt_layout_block *block;
    unsigned number;       /**< Of the block. */
    struct bgt_cell item;  /**< Its value is null where the item is blank. */
    struct bgt_slice name; /**< The item's text; length 0: blank. */
    struct bgt_slice code;
};

/** Column of the sheet for a column of the layout; 0: it is not there. */
uint32_t bgt_form_column(const struct bgt_layout_reader *reader, uint16_t column);

/** Sets a field of the draft to a word of the model. */
void bgt_form_set(struct bgt_layout_reader *reader, uint16_t field, const char *word);

/** The label as printed without ordinal and blanks around it. */
struct bgt_slice bgt_form_bare_name(struct bgt_slice text);

/** Whether a text can be a code: ASCII letters, digits, `-` and `.`. */
bool bgt_form_is_code(struct bgt_slice code);

/** Joins the parts of a code that stands in several columns, into the draft. The whole
 * code may stand in the first of them, where the code list knows its class. Where each
 * row prints one part alone, the parts before it are those of the row above, unless the
 * list gives the code another name. Statuses as cell.h. */
bgt_status bgt_form_join_code(struct bgt_layout_reader *reader,
                              const struct bgt_form_line *line, uint16_t field);

/** Kind, level, codes and unit of an open row that is no total. Statuses as cell.h. */
bgt_status bgt_form_named(struct bgt_layout_reader *reader,
                          const struct bgt_form_line *line);

#endif
