/*
 * The columns of a table that is aligned by spaces: found where its body leaves gaps, and
 * by the labels of its header.
 */
#ifndef PLUGINS_TEXT_COLUMNS_H
#define PLUGINS_TEXT_COLUMNS_H

#include "text_page.h"

/** Most columns of a table. */
#define BGT_TEXT_TABLE_COLUMNS 64
/** Most tokens of a table's header. */
#define BGT_TEXT_HEADER_TOKENS 512

/** A column. */
struct bgt_text_column {
    uint32_t left, right; /**< What its body covers; `right` is the one behind. */
    uint32_t label_left, label_right; /**< What its label covers; equal: no label. */
    bool has_body;                    /**< Some row has a word here. */
    bool is_number;                   /**< Its body is figures or codes. */
    bool is_amount;                   /**< Figures, right of a label. */
};

/** Where a token of the header belongs. */
struct bgt_text_header_cell {
    struct bgt_text_token part; /**< A word of the page, or a part of it. */
    uint32_t column;            /**< Index of the column where it begins. */
    uint32_t level;             /**< 0: the label of the column; above it 1, 2 … */
};

/** A table on one page. */
struct bgt_text_table {
    size_t first_line, header_end, body_line, end_line; /**< Indices in the page. */
    const struct bgt_text_token *first_sum; /**< 合计 in the header's last line, which is
                                                the name of the first row; or null. */
    struct bgt_text_column columns[BGT_TEXT_TABLE_COLUMNS];
    size_t column_count;
    struct bgt_text_header_cell header[BGT_TEXT_HEADER_TOKENS];
    size_t header_count;
    uint32_t levels; /**< Levels of the header. */
};

/** Finds the columns of the lines first_line to before end_line; sets all but these two.
 * False where there are too many. */
bool bgt_text_find_columns(const struct bgt_text_page *page,
                           struct bgt_text_table *table);

/** Columns of a table that goes on without a header, as those of the page before, whose
 * columns are known. False where it cannot be told which are there. */
bool bgt_text_carry_columns(const struct bgt_text_table *before,
                            struct bgt_text_table *table);

/** Index of the column of a token of the body. */
uint32_t bgt_text_column_of(const struct bgt_text_table *table,
                            const struct bgt_text_token *token);

#endif
