/**
 * plugin/batch_check.h: whether what a reader delivered is in order.
 *
 * A plugin is not trusted to be right: an offset outside its text or a text that is not
 * UTF-8 would fail much later and somewhere else. So every batch is checked in every
 * build: kinds, order of items and columns, bounds of all references, UTF-8, states and
 * types, decimals.
 */
#ifndef BGT_PLUGIN_BATCH_CHECK_H
#define BGT_PLUGIN_BATCH_CHECK_H

#include "base/intern.h"
#include "budget/plugin.h"

#include <stdbool.h>

/** What is known of a stream while its batches are checked. Zero it, and fill the first
 * part. */
struct bgt_batch_check {
    uint32_t kind;                       /**< enum bgt_plugin_kind */
    const struct bgt_model *model;       /**< Null: entity numbers are not checked. */
    const struct bgt_interner *interner; /**< Null: ids must be 0. */
    uint64_t row_cells;                  /**< Highest column. */
    const char *input; /**< The mapped input that text may stand in; null: none. */
    uint64_t input_length;
    /* How far the stream has come. */
    bool in_sheet;
    bool had_sheet;
    uint64_t row; /**< Of the last ROW. */
};

/** Checks the next batch of a stream. Null: in order; else what is wrong, in a few words,
 * and
 * `*index` is the item. */
const char *bgt_batch_check(struct bgt_batch_check *check, const struct bgt_batch *batch,
                            uint32_t *index);

/** At the end of the stream: null, or what is wrong. */
const char *bgt_batch_check_end(const struct bgt_batch_check *check);

#endif
