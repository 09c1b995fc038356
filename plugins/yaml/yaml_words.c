#include "yaml_options.h"

const char *bgt_yaml_mark_word(enum bgt_yaml_mark mark)
{
    static const char *const words[] = {"text", "number", "percent", "boolean",
                                        "date", "error",  "blank",   "absent"};
    return words[mark];
}

enum bgt_yaml_mark bgt_yaml_mark_of(const struct bgt_value *value)
{
    if (value->state == BGT_BLANK) {
        return BGT_YAML_MARK_BLANK;
    }
    switch (value->type) {
    case BGT_VALUE_NUMBER:
        return (value->flags & BGT_VALUE_PERCENT) != 0 ? BGT_YAML_MARK_PERCENT
                                                       : BGT_YAML_MARK_NUMBER;
    case BGT_VALUE_BOOLEAN:
        return BGT_YAML_MARK_BOOLEAN;
    case BGT_VALUE_DATE:
        return BGT_YAML_MARK_DATE;
    case BGT_VALUE_ERROR:
        return BGT_YAML_MARK_ERROR;
    default:
        return BGT_YAML_MARK_TEXT;
    }
}

enum bgt_yaml_mark bgt_yaml_natural_mark(const struct bgt_field *field)
{
    return field->type == BGT_AMOUNT || field->type == BGT_COUNT ? BGT_YAML_MARK_NUMBER
                                                                 : BGT_YAML_MARK_TEXT;
}

static int is_shareable(const struct bgt_field *field)
{
    return field->type == BGT_COUNT && (field->flags & BGT_FIELD_HOUSE) != 0;
}

size_t bgt_yaml_find_shared(const struct bgt_entity *table, const struct bgt_entity *line,
                            struct bgt_yaml_shared shared[BGT_YAML_SHARED_MAX])
{
    size_t count = 0;
    for (uint16_t i = 0; i < line->field_count && count < BGT_YAML_SHARED_MAX; i++) {
        const struct bgt_field *field = bgt_entity_field(line, i);
        const struct bgt_field *other =
            bgt_entity_find(table, field->key, strlen(field->key));
        if (other != NULL && is_shareable(field) && is_shareable(other)) {
            memset(&shared[count], 0, sizeof shared[count]);
            shared[count].line_field = field->number;
            shared[count].table_field = other->number;
            count++;
        }
    }
    return count;
}
