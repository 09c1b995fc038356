/**
 * layout/line.h: one line under construction, and how it gets into a batch.
 *
 * Private to layout.
 */
#ifndef LAYOUT_LINE_H
#define LAYOUT_LINE_H

#include <stdbool.h>

#include "base/text.h"
#include "budget/batch.h"
#include "layout/layout.h"

/** A cell and the row it stands in. */
struct bgt_cell {
    const struct bgt_batch *batch;
    const struct bgt_item *row;
    const struct bgt_value *value;
};

/** A value that is to become a field. Text is borrowed until the line is put. */
struct bgt_piece {
    uint8_t type;  /**< enum bgt_value_type */
    uint8_t state; /**< enum bgt_state */
    uint16_t flags;
    const char *text;
    uint32_t length;
    uint32_t intern_id;
    uint32_t place_column;
    uint64_t place_line;
    struct bgt_decimal decimal;
};

/** Most extras of one line. */
#define BGT_LINE_EXTRAS 1024

/** A line. `present` says which pieces are set. */
struct bgt_line_draft {
    uint64_t present[(BGT_line_field_count + 63) / 64];
    struct bgt_piece pieces[BGT_line_field_count];
    struct bgt_piece extras[BGT_LINE_EXTRAS];
    struct bgt_slice extra_names[BGT_LINE_EXTRAS];
    uint32_t extra_count;
};

/** Forgets everything. */
void bgt_line_clear(struct bgt_line_draft *draft);

/** Whether a field is set. */
bool bgt_line_has(const struct bgt_line_draft *draft, uint16_t field);

/** Sets a field. */
void bgt_line_set(struct bgt_line_draft *draft, uint16_t field, struct bgt_piece piece);

/** Takes a field out again. */
void bgt_line_unset(struct bgt_line_draft *draft, uint16_t field);

/** A text that stands nowhere in the source. Borrowed. */
struct bgt_piece bgt_piece_text(const char *text, size_t length);

/** A whole number. */
struct bgt_piece bgt_piece_count(uint64_t number);

/** The cell's text as it is, with its place. */
struct bgt_piece bgt_piece_of_cell(const struct bgt_cell *cell);

/** Where a line was read. */
struct bgt_line_source {
    const struct bgt_item *row;
    const char *sheet;
    size_t sheet_length;
};

/** Puts the line as a RECORD into a batch, fields in the model's order. BGT_OK,
 * BGT_NO_MEMORY, BGT_LIMIT (not reported). */
bgt_status bgt_line_put(const struct bgt_line_draft *draft,
                        const struct bgt_line_source *source, struct bgt_batch *batch);

/** Adds one piece as a value to the last item of a batch. As bgt_line_put. */
bgt_status bgt_piece_put(struct bgt_batch *batch, uint32_t column,
                         const struct bgt_piece *piece);

#endif
