#include "layout/listing.h"

#include <string.h>

/* A contents list has fewer pages. */
#define PAGES 1000
/* Cells at a sheet's beginning among which its title is. */
#define TITLE_CELLS 3
#define TITLE_BYTES 64

bool bgt_is_identity(const struct bgt_batch *batch, const struct bgt_item *row,
                     uint32_t at)
{
    static const char *const words[] = {"编码", "代码", "电话", "邮编",
                                        "传真", "日期", "年度", "年份"};
    const struct bgt_value *values = bgt_item_values(batch, row);
    while (at > 0 && bgt_cell_is_blank(batch, &values[at - 1])) {
        at--;
    }
    if (at == 0 || values[at - 1].type != BGT_VALUE_TEXT) {
        return false;
    }
    const struct bgt_value *label = &values[at - 1];
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bgt_text_find(bgt_value_text(batch, label), label->text_length, 0,
                          words[i]) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* Whether a number may be that of a line or a page. */
static bool counts_pages(const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_decimal number = value->decimal;
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    bool is_read =
        value->type == BGT_VALUE_NUMBER
            ? (value->flags & BGT_VALUE_DECIMAL) != 0
            : bgt_decimal_parse(text.text, text.length, &number) == BGT_DECIMAL_OK;
    return is_read && number.scale == 0 && number.coefficient >= 0 &&
           number.coefficient < PAGES;
}

/* 目录, 目　录 and what begins with it. */
static bool names_contents(struct bgt_layout_reader *reader, struct bgt_slice text)
{
    if (text.length > TITLE_BYTES) {
        return false;
    }
    bgt_buffer_clear(&reader->key);
    bgt_status status = bgt_text_normalise(&reader->key, text.text, text.length);
    reader->failure = status == BGT_NO_MEMORY ? status : reader->failure;
    return status == BGT_OK &&
           bgt_text_find(reader->key.data, reader->key.length, 0, "目录") != SIZE_MAX;
}

bool bgt_is_contents(struct bgt_layout_reader *reader)
{
    const struct bgt_batch *batch = reader->window.batch;
    struct bgt_slice sheet = {reader->sheet, strlen(reader->sheet)};
    bool is_named = names_contents(reader, sheet);
    unsigned seen = 0;
    for (uint32_t r = 0; r < batch->item_count; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            if (bgt_cell_is_blank(batch, &values[i])) {
                continue;
            }
            if (bgt_cell_is_number(batch, &values[i]) &&
                !counts_pages(batch, &values[i])) {
                return false;
            }
            struct bgt_slice text = {bgt_value_text(batch, &values[i]),
                                     values[i].text_length};
            is_named = is_named || (seen++ < TITLE_CELLS && names_contents(reader, text));
        }
    }
    return is_named;
}
