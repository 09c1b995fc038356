#include "flow/stage_capacity.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "io/batch.h"
#include "layout/losses.h"

struct bgt_capacity_stage {
    struct bgt_capacity_options options;
    struct bgt_losses *losses;
    struct bgt_batch *scratch;
};

static bool fits_text(const struct bgt_capacity *capacity, const struct bgt_batch *batch,
                      const struct bgt_value *value)
{
    /* A character takes at least one byte, so short text needs no counting. */
    return capacity->text_characters == 0 ||
           value->text_length <= capacity->text_characters ||
           bgt_utf8_count(bgt_value_text(batch, value), value->text_length) <=
               capacity->text_characters;
}

static bool fits_number(const struct bgt_capacity *capacity,
                        const struct bgt_value *value)
{
    if ((value->flags & BGT_VALUE_DECIMAL) == 0)
        return true;
    return (capacity->digits == 0 ||
            bgt_decimal_significant_digits(value->decimal) <= capacity->digits) &&
           (capacity->scale == 0 || value->decimal.scale <= capacity->scale);
}

static bool fits(const struct bgt_capacity_stage *stage, const struct bgt_batch *batch,
                 const struct bgt_value *value)
{
    const struct bgt_capacity *capacity = stage->options.capacity;
    if (value->column == BGT_FIELD_EXTRA && (capacity->flags & BGT_CAN_EXTRAS) == 0)
        return false;
    return fits_text(capacity, batch, value) && fits_number(capacity, value);
}

/* Puts a copy without the values that do not fit. */
static bgt_status put_rest(struct bgt_capacity_stage *stage,
                           const struct bgt_batch *batch, const struct bgt_item *item)
{
    uint32_t kept = 0;
    bgt_batch_reset(stage->scratch);
    bgt_status status = bgt_batch_copy_item(stage->scratch, batch, item);
    struct bgt_item *copy = stage->scratch->items;
    for (uint32_t i = 0; status == BGT_OK && i < copy->value_count; i++) {
        struct bgt_value value = stage->scratch->values[i];
        struct bgt_loss_source source = {stage->scratch, copy, &value};
        if (fits(stage, stage->scratch, &value))
            stage->scratch->values[kept++] = value;
        else
            status = bgt_losses_add_field(stage->losses, "FORMAT_CANNOT_HOLD",
                                          stage->options.format, &source);
    }
    if (status != BGT_OK)
        return status;
    copy->value_count = kept;
    stage->scratch->value_count = kept;
    return stage->options.next->put(stage->options.next->state, stage->scratch, copy);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_capacity_stage *stage = state;
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++)
        if (!fits(stage, batch, &values[i]))
            return put_rest(stage, batch, item);
    return stage->options.next->put(stage->options.next->state, batch, item);
}

static bgt_status finish(void *state)
{
    struct bgt_capacity_stage *stage = state;
    bgt_status status = bgt_losses_report(stage->losses);
    if (status != BGT_OK)
        return status;
    return stage->options.next->finish(stage->options.next->state);
}

bgt_status bgt_capacity_stage_open(const struct bgt_capacity_options *options,
                                   const struct bgt_io *io,
                                   struct bgt_capacity_stage **stage)
{
    struct bgt_capacity_stage *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->options = *options;
    bgt_status status = bgt_losses_open(io->reporter, &made->losses);
    if (status == BGT_OK)
        status = bgt_batch_open(io, &made->scratch);
    if (status == BGT_OK)
        *stage = made;
    else
        bgt_capacity_stage_close(made);
    return status;
}

struct bgt_sink bgt_capacity_stage_sink(struct bgt_capacity_stage *stage)
{
    struct bgt_sink sink = {stage, put, finish};
    return sink;
}

void bgt_capacity_stage_close(struct bgt_capacity_stage *stage)
{
    if (stage == NULL)
        return;
    bgt_batch_close(stage->scratch);
    bgt_losses_close(stage->losses);
    free(stage);
}
