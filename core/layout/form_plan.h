/**
 * layout/form_plan.h: which printed row of a form each line stands in.
 *
 * Private to layout. A table that is written in the layout it was read with keeps its
 * rows: each line its row_no. Else lines find their fixed row by label, code or role, and
 * lines that no fixed row is for stand behind the line before them. Fixed rows without a
 * line are printed blank.
 */
#ifndef LAYOUT_FORM_PLAN_H
#define LAYOUT_FORM_PLAN_H

#include <stdbool.h>

#include "base/buffer.h"
#include "budget/batch.h"
#include "io/io.h"
#include "layout/layout.h"

/** No line: a fixed row that is printed blank. */
#define BGT_NO_LINE UINT32_MAX

/** One side of a printed row. */
struct bgt_form_entry {
    uint64_t base; /**< Row number that was wanted; with `sub` and `block` the order. */
    uint32_t sub;
    uint32_t line; /**< Item of the lines' batch, or BGT_NO_LINE. */
    uint32_t row;  /**< Printed body row from 1. */
    uint16_t block;
    const struct bgt_layout_row *described; /**< Fixed row or total; null: neither. */
};

/** The rows of a table. Zeroed, it is empty. */
struct bgt_form_plan {
    struct bgt_form_entry *entries; /**< In printed order. */
    size_t count;
    size_t capacity;
    uint32_t rows;      /**< Printed body rows. */
    uint32_t *homeless; /**< Lines that no block of the form takes. */
    size_t homeless_count;
};

/** What is laid out. Borrowed for the call. */
struct bgt_form_table {
    const struct bgt_layout *layout;
    const struct bgt_batch *lines; /**< Its items are the table's lines. */
    bool is_own;                   /**< It was read with this layout. */
};

/** Makes the plan. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_form_plan_make(struct bgt_form_plan *plan,
                              const struct bgt_form_table *table);

/** Sorts the entries and finds the printed row of each (form_rows.c). @param has_rows
 * lines keep their row numbers; else sides that say nothing to each other are filled from
 * the top, and only their totals share a row. */
void bgt_form_plan_number(struct bgt_form_plan *plan, const struct bgt_layout *layout,
                          bool has_rows);

/** Ends it; a zeroed one is allowed. */
void bgt_form_plan_close(struct bgt_form_plan *plan);

#endif
