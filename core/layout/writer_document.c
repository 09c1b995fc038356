#include "layout/writer_document.h"

#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/form_writer.h"
#include "layout/labelled_writer.h"
#include "layout/own_sheets.h"
#include "layout/replay.h"

/* One table of the document, found in the first pass. */
struct table_choice {
    const struct bgt_layout *layout; /* Null: no form. */
    bool has_document_notes;
    bool has_unit;   /* Labelled: states the document's amount unit, */
    bool has_agency; /* … and the name of its unit. */
    bool says_year;  /* Its title says the document's year. */
    bool has_fields; /* It announces its fields: */
    struct bgt_layout_fields fields;
};

struct bgt_document_writer {
    struct bgt_document_writer_options options;
    struct bgt_spool *kept;
    struct bgt_form_facts facts;
    struct table_choice *tables;
    bool is_ambiguous; /* A table might have been any of several families'. */
    size_t table_count;
    size_t table_capacity;
    /* Second pass: */
    struct bgt_own_sheets *own;
    struct bgt_form_writer *forms;
    struct bgt_labelled_writer *labelled;
    struct bgt_lines_writer *lines;       /* Null until a table needs it. */
    struct bgt_entities_writer *entities; /* Null until a record needs it. */
    struct bgt_batch *scratch;
    size_t table;     /* Tables seen. */
    bool is_form;     /* The table at hand is written as a form. */
    bool is_labelled; /* That form is a labelled one. */
    bool is_left_out; /* The table at hand finds no place. */
};

bgt_status bgt_document_writer_open(const struct bgt_document_writer_options *options,
                                    struct bgt_document_writer **writer)
{
    struct bgt_document_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->options = *options;
    bgt_form_facts_init(&made->facts, options->target.io);
    bgt_status status = bgt_spool_open(options->target.io, &made->kept);
    if (status == BGT_OK)
        status = bgt_batch_open(options->target.io, &made->scratch);
    const struct bgt_own_sheets_options own = {
        .target = options->target,
        .layouts = options->layouts,
        .facts = &made->facts,
        .has_contents = options->has_contents && !options->is_single,
        .has_charts = options->has_charts && !options->is_single};
    if (status == BGT_OK)
        status = bgt_own_sheets_open(&own, &made->own);
    if (status != BGT_OK) {
        bgt_document_writer_close(made);
        return status;
    }
    *writer = made;
    return BGT_OK;
}

void bgt_document_writer_close(struct bgt_document_writer *writer)
{
    if (writer == NULL)
        return;
    bgt_form_facts_close(&writer->facts);
    bgt_spool_close(writer->kept);
    bgt_batch_close(writer->scratch);
    bgt_own_sheets_close(writer->own);
    bgt_form_writer_close(writer->forms);
    bgt_labelled_writer_close(writer->labelled);
    bgt_lines_writer_close(writer->lines);
    bgt_entities_writer_close(writer->entities);
    free(writer->tables);
    free(writer);
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
static const struct bgt_layout *chosen(const struct bgt_document_writer *writer,
                                       struct bgt_slice id, struct bgt_slice table_id)
{
    const struct bgt_layout_choice *choice = &writer->options.choice;
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

static bgt_status add_table(struct bgt_document_writer *writer,
                            const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_slice id =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_table_layout));
    struct bgt_slice table_id =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_table_table_id));
    if (writer->table_count == writer->table_capacity) {
        size_t wanted = writer->table_capacity == 0 ? 16 : writer->table_capacity * 2;
        struct table_choice *grown = realloc(writer->tables, wanted * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        writer->tables = grown;
        writer->table_capacity = wanted;
    }
    struct table_choice *table = &writer->tables[writer->table_count++];
    *table = (struct table_choice){0};
    if (writer->options.choice.count > 0) {
        table->layout = chosen(writer, id, table_id);
        writer->is_ambiguous = writer->is_ambiguous ||
                               (table->layout == NULL &&
                                bgt_layout_choice_has(&writer->options.choice, table_id));
    } else if (writer->options.layouts != NULL) {
        table->layout = bgt_layouts_by_id(writer->options.layouts, id);
    }
    table->says_year = bgt_form_says_year(table->layout, &writer->facts, batch, item);
    return bgt_own_sheets_table(writer->own, table->layout, batch, item);
}

static void note_fields(struct table_choice *table, const struct bgt_batch *batch,
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
static bool is_fact(const struct bgt_document_writer *writer, uint16_t field,
                    const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_slice text = bgt_present_text(batch, value);
    const struct bgt_buffer *known = &writer->facts.document[field];
    return text.length > 0 &&
           bgt_text_equal(text.text, text.length, known->data, known->length);
}

/* The first table's unit, and the name of the unit in its form, are facts of the document
 * when a labelled form is read again. */
static void note_facts(struct bgt_document_writer *writer, const struct bgt_batch *batch,
                       const struct bgt_item *item)
{
    struct table_choice *table = writer->tables;
    if (writer->table_count != 1 || table->layout == NULL ||
        table->layout->kind != BGT_LAYOUT_LABELLED)
        return;
    if (bgt_is_record(item, BGT_ENTITY_table))
        table->has_unit = is_fact(writer, BGT_document_amount_unit, batch,
                                  bgt_item_find(batch, item, BGT_table_amount_unit));
    bool is_agency = bgt_is_record(item, BGT_ENTITY_agency);
    if (is_agency || bgt_is_record(item, BGT_ENTITY_project))
        table->has_agency = is_fact(
            writer, BGT_document_agency_name, batch,
            bgt_item_find(batch, item,
                          is_agency ? BGT_agency_agency_name : BGT_project_agency_name));
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_document_writer *writer = state;
    bgt_status status = BGT_OK;
    if (bgt_is_record(item, BGT_ENTITY_document))
        status = bgt_form_facts_document(&writer->facts, batch, item);
    else if (bgt_is_record(item, BGT_ENTITY_table))
        status = add_table(writer, batch, item);
    else if (item->kind == BGT_ITEM_FIELDS && writer->table_count > 0)
        note_fields(&writer->tables[writer->table_count - 1], batch, item);
    else if (bgt_is_record(item, BGT_ENTITY_line))
        status = bgt_own_sheets_line(writer->own, batch, item);
    note_facts(writer, batch, item);
    return status == BGT_OK ? bgt_spool_put_item(writer->kept, batch, item) : status;
}

/* ---- Between: what the forms hold of the document ---- */

/* The document's notes stand below the form of the lowest order that knows them. */
static bool choose_notes(struct bgt_document_writer *writer)
{
    struct table_choice *best = NULL;
    for (size_t i = 0; i < writer->table_count; i++) {
        struct table_choice *table = &writer->tables[i];
        if (table->layout == NULL ||
            !bgt_form_holds_notes(table->layout,
                                  &writer->facts.document[BGT_document_notes]))
            continue;
        if (best == NULL || table->layout->order < best->layout->order)
            best = table;
    }
    if (best != NULL)
        best->has_document_notes = true;
    return best != NULL;
}

/* Whether some form shows a fact of the document, or its lines repeat it. */
static bool holds_fact(const struct bgt_document_writer *writer,
                       const struct bgt_field *field)
{
    const struct bgt_buffer *known = &writer->facts.document[field->number];
    const struct bgt_field *twin =
        bgt_entity_find(bgt_entity(BGT_ENTITY_line), field->key, strlen(field->key));
    for (size_t i = 0; i < writer->table_count; i++) {
        const struct bgt_layout *layout = writer->tables[i].layout;
        if (layout == NULL)
            continue;
        if (field->number == BGT_document_doc_kind &&
            bgt_text_equal(known->data, known->length, layout->doc_kind.text,
                           layout->doc_kind.length))
            return true;
        if (field->number == BGT_document_notes && writer->tables[i].has_document_notes)
            return true;
        if (field->number == BGT_document_amount_unit &&
            bgt_text_equal(known->data, known->length, layout->amount_unit.text,
                           layout->amount_unit.length))
            return true;
        if ((field->number == BGT_document_amount_unit && writer->tables[i].has_unit) ||
            (field->number == BGT_document_fiscal_year && writer->tables[i].says_year) ||
            (field->number == BGT_document_agency_name && writer->tables[i].has_agency))
            return true;
        if (field->number != BGT_document_title && bgt_form_writes(layout, field->key))
            return true;
        bool is_in_lines =
            twin != NULL && (!writer->tables[i].has_fields ||
                             bgt_layout_has(&writer->tables[i].fields, twin->number));
        if (layout->kind == BGT_LAYOUT_EXPORT && is_in_lines &&
            bgt_layout_has_column(layout, twin->number))
            return true;
    }
    return false;
}

static bgt_status open_entities(struct bgt_document_writer *writer)
{
    return writer->entities != NULL
               ? BGT_OK
               : bgt_entities_writer_open(&writer->options.target, &writer->entities);
}

static bool can_hold_entities(const struct bgt_document_writer *writer)
{
    return !writer->options.is_single && !writer->options.has_no_entities;
}

static const char *layout_name(const struct bgt_document_writer *writer)
{
    for (size_t i = 0; i < writer->table_count; i++)
        if (writer->tables[i].layout != NULL)
            return writer->tables[i].layout->family.text;
    return "lines";
}

/* A document record: the values that no form holds, to the entity sheet or among the
 * losses. */
static bgt_status put_document(struct bgt_document_writer *writer,
                               const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_entity *entity = bgt_entity(BGT_ENTITY_document);
    bgt_batch_reset(writer->scratch);
    bgt_status status = bgt_batch_copy_item(writer->scratch, batch, item);
    struct bgt_item *copy = writer->scratch->items;
    uint32_t kept = 0;
    for (uint32_t i = 0; status == BGT_OK && i < copy->value_count; i++) {
        struct bgt_value value = writer->scratch->values[i];
        struct bgt_loss_source source = {writer->scratch, copy, &value};
        if (value.column != BGT_FIELD_EXTRA &&
            holds_fact(writer, bgt_entity_field(entity, (uint16_t)value.column)))
            continue;
        if (can_hold_entities(writer))
            writer->scratch->values[kept++] = value;
        else if (value.state == BGT_PRESENT)
            status =
                bgt_losses_add_field(writer->options.target.losses, "LAYOUT_CANNOT_HOLD",
                                     layout_name(writer), &source);
    }
    if (status != BGT_OK || kept == 0)
        return status == BGT_LIMIT ? bgt_batch_report(writer->scratch) : status;
    copy->value_count = kept;
    writer->scratch->value_count = kept;
    status = open_entities(writer);
    if (status != BGT_OK)
        return status;
    struct bgt_sink sink = bgt_entities_writer_sink(writer->entities);
    return sink.put(sink.state, writer->scratch, copy);
}

/* ---- Second pass ---- */

static bgt_status lose(struct bgt_document_writer *writer, const char *code,
                       const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_loss_source source = {batch, item, NULL};
    return bgt_losses_add_record(writer->options.target.losses, code, layout_name(writer),
                                 &source);
}

/* A record that is no line, table or document. */
static bgt_status put_entity(struct bgt_document_writer *writer,
                             const struct bgt_batch *batch, const struct bgt_item *item)
{
    bool is_taken = false;
    bgt_status taken = bgt_labelled_writer_take(writer->labelled, batch, item, &is_taken);
    if (taken != BGT_OK || is_taken)
        return taken;
    if (!can_hold_entities(writer))
        return lose(writer, "LAYOUT_CANNOT_HOLD", batch, item);
    bgt_status status = open_entities(writer);
    /* Entity sheets stand behind all tables; a record among them loses its place. */
    if (status == BGT_OK && writer->table < writer->table_count)
        status = lose(writer, "LAYOUT_ORDER_LOST", batch, item);
    if (status != BGT_OK)
        return status;
    struct bgt_sink sink = bgt_entities_writer_sink(writer->entities);
    return sink.put(sink.state, batch, item);
}

static bgt_status put_in_lines(struct bgt_document_writer *writer,
                               const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    if (writer->lines == NULL)
        status = bgt_lines_writer_open(&writer->options.target, &writer->lines);
    if (status != BGT_OK)
        return status;
    struct bgt_sink sink = bgt_lines_writer_sink(writer->lines);
    return sink.put(sink.state, batch, item);
}

/* Whether a table of a single sheet is the one that gets it. */
static bool is_first_form(const struct bgt_document_writer *writer, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (writer->tables[i].layout != NULL)
            return false;
    return writer->tables[index].layout != NULL;
}

static bgt_status begin_table(struct bgt_document_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    size_t index = writer->table++;
    const struct table_choice *table = &writer->tables[index];
    bgt_status status = bgt_labelled_writer_end(writer->labelled);
    if (status != BGT_OK)
        return status;
    writer->is_form = table->layout != NULL &&
                      (!writer->options.is_single || is_first_form(writer, index));
    writer->is_left_out = writer->options.is_single && !writer->is_form;
    if (writer->is_left_out) {
        struct bgt_loss_source source = {batch, item, NULL};
        struct bgt_slice name =
            bgt_present_text(batch, bgt_item_find(batch, item, BGT_table_title));
        struct bgt_loss loss = {"LAYOUT_TABLE_LEFT_OUT", writer->options.layout,
                                name.length > 0 ? name : bgt_slice_of("table（表）")};
        return bgt_losses_add(writer->options.target.losses, &loss, &source);
    }
    if (!writer->is_form)
        return put_in_lines(writer, batch, item);
    struct bgt_form_choice choice = {table->layout, table->has_document_notes,
                                     bgt_own_sheets_next_name(writer->own)};
    writer->is_labelled = table->layout->kind == BGT_LAYOUT_LABELLED;
    if (writer->is_labelled)
        return bgt_labelled_writer_begin(writer->labelled, &choice, batch, item);
    return bgt_form_writer_begin(writer->forms, &choice, batch, item);
}

static bgt_status write(void *state, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    struct bgt_document_writer *writer = state;
    if (bgt_is_record(item, BGT_ENTITY_table))
        return begin_table(writer, batch, item);
    if (item->kind != BGT_ITEM_RECORD || item->entity == BGT_ENTITY_line) {
        if (writer->is_left_out)
            return BGT_OK;
        if (writer->is_form && writer->is_labelled)
            return bgt_labelled_writer_put(writer->labelled, batch, item);
        return writer->is_form ? bgt_form_writer_put(writer->forms, batch, item)
                               : put_in_lines(writer, batch, item);
    }
    return item->entity == BGT_ENTITY_document ? put_document(writer, batch, item)
                                               : put_entity(writer, batch, item);
}

/* A single sheet holds one table in an export's layout, or the form that was asked for.
 */
static bool is_lines_only(const struct bgt_document_writer *writer)
{
    if (writer->options.choice.count > 0)
        return false;
    return writer->options.is_single &&
           (writer->table_count != 1 || writer->tables[0].layout == NULL ||
            writer->tables[0].layout->kind != BGT_LAYOUT_EXPORT);
}

/* No workbook is without a sheet: a document without anything gets the header of `lines`.
 */
static bgt_status write_empty(struct bgt_document_writer *writer)
{
    if (bgt_cells_sheets(writer->options.target.cells) > 0)
        return BGT_OK;
    bgt_status status = bgt_lines_writer_open(&writer->options.target, &writer->lines);
    if (status != BGT_OK)
        return status;
    struct bgt_sink sink = bgt_lines_writer_sink(writer->lines);
    return sink.finish(sink.state);
}

static bgt_status write_all(struct bgt_document_writer *writer)
{
    struct bgt_form_writer_options options = {.target = writer->options.target,
                                              .catalogues = writer->options.catalogues,
                                              .facts = &writer->facts};
    (void)choose_notes(writer);
    bgt_status status = bgt_form_writer_open(&options, &writer->forms);
    if (status == BGT_OK)
        status = bgt_own_sheets_begin(writer->own);
    if (status == BGT_OK)
        status = bgt_labelled_writer_open(&options, &writer->labelled);
    if (status == BGT_OK)
        status = bgt_replay(writer->options.target.io, writer->kept, writer, write);
    if (status == BGT_OK)
        status = bgt_labelled_writer_end(writer->labelled);
    if (status == BGT_OK)
        status = bgt_own_sheets_end(writer->own);
    if (status == BGT_OK && writer->lines != NULL) {
        struct bgt_sink sink = bgt_lines_writer_sink(writer->lines);
        status = sink.finish(sink.state);
    }
    if (status == BGT_OK && writer->entities != NULL) {
        struct bgt_sink sink = bgt_entities_writer_sink(writer->entities);
        status = sink.finish(sink.state);
    }
    return status == BGT_OK ? write_empty(writer) : status;
}

static bgt_status write_lines(struct bgt_document_writer *writer)
{
    bgt_status status = bgt_lines_writer_open(&writer->options.target, &writer->lines);
    if (status != BGT_OK)
        return status;
    struct bgt_sink sink = bgt_lines_writer_sink(writer->lines);
    status = bgt_replay(writer->options.target.io, writer->kept, sink.state, sink.put);
    return status == BGT_OK ? sink.finish(sink.state) : status;
}

static bool has_form(const struct bgt_document_writer *writer)
{
    for (size_t i = 0; i < writer->table_count; i++)
        if (writer->tables[i].layout != NULL)
            return true;
    return false;
}

static bgt_status finish(void *state)
{
    struct bgt_document_writer *writer = state;
    if (writer->options.choice.count > 0 && !has_form(writer) && writer->is_ambiguous)
        return bgt_layouts_report_unknown(writer->options.layouts, writer->options.layout,
                                          writer->options.target.io->reporter);
    if (writer->options.choice.count > 0 && !has_form(writer))
        return bgt_report_at(writer->options.target.io->reporter, "LAYOUT_NO_TABLE", NULL,
                             writer->options.layout, NULL);
    return is_lines_only(writer) ? write_lines(writer) : write_all(writer);
}

struct bgt_sink bgt_document_writer_sink(struct bgt_document_writer *writer)
{
    return (struct bgt_sink){writer, put, finish};
}
