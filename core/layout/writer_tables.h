/**
 * layout/writer_tables.h: which layout each table of a document is written in, and what
 * the forms then hold of the document.
 *
 * Private to layout. All tables are added in a first pass; then it answers.
 */
#ifndef LAYOUT_WRITER_TABLES_H
#define LAYOUT_WRITER_TABLES_H

#include <stdbool.h>

#include "layout/form_text.h"
#include "layout/writer_document.h"

/** One table. */
struct bgt_table_choice {
    const struct bgt_layout *layout; /**< Null: no form. */
    bool has_document_notes;         /**< The document's notes stand below it. */
    bool has_unit;                   /**< Labelled: states the document's amount unit, */
    bool has_agency;                 /**< … and the name of its unit. */
    bool says_year;                  /**< Its title says the document's year. */
    bool has_fields;                 /**< It announces its fields: */
    struct bgt_layout_fields fields;
};

/** All tables. `options` and `facts` are set before and borrowed. */
struct bgt_table_choices {
    const struct bgt_document_writer_options *options;
    const struct bgt_form_facts *facts;
    struct bgt_table_choice *list;
    size_t count;
    size_t capacity;
    bool is_ambiguous; /**< A table might have been any of several families'. */
};

/** Frees the list. */
void bgt_table_choices_close(struct bgt_table_choices *choices);

/** First pass: a `table` record. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_table_choices_add(struct bgt_table_choices *choices,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item);

/** First pass: any item, after `add` and after the facts of the document are noted. */
void bgt_table_choices_note(struct bgt_table_choices *choices,
                            const struct bgt_batch *batch, const struct bgt_item *item);

/** Between: settles where the document's notes stand. */
void bgt_table_choices_settle(struct bgt_table_choices *choices);

/** Whether some form shows a fact of the document, or its lines repeat it. */
bool bgt_table_choices_hold(const struct bgt_table_choices *choices,
                            const struct bgt_field *field);

/** Whether a table from @p index on is written as a form. */
bool bgt_table_choices_have_form(const struct bgt_table_choices *choices, size_t index);

/** The name of the first form's family; `lines` where there is no form. */
const char *bgt_table_choices_name(const struct bgt_table_choices *choices);

#endif
