#include "figures/document.h"

#include <stdlib.h>
#include <string.h>

#include "diag/bounds.h"
#include "flow/reading.h"
#include "io/batch.h"

/* Tables, lines and their index: far above what `table-rows` lines take. */
#define ARENA_BYTES ((size_t)1 << 30)

#define FIRST_LINES 256u

const struct bgt_item *bgt_figures_item(const struct bgt_figures *figures, uint32_t item)
{
    return &figures->batch->items[item];
}

static bgt_status keep_item(struct bgt_figures *figures, const struct bgt_batch *batch,
                            const struct bgt_item *item, uint32_t *index)
{
    *index = figures->batch->item_count;
    bgt_status status = bgt_batch_copy_item(figures->batch, batch, item);
    return status == BGT_LIMIT ? bgt_report_bound(figures->io->reporter, NULL,
                                                  BGT_BOUND_DOCUMENT_SIZE, UINT32_MAX)
                               : status;
}

static bgt_status keep_document(struct bgt_figures *figures, uint32_t index)
{
    const struct bgt_item *item = bgt_figures_item(figures, index);
    for (uint32_t i = 0; i < item->value_count; i++) {
        uint32_t at = item->first_value + i;
        uint32_t field = figures->batch->values[at].column;
        if (field < BGT_document_field_count)
            figures->facts[field] = at + 1;
    }
    return BGT_OK;
}

static struct bgt_slice slice_of_value(const struct bgt_figures *figures,
                                       const struct bgt_value *value)
{
    struct bgt_slice none = {"", 0};
    if (value == NULL || value->state != BGT_PRESENT)
        return none;
    struct bgt_slice text = {bgt_value_text(figures->batch, value), value->text_length};
    return text;
}

struct bgt_slice bgt_figures_fact(const struct bgt_figures *figures, uint16_t field)
{
    uint32_t at = figures->facts[field];
    return slice_of_value(figures, at == 0 ? NULL : &figures->batch->values[at - 1]);
}

struct bgt_slice bgt_figures_table_text(const struct bgt_figures *figures,
                                        const struct bgt_figures_table *table,
                                        uint16_t field)
{
    return slice_of_value(
        figures,
        bgt_item_find(figures->batch, bgt_figures_item(figures, table->item), field));
}

struct bgt_slice bgt_figures_agency_text(const struct bgt_figures *figures, size_t agency,
                                         uint16_t field)
{
    const struct bgt_item *item = bgt_figures_item(figures, figures->agencies[agency]);
    return slice_of_value(figures, bgt_item_find(figures->batch, item, field));
}

static void settle_unit(const struct bgt_figures *figures,
                        struct bgt_figures_table *table)
{
    static const struct {
        const char *name;
        int power;
    } units[] = {{"元", 0}, {"万元", 4}, {"yuan", 0}, {"wan", 4}};
    struct bgt_slice unit = bgt_figures_table_text(figures, table, BGT_table_amount_unit);
    if (unit.length == 0)
        unit = bgt_figures_fact(figures, BGT_document_amount_unit);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (bgt_text_equal(unit.text, unit.length, units[i].name,
                           strlen(units[i].name))) {
            table->power = units[i].power;
            table->has_unit = true;
        }
}

/* `precision` outlives a change of unit; the scale does not. */
static void settle_precision(struct bgt_figures_table *table,
                             const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *value = bgt_item_find(batch, item, BGT_table_precision);
    if (value == NULL || (value->flags & BGT_VALUE_DECIMAL) == 0)
        return;
    int64_t coefficient = value->decimal.coefficient;
    int power = -(int)value->decimal.scale;
    while (coefficient > 0 && coefficient % 10 == 0) {
        coefficient /= 10;
        power++;
    }
    table->has_precision = coefficient == 1;
    table->precision = (int8_t)power;
}

static bgt_status keep_table(struct bgt_figures *figures, uint32_t index)
{
    struct bgt_figures_table *table =
        bgt_arena_allocate_array(&figures->arena, 1, sizeof *table);
    if (table == NULL)
        return BGT_NO_MEMORY;
    table->item = index;
    table->index = figures->table_count++;
    if (figures->last_table != NULL)
        figures->last_table->next = table;
    else
        figures->first_table = table;
    figures->last_table = table;
    settle_unit(figures, table);
    settle_precision(table, figures->batch, bgt_figures_item(figures, index));
    return BGT_OK;
}

static bgt_status grow_lines(struct bgt_figures *figures)
{
    size_t capacity = figures->line_capacity * 2;
    if (figures->line_count >= figures->io->limits->table_rows)
        return bgt_report_limit(figures->io->reporter, NULL, "table-rows",
                                figures->io->limits->table_rows);
    if (capacity == 0)
        capacity = FIRST_LINES;
    struct bgt_figures_line *lines =
        realloc(figures->lines, capacity * sizeof *figures->lines);
    if (lines == NULL)
        return BGT_NO_MEMORY;
    figures->lines = lines;
    figures->line_capacity = capacity;
    return BGT_OK;
}

static bgt_status keep_line(struct bgt_figures *figures, uint32_t index)
{
    struct bgt_figures_table *table = figures->last_table;
    const struct bgt_item *item = bgt_figures_item(figures, index);
    const struct bgt_value *values = bgt_item_values(figures->batch, item);
    if (table == NULL)
        return BGT_OK;
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count &&
            (bgt_line_field(values[i].column)->flags & BGT_FIELD_MEASURE) != 0 &&
            (values[i].flags & BGT_VALUE_DECIMAL) != 0 &&
            values[i].decimal.scale > table->scale)
            table->scale = values[i].decimal.scale;
    bgt_status status = BGT_OK;
    if (figures->line_count == figures->line_capacity)
        status = grow_lines(figures);
    if (status != BGT_OK)
        return status;
    struct bgt_figures_line line = {table, index};
    figures->lines[figures->line_count++] = line;
    return BGT_OK;
}

static bgt_status keep_agency(struct bgt_figures *figures, uint32_t index)
{
    if (figures->agency_count == figures->agency_capacity) {
        size_t capacity = figures->agency_capacity * 2 + 16;
        uint32_t *agencies = realloc(figures->agencies, capacity * sizeof *agencies);
        if (agencies == NULL)
            return BGT_NO_MEMORY;
        figures->agencies = agencies;
        figures->agency_capacity = capacity;
    }
    figures->agencies[figures->agency_count++] = index;
    return BGT_OK;
}

static bgt_status keep_record(struct bgt_figures *figures, uint32_t index)
{
    if (figures->record_count == figures->record_capacity) {
        size_t capacity =
            figures->record_capacity == 0 ? FIRST_LINES : figures->record_capacity * 2;
        uint32_t *records = realloc(figures->records, capacity * sizeof *records);
        if (records == NULL)
            return BGT_NO_MEMORY;
        figures->records = records;
        figures->record_capacity = capacity;
    }
    figures->records[figures->record_count++] = index;
    return BGT_OK;
}

bool bgt_figures_is_record(uint16_t entity)
{
    return entity == BGT_ENTITY_statement || entity == BGT_ENTITY_goal ||
           entity == BGT_ENTITY_indicator || entity == BGT_ENTITY_task ||
           entity == BGT_ENTITY_project;
}

static void keep_columns(struct bgt_figures *figures, const struct bgt_batch *batch,
                         const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; figures->last_table != NULL && i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count) {
            figures->last_table->columns[values[i].column] = values[i].place_column;
            figures->last_table->announced[values[i].column] = true;
        }
}

static bgt_status keep(struct bgt_figures *figures, const struct bgt_batch *batch,
                       const struct bgt_item *item)
{
    uint32_t index = 0;
    if (item->kind == BGT_ITEM_FIELDS)
        keep_columns(figures, batch, item);
    if (item->kind == BGT_ITEM_TABLE_END && figures->last_table != NULL)
        settle_precision(figures->last_table, batch, item);
    bool is_other = figures->keeps_records && bgt_figures_is_record(item->entity);
    if (item->kind != BGT_ITEM_RECORD ||
        (item->entity != BGT_ENTITY_document && item->entity != BGT_ENTITY_table &&
         item->entity != BGT_ENTITY_line && item->entity != BGT_ENTITY_agency &&
         !is_other))
        return BGT_OK;
    bgt_status status = keep_item(figures, batch, item, &index);
    if (status != BGT_OK)
        return status;
    if (is_other)
        return keep_record(figures, index);
    if (item->entity == BGT_ENTITY_document)
        return keep_document(figures, index);
    if (item->entity == BGT_ENTITY_agency)
        return keep_agency(figures, index);
    return item->entity == BGT_ENTITY_table ? keep_table(figures, index)
                                            : keep_line(figures, index);
}

static bgt_status keep_batch(void *context, const struct bgt_batch *batch)
{
    struct bgt_figures *figures = context;
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++)
        status = keep(figures, batch, &batch->items[i]);
    return status;
}

bgt_status bgt_figures_read(const struct bgt_figures_job *job, const char *path,
                            struct bgt_figures **figures, enum bgt_exit *exit)
{
    struct bgt_reading_wanted wanted = {job->context, path, job->options, job->io};
    struct bgt_reading *reading = NULL;
    struct bgt_figures *made = calloc(1, sizeof *made);
    *exit = BGT_EXIT_INPUT;
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->io = job->io;
    made->path = path;
    made->keeps_records = job->keeps_records;
    bgt_arena_init(&made->arena, job->io->allocator, ARENA_BYTES);
    bgt_reporter_set_file(job->io->reporter, path);
    bgt_status status = bgt_batch_open(job->io, &made->batch);
    if (status == BGT_OK)
        status = bgt_reading_open(&wanted, &reading, exit);
    struct bgt_taker taker = {keep_batch, made};
    if (status == BGT_OK)
        status = bgt_reading_whole(reading, &taker, exit);
    bgt_reading_close(reading);
    if (status == BGT_OK)
        *figures = made;
    else
        bgt_figures_close(made);
    return status;
}

void bgt_figures_close(struct bgt_figures *figures)
{
    if (figures == NULL)
        return;
    bgt_batch_close(figures->batch);
    bgt_arena_close(&figures->arena);
    free(figures->lines);
    free(figures->agencies);
    free(figures->records);
    free(figures);
}

const struct bgt_value *bgt_figures_value(const struct bgt_figures *figures,
                                          const struct bgt_figures_line *line,
                                          uint16_t field)
{
    return bgt_item_find(figures->batch, bgt_figures_item(figures, line->item), field);
}

struct bgt_slice bgt_figures_text(const struct bgt_figures *figures,
                                  const struct bgt_figures_line *line, uint16_t field)
{
    const struct bgt_field *known = bgt_line_field(field);
    const struct bgt_value *value = bgt_figures_value(figures, line, field);
    if (value != NULL || (known->flags & BGT_FIELD_COMMON) == 0)
        return slice_of_value(figures, value);
    const struct bgt_field *fact =
        bgt_entity_find(bgt_entity(BGT_ENTITY_document), known->key, strlen(known->key));
    return fact == NULL ? slice_of_value(figures, NULL)
                        : bgt_figures_fact(figures, fact->number);
}

struct bgt_slice bgt_figures_item_text(const struct bgt_figures *figures, uint32_t item,
                                       uint16_t field)
{
    return slice_of_value(
        figures, bgt_item_find(figures->batch, bgt_figures_item(figures, item), field));
}

bgt_status bgt_figures_place(const struct bgt_figures *figures,
                             const struct bgt_figures_line *line,
                             const struct bgt_value *value, struct bgt_buffer *text,
                             struct bgt_place *place)
{
    struct bgt_place_query query = {figures->batch, bgt_figures_item(figures, line->item),
                                    value, 0};
    if (value != NULL && value->column < BGT_line_field_count)
        query.column = line->table->columns[value->column];
    bgt_status status = bgt_place_of(&query, text, place);
    place->file = figures->path;
    return status;
}
