#include "layout/order.h"

#include <string.h>

#include "io/batch.h"
#include "layout/key_list.h"
#include "layout/order_sheet.h"
#include "layout/reading.h"
#include "layout/record.h"

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
    if (unit->row == SIZE_MAX || order->rows[unit->row].printed.length == 0) {
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

/* Adds a value to the last item, or puts it in the place of one. */
static bgt_status give_value(struct bgt_batch *out, struct bgt_value *known,
                             const struct bgt_batch *batch, const struct bgt_value *value)
{
    uint64_t offset = 0;
    ptrdiff_t at = known == NULL ? -1 : known - out->values;
    bgt_status status =
        bgt_batch_text(out, bgt_value_text(batch, value), value->text_length, &offset);
    if (status == BGT_OK && at < 0) {
        at = out->value_count;
        status = bgt_batch_value(out, value->column, (enum bgt_value_type)value->type,
                                 (enum bgt_state)value->state, NULL);
    }
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_value *given = &out->values[at];
    *given = *value;
    given->flags = (uint16_t)(value->flags & ~BGT_VALUE_IN_INPUT);
    given->text_offset = offset;
    given->intern_id = 0;
    return value->column != BGT_FIELD_EXTRA
               ? BGT_OK
               : bgt_batch_name(out, bgt_value_name(batch, value), value->name_length);
}

/* The value of the last item that says the same thing, or null. */
static struct bgt_value *find_stated(const struct bgt_batch *out,
                                     const struct bgt_value *value)
{
    const struct bgt_item *item = &out->items[out->item_count - 1];
    for (uint32_t i = 0; i < item->value_count; i++) {
        struct bgt_value *other = &out->values[item->first_value + i];
        if (value->column != BGT_FIELD_EXTRA && other->column == value->column) {
            return other;
        }
    }
    return NULL;
}

/* Joins a value to the last item. BGT_END: the item says something else, which counts
 * because a form states it; the kind of document is only what its layout usually is. */
static bgt_status join_value(struct bgt_batch *out, const struct bgt_batch *taken,
                             const struct bgt_value *value)
{
    struct bgt_value *known = find_stated(out, value);
    if (known == NULL || value->column == BGT_document_doc_kind) {
        return give_value(out, known, taken, value);
    }
    return known->state == value->state &&
                   bgt_text_equal(bgt_value_text(out, known), known->text_length,
                                  bgt_value_text(taken, value), value->text_length)
               ? BGT_OK
               : BGT_END;
}

/* What the sheet `document` says joins the record that opens the stream; what contradicts
 * it stays a record of its own. */
static bgt_status join_document(struct bgt_layout_reader *reader)
{
    struct bgt_batch *taken = reader->order.held;
    uint32_t kept = 0;
    bgt_batch_reset(taken);
    if (reader->builtin == NULL) {
        return BGT_OK;
    }
    bgt_status status = bgt_builtin_reader_take_document(reader->builtin, taken);
    if (status != BGT_OK) {
        return status == BGT_END ? BGT_OK : status;
    }
    struct bgt_item *item = &taken->items[0];
    for (uint32_t i = 0; status == BGT_OK && i < item->value_count; i++) {
        struct bgt_value value = taken->values[i];
        status = join_value(reader->out, taken, &value);
        if (status == BGT_END) {
            taken->values[kept++] = value;
            status = BGT_OK;
        }
    }
    item->value_count = taken->value_count = kept;
    bgt_batch_sort_values(reader->out);
    if (status == BGT_OK && kept > 0) {
        status = bgt_batch_copy_item(reader->out, taken, item);
    }
    return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
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
    if (unit_of(order)->sheet == NULL) {
        return join_document(reader);
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
