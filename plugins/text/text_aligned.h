/*
 * Pages of text that is aligned by spaces become rows: tables with their columns, and
 * lines of prose.
 */
#ifndef PLUGINS_TEXT_ALIGNED_H
#define PLUGINS_TEXT_ALIGNED_H

#include "text_columns.h"
#include "text_continue.h"
#include "text_form.h"
#include "text_row.h"

/** What goes on from page to page. Zeroed: nothing. */
struct bgt_text_aligned {
    struct bgt_text_page page;
    size_t at;                     /**< Next line of the page. */
    bool has_facts;                /**< The last line that is not blank stated facts. */
    struct bgt_text_table table;   /**< The table at hand. */
    struct bgt_text_table whole;   /**< The last table; column_count 0: none. */
    bool is_open;                  /**< It reached the end of its page. */
    enum bgt_text_form_state form; /**< Of the lines at hand. */
    struct bgt_text_last_row last_row; /**< Of the last table. */
};

/** Puts the rows of the next region of the page: a line, or a table. BGT_OK; BGT_END
 * where the text has no more; BGT_BAD where columns are unclear (reported);
 * BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_text_aligned_next(struct bgt_text_aligned *aligned,
                                 struct bgt_text_context *context,
                                 struct bgt_text_lines *lines, struct bgt_batch *batch);

/** Frees its memory. */
void bgt_text_aligned_clear(struct bgt_text_aligned *aligned);

#endif
