#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "io/batch.h"
#include "layout/builtin.h"
#include "layout/key_list.h"
#include "layout/record.h"
#include "layout/record_columns.h"
#include "layout/replay.h"

/* Order of the sheets: lines last, so that a reader knows the rest when they come. */
static const enum bgt_entity_number sheet_order[] = {
    BGT_ENTITY_document,  BGT_ENTITY_agency, BGT_ENTITY_classification,
    BGT_ENTITY_project,   BGT_ENTITY_task,   BGT_ENTITY_goal,
    BGT_ENTITY_indicator, BGT_ENTITY_table,  BGT_ENTITY_statement,
    BGT_ENTITY_section,   BGT_ENTITY_line};

#define EXTRA_BYTES_MAX (1u << 17) /* Bytes of an extra's header. */
#define LISTS_MAX       (1u << 24) /* Bytes of a cell that lists fields. */

struct bgt_entities_writer {
    struct bgt_builtin_target target;
    struct bgt_spool *rest; /* All but lines. */
    struct bgt_spool *lines;
    struct bgt_record_columns
        *columns[BGT_ENTITY_COUNT]; /* Null: no record of this entity. */
    bool has_blanks[BGT_ENTITY_COUNT];
    uint32_t sequence; /* Of the last record. */
    /* The sheet that is being written: */
    enum bgt_entity_number entity;
    uint64_t row;
    struct bgt_batch *table; /* Its record, until TABLE_END. */
    struct bgt_buffer fields;
    struct bgt_buffer blanks;
    /* What was written: */
    struct bgt_entity_sheet sheets[BGT_ENTITY_COUNT];
    size_t sheet_count;
};

bgt_status bgt_entities_writer_open(const struct bgt_builtin_target *target,
                                    struct bgt_entities_writer **writer)
{
    struct bgt_entities_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->target = *target;
    bgt_buffer_init(&made->fields, NULL, LISTS_MAX);
    bgt_buffer_init(&made->blanks, NULL, LISTS_MAX);
    bgt_status status = bgt_spool_open(target->io, &made->rest);
    if (status == BGT_OK)
        status = bgt_spool_open(target->io, &made->lines);
    if (status == BGT_OK)
        status = bgt_batch_open(target->io, &made->table);
    if (status != BGT_OK) {
        bgt_entities_writer_close(made);
        return status;
    }
    *writer = made;
    return BGT_OK;
}

void bgt_entities_writer_close(struct bgt_entities_writer *writer)
{
    if (writer == NULL)
        return;
    bgt_spool_close(writer->rest);
    bgt_spool_close(writer->lines);
    bgt_batch_close(writer->table);
    bgt_buffer_close(&writer->fields);
    bgt_buffer_close(&writer->blanks);
    for (size_t i = 0; i < BGT_ENTITY_COUNT; i++)
        bgt_record_columns_close(writer->columns[i]);
    for (size_t i = 0; i < writer->sheet_count; i++)
        free((void *)writer->sheets[i].columns);
    free(writer);
}

const struct bgt_entity_sheet *
bgt_entities_writer_sheets(const struct bgt_entities_writer *writer, size_t *count)
{
    *count = writer->sheet_count;
    return writer->sheets;
}

/* ---- First pass ---- */

/* A blank of a line is what its table announces, unless it was printed as something. */
static bool is_listed_blank(const struct bgt_value *value, enum bgt_entity_number entity)
{
    return value->state == BGT_BLANK &&
           (entity != BGT_ENTITY_line || value->text_length > 0);
}

static bgt_status note(struct bgt_entities_writer *writer, const struct bgt_batch *batch,
                       const struct bgt_item *item)
{
    enum bgt_entity_number entity = bgt_record_entity(item);
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++)
        if (item->kind != BGT_ITEM_FIELDS && is_listed_blank(&values[i], entity))
            writer->has_blanks[entity] = true;
    bgt_status status = BGT_OK;
    if (writer->columns[entity] == NULL)
        status = bgt_record_columns_open(entity, writer->target.io->limits,
                                         writer->target.io->reporter,
                                         &writer->columns[entity]);
    return status == BGT_OK
               ? bgt_record_columns_note(writer->columns[entity], batch, item)
               : status;
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_entities_writer *writer = state;
    struct bgt_item numbered = *item;
    if (item->kind == BGT_ITEM_RECORD) {
        if (numbered.sequence <= writer->sequence)
            numbered.sequence = writer->sequence + 1;
        writer->sequence = numbered.sequence;
    }
    bgt_status status = note(writer, batch, item);
    if (status != BGT_OK)
        return status;
    return bgt_spool_put_item(bgt_is_record(item, BGT_ENTITY_line) ? writer->lines
                                                                   : writer->rest,
                              batch, &numbered);
}

/* ---- Second pass ---- */

static struct bgt_slice slice_of_buffer(const struct bgt_buffer *buffer)
{
    return (struct bgt_slice){buffer->data, buffer->length};
}

/* Name of a value's field in a list: its key, or the header of its extra. */
static bgt_status append_key(struct bgt_buffer *list, enum bgt_entity_number entity,
                             const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_slice spelling = {bgt_value_text(batch, value), value->text_length};
    const struct bgt_slice *second =
        value->state == BGT_BLANK && spelling.length > 0 ? &spelling : NULL;
    if (value->column != BGT_FIELD_EXTRA)
        return bgt_key_list_append(
            list,
            bgt_slice_of(
                bgt_entity_field(bgt_entity(entity), (uint16_t)value->column)->key),
            second);
    struct bgt_buffer name;
    bgt_buffer_init(&name, NULL, EXTRA_BYTES_MAX);
    bgt_status status = bgt_buffer_append_text(&name, bgt_extra_prefix(value->type));
    if (status == BGT_OK)
        status =
            bgt_buffer_append(&name, bgt_value_name(batch, value), value->name_length);
    if (status == BGT_OK)
        status = bgt_key_list_append(list, slice_of_buffer(&name), second);
    bgt_buffer_close(&name);
    return status;
}

static bgt_status list_fields(struct bgt_entities_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    bgt_buffer_clear(&writer->fields);
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++) {
        struct bgt_value announced = values[i];
        announced.state = BGT_PRESENT;
        announced.type = BGT_VALUE_TEXT;
        status = append_key(&writer->fields, BGT_ENTITY_line, batch, &announced);
    }
    return status;
}

static bgt_status put_list(struct bgt_entities_writer *writer, uint32_t column,
                           const struct bgt_buffer *list)
{
    return list->length == 0
               ? BGT_OK
               : bgt_cells_text(writer->target.cells, column, slice_of_buffer(list), 0);
}

static bgt_status put_values(struct bgt_entities_writer *writer,
                             const struct bgt_batch *batch, const struct bgt_item *item,
                             uint32_t *column)
{
    size_t count = 0;
    struct bgt_record_columns *columns = writer->columns[writer->entity];
    (void)bgt_record_columns_get(columns, &count);
    const struct bgt_value *const *values =
        bgt_record_columns_spread(columns, batch, item);
    if (values == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(&writer->blanks);
    for (size_t i = 0; i < count && status == BGT_OK; i++) {
        ++*column;
        if (values[i] == NULL)
            continue;
        if (values[i]->state == BGT_PRESENT)
            status = bgt_cells_value(writer->target.cells, *column, batch, values[i], 0);
        else if (is_listed_blank(values[i], writer->entity))
            status = append_key(&writer->blanks, writer->entity, batch, values[i]);
    }
    return status;
}

static bgt_status put_record(struct bgt_entities_writer *writer,
                             const struct bgt_batch *batch, const struct bgt_item *item)
{
    uint32_t column = 1;
    bgt_status status = bgt_cells_begin_row(writer->target.cells, ++writer->row);
    if (status == BGT_OK)
        status = bgt_cells_decimal(writer->target.cells, column,
                                   bgt_decimal_make(item->sequence, 0), 0);
    if (status == BGT_OK)
        status = put_values(writer, batch, item, &column);
    if (status == BGT_OK && writer->entity == BGT_ENTITY_table)
        status = put_list(writer, ++column, &writer->fields);
    if (status == BGT_OK && writer->has_blanks[writer->entity])
        status = put_list(writer, ++column, &writer->blanks);
    return status == BGT_OK ? bgt_cells_end_row(writer->target.cells) : status;
}

/* Writes the table that is kept, where one is. */
static bgt_status put_table(struct bgt_entities_writer *writer)
{
    bgt_status status = BGT_OK;
    if (writer->table->item_count > 0)
        status = put_record(writer, writer->table, &writer->table->items[0]);
    bgt_batch_reset(writer->table);
    bgt_buffer_clear(&writer->fields);
    return status;
}

/* Adds a value to the table's record: spread takes the last of a field. */
static bgt_status add_to_table(struct bgt_batch *table, const struct bgt_batch *batch,
                               const struct bgt_value *value)
{
    struct bgt_value *added = NULL;
    uint64_t offset = 0;
    bgt_status status =
        bgt_batch_text(table, bgt_value_text(batch, value), value->text_length, &offset);
    if (status == BGT_OK)
        status = bgt_batch_value(table, value->column, (enum bgt_value_type)value->type,
                                 (enum bgt_state)value->state, &added);
    if (status != BGT_OK)
        return status;
    added->flags = (uint16_t)(value->flags & ~BGT_VALUE_IN_INPUT);
    added->text_offset = offset;
    added->text_length = value->text_length;
    added->decimal = value->decimal;
    return value->column != BGT_FIELD_EXTRA
               ? BGT_OK
               : bgt_batch_name(table, bgt_value_name(batch, value), value->name_length);
}

static bgt_status end_table(struct bgt_entities_writer *writer,
                            const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++)
        if (writer->table->item_count > 0)
            status = add_to_table(writer->table, batch, &values[i]);
    return status == BGT_OK ? put_table(writer) : status;
}

static bgt_status write_table(struct bgt_entities_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    if (item->kind == BGT_ITEM_FIELDS)
        return list_fields(writer, batch, item);
    if (item->kind == BGT_ITEM_TABLE_END)
        return end_table(writer, batch, item);
    if (!bgt_is_record(item, BGT_ENTITY_table))
        return BGT_OK;
    bgt_status status = put_table(writer);
    return status == BGT_OK ? bgt_batch_copy_item(writer->table, batch, item) : status;
}

static bgt_status write(void *state, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    struct bgt_entities_writer *writer = state;
    if (writer->entity == BGT_ENTITY_table)
        return write_table(writer, batch, item);
    return bgt_is_record(item, writer->entity) ? put_record(writer, batch, item) : BGT_OK;
}

/* Columns of an entity sheet that get a width of ours. */
#define ENTITY_WIDTHS 256

/* ---- Sheets ---- */

/* The sheet's columns: `seq`, those of the records, and the lists. */
static bgt_status describe_sheet(struct bgt_entities_writer *writer)
{
    size_t count = 0;
    const struct bgt_record_column *columns =
        bgt_record_columns_get(writer->columns[writer->entity], &count);
    const struct bgt_entity *entity = bgt_entity(writer->entity);
    struct bgt_entity_sheet_column *made = calloc(count + 3, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    size_t filled = 0;
    made[filled++] = (struct bgt_entity_sheet_column){NULL, BGT_VALUE_NUMBER, "seq"};
    for (size_t i = 0; i < count; i++) {
        const struct bgt_field *field = columns[i].field == BGT_FIELD_EXTRA
                                            ? NULL
                                            : bgt_entity_field(entity, columns[i].field);
        made[filled++] = (struct bgt_entity_sheet_column){field, columns[i].type,
                                                          columns[i].name.text};
    }
    if (writer->entity == BGT_ENTITY_table)
        made[filled++] = (struct bgt_entity_sheet_column){NULL, BGT_VALUE_TEXT, "fields"};
    if (writer->has_blanks[writer->entity])
        made[filled++] = (struct bgt_entity_sheet_column){NULL, BGT_VALUE_TEXT, "blank"};
    writer->sheets[writer->sheet_count++] =
        (struct bgt_entity_sheet){entity, made, filled};
    return BGT_OK;
}

/* Widths in characters, which a text beyond is wrapped to. */
#define NARROW 12
#define MIDDLE 20
#define BROAD  60

/* Narrative is broad, codes and figures are narrow. */
static uint16_t column_width(const struct bgt_entity_sheet_column *column)
{
    static const char *const broad[] = {
        "body",     "notes",   "duties", "pro_desc", "strategic_goal", "kpi_target",
        "raw_text", "content", "plan",   "basis",    "necessity",      "safeguards"};
    for (size_t i = 0; i < sizeof broad / sizeof broad[0]; i++)
        if (strcmp(column->name, broad[i]) == 0)
            return BROAD;
    bool is_text = column->field != NULL ? column->field->type == BGT_TEXT
                                         : column->type == BGT_VALUE_TEXT;
    return is_text ? MIDDLE : NARROW;
}

static bgt_status put_header(struct bgt_entities_writer *writer)
{
    const struct bgt_entity_sheet *described = &writer->sheets[writer->sheet_count - 1];
    static const struct bgt_style styles[] = {{.has_wrap = 1}, {.is_bold = 1}};
    uint16_t widths[ENTITY_WIDTHS] = {0};
    for (size_t i = 0; i < described->column_count && i < ENTITY_WIDTHS; i++)
        widths[i] = column_width(&described->columns[i]);
    struct bgt_sheet sheet = {.struct_size = sizeof sheet,
                              .style_count = 2,
                              .name = described->entity->key,
                              .styles = styles,
                              .widths = widths,
                              .width_count = ENTITY_WIDTHS,
                              .header_rows = 1,
                              .freeze_rows = 1,
                              .is_landscape = 1,
                              .fit_width = 1};
    bgt_status status = bgt_cells_begin_sheet(writer->target.cells, &sheet);
    writer->row = 1;
    if (status == BGT_OK)
        status = bgt_cells_begin_row(writer->target.cells, writer->row);
    for (uint32_t i = 0; i < described->column_count && status == BGT_OK; i++)
        status = bgt_cells_text(writer->target.cells, i + 1,
                                bgt_slice_of(described->columns[i].name), 1);
    return status == BGT_OK ? bgt_cells_end_row(writer->target.cells) : status;
}

static bgt_status write_sheet(struct bgt_entities_writer *writer,
                              enum bgt_entity_number entity)
{
    writer->entity = entity;
    bgt_status status = bgt_record_columns_fix(writer->columns[entity], NULL, 0);
    if (status == BGT_OK)
        status = describe_sheet(writer);
    if (status == BGT_OK)
        status = put_header(writer);
    if (status == BGT_OK)
        status = bgt_replay(writer->target.io,
                            entity == BGT_ENTITY_line ? writer->lines : writer->rest,
                            writer, write);
    if (status == BGT_OK && entity == BGT_ENTITY_table)
        status = put_table(writer);
    return status == BGT_OK ? bgt_cells_end_sheet(writer->target.cells) : status;
}

static bgt_status finish(void *state)
{
    struct bgt_entities_writer *writer = state;
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < sizeof sheet_order / sizeof sheet_order[0]; i++)
        if (writer->columns[sheet_order[i]] != NULL && status == BGT_OK)
            status = write_sheet(writer, sheet_order[i]);
    return status;
}

struct bgt_sink bgt_entities_writer_sink(struct bgt_entities_writer *writer)
{
    return (struct bgt_sink){writer, put, finish};
}
