/**
 * decimal.h: exact decimal figures, for the toolkit and for its plugins.
 *
 * A figure is an integer coefficient and a number of decimal places: 26.00 is {2600, 2}
 * and is not the same figure as 26, {26, 0}, though both have the same value. Nothing
 * here rounds and nothing passes through binary floating point. Everything is `static
 * inline`, so that a plugin needs no library of ours; every function is pure and may be
 * called from any thread.
 *
 * A *valid* decimal has at most BGT_DECIMAL_MAX_DIGITS digits in its coefficient and at
 * most BGT_DECIMAL_MAX_SCALE places. The functions take valid decimals and produce only
 * valid ones.
 */
#ifndef BUDGET_DECIMAL_H
#define BUDGET_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Most digits of a coefficient, leading zeros not counted. */
#define BGT_DECIMAL_MAX_DIGITS 18
/** Most decimal places. */
#define BGT_DECIMAL_MAX_SCALE 9
/** The smallest magnitude that is too large for a coefficient: 10 to the 18th. */
#define BGT_DECIMAL_BOUND INT64_C(1000000000000000000)
/** Bytes that hold the text of any decimal, its sign and the closing NUL. */
#define BGT_DECIMAL_TEXT_SIZE 24

/** One exact figure: coefficient / 10^scale. The padding is zero, so that two equal
 * figures (same value, same places) are equal byte for byte. */
struct bgt_decimal {
    int64_t coefficient;
    uint8_t scale;       /**< Decimal places, 0 to BGT_DECIMAL_MAX_SCALE. */
    uint8_t reserved[7]; /**< Always zero. */
};

/** Why a text is not a decimal. Values are fixed; new ones are only added at the end. */
enum bgt_decimal_error {
    BGT_DECIMAL_OK = 0, /**< It is one. */
    BGT_DECIMAL_SYNTAX =
        1, /**< Not a number in the accepted spelling: `1e3`, `.5`, ``. */
    BGT_DECIMAL_TOO_MANY_DIGITS = 2, /**< More than 18 significant digits. */
    BGT_DECIMAL_TOO_MANY_PLACES = 3, /**< More than 9 decimal places. */
    BGT_DECIMAL_GROUPING = 4 /**< Separators not between groups of three: `1,2,3`. */
};

/** 10 to the power @p exponent, which is 0 to 18 (more is taken as 18). */
static inline int64_t bgt_decimal_power_of_ten(unsigned exponent)
{
    static const int64_t powers[] = {
        INT64_C(1),
        INT64_C(10),
        INT64_C(100),
        INT64_C(1000),
        INT64_C(10000),
        INT64_C(100000),
        INT64_C(1000000),
        INT64_C(10000000),
        INT64_C(100000000),
        INT64_C(1000000000),
        INT64_C(10000000000),
        INT64_C(100000000000),
        INT64_C(1000000000000),
        INT64_C(10000000000000),
        INT64_C(100000000000000),
        INT64_C(1000000000000000),
        INT64_C(10000000000000000),
        INT64_C(100000000000000000),
        BGT_DECIMAL_BOUND,
    };
    return powers[exponent > 18 ? 18 : exponent];
}

/** The decimal coefficient / 10^scale. The caller vouches for both; see
 * bgt_decimal_valid. */
static inline struct bgt_decimal bgt_decimal_make(int64_t coefficient, unsigned scale)
{
    struct bgt_decimal made;
    memset(&made, 0, sizeof made);
    made.coefficient = coefficient;
    made.scale = (uint8_t)scale;
    return made;
}

/** Whether @p d keeps within the digits and places that the model allows. For figures
 * that arrive as bytes, from a plugin or a spool. */
static inline bool bgt_decimal_valid(struct bgt_decimal d)
{
    return d.scale <= BGT_DECIMAL_MAX_SCALE && d.coefficient < BGT_DECIMAL_BOUND &&
           d.coefficient > -BGT_DECIMAL_BOUND;
}

/**
 * Reads a decimal from text.
 *
 * The spelling is strict: an optional `+` or `-`, at least one digit, and optionally a
 * point followed by at least one digit. No exponent, no grouping, no blanks, no
 * full-width digits (core/base/decimal.h reads those). Leading zeros are accepted and not
 * counted; trailing zeros are places: `26.00` has two. Minus zero is zero.
 *
 * @param text   ASCII bytes, not necessarily closed by NUL; borrowed for the call.
 * @param length bytes of @p text.
 * @param out    set on BGT_DECIMAL_OK only.
 * @return BGT_DECIMAL_OK, BGT_DECIMAL_SYNTAX, BGT_DECIMAL_TOO_MANY_DIGITS or
 *         BGT_DECIMAL_TOO_MANY_PLACES. Never rounds.
 */
static inline enum bgt_decimal_error bgt_decimal_parse(const char *text, size_t length,
                                                       struct bgt_decimal *out)
{
    size_t at = 0;
    size_t point = length;
    size_t digits = 0;
    uint64_t value = 0;
    bool negative = length > 0 && text[0] == '-';
    if (length > 0 && (text[0] == '-' || text[0] == '+')) {
        at = 1;
    }
    size_t first = at;
    for (; at < length; at++) {
        unsigned digit = (unsigned)(unsigned char)text[at] - '0';
        if (digit <= 9) {
            digits += digits > 0 || digit > 0;
            value = digits <= BGT_DECIMAL_MAX_DIGITS ? value * 10 + digit : value;
        } else if (text[at] == '.' && point == length && at > first) {
            point = at;
        } else {
            return BGT_DECIMAL_SYNTAX;
        }
    }
    if (at == first || point + 1 == length) {
        return BGT_DECIMAL_SYNTAX;
    }
    size_t places = point == length ? 0 : length - point - 1;
    if (digits > BGT_DECIMAL_MAX_DIGITS) {
        return BGT_DECIMAL_TOO_MANY_DIGITS;
    }
    if (places > BGT_DECIMAL_MAX_SCALE) {
        return BGT_DECIMAL_TOO_MANY_PLACES;
    }
    *out =
        bgt_decimal_make(negative ? -(int64_t)value : (int64_t)value, (unsigned)places);
    return BGT_DECIMAL_OK;
}

/**
 * Writes @p d as text that bgt_decimal_parse reads back as the same figure: `-0.05`,
 * `26.00`.
 *
 * @param out receives ASCII and a closing NUL.
 * @return bytes written, without the NUL.
 */
static inline size_t bgt_decimal_format(struct bgt_decimal d,
                                        char out[BGT_DECIMAL_TEXT_SIZE])
{
    char reversed[BGT_DECIMAL_TEXT_SIZE];
    size_t count = 0;
    uint64_t rest = d.coefficient < 0 ? (uint64_t)0 - (uint64_t)d.coefficient
                                      : (uint64_t)d.coefficient;
    unsigned places = d.scale > BGT_DECIMAL_MAX_SCALE ? BGT_DECIMAL_MAX_SCALE : d.scale;
    for (unsigned written = 0; rest > 0 || written <= places; written++) {
        if (written == places && places > 0) {
            reversed[count++] = '.';
        }
        reversed[count++] = (char)('0' + rest % 10);
        rest /= 10;
    }
    if (d.coefficient < 0) {
        reversed[count++] = '-';
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = reversed[count - 1 - i];
    }
    out[count] = '\0';
    return count;
}

/** Whether @p d is zero, of any scale. */
static inline bool bgt_decimal_is_zero(struct bgt_decimal d)
{
    return d.coefficient == 0;
}

/** -@p d, with the same places. */
static inline struct bgt_decimal bgt_decimal_negate(struct bgt_decimal d)
{
    return bgt_decimal_make(-d.coefficient, d.scale);
}

/** Compares by value: negative, 0 or positive as @p a is less than, equal to or greater
 * than
 * @p b. 26.00 and 26 compare equal. */
static inline int bgt_decimal_compare(struct bgt_decimal a, struct bgt_decimal b)
{
    int64_t whole_a = a.coefficient / bgt_decimal_power_of_ten(a.scale);
    int64_t whole_b = b.coefficient / bgt_decimal_power_of_ten(b.scale);
    if (whole_a != whole_b) {
        return whole_a < whole_b ? -1 : 1;
    }
    int64_t part_a =
        a.coefficient % bgt_decimal_power_of_ten(a.scale) *
        bgt_decimal_power_of_ten((unsigned)(BGT_DECIMAL_MAX_SCALE - a.scale));
    int64_t part_b =
        b.coefficient % bgt_decimal_power_of_ten(b.scale) *
        bgt_decimal_power_of_ten((unsigned)(BGT_DECIMAL_MAX_SCALE - b.scale));
    return (part_a > part_b) - (part_a < part_b);
}

/** Whether both are the same figure: equal value and equal places. */
static inline bool bgt_decimal_equal(struct bgt_decimal a, struct bgt_decimal b)
{
    return a.coefficient == b.coefficient && a.scale == b.scale;
}

/**
 * Gives @p d another number of places without changing its value.
 *
 * @param out set on success only; may be the place @p d was read from.
 * @return false when @p scale is above BGT_DECIMAL_MAX_SCALE, when places that are not
 * zero would be lost, or when the coefficient would pass 18 digits.
 */
static inline bool bgt_decimal_rescale_exact(struct bgt_decimal d, unsigned scale,
                                             struct bgt_decimal *out)
{
    int64_t coefficient = d.coefficient;
    if (scale > BGT_DECIMAL_MAX_SCALE) {
        return false;
    }
    if (scale < d.scale) {
        int64_t power = bgt_decimal_power_of_ten(d.scale - scale);
        if (coefficient % power != 0) {
            return false;
        }
        coefficient /= power;
    } else {
        int64_t power = bgt_decimal_power_of_ten(scale - d.scale);
        int64_t most = (BGT_DECIMAL_BOUND - 1) / power;
        if (coefficient > most || coefficient < -most) {
            return false;
        }
        coefficient *= power;
    }
    *out = bgt_decimal_make(coefficient, scale);
    return true;
}

/** @p d with as few places as its value needs: 26.00 becomes 26, 0.50 becomes 0.5. */
static inline struct bgt_decimal bgt_decimal_trim(struct bgt_decimal d)
{
    while (d.scale > 0 && d.coefficient % 10 == 0) {
        d.coefficient /= 10;
        d.scale--;
    }
    return d;
}

/**
 * Multiplies by 10 to the power @p power, exactly, by moving the point: 万元 to 元 is 4,
 * 元 to 万元 is -4. The digits stay as they are where they can: 830.99 shifted by -4 is
 * 0.083099, 260000 shifted by -4 is 26.0000, 26.0 shifted by 4 is 260000.
 *
 * @param out set on success only.
 * @return false when the result would have more than 18 digits, or more than 9 places of
 *         which the surplus is not zero.
 */
static inline bool bgt_decimal_shift(struct bgt_decimal d, int power,
                                     struct bgt_decimal *out)
{
    if (power > BGT_DECIMAL_MAX_DIGITS + BGT_DECIMAL_MAX_SCALE ||
        power < -BGT_DECIMAL_MAX_DIGITS - BGT_DECIMAL_MAX_SCALE) {
        return d.coefficient == 0 ? (*out = bgt_decimal_make(0, 0), true) : false;
    }
    int scale = (int)d.scale - power;
    int64_t coefficient = d.coefficient;
    for (; scale > BGT_DECIMAL_MAX_SCALE; scale--) {
        if (coefficient % 10 != 0) {
            return false;
        }
        coefficient /= 10;
    }
    for (; scale < 0; scale++) {
        if (coefficient >= BGT_DECIMAL_BOUND / 10 ||
            coefficient <= -BGT_DECIMAL_BOUND / 10) {
            return false;
        }
        coefficient *= 10;
    }
    *out = bgt_decimal_make(coefficient, (unsigned)scale);
    return true;
}

/** Digits of the coefficient, trailing zeros included, leading ones not; 0 has one. What
 * a format's limit on digits is compared with when it keeps trailing zeros. */
static inline unsigned bgt_decimal_digits(struct bgt_decimal d)
{
    unsigned digits = 1;
    for (int64_t rest = d.coefficient / 10; rest != 0; rest /= 10) {
        digits++;
    }
    return digits;
}

/** Digits that the value needs: trailing zeros of the coefficient are not counted,
 * so 26.00 has 2 and 1000 has 1; 0 has one. What a binary number of 15 digits is compared
 * with. */
static inline unsigned bgt_decimal_significant_digits(struct bgt_decimal d)
{
    while (d.coefficient != 0 && d.coefficient % 10 == 0) {
        d.coefficient /= 10;
    }
    return bgt_decimal_digits(d);
}

#endif
