/**
 * layout/header.h: the labels above each column of a sheet, read from one to four header
 * rows.
 *
 * Private to layout. Merged cells give a label to all their columns; where the format
 * knows none, a blank right of a label continues it when a row below has a label of its
 * own there.
 */
#ifndef LAYOUT_HEADER_H
#define LAYOUT_HEADER_H

#include <stdbool.h>

#include "base/arena.h"
#include "layout/layout.h"
#include "layout/window.h"

/** Most columns of one header. */
#define BGT_HEADER_COLUMNS_MAX 1024

/** A label above a column. */
struct bgt_header_label {
    uint32_t id;                   /**< Number of the label, 0: unknown to all layouts. */
    const struct bgt_value *value; /**< Its cell in the window. */
};

/** A column of the sheet under a header. */
struct bgt_header_column {
    uint32_t column;                                   /**< Of the sheet, from 1. */
    struct bgt_header_label path[BGT_LAYOUT_PATH_MAX]; /**< From the top down. */
    uint8_t path_length;                               /**< 0: no label. */
    bool is_own;       /**< The last label stands in this very column. */
    bool is_numbering; /**< It numbers the rows (行次): no layout's, and no extra. */
    unsigned year;     /**< The year in its labels, the lowest first; 0: none. */
};

/** A header: `rows` rows of the window from `first`. */
struct bgt_header {
    uint32_t first;
    uint32_t rows;
    struct bgt_header_column *columns; /**< Room for BGT_HEADER_COLUMNS_MAX. */
    uint32_t column_count;             /**< Columns that have a cell in these rows. */
    uint32_t known_count; /**< Columns whose own last label some layout knows. */
    bool is_usable;       /**< Has a known label, no number, and not too many columns. */
    unsigned year; /**< Where its labels name several years, the table's own: that of the
                      title, else the latest. 0 otherwise. */
};

/** A header row as it was, to know it again: the labels of its cells by column. */
struct bgt_header_line {
    const uint32_t *columns;
    const uint32_t *labels;
    uint32_t count;
};

/** Reads the header; `header->columns` is the caller's room. Pure otherwise. */
void bgt_header_read(const struct bgt_window *window, uint32_t first, uint32_t rows,
                     struct bgt_header *header);

/** The same where no layout knows any of the labels: for a draft of a layout. */
void bgt_header_read_any(const struct bgt_window *window, uint32_t first, uint32_t rows,
                         struct bgt_header *header);

/** Keeps a header row in an arena. BGT_OK, or bgt_arena_failure. */
bgt_status bgt_header_keep_line(const struct bgt_window *window, uint32_t row,
                                struct bgt_arena *arena, struct bgt_header_line *line);

#endif
