#include <string.h>

#include "base/decimal.h"
#include "layout/form_writing.h"

bool bgt_form_is_total(const struct bgt_form_line_at *line)
{
    return line->described != NULL && line->block->is_open;
}

/* ---- A line's values ---- */

/* The column of an extra: the next one of its name that is free. Extras come in the order
 * of their columns, so the search begins behind the last one. */
static bool place_extra(struct bgt_form_writer *writer, const struct bgt_batch *batch,
                        const struct bgt_value *value)
{
    for (uint32_t i = 0; i < writer->extra_count; i++) {
        uint32_t at = (writer->extra_cursor + i) % writer->extra_count;
        const struct bgt_value *extra = writer->extras[at];
        if (writer->extra_values[at] != NULL ||
            !bgt_text_equal(bgt_value_name(writer->fields, extra), extra->name_length,
                            bgt_value_name(batch, value), value->name_length))
            continue;
        writer->extra_values[at] = value;
        writer->extra_cursor = (at + 1) % writer->extra_count;
        return true;
    }
    return false;
}

bgt_status bgt_form_spread(struct bgt_form_writer *writer,
                           const struct bgt_form_line_at *line)
{
    const struct bgt_value *values = bgt_item_values(line->batch, line->item);
    /* Extras stand behind the last block, so only its lines can have them. */
    bool has_extras = line->block_number + 1u == writer->layout->block_count;
    bgt_status status = BGT_OK;
    memset(writer->values, 0, sizeof writer->values);
    memset(writer->extra_values, 0, (writer->extra_count + 1) * sizeof(const void *));
    writer->extra_cursor = 0;
    for (uint32_t i = 0; i < line->item->value_count && status == BGT_OK; i++) {
        struct bgt_loss_source source = {line->batch, line->item, &values[i]};
        if (values[i].column < BGT_line_field_count)
            writer->values[values[i].column] = &values[i];
        else if (!has_extras || !place_extra(writer, line->batch, &values[i]))
            status =
                bgt_losses_add_field(writer->options.target.losses, "LAYOUT_CANNOT_HOLD",
                                     writer->layout->id.text, &source);
    }
    return status;
}

/* Where the label of a total stands: the layout's column, or that of the names where it
 * is not printed or stands behind it. */
static uint16_t total_column(const struct bgt_form_writer *writer,
                             const struct bgt_layout_block *block)
{
    uint32_t place = writer->places[block->total_column];
    if (place != 0 && !writer->layout->is_fallback)
        return block->total_column;
    uint16_t name = bgt_form_name_column(writer, block);
    bool is_name =
        name != BGT_LAYOUT_NONE && (place == 0 || writer->places[name] < place);
    return is_name ? name : block->total_column;
}

const struct bgt_value *bgt_form_printed(const struct bgt_form_writer *writer,
                                         const struct bgt_form_line_at *line,
                                         uint16_t column)
{
    const struct bgt_layout_column *described = &writer->layout->columns[column];
    bool is_figure = described->content == BGT_CONTENT_AMOUNT;
    if (writer->places[column] == 0)
        return NULL;
    if (bgt_form_is_total(line) && !is_figure)
        return column == total_column(writer, line->block) ? writer->values[BGT_line_item]
                                                           : NULL;
    if (column == line->block->item_column && writer->values[BGT_line_item] != NULL)
        return writer->values[BGT_line_item];
    for (unsigned f = 0; f < described->field_count; f++)
        if (writer->values[described->fields[f]] != NULL)
            return writer->values[described->fields[f]];
    return NULL;
}

struct bgt_slice bgt_form_code_part(const struct bgt_layout *layout,
                                    const struct bgt_layout_block *block, uint16_t column,
                                    struct bgt_slice code)
{
    const struct bgt_layout_column *own = &layout->columns[column];
    size_t start = 0;
    bool is_last = true;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        const struct bgt_layout_column *other = &layout->columns[c];
        if (other->part == 0 || other->fields[0] != own->fields[0])
            continue;
        start += other->part < own->part ? other->part_digits : 0;
        is_last = is_last && other->part <= own->part;
    }
    if (start >= code.length)
        return (struct bgt_slice){"", 0};
    size_t length = code.length - start;
    if (!is_last && own->part_digits != 0 && own->part_digits < length)
        length = own->part_digits;
    return (struct bgt_slice){code.text + start, length};
}

/* ---- Cells ---- */

/* A row that is to be written. */
struct printed_row {
    const struct bgt_form_entry
        *by_block[BGT_LAYOUT_BLOCKS_MAX]; /* Null: nothing there. */
};

static bool is_bold(const struct bgt_form_writer *writer,
                    const struct bgt_form_line_at *line)
{
    const struct bgt_value *kind = writer->values[BGT_line_row_kind];
    if (line->item != NULL && kind != NULL) {
        struct bgt_slice text = bgt_present_text(line->batch, kind);
        return bgt_text_equal(text.text, text.length, "total", 5);
    }
    return line->described != NULL && strcmp(line->described->row_kind, "total") == 0;
}

static uint16_t text_style(const struct bgt_form_writer *writer,
                           const struct bgt_form_line_at *line, uint16_t column)
{
    const struct bgt_layout_column *described = &writer->layout->columns[column];
    const struct bgt_value *level = writer->values[BGT_line_level_no];
    if (is_bold(writer, line) && described->content == BGT_CONTENT_TEXT)
        return BGT_STYLE_TOTAL_TEXT;
    if (is_bold(writer, line) && column == total_column(writer, line->block))
        return BGT_STYLE_TOTAL_TEXT;
    if (line->block->has_indent && column == line->block->item_column && level != NULL &&
        level->decimal.coefficient > 1)
        return (uint16_t)(BGT_STYLE_INDENT + (level->decimal.coefficient < 8
                                                  ? level->decimal.coefficient - 2
                                                  : 6));
    return described->part != 0 ? BGT_STYLE_CODE : BGT_STYLE_TEXT;
}

static uint16_t figure_style(bool is_total, const struct bgt_value *value)
{
    bool is_percent = value != NULL && (value->flags & BGT_VALUE_PERCENT) != 0;
    if (is_percent)
        return is_total ? BGT_STYLE_TOTAL_PERCENT : BGT_STYLE_PERCENT;
    return is_total ? BGT_STYLE_TOTAL_AMOUNT : BGT_STYLE_AMOUNT;
}

/* A blank as it was printed: a dash. */
static bgt_status put_spelling(struct bgt_cells *cells, uint32_t column,
                               const struct bgt_batch *batch,
                               const struct bgt_value *value, uint16_t style)
{
    struct bgt_slice text = {bgt_value_text(batch, value), value->text_length};
    return text.length > 0 ? bgt_cells_text(cells, column, text, style)
                           : bgt_cells_blank(cells, column, style);
}

/* The codes 1 and 2 of the standard's list VD00001 are printed as 是 and 否. */
static bgt_status put_bool(struct bgt_cells *cells, uint32_t column,
                           struct bgt_slice code, uint16_t style)
{
    if (bgt_text_equal(code.text, code.length, "1", 1))
        code = bgt_slice_of("是");
    else if (bgt_text_equal(code.text, code.length, "2", 1))
        code = bgt_slice_of("否");
    return bgt_cells_text(cells, column, code, style);
}

static bgt_status put_text(struct bgt_form_writer *writer,
                           const struct bgt_form_line_at *line, uint16_t column,
                           const struct bgt_value *value)
{
    struct bgt_cells *cells = writer->options.target.cells;
    const struct bgt_layout_column *described = &writer->layout->columns[column];
    uint16_t style = text_style(writer, line, column);
    uint32_t place = writer->places[column];
    if (value == NULL)
        return bgt_cells_blank(cells, place, style);
    if (value->state == BGT_BLANK)
        return put_spelling(cells, place, line->batch, value, style);
    struct bgt_slice text = {bgt_value_text(line->batch, value), value->text_length};
    if (described->part != 0 && value->column != BGT_line_item) {
        text = bgt_form_code_part(writer->layout, line->block, column, text);
        return text.length > 0 ? bgt_cells_text(cells, place, text, style)
                               : bgt_cells_blank(cells, place, style);
    }
    if (value->type == BGT_VALUE_TEXT && bgt_line_field(value->column)->type == BGT_BOOL)
        return put_bool(cells, place, text, style);
    return bgt_cells_value(cells, place, line->batch, value, style);
}

static bgt_status put_cell(struct bgt_form_writer *writer,
                           const struct bgt_form_line_at *line, uint16_t column)
{
    struct bgt_cells *cells = writer->options.target.cells;
    const struct bgt_value *value = bgt_form_printed(writer, line, column);
    uint32_t place = writer->places[column];
    if (place == 0)
        return BGT_OK;
    if (writer->layout->columns[column].content != BGT_CONTENT_AMOUNT)
        return put_text(writer, line, column, value);
    uint16_t style = figure_style(is_bold(writer, line), value);
    return value != NULL && value->state == BGT_BLANK
               ? put_spelling(cells, place, line->batch, value, style)
               : bgt_cells_value(cells, place, line->batch, value, style);
}

static bgt_status put_extras(struct bgt_form_writer *writer,
                             const struct bgt_form_line_at *line)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < writer->extra_count && status == BGT_OK; i++) {
        const struct bgt_value *value = writer->extra_values[i];
        uint32_t column = writer->printed_count + i + 1;
        uint16_t style = value != NULL && value->type == BGT_VALUE_NUMBER
                             ? figure_style(is_bold(writer, line), value)
                             : BGT_STYLE_TEXT;
        status = value != NULL && value->state == BGT_BLANK
                     ? put_spelling(writer->options.target.cells, column, line->batch,
                                    value, style)
                     : bgt_cells_value(writer->options.target.cells, column, line->batch,
                                       value, style);
    }
    return status;
}

/* ---- Rows ---- */

/* A fixed row without a line: its label and blanks. */
static bgt_status put_blank_side(struct bgt_form_writer *writer,
                                 const struct bgt_form_line_at *line)
{
    struct bgt_cells *cells = writer->options.target.cells;
    bgt_status status = BGT_OK;
    memset(writer->values, 0, sizeof writer->values);
    for (uint32_t p = 0; p < writer->printed_count && status == BGT_OK; p++) {
        uint16_t c = writer->printed[p];
        bool is_figure = writer->layout->columns[c].content == BGT_CONTENT_AMOUNT;
        if (writer->layout->columns[c].block != line->block_number)
            continue;
        uint16_t style =
            is_figure ? (uint16_t)BGT_STYLE_AMOUNT : text_style(writer, line, c);
        if (line->described == NULL || c != line->block->item_column) {
            status = bgt_cells_blank(cells, writer->places[c], style);
            continue;
        }
        bgt_buffer_clear(&writer->text);
        status = bgt_form_fill(&writer->text, writer->options.facts, writer->layout,
                               line->described->label.written);
        struct bgt_slice label = {writer->text.data, writer->text.length};
        if (status == BGT_OK)
            status = bgt_cells_text(cells, writer->places[c], label, style);
    }
    return status;
}

/* The label of a total stands across the columns of codes and names beside it, which are
 * blank in its row. */
static uint16_t label_columns(const struct bgt_form_writer *writer,
                              const struct bgt_form_line_at *line, uint16_t column)
{
    const struct bgt_layout_column *all = writer->layout->columns;
    uint16_t columns = 1;
    if (!bgt_form_is_total(line) || column != total_column(writer, line->block) ||
        writer->values[BGT_line_item] == NULL)
        return 1;
    for (uint32_t p = writer->places[column]; p < writer->printed_count; p++) {
        const struct bgt_layout_column *next = &all[writer->printed[p]];
        if (next->block != line->block_number || next->content == BGT_CONTENT_AMOUNT)
            break;
        columns++;
    }
    return columns;
}

static bgt_status put_side(struct bgt_form_writer *writer,
                           const struct bgt_form_entry *entry, uint16_t number)
{
    struct bgt_form_line_at line = {.batch = writer->lines,
                                    .block = &writer->layout->blocks[number],
                                    .described = entry != NULL ? entry->described : NULL,
                                    .block_number = number};
    memset(writer->extra_values, 0, (writer->extra_count + 1) * sizeof(const void *));
    if (entry == NULL || entry->line == BGT_NO_LINE)
        return put_blank_side(writer, &line);
    line.item = &writer->lines->items[entry->line];
    bgt_status status = bgt_form_spread(writer, &line);
    for (uint32_t p = 0; p < writer->printed_count && status == BGT_OK; p++) {
        uint16_t c = writer->printed[p];
        if (writer->layout->columns[c].block != number)
            continue;
        uint16_t columns = label_columns(writer, &line, c);
        status = put_cell(writer, &line, c);
        if (status == BGT_OK && columns > 1)
            bgt_cells_span(writer->options.target.cells, columns, 1);
        p += columns - 1u;
    }
    return status == BGT_OK ? bgt_form_check_line(writer, &line) : status;
}

static bgt_status put_row(struct bgt_form_writer *writer, const struct printed_row *row)
{
    bgt_status status = bgt_cells_begin_row(writer->options.target.cells, ++writer->row);
    for (uint16_t b = 0; b < writer->layout->block_count && status == BGT_OK; b++)
        status = put_side(writer, row->by_block[b], b);
    /* The last block's line was spread last, and only it has extras. */
    struct bgt_form_line_at last = {.batch = writer->lines};
    if (status == BGT_OK)
        status = put_extras(writer, &last);
    return status == BGT_OK ? bgt_cells_end_row(writer->options.target.cells) : status;
}

static bgt_status lose_line(struct bgt_form_writer *writer, uint32_t index)
{
    const struct bgt_item *item = &writer->lines->items[index];
    struct bgt_loss_source source = {writer->lines, item,
                                     bgt_item_find(writer->lines, item, BGT_line_item)};
    struct bgt_slice name = bgt_present_text(writer->lines, source.value);
    struct bgt_loss loss = {"LAYOUT_CANNOT_HOLD", writer->layout->id.text,
                            name.length > 0 ? name : bgt_slice_of("line（行）")};
    return bgt_losses_add(writer->options.target.losses, &loss, &source);
}

bgt_status bgt_form_plan_lines(struct bgt_form_writer *writer)
{
    struct bgt_form_table table = {writer->layout, writer->lines, writer->is_own};
    bgt_form_plan_close(&writer->plan);
    return bgt_form_plan_make(&writer->plan, &table);
}

bgt_status bgt_form_body(struct bgt_form_writer *writer)
{
    const struct bgt_form_plan *plan = &writer->plan;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(&writer->agency);
    for (size_t i = 0; i < plan->homeless_count && status == BGT_OK; i++)
        status = lose_line(writer, plan->homeless[i]);
    size_t at = 0;
    while (at < plan->count && status == BGT_OK) {
        struct printed_row row = {{0}};
        size_t first = at;
        for (; at < plan->count && plan->entries[at].row == plan->entries[first].row;
             at++)
            row.by_block[plan->entries[at].block] = &plan->entries[at];
        status = put_row(writer, &row);
    }
    return status;
}

bgt_status bgt_form_export_line(struct bgt_form_writer *writer,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    struct bgt_form_line_at line = {
        .batch = batch, .item = item, .block = &writer->layout->blocks[0]};
    bgt_status status = bgt_form_spread(writer, &line);
    if (status == BGT_OK)
        status = bgt_cells_begin_row(writer->options.target.cells, ++writer->row);
    for (uint16_t c = 0; c < writer->layout->column_count && status == BGT_OK; c++)
        status = put_cell(writer, &line, c);
    if (status == BGT_OK)
        status = put_extras(writer, &line);
    if (status == BGT_OK)
        status = bgt_cells_end_row(writer->options.target.cells);
    return status == BGT_OK ? bgt_form_check_line(writer, &line) : status;
}
