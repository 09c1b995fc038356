#include "layout/contents.h"

#include <string.h>

#include "base/decimal.h"
#include "layout/reading.h"

/* A line that is longer is no entry and no title. */
#define ENTRY_BYTES 150
/* A number of more digits is a figure. */
#define PAGE_DIGITS 4
/* Numbers of tables in a list of them. */
#define LIST_DIGITS 3

/* 目录, or the title of a list of tables: 2026年预算公开表目录. */
static bool is_title(const struct bgt_batch *batch, const struct bgt_item *row,
                     bool *is_list)
{
    if (row->value_count != 1) {
        return false;
    }
    struct bgt_slice text = bgt_cell_trimmed(batch, bgt_item_values(batch, row));
    *is_list = text.length <= ENTRY_BYTES &&
               bgt_text_ends_with(text.text, text.length, "表目录") &&
               bgt_section_number_of(text).level == 0;
    return *is_list ||
           bgt_text_same_label(text.text, text.length, "目录", strlen("目录"));
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
static bool has_page(const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    struct bgt_slice last = {NULL, 0};
    for (uint32_t i = 0; i < row->value_count; i++) {
        struct bgt_slice text = bgt_cell_trimmed(batch, &values[i]);
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

/* A numbered line that is no sentence. */
static bool is_heading(struct bgt_slice text)
{
    return text.length > 0 && text.length <= ENTRY_BYTES &&
           bgt_section_number_of(text).level > 0 &&
           bgt_text_find(text.text, text.length, 0, "。") == SIZE_MAX;
}

/* Whether a row without a page is an entry; `*status` is not BGT_OK where memory ran
 * out. */
static bool is_plain_entry(struct bgt_layout_reader *reader,
                           const struct bgt_batch *batch, const struct bgt_item *row,
                           bgt_status *status)
{
    struct bgt_prose *prose = &reader->prose;
    struct bgt_buffer *first = &prose->first_entry;
    struct bgt_slice text = row->value_count == 1
                                ? bgt_cell_trimmed(batch, bgt_item_values(batch, row))
                                : (struct bgt_slice){NULL, 0};
    if (!is_heading(text)) {
        return false;
    }
    if (!prose->has_entry) {
        *status = bgt_buffer_append(first, text.text, text.length);
        return true;
    }
    return first->length > 0 &&
           !bgt_text_same_label(first->data, first->length, text.text, text.length);
}

/* ---- A list of tables ---- */

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
        struct bgt_slice text = bgt_cell_trimmed(batch, &values[i]);
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

/* The name of the unit may stand below the title. */
static bool is_entry(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                     const struct bgt_item *row, bgt_status *status)
{
    const struct bgt_prose *prose = &reader->prose;
    if (!prose->in_contents) {
        return false;
    }
    if (is_listed(batch, row) ||
        (prose->is_list && !prose->has_entry && bgt_prose_is_facts_row(batch, row))) {
        return true;
    }
    return !prose->is_list &&
           (has_page(batch, row) || is_plain_entry(reader, batch, row, status));
}

bgt_status bgt_contents_row(struct bgt_layout_reader *reader,
                            const struct bgt_batch *batch, const struct bgt_item *row,
                            bool *is_taken)
{
    struct bgt_prose *prose = &reader->prose;
    struct bgt_slice text;
    bgt_status status = BGT_OK;
    bool is_list = false;
    if (is_title(batch, row, &is_list)) {
        status = bgt_prose_release(reader, bgt_window_count(&reader->window));
        bgt_window_clear(&reader->window);
        prose->in_contents = true;
        prose->has_entry = false;
        prose->is_list = is_list;
        bgt_buffer_clear(&prose->first_entry);
    } else if (is_entry(reader, batch, row, &status)) {
        prose->has_entry = true;
    } else {
        prose->in_contents = false;
        return status;
    }
    *is_taken = true;
    if (status == BGT_OK) {
        status = bgt_prose_join(reader, batch, row, &text);
    }
    return status == BGT_OK ? bgt_section_of_kind(reader, "toc", text, row->line)
                            : status;
}
