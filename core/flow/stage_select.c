#include "flow/stage_select.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "model/model.h"

/* Text of document fields kept for lines that lack them, and the conditions. */
#define ARENA_BYTES (4u << 20)

struct condition {
    const struct bgt_field *field; /**< Of line. */
    const char *value;
    size_t length;
    const char *document_value; /**< The document's value of the same key, or null. */
    size_t document_length;
    bool is_of_table;  /**< The present table states a value of the same key ... */
    bool is_table_met; /**< ... and it is the wanted one. */
};

struct bgt_select_stage {
    const struct bgt_sink *next;
    struct bgt_reporter *reporter;
    struct bgt_arena arena;
    struct condition *conditions;
    size_t count;
    struct bgt_batch *scratch;
    uint64_t table_lines;
    uint64_t kept_lines;
    uint64_t seen_lines;
};

static bgt_status parse_condition(struct bgt_select_stage *stage, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return bgt_report_at(stage->reporter, "USAGE_OPTION_VALUE", NULL, "select", text);
    const struct bgt_entity *line = bgt_entity(BGT_ENTITY_line);
    const struct bgt_field *field = bgt_entity_find(line, text, (size_t)(equals - text));
    if (field == NULL)
        return bgt_report_at(stage->reporter, "SELECT_FIELD_UNKNOWN", NULL, text, NULL);
    struct condition *added = &stage->conditions[stage->count++];
    added->field = field;
    added->value = equals + 1;
    added->length = strlen(added->value);
    return BGT_OK;
}

static bool text_is(const char *text, size_t length, const struct condition *condition)
{
    return length == condition->length && memcmp(text, condition->value, length) == 0;
}

static bool decimal_is(struct bgt_decimal decimal, const struct condition *condition)
{
    struct bgt_decimal wanted;
    return bgt_decimal_parse(condition->value, condition->length, &wanted) ==
               BGT_DECIMAL_OK &&
           bgt_decimal_compare(decimal, wanted) == 0;
}

static bool value_is(const struct bgt_batch *batch, const struct bgt_value *value,
                     const struct condition *condition)
{
    if ((value->flags & BGT_VALUE_DECIMAL) != 0)
        return decimal_is(value->decimal, condition);
    return text_is(bgt_value_text(batch, value), value->text_length, condition);
}

/* What a line does not say itself its table says (table_id), else the document. */
static bool matches(const struct condition *condition, const struct bgt_batch *batch,
                    const struct bgt_item *item)
{
    const struct bgt_value *value = bgt_item_find(batch, item, condition->field->number);
    if (value != NULL)
        return value_is(batch, value, condition);
    if (condition->is_of_table)
        return condition->is_table_met;
    return condition->document_value != NULL
               ? text_is(condition->document_value, condition->document_length, condition)
               : condition->length == 0;
}

/* OR within a field, AND across fields. */
static bool is_selected(const struct bgt_select_stage *stage,
                        const struct bgt_batch *batch, const struct bgt_item *item)
{
    for (size_t i = 0; i < stage->count; i++) {
        bool is_met = false;
        for (size_t j = 0; j < stage->count && !is_met; j++)
            is_met = stage->conditions[j].field == stage->conditions[i].field &&
                     matches(&stage->conditions[j], batch, item);
        if (!is_met)
            return false;
    }
    return true;
}

static bgt_status remember_document(struct bgt_select_stage *stage,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *item)
{
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    for (size_t i = 0; i < stage->count; i++) {
        struct condition *condition = &stage->conditions[i];
        if ((condition->field->flags & BGT_FIELD_COMMON) == 0)
            continue;
        const struct bgt_field *field = bgt_entity_find(document, condition->field->key,
                                                        strlen(condition->field->key));
        const struct bgt_value *value =
            field == NULL ? NULL : bgt_item_find(batch, item, field->number);
        if (value == NULL)
            continue;
        condition->document_value = bgt_arena_copy(
            &stage->arena, bgt_value_text(batch, value), value->text_length);
        condition->document_length = value->text_length;
        if (condition->document_value == NULL)
            return BGT_NO_MEMORY;
    }
    return BGT_OK;
}

static void remember_table(struct bgt_select_stage *stage, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    const struct bgt_entity *table = bgt_entity(BGT_ENTITY_table);
    for (size_t i = 0; i < stage->count; i++) {
        struct condition *condition = &stage->conditions[i];
        const char *key = condition->field->key;
        const struct bgt_field *field = bgt_entity_find(table, key, strlen(key));
        const struct bgt_value *value =
            field == NULL ? NULL : bgt_item_find(batch, item, field->number);
        condition->is_of_table = value != NULL;
        condition->is_table_met = value != NULL && value_is(batch, value, condition);
    }
    stage->table_lines = 0;
}

/* The table's row count is that of the lines that were kept. */
static bgt_status put_table_end(struct bgt_select_stage *stage,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    bgt_batch_reset(stage->scratch);
    bgt_status status = bgt_batch_copy_item(stage->scratch, batch, item);
    if (status != BGT_OK)
        return status;
    for (uint32_t i = 0; i < stage->scratch->value_count; i++) {
        struct bgt_value *value = &stage->scratch->values[i];
        if (value->column == BGT_table_row_count)
            value->decimal = bgt_decimal_make((int64_t)stage->table_lines, 0);
    }
    return stage->next->put(stage->next->state, stage->scratch, stage->scratch->items);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_select_stage *stage = state;
    if (item->kind == BGT_ITEM_RECORD && item->entity == BGT_ENTITY_document) {
        bgt_status status = remember_document(stage, batch, item);
        if (status != BGT_OK)
            return status;
    }
    if (item->kind == BGT_ITEM_RECORD && item->entity == BGT_ENTITY_table)
        remember_table(stage, batch, item);
    if (item->kind == BGT_ITEM_TABLE_END)
        return put_table_end(stage, batch, item);
    if (item->kind == BGT_ITEM_RECORD && item->entity == BGT_ENTITY_line) {
        stage->seen_lines++;
        if (!is_selected(stage, batch, item))
            return BGT_OK;
        stage->table_lines++;
        stage->kept_lines++;
    }
    return stage->next->put(stage->next->state, batch, item);
}

static bgt_status finish(void *state)
{
    struct bgt_select_stage *stage = state;
    if (stage->seen_lines > 0 && stage->kept_lines == 0)
        (void)bgt_report_at(stage->reporter, "SELECT_NOTHING", NULL, NULL, NULL);
    return stage->next->finish(stage->next->state);
}

bgt_status bgt_select_stage_open(const struct bgt_texts *selects,
                                 const struct bgt_sink *next, const struct bgt_io *io,
                                 struct bgt_select_stage **stage)
{
    struct bgt_select_stage *made = calloc(1, sizeof *made);
    bgt_status status = BGT_NO_MEMORY;
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->next = next;
    made->reporter = io->reporter;
    bgt_arena_init(&made->arena, NULL, ARENA_BYTES);
    made->conditions =
        bgt_arena_allocate_array(&made->arena, selects->count, sizeof *made->conditions);
    if (made->conditions == NULL)
        goto out;
    status = bgt_batch_open(io, &made->scratch);
    for (size_t i = 0; status == BGT_OK && i < selects->count; i++)
        status = parse_condition(made, selects->items[i]);
out:
    if (status == BGT_OK)
        *stage = made;
    else
        bgt_select_stage_close(made);
    return status;
}

struct bgt_sink bgt_select_stage_sink(struct bgt_select_stage *stage)
{
    struct bgt_sink sink = {stage, put, finish};
    return sink;
}

void bgt_select_stage_close(struct bgt_select_stage *stage)
{
    if (stage == NULL)
        return;
    bgt_batch_close(stage->scratch);
    bgt_arena_close(&stage->arena);
    free(stage);
}
