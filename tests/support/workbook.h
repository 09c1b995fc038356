/*
 * Workbooks and other packages made in a test: from literals, part by part.
 */
#ifndef BGT_TESTS_SUPPORT_WORKBOOK_H
#define BGT_TESTS_SUPPORT_WORKBOOK_H

#include <stddef.h>

/** A member of a package. */
struct part {
    const char *name;
    const char *content;
};

/** A zip of these members; the bytes are the caller's, freed by free(). */
char *make_package(const struct part *parts, size_t count, size_t *length);

/** What a workbook of one sheet is made of; null: left out. */
struct book {
    const char *sheet_data;     /**< Inside `<sheetData>`. */
    const char *after_data;     /**< Behind it: `<mergeCells>`. */
    const char *shared_strings; /**< Inside `<sst>`. */
    const char *formats; /**< Format codes of the styles 1, 2, …, parted by newlines. */
    const char *workbook_pr; /**< Attributes of `<workbookPr>`. */
    const char *sheet_state; /**< Attributes of `<sheet>`, with a blank before. */
};

/** A transitional workbook with one sheet, `表1`. */
char *make_book(const struct book *book, size_t *length);

/** One part of a package that was written, as text; to be freed. Null: it has none. */
char *read_member(const char *bytes, size_t length, const char *name);

#endif
