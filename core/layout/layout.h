/**
 * layout/layout.h: one layout file, compiled: how cells mean records, in both directions.
 *
 * A layout says how a printed table looks and what it means: its title and number, its
 * header as paths of labels, which line fields each column holds, and its rows: a form's
 * fixed rows, or open rows, one for each code, project or agency. The reader (reader.h)
 * and the writer of forms use the same struct. docs/layouts/layout-files.md describes the
 * file's keys.
 *
 * Everything in a layout is constant after loading, lives as long as its `struct
 * bgt_layouts` and may be used by any thread. Slices are UTF-8 and closed by a NUL their
 * length does not count.
 *
 * Templates: a `written` text may hold `{key}`, where key is a field of `table` or
 * `document` (the table's value before the document's): `{fiscal_year}年预算收支总表`.
 * `{title}` and `{form_no}` are the table's as printed, else the layout's own `title` and
 * `form_no`. A template whose only fields are blank or absent prints nothing.
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/model.h"

/* What one layout file may hold; a file beyond these is refused with LAYOUT_TOO_LARGE. */
#define BGT_LAYOUT_PATH_MAX    4      /**< Header rows: labels above one column. */
#define BGT_LAYOUT_FIELDS_MAX  4      /**< Fields that one column fills. */
#define BGT_LAYOUT_COLUMNS_MAX 512    /**< Columns of all blocks together. */
#define BGT_LAYOUT_BLOCKS_MAX  16     /**< Blocks beside one another. */
#define BGT_LAYOUT_ROWS_MAX    1024   /**< Fixed rows of one block. */
#define BGT_LAYOUT_ALIASES_MAX 64     /**< Spellings of one label. */
#define BGT_LAYOUT_VALUES_MAX  16     /**< Constants of a layout, block or row. */
#define BGT_LAYOUT_HEADING_MAX 8      /**< Rows above the header. */
#define BGT_LAYOUT_LEVELS_MAX  8      /**< Levels of a code. */
#define BGT_LAYOUT_LABEL_BYTES 1024   /**< Bytes of a label; a longer text is none. */
#define BGT_LAYOUT_FILE_BYTES  262144 /**< Bytes of one layout file. */

/** No column, no row. */
#define BGT_LAYOUT_NONE UINT16_MAX

/** What a layout describes. */
enum bgt_layout_kind {
    BGT_LAYOUT_FORM =
        1, /**< A printed table: heading, header of one to four rows, notes. */
    BGT_LAYOUT_EXPORT = 2, /**< A plain grid: one header row, each column a field. */
    BGT_LAYOUT_LABELLED =
        3 /**< A form read by its labels (labelled.h): no columns, no blocks. */
};

/** Which side of a two-sided table a block is. */
enum bgt_layout_side {
    BGT_SIDE_NONE = 0,
    BGT_SIDE_INCOME = 1,     /**< `income` */
    BGT_SIDE_EXPENDITURE = 2 /**< `expenditure` */
};

/** What the cells of a column are. */
enum bgt_layout_content {
    BGT_CONTENT_TEXT = 1, /**< Text as printed. */
    BGT_CONTENT_CODE =
        2, /**< A code: text; a number stored in its place is read as text. */
    BGT_CONTENT_AMOUNT = 3 /**< A figure. */
};

/** A label: how it is written, and every spelling under which it is recognised. */
struct bgt_layout_label {
    struct bgt_slice written; /**< Template. */
    /** Comparable forms (bgt_layout_label_key), `written`'s own first. */
    const struct bgt_slice *keys;
    const uint32_t
        *ids; /**< Of the keys in bgt_layouts_label; header labels only, else null. */
    uint16_t key_count;
    uint16_t own_count; /**< The first so many stand in the file; the others are the
                           model's. */
};

/** A constant: a field of `line` and its value. */
struct bgt_layout_value {
    uint16_t field; /**< BGT_line_… */
    struct bgt_slice text;
};

/** Constants, in the order of the file. */
struct bgt_layout_values {
    const struct bgt_layout_value *list;
    size_t count;
};

/** One printed column. Two neighbours of one block with the same labels above them share
 * merged cells for these; the last label of a short path is merged down to the last
 * header row. */
struct bgt_layout_column {
    struct bgt_layout_label path[BGT_LAYOUT_PATH_MAX]; /**< From the top row down. */
    uint8_t path_length;                               /**< 1 to 4. */
    uint8_t block;    /**< Index in `bgt_layout.blocks`. */
    uint8_t content;  /**< enum bgt_layout_content */
    bool is_optional; /**< Reading: may be missing. Written like any other. */
    /** Fields of `line` that the cell fills, at least one. Writing: the cell is the first
     * of them that the line has. */
    uint16_t fields[BGT_LAYOUT_FIELDS_MAX];
    uint8_t field_count;
    uint8_t part;        /**< A code split over columns: its part from 1; else 0. */
    uint8_t part_digits; /**< Digits of this part, padded on the left; else 0. */
    bool has_wrap;       /**< Body cells are wrapped when written. */
    uint16_t width;      /**< Characters (Chinese counts two); 0: the format's own. */
};

/** A row whose label is known beforehand: a form's fixed row, or a total of an open
 * table. */
struct bgt_layout_row {
    struct bgt_layout_label label;   /**< Keys are without ordinal and 其中：. */
    struct bgt_layout_values values; /**< Dimensions such as exp_func_code 201. */
    const char *row_kind;            /**< A choice of line.row_kind; never null. */
    const char *row_role;            /**< A choice of line.row_role, or null. */
    uint16_t level_no;               /**< 1 upwards; 0: none. */
    uint16_t position; /**< Fixed rows: printed body row from 1; rows share it across
                          blocks. */
    uint16_t under; /**< Fixed row it belongs to (上年财政拨款结转) and under which alone
                         its name means it; BGT_LAYOUT_NONE: none. */
};

/** Name looked up in a classification, inside the parent that is open only. */
struct bgt_layout_lookup {
    struct bgt_slice scheme; /**< `dep_bgt_eco`; length 0: no lookup. */
    uint16_t code_field;     /**< Field that receives the code. */
};

/** Columns that make up one line each row: the whole table, or one of its sides. */
struct bgt_layout_block {
    uint8_t side;         /**< enum bgt_layout_side */
    bool is_open;         /**< Open rows; else the fixed rows below. */
    bool has_own_item;    /**< A form printed sideways: no column holds the row's name;
                             every printed row is a line of the one fixed row. */
    bool skips_blank;     /**< Writing: fixed rows without a line are not printed. */
    bool has_agency_rows; /**< Among the items are rows that name the unit (role
                             agency_total) or, above the first of these, the department
                             (dept_total). */
    bool has_indent; /**< Writing: items are indented by level; reading: indentation is
                        level. */
    uint16_t first_column, column_count; /**< In `bgt_layout.columns`. */
    uint16_t item_column;  /**< Column with field `item`; BGT_LAYOUT_NONE: an export,
                              or has_own_item. */
    uint16_t code_column;  /**< First column of content CODE (its first field is the row's
                              code), or  BGT_LAYOUT_NONE. */
    uint16_t total_column; /**< Writing: where the label of a total row stands; reading
                              looks in the item and code columns. */
    uint16_t name_field;   /**< Fixed rows: field that the label without ordinal fills, or
                                BGT_LAYOUT_NONE. */
    const struct bgt_layout_row *rows; /**< Fixed rows, in printed order. */
    size_t row_count;
    const struct bgt_layout_row *totals; /**< Open rows: labels of totals. */
    size_t total_count;
    uint8_t
        levels[BGT_LAYOUT_LEVELS_MAX]; /**< Length of a code at each level: 3, 5, 7. */
    uint8_t level_count;
    struct bgt_layout_lookup lookup;
    struct bgt_layout_values constants;
    /** Writing: of several blocks of one side, the lines whose code begins with one of
     * these stand in this one. */
    const struct bgt_slice *codes;
    size_t code_count;
};

/** One row above the header. */
struct bgt_layout_heading {
    struct bgt_slice left;  /**< Template in the first column; length 0: nothing. */
    struct bgt_slice right; /**< Template in the last column, aligned right. */
    struct bgt_slice
        merged; /**< Template across all columns, centred, bold; alone in its row. */
};

struct bgt_labelled;

/** A compiled layout. */
struct bgt_layout {
    struct bgt_slice id;          /**< `shanxi-unit-2026/summary` */
    struct bgt_slice family;      /**< `shanxi-unit-2026` */
    struct bgt_slice name;        /**< `summary` */
    struct bgt_slice label;       /**< For people: `预算收支总表`. */
    struct bgt_slice file;        /**< Path it was read from, for messages. */
    struct bgt_slice table_id;    /**< `summary`, or `x.…`. */
    struct bgt_slice doc_kind;    /**< A choice of document.doc_kind; length 0: none. */
    struct bgt_slice sheet;       /**< Sheet name when written. */
    struct bgt_slice amount_unit; /**< Unit of an export's figures, which prints none;
                                     length 0: as the table or the document says. */
    uint8_t kind;                 /**< enum bgt_layout_kind */
    uint16_t order;               /**< Place in its family, from 1; 0: none. */

    struct bgt_layout_label title;   /**< Keys match a heading cell, or part of one. */
    struct bgt_layout_label form_no; /**< Keys match the beginning of a heading cell. */
    const struct bgt_layout_heading *heading; /**< Written rows above the header. */
    size_t heading_count;

    struct bgt_layout_values constants; /**< For every line of the table. */
    const struct bgt_layout_column *columns;
    size_t column_count;
    const struct bgt_layout_block *blocks;
    size_t block_count;
    uint8_t header_rows; /**< Longest path of any column. */
    bool is_fallback;    /**< Taken only where no other layout fits. */
    bool has_numbering;  /**< A row 1 2 3 … under the header when written. */

    /** A note that holds one of these keys is about the whole document (本套报表): it
     * becomes document.notes, in a `document` record after the table's TABLE_END, and is
     * written below the notes of the first table. */
    const struct bgt_slice *document_notes;
    size_t document_note_count;

    const struct bgt_labelled *labelled; /**< BGT_LAYOUT_LABELLED; else null. */

    bool is_landscape;  /**< Printed page. */
    bool has_fit_width; /**< Printed page: all columns on one page's width. */
    bool is_ungrouped;  /**< Figures are written without thousands separators. */
};

/** The fields that lines read with this layout can hold and that it can write back, one
 * bit each by field number (BGT_line_…): columns, constants, and what the rows give. */
struct bgt_layout_fields {
    uint64_t bits[(BGT_line_field_count + 63) / 64];
};

/** Whether @p field is in @p fields. */
static inline bool bgt_layout_has(const struct bgt_layout_fields *fields, uint16_t field)
{
    return (fields->bits[field / 64] >> (field % 64) & 1u) != 0;
}

/** Gathers them. Pure; any thread. */
void bgt_layout_gather_fields(const struct bgt_layout *layout,
                              struct bgt_layout_fields *out);

/** Whether some column fills a field of `line`. Pure. */
bool bgt_layout_has_column(const struct bgt_layout *layout, uint16_t field);

/** `income` or `expenditure`, or null for BGT_SIDE_NONE. */
const char *bgt_layout_side_text(unsigned side);

/**
 * Appends the comparable form of a header label or title: bgt_text_normalise, then
 * without years (also bare ones: `2026预算数`), without 数 or 额 at its end, 年初 before
 * 预算 and 批复, and brackets with a unit or 类款项; a label that is nothing but a year
 * becomes `{year}`. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT.
 */
bgt_status bgt_layout_label_key(struct bgt_buffer *out, const char *text, size_t length);

/** Appends the comparable form of a row's label: bgt_text_normalise of what follows the
 * ordinal and 其中：. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_layout_row_key(struct bgt_buffer *out, const char *text, size_t length);

/** The fixed row of @p block whose keys hold @p key, given the fixed row that is open (an
 * index, or BGT_LAYOUT_NONE): rows under the open one first, then rows under none. Index,
 * or BGT_LAYOUT_NONE. Pure; any thread. */
uint16_t bgt_layout_find_row(const struct bgt_layout_block *block, uint16_t open,
                             struct bgt_slice key);

/** The total of an open @p block whose keys hold @p key, or null. Pure; any thread. */
const struct bgt_layout_row *bgt_layout_find_total(const struct bgt_layout_block *block,
                                                   struct bgt_slice key);

#endif
