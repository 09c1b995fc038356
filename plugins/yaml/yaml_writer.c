#include "yaml_record.h"

enum phase {
    AT_START,   /* Nothing written. */
    AT_HEADER,  /* The first document record was written. */
    IN_CONTENT, /* In the sequence `content`. */
    IN_TABLE,   /* In a table's mapping, before its lines. */
    IN_LINES    /* In a table's lines. */
};

struct writer {
    const struct bgt_env *env;
    struct bgt_yaml_emitter emitter;
    struct bgt_output *output;
    const struct bgt_entity *document;
    const struct bgt_entity *table;
    const struct bgt_entity *line;
    enum phase phase;
    bool has_plain_numbers;
    struct bgt_yaml_shared shared[BGT_YAML_SHARED_MAX];
    size_t shared_count;
};

static bgt_status writer_open(void *state, struct bgt_output *output,
                              const struct bgt_env *env)
{
    struct writer *writer = state;
    writer->env = env;
    writer->output = output;
    writer->has_plain_numbers =
        env->options[BGT_YAML_NUMBERS].integer == BGT_YAML_NUMBERS_PLAIN;
    writer->document =
        bgt_model_find(env->model, BGT_YAML_KEY_DOCUMENT, strlen(BGT_YAML_KEY_DOCUMENT));
    writer->table =
        bgt_model_find(env->model, BGT_YAML_KEY_TABLE, strlen(BGT_YAML_KEY_TABLE));
    writer->line =
        bgt_model_find(env->model, BGT_YAML_KEY_LINE, strlen(BGT_YAML_KEY_LINE));
    writer->shared_count =
        bgt_yaml_find_shared(writer->table, writer->line, writer->shared);
    return BGT_OK;
}

static bgt_status put_mapping(struct writer *writer, const struct bgt_yaml_record *record)
{
    (void)bgt_yaml_emit_mapping(&writer->emitter, false);
    (void)bgt_yaml_record_pairs(record);
    return bgt_yaml_emit_mapping_end(&writer->emitter);
}

/* `budgetconv: 1` and the key of the first document. */
static bgt_status begin_file(struct writer *writer)
{
    struct bgt_yaml_emitter *emitter = &writer->emitter;
    bgt_status status = bgt_yaml_emit_open(emitter, writer->output);
    if (status != BGT_OK) {
        return status;
    }
    (void)bgt_yaml_emit_mapping(emitter, false);
    (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_VERSION);
    (void)bgt_yaml_emit_plain(emitter, BGT_YAML_VERSION, strlen(BGT_YAML_VERSION));
    writer->phase = AT_HEADER;
    return bgt_yaml_emit_key(emitter, BGT_YAML_KEY_DOCUMENT);
}

static bgt_status begin_content(struct writer *writer)
{
    if (writer->phase == AT_START) {
        bgt_status status = begin_file(writer);
        if (status != BGT_OK) {
            return status;
        }
        (void)bgt_yaml_emit_mapping(&writer->emitter, true);
        (void)bgt_yaml_emit_mapping_end(&writer->emitter);
    }
    if (writer->phase == AT_HEADER) {
        writer->phase = IN_CONTENT;
        (void)bgt_yaml_emit_key(&writer->emitter, BGT_YAML_KEY_CONTENT);
        return bgt_yaml_emit_sequence(&writer->emitter, false);
    }
    return writer->emitter.status;
}

/* `- key:` of an element of `content`. */
static bgt_status begin_element(struct writer *writer, const struct bgt_entity *entity)
{
    bgt_status status = begin_content(writer);
    if (status != BGT_OK) {
        return status;
    }
    (void)bgt_yaml_emit_mapping(&writer->emitter, false);
    return bgt_yaml_emit_key(&writer->emitter, entity->key);
}

static bgt_status put_element(struct writer *writer, const struct bgt_yaml_record *record)
{
    bgt_status status = begin_element(writer, record->entity);
    if (status != BGT_OK) {
        return status;
    }
    (void)put_mapping(writer, record);
    return bgt_yaml_emit_mapping_end(&writer->emitter);
}

/* Keeps the numbers that lines may take from the table. */
static void keep_shared(struct writer *writer, const struct bgt_yaml_record *record)
{
    for (size_t i = 0; i < writer->shared_count; i++) {
        struct bgt_yaml_shared *shared = &writer->shared[i];
        const struct bgt_value *value =
            bgt_item_find(record->batch, record->item, shared->table_field);
        shared->is_used = 0;
        shared->is_known = value != NULL && value->state == BGT_PRESENT &&
                           (value->flags & BGT_VALUE_DECIMAL) != 0;
        if (shared->is_known) {
            shared->decimal = value->decimal;
        }
    }
}

static bgt_status begin_table(struct writer *writer, const struct bgt_yaml_record *record)
{
    bgt_status status = begin_element(writer, writer->table);
    if (status != BGT_OK) {
        return status;
    }
    keep_shared(writer, record);
    writer->phase = IN_TABLE;
    (void)bgt_yaml_emit_mapping(&writer->emitter, false);
    return bgt_yaml_record_pairs(record);
}

static bgt_status put_fields(struct writer *writer, const struct bgt_yaml_record *record)
{
    (void)bgt_yaml_emit_key(&writer->emitter, BGT_YAML_KEY_FIELDS);
    return bgt_yaml_record_fields(record);
}

/* Settles what the lines take from the table: what the first line repeats of it. */
static void put_from_table(struct writer *writer, const struct bgt_yaml_record *record)
{
    struct bgt_yaml_emitter *emitter = &writer->emitter;
    bool has_any = false;
    for (size_t i = 0; i < writer->shared_count; i++) {
        struct bgt_yaml_shared *shared = &writer->shared[i];
        const struct bgt_value *value =
            bgt_item_find(record->batch, record->item, shared->line_field);
        shared->is_used = shared->is_known;
        shared->is_used = value != NULL && bgt_yaml_is_from_table(record, value);
        if (!shared->is_used) {
            continue;
        }
        const char *key = bgt_entity_field(writer->line, shared->line_field)->key;
        if (!has_any) {
            (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_FROM_TABLE);
            (void)bgt_yaml_emit_sequence(emitter, true);
            has_any = true;
        }
        (void)bgt_yaml_emit_text(emitter, key, strlen(key), false);
    }
    if (has_any) {
        (void)bgt_yaml_emit_sequence_end(emitter);
    }
}

static bgt_status begin_lines(struct writer *writer)
{
    (void)bgt_yaml_emit_key(&writer->emitter, BGT_YAML_KEY_LINES);
    writer->phase = IN_LINES;
    return bgt_yaml_emit_sequence(&writer->emitter, false);
}

static bgt_status put_line(struct writer *writer, const struct bgt_yaml_record *record)
{
    if (writer->phase == IN_TABLE) {
        put_from_table(writer, record);
        (void)begin_lines(writer);
    }
    return put_mapping(writer, record);
}

static bgt_status end_table(struct writer *writer, const struct bgt_yaml_record *record)
{
    struct bgt_yaml_emitter *emitter = &writer->emitter;
    if (writer->phase == IN_TABLE) {
        (void)begin_lines(writer);
    }
    (void)bgt_yaml_emit_sequence_end(emitter);
    if (record->item->value_count != 0) {
        (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_END);
        (void)put_mapping(writer, record);
    }
    writer->phase = IN_CONTENT;
    (void)bgt_yaml_emit_mapping_end(emitter);
    return bgt_yaml_emit_mapping_end(emitter);
}

/* Why the item cannot stand here, or null. */
static const char *check_order(const struct writer *writer, const struct bgt_item *item,
                               const struct bgt_entity *entity)
{
    bool is_in_table = writer->phase == IN_TABLE || writer->phase == IN_LINES;
    bool is_line = item->kind == BGT_ITEM_RECORD && entity == writer->line;
    if (item->kind == BGT_ITEM_FIELDS && writer->phase != IN_TABLE) {
        return "a field set that does not follow its table";
    }
    if (item->kind == BGT_ITEM_TABLE_END && !is_in_table) {
        return "the end of a table that has not begun";
    }
    if (is_line && !is_in_table) {
        return "a line outside of a table";
    }
    if (item->kind == BGT_ITEM_RECORD && !is_line && is_in_table) {
        return "a record inside a table that is no line";
    }
    return NULL;
}

/* The entity whose fields the item's values are, or null. */
static const struct bgt_entity *entity_of(const struct writer *writer,
                                          const struct bgt_item *item)
{
    switch (item->kind) {
    case BGT_ITEM_FIELDS:
        return writer->line;
    case BGT_ITEM_TABLE_END:
        return writer->table;
    case BGT_ITEM_RECORD:
        return item->entity < writer->env->model->entity_count
                   ? bgt_model_entity(writer->env->model, item->entity)
                   : NULL;
    default:
        return NULL;
    }
}

static bgt_status put_checked(struct writer *writer, const struct bgt_yaml_record *record)
{
    if (record->item->kind == BGT_ITEM_FIELDS) {
        return put_fields(writer, record);
    }
    if (record->item->kind == BGT_ITEM_TABLE_END) {
        return end_table(writer, record);
    }
    if (record->entity == writer->line) {
        return put_line(writer, record);
    }
    if (record->entity == writer->table) {
        return begin_table(writer, record);
    }
    if (record->entity == writer->document && writer->phase == AT_START) {
        bgt_status status = begin_file(writer);
        return status == BGT_OK ? put_mapping(writer, record) : status;
    }
    return put_element(writer, record);
}

static bgt_status writer_put(void *state, const struct bgt_batch *batch,
                             const struct bgt_item *item)
{
    struct writer *writer = state;
    const struct bgt_env *env = writer->env;
    const struct bgt_value *value = NULL;
    struct bgt_yaml_record record = {.emitter = &writer->emitter,
                                     .batch = batch,
                                     .item = item,
                                     .entity = entity_of(writer, item),
                                     .has_plain_numbers = writer->has_plain_numbers};
    if (record.entity == NULL) {
        return env->cannot_hold(env, batch, item, NULL, "the model has no such entity");
    }
    if (item->kind == BGT_ITEM_RECORD && record.entity == writer->line) {
        record.shared = writer->shared;
        record.shared_count = writer->shared_count;
    }
    const char *reason = check_order(writer, item, record.entity);
    if (reason == NULL) {
        reason = bgt_yaml_record_check(&record, &value);
    }
    if (reason != NULL) {
        return env->cannot_hold(env, batch, item, value, reason);
    }
    bgt_status status = put_checked(writer, &record);
    if (writer->emitter.has_bad_text) {
        /* Half of the record is written: unlike the refusals above, this one is final. */
        (void)env->cannot_hold(env, batch, item, NULL, "a text is not valid UTF-8");
        return BGT_FATAL;
    }
    return status;
}

static bgt_status writer_finish(void *state)
{
    struct writer *writer = state;
    struct bgt_yaml_emitter *emitter = &writer->emitter;
    if (writer->phase == IN_TABLE || writer->phase == IN_LINES) {
        struct bgt_diagnostic diagnostic = {.code = "INTERNAL"};
        diagnostic.arguments[0] = "the stream ended inside a table";
        (void)writer->env->report(writer->env, &diagnostic);
        return BGT_FATAL;
    }
    bgt_status status = begin_content(writer);
    if (status != BGT_OK) {
        return status;
    }
    (void)bgt_yaml_emit_sequence_end(emitter);
    (void)bgt_yaml_emit_key(emitter, BGT_YAML_KEY_COMPLETE);
    (void)bgt_yaml_emit_text(emitter, BGT_YAML_COMPLETE, strlen(BGT_YAML_COMPLETE),
                             false);
    (void)bgt_yaml_emit_mapping_end(emitter);
    return bgt_yaml_emit_finish(emitter);
}

static void writer_close(void *state)
{
    struct writer *writer = state;
    bgt_yaml_emit_close(&writer->emitter);
}

const struct bgt_writer_ops bgt_yaml_writer = {
    .struct_size = sizeof(struct bgt_writer_ops),
    .state_size = sizeof(struct writer),
    .open = writer_open,
    .put = writer_put,
    .finish = writer_finish,
    .close = writer_close,
};
