#include "fiscal_write.h"

#include <stdio.h>

static bool has_bit(const uint64_t *bits, uint32_t number)
{
    return (bits[number / 64] >> (number % 64) & 1U) != 0;
}

static enum bgt_fiscal_mark mark_of(const struct bgt_value *value)
{
    if (value->state == BGT_BLANK) {
        return BGT_FISCAL_MARK_BLANK;
    }
    switch (value->type) {
    case BGT_VALUE_NUMBER:
        return (value->flags & BGT_VALUE_PERCENT) != 0 ? BGT_FISCAL_MARK_PERCENT
                                                       : BGT_FISCAL_MARK_NUMBER;
    case BGT_VALUE_BOOLEAN:
        return BGT_FISCAL_MARK_BOOLEAN;
    case BGT_VALUE_DATE:
        return BGT_FISCAL_MARK_DATE;
    case BGT_VALUE_ERROR:
        return BGT_FISCAL_MARK_ERROR;
    default:
        return BGT_FISCAL_MARK_TEXT;
    }
}

/* ---- What fits a field element ---- */

static bool is_digits(const char *text, size_t length, size_t wanted)
{
    bool is_good = length == wanted;
    for (size_t i = 0; i < length && is_good; i++) {
        is_good = text[i] >= '0' && text[i] <= '9';
    }
    return is_good;
}

static bool is_choice(const struct bgt_field *field, const char *text, size_t length)
{
    for (size_t i = 0;
         field != NULL && field->choices != NULL && field->choices[i] != NULL; i++) {
        if (strlen(field->choices[i]) == length &&
            memcmp(field->choices[i], text, length) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool fits_text(const struct bgt_fiscal_field *field, const char *text,
                      size_t length)
{
    size_t characters = 0;
    switch (field->type) {
    case BGT_DATE:
        return is_digits(text, length, 8);
    case BGT_YEAR:
        return is_digits(text, length, 4);
    case BGT_BOOL:
        return length == 1 && (text[0] == '1' || text[0] == '2');
    case BGT_ENUM:
        return is_choice(field->field, text, length);
    case BGT_AMOUNT:
    case BGT_COUNT:
        return false;
    default:
        break;
    }
    /* Around codes blank space is layout, which a reader leaves out. */
    bool is_code = field->field != NULL && field->field->type == BGT_CODE;
    if (is_code && length != 0 && (is_white(text[0]) || is_white(text[length - 1]))) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        characters += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return length != 0 && (field->characters == 0 || characters <= field->characters);
}

/* Whether the element says all there is of the value. */
static bool fits(const struct bgt_fiscal_record *record,
                 const struct bgt_fiscal_field *field, const struct bgt_value *value)
{
    if (value->state == BGT_BLANK) {
        return value->text_length == 0;
    }
    if (field->type == BGT_AMOUNT || field->type == BGT_COUNT) {
        return mark_of(value) == BGT_FISCAL_MARK_NUMBER &&
               (value->flags & BGT_VALUE_DECIMAL) != 0 &&
               (field->type == BGT_AMOUNT ||
                (value->decimal.scale == 0 && value->decimal.coefficient >= 0));
    }
    return mark_of(value) == BGT_FISCAL_MARK_TEXT &&
           fits_text(field, bgt_value_text(record->batch, value), value->text_length);
}

/* Whether a line need not say a value, because it is what a missing element stands for.
 */
static bool is_default(const struct bgt_fiscal_record *record,
                       const struct bgt_fiscal_field *field,
                       const struct bgt_value *value)
{
    bool is_number =
        value->state == BGT_PRESENT && value->type == BGT_VALUE_NUMBER &&
        (value->flags & (BGT_VALUE_DECIMAL | BGT_VALUE_PERCENT)) == BGT_VALUE_DECIMAL;
    switch (field->missing) {
    case BGT_FISCAL_IS_TABLE:
        return is_number && bgt_decimal_equal(value->decimal, record->table_number);
    case BGT_FISCAL_IS_COUNT:
        return is_number && bgt_decimal_equal(value->decimal, record->line_number);
    case BGT_FISCAL_IS_TEXT:
        return mark_of(value) == BGT_FISCAL_MARK_TEXT &&
               value->text_length == strlen(field->fallback) &&
               memcmp(bgt_value_text(record->batch, value), field->fallback,
                      value->text_length) == 0;
    default:
        return false;
    }
}

/* ---- Checks ---- */

/* The element for a field that the row itself does not have: lines have one for all. */
static const struct bgt_fiscal_field *element_for(const struct bgt_fiscal_record *record,
                                                  uint32_t number)
{
    const struct bgt_fiscal_map *map = record->map;
    const struct bgt_fiscal_field *field = bgt_fiscal_field_of(record->row, number);
    if (field == NULL && (record->row->holds == BGT_FISCAL_LINE ||
                          record->row->holds == BGT_FISCAL_FIELDS)) {
        const struct bgt_fiscal_row *lines =
            bgt_fiscal_row_for(map, BGT_FISCAL_LINE, map->line);
        field = lines == NULL ? NULL : bgt_fiscal_field_of(lines, number);
    }
    return field;
}

const char *bgt_fiscal_record_check(const struct bgt_fiscal_record *record,
                                    const struct bgt_value **value)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    uint64_t seen[BGT_FISCAL_BITS] = {0};
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        uint32_t column = values[i].column;
        *value = &values[i];
        if (!bgt_fiscal_is_char_data(bgt_value_text(record->batch, &values[i]),
                                     values[i].text_length) ||
            !bgt_fiscal_is_char_data(bgt_value_name(record->batch, &values[i]),
                                     values[i].name_length)) {
            return "a control character cannot stand in XML";
        }
        if (column == BGT_FIELD_EXTRA) {
            continue;
        }
        if (column >= record->row->entity->field_count ||
            column >= BGT_FISCAL_MAX_FIELDS || element_for(record, column) == NULL) {
            return "the dialect has no element for this field";
        }
        if (has_bit(seen, column)) {
            return "the field stands twice in one record";
        }
        seen[column / 64] |= UINT64_C(1) << (column % 64);
    }
    *value = NULL;
    return NULL;
}

/* Whether the row is written for this record: each of its defaults holds, and there is an
 * element for each field and a value for each mandatory element. */
static bool defaults_hold(const struct bgt_fiscal_record *record,
                          const struct bgt_fiscal_row *row)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        if (values[i].column != BGT_FIELD_EXTRA &&
            bgt_fiscal_field_of(row, values[i].column) == NULL) {
            return false;
        }
    }
    for (uint16_t i = 0; i < row->field_count; i++) {
        const struct bgt_fiscal_field *field = &row->fields[i];
        const struct bgt_value *value =
            field->field == NULL
                ? NULL
                : bgt_item_find(record->batch, record->item, field->field->number);
        bool is_wanted = field->missing == BGT_FISCAL_IS_TEXT;
        if ((is_wanted && (value == NULL || !is_default(record, field, value))) ||
            (field->is_mandatory && (value == NULL || !fits(record, field, value)))) {
            return false;
        }
    }
    return true;
}

const struct bgt_fiscal_row *bgt_fiscal_choose_row(const struct bgt_fiscal_record *record,
                                                   const struct bgt_entity *entity)
{
    const struct bgt_fiscal_map *map = record->map;
    for (size_t i = 0; i < map->row_count; i++) {
        const struct bgt_fiscal_row *row = &map->rows[i];
        if (row->takes_defaults && row->entity == entity && defaults_hold(record, row)) {
            return row;
        }
    }
    return bgt_fiscal_row_for(map, BGT_FISCAL_RECORD, entity);
}

/* ---- Writing ---- */

static void put_attribute(struct bgt_fiscal_print *print, const char *name,
                          const char *text, size_t length)
{
    bgt_fiscal_print_raw(print, " ");
    bgt_fiscal_print_raw(print, name);
    bgt_fiscal_print_raw(print, "=\"");
    bgt_fiscal_print_text(print, text, length, true);
    bgt_fiscal_print_raw(print, "\"");
}

void bgt_fiscal_put_location(const struct bgt_fiscal_map *map,
                             struct bgt_fiscal_print *print, const char *location)
{
    if (location != NULL) {
        put_attribute(print, map->words.location, location, strlen(location));
    }
}

static void put_located(const struct bgt_fiscal_record *record, const char *element,
                        const char *location, const char *text, size_t length)
{
    struct bgt_fiscal_print *print = record->print;
    bgt_fiscal_print_raw(print, "      <");
    bgt_fiscal_print_raw(print, element);
    if (record->has_locations) {
        bgt_fiscal_put_location(record->map, print, location);
    }
    if (length == 0) {
        bgt_fiscal_print_raw(print, "/>\n");
        return;
    }
    bgt_fiscal_print_raw(print, ">");
    bgt_fiscal_print_text(print, text, length, false);
    bgt_fiscal_print_raw(print, "</");
    bgt_fiscal_print_raw(print, element);
    bgt_fiscal_print_raw(print, ">\n");
}

static void put_element(const struct bgt_fiscal_record *record, const char *element,
                        const char *text, size_t length)
{
    put_located(record, element, NULL, text, length);
}

static void put_field_element(const struct bgt_fiscal_record *record,
                              const struct bgt_fiscal_field *field, const char *text,
                              size_t length)
{
    put_located(record, field->element, field->location, text, length);
}

static const char *text_of(const struct bgt_fiscal_record *record,
                           const struct bgt_value *value, bool is_amount,
                           char number[BGT_DECIMAL_TEXT_SIZE], size_t *length)
{
    if (value->state == BGT_PRESENT && value->type == BGT_VALUE_NUMBER &&
        (value->flags & BGT_VALUE_DECIMAL) != 0) {
        struct bgt_decimal decimal = value->decimal;
        if (is_amount && decimal.scale < record->scale) {
            (void)bgt_decimal_rescale_exact(decimal, record->scale, &decimal);
        }
        *length = bgt_decimal_format(decimal, number);
        return number;
    }
    *length = value->text_length;
    return bgt_value_text(record->batch, value);
}

static void put_value(const struct bgt_fiscal_record *record,
                      const struct bgt_fiscal_field *field, const struct bgt_value *value)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    size_t length = 0;
    const char *text = text_of(record, value, field->type == BGT_AMOUNT, number, &length);
    put_field_element(record, field, text, length);
}

/* An extra, or a value that its field's element cannot say. */
static void put_extra(const struct bgt_fiscal_record *record,
                      const struct bgt_value *value, bool has_text)
{
    const struct bgt_fiscal_words *words = &record->map->words;
    struct bgt_fiscal_print *print = record->print;
    const char *type = bgt_fiscal_mark_word(mark_of(value));
    char number[BGT_DECIMAL_TEXT_SIZE];
    size_t length = 0;
    const char *text = text_of(record, value, false, number, &length);
    bgt_fiscal_print_raw(print, "      <");
    bgt_fiscal_print_raw(print, words->extra);
    if (value->column == BGT_FIELD_EXTRA) {
        put_attribute(print, words->extra_name, bgt_value_name(record->batch, value),
                      value->name_length);
    } else {
        const char *element = element_for(record, value->column)->element;
        put_attribute(print, words->extra_field, element, strlen(element));
    }
    put_attribute(print, words->extra_type, type, strlen(type));
    if (!has_text || length == 0) {
        bgt_fiscal_print_raw(print, "/>\n");
        return;
    }
    bgt_fiscal_print_raw(print, ">");
    bgt_fiscal_print_text(print, text, length, false);
    bgt_fiscal_print_raw(print, "</");
    bgt_fiscal_print_raw(print, words->extra);
    bgt_fiscal_print_raw(print, ">\n");
}

/* The first extra of the element's name that the element can say, or null. */
static const struct bgt_value *find_extra(const struct bgt_fiscal_record *record,
                                          const struct bgt_fiscal_field *field)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    size_t length = strlen(field->element);
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        if (values[i].column == BGT_FIELD_EXTRA && values[i].name_length == length &&
            memcmp(bgt_value_name(record->batch, &values[i]), field->element, length) ==
                0) {
            bool is_good =
                values[i].state == BGT_PRESENT && fits(record, field, &values[i]);
            return is_good ? &values[i] : NULL;
        }
    }
    return NULL;
}

static void put_keyless(const struct bgt_fiscal_record *record,
                        const struct bgt_fiscal_field *field)
{
    const struct bgt_value *extra = find_extra(record, field);
    if (extra != NULL) {
        put_value(record, field, extra);
    } else if (field->constant != NULL) {
        put_field_element(record, field, field->constant, strlen(field->constant));
    }
}

static void put_field(const struct bgt_fiscal_record *record,
                      const struct bgt_fiscal_field *field, const struct bgt_value *value)
{
    bool is_line = record->announced != NULL;
    bool is_announced = is_line && has_bit(record->announced, field->field->number);
    if (value == NULL) {
        if (is_announced) {
            put_field_element(record, field, NULL, 0);
        }
        return;
    }
    if ((is_announced || record->row->takes_defaults) &&
        is_default(record, field, value)) {
        return;
    }
    /* In a line an empty element is a blank that the stream does not store. */
    bool is_stored_blank = is_line && value->state == BGT_BLANK;
    if (fits(record, field, value) && !is_stored_blank) {
        put_value(record, field, value);
    } else if (is_announced) {
        put_field_element(record, field, NULL, 0);
    }
}

/* Whether a value has an element of its own in the row. */
static bool has_element(const struct bgt_fiscal_record *record,
                        const struct bgt_value *value)
{
    bool is_line = record->announced != NULL;
    if (value->column != BGT_FIELD_EXTRA) {
        const struct bgt_fiscal_field *field =
            bgt_fiscal_field_of(record->row, value->column);
        bool is_announced = is_line && has_bit(record->announced, value->column);
        return field != NULL &&
               ((fits(record, field, value) && !(is_line && value->state == BGT_BLANK)) ||
                ((is_announced || record->row->takes_defaults) &&
                 is_default(record, field, value)));
    }
    for (uint16_t i = 0; i < record->row->field_count; i++) {
        const struct bgt_fiscal_field *field = &record->row->fields[i];
        if (field->field == NULL && find_extra(record, field) == value) {
            return true;
        }
    }
    return false;
}

static void begin_row(const struct bgt_fiscal_record *record)
{
    char number[24];
    bgt_fiscal_print_raw(record->print, "    <");
    bgt_fiscal_print_raw(record->print, record->row->element);
    if (record->has_locations) {
        bgt_fiscal_put_location(record->map, record->print, record->row->location);
    }
    bgt_fiscal_print_raw(record->print, ">\n");
    if (record->sequence != 0) {
        int length =
            snprintf(number, sizeof number, "%llu", (unsigned long long)record->sequence);
        put_element(record, record->map->words.sequence, number,
                    length < 0 ? 0 : (size_t)length);
    }
}

static void end_row(const struct bgt_fiscal_record *record)
{
    bgt_fiscal_print_raw(record->print, "    </");
    bgt_fiscal_print_raw(record->print, record->row->element);
    bgt_fiscal_print_raw(record->print, ">\n");
}

void bgt_fiscal_record_write(const struct bgt_fiscal_record *record)
{
    const struct bgt_fiscal_row *row = record->row;
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    const struct bgt_value *by_number[BGT_FISCAL_MAX_FIELDS] = {NULL};
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        if (values[i].column != BGT_FIELD_EXTRA) {
            by_number[values[i].column] = &values[i];
        }
    }
    begin_row(record);
    for (uint16_t i = 0; i < row->field_count; i++) {
        const struct bgt_fiscal_field *field = &row->fields[i];
        if (field->field == NULL) {
            put_keyless(record, field);
        } else {
            put_field(record, field, by_number[field->field->number]);
        }
    }
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        if (!has_element(record, &values[i])) {
            put_extra(record, &values[i], true);
        }
    }
    end_row(record);
}

void bgt_fiscal_fields_write(const struct bgt_fiscal_record *record)
{
    const struct bgt_value *values = bgt_item_values(record->batch, record->item);
    begin_row(record);
    for (uint32_t i = 0; i < record->item->value_count; i++) {
        if (values[i].column == BGT_FIELD_EXTRA) {
            put_extra(record, &values[i], false);
        } else {
            const char *element = element_for(record, values[i].column)->element;
            put_element(record, record->map->words.announced, element, strlen(element));
        }
    }
    end_row(record);
}
