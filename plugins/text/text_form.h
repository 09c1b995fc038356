/*
 * Forms on a page of aligned text, such as performance targets: their cells are in no
 * columns that run from top to bottom, so that each word is given with its place on the
 * page.
 */
#ifndef PLUGINS_TEXT_FORM_H
#define PLUGINS_TEXT_FORM_H

#include "text_row.h"

/** What part of a form the lines at hand are. */
enum bgt_text_form_state {
    BGT_TEXT_NO_FORM,
    BGT_TEXT_FORM_HEADING, /**< Its title was there, but none of its rows yet. */
    BGT_TEXT_FORM_BODY
};

/** Whether a line is the title of a form: a lone word with @p mark in it that ends with
 * 表, above rows. Pure. */
bool bgt_text_is_form_title(const struct bgt_text_page *page, size_t line,
                            const char *mark);

/** Whether a form ends before the line: the title of a table stands there. Pure. */
bool bgt_text_ends_form(const struct bgt_text_page *page, size_t line);

/** Whether a line is the number of the page: a few digits above or below all others.
 * Anywhere else in a form digits are a value of its. Pure. */
bool bgt_text_is_page_number(const struct bgt_text_page *page, size_t line);

/** Whether a form of the page before goes on: its first line is a row. Pure. */
bool bgt_text_goes_on(const struct bgt_text_page *page);

/** Puts a line as a row whose cells are its words (BGT_ITEM_PLACED). BGT_OK,
 * BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_text_put_placed(struct bgt_text_context *context, struct bgt_batch *batch,
                               const struct bgt_text_page_line *line);

#endif
