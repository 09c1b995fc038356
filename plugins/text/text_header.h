/*
 * The header of a table that is aligned by spaces: which of its words are labels of
 * columns, and where those above them begin.
 */
#ifndef PLUGINS_TEXT_HEADER_H
#define PLUGINS_TEXT_HEADER_H

#include "text_columns.h"

/* The tokens of the header, those over two columns taken apart. */
struct bgt_text_header {
    struct bgt_text_token tokens[BGT_TEXT_HEADER_TOKENS];
    bool is_leaf[BGT_TEXT_HEADER_TOKENS];
    size_t leaf[BGT_TEXT_HEADER_TOKENS]; /* Of a part of a broken label: its last one. */
    size_t count;
    size_t first_line_count; /* Tokens of its first line. */
    size_t line_count;
};

/** Reads the words of the lines before the body and finds the labels of columns among
 * them. False where there are too many. */
bool bgt_text_read_header(const struct bgt_text_page *page,
                          const struct bgt_text_table *table,
                          struct bgt_text_header *header);

/** Says of each word in which column it begins and at which level, now that the table's
 * columns are known. False where columns of one label cannot be told apart, or memory ran
 * out. */
bool bgt_text_place_header(struct bgt_text_table *table,
                           const struct bgt_text_header *header);

/** Twice the middle of a stretch of columns. */
static inline uint32_t bgt_text_center(uint32_t left, uint32_t right)
{
    return left + right;
}

static inline uint32_t bgt_text_distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

#endif
