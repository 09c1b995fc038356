#include "row.h"

#include <string.h>

void bgt_xlsx_row_begin(struct bgt_xlsx_row *row, uint32_t number, bool is_hidden)
{
    row->number = number;
    row->is_hidden = is_hidden;
    row->count = 0;
    row->bytes.size = 0;
}

struct bgt_xlsx_row_value *bgt_xlsx_row_add(struct bgt_xlsx_row *row, uint32_t column,
                                            enum bgt_value_type type)
{
    struct bgt_xlsx_row_value *values =
        bgt_xlsx_grow(row->values, row->count, &row->capacity, sizeof *values);
    if (values == NULL) {
        return NULL;
    }
    row->values = values;
    struct bgt_xlsx_row_value *added = &values[row->count++];
    memset(added, 0, sizeof *added);
    added->value.column = column;
    added->value.type = (uint8_t)type;
    added->value.state = BGT_PRESENT;
    added->shared = BGT_XLSX_NOT_SHARED;
    return added;
}

bgt_status bgt_xlsx_row_text(struct bgt_xlsx_row *row, struct bgt_xlsx_row_value *value,
                             const char *text, size_t length)
{
    value->value.text_offset = row->bytes.size;
    value->value.text_length = (uint32_t)length;
    return bgt_xlsx_bytes_append(&row->bytes, text, length);
}

/* Puts a shared text into the batch, unless the batch holds it already. */
static bgt_status place_shared(const struct bgt_xlsx_row_target *target,
                               struct bgt_xlsx_shared *shared)
{
    const char *text =
        shared->length == 0 ? "" : target->strings->bytes.data + shared->offset;
    if (!shared->is_interned) {
        shared->intern_id = target->env->intern(target->env, text, shared->length);
        shared->is_interned = true;
    }
    if (shared->batch == target->batch_number) {
        return BGT_OK;
    }
    uint64_t offset = 0;
    bgt_status status = bgt_batch_text(target->batch, text, shared->length, &offset);
    if (status == BGT_OK && offset <= UINT32_MAX) {
        shared->batch = target->batch_number;
        shared->batch_offset = (uint32_t)offset;
    }
    return offset <= UINT32_MAX ? status : BGT_LIMIT;
}

static bgt_status emit_value(const struct bgt_xlsx_row_value *from, uint64_t base,
                             const struct bgt_xlsx_row_target *target)
{
    struct bgt_value *added = NULL;
    struct bgt_value value = from->value;
    if (from->shared == BGT_XLSX_NOT_SHARED) {
        value.text_offset += base;
    } else {
        struct bgt_xlsx_shared *shared = &target->strings->items[from->shared];
        bgt_status status = place_shared(target, shared);
        if (status != BGT_OK) {
            return status;
        }
        value.text_offset = shared->batch_offset;
        value.text_length = shared->length;
        value.intern_id = shared->intern_id;
    }
    bgt_status status =
        bgt_batch_value(target->batch, value.column, (enum bgt_value_type)value.type,
                        (enum bgt_state)value.state, &added);
    if (status == BGT_OK) {
        *added = value;
    }
    return status;
}

bgt_status bgt_xlsx_row_emit(const struct bgt_xlsx_row *row,
                             const struct bgt_xlsx_row_target *target)
{
    struct bgt_item *item = NULL;
    uint64_t base = 0;
    bgt_status status =
        bgt_batch_text(target->batch, row->bytes.data, row->bytes.size, &base);
    if (status == BGT_OK) {
        status = bgt_batch_item(target->batch, BGT_ITEM_ROW, &item);
    }
    if (status != BGT_OK) {
        return status;
    }
    item->flags = (uint8_t)(BGT_ITEM_CELLS | (row->is_hidden ? BGT_ITEM_HIDDEN : 0));
    item->row = row->number;
    item->line = row->number;
    status = bgt_batch_place(target->batch, target->sheet, strlen(target->sheet));
    for (size_t i = 0; i < row->count && status == BGT_OK; i++) {
        status = emit_value(&row->values[i], base, target);
    }
    return status;
}

void bgt_xlsx_row_free(struct bgt_xlsx_row *row)
{
    free(row->values);
    bgt_xlsx_bytes_free(&row->bytes);
    memset(row, 0, sizeof *row);
}
