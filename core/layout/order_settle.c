#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "layout/reading.h"

#define NO_RUN SIZE_MAX

static bgt_status tell(struct bgt_layout_reader *reader, const char *code, size_t row)
{
    const struct bgt_order *order = &reader->order;
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = {.sheet = order->sheet,
                  .line = order->rows[row].line,
                  .column = order->columns[BGT_ORDER_COLUMN_PLACE],
                  .is_cell = (order->sheet_flags & BGT_ITEM_CELLS) != 0},
        .arguments = {order->rows[row].sheet.text}};
    return bgt_reading_report(reader, &diagnostic);
}

/* ---- Rows and units ---- */

/* A unit under the name of its sheet. */
struct named {
    const char *sheet;
    size_t unit;
    size_t used; /* In the first of a name: units of it that rows have. */
};

static int compare_names(const void *a, const void *b)
{
    const struct named *one = a;
    const struct named *other = b;
    int order = strcmp(one->sheet, other->sheet);
    if (order != 0) {
        return order;
    }
    return one->unit < other->unit ? -1 : one->unit > other->unit;
}

/* The first unit of a name; `count` where there is none. */
static size_t find_name(const struct named *names, size_t count, const char *sheet)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names[middle].sheet, sheet) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && strcmp(names[low].sheet, sheet) == 0 ? low : count;
}

/* Each row gets the next unit of its sheet that no row has. */
static bgt_status match_names(struct bgt_layout_reader *reader, struct named *names,
                              size_t count)
{
    struct bgt_order *order = &reader->order;
    bgt_status status = BGT_OK;
    for (size_t r = 0; status == BGT_OK && r < order->row_count; r++) {
        const char *sheet = order->rows[r].sheet.text;
        size_t first = find_name(names, count, sheet);
        size_t at = first == count ? count : first + names[first].used;
        if (at >= count || strcmp(names[at].sheet, sheet) != 0) {
            status = tell(reader, "ORDER_SHEET_MISSING", r);
            continue;
        }
        order->units[names[at].unit].row = r;
        names[first].used++;
    }
    return status;
}

static bgt_status match_rows(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    struct named *names = bgt_allocate_array(NULL, order->unit_count + 1, sizeof *names);
    size_t count = 0;
    if (names == NULL) {
        return BGT_NO_MEMORY;
    }
    for (size_t u = 0; u < order->unit_count; u++) {
        if (order->units[u].sheet != NULL) {
            names[count++] = (struct named){order->units[u].sheet, u, 0};
        }
    }
    qsort(names, count, sizeof *names, compare_names);
    bgt_status status = match_names(reader, names, count);
    bgt_release(NULL, names);
    return status;
}

/* ---- Sheets that stand where their rows say ---- */

static uint32_t sequence_of(const struct bgt_order *order, size_t unit)
{
    return order->rows[order->units[unit].row].sequence;
}

/* A sheet of a workbook that has a row, and the best rising run that ends there. */
struct run {
    size_t unit;
    size_t length, before;
};

/* The last one of the longest rising run. */
static size_t find_run(const struct bgt_order *order, struct run *runs, size_t count)
{
    size_t best = NO_RUN;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (runs[k].length >= runs[i].length &&
                sequence_of(order, runs[k].unit) < sequence_of(order, runs[i].unit)) {
                runs[i].length = runs[k].length + 1;
                runs[i].before = k;
            }
        }
        best = best == NO_RUN || runs[i].length > runs[best].length ? i : best;
    }
    return best;
}

/* Of the sheets that have rows the most that stand in the order of these, so that as few
 * as possible were moved. */
static bgt_status find_anchors(struct bgt_layout_reader *reader)
{
    struct bgt_order *order = &reader->order;
    struct run *runs = bgt_allocate_array(NULL, order->unit_count + 1, sizeof *runs);
    size_t count = 0;
    if (runs == NULL) {
        return BGT_NO_MEMORY;
    }
    for (size_t u = 0; u < order->unit_count; u++) {
        if (order->units[u].row != SIZE_MAX && !order->units[u].is_free) {
            runs[count++] = (struct run){u, 1, NO_RUN};
        }
    }
    for (size_t i = find_run(order, runs, count); i != NO_RUN; i = runs[i].before) {
        order->units[runs[i].unit].is_anchor = true;
    }
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        const struct bgt_order_unit *unit = &order->units[runs[i].unit];
        if (!unit->is_anchor) {
            status = tell(reader, "ORDER_SHEET_MOVED", unit->row);
        }
    }
    bgt_release(NULL, runs);
    return status;
}

/* ---- The order ---- */

/* What stands where no row says so stands behind what it was read behind. */
static void give_keys(struct bgt_order *order)
{
    uint64_t last = 0;
    for (size_t i = 0; i < order->unit_count; i++) {
        struct bgt_order_unit *unit = &order->units[i];
        bool is_placed = unit->is_anchor || (unit->row != SIZE_MAX && unit->is_free);
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

/* Tables of a unit: how they were counted, and where they are put. */
struct span {
    uint32_t first, count, put;
};

/* Reports count tables as they are put. */
static void number_regions(struct bgt_layout_reader *reader, const struct span *spans)
{
    for (size_t r = 0; r < reader->region_count; r++) {
        struct bgt_layout_region *region = &reader->regions[r];
        size_t low = 0;
        size_t high = reader->order.unit_count;
        while (low < high) { /* the last unit that begins at or before this number */
            size_t middle = low + (high - low) / 2;
            if (spans[middle].first <= region->table_no) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        const struct span *span = low == 0 ? NULL : &spans[low - 1];
        if (region->table_no > 0 && span != NULL &&
            region->table_no - span->first < span->count) {
            region->table_no = span->put + region->table_no - span->first;
        }
    }
}

static bgt_status number_tables(struct bgt_layout_reader *reader)
{
    const struct bgt_order *order = &reader->order;
    struct span *spans = bgt_allocate_array(NULL, order->unit_count + 1, sizeof *spans);
    uint32_t next = 1;
    if (spans == NULL) {
        return BGT_NO_MEMORY;
    }
    for (size_t u = 0; u < order->unit_count; u++) {
        const struct bgt_order_unit *unit = &order->units[u];
        spans[unit->index] = (struct span){unit->first_table, unit->table_count, next};
        next += unit->table_count;
    }
    /* A unit without tables begins where the one before it does. */
    for (size_t u = 1; u < order->unit_count; u++) {
        spans[u] = spans[u].count == 0 ? spans[u - 1] : spans[u];
    }
    number_regions(reader, spans);
    bgt_release(NULL, spans);
    return BGT_OK;
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
    order->is_settled = true;
    order->is_due = true;
    return status == BGT_OK && order->is_moved ? number_tables(reader) : status;
}
