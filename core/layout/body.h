/**
 * layout/body.h: what the rows below a header are.
 *
 * Private to layout.
 */
#ifndef LAYOUT_BODY_H
#define LAYOUT_BODY_H

#include "layout/reading.h"

/** A row of the body, looked over once. */
struct bgt_body {
    const struct bgt_batch *batch;
    const struct bgt_item *row;
    const struct bgt_value *first; /**< First cell that is not blank. */
    uint32_t cells;                /**< Cells that are not blank. */
    uint32_t texts;                /**< Of these, texts that read as no number. */
    uint32_t names;   /**< Exports: codes and names of the layout's columns. */
    uint32_t figures; /**< Exports: amounts of its columns. */
};

/** What a row is. */
enum bgt_body_kind {
    BGT_BODY_LINES = 0,
    BGT_BODY_EMPTY = 1,
    BGT_BODY_NUMBERING = 2, /**< 1 2 3, 甲 乙 */
    BGT_BODY_NOTE = 3,      /**< 注：… */
    BGT_BODY_FILLER = 4,    /**< … */
    BGT_BODY_HEADER = 5,    /**< The table's own header again. */
    BGT_BODY_OTHER = 6,     /**< Another table begins. */
    BGT_BODY_FIGURE = 7     /**< A figure alone in its line. */
};

/** Whether a comparable text (bgt_text_normalise) begins as a note does: 注：, 备注： …
 * Pure. */
bool bgt_is_note_key(const struct bgt_buffer *key);

/** Whether a row is one of the header that was read at the table's beginning. Looks the
 * row over. */
bool bgt_body_is_header(struct bgt_layout_reader *reader, struct bgt_body *body);

/** Looks a row over and says what it is. */
enum bgt_body_kind bgt_body_classify(struct bgt_layout_reader *reader,
                                     struct bgt_body *body);

/** Whether every cell of the layout's columns numbers its column, below the header. A
 * cell of another column that does not is reported. */
bool bgt_body_is_numbering(struct bgt_layout_reader *reader, const struct bgt_body *body);

/** Whether a cell is not blank and stands under no column of the table. Pure. */
bool bgt_body_is_outside(const struct bgt_layout_reader *reader,
                         const struct bgt_batch *batch, const struct bgt_value *value);

/** The cell of a layout column in this row; its `value` is null where there is none. */
struct bgt_cell bgt_body_cell(const struct bgt_layout_reader *reader,
                              const struct bgt_body *body, uint32_t column);

/** Lines of a form's row. Statuses as cell.h. */
bgt_status bgt_form_row(struct bgt_layout_reader *reader, const struct bgt_body *body);

/** What the row of an export is. */
enum bgt_body_kind bgt_export_classify(struct bgt_layout_reader *reader,
                                       struct bgt_body *body);

/** The line of an export's row. */
bgt_status bgt_export_row(struct bgt_layout_reader *reader, const struct bgt_body *body);

/** Values that the cell of one layout column gives to the draft.
 *
 * @param with_text false: its text and codes are the row's own name (a total), so only
 * figures are taken. */
bgt_status bgt_body_column(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                           uint16_t column, bool with_text);

/** Extras of a block's line. */
bgt_status bgt_body_extras(struct bgt_layout_reader *reader, const struct bgt_body *body,
                           unsigned block);

/** Constants into the draft. */
void bgt_body_values(struct bgt_layout_reader *reader,
                     const struct bgt_layout_values *values);

/** Puts the draft where it belongs: at once, or until the next row says what it is. */
bgt_status bgt_body_put(struct bgt_layout_reader *reader, const struct bgt_body *body,
                        unsigned block);

/** Lines of the last row go out, judged by those of this one, which wait in turn. */
bgt_status bgt_waiting_turn(struct bgt_layout_reader *reader);

#endif
