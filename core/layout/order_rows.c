#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/order_sheet.h"
#include "layout/reading.h"

enum {
    SEQ = BGT_ORDER_COLUMN_SEQ,
    PLACE = BGT_ORDER_COLUMN_PLACE,
    PRINTED = BGT_ORDER_COLUMN_PRINTED,
    COLUMNS = BGT_ORDER_COLUMNS
};

/* ---- The sheet `table` ---- */

bgt_status bgt_order_header(struct bgt_layout_reader *reader,
                            const struct bgt_batch *batch, const struct bgt_item *row)
{
    static const char *const names[COLUMNS] = {BGT_ORDER_SEQ, BGT_ORDER_PLACE,
                                               BGT_ORDER_PRINTED};
    const struct bgt_value *values = bgt_item_values(batch, row);
    struct bgt_order *order = &reader->order;
    memset(order->columns, 0, sizeof order->columns);
    order->sheet = reader->sheet;
    order->sheet_flags = row->flags;
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text =
            bgt_text_trim(bgt_value_text(batch, &values[i]), values[i].text_length);
        for (size_t c = 0; c < COLUMNS; c++) {
            if (values[i].type == BGT_VALUE_TEXT &&
                bgt_text_equal(text.text, text.length, names[c], strlen(names[c]))) {
                order->columns[c] = values[i].column;
            }
        }
    }
    if (order->is_on) {
        return BGT_OK;
    }
    struct bgt_diagnostic diagnostic = {.code = "ORDER_NOT_RESTORED",
                                        .place = bgt_reading_place(reader, row, NULL)};
    return bgt_reading_report(reader, &diagnostic);
}

static const struct bgt_value *cell_at(const struct bgt_order *order, int column,
                                       const struct bgt_batch *batch,
                                       const struct bgt_item *row)
{
    const struct bgt_value *value =
        order->columns[column] == 0 ? NULL
                                    : bgt_item_find(batch, row, order->columns[column]);
    return value == NULL || bgt_cell_is_blank(batch, value) ? NULL : value;
}

/* A cell as text; a number's digits go into `digits`. */
static struct bgt_slice text_of(const struct bgt_batch *batch,
                                const struct bgt_value *value,
                                char digits[BGT_DECIMAL_TEXT_SIZE])
{
    if (value == NULL) {
        return (struct bgt_slice){"", 0};
    }
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        struct bgt_decimal plain = bgt_decimal_trim(value->decimal);
        return (struct bgt_slice){digits, bgt_decimal_format(plain, digits)};
    }
    return bgt_text_trim(bgt_value_text(batch, value), value->text_length);
}

static struct bgt_order_row *add_row(struct bgt_order *order)
{
    if (order->row_count == order->row_capacity) {
        size_t capacity = order->row_capacity == 0 ? 32 : order->row_capacity * 2;
        void *rows = bgt_resize_array(NULL, order->rows, order->row_capacity, capacity,
                                      sizeof *order->rows);
        if (rows == NULL) {
            return NULL;
        }
        order->rows = rows;
        order->row_capacity = capacity;
    }
    struct bgt_order_row *row = &order->rows[order->row_count++];
    memset(row, 0, sizeof *row);
    return row;
}

bgt_status bgt_order_take_row(struct bgt_layout_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *row)
{
    char digits[COLUMNS][BGT_DECIMAL_TEXT_SIZE];
    struct bgt_order *order = &reader->order;
    const struct bgt_value *place = cell_at(order, PLACE, batch, row);
    struct bgt_slice seq = text_of(batch, cell_at(order, SEQ, batch, row), digits[SEQ]);
    uint64_t number = 0;
    if (!order->is_on || (place == NULL && seq.length == 0)) {
        return BGT_OK;
    }
    (void)bgt_text_parse_unsigned(seq.text, seq.length, UINT32_MAX, &number);
    if (place == NULL || number == 0) {
        struct bgt_diagnostic diagnostic = {
            .code = "ORDER_ROW_LEFT_OUT", .place = bgt_reading_place(reader, row, NULL)};
        return bgt_reading_report(reader, &diagnostic);
    }
    struct bgt_order_row *added = add_row(order);
    if (added == NULL) {
        return BGT_NO_MEMORY;
    }
    added->sequence = (uint32_t)number;
    added->line = row->line;
    bgt_status status =
        bgt_reading_keep(reader, text_of(batch, place, digits[PLACE]), &added->sheet);
    return status == BGT_OK
               ? bgt_reading_keep(
                     reader,
                     text_of(batch, cell_at(order, PRINTED, batch, row), digits[PRINTED]),
                     &added->printed)
               : status;
}
