#include "layout/contents.h"

#include <string.h>

#include "base/decimal.h"
#include "layout/prose.h"
#include "layout/reading.h"
#include "layout/section.h"

/* A line that is longer is no title. */
#define TITLE_BYTES 150
/* A number of more digits is a figure. */
#define PAGE_DIGITS 4
/* Numbers of tables in a list of them. */
#define LIST_DIGITS 3

static struct bgt_slice text_of(const struct bgt_batch *batch,
                                const struct bgt_value *value)
{
    return bgt_text_trim(bgt_value_text(batch, value), value->text_length);
}

bool bgt_contents_begin(const struct bgt_batch *batch, const struct bgt_item *row,
                        bool *is_list)
{
    const struct bgt_value *value = bgt_item_values(batch, row);
    if (row->value_count != 1) {
        return false;
    }
    struct bgt_slice text = text_of(batch, value);
    *is_list = text.length <= TITLE_BYTES &&
               bgt_text_ends_with(text.text, text.length, "表目录") &&
               bgt_section_number_of(text).level == 0;
    return *is_list ||
           bgt_text_same_label(text.text, text.length, "目录", strlen("目录"));
}

static bool is_heading_of_contents(struct bgt_slice text)
{
    static const char *const words[] = {"表号", "序号", "编号", "表名", "名称",
                                        "目录", "页码", "页次", "备注"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bgt_text_same_label(text.text, text.length, words[i], strlen(words[i]))) {
            return true;
        }
    }
    return false;
}

/* Bytes before a remark in brackets, or before a number, at the end of a text. */
static size_t stem_of(struct bgt_slice text)
{
    size_t at = bgt_text_find(text.text, text.length, 0, "（");
    size_t length = at != SIZE_MAX && bgt_text_ends_with(text.text, text.length, "）")
                        ? at
                        : text.length;
    while (length > 0 && text.text[length - 1] >= '0' && text.text[length - 1] <= '9') {
        length--;
    }
    return length;
}

/* …表, …图, 公开表1, …支出表（上年结转）. */
static bool is_table_name(struct bgt_slice text)
{
    size_t stem = stem_of(text);
    return bgt_text_ends_with(text.text, stem, "表") ||
           bgt_text_ends_with(text.text, stem, "图");
}

/* A row of a list of tables: numbers of up to three digits and titles. */
static bool is_listed(const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    size_t titles = 0;
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text = text_of(batch, &values[i]);
        uint64_t number = 0;
        if (text.length == 0 || is_heading_of_contents(text)) {
            titles += text.length > 0;
        } else if (is_table_name(text)) {
            titles++;
        } else if (text.length > LIST_DIGITS ||
                   !bgt_text_parse_unsigned(text.text, text.length, UINT16_MAX,
                                            &number)) {
            return false;
        }
    }
    return titles > 0 && row->value_count > 1;
}

/* A figure that is no number of a page. */
static bool has_amount(struct bgt_slice text)
{
    struct bgt_decimal number;
    return bgt_decimal_parse_grouped(text.text, text.length, &number, NULL) ==
               BGT_DECIMAL_OK &&
           (number.scale > 0 || text.length > PAGE_DIGITS);
}

/* A line that ends with dots or with the number of a page. */
static bool is_contents_row(const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    struct bgt_slice last = {NULL, 0};
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text = text_of(batch, &values[i]);
        last = text.length > 0 ? text : last;
    }
    if (row->value_count > 1 && has_amount(last)) {
        return false;
    }
    return last.length > 0 &&
           (bgt_text_ends_with(last.text, last.length, "…") ||
            bgt_text_ends_with(last.text, last.length, ".") ||
            (last.text[last.length - 1] >= '0' && last.text[last.length - 1] <= '9'));
}

bool bgt_contents_go_on(const struct bgt_layout_reader *reader,
                        const struct bgt_batch *batch, const struct bgt_item *row)
{
    return (!reader->prose.is_list && is_contents_row(batch, row)) ||
           is_listed(batch, row) ||
           (!reader->prose.has_contents && bgt_prose_is_facts_row(batch, row));
}
