#include "flow/stage_statements.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/place.h"
#include "layout/record.h"
#include "layout/statements.h"
#include "model/model.h"

#define PLACE_BYTES 8192u

struct bgt_statement_stage {
    struct bgt_source source;
    const struct bgt_io *io;
    struct bgt_statement_finder *finder;
    struct bgt_batch *found; /* Of the last section, until the next item is seen. */
    struct bgt_batch *whole; /* Items with statements between them. */
    struct bgt_buffer place_text;
    /* Of the section at work. */
    const struct bgt_batch *batch;
    const struct bgt_item *section;
    uint64_t first_line; /* Of its body; 0: not known. */
    bool has_lines;      /* Its line breaks are those of the file. */
};

static uint64_t line_at(const struct bgt_statement_stage *stage, uint64_t line)
{
    return stage->first_line + (stage->has_lines ? line : 0);
}

static bgt_status put_text(struct bgt_batch *batch, uint32_t field, struct bgt_slice text)
{
    return text.length == 0
               ? BGT_OK
               : bgt_batch_put_text(batch, field, text.text, text.length, NULL);
}

static bgt_status put_values(struct bgt_batch *batch,
                             const struct bgt_statement *statement)
{
    bgt_status status = put_text(batch, BGT_statement_key, statement->key);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_label, statement->label);
    if (status == BGT_OK && statement->has_value)
        status =
            bgt_batch_put_decimal(batch, BGT_statement_value, statement->value, NULL);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_unit, statement->unit);
    if (status == BGT_OK && statement->direction != NULL)
        status =
            put_text(batch, BGT_statement_direction, bgt_slice_of(statement->direction));
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_as_of, statement->as_of);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_table_id, statement->table_id);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_row, statement->row);
    if (status == BGT_OK)
        status = put_text(batch, BGT_statement_measure, statement->measure);
    return status == BGT_OK ? put_text(batch, BGT_statement_raw_text, statement->raw)
                            : status;
}

static bgt_status keep_statement(void *state, const struct bgt_statement *statement)
{
    struct bgt_statement_stage *stage = state;
    const struct bgt_item *section = stage->section;
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(stage->found, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK)
        return status;
    item->entity = BGT_ENTITY_statement;
    item->flags = section->flags;
    item->row = section->row;
    item->line = line_at(stage, statement->line);
    status = bgt_batch_place(stage->found, stage->batch->text + section->place_offset,
                             section->place_length);
    return status == BGT_OK ? put_values(stage->found, statement) : status;
}

static bgt_status tell(struct bgt_statement_stage *stage, const char *code,
                       struct bgt_slice text, uint64_t line)
{
    struct bgt_diagnostic diagnostic = {.code = code};
    struct bgt_place_query query = {stage->batch, stage->section, NULL, 0};
    bgt_status status = bgt_place_of(&query, &stage->place_text, &diagnostic.place);
    if (status != BGT_OK)
        return status;
    diagnostic.place.line = line_at(stage, line);
    diagnostic.text = text.length > 0 ? text.text : NULL;
    diagnostic.text_length = text.length;
    return bgt_report(stage->io->reporter, &diagnostic);
}

static bgt_status note_unclaimed(void *state, struct bgt_slice raw, uint64_t line)
{
    return tell(state, "STATEMENT_UNCLAIMED", raw, line);
}

static bool is_prose(struct bgt_slice kind)
{
    return kind.length == 0 || bgt_text_equal(kind.text, kind.length, "prose", 5);
}

/* Where the body begins: a YAML block begins below its key, a quoted text has no lines of
 * its own. */
static void settle_lines(struct bgt_statement_stage *stage, const struct bgt_value *body)
{
    const struct bgt_item *section = stage->section;
    bool is_cell = (section->flags & BGT_ITEM_CELLS) != 0;
    stage->first_line = section->line;
    stage->has_lines = body != NULL && !is_cell && (body->flags & BGT_VALUE_QUOTED) == 0;
    if (body == NULL)
        return;
    if (body->place_line != 0)
        stage->first_line = body->place_line;
    if (stage->has_lines && body->place_column > 1 &&
        memchr(bgt_value_text(stage->batch, body), '\n', body->text_length) != NULL)
        stage->first_line++;
}

static bgt_status take_section(struct bgt_statement_stage *stage,
                               const struct bgt_batch *batch, const struct bgt_item *item)
{
    struct bgt_statement_sink sink = {stage, keep_statement, note_unclaimed};
    struct bgt_statement_section section = {0};
    const struct bgt_value *level = bgt_item_find(batch, item, BGT_section_level);
    const struct bgt_value *body = bgt_item_find(batch, item, BGT_section_body);
    bool is_given_up = false;
    stage->batch = batch;
    stage->section = item;
    settle_lines(stage, body);
    if (level != NULL && (level->flags & BGT_VALUE_DECIMAL) != 0 &&
        level->decimal.scale == 0 && level->decimal.coefficient > 0)
        section.level = (uint64_t)level->decimal.coefficient;
    section.heading =
        bgt_present_text(batch, bgt_item_find(batch, item, BGT_section_heading));
    if (is_prose(bgt_present_text(batch, bgt_item_find(batch, item, BGT_section_kind))))
        section.body = bgt_present_text(batch, body);
    bgt_batch_reset(stage->found);
    bgt_status status =
        bgt_statement_finder_take(stage->finder, &section, &sink, &is_given_up);
    if (status == BGT_OK && is_given_up)
        status = tell(stage, "STATEMENTS_GIVEN_UP", section.heading, 0);
    return status;
}

static bool is_record_of(const struct bgt_item *item, enum bgt_entity_number entity)
{
    return item->kind == BGT_ITEM_RECORD && item->entity == entity;
}

static bgt_status put_found(struct bgt_statement_stage *stage)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < stage->found->item_count; i++)
        status = bgt_batch_copy_item(stage->whole, stage->found, &stage->found->items[i]);
    bgt_batch_reset(stage->found);
    return status;
}

/* Statements that the document has itself are kept in the place of ours. */
static bgt_status put_item(struct bgt_statement_stage *stage,
                           const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    if (is_record_of(item, BGT_ENTITY_statement))
        bgt_batch_reset(stage->found);
    else
        status = put_found(stage);
    if (status == BGT_OK)
        status = bgt_batch_copy_item(stage->whole, batch, item);
    if (status == BGT_OK && is_record_of(item, BGT_ENTITY_section))
        status = take_section(stage, batch, item);
    return status;
}

static bool has_section(const struct bgt_batch *batch)
{
    for (uint32_t i = 0; i < batch->item_count; i++)
        if (is_record_of(&batch->items[i], BGT_ENTITY_section))
            return true;
    return false;
}

static bgt_status next(void *state, struct bgt_batch *batch)
{
    struct bgt_statement_stage *stage = state;
    bgt_status read = stage->source.next(stage->source.state, batch);
    if (read != BGT_OK && read != BGT_BAD && read != BGT_END)
        return read;
    if (stage->found->item_count == 0 && !has_section(batch))
        return read;
    bgt_status status = BGT_OK;
    bgt_batch_reset(stage->whole);
    for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++)
        status = put_item(stage, batch, &batch->items[i]);
    if (status == BGT_OK && read == BGT_END)
        status = put_found(stage);
    bgt_batch_reset(batch);
    for (uint32_t i = 0; status == BGT_OK && i < stage->whole->item_count; i++)
        status = bgt_batch_copy_item(batch, stage->whole, &stage->whole->items[i]);
    return status == BGT_OK ? read : status;
}

bgt_status bgt_statement_stage_open(const struct bgt_statements *statements,
                                    const struct bgt_source *source,
                                    const struct bgt_io *io,
                                    struct bgt_statement_stage **stage)
{
    struct bgt_statement_stage *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->source = *source;
    made->io = io;
    bgt_buffer_init(&made->place_text, NULL, PLACE_BYTES);
    bgt_status status = bgt_statement_finder_open(statements, &made->finder);
    if (status == BGT_OK)
        status = bgt_batch_open(io, &made->found);
    if (status == BGT_OK)
        status = bgt_batch_open(io, &made->whole);
    if (status == BGT_OK)
        *stage = made;
    else
        bgt_statement_stage_close(made);
    return status;
}

struct bgt_source bgt_statement_stage_source(struct bgt_statement_stage *stage)
{
    struct bgt_source source = {stage, next};
    return source;
}

void bgt_statement_stage_close(struct bgt_statement_stage *stage)
{
    if (stage == NULL)
        return;
    bgt_batch_close(stage->whole);
    bgt_batch_close(stage->found);
    bgt_statement_finder_close(stage->finder);
    bgt_buffer_close(&stage->place_text);
    free(stage);
}
