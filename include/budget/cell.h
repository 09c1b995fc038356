/**
 * cell.h: names of spreadsheet columns and cells.
 *
 * Columns count from 1: 1 is A, 26 is Z, 27 is AA. ECMA-376 part 1, 18.18.7 (ST_CellRef).
 */
#ifndef BUDGET_CELL_H
#define BUDGET_CELL_H

#include <stddef.h>
#include <stdint.h>

/** Bytes for any column's name: seven letters hold 32 bits, and the NUL. */
#define BGT_COLUMN_NAME_SIZE 8

/** Writes the name of a column from 1; column 0 gives "". Returns its length. */
static inline size_t bgt_column_name(uint32_t column, char name[BGT_COLUMN_NAME_SIZE])
{
    char reversed[BGT_COLUMN_NAME_SIZE];
    size_t length = 0;
    while (column > 0) {
        column--;
        reversed[length++] = (char)('A' + column % 26);
        column /= 26;
    }
    for (size_t i = 0; i < length; i++) {
        name[i] = reversed[length - 1 - i];
    }
    name[length] = '\0';
    return length;
}

/** Reads the letters at the beginning of `text` (upper or lower case) as a column.
 * Returns how many there are and sets `*column`; 0 where there is none or it exceeds 32
 * bits. */
static inline size_t bgt_column_number(const char *text, size_t length, uint32_t *column)
{
    uint64_t number = 0;
    size_t used = 0;
    while (used < length) {
        unsigned char letter = (unsigned char)(text[used] & ~0x20);
        if (letter < 'A' || letter > 'Z') {
            break;
        }
        number = number * 26 + (uint64_t)(letter - 'A' + 1);
        if (number > UINT32_MAX) {
            return 0;
        }
        used++;
    }
    if (used > 0) {
        *column = (uint32_t)number;
    }
    return used;
}

/** Reads a cell reference such as `C12` or `$C$12`, all of `text`. Not 0 on success. */
static inline int bgt_cell_parse(const char *text, size_t length, uint32_t *column,
                                 uint32_t *row)
{
    size_t at = length > 0 && text[0] == '$' ? 1 : 0;
    uint32_t found = 0;
    size_t letters = bgt_column_number(text + at, length - at, &found);
    uint64_t number = 0;
    if (letters == 0) {
        return 0;
    }
    at += letters;
    if (at < length && text[at] == '$') {
        at++;
    }
    if (at == length || text[at] == '0') {
        return 0;
    }
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') {
            return 0;
        }
        number = number * 10 + (uint64_t)(text[at] - '0');
        if (number > UINT32_MAX) {
            return 0;
        }
    }
    *column = found;
    *row = (uint32_t)number;
    return 1;
}

#endif
