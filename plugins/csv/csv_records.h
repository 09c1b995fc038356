/*
 * Records of one CSV file, one a call, with the exact line and column of every cell.
 *
 * libcsv parses; it knows no places, so it is fed one physical line at a time and the
 * places are counted beside it. A record is a row of the sheet; a blank line is an empty
 * row.
 */
#ifndef PLUGINS_CSV_RECORDS_H
#define PLUGINS_CSV_RECORDS_H

#include <csv.h>
#include <stdbool.h>

#include "csv_lines.h"

/** State of one file. */
struct bgt_csv_records {
    const struct bgt_env *env;
    const char *sheet; /**< For places; borrowed. */
    struct csv_parser parser;
    struct bgt_csv_lines lines;
    struct bgt_batch *batch; /**< Where the record goes; set for the call. */
    bgt_status status;       /**< First failure inside a callback of libcsv. */
    bool allows_ragged;
    bool keeps_quotes;
    bool has_parser;

    uint64_t row;        /**< Records so far, blank lines counted. */
    uint32_t width;      /**< Cells of every row so far; 0: none, or they differ. */
    uint32_t last_width; /**< Cells of the row before; 0: none. */
    bool is_mixed;       /**< Rows of different width were seen. */
    enum bgt_csv_break first_break; /**< How the first record ended; NONE: none yet. */
    bool has_told_breaks;

    uint32_t cells;       /**< Cells of the record so far. */
    bool is_open;         /**< A quoted cell goes on in the next line. */
    bool is_row_complete; /**< The line ended a record. */
    uint64_t record_line;
    uint64_t record_bytes;           /**< Raw bytes of the lines of the record. */
    const struct bgt_csv_line *line; /**< The line that is being fed. */
    size_t at;                       /**< Where the present cell goes on in `line`. */
    uint64_t cell_line;              /**< Where the present cell began. */
    uint32_t cell_column;
};

/** How a file is to be read. */
struct bgt_csv_records_options {
    const char *sheet;
    char delimiter;
    bool allows_ragged;
    bool keeps_quotes;     /**< Quotation marks inside a cell without quotes are text. */
    bool skips_first_line; /**< `sep=;`: delivered as an empty row. */
};

/** Begins. `records->lines` is already set up by the caller and is taken over. */
bgt_status bgt_csv_records_init(struct bgt_csv_records *records,
                                const struct bgt_env *env,
                                const struct bgt_csv_records_options *options);

/** Appends one ROW item. BGT_OK, BGT_END (nothing was appended), BGT_BAD (an error was
 * reported, go on) or a status that ends the file. */
bgt_status bgt_csv_records_next(struct bgt_csv_records *records, struct bgt_batch *batch);

/** Frees everything, `lines` included. */
void bgt_csv_records_clear(struct bgt_csv_records *records);

#endif
