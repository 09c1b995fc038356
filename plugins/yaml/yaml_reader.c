#include "yaml_options.h"
#include "yaml_scalar.h"
#include "yaml_table.h"
#include "yaml_values.h"

enum phase { AT_START, AT_TOP, IN_CONTENT, IN_LINES, AFTER_LINES, AT_END };

enum { MAX_ENTITIES = 64 };

struct reader {
    struct bgt_yaml_pull pull;
    struct bgt_yaml_table table;
    const struct bgt_entity *document;
    enum phase phase;
    uint64_t element; /* Of `content`, from 1. */
    bool has_version;
    bool has_document;
    bool has_content;
    bool is_complete;
};

static bgt_status reader_open(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    struct reader *reader = state;
    reader->pull.env = env;
    reader->table.pull = &reader->pull;
    reader->document =
        bgt_model_find(env->model, BGT_YAML_KEY_DOCUMENT, strlen(BGT_YAML_KEY_DOCUMENT));
    reader->table.table =
        bgt_model_find(env->model, BGT_YAML_KEY_TABLE, strlen(BGT_YAML_KEY_TABLE));
    reader->table.line =
        bgt_model_find(env->model, BGT_YAML_KEY_LINE, strlen(BGT_YAML_KEY_LINE));
    bgt_status status = env->yaml_open(env, input, &reader->pull.yaml);
    return status == BGT_BAD ? BGT_FATAL : status;
}

/* A record of any entity but `table` and `line`, after its key. */
static bgt_status read_record(struct reader *reader, struct bgt_batch *batch,
                              const struct bgt_entity *entity)
{
    struct bgt_yaml_target target = {.batch = batch, .entity = entity};
    bool is_there = false;
    bgt_status status = bgt_yaml_pull_mapping(&reader->pull, &is_there);
    if (status != BGT_OK || !is_there) {
        return status;
    }
    status = bgt_yaml_begin_item(&reader->pull, batch, BGT_ITEM_RECORD, entity);
    return status == BGT_OK ? bgt_yaml_read_pairs(&reader->pull, &target) : status;
}

/* `budgetconv: 1`, which nothing may precede. */
static bgt_status read_version(struct reader *reader)
{
    struct bgt_yaml_pull *pull = &reader->pull;
    struct bgt_decimal version;
    bool is_there = false;
    bgt_status status = bgt_yaml_pull_scalar(pull, &is_there);
    if (status != BGT_OK || !is_there) {
        return status == BGT_OK ? BGT_FATAL : status;
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_VERSION)) {
        reader->has_version = true;
        return BGT_OK;
    }
    bool is_number = bgt_decimal_parse(pull->event.text, pull->event.length, &version) ==
                         BGT_DECIMAL_OK &&
                     version.scale == 0 && version.coefficient > 1;
    (void)bgt_yaml_refuse(pull, is_number ? "YAML_VERSION_NEWER" : "YAML_VERSION_MISSING",
                          BGT_YAML_VERSION, NULL);
    return BGT_FATAL;
}

static bgt_status refuse_key(struct bgt_yaml_pull *pull, const char *code,
                             const char *first, const char *second)
{
    bgt_status status = bgt_yaml_refuse(pull, code, first, second);
    return status == BGT_OK ? bgt_yaml_pull_skip_value(pull) : status;
}

static bgt_status begin_content(struct reader *reader)
{
    struct bgt_yaml_pull *pull = &reader->pull;
    bgt_status status = BGT_OK;
    bool is_there = false;
    if (!reader->has_document) {
        status = bgt_yaml_refuse(pull, "YAML_ORDER", BGT_YAML_KEY_DOCUMENT,
                                 BGT_YAML_KEY_CONTENT);
        reader->has_document = true;
    }
    reader->has_content = true;
    if (status == BGT_OK) {
        status = bgt_yaml_pull_sequence(pull, &is_there);
    }
    reader->phase = is_there ? IN_CONTENT : AT_TOP;
    return status;
}

static bgt_status read_complete(struct reader *reader)
{
    struct bgt_yaml_pull *pull = &reader->pull;
    bool is_there = false;
    if (!reader->has_content) {
        return refuse_key(pull, "YAML_ORDER", BGT_YAML_KEY_CONTENT,
                          BGT_YAML_KEY_COMPLETE);
    }
    reader->is_complete = true;
    bgt_status status = bgt_yaml_pull_scalar(pull, &is_there);
    if (status == BGT_OK && is_there && !bgt_yaml_pull_is(pull, BGT_YAML_COMPLETE)) {
        status = bgt_yaml_refuse(pull, "YAML_CHOICE", BGT_YAML_KEY_COMPLETE,
                                 BGT_YAML_COMPLETE);
    }
    return status;
}

/* The end of the outermost mapping: is everything there? */
static bgt_status end_file(struct reader *reader)
{
    struct bgt_yaml_pull *pull = &reader->pull;
    bgt_status status = BGT_OK;
    bgt_yaml_pull_path(pull, "", 0, NULL);
    if (!reader->has_document) {
        status = bgt_yaml_refuse(pull, "YAML_KEY_MISSING", BGT_YAML_KEY_DOCUMENT, NULL);
    }
    if (status == BGT_OK && !reader->has_content) {
        status = bgt_yaml_refuse(pull, "YAML_KEY_MISSING", BGT_YAML_KEY_CONTENT, NULL);
    }
    if (status == BGT_OK && !reader->is_complete) {
        status = bgt_yaml_refuse(pull, "YAML_CUT", NULL, NULL);
    }
    reader->phase = AT_END;
    return status == BGT_OK ? bgt_yaml_pull_next(pull) : status;
}

/* One key of the outermost mapping. */
static bgt_status step_top(struct reader *reader, struct bgt_batch *batch)
{
    static const char *const words[] = {BGT_YAML_KEY_DOCUMENT, BGT_YAML_KEY_CONTENT,
                                        BGT_YAML_KEY_COMPLETE, NULL};
    struct bgt_yaml_pull *pull = &reader->pull;
    bgt_status status = bgt_yaml_pull_next(pull);
    if (status != BGT_OK) {
        return status;
    }
    if (!reader->has_version) {
        if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_VERSION)) {
            return read_version(reader);
        }
        (void)bgt_yaml_refuse(pull, "YAML_VERSION_MISSING", BGT_YAML_VERSION, NULL);
        return BGT_FATAL;
    }
    if (pull->event.kind == BGT_YAML_MAPPING_END) {
        return end_file(reader);
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_DOCUMENT)) {
        if (reader->has_content) {
            return refuse_key(pull, "YAML_ORDER", BGT_YAML_KEY_DOCUMENT,
                              BGT_YAML_KEY_CONTENT);
        }
        reader->has_document = true;
        bgt_yaml_pull_path(pull, BGT_YAML_KEY_DOCUMENT, 0, NULL);
        return read_record(reader, batch, reader->document);
    }
    bgt_yaml_pull_path(pull, "", 0, NULL);
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_CONTENT)) {
        return begin_content(reader);
    }
    if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_COMPLETE)) {
        return read_complete(reader);
    }
    status = bgt_yaml_unknown_key(pull, NULL, words);
    return status == BGT_OK ? bgt_yaml_pull_skip_value(pull) : status;
}

/* The end of an element's mapping, which has one key. */
static bgt_status end_element(struct reader *reader)
{
    struct bgt_yaml_pull *pull = &reader->pull;
    for (;;) {
        bgt_status status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK || pull->event.kind == BGT_YAML_MAPPING_END) {
            return status;
        }
        status = refuse_key(pull, "YAML_ONE_KEY", NULL, NULL);
        if (status != BGT_OK) {
            return status;
        }
    }
}

static bgt_status refuse_entity(struct reader *reader)
{
    const struct bgt_model *model = reader->pull.env->model;
    const char *words[MAX_ENTITIES + 1];
    size_t count = 0;
    for (uint16_t i = 0; i < model->entity_count && i < MAX_ENTITIES; i++) {
        const struct bgt_entity *entity = bgt_model_entity(model, i);
        if (entity != reader->table.line) {
            words[count++] = entity->key;
        }
    }
    words[count] = NULL;
    bgt_status status = bgt_yaml_unknown_key(&reader->pull, NULL, words);
    return status == BGT_OK ? bgt_yaml_pull_skip_value(&reader->pull) : status;
}

static bgt_status begin_table(struct reader *reader, struct bgt_batch *batch)
{
    bool is_there = false;
    bool has_lines = false;
    bgt_status status = bgt_yaml_pull_mapping(&reader->pull, &is_there);
    if (status == BGT_OK && is_there) {
        status = bgt_yaml_table_begin(&reader->table, batch, &has_lines);
    }
    if (status != BGT_OK) {
        return status;
    }
    if (has_lines) {
        reader->phase = IN_LINES;
        return BGT_OK;
    }
    if (is_there && !reader->table.has_end) {
        /* What stood after `lines` was no sequence. */
        reader->phase = AFTER_LINES;
        return BGT_OK;
    }
    return end_element(reader);
}

/* One element of `content`. */
static bgt_status step_content(struct reader *reader, struct bgt_batch *batch)
{
    struct bgt_yaml_pull *pull = &reader->pull;
    bgt_status status = bgt_yaml_pull_next(pull);
    if (status != BGT_OK) {
        return status;
    }
    if (pull->event.kind == BGT_YAML_SEQUENCE_END) {
        reader->phase = AT_TOP;
        return BGT_OK;
    }
    bgt_yaml_pull_path(pull, BGT_YAML_KEY_CONTENT, ++reader->element, NULL);
    if (pull->event.kind != BGT_YAML_MAPPING) {
        return bgt_yaml_refuse_value(pull, "YAML_MAPPING_NEEDED");
    }
    status = bgt_yaml_pull_next(pull);
    if (status != BGT_OK) {
        return status;
    }
    if (pull->event.kind == BGT_YAML_MAPPING_END) {
        return bgt_yaml_refuse(pull, "YAML_ONE_KEY", NULL, NULL);
    }
    const struct bgt_entity *entity =
        bgt_model_find(pull->env->model, pull->event.text, pull->event.length);
    if (entity == NULL || entity == reader->table.line) {
        status = refuse_entity(reader);
        return status == BGT_OK ? end_element(reader) : status;
    }
    bgt_yaml_pull_path(pull, BGT_YAML_KEY_CONTENT, reader->element, entity->key);
    if (entity == reader->table.table) {
        return begin_table(reader, batch);
    }
    status = read_record(reader, batch, entity);
    return status == BGT_OK ? end_element(reader) : status;
}

static bgt_status step_line(struct reader *reader, struct bgt_batch *batch)
{
    bool is_end = false;
    bgt_status status = bgt_yaml_table_line(&reader->table, batch, &is_end);
    if (status == BGT_OK && is_end) {
        reader->phase = AFTER_LINES;
    }
    return status;
}

static bgt_status step_after_lines(struct reader *reader, struct bgt_batch *batch)
{
    bgt_status status = bgt_yaml_table_end(&reader->table, batch);
    reader->phase = IN_CONTENT;
    return status == BGT_OK ? end_element(reader) : status;
}

static bgt_status step_start(struct reader *reader)
{
    bool is_there = false;
    bgt_status status = bgt_yaml_pull_mapping(&reader->pull, &is_there);
    reader->phase = AT_TOP;
    return status == BGT_OK && !is_there ? BGT_FATAL : status;
}

/* One step, which ends between two items of the stream. */
static bgt_status step(struct reader *reader, struct bgt_batch *batch)
{
    switch (reader->phase) {
    case AT_START:
        return step_start(reader);
    case AT_TOP:
        return step_top(reader, batch);
    case IN_CONTENT:
        return step_content(reader, batch);
    case IN_LINES:
        return step_line(reader, batch);
    case AFTER_LINES:
        return step_after_lines(reader, batch);
    default:
        return BGT_END;
    }
}

static bgt_status reader_next(void *state, struct bgt_batch *batch)
{
    struct reader *reader = state;
    const struct bgt_env *env = reader->pull.env;
    bgt_status status = BGT_OK;
    if (env->is_cancelled(env)) {
        return BGT_CANCELLED;
    }
    while (status == BGT_OK && !bgt_batch_full(batch)) {
        status = step(reader, batch);
    }
    if ((status == BGT_OK || status == BGT_END) && reader->pull.has_errors) {
        reader->pull.has_errors = false;
        return BGT_BAD;
    }
    return status;
}

static void reader_close(void *state)
{
    struct reader *reader = state;
    if (reader->pull.yaml != NULL) {
        reader->pull.env->yaml_close(reader->pull.yaml);
    }
    bgt_yaml_announced_clear(&reader->table.announced);
}

/* Comments and blank lines may stand before the first key. */
static int reader_probe(const uint8_t *head, size_t length, const char *name)
{
    const char *text = (const char *)head;
    size_t key = strlen(BGT_YAML_KEY_VERSION);
    size_t dot = strlen(name);
    size_t at = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < length && (text[at] == '#' || text[at] == '\n' || text[at] == '\r')) {
        const char *end = memchr(text + at, '\n', length - at);
        at = end == NULL ? length : (size_t)(end - text) + 1;
    }
    if (length - at > key && memcmp(text + at, BGT_YAML_KEY_VERSION, key) == 0 &&
        text[at + key] == ':') {
        return 95;
    }
    return dot > 5 && strcmp(name + dot - 5, ".yaml") == 0 ? 30 : 0;
}

const struct bgt_reader_ops bgt_yaml_reader = {
    .struct_size = sizeof(struct bgt_reader_ops),
    .state_size = sizeof(struct reader),
    .probe = reader_probe,
    .open = reader_open,
    .next = reader_next,
    .close = reader_close,
};
