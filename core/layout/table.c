#include <string.h>

#include "layout/body.h"
#include "layout/document_facts.h"
#include "layout/heading.h"
#include "layout/reading.h"

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
        status = bgt_table_heading(reader, match, &facts, &agency);
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
