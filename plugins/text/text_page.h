/*
 * A page of text whose columns are aligned by spaces: its lines, and in each the words
 * that stand apart from one another.
 */
#ifndef PLUGINS_TEXT_PAGE_H
#define PLUGINS_TEXT_PAGE_H

#include "text_line.h"

/** Lines of one page; what has more is taken as several pages. */
#define BGT_TEXT_PAGE_LINES 4096
/** Columns of a line that count; what stands beyond is in the last one. */
#define BGT_TEXT_PAGE_COLUMNS 1024

/** What a line is by its looks. */
enum bgt_text_line_kind {
    BGT_TEXT_EMPTY, /**< Nothing but blanks. */
    BGT_TEXT_PROSE, /**< One long word, a note, a line of dots. */
    BGT_TEXT_FACTS, /**< `编制单位：某局        单位：元` */
    BGT_TEXT_SHORT, /**< One short word. */
    BGT_TEXT_ROW    /**< Several words. */
};

/** Words without a gap between them. */
struct bgt_text_token {
    const char *text;
    size_t length;
    uint32_t line;       /**< Index of the line in the page. */
    uint32_t start, end; /**< Columns, from 0; `end` is the one behind. */
    uint32_t character;  /**< Place in the line, from 1. */
    bool is_number;      /**< An amount or a code. */
};

/** A line and its tokens. */
struct bgt_text_page_line {
    struct bgt_text_line line;
    size_t first_token;
    size_t token_count;
    enum bgt_text_line_kind kind;
};

/** A page. Zeroed: empty. */
struct bgt_text_page {
    struct bgt_text_page_line *lines;
    size_t line_count, line_capacity;
    struct bgt_text_token *tokens;
    size_t token_count, token_capacity;
    bool is_wide; /**< Chinese characters take two columns. */
};

/** Reads the next page. BGT_OK, BGT_END where there is none, BGT_NO_MEMORY. */
bgt_status bgt_text_read_page(struct bgt_text_lines *lines, struct bgt_text_page *page);

/** Whether Chinese characters take two columns in this text: tried on the right edges of
 * its figures. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_text_find_width(struct bgt_text_lines lines, struct bgt_text_page *page);

/** Frees the page's memory. */
void bgt_text_clear_page(struct bgt_text_page *page);

/** The tokens of a line; null where it has none. */
static inline const struct bgt_text_token *
bgt_text_tokens(const struct bgt_text_page *page, size_t line)
{
    return page->lines[line].token_count == 0
               ? NULL
               : page->tokens + page->lines[line].first_token;
}

/** Whether a text is an amount or a code: digits, separators, a sign, a percent sign. */
bool bgt_text_is_number(const char *text, size_t length);

#endif
