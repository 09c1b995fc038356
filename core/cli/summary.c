#include "cli/summary.h"

#include <string.h>

#include "budget/decimal.h"

/* A document states a few kilobytes about itself and its tables. */
#define SUMMARY_BYTES (64u << 20)

void bgt_summary_open(struct bgt_summary *summary)
{
    memset(summary, 0, sizeof *summary);
    bgt_arena_init(&summary->arena, NULL, SUMMARY_BYTES);
}

static bgt_status keep(struct bgt_summary *summary, const struct bgt_batch *batch,
                       const struct bgt_value *value, const char **text)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    if (value->state != BGT_PRESENT || *text != NULL)
        return BGT_OK;
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        size_t length = bgt_decimal_format(value->decimal, number);
        *text = bgt_arena_copy(&summary->arena, number, length);
    } else {
        *text = bgt_arena_copy(&summary->arena, bgt_value_text(batch, value),
                               value->text_length);
    }
    return *text != NULL ? BGT_OK : bgt_arena_failure(&summary->arena);
}

static bgt_status keep_fields(struct bgt_summary *summary, const struct bgt_batch *batch,
                              const struct bgt_item *item, const char **texts,
                              size_t count)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (values[i].column >= count)
            continue;
        bgt_status status = keep(summary, batch, &values[i], &texts[values[i].column]);
        if (status != BGT_OK)
            return status;
    }
    return BGT_OK;
}

static bgt_status begin_table(struct bgt_summary *summary, const struct bgt_batch *batch,
                              const struct bgt_item *item)
{
    struct bgt_summary_table *table =
        bgt_arena_allocate_array(&summary->arena, 1, sizeof *table);
    if (table == NULL)
        return bgt_arena_failure(&summary->arena);
    if (summary->last_table != NULL)
        summary->last_table->next = table;
    else
        summary->first_table = table;
    summary->last_table = table;
    summary->tables++;
    return keep_fields(summary, batch, item, table->fields, BGT_table_field_count);
}

static int is_figure(const struct bgt_value *value)
{
    if (value->state != BGT_PRESENT || (value->flags & BGT_VALUE_DECIMAL) == 0)
        return 0;
    if (value->column == BGT_FIELD_EXTRA)
        return 1;
    return value->column < BGT_line_field_count &&
           (bgt_line_field(value->column)->flags & BGT_FIELD_MEASURE) != 0;
}

static void count_line(struct bgt_summary *summary, const struct bgt_batch *batch,
                       const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    uint64_t figures = 0;
    for (uint32_t i = 0; i < item->value_count; i++)
        figures += is_figure(&values[i]) != 0 ? 1 : 0;
    summary->figures += figures;
    if (summary->last_table == NULL)
        return;
    summary->last_table->lines++;
    summary->last_table->figures += figures;
}

static bgt_status add_item(struct bgt_summary *summary, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    if (item->kind == BGT_ITEM_TABLE_END && summary->last_table != NULL)
        return keep_fields(summary, batch, item, summary->last_table->fields,
                           BGT_table_field_count);
    if (item->kind != BGT_ITEM_RECORD || item->entity >= BGT_ENTITY_COUNT)
        return BGT_OK;
    summary->counts[item->entity]++;
    if (item->entity == BGT_ENTITY_document)
        return keep_fields(summary, batch, item, summary->document,
                           BGT_document_field_count);
    if (item->entity == BGT_ENTITY_table)
        return begin_table(summary, batch, item);
    if (item->entity == BGT_ENTITY_line)
        count_line(summary, batch, item);
    return BGT_OK;
}

bgt_status bgt_summary_add(struct bgt_summary *summary, const struct bgt_batch *batch)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++)
        status = add_item(summary, batch, &batch->items[i]);
    return status;
}

void bgt_summary_close(struct bgt_summary *summary)
{
    bgt_arena_close(&summary->arena);
}
