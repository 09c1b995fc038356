#include <string.h>

#include "layout/form_writing.h"
#include "model/catalogue.h"

/* A value that may have no place. */
struct question {
    struct bgt_form_writer *writer;
    const struct bgt_form_line_at *line;
    const struct bgt_value *value;
    struct bgt_slice text;
};

/* What a form has to do with a value. */
enum answer {
    ANSWER_HELD,    /* Reading the form again gives it. */
    ANSWER_DIFFERS, /* Reading it again gives another value. */
    ANSWER_NO_PLACE
};

static enum answer held_if(bool is_held)
{
    return is_held ? ANSWER_HELD : ANSWER_DIFFERS;
}

static bool is_same(struct bgt_slice a, struct bgt_slice b)
{
    return bgt_text_equal(a.text, a.length, b.text, b.length);
}

static struct bgt_slice line_text(const struct question *question, uint16_t field)
{
    return bgt_present_text(question->line->batch, question->writer->values[field]);
}

static bool is_word(struct bgt_slice text, const char *word)
{
    return word == NULL ? text.length == 0
                        : bgt_text_equal(text.text, text.length, word, strlen(word));
}

/* ---- Constants ---- */

static const struct bgt_slice *constant(const struct bgt_layout_values *values,
                                        uint32_t field)
{
    for (size_t i = 0; i < values->count; i++)
        if (values->list[i].field == field)
            return &values->list[i].text;
    return NULL;
}

/* The value that the layout itself gives the line, or null: the row's before the block's.
 */
static const struct bgt_slice *given(const struct question *question)
{
    const struct bgt_form_line_at *line = question->line;
    const struct bgt_slice *found = NULL;
    if (line->described != NULL)
        found = constant(&line->described->values, question->value->column);
    if (found == NULL)
        found = constant(&line->block->constants, question->value->column);
    if (found == NULL)
        found = constant(&question->writer->layout->constants, question->value->column);
    return found;
}

/* ---- Columns ---- */

static bool is_code_split(const struct question *question, uint16_t column)
{
    const struct bgt_layout_column *described =
        &question->writer->layout->columns[column];
    return described->part != 0;
}

/* Whether the parts of a split code, put together again, are the code. */
static bool is_whole_code(const struct question *question, uint16_t field)
{
    const struct bgt_layout *layout = question->writer->layout;
    const struct bgt_layout_block *block = question->line->block;
    size_t length = 0;
    bool is_exact = true;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        if (layout->columns[c].part == 0 || layout->columns[c].fields[0] != field)
            continue;
        struct bgt_slice part = bgt_form_code_part(layout, block, c, question->text);
        length += part.length;
        is_exact = is_exact && (part.length == 0 || layout->columns[c].part_digits == 0 ||
                                part.length >= layout->columns[c].part_digits);
    }
    return is_exact && length == question->text.length;
}

/* What the column that holds the field does with the value. */
static enum answer ask_column(const struct question *question, uint16_t column)
{
    const struct bgt_value *printed =
        bgt_form_printed(question->writer, question->line, column);
    if (printed == NULL)
        return ANSWER_NO_PLACE;
    if (printed != question->value) {
        struct bgt_slice text = bgt_present_text(question->line->batch, printed);
        return held_if(
            is_same(bgt_text_trim(text.text, text.length),
                    bgt_text_trim(question->text.text, question->text.length)));
    }
    if (is_code_split(question, column))
        return held_if(is_whole_code(question, (uint16_t)question->value->column));
    return ANSWER_HELD;
}

static enum answer ask_columns(const struct question *question)
{
    const struct bgt_layout *layout = question->writer->layout;
    const struct bgt_layout_block *block = question->line->block;
    enum answer answer = ANSWER_NO_PLACE;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        const struct bgt_layout_column *column = &layout->columns[c];
        for (unsigned f = 0; f < column->field_count; f++) {
            if (column->fields[f] != question->value->column)
                continue;
            enum answer here = ask_column(question, c);
            if (here != ANSWER_NO_PLACE)
                return here;
        }
        /* The item stands in the total's column where there is no other. */
        if (question->value->column == BGT_line_item &&
            bgt_form_printed(question->writer, question->line, c) == question->value)
            return ANSWER_HELD;
    }
    return answer;
}

/* ---- What reading concludes ---- */

/* The row of a unit, or of the department above the first unit: reading knows their
 * names. */
static bool is_agency_row(const struct question *question)
{
    struct bgt_slice role = line_text(question, BGT_line_row_role);
    return question->line->block->has_agency_rows &&
           (is_word(role, "agency_total") || is_word(role, "dept_total"));
}

static bool is_level(const struct question *question)
{
    const struct bgt_layout_block *block = question->line->block;
    int64_t level = question->value->decimal.coefficient;
    if (question->line->described != NULL)
        return question->line->described->level_no == level;
    if (block->code_column != BGT_LAYOUT_NONE && level >= 1 &&
        level <= block->level_count) {
        uint16_t field = question->writer->layout->columns[block->code_column].fields[0];
        return line_text(question, field).length == block->levels[level - 1];
    }
    if (block->has_indent) {
        struct bgt_slice item = line_text(question, BGT_line_item);
        return bgt_text_indent(item.text, item.length) / 2 + 1 == (unsigned)level;
    }
    return block->lookup.scheme.length > 0;
}

/* Fields that say what kind of row it is. */
static enum answer ask_row(const struct question *question)
{
    const struct bgt_form_line_at *line = question->line;
    const struct bgt_layout_row *row = line->described;
    bool is_export = question->writer->layout->kind == BGT_LAYOUT_EXPORT;
    switch (question->value->column) {
    case BGT_line_side:
        return held_if(is_word(question->text, bgt_layout_side_text(line->block->side)));
    case BGT_line_row_kind:
        if (row != NULL)
            return held_if(is_word(question->text, row->row_kind));
        if (is_agency_row(question))
            return held_if(is_word(question->text, "total"));
        return held_if(is_word(question->text, "detail") ||
                       (!is_export && is_word(question->text, "subtotal")));
    case BGT_line_row_role:
        return held_if(row != NULL ? is_word(question->text, row->row_role)
                                   : is_agency_row(question));
    case BGT_line_level_no:
        return held_if(is_level(question));
    default:
        return ANSWER_HELD; /* table_id, table_no and row_no follow from the form. */
    }
}

/* The bare name of a fixed row's label. */
static bool is_bare_name(const struct question *question)
{
    struct bgt_slice item = line_text(question, BGT_line_item);
    size_t start = bgt_text_strip_ordinal(item.text, item.length, NULL);
    struct bgt_slice name = bgt_text_trim(item.text + start, item.length - start);
    return is_same(name, question->text);
}

/* A code that reading looks up by the item's name. */
static bool is_looked_up(const struct question *question)
{
    const struct bgt_layout_lookup *lookup = &question->line->block->lookup;
    const struct bgt_form_facts *facts = question->writer->options.facts;
    uint64_t year = 0;
    const struct bgt_buffer *known = &facts->document[BGT_document_fiscal_year];
    (void)bgt_text_parse_unsigned(known->data, known->length, 9999, &year);
    if (question->writer->options.catalogues == NULL)
        return false;
    const struct bgt_catalogue_entry *entry =
        bgt_catalogue_by_code(question->writer->options.catalogues, lookup->scheme.text,
                              (unsigned)year, question->text.text, question->text.length);
    struct bgt_slice item = line_text(question, BGT_line_item);
    size_t start = bgt_text_strip_ordinal(item.text, item.length, NULL);
    return entry != NULL && bgt_text_same_label(entry->name, entry->name_length,
                                                item.text + start, item.length - start);
}

/* What a line has in common with the document is the document's. */
static bool is_documents(const struct question *question)
{
    const struct bgt_field *field = bgt_line_field(question->value->column);
    if ((field->flags & BGT_FIELD_COMMON) == 0)
        return false;
    return is_same(
        bgt_form_fact(question->writer->options.facts, bgt_slice_of(field->key)),
        question->text);
}

/* The name that a layout of last resort finds in its first column of text. */
static bool is_name_again(const struct question *question)
{
    const struct bgt_form_writer *writer = question->writer;
    uint16_t column = bgt_form_name_column(writer, question->line->block);
    return writer->layout->is_fallback && column != BGT_LAYOUT_NONE &&
           is_same(line_text(question, writer->layout->columns[column].fields[0]),
                   question->text);
}

static enum answer conclude(const struct question *question)
{
    const struct bgt_layout_block *block = question->line->block;
    uint32_t field = question->value->column;
    const struct bgt_slice *own = given(question);
    if (own != NULL)
        return held_if(is_same(*own, question->text));
    if (field == BGT_line_agency_name && block->has_agency_rows) {
        struct bgt_slice above = {question->writer->agency.data,
                                  question->writer->agency.length};
        struct bgt_slice item = line_text(question, BGT_line_item);
        if (is_same(question->text, is_agency_row(question) ? item : above))
            return ANSWER_HELD;
    }
    if (field == BGT_line_dept_name && is_agency_row(question))
        return held_if(is_same(question->text, line_text(question, BGT_line_item)));
    if (is_documents(question))
        return ANSWER_HELD;
    if (field == block->name_field && !block->is_open && is_bare_name(question))
        return ANSWER_HELD;
    if (field == BGT_line_item && is_name_again(question))
        return ANSWER_HELD;
    if (field == BGT_line_item && block->has_own_item)
        return held_if(is_same(block->rows[0].label.written, question->text));
    if (block->lookup.scheme.length > 0 && field == block->lookup.code_field)
        return held_if(is_looked_up(question));
    return ANSWER_NO_PLACE;
}

static enum answer ask(const struct question *question)
{
    uint32_t field = question->value->column;
    if ((bgt_line_field(field)->flags & BGT_FIELD_HOUSE) != 0)
        return ask_row(question);
    enum answer answer = ask_columns(question);
    if (answer == ANSWER_NO_PLACE)
        answer = conclude(question);
    if (answer == ANSWER_NO_PLACE && question->value->state == BGT_BLANK)
        return question->value->text_length == 0 ? ANSWER_HELD : ANSWER_NO_PLACE;
    return answer;
}

static bgt_status lose(struct bgt_form_writer *writer,
                       const struct bgt_loss_source *source, enum answer answer)
{
    if (answer == ANSWER_HELD)
        return BGT_OK;
    return bgt_losses_add_field(writer->options.target.losses,
                                answer == ANSWER_DIFFERS ? "LAYOUT_VALUE_DIFFERS"
                                                         : "LAYOUT_CANNOT_HOLD",
                                writer->layout->id.text, source);
}

static bgt_status keep_agency(struct bgt_form_writer *writer,
                              const struct bgt_form_line_at *line)
{
    struct question question = {.writer = writer, .line = line};
    if (!is_agency_row(&question))
        return BGT_OK;
    struct bgt_slice item = line_text(&question, BGT_line_item);
    bgt_buffer_clear(&writer->agency);
    return bgt_buffer_append(&writer->agency, item.text, item.length);
}

bgt_status bgt_form_check_line(struct bgt_form_writer *writer,
                               const struct bgt_form_line_at *line)
{
    const struct bgt_value *values = bgt_item_values(line->batch, line->item);
    bgt_status status = keep_agency(writer, line);
    for (uint32_t i = 0; i < line->item->value_count && status == BGT_OK; i++) {
        struct bgt_loss_source source = {line->batch, line->item, &values[i]};
        struct question question = {writer, line, &values[i],
                                    bgt_present_text(line->batch, &values[i])};
        if (values[i].column < BGT_line_field_count)
            status = lose(writer, &source, ask(&question));
    }
    return status;
}

/* ---- Table ---- */

/* Whether the form shows a field of its table, or reading concludes it. */
static enum answer ask_table(const struct bgt_form_writer *writer, struct bgt_slice text,
                             uint32_t field)
{
    const struct bgt_layout *layout = writer->layout;
    const struct bgt_field *described =
        bgt_entity_field(bgt_entity(BGT_ENTITY_table), (uint16_t)field);
    if ((described->flags & BGT_FIELD_HOUSE) != 0 ||
        bgt_form_writes(layout, described->key))
        return ANSWER_HELD;
    if (field == BGT_table_table_id)
        return held_if(is_same(text, layout->table_id));
    if (field == BGT_table_amount_unit && layout->amount_unit.length > 0)
        return held_if(is_same(text, layout->amount_unit));
    if (field == BGT_table_notes && layout->kind == BGT_LAYOUT_FORM)
        return ANSWER_HELD;
    return ANSWER_NO_PLACE;
}

bgt_status bgt_form_check_table(struct bgt_form_writer *writer,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++) {
        struct bgt_loss_source source = {batch, item, &values[i]};
        enum answer answer = ANSWER_NO_PLACE;
        if (values[i].state != BGT_PRESENT)
            continue;
        if (values[i].column < BGT_table_field_count)
            answer =
                ask_table(writer, bgt_present_text(batch, &values[i]), values[i].column);
        status = lose(writer, &source, answer);
    }
    return status;
}
