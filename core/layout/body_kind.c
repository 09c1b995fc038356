#include "layout/body.h"

#include <string.h>

#include "base/utf8.h"
#include "layout/cell.h"
#include "layout/match.h"

#define KEY_BYTES 4096
/* Most cells of a numbering row's cell: `1=2+3+4+5`. */
#define NUMBERING_BYTES 32
/* Longest 第12页,共120页 in its comparable form. */
#define PAGE_BYTES 40

static const char *const note_words[] = {
    "注:", "注1", "备注:", "说明:", "附注:", "注释:"};
/* Below a table stand the names of those who made it; they are kept with its notes. */
static const char *const footer_words[] = {
    "制表:",   "制表人:",   "填表:",     "填表人:",     "填报人:",     "审核:",
    "审核人:", "复核:",     "负责人:",   "单位负责人:", "财务负责人:", "经办人:",
    "联系人:", "联系电话:", "打印日期:", "填报日期:",   "制表日期:"};
static const char *const numbering_words[] = {"甲",   "乙",   "丙", "丁", "戊", "栏次",
                                              "行次", "栏目", "类", "款", "项"};
static const char *const unit_words[] = {
    "单位:",     "单位名称:", "编制单位:", "填报单位:", "部门名称:",
    "编制部门:", "金额单位:", "部门:",     "填报部门:"};

/* Keeps in mind that memory ran out: what could not be compared is not what it seems. */
static bool went_well(struct bgt_layout_reader *reader, bgt_status status)
{
    if (status == BGT_NO_MEMORY) {
        reader->failure = status;
    }
    return status == BGT_OK;
}

static bool normalise(struct bgt_layout_reader *reader, const struct bgt_body *body,
                      const struct bgt_value *value)
{
    bgt_buffer_clear(&reader->key);
    return value->type == BGT_VALUE_TEXT && value->text_length <= KEY_BYTES &&
           went_well(reader,
                     bgt_text_normalise(&reader->key, bgt_value_text(body->batch, value),
                                        value->text_length));
}

static uint32_t label_of(struct bgt_layout_reader *reader, const struct bgt_body *body,
                         const struct bgt_value *value)
{
    uint32_t label = 0;
    (void)went_well(reader, bgt_cell_label(reader->options.layouts, &reader->key,
                                           body->batch, value, &label));
    return label;
}

static bool begins_with_any(const struct bgt_buffer *key, const char *const *words,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bgt_text_starts_with(key->data, key->length, words[i])) {
            return true;
        }
    }
    return false;
}

#define BEGINS(key, words) begins_with_any(key, words, sizeof(words) / sizeof(words)[0])

bool bgt_is_note_key(const struct bgt_buffer *key)
{
    return BEGINS(key, note_words) || BEGINS(key, footer_words);
}

/* 1, 12, (3), ③, 4=5+6, 甲, 栏次: what stands in a numbering row. */
static bool is_numbering_text(const char *text, size_t length)
{
    if (length == 0 || length > NUMBERING_BYTES) {
        return false;
    }
    for (size_t i = 0; i < sizeof numbering_words / sizeof numbering_words[0]; i++) {
        if (bgt_text_equal(text, length, numbering_words[i],
                           strlen(numbering_words[i]))) {
            return true;
        }
    }
    struct bgt_ordinal ordinal;
    if (bgt_text_strip_ordinal(text, length, &ordinal) == length &&
        ordinal.kind == BGT_ORDINAL_CIRCLED) {
        return true;
    }
    for (size_t i = 0; i < length; i++) {
        if (strchr("0123456789=+-()", text[i]) == NULL) {
            return false;
        }
    }
    return strchr("0123456789(", text[0]) != NULL &&
           length <= (text[0] == '(' ? 4 : 32) &&
           (length <= 2 || strpbrk(text, "=(") != NULL);
}

/* Whether a cell is one of a numbering row. */
static bool numbers_column(struct bgt_layout_reader *reader, const struct bgt_body *body,
                           const struct bgt_value *value)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    if (value->type == BGT_VALUE_NUMBER) {
        return (value->flags & BGT_VALUE_DECIMAL) != 0 && value->decimal.scale == 0 &&
               is_numbering_text(number, bgt_decimal_format(value->decimal, number));
    }
    return normalise(reader, body, value) &&
           is_numbering_text(reader->key.data, reader->key.length);
}

static bool is_claimed(const struct bgt_layout_reader *reader,
                       const struct bgt_value *value)
{
    return value->column > 0 && value->column <= reader->table.claim_count &&
           reader->table.claims[value->column - 1].column != BGT_LAYOUT_NONE;
}

/* The row under the header that numbers the columns: every cell of the layout's columns
 * does, the row's name too. A column that the layout does not know may hold something
 * else there, which is told, since the row gives no line. */
bool bgt_body_is_numbering(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    const struct bgt_value *other = NULL;
    uint32_t count = 0;
    if (reader->table.region->rows > 0 || body->cells < 2) {
        return false;
    }
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (bgt_cell_is_blank(body->batch, &values[i])) {
            continue;
        }
        bool is_number = numbers_column(reader, body, &values[i]);
        if (!is_number && is_claimed(reader, &values[i])) {
            return false;
        }
        count += is_number;
        other = is_number ? other : &values[i];
    }
    if (other != NULL && count >= 2) {
        struct bgt_cell cell = {body->batch, body->row, other};
        (void)bgt_reading_report_cell(reader, "NUMBERING_ROW_MIXED", &cell, NULL, NULL);
    }
    return count >= 2;
}

static bool is_dots(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t point = 0;
        size_t bytes = bgt_utf8_decode(text + at, length - at, &point);
        if (bytes == 0 || (point != '.' && point != 0x2026 && point != 0x22EF &&
                           point != 0x3002 && point != 0xB7)) {
            return false;
        }
        at += bytes;
    }
    return length > 0;
}

static bool is_filler(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (!bgt_cell_is_blank(body->batch, &values[i]) &&
            (!normalise(reader, body, &values[i]) ||
             !is_dots(reader->key.data, reader->key.length))) {
            return false;
        }
    }
    return true;
}

/* 第3页 共13页: the foot of a printed page. */
static bool is_page_foot(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    return body->cells == 1 && normalise(reader, body, body->first) &&
           reader->key.length <= PAGE_BYTES &&
           bgt_text_starts_with(reader->key.data, reader->key.length, "第") &&
           bgt_text_ends_with(reader->key.data, reader->key.length, "页") &&
           strpbrk(reader->key.data, "0123456789") != NULL;
}

static bool is_header_line(struct bgt_layout_reader *reader, const struct bgt_body *body,
                           const struct bgt_header_line *line)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    uint32_t at = 0;
    bool has_known = false;
    if (line->count != body->cells) {
        return false;
    }
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (bgt_cell_is_blank(body->batch, &values[i])) {
            continue;
        }
        uint32_t label = label_of(reader, body, &values[i]);
        if (values[i].column != line->columns[at] || label != line->labels[at]) {
            return false;
        }
        has_known = has_known || label != 0;
        at++;
    }
    return has_known;
}

static bool is_header(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    for (unsigned r = 0; r < reader->table.header_rows; r++) {
        if (is_header_line(reader, body, &reader->table.header[r])) {
            return true;
        }
    }
    return false;
}

/* Whether the row is one that the table's own layout names. */
static bool is_known_row(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_layout *layout = reader->table.layout;
    const struct bgt_value *value = body->first;
    bgt_buffer_clear(&reader->key);
    if (!went_well(reader,
                   bgt_layout_row_key(&reader->key, bgt_value_text(body->batch, value),
                                      value->text_length))) {
        return false;
    }
    struct bgt_slice key = {reader->key.data, reader->key.length};
    for (size_t b = 0; b < layout->block_count; b++) {
        const struct bgt_layout_block *block = &layout->blocks[b];
        if (bgt_layout_find_row(block, reader->table.blocks[b].open_row, key) !=
                BGT_LAYOUT_NONE ||
            bgt_layout_find_total(block, key) != NULL) {
            return true;
        }
    }
    return false;
}

/* Whether a lone text is the title or number of some table. */
static bool is_title(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_layouts *layouts = reader->options.layouts;
    if (is_known_row(reader, body)) {
        return false;
    }
    bgt_buffer_clear(&reader->key);
    if (body->first->text_length > KEY_BYTES ||
        !went_well(reader, bgt_layout_label_key(&reader->key,
                                                bgt_value_text(body->batch, body->first),
                                                body->first->text_length))) {
        return false;
    }
    const struct bgt_buffer *key = &reader->key;
    for (size_t l = 0; l < bgt_layouts_count(layouts); l++) {
        const struct bgt_layout *layout = bgt_layouts_get(layouts, l);
        for (uint16_t i = 0; i < layout->title.key_count; i++) {
            if (bgt_text_ends_with(key->data, key->length, layout->title.keys[i].text)) {
                return true;
            }
        }
        for (uint16_t i = 0; i < layout->form_no.key_count; i++) {
            if (bgt_text_equal(key->data, key->length, layout->form_no.keys[i].text,
                               layout->form_no.keys[i].length)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether a line like `单位：万元` or labels in the place of figures announce another
 * table. */
static bool is_other(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    const struct bgt_reading_table *table = &reader->table;
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        const struct bgt_value *value = &values[i];
        if (value->type != BGT_VALUE_TEXT || bgt_cell_is_blank(body->batch, value)) {
            continue;
        }
        if (normalise(reader, body, value) && BEGINS(&reader->key, unit_words)) {
            return true;
        }
        uint16_t column = value->column <= table->claim_count
                              ? table->claims[value->column - 1].column
                              : BGT_LAYOUT_NONE;
        if (column != BGT_LAYOUT_NONE &&
            table->layout->columns[column].content == BGT_CONTENT_AMOUNT &&
            label_of(reader, body, value) != 0) {
            return true;
        }
    }
    return false;
}

static void look_over(struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (bgt_cell_is_blank(body->batch, &values[i])) {
            continue;
        }
        body->first = body->first == NULL ? &values[i] : body->first;
        body->cells++;
        body->texts += values[i].type == BGT_VALUE_TEXT &&
                       !bgt_cell_is_number(body->batch, &values[i]);
    }
}

bool bgt_body_is_header(struct bgt_layout_reader *reader, struct bgt_body *body)
{
    body->first = NULL;
    body->cells = body->texts = 0;
    look_over(body);
    bool is_own = body->cells > 1 && is_header(reader, body);
    body->cells = body->texts = 0;
    return is_own;
}

/* A line of a published text ends the table, unless it is a note or a page number. */
/* A fixed row without figures whose tabs were cut off: right below the row before it. */
static bool is_bare_row(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    return reader->state == BGT_READING_BODY &&
           body->row->line == reader->table.last_line + 1 && is_known_row(reader, body);
}

/* A note is known by how it begins, however long it is. */
static bool is_note(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    struct bgt_value start = *body->first;
    if (start.text_length > KEY_BYTES) {
        const char *text = bgt_value_text(body->batch, body->first);
        start.text_length = KEY_BYTES;
        while (start.text_length > 0 && (text[start.text_length] & 0xC0) == 0x80) {
            start.text_length--;
        }
    }
    return normalise(reader, body, &start) && bgt_is_note_key(&reader->key);
}

static enum bgt_body_kind classify_line(struct bgt_layout_reader *reader,
                                        const struct bgt_body *body)
{
    if (is_bare_row(reader, body)) {
        return BGT_BODY_LINES;
    }
    if (bgt_prose_is_page_number(body->batch, body->row)) {
        return BGT_BODY_FILLER;
    }
    if (reader->state != BGT_READING_NOTES &&
        bgt_cell_is_number(body->batch, body->first)) {
        return BGT_BODY_FIGURE;
    }
    return is_note(reader, body) ? BGT_BODY_NOTE : BGT_BODY_OTHER;
}

enum bgt_body_kind bgt_body_classify(struct bgt_layout_reader *reader,
                                     struct bgt_body *body)
{
    if (reader->table.layout->kind == BGT_LAYOUT_EXPORT) {
        return bgt_export_classify(reader, body);
    }
    look_over(body);
    if (body->cells == 0) {
        return BGT_BODY_EMPTY;
    }
    if (bgt_prose_is_line(reader, body->row)) {
        return classify_line(reader, body);
    }
    if (bgt_body_is_numbering(reader, body)) {
        return BGT_BODY_NUMBERING;
    }
    if (body->texts < body->cells) { /* it holds a number */
        return reader->state == BGT_READING_NOTES ? BGT_BODY_OTHER : BGT_BODY_LINES;
    }
    if (is_note(reader, body)) {
        return BGT_BODY_NOTE;
    }
    if (is_filler(reader, body) || is_page_foot(reader, body)) {
        return BGT_BODY_FILLER;
    }
    if (is_header(reader, body)) {
        return BGT_BODY_HEADER;
    }
    if (is_other(reader, body) || (body->cells == 1 && is_title(reader, body))) {
        return BGT_BODY_OTHER;
    }
    if (reader->state == BGT_READING_NOTES) {
        return body->cells == 1 ? BGT_BODY_NOTE : BGT_BODY_OTHER;
    }
    return BGT_BODY_LINES;
}
