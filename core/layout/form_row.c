#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "layout/body.h"
#include "layout/cell.h"
#include "layout/code_text.h"
#include "layout/form_line.h"

/* A longer name is no row's without its year. */
#define YEARLESS_BYTES 96

/* The draft's piece of a field as text. */
static struct bgt_slice piece_text(const struct bgt_line_draft *draft, uint16_t field)
{
    if (!bgt_line_has(draft, field)) {
        return (struct bgt_slice){"", 0};
    }
    return (struct bgt_slice){draft->pieces[field].text, draft->pieces[field].length};
}

uint32_t bgt_form_column(const struct bgt_layout_reader *reader, uint16_t column)
{
    return column == BGT_LAYOUT_NONE ? 0 : reader->table.sheet_columns[column];
}

static bool is_there(const struct bgt_cell *cell)
{
    return cell->value != NULL && !bgt_cell_is_blank(cell->batch, cell->value);
}

/* A dash in a column of figures, which says no more than a blank where no row is. */
static bool is_dash(const struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                    uint16_t column)
{
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(cell->batch, cell->value), cell->value->text_length);
    return reader->table.layout->columns[column].content == BGT_CONTENT_AMOUNT &&
           cell->value->type == BGT_VALUE_TEXT &&
           bgt_text_is_dash(text.text, text.length);
}

/* Whether any cell of the block holds something. */
static bool has_cells(const struct bgt_layout_reader *reader,
                      const struct bgt_form_line *line)
{
    const struct bgt_layout_block *block = line->block;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        struct bgt_cell cell =
            bgt_body_cell(reader, line->body, bgt_form_column(reader, c));
        if (is_there(&cell) && !is_dash(reader, &cell, c)) {
            return true;
        }
    }
    for (uint32_t i = 0; i < reader->table.extra_count; i++) {
        struct bgt_cell cell =
            bgt_body_cell(reader, line->body, reader->table.extras[i].column);
        if (reader->table.extras[i].block == line->number && is_there(&cell)) {
            return true;
        }
    }
    return false;
}

/* Takes the cells of the block into the draft. */
static bgt_status take_cells(struct bgt_layout_reader *reader,
                             const struct bgt_form_line *line, bool with_text)
{
    const struct bgt_layout_block *block = line->block;
    bgt_status worst = BGT_OK;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        struct bgt_cell cell =
            bgt_body_cell(reader, line->body, bgt_form_column(reader, c));
        if (cell.value == NULL) {
            continue;
        }
        bgt_status status = bgt_body_column(reader, &cell, c, with_text);
        if (status != BGT_OK && status != BGT_BAD) {
            return status;
        }
        worst = status == BGT_OK ? worst : status;
    }
    bgt_status status = bgt_body_extras(reader, line->body, line->number);
    return status == BGT_OK ? worst : status;
}

/* The item as printed, with its place. */
static bgt_status set_item(struct bgt_layout_reader *reader, const struct bgt_cell *cell)
{
    struct bgt_piece piece;
    bool has = false;
    bgt_status status = bgt_cell_text(reader, cell, &piece, &has);
    if (has) {
        bgt_line_set(&reader->draft, BGT_line_item, piece);
    }
    return status;
}

void bgt_form_set(struct bgt_layout_reader *reader, uint16_t field, const char *word)
{
    bgt_line_set(&reader->draft, field, bgt_piece_text(word, strlen(word)));
}

static void set_row(struct bgt_layout_reader *reader, const struct bgt_layout_row *row)
{
    bgt_body_values(reader, &row->values);
    bgt_form_set(reader, BGT_line_row_kind, row->row_kind);
    if (row->row_role != NULL) {
        bgt_form_set(reader, BGT_line_row_role, row->row_role);
    }
    if (row->level_no != 0) {
        bgt_line_set(&reader->draft, BGT_line_level_no, bgt_piece_count(row->level_no));
    }
}

static struct bgt_slice row_key(struct bgt_layout_reader *reader, struct bgt_slice text)
{
    bgt_buffer_clear(&reader->key);
    bgt_status status = bgt_layout_row_key(&reader->key, text.text, text.length);
    if (status != BGT_OK) {
        reader->failure = status == BGT_NO_MEMORY ? status : reader->failure;
        bgt_buffer_clear(&reader->key);
    }
    return (struct bgt_slice){reader->key.data, reader->key.length};
}

/* The key of 合计 where the text is 2026年合计 in a table of 2026; length 0: it is not
 * so. */
static struct bgt_slice key_without_year(struct bgt_layout_reader *reader,
                                         struct bgt_slice text)
{
    char room[YEARLESS_BYTES];
    struct bgt_buffer *out = &reader->text;
    struct bgt_slice none = {"", 0};
    text = bgt_text_trim(text.text, text.length);
    if (reader->table.year == 0 || text.length > sizeof room ||
        bgt_text_find_year(text.text, text.length) != reader->table.year) {
        return none;
    }
    bgt_buffer_clear(out);
    if (bgt_text_strip_year(out, text.text, text.length, BGT_YEAR_LEADING) != BGT_OK ||
        out->length == 0 || out->length == text.length) {
        return none;
    }
    memcpy(room, out->data, out->length);
    return row_key(reader, (struct bgt_slice){room, out->length});
}

/* The fixed row of a name. */
static uint16_t find_row(struct bgt_layout_reader *reader,
                         const struct bgt_form_line *line)
{
    uint16_t open = reader->table.blocks[line->number].open_row;
    uint16_t at = bgt_layout_find_row(line->block, open, row_key(reader, line->name));
    if (at != BGT_LAYOUT_NONE) {
        return at;
    }
    struct bgt_slice key = key_without_year(reader, line->name);
    return key.length > 0 ? bgt_layout_find_row(line->block, open, key) : at;
}

/* The total of a name or of what stands in the place of a code. */
static const struct bgt_layout_row *total_of(struct bgt_layout_reader *reader,
                                             const struct bgt_layout_block *block,
                                             struct bgt_slice text)
{
    const struct bgt_layout_row *total =
        bgt_layout_find_total(block, row_key(reader, text));
    if (total != NULL) {
        return total;
    }
    struct bgt_slice key = key_without_year(reader, text);
    return key.length > 0 ? bgt_layout_find_total(block, key) : NULL;
}

/* The label as printed without ordinal and blanks. */
struct bgt_slice bgt_form_bare_name(struct bgt_slice text)
{
    size_t start = bgt_text_strip_ordinal(text.text, text.length, NULL);
    start = start == text.length ? 0 : start;
    return bgt_text_trim(text.text + start, text.length - start);
}

/* ---- Fixed rows ---- */

static bgt_status fixed_line(struct bgt_layout_reader *reader, struct bgt_form_line *line)
{
    struct bgt_block_state *state = &reader->table.blocks[line->number];
    uint16_t at = find_row(reader, line);
    if (at == BGT_LAYOUT_NONE) {
        bgt_form_set(reader, BGT_line_row_kind, "detail");
        return bgt_reading_report_cell(reader, "ITEM_UNKNOWN", &line->item,
                                       reader->table.layout->id.text, NULL);
    }
    const struct bgt_layout_row *row = &line->block->rows[at];
    if (row->under == BGT_LAYOUT_NONE) {
        state->open_row = at;
    }
    set_row(reader, row);
    if (line->block->name_field != BGT_LAYOUT_NONE && row->row_role == NULL) {
        struct bgt_piece name = reader->draft.pieces[BGT_line_item];
        struct bgt_slice bare = bgt_form_bare_name(line->name);
        name.text = bare.text;
        name.length = (uint32_t)bare.length;
        name.intern_id = 0;
        bgt_line_set(&reader->draft, line->block->name_field, name);
    }
    return BGT_OK;
}

/* The line of a block that is a row by itself: its name stands in the header. */
static bgt_status own_line(struct bgt_layout_reader *reader, struct bgt_form_line *line)
{
    line->name = line->block->rows[0].label.written;
    bgt_line_set(&reader->draft, BGT_line_item,
                 bgt_piece_text(line->name.text, line->name.length));
    bgt_status status = take_cells(reader, line, true);
    if (status != BGT_OK && status != BGT_BAD) {
        return status;
    }
    bgt_status worst = status;
    status = fixed_line(reader, line);
    worst = worst == BGT_OK ? status : worst;
    return worst == BGT_OK ? bgt_body_put(reader, line->body, line->number) : worst;
}

/* ---- A row ---- */

/* The total that the row is, by its item or by what stands in place of its code. */
static const struct bgt_layout_row *find_total(struct bgt_layout_reader *reader,
                                               struct bgt_form_line *line)
{
    const struct bgt_layout_row *total = NULL;
    if (!line->block->is_open) {
        return NULL;
    }
    if (line->name.length > 0) {
        total = total_of(reader, line->block, line->name);
        return line->code.length == 0 || total == NULL ? total : NULL;
    }
    if (line->code.length > 0) {
        total = total_of(reader, line->block, line->code);
        if (total != NULL || !bgt_form_is_code(line->code)) {
            line->item = bgt_body_cell(reader, line->body,
                                       bgt_form_column(reader, line->block->code_column));
            line->name = line->code;
            line->code.length = 0;
        }
    }
    return total;
}

/* The column of the row's name: the layout's, else, where a layout of last resort found
 * none, the first column of text. */
static uint32_t name_column(const struct bgt_layout_reader *reader,
                            const struct bgt_layout_block *block)
{
    uint32_t column = bgt_form_column(reader, block->item_column);
    for (uint16_t c = block->first_column;
         column == 0 && reader->table.layout->is_fallback &&
         c < block->first_column + block->column_count;
         c++) {
        column = reader->table.layout->columns[c].content == BGT_CONTENT_TEXT
                     ? bgt_form_column(reader, c)
                     : 0;
    }
    return column;
}

/* Reads name and code of the row. */
static bgt_status read_names(struct bgt_layout_reader *reader, struct bgt_form_line *line)
{
    const struct bgt_layout_block *block = line->block;
    struct bgt_piece piece;
    bool has = false;
    line->item = bgt_body_cell(reader, line->body, name_column(reader, block));
    bgt_status status = bgt_cell_text(reader, &line->item, &piece, &has);
    if (has) {
        line->name = (struct bgt_slice){piece.text, piece.length};
    }
    if (status != BGT_OK || block->code_column == BGT_LAYOUT_NONE) {
        return status;
    }
    const struct bgt_layout_column *column =
        &reader->table.layout->columns[block->code_column];
    if (column->part != 0) {
        status = bgt_form_join_code(reader, line, column->fields[0]);
        line->code = piece_text(&reader->draft, column->fields[0]);
        return status;
    }
    struct bgt_cell cell =
        bgt_body_cell(reader, line->body, bgt_form_column(reader, block->code_column));
    status = bgt_cell_text(reader, &cell, &piece, &has);
    if (has && status == BGT_OK && column->content == BGT_CONTENT_CODE) {
        status = bgt_code_tidy(reader, &cell, &piece);
    }
    if (has) {
        line->code = bgt_text_trim(piece.text, piece.length);
    }
    return status;
}

static bgt_status describe_line(struct bgt_layout_reader *reader,
                                struct bgt_form_line *line,
                                const struct bgt_layout_row *total)
{
    if (total != NULL) {
        set_row(reader, total);
        return BGT_OK;
    }
    if (!line->block->is_open) {
        return fixed_line(reader, line);
    }
    return bgt_form_named(reader, line);
}

/* What every line of the block has. */
static void begin_line(struct bgt_layout_reader *reader, const struct bgt_form_line *line)
{
    const char *side = bgt_layout_side_text(line->block->side);
    bgt_body_values(reader, &reader->table.layout->constants);
    bgt_body_values(reader, &line->block->constants);
    if (side != NULL) {
        bgt_form_set(reader, BGT_line_side, side);
    }
}

/* Whether an amount stands where the name should: the row's cells were moved. A layout of
 * last resort may have names that are numbers, but none with a fraction. */
static bool is_figure(const struct bgt_layout_reader *reader,
                      const struct bgt_form_line *line)
{
    struct bgt_decimal number;
    return line->name.length > 0 &&
           bgt_decimal_parse_grouped(line->name.text, line->name.length, &number, NULL) ==
               BGT_DECIMAL_OK &&
           (!reader->table.layout->is_fallback || number.scale > 0);
}

static bgt_status refuse_figure(struct bgt_layout_reader *reader,
                                const struct bgt_form_line *line)
{
    struct bgt_cell cell = line->item;
    if (cell.value == NULL || bgt_cell_is_blank(cell.batch, cell.value)) {
        cell = (struct bgt_cell){line->body->batch, line->body->row, line->body->first};
    }
    return bgt_reading_report_cell(reader, "NAME_IS_FIGURE", &cell, NULL, NULL);
}

static bgt_status block_line(struct bgt_layout_reader *reader, struct bgt_form_line *line)
{
    bgt_line_clear(&reader->draft);
    if (line->block->has_own_item) {
        begin_line(reader, line);
        return own_line(reader, line);
    }
    if (!has_cells(reader, line)) {
        return BGT_OK;
    }
    bgt_status status = read_names(reader, line);
    if (status != BGT_OK) {
        return status;
    }
    const struct bgt_layout_row *total = find_total(reader, line);
    if (is_figure(reader, line)) {
        return refuse_figure(reader, line);
    }
    if (line->name.length == 0 && line->code.length == 0) {
        struct bgt_cell cell = {line->body->batch, line->body->row, line->body->first};
        return bgt_reading_report_cell(reader, "ITEM_MISSING", &cell, NULL, NULL);
    }
    bool is_named_by_code = line->code.length == 0 && line->item.value != NULL &&
                            line->item.value->column != name_column(reader, line->block);
    if (total != NULL || is_named_by_code) {
        bgt_line_clear(&reader->draft); /* what stands in place of a code is none */
    }
    begin_line(reader, line);
    status = take_cells(reader, line, total == NULL && !is_named_by_code);
    bgt_status worst = status;
    if (status == BGT_OK || status == BGT_BAD) {
        status = set_item(reader, &line->item);
    }
    if (status == BGT_OK) {
        status = describe_line(reader, line, total);
    }
    worst = worst == BGT_OK ? status : worst;
    return worst == BGT_OK ? bgt_body_put(reader, line->body, line->number) : worst;
}

bgt_status bgt_form_row(struct bgt_layout_reader *reader, const struct bgt_body *body)
{
    const struct bgt_layout *layout = reader->table.layout;
    uint64_t before = reader->table.region->lines;
    bgt_status worst = BGT_OK;
    for (size_t b = 0; b < layout->block_count; b++) {
        struct bgt_form_line line = {
            .body = body, .block = &layout->blocks[b], .number = (unsigned)b};
        bgt_status status = block_line(reader, &line);
        if (status != BGT_OK && status != BGT_BAD) {
            return status;
        }
        worst = status == BGT_OK ? worst : status;
    }
    reader->table.region->rows += reader->table.region->lines > before;
    if (reader->table.has_waiting) {
        bgt_status status = bgt_waiting_turn(reader);
        worst = status == BGT_OK ? worst : status;
    }
    return worst;
}
