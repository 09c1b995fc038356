#include "support/fake_dump.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct dump {
    FILE *file;
    const struct bgt_batch *batch;
    const struct bgt_model *model;
    unsigned show;
};

static void put_text(const struct dump *dump, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (text[i]) {
        case '\n':
            (void)fputs("\\n", dump->file);
            break;
        case '\r':
            (void)fputs("\\r", dump->file);
            break;
        case '\0':
            (void)fputs("\\0", dump->file);
            break;
        default:
            (void)fputc(text[i], dump->file);
        }
    }
}

static void put_name(const struct dump *dump, const struct bgt_item *item,
                     const struct bgt_value *value)
{
    bool is_grid = item->kind <= BGT_ITEM_SHEET_END;
    if (is_grid) {
        (void)fprintf(dump->file, " %" PRIu32 "=", value->column);
    } else if (value->column == BGT_FIELD_EXTRA) {
        (void)fputs(" x:", dump->file);
        put_text(dump, bgt_value_name(dump->batch, value), value->name_length);
        (void)fputs("=", dump->file);
    } else {
        const struct bgt_entity *entity = bgt_model_entity(dump->model, item->entity);
        const struct bgt_field *field = bgt_entity_field(entity, (uint16_t)value->column);
        (void)fprintf(dump->file, " %s=", field->key);
    }
}

static void put_value(const struct dump *dump, const struct bgt_item *item,
                      const struct bgt_value *value)
{
    static const char *const marks[] = {"", "", "#", "?", "!", "*"};
    char number[BGT_DECIMAL_TEXT_SIZE];
    bool is_quoted = (value->flags & BGT_VALUE_QUOTED) != 0;
    put_name(dump, item, value);
    (void)fputs(value->state == BGT_BLANK ? "~" : marks[value->type], dump->file);
    (void)fputs(is_quoted ? "\"" : "", dump->file);
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        (void)bgt_decimal_format(value->decimal, number);
        (void)fputs(number, dump->file);
    } else {
        put_text(dump, bgt_value_text(dump->batch, value), value->text_length);
    }
    (void)fputs(is_quoted ? "\"" : "", dump->file);
    (void)fputs((value->flags & BGT_VALUE_PERCENT) != 0 ? "%" : "", dump->file);
    if ((dump->show & BGT_FAKE_PLACES) != 0) {
        (void)fprintf(dump->file, "@%" PRIu64 ":%" PRIu32,
                      value->place_line != 0 ? value->place_line : item->line,
                      value->place_column);
    }
}

static void put_item(const struct dump *dump, const struct bgt_item *item)
{
    static const char *const kinds[] = {"?",      "sheet",  "row",      "sheet_end",
                                        "record", "fields", "table_end"};
    const struct bgt_value *values = bgt_item_values(dump->batch, item);
    if (item->kind == BGT_ITEM_RECORD) {
        (void)fputs(bgt_model_entity(dump->model, item->entity)->key, dump->file);
    } else {
        (void)fputs(kinds[item->kind], dump->file);
    }
    if (item->kind == BGT_ITEM_ROW) {
        (void)fprintf(dump->file, " %" PRIu64 " @%" PRIu64, item->row, item->line);
    }
    for (uint32_t i = 0; i < item->value_count; i++) {
        put_value(dump, item, &values[i]);
    }
    if ((dump->show & BGT_FAKE_PLACES) != 0 && item->place_length != 0) {
        (void)fputs(" [", dump->file);
        put_text(dump, dump->batch->text + item->place_offset, item->place_length);
        (void)fputs("]", dump->file);
    }
    (void)fputs("\n", dump->file);
}

char *bgt_fake_dump(const struct bgt_batch *batch, const struct bgt_model *model,
                    unsigned show)
{
    char *text = NULL;
    size_t size = 0;
    struct dump dump = {open_memstream(&text, &size), batch, model, show};
    assert_non_null(dump.file);
    for (uint32_t i = 0; i < batch->item_count; i++) {
        put_item(&dump, &batch->items[i]);
    }
    assert_int_equal(fclose(dump.file), 0);
    return text;
}
