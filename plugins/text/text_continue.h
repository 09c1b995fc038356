/*
 * A table without figures that goes on without a header on the next page: told by the
 * number of its next row.
 */
#ifndef PLUGINS_TEXT_CONTINUE_H
#define PLUGINS_TEXT_CONTINUE_H

#include "text_columns.h"

/** The last numbered name of a table: 15 and its column for 十五、商业服务业等支出. */
struct bgt_text_last_row {
    unsigned number; /**< 0: none. */
    uint32_t start;  /**< Where the name begins. */
};

/** Finds it. */
struct bgt_text_last_row bgt_text_find_last_row(const struct bgt_text_page *page,
                                                const struct bgt_text_table *table);

/** Whether the line's first word is the row after the last one: 十六、 in its place. */
bool bgt_text_is_next_row(const struct bgt_text_page *page, size_t line,
                          const struct bgt_text_last_row *last);

/** Gives the columns of a page that holds names only to those of the table that hold
 * names, in order. False where there are figures, or other columns of names. */
bool bgt_text_carry_names(const struct bgt_text_table *before,
                          struct bgt_text_table *table);

#endif
