/**
 * io/batch.h: batches as the host owns them (budget/batch.h).
 */
#ifndef BGT_IO_BATCH_H
#define BGT_IO_BATCH_H

#include "budget/batch.h"
#include "budget/status.h"
#include "io/io.h"

/** Items after which a reader should return. */
#define BGT_BATCH_TARGET 512

/**
 * Makes an empty batch. It grows as it is filled, within `row_cells` and `row_bytes` for
 * the item that is being filled: `grow` answers BGT_LIMIT beyond, and reports nothing;
 * whoever fills the batch knows the place and reports LIMIT_REACHED (bgt_batch_report
 * does it).
 *
 * @param io borrowed until close.
 */
bgt_status bgt_batch_open(const struct bgt_io *io, struct bgt_batch **batch);

/** Empties a batch and keeps its memory. `input` stays as it was. */
void bgt_batch_reset(struct bgt_batch *batch);

/** Ends a batch; null is allowed. */
void bgt_batch_close(struct bgt_batch *batch);

/** Reports the BGT_LIMIT that `grow` has answered, with the place of the last item.
 * Answers BGT_LIMIT. */
bgt_status bgt_batch_report(const struct bgt_batch *batch);

/**
 * Appends a copy of an item of `source`, its values, texts, names and place, to `target`.
 * Text that stands in the mapped input is copied into the batch, so the copy outlives the
 * input. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT; on failure `target` is as it was.
 */
bgt_status bgt_batch_copy_item(struct bgt_batch *target, const struct bgt_batch *source,
                               const struct bgt_item *item);

#endif
