#include "layout/sheet_columns.h"

#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/cell.h"
#include "layout/place.h"
#include "layout/record_columns.h"

bgt_status bgt_sheet_report(const struct bgt_sheet_columns *columns,
                            const struct bgt_sheet_fault *fault,
                            const struct bgt_batch *batch, const struct bgt_item *row,
                            const struct bgt_value *value)
{
    char name[BGT_PLACE_TEXT_MAX];
    size_t length =
        columns->sheet.length < sizeof name ? columns->sheet.length : sizeof name - 1;
    memcpy(name, columns->sheet.text, length);
    name[length] = '\0';
    struct bgt_diagnostic diagnostic = {
        .code = fault->code,
        .place = {.sheet = name,
                  .line = row->line,
                  .column = value != NULL ? value->column : 0,
                  .is_cell = (row->flags & BGT_ITEM_CELLS) != 0},
        .arguments = {fault->argument1, fault->argument2}};
    /* In a text file the column is that of the character, not of the cell. */
    if (value != NULL && value->place_column != 0)
        diagnostic.place.column = value->place_column;
    if (value != NULL && value->place_line != 0)
        diagnostic.place.line = value->place_line;
    if (value != NULL && value->text_length > 0) {
        diagnostic.text = bgt_value_text(batch, value);
        diagnostic.text_length = value->text_length;
    }
    return bgt_report(columns->io->reporter, &diagnostic);
}

/* ---- Header ---- */

static uint8_t list_role(struct bgt_slice header)
{
    static const struct {
        const char *name;
        uint8_t role;
    } lists[] = {
        {"seq", BGT_ROLE_SEQ}, {"fields", BGT_ROLE_FIELDS}, {"blank", BGT_ROLE_BLANK}};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        if (bgt_text_equal(header.text, header.length, lists[i].name,
                           strlen(lists[i].name)))
            return lists[i].role;
    return BGT_ROLE_NONE;
}

static bgt_status keep_extra(struct bgt_sheet_column *column, struct bgt_arena *arena,
                             struct bgt_slice name)
{
    char *copy = bgt_arena_copy(arena, name.text, name.length);
    column->role = BGT_ROLE_EXTRA;
    column->name = (struct bgt_slice){copy, name.length};
    return copy != NULL ? BGT_OK : bgt_arena_failure(arena);
}

static bgt_status fault_at(const struct bgt_sheet_columns *columns, const char *code,
                           const struct bgt_batch *batch, const struct bgt_item *row,
                           const struct bgt_value *value)
{
    char text[256];
    size_t length =
        value->text_length < sizeof text ? value->text_length : sizeof text - 1;
    memcpy(text, bgt_value_text(batch, value), length);
    text[length] = '\0';
    struct bgt_sheet_fault fault = {code, text, columns->entity->key};
    return bgt_sheet_report(columns, &fault, batch, row, value);
}

static bgt_status read_header_cell(struct bgt_sheet_columns *columns,
                                   struct bgt_arena *arena, const struct bgt_batch *batch,
                                   const struct bgt_item *row,
                                   const struct bgt_value *value)
{
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    struct bgt_sheet_column *column = &columns->columns[value->column - 1];
    struct bgt_slice name = text;
    const struct bgt_field *field =
        bgt_entity_find(columns->entity, text.text, text.length);
    if (columns->has_lists && list_role(text) != BGT_ROLE_NONE) {
        column->role = list_role(text);
    } else if (field != NULL) {
        if (bgt_sheet_columns_find(columns, BGT_ROLE_FIELD, field->number) >= 0)
            return fault_at(columns, "LAYOUT_HEADER_TWICE", batch, row, value);
        column->role = BGT_ROLE_FIELD;
        column->field = field->number;
    } else if (bgt_extra_parse(text, &column->type, &name)) {
        /* `x:` leaves the type to the format: text in CSV, the cell's in a workbook. */
        column->type = column->type == BGT_VALUE_TEXT ? 0 : column->type;
        return keep_extra(column, arena, name);
    } else if (!columns->has_lists) {
        return keep_extra(column, arena, name);
    } else {
        return fault_at(columns, "LAYOUT_HEADER_UNKNOWN", batch, row, value);
    }
    return BGT_OK;
}

bgt_status bgt_sheet_columns_read(struct bgt_sheet_columns *columns,
                                  struct bgt_arena *arena, const struct bgt_batch *batch,
                                  const struct bgt_item *header)
{
    const struct bgt_value *values = bgt_item_values(batch, header);
    bgt_status worst = BGT_OK;
    columns->count = 0;
    for (uint32_t i = 0; i < header->value_count; i++)
        if (values[i].column > columns->count)
            columns->count = values[i].column;
    if (columns->count > columns->io->limits->row_cells)
        return bgt_report_limit(columns->io->reporter, NULL, "row-cells",
                                columns->io->limits->row_cells);
    columns->columns =
        bgt_arena_allocate_array(arena, columns->count + 1, sizeof *columns->columns);
    if (columns->columns == NULL)
        return bgt_arena_failure(arena);
    for (uint32_t i = 0; i < header->value_count; i++) {
        if (bgt_cell_is_empty(&values[i]) || values[i].column == 0)
            continue;
        bgt_status status = read_header_cell(columns, arena, batch, header, &values[i]);
        if (status == BGT_OK)
            continue;
        if (status != BGT_BAD)
            return status;
        worst = status;
    }
    return worst;
}

int64_t bgt_sheet_columns_find(const struct bgt_sheet_columns *columns, uint8_t role,
                               uint16_t field)
{
    for (uint32_t i = 0; i < columns->count; i++)
        if (columns->columns[i].role == role &&
            (role != BGT_ROLE_FIELD || columns->columns[i].field == field))
            return i;
    return -1;
}

/* ---- Cells ---- */

bgt_status bgt_sheet_record_begin(const struct bgt_sheet_columns *columns,
                                  const struct bgt_item *row, struct bgt_batch *out)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK)
        return status;
    item->entity = columns->entity->number;
    item->flags = row->flags & BGT_ITEM_CELLS;
    item->line = row->line;
    item->row = row->row;
    return bgt_batch_place(out, columns->sheet.text, columns->sheet.length);
}

/* A cell that is to become a value. */
struct cell {
    const struct bgt_sheet_columns *columns;
    const struct bgt_batch *batch;
    const struct bgt_item *row;
    const struct bgt_value *value;
    struct bgt_batch *out;
    uint32_t field; /* Number, or BGT_FIELD_EXTRA. */
};

static struct bgt_slice cell_text(const struct cell *cell)
{
    return (struct bgt_slice){bgt_value_text(cell->batch, cell->value),
                              cell->value->text_length};
}

static bgt_status put_text(const struct cell *cell, struct bgt_slice text,
                           enum bgt_value_type type, enum bgt_state state)
{
    struct bgt_value *added = NULL;
    uint64_t offset = 0;
    bgt_status status = bgt_batch_text(cell->out, text.text, text.length, &offset);
    if (status == BGT_OK)
        status = bgt_batch_value(cell->out, cell->field, type, state, &added);
    if (status != BGT_OK)
        return status;
    added->text_offset = offset;
    added->text_length = (uint32_t)text.length;
    added->place_column = cell->value->column;
    return BGT_OK;
}

static bgt_status put_number(const struct cell *cell, struct bgt_decimal decimal)
{
    struct bgt_value *added = NULL;
    bgt_status status = bgt_batch_put_decimal(cell->out, cell->field, decimal, &added);
    if (status == BGT_OK)
        added->place_column = cell->value->column;
    return status;
}

static bgt_status fault(const struct cell *cell, const char *code, const char *name,
                        const char *detail)
{
    struct bgt_sheet_fault found = {code, name, detail};
    return bgt_sheet_report(cell->columns, &found, cell->batch, cell->row, cell->value);
}

static const char *decimal_fault(enum bgt_decimal_error error)
{
    switch (error) {
    case BGT_DECIMAL_TOO_MANY_DIGITS:
        return ">18 digits";
    case BGT_DECIMAL_TOO_MANY_PLACES:
        return ">9 places";
    default:
        return "?";
    }
}

static bgt_status put_amount(const struct cell *cell, const char *name)
{
    struct bgt_decimal decimal;
    if ((cell->value->flags & BGT_VALUE_DECIMAL) != 0)
        return put_number(cell, cell->value->decimal);
    struct bgt_slice raw = cell_text(cell);
    struct bgt_slice text = bgt_text_trim(raw.text, raw.length);
    enum bgt_decimal_error error = bgt_decimal_parse(text.text, text.length, &decimal);
    if (error == BGT_DECIMAL_SYNTAX)
        error = bgt_decimal_parse_grouped(text.text, text.length, &decimal, NULL);
    if (error == BGT_DECIMAL_OK)
        return put_number(cell, decimal);
    if (bgt_text_is_dash(text.text, text.length))
        return put_text(cell, raw, BGT_VALUE_TEXT, BGT_BLANK);
    return fault(cell, "LAYOUT_CELL_NOT_NUMBER", name, decimal_fault(error));
}

static bgt_status put_count(const struct cell *cell, const char *name)
{
    uint64_t number = 0;
    struct bgt_decimal decimal;
    if ((cell->value->flags & BGT_VALUE_DECIMAL) != 0) {
        decimal = bgt_decimal_trim(cell->value->decimal);
        if (decimal.scale == 0 && decimal.coefficient >= 0)
            return put_number(cell, decimal);
        return fault(cell, "LAYOUT_CELL_NOT_NUMBER", name, "0 1 2 3 …");
    }
    struct bgt_slice text = cell_text(cell);
    text = bgt_text_trim(text.text, text.length);
    if (!bgt_text_parse_unsigned(text.text, text.length, UINT32_MAX, &number))
        return fault(cell, "LAYOUT_CELL_NOT_NUMBER", name, "0 1 2 3 …");
    return put_number(cell, bgt_decimal_make((int64_t)number, 0));
}

/* `one, two, three` for a message. */
static void join_choices(const struct bgt_field *field, char *out, size_t size)
{
    size_t used = 0;
    for (const char *const *choice = field->choices; *choice != NULL; choice++) {
        size_t length = strlen(*choice);
        if (used + length + 3 > size)
            break;
        if (used > 0) {
            out[used++] = ',';
            out[used++] = ' ';
        }
        memcpy(out + used, *choice, length);
        used += length;
    }
    out[used] = '\0';
}

static bgt_status put_choice(const struct cell *cell, const struct bgt_field *field)
{
    char choices[512];
    struct bgt_slice text = cell_text(cell);
    for (const char *const *choice = field->choices; *choice != NULL; choice++)
        if (bgt_text_equal(text.text, text.length, *choice, strlen(*choice)))
            return put_text(cell, text, BGT_VALUE_TEXT, BGT_PRESENT);
    join_choices(field, choices, sizeof choices);
    return fault(cell, "LAYOUT_CELL_NOT_CHOICE", field->key, choices);
}

/* A text field; a number or truth value that a program made of it is taken back. */
static bgt_status put_plain(const struct cell *cell, const struct bgt_field *field)
{
    char digits[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_slice text = cell_text(cell);
    if (cell->value->type == BGT_VALUE_NUMBER &&
        (cell->value->flags & BGT_VALUE_DECIMAL) != 0)
        text =
            (struct bgt_slice){digits, bgt_decimal_format(cell->value->decimal, digits)};
    if (cell->value->type == BGT_VALUE_BOOLEAN && field->type == BGT_BOOL)
        text = bgt_slice_of(bgt_text_equal(text.text, text.length, "1", 1) ? "1" : "2");
    return put_text(cell, text, BGT_VALUE_TEXT, BGT_PRESENT);
}

static bgt_status put_field(const struct cell *cell, const struct bgt_field *field)
{
    switch (field->type) {
    case BGT_AMOUNT:
        return put_amount(cell, field->key);
    case BGT_COUNT:
        return put_count(cell, field->key);
    case BGT_ENUM:
        return put_choice(cell, field);
    default:
        return put_plain(cell, field);
    }
}

static bgt_status put_extra(const struct cell *cell,
                            const struct bgt_sheet_column *column)
{
    enum bgt_value_type type =
        (enum bgt_value_type)(column->type != 0 ? column->type : cell->value->type);
    bgt_status status = BGT_OK;
    uint32_t before = cell->out->value_count;
    if (type == BGT_VALUE_NUMBER)
        status = put_amount(cell, column->name.text);
    else
        status = put_text(cell, cell_text(cell), type, BGT_PRESENT);
    if (status != BGT_OK || cell->out->value_count == before)
        return status;
    return bgt_batch_name(cell->out, column->name.text, column->name.length);
}

static bgt_status put_cell(const struct cell *cell, struct bgt_sheet_lists *lists)
{
    const struct bgt_sheet_columns *columns = cell->columns;
    const struct bgt_sheet_column none = {0};
    const struct bgt_sheet_column *column =
        cell->value->column >= 1 && cell->value->column <= columns->count
            ? &columns->columns[cell->value->column - 1]
            : &none;
    if (cell->value->type == BGT_VALUE_ERROR && column->type != BGT_VALUE_ERROR)
        return fault(cell, "LAYOUT_CELL_ERROR", NULL, NULL);
    switch (column->role) {
    case BGT_ROLE_FIELD:
        return put_field(cell, bgt_entity_field(columns->entity, column->field));
    case BGT_ROLE_EXTRA:
        return put_extra(cell, column);
    case BGT_ROLE_SEQ:
        lists->seq = cell->value;
        return BGT_OK;
    case BGT_ROLE_FIELDS:
        lists->fields = cell->value;
        return BGT_OK;
    case BGT_ROLE_BLANK:
        lists->blank = cell->value;
        return BGT_OK;
    default:
        return fault(cell, "LAYOUT_CELL_NO_HEADER", NULL, NULL);
    }
}

bgt_status bgt_sheet_values(const struct bgt_sheet_columns *columns,
                            const struct bgt_batch *batch, const struct bgt_item *row,
                            struct bgt_batch *out, struct bgt_sheet_lists *lists)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    bgt_status worst = BGT_OK;
    *lists = (struct bgt_sheet_lists){0};
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (bgt_cell_is_empty(&values[i]))
            continue;
        uint32_t at = values[i].column - 1;
        bool is_field =
            at < columns->count && columns->columns[at].role == BGT_ROLE_FIELD;
        struct cell cell = {
            columns,    batch, row,
            &values[i], out,   is_field ? columns->columns[at].field : BGT_FIELD_EXTRA};
        bgt_status status = put_cell(&cell, lists);
        if (status == BGT_BAD)
            worst = BGT_BAD;
        else if (status != BGT_OK)
            return status;
    }
    return worst;
}
