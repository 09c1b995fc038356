#include "flow/stage_merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "model/model.h"

/* The document's own facts, once. */
#define ARENA_BYTES (16u << 20)

/* A fact of the document as first stated. */
struct fact {
    const char *text;
    size_t length;
};

struct bgt_merge_stage {
    const struct bgt_sink *next;
    struct bgt_reporter *reporter;
    struct bgt_arena arena;
    struct bgt_batch *scratch;
    struct fact facts[BGT_document_field_count];
    uint64_t records;
    uint64_t lines;
    uint64_t tables;       /* Of all inputs. */
    uint64_t table_offset; /* Tables of the inputs before this one. */
    bool is_later_input;
};

static bgt_status conflict(struct bgt_merge_stage *stage, uint32_t field,
                           const struct bgt_batch *batch, const struct bgt_value *value)
{
    char first[256];
    size_t length = stage->facts[field].length;
    if (length >= sizeof first)
        length = sizeof first - 1;
    memcpy(first, stage->facts[field].text, length);
    first[length] = '\0';
    const struct bgt_entity *document = bgt_entity(BGT_ENTITY_document);
    struct bgt_diagnostic diagnostic = {.code = "MERGE_CONFLICT",
                                        .text = bgt_value_text(batch, value),
                                        .text_length = value->text_length};
    diagnostic.arguments[0] = bgt_entity_field(document, (uint16_t)field)->key;
    diagnostic.arguments[1] = first;
    return bgt_report(stage->reporter, &diagnostic);
}

/* Keeps a new fact; for a fact already stated, BGT_END where equal, BGT_BAD where not. */
static bgt_status settle_fact(struct bgt_merge_stage *stage,
                              const struct bgt_batch *batch,
                              const struct bgt_value *value)
{
    struct fact *fact = &stage->facts[value->column];
    const char *text = bgt_value_text(batch, value);
    if (fact->text != NULL) {
        if (fact->length == value->text_length &&
            memcmp(fact->text, text, fact->length) == 0)
            return BGT_END;
        return conflict(stage, value->column, batch, value);
    }
    fact->text = bgt_arena_copy(&stage->arena, text, value->text_length);
    fact->length = value->text_length;
    return fact->text == NULL ? BGT_NO_MEMORY : BGT_OK;
}

/* Leaves out of a copied document record what was stated before. */
static bgt_status put_document(struct bgt_merge_stage *stage,
                               const struct bgt_batch *batch, const struct bgt_item *item)
{
    uint32_t kept = 0;
    stage->records++;
    bgt_batch_reset(stage->scratch);
    bgt_status status = bgt_batch_copy_item(stage->scratch, batch, item);
    if (status != BGT_OK)
        return status;
    struct bgt_item *copy = stage->scratch->items;
    for (uint32_t i = 0; i < copy->value_count; i++) {
        struct bgt_value value = stage->scratch->values[i];
        bool is_known = value.column < BGT_document_field_count;
        status = is_known ? settle_fact(stage, stage->scratch, &value) : BGT_OK;
        if (status == BGT_END && stage->is_later_input)
            continue;
        if (status != BGT_OK && status != BGT_END)
            return status;
        stage->scratch->values[kept++] = value;
    }
    copy->value_count = kept;
    stage->scratch->value_count = kept;
    if (kept == 0 && stage->is_later_input)
        return BGT_OK;
    return stage->next->put(stage->next->state, stage->scratch, copy);
}

static void renumber(struct bgt_merge_stage *stage, uint32_t field)
{
    for (uint32_t i = 0; i < stage->scratch->value_count; i++) {
        struct bgt_value *value = &stage->scratch->values[i];
        if (value->column != field || (value->flags & BGT_VALUE_DECIMAL) == 0)
            continue;
        value->decimal = bgt_decimal_make(
            value->decimal.coefficient + (int64_t)stage->table_offset, 0);
        value->text_length = 0;
    }
}

static bgt_status put_numbered(struct bgt_merge_stage *stage,
                               const struct bgt_batch *batch, const struct bgt_item *item,
                               uint32_t number_field)
{
    stage->records += item->kind == BGT_ITEM_RECORD;
    if (stage->table_offset == 0)
        return stage->next->put(stage->next->state, batch, item);
    bgt_batch_reset(stage->scratch);
    bgt_status status = bgt_batch_copy_item(stage->scratch, batch, item);
    if (status != BGT_OK)
        return status;
    renumber(stage, number_field);
    return stage->next->put(stage->next->state, stage->scratch, stage->scratch->items);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_merge_stage *stage = state;
    if (item->kind == BGT_ITEM_FIELDS)
        return stage->next->put(stage->next->state, batch, item);
    if (item->kind == BGT_ITEM_TABLE_END)
        return put_numbered(stage, batch, item, BGT_table_table_no);
    if (item->entity == BGT_ENTITY_document)
        return put_document(stage, batch, item);
    if (item->entity == BGT_ENTITY_table) {
        stage->tables++;
        return put_numbered(stage, batch, item, BGT_table_table_no);
    }
    if (item->entity == BGT_ENTITY_line) {
        stage->lines++;
        return put_numbered(stage, batch, item, BGT_line_table_no);
    }
    return put_numbered(stage, batch, item, BGT_FIELD_EXTRA);
}

static bgt_status finish(void *state)
{
    struct bgt_merge_stage *stage = state;
    return stage->next->finish(stage->next->state);
}

bgt_status bgt_merge_stage_open(const struct bgt_sink *next, const struct bgt_io *io,
                                struct bgt_merge_stage **stage)
{
    struct bgt_merge_stage *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->next = next;
    made->reporter = io->reporter;
    bgt_arena_init(&made->arena, NULL, ARENA_BYTES);
    bgt_status status = bgt_batch_open(io, &made->scratch);
    if (status == BGT_OK)
        *stage = made;
    else
        bgt_merge_stage_close(made);
    return status;
}

void bgt_merge_stage_next_input(struct bgt_merge_stage *stage)
{
    stage->is_later_input = true;
    stage->table_offset = stage->tables;
}

struct bgt_sink bgt_merge_stage_sink(struct bgt_merge_stage *stage)
{
    struct bgt_sink sink = {stage, put, finish};
    return sink;
}

void bgt_merge_stage_count(const struct bgt_merge_stage *stage,
                           struct bgt_convert_result *result)
{
    result->tables += stage->tables;
    result->lines += stage->lines;
    result->records += stage->records;
}

void bgt_merge_stage_close(struct bgt_merge_stage *stage)
{
    if (stage == NULL)
        return;
    bgt_batch_close(stage->scratch);
    bgt_arena_close(&stage->arena);
    free(stage);
}
