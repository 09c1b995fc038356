/**
 * io/batch.h: batches as the host owns them (budget/batch.h). One thread at a time.
 */
#ifndef BGT_IO_BATCH_H
#define BGT_IO_BATCH_H

#include "budget/batch.h"
#include "budget/status.h"
#include "io/io.h"

/** Items after which a reader should return. */
#define BGT_BATCH_ITEMS 256

/**
 * Makes an empty batch. It grows as it is filled: one item to `row_cells` values, the
 * text to `row_bytes` above a full batch. Beyond, its `grow` answers BGT_LIMIT and
 * reports nothing, since it knows no file; whoever fills the batch reports, with
 * bgt_batch_report or by itself.
 *
 * These bounds keep memory in hand; a reader that wants to refuse exactly the next cell
 * counts.
 *
 * @param io borrowed for the call; its reporter and allocator until close.
 */
bgt_status bgt_batch_open(const struct bgt_io *io, struct bgt_batch **batch);

/** Empties a batch and keeps its memory. `input` stays as it was. */
void bgt_batch_reset(struct bgt_batch *batch);

/** Ends a batch; null is allowed. */
void bgt_batch_close(struct bgt_batch *batch);

/** Reports LIMIT_REACHED for the BGT_LIMIT that `grow` has answered last, with the place
 * of the last item. Answers BGT_LIMIT. */
bgt_status bgt_batch_report(const struct bgt_batch *batch);

/** Makes room for so many more items, values and bytes, without regard to the limits: for
 * content that has passed them already. BGT_OK, BGT_NO_MEMORY; BGT_LIMIT beyond 32 bits.
 */
bgt_status bgt_batch_reserve(struct bgt_batch *batch, uint32_t items, uint32_t values,
                             size_t bytes);

/**
 * Appends a copy of an item of `source`, its values, texts, names and place, to `target`.
 * Text that stands in the mapped input is copied into the batch, so the copy outlives the
 * input. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT; on failure `target` is as it was.
 */
bgt_status bgt_batch_copy_item(struct bgt_batch *target, const struct bgt_batch *source,
                               const struct bgt_item *item);

#endif
