#include "yaml_scalar.h"

#include <stdio.h>

bgt_status bgt_yaml_refuse(struct bgt_yaml_pull *pull, const char *code,
                           const char *first, const char *second)
{
    const char *const arguments[3] = {first, second, NULL};
    return bgt_yaml_pull_error(pull, code, arguments);
}

bgt_status bgt_yaml_refuse_value(struct bgt_yaml_pull *pull, const char *code)
{
    bgt_status status = bgt_yaml_refuse(pull, code, NULL, NULL);
    return status == BGT_OK ? bgt_yaml_pull_skip(pull) : status;
}

/* Gives the last value its place. */
static void set_place(const struct bgt_yaml_pull *pull, const struct bgt_batch *batch,
                      struct bgt_value *value)
{
    const struct bgt_item *item = &batch->items[batch->item_count - 1];
    value->place_column = pull->event.column;
    value->place_line = pull->event.line == item->line ? 0 : pull->event.line;
}

static bgt_status put_text(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                           uint32_t column, enum bgt_value_type type)
{
    struct bgt_value *value = NULL;
    bgt_status status =
        bgt_batch_put_text(batch, column, pull->event.text, pull->event.length, &value);
    if (status == BGT_OK) {
        value->type = (uint8_t)type;
        set_place(pull, batch, value);
    }
    return status;
}

static bgt_status put_decimal(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                              uint32_t column, struct bgt_decimal decimal)
{
    struct bgt_value *value = NULL;
    bgt_status status = bgt_batch_put_decimal(batch, column, decimal, &value);
    if (status == BGT_OK) {
        set_place(pull, batch, value);
    }
    return status;
}

static bgt_status put_blank(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                            uint32_t column)
{
    bgt_status status = put_text(pull, batch, column, BGT_VALUE_TEXT);
    if (status == BGT_OK) {
        batch->values[batch->value_count - 1].state = BGT_BLANK;
    }
    return status;
}

static bgt_status read_amount(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                              uint32_t column, const char *key)
{
    struct bgt_decimal decimal;
    switch (bgt_decimal_parse(pull->event.text, pull->event.length, &decimal)) {
    case BGT_DECIMAL_OK:
        return put_decimal(pull, batch, column, decimal);
    case BGT_DECIMAL_TOO_MANY_DIGITS:
    case BGT_DECIMAL_TOO_MANY_PLACES:
        return bgt_yaml_refuse(pull, "YAML_AMOUNT_LONG", key, NULL);
    default:
        return bgt_yaml_refuse(pull, "YAML_AMOUNT", key, NULL);
    }
}

static bgt_status read_count(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                             const struct bgt_field *field)
{
    struct bgt_decimal decimal;
    if (bgt_decimal_parse(pull->event.text, pull->event.length, &decimal) !=
            BGT_DECIMAL_OK ||
        decimal.scale != 0 || decimal.coefficient < 0) {
        return bgt_yaml_refuse(pull, "YAML_COUNT", field->key, NULL);
    }
    return put_decimal(pull, batch, field->number, decimal);
}

static bool is_year(const struct bgt_yaml_event *event)
{
    bool is_good = event->length == 4;
    for (size_t i = 0; i < 4 && is_good; i++) {
        is_good = event->text[i] >= '0' && event->text[i] <= '9';
    }
    return is_good;
}

static bgt_status read_choice(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                              const struct bgt_field *field)
{
    char list[256] = "";
    size_t length = 0;
    for (size_t i = 0; field->choices != NULL && field->choices[i] != NULL; i++) {
        if (bgt_yaml_pull_is(pull, field->choices[i])) {
            return put_text(pull, batch, field->number, BGT_VALUE_TEXT);
        }
        int written = snprintf(list + length, sizeof list - length, "%s%s",
                               i == 0 ? "" : ", ", field->choices[i]);
        size_t room = sizeof list - length - 1;
        length += written < 0 ? 0 : (size_t)written < room ? (size_t)written : room;
    }
    return bgt_yaml_refuse(pull, "YAML_CHOICE", field->key, list);
}

bgt_status bgt_yaml_read_natural(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                                 const struct bgt_field *field)
{
    if (pull->event.length == 0 && pull->event.is_plain != 0) {
        return put_blank(pull, batch, field->number);
    }
    switch (field->type) {
    case BGT_AMOUNT:
        return read_amount(pull, batch, field->number, field->key);
    case BGT_COUNT:
        return read_count(pull, batch, field);
    case BGT_ENUM:
        return read_choice(pull, batch, field);
    case BGT_YEAR:
        if (!is_year(&pull->event)) {
            return bgt_yaml_refuse(pull, "YAML_YEAR", field->key, NULL);
        }
        break;
    case BGT_BOOL:
        if (!bgt_yaml_pull_is(pull, "1") && !bgt_yaml_pull_is(pull, "2")) {
            return bgt_yaml_refuse(pull, "YAML_BOOL", field->key, NULL);
        }
        break;
    default:
        break;
    }
    return put_text(pull, batch, field->number, BGT_VALUE_TEXT);
}

/* A number that is too large for an exact decimal is kept as its source stored it. */
static bgt_status read_marked_number(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                                     uint32_t column, bool is_percent)
{
    struct bgt_decimal decimal;
    bgt_status status = BGT_OK;
    if (bgt_decimal_parse(pull->event.text, pull->event.length, &decimal) ==
        BGT_DECIMAL_OK) {
        status = put_decimal(pull, batch, column, decimal);
    } else if (pull->event.length != 0 &&
               strspn(pull->event.text, "0123456789+-.eE") == pull->event.length) {
        status = put_text(pull, batch, column, BGT_VALUE_NUMBER);
    } else {
        return bgt_yaml_refuse(pull, "YAML_AMOUNT",
                               bgt_yaml_mark_word(BGT_YAML_MARK_NUMBER), NULL);
    }
    if (status == BGT_OK && is_percent) {
        batch->values[batch->value_count - 1].flags |= BGT_VALUE_PERCENT;
    }
    return status;
}

bgt_status bgt_yaml_read_marked(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                                uint32_t column, enum bgt_yaml_mark mark)
{
    switch (mark) {
    case BGT_YAML_MARK_NUMBER:
    case BGT_YAML_MARK_PERCENT:
        return read_marked_number(pull, batch, column, mark == BGT_YAML_MARK_PERCENT);
    case BGT_YAML_MARK_BOOLEAN:
        return put_text(pull, batch, column, BGT_VALUE_BOOLEAN);
    case BGT_YAML_MARK_DATE:
        return put_text(pull, batch, column, BGT_VALUE_DATE);
    case BGT_YAML_MARK_ERROR:
        return put_text(pull, batch, column, BGT_VALUE_ERROR);
    case BGT_YAML_MARK_BLANK:
        return put_blank(pull, batch, column);
    default:
        return put_text(pull, batch, column, BGT_VALUE_TEXT);
    }
}
