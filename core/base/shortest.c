#include "base/shortest.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Digits without leading or trailing zeros; the value is 0.DIGITS times 10^point. */
struct digits {
    bool negative;
    size_t count; /* 0 for zero */
    long point;
    char text[40];
};

/* Any text of at most this many digits is the shortest of its double, since two different
 * ones never are the same double. */
enum { SURE_DIGITS = DBL_DIG, MOST_DIGITS = 17, LONGEST_STORED = 400 };

/* Adds a digit unless it leads. Digits that do not fit are only counted: `text` then is
 * not used. */
static void add_digit(struct digits *digits, char digit)
{
    if (digits->count > 0 || digit != '0') {
        if (digits->count < sizeof digits->text) {
            digits->text[digits->count] = digit;
        }
        digits->count++;
    }
}

/* Reads `e-12`; false when it is not there as it should be. */
static bool read_exponent(const char *text, size_t length, long *exponent)
{
    size_t at = 1;
    bool negative = at < length && text[at] == '-';
    if (at < length && (text[at] == '-' || text[at] == '+')) {
        at++;
    }
    if (at == length) {
        return false;
    }
    long sum = 0;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') {
            return false;
        }
        sum = sum < 100000 ? sum * 10 + (text[at] - '0') : sum;
    }
    *exponent = negative ? -sum : sum;
    return true;
}

/* The digits of xsd:double without its special values; false for anything else. */
static bool read_digits(const char *text, size_t length, struct digits *digits)
{
    memset(digits, 0, sizeof *digits);
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    digits->negative = at > 0 && text[0] == '-';
    bool any = false;
    bool after_point = false;
    long places = 0;
    long exponent = 0;
    for (; at < length && text[at] != 'e' && text[at] != 'E'; at++) {
        if (text[at] == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (text[at] < '0' || text[at] > '9') {
            return false;
        }
        any = true;
        places += after_point;
        add_digit(digits, text[at]);
    }
    if (!any || (at < length && !read_exponent(text + at, length - at, &exponent))) {
        return false;
    }
    digits->point = (long)digits->count - places + exponent;
    while (digits->count > 0 && digits->count <= sizeof digits->text &&
           digits->text[digits->count - 1] == '0') {
        digits->count--;
    }
    return true;
}

static size_t put_repeated(char *out, char byte, long count)
{
    if (count > 0) {
        memset(out, byte, (size_t)count);
        return (size_t)count;
    }
    return 0;
}

static size_t put_exponent(char *out, long exponent)
{
    int written = snprintf(out, 8, "e%+ld", exponent);
    return written > 0 ? (size_t)written : 0;
}

/* As ECMAScript's Number::toString lays digits out. */
static size_t lay_out(const struct digits *digits, char out[BGT_DOUBLE_TEXT_SIZE])
{
    size_t at = 0;
    long count = (long)digits->count;
    long point = digits->point;
    if (digits->negative) {
        out[at++] = '-';
    }
    if (count == 0) {
        out[at++] = '0';
    } else if (point > 21 || point <= -6) {
        out[at++] = digits->text[0];
        if (count > 1) {
            out[at++] = '.';
            memcpy(out + at, digits->text + 1, digits->count - 1);
            at += digits->count - 1;
        }
        at += put_exponent(out + at, point - 1);
    } else {
        long whole = point < 0 ? 0 : point < count ? point : count;
        memcpy(out + at, digits->text, (size_t)whole);
        at += (size_t)whole;
        at += put_repeated(out + at, '0', point - whole);
        at += put_repeated(out + at, '0', point <= 0);
        at += put_repeated(out + at, '.', whole < count);
        at += put_repeated(out + at, '0', -point);
        memcpy(out + at, digits->text + whole, (size_t)(count - whole));
        at += (size_t)(count - whole);
    }
    out[at] = '\0';
    return at;
}

/* Whether this text, read back, is `value`, which is not zero. */
static bool reads_back(const char *text, double value)
{
    return strtod(text, NULL) == value;
}

/* The text of `precision` digits that reads back as `value`: the nearest, or for a power
 * of two, whose neighbours lie at unequal distances, the one above. */
static bool try_precision(double value, int precision, char *text, size_t size)
{
    int written = snprintf(text, size, "%.*e", precision - 1, value);
    if (written < 0 || (size_t)written >= size) {
        return false;
    }
    if (reads_back(text, value)) {
        return true;
    }
    char *last = strchr(text, 'e') - 1;
    int exponent;
    if (fabs(frexp(value, &exponent)) > 0.5 || *last == '9') {
        return false;
    }
    ++*last;
    return reads_back(text, value);
}

/* In the C locale: the digits of a finite double other than zero. */
static bool find_digits(double value, struct digits *digits)
{
    char text[48];
    for (int precision = 1; precision <= MOST_DIGITS; precision++) {
        /* Numbers of few digits are common in workbooks, so short ones are tried first.
         */
        if (try_precision(value, precision, text, sizeof text)) {
            return read_digits(text, strlen(text), digits);
        }
    }
    return false;
}

/* Both functions below work in the C locale of this thread, whatever the program has set.
 */
static locale_t enter_c_locale(locale_t *made)
{
    *made = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return *made ? uselocale(*made) : (locale_t)0;
}

static void leave_c_locale(locale_t made, locale_t before)
{
    if (made) {
        (void)uselocale(before);
        freelocale(made);
    }
}

size_t bgt_double_shortest(double value, char out[BGT_DOUBLE_TEXT_SIZE])
{
    struct digits digits;
    memset(&digits, 0, sizeof digits);
    out[0] = '\0';
    if (!isfinite(value)) {
        return 0;
    }
    if (fpclassify(value) == FP_ZERO) {
        digits.negative = signbit(value) != 0;
        return lay_out(&digits, out);
    }
    locale_t made;
    locale_t before = enter_c_locale(&made);
    bool found = made && find_digits(value, &digits);
    leave_c_locale(made, before);
    return found ? lay_out(&digits, out) : 0;
}

/* Reads a stored text that read_digits has accepted. */
static bool read_double(const char *stored, size_t length, double *value)
{
    char text[LONGEST_STORED + 1];
    if (length > LONGEST_STORED) {
        return false;
    }
    memcpy(text, stored, length);
    text[length] = '\0';
    locale_t made;
    locale_t before = enter_c_locale(&made);
    *value = made ? strtod(text, NULL) : 0;
    leave_c_locale(made, before);
    return made && isfinite(*value);
}

size_t bgt_text_double_shortest(const char *stored, size_t length,
                                char out[BGT_DOUBLE_TEXT_SIZE])
{
    struct digits digits;
    double value;
    out[0] = '\0';
    if (!read_digits(stored, length, &digits)) {
        return 0;
    }
    /* The range is that of normal doubles; the rest has fewer digits to be sure of. */
    bool normal = digits.point > -300 && digits.point < 300;
    if (digits.count == 0 || (digits.count <= SURE_DIGITS && normal)) {
        return lay_out(&digits, out);
    }
    return read_double(stored, length, &value) ? bgt_double_shortest(value, out) : 0;
}
