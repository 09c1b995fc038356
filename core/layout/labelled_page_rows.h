/**
 * layout/labelled_page_rows.h: which lines of a page are one row of indicators.
 *
 * Private to layout. Names and values over several lines are put together: the shorter
 * text of a row stands beside the middle of the longer one.
 */
#ifndef LAYOUT_LABELLED_PAGE_ROWS_H
#define LAYOUT_LABELLED_PAGE_ROWS_H

#include "layout/labelled_page.h"

/** Most rows of indicators of one form, and most labels of categories. */
#define BGT_PAGE_ROWS   256
#define BGT_PAGE_LABELS 64

/** Height of a line of text in the units of `top` and of bgt_page_height_of. */
#define BGT_PAGE_LINE 120

/** A row of indicators. Name and value null: a category without one. */
struct bgt_page_row_of {
    struct bgt_page_piece *name, *value;
    uint64_t line, last_line; /**< Of the source. */
    uint32_t top, height;
};

/** The rows of indicators from top to bottom. */
struct bgt_page_rows {
    struct bgt_page_row_of *list; /**< Room for BGT_PAGE_ROWS. */
    size_t count;
};

/** The pieces of one line that are no labels. */
struct bgt_page_line {
    struct bgt_page_piece *name, *value;
    uint64_t line;
};

/** Makes rows of lines. Statuses as bgt_labelled_unfold. */
bgt_status bgt_page_find_rows(struct bgt_labelled_page *page,
                              const struct bgt_page_line *lines, size_t count,
                              struct bgt_page_rows *rows);

/** Sets `top` of all rows by their heights. */
void bgt_page_stack(struct bgt_page_rows *rows);

/** Height at which the middle of a piece stands: in its row, or between two rows. */
uint32_t bgt_page_height_of(const struct bgt_page_rows *rows,
                            const struct bgt_page_piece *piece);

#endif
