/**
 * layout/builtin.h: the layouts that are code and not data: `lines`, `facts` and
 * `entities`.
 *
 * docs/layouts/builtin.md describes them for people. Each writer is a sink of records
 * that puts its sheets into `cells`; each reader takes the rows of its sheets and gives
 * records.
 */
#ifndef LAYOUT_BUILTIN_H
#define LAYOUT_BUILTIN_H

#include <stdbool.h>

#include "base/text.h"
#include "budget/limits.h"
#include "io/io.h"
#include "layout/cells.h"
#include "layout/losses.h"
#include "model/model.h"
#include "model/stream.h"

/* ---- Writing ---- */

/** What the writers share. Everything is borrowed until their close. */
struct bgt_builtin_target {
    struct bgt_cells *cells;
    struct bgt_losses *losses;
    const struct bgt_io *io;
};

struct bgt_facts_writer;
struct bgt_lines_writer;
struct bgt_entities_writer;

/** `facts`: one row for each present figure (contract, design §4). Streams as long as
 * document and lines state year, division, agency and unit; what comes after the first
 * line that needs one of these is kept until the end, since a later `document` record may
 * state it. */
bgt_status bgt_facts_writer_open(const struct bgt_builtin_target *target,
                                 struct bgt_facts_writer **writer);
struct bgt_sink bgt_facts_writer_sink(struct bgt_facts_writer *writer);
void bgt_facts_writer_close(struct bgt_facts_writer *writer);

/** `lines`: one row for each line (contract, design §4). Keeps all lines until the end,
 * in a spool. What is no line is counted as loss. */
bgt_status bgt_lines_writer_open(const struct bgt_builtin_target *target,
                                 struct bgt_lines_writer **writer);
struct bgt_sink bgt_lines_writer_sink(struct bgt_lines_writer *writer);
void bgt_lines_writer_close(struct bgt_lines_writer *writer);

/** `entities`: one sheet for each entity. Keeps everything until the end, in two spools.
 */
bgt_status bgt_entities_writer_open(const struct bgt_builtin_target *target,
                                    struct bgt_entities_writer **writer);
struct bgt_sink bgt_entities_writer_sink(struct bgt_entities_writer *writer);
void bgt_entities_writer_close(struct bgt_entities_writer *writer);

/** A column of an entity sheet that was written, for datapackage.h. */
struct bgt_entity_sheet_column {
    const struct bgt_field *field; /**< Null: an extra, or one of the sheet's own. */
    uint8_t type;                  /**< Without field: enum bgt_value_type. */
    const char *name;              /**< Header. */
};

/** An entity sheet that was written. */
struct bgt_entity_sheet {
    const struct bgt_entity *entity;
    const struct bgt_entity_sheet_column *columns;
    size_t column_count;
};

/** The sheets that were written, after `finish`. Borrowed until close. */
const struct bgt_entity_sheet *
bgt_entities_writer_sheets(const struct bgt_entities_writer *writer, size_t *count);

/* ---- Reading ---- */

/** What a sheet is. */
enum bgt_builtin_kind {
    BGT_BUILTIN_NONE = 0,
    BGT_BUILTIN_LINES = 1,
    BGT_BUILTIN_ENTITY = 2, /**< A sheet of `entities`, named by its entity. */
    BGT_BUILTIN_FACTS = 3,  /**< Output only: refused with LAYOUT_FACTS_INPUT. */
    BGT_BUILTIN_ORDER = 4   /**< Where the forms stand in the document: order.h. */
};

/** What the first row of a sheet that is not blank says about it. Any thread. */
enum bgt_builtin_kind bgt_builtin_recognise(struct bgt_slice sheet,
                                            const struct bgt_batch *batch,
                                            const struct bgt_item *row);

struct bgt_builtin_reader;

/** A sheet of a built-in layout, at its header row. Everything is borrowed for the call.
 */
struct bgt_builtin_sheet {
    enum bgt_builtin_kind kind;
    struct bgt_slice name;
    const struct bgt_batch *batch;
    const struct bgt_item *header;
    /** Document records were put before; else this reader puts one first. */
    bool has_document;
    bool has_others;        /**< The input has sheets that are no entity sheets. */
    uint32_t last_table_no; /**< Of the last table that was put before; 0: none. */
};

/** Makes a reader for all sheets of one input. BGT_OK or BGT_NO_MEMORY. `io` is borrowed.
 */
bgt_status bgt_builtin_reader_open(const struct bgt_io *io,
                                   struct bgt_builtin_reader **reader);

/** Ends it; null is allowed. */
void bgt_builtin_reader_close(struct bgt_builtin_reader *reader);

/**
 * Begins a sheet; then its rows below the header; then its end. Records of `lines` go
 * into `out` at once (at most a TABLE_END and five more items a call); those of entity
 * sheets are kept for bgt_builtin_reader_next.
 *
 * @return BGT_OK; BGT_BAD where an error was reported (go on with the next row);
 * BGT_FATAL where the sheet cannot be read (skip its rows and its end; the next sheet may
 * be begun); BGT_NO_MEMORY, BGT_LIMIT (reported).
 */
bgt_status bgt_builtin_reader_begin(struct bgt_builtin_reader *reader,
                                    const struct bgt_builtin_sheet *sheet,
                                    struct bgt_batch *out);
bgt_status bgt_builtin_reader_row(struct bgt_builtin_reader *reader,
                                  const struct bgt_batch *batch,
                                  const struct bgt_item *row, struct bgt_batch *out);
bgt_status bgt_builtin_reader_end(struct bgt_builtin_reader *reader,
                                  struct bgt_batch *out);

/** Which records of the entity sheets come next. */
struct bgt_builtin_wanted {
    bool has_document; /**< Document records were put before. */
    uint64_t below;    /**< Only those of a lower seq. */
};

/** Once all sheets were read: appends records of the entity sheets, in the order of
 * `seq`, until bgt_batch_full(). BGT_OK: call again. BGT_END: that was all that is
 * wanted; lines of a table that has begun come whatever their seq. BGT_BAD as above, then
 * call again. */
bgt_status bgt_builtin_reader_next(struct bgt_builtin_reader *reader,
                                   const struct bgt_builtin_wanted *wanted,
                                   struct bgt_batch *out);

/** Once all sheets were read: the record that comes next, where it is the document record
 * that opens the stream; appended to `out` and taken. BGT_END: there is none. */
bgt_status bgt_builtin_reader_take_document(struct bgt_builtin_reader *reader,
                                            struct bgt_batch *out);

/** Number of the last table that was put, and how many lines and tables there were. */
struct bgt_builtin_counts {
    uint32_t last_table_no;
    uint32_t tables;
    uint64_t lines;
};
struct bgt_builtin_counts
bgt_builtin_reader_counts(const struct bgt_builtin_reader *reader);

#endif
