#include "cell.h"

#include "escape.h"
#include "report.h"
#include "serial_date.h"

#include <string.h>

/* Longer text is no label or code that repeats, so it is not worth a place in the
 * interner. */
#define INTERNED_BYTES 256

bool bgt_xlsx_cell_type(const char *t, enum bgt_xlsx_cell_type *type)
{
    static const struct {
        const char *name;
        enum bgt_xlsx_cell_type type;
    } types[] = {
        {"s", BGT_XLSX_CELL_SHARED},         {"n", BGT_XLSX_CELL_NUMBER},
        {"str", BGT_XLSX_CELL_STRING},       {"b", BGT_XLSX_CELL_BOOLEAN},
        {"inlineStr", BGT_XLSX_CELL_INLINE}, {"e", BGT_XLSX_CELL_ERROR},
        {"d", BGT_XLSX_CELL_DATE},
    };
    if (t == NULL) {
        *type = BGT_XLSX_CELL_NUMBER;
        return true;
    }
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(t, types[i].name) == 0) {
            *type = types[i].type;
            return true;
        }
    }
    return false;
}

/* What the functions below share. */
struct taking {
    struct bgt_xlsx_book *book;
    const struct bgt_xlsx_raw_cell *raw;
    struct bgt_xlsx_row *row;
    const char *text; /* without blanks around */
    size_t length;
};

static bgt_status refuse(const struct taking *taking, const char *code)
{
    const struct bgt_xlsx_text text = {taking->raw->text, taking->raw->length};
    return bgt_xlsx_report(
        taking->book->env, code,
        bgt_xlsx_at(taking->book->sheet, taking->row->number, taking->raw->column), &text,
        NULL);
}

static void trim(struct taking *taking)
{
    const char *text = taking->raw->text;
    size_t length = taking->raw->length;
    while (length > 0 && (unsigned char)text[0] <= ' ') {
        text++;
        length--;
    }
    while (length > 0 && (unsigned char)text[length - 1] <= ' ') {
        length--;
    }
    taking->text = text;
    taking->length = length;
}

static const struct bgt_xlsx_number_format *format_of(struct taking *taking,
                                                      bgt_status *status)
{
    static const struct bgt_xlsx_number_format general = {.kind = BGT_XLSX_GENERAL};
    struct bgt_xlsx_book *book = taking->book;
    *status = BGT_OK;
    if (taking->raw->style < book->styles.count) {
        return &book->styles.formats[taking->raw->style];
    }
    if (taking->raw->style > 0 && !book->has_unknown_style) {
        book->has_unknown_style = true;
        *status = refuse(taking, "XLSX_STYLE_UNKNOWN");
    }
    return &general;
}

/* Adds a value with a text; `*added` is it. */
static bgt_status put(const struct taking *taking, enum bgt_value_type type,
                      const struct bgt_xlsx_text *text, struct bgt_value **added)
{
    struct bgt_xlsx_row_value *value =
        bgt_xlsx_row_add(taking->row, taking->raw->column, type);
    if (value == NULL) {
        return BGT_NO_MEMORY;
    }
    if (taking->raw->has_formula) {
        value->value.flags |= BGT_VALUE_FORMULA;
    }
    bgt_status status = bgt_xlsx_row_text(taking->row, value, text->text, text->length);
    if (status == BGT_LIMIT) {
        const struct bgt_env *env = taking->book->env;
        return bgt_xlsx_limit(
            env, "row-bytes", env->limits->row_bytes,
            bgt_xlsx_at(taking->book->sheet, taking->row->number, taking->raw->column));
    }
    *added = &value->value;
    return status;
}

static bgt_status take_text(const struct taking *taking, const char *text, size_t length,
                            struct bgt_value **added)
{
    const struct bgt_xlsx_text run = {text, length};
    const struct bgt_env *env = taking->book->env;
    bgt_status status = put(taking, BGT_VALUE_TEXT, &run, added);
    if (status == BGT_OK && length > 0 && length <= INTERNED_BYTES) {
        (*added)->intern_id = env->intern(env, text, length);
    }
    return status;
}

/* A formula that gives "" does so to show nothing: `=IF(A1="","",A1)`. */
static bgt_status take_empty_result(const struct taking *taking, struct bgt_value **added)
{
    const struct bgt_xlsx_text nothing = {"", 0};
    bgt_status status = put(taking, BGT_VALUE_TEXT, &nothing, added);
    if (status == BGT_OK) {
        (*added)->state = BGT_BLANK;
    }
    return status;
}

static bgt_status take_shared(const struct taking *taking, struct bgt_value **added)
{
    uint32_t index = 0;
    if (!taking->book->has_strings) {
        return refuse(taking, "XLSX_NO_SHARED_STRINGS");
    }
    if (!bgt_xlsx_unsigned(taking->text, taking->length, &index) ||
        index >= taking->book->strings.count) {
        return refuse(taking, "XLSX_SHARED_STRING");
    }
    struct bgt_xlsx_row_value *value =
        bgt_xlsx_row_add(taking->row, taking->raw->column, BGT_VALUE_TEXT);
    if (value == NULL) {
        return BGT_NO_MEMORY;
    }
    value->shared = index;
    if (taking->raw->has_formula) {
        value->value.flags |= BGT_VALUE_FORMULA;
    }
    *added = &value->value;
    return BGT_OK;
}

static bgt_status take_boolean(const struct taking *taking, struct bgt_value **added)
{
    static const struct bgt_xlsx_text yes = {"1", 1};
    static const struct bgt_xlsx_text no = {"0", 1};
    bool is_true = (taking->length == 1 && taking->text[0] == '1') ||
                   (taking->length == 4 && memcmp(taking->text, "true", 4) == 0);
    bool is_false = (taking->length == 1 && taking->text[0] == '0') ||
                    (taking->length == 5 && memcmp(taking->text, "false", 5) == 0);
    if (!is_true && !is_false) {
        return refuse(taking, "XLSX_CELL_VALUE");
    }
    return put(taking, BGT_VALUE_BOOLEAN, is_true ? &yes : &no, added);
}

static bgt_status take_iso_date(struct taking *taking, struct bgt_value **added)
{
    char date[BGT_XLSX_DATE_SIZE];
    bgt_status status = BGT_OK;
    const struct bgt_xlsx_number_format *format = format_of(taking, &status);
    bool has_time = format->kind != BGT_XLSX_DATE || format->has_time;
    struct bgt_xlsx_text text = {date, 0};
    text.length = bgt_xlsx_iso_date(taking->text, taking->length, has_time, date);
    if (text.length == 0) {
        return refuse(taking, "XLSX_CELL_VALUE");
    }
    return status == BGT_OK ? put(taking, BGT_VALUE_DATE, &text, added) : status;
}

static size_t skip_digits(const char *text, size_t length, size_t at)
{
    while (at < length && text[at] >= '0' && text[at] <= '9') {
        at++;
    }
    return at;
}

/* The lexical form of xsd:double, without INF and NaN, which no cell may hold. */
static bool is_number(const char *text, size_t length)
{
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    size_t end = skip_digits(text, length, at);
    size_t digits = end - at;
    at = end;
    if (at < length && text[at] == '.') {
        end = skip_digits(text, length, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits > 0 && at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        at += at < length && (text[at] == '-' || text[at] == '+');
        end = skip_digits(text, length, at);
        digits = end - at;
        at = end;
    }
    return digits > 0 && at == length;
}

/* Halves away from zero, as a worksheet shows numbers. */
static struct bgt_decimal round_to(struct bgt_decimal d, unsigned scale)
{
    int64_t power = bgt_decimal_power_of_ten(d.scale - scale);
    int64_t half = power / 2;
    int64_t coefficient = d.coefficient + (d.coefficient < 0 ? -half : half);
    return bgt_decimal_make(coefficient / power, scale);
}

/* The figure of a number with 1 for each place that its format always shows, and so on.
 */
static void settle_places(struct bgt_xlsx_book *book,
                          const struct bgt_xlsx_number_format *format,
                          struct bgt_value *value)
{
    if (format->is_percent) {
        value->flags |= BGT_VALUE_PERCENT;
        if (!bgt_decimal_shift(value->decimal, 2, &value->decimal)) {
            value->flags &= (uint16_t)~BGT_VALUE_DECIMAL;
            return;
        }
    }
    if (value->decimal.scale < format->least_places) {
        (void)bgt_decimal_rescale_exact(value->decimal, format->least_places,
                                        &value->decimal);
    }
    if (value->decimal.scale <= format->most_places) {
        value->flags &= (uint16_t)~BGT_VALUE_MORE_PLACES;
        return;
    }
    value->flags |= BGT_VALUE_MORE_PLACES;
    if (book->rounds) {
        struct bgt_decimal rounded = round_to(value->decimal, format->most_places);
        book->rounded += bgt_decimal_compare(rounded, value->decimal) != 0;
        value->decimal = rounded;
        value->flags &= (uint16_t)~BGT_VALUE_MORE_PLACES;
    }
}

static bgt_status take_figure(const struct taking *taking,
                              const struct bgt_xlsx_number_format *format,
                              struct bgt_value **added)
{
    const struct bgt_env *env = taking->book->env;
    const struct bgt_xlsx_text text = {taking->text, taking->length};
    bgt_status status = put(taking, BGT_VALUE_NUMBER, &text, added);
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_value *value = *added;
    bool is_fixed = format->kind == BGT_XLSX_FIXED;
    int shown = format->most_places + (format->is_percent ? 2 : 0);
    if (!is_fixed || format->least_places != format->most_places ||
        shown > BGT_DECIMAL_MAX_SCALE) {
        shown = -1;
    }
    uint16_t flags = 0;
    status =
        env->stored_number(env, text.text, text.length, shown, &value->decimal, &flags);
    value->flags |= flags;
    if (format->is_scaled) {
        value->flags |= BGT_VALUE_SCALED;
    }
    if (status == BGT_BAD) {
        value->flags &= (uint16_t)~BGT_VALUE_DECIMAL;
        return BGT_OK;
    }
    if (status == BGT_OK && is_fixed) {
        settle_places(taking->book, format, value);
    }
    return status;
}

static bgt_status take_number(struct taking *taking, struct bgt_value **added)
{
    bgt_status status = BGT_OK;
    if (!is_number(taking->text, taking->length)) {
        return refuse(taking, "XLSX_CELL_VALUE");
    }
    const struct bgt_xlsx_number_format *format = format_of(taking, &status);
    if (status != BGT_OK) {
        return status;
    }
    if (format->kind == BGT_XLSX_DATE) {
        char date[BGT_XLSX_DATE_SIZE];
        struct bgt_xlsx_text text = {date, 0};
        const struct bgt_xlsx_date_style style = {taking->book->is_1904, format->has_date,
                                                  format->is_elapsed};
        text.length = bgt_xlsx_serial_date(taking->text, taking->length, &style, date);
        if (text.length > 0) {
            return put(taking, BGT_VALUE_DATE, &text, added);
        }
    }
    return take_figure(taking, format, added);
}

/* Whether the cell has a value at all; an empty text is one. */
static bool is_valued(const struct taking *taking)
{
    switch (taking->raw->type) {
    case BGT_XLSX_CELL_STRING:
        return taking->raw->has_value || taking->raw->has_inline;
    case BGT_XLSX_CELL_INLINE:
        return taking->raw->has_inline || taking->raw->length > 0;
    default:
        return taking->length > 0;
    }
}

static bgt_status take_by_type(struct taking *taking, struct bgt_value **added)
{
    const struct bgt_xlsx_text text = {taking->text, taking->length};
    switch (taking->raw->type) {
    case BGT_XLSX_CELL_SHARED:
        return take_shared(taking, added);
    case BGT_XLSX_CELL_STRING:
        if (taking->raw->has_formula && taking->raw->length == 0) {
            return take_empty_result(taking, added);
        }
        return take_text(taking, taking->raw->text, taking->raw->length, added);
    case BGT_XLSX_CELL_INLINE:
        return take_text(taking, taking->raw->text, taking->raw->length, added);
    case BGT_XLSX_CELL_BOOLEAN:
        return take_boolean(taking, added);
    case BGT_XLSX_CELL_ERROR:
        return put(taking, BGT_VALUE_ERROR, &text, added);
    case BGT_XLSX_CELL_DATE:
        return take_iso_date(taking, added);
    case BGT_XLSX_CELL_NUMBER:
    default:
        return take_number(taking, added);
    }
}

bgt_status bgt_xlsx_cell_take(struct bgt_xlsx_book *book,
                              const struct bgt_xlsx_raw_cell *raw,
                              struct bgt_xlsx_row *row, struct bgt_value **added)
{
    struct bgt_value *value = NULL;
    struct taking taking = {book, raw, row, NULL, 0};
    bgt_status status = BGT_OK;
    trim(&taking);
    if (is_valued(&taking)) {
        status = take_by_type(&taking, &value);
    } else if (raw->has_formula) {
        const struct bgt_xlsx_text nothing = {"", 0};
        status = put(&taking, BGT_VALUE_TEXT, &nothing, &value);
        if (status == BGT_OK) {
            value->flags |= BGT_VALUE_NO_RESULT;
        }
    }
    if (added != NULL) {
        *added = status == BGT_OK ? value : NULL;
    }
    return status;
}
