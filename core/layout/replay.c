#include "layout/replay.h"

#include "io/batch.h"

bgt_status bgt_replay(const struct bgt_io *io, struct bgt_spool *spool, void *state,
                      bgt_status (*put)(void *state, const struct bgt_batch *batch,
                                        const struct bgt_item *item))
{
    struct bgt_spool_cursor cursor = {0};
    struct bgt_batch *batch = NULL;
    bgt_status status = bgt_batch_open(io, &batch);
    while (status == BGT_OK) {
        status = bgt_spool_next(spool, &cursor, batch);
        for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++)
            status = put(state, batch, &batch->items[i]);
    }
    bgt_batch_close(batch);
    return status == BGT_END ? BGT_OK : status;
}
