/*
 * What a cell's text needs when it is written, and what a spreadsheet would make of it.
 */
#ifndef PLUGINS_CSV_QUOTE_H
#define PLUGINS_CSV_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

/** Whether the text cannot stand without quotes: it holds the delimiter, a quotation mark
 * or a line break, or begins with a byte order mark. */
bool bgt_csv_needs_quotes(const char *text, size_t length, char delimiter);

/** Whether a program that guesses types would read the text as a number, a date or a
 * truth value, or would trim it. */
bool bgt_csv_is_ambiguous(const char *text, size_t length);

/** Whether a spreadsheet takes the text for a formula: it begins with = + - @, a tab or a
 * CR, and is neither this character alone nor a plain number. */
bool bgt_csv_is_formula(const char *text, size_t length);

#endif
