#include "layout/writer_tables.h"

#include <stdlib.h>
#include <string.h>

#include "layout/layouts.h"
#include "layout/record.h"

void bgt_table_choices_close(struct bgt_table_choices *choices)
{
    free(choices->list);
    choices->list = NULL;
    choices->count = choices->capacity = 0;
}

/* ---- First pass: which layout for which table ---- */

static bool is_of_family(const struct bgt_layout *layout, struct bgt_slice id)
{
    return id.length > layout->family.length && id.text[layout->family.length] == '/' &&
           memcmp(id.text, layout->family.text, layout->family.length) == 0;
}

/* Of the layouts that the user chose, the one for this table; the table's own among them
 * first. A table's name alone may be of several families: then only its own will do, or
 * that of its own family. */
static const struct bgt_layout *chosen(const struct bgt_table_choices *choices,
                                       struct bgt_slice id, struct bgt_slice table_id)
{
    const struct bgt_layout_choice *choice = &choices->options->choice;
    const struct bgt_layout *found = NULL;
    bool is_one_family = bgt_layouts_is_one_family(choice);
    for (size_t i = 0; i < choice->count; i++) {
        const struct bgt_layout *layout = choice->list[i];
        if (bgt_text_equal(id.text, id.length, layout->id.text, layout->id.length))
            return layout;
        if (found == NULL && (is_one_family || is_of_family(layout, id)) &&
            bgt_text_equal(table_id.text, table_id.length, layout->table_id.text,
                           layout->table_id.length))
            found = layout;
    }
    return found;
}

bgt_status bgt_table_choices_add(struct bgt_table_choices *choices,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    struct bgt_slice id =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_table_layout));
    struct bgt_slice table_id =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_table_table_id));
    if (choices->count == choices->capacity) {
        size_t wanted = choices->capacity == 0 ? 16 : choices->capacity * 2;
        struct bgt_table_choice *grown = realloc(choices->list, wanted * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        choices->list = grown;
        choices->capacity = wanted;
    }
    struct bgt_table_choice *table = &choices->list[choices->count++];
    *table = (struct bgt_table_choice){0};
    if (choices->options->choice.count > 0) {
        table->layout = chosen(choices, id, table_id);
        choices->is_ambiguous =
            choices->is_ambiguous ||
            (table->layout == NULL &&
             bgt_layout_choice_has(&choices->options->choice, table_id));
    } else if (choices->options->layouts != NULL) {
        table->layout = bgt_layouts_by_id(choices->options->layouts, id);
    }
    table->says_year = bgt_form_says_year(table->layout, choices->facts, batch, item);
    return BGT_OK;
}

static void note_fields(struct bgt_table_choice *table, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    table->has_fields = true;
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count)
            table->fields.bits[values[i].column / 64] |= UINT64_C(1)
                                                         << values[i].column % 64;
}

/* Whether a value is what the document says. */
static bool is_fact(const struct bgt_table_choices *choices, uint16_t field,
                    const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_slice text = bgt_present_text(batch, value);
    const struct bgt_buffer *known = &choices->facts->document[field];
    return text.length > 0 &&
           bgt_text_equal(text.text, text.length, known->data, known->length);
}

/* The first table's unit, and the name of the unit in its form, are facts of the document
 * when a labelled form is read again. */
static void note_facts(struct bgt_table_choices *choices, const struct bgt_batch *batch,
                       const struct bgt_item *item)
{
    struct bgt_table_choice *table = choices->list;
    if (choices->count != 1 || table->layout == NULL ||
        table->layout->kind != BGT_LAYOUT_LABELLED)
        return;
    if (bgt_is_record(item, BGT_ENTITY_table))
        table->has_unit = is_fact(choices, BGT_document_amount_unit, batch,
                                  bgt_item_find(batch, item, BGT_table_amount_unit));
    bool is_agency = bgt_is_record(item, BGT_ENTITY_agency);
    if (is_agency || bgt_is_record(item, BGT_ENTITY_project))
        table->has_agency = is_fact(
            choices, BGT_document_agency_name, batch,
            bgt_item_find(batch, item,
                          is_agency ? BGT_agency_agency_name : BGT_project_agency_name));
}

/* ---- Between: what the forms hold of the document ---- */

/* They stand below the form of the lowest order that knows them. */
void bgt_table_choices_settle(struct bgt_table_choices *choices)
{
    struct bgt_table_choice *best = NULL;
    for (size_t i = 0; i < choices->count; i++) {
        struct bgt_table_choice *table = &choices->list[i];
        if (table->layout == NULL ||
            !bgt_form_holds_notes(table->layout,
                                  &choices->facts->document[BGT_document_notes]))
            continue;
        if (best == NULL || table->layout->order < best->layout->order)
            best = table;
    }
    if (best != NULL)
        best->has_document_notes = true;
}

bool bgt_table_choices_hold(const struct bgt_table_choices *choices,
                            const struct bgt_field *field)
{
    const struct bgt_buffer *known = &choices->facts->document[field->number];
    const struct bgt_field *twin =
        bgt_entity_find(bgt_entity(BGT_ENTITY_line), field->key, strlen(field->key));
    for (size_t i = 0; i < choices->count; i++) {
        const struct bgt_layout *layout = choices->list[i].layout;
        if (layout == NULL)
            continue;
        if (field->number == BGT_document_doc_kind &&
            bgt_text_equal(known->data, known->length, layout->doc_kind.text,
                           layout->doc_kind.length))
            return true;
        if (field->number == BGT_document_notes && choices->list[i].has_document_notes)
            return true;
        if (field->number == BGT_document_amount_unit &&
            bgt_text_equal(known->data, known->length, layout->amount_unit.text,
                           layout->amount_unit.length))
            return true;
        if ((field->number == BGT_document_amount_unit && choices->list[i].has_unit) ||
            (field->number == BGT_document_fiscal_year && choices->list[i].says_year) ||
            (field->number == BGT_document_agency_name && choices->list[i].has_agency))
            return true;
        if (field->number != BGT_document_title && bgt_form_writes(layout, field->key))
            return true;
        bool is_in_lines =
            twin != NULL && (!choices->list[i].has_fields ||
                             bgt_layout_has(&choices->list[i].fields, twin->number));
        if (layout->kind == BGT_LAYOUT_EXPORT && is_in_lines &&
            bgt_layout_has_column(layout, twin->number))
            return true;
    }
    return false;
}

bool bgt_table_choices_have_form(const struct bgt_table_choices *choices, size_t index)
{
    for (size_t i = index; i < choices->count; i++)
        if (choices->list[i].layout != NULL)
            return true;
    return false;
}

const char *bgt_table_choices_name(const struct bgt_table_choices *choices)
{
    for (size_t i = 0; i < choices->count; i++)
        if (choices->list[i].layout != NULL)
            return choices->list[i].layout->family.text;
    return "lines";
}

void bgt_table_choices_note(struct bgt_table_choices *choices,
                            const struct bgt_batch *batch, const struct bgt_item *item)
{
    if (item->kind == BGT_ITEM_FIELDS && choices->count > 0)
        note_fields(&choices->list[choices->count - 1], batch, item);
    note_facts(choices, batch, item);
}
