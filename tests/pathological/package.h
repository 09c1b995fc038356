/*
 * Workbooks too large for a literal: parts are made piece by piece while they are packed.
 */
#ifndef BGT_TESTS_PATHOLOGICAL_PACKAGE_H
#define BGT_TESTS_PATHOLOGICAL_PACKAGE_H

#include <stddef.h>

/** A part: what stands before, a piece many times, what stands behind. */
struct pile_part {
    const char *name;
    const char *before;
    const char
        *piece; /**< With `%zu` it is a format for the number, from 1, used twice. */
    size_t times;
    const char *behind;
};

/** Write a package of these parts, packed as usual. */
void write_package(const char *path, const struct pile_part *parts, size_t count);

/** The parts that make a workbook of one sheet, 表1, in this order, without the sheet
 * itself (number 3) and the shared strings (number 4), which are left empty. */
enum { BOOK_PARTS = 5, BOOK_SHEET = 3, BOOK_STRINGS = 4 };
void plain_book(struct pile_part parts[BOOK_PARTS]);

#endif
