#include <string.h>

#include "layout/body.h"
#include "layout/document_facts.h"
#include "layout/heading.h"
#include "layout/reading.h"

/* An export prints its year in each line. */
static unsigned export_year(const struct bgt_layout_reader *reader,
                            const struct bgt_match *match)
{
    const struct bgt_batch *batch = reader->window.batch;
    uint32_t data = match->first + match->rows;
    if (match->layout->kind != BGT_LAYOUT_EXPORT || data >= batch->item_count) {
        return 0;
    }
    for (uint32_t c = 0; c < match->header.column_count; c++) {
        uint16_t column = match->columns[c];
        if (column == BGT_LAYOUT_NONE ||
            match->layout->columns[column].fields[0] != BGT_line_fiscal_year) {
            continue;
        }
        const struct bgt_value *value =
            bgt_item_find(batch, &batch->items[data], match->header.columns[c].column);
        return value == NULL
                   ? 0
                   : bgt_text_find_year(bgt_value_text(batch, value), value->text_length);
    }
    return 0;
}

static bgt_status take_year(struct bgt_layout_reader *reader, unsigned year)
{
    char text[BGT_NUMBER_SIZE];
    bool differs = false;
    reader->table.year = year;
    reader->table.region->year = year;
    if (year == 0) {
        struct bgt_slice known = reader->document.known[BGT_document_fiscal_year];
        reader->table.year = bgt_text_find_year(known.text, known.length);
        return BGT_OK;
    }
    (void)bgt_number_text(year, text);
    return bgt_document_fact(reader, BGT_document_fiscal_year, bgt_slice_of(text),
                             &differs);
}

static bgt_status take_unit(struct bgt_layout_reader *reader,
                            const struct bgt_heading_facts *facts)
{
    struct bgt_reading_table *table = &reader->table;
    struct bgt_slice known = reader->document.known[BGT_document_amount_unit];
    struct bgt_slice unit = facts->known[BGT_document_amount_unit];
    struct bgt_place place = bgt_reading_place(reader, NULL, NULL);
    bgt_status status = BGT_OK;
    bool differs = false;
    if (unit.length == 0) {
        unit = table->layout->amount_unit;
    }
    if (unit.length == 0 && reader->options.amount_unit != NULL) {
        unit = bgt_slice_of(reader->options.amount_unit);
    }
    if (unit.length > 0) {
        status = bgt_reading_keep(reader, unit, &table->unit);
        if (status == BGT_OK && !bgt_is_amount_unit(unit.text, unit.length)) {
            struct bgt_diagnostic diagnostic = {.code = "TABLE_UNIT_UNKNOWN",
                                                .place = place,
                                                .arguments = {table->unit.text}};
            status = bgt_reading_report(reader, &diagnostic);
        }
        return status == BGT_OK
                   ? bgt_document_fact(reader, BGT_document_amount_unit, unit, &differs)
                   : status;
    }
    if (facts->column_unit.length > 0) {
        status = bgt_reading_keep(reader, facts->column_unit, &table->unit);
        return status == BGT_OK ? bgt_document_fact(reader, BGT_document_amount_unit,
                                                    facts->column_unit, &differs)
                                : status;
    }
    table->unit = known;
    struct bgt_diagnostic diagnostic = {
        .code = known.length > 0 ? "TABLE_UNIT_ASSUMED" : "TABLE_UNIT_MISSING",
        .place = place,
        .arguments = {known.length > 0 ? known.text : NULL}};
    if (known.length > 0) {
        status =
            bgt_reading_guess(reader, table->region, "amount unit from the document");
    }
    return status == BGT_OK ? bgt_reading_report(reader, &diagnostic) : status;
}

/* The row of the header in which a label stands. */
static const struct bgt_item *row_of(const struct bgt_layout_reader *reader,
                                     const struct bgt_value *label)
{
    const struct bgt_batch *batch = reader->window.batch;
    for (uint32_t r = 0; r < batch->item_count; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            if (&values[i] == label) {
                return &batch->items[r];
            }
        }
    }
    return NULL;
}

/* 2025年预算数 under a title of 2026 may be the figures of the year before. */
static bgt_status check_column_year(struct bgt_layout_reader *reader,
                                    const struct bgt_heading_facts *facts)
{
    char column[BGT_NUMBER_SIZE], table[BGT_NUMBER_SIZE];
    if (facts->column_year == 0) {
        return BGT_OK;
    }
    const struct bgt_value *label = facts->column_year_at;
    struct bgt_diagnostic diagnostic = {
        .code = "DOCUMENT_CONFLICT",
        .place = bgt_reading_place(reader, row_of(reader, label), label),
        .text = bgt_value_text(reader->window.batch, label),
        .text_length = label->text_length,
        .arguments = {
            bgt_entity_field(bgt_entity(BGT_ENTITY_document), BGT_document_fiscal_year)
                ->label,
            bgt_number_text(facts->column_year, column),
            bgt_number_text(facts->year, table)}};
    return bgt_reading_report(reader, &diagnostic);
}

/* A label such as 预算数（元） under 单位：万元 makes the column's figures wrong by a
 * factor. */
static bgt_status check_column_unit(struct bgt_layout_reader *reader,
                                    const struct bgt_heading_facts *facts)
{
    struct bgt_slice unit = facts->column_unit, table = reader->table.unit;
    if (unit.length == 0 ||
        bgt_text_equal(unit.text, unit.length, table.text, table.length)) {
        return BGT_OK;
    }
    struct bgt_cell cell = {reader->window.batch,
                            &reader->window.batch->items[facts->column_unit_row],
                            facts->column_unit_at};
    return bgt_reading_report_cell(reader, "COLUMN_UNIT_CONFLICT", &cell, table.text,
                                   NULL);
}

/* Facts of the document that stand above the table; the unit's name where it is another
 * one. */
static bgt_status take_facts(struct bgt_layout_reader *reader,
                             const struct bgt_heading_facts *facts,
                             struct bgt_slice *agency)
{
    bgt_status status = BGT_OK;
    bool differs = false;
    for (uint16_t f = 0; status == BGT_OK && f < BGT_document_field_count; f++) {
        if (f == BGT_document_amount_unit || f == BGT_document_fiscal_year) {
            continue;
        }
        status = bgt_document_fact(reader, f, facts->known[f], &differs);
        if (f == BGT_document_agency_name && differs) {
            *agency = facts->known[f];
        }
    }
    if (status == BGT_OK) {
        status = bgt_document_kind(reader, facts->title);
    }
    if (status == BGT_OK) {
        status = bgt_reading_add_agency(reader, facts->known[BGT_document_agency_name]);
    }
    if (status == BGT_OK) {
        status = bgt_reading_add_agency(reader, facts->known[BGT_document_dept_name]);
    }
    return status;
}

/* 制表人：…, above the table as below it, is kept among the notes. */
static bool is_footer(struct bgt_layout_reader *reader, const struct bgt_cell *cell)
{
    bgt_buffer_clear(&reader->key);
    bgt_status status =
        cell->value->type != BGT_VALUE_TEXT
            ? BGT_BAD
            : bgt_text_normalise(&reader->key, bgt_value_text(cell->batch, cell->value),
                                 cell->value->text_length);
    reader->failure = status == BGT_NO_MEMORY ? status : reader->failure;
    return status == BGT_OK && bgt_is_note_key(&reader->key);
}

static bgt_status keep_footer(struct bgt_layout_reader *reader,
                              const struct bgt_cell *cell)
{
    struct bgt_buffer *notes = &reader->table.notes;
    bgt_status status = notes->length > 0 ? bgt_buffer_append_char(notes, '\n') : BGT_OK;
    if (status == BGT_OK) {
        status = bgt_buffer_append(notes, bgt_value_text(cell->batch, cell->value),
                                   cell->value->text_length);
    }
    return status == BGT_LIMIT ? bgt_reading_bound(reader, cell->row,
                                                   BGT_BOUND_NOTE_BYTES, BGT_READING_TEXT)
                               : status;
}

/* A line of a published text that says nothing of the table is text like any other. */
static bgt_status keep_line(struct bgt_layout_reader *reader, const struct bgt_cell *cell)
{
    struct bgt_slice text = {bgt_value_text(cell->batch, cell->value),
                             cell->value->text_length};
    return bgt_section_line(reader, text, cell->row->line);
}

static bgt_status report_left(struct bgt_layout_reader *reader,
                              const struct bgt_match *match,
                              const struct bgt_heading_facts *facts)
{
    bgt_status status = BGT_OK;
    if (facts->has_more_left) {
        const struct bgt_item *last =
            &reader->window.batch->items[facts->left_rows[BGT_HEADING_CELLS - 1]];
        (void)bgt_reading_bound(reader, last, BGT_BOUND_HEADING_CELLS, BGT_HEADING_CELLS);
        return BGT_BAD;
    }
    for (size_t i = 0; status == BGT_OK && i < facts->left_count; i++) {
        struct bgt_cell cell = {reader->window.batch,
                                &reader->window.batch->items[facts->left_rows[i]],
                                facts->left[i]};
        if (is_footer(reader, &cell)) {
            status = keep_footer(reader, &cell);
            continue;
        }
        /* Above other tables a figure is an error of its own (resolve.c). */
        bool is_figure = reader->table.layout->kind == BGT_LAYOUT_LABELLED &&
                         bgt_cell_is_number(cell.batch, cell.value);
        /* On a page a line right above the first row may be part of a text in that. */
        bool is_part = match->is_placed && facts->left_rows[i] + 1 == match->first;
        if (!is_figure && is_part) {
            status = bgt_reading_report_cell(reader, "FORM_PLACE_UNCLEAR", &cell,
                                             match->layout->id.text,
                                             "it stands above the first row of the form");
        } else if (!is_figure && bgt_prose_is_line(reader, cell.row)) {
            status = keep_line(reader, &cell);
        } else {
            status = bgt_reading_report_cell(
                reader, is_figure ? "FIGURE_ABOVE" : "HEADING_NOT_TAKEN", &cell, NULL,
                NULL);
        }
    }
    return status == BGT_OK && reader->prose.is_on ? bgt_section_end(reader) : status;
}

bgt_status bgt_table_heading(struct bgt_layout_reader *reader,
                             const struct bgt_match *match,
                             struct bgt_heading_facts *facts, struct bgt_slice *agency)
{
    bgt_heading_read(&reader->window, match, facts);
    if (facts->failure != BGT_OK) {
        return facts->failure;
    }
    if (facts->year == 0) {
        facts->year = export_year(reader, match);
    }
    bgt_status status = take_facts(reader, facts, agency);
    if (status == BGT_OK) {
        status = take_year(reader, facts->year);
    }
    if (status == BGT_OK) {
        status = take_unit(reader, facts);
    }
    if (status == BGT_OK) {
        status = check_column_unit(reader, facts);
    }
    if (status == BGT_OK) {
        status = check_column_year(reader, facts);
    }
    return status == BGT_OK ? report_left(reader, match, facts) : status;
}
