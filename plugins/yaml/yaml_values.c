#include "yaml_values.h"

#include "yaml_nearest.h"
#include "yaml_scalar.h"

static const char *const no_words[] = {NULL};

bgt_status bgt_yaml_begin_item(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                               enum bgt_item_kind kind, const struct bgt_entity *entity)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, kind, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->entity = entity->number;
    item->line = pull->event.line;
    return bgt_batch_place(batch, pull->path, pull->path_length);
}

const struct bgt_field *bgt_yaml_find_field(const struct bgt_yaml_pull *pull,
                                            const struct bgt_entity *entity,
                                            uint16_t first)
{
    uint32_t count = entity->field_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct bgt_field *field =
            bgt_entity_field(entity, (uint16_t)((first + i) % count));
        if (bgt_yaml_pull_is(pull, field->key)) {
            return field;
        }
    }
    return NULL;
}

struct nearest {
    const char *word;
    size_t distance;
};

static void consider(struct nearest *nearest, const struct bgt_yaml_event *event,
                     const char *word)
{
    size_t distance = bgt_yaml_distance(event->text, event->length, word);
    if (nearest->word == NULL || distance < nearest->distance) {
        nearest->word = word;
        nearest->distance = distance;
    }
}

bgt_status bgt_yaml_unknown_key(struct bgt_yaml_pull *pull,
                                const struct bgt_entity *entity, const char *const *words)
{
    struct nearest nearest = {NULL, 0};
    for (size_t i = 0; words[i] != NULL; i++) {
        consider(&nearest, &pull->event, words[i]);
    }
    for (uint16_t i = 0; entity != NULL && i < entity->field_count; i++) {
        consider(&nearest, &pull->event, bgt_entity_field(entity, i)->key);
    }
    return bgt_yaml_refuse(pull, "YAML_KEY_UNKNOWN", nearest.word, NULL);
}

/* The mark that the present event names; BGT_YAML_MARK_COUNT where it names none. */
static enum bgt_yaml_mark find_mark(const struct bgt_yaml_pull *pull)
{
    unsigned mark = 0;
    while (mark < BGT_YAML_MARK_COUNT &&
           !bgt_yaml_pull_is(pull, bgt_yaml_mark_word((enum bgt_yaml_mark)mark))) {
        mark++;
    }
    return (enum bgt_yaml_mark)mark;
}

/* What a mapping with a mark holds so far. */
struct marked {
    struct bgt_batch *batch;
    uint32_t column;
    uint64_t
        *absent; /* Receives the column where it is marked absent; null: no such mark. */
    bool has_name; /* Extras: the name is known. */
    bool has_value;
    uint64_t name_offset;
    size_t name_length;
};

static bgt_status take_name(struct bgt_yaml_pull *pull, struct marked *marked)
{
    bool is_scalar = false;
    bgt_status status = bgt_yaml_pull_scalar(pull, &is_scalar);
    if (status != BGT_OK || !is_scalar) {
        return status;
    }
    if (pull->event.length == 0 || pull->event.length > UINT16_MAX) {
        return bgt_yaml_refuse(pull, "YAML_NAME_LENGTH", NULL, NULL);
    }
    marked->has_name = true;
    marked->name_length = pull->event.length;
    return bgt_batch_text(marked->batch, pull->event.text, pull->event.length,
                          &marked->name_offset);
}

static bgt_status take_marked(struct bgt_yaml_pull *pull, struct marked *marked,
                              enum bgt_yaml_mark mark)
{
    bool is_scalar = false;
    if (marked->has_value) {
        bgt_status status = bgt_yaml_refuse(pull, "YAML_MARK_TWICE", NULL, NULL);
        if (status != BGT_OK) {
            return status;
        }
        return bgt_yaml_pull_skip_value(pull);
    }
    marked->has_value = true;
    bgt_status status = bgt_yaml_pull_scalar(pull, &is_scalar);
    if (status != BGT_OK || !is_scalar) {
        return status;
    }
    if (mark == BGT_YAML_MARK_ABSENT) {
        marked->absent[marked->column / 64] |= UINT64_C(1) << (marked->column % 64);
        return BGT_OK;
    }
    return bgt_yaml_read_marked(pull, marked->batch, marked->column, mark);
}

static bgt_status refuse_mark(struct bgt_yaml_pull *pull, bool is_extra)
{
    const char *words[BGT_YAML_MARK_COUNT + 2];
    size_t count = 0;
    for (unsigned mark = 0; mark < BGT_YAML_MARK_ABSENT; mark++) {
        words[count++] = bgt_yaml_mark_word((enum bgt_yaml_mark)mark);
    }
    if (is_extra) {
        words[count++] = BGT_YAML_KEY_NAME;
    }
    words[count] = NULL;
    bgt_status status = bgt_yaml_unknown_key(pull, NULL, words);
    return status == BGT_OK ? bgt_yaml_pull_skip_value(pull) : status;
}

/* The pairs of a mapping with one mark, and for an extra its name; the mapping has begun.
 */
static bgt_status read_marks(struct bgt_yaml_pull *pull, struct marked *marked)
{
    bool is_extra = marked->column == BGT_FIELD_EXTRA;
    for (;;) {
        bgt_status status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK || pull->event.kind == BGT_YAML_MAPPING_END) {
            return status;
        }
        enum bgt_yaml_mark mark = find_mark(pull);
        bool is_known = mark < BGT_YAML_MARK_ABSENT ||
                        (mark == BGT_YAML_MARK_ABSENT && marked->absent != NULL);
        if (is_extra && bgt_yaml_pull_is(pull, BGT_YAML_KEY_NAME)) {
            status = take_name(pull, marked);
        } else if (is_known) {
            status = take_marked(pull, marked, mark);
        } else {
            status = refuse_mark(pull, is_extra);
        }
        if (status != BGT_OK) {
            return status;
        }
    }
}

/* One extra; its mapping has begun. */
static bgt_status read_extra(struct bgt_yaml_pull *pull, struct bgt_batch *batch)
{
    struct marked marked = {.batch = batch, .column = BGT_FIELD_EXTRA};
    uint32_t values = batch->value_count;
    bgt_status status = read_marks(pull, &marked);
    if (status != BGT_OK) {
        return status;
    }
    bool is_stored = batch->value_count > values;
    if (is_stored && marked.has_name) {
        batch->values[values].name_offset = (uint32_t)marked.name_offset;
        batch->values[values].name_length = (uint16_t)marked.name_length;
        return BGT_OK;
    }
    if (is_stored) {
        batch->value_count--;
        batch->items[batch->item_count - 1].value_count--;
    }
    if (!marked.has_name) {
        return bgt_yaml_refuse(pull, "YAML_KEY_MISSING", BGT_YAML_KEY_NAME, NULL);
    }
    return marked.has_value ? BGT_OK
                            : bgt_yaml_refuse(pull, "YAML_MARK_MISSING", NULL, NULL);
}

static bgt_status read_extras(struct bgt_yaml_pull *pull, struct bgt_batch *batch)
{
    bool is_there = false;
    bgt_status status = bgt_yaml_pull_sequence(pull, &is_there);
    while (status == BGT_OK && is_there) {
        status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK || pull->event.kind == BGT_YAML_SEQUENCE_END) {
            break;
        }
        if (pull->event.kind == BGT_YAML_MAPPING) {
            status = read_extra(pull, batch);
            continue;
        }
        status = bgt_yaml_refuse_value(pull, "YAML_MAPPING_NEEDED");
    }
    return status;
}

static bgt_status read_value(struct bgt_yaml_pull *pull,
                             const struct bgt_yaml_target *target,
                             const struct bgt_field *field)
{
    bgt_status status = bgt_yaml_pull_next(pull);
    if (status != BGT_OK) {
        return status;
    }
    if (pull->event.kind == BGT_YAML_SCALAR) {
        return bgt_yaml_read_natural(pull, target->batch, field);
    }
    if (pull->event.kind == BGT_YAML_MAPPING) {
        struct marked marked = {
            .batch = target->batch, .column = field->number, .absent = target->absent};
        status = read_marks(pull, &marked);
        return status == BGT_OK && !marked.has_value
                   ? bgt_yaml_refuse(pull, "YAML_MARK_MISSING", NULL, NULL)
                   : status;
    }
    status = bgt_yaml_refuse(pull, "YAML_SCALAR_NEEDED", NULL, NULL);
    return status == BGT_OK ? bgt_yaml_pull_skip(pull) : status;
}

/* Bookkeeping is never announced: every line may have it. */
static bool is_announced(const struct bgt_yaml_target *target,
                         const struct bgt_field *field)
{
    return target->announced == NULL || (field->flags & BGT_FIELD_HOUSE) != 0 ||
           (target->announced[field->number / 64] >> (field->number % 64) & 1U) != 0;
}

bgt_status bgt_yaml_read_pair(struct bgt_yaml_pull *pull, struct bgt_yaml_target *target)
{
    const struct bgt_field *field =
        bgt_yaml_find_field(pull, target->entity, target->next_field);
    if (field != NULL && is_announced(target, field)) {
        target->next_field = (uint16_t)(field->number + 1);
        return read_value(pull, target, field);
    }
    bgt_status status = BGT_OK;
    if (field != NULL) {
        status = bgt_yaml_refuse(pull, "YAML_NOT_ANNOUNCED", field->key, NULL);
    } else if (bgt_yaml_pull_is(pull, BGT_YAML_KEY_EXTRAS)) {
        return read_extras(pull, target->batch);
    } else {
        status = bgt_yaml_unknown_key(pull, target->entity,
                                      target->words == NULL ? no_words : target->words);
    }
    return status == BGT_OK ? bgt_yaml_pull_skip_value(pull) : status;
}

bgt_status bgt_yaml_read_pairs(struct bgt_yaml_pull *pull, struct bgt_yaml_target *target)
{
    for (;;) {
        bgt_status status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK || pull->event.kind == BGT_YAML_MAPPING_END) {
            return status;
        }
        status = bgt_yaml_read_pair(pull, target);
        if (status != BGT_OK) {
            return status;
        }
    }
}
