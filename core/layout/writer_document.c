#include "layout/writer_document.h"

#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/form_writer.h"
#include "layout/labelled_writer.h"
#include "layout/order_sheet.h"
#include "layout/own_sheets.h"
#include "layout/replay.h"
#include "layout/writer_tables.h"

struct bgt_document_writer {
    struct bgt_document_writer_options options;
    struct bgt_spool *kept;
    struct bgt_form_facts facts;
    struct bgt_table_choices tables;
    uint32_t sequence; /* Of the last record. */
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
    bool is_unplaced; /* A table of `lines` without a line so far; its seq: */
    uint32_t table_sequence;
    struct bgt_order_sheet *order;
    bool needs_order; /* The sheets alone would give another order. */
    /* Records that the labelled form at hand does not hold: how many of each entity, and
     * the first of each. */
    uint64_t beside[BGT_ENTITY_COUNT];
    struct bgt_batch *first_beside;
};

bgt_status bgt_document_writer_open(const struct bgt_document_writer_options *options,
                                    struct bgt_document_writer **writer)
{
    struct bgt_document_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->options = *options;
    made->tables.options = &made->options;
    made->tables.facts = &made->facts;
    bgt_form_facts_init(&made->facts, options->target.io);
    bgt_status status = bgt_spool_open(options->target.io, &made->kept);
    if (status == BGT_OK)
        status = bgt_batch_open(options->target.io, &made->scratch);
    if (status == BGT_OK)
        status = bgt_batch_open(options->target.io, &made->first_beside);
    if (status == BGT_OK)
        status = bgt_order_sheet_open(&options->target, &made->order);
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
    bgt_order_sheet_close(writer->order);
    bgt_batch_close(writer->first_beside);
    bgt_table_choices_close(&writer->tables);
    free(writer);
}

/* ---- First pass ---- */

static bgt_status add_table(struct bgt_document_writer *writer,
                            const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_status status = bgt_table_choices_add(&writer->tables, batch, item);
    if (status != BGT_OK)
        return status;
    const struct bgt_table_choice *added = &writer->tables.list[writer->tables.count - 1];
    return bgt_own_sheets_table(writer->own, added->layout, batch, item);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_document_writer *writer = state;
    struct bgt_item numbered = *item;
    bgt_status status = BGT_OK;
    if (item->kind == BGT_ITEM_RECORD) {
        if (numbered.sequence <= writer->sequence)
            numbered.sequence = writer->sequence + 1;
        writer->sequence = numbered.sequence;
    }
    if (bgt_is_record(item, BGT_ENTITY_document))
        status = bgt_form_facts_document(&writer->facts, batch, item);
    else if (bgt_is_record(item, BGT_ENTITY_table))
        status = add_table(writer, batch, item);
    else if (bgt_is_record(item, BGT_ENTITY_line))
        status = bgt_own_sheets_line(writer->own, batch, item);
    bgt_table_choices_note(&writer->tables, batch, item);
    return status == BGT_OK ? bgt_spool_put_item(writer->kept, batch, &numbered) : status;
}

/* ---- Second pass: entities ---- */

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
            bgt_table_choices_hold(&writer->tables,
                                   bgt_entity_field(entity, (uint16_t)value.column)))
            continue;
        if (can_hold_entities(writer))
            writer->scratch->values[kept++] = value;
        else if (value.state == BGT_PRESENT)
            status =
                bgt_losses_add_field(writer->options.target.losses, "LAYOUT_CANNOT_HOLD",
                                     bgt_table_choices_name(&writer->tables), &source);
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

static bgt_status lose(struct bgt_document_writer *writer, const char *code,
                       const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_loss_source source = {batch, item, NULL};
    return bgt_losses_add_record(writer->options.target.losses, code,
                                 bgt_table_choices_name(&writer->tables), &source);
}

/* Notes a record that the labelled form at hand does not hold. */
static bgt_status note_beside(struct bgt_document_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_item bare = *item;
    bare.value_count = 0;
    if (!writer->is_form || !writer->is_labelled)
        return BGT_OK;
    if (writer->beside[item->entity]++ > 0)
        return BGT_OK;
    bgt_status status = bgt_batch_copy_item(writer->first_beside, batch, &bare);
    return status == BGT_LIMIT ? bgt_batch_report(writer->first_beside) : status;
}

static void forget_beside(struct bgt_document_writer *writer)
{
    bgt_batch_reset(writer->first_beside);
    memset(writer->beside, 0, sizeof writer->beside);
}

/* What stood between the records of one form can only stand behind the form. */
static bgt_status lose_beside(struct bgt_document_writer *writer)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < writer->first_beside->item_count; i++) {
        const struct bgt_item *first = &writer->first_beside->items[i];
        for (uint64_t n = 0; status == BGT_OK && n < writer->beside[first->entity]; n++)
            status = lose(writer, "LAYOUT_ORDER_LOST", writer->first_beside, first);
    }
    forget_beside(writer);
    return status;
}

/* A record that is no line, table or document. */
static bgt_status put_entity(struct bgt_document_writer *writer,
                             const struct bgt_batch *batch, const struct bgt_item *item)
{
    bool is_taken = false;
    bgt_status taken = bgt_labelled_writer_take(writer->labelled, batch, item, &is_taken);
    if (taken == BGT_OK && is_taken)
        return lose_beside(writer);
    if (taken != BGT_OK)
        return taken;
    if (!can_hold_entities(writer))
        return lose(writer, "LAYOUT_CANNOT_HOLD", batch, item);
    bgt_status status = open_entities(writer);
    if (status == BGT_OK)
        status = note_beside(writer, batch, item);
    if (status != BGT_OK)
        return status;
    /* Entity sheets stand behind all tables. */
    writer->needs_order = writer->needs_order || writer->table < writer->tables.count;
    struct bgt_sink sink = bgt_entities_writer_sink(writer->entities);
    return sink.put(sink.state, batch, item);
}

/* ---- Second pass: tables ---- */

/* Where a table stands in the document, and what that means for its sheet: `lines` stands
 * behind all forms, and the files of a folder have no order. */
static bgt_status place_table(struct bgt_document_writer *writer, struct bgt_slice sheet)
{
    const struct bgt_table_choices *tables = &writer->tables;
    if ((writer->options.is_folder && writer->table > 1 &&
         bgt_table_choices_have_form(tables, 0)) ||
        (!writer->is_form && bgt_table_choices_have_form(tables, writer->table)))
        writer->needs_order = true;
    return bgt_order_sheet_add(writer->order, writer->table_sequence, sheet);
}

static bgt_status put_in_lines(struct bgt_document_writer *writer,
                               const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    if (writer->lines == NULL)
        status = bgt_lines_writer_open(&writer->options.target, &writer->lines);
    if (status == BGT_OK && writer->is_unplaced && bgt_is_record(item, BGT_ENTITY_line)) {
        writer->is_unplaced = false;
        status = place_table(writer, bgt_slice_of("lines"));
    }
    if (status != BGT_OK)
        return status;
    struct bgt_sink sink = bgt_lines_writer_sink(writer->lines);
    return sink.put(sink.state, batch, item);
}

/* Whether a table of a single sheet is the one that gets it. */
static bool is_first_form(const struct bgt_document_writer *writer, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (writer->tables.list[i].layout != NULL)
            return false;
    return writer->tables.list[index].layout != NULL;
}

static bgt_status begin_form(struct bgt_document_writer *writer,
                             const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_table_choice *table = &writer->tables.list[writer->table - 1];
    struct bgt_form_choice choice = {table->layout, table->has_document_notes,
                                     bgt_own_sheets_next_name(writer->own)};
    writer->is_labelled = table->layout->kind == BGT_LAYOUT_LABELLED;
    bgt_status status = place_table(
        writer, choice.sheet != NULL ? bgt_slice_of(choice.sheet) : bgt_slice_of(""));
    if (status == BGT_OK && writer->is_labelled)
        status = bgt_labelled_writer_begin(writer->labelled, &choice, batch, item);
    else if (status == BGT_OK)
        status = bgt_form_writer_begin(writer->forms, &choice, batch, item);
    return status == BGT_OK
               ? bgt_order_sheet_printed(writer->order, &writer->facts, table->layout)
               : status;
}

static bgt_status begin_table(struct bgt_document_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    size_t index = writer->table++;
    const struct bgt_table_choice *table = &writer->tables.list[index];
    bgt_status status = bgt_labelled_writer_end(writer->labelled);
    if (status != BGT_OK)
        return status;
    forget_beside(writer);
    writer->table_sequence = item->sequence;
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
    writer->is_unplaced = !writer->is_form;
    return writer->is_form ? begin_form(writer, batch, item)
                           : put_in_lines(writer, batch, item);
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
           (writer->tables.count != 1 || writer->tables.list[0].layout == NULL ||
            writer->tables.list[0].layout->kind != BGT_LAYOUT_EXPORT);
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

/* The sheet that says where the tables stand, where one may be written. */
static bgt_status write_order(struct bgt_document_writer *writer)
{
    struct bgt_loss loss = {"LAYOUT_ORDER_LOST", bgt_table_choices_name(&writer->tables),
                            bgt_slice_of("table（表）")};
    return can_hold_entities(writer)
               ? bgt_order_sheet_write(writer->order)
               : bgt_losses_add(writer->options.target.losses, &loss, NULL);
}

static bgt_status write_all(struct bgt_document_writer *writer)
{
    struct bgt_form_writer_options options = {.target = writer->options.target,
                                              .catalogues = writer->options.catalogues,
                                              .facts = &writer->facts};
    bgt_table_choices_settle(&writer->tables);
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
    if (status == BGT_OK && writer->needs_order)
        status = write_order(writer);
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

static bgt_status finish(void *state)
{
    struct bgt_document_writer *writer = state;
    if (writer->options.choice.count > 0 &&
        !bgt_table_choices_have_form(&writer->tables, 0) && writer->tables.is_ambiguous)
        return bgt_layouts_report_unknown(writer->options.layouts, writer->options.layout,
                                          writer->options.target.io->reporter);
    if (writer->options.choice.count > 0 &&
        !bgt_table_choices_have_form(&writer->tables, 0))
        return bgt_report_at(writer->options.target.io->reporter, "LAYOUT_NO_TABLE", NULL,
                             writer->options.layout, NULL);
    return is_lines_only(writer) ? write_lines(writer) : write_all(writer);
}

struct bgt_sink bgt_document_writer_sink(struct bgt_document_writer *writer)
{
    return (struct bgt_sink){writer, put, finish};
}
