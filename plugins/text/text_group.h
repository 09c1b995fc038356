/*
 * Rows that are printed over several lines: a name is broken in its cell, and code and
 * figures stand in the middle of its height, between or beside its lines.
 */
#ifndef PLUGINS_TEXT_GROUP_H
#define PLUGINS_TEXT_GROUP_H

#include "text_columns.h"

/** What is known of a line of the body. */
enum bgt_text_grouping {
    BGT_TEXT_UNGROUPED, /**< Nothing: judged by the lines beside it. */
    BGT_TEXT_BEGINS,    /**< A row begins here. */
    BGT_TEXT_CONTINUES  /**< Of the row of the line before. */
};

/** Says it of the lines body_line to before end_line of a table whose columns are known:
 * `lines[i]` of line body_line + i; the caller frees it. Null where memory ran out. */
enum bgt_text_grouping *bgt_text_group_lines(const struct bgt_text_page *page,
                                             const struct bgt_text_table *table);

#endif
