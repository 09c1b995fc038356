/**
 * figures/diff_parts.h: what the parts of the comparison share: diff_key.c makes keys,
 * diff_match.c pairs lines, diff_figures.c compares a pair.
 */
#ifndef FIGURES_DIFF_PARTS_H
#define FIGURES_DIFF_PARTS_H

#include "figures/diff.h"

/** A line with its keys. */
struct bgt_diff_line {
    const struct bgt_figures_line *line;
    struct bgt_slice key;   /**< Comparable bytes of the exact key. */
    struct bgt_slice loose; /**< The same without codes and years; "": none. */
    struct bgt_slice codes; /**< For people: codes joined by `/`. */
    uint32_t index;         /**< In the document. */
    uint32_t ordinal;       /**< Among lines of equal key, from 0. */
    struct bgt_diff_line *partner;
    bool is_recoded; /**< The pair was found by the loose key. */
};

/** The lines of a document. */
struct bgt_diff_lines {
    struct bgt_diff_line *list;
    size_t count;
};

/** Makes the lines of a document with their keys, in `arena`. */
bgt_status bgt_diff_keys(const struct bgt_figures *figures, struct bgt_arena *arena,
                         struct bgt_diff_lines *lines);

/** Pairs the lines of both. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_diff_match(struct bgt_diff_lines *before, struct bgt_diff_lines *after);

/** A pair to be compared; one of both may be null. */
struct bgt_diff_pair {
    const struct bgt_diff_line *before;
    const struct bgt_diff_line *after;
    uint64_t order;
};

/** Adds the changes of a pair. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_diff_compare(struct bgt_diff *diff, const struct bgt_diff_pair *pair);

#endif
