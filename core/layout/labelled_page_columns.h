/**
 * layout/labelled_page_columns.h: which texts among indicators are names, which values.
 *
 * Private to layout. A line that holds a name and a value for every period is read from
 * left to right, and shows where each column stands; other texts go to the nearest one.
 */
#ifndef LAYOUT_LABELLED_PAGE_COLUMNS_H
#define LAYOUT_LABELLED_PAGE_COLUMNS_H

#include "layout/labelled_page_rows.h"

/** Columns of names and values, in pairs. */
#define BGT_PAGE_COLUMNS (2 * BGT_LABELLED_PERIODS_MAX)

/** The texts of one line that are no labels, from left to right. */
struct bgt_page_texts {
    struct bgt_page_piece *list[BGT_PAGE_COLUMNS];
    size_t count;
    uint64_t line;
};

/** What is asked, and the lines of each period. */
struct bgt_page_parting {
    struct bgt_labelled_page *page;
    const struct bgt_page_texts *texts;
    size_t text_count;
    size_t column_count; /**< Two for each period. */
    const struct bgt_page_piece *heads[BGT_PAGE_COLUMNS];
    struct bgt_page_line
        *lines[BGT_LABELLED_PERIODS_MAX]; /**< Room for text_count each. */
    size_t line_counts[BGT_LABELLED_PERIODS_MAX];
};

/** Gives each text its column. BGT_OK; BGT_BAD where one stands between two (reported);
 * BGT_FATAL. */
bgt_status bgt_page_part_texts(struct bgt_page_parting *parting);

#endif
