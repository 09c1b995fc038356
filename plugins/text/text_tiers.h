/*
 * Headers of several tiers: which columns each label above others spans, so that the
 * labels of a tier stand beside one another and each in the middle of its own columns.
 */
#ifndef PLUGINS_TEXT_TIERS_H
#define PLUGINS_TEXT_TIERS_H

#include "text_header.h"

/** What was found. */
struct bgt_text_tiers {
    uint32_t column[BGT_TEXT_HEADER_TOKENS]; /**< By token: where its label begins. */
    uint32_t level[BGT_TEXT_HEADER_TOKENS];
    bool has_blocks;   /**< There are labels above others. */
    bool is_found;     /**< The labels fit together. */
    bool is_ambiguous; /**< So they do in another way. */
};

/** Joins the parts of a label above others, and of one whose first part stands in the
 * header's first line: `header->leaf` says of which label a part is. */
void bgt_text_join_parts(struct bgt_text_header *header);

/** Finds the columns below each label. */
void bgt_text_find_tiers(const struct bgt_text_table *table,
                         const struct bgt_text_header *header,
                         struct bgt_text_tiers *tiers);

#endif
