/**
 * layout/reader.h: cells become records by the layouts that match them.
 *
 * # What comes out
 *
 * A `document` record first: doc_kind, fiscal_year, agency_name, amount_unit … as the
 * first table states them; a later `document` record adds what only a later table states
 * (also the notes for the whole set). What contradicts an earlier statement is a
 * diagnostic, never a change; a table's own agency_name or amount_unit is given where it
 * differs from the document's.
 *
 * For each table: `table` (table_no, table_id, form_no, title, layout …), FIELDS, its
 * lines and TABLE_END (table_no, precision, notes, row_count). A line holds table_no and
 * row_no, side where the table has two, row_kind, row_role and level_no where they apply,
 * item as printed, constants of layout, block and row, and the values of its columns. It
 * does not repeat table_id: that is its table's. Blank cells are not stored, but a
 * printed dash is, as a blank with its spelling. Columns that the layout does not know
 * are extras named by their header label.
 *
 * # Places
 *
 * An item's place is the sheet (place text) and the row (line); a value's is the column
 * of its cell (place_column). Items keep BGT_ITEM_CELLS of their row.
 */
#ifndef LAYOUT_READER_H
#define LAYOUT_READER_H

#include "budget/limits.h"
#include "budget/status.h"
#include "layout/layouts.h"
#include "model/stream.h"

struct bgt_catalogues;
struct bgt_reporter;
struct bgt_layout_reader;

/** How cells are read. Everything is borrowed until bgt_layout_reader_close. */
struct bgt_layout_reader_options {
    const struct bgt_layouts *layouts;
    const char *input_layout; /**< `--input-layout`, or null: any that matches. */
    const struct bgt_catalogues *catalogues; /**< Null: no look-ups. */
    struct bgt_reporter *reporter;
    const struct bgt_limits *limits;
    struct bgt_source cells;
    const char *const *sheets;      /**< `--sheet`: only these. */
    size_t sheet_count;             /**< 0: all. */
    const char *const *skip_sheets; /**< `--skip-sheet`: not these. */
    size_t skip_sheet_count;
    const char
        *amount_unit; /**< Unit where none is printed (`--amount-unit`), or null. */
};

/** A layout that nearly fits a region. */
struct bgt_layout_near {
    const char *layout;         /**< Its id. */
    uint32_t confidence;        /**< 0 to 100: share of its columns that are there. */
    const char *const *missing; /**< Labels that are not there, the first of them. */
    size_t missing_count;
    size_t missing_total; /**< All labels that are not there. */
};

/** What happened to one region of a sheet. Text lives until close. */
struct bgt_layout_region {
    const char *sheet;
    const char *layout; /**< Id of the layout; null: not taken. */
    const char
        *reason;       /**< Not taken: code of the diagnostic that says why; else null. */
    const char *unit;  /**< Amount unit, or null. */
    const char *title; /**< As printed, or null. */
    uint32_t confidence; /**< 0 to 100. */
    uint32_t table_no;   /**< 0: not taken. */
    uint32_t year;       /**< From title or header; 0: none. */
    uint64_t first_row;  /**< Row of the sheet where the header begins; 0: none. */
    uint64_t rows;       /**< Body rows that gave lines. */
    uint64_t lines;
    const char *const *unclaimed; /**< Labels of columns kept as extras. */
    size_t unclaimed_count;
    const char *const *guesses; /**< What was concluded and not read, in a few words. */
    size_t guess_count;
    bool is_hidden;                     /**< The sheet is hidden. */
    const struct bgt_layout_near *near; /**< LAYOUT_NO_MATCH: the nearest, best first. */
    size_t near_count;
};

/**
 * Opens a reader of cells.
 *
 * @return BGT_OK; BGT_BAD where input_layout is no layout (LAYOUT_UNKNOWN or
 * LAYOUT_NAME_AMBIGUOUS was reported); BGT_NO_MEMORY. `*reader_out` is set on BGT_OK
 * only.
 */
bgt_status bgt_layout_reader_open(const struct bgt_layout_reader_options *options,
                                  struct bgt_layout_reader **reader_out);

/** The records. Borrowed until close; pull until it answers BGT_END. After BGT_BAD it may
 * be pulled again, to collect further errors. */
struct bgt_source bgt_layout_reader_source(struct bgt_layout_reader *reader);

/** What happened so far, in the order of the input. */
const struct bgt_layout_region *
bgt_layout_reader_report(const struct bgt_layout_reader *reader, size_t *count);

/** Ends it; null is allowed. */
void bgt_layout_reader_close(struct bgt_layout_reader *reader);

#endif
