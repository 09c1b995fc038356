/**
 * budget/chart.h: charts and links of a sheet that is written.
 *
 * A chart is described without regard to any format: its kind, its title, which cells
 * hold its categories and its figures, where it stands and how large it is. The figures
 * are cells of the same target, never copies of their own, so a chart cannot say anything
 * else than the sheet. Both are ornaments of `struct bgt_sheet`: a format that has none
 * ignores them and loses nothing of the data; one that draws charts states
 * BGT_CAN_CHARTS, and only then the host writes a sheet for their figures.
 *
 * The host gives figures that a pie can show (none below 0) and ranges of one column or
 * one row that lie within the target; series may name any sheet of the target, also one
 * that is written later. A writer checks this before its library would, and answers
 * BGT_FATAL with INTERNAL where it does not hold.
 */
#ifndef BUDGET_CHART_H
#define BUDGET_CHART_H

#include <stdint.h>

/** Cells of a rectangle: rows and columns count from 1, first and last are included. */
struct bgt_cell_range {
    uint32_t first_row;
    uint32_t first_column;
    uint32_t last_row;
    uint32_t last_column;
};

/** Kind of a chart. */
enum bgt_chart_type {
    BGT_CHART_PIE =
        1, /**< One series; parts of a whole with their shares, and a legend. */
    BGT_CHART_COLUMN = 2 /**< Upright columns, labelled with their figure. */
};

/** One series of figures. All text is UTF-8 and borrowed as long as the sheet. */
struct bgt_chart_series {
    const char *name;  /**< For a legend; null: none. */
    const char *sheet; /**< Name of the sheet of both ranges, as begin_sheet got it. */
    struct bgt_cell_range categories; /**< Labels: one row or one column. */
    struct bgt_cell_range values;     /**< Figures, as many. */
};

/** A chart. Borrowed as long as the sheet. */
struct bgt_chart {
    uint32_t type;       /**< enum bgt_chart_type */
    uint32_t row;        /**< Its top left corner is that of this cell. */
    uint32_t column;     /**< The same. */
    uint32_t width;      /**< Points, 1 to 1584. */
    uint32_t height;     /**< Points, 1 to 1584. */
    uint32_t reserved;   /**< 0 */
    const char *title;   /**< UTF-8; null: none. */
    const char *unit;    /**< Unit of the figures (万元), for an axis; null: none. */
    const char *purpose; /**< What it shows in words, for who cannot see it; or null. */
    const struct bgt_chart_series *series;
    uint32_t series_count;  /**< 1 to 16; of a pie 1. */
    uint32_t series_stride; /**< sizeof(struct bgt_chart_series) at compile time. */
};

/** Most points of a chart's width and height, most series, most cells of one range. */
#define BGT_CHART_POINTS_MAX 1584
#define BGT_CHART_SERIES_MAX 16
#define BGT_CHART_CELLS_MAX  1024

/** A cell with text that leads to another sheet of the target. */
struct bgt_sheet_link {
    uint32_t row; /**< From 1. Links come in rising order of row and column. */
    uint32_t column;
    const char *sheet; /**< As of bgt_chart_series. */
};

#endif
