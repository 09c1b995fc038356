/**
 * layout/window.h: rows that are kept until it is known what they are.
 *
 * Private to layout. Each cell has the number of its comparable label
 * (bgt_layouts_label), so that comparing with the labels of all layouts is comparing
 * numbers.
 */
#ifndef LAYOUT_WINDOW_H
#define LAYOUT_WINDOW_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"
#include "io/batch.h"
#include "layout/layouts.h"

/** Most bytes of text that a window holds; then what it has must do. */
#define BGT_WINDOW_TEXT (16u << 20)

/** Rows in order. Item i of the batch is row i. */
struct bgt_window {
    struct bgt_batch *batch;
    uint32_t *
        labels; /**< By value of the batch: number of its label, 0: none that is known. */
    size_t label_capacity;
    uint32_t numbering; /**< Number of the label 行次, 0: no row was added yet. */
};

/** Makes an empty window. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_window_open(const struct bgt_io *io, struct bgt_window *window);

/** Ends it; a zeroed one is allowed. */
void bgt_window_close(struct bgt_window *window);

/** Forgets all rows. */
void bgt_window_clear(struct bgt_window *window);

/** Number of rows. */
uint32_t bgt_window_count(const struct bgt_window *window);

/** Whether no more rows should be added. */
bool bgt_window_full(const struct bgt_window *window, uint64_t maximum);

/** Adds a copy of a row. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT (not reported). */
bgt_status bgt_window_add(struct bgt_window *window, const struct bgt_layouts *layouts,
                          const struct bgt_batch *batch, const struct bgt_item *row);

/** Keeps only the last @p count rows. As bgt_window_add. */
bgt_status bgt_window_keep_last(struct bgt_window *window,
                                const struct bgt_layouts *layouts,
                                const struct bgt_io *io, uint32_t count);

/** Number of the label in a cell. */
static inline uint32_t bgt_window_label(const struct bgt_window *window,
                                        const struct bgt_value *value)
{
    return window->labels[value - window->batch->values];
}

/** The text of a cell without blanks at both ends. Borrows. */
static inline struct bgt_slice bgt_cell_trimmed(const struct bgt_batch *batch,
                                                const struct bgt_value *value)
{
    return bgt_text_trim(bgt_value_text(batch, value), value->text_length);
}

/** Whether a cell is blank: no value, or blanks only. Null is blank. */
bool bgt_cell_is_blank(const struct bgt_batch *batch, const struct bgt_value *value);

/** Whether a cell holds a number that is no year: a NUMBER, or text that reads as one. */
bool bgt_cell_is_number(const struct bgt_batch *batch, const struct bgt_value *value);

/** Number of the comparable label of a cell, 0 where none is known. @p scratch is
 * overwritten. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_cell_label(const struct bgt_layouts *layouts, struct bgt_buffer *scratch,
                          const struct bgt_batch *batch, const struct bgt_value *value,
                          uint32_t *label);

#endif
