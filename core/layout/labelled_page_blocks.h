/**
 * layout/labelled_page_blocks.h: which rows of indicators belong to which category.
 *
 * Private to layout. The label of a category stands in the middle of its rows, so that
 * the rows are parted into blocks one below the other whose middles are those of the
 * labels. Pure.
 */
#ifndef LAYOUT_LABELLED_PAGE_BLOCKS_H
#define LAYOUT_LABELLED_PAGE_BLOCKS_H

#include "layout/labelled_page_rows.h"

/** The label of a category. */
struct bgt_page_label {
    uint32_t height; /**< bgt_page_height_of */
    bool
        may_be_empty; /**< It stands beside no row: the category may have no indicator. */
};

/** Parts the rows into as many blocks as there are labels, each of one row or more, or of
 * none where a label stands between two rows.
 *
 * @param ends receives for each label the row behind its block.
 * @return false where no parting, or more than one, fits the labels best. */
bool bgt_page_find_blocks(const struct bgt_page_rows *rows,
                          const struct bgt_page_label *labels, size_t count,
                          size_t *ends);

/** Whether a height is the middle of the rows from one to before another, a line more or
 * less. Pure. */
bool bgt_page_is_middle(const struct bgt_page_rows *rows, size_t from, size_t end,
                        uint32_t height);

#endif
