/**
 * sheet_name.h: what a sheet may be called.
 */
#ifndef BGT_XLSX_SHEET_NAME_H
#define BGT_XLSX_SHEET_NAME_H

#include <stdbool.h>
#include <stddef.h>

/** Most UTF-16 units of a sheet's name. */
#define BGT_XLSX_SHEET_NAME_UNITS 31u

/**
 * The code of the diagnostic that says what is wrong with a name, or null where nothing
 * is: XLSX_SHEET_NAME_EMPTY, …_LONG, …_CHARACTER (of `[]:*?/\`, controls, not UTF-8) or
 * …_APOSTROPHE (at either end).
 */
const char *bgt_xlsx_sheet_name_check(const char *name);

/** Whether a workbook takes both for one: ASCII case does not count. */
bool bgt_xlsx_sheet_name_equal(const char *a, const char *b);

#endif
