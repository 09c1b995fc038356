/**
 * layout/reading.h: the state of a layout reader, shared by the files that make it up.
 *
 * Private to layout. Rows go through two states: *seeking*, where they are kept in a
 * window until a header is found (window.h, header.h, match.h), and *body*, where each
 * row becomes lines (body.h). A table that has begun is a struct bgt_reading_table.
 */
#ifndef LAYOUT_READING_H
#define LAYOUT_READING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "diag/bounds.h"
#include "io/batch.h"
#include "layout/builtin.h"
#include "layout/header.h"
#include "layout/layouts.h"
#include "layout/line.h"
#include "layout/match.h"
#include "layout/order.h"
#include "layout/prose.h"
#include "layout/reader.h"
#include "layout/window.h"
#include "model/catalogue.h"

/** Bytes that facts, reports and the units seen may take. */
#define BGT_READING_BYTES (64u << 20)
/** Bytes of one text that is kept (title, name, note). */
#define BGT_READING_TEXT 65536

/** Most names of units that are remembered; comparing with them is linear. */
#define BGT_READING_AGENCIES 1024

/** What the rows of the present sheet mean. */
enum bgt_reading_state {
    BGT_READING_OUTSIDE = 0,  /**< Between sheets. */
    BGT_READING_SEEKING = 1,  /**< No table has begun; rows go into the window. */
    BGT_READING_BODY = 2,     /**< Rows are lines of the table. */
    BGT_READING_NOTES = 3,    /**< Below the lines: notes. */
    BGT_READING_SKIPPING = 4, /**< The rest of the sheet is not read. */
    BGT_READING_BUILTIN = 5,  /**< Rows go to a built-in layout. */
    BGT_READING_LABELLED = 6, /**< Rows of a labelled form; they stay in the window. */
    BGT_READING_ORDER = 7     /**< Rows say where forms stand in the document. */
};

/** What a column of the sheet means in the present table. */
struct bgt_claim {
    uint16_t column;   /**< Layout column, or BGT_LAYOUT_NONE. */
    uint16_t extra;    /**< Index of an extra, or BGT_LAYOUT_NONE. */
    bool is_numbering; /**< Numbers the rows: read and not kept. */
    bool is_code_warned;
    bool is_padding_told;
};

/** A labelled column that the layout does not know. */
struct bgt_extra_column {
    struct bgt_slice name;
    uint32_t column;
    uint8_t block; /**< The block whose lines carry it. */
};

/** What reading remembers of one block. */
#define BGT_READING_CODE 16

struct bgt_block_state {
    uint16_t open_row;                        /**< Fixed row that is open. */
    const struct bgt_catalogue_entry *parent; /**< Open class of a lookup, or null. */
    char above[BGT_READING_CODE]; /**< Joined code of the row above; length 0: none. */
    uint8_t above_length;
    bool has_full_codes; /**< Some row prints several parts of its code. */
    bool is_carry_told;
};

/** A line that waits for the next row, which tells whether it is a subtotal. */
struct bgt_waiting {
    bool is_there;
    bool is_agency;
    uint16_t level;
    uint32_t item; /**< Index in the waiting batch. */
    struct bgt_buffer code;
};

/** The table that is being read. Zeroed between tables. */
struct bgt_reading_table {
    const struct bgt_layout *layout;
    struct bgt_layout_region *region;
    struct bgt_claim *claims; /**< By column of the sheet, from 0. */
    uint32_t claim_count;
    uint32_t *sheet_columns; /**< By layout column: column of the sheet, 0: not there. */
    struct bgt_extra_column *extras;
    uint32_t extra_count;
    struct bgt_layout_fields fields; /**< What the table announces. */
    struct bgt_block_state blocks[BGT_LAYOUT_BLOCKS_MAX];
    bool has_waiting; /**< Some block has open rows of several levels. */
    struct bgt_header_line header[BGT_LAYOUT_PATH_MAX]; /**< To know it again. */
    uint8_t header_rows;
    unsigned year;
    unsigned places; /**< Most places of any figure as shown. */
    bool has_figures;
    struct bgt_slice unit;   /**< Arena; length 0: none. */
    struct bgt_slice agency; /**< Arena: unit whose projects follow; length 0: none. */
    struct bgt_buffer notes, document_notes;
    uint64_t hidden_rows;
    uint64_t last_line; /**< Line of the last row that is not empty. */
};

/** Facts of the document, by field; length 0: not known. Arena. */
struct bgt_document_facts {
    struct bgt_slice known[BGT_document_field_count];
    bool is_told[BGT_document_field_count]; /**< Stands in a document record already. */
    bool is_open;                           /**< The first document record is out. */
};

/** Tables beside one another: those of the left are read first. */
struct bgt_beside {
    uint32_t split; /**< Columns from here on wait; 0: the sheet is not divided. */
    bool is_sought; /**< Whether the sheet was looked through. */
    struct bgt_batch *left; /**< A row's cells left of it. */
    struct bgt_batch *part; /**< Scratch. */
    struct bgt_window rows; /**< Cells right of it, all rows. */
};

/** The reader. */
struct bgt_layout_reader {
    struct bgt_layout_reader_options options;
    struct bgt_io io;
    struct bgt_layout_choice choice; /**< Of input_layout; count 0: all layouts. */
    struct bgt_arena arena;          /**< Lives until close. */
    struct bgt_arena table_arena;    /**< Lives as long as a table. */
    struct bgt_arena row_arena;      /**< Lives as long as a row. */

    struct bgt_batch *input; /**< Cells from the source. */
    uint32_t input_at;
    bool has_input_ended;
    struct bgt_window window; /**< Rows of a table that is sought. */
    struct bgt_window replay; /**< Rows of a window whose header was found. */
    uint32_t replay_at;
    struct bgt_batch *out;      /**< The caller's, during a call. */
    struct bgt_batch *waiting;  /**< Lines of the last row. */
    struct bgt_batch *building; /**< Lines of this row. */
    struct bgt_waiting last[BGT_LAYOUT_BLOCKS_MAX], next[BGT_LAYOUT_BLOCKS_MAX];

    enum bgt_reading_state state;
    const char *sheet; /**< Name of the present sheet; arena. */
    uint8_t sheet_flags;
    bool *sheets_seen; /**< By index of options.sheets. */
    struct bgt_builtin_reader *builtin;
    uint64_t builtin_lines;  /**< Lines of its sheets so far. */
    bool has_builtin_failed; /**< The rest of its sheet is skipped. */
    bool has_ended;          /**< The source has said BGT_END. */
    struct bgt_reading_table table;
    struct bgt_match labelled; /**< BGT_READING_LABELLED: which form it is. */
    uint32_t labelled_title;   /**< Its title's value in the window; UINT32_MAX: none. */
    const struct bgt_layout
        *left_form;     /**< A form on a page that may go on; null: none. */
    uint32_t left_rows; /**< Rows since. */
    struct bgt_line_draft draft;
    uint32_t *cell_of; /**< Values of this row by column, from 1; 0: none. */
    uint32_t cell_of_count;
    struct bgt_buffer key, text; /**< Scratch. */
    struct bgt_beside beside;
    struct bgt_prose prose;
    struct bgt_order order;
    struct bgt_buffer prose_text; /**< Scratch of prose: a row as text. */

    struct bgt_document_facts document;
    struct bgt_slice family;    /**< Of the first table: ties go to it. */
    struct bgt_slice *agencies; /**< Names of units seen; texts in the arena. */
    size_t agency_count, agency_capacity;
    uint32_t table_no;

    struct bgt_layout_region *regions;
    size_t region_count, region_capacity;
    bgt_status worst;      /**< BGT_BAD once an error was reported. */
    bgt_status failure;    /**< BGT_NO_MEMORY once a text could not be compared. */
    bgt_status call_worst; /**< The same for the present call. */
};

/** The place of a cell; `value` may be null: the row. */
struct bgt_place bgt_reading_place(const struct bgt_layout_reader *reader,
                                   const struct bgt_item *row,
                                   const struct bgt_value *value);

/** Reports at a place. Remembers an error in `worst`. BGT_OK, or BGT_FATAL where enough
 * errors were collected. */
bgt_status bgt_reading_report(struct bgt_layout_reader *reader,
                              const struct bgt_diagnostic *diagnostic);

/** The same for a cell, with its text. */
bgt_status bgt_reading_report_cell(struct bgt_layout_reader *reader, const char *code,
                                   const struct bgt_cell *cell, const char *argument1,
                                   const char *argument2);

/** Reports that a bound of the program's own is reached at a row (null: on the sheet).
 * Answers BGT_LIMIT. */
bgt_status bgt_reading_bound(const struct bgt_layout_reader *reader,
                             const struct bgt_item *row, enum bgt_bound_number number,
                             uint64_t value);

/** A copy in the reader's arena. BGT_OK, BGT_NO_MEMORY, or BGT_LIMIT (reported). */
bgt_status bgt_reading_keep(struct bgt_layout_reader *reader, struct bgt_slice text,
                            struct bgt_slice *out);

/** Adds a region to the report. Null where memory ran out. */
struct bgt_layout_region *bgt_reading_add_region(struct bgt_layout_reader *reader);

/** Adds a few words to the region's guesses. BGT_OK or as bgt_reading_keep. */
bgt_status bgt_reading_guess(struct bgt_layout_reader *reader,
                             struct bgt_layout_region *region, const char *words);

/** Whether a name is a unit that the document or an earlier table names. */
bool bgt_reading_is_agency(const struct bgt_layout_reader *reader, struct bgt_slice name);

/** Remembers a unit's name. BGT_OK or as bgt_reading_keep. */
bgt_status bgt_reading_add_agency(struct bgt_layout_reader *reader,
                                  struct bgt_slice name);

/** Opens and closes what beside.c needs; begins a sheet. */
bgt_status bgt_beside_open(struct bgt_layout_reader *reader);
void bgt_beside_close(struct bgt_layout_reader *reader);
void bgt_beside_begin(struct bgt_layout_reader *reader);

/** Divides the window where two tables with titles of their own stand beside one another.
 * BGT_OK, whether it did or not; else as bgt_reading_report. */
bgt_status bgt_beside_find(struct bgt_layout_reader *reader);

/** Divides a row: its left cells are the item of `beside.left`, the others wait. */
bgt_status bgt_beside_divide(struct bgt_layout_reader *reader,
                             const struct bgt_batch *batch, const struct bgt_item *row);

/** Puts what waited into the replay; false where nothing did. */
bool bgt_beside_turn(struct bgt_layout_reader *reader);

/** Looks for a table in the window. With @p is_end the sheet has no more rows. BGT_OK
 * with the state that follows, or an error as bgt_reading_report. */
bgt_status bgt_reading_resolve(struct bgt_layout_reader *reader, bool is_end);

/** Reports LAYOUT_NO_MATCH at a number, with the nearest layouts. */
bgt_status bgt_reading_report_no_match(struct bgt_layout_reader *reader,
                                       const struct bgt_match_result *result,
                                       const struct bgt_cell *number);

/** Begins the table that was found: reads what stands above its header, puts document,
 * table and FIELDS. */
bgt_status bgt_table_begin(struct bgt_layout_reader *reader,
                           const struct bgt_match *match);

struct bgt_heading_facts;

/** What stands above the table: year, unit of the figures, the unit that it is of (@p
 * agency, where it is not the document's). Part of bgt_table_begin. */
bgt_status bgt_table_heading(struct bgt_layout_reader *reader,
                             const struct bgt_match *match,
                             struct bgt_heading_facts *facts, struct bgt_slice *agency);

/** What its columns mean: part of bgt_table_begin. */
bgt_status bgt_table_columns(struct bgt_layout_reader *reader,
                             const struct bgt_match *match);

/** Forgets the table without a word: after its end, or when reading is given up. */
void bgt_table_forget(struct bgt_layout_reader *reader);

/** Ends it: the waiting lines, TABLE_END, notes for the whole document. */
bgt_status bgt_table_end(struct bgt_layout_reader *reader);

/** One row below the header. */
bgt_status bgt_body_row(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                        const struct bgt_item *row);

/** The code of the note for a sheet that, by its name and its first text, is one that we
 * write beside forms; null where it is none. */
const char *bgt_reading_own_sheet(const struct bgt_layout_reader *reader,
                                  const struct bgt_batch *batch,
                                  const struct bgt_item *row);

/** Whether a layout took any region so far. */
bool bgt_reading_has_table(const struct bgt_layout_reader *reader);

#endif
