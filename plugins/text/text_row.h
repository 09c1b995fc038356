/*
 * How a line becomes a row. A row of one value is a line of text; a row of more, blank
 * ones included, is a row of a table.
 */
#ifndef PLUGINS_TEXT_ROW_H
#define PLUGINS_TEXT_ROW_H

#include "text_page.h"

/** What rows are made with. Borrowed. */
struct bgt_text_context {
    const struct bgt_env *env;
    const char *sheet;
    const char *base; /**< The mapped text: bgt_batch.input. */
    uint64_t
        last_row; /**< Number of the last row: they rise, whatever line they begin in. */
    const struct bgt_text_page *page; /**< Aligned text: the page at hand. */
    const char *form_title;           /**< Aligned text: a word in the titles of forms. */
    bool is_table; /**< The row at hand is a table's: broken labels are joined. */
};

/** Begins a row for a line. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_text_begin_row(struct bgt_text_context *context, struct bgt_batch *batch,
                              const struct bgt_text_line *line);

/** Adds a cell: a piece of the mapped text, blank where it is empty or blanks only.
 * @p column counts from 1, @p character is its place in the line, from 1. */
bgt_status bgt_text_put_cell(const struct bgt_text_context *context,
                             struct bgt_batch *batch, uint32_t column,
                             const struct bgt_text_line *cell, uint32_t character);

/** The whole row of a line whose cells are separated by tabs; a line without a tab is one
 * cell. A blank line gives no row. */
bgt_status bgt_text_tab_row(struct bgt_text_context *context, struct bgt_batch *batch,
                            const struct bgt_text_line *line);

/** LIMIT_REACHED at a line. Answers BGT_LIMIT. */
bgt_status bgt_text_limit(const struct bgt_text_context *context,
                          const struct bgt_text_line *line, const char *name,
                          uint64_t value);

#endif
