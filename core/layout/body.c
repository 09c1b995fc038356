#include "layout/body.h"

#include <string.h>

#include "layout/cell.h"
#include "layout/repeat.h"

/* 是 and 否 are the codes 1 and 2 of the standard's list VD00001. */
static void code_bool(struct bgt_piece *piece)
{
    if (bgt_text_equal(piece->text, piece->length, "是", strlen("是"))) {
        piece->text = "1";
    } else if (bgt_text_equal(piece->text, piece->length, "否", strlen("否"))) {
        piece->text = "2";
    } else {
        return;
    }
    piece->length = 1;
    piece->intern_id = 0;
}

struct bgt_cell bgt_body_cell(const struct bgt_layout_reader *reader,
                              const struct bgt_body *body, uint32_t column)
{
    struct bgt_cell cell = {.batch = body->batch, .row = body->row};
    if (column >= 1 && column <= reader->cell_of_count &&
        reader->cell_of[column - 1] != 0) {
        cell.value =
            bgt_item_values(body->batch, body->row) + reader->cell_of[column - 1] - 1;
    }
    return cell;
}

/* A column for codes of several lists: the code is of the one list that knows it. */
static bgt_status take_listed(struct bgt_layout_reader *reader,
                              const struct bgt_cell *cell,
                              const struct bgt_layout_column *column,
                              const struct bgt_piece *code)
{
    uint16_t found = BGT_LAYOUT_NONE;
    for (unsigned f = 0; f < column->field_count; f++) {
        const char *scheme = bgt_line_field(column->fields[f])->catalogue;
        if (scheme != NULL && reader->options.catalogues != NULL &&
            bgt_catalogue_by_prefix(reader->options.catalogues, scheme,
                                    reader->table.year, code->text,
                                    code->length) != NULL) {
            if (found != BGT_LAYOUT_NONE) {
                return bgt_reading_report_cell(reader, "CODE_OF_NO_LIST", cell, NULL,
                                               NULL);
            }
            found = column->fields[f];
        }
    }
    if (found == BGT_LAYOUT_NONE) {
        return bgt_reading_report_cell(reader, "CODE_OF_NO_LIST", cell, NULL, NULL);
    }
    bgt_line_set(&reader->draft, found, *code);
    return BGT_OK;
}

static bool is_listed(const struct bgt_layout_column *column)
{
    return column->content == BGT_CONTENT_CODE && column->field_count > 1 &&
           bgt_line_field(column->fields[1])->type == BGT_CODE;
}

static bgt_status take_text(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                            const struct bgt_layout_column *column)
{
    struct bgt_piece piece;
    bool has = false;
    bgt_status status = column->content == BGT_CONTENT_CODE
                            ? bgt_cell_code(reader, cell, column->fields[0], &piece, &has)
                            : bgt_cell_text(reader, cell, &piece, &has);
    if (has && is_listed(column)) {
        return take_listed(reader, cell, column, &piece);
    }
    for (unsigned f = 0; has && f < column->field_count; f++) {
        struct bgt_piece own = piece;
        if (bgt_line_field(column->fields[f])->type == BGT_BOOL) {
            code_bool(&own);
        }
        bgt_line_set(&reader->draft, column->fields[f], own);
    }
    return status;
}

bgt_status bgt_body_column(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                           uint16_t column, bool with_text)
{
    const struct bgt_layout_column *described = &reader->table.layout->columns[column];
    struct bgt_piece piece;
    bool has = false;
    if (described->content != BGT_CONTENT_AMOUNT) {
        return with_text && described->part == 0 ? take_text(reader, cell, described)
                                                 : BGT_OK;
    }
    bgt_status status = bgt_cell_amount(reader, cell, described->fields[0], &piece, &has);
    for (unsigned f = 0; has && f < described->field_count; f++) {
        bgt_line_set(&reader->draft, described->fields[f], piece);
    }
    return status;
}

bgt_status bgt_body_extras(struct bgt_layout_reader *reader, const struct bgt_body *body,
                           unsigned block)
{
    struct bgt_line_draft *draft = &reader->draft;
    bgt_status worst = BGT_OK;
    for (uint32_t i = 0; i < reader->table.extra_count; i++) {
        const struct bgt_extra_column *extra = &reader->table.extras[i];
        bool has = false;
        if (extra->block != block || draft->extra_count == BGT_LINE_EXTRAS) {
            continue;
        }
        struct bgt_cell cell = bgt_body_cell(reader, body, extra->column);
        bgt_status status =
            bgt_cell_extra(reader, &cell, &draft->extras[draft->extra_count], &has);
        if (status == BGT_FATAL) {
            return status;
        }
        worst = status == BGT_OK ? worst : status;
        if (has) {
            draft->extra_names[draft->extra_count++] = extra->name;
        }
    }
    return worst;
}

void bgt_body_values(struct bgt_layout_reader *reader,
                     const struct bgt_layout_values *values)
{
    for (size_t i = 0; i < values->count; i++) {
        bgt_line_set(
            &reader->draft, values->list[i].field,
            bgt_piece_text(values->list[i].text.text, values->list[i].text.length));
    }
}

bgt_status bgt_body_put(struct bgt_layout_reader *reader, const struct bgt_body *body,
                        unsigned block)
{
    struct bgt_line_source source = {
        .row = body->row, .sheet = reader->sheet, .sheet_length = strlen(reader->sheet)};
    struct bgt_batch *batch = reader->table.has_waiting ? reader->building : reader->out;
    bgt_line_set(&reader->draft, BGT_line_table_no, bgt_piece_count(reader->table_no));
    bgt_line_set(&reader->draft, BGT_line_row_no,
                 bgt_piece_count(reader->table.region->rows + 1));
    bgt_status status = bgt_line_put(&reader->draft, &source, batch);
    if (status == BGT_OK) {
        reader->table.region->lines++;
        if (reader->table.has_waiting) {
            reader->next[block].is_there = true;
            reader->next[block].item = batch->item_count - 1;
        }
        return BGT_OK;
    }
    return status == BGT_LIMIT ? bgt_batch_report(batch) : status;
}

/* A number in a column that numbers the rows (行次). */
static bool is_row_number(const struct bgt_layout_reader *reader,
                          const struct bgt_batch *batch, const struct bgt_value *value)
{
    const struct bgt_reading_table *table = &reader->table;
    struct bgt_slice text = {bgt_value_text(batch, value), value->text_length};
    return value->column <= table->claim_count &&
           table->claims[value->column - 1].is_numbering &&
           (bgt_cell_is_number(batch, value) || bgt_text_is_dash(text.text, text.length));
}

bool bgt_body_is_outside(const struct bgt_layout_reader *reader,
                         const struct bgt_batch *batch, const struct bgt_value *value)
{
    const struct bgt_reading_table *table = &reader->table;
    uint32_t at = value->column - 1;
    return (at >= table->claim_count || (table->claims[at].column == BGT_LAYOUT_NONE &&
                                         table->claims[at].extra == BGT_LAYOUT_NONE)) &&
           !bgt_cell_is_blank(batch, value) && !is_row_number(reader, batch, value);
}

/* Every cell stands under a column, or it is an error. */
static bgt_status check_outside(struct bgt_layout_reader *reader,
                                const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    bgt_status worst = BGT_OK;
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (!bgt_body_is_outside(reader, body->batch, &values[i])) {
            continue;
        }
        struct bgt_cell cell = {
            .batch = body->batch, .row = body->row, .value = &values[i]};
        bgt_status status =
            bgt_reading_report_cell(reader, "CELL_OUTSIDE_TABLE", &cell, NULL, NULL);
        if (status == BGT_FATAL) {
            return status;
        }
        worst = status;
    }
    return worst;
}

static void index_cells(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    memset(reader->cell_of, 0, reader->cell_of_count * sizeof *reader->cell_of);
    for (uint32_t i = 0; i < body->row->value_count; i++) {
        if (values[i].column <= reader->cell_of_count) {
            reader->cell_of[values[i].column - 1] = i + 1;
        }
    }
}

static bgt_status add_note(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_layout *layout = reader->table.layout;
    const struct bgt_value *values = bgt_item_values(body->batch, body->row);
    struct bgt_buffer *note = &reader->text;
    bgt_status status = BGT_OK;
    bgt_buffer_clear(note);
    for (uint32_t i = 0; status == BGT_OK && i < body->row->value_count; i++) {
        if (bgt_cell_is_blank(body->batch, &values[i])) {
            continue;
        }
        status = note->length == 0 ? BGT_OK : bgt_buffer_append_char(note, ' ');
        if (status == BGT_OK) {
            status = bgt_buffer_append(note, bgt_value_text(body->batch, &values[i]),
                                       values[i].text_length);
        }
    }
    bgt_buffer_clear(&reader->key);
    if (status == BGT_OK) {
        status = bgt_text_normalise(&reader->key, note->data, note->length);
    }
    struct bgt_buffer *notes = &reader->table.notes;
    for (size_t i = 0; i < layout->document_note_count; i++) {
        if (bgt_text_find(reader->key.data, reader->key.length, 0,
                          layout->document_notes[i].text) != SIZE_MAX) {
            notes = &reader->table.document_notes;
        }
    }
    if (status == BGT_OK && notes->length > 0) {
        status = bgt_buffer_append_char(notes, '\n');
    }
    if (status == BGT_OK) {
        status = bgt_buffer_append(notes, note->data, note->length);
    }
    reader->state = BGT_READING_NOTES;
    return status == BGT_LIMIT ? bgt_reading_bound(reader, body->row,
                                                   BGT_BOUND_NOTE_BYTES, BGT_READING_TEXT)
                               : status;
}

static bgt_status leave_out(struct bgt_layout_reader *reader, const struct bgt_body *body,
                            const char *code)
{
    struct bgt_cell cell = {.batch = body->batch, .row = body->row, .value = body->first};
    return bgt_reading_report_cell(reader, code, &cell, NULL, NULL);
}

/* The table is over; the row begins another region. */
static bgt_status begin_other(struct bgt_layout_reader *reader,
                              const struct bgt_body *body)
{
    bgt_status status = bgt_table_end(reader);
    if (status != BGT_OK) {
        return status;
    }
    reader->state = BGT_READING_SEEKING;
    bgt_window_clear(&reader->window);
    if (reader->prose.is_on) {
        return bgt_prose_row(reader, body->batch, body->row);
    }
    status =
        bgt_window_add(&reader->window, reader->options.layouts, body->batch, body->row);
    return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
}

static bgt_status put_lines(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    if (reader->table.layout->kind == BGT_LAYOUT_EXPORT) {
        if (reader->table.extra_count > 0) {
            index_cells(reader, body);
        }
        return bgt_export_row(reader, body);
    }
    index_cells(reader, body);
    bgt_status outside = check_outside(reader, body);
    if (outside != BGT_OK && outside != BGT_BAD) {
        return outside;
    }
    bgt_status status = bgt_form_row(reader, body);
    return status == BGT_OK ? outside : status;
}

bgt_status bgt_body_row(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                        const struct bgt_item *row)
{
    struct bgt_arena_mark start = {NULL, 0};
    struct bgt_body body = {.batch = batch, .row = row};
    bool is_taken = false;
    bgt_arena_reset(&reader->row_arena, start);
    bgt_status status = bgt_repeat_row(reader, &body, &is_taken);
    if (status != BGT_OK || is_taken) {
        return status;
    }
    enum bgt_body_kind kind = bgt_body_classify(reader, &body);
    reader->table.last_line =
        kind == BGT_BODY_EMPTY ? reader->table.last_line : row->line;
    reader->table.hidden_rows +=
        kind != BGT_BODY_EMPTY && (row->flags & BGT_ITEM_HIDDEN) != 0;
    switch (kind) {
    case BGT_BODY_LINES:
        return put_lines(reader, &body);
    case BGT_BODY_NOTE:
        return add_note(reader, &body);
    case BGT_BODY_FILLER:
        return leave_out(reader, &body, "ROWS_FILLER");
    case BGT_BODY_HEADER:
        return leave_out(reader, &body, "HEADER_REPEATED");
    case BGT_BODY_FIGURE:
        return leave_out(reader, &body, "FIGURE_ALONE");
    case BGT_BODY_OTHER:
        return begin_other(reader, &body);
    default:
        return BGT_OK;
    }
}
