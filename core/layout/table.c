#include <string.h>

#include "layout/body.h"
#include "layout/document_facts.h"
#include "layout/heading.h"
#include "layout/reading.h"

/* ---- What the heading says ---- */

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
        status = bgt_document_fact(reader, BGT_document_doc_kind,
                                   reader->table.layout->doc_kind, &differs);
    }
    if (status == BGT_OK) {
        status = bgt_reading_add_agency(reader, facts->known[BGT_document_agency_name]);
    }
    if (status == BGT_OK) {
        status = bgt_reading_add_agency(reader, facts->known[BGT_document_dept_name]);
    }
    return status;
}

static bgt_status report_left(struct bgt_layout_reader *reader,
                              const struct bgt_heading_facts *facts)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < facts->left_count; i++) {
        struct bgt_cell cell = {reader->window.batch,
                                &reader->window.batch->items[facts->left_rows[i]],
                                facts->left[i]};
        status = bgt_reading_report_cell(reader, "HEADING_NOT_TAKEN", &cell, NULL, NULL);
    }
    return status;
}

/* ---- Records ---- */

static bgt_status put_text(struct bgt_layout_reader *reader, uint16_t field,
                           struct bgt_slice text)
{
    return text.length == 0
               ? BGT_OK
               : bgt_batch_put_text(reader->out, field, text.text, text.length, NULL);
}

static bgt_status put_table(struct bgt_layout_reader *reader,
                            const struct bgt_match *match,
                            const struct bgt_heading_facts *facts,
                            struct bgt_slice agency)
{
    const struct bgt_layout *layout = reader->table.layout;
    const struct bgt_item *row = &reader->window.batch->items[match->first];
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(reader->out, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->entity = BGT_ENTITY_table;
    item->flags = row->flags & BGT_ITEM_CELLS;
    item->line = row->line;
    item->row = row->row;
    struct bgt_piece number = bgt_piece_count(reader->table_no);
    status = bgt_batch_place(reader->out, reader->sheet, strlen(reader->sheet));
    if (status == BGT_OK) {
        status = bgt_piece_put(reader->out, BGT_table_table_no, &number);
    }
    const struct {
        uint16_t field;
        struct bgt_slice text;
    } texts[] = {
        {BGT_table_table_id, layout->table_id},
        {BGT_table_form_no, facts->form_no},
        {BGT_table_title, facts->title},
        {BGT_table_agency_name, agency},
        {BGT_table_amount_unit, reader->table.unit},
        {BGT_table_layout, layout->id},
    };
    for (size_t i = 0; status == BGT_OK && i < sizeof texts / sizeof texts[0]; i++) {
        status = put_text(reader, texts[i].field, texts[i].text);
    }
    return status;
}

/* Label and column of a field in the sheet, where a column fills it. */
static void find_source(const struct bgt_match *match, uint16_t field,
                        const struct bgt_header_column **source)
{
    for (uint32_t c = 0; c < match->header.column_count && *source == NULL; c++) {
        if (match->columns[c] == BGT_LAYOUT_NONE) {
            continue;
        }
        const struct bgt_layout_column *column =
            &match->layout->columns[match->columns[c]];
        for (unsigned f = 0; f < column->field_count; f++) {
            if (column->fields[f] == field) {
                *source = &match->header.columns[c];
            }
        }
    }
}

static bgt_status put_field(struct bgt_layout_reader *reader,
                            const struct bgt_match *match, uint16_t field)
{
    const struct bgt_header_column *source = NULL;
    bgt_status status = bgt_batch_put_blank(reader->out, field);
    find_source(match, field, &source);
    if (status != BGT_OK || source == NULL) {
        return status;
    }
    const struct bgt_value *label = source->path[source->path_length - 1].value;
    struct bgt_batch *out = reader->out;
    out->values[out->value_count - 1].place_column = source->column;
    return bgt_batch_name(out, bgt_value_text(reader->window.batch, label),
                          label->text_length);
}

static bgt_status put_fields(struct bgt_layout_reader *reader,
                             const struct bgt_match *match)
{
    struct bgt_batch *out = reader->out;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_FIELDS, NULL);
    for (uint16_t f = 0; status == BGT_OK && f < BGT_line_field_count; f++) {
        if (bgt_layout_has(&reader->table.fields, f)) {
            status = put_field(reader, match, f);
        }
    }
    for (uint32_t i = 0; status == BGT_OK && i < reader->table.extra_count; i++) {
        const struct bgt_extra_column *extra = &reader->table.extras[i];
        status = bgt_batch_put_blank(out, BGT_FIELD_EXTRA);
        if (status == BGT_OK) {
            out->values[out->value_count - 1].place_column = extra->column;
            status = bgt_batch_name(out, extra->name.text, extra->name.length);
        }
    }
    return status;
}

/* ---- Begin and end ---- */

static bgt_status describe_region(struct bgt_layout_reader *reader,
                                  const struct bgt_match *match,
                                  const struct bgt_heading_facts *facts)
{
    struct bgt_layout_region *region = reader->table.region;
    struct bgt_slice title;
    bgt_status status = bgt_reading_keep(reader, facts->title, &title);
    region->layout = match->layout->id.text;
    region->confidence = match->score;
    region->table_no = reader->table_no;
    region->title = title.length > 0 ? title.text : NULL;
    region->unit = reader->table.unit.length > 0 ? reader->table.unit.text : NULL;
    region->first_row = reader->window.batch->items[match->first].row;
    if (status == BGT_OK && facts->is_title_guessed) {
        status = bgt_reading_guess(reader, region, "title unknown to the layout");
    }
    if (status == BGT_OK && facts->is_year_guessed && facts->year != 0) {
        status = bgt_reading_guess(reader, region, "year not from the title");
    }
    if (status != BGT_OK || reader->table.extra_count == 0) {
        return status;
    }
    const char **names = bgt_arena_allocate_array(
        &reader->arena, reader->table.extra_count, sizeof *names);
    if (names == NULL) {
        return bgt_arena_failure(&reader->arena);
    }
    for (uint32_t i = 0; i < reader->table.extra_count; i++) {
        names[i] = reader->table.extras[i].name.text;
    }
    region->unclaimed = names;
    region->unclaimed_count = reader->table.extra_count;
    return BGT_OK;
}

static bgt_status read_heading(struct bgt_layout_reader *reader,
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
    return status == BGT_OK ? report_left(reader, facts) : status;
}

bgt_status bgt_table_begin(struct bgt_layout_reader *reader,
                           const struct bgt_match *match)
{
    struct bgt_heading_facts facts;
    struct bgt_reading_table *table = &reader->table;
    struct bgt_slice agency = match->agency;
    memset(table, 0, sizeof *table);
    bgt_buffer_init(&table->notes, NULL, BGT_READING_TEXT);
    bgt_buffer_init(&table->document_notes, NULL, BGT_READING_TEXT);
    table->layout = match->layout;
    table->region = bgt_reading_add_region(reader);
    if (table->region == NULL) {
        return BGT_NO_MEMORY;
    }
    reader->table_no++;
    bgt_status status = BGT_OK;
    if (table->layout->labelled != NULL) {
        bgt_layout_gather_fields(table->layout, &table->fields);
    } else {
        status = bgt_table_columns(reader, match);
    }
    if (status == BGT_OK) {
        status = read_heading(reader, match, &facts, &agency);
    }
    if (status == BGT_OK) {
        status = describe_region(reader, match, &facts);
    }
    if (status == BGT_OK) {
        status = bgt_document_put(reader);
    }
    if (status == BGT_OK) {
        status = put_table(reader, match, &facts, agency);
    }
    if (status == BGT_OK) {
        status = put_fields(reader, match);
    }
    return status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
}

/* 0.01 万元 is 100 元. */
static int power_of_unit(struct bgt_slice unit)
{
    static const struct {
        const char *name;
        int power;
    } units[] = {{"百万元", 6}, {"万元", 4}, {"亿元", 8}, {"千元", 3}, {"元", 0}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (bgt_text_ends_with(unit.text, unit.length, units[i].name)) {
            return units[i].power;
        }
    }
    return -1;
}

static bgt_status put_precision(struct bgt_layout_reader *reader)
{
    const struct bgt_reading_table *table = &reader->table;
    int power = power_of_unit(table->unit);
    if (!table->has_figures || power < 0) {
        return BGT_OK;
    }
    int places = (int)table->places - power;
    struct bgt_decimal precision =
        places >= 0 ? bgt_decimal_make(1, (unsigned)places)
                    : bgt_decimal_make(bgt_decimal_power_of_ten((unsigned)-places), 0);
    return bgt_batch_put_decimal(reader->out, BGT_table_precision, precision, NULL);
}

static bgt_status put_end(struct bgt_layout_reader *reader)
{
    struct bgt_item *item = NULL;
    struct bgt_piece number = bgt_piece_count(reader->table_no);
    struct bgt_piece rows = bgt_piece_count(reader->table.region->rows);
    bgt_status status = bgt_batch_item(reader->out, BGT_ITEM_TABLE_END, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->entity = BGT_ENTITY_table;
    status = bgt_batch_place(reader->out, reader->sheet, strlen(reader->sheet));
    if (status == BGT_OK) {
        status = bgt_piece_put(reader->out, BGT_table_table_no, &number);
    }
    if (status == BGT_OK) {
        status = put_precision(reader);
    }
    if (status == BGT_OK) {
        status = put_text(
            reader, BGT_table_notes,
            (struct bgt_slice){reader->table.notes.data, reader->table.notes.length});
    }
    return status == BGT_OK ? bgt_piece_put(reader->out, BGT_table_row_count, &rows)
                            : status;
}

bgt_status bgt_table_end(struct bgt_layout_reader *reader)
{
    struct bgt_reading_table *table = &reader->table;
    char number[BGT_NUMBER_SIZE];
    bgt_status status = BGT_OK;
    if (table->has_waiting) {
        status = bgt_waiting_turn(reader);
    }
    if (status == BGT_OK) {
        status = put_end(reader);
        status = status == BGT_LIMIT ? bgt_batch_report(reader->out) : status;
    }
    if (status == BGT_OK) {
        status = bgt_document_put_notes(
            reader,
            (struct bgt_slice){table->document_notes.data, table->document_notes.length});
    }
    if (status == BGT_OK && table->hidden_rows > 0) {
        struct bgt_diagnostic diagnostic = {
            .code = "ROWS_HIDDEN",
            .place = bgt_reading_place(reader, NULL, NULL),
            .arguments = {bgt_number_text(table->hidden_rows, number)}};
        status = bgt_reading_report(reader, &diagnostic);
    }
    bgt_table_forget(reader);
    return status;
}

void bgt_table_forget(struct bgt_layout_reader *reader)
{
    struct bgt_arena_mark start = {NULL, 0};
    bgt_buffer_close(&reader->table.notes);
    bgt_buffer_close(&reader->table.document_notes);
    memset(&reader->table, 0, sizeof reader->table);
    reader->cell_of = NULL;
    reader->cell_of_count = 0;
    bgt_arena_reset(&reader->table_arena, start);
}
