/**
 * layout/document_facts.h: what the tables of an input say about their document.
 *
 * Private to layout.
 */
#ifndef LAYOUT_DOCUMENT_FACTS_H
#define LAYOUT_DOCUMENT_FACTS_H

#include "layout/heading.h"
#include "layout/reading.h"

/** Takes a fact that a table states: the document's where it is the first to say so, else
 * it is compared (DOCUMENT_CONFLICT). `*differs` says that the table's is another. */
bgt_status bgt_document_fact(struct bgt_layout_reader *reader, uint16_t field,
                             struct bgt_slice value, bool *differs);

/** Takes the kind of document from a row that is no more than its title
 * (document_kind.h): before the first table, and from the first such row. Statuses as
 * bgt_reading_report. */
bgt_status bgt_document_title(struct bgt_layout_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *row);

/** The same from the title of the table, else what its layout usually is. An export is
 * one whatever stands above it. */
bgt_status bgt_document_kind(struct bgt_layout_reader *reader, struct bgt_slice title);

/** Puts a document record with the facts that were not told yet; the first one always. */
bgt_status bgt_document_put(struct bgt_layout_reader *reader);

/** Adds a text to document.notes and puts it in a document record of its own. */
bgt_status bgt_document_put_notes(struct bgt_layout_reader *reader,
                                  struct bgt_slice notes);

#endif
