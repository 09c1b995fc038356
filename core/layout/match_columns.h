/**
 * layout/match_columns.h: which column of a sheet is which column of a layout.
 *
 * Private to layout.
 */
#ifndef LAYOUT_MATCH_COLUMNS_H
#define LAYOUT_MATCH_COLUMNS_H

#include "layout/header.h"
#include "layout/layout.h"

/** How well a header column fits a layout column: 0 not at all, else up to 100. Its last
 * label must be the column's; a label of the file counts more than one of the model;
 * labels above that are missing, unknown or others cost. */
unsigned bgt_match_quality(const struct bgt_layout_column *wanted,
                           const struct bgt_header_column *found);

/** Whether a measure is of the table's own year: none of the year before, and none
 * carried over. */
bool bgt_match_own_year(uint16_t field);

/** The header column that was taken for a column of figures or codes though header column
 * @p c, which was not, fits it as well; UINT32_MAX: there is none. */
uint32_t bgt_match_twin(const struct bgt_layout *layout, const struct bgt_header *header,
                        const uint16_t *columns, uint32_t c);

/** Whether a layout of last resort has what it needs: the name or code of a row, and a
 * figure. */
bool bgt_fallback_has_enough(const struct bgt_layout *layout,
                             const struct bgt_header *header, const uint16_t *columns);

/** Whether neither the row above a header nor the row below it consists of labels, which
 * might say what its columns are. */
bool bgt_header_is_whole(const struct bgt_window *window,
                         const struct bgt_header *header);

/** What an assignment of columns came to. */
struct bgt_column_match {
    unsigned quality;  /**< 0 to 100 over all columns that were found. */
    uint32_t found;    /**< Layout columns that are there. */
    uint32_t required; /**< Layout columns that must be there. */
    uint32_t missing;  /**< Of these, those that are not. */
    uint32_t optional_missing;
    uint32_t unclaimed; /**< Labelled columns that are none of the layout's. */
};

/**
 * Assigns columns, the best pairs first, equal ones from left to right. Where the header
 * names several years, columns of the table's own come first.
 *
 * @param qualities room for column_count of both, multiplied; overwritten.
 * @param columns   layout column by header column, or BGT_LAYOUT_NONE.
 */
void bgt_match_assign(const struct bgt_layout *layout, const struct bgt_header *header,
                      uint8_t *qualities, uint16_t *columns,
                      struct bgt_column_match *match);

#endif
