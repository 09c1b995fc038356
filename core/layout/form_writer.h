/**
 * layout/form_writer.h: one table at a time becomes one sheet in a published layout.
 *
 * Private to layout. Forms are laid out as a whole, so their lines are kept until the
 * table ends (limit `table-rows`); exports are written line by line.
 */
#ifndef LAYOUT_FORM_WRITER_H
#define LAYOUT_FORM_WRITER_H

#include <stdbool.h>

#include "layout/builtin.h"
#include "layout/form_text.h"
#include "layout/layout.h"

struct bgt_catalogues;
struct bgt_form_writer;

/** How forms are written. Borrowed until close. */
struct bgt_form_writer_options {
    struct bgt_builtin_target target;
    const struct bgt_catalogues *catalogues; /**< May be null. */
    struct bgt_form_facts *facts;            /**< Those of the document are complete. */
};

/** Makes one. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_form_writer_open(const struct bgt_form_writer_options *options,
                                struct bgt_form_writer **writer);

/** Ends it; null is allowed. */
void bgt_form_writer_close(struct bgt_form_writer *writer);

/** A table as it is to be written. */
struct bgt_form_choice {
    const struct bgt_layout *layout;
    bool has_document_notes; /**< The document's notes stand below it. */
    const char *sheet; /**< Name of its sheet, given by bgt_cells_reserve; borrowed until
                          the next table. */
};

/** Begins a table. Then its FIELDS, lines and TABLE_END go through bgt_form_writer_put.
 * Statuses as a grid sink's; BGT_LIMIT is reported. */
bgt_status bgt_form_writer_begin(struct bgt_form_writer *writer,
                                 const struct bgt_form_choice *choice,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item);
bgt_status bgt_form_writer_put(struct bgt_form_writer *writer,
                               const struct bgt_batch *batch,
                               const struct bgt_item *item);

#endif
