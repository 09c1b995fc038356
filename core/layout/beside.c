#include <string.h>

#include "layout/reading.h"

/* Columns that are looked through for a gap; a sheet of more is one of lines. */
#define GAP_COLUMNS 256
/* Gaps that are tried. */
#define GAPS_MAX 8

bgt_status bgt_beside_open(struct bgt_layout_reader *reader)
{
    struct bgt_beside *beside = &reader->beside;
    bgt_status status = bgt_batch_open(&reader->io, &beside->left);
    if (status == BGT_OK) {
        status = bgt_batch_open(&reader->io, &beside->part);
    }
    return status == BGT_OK ? bgt_window_open(&reader->io, &beside->rows) : status;
}

void bgt_beside_close(struct bgt_layout_reader *reader)
{
    bgt_batch_close(reader->beside.left);
    bgt_batch_close(reader->beside.part);
    bgt_window_close(&reader->beside.rows);
}

void bgt_beside_begin(struct bgt_layout_reader *reader)
{
    reader->beside.split = 0;
    reader->beside.is_sought = false;
    bgt_window_clear(&reader->beside.rows);
}

/* The row's cells in the columns from `first` to before `end`, as the only item of a
 * batch. */
static bgt_status copy_part(struct bgt_batch *part, const struct bgt_batch *batch,
                            const struct bgt_item *row, const uint32_t range[2])
{
    bgt_batch_reset(part);
    bgt_status status = bgt_batch_copy_item(part, batch, row);
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_item *item = &part->items[0];
    struct bgt_value *values = &part->values[item->first_value];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (values[i].column >= range[0] && values[i].column < range[1]) {
            values[kept++] = values[i];
        }
    }
    part->value_count -= item->value_count - kept;
    item->value_count = kept;
    return BGT_OK;
}

static bgt_status add_part(struct bgt_layout_reader *reader, struct bgt_window *window,
                           const struct bgt_item *row, const uint32_t range[2])
{
    struct bgt_batch *part = reader->beside.part;
    bgt_status status = copy_part(part, reader->window.batch, row, range);
    return status == BGT_OK
               ? bgt_window_add(window, reader->options.layouts, part, part->items)
               : status;
}

/* The columns of the window that hold something, a merged cell all that it covers.
 * Returns the last of them, 0 where there are too many. */
static uint32_t find_used(const struct bgt_window *window, bool used[GAP_COLUMNS])
{
    const struct bgt_batch *batch = window->batch;
    uint32_t last = 0;
    for (uint32_t r = 0; r < batch->item_count; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            uint32_t wide = values[i].span_columns > 1 ? values[i].span_columns : 1;
            if (bgt_cell_is_blank(batch, &values[i])) {
                continue;
            }
            if (values[i].column + wide > GAP_COLUMNS) {
                return 0;
            }
            memset(&used[values[i].column], true, wide);
            last =
                values[i].column + wide - 1 > last ? values[i].column + wide - 1 : last;
        }
    }
    return last;
}

/* Whether the columns hold a table whose title stands among them. */
static bgt_status has_titled_table(struct bgt_layout_reader *reader,
                                   const uint32_t range[2], bool *has)
{
    struct bgt_match_result result;
    struct bgt_window window;
    struct bgt_arena arena;
    bgt_arena_init(&arena, NULL, BGT_READING_BYTES);
    bgt_status status = bgt_window_open(&reader->io, &window);
    const struct bgt_batch *batch = reader->window.batch;
    for (uint32_t r = 0; status == BGT_OK && r < batch->item_count; r++) {
        status = add_part(reader, &window, &batch->items[r], range);
    }
    struct bgt_match_options options = {.layouts = reader->options.layouts,
                                        .choice = &reader->choice,
                                        .window = &window,
                                        .sheet = {"", 0},
                                        .family = reader->family,
                                        .arena = &arena};
    if (status == BGT_OK) {
        status = bgt_match_window(&options, &result);
        if (status == BGT_LIMIT) {
            status = bgt_reading_bound(reader, NULL, BGT_BOUND_MATCHING_BYTES,
                                       BGT_READING_BYTES);
        }
    }
    *has = status == BGT_OK && result.best.layout != NULL && result.equal_count == 0 &&
           result.best.title != NULL;
    bgt_window_close(&window);
    bgt_arena_close(&arena);
    return status;
}

static bgt_status is_divided(struct bgt_layout_reader *reader, uint32_t gap,
                             bool *is_divided)
{
    const uint32_t left[2] = {0, gap}, right[2] = {gap, UINT32_MAX};
    *is_divided = false;
    bgt_status status = has_titled_table(reader, right, is_divided);
    return status == BGT_OK && *is_divided ? has_titled_table(reader, left, is_divided)
                                           : status;
}

/* The rows of the window lose their cells right of the gap, which wait. */
static bgt_status divide_window(struct bgt_layout_reader *reader, uint32_t gap)
{
    const uint32_t left[2] = {0, gap}, right[2] = {gap, UINT32_MAX};
    const struct bgt_batch *batch = reader->window.batch;
    struct bgt_window kept;
    bgt_status status = bgt_window_open(&reader->io, &kept);
    for (uint32_t r = 0; status == BGT_OK && r < batch->item_count; r++) {
        status = add_part(reader, &kept, &batch->items[r], left);
        if (status == BGT_OK) {
            status = add_part(reader, &reader->beside.rows, &batch->items[r], right);
        }
    }
    if (status != BGT_OK) {
        bgt_window_close(&kept);
        return status;
    }
    bgt_window_close(&reader->window);
    reader->window = kept;
    reader->beside.split = gap;
    return BGT_OK;
}

bgt_status bgt_beside_find(struct bgt_layout_reader *reader)
{
    bool used[GAP_COLUMNS] = {false}, is_found = false;
    bgt_status status = BGT_OK;
    if (reader->beside.is_sought || reader->prose.is_on) {
        return BGT_OK;
    }
    reader->beside.is_sought = true;
    uint32_t last = find_used(&reader->window, used), first = 1;
    while (first < last && !used[first]) {
        first++;
    }
    unsigned tried = 0;
    for (uint32_t c = first + 1; status == BGT_OK && !is_found && c < last; c++) {
        if (!used[c] && used[c - 1] && tried++ < GAPS_MAX) {
            status = is_divided(reader, c, &is_found);
            status = status == BGT_OK && is_found ? divide_window(reader, c) : status;
        }
    }
    return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
}

bgt_status bgt_beside_divide(struct bgt_layout_reader *reader,
                             const struct bgt_batch *batch, const struct bgt_item *row)
{
    struct bgt_beside *beside = &reader->beside;
    const uint32_t left[2] = {0, beside->split}, right[2] = {beside->split, UINT32_MAX};
    bgt_status status = copy_part(beside->part, batch, row, right);
    if (status == BGT_OK) {
        status = bgt_window_add(&beside->rows, reader->options.layouts, beside->part,
                                beside->part->items);
    }
    if (status == BGT_OK) {
        status = copy_part(beside->left, batch, row, left);
    }
    return status == BGT_LIMIT ? bgt_batch_report(beside->rows.batch) : status;
}

bool bgt_beside_turn(struct bgt_layout_reader *reader)
{
    struct bgt_beside *beside = &reader->beside;
    if (bgt_window_count(&beside->rows) == 0) {
        return false;
    }
    struct bgt_window rows = reader->replay;
    reader->replay = beside->rows;
    reader->replay_at = 0;
    beside->rows = rows;
    bgt_beside_begin(reader); /* a third table may stand beside the second */
    bgt_window_clear(&reader->window);
    return true;
}
