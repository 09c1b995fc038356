#include "yaml_record.h"

enum { MAX_FIELDS = 1024 };

const char *bgt_yaml_record_check(const struct bgt_yaml_record *record,
                                  const struct bgt_value **value)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    uint64_t seen[MAX_FIELDS / 64] = {0};
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        uint32_t column = values[i].column;
        *value = &values[i];
        if (column == BGT_FIELD_EXTRA) {
            continue;
        }
        if (column >= record->entity->field_count || column >= MAX_FIELDS) {
            return "the model has no such field";
        }
        if ((seen[column / 64] >> (column % 64) & 1U) != 0) {
            return "the field stands twice in one record";
        }
        seen[column / 64] |= UINT64_C(1) << (column % 64);
    }
    return NULL;
}

/* The text of a value: of a number its exact decimal. */
static const char *text_of(const struct bgt_yaml_record *record,
                           const struct bgt_value *value,
                           char number[BGT_DECIMAL_TEXT_SIZE], size_t *length)
{
    if (value->type == BGT_VALUE_NUMBER && (value->flags & BGT_VALUE_DECIMAL) != 0 &&
        value->state == BGT_PRESENT) {
        *length = bgt_decimal_format(value->decimal, number);
        return number;
    }
    *length = value->text_length;
    return bgt_value_text(record->batch, value);
}

static bgt_status put_scalar(const struct bgt_yaml_record *record,
                             const struct bgt_value *value, bool is_block)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    size_t length = 0;
    const char *text = text_of(record, value, number, &length);
    if (record->has_plain_numbers && text == number) {
        return bgt_yaml_emit_plain(record->emitter, text, length);
    }
    return bgt_yaml_emit_text(record->emitter, text, length, is_block);
}

static bgt_status put_name(const struct bgt_yaml_record *record,
                           const struct bgt_value *value)
{
    return bgt_yaml_emit_text(record->emitter, bgt_value_name(record->batch, value),
                              value->name_length, false);
}

/* A value beside its key: a scalar where the field says what it is, else `{mark:
 * scalar}`. */
static bgt_status put_field(const struct bgt_yaml_record *record,
                            const struct bgt_value *value)
{
    struct bgt_yaml_emitter *emitter = record->emitter;
    const struct bgt_field *field =
        bgt_entity_field(record->entity, (uint16_t)value->column);
    enum bgt_yaml_mark mark = bgt_yaml_mark_of(value);
    bool is_exact =
        mark != BGT_YAML_MARK_NUMBER || (value->flags & BGT_VALUE_DECIMAL) != 0;
    (void)bgt_yaml_emit_key(emitter, field->key);
    if (mark == bgt_yaml_natural_mark(field) && is_exact) {
        return put_scalar(record, value, true);
    }
    (void)bgt_yaml_emit_mapping(emitter, true);
    (void)bgt_yaml_emit_key(emitter, bgt_yaml_mark_word(mark));
    (void)put_scalar(record, value, false);
    return bgt_yaml_emit_mapping_end(emitter);
}

static bgt_status put_extra(const struct bgt_yaml_record *record,
                            const struct bgt_value *value)
{
    struct bgt_yaml_emitter *emitter = record->emitter;
    (void)bgt_yaml_emit_mapping(emitter, false);
    (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_NAME);
    (void)put_name(record, value);
    (void)bgt_yaml_emit_key(emitter, bgt_yaml_mark_word(bgt_yaml_mark_of(value)));
    (void)put_scalar(record, value, true);
    return bgt_yaml_emit_mapping_end(emitter);
}

static bgt_status put_extras(const struct bgt_yaml_record *record)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    (void)bgt_yaml_emit_key(record->emitter, BGT_YAML_KEY_EXTRAS);
    bgt_status status = bgt_yaml_emit_sequence(record->emitter, false);
    for (uint32_t i = 0; i < record->item->value_count && status == BGT_OK; i++) {
        if (values[i].column == BGT_FIELD_EXTRA) {
            status = put_extra(record, &values[i]);
        }
    }
    return bgt_yaml_emit_sequence_end(record->emitter);
}

bool bgt_yaml_is_from_table(const struct bgt_yaml_record *record,
                            const struct bgt_value *value)
{
    for (size_t i = 0; i < record->shared_count; i++) {
        const struct bgt_yaml_shared *shared = &record->shared[i];
        if (shared->is_used && shared->line_field == value->column) {
            return bgt_yaml_mark_of(value) == BGT_YAML_MARK_NUMBER &&
                   (value->flags & BGT_VALUE_DECIMAL) != 0 &&
                   bgt_decimal_equal(shared->decimal, value->decimal);
        }
    }
    return false;
}

/* A line that lacks what the lines of its table take from it says so. */
static bgt_status put_absent(const struct bgt_yaml_record *record)
{
    struct bgt_yaml_emitter *emitter = record->emitter;
    for (size_t i = 0; i < record->shared_count; i++) {
        const struct bgt_yaml_shared *shared = &record->shared[i];
        if (shared->is_used &&
            bgt_item_find(record->batch, record->item, shared->line_field) == NULL) {
            const struct bgt_field *field =
                bgt_entity_field(record->entity, shared->line_field);
            (void)bgt_yaml_emit_key(emitter, field->key);
            (void)bgt_yaml_emit_mapping(emitter, true);
            (void)bgt_yaml_emit_key(emitter, bgt_yaml_mark_word(BGT_YAML_MARK_ABSENT));
            (void)bgt_yaml_emit_text(emitter, "", 0, false);
            (void)bgt_yaml_emit_mapping_end(emitter);
        }
    }
    return emitter->status;
}

bgt_status bgt_yaml_record_pairs(const struct bgt_yaml_record *record)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    bgt_status status = BGT_OK;
    bool has_extras = false;
    for (uint32_t i = 0; i < record->item->value_count && status == BGT_OK; i++) {
        if (values[i].column == BGT_FIELD_EXTRA) {
            has_extras = true;
        } else if (!bgt_yaml_is_from_table(record, &values[i])) {
            status = put_field(record, &values[i]);
        }
    }
    if (has_extras) {
        (void)put_extras(record);
    }
    return put_absent(record);
}

static bgt_status put_announced_extra(const struct bgt_yaml_record *record,
                                      const struct bgt_value *value)
{
    struct bgt_yaml_emitter *emitter = record->emitter;
    enum bgt_yaml_mark mark = bgt_yaml_mark_of(value);
    (void)bgt_yaml_emit_mapping(emitter, true);
    (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_EXTRA);
    (void)put_name(record, value);
    if (mark != BGT_YAML_MARK_TEXT && mark != BGT_YAML_MARK_BLANK) {
        const char *word = bgt_yaml_mark_word(mark);
        (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_TYPE);
        (void)bgt_yaml_emit_text(emitter, word, strlen(word), false);
    }
    return bgt_yaml_emit_mapping_end(emitter);
}

bgt_status bgt_yaml_record_fields(const struct bgt_yaml_record *record)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    bgt_status status = bgt_yaml_emit_sequence(record->emitter, true);
    for (uint32_t i = 0; i < record->item->value_count && status == BGT_OK; i++) {
        if (values[i].column == BGT_FIELD_EXTRA) {
            status = put_announced_extra(record, &values[i]);
            continue;
        }
        const char *key =
            bgt_entity_field(record->entity, (uint16_t)values[i].column)->key;
        status = bgt_yaml_emit_text(record->emitter, key, strlen(key), false);
    }
    return bgt_yaml_emit_sequence_end(record->emitter);
}
