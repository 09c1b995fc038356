#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "layout/form_writing.h"

/* Heights of rows in points: with one line, and for each further line. */
#define TITLE_HEIGHT 32
#define ROW_HEIGHT   20
#define LINE_HEIGHT  15

/* Widths in characters where the layout states none, and around a figure. */
#define NUMBER_WIDTH  14
#define TEXT_WIDTH    28
#define NUMBER_MARGIN 2

/* A Chinese character of 11 points takes a little more than two digits; cells have a
 * margin. */
#define WIDER(units) ((units)*106 / 100 + 1)
#define TITLE_SIZE   16
#define TEXT_SIZE    11
#define HEIGHT_MAX   409 /* of a row, in every spreadsheet program */
#define LINES_MAX    27  /* HEIGHT_MAX / LINE_HEIGHT */

static uint32_t lines_of(struct bgt_slice text, uint32_t width)
{
    struct bgt_slice rest = text;
    struct bgt_slice line;
    uint32_t lines = 0;
    while (lines < LINES_MAX && bgt_text_split(&rest, '\n', &line)) {
        size_t units = WIDER(bgt_utf8_width(line.text, line.length));
        lines += width == 0 ? 1 : (uint32_t)((units + width - 1) / width);
    }
    return lines < LINES_MAX ? lines : LINES_MAX;
}

static void raise(uint16_t *height, uint32_t wanted)
{
    wanted = wanted < HEIGHT_MAX ? wanted : HEIGHT_MAX;
    if (wanted > *height)
        *height = (uint16_t)wanted;
}

static uint32_t height_of(uint32_t lines)
{
    return ROW_HEIGHT + (lines > 1 ? (lines - 1) * LINE_HEIGHT : 0);
}

static uint32_t sum_widths(const struct bgt_form_writer *writer, uint32_t first,
                           uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t c = first; c < first + count && c < bgt_form_columns(writer); c++)
        sum += writer->widths[c];
    return sum;
}

/* ---- Widths ---- */

static uint16_t layout_width(const struct bgt_layout_column *column)
{
    if (column->width != 0)
        return column->width;
    return column->content == BGT_CONTENT_TEXT ? TEXT_WIDTH : NUMBER_WIDTH;
}

/* Characters of a figure with its separators. */
static uint32_t figure_width(const struct bgt_value *value, bool is_grouped)
{
    char digits[BGT_DECIMAL_TEXT_SIZE];
    size_t length = bgt_decimal_format(value->decimal, digits);
    const char *point = memchr(digits, '.', length);
    size_t whole = point == NULL ? length : (size_t)(point - digits);
    return (uint32_t)(length + (is_grouped && whole > 1 ? (whole - 1) / 3 : 0));
}

/* No figure may be shown as ####. */
static void widen_for(struct bgt_form_writer *writer, const struct bgt_item *item,
                      const struct bgt_layout_block *block)
{
    const struct bgt_layout *layout = writer->layout;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        const struct bgt_layout_column *column = &layout->columns[c];
        if (column->content != BGT_CONTENT_AMOUNT || writer->places[c] == 0)
            continue;
        for (unsigned f = 0; f < column->field_count; f++) {
            const struct bgt_value *value =
                bgt_item_find(writer->lines, item, column->fields[f]);
            if (value == NULL || (value->flags & BGT_VALUE_DECIMAL) == 0)
                continue;
            uint32_t wanted = figure_width(value, !layout->is_ungrouped) + NUMBER_MARGIN;
            uint16_t *width = &writer->widths[writer->places[c] - 1];
            *width = wanted > *width ? (uint16_t)wanted : *width;
        }
    }
}

/* A column of an export is as wide as its heading at least. */
static void widen_for_label(struct bgt_form_writer *writer, uint32_t at)
{
    const struct bgt_layout_column *column =
        &writer->layout->columns[writer->printed[at]];
    struct bgt_slice label = column->path[column->path_length - 1].written;
    size_t wanted = WIDER(bgt_utf8_width(label.text, label.length)) + 1;
    if (wanted > writer->widths[at] && wanted < UINT16_MAX)
        writer->widths[at] = (uint16_t)wanted;
}

static bgt_status set_widths(struct bgt_form_writer *writer)
{
    const struct bgt_layout *layout = writer->layout;
    const struct bgt_form_plan *plan = &writer->plan;
    free(writer->widths);
    writer->widths = calloc((size_t)bgt_form_columns(writer) + 1, sizeof *writer->widths);
    if (writer->widths == NULL)
        return BGT_NO_MEMORY;
    for (uint32_t c = 0; c < bgt_form_columns(writer); c++) {
        writer->widths[c] = NUMBER_WIDTH;
        if (c >= writer->printed_count)
            continue;
        writer->widths[c] = layout_width(&layout->columns[writer->printed[c]]);
        if (layout->kind == BGT_LAYOUT_EXPORT)
            widen_for_label(writer, c);
    }
    for (size_t i = 0; layout->kind == BGT_LAYOUT_FORM && i < plan->count; i++)
        if (plan->entries[i].line != BGT_NO_LINE)
            widen_for(writer, &writer->lines->items[plan->entries[i].line],
                      &layout->blocks[plan->entries[i].block]);
    return BGT_OK;
}

/* ---- Heights ---- */

static bgt_status fill(struct bgt_form_writer *writer, struct bgt_slice text)
{
    bgt_buffer_clear(&writer->text);
    return bgt_form_fill(&writer->text, writer->options.facts, writer->layout, text);
}

/* The rows that the heading will have: those that have something to say. */
static bgt_status measure_heading(struct bgt_form_writer *writer, uint16_t *heights,
                                  uint32_t *rows)
{
    uint32_t width = sum_widths(writer, 0, bgt_form_columns(writer));
    *rows = 0;
    for (size_t i = 0; i < writer->layout->heading_count; i++) {
        const struct bgt_layout_heading *heading = &writer->layout->heading[i];
        const struct bgt_slice texts[] = {heading->left, heading->right, heading->merged};
        size_t length = 0;
        for (size_t t = 0; t < 3; t++) {
            bgt_status status = fill(writer, texts[t]);
            if (status != BGT_OK)
                return status;
            length += writer->text.length;
        }
        if (length == 0)
            continue;
        bool joins = false;
        bgt_status status = bgt_form_heading_joins(writer, i, &joins);
        if (status != BGT_OK)
            return status;
        i += joins;
        struct bgt_slice title = {writer->text.data, writer->text.length};
        heights[*rows] = ROW_HEIGHT;
        if (heading->merged.length > 0)
            heights[*rows] = (uint16_t)(TITLE_HEIGHT *
                                        lines_of(title, width * TEXT_SIZE / TITLE_SIZE));
        ++*rows;
    }
    return BGT_OK;
}

/* The label of a printed column in a row of the header: one that stands over several rows
 * needs less of each, so what is missing is added to the last. */
static bgt_status measure_label(struct bgt_form_writer *writer, uint32_t at, unsigned row,
                                uint16_t *heights)
{
    uint32_t columns = bgt_form_label_columns(writer, at, row);
    unsigned last = row + 1u == writer->lengths[at] ? writer->header_rows - 1u : row;
    uint32_t has = 0;
    bgt_status status = bgt_form_label(writer, at, row);
    struct bgt_slice label = {writer->text.data, writer->text.length};
    uint32_t wanted = height_of(lines_of(label, sum_widths(writer, at, columns)));
    for (unsigned r = row; r <= last; r++)
        has += heights[r];
    if (wanted > has)
        raise(&heights[last], heights[last] + wanted - has);
    return status;
}

static bgt_status measure_header(struct bgt_form_writer *writer, uint16_t *heights)
{
    bgt_status status = BGT_OK;
    for (unsigned r = 0; r < writer->header_rows; r++)
        heights[r] = ROW_HEIGHT;
    for (uint32_t c = 0; c < writer->printed_count; c++)
        for (unsigned r = 0; r < writer->lengths[c] && status == BGT_OK; r++)
            if (c == 0 || !bgt_form_shares(writer, c - 1, r))
                status = measure_label(writer, c, r, heights);
    return status;
}

static void measure_line(const struct bgt_form_writer *writer,
                         const struct bgt_form_entry *entry, uint16_t *height)
{
    const struct bgt_item *item = &writer->lines->items[entry->line];
    const struct bgt_layout_block *block = &writer->layout->blocks[entry->block];
    const struct bgt_value *values = bgt_item_values(writer->lines, item);
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        const struct bgt_layout_column *column = &writer->layout->columns[c];
        for (unsigned f = 0; f < column->field_count && writer->places[c] != 0; f++) {
            struct bgt_slice text = bgt_present_text(
                writer->lines, bgt_item_find(writer->lines, item, column->fields[f]));
            uint32_t width = writer->widths[writer->places[c] - 1];
            if (text.length > 0 && column->part == 0)
                raise(height, height_of(lines_of(text, width)));
        }
    }
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column == BGT_FIELD_EXTRA && values[i].type == BGT_VALUE_TEXT)
            raise(height, height_of(lines_of(bgt_present_text(writer->lines, &values[i]),
                                             NUMBER_WIDTH)));
}

static void measure_body(const struct bgt_form_writer *writer, uint16_t *heights)
{
    const struct bgt_form_plan *plan = &writer->plan;
    for (uint32_t r = 0; r < plan->rows; r++)
        heights[r] = ROW_HEIGHT;
    uint32_t row = 0;
    for (size_t i = 0; i < plan->count; i++) {
        row += i > 0 && plan->entries[i].row != plan->entries[i - 1].row;
        if (plan->entries[i].line != BGT_NO_LINE && row < plan->rows)
            measure_line(writer, &plan->entries[i], &heights[row]);
    }
}

/* Rows of the notes, and their heights where there is room for them. */
static uint32_t measure_notes(const struct bgt_form_writer *writer,
                              const struct bgt_buffer *notes, uint16_t *heights)
{
    struct bgt_slice rest = {notes->data, notes->length};
    struct bgt_slice note;
    uint32_t width = sum_widths(writer, 0, bgt_form_columns(writer));
    uint32_t rows = 0;
    while (notes->length > 0 && bgt_text_split(&rest, '\n', &note)) {
        if (bgt_text_is_blank(note.text, note.length))
            continue;
        if (heights != NULL)
            heights[rows] = (uint16_t)height_of(lines_of(note, width));
        rows++;
    }
    return rows;
}

static bgt_status set_form_heights(struct bgt_form_writer *writer, uint32_t top)
{
    const struct bgt_form_facts *facts = writer->options.facts;
    const struct bgt_buffer *own = &facts->table[BGT_table_notes];
    const struct bgt_buffer *common = &facts->document[BGT_document_notes];
    uint32_t body = top + writer->header_rows + writer->layout->has_numbering;
    uint32_t notes = measure_notes(writer, own, NULL);
    if (writer->has_document_notes)
        notes += measure_notes(writer, common, NULL);
    uint32_t count = body + writer->plan.rows + notes;
    uint16_t *grown = realloc(writer->heights, ((size_t)count + 1) * sizeof *grown);
    if (grown == NULL)
        return BGT_NO_MEMORY;
    memset(grown + top, 0, ((size_t)count + 1 - top) * sizeof *grown);
    writer->heights = grown;
    writer->height_count = count;
    bgt_status status = measure_header(writer, grown + top);
    if (writer->layout->has_numbering)
        grown[body - 1] = ROW_HEIGHT;
    measure_body(writer, grown + body);
    uint16_t *below = grown + body + writer->plan.rows;
    uint32_t first = measure_notes(writer, own, below);
    if (writer->has_document_notes)
        (void)measure_notes(writer, common, below + first);
    return status;
}

bgt_status bgt_form_measure(struct bgt_form_writer *writer, uint32_t *heading)
{
    bgt_status status = set_widths(writer);
    if (status != BGT_OK)
        return status;
    free(writer->heights);
    writer->heights = calloc(BGT_LAYOUT_HEADING_MAX + 1, sizeof *writer->heights);
    if (writer->heights == NULL)
        return BGT_NO_MEMORY;
    status = measure_heading(writer, writer->heights, heading);
    writer->height_count = *heading;
    if (status != BGT_OK || writer->layout->kind != BGT_LAYOUT_FORM)
        return status;
    return set_form_heights(writer, *heading);
}
