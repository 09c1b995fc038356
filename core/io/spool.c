#include "io/spool.h"

#include "io/batch.h"
#include "io/temporary.h"

#include <string.h>

/* What stands before the three arrays of a batch in the temporary. */
struct record {
    const char *input;
    uint64_t text_size;
    uint32_t item_count;
    uint32_t value_count;
};

struct bgt_spool {
    const struct bgt_io *io;
    struct bgt_temporary *temporary;
    struct bgt_batch *pending; /* items of bgt_spool_put_item, not written yet */
    uint64_t count;
};

bgt_status bgt_spool_open(const struct bgt_io *io, struct bgt_spool **spool)
{
    struct bgt_spool *made = bgt_allocate_array(io->allocator, 1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    made->io = io;
    bgt_status status = bgt_batch_open(io, &made->pending);
    if (status == BGT_OK) {
        status = bgt_temporary_open(io, &made->temporary);
    }
    if (status != BGT_OK) {
        bgt_spool_close(made);
        return status;
    }
    *spool = made;
    return BGT_OK;
}

void bgt_spool_close(struct bgt_spool *spool)
{
    if (spool == NULL) {
        return;
    }
    bgt_batch_close(spool->pending);
    bgt_temporary_close(spool->temporary);
    bgt_release(spool->io->allocator, spool);
}

static bgt_status write_batch(struct bgt_spool *spool, const struct bgt_batch *batch)
{
    struct record record;
    if (batch->item_count == 0) {
        return BGT_OK;
    }
    memset(&record, 0, sizeof record);
    record.input = batch->input;
    record.text_size = batch->text_size;
    record.item_count = batch->item_count;
    record.value_count = batch->value_count;
    struct bgt_temporary *temporary = spool->temporary;
    bgt_status status = bgt_temporary_write(temporary, &record, sizeof record);
    if (status == BGT_OK) {
        status = bgt_temporary_write(temporary, batch->items,
                                     batch->item_count * sizeof *batch->items);
    }
    if (status == BGT_OK) {
        status = bgt_temporary_write(temporary, batch->values,
                                     batch->value_count * sizeof *batch->values);
    }
    if (status == BGT_OK) {
        status = bgt_temporary_write(temporary, batch->text, (size_t)batch->text_size);
    }
    return status;
}

static bgt_status write_pending(struct bgt_spool *spool)
{
    bgt_status status = write_batch(spool, spool->pending);
    if (status == BGT_OK) {
        bgt_batch_reset(spool->pending);
    }
    return status;
}

bgt_status bgt_spool_put(struct bgt_spool *spool, const struct bgt_batch *batch)
{
    bgt_status status = write_pending(spool);
    if (status == BGT_OK) {
        status = write_batch(spool, batch);
    }
    if (status == BGT_OK) {
        spool->count += batch->item_count;
    }
    return status;
}

bgt_status bgt_spool_put_item(struct bgt_spool *spool, const struct bgt_batch *batch,
                              const struct bgt_item *item)
{
    bgt_status status = bgt_batch_copy_item(spool->pending, batch, item);
    if (status != BGT_OK) {
        return status;
    }
    spool->count++;
    return bgt_batch_full(spool->pending) ? write_pending(spool) : BGT_OK;
}

uint64_t bgt_spool_count(const struct bgt_spool *spool)
{
    return spool->count;
}

bgt_status bgt_spool_end(struct bgt_spool *spool, struct bgt_spool_cursor *cursor)
{
    bgt_status status = write_pending(spool);
    cursor->offset = bgt_temporary_size(spool->temporary);
    return status;
}

static bgt_status read_part(struct bgt_spool *spool, uint64_t *offset, void *bytes,
                            uint64_t length)
{
    size_t got = 0;
    bgt_status status =
        bgt_temporary_read_at(spool->temporary, *offset, bytes, (size_t)length, &got);
    if (status == BGT_OK && got < length) {
        (void)bgt_report_at(spool->io->reporter, "INTERNAL", NULL,
                            "a spool ends too early", NULL);
        return BGT_FATAL;
    }
    *offset += length;
    return status;
}

bgt_status bgt_spool_next(struct bgt_spool *spool, struct bgt_spool_cursor *cursor,
                          struct bgt_batch *batch)
{
    struct record record;
    uint64_t offset = cursor->offset;
    bgt_batch_reset(batch);
    bgt_status status = write_pending(spool);
    if (status != BGT_OK) {
        return status;
    }
    if (offset >= bgt_temporary_size(spool->temporary)) {
        return BGT_END;
    }
    status = read_part(spool, &offset, &record, sizeof record);
    if (status == BGT_OK) {
        status = bgt_batch_reserve(batch, record.item_count, record.value_count,
                                   (size_t)record.text_size);
    }
    if (status == BGT_OK) {
        status = read_part(spool, &offset, batch->items,
                           (uint64_t)record.item_count * sizeof *batch->items);
    }
    if (status == BGT_OK) {
        status = read_part(spool, &offset, batch->values,
                           (uint64_t)record.value_count * sizeof *batch->values);
    }
    if (status == BGT_OK) {
        status = read_part(spool, &offset, batch->text, record.text_size);
    }
    if (status != BGT_OK) {
        return status;
    }
    batch->item_count = record.item_count;
    batch->value_count = record.value_count;
    batch->text_size = record.text_size;
    batch->input = record.input;
    cursor->offset = offset;
    return BGT_OK;
}
