#include "layout/form_writer.h"

#include <stdlib.h>

#include "diag/bounds.h"
#include "io/batch.h"
#include "layout/form_writing.h"

#define NAME_BYTES_MAX 65536

bgt_status bgt_form_writer_open(const struct bgt_form_writer_options *options,
                                struct bgt_form_writer **writer)
{
    const struct bgt_io *io = options->target.io;
    struct bgt_form_writer *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->options = *options;
    bgt_buffer_init(&made->agency, io->allocator, (size_t)io->limits->cell_bytes);
    bgt_buffer_init(&made->text, io->allocator, 4 * (size_t)io->limits->cell_bytes);
    bgt_status status = bgt_batch_open(io, &made->table);
    if (status == BGT_OK)
        status = bgt_batch_open(io, &made->fields);
    if (status == BGT_OK)
        status = bgt_batch_open(io, &made->lines);
    if (status != BGT_OK) {
        bgt_form_writer_close(made);
        return status;
    }
    *writer = made;
    return BGT_OK;
}

void bgt_form_writer_close(struct bgt_form_writer *writer)
{
    if (writer == NULL)
        return;
    bgt_batch_close(writer->table);
    bgt_batch_close(writer->fields);
    bgt_batch_close(writer->lines);
    bgt_buffer_close(&writer->agency);
    bgt_buffer_close(&writer->text);
    free(writer->extras);
    free(writer->extra_values);
    free(writer->widths);
    free(writer->heights);
    bgt_form_plan_close(&writer->plan);
    free(writer);
}

static bgt_status reported(const struct bgt_batch *batch, bgt_status status)
{
    return status == BGT_LIMIT ? bgt_batch_report(batch) : status;
}

/* Extras that the table announces, in this order, are columns behind the layout's. */
static bgt_status set_extras(struct bgt_form_writer *writer)
{
    uint32_t count = writer->fields->value_count;
    const struct bgt_value *values = writer->fields->values;
    free(writer->extras);
    free(writer->extra_values);
    writer->extra_count = 0;
    writer->extras = calloc((size_t)count + 1, sizeof(const void *));
    writer->extra_values = calloc((size_t)count + 1, sizeof(const void *));
    if (writer->extras == NULL || writer->extra_values == NULL)
        return BGT_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++)
        if (values[i].column == BGT_FIELD_EXTRA)
            writer->extras[writer->extra_count++] = &values[i];
    return BGT_OK;
}

/* Whether the table announces a field of the column. */
static bool is_announced(const struct bgt_form_writer *writer,
                         const struct bgt_layout_column *column)
{
    for (uint32_t i = 0; i < writer->fields->value_count; i++)
        for (unsigned f = 0; f < column->field_count; f++)
            if (writer->fields->values[i].column == column->fields[f])
                return true;
    return false;
}

/* Whether a column that is printed already holds all that the column does. */
static bool is_printed(const struct bgt_form_writer *writer,
                       const struct bgt_layout_column *column)
{
    for (unsigned f = 0; f < column->field_count; f++) {
        bool is_there = false;
        for (uint16_t p = 0; p < writer->printed_count && !is_there; p++) {
            const struct bgt_layout_column *other =
                &writer->layout->columns[writer->printed[p]];
            for (unsigned o = 0; o < other->field_count; o++)
                is_there = is_there || (other->block == column->block &&
                                        other->fields[o] == column->fields[f]);
        }
        if (!is_there)
            return false;
    }
    return true;
}

const struct bgt_value *bgt_form_source(const struct bgt_form_writer *writer,
                                        const struct bgt_layout_column *column)
{
    const struct bgt_value *values = writer->fields->values;
    for (uint32_t i = 0; i < writer->fields->value_count; i++)
        for (unsigned f = 0; f < column->field_count; f++)
            if (values[i].column == column->fields[f] && values[i].name_length > 0)
                return &values[i];
    return NULL;
}

/* The columns of a layout of last resort stand in the order in which they were read. */
static void order_columns(struct bgt_form_writer *writer)
{
    uint32_t places[BGT_LAYOUT_COLUMNS_MAX];
    for (uint16_t p = 0; p < writer->printed_count; p++) {
        const struct bgt_value *source =
            bgt_form_source(writer, &writer->layout->columns[writer->printed[p]]);
        if (source == NULL)
            return;
        places[p] = source->place_column;
    }
    for (uint16_t p = 1; p < writer->printed_count; p++)
        for (uint16_t q = p; q > 0 && places[q] < places[q - 1]; q--) {
            uint32_t place = places[q];
            uint16_t column = writer->printed[q];
            places[q] = places[q - 1];
            places[q - 1] = place;
            writer->printed[q] = writer->printed[q - 1];
            writer->printed[q - 1] = column;
        }
}

/* Whether a label is known by what is written above it. */
static bool repeats(const struct bgt_layout_label *label,
                    const struct bgt_layout_label *above)
{
    for (uint16_t k = 0; above->key_count > 0 && k < label->own_count; k++)
        if (bgt_text_equal(label->keys[k].text, label->keys[k].length,
                           above->keys[0].text, above->keys[0].length))
            return true;
    return false;
}

/* 合计 below 预算数, which is an alias of it, is left out where its neighbours are: then
 * 预算数 stands over it alone. */
static void shorten_paths(struct bgt_form_writer *writer)
{
    for (uint16_t p = 0; p < writer->printed_count; p++) {
        const struct bgt_layout_column *column =
            &writer->layout->columns[writer->printed[p]];
        unsigned last = column->path_length - 1u;
        bool is_shared =
            last > 0 &&
            ((p > 0 && bgt_form_shares(writer, p - 1u, last - 1)) ||
             (p + 1 < writer->printed_count && bgt_form_shares(writer, p, last - 1)));
        if (last > 0 && !is_shared &&
            repeats(&column->path[last], &column->path[last - 1]))
            writer->lengths[p]--;
    }
}

/* An optional column that the table does not announce is left out; a table that announces
 * nothing gets all. */
static void set_places(struct bgt_form_writer *writer)
{
    const struct bgt_layout *layout = writer->layout;
    writer->printed_count = 0;
    writer->header_rows = 0;
    for (uint16_t c = 0; c < layout->column_count; c++) {
        const struct bgt_layout_column *column = &layout->columns[c];
        writer->places[c] = 0;
        if (c == writer->left_out ||
            (column->is_optional && writer->fields->item_count > 0 &&
             (!is_announced(writer, column) || is_printed(writer, column))))
            continue;
        writer->printed[writer->printed_count++] = c;
    }
    if (layout->is_fallback)
        order_columns(writer);
    for (uint16_t p = 0; p < writer->printed_count; p++) {
        writer->places[writer->printed[p]] = (uint16_t)(p + 1);
        writer->lengths[p] = layout->columns[writer->printed[p]].path_length;
    }
    shorten_paths(writer);
    for (uint16_t p = 0; p < writer->printed_count; p++)
        if (writer->lengths[p] > writer->header_rows)
            writer->header_rows = writer->lengths[p];
}

uint16_t bgt_form_name_column(const struct bgt_form_writer *writer,
                              const struct bgt_layout_block *block)
{
    if (block->item_column != BGT_LAYOUT_NONE && writer->places[block->item_column] != 0)
        return block->item_column;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++)
        if (writer->layout->columns[c].content == BGT_CONTENT_TEXT &&
            writer->places[c] != 0)
            return c;
    return BGT_LAYOUT_NONE;
}

static bool is_total(const struct bgt_form_writer *writer, const struct bgt_item *line)
{
    struct bgt_slice kind = bgt_present_text(
        writer->lines, bgt_item_find(writer->lines, line, BGT_line_row_kind));
    return bgt_text_equal(kind.text, kind.length, "total", strlen("total"));
}

/* Whether each row has its item in a field too, and no total has that field. */
static bool repeats_item(const struct bgt_form_writer *writer, uint16_t field)
{
    for (uint32_t i = 0; i < writer->lines->item_count; i++) {
        const struct bgt_item *line = &writer->lines->items[i];
        struct bgt_slice item = bgt_present_text(
            writer->lines, bgt_item_find(writer->lines, line, BGT_line_item));
        struct bgt_slice name =
            bgt_present_text(writer->lines, bgt_item_find(writer->lines, line, field));
        bool is_same = bgt_text_equal(item.text, item.length, name.text, name.length);
        if (is_total(writer, line) ? name.length > 0 : !is_same || name.length == 0)
            return false;
    }
    return writer->lines->item_count > 0;
}

/* In a layout of last resort the name of a row may have been concluded from 项目名称:
 * then it is not printed a second time. */
static void leave_out_item(struct bgt_form_writer *writer)
{
    const struct bgt_layout_block *block = &writer->layout->blocks[0];
    if (!writer->layout->is_fallback || block->item_column == BGT_LAYOUT_NONE ||
        writer->places[block->item_column] == 0)
        return;
    writer->left_out = block->item_column;
    set_places(writer);
    uint16_t name = bgt_form_name_column(writer, block);
    if (name != BGT_LAYOUT_NONE && writer->layout->columns[name].field_count == 1 &&
        repeats_item(writer, writer->layout->columns[name].fields[0]))
        return;
    writer->left_out = BGT_LAYOUT_NONE;
    set_places(writer);
}

bgt_status bgt_form_writer_begin(struct bgt_form_writer *writer,
                                 const struct bgt_form_choice *choice,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    struct bgt_form_facts *facts = writer->options.facts;
    writer->layout = choice->layout;
    writer->has_document_notes = choice->has_document_notes;
    writer->sheet_name = choice->sheet;
    writer->is_open = false;
    writer->left_out = BGT_LAYOUT_NONE;
    bgt_batch_reset(writer->table);
    bgt_batch_reset(writer->fields);
    bgt_batch_reset(writer->lines);
    bgt_form_facts_clear_table(facts);
    bgt_status status = bgt_form_facts_table(facts, batch, item);
    if (status == BGT_OK)
        status = reported(writer->table, bgt_batch_copy_item(writer->table, batch, item));
    const struct bgt_buffer *id = &facts->table[BGT_table_layout];
    writer->is_own = bgt_text_equal(id->data, id->length, choice->layout->id.text,
                                    choice->layout->id.length);
    if (status == BGT_OK)
        status = set_extras(writer);
    set_places(writer);
    return status == BGT_OK ? bgt_form_check_table(writer, batch, item) : status;
}

static bgt_status keep_fields(struct bgt_form_writer *writer,
                              const struct bgt_batch *batch, const struct bgt_item *item)
{
    bgt_batch_reset(writer->fields);
    bgt_status status =
        reported(writer->fields, bgt_batch_copy_item(writer->fields, batch, item));
    set_places(writer);
    return status == BGT_OK ? set_extras(writer) : status;
}

static bgt_status keep_line(struct bgt_form_writer *writer, const struct bgt_batch *batch,
                            const struct bgt_item *item)
{
    const struct bgt_limits *limits = writer->options.target.io->limits;
    if (writer->lines->item_count >= limits->table_rows)
        return bgt_report_limit(writer->options.target.io->reporter, NULL, "table-rows",
                                limits->table_rows);
    bgt_status status = bgt_batch_copy_item(writer->lines, batch, item);
    return status == BGT_LIMIT ? bgt_report_bound(writer->options.target.io->reporter,
                                                  NULL, BGT_BOUND_TABLE_SIZE, UINT32_MAX)
                               : status;
}

static bgt_status put_line(struct bgt_form_writer *writer, const struct bgt_batch *batch,
                           const struct bgt_item *item)
{
    if (writer->layout->kind == BGT_LAYOUT_FORM)
        return keep_line(writer, batch, item);
    bgt_status status = writer->is_open ? BGT_OK : bgt_form_sheet_begin(writer);
    return status == BGT_OK ? bgt_form_export_line(writer, batch, item) : status;
}

static bgt_status end_table(struct bgt_form_writer *writer, const struct bgt_batch *batch,
                            const struct bgt_item *item)
{
    bgt_status status = bgt_form_facts_table(writer->options.facts, batch, item);
    if (status == BGT_OK)
        status = bgt_form_check_table(writer, batch, item);
    if (status == BGT_OK && writer->layout->kind == BGT_LAYOUT_FORM) {
        leave_out_item(writer);
        status = bgt_form_plan_lines(writer);
    }
    if (status == BGT_OK && !writer->is_open)
        status = bgt_form_sheet_begin(writer);
    if (status == BGT_OK && writer->layout->kind == BGT_LAYOUT_FORM)
        status = bgt_form_body(writer);
    return status == BGT_OK ? bgt_form_sheet_end(writer) : status;
}

bgt_status bgt_form_writer_put(struct bgt_form_writer *writer,
                               const struct bgt_batch *batch, const struct bgt_item *item)
{
    if (item->kind == BGT_ITEM_FIELDS)
        return keep_fields(writer, batch, item);
    if (item->kind == BGT_ITEM_TABLE_END)
        return end_table(writer, batch, item);
    return bgt_is_record(item, BGT_ENTITY_line) ? put_line(writer, batch, item) : BGT_OK;
}
