/*
 * Where the body of a table that is aligned by spaces begins, and what columns of the
 * page it covers.
 */
#ifndef PLUGINS_TEXT_CLUSTERS_H
#define PLUGINS_TEXT_CLUSTERS_H

#include "text_columns.h"

/* A run of columns that words of one kind cover, figures or names: where the page is
 * narrow, names begin below the end of the figures at their left. */
struct bgt_text_cluster {
    uint32_t left, right;
    uint32_t numbers, texts;
    bool is_number; /* Of figures and codes. */
    bool is_amount;
};

struct bgt_text_clusters {
    struct bgt_text_cluster list[BGT_TEXT_TABLE_COLUMNS];
    size_t count;
};

/** How far a word is from a stretch of columns; one of the other kind is the worse
 * choice.
 */
static inline uint32_t bgt_text_far_from(const struct bgt_text_token *token,
                                         uint32_t left, uint32_t right, bool is_number)
{
    uint32_t far = token->start < left  ? left - token->start
                   : token->end > right ? token->end - right
                                        : 0;
    return far * 4 + (token->is_number == is_number ? 0 : 2);
}

/** 二十三、 at the beginning: the name of a row. */
bool bgt_text_is_numbered(const struct bgt_text_token *token);

/** Sets where the header ends and the body begins, a row that numbers the columns left
 * out. */
void bgt_text_find_body(const struct bgt_text_page *page, struct bgt_text_table *table);

/** What the body covers, from left to right. False where there are too many. */
bool bgt_text_find_clusters(const struct bgt_text_page *page,
                            const struct bgt_text_table *table,
                            struct bgt_text_clusters *clusters);

#endif
