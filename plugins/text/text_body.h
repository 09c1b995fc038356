/*
 * The rows of a table whose columns are known: its header, and its body, where a row may
 * stand on several lines.
 */
#ifndef PLUGINS_TEXT_BODY_H
#define PLUGINS_TEXT_BODY_H

#include "text_columns.h"
#include "text_row.h"

/** Puts the rows of the header, one a level. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_text_put_header(struct bgt_text_context *context, struct bgt_batch *batch,
                               const struct bgt_text_table *table);

/** Puts the rows of the body. The same, or BGT_BAD where the columns of a line are
 * unclear (reported). */
bgt_status bgt_text_put_body(struct bgt_text_context *context, struct bgt_batch *batch,
                             const struct bgt_text_table *table);

/** Facts beside one another: each a cell, blank ones between them left out. */
bgt_status bgt_text_put_facts(struct bgt_text_context *context, struct bgt_batch *batch,
                              const struct bgt_text_page_line *line);

/** TEXT_COLUMNS_UNCLEAR at a line of the page. BGT_BAD, or as the report. */
bgt_status bgt_text_refuse_columns(const struct bgt_text_context *context, size_t line);

#endif
