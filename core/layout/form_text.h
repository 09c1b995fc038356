/**
 * layout/form_text.h: the texts of a form: templates filled with what document and table
 * say.
 *
 * Private to layout.
 */
#ifndef LAYOUT_FORM_TEXT_H
#define LAYOUT_FORM_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "io/io.h"
#include "layout/layout.h"
#include "layout/record.h"

/** What is known of document and table, as text; an empty buffer is blank or absent. */
struct bgt_form_facts {
    struct bgt_buffer document[BGT_document_field_count];
    struct bgt_buffer table[BGT_table_field_count];
};

/** Makes it empty; takes no memory yet. */
void bgt_form_facts_init(struct bgt_form_facts *facts, const struct bgt_io *io);

/** Ends it. */
void bgt_form_facts_close(struct bgt_form_facts *facts);

/** Takes a `document` record: a fact that is known stays. BGT_OK, BGT_NO_MEMORY,
 * BGT_LIMIT. */
bgt_status bgt_form_facts_document(struct bgt_form_facts *facts,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item);

/** Forgets the table at hand. */
void bgt_form_facts_clear_table(struct bgt_form_facts *facts);

/** Takes a `table` record or a TABLE_END. As bgt_form_facts_document. */
bgt_status bgt_form_facts_table(struct bgt_form_facts *facts,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item);

/** A fact of the table, or else of the document, by key; length 0 where there is none. */
struct bgt_slice bgt_form_fact(const struct bgt_form_facts *facts, struct bgt_slice key);

/**
 * Appends a template filled (layout.h). A template that names facts and finds none of
 * them gives nothing.
 *
 * @param layout whose own title and number stand in where the table has none.
 */
bgt_status bgt_form_fill(struct bgt_buffer *out, const struct bgt_form_facts *facts,
                         const struct bgt_layout *layout, struct bgt_slice text);

/** Appends a label filled; one that gives nothing (a year that is not known) stands as
 * another of its spellings. */
bgt_status bgt_form_fill_label(struct bgt_buffer *out, const struct bgt_form_facts *facts,
                               const struct bgt_layout *layout,
                               const struct bgt_layout_label *label);

/** Whether all @p notes are known to a form as notes of the whole document. */
bool bgt_form_holds_notes(const struct bgt_layout *layout,
                          const struct bgt_buffer *notes);

/** Whether any text that the layout writes names the fact. */
bool bgt_form_writes(const struct bgt_layout *layout, const char *key);

/** Whether the layout, null: none, writes the title of a record of `table` as it was
 * read, and the title says the document's year, so that it is found there again. */
bool bgt_form_says_year(const struct bgt_layout *layout,
                        const struct bgt_form_facts *facts, const struct bgt_batch *batch,
                        const struct bgt_item *item);

#endif
