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

/* ---- Writing
 * ----------------------------------------------------------------------------- */

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

#endif
