/**
 * io/spool.h: a stream of batches kept for later, in order, to be read as often as
 * wanted.
 *
 * Batches are flat, so they are kept as they are, in a temporary (io/temporary.h): in
 * memory up to `limits->spool_memory_bytes`, then on disk. Text that stands in a mapped
 * input stays there unless the spool is told to copy it. One thread at a time.
 */
#ifndef BGT_IO_SPOOL_H
#define BGT_IO_SPOOL_H

#include "budget/batch.h"
#include "io/io.h"

#include <stdbool.h>
#include <stdint.h>

struct bgt_spool;

/** Makes an empty spool. `io` is borrowed until close. */
bgt_status bgt_spool_open(const struct bgt_io *io, struct bgt_spool **spool);

/** Ends it; null is allowed. */
void bgt_spool_close(struct bgt_spool *spool);

/** Appends a batch (an empty one is left out). Values that stand in the mapped input keep
 * pointing there: the input must stay open as long as the spool is read. */
bgt_status bgt_spool_put(struct bgt_spool *spool, const struct bgt_batch *batch);

/** Appends a copy of one item, gathering items into batches. Text of the mapped input is
 * copied. May be mixed with bgt_spool_put; the order is kept. */
bgt_status bgt_spool_put_item(struct bgt_spool *spool, const struct bgt_batch *batch,
                              const struct bgt_item *item);

/** Items kept. */
uint64_t bgt_spool_count(const struct bgt_spool *spool);

/** A place in a spool; zeroed it is the beginning. */
struct bgt_spool_cursor {
    uint64_t offset;
};

/** The place behind all that is kept now; the next item put is the first one there. As
 * bgt_spool_put. */
bgt_status bgt_spool_end(struct bgt_spool *spool, struct bgt_spool_cursor *cursor);

/** Fills `batch` (of bgt_batch_open, emptied first) with the batch at the cursor and
 * moves on. BGT_END, with the batch empty, when there is none. Several cursors may be in
 * use. */
bgt_status bgt_spool_next(struct bgt_spool *spool, struct bgt_spool_cursor *cursor,
                          struct bgt_batch *batch);

#endif
