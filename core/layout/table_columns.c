#include <string.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "layout/match_columns.h"
#include "layout/place.h"
#include "layout/reading.h"

/* Longest name of an extra; more is cut. */
#define UNCLAIMED_BYTES 4096

static bgt_status arena_status(const struct bgt_layout_reader *reader)
{
    bgt_status status = bgt_arena_failure(&reader->table_arena);
    return status == BGT_LIMIT
               ? bgt_reading_bound(reader, NULL, BGT_BOUND_TABLE_BYTES, BGT_READING_BYTES)
               : status;
}

/* Appends a label on one line. */
static bgt_status add_label(struct bgt_buffer *text, const struct bgt_batch *batch,
                            const struct bgt_value *value)
{
    struct bgt_slice label =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    bgt_status status = text->length == 0 ? BGT_OK : bgt_buffer_append_char(text, '/');
    for (size_t i = 0; status == BGT_OK && i < label.length; i++) {
        if (label.text[i] != '\n' && label.text[i] != '\r') {
            status = bgt_buffer_append_char(text, label.text[i]);
        }
    }
    return status;
}

static const struct bgt_value *last_label(const struct bgt_header_column *column)
{
    return column->path[column->path_length - 1].value;
}

/* Whether another column ends in the same label. */
static bool has_twin(const struct bgt_batch *batch, const struct bgt_match *match,
                     uint32_t c)
{
    const struct bgt_value *own = last_label(&match->header.columns[c]);
    for (uint32_t i = 0; i < match->header.column_count; i++) {
        const struct bgt_header_column *other = &match->header.columns[i];
        if (i != c && other->path_length > 0 && other->is_own) {
            const struct bgt_value *label = last_label(other);
            if (bgt_text_same_label(bgt_value_text(batch, own), own->text_length,
                                    bgt_value_text(batch, label), label->text_length)) {
                return true;
            }
        }
    }
    return false;
}

/* Name of a column that the layout does not know: its last label, with those above where
 * another column ends in the same. */
static bgt_status extra_name(struct bgt_layout_reader *reader,
                             const struct bgt_match *match, uint32_t c,
                             struct bgt_slice *name)
{
    const struct bgt_batch *batch = reader->window.batch;
    const struct bgt_header_column *column = &match->header.columns[c];
    struct bgt_buffer *text = &reader->text;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(text);
    unsigned first = has_twin(batch, match, c) ? 0 : column->path_length - 1U;
    for (unsigned p = first; status == BGT_OK && p < column->path_length; p++) {
        status = add_label(text, batch, column->path[p].value);
    }
    if (status == BGT_NO_MEMORY) {
        return status;
    }
    bgt_buffer_truncate(text,
                        bgt_utf8_truncate(text->data, text->length, UNCLAIMED_BYTES));
    return bgt_reading_keep(reader, (struct bgt_slice){text->data, text->length}, name);
}

/* The block of the nearest claimed column to the left, else the first. */
static uint8_t block_of(const struct bgt_match *match, uint32_t c)
{
    for (uint32_t i = c + 1; i-- > 0;) {
        if (match->columns[i] != BGT_LAYOUT_NONE) {
            return match->layout->columns[match->columns[i]].block;
        }
    }
    return 0;
}

/* Two columns that fit one of the layout equally well: which of them counts is a guess.
 */
static bgt_status check_twin(struct bgt_layout_reader *reader,
                             const struct bgt_match *match, uint32_t c)
{
    const struct bgt_header *header = &match->header;
    const struct bgt_item *row =
        &reader->window.batch->items[match->first + match->rows - 1];
    uint32_t taken = bgt_match_twin(match->layout, header, match->columns, c);
    struct bgt_buffer *text = &reader->text;
    if (taken == UINT32_MAX) {
        return BGT_OK;
    }
    struct bgt_place place =
        bgt_reading_place(reader, row, last_label(&header->columns[taken]));
    struct bgt_cell cell = {reader->window.batch, row, last_label(&header->columns[c])};
    bgt_buffer_clear(text);
    bgt_status status = bgt_place_append(text, &place);
    return status != BGT_OK
               ? status
               : bgt_reading_report_cell(reader, "COLUMN_TWICE", &cell, text->data,
                                         reader->table.layout->id.text);
}

static bgt_status claim_extra(struct bgt_layout_reader *reader,
                              const struct bgt_match *match, uint32_t c)
{
    struct bgt_reading_table *table = &reader->table;
    const struct bgt_header_column *column = &match->header.columns[c];
    struct bgt_extra_column *extra = &table->extras[table->extra_count];
    const struct bgt_value *label = last_label(column);
    bgt_status status = extra_name(reader, match, c, &extra->name);
    if (status != BGT_OK) {
        return status;
    }
    extra->column = column->column;
    extra->block = block_of(match, c);
    table->claims[column->column - 1].extra = (uint16_t)table->extra_count++;
    struct bgt_cell cell = {reader->window.batch, NULL, label};
    cell.row = &reader->window.batch->items[match->first + match->rows - 1];
    status = check_twin(reader, match, c);
    if (status != BGT_OK) {
        return status;
    }
    return bgt_reading_report_cell(reader, "COLUMN_UNCLAIMED", &cell, extra->name.text,
                                   table->layout->id.text);
}

static bgt_status claim_columns(struct bgt_layout_reader *reader,
                                const struct bgt_match *match)
{
    struct bgt_reading_table *table = &reader->table;
    const struct bgt_header *header = &match->header;
    bgt_status worst = BGT_OK;
    for (uint32_t c = 0; c < header->column_count; c++) {
        struct bgt_claim *claim = &table->claims[header->columns[c].column - 1];
        claim->column = match->columns[c];
        claim->is_numbering = header->columns[c].is_numbering;
        if (claim->column != BGT_LAYOUT_NONE) {
            table->sheet_columns[claim->column] = header->columns[c].column;
        } else if (header->columns[c].path_length > 0 && header->columns[c].is_own) {
            bgt_status status = claim_extra(reader, match, c);
            if (status != BGT_OK && status != BGT_BAD) {
                return status;
            }
            worst = status == BGT_OK ? worst : status;
        }
    }
    return worst;
}

static bgt_status make_room(struct bgt_layout_reader *reader,
                            const struct bgt_match *match)
{
    struct bgt_reading_table *table = &reader->table;
    struct bgt_arena *arena = &reader->table_arena;
    uint32_t columns = match->header.columns[match->header.column_count - 1].column;
    table->claim_count = reader->cell_of_count = columns;
    table->claims = bgt_arena_allocate_array(arena, columns, sizeof *table->claims);
    reader->cell_of = bgt_arena_allocate_array(arena, columns, sizeof *reader->cell_of);
    table->extras = bgt_arena_allocate_array(arena, match->header.column_count,
                                             sizeof *table->extras);
    table->sheet_columns = bgt_arena_allocate_array(arena, match->layout->column_count,
                                                    sizeof *table->sheet_columns);
    if (table->claims == NULL || reader->cell_of == NULL || table->extras == NULL ||
        table->sheet_columns == NULL) {
        return arena_status(reader);
    }
    for (uint32_t i = 0; i < columns; i++) {
        table->claims[i].column = table->claims[i].extra = BGT_LAYOUT_NONE;
    }
    return BGT_OK;
}

/* Fields of the layout but for those of optional columns that are not there. */
static void gather_fields(struct bgt_reading_table *table)
{
    struct bgt_layout without_columns = *table->layout;
    without_columns.column_count = 0;
    bgt_layout_gather_fields(&without_columns, &table->fields);
    if (table->layout->is_fallback) { /* the name may stand in any column of text */
        table->fields.bits[BGT_line_item / 64] |= UINT64_C(1) << BGT_line_item % 64;
    }
    for (size_t c = 0; c < table->layout->column_count; c++) {
        const struct bgt_layout_column *column = &table->layout->columns[c];
        for (unsigned f = 0; table->sheet_columns[c] != 0 && f < column->field_count;
             f++) {
            uint16_t field = column->fields[f];
            table->fields.bits[field / 64] |= UINT64_C(1) << field % 64;
        }
    }
}

/* Whether a cell is an amount, which labels nothing; whole numbers may be codes or
 * numbers of columns. */
static bool is_amount(const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_decimal number = value->decimal;
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    if (value->type == BGT_VALUE_NUMBER) {
        return (value->flags & BGT_VALUE_DECIMAL) != 0 && number.scale > 0;
    }
    return value->type == BGT_VALUE_TEXT &&
           bgt_decimal_parse_grouped(text.text, text.length, &number, NULL) ==
               BGT_DECIMAL_OK &&
           (number.scale > 0 ||
            bgt_text_find(text.text, text.length, 0, ",") != SIZE_MAX);
}

/* A figure among the labels belongs to no row. */
static bgt_status check_header(struct bgt_layout_reader *reader,
                               const struct bgt_match *match)
{
    const struct bgt_batch *batch = reader->window.batch;
    bgt_status worst = BGT_OK;
    for (uint32_t r = 0; r < match->rows; r++) {
        const struct bgt_item *row = &batch->items[match->first + r];
        const struct bgt_value *values = bgt_item_values(batch, row);
        for (uint32_t i = 0; i < row->value_count; i++) {
            struct bgt_cell cell = {batch, row, &values[i]};
            bgt_status status = is_amount(batch, &values[i])
                                    ? bgt_reading_report_cell(reader, "FIGURE_IN_HEADER",
                                                              &cell, NULL, NULL)
                                    : BGT_OK;
            worst = status == BGT_OK ? worst : status;
        }
    }
    return worst;
}

static bgt_status keep_header(struct bgt_layout_reader *reader,
                              const struct bgt_match *match)
{
    bgt_status status = check_header(reader, match);
    for (uint32_t r = 0; status == BGT_OK && r < match->rows; r++) {
        status = bgt_header_keep_line(&reader->window, match->first + r,
                                      &reader->table_arena, &reader->table.header[r]);
    }
    reader->table.header_rows = (uint8_t)match->rows;
    return status == BGT_OK || status == BGT_NO_MEMORY ? status : arena_status(reader);
}

static void prepare_blocks(struct bgt_layout_reader *reader)
{
    struct bgt_reading_table *table = &reader->table;
    for (size_t b = 0; b < table->layout->block_count; b++) {
        const struct bgt_layout_block *block = &table->layout->blocks[b];
        table->blocks[b].open_row = BGT_LAYOUT_NONE;
        table->has_waiting =
            table->has_waiting ||
            (table->layout->kind == BGT_LAYOUT_FORM && block->is_open &&
             (block->level_count > 0 || block->has_indent || block->has_agency_rows ||
              block->lookup.scheme.length > 0));
    }
}

bgt_status bgt_table_columns(struct bgt_layout_reader *reader,
                             const struct bgt_match *match)
{
    bgt_status status = make_room(reader, match);
    if (status == BGT_OK) {
        prepare_blocks(reader);
        status = claim_columns(reader, match);
    }
    bgt_status claimed = status;
    if (status == BGT_OK || status == BGT_BAD) {
        gather_fields(&reader->table);
        status = keep_header(reader, match);
    }
    return status == BGT_OK ? claimed : status;
}
