#include "layout/repeat.h"

#include <string.h>

#include "layout/heading.h"
#include "layout/reading.h"

/* Rows of a heading: number, title, name of the unit, amount unit, and upper rows of the
 * header. */
#define REPEATED_ROWS 8

static bool is_same(struct bgt_slice text, const char *other)
{
    return other != NULL &&
           bgt_text_same_label(text.text, text.length, other, strlen(other));
}

/* The table's own title or number. */
static bool is_own_title(const struct bgt_layout_reader *reader,
                         const struct bgt_body *body)
{
    const struct bgt_layout_label *number = &reader->table.layout->form_no;
    if (body->row->value_count != 1) {
        return false;
    }
    struct bgt_slice text =
        bgt_cell_trimmed(body->batch, bgt_item_values(body->batch, body->row));
    for (uint16_t i = 0; i < number->key_count; i++) {
        if (is_same(text, number->keys[i].text)) {
            return true;
        }
    }
    return is_same(text, reader->table.region->title);
}

/* Facts of a heading that are those of the table: its unit, its amount unit. */
static bool has_own_facts(const struct bgt_layout_reader *reader,
                          const struct bgt_body *body)
{
    struct bgt_slice known[BGT_document_field_count] = {{NULL, 0}};
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    uint16_t open = BGT_LAYOUT_NONE;
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        struct bgt_slice text = bgt_cell_trimmed(body->batch, &values[i]);
        if (text.length > 0 && bgt_heading_pairs(text, known, &open) == 0) {
            return false;
        }
    }
    struct bgt_slice agency = known[BGT_document_agency_name];
    struct bgt_slice unit = known[BGT_document_amount_unit];
    return (agency.length == 0 || bgt_reading_is_agency(reader, agency)) &&
           (unit.length == 0 ||
            bgt_text_equal(unit.text, unit.length, reader->table.unit.text,
                           reader->table.unit.length));
}

/* Labels above those of the columns: several cells, and no figure among them. */
static bool is_upper_header(const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (!bgt_cell_is_blank(body->batch, &values[i]) &&
            bgt_cell_is_number(body->batch, &values[i])) {
            return false;
        }
    }
    return body->row->value_count > 1;
}

static bgt_status keep(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    bgt_status status =
        bgt_window_add(&reader->window, reader->options.layouts, body->batch, body->row);
    return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
}

/* The rows that were kept begin something else. */
static bgt_status give_up(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    reader->prose.is_repeat = false;
    bgt_status status = bgt_table_end(reader);
    reader->state = BGT_READING_SEEKING;
    return status == BGT_OK ? bgt_prose_row(reader, body->batch, body->row) : status;
}

bgt_status bgt_repeat_row(struct bgt_layout_reader *reader, struct bgt_body *body,
                          bool *is_taken)
{
    struct bgt_prose *prose = &reader->prose;
    bool is_title = prose->is_on && is_own_title(reader, body);
    *is_taken = is_title || prose->is_repeat;
    if (!*is_taken) {
        return BGT_OK;
    }
    if (!prose->is_repeat) {
        bgt_window_clear(&reader->window);
        prose->is_repeat = true;
    }
    if (bgt_body_is_header(reader, body)) {
        struct bgt_cell cell = {body->batch, body->row, body->first};
        prose->is_repeat = prose->has_grid = false;
        bgt_window_clear(&reader->window);
        return bgt_reading_report_cell(reader, "HEADER_REPEATED", &cell, NULL, NULL);
    }
    if (bgt_window_count(&reader->window) < REPEATED_ROWS &&
        (is_title || has_own_facts(reader, body))) {
        return keep(reader, body);
    }
    if (bgt_window_count(&reader->window) < REPEATED_ROWS && is_upper_header(body) &&
        !bgt_prose_is_facts_row(body->batch, body->row)) {
        prose->has_grid = true;
        return keep(reader, body);
    }
    return give_up(reader, body);
}

bgt_status bgt_repeat_end(struct bgt_layout_reader *reader)
{
    if (!reader->prose.is_repeat) {
        return BGT_OK;
    }
    reader->prose.is_repeat = false;
    bgt_status status = bgt_prose_release(reader, bgt_window_count(&reader->window));
    bgt_window_clear(&reader->window);
    return status;
}
