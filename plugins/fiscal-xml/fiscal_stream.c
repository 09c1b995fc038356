#include "fiscal_stream.h"

#include <stdio.h>

static bgt_status begin_plain(struct bgt_batch *batch, enum bgt_item_kind kind,
                              const struct bgt_entity *entity)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, kind, &item);
    if (status == BGT_OK) {
        item->entity = entity->number;
    }
    return status;
}

static bgt_status begin_document(struct bgt_fiscal_stream *stream,
                                 struct bgt_batch *batch)
{
    if (stream->has_document) {
        return BGT_OK;
    }
    stream->has_document = true;
    return begin_plain(batch, BGT_ITEM_RECORD, stream->map->document);
}

/* A value of a table that has no record of its own. */
static bgt_status put_implied(const struct bgt_fiscal_stream *stream,
                              struct bgt_batch *batch,
                              const struct bgt_fiscal_field *field, const char *title)
{
    const char *text = NULL;
    uint32_t number = field->field->number;
    switch (field->missing) {
    case BGT_FISCAL_IS_TABLE:
        return bgt_batch_put_decimal(batch, number,
                                     bgt_fiscal_number(stream->table_number), NULL);
    case BGT_FISCAL_IS_COUNT:
        return bgt_batch_put_decimal(batch, number, bgt_fiscal_number(stream->lines),
                                     NULL);
    case BGT_FISCAL_IS_ID:
        text = stream->table;
        break;
    case BGT_FISCAL_IS_TITLE:
        text = title;
        break;
    case BGT_FISCAL_IS_UNIT:
        text = stream->unit[0] == '\0' ? stream->map->amount_unit : stream->unit;
        break;
    default:
        break;
    }
    return text == NULL ? BGT_OK
                        : bgt_batch_put_text(batch, number, text, strlen(text), NULL);
}

static bgt_status put_all_implied(const struct bgt_fiscal_stream *stream,
                                  struct bgt_batch *batch, enum bgt_fiscal_holds holds,
                                  const char *title)
{
    const struct bgt_fiscal_row *row =
        bgt_fiscal_row_for(stream->map, holds, stream->map->table);
    bgt_status status = BGT_OK;
    for (size_t i = 0; row != NULL && i < row->field_count && status == BGT_OK; i++) {
        if (row->fields[i].field != NULL) {
            status = put_implied(stream, batch, &row->fields[i], title);
        }
    }
    return status;
}

/* ---- Tables ---- */

static bgt_status scan(struct bgt_fiscal_stream *stream)
{
    if (stream->scan.is_done) {
        return BGT_OK;
    }
    stream->scan.is_done = true;
    return stream->on_scan(stream->context, &stream->scan);
}

static bgt_status put_scanned(struct bgt_fiscal_stream *stream, struct bgt_batch *batch,
                              const char *element, const struct bgt_fiscal_row *row)
{
    bgt_status status = scan(stream);
    if (status == BGT_OK) {
        status = begin_plain(batch, BGT_ITEM_FIELDS, stream->map->line);
    }
    if (status == BGT_OK) {
        status = bgt_fiscal_scan_put(&stream->scan, element, row, batch, stream->bits);
    }
    stream->has_fields = true;
    return status;
}

static bgt_status put_no_fields(struct bgt_fiscal_stream *stream, struct bgt_batch *batch)
{
    stream->has_fields = true;
    return begin_plain(batch, BGT_ITEM_FIELDS, stream->map->line);
}

/* Ends the open table where no element does. */
static bgt_status end_table(struct bgt_fiscal_stream *stream, struct bgt_batch *batch)
{
    bgt_status status = BGT_OK;
    if (!stream->is_open) {
        return BGT_OK;
    }
    if (!stream->has_fields) {
        status = put_no_fields(stream, batch);
    }
    if (status == BGT_OK) {
        status = begin_plain(batch, BGT_ITEM_TABLE_END, stream->map->table);
    }
    if (status == BGT_OK) {
        status = put_all_implied(stream, batch, BGT_FISCAL_TABLE_END, NULL);
    }
    stream->is_open = false;
    return status;
}

static void open_table(struct bgt_fiscal_stream *stream, bool is_of_element)
{
    stream->is_open = true;
    stream->is_of_element = is_of_element;
    stream->has_fields = false;
    stream->lines = 0;
    stream->table_number++;
    memset(stream->bits, 0, sizeof stream->bits);
}

/* The text of the cell whose field stands for this, or null. */
static const struct bgt_fiscal_cell *find_cell(const struct bgt_fiscal_input_row *row,
                                               enum bgt_fiscal_default missing)
{
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct bgt_fiscal_cell *cell = &row->cells[i];
        if (cell->field != NULL && cell->field->missing == missing) {
            return cell;
        }
    }
    return NULL;
}

static bgt_status take_table(struct bgt_fiscal_stream *stream,
                             const struct bgt_fiscal_target *target)
{
    const struct bgt_fiscal_input_row *row = target->row;
    const struct bgt_fiscal_cell *id = find_cell(row, BGT_FISCAL_IS_ID);
    const struct bgt_fiscal_cell *number = find_cell(row, BGT_FISCAL_IS_TABLE);
    struct bgt_decimal decimal;
    open_table(stream, false);
    (void)snprintf(stream->table, sizeof stream->table, "%.*s",
                   id == NULL ? 0 : (int)id->text_length,
                   id == NULL ? "" : row->text + id->text_offset);
    if (number != NULL &&
        bgt_decimal_parse(row->text + number->text_offset, number->text_length,
                          &decimal) == BGT_DECIMAL_OK &&
        decimal.scale == 0 && decimal.coefficient > 0) {
        stream->table_number = (uint64_t)decimal.coefficient;
    }
    bgt_status status =
        bgt_fiscal_begin_item(row, target->batch, BGT_ITEM_RECORD, stream->map->table);
    return status == BGT_OK ? bgt_fiscal_put_values(target) : status;
}

static bgt_status take_fields(struct bgt_fiscal_stream *stream,
                              const struct bgt_fiscal_target *target)
{
    static const char *const none[2] = {NULL, NULL};
    if (!stream->is_open || stream->has_fields) {
        return bgt_fiscal_report_row(target->source, target->row, NULL,
                                     "FISCAL_XML_ORDER", none);
    }
    stream->has_fields = true;
    bgt_status status = bgt_fiscal_begin_item(target->row, target->batch, BGT_ITEM_FIELDS,
                                              stream->map->line);
    return status == BGT_OK ? bgt_fiscal_put_announced(target, stream->bits) : status;
}

static bgt_status take_end(struct bgt_fiscal_stream *stream,
                           const struct bgt_fiscal_target *target)
{
    static const char *const none[2] = {NULL, NULL};
    if (!stream->is_open) {
        return bgt_fiscal_report_row(target->source, target->row, NULL,
                                     "FISCAL_XML_ORDER", none);
    }
    bgt_status status =
        stream->has_fields ? BGT_OK : put_no_fields(stream, target->batch);
    if (status == BGT_OK) {
        status = bgt_fiscal_begin_item(target->row, target->batch, BGT_ITEM_TABLE_END,
                                       stream->map->table);
    }
    stream->is_open = false;
    return status == BGT_OK ? bgt_fiscal_put_values(target) : status;
}

/* ---- Lines ---- */

/* Opens a table for lines that have none: the element says which. */
static bgt_status imply_table(struct bgt_fiscal_stream *stream, struct bgt_batch *batch,
                              const char *id, const char *title)
{
    bgt_status status = end_table(stream, batch);
    open_table(stream, true);
    (void)snprintf(stream->table, sizeof stream->table, "%s", id);
    if (status == BGT_OK) {
        status = begin_plain(batch, BGT_ITEM_RECORD, stream->map->table);
    }
    return status == BGT_OK ? put_all_implied(stream, batch, BGT_FISCAL_TABLE, title)
                            : status;
}

/* Sees that the table of a line is open and has its fields. */
static bgt_status prepare_table(struct bgt_fiscal_stream *stream,
                                const struct bgt_fiscal_target *target,
                                const struct bgt_fiscal_row *row)
{
    const struct bgt_fiscal_input_row *input = target->row;
    char element[BGT_FISCAL_NAME];
    char id[BGT_FISCAL_NAME + 16];
    bool is_named = row != NULL && row->table != NULL;
    bool is_any = input->row != NULL && input->row->table == NULL;
    bgt_status status = BGT_OK;
    (void)snprintf(element, sizeof element, "%.*s", (int)input->element_length,
                   input->text + input->element_offset);
    (void)snprintf(id, sizeof id, "%s%s",
                   is_named ? row->table : stream->map->words.unknown_table,
                   is_named ? "" : element);
    if (!stream->is_open || (!is_any && strcmp(stream->table, id) != 0)) {
        status = imply_table(stream, target->batch, id, element);
    }
    return status == BGT_OK && !stream->has_fields
               ? put_scanned(stream, target->batch, element, row)
               : status;
}

static bgt_status take_line(struct bgt_fiscal_stream *stream,
                            struct bgt_fiscal_target *target)
{
    const struct bgt_fiscal_map *map = stream->map;
    const struct bgt_fiscal_input_row *input = target->row;
    const struct bgt_fiscal_row *lines = target->source->lines;
    const struct bgt_fiscal_row *row = input->row == NULL ? lines : input->row;
    bool is_of_table = input->row == NULL || input->row->table != NULL;
    bool has_table = stream->is_open && stream->has_fields &&
                     (!is_of_table || (row != NULL && row->table != NULL &&
                                       strcmp(stream->table, row->table) == 0));
    bgt_status status = has_table ? BGT_OK : prepare_table(stream, target, row);
    if (status != BGT_OK) {
        return status;
    }
    stream->lines++;
    target->rules = row;
    target->announced = stream->bits;
    target->table_number = bgt_fiscal_number(stream->table_number);
    target->line_number = bgt_fiscal_number(stream->lines);
    status = bgt_fiscal_begin_item(input, target->batch, BGT_ITEM_RECORD, map->line);
    return status == BGT_OK ? bgt_fiscal_put_values(target) : status;
}

static bgt_status take_record(struct bgt_fiscal_stream *stream,
                              const struct bgt_fiscal_target *target)
{
    const struct bgt_fiscal_input_row *row = target->row;
    bool is_document = row->row->entity == stream->map->document;
    bgt_status status = end_table(stream, target->batch);
    if (status == BGT_OK && !is_document) {
        status = begin_document(stream, target->batch);
    }
    if (is_document) {
        stream->has_document = true;
        const struct bgt_fiscal_row *table =
            bgt_fiscal_row_for(stream->map, BGT_FISCAL_TABLE, stream->map->table);
        for (size_t i = 0; table != NULL && i < row->cell_count; i++) {
            const struct bgt_fiscal_cell *cell = &row->cells[i];
            const struct bgt_fiscal_field *unit =
                cell->field == NULL
                    ? NULL
                    : bgt_fiscal_find_field(stream->map, table, cell->field->element, 0);
            if (unit != NULL && unit->missing == BGT_FISCAL_IS_UNIT) {
                (void)snprintf(stream->unit, sizeof stream->unit, "%.*s",
                               (int)cell->text_length, row->text + cell->text_offset);
            }
        }
    }
    if (status == BGT_OK) {
        status =
            bgt_fiscal_begin_item(row, target->batch, BGT_ITEM_RECORD, row->row->entity);
    }
    return status == BGT_OK ? bgt_fiscal_put_values(target) : status;
}

bgt_status bgt_fiscal_stream_row(struct bgt_fiscal_stream *stream,
                                 struct bgt_fiscal_source *source,
                                 const struct bgt_fiscal_input_row *row,
                                 struct bgt_batch *batch)
{
    struct bgt_fiscal_target target = {.source = source, .row = row, .batch = batch};
    unsigned holds = row->row == NULL ? BGT_FISCAL_LINE : row->row->holds;
    bgt_status status = BGT_OK;
    if (holds == BGT_FISCAL_RECORD) {
        return take_record(stream, &target);
    }
    status = begin_document(stream, batch);
    if (status == BGT_OK && holds == BGT_FISCAL_TABLE) {
        status = end_table(stream, batch);
    }
    if (status != BGT_OK) {
        return status;
    }
    switch (holds) {
    case BGT_FISCAL_TABLE:
        return take_table(stream, &target);
    case BGT_FISCAL_FIELDS:
        return take_fields(stream, &target);
    case BGT_FISCAL_TABLE_END:
        return take_end(stream, &target);
    default:
        return take_line(stream, &target);
    }
}

bgt_status bgt_fiscal_stream_end(struct bgt_fiscal_stream *stream,
                                 struct bgt_batch *batch)
{
    bgt_status status = end_table(stream, batch);
    return status == BGT_OK ? begin_document(stream, batch) : status;
}
