#include "io/batch.h"

#include <stdlib.h>

/* Text of a full batch: readers stop at 256 KiB, then one more row may come. */
#define TARGET_BYTES (1u << 18)

struct host_batch {
    struct bgt_batch batch; /* First, so that the host finds itself. */
    uint64_t maximum_bytes;
    uint64_t maximum_values;
};

/* New capacity for at least `needed`: doubled, so that growing stays linear. */
static uint64_t enlarged(uint64_t capacity, uint64_t needed, uint64_t maximum)
{
    uint64_t wanted = capacity < 64 ? 64 : capacity * 2;
    if (wanted < needed)
        wanted = needed;
    return wanted > maximum ? maximum : wanted;
}

static bgt_status grow_array(void **array, uint64_t count, uint64_t *capacity,
                             size_t size, uint64_t maximum)
{
    if (count <= *capacity)
        return BGT_OK;
    if (count > maximum)
        return BGT_LIMIT;
    uint64_t wanted = enlarged(*capacity, count, maximum);
    if (wanted > SIZE_MAX / size)
        return BGT_NO_MEMORY;
    void *grown = realloc(*array, (size_t)wanted * size);
    if (grown == NULL)
        return BGT_NO_MEMORY;
    *array = grown;
    *capacity = wanted;
    return BGT_OK;
}

static bgt_status grow(struct bgt_batch *batch, uint32_t items, uint32_t values,
                       size_t bytes)
{
    struct host_batch *host = batch->host;
    uint64_t item_capacity = batch->item_capacity;
    uint64_t value_capacity = batch->value_capacity;
    void *item_array = batch->items;
    void *value_array = batch->values;
    void *text_array = batch->text;
    bgt_status status =
        grow_array(&item_array, (uint64_t)batch->item_count + items, &item_capacity,
                   sizeof *batch->items, host->maximum_values);
    if (status == BGT_OK)
        status = grow_array(&value_array, (uint64_t)batch->value_count + values,
                            &value_capacity, sizeof *batch->values, host->maximum_values);
    if (status == BGT_OK)
        status = grow_array(&text_array, batch->text_size + bytes, &batch->text_capacity,
                            1, host->maximum_bytes);
    batch->items = item_array;
    batch->values = value_array;
    batch->text = text_array;
    batch->item_capacity = (uint32_t)item_capacity;
    batch->value_capacity = (uint32_t)value_capacity;
    return status;
}

bgt_status bgt_batch_open(const struct bgt_limits *limits, struct bgt_batch **batch)
{
    struct host_batch *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->maximum_bytes = limits->row_bytes + limits->cell_bytes + 2 * TARGET_BYTES;
    made->maximum_values = (uint64_t)BGT_BATCH_ITEMS * 4 * limits->row_cells;
    if (made->maximum_bytes > UINT32_MAX)
        made->maximum_bytes = UINT32_MAX;
    if (made->maximum_values > UINT32_MAX)
        made->maximum_values = UINT32_MAX;
    made->batch.struct_size = sizeof made->batch;
    made->batch.target_items = BGT_BATCH_ITEMS;
    made->batch.grow = grow;
    made->batch.host = made;
    /* No array is ever null, so that nobody adds an offset to a null pointer. */
    bgt_status status = grow(&made->batch, 1, 1, 1);
    if (status == BGT_OK)
        *batch = &made->batch;
    else
        bgt_batch_close(&made->batch);
    return status;
}

void bgt_batch_close(struct bgt_batch *batch)
{
    if (batch == NULL)
        return;
    free(batch->items);
    free(batch->values);
    free(batch->text);
    free(batch->host);
}

void bgt_batch_reset(struct bgt_batch *batch)
{
    batch->item_count = 0;
    batch->value_count = 0;
    batch->text_size = 0;
    batch->last_place_offset = 0;
    batch->last_place_length = 0;
}

static bgt_status copy_value(struct bgt_batch *to, const struct bgt_batch *from,
                             const struct bgt_value *value)
{
    struct bgt_value *added = NULL;
    uint64_t text_offset = 0;
    uint64_t name_offset = 0;
    bgt_status status = BGT_OK;
    if (value->text_length != 0)
        status = bgt_batch_text(to, bgt_value_text(from, value), value->text_length,
                                &text_offset);
    if (status == BGT_OK && value->name_length != 0)
        status = bgt_batch_text(to, bgt_value_name(from, value), value->name_length,
                                &name_offset);
    if (status == BGT_OK)
        status = bgt_batch_value(to, value->column, (enum bgt_value_type)value->type,
                                 (enum bgt_state)value->state, &added);
    if (status != BGT_OK)
        return status;
    *added = *value;
    added->flags &= (uint16_t)~BGT_VALUE_IN_INPUT;
    added->text_offset = text_offset;
    added->name_offset = (uint32_t)name_offset;
    return BGT_OK;
}

bgt_status bgt_batch_copy_item(struct bgt_batch *to, const struct bgt_batch *from,
                               const struct bgt_item *item)
{
    struct bgt_item *added = NULL;
    bgt_status status = bgt_batch_item(to, (enum bgt_item_kind)item->kind, &added);
    if (status != BGT_OK)
        return status;
    added->flags = item->flags;
    added->entity = item->entity;
    added->sequence = item->sequence;
    added->line = item->line;
    added->row = item->row;
    if (item->place_length != 0)
        status = bgt_batch_place(to, from->text + item->place_offset, item->place_length);
    const struct bgt_value *values = bgt_item_values(from, item);
    for (uint32_t i = 0; status == BGT_OK && i < item->value_count; i++)
        status = copy_value(to, from, &values[i]);
    return status;
}
