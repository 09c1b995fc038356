#include "fiscal_values.h"

#include <stdio.h>

struct bgt_decimal bgt_fiscal_number(uint64_t number)
{
    return bgt_decimal_make((int64_t)number, 0);
}

enum bgt_value_type bgt_fiscal_value_type(enum bgt_fiscal_mark mark)
{
    static const uint8_t types[] = {BGT_VALUE_TEXT,    BGT_VALUE_NUMBER, BGT_VALUE_NUMBER,
                                    BGT_VALUE_BOOLEAN, BGT_VALUE_DATE,   BGT_VALUE_ERROR,
                                    BGT_VALUE_TEXT};
    return (enum bgt_value_type)types[mark];
}

bgt_status bgt_fiscal_begin_item(const struct bgt_fiscal_input_row *row,
                                 struct bgt_batch *batch, enum bgt_item_kind kind,
                                 const struct bgt_entity *entity)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, kind, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->entity = entity->number;
    item->line = row->line;
    return bgt_batch_place(batch, row->text, row->path_length);
}

/* One value: where it stands and what for. */
struct one {
    const struct bgt_fiscal_target *target;
    const struct bgt_fiscal_cell *cell;
    uint32_t column;
    const char *text;
    size_t length;
};

static bgt_status refuse(const struct one *one, const char *code, const char *first,
                         const char *second)
{
    const char *const arguments[2] = {first, second};
    return bgt_fiscal_report_row(one->target->source, one->target->row, one->cell, code,
                                 arguments);
}

static void set_place(const struct one *one, struct bgt_value *value)
{
    value->place_column = one->cell->column;
    value->place_line = one->cell->line == one->target->row->line ? 0 : one->cell->line;
}

static bgt_status put_text(const struct one *one, enum bgt_value_type type)
{
    struct bgt_value *value = NULL;
    bgt_status status = bgt_batch_put_text(one->target->batch, one->column, one->text,
                                           one->length, &value);
    if (status == BGT_OK) {
        value->type = (uint8_t)type;
        set_place(one, value);
    }
    return status;
}

static bgt_status put_blank(const struct one *one)
{
    bgt_status status = put_text(one, BGT_VALUE_TEXT);
    if (status == BGT_OK) {
        struct bgt_batch *batch = one->target->batch;
        batch->values[batch->value_count - 1].state = BGT_BLANK;
    }
    return status;
}

static bgt_status put_decimal(const struct one *one, struct bgt_decimal decimal)
{
    struct bgt_value *value = NULL;
    bgt_status status =
        bgt_batch_put_decimal(one->target->batch, one->column, decimal, &value);
    if (status == BGT_OK) {
        set_place(one, value);
    }
    return status;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim(struct one *one)
{
    while (one->length != 0 && is_blank(one->text[0])) {
        one->text++;
        one->length--;
    }
    while (one->length != 0 && is_blank(one->text[one->length - 1])) {
        one->length--;
    }
}

static bool is_text(const struct one *one, const char *text)
{
    return strlen(text) == one->length && memcmp(text, one->text, one->length) == 0;
}

static bgt_status read_number(struct one *one, bool is_count)
{
    struct bgt_decimal decimal;
    trim(one);
    enum bgt_decimal_error result = bgt_decimal_parse(one->text, one->length, &decimal);
    if (is_count) {
        return result == BGT_DECIMAL_OK && decimal.scale == 0 && decimal.coefficient >= 0
                   ? put_decimal(one, decimal)
                   : refuse(one, "FISCAL_XML_COUNT", one->cell->field->element, NULL);
    }
    switch (result) {
    case BGT_DECIMAL_OK:
        return put_decimal(one, decimal);
    case BGT_DECIMAL_TOO_MANY_DIGITS:
    case BGT_DECIMAL_TOO_MANY_PLACES:
        return refuse(one, "FISCAL_XML_AMOUNT_LONG", one->cell->field->element, NULL);
    default:
        return refuse(one, "FISCAL_XML_AMOUNT", one->cell->field->element, NULL);
    }
}

static bgt_status read_bool(struct one *one)
{
    static const char *const yes[] = {"1", "是", "true"};
    static const char *const no[] = {"2", "0", "否", "false"};
    trim(one);
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        if (is_text(one, yes[i])) {
            one->text = yes[0];
            one->length = 1;
            return put_text(one, BGT_VALUE_TEXT);
        }
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        if (is_text(one, no[i])) {
            one->text = no[0];
            one->length = 1;
            return put_text(one, BGT_VALUE_TEXT);
        }
    }
    return refuse(one, "FISCAL_XML_BOOL", one->cell->field->element, NULL);
}

static bgt_status read_year(struct one *one)
{
    trim(one);
    bool is_year = one->length == 4;
    for (size_t i = 0; i < one->length && is_year; i++) {
        is_year = one->text[i] >= '0' && one->text[i] <= '9';
    }
    return is_year ? put_text(one, BGT_VALUE_TEXT)
                   : refuse(one, "FISCAL_XML_YEAR", one->cell->field->element, NULL);
}

static bgt_status read_choice(struct one *one)
{
    const struct bgt_field *field = one->cell->field->field;
    char list[256] = "";
    size_t length = 0;
    trim(one);
    for (size_t i = 0;
         field != NULL && field->choices != NULL && field->choices[i] != NULL; i++) {
        if (is_text(one, field->choices[i])) {
            return put_text(one, BGT_VALUE_TEXT);
        }
        size_t room = sizeof list - length;
        int more =
            snprintf(list + length, room, "%s%s", i == 0 ? "" : ", ", field->choices[i]);
        length += more < 0 ? 0 : (size_t)more < room ? (size_t)more : room - 1;
    }
    return refuse(one, "FISCAL_XML_CHOICE", one->cell->field->element, list);
}

static bgt_status read_text(struct one *one)
{
    const struct bgt_field *field = one->cell->field->field;
    uint32_t most = one->cell->field->characters;
    size_t characters = 0;
    if (field != NULL && field->type == BGT_CODE) {
        trim(one);
    }
    for (size_t i = 0; i < one->length; i++) {
        characters += ((unsigned char)one->text[i] & 0xC0) != 0x80;
    }
    if (most != 0 && characters > most) {
        char number[16];
        (void)snprintf(number, sizeof number, "%u", (unsigned)most);
        return refuse(one, "FISCAL_XML_LONG", one->cell->field->element, number);
    }
    return put_text(one, BGT_VALUE_TEXT);
}

static bgt_status read_natural(struct one *one)
{
    switch (one->cell->field->type) {
    case BGT_AMOUNT:
        return read_number(one, false);
    case BGT_COUNT:
        return read_number(one, true);
    case BGT_YEAR:
        return read_year(one);
    case BGT_BOOL:
        return read_bool(one);
    case BGT_ENUM:
        return read_choice(one);
    default:
        return read_text(one);
    }
}

/* Whether the element says nothing: what is no text may be blank space alone. */
static bool is_empty(const struct one *one)
{
    const struct bgt_fiscal_field *field = one->cell->field;
    bool is_text_field = field == NULL || field->field == NULL ||
                         field->field->type == BGT_TEXT || field->type == BGT_DATE;
    struct one trimmed = *one;
    if (!is_text_field) {
        trim(&trimmed);
    }
    return trimmed.length == 0;
}

/* A number that is too large for an exact decimal is kept as its source stored it. */
static bgt_status read_marked(struct one *one)
{
    enum bgt_fiscal_mark mark = (enum bgt_fiscal_mark)one->cell->mark;
    struct bgt_decimal decimal;
    bgt_status status = BGT_OK;
    if (mark == BGT_FISCAL_MARK_BLANK) {
        return put_blank(one);
    }
    if (mark != BGT_FISCAL_MARK_NUMBER && mark != BGT_FISCAL_MARK_PERCENT) {
        return put_text(one, bgt_fiscal_value_type(mark));
    }
    trim(one);
    size_t digits = 0;
    while (digits < one->length && strchr("0123456789+-.eE", one->text[digits]) != NULL) {
        digits++;
    }
    if (bgt_decimal_parse(one->text, one->length, &decimal) == BGT_DECIMAL_OK) {
        status = put_decimal(one, decimal);
    } else if (one->length != 0 && digits == one->length) {
        status = put_text(one, BGT_VALUE_NUMBER);
    } else {
        return refuse(one, "FISCAL_XML_AMOUNT", bgt_fiscal_mark_word(mark), NULL);
    }
    if (status == BGT_OK && mark == BGT_FISCAL_MARK_PERCENT) {
        struct bgt_batch *batch = one->target->batch;
        batch->values[batch->value_count - 1].flags |= BGT_VALUE_PERCENT;
    }
    return status;
}

/* Whether the text was a constant that says nothing of the document. */
static bool is_constant(const struct one *one)
{
    const struct bgt_fiscal_field *field = one->cell->field;
    return field != NULL && field->constant != NULL && is_text(one, field->constant);
}

static bgt_status put_cell(struct one *one)
{
    const struct bgt_fiscal_field *field = one->cell->field;
    struct bgt_batch *batch = one->target->batch;
    uint32_t before = batch->value_count;
    bgt_status status = BGT_OK;
    if (is_constant(one)) {
        return BGT_OK;
    }
    if (one->cell->is_marked) {
        status = read_marked(one);
    } else if (is_empty(one)) {
        one->length = 0;
        /* A line stores only what is present: the announced set says the rest. */
        bool is_line = one->target->announced != NULL;
        status = is_line ? BGT_OK : put_blank(one);
    } else if (field != NULL) {
        status = read_natural(one);
    } else {
        status = put_text(one, BGT_VALUE_TEXT);
    }
    if (status == BGT_OK && one->column == BGT_FIELD_EXTRA &&
        batch->value_count > before) {
        const char *name = field != NULL && field->field == NULL
                               ? field->element
                               : one->target->row->text + one->cell->name_offset;
        size_t length = field != NULL && field->field == NULL ? strlen(field->element)
                                                              : one->cell->name_length;
        status = bgt_batch_name(batch, name, length);
    }
    return status;
}

static bgt_status put_default(const struct bgt_fiscal_target *target,
                              const struct bgt_fiscal_field *field)
{
    uint32_t number = field->field->number;
    switch (field->missing) {
    case BGT_FISCAL_IS_TABLE:
        return bgt_batch_put_decimal(target->batch, number, target->table_number, NULL);
    case BGT_FISCAL_IS_COUNT:
        return bgt_batch_put_decimal(target->batch, number, target->line_number, NULL);
    case BGT_FISCAL_IS_TEXT:
        return bgt_batch_put_text(target->batch, number, field->fallback,
                                  strlen(field->fallback), NULL);
    default:
        return BGT_OK;
    }
}

static bool has_bit(const uint64_t *bits, uint32_t number)
{
    return number < BGT_FISCAL_BITS * 64 &&
           (bits[number / 64] >> (number % 64) & 1U) != 0;
}

static void set_bit(uint64_t *bits, uint32_t number)
{
    bits[number / 64] |= UINT64_C(1) << (number % 64);
}

/* What the row does not say: defaults, and elements that must be there. */
static bgt_status complete(const struct bgt_fiscal_target *target,
                           const uint64_t *elements, const uint64_t *numbers)
{
    const struct bgt_fiscal_row *row =
        target->rules != NULL ? target->rules : target->row->row;
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; row != NULL && i < row->field_count && status == BGT_OK; i++) {
        const struct bgt_fiscal_field *field = &row->fields[i];
        bool is_announced = row->is_read_only || row->takes_defaults ||
                            (target->announced != NULL && field->field != NULL &&
                             has_bit(target->announced, field->field->number));
        if (has_bit(elements, i)) {
            continue;
        }
        if (field->is_mandatory) {
            const char *const arguments[2] = {field->element, NULL};
            status = bgt_fiscal_report_row(target->source, target->row, NULL,
                                           "FISCAL_XML_MISSING", arguments);
        } else if (field->missing != BGT_FISCAL_NO_DEFAULT && field->field != NULL &&
                   is_announced && !has_bit(numbers, field->field->number)) {
            status = put_default(target, field);
        }
    }
    return status;
}

/* Notes which element and field a cell is; answers whether it stands a second time. */
static bool is_repeated(const struct bgt_fiscal_target *target,
                        const struct bgt_fiscal_cell *cell, uint64_t *elements,
                        uint64_t *numbers)
{
    const struct bgt_fiscal_row *row =
        target->rules != NULL ? target->rules : target->row->row;
    const struct bgt_fiscal_field *field = cell->field;
    bool is_there = false;
    if (field == NULL) {
        return false;
    }
    if (row != NULL && field >= row->fields && field < row->fields + row->field_count &&
        !cell->is_marked) {
        uint32_t index = (uint32_t)(field - row->fields);
        is_there = has_bit(elements, index);
        set_bit(elements, index);
    }
    if (field->field != NULL && (cell->text_length != 0 || cell->is_marked)) {
        is_there = is_there || has_bit(numbers, field->field->number);
        set_bit(numbers, field->field->number);
    }
    return is_there;
}

bgt_status bgt_fiscal_put_values(const struct bgt_fiscal_target *target)
{
    const struct bgt_fiscal_input_row *row = target->row;
    uint64_t elements[BGT_FISCAL_BITS] = {0};
    uint64_t numbers[BGT_FISCAL_BITS] = {0};
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < row->cell_count && status == BGT_OK; i++) {
        const struct bgt_fiscal_cell *cell = &row->cells[i];
        const struct bgt_fiscal_field *field = cell->field;
        struct one one = {.target = target,
                          .cell = cell,
                          .text = row->text + cell->text_offset,
                          .length = cell->text_length,
                          .column = field == NULL || field->field == NULL
                                        ? BGT_FIELD_EXTRA
                                        : field->field->number};
        status = is_repeated(target, cell, elements, numbers)
                     ? refuse(&one, "FISCAL_XML_TWICE", NULL, NULL)
                     : put_cell(&one);
    }
    if (status == BGT_OK) {
        status = complete(target, elements, numbers);
    }
    bgt_batch_sort_values(target->batch);
    return status;
}

static bgt_status announce(const struct one *one, uint64_t *bits)
{
    const struct bgt_fiscal_map *map = one->target->source->map;
    const struct bgt_fiscal_row *lines =
        bgt_fiscal_row_for(map, BGT_FISCAL_LINE, map->line);
    char name[BGT_FISCAL_NAME];
    int length = snprintf(name, sizeof name, "%.*s", (int)one->length, one->text);
    const struct bgt_fiscal_field *field =
        lines == NULL || length < 0 || (size_t)length >= sizeof name
            ? NULL
            : bgt_fiscal_find_field(map, lines, name, 0);
    if (field == NULL || field->field == NULL) {
        return refuse(one, "FISCAL_XML_ANNOUNCED", NULL, NULL);
    }
    uint32_t number = field->field->number;
    if (has_bit(bits, number)) {
        return refuse(one, "FISCAL_XML_TWICE", NULL, NULL);
    }
    set_bit(bits, number);
    return bgt_batch_value(one->target->batch, number, BGT_VALUE_TEXT, BGT_PRESENT, NULL);
}

bgt_status bgt_fiscal_put_announced(const struct bgt_fiscal_target *target,
                                    uint64_t bits[BGT_FISCAL_BITS])
{
    const struct bgt_fiscal_input_row *row = target->row;
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < row->cell_count && status == BGT_OK; i++) {
        const struct bgt_fiscal_cell *cell = &row->cells[i];
        struct one one = {.target = target,
                          .cell = cell,
                          .text = row->text + cell->text_offset,
                          .length = cell->text_length};
        if (cell->is_announced) {
            status = announce(&one, bits);
            continue;
        }
        if (!cell->is_marked || cell->field != NULL) {
            status = refuse(&one, "FISCAL_XML_ANNOUNCED", NULL, NULL);
            continue;
        }
        struct bgt_value *value = NULL;
        enum bgt_fiscal_mark mark = (enum bgt_fiscal_mark)cell->mark;
        status = bgt_batch_value(target->batch, BGT_FIELD_EXTRA,
                                 bgt_fiscal_value_type(mark), BGT_PRESENT, &value);
        if (status == BGT_OK) {
            value->flags = mark == BGT_FISCAL_MARK_PERCENT ? BGT_VALUE_PERCENT : 0;
            status = bgt_batch_name(target->batch, row->text + cell->name_offset,
                                    cell->name_length);
        }
    }
    return status;
}
