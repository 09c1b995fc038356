#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "io/spool.h"
#include "layout/builtin_reading.h"
#include "layout/key_list.h"
#include "layout/record.h"
#include "layout/record_columns.h"

#define LISTS_MAX (1u << 24)

/* ---- Rows of a sheet ---- */

bgt_status bgt_entities_reading_begin(struct bgt_builtin_reader *reader,
                                      const struct bgt_builtin_sheet *sheet)
{
    struct bgt_entities_reading *entities = &reader->entities;
    struct bgt_entity_reading *mine = &entities->sheets[reader->columns.entity->number];
    if (!entities->has_document)
        entities->has_document = sheet->has_document;
    entities->is_numbered = !entities->has_document;
    entities->is_edited =
        entities->is_edited || entities->has_document || sheet->has_others;
    if (mine->spool != NULL)
        return BGT_OK;
    bgt_status status = bgt_spool_open(reader->io, &mine->spool);
    return status == BGT_OK ? bgt_batch_open(reader->io, &mine->batch) : status;
}

/* A row under work. */
struct row {
    struct bgt_builtin_reader *reader;
    const struct bgt_batch *batch;
    const struct bgt_item *row;
    struct bgt_sheet_lists lists;
};

static bgt_status fault(const struct row *at, const char *code,
                        const struct bgt_value *value, const char *argument)
{
    struct bgt_sheet_fault found = {code, argument, at->reader->columns.entity->key};
    return bgt_sheet_report(&at->reader->columns, &found, at->batch, at->row, value);
}

/* A place among the records without a seq that fits: behind the row above; a section,
 * which statements may follow, before the next one. */
static bgt_status place_row(struct row *at, const struct bgt_value *value,
                            uint32_t *sequence)
{
    const struct bgt_entity *entity = at->reader->columns.entity;
    struct bgt_entity_reading *mine = &at->reader->entities.sheets[entity->number];
    *sequence = entity->number == BGT_ENTITY_section ? 0 : mine->sequence;
    bgt_status status = fault(at, "ORDER_SEQ_NOT_USED", value, NULL);
    return status == BGT_BAD ? BGT_OK : status;
}

/* seq rises within a sheet. A zero or missing one is a fault, but beside forms a person
 * may have added or moved the row. */
static bgt_status read_sequence(struct row *at, uint32_t *sequence)
{
    const struct bgt_value *value = at->lists.seq;
    struct bgt_entity_reading *mine =
        &at->reader->entities.sheets[at->reader->columns.entity->number];
    uint64_t number = 0;
    if (value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0) {
        struct bgt_decimal plain = bgt_decimal_trim(value->decimal);
        if (plain.scale == 0 && plain.coefficient > 0 && plain.coefficient <= UINT32_MAX)
            number = (uint64_t)plain.coefficient;
    } else if (value != NULL) {
        struct bgt_slice text =
            bgt_text_trim(bgt_value_text(at->batch, value), value->text_length);
        (void)bgt_text_parse_unsigned(text.text, text.length, UINT32_MAX, &number);
    }
    if (number <= mine->sequence)
        return at->reader->entities.is_edited
                   ? place_row(at, value, sequence)
                   : fault(at, "LAYOUT_SEQ_ORDER", value, NULL);
    mine->sequence = (uint32_t)number;
    *sequence = (uint32_t)number;
    return BGT_OK;
}

/* Adds what one name of a list means as a value to the last item of `out`. */
static bgt_status add_listed(const struct row *at, const struct bgt_key_list *list,
                             const struct bgt_entity *entity, struct bgt_batch *out)
{
    struct bgt_slice name = {list->name.data, list->name.length};
    const struct bgt_field *field = bgt_entity_find(entity, name.text, name.length);
    struct bgt_value *value = NULL;
    uint8_t type = BGT_VALUE_TEXT;
    if (field == NULL && !bgt_extra_parse(name, &type, &name))
        return fault(at, "LAYOUT_LIST_INVALID", at->lists.fields, NULL);
    bgt_status status =
        bgt_batch_value(out, field != NULL ? field->number : BGT_FIELD_EXTRA,
                        (enum bgt_value_type)type, BGT_PRESENT, &value);
    return status == BGT_OK && field == NULL ? bgt_batch_name(out, name.text, name.length)
                                             : status;
}

static bgt_status add_announced(const struct row *at, const struct bgt_key_list *list,
                                struct bgt_batch *out)
{
    return add_listed(at, list, bgt_entity(BGT_ENTITY_line), out);
}

/* Adds each element of the list in a cell. */
static bgt_status read_list(const struct row *at, const struct bgt_value *cell,
                            bgt_status (*add)(const struct row *,
                                              const struct bgt_key_list *,
                                              struct bgt_batch *),
                            struct bgt_batch *out)
{
    bgt_status status = BGT_OK;
    struct bgt_key_list list = {
        .rest = {bgt_value_text(at->batch, cell), cell->text_length}};
    bgt_buffer_init(&list.name, NULL, LISTS_MAX);
    bgt_buffer_init(&list.value, NULL, LISTS_MAX);
    while (status == BGT_OK) {
        status = bgt_key_list_next(&list);
        if (status == BGT_OK)
            status = add(at, &list, out);
        else if (status == BGT_BAD)
            status = fault(at, "LAYOUT_LIST_INVALID", cell, NULL);
    }
    bgt_buffer_close(&list.name);
    bgt_buffer_close(&list.value);
    return status == BGT_END ? BGT_OK : status;
}

static bgt_status read_fields(const struct row *at, struct bgt_batch *out)
{
    const struct bgt_value *cell = at->lists.fields;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_FIELDS, NULL);
    if (status != BGT_OK || cell == NULL)
        return status;
    out->items[out->item_count - 1].entity = BGT_ENTITY_line;
    return read_list(at, cell, add_announced, out);
}

/* A blank: its spelling is the list's value. */
static bgt_status add_blank(const struct row *at, const struct bgt_key_list *list,
                            struct bgt_batch *out)
{
    uint64_t offset = 0;
    bgt_status status =
        bgt_batch_text(out, list->value.data, list->value.length, &offset);
    if (status == BGT_OK)
        status = add_listed(at, list, at->reader->columns.entity, out);
    if (status != BGT_OK)
        return status;
    struct bgt_value *value = &out->values[out->value_count - 1];
    value->state = BGT_BLANK;
    value->text_offset = offset;
    value->text_length = (uint32_t)list->value.length;
    return BGT_OK;
}

static bgt_status read_blanks(const struct row *at, struct bgt_batch *out)
{
    const struct bgt_value *cell = at->lists.blank;
    return cell == NULL ? BGT_OK : read_list(at, cell, add_blank, out);
}

static bool is_of_end(uint32_t field)
{
    return field == BGT_table_notes || field == BGT_table_row_count ||
           field == BGT_table_precision;
}

/* Moves what is known only at a table's end from its record (item 0) to a TABLE_END. */
static bgt_status split_table(struct bgt_batch *out)
{
    bgt_status status = bgt_batch_item(out, BGT_ITEM_TABLE_END, NULL);
    if (status != BGT_OK)
        return status;
    out->items[out->item_count - 1].entity = BGT_ENTITY_table;
    struct bgt_item *record = &out->items[0];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < record->value_count && status == BGT_OK; i++) {
        struct bgt_value value = out->values[record->first_value + i];
        struct bgt_value *added = NULL;
        if (value.column == BGT_table_table_no || is_of_end(value.column)) {
            status = bgt_batch_value(out, value.column, (enum bgt_value_type)value.type,
                                     (enum bgt_state)value.state, &added);
            if (status != BGT_OK)
                return status;
            *added = value;
        }
        if (!is_of_end(value.column))
            out->values[record->first_value + kept++] = value;
    }
    record->value_count = kept;
    return status;
}

static bgt_status spool_items(struct bgt_spool *spool, const struct bgt_batch *batch)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < batch->item_count && status == BGT_OK; i++)
        status = bgt_spool_put_item(spool, batch, &batch->items[i]);
    return status;
}

/* Gives the sections that wait a place right before this seq. */
static bgt_status release_waiting(struct bgt_entity_reading *mine, uint32_t sequence)
{
    bgt_status status = BGT_OK;
    if (mine->waiting == NULL)
        return BGT_OK;
    for (uint32_t i = 0; i < mine->waiting->item_count; i++)
        mine->waiting->items[i].sequence = sequence;
    status = spool_items(mine->spool, mine->waiting);
    bgt_batch_reset(mine->waiting);
    return status;
}

/* Keeps a section without a seq until the next one; more than a batch holds stand behind
 * the row above. */
static bgt_status keep_waiting(struct bgt_builtin_reader *reader,
                               struct bgt_entity_reading *mine,
                               const struct bgt_batch *record)
{
    bgt_status status = BGT_OK;
    if (mine->waiting == NULL)
        status = bgt_batch_open(reader->io, &mine->waiting);
    if (status == BGT_OK && bgt_batch_full(mine->waiting))
        status = release_waiting(mine, mine->sequence);
    return status == BGT_OK
               ? bgt_batch_copy_item(mine->waiting, record, &record->items[0])
               : status;
}

bgt_status bgt_entities_reading_end(struct bgt_builtin_reader *reader)
{
    return release_waiting(&reader->entities.sheets[reader->columns.entity->number],
                           UINT32_MAX);
}

bgt_status bgt_entities_reading_row(struct bgt_builtin_reader *reader,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *row)
{
    struct row at = {.reader = reader, .batch = batch, .row = row};
    struct bgt_entity_reading *mine =
        &reader->entities.sheets[reader->columns.entity->number];
    struct bgt_batch *out = reader->entities.scratch;
    uint32_t sequence = 0;
    bool is_table = reader->columns.entity->number == BGT_ENTITY_table;
    bgt_batch_reset(out);
    bgt_status status = bgt_sheet_record_begin(&reader->columns, row, out);
    if (status == BGT_OK)
        status = bgt_sheet_values(&reader->columns, batch, row, out, &at.lists);
    if (status == BGT_OK)
        status = read_sequence(&at, &sequence);
    if (status == BGT_OK)
        status = read_blanks(&at, out);
    if (status == BGT_OK && is_table)
        status = read_fields(&at, out);
    if (status == BGT_OK && is_table)
        status = split_table(out);
    if (status != BGT_OK)
        return status;
    if (sequence == 0 && reader->columns.entity->number == BGT_ENTITY_section)
        return keep_waiting(reader, mine, out);
    out->items[0].sequence = sequence;
    status = release_waiting(mine, sequence);
    return status == BGT_OK ? spool_items(mine->spool, out) : status;
}

/* ---- Merging ---- */

/* Moves to the next batch where the present one is used up. */
static bgt_status fill(struct bgt_builtin_reader *reader,
                       struct bgt_entity_reading *sheet)
{
    if (sheet->spool == NULL || sheet->has_ended || sheet->at < sheet->batch->item_count)
        return BGT_OK;
    bgt_status status = bgt_spool_next(sheet->spool, &sheet->cursor, sheet->batch);
    (void)reader;
    sheet->at = 0;
    sheet->has_ended = status == BGT_END;
    return status == BGT_END ? BGT_OK : status;
}

/* The sheet whose next record has the lowest seq; null where all have ended. */
static bgt_status find_next(struct bgt_builtin_reader *reader,
                            struct bgt_entity_reading **next)
{
    bgt_status status = BGT_OK;
    *next = NULL;
    for (size_t i = 0; i < BGT_ENTITY_COUNT && status == BGT_OK; i++) {
        struct bgt_entity_reading *sheet = &reader->entities.sheets[i];
        status = fill(reader, sheet);
        if (status != BGT_OK || sheet->spool == NULL || sheet->has_ended)
            continue;
        if (*next == NULL || sheet->batch->items[sheet->at].sequence <
                                 (*next)->batch->items[(*next)->at].sequence)
            *next = sheet;
    }
    return status;
}

static bgt_status put_item(struct bgt_builtin_reader *reader,
                           const struct bgt_batch *batch, const struct bgt_item *item,
                           struct bgt_batch *out)
{
    bgt_status status = bgt_batch_copy_item(out, batch, item);
    if (status == BGT_OK && !reader->entities.is_numbered)
        out->items[out->item_count - 1].sequence = 0;
    return status;
}

static bgt_status end_table(struct bgt_builtin_reader *reader, struct bgt_batch *out)
{
    struct bgt_entities_reading *entities = &reader->entities;
    if (entities->end->item_count == 0)
        return BGT_OK;
    bgt_status status = put_item(reader, entities->end, &entities->end->items[0], out);
    bgt_batch_reset(entities->end);
    return status;
}

static int64_t number_of(const struct bgt_batch *batch, const struct bgt_item *item,
                         uint32_t field)
{
    const struct bgt_value *value = bgt_item_find(batch, item, field);
    return value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0
               ? value->decimal.coefficient
               : -1;
}

/* Puts the rest of a table's record: FIELDS now, TABLE_END after its lines. */
static bgt_status begin_table(struct bgt_builtin_reader *reader,
                              struct bgt_entity_reading *sheet, struct bgt_batch *out)
{
    struct bgt_entities_reading *entities = &reader->entities;
    const struct bgt_item *item = &sheet->batch->items[sheet->at - 1];
    int64_t number = number_of(sheet->batch, item, BGT_table_table_no);
    entities->table_no = number;
    reader->counts.tables++;
    if (number > reader->counts.last_table_no && number <= UINT32_MAX)
        reader->counts.last_table_no = (uint32_t)number;
    bgt_status status = fill(reader, sheet);
    if (status == BGT_OK)
        status = put_item(reader, sheet->batch, &sheet->batch->items[sheet->at++], out);
    if (status == BGT_OK)
        status = fill(reader, sheet);
    return status == BGT_OK ? bgt_batch_copy_item(entities->end, sheet->batch,
                                                  &sheet->batch->items[sheet->at++])
                            : status;
}

static bgt_status report_line(struct bgt_builtin_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_sheet_columns columns = {
        .io = reader->io,
        .entity = bgt_entity(BGT_ENTITY_line),
        .sheet = {batch->text + item->place_offset, item->place_length}};
    struct bgt_sheet_fault found = {"LAYOUT_LINE_NO_TABLE", NULL, NULL};
    return bgt_sheet_report(&columns, &found, batch, item, NULL);
}

/* A stream begins with a document, also where no sheet has one. */
static bgt_status begin_stream(struct bgt_builtin_reader *reader,
                               const struct bgt_item *first, struct bgt_batch *out)
{
    struct bgt_item *item = NULL;
    if (reader->entities.has_document)
        return BGT_OK;
    reader->entities.has_document = true;
    if (bgt_is_record(first, BGT_ENTITY_document))
        return BGT_OK;
    reader->entities.is_numbered = false;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_RECORD, &item);
    if (status == BGT_OK)
        item->entity = BGT_ENTITY_document;
    return status;
}

static bgt_status put_next(struct bgt_builtin_reader *reader,
                           struct bgt_entity_reading *sheet, struct bgt_batch *out)
{
    struct bgt_entities_reading *entities = &reader->entities;
    const struct bgt_item *item = &sheet->batch->items[sheet->at];
    bool is_line = bgt_is_record(item, BGT_ENTITY_line);
    bool is_table = bgt_is_record(item, BGT_ENTITY_table);
    bgt_status status = begin_stream(reader, item, out);
    if (status == BGT_OK && !is_line)
        status = end_table(reader, out);
    if (status != BGT_OK)
        return status;
    if (is_line &&
        (entities->end->item_count == 0 ||
         number_of(sheet->batch, item, BGT_line_table_no) != entities->table_no)) {
        sheet->at++;
        return report_line(reader, sheet->batch, item);
    }
    status = put_item(reader, sheet->batch, item, out);
    sheet->at++;
    reader->counts.lines += is_line;
    return status == BGT_OK && is_table ? begin_table(reader, sheet, out) : status;
}

bgt_status bgt_entities_reading_take_document(struct bgt_builtin_reader *reader,
                                              struct bgt_batch *out)
{
    struct bgt_entity_reading *sheet = NULL;
    bgt_status status = find_next(reader, &sheet);
    if (status != BGT_OK)
        return status;
    if (sheet == NULL ||
        !bgt_is_record(&sheet->batch->items[sheet->at], BGT_ENTITY_document) ||
        sheet->batch->items[sheet->at].sequence > 1)
        return BGT_END;
    status = bgt_batch_copy_item(out, sheet->batch, &sheet->batch->items[sheet->at]);
    sheet->at += status == BGT_OK;
    return status;
}

/* Whether a record is not wanted yet. Lines follow their table at once. */
static bool is_beyond(const struct bgt_builtin_reader *reader,
                      const struct bgt_entity_reading *sheet, uint64_t below)
{
    const struct bgt_item *item = &sheet->batch->items[sheet->at];
    return item->sequence >= below && !(reader->entities.end->item_count > 0 &&
                                        bgt_is_record(item, BGT_ENTITY_line));
}

bgt_status bgt_entities_reading_next(struct bgt_builtin_reader *reader, uint64_t below,
                                     struct bgt_batch *out)
{
    bgt_status worst = BGT_OK;
    while (!bgt_batch_full(out)) {
        struct bgt_entity_reading *sheet = NULL;
        bgt_status status = find_next(reader, &sheet);
        if (status == BGT_OK && (sheet == NULL || is_beyond(reader, sheet, below))) {
            status = end_table(reader, out);
            if (status != BGT_OK)
                return status;
            return worst == BGT_OK ? BGT_END : worst;
        }
        if (status == BGT_OK)
            status = put_next(reader, sheet, out);
        if (status == BGT_BAD)
            worst = BGT_BAD;
        else if (status != BGT_OK)
            return status;
    }
    return worst;
}
