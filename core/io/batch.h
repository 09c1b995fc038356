/**
 * io/batch.h: the host's side of a batch: making, growing, emptying and copying.
 *
 * include/budget/batch.h describes what a batch is. One thread at a time.
 */
#ifndef BGT_IO_BATCH_H
#define BGT_IO_BATCH_H

#include "budget/batch.h"
#include "budget/limits.h"

/** Items that a reader puts into one batch before it returns. */
#define BGT_BATCH_ITEMS 256

/** Makes an empty batch that grows to at most what one call may need: the limits' `row_bytes`
 * and `row_cells` above a full batch. BGT_OK or BGT_NO_MEMORY. `limits` is copied. */
bgt_status bgt_batch_open(const struct bgt_limits *limits, struct bgt_batch **batch);

/** Ends a batch; null is allowed. */
void bgt_batch_close(struct bgt_batch *batch);

/** Empties a batch and keeps its memory. */
void bgt_batch_reset(struct bgt_batch *batch);

/** Appends a copy of one item of `from` with its values, texts, names and place; text that
 * stands in the mapped input is copied into `to`. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT; then `to`
 * is to be reset. */
bgt_status bgt_batch_copy_item(struct bgt_batch *to, const struct bgt_batch *from,
                               const struct bgt_item *item);

#endif
