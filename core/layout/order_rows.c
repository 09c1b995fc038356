#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/order_sheet.h"
#include "layout/reading.h"

#define NO_ROW  SIZE_MAX
#define NO_UNIT SIZE_MAX

enum { SEQ, PLACE, PRINTED, COLUMNS };

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
    char digits[3][BGT_DECIMAL_TEXT_SIZE];
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

/* ---- Settling ---- */

static bgt_status tell(struct bgt_layout_reader *reader, const char *code, size_t row)
{
    const struct bgt_order *order = &reader->order;
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = {.sheet = order->sheet,
                  .line = order->rows[row].line,
                  .column = order->columns[PLACE],
                  .is_cell = (order->sheet_flags & BGT_ITEM_CELLS) != 0},
        .arguments = {order->rows[row].sheet.text}};
    return bgt_reading_report(reader, &diagnostic);
}

/* The unit of a row: the next one of its sheet that no row has. */
static size_t find_unit(const struct bgt_order *order, size_t row, size_t from)
{
    for (size_t i = 0; i < order->unit_count; i++) {
        size_t at = (from + i) % order->unit_count;
        const struct bgt_order_unit *unit = &order->units[at];
        struct bgt_slice name = order->rows[row].sheet;
        if (unit->sheet != NULL && unit->row == NO_ROW &&
            bgt_text_equal(unit->sheet, strlen(unit->sheet), name.text, name.length)) {
            return at;
        }
    }
    return NO_UNIT;
}

static bgt_status match_rows(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    size_t from = 0;
    for (size_t r = 0; status == BGT_OK && r < order->row_count; r++) {
        size_t at = find_unit(order, r, from);
        if (at == NO_UNIT) {
            status = tell(reader, "ORDER_SHEET_MISSING", r);
            continue;
        }
        order->units[at].row = r;
        from = at + 1;
    }
    return status;
}

static uint32_t sequence_of(const struct bgt_order *order, size_t unit)
{
    return order->rows[order->units[unit].row].sequence;
}

static bool counts(const struct bgt_order_unit *unit)
{
    return unit->row != NO_ROW && !unit->is_free;
}

/* The most sheets that stand in the order of their rows: the longest rising run, by the
 * best run that ends at each. The others were moved. */
static bgt_status find_anchors(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    size_t count = order->unit_count;
    size_t best = NO_UNIT;
    struct run {
        size_t length, before;
    } *runs = bgt_allocate_array(NULL, count + 1, sizeof *runs);
    if (runs == NULL) {
        return BGT_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        if (!counts(&order->units[i])) {
            continue;
        }
        runs[i].length = 1;
        runs[i].before = NO_UNIT;
        for (size_t k = 0; k < i; k++) {
            if (counts(&order->units[k]) && runs[k].length >= runs[i].length &&
                sequence_of(order, k) < sequence_of(order, i)) {
                runs[i].length = runs[k].length + 1;
                runs[i].before = k;
            }
        }
        best = best == NO_UNIT || runs[i].length > runs[best].length ? i : best;
    }
    for (; best != NO_UNIT; best = runs[best].before) {
        order->units[best].is_anchor = true;
    }
    bgt_release(NULL, runs);
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        if (counts(&order->units[i]) && !order->units[i].is_anchor) {
            status = tell(reader, "ORDER_SHEET_MOVED", order->units[i].row);
        }
    }
    return status;
}

/* What stands where no row says so stands behind what it was read behind. */
static void give_keys(struct bgt_order *order)
{
    uint64_t last = 0;
    for (size_t i = 0; i < order->unit_count; i++) {
        struct bgt_order_unit *unit = &order->units[i];
        bool is_placed = unit->is_anchor || (unit->row != NO_ROW && unit->is_free);
        unit->key = is_placed ? sequence_of(order, i) : last;
        last = unit->key;
    }
}

static int compare(const void *a, const void *b)
{
    const struct bgt_order_unit *one = a;
    const struct bgt_order_unit *other = b;
    if (one->key != other->key) {
        return one->key < other->key ? -1 : 1;
    }
    return one->index < other->index ? -1 : one->index > other->index;
}

/* Reports count tables as they are put. */
static void number_regions(struct bgt_layout_reader *reader)
{
    const struct bgt_order *order = &reader->order;
    for (size_t r = 0; r < reader->region_count; r++) {
        struct bgt_layout_region *region = &reader->regions[r];
        uint32_t before = 0;
        for (size_t u = 0; region->layout != NULL && u < order->unit_count; u++) {
            const struct bgt_order_unit *unit = &order->units[u];
            if (unit->table_count > 0 && region->table_no >= unit->first_table &&
                region->table_no - unit->first_table < unit->table_count) {
                region->table_no = before + 1 + region->table_no - unit->first_table;
                break;
            }
            before += unit->table_count;
        }
    }
}

bgt_status bgt_order_settle(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    uint32_t last = 0;
    bgt_status status = match_rows(reader);
    if (status == BGT_OK) {
        status = find_anchors(reader);
    }
    give_keys(order);
    qsort(order->units, order->unit_count, sizeof *order->units, compare);
    for (size_t u = 0; u < order->unit_count; u++) {
        const struct bgt_order_unit *unit = &order->units[u];
        if (unit->items > 0) {
            order->is_moved = order->is_moved || unit->index < last;
            last = unit->index;
        }
    }
    if (order->is_moved) {
        number_regions(reader);
    }
    order->is_settled = true;
    order->is_due = true;
    return status;
}
