/**
 * shortest.h: binary numbers of workbook cells as the shortest decimal text.
 *
 * This is the one border at which floating point is allowed: a workbook's cell *is* a
 * double. The text is plain (`1629.62`, `0.000001`) from 1e-6 up to below 1e21, else with
 * an exponent (`1e+21`, `5e-324`), as ECMAScript writes numbers; always with a point,
 * whatever the locale. Any thread.
 */
#ifndef BGT_BASE_SHORTEST_H
#define BGT_BASE_SHORTEST_H

#include <stdbool.h>
#include <stddef.h>

/** Bytes that hold any such text and its closing NUL. */
#define BGT_DOUBLE_TEXT_SIZE 32

/** The shortest decimal that reads back as the same double; among several the nearest.
 * Returns the bytes written without the closing NUL; 0 for infinities and NaN, which no
 * cell may hold. Minus zero is `-0`. */
size_t bgt_double_shortest(double value, char out[BGT_DOUBLE_TEXT_SIZE]);

/**
 * The same from the stored text of a number: what a workbook's `<v>` holds (the lexical
 * form of xsd:double without INF and NaN: `26`, `1.6296199999999999E3`).
 *
 * @param stored ASCII, no blanks; borrowed for the call.
 * @return bytes written without the closing NUL; 0 when @p stored is not such a number or
 *         beyond the range of a double.
 */
size_t bgt_text_double_shortest(const char *stored, size_t length,
                                char out[BGT_DOUBLE_TEXT_SIZE]);

#endif
