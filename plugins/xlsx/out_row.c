#include "out_row.h"

#include "cell_reference.h"
#include "escape.h"
#include "report.h"

#include <string.h>

/* Digits that a double keeps through text and back. */
#define EXACT_DIGITS 15
/* Cells of one merged area; each is written, so a faulty layout could ask for billions.
 */
#define MERGED_CELLS (1u << 20)

void bgt_xlsx_out_row_free(struct bgt_xlsx_out_row *row)
{
    free(row->cells);
    bgt_xlsx_bytes_free(&row->bytes);
    memset(row, 0, sizeof *row);
}

void bgt_xlsx_out_check_free(struct bgt_xlsx_out_check *check)
{
    free(check->covered);
    bgt_xlsx_bytes_free(&check->text);
    memset(check, 0, sizeof *check);
}

/* What the functions below share. */
struct preparing {
    struct bgt_xlsx_out_row *row;
    struct bgt_xlsx_out_check *check;
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_value *value;
    struct bgt_xlsx_out_cell cell;
};

static struct bgt_place place_of(const struct preparing *preparing)
{
    struct bgt_place place =
        bgt_xlsx_at(preparing->check->sheet, preparing->row->row,
                    preparing->value == NULL ? 0 : preparing->value->column);
    place.file = preparing->check->file;
    return place;
}

static bgt_status cannot_hold(const struct preparing *preparing, const char *reason)
{
    const struct bgt_env *env = preparing->check->env;
    return env->cannot_hold(env, preparing->batch, preparing->item, preparing->value,
                            reason);
}

static bgt_status fatal(const struct preparing *preparing, const char *code,
                        const char *fact)
{
    return bgt_xlsx_fatal(preparing->check->env, code, place_of(preparing), fact);
}

static bgt_status prepare_text(struct preparing *preparing, const char *text,
                               size_t length)
{
    struct bgt_xlsx_bytes *bytes = &preparing->row->bytes;
    struct bgt_xlsx_bytes *escaped = &preparing->check->text;
    if (length == 0) {
        preparing->cell.kind = BGT_XLSX_OUT_BLANK;
        return BGT_OK;
    }
    switch (bgt_xlsx_escape(text, length, escaped)) {
    case BGT_XLSX_TEXT_OK:
        break;
    case BGT_XLSX_TEXT_NOT_UTF8:
        return cannot_hold(preparing, "the text is not UTF-8");
    case BGT_XLSX_TEXT_HAS_NUL:
        return cannot_hold(preparing, "the text holds a NUL character");
    case BGT_XLSX_TEXT_TOO_LONG:
        return cannot_hold(preparing, "a cell holds at most 32,767 characters");
    case BGT_XLSX_TEXT_NO_MEMORY:
    default:
        return BGT_NO_MEMORY;
    }
    preparing->cell.kind = BGT_XLSX_OUT_TEXT;
    preparing->cell.text_offset = bytes->size;
    return bgt_xlsx_bytes_append(bytes, escaped->data, escaped->size + 1);
}

/* More digits than a double keeps stay exact as text. */
static bgt_status number_as_text(struct preparing *preparing)
{
    char decimal[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_xlsx_text text = {decimal, 0};
    if ((preparing->value->flags & BGT_VALUE_DECIMAL) != 0) {
        text.length = bgt_decimal_format(preparing->value->decimal, decimal);
    } else {
        text.text = bgt_value_text(preparing->batch, preparing->value);
        text.length = preparing->value->text_length;
    }
    bgt_status status = bgt_xlsx_report(preparing->check->env, "XLSX_NUMBER_AS_TEXT",
                                        place_of(preparing), &text, NULL);
    return status == BGT_OK ? prepare_text(preparing, text.text, text.length) : status;
}

static bgt_status prepare_number(struct preparing *preparing)
{
    const struct bgt_value *value = preparing->value;
    struct bgt_decimal shown = value->decimal;
    const struct bgt_xlsx_out_check *check = preparing->check;
    bool is_percent = (value->flags & BGT_VALUE_PERCENT) != 0 ||
                      (value->style < check->style_count &&
                       check->styles[value->style].is_percent != 0);
    if ((value->flags & BGT_VALUE_DECIMAL) == 0 || !bgt_decimal_valid(shown) ||
        bgt_decimal_significant_digits(shown) > EXACT_DIGITS) {
        return number_as_text(preparing);
    }
    /* Both operands are exact doubles, so the quotient is the double nearest to the
     * decimal. */
    struct bgt_decimal exact = bgt_decimal_trim(shown);
    unsigned scale = exact.scale + (is_percent ? 2u : 0u);
    preparing->cell.kind = is_percent ? BGT_XLSX_OUT_PERCENT : BGT_XLSX_OUT_NUMBER;
    preparing->cell.scale = shown.scale;
    preparing->cell.number =
        (double)exact.coefficient / (double)bgt_decimal_power_of_ten(scale);
    return BGT_OK;
}

static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = year / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

/* `2026-01-31` as a day of the 1900 system; 0: not such a date, or one before March 1900,
 * where the systems of day numbers disagree. */
static int64_t serial_day(const char *text, size_t length)
{
    static const int64_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t parts[3] = {0, 0, 0};
    size_t part = 0;
    if (length != 10 || text[4] != '-' || text[7] != '-') {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 7) {
            part++;
        } else if (text[i] < '0' || text[i] > '9') {
            return 0;
        } else {
            parts[part] = parts[part] * 10 + (text[i] - '0');
        }
    }
    bool leap = (parts[0] % 4 == 0 && parts[0] % 100 != 0) || parts[0] % 400 == 0;
    if (parts[1] < 1 || parts[1] > 12 || parts[2] < 1 || parts[2] > days[parts[1] - 1] ||
        (parts[1] == 2 && parts[2] == 29 && !leap)) {
        return 0;
    }
    int64_t serial = days_from_civil(parts[0], parts[1], parts[2]) + 25569;
    return serial > 60 ? serial : 0;
}

static bgt_status prepare_present(struct preparing *preparing)
{
    const char *text = bgt_value_text(preparing->batch, preparing->value);
    size_t length = preparing->value->text_length;
    int64_t day = 0;
    switch (preparing->value->type) {
    case BGT_VALUE_NUMBER:
        return prepare_number(preparing);
    case BGT_VALUE_BOOLEAN:
        preparing->cell.kind = BGT_XLSX_OUT_BOOLEAN;
        preparing->cell.number = length == 1 && text[0] == '1' ? 1 : 0;
        return BGT_OK;
    case BGT_VALUE_DATE:
        day = serial_day(text, length);
        preparing->cell.kind = BGT_XLSX_OUT_DATE;
        preparing->cell.number = (double)day;
        return day > 0 ? BGT_OK : prepare_text(preparing, text, length);
    default:
        return prepare_text(preparing, text, length);
    }
}

static bgt_status grow_covered(struct bgt_xlsx_out_check *check, uint32_t columns)
{
    if (columns <= check->columns) {
        return BGT_OK;
    }
    uint32_t *covered = realloc(check->covered, columns * sizeof *covered);
    if (covered == NULL) {
        return BGT_NO_MEMORY;
    }
    memset(covered + check->columns, 0, (columns - check->columns) * sizeof *covered);
    check->covered = covered;
    check->columns = columns;
    return BGT_OK;
}

/* Takes the cell's area; every other area so far begins in this row or above. */
static bgt_status take_area(struct preparing *preparing)
{
    struct bgt_xlsx_out_check *check = preparing->check;
    const struct bgt_xlsx_out_cell *cell = &preparing->cell;
    uint64_t last_column = (uint64_t)cell->column + cell->span_columns - 1;
    uint64_t last_row = (uint64_t)preparing->row->row + cell->span_rows - 1;
    if (cell->span_columns == 1 && cell->span_rows == 1) {
        return BGT_OK;
    }
    if (last_column > BGT_XLSX_COLUMNS || last_row > BGT_XLSX_ROWS ||
        (uint64_t)cell->span_columns * cell->span_rows > MERGED_CELLS) {
        return fatal(preparing, "XLSX_MERGE_TOO_LARGE", NULL);
    }
    bgt_status status = grow_covered(check, (uint32_t)last_column);
    for (uint32_t i = cell->column - 1; i < last_column && status == BGT_OK; i++) {
        if (check->covered[i] >= preparing->row->row) {
            return fatal(preparing, "XLSX_MERGE_OVERLAP", NULL);
        }
        check->covered[i] = (uint32_t)last_row;
    }
    return status;
}

/* Whether merged cells that begin above or to the left reach this one. */
static bool is_covered(const struct preparing *preparing)
{
    const struct bgt_xlsx_out_check *check = preparing->check;
    uint32_t column = preparing->value->column;
    return column <= check->columns && check->covered[column - 1] >= preparing->row->row;
}

static bgt_status prepare_value(struct preparing *preparing)
{
    const struct bgt_value *value = preparing->value;
    struct bgt_xlsx_out_row *row = preparing->row;
    memset(&preparing->cell, 0, sizeof preparing->cell);
    preparing->cell.column = value->column;
    preparing->cell.style = value->style;
    preparing->cell.span_columns = value->span_columns == 0 ? 1 : value->span_columns;
    preparing->cell.span_rows = value->span_rows == 0 ? 1 : value->span_rows;
    if (value->column == 0 || value->column > BGT_XLSX_COLUMNS) {
        return cannot_hold(preparing, "a worksheet has 16,384 columns");
    }
    if (row->count > 0 && row->cells[row->count - 1].column >= value->column) {
        return fatal(preparing, "INTERNAL", "cells not in rising order");
    }
    bool is_empty = value->state != BGT_PRESENT && value->text_length == 0;
    if (is_covered(preparing)) {
        return is_empty ? BGT_OK : fatal(preparing, "XLSX_MERGE_OVERLAP", NULL);
    }
    bgt_status status = BGT_OK;
    if (value->state == BGT_PRESENT) {
        status = prepare_present(preparing);
    } else {
        status = prepare_text(preparing, bgt_value_text(preparing->batch, value),
                              value->text_length);
    }
    if (status == BGT_OK) {
        status = take_area(preparing);
    }
    if (status != BGT_OK) {
        return status;
    }
    struct bgt_xlsx_out_cell *cells =
        bgt_xlsx_grow(row->cells, row->count, &row->capacity, sizeof *cells);
    if (cells == NULL) {
        return BGT_NO_MEMORY;
    }
    row->cells = cells;
    cells[row->count++] = preparing->cell;
    return BGT_OK;
}

bgt_status bgt_xlsx_out_row_prepare(struct bgt_xlsx_out_row *row,
                                    struct bgt_xlsx_out_check *check,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *item)
{
    struct preparing preparing = {
        .row = row, .check = check, .batch = batch, .item = item};
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    row->count = 0;
    row->bytes.size = 0;
    row->row = 0;
    if (item->row == 0 || item->row > BGT_XLSX_ROWS) {
        return cannot_hold(&preparing, "a worksheet has 1,048,576 rows");
    }
    row->row = (uint32_t)item->row;
    if (row->row <= check->last_row) {
        return fatal(&preparing, "INTERNAL", "rows not in rising order");
    }
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++) {
        preparing.value = &values[i];
        status = prepare_value(&preparing);
    }
    if (status == BGT_OK) {
        check->last_row = row->row;
    }
    return status;
}
