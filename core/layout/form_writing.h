/**
 * layout/form_writing.h: the state of a writer of forms, shared by the files that make it
 * up.
 *
 * Private to layout. form_sheet.c writes what stands above the lines, form_body.c the
 * lines, form_check.c finds what the form does not hold.
 */
#ifndef LAYOUT_FORM_WRITING_H
#define LAYOUT_FORM_WRITING_H

#include "layout/form_plan.h"
#include "layout/form_writer.h"

/** Styles of a form's cells. */
enum bgt_form_style {
    BGT_STYLE_PLAIN,
    BGT_STYLE_TITLE,
    BGT_STYLE_LEFT,
    BGT_STYLE_RIGHT,
    BGT_STYLE_HEADER,
    BGT_STYLE_NUMBERING,
    BGT_STYLE_TEXT,
    BGT_STYLE_CODE,
    BGT_STYLE_NOTE,
    BGT_STYLE_AMOUNT,
    BGT_STYLE_PERCENT,
    BGT_STYLE_TOTAL_TEXT,
    BGT_STYLE_TOTAL_AMOUNT,
    BGT_STYLE_TOTAL_PERCENT,
    BGT_STYLE_INDENT, /**< One level; the next ones follow. */
    BGT_STYLE_COUNT = BGT_STYLE_INDENT + 7
};

/** The writer. */
struct bgt_form_writer {
    struct bgt_form_writer_options options;
    const struct bgt_layout *layout;
    bool has_document_notes;
    bool is_own;                     /**< The table was read with this layout. */
    struct bgt_batch *table;         /**< Its record. */
    struct bgt_batch *fields;        /**< Its FIELDS: names of extras. */
    struct bgt_batch *lines;         /**< Its lines, forms only. */
    const struct bgt_value **extras; /**< Extras announced, in `fields`. */
    uint32_t extra_count;
    const struct bgt_value **extra_values; /**< Of the line at hand, by extra. */
    uint32_t extra_cursor;
    uint16_t printed[BGT_LAYOUT_COLUMNS_MAX]; /**< Columns of the layout, as printed. */
    uint16_t places[BGT_LAYOUT_COLUMNS_MAX];  /**< By layout column: its column in the
                                                 sheet, from 1; 0: left out. */
    uint8_t lengths[BGT_LAYOUT_COLUMNS_MAX];  /**< Labels above each, as printed. */
    uint16_t printed_count;
    uint8_t header_rows; /**< Longest path of those printed. */
    uint16_t left_out;   /**< Column of names that another one prints too, or NONE. */
    const struct bgt_value *values[BGT_line_field_count]; /**< Of the line at hand. */
    struct bgt_buffer agency; /**< Item of the last row that names a unit. */
    struct bgt_buffer text;   /**< Scratch. */
    const char *sheet_name;   /**< Of the choice. */
    struct bgt_style styles[BGT_STYLE_COUNT];
    uint16_t *widths;
    uint16_t *heights; /**< By row of the sheet. */
    uint32_t height_count;
    struct bgt_form_plan plan; /**< Forms only. */
    struct bgt_sheet sheet;
    uint64_t row; /**< Of the sheet, last written. */
    bool is_open; /**< The sheet has begun. */
};

/** A line and where it stands. */
struct bgt_form_line_at {
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_layout_block *block;
    const struct bgt_layout_row *described; /**< Fixed row or total; null: neither. */
    uint16_t block_number;
};

/** Columns of the sheet: the layout's and the extras. */
uint32_t bgt_form_columns(const struct bgt_form_writer *writer);

/** Finds widths and heights, so that no figure is cut and every text has its lines.
 * @param heading receives the rows above the header. */
bgt_status bgt_form_measure(struct bgt_form_writer *writer, uint32_t *heading);

/** Whether the printed column @p at and the next one, of one block or of blocks that go
 * on beside one another, share the cell of a header row: the same labels down to it, and
 * both have a label below. */
bool bgt_form_shares(const struct bgt_form_writer *writer, uint32_t at, unsigned row);

/** What the table announces of a column that it was read from: `name` is its label there
 * and `place_column` its place; or null. */
const struct bgt_value *bgt_form_source(const struct bgt_form_writer *writer,
                                        const struct bgt_layout_column *column);

/** Puts the label of a header row above the printed column @p at into `text`: as the
 * layout writes it, or, in a layout of last resort, as it was printed. */
bgt_status bgt_form_label(struct bgt_form_writer *writer, uint32_t at, unsigned row);

/** How many printed columns from @p at on share the cell of a header row. */
uint32_t bgt_form_label_columns(const struct bgt_form_writer *writer, uint32_t at,
                                unsigned row);

/** Whether a row of the heading takes the right text of the next one: it has only its
 * left text, and the next one only its right (编制部门 where 编制单位 is not known). */
bgt_status bgt_form_heading_joins(struct bgt_form_writer *writer, size_t at, bool *joins);

/** The printed column that rows of the block are known by: the item's, else the first of
 * text, as reading finds it. BGT_LAYOUT_NONE: none. */
uint16_t bgt_form_name_column(const struct bgt_form_writer *writer,
                              const struct bgt_layout_block *block);

/** Begins the sheet: heading and header. */
bgt_status bgt_form_sheet_begin(struct bgt_form_writer *writer);

/** Writes the notes and ends the sheet. */
bgt_status bgt_form_sheet_end(struct bgt_form_writer *writer);

/** Finds the line's values by field and extra; extras without a column are lost. */
bgt_status bgt_form_spread(struct bgt_form_writer *writer,
                           const struct bgt_form_line_at *line);

/** Plans the rows of a form whose lines are complete. */
bgt_status bgt_form_plan_lines(struct bgt_form_writer *writer);

/** Writes the rows that were planned. */
bgt_status bgt_form_body(struct bgt_form_writer *writer);

/** Writes one line of an export. */
bgt_status bgt_form_export_line(struct bgt_form_writer *writer,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item);

/** The value that a column prints for the line that was spread, or null. */
const struct bgt_value *bgt_form_printed(const struct bgt_form_writer *writer,
                                         const struct bgt_form_line_at *line,
                                         uint16_t column);

/** Whether the line is a total of open rows, which prints its label and figures only. */
bool bgt_form_is_total(const struct bgt_form_line_at *line);

/** The part of a code that a column prints. */
struct bgt_slice bgt_form_code_part(const struct bgt_layout *layout,
                                    const struct bgt_layout_block *block, uint16_t column,
                                    struct bgt_slice code);

/** Reports what the form does not hold of the line that was spread, and of the table. */
bgt_status bgt_form_check_line(struct bgt_form_writer *writer,
                               const struct bgt_form_line_at *line);
bgt_status bgt_form_check_table(struct bgt_form_writer *writer,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item);

#endif
