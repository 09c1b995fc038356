/**
 * layout/writer.h: records become the sheets of a grid target.
 *
 * # Which layout
 *
 * `--layout` where it is given: `lines`, `facts`, `entities`, a family
 * (`shanxi-unit-2026`: each table in the family's layout for its table_id), one layout
 * (`shanxi-unit-2026/summary`) or a table alone (`summary`). Else a folder gets
 * `entities`. Else each table is written in the layout it was read with (table.layout)
 * where the target can hold it: any number of forms and exports where the target has
 * several sheets; where it has one, an export, and only when the document has this one
 * table. All other tables go to one sheet `lines`.
 *
 * A target of several sheets gets the forms first, then `lines` for the tables without a
 * form, then entity sheets for all that forms cannot hold. A family may put a contents
 * sheet before its forms (targets with styles) and a sheet of charts behind them (targets
 * that draw charts); both only repeat what the forms hold (family.h). What finds no place
 * is reported as loss.
 */
#ifndef LAYOUT_WRITER_H
#define LAYOUT_WRITER_H

#include "base/buffer.h"
#include "budget/limits.h"
#include "model/stream.h"

struct bgt_catalogues;
struct bgt_layouts;
struct bgt_layout_writer;
struct bgt_reporter;

/** How records are written. Everything is borrowed until bgt_layout_writer_close. */
struct bgt_layout_writer_options {
    const struct bgt_layouts *layouts; /**< Null: none but the built-in ones. */
    const char *layout;                /**< `--layout`, or null. */
    const struct bgt_catalogues *catalogues;
    struct bgt_reporter *reporter;
    const struct bgt_limits *limits;
    const char *temporary_folder; /**< As bgt_io. */
    struct bgt_grid_sink grid; /**< `capacity` null: holds everything, several sheets. */
    int is_folder;             /**< Not 0: one file a sheet. */
    int has_no_entities;       /**< `-o entities=no`: no entity sheets after the forms. */
    int has_no_contents;       /**< `-o contents=no`: no contents sheet before them. */
    int has_no_charts;         /**< `-o charts=no`: no sheet of charts behind them. */
};

/**
 * Opens a writer. Puts nothing before the first record.
 *
 * @return BGT_OK; BGT_BAD where `layout` is no layout (LAYOUT_UNKNOWN or
 * LAYOUT_NAME_AMBIGUOUS was reported: exit status 2); BGT_NO_MEMORY. `*writer` is set on
 * BGT_OK only.
 */
bgt_status bgt_layout_writer_open(const struct bgt_layout_writer_options *options,
                                  struct bgt_layout_writer **writer);

/** Where records go. Its `finish` writes what was kept, reports losses and finishes the
 * grid sink. Borrowed until close. */
struct bgt_sink bgt_layout_writer_sink(struct bgt_layout_writer *writer);

/** After `finish`: appends `datapackage.json` where entity sheets were written. BGT_OK;
 * BGT_NOT_FOUND where none were; BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_layout_writer_datapackage(const struct bgt_layout_writer *writer,
                                         struct bgt_buffer *out);

/** Ends it; null is allowed. */
void bgt_layout_writer_close(struct bgt_layout_writer *writer);

#endif
