/**
 * layout/labelled_sheet.h: the cells of a labelled form before they are written.
 *
 * Private to layout. A form is drawn part by part, with merged cells over several rows;
 * heights of rows follow from the texts, so nothing is written before all is drawn.
 */
#ifndef LAYOUT_LABELLED_SHEET_H
#define LAYOUT_LABELLED_SHEET_H

#include <stdbool.h>

#include "base/arena.h"
#include "layout/cells.h"
#include "layout/labelled.h"

/** Looks of a cell. */
enum bgt_labelled_style {
    BGT_LABELLED_PLAIN = 0,
    BGT_LABELLED_TITLE,
    BGT_LABELLED_SUBTITLE,
    BGT_LABELLED_NOTE,
    BGT_LABELLED_LABEL,  /**< Centred, with borders. */
    BGT_LABELLED_TEXT,   /**< Left, wrapped, with borders. */
    BGT_LABELLED_AMOUNT, /**< A figure, with borders. */
    BGT_LABELLED_STYLES
};

/** One cell. */
struct bgt_labelled_drawn {
    uint32_t row; /**< Of the sheet, from 1. */
    uint32_t rows;
    struct bgt_labelled_span at;
    uint8_t style;
    bool is_number;
    struct bgt_slice text; /**< Length 0: blank. */
    struct bgt_decimal number;
};

/** A sheet that is being drawn. */
struct bgt_labelled_sheet {
    const struct bgt_layout *layout;
    const char *name;       /**< Of the sheet; borrowed. */
    struct bgt_arena arena; /**< Texts and cells. */
    struct bgt_labelled_drawn *cells;
    size_t count, capacity;
    uint32_t rows;       /**< Rows drawn so far. */
    uint32_t first_body; /**< First row with borders. */
    uint32_t last_body;
};

/** Draws a cell over @p rows rows from @p row. The text is copied. BGT_OK, BGT_NO_MEMORY
 * or BGT_LIMIT. */
bgt_status bgt_labelled_draw(struct bgt_labelled_sheet *sheet,
                             const struct bgt_labelled_drawn *cell);

/** Rows of the sheet that a text needs: one, unless it is longer than a row can be high.
 */
uint32_t bgt_labelled_rows(const struct bgt_labelled_sheet *sheet,
                           struct bgt_labelled_span at, struct bgt_slice text);

/** Writes the sheet. Statuses as bgt_cells_begin_sheet. */
bgt_status bgt_labelled_write(struct bgt_labelled_sheet *sheet, struct bgt_cells *cells);

#endif
