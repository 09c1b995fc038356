#include "layout/order.h"

#include <string.h>

#include "io/batch.h"
#include "layout/order_sheet.h"
#include "layout/reading.h"
#include "layout/record.h"

#define NO_ROW SIZE_MAX
/* Tables of `lines` that have places of their own; more stand behind the last of them. */
#define UNITS_MAX 65536u

void bgt_order_close(struct bgt_order *order)
{
    bgt_batch_close(order->held);
    bgt_batch_close(order->batch);
    bgt_spool_close(order->spool);
    bgt_release(NULL, order->units);
    bgt_release(NULL, order->rows);
}

/* ---- Holding ---- */

static bgt_status add_unit(struct bgt_order *order, const char *sheet)
{
    if (order->unit_count == order->unit_capacity) {
        size_t capacity = order->unit_capacity == 0 ? 32 : order->unit_capacity * 2;
        void *units = bgt_resize_array(NULL, order->units, order->unit_capacity, capacity,
                                       sizeof *order->units);
        if (units == NULL) {
            return BGT_NO_MEMORY;
        }
        order->units = units;
        order->unit_capacity = capacity;
    }
    struct bgt_order_unit *unit = &order->units[order->unit_count];
    memset(unit, 0, sizeof *unit);
    unit->sheet = sheet;
    unit->row = NO_ROW;
    unit->index = (uint32_t)order->unit_count++;
    return bgt_spool_end(order->spool, &unit->start);
}

static bgt_status turn_on(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = bgt_spool_open(&reader->io, &order->spool);
    if (status == BGT_OK) {
        status = bgt_batch_open(&reader->io, &order->held);
    }
    if (status == BGT_OK) {
        status = bgt_batch_open(&reader->io, &order->batch);
    }
    order->is_on = status == BGT_OK;
    return status;
}

/* Whether one of the sheets has records that belong among those of other sheets. */
static bool announces(struct bgt_order *order, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bool is_there = false;
    for (uint32_t i = 0; i < item->value_count; i++) {
        struct bgt_slice name = {bgt_value_text(batch, &values[i]),
                                 values[i].text_length};
        if (bgt_text_equal(name.text, name.length, BGT_ORDER_SHEET,
                           strlen(BGT_ORDER_SHEET)) ||
            bgt_text_equal(name.text, name.length, "document", strlen("document"))) {
            is_there = true;
        }
        order->has_others = order->has_others ||
                            bgt_model_find(bgt_model(), name.text, name.length) == NULL;
    }
    return is_there;
}

bgt_status bgt_order_begin_sheet(struct bgt_layout_reader *reader,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    if (!order->is_known && announces(order, batch, item)) {
        status = turn_on(reader);
    }
    order->is_known = true;
    if (status != BGT_OK || !order->is_on) {
        return status;
    }
    order->is_split = false;
    status = add_unit(order, reader->sheet);
    /* Files of a folder stand in the order of their names. */
    if (status == BGT_OK && (item->flags & BGT_ITEM_CELLS) == 0) {
        order->units[order->unit_count - 1].is_free = true;
    }
    return status;
}

struct bgt_batch *bgt_order_target(struct bgt_layout_reader *reader,
                                   struct bgt_batch *out)
{
    return reader->order.is_on && !reader->order.is_settled ? reader->order.held : out;
}

static uint32_t table_no(const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *value = bgt_item_find(batch, item, BGT_table_table_no);
    bool is_number = value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0 &&
                     value->decimal.scale == 0 && value->decimal.coefficient > 0 &&
                     value->decimal.coefficient <= UINT32_MAX;
    return is_number ? (uint32_t)value->decimal.coefficient : 0;
}

/* Begins a unit where a record is not of the one before it: behind the document record
 * that opens the stream, and for each table of `lines` and other built-in sheets. */
static bgt_status divide(struct bgt_layout_reader *reader, const struct bgt_item *item)
{
    struct bgt_order *order = &reader->order;
    struct bgt_order_unit *unit = &order->units[order->unit_count - 1];
    bool is_builtin = reader->state == BGT_READING_BUILTIN;
    bool is_table = bgt_is_record(item, BGT_ENTITY_table);
    bgt_status status = BGT_OK;
    bool is_next =
        is_builtin && is_table && unit->table_count > 0 && order->unit_count < UNITS_MAX;
    if (order->is_split || is_next) {
        bool is_free = unit->is_free;
        status = add_unit(order, unit->sheet != NULL ? unit->sheet : reader->sheet);
        unit = &order->units[order->unit_count - 1];
        unit->is_free = is_free;
        order->is_split = false;
    }
    if (status == BGT_OK && is_builtin && is_table) {
        unit->is_free = true;
    }
    return status;
}

static bgt_status hold_item(struct bgt_layout_reader *reader, const struct bgt_item *item)
{
    struct bgt_order *order = &reader->order;
    bool is_head =
        bgt_spool_count(order->spool) == 0 && bgt_is_record(item, BGT_ENTITY_document);
    bgt_status status = divide(reader, item);
    struct bgt_order_unit *unit = &order->units[order->unit_count - 1];
    if (status == BGT_OK) {
        status = bgt_spool_put_item(order->spool, order->held, item);
    }
    unit->items++;
    if (is_head) {
        unit->sheet = NULL;
        order->is_split = true;
    }
    if (bgt_is_record(item, BGT_ENTITY_table)) {
        unit->first_table =
            unit->table_count++ == 0 ? table_no(order->held, item) : unit->first_table;
    }
    return status;
}

bgt_status bgt_order_hold(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    if (!order->is_on || order->is_settled || order->held->item_count == 0) {
        return BGT_OK;
    }
    for (uint32_t i = 0; status == BGT_OK && i < order->held->item_count; i++) {
        status = hold_item(reader, &order->held->items[i]);
    }
    bgt_batch_reset(order->held);
    return status == BGT_LIMIT ? bgt_batch_report(order->held) : status;
}
