#include <string.h>

#include "layout/body.h"
#include "layout/cell.h"

/* Most bytes of a word that names a row of totals: 本页合计 and blanks between. */
#define TOTAL_BYTES 64

/* The layout column of a cell, or null. */
static const struct bgt_layout_column *column_of(const struct bgt_layout_reader *reader,
                                                 const struct bgt_value *value)
{
    const struct bgt_reading_table *table = &reader->table;
    uint32_t at = value->column - 1;
    return at < table->claim_count && table->claims[at].column != BGT_LAYOUT_NONE
               ? &table->layout->columns[table->claims[at].column]
               : NULL;
}

/* Whether a text cannot be a number: it begins with a letter. */
static bool begins_with_letter(const struct bgt_batch *batch,
                               const struct bgt_value *value)
{
    if (value->type != BGT_VALUE_TEXT || value->text_length == 0) {
        return false;
    }
    unsigned char first = (unsigned char)bgt_value_text(batch, value)[0];
    return first >= 0x80 || (first >= 'A' && first <= 'Z') ||
           (first >= 'a' && first <= 'z');
}

/* Whether a text begins as the words for totals do, or with a blank: few others do. */
static bool may_be_total(const struct bgt_batch *batch, const struct bgt_value *value)
{
    static const char *const beginnings[] = {"合", "总", "小", "本", "累", "　"};
    const char *text = bgt_value_text(batch, value);
    if (!begins_with_letter(batch, value)) {
        return value->type == BGT_VALUE_TEXT && value->text_length > 0 && text[0] == ' ';
    }
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        if (bgt_text_starts_with(text, value->text_length, beginnings[i])) {
            return true;
        }
    }
    return false;
}

/* 合计, 总计, 小计, 本页合计: the word that stands in a row of totals, in the place of a
 * code or name. */
static bool is_total_word(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                          const struct bgt_value *value)
{
    static const char *const words[] = {"合计",     "总计",     "小计",
                                        "本页合计", "本页小计", "累计"};
    if (value->text_length > TOTAL_BYTES || !may_be_total(batch, value)) {
        return false;
    }
    bgt_buffer_clear(&reader->key);
    bgt_status status = bgt_text_normalise(&reader->key, bgt_value_text(batch, value),
                                           value->text_length);
    reader->failure = status == BGT_NO_MEMORY ? status : reader->failure;
    struct bgt_slice key = {reader->key.data, reader->key.length};
    if (bgt_text_ends_with(key.text, key.length, ":")) {
        key.length--;
    }
    for (size_t i = 0; status == BGT_OK && i < sizeof words / sizeof words[0]; i++) {
        if (bgt_text_equal(key.text, key.length, words[i], strlen(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The cell that names a row of totals, or null. */
static const struct bgt_value *find_total(struct bgt_layout_reader *reader,
                                          const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        const struct bgt_layout_column *column = column_of(reader, &values[i]);
        if (column != NULL && column->content != BGT_CONTENT_AMOUNT &&
            is_total_word(reader, body->batch, &values[i])) {
            return &values[i];
        }
    }
    return NULL;
}

/* Counts the cells of each kind. Whether an amount's place holds a text that begins with
 * a letter, as a label does. */
static bool look_over(const struct bgt_layout_reader *reader, struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    bool has_label = false;
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (bgt_cell_is_blank(body->batch, &values[i])) {
            continue;
        }
        const struct bgt_layout_column *column = column_of(reader, &values[i]);
        bool is_figure = column != NULL && column->content == BGT_CONTENT_AMOUNT;
        body->first = body->first == NULL ? &values[i] : body->first;
        body->cells++;
        body->figures += is_figure;
        body->names += column != NULL && !is_figure;
        has_label =
            has_label || (is_figure && begins_with_letter(body->batch, &values[i]));
    }
    return has_label;
}

enum bgt_body_kind bgt_export_classify(struct bgt_layout_reader *reader,
                                       struct bgt_body *body)
{
    bool has_label = look_over(reader, body);
    if (body->cells == 0) {
        return BGT_BODY_EMPTY;
    }
    if (reader->table.region->rows == 0 && bgt_body_is_numbering(reader, body)) {
        return BGT_BODY_NUMBERING;
    }
    if (has_label) {
        struct bgt_body again = {.batch = body->batch, .row = body->row};
        return bgt_body_is_header(reader, &again) ? BGT_BODY_HEADER : BGT_BODY_LINES;
    }
    /* 导出时间：…, 共 28 条记录 */
    bool is_remark = body->cells == 1 && body->names == 1 &&
                     begins_with_letter(body->batch, body->first) &&
                     !is_total_word(reader, body->batch, body->first);
    return is_remark ? BGT_BODY_NOTE : BGT_BODY_LINES;
}

/* What every line has: of a total it is said once a table that it is one. A figure that
 * nothing names belongs to no line. */
static bgt_status begin_line(struct bgt_layout_reader *reader,
                             const struct bgt_body *body)
{
    const struct bgt_value *total = find_total(reader, body);
    bgt_line_clear(&reader->draft);
    bgt_body_values(reader, &reader->table.layout->constants);
    bgt_body_values(reader, &reader->table.layout->blocks[0].constants);
    if (total == NULL) {
        bgt_line_set(&reader->draft, BGT_line_row_kind, bgt_piece_text("detail", 6));
        struct bgt_cell cell = {body->batch, body->row, body->first};
        return body->figures > 0 && body->names == 0
                   ? bgt_reading_report_cell(reader, "ITEM_MISSING", &cell, NULL, NULL)
                   : BGT_OK;
    }
    bgt_line_set(&reader->draft, BGT_line_row_kind, bgt_piece_text("total", 5));
    struct bgt_cell cell = {body->batch, body->row, total};
    return bgt_reading_report_cell(reader, "ROW_OF_TOTALS", &cell, NULL, NULL);
}

/* The cells of the layout's columns into the draft; every other one is an error. */
static bgt_status take_cells(struct bgt_layout_reader *reader,
                             const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    bgt_status worst = BGT_OK;
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        uint32_t at = values[i].column - 1;
        uint16_t column = at < reader->table.claim_count ? reader->table.claims[at].column
                                                         : BGT_LAYOUT_NONE;
        struct bgt_cell cell = {
            .batch = body->batch, .row = body->row, .value = &values[i]};
        bgt_status status = BGT_OK;
        if (column != BGT_LAYOUT_NONE) {
            status = bgt_body_column(reader, &cell, column, true);
        } else if (bgt_body_is_outside(reader, body->batch, &values[i])) {
            status =
                bgt_reading_report_cell(reader, "CELL_OUTSIDE_TABLE", &cell, NULL, NULL);
        }
        if (status != BGT_OK && status != BGT_BAD) {
            return status;
        }
        worst = status == BGT_OK ? worst : status;
    }
    return worst;
}

bgt_status bgt_export_row(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    bgt_status worst = begin_line(reader, body);
    if (worst != BGT_OK && worst != BGT_BAD) {
        return worst;
    }
    bgt_status status = take_cells(reader, body);
    if (status != BGT_OK && status != BGT_BAD) {
        return status;
    }
    worst = status == BGT_OK ? worst : status;
    status = reader->table.extra_count == 0 ? BGT_OK : bgt_body_extras(reader, body, 0);
    worst = status == BGT_OK ? worst : status;
    if (worst != BGT_OK) {
        return worst;
    }
    status = bgt_body_put(reader, body, 0);
    reader->table.region->rows += status == BGT_OK;
    return status;
}
