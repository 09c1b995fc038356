#include <string.h>

#include "layout/body.h"

static struct bgt_value *find_value(struct bgt_batch *batch, uint32_t item,
                                    uint32_t field)
{
    const struct bgt_item *line = &batch->items[item];
    for (uint32_t i = 0; i < line->value_count; i++) {
        struct bgt_value *value = &batch->values[line->first_value + i];
        if (value->column == field) {
            return value;
        }
    }
    return NULL;
}

/* Gives a value of a waiting line another text. */
static bgt_status change(struct bgt_batch *batch, struct bgt_value *value,
                         const char *text)
{
    uint64_t offset = 0;
    bgt_status status = bgt_batch_text(batch, text, strlen(text), &offset);
    if (status == BGT_OK) {
        value->text_offset = offset;
        value->text_length = (uint32_t)strlen(text);
        value->intern_id = 0;
    }
    return status;
}

static bool is_inside(const struct bgt_waiting *last, const struct bgt_waiting *next)
{
    if (!next->is_there) {
        return false;
    }
    if (last->level != 0 && next->level != 0) {
        return next->level > last->level;
    }
    return last->code.length > 0 && next->code.length > last->code.length &&
           memcmp(next->code.data, last->code.data, last->code.length) == 0;
}

/* A line with lines of a deeper level below it is a subtotal; a unit's line right above
 * another unit's is the department's. */
static bgt_status judge(struct bgt_batch *batch, const struct bgt_waiting *last,
                        const struct bgt_waiting *next)
{
    struct bgt_value *kind = find_value(batch, last->item, BGT_line_row_kind);
    struct bgt_value *role = find_value(batch, last->item, BGT_line_row_role);
    struct bgt_value *name = find_value(batch, last->item, BGT_line_agency_name);
    bgt_status status = BGT_OK;
    if (last->is_agency && next->is_there && next->is_agency && role != NULL) {
        if (name != NULL) {
            name->column = BGT_line_dept_name;
        }
        return change(batch, role, "dept_total");
    }
    if (kind != NULL && kind->text_length == 6 && is_inside(last, next)) {
        status = change(batch, kind, "subtotal"); /* it was a detail */
    }
    return status;
}

bgt_status bgt_waiting_turn(struct bgt_layout_reader *reader)
{
    bgt_status status = BGT_OK;
    struct bgt_batch *waiting = reader->waiting;
    for (size_t b = 0; status == BGT_OK && b < BGT_LAYOUT_BLOCKS_MAX; b++) {
        if (reader->last[b].is_there) {
            status = judge(waiting, &reader->last[b], &reader->next[b]);
        }
    }
    for (uint32_t i = 0; status == BGT_OK && i < waiting->item_count; i++) {
        status = bgt_batch_copy_item(reader->out, waiting, &waiting->items[i]);
    }
    if (status != BGT_OK) {
        return status == BGT_LIMIT ? bgt_batch_report(waiting) : status;
    }
    bgt_batch_reset(waiting);
    reader->waiting = reader->building;
    reader->building = waiting;
    for (size_t b = 0; b < BGT_LAYOUT_BLOCKS_MAX; b++) {
        struct bgt_waiting last = reader->last[b];
        reader->last[b] = reader->next[b];
        reader->next[b] = last;
        reader->next[b].is_there = false;
        reader->next[b].is_agency = false;
        reader->next[b].level = 0;
        bgt_buffer_clear(&reader->next[b].code);
    }
    return BGT_OK;
}
