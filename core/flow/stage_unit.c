#include "flow/stage_unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "model/model.h"

/* A unit's power of ten in 元. */
struct unit {
    const char *name;
    const char *spelling; /**< For those who cannot type it. */
    int power;
};

static const struct unit units[] = {
    {"元", "yuan", 0},
    {"万元", "wan", 4},
};

/* Longest unit name kept: a printed unit is never longer, and only known ones convert. */
#define UNIT_SIZE 64

struct bgt_unit_stage {
    const struct bgt_sink *next;
    struct bgt_reporter *reporter;
    const struct unit *target; /**< Null: as it is. */
    int round_places;
    uint64_t rounded;
    char document_unit[UNIT_SIZE];
    char table_unit[UNIT_SIZE];
    struct bgt_batch *scratch;
};

static const struct unit *find_unit(const char *name)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(units[i].name, name) == 0 || strcmp(units[i].spelling, name) == 0)
            return &units[i];
    return NULL;
}

static void keep_unit(char kept[UNIT_SIZE], const struct bgt_batch *batch,
                      const struct bgt_value *value)
{
    if (value == NULL || value->text_length >= UNIT_SIZE)
        return;
    memcpy(kept, bgt_value_text(batch, value), value->text_length);
    kept[value->text_length] = '\0';
}

static bgt_status report_value(struct bgt_unit_stage *stage, const struct bgt_item *item,
                               const struct bgt_value *value, const char *text)
{
    struct bgt_diagnostic diagnostic = {.code = "UNIT_TOO_LONG", .text = text};
    diagnostic.text_length = strlen(text);
    diagnostic.arguments[0] = stage->target != NULL ? stage->target->name : "";
    diagnostic.place.line = value->place_line != 0 ? value->place_line : item->line;
    diagnostic.place.column = value->place_column;
    diagnostic.place.is_cell = (item->flags & BGT_ITEM_CELLS) != 0;
    return bgt_report(stage->reporter, &diagnostic);
}

static bgt_status convert_value(struct bgt_unit_stage *stage, const struct bgt_item *item,
                                struct bgt_value *value, int power)
{
    struct bgt_decimal decimal = value->decimal;
    char text[BGT_DECIMAL_TEXT_SIZE + 1] = "";
    if ((power != 0 && !bgt_decimal_shift(decimal, power, &decimal)) ||
        (stage->round_places >= 0 &&
         !bgt_decimal_round(decimal, (unsigned)stage->round_places, &decimal,
                            &stage->rounded))) {
        text[bgt_decimal_format(value->decimal, text)] = '\0';
        return report_value(stage, item, value, text);
    }
    value->decimal = decimal;
    return BGT_OK;
}

/* A line's amounts are its money measures and, where the cell was a number, its extras
 * are not: what an unknown column counts is unknown. */
static bool is_amount(const struct bgt_value *value)
{
    if (value->column == BGT_FIELD_EXTRA || (value->flags & BGT_VALUE_DECIMAL) == 0)
        return false;
    uint32_t flags = bgt_line_field(value->column)->flags;
    return (flags & BGT_FIELD_MEASURE) != 0 &&
           (flags & (BGT_FIELD_RATE | BGT_FIELD_COUNTED)) == 0;
}

static bgt_status put_line(struct bgt_unit_stage *stage, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    const char *from_name =
        stage->table_unit[0] != '\0' ? stage->table_unit : stage->document_unit;
    const struct unit *from = find_unit(from_name);
    int power = 0;
    if (stage->target != NULL && from != NULL)
        power = from->power - stage->target->power;
    bgt_batch_reset(stage->scratch);
    bgt_status status = bgt_batch_copy_item(stage->scratch, batch, item);
    for (uint32_t i = 0; status == BGT_OK && i < stage->scratch->value_count; i++) {
        struct bgt_value *value = &stage->scratch->values[i];
        if (is_amount(value))
            status = convert_value(stage, item, value, power);
    }
    if (status != BGT_OK)
        return status;
    return stage->next->put(stage->next->state, stage->scratch, stage->scratch->items);
}

/* A document or table record states the target's unit from here on. */
static bgt_status put_unit(struct bgt_unit_stage *stage, const struct bgt_batch *batch,
                           const struct bgt_item *item, uint32_t unit_field)
{
    uint64_t offset = 0;
    bgt_batch_reset(stage->scratch);
    bgt_status status = bgt_batch_copy_item(stage->scratch, batch, item);
    if (status == BGT_OK)
        status = bgt_batch_text(stage->scratch, stage->target->name,
                                strlen(stage->target->name), &offset);
    if (status != BGT_OK)
        return status;
    for (uint32_t i = 0; i < stage->scratch->value_count; i++) {
        struct bgt_value *value = &stage->scratch->values[i];
        if (value->column != unit_field)
            continue;
        value->flags &= (uint16_t)~BGT_VALUE_IN_INPUT;
        value->text_offset = offset;
        value->text_length = (uint32_t)strlen(stage->target->name);
        value->intern_id = 0;
    }
    return stage->next->put(stage->next->state, stage->scratch, stage->scratch->items);
}

static bgt_status put_table(struct bgt_unit_stage *stage, const struct bgt_batch *batch,
                            const struct bgt_item *item)
{
    char number[BGT_DECIMAL_TEXT_SIZE + 1] = "?";
    stage->table_unit[0] = '\0';
    keep_unit(stage->table_unit, batch,
              bgt_item_find(batch, item, BGT_table_amount_unit));
    const char *unit =
        stage->table_unit[0] != '\0' ? stage->table_unit : stage->document_unit;
    if (stage->target == NULL)
        return stage->next->put(stage->next->state, batch, item);
    if (find_unit(unit) == NULL) {
        const struct bgt_value *no = bgt_item_find(batch, item, BGT_table_table_no);
        if (no != NULL)
            number[bgt_decimal_format(no->decimal, number)] = '\0';
        return bgt_report_at(stage->reporter, "UNIT_NOT_STATED", NULL, number,
                             stage->target->name);
    }
    return put_unit(stage, batch, item, BGT_table_amount_unit);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_unit_stage *stage = state;
    if (item->kind != BGT_ITEM_RECORD)
        return stage->next->put(stage->next->state, batch, item);
    if (item->entity == BGT_ENTITY_line)
        return put_line(stage, batch, item);
    if (item->entity == BGT_ENTITY_table)
        return put_table(stage, batch, item);
    if (item->entity != BGT_ENTITY_document)
        return stage->next->put(stage->next->state, batch, item);
    keep_unit(stage->document_unit, batch,
              bgt_item_find(batch, item, BGT_document_amount_unit));
    if (stage->target == NULL || find_unit(stage->document_unit) == NULL)
        return stage->next->put(stage->next->state, batch, item);
    return put_unit(stage, batch, item, BGT_document_amount_unit);
}

static bgt_status finish(void *state)
{
    struct bgt_unit_stage *stage = state;
    char rounded[BGT_NUMBER_SIZE];
    char places[BGT_NUMBER_SIZE];
    if (stage->rounded > 0)
        (void)bgt_report_at(stage->reporter, "ROUNDED", NULL,
                            bgt_number_text(stage->rounded, rounded),
                            bgt_number_text((uint64_t)stage->round_places, places));
    return stage->next->finish(stage->next->state);
}

bgt_status bgt_unit_stage_open(const struct bgt_unit_options *options,
                               const struct bgt_sink *next, const struct bgt_io *io,
                               struct bgt_unit_stage **stage)
{
    const struct unit *target = NULL;
    if (options->amount_unit != NULL) {
        target = find_unit(options->amount_unit);
        if (target == NULL)
            return bgt_report_at(io->reporter, "UNIT_UNKNOWN", NULL, options->amount_unit,
                                 NULL);
    }
    struct bgt_unit_stage *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->next = next;
    made->reporter = io->reporter;
    made->target = target;
    made->round_places = options->round_places;
    bgt_status status = bgt_batch_open(io, &made->scratch);
    if (status == BGT_OK)
        *stage = made;
    else
        bgt_unit_stage_close(made);
    return status;
}

struct bgt_sink bgt_unit_stage_sink(struct bgt_unit_stage *stage)
{
    struct bgt_sink sink = {stage, put, finish};
    return sink;
}

uint64_t bgt_unit_stage_rounded(const struct bgt_unit_stage *stage)
{
    return stage->rounded;
}

void bgt_unit_stage_close(struct bgt_unit_stage *stage)
{
    if (stage == NULL)
        return;
    bgt_batch_close(stage->scratch);
    free(stage);
}
