#include "support/fake_records.h"

#include <stdlib.h>
#include <string.h>

static void begin(struct bgt_fake_records *records, enum bgt_item_kind kind,
                  const char *entity)
{
    records->entity = bgt_model_find(records->model, entity, strlen(entity));
    assert_non_null(records->entity);
    assert_int_equal(bgt_batch_item(records->batch, kind, NULL), BGT_OK);
    records->batch->items[records->batch->item_count - 1].entity =
        records->entity->number;
}

void bgt_fake_record(struct bgt_fake_records *records, const char *entity)
{
    begin(records, BGT_ITEM_RECORD, entity);
}

void bgt_fake_table_end(struct bgt_fake_records *records)
{
    begin(records, BGT_ITEM_TABLE_END, "table");
}

void bgt_fake_fields(struct bgt_fake_records *records, ...)
{
    va_list keys;
    begin(records, BGT_ITEM_FIELDS, "line");
    va_start(keys, records);
    for (const char *key = va_arg(keys, const char *); key != NULL;
         key = va_arg(keys, const char *)) {
        const struct bgt_field *field =
            bgt_entity_find(records->entity, key, strlen(key));
        uint32_t column = field == NULL ? BGT_FIELD_EXTRA : field->number;
        assert_int_equal(
            bgt_batch_value(records->batch, column, BGT_VALUE_TEXT, BGT_PRESENT, NULL),
            BGT_OK);
        if (field == NULL) {
            assert_int_equal(bgt_batch_name(records->batch, key, strlen(key)), BGT_OK);
        }
    }
    va_end(keys);
}

static struct bgt_decimal decimal_of(const char *text)
{
    struct bgt_decimal decimal;
    assert_int_equal(bgt_decimal_parse(text, strlen(text), &decimal), BGT_DECIMAL_OK);
    return decimal;
}

struct bgt_value *bgt_fake_field(struct bgt_fake_records *records, const char *key,
                                 const char *text)
{
    const struct bgt_field *field = bgt_entity_find(records->entity, key, strlen(key));
    uint32_t column = field == NULL ? BGT_FIELD_EXTRA : field->number;
    if (field != NULL && (field->type == BGT_AMOUNT || field->type == BGT_COUNT)) {
        assert_int_equal(
            bgt_batch_put_decimal(records->batch, column, decimal_of(text), NULL),
            BGT_OK);
        return &records->batch->values[records->batch->value_count - 1];
    }
    assert_int_equal(bgt_batch_put_text(records->batch, column, text, strlen(text), NULL),
                     BGT_OK);
    if (field == NULL) {
        assert_int_equal(bgt_batch_name(records->batch, key, strlen(key)), BGT_OK);
    }
    return &records->batch->values[records->batch->value_count - 1];
}

void bgt_fake_extra_number(struct bgt_fake_records *records, const char *name,
                           const char *number)
{
    assert_int_equal(
        bgt_batch_put_decimal(records->batch, BGT_FIELD_EXTRA, decimal_of(number), NULL),
        BGT_OK);
    assert_int_equal(bgt_batch_name(records->batch, name, strlen(name)), BGT_OK);
}

bgt_status bgt_fake_write(struct bgt_fake_env *fake, struct bgt_fake_file *target,
                          const struct bgt_batch *batch)
{
    const struct bgt_writer_ops *ops = fake->plugin->writer;
    void *state = calloc(1, ops->state_size);
    if (state == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_status status = ops->open(state, &target->output, &fake->env);
    for (uint32_t i = 0; i < batch->item_count && status == BGT_OK; i++) {
        status = ops->put(state, batch, &batch->items[i]);
    }
    if (status == BGT_OK) {
        status = ops->finish(state);
    }
    ops->close(state);
    free(state);
    return status;
}
