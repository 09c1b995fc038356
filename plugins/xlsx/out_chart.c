#include "out_chart.h"

#include "ornaments.h"
#include "out_format.h"

/* Of a chart of the library, in points: 480 by 288 pixels. */
#define LIBRARY_WIDTH  360.0
#define LIBRARY_HEIGHT 216.0

#define TITLE_SIZE 14
#define LABEL_SIZE 10

/* With a margin: a chart, a series, a cell in its cache. */
#define CHART_BYTES  ((size_t)32768)
#define SERIES_BYTES ((size_t)4096)
#define CACHE_BYTES  ((size_t)1024)

static size_t cells_of(const struct bgt_cell_range *range)
{
    return ((size_t)range->last_row - range->first_row + 1) *
           (range->last_column - range->first_column + 1);
}

size_t bgt_xlsx_out_chart_bytes(const struct bgt_chart *chart)
{
    size_t bytes = CHART_BYTES;
    for (uint32_t i = 0; i < chart->series_count; i++) {
        const struct bgt_chart_series *series = bgt_xlsx_series(chart, i);
        bytes += SERIES_BYTES + CACHE_BYTES * (cells_of(&series->categories) +
                                               cells_of(&series->values));
    }
    return bytes;
}

static lxw_row_t row_of(uint32_t row)
{
    return row - 1;
}

static lxw_col_t column_of(uint32_t column)
{
    return (lxw_col_t)(column - 1);
}

/* The label at a point: of a part of a whole its share, else the figure. Names stand in
 * the legend: beside small parts of a pie they would cover one another. */
static void set_labels(lxw_chart_series *series, uint32_t type)
{
    lxw_chart_font font = {.name = BGT_XLSX_FONT_NAME, .size = LABEL_SIZE};
    bool is_pie = type == BGT_CHART_PIE;
    if (is_pie) {
        chart_series_set_labels_percentage(series);
        chart_series_set_labels_num_format(series, "0.00%");
        chart_series_set_labels_leader_line(series);
        chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_OUTSIDE_END);
    } else {
        chart_series_set_labels_num_format(series, "#,##0.00");
    }
    chart_series_set_labels_font(series, &font);
    /* Last, since the others switch the figure on. */
    chart_series_set_labels_options(series, LXW_FALSE, LXW_FALSE,
                                    is_pie ? LXW_FALSE : LXW_TRUE);
}

static lxw_error add_series(lxw_chart *drawn, const struct bgt_chart *chart,
                            const struct bgt_chart_series *series)
{
    const struct bgt_cell_range *names = &series->categories;
    const struct bgt_cell_range *values = &series->values;
    lxw_chart_series *made = chart_add_series(drawn, NULL, NULL);
    if (made == NULL) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    chart_series_set_categories(made, series->sheet, row_of(names->first_row),
                                column_of(names->first_column), row_of(names->last_row),
                                column_of(names->last_column));
    chart_series_set_values(made, series->sheet, row_of(values->first_row),
                            column_of(values->first_column), row_of(values->last_row),
                            column_of(values->last_column));
    /* Labels are text, also where constant memory leaves no cache to tell it from. */
    made->categories->has_string_cache = LXW_TRUE;
    if (series->name != NULL) {
        chart_series_set_name(made, series->name);
    }
    set_labels(made, chart->type);
    return LXW_NO_ERROR;
}

static void set_axes(lxw_chart *drawn, const struct bgt_chart *chart)
{
    lxw_chart_font font = {.name = BGT_XLSX_FONT_NAME, .size = LABEL_SIZE};
    chart_axis_set_num_font(drawn->x_axis, &font);
    chart_axis_set_num_font(drawn->y_axis, &font);
    if (chart->unit != NULL) {
        chart_axis_set_name(drawn->y_axis, chart->unit);
        chart_axis_set_name_font(drawn->y_axis, &font);
    }
}

static void set_texts(lxw_chart *drawn, const struct bgt_chart *chart)
{
    lxw_chart_font title = {
        .name = BGT_XLSX_FONT_NAME, .size = TITLE_SIZE, .bold = LXW_TRUE};
    lxw_chart_font legend = {.name = BGT_XLSX_FONT_NAME, .size = LABEL_SIZE};
    if (chart->title == NULL) {
        chart_title_off(drawn);
    } else {
        chart_title_set_name(drawn, chart->title);
        chart_title_set_name_font(drawn, &title);
    }
    if (chart->type == BGT_CHART_COLUMN) {
        set_axes(drawn, chart);
    }
    if (chart->type == BGT_CHART_PIE) {
        chart_legend_set_position(drawn, LXW_CHART_LEGEND_RIGHT);
        chart_legend_set_font(drawn, &legend);
    } else if (chart->series_count == 1) {
        chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
    } else {
        chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
        chart_legend_set_font(drawn, &legend);
    }
}

lxw_error bgt_xlsx_out_chart(lxw_workbook *workbook, lxw_worksheet *sheet,
                             const struct bgt_chart *chart)
{
    uint8_t type = chart->type == BGT_CHART_PIE ? LXW_CHART_PIE : LXW_CHART_COLUMN;
    lxw_chart *drawn = workbook_add_chart(workbook, type);
    if (drawn == NULL) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    for (uint32_t i = 0; i < chart->series_count; i++) {
        lxw_error error = add_series(drawn, chart, bgt_xlsx_series(chart, i));
        if (error != LXW_NO_ERROR) {
            return error;
        }
    }
    set_texts(drawn, chart);
    lxw_chart_options options = {
        .x_scale = chart->width / LIBRARY_WIDTH,
        .y_scale = chart->height / LIBRARY_HEIGHT,
        .description = (char *)(uintptr_t)chart->purpose,
    };
    return worksheet_insert_chart_opt(sheet, row_of(chart->row), column_of(chart->column),
                                      drawn, &options);
}
