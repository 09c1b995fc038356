/**
 * layout/draft_parts.h: the parts of a draft on its way. Private to draft*.c.
 */
#ifndef LAYOUT_DRAFT_PARTS_H
#define LAYOUT_DRAFT_PARTS_H

#include "layout/draft.h"
#include "layout/header.h"
#include "layout/heading.h"

/** Most columns of a draft. */
#define BGT_DRAFT_COLUMNS 256

/** What a draft makes of a column. */
enum bgt_draft_state {
    BGT_DRAFT_LEFT = 0,  /**< No line for it: it stays as an extra. */
    BGT_DRAFT_TAKEN,     /**< Has fields. */
    BGT_DRAFT_UNDECIDED, /**< A figure or code whose field is unknown. */
};

/** One column of the table. */
struct bgt_draft_column {
    uint32_t column; /**< Of the sheet, from 1. */
    struct bgt_slice labels[BGT_LAYOUT_PATH_MAX];
    unsigned label_count;
    uint8_t state; /**< enum bgt_draft_state */
    uint8_t part;  /**< As in a layout; 0: the code is not split. */
    uint8_t digits;
    bool is_item;       /**< Its text names the row. */
    bool is_same_again; /**< Undecided because an earlier column has the field. */
    uint16_t field;     /**< BGT_line_…, or BGT_LAYOUT_NONE. */
    unsigned block;     /**< From 0. */
    const char *layout; /**< Guessed by the label of this layout; null: by the model. */
    unsigned numbers, texts; /**< Cells below the header. */
    uint32_t lengths;        /**< Bit n: a cell of digits with n bytes, up to 31. */
};

/** A draft on its way. */
struct bgt_draft {
    const struct bgt_draft_options *options;
    struct bgt_draft_result *result;
    struct bgt_window window; /**< The rows of the sheet. */
    bool is_whole;            /**< The window has all rows of the sheet. */
    uint32_t first, rows;     /**< The header in the window. */
    uint32_t body, end;       /**< Rows below it, and behind the last. */
    struct bgt_header header;
    struct bgt_draft_column columns[BGT_DRAFT_COLUMNS];
    unsigned column_count;
    unsigned block_count;
    struct bgt_slice title, form_no, unit;
    bool is_unit_in_header;
    struct bgt_buffer key;
    struct bgt_buffer other;
    bgt_status failure; /**< BGT_NO_MEMORY once a text could not be compared. */
};

/** The cell of a row in a column of the sheet, or null where it is blank. */
const struct bgt_value *bgt_draft_cell(const struct bgt_draft *draft, uint32_t row,
                                       uint32_t column);

/** Text of a cell without blanks at its ends; length 0 for null and for numbers that have
 * no text. */
struct bgt_slice bgt_draft_text(const struct bgt_draft *draft,
                                const struct bgt_value *value);

/** Whether a text has a part. */
bool bgt_draft_has(struct bgt_slice text, const char *part);

/** Finds header, body and heading. BGT_OK, BGT_NOT_FOUND or BGT_NO_MEMORY. */
bgt_status bgt_draft_find(struct bgt_draft *draft);

/** Decides the columns. BGT_OK, BGT_NOT_FOUND where none is of use, or BGT_NO_MEMORY. */
bgt_status bgt_draft_columns(struct bgt_draft *draft);

/** Writes the file. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_draft_write(struct bgt_draft *draft, struct bgt_buffer *out);

/** A total by its name: 合计, 小计 …. */
struct bgt_draft_total {
    const char *label;
    const char *kind; /**< Null: total. */
    const char *role; /**< Null: none. */
};

/** The total that a text names, or null. Want of memory is kept in `failure`. */
const struct bgt_draft_total *bgt_draft_total_of(struct bgt_draft *draft,
                                                 struct bgt_slice text);

/** The column of a block that names the rows, or null. */
const struct bgt_draft_column *bgt_draft_item(const struct bgt_draft *draft,
                                              unsigned block);

/** The rows of a block: `rows:` or `open:`. As bgt_draft_write. */
bgt_status bgt_draft_write_rows(struct bgt_draft *draft, struct bgt_buffer *out,
                                unsigned block);

/** Appends a text in double quotes, as YAML has them. */
bgt_status bgt_draft_quote(struct bgt_buffer *out, struct bgt_slice text);

#endif
