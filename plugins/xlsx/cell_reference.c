#include "cell_reference.h"

#include <string.h>

/* The letters at `*at`: 1 for A. 0 where there are none, or too many. */
static uint32_t parse_column(const char *text, size_t length, size_t *at)
{
    uint32_t column = 0;
    for (; *at < length; (*at)++) {
        unsigned letter = (unsigned)(unsigned char)text[*at];
        if (letter >= 'a' && letter <= 'z') {
            letter -= 'a' - 'A';
        }
        if (letter < 'A' || letter > 'Z') {
            break;
        }
        column = column * 26 + (letter - 'A' + 1);
        if (column > BGT_XLSX_COLUMNS) {
            return 0;
        }
    }
    return column;
}

bool bgt_xlsx_row_parse(const char *text, size_t length, uint32_t *row)
{
    uint32_t value = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        if (digit > 9) {
            return false;
        }
        value = value * 10 + digit;
        if (value > BGT_XLSX_ROWS) {
            return false;
        }
    }
    *row = value;
    return value > 0;
}

bool bgt_xlsx_cell_parse(const char *text, size_t length, struct bgt_xlsx_cell *cell)
{
    size_t at = length > 0 && text[0] == '$' ? 1 : 0;
    uint32_t column = parse_column(text, length, &at);
    if (at < length && text[at] == '$') {
        at++;
    }
    uint32_t row = 0;
    if (column == 0 || !bgt_xlsx_row_parse(text + at, length - at, &row)) {
        return false;
    }
    cell->row = row;
    cell->column = column;
    return true;
}

bool bgt_xlsx_range_parse(const char *text, size_t length, struct bgt_xlsx_range *range)
{
    const char *colon = length == 0 ? NULL : memchr(text, ':', length);
    size_t first = colon == NULL ? length : (size_t)(colon - text);
    struct bgt_xlsx_cell a;
    struct bgt_xlsx_cell b;
    if (!bgt_xlsx_cell_parse(text, first, &a)) {
        return false;
    }
    b = a;
    if (colon != NULL && !bgt_xlsx_cell_parse(colon + 1, length - first - 1, &b)) {
        return false;
    }
    range->first.row = a.row < b.row ? a.row : b.row;
    range->first.column = a.column < b.column ? a.column : b.column;
    range->last.row = a.row < b.row ? b.row : a.row;
    range->last.column = a.column < b.column ? b.column : a.column;
    return true;
}
