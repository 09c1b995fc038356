#include "layout/order_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "diag/bounds.h"
#include "layout/key_list.h"
#include "layout/layout.h"

#define TEXTS_BYTES (64u << 20)

/* Widths in characters. */
#define SEQ_WIDTH     12
#define PLACE_WIDTH   20
#define PRINTED_WIDTH 40

struct order_row {
    uint32_t sequence;
    struct bgt_slice sheet;
    struct bgt_slice printed;
};

struct bgt_order_sheet {
    struct bgt_builtin_target target;
    struct bgt_arena texts;
    struct bgt_buffer list;
    struct bgt_buffer text; /* Scratch. */
    struct order_row *rows;
    size_t count;
    size_t capacity;
    bool has_printed;
};

bgt_status bgt_order_sheet_open(const struct bgt_builtin_target *target,
                                struct bgt_order_sheet **order)
{
    struct bgt_order_sheet *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->target = *target;
    bgt_arena_init(&made->texts, target->io->allocator, TEXTS_BYTES);
    bgt_buffer_init(&made->list, target->io->allocator, BGT_ORDER_LIST_MAX);
    bgt_buffer_init(&made->text, target->io->allocator, BGT_ORDER_LIST_MAX / 4);
    *order = made;
    return BGT_OK;
}

void bgt_order_sheet_close(struct bgt_order_sheet *order)
{
    if (order == NULL)
        return;
    bgt_arena_close(&order->texts);
    bgt_buffer_close(&order->list);
    bgt_buffer_close(&order->text);
    free(order->rows);
    free(order);
}

static bgt_status keep(struct bgt_order_sheet *order, struct bgt_slice text,
                       struct bgt_slice *kept)
{
    const char *copy = bgt_arena_copy(&order->texts, text.text, text.length);
    if (copy == NULL) {
        bgt_status status = bgt_arena_failure(&order->texts);
        return status == BGT_LIMIT
                   ? bgt_report_bound(order->target.io->reporter, NULL,
                                      BGT_BOUND_DOCUMENT_SIZE, TEXTS_BYTES)
                   : status;
    }
    *kept = (struct bgt_slice){copy, text.length};
    return BGT_OK;
}

bgt_status bgt_order_sheet_add(struct bgt_order_sheet *order, uint32_t sequence,
                               struct bgt_slice sheet)
{
    if (order->count == order->capacity) {
        size_t wanted = order->capacity == 0 ? 16 : order->capacity * 2;
        struct order_row *grown = realloc(order->rows, wanted * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        order->rows = grown;
        order->capacity = wanted;
    }
    struct order_row *row = &order->rows[order->count++];
    *row = (struct order_row){.sequence = sequence};
    return keep(order, sheet, &row->sheet);
}

/* Adds a fact of the table to the list where the form prints it in its own words. */
static bgt_status list_printed(struct bgt_order_sheet *order,
                               const struct bgt_form_facts *facts,
                               const struct bgt_layout *layout, const char *key)
{
    struct bgt_slice name = bgt_slice_of(key);
    bool is_title = strcmp(key, "title") == 0;
    struct bgt_slice own = is_title ? layout->title.written : layout->form_no.written;
    bgt_buffer_clear(&order->text);
    if (bgt_form_fact(facts, name).length > 0 || !bgt_form_writes(layout, key))
        return BGT_OK;
    bgt_status status = bgt_form_fill(&order->text, facts, layout, own);
    struct bgt_slice value = bgt_text_trim(order->text.data, order->text.length);
    return status == BGT_OK && value.length > 0
               ? bgt_key_list_append(&order->list, name, &value)
               : status;
}

bgt_status bgt_order_sheet_printed(struct bgt_order_sheet *order,
                                   const struct bgt_form_facts *facts,
                                   const struct bgt_layout *layout)
{
    bgt_buffer_clear(&order->list);
    bgt_status status = list_printed(order, facts, layout, "form_no");
    if (status == BGT_OK)
        status = list_printed(order, facts, layout, "title");
    if (status == BGT_LIMIT)
        return bgt_report_bound(order->target.io->reporter, NULL, BGT_BOUND_DOCUMENT_SIZE,
                                BGT_ORDER_LIST_MAX);
    if (status != BGT_OK || order->list.length == 0)
        return status;
    order->has_printed = true;
    return keep(order, (struct bgt_slice){order->list.data, order->list.length},
                &order->rows[order->count - 1].printed);
}

static bgt_status write_header(struct bgt_order_sheet *order)
{
    static const char *const names[] = {BGT_ORDER_SEQ, BGT_ORDER_PLACE,
                                        BGT_ORDER_PRINTED};
    bgt_status status = bgt_cells_begin_row(order->target.cells, 1);
    for (uint32_t i = 0; status == BGT_OK && i < (order->has_printed ? 3u : 2u); i++)
        status = bgt_cells_text(order->target.cells, i + 1, bgt_slice_of(names[i]), 1);
    return status == BGT_OK ? bgt_cells_end_row(order->target.cells) : status;
}

static bgt_status write_row(struct bgt_order_sheet *order, size_t index)
{
    const struct order_row *row = &order->rows[index];
    struct bgt_cells *cells = order->target.cells;
    bgt_status status = bgt_cells_begin_row(cells, (uint64_t)index + 2);
    if (status == BGT_OK)
        status = bgt_cells_decimal(cells, 1, bgt_decimal_make(row->sequence, 0), 0);
    if (status == BGT_OK)
        status = bgt_cells_text(cells, 2, row->sheet, 0);
    if (status == BGT_OK && row->printed.length > 0)
        status = bgt_cells_text(cells, 3, row->printed, 0);
    return status == BGT_OK ? bgt_cells_end_row(cells) : status;
}

bgt_status bgt_order_sheet_write(struct bgt_order_sheet *order)
{
    static const struct bgt_style styles[] = {{.has_wrap = 1}, {.is_bold = 1}};
    static const uint16_t widths[] = {SEQ_WIDTH, PLACE_WIDTH, PRINTED_WIDTH};
    static const struct bgt_sheet sheet = {.struct_size = sizeof sheet,
                                           .style_count = 2,
                                           .name = BGT_ORDER_SHEET,
                                           .styles = styles,
                                           .widths = widths,
                                           .width_count = 3,
                                           .header_rows = 1,
                                           .freeze_rows = 1,
                                           .is_landscape = 1,
                                           .fit_width = 1};
    bgt_status status = bgt_cells_begin_sheet(order->target.cells, &sheet);
    if (status == BGT_OK)
        status = write_header(order);
    for (size_t i = 0; status == BGT_OK && i < order->count; i++)
        status = write_row(order, i);
    return status == BGT_OK ? bgt_cells_end_sheet(order->target.cells) : status;
}
