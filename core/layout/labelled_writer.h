/**
 * layout/labelled_writer.h: a table of funds and the records behind it become one
 * labelled form.
 *
 * Private to layout. A form's sheet is written when it ends: with the next table, or with
 * the document.
 */
#ifndef LAYOUT_LABELLED_WRITER_H
#define LAYOUT_LABELLED_WRITER_H

#include "layout/form_writer.h"

struct bgt_labelled_writer;

/** Makes one. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_labelled_writer_open(const struct bgt_form_writer_options *options,
                                    struct bgt_labelled_writer **writer);

/** Ends it; null is allowed. */
void bgt_labelled_writer_close(struct bgt_labelled_writer *writer);

/** Begins the form of a table. Statuses as a grid sink's; BGT_LIMIT is reported. */
bgt_status bgt_labelled_writer_begin(struct bgt_labelled_writer *writer,
                                     const struct bgt_form_choice *choice,
                                     const struct bgt_batch *batch,
                                     const struct bgt_item *item);

/** The table's FIELDS, lines and TABLE_END. */
bgt_status bgt_labelled_writer_put(struct bgt_labelled_writer *writer,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item);

/** A record that is no line: `*is_taken` says whether it stands in the form that is open.
 */
bgt_status bgt_labelled_writer_take(struct bgt_labelled_writer *writer,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *item, bool *is_taken);

/** Writes the form that is open, if any. */
bgt_status bgt_labelled_writer_end(struct bgt_labelled_writer *writer);

#endif
