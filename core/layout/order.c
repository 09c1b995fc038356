#include "layout/order.h"

#include <string.h>

#include "io/batch.h"
#include "layout/key_list.h"
#include "layout/order_sheet.h"
#include "layout/reading.h"
#include "layout/record.h"

#define NO_ROW SIZE_MAX

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

static bool announces(const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (bgt_text_equal(bgt_value_text(batch, &values[i]), values[i].text_length,
                           BGT_ORDER_SHEET, strlen(BGT_ORDER_SHEET))) {
            return true;
        }
    }
    return false;
}

bgt_status bgt_order_begin_sheet(struct bgt_layout_reader *reader,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    if (!order->is_known && announces(batch, item)) {
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
    if (order->is_split || (is_builtin && is_table && unit->table_count > 0)) {
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

/* ---- Putting ---- */

static const struct bgt_order_unit *unit_of(const struct bgt_order *order)
{
    return &order->units[order->next - 1];
}

static void number(struct bgt_value *values, uint32_t count, uint32_t field,
                   uint32_t table)
{
    for (uint32_t i = 0; i < count; i++) {
        if (values[i].column == field && (values[i].flags & BGT_VALUE_DECIMAL) != 0) {
            values[i].decimal = bgt_decimal_make(table, 0);
        }
    }
}

/* Tables count from 1 in the order in which they come. */
static void number_item(struct bgt_order *order, struct bgt_batch *out)
{
    struct bgt_item *item = &out->items[out->item_count - 1];
    struct bgt_value *values = out->values + item->first_value;
    if (bgt_is_record(item, BGT_ENTITY_table)) {
        order->table++;
    }
    if (bgt_is_record(item, BGT_ENTITY_line)) {
        number(values, item->value_count, BGT_line_table_no, order->table);
    } else if (bgt_is_record(item, BGT_ENTITY_table) ||
               item->kind == BGT_ITEM_TABLE_END) {
        number(values, item->value_count, BGT_table_table_no, order->table);
    }
}

/* Takes a value out of the last item. */
static void drop_value(struct bgt_batch *out, uint16_t field,
                       const struct bgt_buffer *text)
{
    struct bgt_item *item = &out->items[out->item_count - 1];
    struct bgt_value *values = out->values + item->first_value;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < item->value_count; i++) {
        bool is_printed = values[i].column == field && values[i].state == BGT_PRESENT &&
                          bgt_text_equal(bgt_value_text(out, &values[i]),
                                         values[i].text_length, text->data, text->length);
        if (!is_printed) {
            values[kept++] = values[i];
        }
    }
    out->value_count -= item->value_count - kept;
    item->value_count = kept;
}

/* What the form prints by itself is not the document's, unless it was changed. */
static bgt_status drop_printed(struct bgt_order *order, struct bgt_batch *out)
{
    const struct bgt_order_unit *unit = unit_of(order);
    if (unit->row == NO_ROW || order->rows[unit->row].printed.length == 0) {
        return BGT_OK;
    }
    struct bgt_key_list list = {.rest = order->rows[unit->row].printed};
    bgt_buffer_init(&list.name, NULL, BGT_ORDER_LIST_MAX);
    bgt_buffer_init(&list.value, NULL, BGT_ORDER_LIST_MAX);
    bgt_status status = BGT_OK;
    while ((status = bgt_key_list_next(&list)) == BGT_OK) {
        const struct bgt_field *field = bgt_entity_find(bgt_entity(BGT_ENTITY_table),
                                                        list.name.data, list.name.length);
        if (field != NULL && list.has_value) {
            drop_value(out, field->number, &list.value);
        }
    }
    bgt_buffer_close(&list.name);
    bgt_buffer_close(&list.value);
    /* A list that is not well written was changed: what it says no longer counts. */
    return status == BGT_NO_MEMORY ? status : BGT_OK;
}

static bgt_status put_item(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    if (order->at == order->batch->item_count) {
        status = bgt_spool_next(order->spool, &order->cursor, order->batch);
        order->at = 0;
    }
    if (status == BGT_OK) {
        status = bgt_batch_copy_item(reader->out, order->batch,
                                     &order->batch->items[order->at]);
    }
    if (status != BGT_OK) {
        return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
    }
    order->at++;
    order->left--;
    if (order->is_moved) {
        number_item(order, reader->out);
    }
    const struct bgt_item *item = &reader->out->items[reader->out->item_count - 1];
    return bgt_is_record(item, BGT_ENTITY_table) ? drop_printed(order, reader->out)
                                                 : BGT_OK;
}

/* The records of entity sheets that stand before the next unit. BGT_END: no more. */
static bgt_status put_due(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    struct bgt_builtin_wanted wanted = {.has_document = reader->document.is_open,
                                        .below = UINT64_MAX};
    if (reader->builtin == NULL) {
        return BGT_END;
    }
    if (order->next < order->unit_count) {
        wanted.below = order->units[order->next].key;
    }
    return bgt_builtin_reader_next(reader->builtin, &wanted, reader->out);
}

/* The next unit. BGT_END: there is none. */
static bgt_status begin_unit(struct bgt_order *order)
{
    order->is_due = false;
    if (order->next == order->unit_count) {
        return BGT_END;
    }
    const struct bgt_order_unit *unit = &order->units[order->next++];
    order->left = unit->items;
    order->cursor = unit->start;
    order->at = 0;
    bgt_batch_reset(order->batch);
    return BGT_OK;
}

bgt_status bgt_order_next(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && !bgt_batch_full(reader->out)) {
        if (order->is_due) {
            status = put_due(reader);
            status = status == BGT_END ? begin_unit(order) : status;
        } else if (order->left > 0) {
            status = put_item(reader);
        } else {
            order->is_due = true;
        }
    }
    return status;
}
