#include <stdlib.h>

#include "base/arena.h"
#include "io/batch.h"
#include "layout/own_sheet_style.h"

#define TEXT_BYTES   (1u << 20)
#define SHEET_BYTES  (16u << 20)
#define LABEL_WIDTH  48
#define FIGURE_WIDTH 24

/* Size of a chart in points, as wide as the two columns, and the rows it covers. */
#define CHART_WIDTH  384
#define CHART_ROWS   13
#define CHART_HEIGHT (CHART_ROWS * BGT_OWN_ROW_HEIGHT)

/* A sheet of charts in the making: its charts are told before its cells. */
struct making {
    const struct bgt_own_writing *writing;
    const struct bgt_chart_data *list;
    size_t count;
    const char *sheet;
    struct bgt_arena arena;
    struct bgt_buffer text;
    struct bgt_chart *charts;
    struct bgt_chart_series *series;
    uint32_t drawn;
    uint64_t row;
    bgt_status failure;
};

static bool is_shown(const struct making *making, size_t index)
{
    return making->list[index].tables > 0;
}

/* A template filled and kept in the arena. */
static const char *fill(struct making *making, struct bgt_slice template)
{
    bgt_buffer_clear(&making->text);
    bgt_status status = bgt_form_fill(&making->text, making->writing->facts,
                                      making->writing->layout, template);
    char *kept = status == BGT_OK ? bgt_arena_copy(&making->arena, making->text.data,
                                                   making->text.length)
                                  : NULL;
    if (kept == NULL && making->failure == BGT_OK)
        making->failure = status == BGT_OK ? bgt_arena_failure(&making->arena) : status;
    return kept;
}

/* The unit that the chart's table states counts before the document's. */
static bgt_status set_unit(struct making *making, const struct bgt_chart_data *data)
{
    struct bgt_buffer *unit = &making->writing->facts->table[BGT_table_amount_unit];
    bgt_buffer_clear(unit);
    return bgt_buffer_append(unit, data->unit.text, data->unit.length);
}

static void plan_chart(struct making *making, const struct bgt_chart_data *data,
                       uint32_t first)
{
    uint32_t last = first + (uint32_t)data->count - 1;
    struct bgt_chart_series *series = &making->series[making->drawn];
    struct bgt_slice unit =
        bgt_form_fact(making->writing->facts, bgt_slice_of("amount_unit"));
    *series = (struct bgt_chart_series){.sheet = making->sheet,
                                        .categories = {first, 1, last, 1},
                                        .values = {first, 2, last, 2}};
    const char *title = fill(making, data->chart->title);
    making->charts[making->drawn++] = (struct bgt_chart){
        .type = data->chart->type,
        .row = last + 2,
        .column = 1,
        .width = CHART_WIDTH,
        .height = CHART_HEIGHT,
        .title = title,
        .unit = unit.length > 0 ? bgt_arena_copy(&making->arena, unit.text, unit.length)
                                : NULL,
        .purpose = title,
        .series = series,
        .series_count = 1,
        .series_stride = sizeof *series};
}

/* Where each chart will stand; rows are counted as put_charts writes them. */
static bgt_status plan(struct making *making, uint32_t *rows)
{
    const struct bgt_family_sheet *own = &making->writing->family->charts;
    uint32_t row = own->left.length > 0 || own->right.length > 0 ? 2 : 1;
    making->charts =
        bgt_arena_allocate_array(&making->arena, making->count, sizeof *making->charts);
    making->series =
        bgt_arena_allocate_array(&making->arena, making->count, sizeof *making->series);
    if (making->charts == NULL || making->series == NULL)
        return bgt_arena_failure(&making->arena);
    for (size_t i = 0; i < making->count; i++) {
        const struct bgt_chart_data *data = &making->list[i];
        if (!is_shown(making, i))
            continue;
        bgt_status status = set_unit(making, data);
        if (status != BGT_OK)
            return status;
        if (data->count > 0) {
            plan_chart(making, data, row + 2);
            row += 1 + (uint32_t)data->count + 1 + CHART_ROWS + 1;
        } else {
            row += making->writing->family->empty.length > 0 ? 2 : 0;
        }
    }
    *rows = row;
    return making->failure;
}

/* ---- Cells ---- */

static bgt_status put_point(struct making *making, const struct bgt_chart_point *point)
{
    struct bgt_cells *cells = making->writing->target.cells;
    bgt_buffer_clear(&making->text);
    bgt_status status = bgt_form_fill(&making->text, making->writing->facts,
                                      making->writing->layout, point->label);
    struct bgt_slice label = {making->text.data, making->text.length};
    if (status == BGT_OK)
        status = bgt_cells_begin_row(cells, ++making->row);
    if (status == BGT_OK)
        status = bgt_cells_text(cells, 1, label, BGT_OWN_TEXT);
    if (status == BGT_OK && point->has_figure)
        status = bgt_cells_decimal(cells, 2, point->figure, BGT_OWN_AMOUNT);
    else if (status == BGT_OK)
        status = bgt_cells_blank(cells, 2, BGT_OWN_AMOUNT);
    return status == BGT_OK ? bgt_cells_end_row(cells) : status;
}

/* `三公经费分布图：本年无数据，图从略`, as the family words it. */
static bgt_status put_empty(struct making *making, const struct bgt_chart_data *data)
{
    const struct bgt_own_writing *writing = making->writing;
    if (writing->family->empty.length == 0)
        return BGT_OK;
    bgt_buffer_clear(&making->text);
    bgt_status status =
        bgt_form_fill(&making->text, writing->facts, writing->layout, data->chart->title);
    if (status == BGT_OK)
        status = bgt_buffer_append_text(&making->text, "：");
    if (status == BGT_OK)
        status = bgt_form_fill(&making->text, writing->facts, writing->layout,
                               writing->family->empty);
    if (status == BGT_OK)
        status = bgt_cells_begin_row(writing->target.cells, ++making->row);
    if (status == BGT_OK)
        status = bgt_cells_text(
            writing->target.cells, 1,
            (struct bgt_slice){making->text.data, making->text.length}, BGT_OWN_LEFT);
    making->row += status == BGT_OK;
    return status == BGT_OK ? bgt_cells_end_row(writing->target.cells) : status;
}

static bgt_status put_chart(struct making *making, const struct bgt_chart_data *data)
{
    bgt_status status = set_unit(making, data);
    if (status == BGT_OK && data->count == 0)
        return put_empty(making, data);
    if (status == BGT_OK)
        status = bgt_own_header(making->writing, &making->writing->family->charts,
                                &making->text, &making->row);
    for (size_t i = 0; i < data->count && status == BGT_OK; i++)
        status = put_point(making, &data->points[i]);
    making->row += 1 + CHART_ROWS + 1;
    return status;
}

static bgt_status put_charts(struct making *making)
{
    making->row = 0;
    bgt_form_facts_clear_table(making->writing->facts);
    bgt_status status = bgt_own_title(making->writing, &making->writing->family->charts,
                                      &making->text, &making->row);
    for (size_t i = 0; i < making->count && status == BGT_OK; i++)
        if (is_shown(making, i))
            status = put_chart(making, &making->list[i]);
    return status;
}

static bgt_status write_sheet(struct making *making, uint32_t rows)
{
    static const uint16_t widths[] = {LABEL_WIDTH, FIGURE_WIDTH};
    uint16_t *heights = bgt_arena_allocate_array(&making->arena, rows, sizeof *heights);
    if (heights == NULL)
        return bgt_arena_failure(&making->arena);
    for (uint32_t i = 0; i < rows; i++)
        heights[i] = i == 0 ? BGT_OWN_TITLE_HEIGHT : BGT_OWN_ROW_HEIGHT;
    struct bgt_sheet sheet = {.struct_size = sizeof sheet,
                              .style_count = BGT_OWN_STYLE_COUNT,
                              .name = making->sheet,
                              .styles = bgt_own_styles(),
                              .widths = widths,
                              .width_count = 2,
                              .fit_width = 1,
                              .fit_height = 1,
                              .is_form = 1,
                              .row_heights = heights,
                              .row_height_count = rows,
                              .charts = making->charts,
                              .chart_count = making->drawn,
                              .chart_stride = sizeof *making->charts};
    bgt_status status = bgt_cells_begin_reserved(making->writing->target.cells, &sheet);
    if (status == BGT_OK)
        status = put_charts(making);
    return status == BGT_OK ? bgt_cells_end_sheet(making->writing->target.cells) : status;
}

bgt_status bgt_charts_write(const struct bgt_own_writing *writing, const char *sheet,
                            const struct bgt_chart_data *list, size_t count)
{
    struct making making = {
        .writing = writing, .list = list, .count = count, .sheet = sheet};
    uint32_t rows = 0;
    bgt_arena_init(&making.arena, writing->target.io->allocator, SHEET_BYTES);
    bgt_buffer_init(&making.text, writing->target.io->allocator, TEXT_BYTES);
    bgt_status status = plan(&making, &rows);
    if (status == BGT_OK)
        status = write_sheet(&making, rows);
    bgt_buffer_close(&making.text);
    bgt_arena_close(&making.arena);
    return status;
}
