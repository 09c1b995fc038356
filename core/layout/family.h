/**
 * layout/family.h: what a family of layouts has besides its tables: a contents sheet and
 * charts, from its file `family.yaml` (docs/layouts/layout-files.md).
 *
 * Both are made from what the tables hold and add no figure. Constant after loading, like
 * the layouts themselves.
 */
#ifndef LAYOUT_FAMILY_H
#define LAYOUT_FAMILY_H

#include "layout/layout.h"

/* What one family may have; more is refused with LAYOUT_TOO_LARGE. */
#define BGT_FAMILY_CHARTS_MAX 16
#define BGT_FAMILY_POINTS_MAX 64 /**< Points of one chart. */

/** A sheet that the writer makes: a title, a row below it, two columns. */
struct bgt_family_sheet {
    struct bgt_slice name;         /**< Of the sheet; length 0: there is none. */
    struct bgt_layout_label title; /**< Keys: how reading knows it again. */
    struct bgt_slice left, right;  /**< Templates below the title; length 0: nothing. */
    struct bgt_slice otherwise;    /**< At the left where `left` has nothing to say. */
    struct bgt_slice columns[2];   /**< Templates of the header. */
};

/** A chart of figures that one table holds. */
struct bgt_family_chart {
    struct bgt_slice title;         /**< Template. */
    uint8_t type;                   /**< enum bgt_chart_type */
    struct bgt_slice table_id;      /**< Whose lines it shows. */
    struct bgt_layout_values where; /**< Fields that a line must have with this text. */
    const struct bgt_slice *rows; /**< Keys of the rows it shows (bgt_layout_row_key). */
    size_t row_count;             /**< 0: all that `where` allows. */
    /** The figures: of one measure, a point each line; of several, a point each measure
     * of the one line that is found. */
    const uint16_t *measures;
    size_t measure_count;
    uint16_t
        name; /**< Field that names a line; BGT_LAYOUT_NONE: item, without ordinal. */
};

/** A family. */
struct bgt_family {
    struct bgt_slice id;    /**< `shanxi-unit-2026` */
    struct bgt_slice label; /**< For people. */
    struct bgt_family_sheet contents;
    struct bgt_family_sheet charts;
    struct bgt_slice empty; /**< What stands where a chart has no figure; or length 0. */
    const struct bgt_family_chart *chart_list;
    size_t chart_count;
};

/** Which of its own sheets a family would have written. */
enum bgt_family_own { BGT_OWN_NONE = 0, BGT_OWN_CONTENTS = 1, BGT_OWN_CHARTS = 2 };

/** Whether a sheet with this name and this first text is one that the family writes. */
enum bgt_family_own bgt_family_recognise(const struct bgt_family *family,
                                         struct bgt_slice sheet, struct bgt_slice first);

#endif
