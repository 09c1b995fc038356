#include <string.h>

#include "layout/body.h"
#include "layout/form_line.h"

/* Columns of blanks that make one level of indentation. */
#define INDENT_COLUMNS 2

/* Codes of a level are of one length; a code between two counts to the shorter. */
static unsigned level_of_code(const struct bgt_layout_block *block, size_t length,
                              bool *is_usual)
{
    unsigned level = 0;
    *is_usual = block->level_count == 0;
    for (unsigned i = 0; i < block->level_count; i++) {
        if (block->levels[i] <= length) {
            level = i + 1;
        }
        *is_usual = *is_usual || block->levels[i] == length;
    }
    return level;
}

static void set_level(struct bgt_layout_reader *reader, const struct bgt_form_line *line,
                      unsigned level)
{
    if (level != 0) {
        bgt_line_set(&reader->draft, BGT_line_level_no, bgt_piece_count(level));
        reader->next[line->number].level = (uint16_t)level;
    }
}

static bgt_status report_unusual(struct bgt_layout_reader *reader, uint16_t column,
                                 const struct bgt_form_line *line)
{
    struct bgt_cell cell =
        bgt_body_cell(reader, line->body, bgt_form_column(reader, column));
    bgt_buffer_clear(&reader->text);
    for (unsigned i = 0; i < line->block->level_count; i++) {
        (void)bgt_buffer_append_text(&reader->text, i == 0 ? "" : ", ");
        (void)bgt_buffer_append_unsigned(&reader->text, line->block->levels[i]);
    }
    return bgt_reading_report_cell(reader, "CODE_UNUSUAL", &cell, reader->text.data,
                                   NULL);
}

bool bgt_form_is_code(struct bgt_slice code)
{
    for (size_t i = 0; i < code.length; i++) {
        char c = code.text[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
            !(c >= 'a' && c <= 'z') && c != '-' && c != '.') {
            return false;
        }
    }
    return code.length > 0;
}

/* An amount written as text in the column of codes; a stored number was refused before.
 */
static bool is_amount(struct bgt_slice code, const struct bgt_cell *cell)
{
    struct bgt_decimal number;
    return cell->value != NULL && cell->value->type == BGT_VALUE_TEXT &&
           bgt_decimal_parse(code.text, code.length, &number) == BGT_DECIMAL_OK &&
           number.scale > 0;
}

static bgt_status coded_line(struct bgt_layout_reader *reader,
                             const struct bgt_form_line *line)
{
    uint16_t column = line->block->code_column;
    bool is_usual = true;
    struct bgt_cell cell =
        bgt_body_cell(reader, line->body, bgt_form_column(reader, column));
    if (!bgt_form_is_code(line->code) || is_amount(line->code, &cell)) {
        return bgt_reading_report_cell(reader, "CODE_INVALID", &cell, NULL, NULL);
    }
    set_level(reader, line, level_of_code(line->block, line->code.length, &is_usual));
    struct bgt_buffer *code = &reader->next[line->number].code;
    bgt_buffer_clear(code);
    if (bgt_buffer_append(code, line->code.text, line->code.length) == BGT_NO_MEMORY) {
        return BGT_NO_MEMORY;
    }
    return is_usual ? BGT_OK : report_unusual(reader, column, line);
}

/* Looks a name up: in the open class first, then among the classes. */
static bgt_status looked_up_line(struct bgt_layout_reader *reader,
                                 const struct bgt_form_line *line)
{
    struct bgt_block_state *state = &reader->table.blocks[line->number];
    const struct bgt_layout_lookup *lookup = &line->block->lookup;
    const struct bgt_catalogues *catalogues = reader->options.catalogues;
    struct bgt_slice name = bgt_form_bare_name(line->name);
    const struct bgt_catalogue_entry *entry = NULL;
    if (catalogues == NULL ||
        bgt_catalogue_of(catalogues, lookup->scheme.text, reader->table.year) == NULL) {
        return BGT_OK;
    }
    if (state->parent != NULL) {
        entry = bgt_catalogue_by_name(catalogues, lookup->scheme.text, reader->table.year,
                                      state->parent->code, name);
    }
    if (entry == NULL) {
        entry = bgt_catalogue_by_name(catalogues, lookup->scheme.text, reader->table.year,
                                      "", name);
        state->parent = entry != NULL ? entry : state->parent;
    }
    if (entry == NULL) {
        return bgt_reading_report_cell(
            reader, "NAME_UNKNOWN", &line->item,
            state->parent == NULL ? lookup->scheme.text : state->parent->name, NULL);
    }
    bgt_line_set(&reader->draft, lookup->code_field,
                 bgt_piece_text(entry->code, entry->code_length));
    set_level(reader, line, entry->level);
    return BGT_OK;
}

/* A unit's row among projects: its name is no project's. */
static bgt_status agency_line(struct bgt_layout_reader *reader,
                              const struct bgt_form_line *line)
{
    struct bgt_line_draft *draft = &reader->draft;
    const struct bgt_layout_column *column =
        &reader->table.layout->columns[line->block->item_column];
    struct bgt_piece name = draft->pieces[BGT_line_item];
    for (unsigned f = 0; f < column->field_count; f++) {
        if (column->fields[f] != BGT_line_item) {
            bgt_line_unset(draft, column->fields[f]);
        }
    }
    bgt_line_set(draft, BGT_line_agency_name, name);
    bgt_form_set(reader, BGT_line_row_kind, "total");
    bgt_form_set(reader, BGT_line_row_role, "agency_total");
    reader->next[line->number].is_agency = true;
    return bgt_reading_keep(reader, bgt_text_trim(name.text, name.length),
                            &reader->table.agency);
}

/* The unit whose projects follow, where it is not the document's. */
static void set_agency(struct bgt_layout_reader *reader)
{
    struct bgt_slice own = reader->table.agency;
    struct bgt_slice whole = reader->document.known[BGT_document_agency_name];
    if (own.length > 0 && !bgt_line_has(&reader->draft, BGT_line_agency_name) &&
        !bgt_text_same_label(own.text, own.length, whole.text, whole.length)) {
        bgt_line_set(&reader->draft, BGT_line_agency_name,
                     bgt_piece_text(own.text, own.length));
    }
}

bgt_status bgt_form_named(struct bgt_layout_reader *reader,
                          const struct bgt_form_line *line)
{
    const struct bgt_layout_block *block = line->block;
    bgt_form_set(reader, BGT_line_row_kind, "detail");
    if (block->has_agency_rows && bgt_reading_is_agency(reader, line->name)) {
        return agency_line(reader, line);
    }
    if (block->has_agency_rows) {
        set_agency(reader);
    }
    if (line->code.length > 0) {
        return coded_line(reader, line);
    }
    if (block->has_indent) {
        set_level(reader, line,
                  bgt_text_indent(line->name.text, line->name.length) / INDENT_COLUMNS +
                      1);
    }
    if (block->lookup.scheme.length > 0) {
        return looked_up_line(reader, line);
    }
    return bgt_form_column(reader, block->code_column) == 0
               ? BGT_OK
               : bgt_reading_report_cell(reader, "ITEM_UNKNOWN", &line->item,
                                         reader->table.layout->id.text, NULL);
}
