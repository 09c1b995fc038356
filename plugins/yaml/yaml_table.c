#include "yaml_table.h"

#include "yaml_scalar.h"
#include "yaml_values.h"

/* Keys of a table that are no fields. */
static const char *const words[] = {BGT_YAML_KEY_FIELDS, BGT_YAML_KEY_FROM_TABLE,
                                    BGT_YAML_KEY_LINES,  BGT_YAML_KEY_END,
                                    BGT_YAML_KEY_EXTRAS, NULL};

static bgt_status refuse_order(struct bgt_yaml_pull *pull, const char *first,
                               const char *second)
{
    bgt_status status = bgt_yaml_refuse(pull, "YAML_ORDER", first, second);
    return status == BGT_OK ? bgt_yaml_pull_skip_value(pull) : status;
}

static bgt_status use_shared(struct bgt_yaml_table *table)
{
    const char *keys[BGT_YAML_SHARED_MAX + 1];
    for (size_t i = 0; i < table->shared_count; i++) {
        const struct bgt_yaml_shared *shared = &table->shared[i];
        keys[i] = bgt_entity_field(table->line, shared->line_field)->key;
        if (bgt_yaml_pull_is(table->pull, keys[i])) {
            table->shared[i].is_used = 1;
            return BGT_OK;
        }
    }
    keys[table->shared_count] = NULL;
    return bgt_yaml_unknown_key(table->pull, NULL, keys);
}

/* The sequence after `from_table`. */
static bgt_status read_from_table(struct bgt_yaml_table *table)
{
    struct bgt_yaml_pull *pull = table->pull;
    bool is_there = false;
    bgt_status status = bgt_yaml_pull_sequence(pull, &is_there);
    while (status == BGT_OK && is_there) {
        status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK || pull->event.kind == BGT_YAML_SEQUENCE_END) {
            break;
        }
        if (pull->event.kind == BGT_YAML_SCALAR) {
            status = use_shared(table);
            continue;
        }
        status = bgt_yaml_refuse_value(pull, "YAML_SCALAR_NEEDED");
    }
    return status;
}

/* What the lines take from the table must stand in it. */
static bgt_status settle_shared(struct bgt_yaml_table *table,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < table->shared_count && status == BGT_OK; i++) {
        struct bgt_yaml_shared *shared = &table->shared[i];
        const struct bgt_value *value = bgt_item_find(batch, item, shared->table_field);
        shared->is_known = value != NULL && (value->flags & BGT_VALUE_DECIMAL) != 0;
        if (shared->is_known) {
            shared->decimal = value->decimal;
        } else if (shared->is_used) {
            const char *key = bgt_entity_field(table->line, shared->line_field)->key;
            shared->is_used = 0;
            status = bgt_yaml_refuse(table->pull, "YAML_KEY_MISSING", key, NULL);
        }
    }
    return status;
}

static bgt_status put_fields(struct bgt_yaml_table *table, struct bgt_batch *batch)
{
    bgt_status status =
        bgt_yaml_begin_item(table->pull, batch, BGT_ITEM_FIELDS, table->line);
    return status == BGT_OK ? bgt_yaml_announced_put(&table->announced, batch) : status;
}

/* The key `lines`: the record is complete, the field set follows it. */
static bgt_status begin_lines(struct bgt_yaml_table *table, struct bgt_batch *batch,
                              bool *has_lines)
{
    bgt_status status = settle_shared(table, batch, &batch->items[batch->item_count - 1]);
    table->has_lines = true;
    if (status == BGT_OK && !table->has_fields) {
        status = bgt_yaml_refuse(table->pull, "YAML_ORDER", BGT_YAML_KEY_FIELDS,
                                 BGT_YAML_KEY_LINES);
    }
    if (status == BGT_OK) {
        status = put_fields(table, batch);
    }
    return status == BGT_OK ? bgt_yaml_pull_sequence(table->pull, has_lines) : status;
}

/* A key before the lines. */
static bgt_status read_head_pair(struct bgt_yaml_table *table, struct bgt_batch *batch,
                                 bool *has_lines)
{
    struct bgt_yaml_pull *pull = table->pull;
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_FIELDS)) {
        table->has_fields = true;
        return bgt_yaml_announced_read(&table->announced, pull, table->line);
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_FROM_TABLE)) {
        return read_from_table(table);
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_LINES)) {
        return begin_lines(table, batch, has_lines);
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_END)) {
        return refuse_order(pull, BGT_YAML_KEY_LINES, BGT_YAML_KEY_END);
    }
    struct bgt_yaml_target target = {.batch = batch,
                                     .entity = table->table,
                                     .words = words,
                                     .next_field = table->next_field};
    bgt_status status = bgt_yaml_read_pair(pull, &target);
    table->next_field = target.next_field;
    return status;
}

static bgt_status begin_end(struct bgt_yaml_table *table, struct bgt_batch *batch)
{
    if (table->has_end) {
        return BGT_OK;
    }
    table->has_end = true;
    return bgt_yaml_begin_item(table->pull, batch, BGT_ITEM_TABLE_END, table->table);
}

bgt_status bgt_yaml_table_begin(struct bgt_yaml_table *table, struct bgt_batch *batch,
                                bool *has_lines)
{
    struct bgt_yaml_pull *pull = table->pull;
    bgt_yaml_announced_reset(&table->announced);
    table->shared_count = bgt_yaml_find_shared(table->table, table->line, table->shared);
    table->lines = 0;
    table->has_fields = false;
    table->has_lines = false;
    table->has_end = false;
    table->next_field = 0;
    *has_lines = false;
    bgt_status status = bgt_yaml_begin_item(pull, batch, BGT_ITEM_RECORD, table->table);
    while (status == BGT_OK && !table->has_lines) {
        status = bgt_yaml_pull_next(pull);
        if (status == BGT_OK && pull->event.kind == BGT_YAML_MAPPING_END) {
            status = put_fields(table, batch);
            return status == BGT_OK ? begin_end(table, batch) : status;
        }
        if (status == BGT_OK) {
            status = read_head_pair(table, batch, has_lines);
        }
    }
    return status;
}

/* Puts what the line takes from its table where the model's order has it. */
static bgt_status insert_shared(const struct bgt_yaml_table *table,
                                struct bgt_batch *batch, const uint64_t *absent)
{
    for (size_t i = 0; i < table->shared_count; i++) {
        const struct bgt_yaml_shared *shared = &table->shared[i];
        const struct bgt_item *item = &batch->items[batch->item_count - 1];
        uint16_t number = shared->line_field;
        if (!shared->is_used || (absent[number / 64] >> (number % 64) & 1U) != 0 ||
            bgt_item_find(batch, item, number) != NULL) {
            continue;
        }
        bgt_status status = bgt_batch_put_decimal(batch, number, shared->decimal, NULL);
        if (status != BGT_OK) {
            return status;
        }
        struct bgt_value *values = batch->values + item->first_value;
        uint32_t at = item->value_count - 1;
        struct bgt_value added = values[at];
        for (; at > 0 && values[at - 1].column > number; at--) {
            values[at] = values[at - 1];
        }
        values[at] = added;
    }
    return BGT_OK;
}

static bgt_status read_line(struct bgt_yaml_table *table, struct bgt_batch *batch)
{
    uint64_t absent[BGT_YAML_FIELD_WORDS] = {0};
    struct bgt_yaml_target target = {.batch = batch,
                                     .entity = table->line,
                                     .announced =
                                         table->has_fields ? table->announced.bits : NULL,
                                     .absent = absent};
    bgt_status status =
        bgt_yaml_begin_item(table->pull, batch, BGT_ITEM_RECORD, table->line);
    if (status == BGT_OK) {
        status = bgt_yaml_read_pairs(table->pull, &target);
    }
    return status == BGT_OK ? insert_shared(table, batch, absent) : status;
}

bgt_status bgt_yaml_table_line(struct bgt_yaml_table *table, struct bgt_batch *batch,
                               bool *is_end)
{
    struct bgt_yaml_pull *pull = table->pull;
    bgt_status status = bgt_yaml_pull_next(pull);
    *is_end = status == BGT_OK && pull->event.kind == BGT_YAML_SEQUENCE_END;
    if (status != BGT_OK || *is_end) {
        return status;
    }
    size_t path = bgt_yaml_pull_deepen(pull, BGT_YAML_KEY_LINES, ++table->lines);
    if (pull->event.kind == BGT_YAML_MAPPING) {
        status = read_line(table, batch);
    } else {
        status = bgt_yaml_refuse_value(pull, "YAML_MAPPING_NEEDED");
    }
    bgt_yaml_pull_shorten(pull, path);
    return status;
}

/* The mapping after `end`, or a field that stands beside it. */
static bgt_status read_tail_pair(struct bgt_yaml_table *table, struct bgt_batch *batch)
{
    struct bgt_yaml_pull *pull = table->pull;
    struct bgt_yaml_target target = {
        .batch = batch, .entity = table->table, .words = words};
    bool is_there = false;
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_FIELDS)) {
        return refuse_order(pull, BGT_YAML_KEY_FIELDS, BGT_YAML_KEY_LINES);
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_FROM_TABLE)) {
        return refuse_order(pull, BGT_YAML_KEY_FROM_TABLE, BGT_YAML_KEY_LINES);
    }
    bool is_end = bgt_yaml_pull_is(pull, BGT_YAML_KEY_END);
    bgt_status status = begin_end(table, batch);
    if (status != BGT_OK || !is_end) {
        return status == BGT_OK ? bgt_yaml_read_pair(pull, &target) : status;
    }
    status = bgt_yaml_pull_mapping(pull, &is_there);
    return status == BGT_OK && is_there ? bgt_yaml_read_pairs(pull, &target) : status;
}

bgt_status bgt_yaml_table_end(struct bgt_yaml_table *table, struct bgt_batch *batch)
{
    struct bgt_yaml_pull *pull = table->pull;
    for (;;) {
        bgt_status status = bgt_yaml_pull_next(pull);
        if (status == BGT_OK && pull->event.kind == BGT_YAML_MAPPING_END) {
            return begin_end(table, batch);
        }
        if (status == BGT_OK) {
            status = read_tail_pair(table, batch);
        }
        if (status != BGT_OK) {
            return status;
        }
    }
}
