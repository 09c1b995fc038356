/**
 * layout/writer_document.h: a whole document in the layouts of its tables.
 *
 * Private to layout. Everything is kept in a spool until the end, because only then the
 * facts of the document, the number of tables and their layouts are known.
 */
#ifndef LAYOUT_WRITER_DOCUMENT_H
#define LAYOUT_WRITER_DOCUMENT_H

#include <stdbool.h>

#include "layout/builtin.h"
#include "layout/layouts.h"

struct bgt_catalogues;
struct bgt_document_writer;

/** How. Borrowed until close. */
struct bgt_document_writer_options {
    struct bgt_builtin_target target;
    const struct bgt_layouts *layouts;       /**< May be null. */
    const struct bgt_catalogues *catalogues; /**< May be null. */
    const char *layout;                      /**< As the user named it; null: as read. */
    struct bgt_layout_choice choice;         /**< What it means; count 0: as read. */
    bool is_single;                          /**< The target holds one sheet. */
    bool is_folder;                          /**< Its sheets are files of a folder. */
    bool has_no_entities;
    bool has_contents; /**< A contents sheet, where the family has one. */
    bool has_charts;   /**< A sheet of charts, where the family has one. */
};

/** Makes one. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_document_writer_open(const struct bgt_document_writer_options *options,
                                    struct bgt_document_writer **writer);
struct bgt_sink bgt_document_writer_sink(struct bgt_document_writer *writer);
void bgt_document_writer_close(struct bgt_document_writer *writer);

#endif
