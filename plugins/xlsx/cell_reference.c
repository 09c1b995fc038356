#include "cell_reference.h"

#include "budget/cell.h"

#include <string.h>

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
    struct bgt_xlsx_cell found = {0, 0};
    if (!bgt_cell_parse(text, length, &found.column, &found.row) ||
        found.column > BGT_XLSX_COLUMNS || found.row > BGT_XLSX_ROWS) {
        return false;
    }
    *cell = found;
    return true;
}

bool bgt_xlsx_range_parse(const char *text, size_t length, struct bgt_xlsx_range *range)
{
    const char *colon = length == 0 ? NULL : memchr(text, ':', length);
    size_t first = colon == NULL ? length : (size_t)(colon - text);
    struct bgt_xlsx_cell a = {0, 0};
    struct bgt_xlsx_cell b = {0, 0};
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
