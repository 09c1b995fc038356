#include "serial_date.h"

#include <stdint.h>
#include <string.h>

#define DAY           INT64_C(86400000) /* milliseconds */
#define LAST_DAY_1900 2958465           /* 9999-12-31 */
#define LAST_DAY_1904 2957003

/* A number as xsd:double spells it, without the locale's decimal point of strtod. Digits
 * past the 18th do not matter here: a millisecond is 1e-8 of a day. False where it is no
 * number or beyond a billion. */
static bool parse_days(const char *text, size_t length, double *days)
{
    uint64_t value = 0;
    int exponent = 0;
    int power = 0;
    size_t at = length > 0 && text[0] == '+' ? 1 : 0;
    bool point = false;
    bool minus = false;
    for (; at < length && (text[at] | 0x20) != 'e'; at++) {
        unsigned digit = (unsigned)(unsigned char)text[at] - '0';
        if (text[at] == '.' && !point) {
            point = true;
        } else if (digit > 9) {
            return false;
        } else if (value < UINT64_C(100000000000000000)) {
            value = value * 10 + digit;
            exponent -= point;
        } else {
            exponent += !point;
        }
    }
    if (at < length && ++at < length && (text[at] == '-' || text[at] == '+')) {
        minus = text[at++] == '-';
    }
    for (; at < length && power < 1000; at++) {
        power = power * 10 + (text[at] - '0');
    }
    exponent += minus ? -power : power;
    double result = (double)value;
    for (; exponent > 0 && result < 1e9 && result > 0; exponent--) {
        result *= 10;
    }
    double divisor = 1;
    for (; exponent < 0 && divisor < 1e40; exponent++) {
        divisor *= 10;
    }
    *days = result / divisor;
    return *days < 1e9;
}

static char *put_digits(char *at, int64_t value, int width)
{
    char reversed[24];
    int count = 0;
    do {
        reversed[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    for (; width > count; width--) {
        *at++ = '0';
    }
    while (count > 0) {
        *at++ = reversed[--count];
    }
    return at;
}

/* The date so many days after 1970-01-01 in the Gregorian calendar (days may be
 * negative). */
static char *put_civil(char *at, int64_t days)
{
    days += 719468; /* to 0000-03-01, the first day of a 400-year era */
    int64_t era = days / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    at = put_digits(at, year_of_era + era * 400 + (month <= 2), 4);
    *at++ = '-';
    at = put_digits(at, month, 2);
    *at++ = '-';
    return put_digits(at, day, 2);
}

static char *put_date(char *at, int64_t day, bool is_1904)
{
    static const char never[] = "1900-02-29";
    if (is_1904) {
        return put_civil(at, day - 24107);
    }
    if (day == 60) {
        memcpy(at, never, sizeof never - 1);
        return at + sizeof never - 1;
    }
    return put_civil(at, day - (day < 60 ? 25568 : 25569));
}

static char *put_time(char *at, int64_t milliseconds)
{
    at = put_digits(at, milliseconds / 3600000, 2);
    *at++ = ':';
    at = put_digits(at, milliseconds / 60000 % 60, 2);
    *at++ = ':';
    at = put_digits(at, milliseconds / 1000 % 60, 2);
    if (milliseconds % 1000 != 0) {
        *at++ = '.';
        at = put_digits(at, milliseconds % 1000, 3);
    }
    return at;
}

size_t bgt_xlsx_serial_date(const char *text, size_t length,
                            const struct bgt_xlsx_date_style *style,
                            char out[BGT_XLSX_DATE_SIZE])
{
    double days = 0;
    if (length > 64 || !parse_days(text, length, &days) ||
        days >= (style->is_1904 ? LAST_DAY_1904 : LAST_DAY_1900) + 1) {
        return 0;
    }
    int64_t milliseconds = (int64_t)(days * (double)DAY + 0.5);
    int64_t day = milliseconds / DAY;
    int64_t rest = milliseconds % DAY;
    char *at = out;
    if (style->is_elapsed) {
        at = put_time(at, milliseconds);
    } else if (day == 0 && (!style->has_date || (rest != 0 && !style->is_1904))) {
        at = put_time(at, rest);
    } else {
        at = put_date(at, day, style->is_1904);
        if (rest != 0) {
            *at++ = 'T';
            at = put_time(at, rest);
        }
    }
    *at = '\0';
    return (size_t)(at - out);
}

/* Whether text has the form, in which 0 stands for a digit. */
static bool has_form(const char *text, size_t length, const char *form)
{
    if (length != strlen(form)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

/* Bytes of a time `08:30` or `08:30:00`, a fraction of a second included; 0: it is none.
 */
static bool is_time(const char *text, size_t length)
{
    if (has_form(text, length, "00:00") || has_form(text, length, "00:00:00")) {
        return true;
    }
    if (length < 10 || length > 18 || !has_form(text, 9, "00:00:00.")) {
        return false;
    }
    for (size_t i = 9; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool is_midnight(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '1' && text[i] <= '9') {
            return false;
        }
    }
    return true;
}

size_t bgt_xlsx_iso_date(const char *text, size_t length, bool has_time,
                         char out[BGT_XLSX_DATE_SIZE])
{
    if (length > 1 && text[length - 1] == 'Z') {
        length--;
    }
    if (length >= BGT_XLSX_DATE_SIZE) {
        return 0;
    }
    bool date = length >= 10 && has_form(text, 10, "0000-00-00");
    if (date && length > 11 && text[10] == 'T' && is_time(text + 11, length - 11)) {
        if (!has_time && is_midnight(text + 11, length - 11)) {
            length = 10;
        }
    } else if (!(date && length == 10) && !is_time(text, length)) {
        return 0;
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return length;
}
