#include "layout/charts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "budget/chart.h"
#include "layout/form_line.h"
#include "layout/record.h"

#define LABELS_BYTES (1u << 20)
#define KEY_BYTES    4096

struct bgt_charts {
    const struct bgt_family *family;
    const struct bgt_layout *layout; /* Of the table at hand. */
    struct bgt_arena arena;          /* Labels and units. */
    struct bgt_buffer key;
    struct bgt_chart_data *list;
};

bgt_status bgt_charts_open(const struct bgt_io *io, const struct bgt_family *family,
                           struct bgt_charts **charts)
{
    struct bgt_charts *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->family = family;
    bgt_arena_init(&made->arena, io->allocator, LABELS_BYTES);
    bgt_buffer_init(&made->key, io->allocator, KEY_BYTES);
    made->list = calloc(family->chart_count + 1, sizeof *made->list);
    if (made->list == NULL) {
        bgt_charts_close(made);
        return BGT_NO_MEMORY;
    }
    for (size_t i = 0; i < family->chart_count; i++)
        made->list[i].chart = &family->chart_list[i];
    *charts = made;
    return BGT_OK;
}

void bgt_charts_close(struct bgt_charts *charts)
{
    if (charts == NULL)
        return;
    bgt_arena_close(&charts->arena);
    bgt_buffer_close(&charts->key);
    free(charts->list);
    free(charts);
}

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

static bgt_status keep(struct bgt_charts *charts, struct bgt_slice text,
                       struct bgt_slice *kept)
{
    char *copy = bgt_arena_copy(&charts->arena, text.text, text.length);
    if (copy == NULL)
        return bgt_arena_failure(&charts->arena);
    *kept = (struct bgt_slice){copy, text.length};
    return BGT_OK;
}

bgt_status bgt_charts_table(struct bgt_charts *charts, const struct bgt_layout *layout,
                            const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    charts->layout = layout;
    for (size_t i = 0; layout != NULL && i < charts->family->chart_count; i++) {
        struct bgt_chart_data *data = &charts->list[i];
        if (!is_same(data->chart->table_id, layout->table_id) ||
            !is_same(charts->family->id, layout->family))
            continue;
        data->tables++;
        if (status == BGT_OK)
            status = keep(charts,
                          bgt_present_text(
                              batch, bgt_item_find(batch, item, BGT_table_amount_unit)),
                          &data->unit);
    }
    return status;
}

/* ---- Which lines ---- */

static bool has_value(const struct bgt_batch *batch, const struct bgt_item *item,
                      const struct bgt_layout_value *wanted)
{
    const struct bgt_value *value = bgt_item_find(batch, item, wanted->field);
    char digits[BGT_DECIMAL_TEXT_SIZE];
    if (value == NULL || value->state != BGT_PRESENT)
        return false;
    if ((value->flags & BGT_VALUE_DECIMAL) == 0)
        return is_same(bgt_present_text(batch, value), wanted->text);
    struct bgt_slice number = {digits, bgt_decimal_format(value->decimal, digits)};
    return is_same(number, wanted->text);
}

static bool label_holds(const struct bgt_layout_label *label, struct bgt_slice key)
{
    for (uint16_t i = 0; i < label->key_count; i++)
        if (is_same(label->keys[i], key))
            return true;
    return false;
}

/* Whether the row that the key names in some block is one of the chart's. */
static bool is_row(const struct bgt_layout *layout, struct bgt_slice key,
                   struct bgt_slice wanted)
{
    if (is_same(key, wanted))
        return true;
    for (size_t b = 0; b < layout->block_count; b++) {
        const struct bgt_layout_block *block = &layout->blocks[b];
        uint16_t row = bgt_layout_find_row(block, BGT_LAYOUT_NONE, key);
        if (row != BGT_LAYOUT_NONE && label_holds(&block->rows[row].label, wanted))
            return true;
    }
    return false;
}

static bool is_wanted(struct bgt_charts *charts, const struct bgt_family_chart *chart,
                      const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_slice name =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_line_item));
    for (size_t i = 0; i < chart->where.count; i++)
        if (!has_value(batch, item, &chart->where.list[i]))
            return false;
    if (chart->row_count == 0)
        return true;
    bgt_buffer_clear(&charts->key);
    if (bgt_layout_row_key(&charts->key, name.text, name.length) != BGT_OK)
        return false;
    struct bgt_slice key = {charts->key.data, charts->key.length};
    for (size_t i = 0; i < chart->row_count; i++)
        if (is_row(charts->layout, key, chart->rows[i]))
            return true;
    return false;
}

/* ---- Points ---- */

static struct bgt_chart_point point_of(const struct bgt_batch *batch,
                                       const struct bgt_item *item, uint16_t measure)
{
    const struct bgt_value *value = bgt_item_find(batch, item, measure);
    struct bgt_chart_point point = {.label = {"", 0}};
    if (value != NULL && value->state == BGT_PRESENT &&
        (value->flags & BGT_VALUE_DECIMAL) != 0) {
        point.figure = value->decimal;
        point.has_figure = true;
    }
    return point;
}

/* The label of the column that holds a measure, or the model's. */
static struct bgt_slice column_label(const struct bgt_layout *layout, uint16_t measure)
{
    for (size_t c = 0; c < layout->column_count; c++) {
        const struct bgt_layout_column *column = &layout->columns[c];
        for (unsigned f = 0; f < column->field_count; f++)
            if (column->fields[f] == measure)
                return column->path[column->path_length - 1].written;
    }
    return bgt_slice_of(bgt_line_field(measure)->label);
}

static struct bgt_slice line_label(const struct bgt_family_chart *chart,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item)
{
    struct bgt_slice name = {"", 0};
    if (chart->name != BGT_LAYOUT_NONE)
        name = bgt_present_text(batch, bgt_item_find(batch, item, chart->name));
    if (name.length == 0)
        name = bgt_form_bare_name(
            bgt_present_text(batch, bgt_item_find(batch, item, BGT_line_item)));
    return name;
}

static bgt_status add_line(struct bgt_charts *charts, struct bgt_chart_data *data,
                           const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_family_chart *chart = data->chart;
    bool is_one = chart->measure_count == 1;
    bgt_status status = BGT_OK;
    data->lines++;
    if (data->lines > (is_one ? (uint32_t)BGT_FAMILY_POINTS_MAX : 1))
        return BGT_OK; /* told by bgt_charts_settle */
    for (size_t m = 0; m < chart->measure_count && status == BGT_OK; m++) {
        struct bgt_chart_point *point = &data->points[data->count++];
        *point = point_of(batch, item, chart->measures[m]);
        point->label = column_label(charts->layout, chart->measures[m]);
        if (is_one)
            status = keep(charts, line_label(chart, batch, item), &point->label);
    }
    return status;
}

bgt_status bgt_charts_line(struct bgt_charts *charts, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    if (charts->layout == NULL || !is_same(charts->family->id, charts->layout->family))
        return BGT_OK;
    for (size_t i = 0; i < charts->family->chart_count && status == BGT_OK; i++) {
        struct bgt_chart_data *data = &charts->list[i];
        if (is_same(data->chart->table_id, charts->layout->table_id) &&
            is_wanted(charts, data->chart, batch, item))
            status = add_line(charts, data, batch, item);
    }
    return status;
}

struct bgt_chart_data *bgt_charts_list(struct bgt_charts *charts, size_t *count)
{
    *count = charts->family->chart_count;
    return charts->list;
}

const char *bgt_charts_settle(struct bgt_chart_data *data)
{
    bool is_pie = data->chart->type == BGT_CHART_PIE;
    size_t kept = 0;
    size_t figures = 0;
    if (data->tables > 1)
        return "the document has several such tables";
    if (data->chart->measure_count == 1 && data->lines > BGT_FAMILY_POINTS_MAX)
        return "it would have more than 64 points";
    if (data->chart->measure_count > 1 && data->lines > 1)
        return "more than one row of its table fits";
    for (size_t i = 0; i < data->count; i++) {
        const struct bgt_chart_point *point = &data->points[i];
        bool is_part = point->has_figure && point->figure.coefficient != 0;
        if (is_pie && is_part && point->figure.coefficient < 0)
            return "a part of a pie is below 0";
        figures += point->has_figure;
        if (!is_pie || is_part)
            data->points[kept++] = *point;
    }
    data->count = kept;
    return kept == 0 || figures == 0 ? "" : NULL;
}
