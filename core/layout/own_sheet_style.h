/**
 * layout/own_sheet_style.h: how a family's own sheets look, and their title rows.
 *
 * Private to layout.
 */
#ifndef LAYOUT_OWN_SHEET_STYLE_H
#define LAYOUT_OWN_SHEET_STYLE_H

#include "budget/plugin.h"
#include "layout/own_sheets_write.h"

/** Styles of their cells. */
enum bgt_own_style {
    BGT_OWN_PLAIN,
    BGT_OWN_TITLE,
    BGT_OWN_LEFT,
    BGT_OWN_RIGHT,
    BGT_OWN_HEADER,
    BGT_OWN_CENTER,
    BGT_OWN_TEXT,
    BGT_OWN_AMOUNT,
    BGT_OWN_STYLE_COUNT
};

/** The table of them. */
const struct bgt_style *bgt_own_styles(void);

/* Heights of rows, in points. */
#define BGT_OWN_TITLE_HEIGHT 36
#define BGT_OWN_ROW_HEIGHT   20

/** Rows of the title: 1, or 2 with a row below it that has something to say. */
bgt_status bgt_own_title(const struct bgt_own_writing *writing,
                         const struct bgt_family_sheet *sheet, struct bgt_buffer *text,
                         uint64_t *row);

/** Writes the header at the next row: two labels. */
bgt_status bgt_own_header(const struct bgt_own_writing *writing,
                          const struct bgt_family_sheet *sheet, struct bgt_buffer *text,
                          uint64_t *row);

#endif
