#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/builtin_reading.h"
#include "layout/record.h"

bgt_status bgt_lines_reading_begin(struct bgt_builtin_reader *reader,
                                   const struct bgt_builtin_sheet *sheet,
                                   struct bgt_batch *out)
{
    struct bgt_item *item = NULL;
    reader->lines.has_table = false;
    if (sheet->last_table_no > reader->counts.last_table_no)
        reader->counts.last_table_no = sheet->last_table_no;
    if (sheet->has_document)
        return BGT_OK;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_RECORD, &item);
    if (status == BGT_OK)
        item->entity = BGT_ENTITY_document;
    return status;
}

bgt_status bgt_lines_reading_end(struct bgt_builtin_reader *reader, struct bgt_batch *out)
{
    struct bgt_lines_reading *lines = &reader->lines;
    if (!lines->has_table)
        return BGT_OK;
    lines->has_table = false;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_TABLE_END, NULL);
    if (status == BGT_OK)
        out->items[out->item_count - 1].entity = BGT_ENTITY_table;
    if (status == BGT_OK)
        status = bgt_batch_put_decimal(out, BGT_table_table_no,
                                       bgt_decimal_make(lines->table_no, 0), NULL);
    return status == BGT_OK
               ? bgt_batch_put_decimal(out, BGT_table_row_count,
                                       bgt_decimal_make((int64_t)lines->rows, 0), NULL)
               : status;
}

/* Text of a row's cell under a field's header; length 0 where there is none. A number's
 * digits go into `digits`. */
static struct bgt_slice text_under(const struct bgt_builtin_reader *reader,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *row, uint16_t field,
                                   char digits[BGT_DECIMAL_TEXT_SIZE])
{
    int64_t at = bgt_sheet_columns_find(&reader->columns, BGT_ROLE_FIELD, field);
    const struct bgt_value *value =
        at < 0 ? NULL : bgt_item_find(batch, row, (uint32_t)at + 1);
    if (bgt_cell_is_empty(value))
        return (struct bgt_slice){"", 0};
    if ((value->flags & BGT_VALUE_DECIMAL) != 0)
        return (struct bgt_slice){digits, bgt_decimal_format(value->decimal, digits)};
    return bgt_text_trim(bgt_value_text(batch, value), value->text_length);
}

static bool is_same(const struct bgt_buffer *kept, struct bgt_slice text)
{
    return bgt_text_equal(kept->data, kept->length, text.text, text.length);
}

static bgt_status keep(struct bgt_buffer *kept, struct bgt_slice text)
{
    bgt_buffer_clear(kept);
    return bgt_buffer_append(kept, text.text, text.length);
}

static bgt_status put_announced(const struct bgt_builtin_reader *reader,
                                struct bgt_batch *out)
{
    bgt_status status = bgt_batch_item(out, BGT_ITEM_FIELDS, NULL);
    if (status == BGT_OK)
        out->items[out->item_count - 1].entity = BGT_ENTITY_line;
    for (uint32_t i = 0; i < reader->columns.count && status == BGT_OK; i++) {
        const struct bgt_sheet_column *column = &reader->columns.columns[i];
        struct bgt_value *value = NULL;
        if (column->role == BGT_ROLE_NONE ||
            (column->role == BGT_ROLE_FIELD && column->field == BGT_line_table_id))
            continue;
        bool is_extra = column->role == BGT_ROLE_EXTRA;
        status = bgt_batch_value(out, is_extra ? BGT_FIELD_EXTRA : column->field,
                                 BGT_VALUE_TEXT, BGT_PRESENT, &value);
        if (status != BGT_OK)
            return status;
        value->place_column = i + 1;
        if (is_extra)
            status = bgt_batch_name(out, column->name.text, column->name.length);
    }
    return status;
}

static bgt_status put_table(struct bgt_builtin_reader *reader, const struct bgt_item *row,
                            struct bgt_batch *out)
{
    struct bgt_lines_reading *lines = &reader->lines;
    struct bgt_sheet_columns table = reader->columns;
    table.entity = bgt_entity(BGT_ENTITY_table);
    bgt_status status = bgt_sheet_record_begin(&table, row, out);
    if (status == BGT_OK)
        status = bgt_batch_put_decimal(out, BGT_table_table_no,
                                       bgt_decimal_make(lines->table_no, 0), NULL);
    if (status == BGT_OK && lines->table_id.length > 0)
        status = bgt_batch_put_text(out, BGT_table_table_id, lines->table_id.data,
                                    lines->table_id.length, NULL);
    if (status == BGT_OK)
        status = bgt_batch_put_text(out, BGT_table_layout, "lines", 5, NULL);
    return status == BGT_OK ? put_announced(reader, out) : status;
}

/* A table begins where table_no or table_id is another than in the row before. Its number
 * is as read where that is above the last one, else the next free one: a sheet of lines
 * may stand behind forms that were counted by themselves. */
static bgt_status turn_table(struct bgt_builtin_reader *reader,
                             const struct bgt_batch *batch, const struct bgt_item *row,
                             struct bgt_batch *out)
{
    struct bgt_lines_reading *lines = &reader->lines;
    char id_digits[BGT_DECIMAL_TEXT_SIZE];
    char no_digits[BGT_DECIMAL_TEXT_SIZE];
    uint64_t number = 0;
    struct bgt_slice id = text_under(reader, batch, row, BGT_line_table_id, id_digits);
    struct bgt_slice no = text_under(reader, batch, row, BGT_line_table_no, no_digits);
    if (no.length > BGT_DECIMAL_TEXT_SIZE)
        no.length = BGT_DECIMAL_TEXT_SIZE;
    if (lines->has_table && is_same(&lines->table_id, id) && is_same(&lines->file_no, no))
        return BGT_OK;
    bgt_status status = bgt_lines_reading_end(reader, out);
    if (status == BGT_OK)
        status = keep(&lines->table_id, id);
    if (status == BGT_OK)
        status = keep(&lines->file_no, no);
    if (status != BGT_OK)
        return status;
    lines->table_no = reader->counts.last_table_no + 1;
    if (bgt_text_parse_unsigned(no.text, no.length, UINT32_MAX - 1, &number) &&
        number > reader->counts.last_table_no)
        lines->table_no = (uint32_t)number;
    reader->counts.last_table_no = lines->table_no;
    reader->counts.tables++;
    lines->has_table = true;
    lines->rows = 0;
    lines->last_row = -1;
    return put_table(reader, row, out);
}

static void remove_value(struct bgt_batch *out, struct bgt_item *item, uint32_t field)
{
    struct bgt_value *values = out->values + item->first_value;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column != field)
            values[kept++] = values[i];
    out->value_count -= item->value_count - kept;
    item->value_count = kept;
}

/* The line does not repeat what its table says, and has the table's number as put. */
static bgt_status settle_line(struct bgt_builtin_reader *reader, struct bgt_batch *out)
{
    struct bgt_item *item = &out->items[out->item_count - 1];
    struct bgt_lines_reading *lines = &reader->lines;
    const struct bgt_value *row_no = bgt_item_find(out, item, BGT_line_row_no);
    int64_t row = row_no != NULL ? row_no->decimal.coefficient : -1;
    if (row < 0 || row != lines->last_row)
        lines->rows++;
    lines->last_row = row;
    remove_value(out, item, BGT_line_table_id);
    remove_value(out, item, BGT_line_table_no);
    return bgt_batch_put_decimal(out, BGT_line_table_no,
                                 bgt_decimal_make(lines->table_no, 0), NULL);
}

bgt_status bgt_lines_reading_row(struct bgt_builtin_reader *reader,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *row, struct bgt_batch *out)
{
    struct bgt_sheet_lists lists;
    bgt_status status = turn_table(reader, batch, row, out);
    if (status == BGT_OK)
        status = bgt_sheet_record_begin(&reader->columns, row, out);
    if (status != BGT_OK)
        return status;
    status = bgt_sheet_values(&reader->columns, batch, row, out, &lists);
    if (status == BGT_BAD)
        bgt_batch_drop_item(out);
    if (status != BGT_OK)
        return status;
    reader->counts.lines++;
    return settle_line(reader, out);
}
