#include "io/batch.h"

#define FIRST_CAPACITY 64

/* A reader stops at 256 KiB of text; the row that went beyond may be as long as a row can
 * be. */
#define FULL_BYTES ((uint64_t)1 << 18)

struct host_batch {
    struct bgt_batch batch;
    struct bgt_reporter *reporter;
    const struct bgt_allocator *allocator;
    uint64_t row_cells;
    uint64_t row_bytes;
    const char *reached; /* option name of the limit that was reached */
    uint64_t reached_value;
};

static struct host_batch *host_of(const struct bgt_batch *batch)
{
    return batch->host;
}

static uint64_t text_maximum(const struct host_batch *host)
{
    return host->row_bytes + 2 * FULL_BYTES;
}

/* The capacity for `needed` objects: doubled, so that growing stays linear. */
static uint64_t enlarged(uint64_t capacity, uint64_t needed, uint64_t maximum)
{
    uint64_t wanted = capacity < FIRST_CAPACITY ? FIRST_CAPACITY : capacity * 2;
    if (wanted < needed) {
        wanted = needed;
    }
    if (wanted > maximum && needed <= maximum) {
        wanted = maximum;
    }
    return wanted > UINT32_MAX ? UINT32_MAX : wanted;
}

static bgt_status grow_items(struct host_batch *host, uint64_t needed)
{
    struct bgt_batch *batch = &host->batch;
    if (needed <= batch->item_capacity) {
        return BGT_OK;
    }
    uint32_t capacity = (uint32_t)enlarged(batch->item_capacity, needed, UINT32_MAX);
    struct bgt_item *grown = bgt_resize_array(
        host->allocator, batch->items, batch->item_capacity, capacity, sizeof *grown);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    batch->items = grown;
    batch->item_capacity = capacity;
    return BGT_OK;
}

static bgt_status grow_values(struct host_batch *host, uint64_t needed)
{
    struct bgt_batch *batch = &host->batch;
    if (needed <= batch->value_capacity) {
        return BGT_OK;
    }
    uint32_t capacity = (uint32_t)enlarged(batch->value_capacity, needed, UINT32_MAX);
    struct bgt_value *grown = bgt_resize_array(
        host->allocator, batch->values, batch->value_capacity, capacity, sizeof *grown);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    batch->values = grown;
    batch->value_capacity = capacity;
    return BGT_OK;
}

static bgt_status grow_text(struct host_batch *host, uint64_t needed)
{
    struct bgt_batch *batch = &host->batch;
    if (needed <= batch->text_capacity) {
        return BGT_OK;
    }
    uint64_t capacity = enlarged(batch->text_capacity, needed, text_maximum(host));
    char *grown = bgt_resize_array(host->allocator, batch->text,
                                   (size_t)batch->text_capacity, (size_t)capacity, 1);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    batch->text = grown;
    batch->text_capacity = capacity;
    return BGT_OK;
}

bgt_status bgt_batch_reserve(struct bgt_batch *batch, uint32_t items, uint32_t values,
                             size_t bytes)
{
    struct host_batch *host = host_of(batch);
    uint64_t all_items = (uint64_t)batch->item_count + items;
    uint64_t all_values = (uint64_t)batch->value_count + values;
    if (all_items > UINT32_MAX || all_values > UINT32_MAX ||
        bytes > UINT32_MAX - batch->text_size) {
        return BGT_LIMIT;
    }
    bgt_status status = grow_items(host, all_items);
    if (status == BGT_OK) {
        status = grow_values(host, all_values);
    }
    if (status == BGT_OK) {
        status = grow_text(host, batch->text_size + bytes);
    }
    return status;
}

static bgt_status reach(struct host_batch *host, const char *name, uint64_t value)
{
    host->reached = name;
    host->reached_value = value;
    return BGT_LIMIT;
}

static bgt_status grow(struct bgt_batch *batch, uint32_t items, uint32_t values,
                       size_t bytes)
{
    struct host_batch *host = host_of(batch);
    uint64_t maximum = text_maximum(host);
    if (values > 0 && batch->item_count > 0) {
        uint32_t first = batch->items[batch->item_count - 1].first_value;
        if (batch->value_count - first + (uint64_t)values > host->row_cells) {
            return reach(host, "row-cells", host->row_cells);
        }
    }
    if (bytes > maximum || batch->text_size > maximum - bytes) {
        return reach(host, "row-bytes", host->row_bytes);
    }
    return bgt_batch_reserve(batch, items, values, bytes);
}

bgt_status bgt_batch_open(const struct bgt_io *io, struct bgt_batch **batch)
{
    struct host_batch *made = bgt_allocate_array(io->allocator, 1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    made->reporter = io->reporter;
    made->allocator = io->allocator;
    made->row_cells = io->limits->row_cells;
    made->row_bytes = io->limits->row_bytes;
    made->batch.struct_size = sizeof made->batch;
    made->batch.target_items = BGT_BATCH_ITEMS;
    made->batch.grow = grow;
    made->batch.host = made;
    /* No array is ever null, so nobody adds an offset to a null pointer. */
    bgt_status status = bgt_batch_reserve(&made->batch, 1, 1, 1);
    if (status != BGT_OK) {
        bgt_batch_close(&made->batch);
        return status;
    }
    *batch = &made->batch;
    return BGT_OK;
}

void bgt_batch_close(struct bgt_batch *batch)
{
    if (batch == NULL) {
        return;
    }
    struct host_batch *host = host_of(batch);
    const struct bgt_allocator *allocator = host->allocator;
    bgt_release(allocator, batch->items);
    bgt_release(allocator, batch->values);
    bgt_release(allocator, batch->text);
    bgt_release(allocator, host);
}

void bgt_batch_reset(struct bgt_batch *batch)
{
    batch->item_count = 0;
    batch->value_count = 0;
    batch->text_size = 0;
    batch->last_place_offset = 0;
    batch->last_place_length = 0;
}

bgt_status bgt_batch_report(const struct bgt_batch *batch)
{
    const struct host_batch *host = host_of(batch);
    struct bgt_place place = {.file = NULL};
    if (batch->item_count > 0) {
        const struct bgt_item *item = &batch->items[batch->item_count - 1];
        place.line = item->line;
        place.is_cell = (item->flags & BGT_ITEM_CELLS) != 0;
    }
    const char *name = host->reached != NULL ? host->reached : "row-bytes";
    uint64_t value = host->reached != NULL ? host->reached_value : host->row_bytes;
    return bgt_report_limit(host->reporter, &place, name, value);
}

/* Room was made before, so nothing here can fail but by a fault of ours. */
static bgt_status copy_value(struct bgt_batch *target, const struct bgt_batch *source,
                             const struct bgt_value *value)
{
    uint64_t text = 0;
    uint64_t name = 0;
    bgt_status status = BGT_OK;
    struct bgt_value *added = NULL;
    if (value->text_length > 0) {
        status = bgt_batch_text(target, bgt_value_text(source, value), value->text_length,
                                &text);
    }
    if (status == BGT_OK && value->name_length > 0) {
        status = bgt_batch_text(target, bgt_value_name(source, value), value->name_length,
                                &name);
    }
    if (status == BGT_OK) {
        status = bgt_batch_value(target, value->column, (enum bgt_value_type)value->type,
                                 (enum bgt_state)value->state, &added);
    }
    if (status != BGT_OK) {
        return status;
    }
    *added = *value;
    added->flags = (uint16_t)(added->flags & ~(unsigned)BGT_VALUE_IN_INPUT);
    added->text_offset = text;
    added->name_offset = (uint32_t)name;
    return BGT_OK;
}

static bgt_status reserve_for(struct bgt_batch *target, const struct bgt_batch *source,
                              const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(source, item);
    uint64_t bytes = item->place_length;
    for (uint32_t i = 0; i < item->value_count; i++) {
        bytes += (uint64_t)values[i].text_length + values[i].name_length;
    }
    return bgt_batch_reserve(target, 1, item->value_count, (size_t)bytes);
}

bgt_status bgt_batch_copy_item(struct bgt_batch *target, const struct bgt_batch *source,
                               const struct bgt_item *item)
{
    struct bgt_item *added = NULL;
    bgt_status status = reserve_for(target, source, item);
    if (status == BGT_OK) {
        status = bgt_batch_item(target, (enum bgt_item_kind)item->kind, &added);
    }
    if (status != BGT_OK) {
        return status;
    }
    uint32_t first = added->first_value;
    *added = *item;
    added->first_value = first;
    added->value_count = 0;
    added->place_offset = 0;
    added->place_length = 0;
    if (item->place_length > 0) {
        status = bgt_batch_place(target, source->text + item->place_offset,
                                 item->place_length);
    }
    const struct bgt_value *values = bgt_item_values(source, item);
    for (uint32_t i = 0; status == BGT_OK && i < item->value_count; i++) {
        status = copy_value(target, source, &values[i]);
    }
    return status;
}
