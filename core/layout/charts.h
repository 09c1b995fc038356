/**
 * layout/charts.h: the figures of a family's charts, gathered while the tables pass.
 *
 * Private to layout. A figure of a chart is a figure of a line, never a sum or a share of
 * our own.
 */
#ifndef LAYOUT_CHARTS_H
#define LAYOUT_CHARTS_H

#include "budget/batch.h"
#include "budget/decimal.h"
#include "io/io.h"
#include "layout/family.h"

struct bgt_charts;

/** One point. */
struct bgt_chart_point {
    struct bgt_slice label; /**< As printed, without ordinal; may be a template. */
    struct bgt_decimal figure;
    bool has_figure; /**< Else blank. */
};

/** A chart with its points. */
struct bgt_chart_data {
    const struct bgt_family_chart *chart;
    struct bgt_chart_point points[BGT_FAMILY_POINTS_MAX];
    size_t count;
    uint32_t tables; /**< Tables with its table_id; 0: it has nothing to do with them. */
    uint32_t lines;  /**< Lines found. */
    struct bgt_slice unit; /**< Of its table, as it states it; length 0: it does not. */
};

/** Makes one for a family. BGT_OK or BGT_NO_MEMORY. Both are borrowed until close. */
bgt_status bgt_charts_open(const struct bgt_io *io, const struct bgt_family *family,
                           struct bgt_charts **charts);

/** Ends it; null is allowed. */
void bgt_charts_close(struct bgt_charts *charts);

/** A `table` record: the lines that follow are its, in this layout. BGT_OK,
 * BGT_NO_MEMORY. */
bgt_status bgt_charts_table(struct bgt_charts *charts, const struct bgt_layout *layout,
                            const struct bgt_batch *batch, const struct bgt_item *item);

/** A `line` record. BGT_OK, BGT_NO_MEMORY. */
bgt_status bgt_charts_line(struct bgt_charts *charts, const struct bgt_batch *batch,
                           const struct bgt_item *item);

/** All charts of the family, in its order. */
struct bgt_chart_data *bgt_charts_list(struct bgt_charts *charts, size_t *count);

/**
 * Takes out of a pie the points that have no part in it (blank or 0).
 *
 * @return null where the chart can be drawn; else why not, in English. An empty text
 * stands for a chart whose figures are all blank, or all 0 in a pie.
 */
const char *bgt_charts_settle(struct bgt_chart_data *data);

#endif
