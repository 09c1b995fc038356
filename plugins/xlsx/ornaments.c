#include "ornaments.h"

#include "bytes.h"
#include "cell_reference.h"
#include "escape.h"
#include "sheet_name.h"

struct bgt_sheet bgt_xlsx_ornaments_of(const struct bgt_sheet *sheet)
{
    struct bgt_sheet seen;
    memset(&seen, 0, sizeof seen);
    memcpy(&seen, sheet,
           sheet->struct_size < sizeof seen ? sheet->struct_size : sizeof seen);
    seen.chart_count = seen.charts == NULL ? 0 : seen.chart_count;
    seen.link_count = seen.links == NULL ? 0 : seen.link_count;
    return seen;
}

const struct bgt_chart *bgt_xlsx_chart(const struct bgt_sheet *sheet, uint32_t index)
{
    return (const void *)((const char *)sheet->charts +
                          (size_t)index * sheet->chart_stride);
}

const struct bgt_chart_series *bgt_xlsx_series(const struct bgt_chart *chart,
                                               uint32_t index)
{
    return (const void *)((const char *)chart->series +
                          (size_t)index * chart->series_stride);
}

const struct bgt_sheet_link *bgt_xlsx_link(const struct bgt_sheet *sheet, uint32_t index)
{
    return (const void *)((const char *)sheet->links +
                          (size_t)index * sheet->link_stride);
}

/* ---- Checks ---- */

/* Whether a text of a chart can stand in XML as it is. */
static bool is_plain(const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        size_t bytes = bgt_xlsx_utf8(text + at, length - at, &c);
        if (bytes == 0 || c < ' ' || c == 0xFFFE || c == 0xFFFF) {
            return false;
        }
        at += bytes;
    }
    return length <= BGT_XLSX_TEXT_UNITS;
}

/* Cells of a range; 0: it is none that a chart can use. */
static uint32_t cells_of(const struct bgt_cell_range *range)
{
    if (range->first_row == 0 || range->first_column == 0 ||
        range->first_row > range->last_row || range->first_column > range->last_column ||
        range->last_row > BGT_XLSX_ROWS || range->last_column > BGT_XLSX_COLUMNS) {
        return 0;
    }
    uint32_t rows = range->last_row - range->first_row + 1;
    uint32_t columns = range->last_column - range->first_column + 1;
    if ((rows > 1 && columns > 1) || rows > BGT_CHART_CELLS_MAX ||
        columns > BGT_CHART_CELLS_MAX) {
        return 0;
    }
    return rows * columns;
}

static const char *check_series(const struct bgt_chart_series *series)
{
    uint32_t cells = cells_of(&series->values);
    if (cells == 0 || cells_of(&series->categories) != cells) {
        return "a chart's ranges are no row or column of equal length";
    }
    if (series->sheet == NULL || bgt_xlsx_sheet_name_check(series->sheet) != NULL) {
        return "a chart's series names no sheet";
    }
    return is_plain(series->name) ? NULL : "a chart's text is not plain text";
}

static const char *check_chart(const struct bgt_chart *chart)
{
    if (chart->type != BGT_CHART_PIE && chart->type != BGT_CHART_COLUMN) {
        return "a chart is of an unknown kind";
    }
    if (chart->row == 0 || chart->row > BGT_XLSX_ROWS || chart->column == 0 ||
        chart->column > BGT_XLSX_COLUMNS || chart->width == 0 ||
        chart->width > BGT_CHART_POINTS_MAX || chart->height == 0 ||
        chart->height > BGT_CHART_POINTS_MAX) {
        return "a chart stands outside its sheet";
    }
    if (!is_plain(chart->title) || !is_plain(chart->unit) || !is_plain(chart->purpose)) {
        return "a chart's text is not plain text";
    }
    if (chart->series == NULL || chart->series_count == 0 ||
        chart->series_count > BGT_CHART_SERIES_MAX ||
        chart->series_stride < sizeof(struct bgt_chart_series) ||
        (chart->type == BGT_CHART_PIE && chart->series_count > 1)) {
        return "a chart has a wrong number of series";
    }
    const char *fault = NULL;
    for (uint32_t i = 0; i < chart->series_count && fault == NULL; i++) {
        fault = check_series(bgt_xlsx_series(chart, i));
    }
    return fault;
}

static const char *check_links(const struct bgt_sheet *sheet)
{
    uint64_t last = 0;
    for (uint32_t i = 0; i < sheet->link_count; i++) {
        const struct bgt_sheet_link *link = bgt_xlsx_link(sheet, i);
        uint64_t at = (uint64_t)link->row << 32 | link->column;
        if (link->row == 0 || link->column == 0 || link->row > BGT_XLSX_ROWS ||
            link->column > BGT_XLSX_COLUMNS || at <= last) {
            return "links are not in the order of their cells";
        }
        if (link->sheet == NULL || bgt_xlsx_sheet_name_check(link->sheet) != NULL) {
            return "a link names no sheet";
        }
        last = at;
    }
    return NULL;
}

const char *bgt_xlsx_ornaments_check(const struct bgt_sheet *sheet)
{
    const char *fault = NULL;
    if ((sheet->chart_count > 0 && sheet->chart_stride < sizeof(struct bgt_chart)) ||
        (sheet->link_count > 0 && sheet->link_stride < sizeof(struct bgt_sheet_link))) {
        return "charts or links are smaller than this plugin knows them";
    }
    for (uint32_t i = 0; i < sheet->chart_count && fault == NULL; i++) {
        fault = check_chart(bgt_xlsx_chart(sheet, i));
    }
    return fault == NULL ? check_links(sheet) : fault;
}

/* ---- Copies ---- */

static const char *copy_text(const char *text, bgt_status *status)
{
    if (text == NULL || *status != BGT_OK) {
        return NULL;
    }
    const char *copy = bgt_xlsx_copy(text, strlen(text));
    *status = copy == NULL ? BGT_NO_MEMORY : BGT_OK;
    return copy;
}

static void free_text(const char *text)
{
    free((void *)(uintptr_t)text);
}

/* Replaces what the chart borrows; after a failure the rest is null. */
static bgt_status own_chart(struct bgt_chart *chart)
{
    bgt_status status = BGT_OK;
    const struct bgt_chart from = *chart;
    struct bgt_chart_series *series = calloc(from.series_count, sizeof *series);
    chart->series = series;
    chart->series_count = series == NULL ? 0 : from.series_count;
    chart->series_stride = sizeof *series;
    status = series == NULL ? BGT_NO_MEMORY : BGT_OK;
    chart->title = copy_text(from.title, &status);
    chart->unit = copy_text(from.unit, &status);
    chart->purpose = copy_text(from.purpose, &status);
    for (uint32_t i = 0; i < chart->series_count && status == BGT_OK; i++) {
        series[i] = *bgt_xlsx_series(&from, i);
        series[i].name = copy_text(series[i].name, &status);
        series[i].sheet = copy_text(series[i].sheet, &status);
    }
    return status;
}

static bgt_status copy_charts(struct bgt_sheet *sheet, const struct bgt_sheet *from)
{
    bgt_status status = BGT_OK;
    if (from->charts == NULL || from->chart_count == 0) {
        return BGT_OK;
    }
    struct bgt_chart *charts = calloc(from->chart_count, sizeof *charts);
    if (charts == NULL) {
        return BGT_NO_MEMORY;
    }
    sheet->charts = charts;
    for (uint32_t i = 0; i < from->chart_count && status == BGT_OK; i++) {
        charts[i] = *bgt_xlsx_chart(from, i);
        sheet->chart_count = i + 1;
        status = own_chart(&charts[i]);
    }
    return status;
}

static bgt_status copy_links(struct bgt_sheet *sheet, const struct bgt_sheet *from)
{
    bgt_status status = BGT_OK;
    if (from->links == NULL || from->link_count == 0) {
        return BGT_OK;
    }
    struct bgt_sheet_link *links = calloc(from->link_count, sizeof *links);
    if (links == NULL) {
        return BGT_NO_MEMORY;
    }
    sheet->links = links;
    sheet->link_count = from->link_count;
    for (uint32_t i = 0; i < from->link_count && status == BGT_OK; i++) {
        links[i] = *bgt_xlsx_link(from, i);
        links[i].sheet = copy_text(links[i].sheet, &status);
    }
    return status;
}

bgt_status bgt_xlsx_ornaments_copy(struct bgt_sheet *sheet)
{
    const struct bgt_sheet from = *sheet;
    sheet->charts = NULL;
    sheet->chart_count = 0;
    sheet->chart_stride = sizeof(struct bgt_chart);
    sheet->links = NULL;
    sheet->link_count = 0;
    sheet->link_stride = sizeof(struct bgt_sheet_link);
    bgt_status status = copy_charts(sheet, &from);
    return status == BGT_OK ? copy_links(sheet, &from) : status;
}

static void free_series(const struct bgt_chart *chart)
{
    for (uint32_t i = 0; i < chart->series_count; i++) {
        free_text(chart->series[i].name);
        free_text(chart->series[i].sheet);
    }
    free((void *)(uintptr_t)chart->series);
}

void bgt_xlsx_ornaments_free(struct bgt_sheet *sheet)
{
    for (uint32_t i = 0; sheet->charts != NULL && i < sheet->chart_count; i++) {
        free_text(sheet->charts[i].title);
        free_text(sheet->charts[i].unit);
        free_text(sheet->charts[i].purpose);
        free_series(&sheet->charts[i]);
    }
    for (uint32_t i = 0; sheet->links != NULL && i < sheet->link_count; i++) {
        free_text(sheet->links[i].sheet);
    }
    free((void *)(uintptr_t)sheet->charts);
    free((void *)(uintptr_t)sheet->links);
    sheet->charts = NULL;
    sheet->links = NULL;
    sheet->chart_count = 0;
    sheet->link_count = 0;
}

const char *bgt_xlsx_ornaments_sheet(const struct bgt_sheet *sheet, uint32_t n)
{
    for (uint32_t i = 0; i < sheet->chart_count; i++) {
        const struct bgt_chart *chart = bgt_xlsx_chart(sheet, i);
        if (n < chart->series_count) {
            return bgt_xlsx_series(chart, n)->sheet;
        }
        n -= chart->series_count;
    }
    return n < sheet->link_count ? bgt_xlsx_link(sheet, n)->sheet : NULL;
}
