#include "yaml_announced.h"

#include <stdio.h>
#include <stdlib.h>

#include "yaml_scalar.h"
#include "yaml_values.h"

void bgt_yaml_announced_reset(struct bgt_yaml_announced *announced)
{
    announced->count = 0;
    announced->names_length = 0;
    memset(announced->bits, 0, sizeof announced->bits);
}

void bgt_yaml_announced_clear(struct bgt_yaml_announced *announced)
{
    free(announced->list);
    free(announced->names);
    memset(announced, 0, sizeof *announced);
}

static bgt_status limit(struct bgt_yaml_pull *pull, uint64_t value)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%llu", (unsigned long long)value);
    (void)bgt_yaml_refuse(pull, "LIMIT_REACHED", "row-cells", number);
    return BGT_LIMIT;
}

static bgt_status add(struct bgt_yaml_announced *announced, struct bgt_yaml_pull *pull,
                      const struct bgt_yaml_announcement *added)
{
    uint64_t most = pull->env->limits->row_cells;
    if (announced->count >= most) {
        return limit(pull, most);
    }
    if (announced->count == announced->capacity) {
        size_t capacity = announced->capacity * 2 + 32;
        void *grown = realloc(announced->list, capacity * sizeof *announced->list);
        if (grown == NULL) {
            return BGT_NO_MEMORY;
        }
        announced->list = grown;
        announced->capacity = capacity;
    }
    struct bgt_yaml_announcement *last = &announced->list[announced->count++];
    *last = *added;
    last->line = pull->event.line;
    last->place_column = pull->event.column;
    return BGT_OK;
}

static bgt_status keep_name(struct bgt_yaml_announced *announced,
                            struct bgt_yaml_pull *pull,
                            struct bgt_yaml_announcement *extra)
{
    size_t length = pull->event.length;
    if (length == 0 || length > UINT16_MAX) {
        return bgt_yaml_refuse(pull, "YAML_NAME_LENGTH", NULL, NULL);
    }
    if (announced->names_capacity - announced->names_length < length) {
        size_t capacity = (announced->names_length + length) * 2;
        char *grown = realloc(announced->names, capacity);
        if (grown == NULL) {
            return BGT_NO_MEMORY;
        }
        announced->names = grown;
        announced->names_capacity = capacity;
    }
    extra->name_offset = announced->names_length;
    extra->name_length = length;
    if (length != 0) {
        memcpy(announced->names + announced->names_length, pull->event.text, length);
    }
    announced->names_length += length;
    extra->column = BGT_FIELD_EXTRA;
    return BGT_OK;
}

static bgt_status read_type(struct bgt_yaml_pull *pull,
                            struct bgt_yaml_announcement *extra)
{
    const char *words[BGT_YAML_MARK_BLANK + 1];
    for (unsigned mark = 0; mark < BGT_YAML_MARK_BLANK; mark++) {
        words[mark] = bgt_yaml_mark_word((enum bgt_yaml_mark)mark);
        if (bgt_yaml_pull_is(pull, words[mark])) {
            extra->type = mark;
            return BGT_OK;
        }
    }
    words[BGT_YAML_MARK_BLANK] = NULL;
    return bgt_yaml_unknown_key(pull, NULL, words);
}

/* `{extra: name, type: word}`; the mapping has begun. */
static bgt_status read_extra(struct bgt_yaml_announced *announced,
                             struct bgt_yaml_pull *pull)
{
    static const char *const words[] = {BGT_YAML_KEY_EXTRA, BGT_YAML_KEY_TYPE, NULL};
    struct bgt_yaml_announcement extra = {.type = BGT_YAML_MARK_TEXT};
    for (;;) {
        bool is_scalar = false;
        bgt_status status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK) {
            return status;
        }
        if (pull->event.kind == BGT_YAML_MAPPING_END) {
            break;
        }
        bool is_name = bgt_yaml_pull_is(pull, BGT_YAML_KEY_EXTRA);
        bool is_type = bgt_yaml_pull_is(pull, BGT_YAML_KEY_TYPE);
        if (!is_name && !is_type) {
            status = bgt_yaml_unknown_key(pull, NULL, words);
        }
        if (status == BGT_OK) {
            status = bgt_yaml_pull_scalar(pull, &is_scalar);
        }
        if (status == BGT_OK && is_scalar && is_name) {
            status = keep_name(announced, pull, &extra);
        } else if (status == BGT_OK && is_scalar && is_type) {
            status = read_type(pull, &extra);
        }
        if (status != BGT_OK) {
            return status;
        }
    }
    return extra.column == BGT_FIELD_EXTRA
               ? add(announced, pull, &extra)
               : bgt_yaml_refuse(pull, "YAML_KEY_MISSING", BGT_YAML_KEY_EXTRA, NULL);
}

static bgt_status read_key(struct bgt_yaml_announced *announced,
                           struct bgt_yaml_pull *pull, const struct bgt_entity *line)
{
    static const char *const no_words[] = {NULL};
    const struct bgt_field *field = bgt_yaml_find_field(pull, line, 0);
    if (field == NULL || field->number >= BGT_YAML_FIELD_WORDS * 64) {
        return bgt_yaml_unknown_key(pull, line, no_words);
    }
    uint64_t bit = UINT64_C(1) << (field->number % 64);
    if ((announced->bits[field->number / 64] & bit) != 0) {
        return bgt_yaml_refuse(pull, "YAML_FIELD_TWICE", NULL, NULL);
    }
    announced->bits[field->number / 64] |= bit;
    struct bgt_yaml_announcement added = {.column = field->number};
    return add(announced, pull, &added);
}

bgt_status bgt_yaml_announced_read(struct bgt_yaml_announced *announced,
                                   struct bgt_yaml_pull *pull,
                                   const struct bgt_entity *line)
{
    bool is_there = false;
    bgt_status status = bgt_yaml_pull_sequence(pull, &is_there);
    while (status == BGT_OK && is_there) {
        status = bgt_yaml_pull_next(pull);
        if (status != BGT_OK || pull->event.kind == BGT_YAML_SEQUENCE_END) {
            break;
        }
        if (pull->event.kind == BGT_YAML_SCALAR) {
            status = read_key(announced, pull, line);
        } else if (pull->event.kind == BGT_YAML_MAPPING) {
            status = read_extra(announced, pull);
        } else {
            status = bgt_yaml_refuse_value(pull, "YAML_SCALAR_NEEDED");
        }
    }
    return status;
}

static enum bgt_value_type type_of(uint32_t mark)
{
    static const uint8_t types[] = {BGT_VALUE_TEXT,    BGT_VALUE_NUMBER, BGT_VALUE_NUMBER,
                                    BGT_VALUE_BOOLEAN, BGT_VALUE_DATE,   BGT_VALUE_ERROR};
    return (enum bgt_value_type)types[mark];
}

bgt_status bgt_yaml_announced_put(const struct bgt_yaml_announced *announced,
                                  struct bgt_batch *batch)
{
    for (size_t i = 0; i < announced->count; i++) {
        const struct bgt_yaml_announcement *one = &announced->list[i];
        struct bgt_value *value = NULL;
        bgt_status status =
            bgt_batch_value(batch, one->column, type_of(one->type), BGT_PRESENT, &value);
        if (status != BGT_OK) {
            return status;
        }
        value->flags = one->type == BGT_YAML_MARK_PERCENT ? BGT_VALUE_PERCENT : 0;
        value->place_line = one->line;
        if (one->column == BGT_FIELD_EXTRA) {
            status = bgt_batch_name(batch, announced->names + one->name_offset,
                                    one->name_length);
        }
        if (status != BGT_OK) {
            return status;
        }
    }
    return BGT_OK;
}
