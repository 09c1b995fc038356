#include "base/decimal.h"

#include <string.h>

/* Digits kept of a stored number. A double needs 17; what is beyond 21 is remembered only
 * as being there. 10^21 times 2^53 still fits in 128 bits. */
enum { KEPT_DIGITS = 21, DOUBLE_DIGITS = 15, MOST_EXPONENT = 100000 };
/* Noise of arithmetic in binary: at most 10^-9 relative and below 10^-6 absolute. */
enum { NOISE_PLACES = 6, NOISE_RELATIVE = 9, PLACES_BEHIND_SHOWN = 3 };
/* The rest of a subtraction: below 10^-10, with the many digits of a power of two. */
enum { RESIDUE_PLACES = 10, RESIDUE_DIGITS = 12 };

/* A stored number: digits times 10^exponent; trailing zeros of the digits are stripped,
 * so that `count` is the number of significant digits. */
struct stored {
    bgt_int128 digits; /* never negative */
    int count;
    long exponent;
    bool negative;
    bool more; /* digits that are not zero were left out */
};

static bgt_int128 power_of_ten(long exponent)
{
    bgt_int128 power = 1;
    for (; exponent > 0; exponent--) {
        power *= 10;
    }
    return power;
}

static bool read_exponent(const char *text, size_t length, long *exponent)
{
    size_t at = 1;
    bool negative = at < length && text[at] == '-';
    if (at < length && (text[at] == '-' || text[at] == '+')) {
        at++;
    }
    if (at >= length) {
        return false;
    }
    long sum = 0;
    for (; at < length; at++) {
        if (text[at] < '0' || text[at] > '9') {
            return false;
        }
        sum = sum < MOST_EXPONENT ? sum * 10 + (text[at] - '0') : sum;
    }
    *exponent += negative ? -sum : sum;
    return true;
}

static void add_digit(struct stored *stored, char digit, bool after_point)
{
    if (stored->count < KEPT_DIGITS) {
        stored->digits = stored->digits * 10 + (digit - '0');
        stored->count += stored->digits > 0;
        stored->exponent -= after_point;
    } else {
        stored->more = stored->more || digit != '0';
        stored->exponent += !after_point;
    }
}

static void strip_zeros(struct stored *stored)
{
    while (stored->count > 0 && stored->digits % 10 == 0) {
        stored->digits /= 10;
        stored->count--;
        stored->exponent++;
    }
}

/* The lexical form of xsd:double without its special values. */
static bool read_stored(const char *text, size_t length, struct stored *stored)
{
    memset(stored, 0, sizeof *stored);
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    stored->negative = at > 0 && text[0] == '-';
    bool any = false;
    bool after_point = false;
    for (; at < length && text[at] != 'e' && text[at] != 'E'; at++) {
        if (text[at] == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (text[at] < '0' || text[at] > '9') {
            return false;
        }
        any = true;
        add_digit(stored, text[at], after_point);
    }
    if (!any ||
        (at < length && !read_exponent(text + at, length - at, &stored->exponent))) {
        return false;
    }
    if (!stored->more) {
        strip_zeros(stored);
    }
    return true;
}

/* Decimal places that the value needs. */
static long places_of(const struct stored *stored)
{
    return stored->exponent < 0 ? -stored->exponent : 0;
}

/* Whether the model can hold the value as it is. */
static enum bgt_decimal_error fits(const struct stored *stored)
{
    long whole = stored->exponent > 0 ? stored->exponent : 0;
    if (stored->count == 0) {
        return BGT_DECIMAL_OK;
    }
    if (places_of(stored) > BGT_DECIMAL_MAX_SCALE) {
        return BGT_DECIMAL_TOO_MANY_PLACES;
    }
    return stored->more || stored->count + whole > BGT_DECIMAL_MAX_DIGITS
               ? BGT_DECIMAL_TOO_MANY_DIGITS
               : BGT_DECIMAL_OK;
}

/* The decimal of exactly this value with at least `scale` places. */
static enum bgt_decimal_error hold(const struct stored *stored, long scale,
                                   struct bgt_decimal *out)
{
    enum bgt_decimal_error error = fits(stored);
    if (error != BGT_DECIMAL_OK) {
        return error;
    }
    long places = places_of(stored) > scale ? places_of(stored) : scale;
    if (stored->count > 0 &&
        stored->count + stored->exponent + places > BGT_DECIMAL_MAX_DIGITS) {
        return BGT_DECIMAL_TOO_MANY_DIGITS;
    }
    bgt_int128 coefficient =
        stored->count > 0 ? stored->digits * power_of_ten(stored->exponent + places) : 0;
    *out = bgt_decimal_make((int64_t)(stored->negative ? -coefficient : coefficient),
                            (unsigned)places);
    return BGT_DECIMAL_OK;
}

/* The nearest value with `scale` places; `distance` receives how far it is, in units of
 * the old last digit. Only for a value with more places. */
static struct stored nearest(const struct stored *stored, long scale,
                             bgt_int128 *distance)
{
    struct stored near = *stored;
    long dropped = -stored->exponent - scale;
    near.exponent = -scale;
    near.more = false;
    if (dropped > KEPT_DIGITS) {
        near.digits = 0;
        near.count = 0;
        *distance = stored->digits;
        return near;
    }
    bgt_int128 power = power_of_ten(dropped);
    near.digits = (stored->digits + power / 2) / power;
    bgt_int128 off = near.digits * power - stored->digits;
    *distance = off < 0 ? -off : off;
    near.count = 0;
    for (bgt_int128 rest = near.digits; rest > 0; rest /= 10) {
        near.count++;
    }
    strip_zeros(&near);
    return near;
}

/* Whether a distance is binary noise of the value for a figure of `scale` places. */
static bool is_noise(const struct stored *stored, bgt_int128 distance, long scale)
{
    long behind = scale + PLACES_BEHIND_SHOWN;
    long finest = behind > NOISE_PLACES ? behind : NOISE_PLACES;
    long below = -stored->exponent - finest;
    if (below > KEPT_DIGITS + NOISE_RELATIVE) {
        below = KEPT_DIGITS + NOISE_RELATIVE;
    }
    return distance * power_of_ten(NOISE_RELATIVE) <= stored->digits && below > 0 &&
           distance < power_of_ten(below);
}

/* Whether a value that far away may be the same double: half the way to the next double,
 * at most 2^-53 of the value, and half a unit of the last digit, since the text was
 * rounded too. */
static bool maybe_same_double(const struct stored *stored, bgt_int128 distance)
{
    const bgt_int128 bits = (bgt_int128)1 << 53;
    return distance * bits * 2 <= stored->digits * 2 + bits;
}

/* The nearest value of 15 digits, for a text of more that is not whole; false when there
 * is none near enough. */
static bool without_noise(const struct stored *stored, bool must_be_same,
                          struct stored *out)
{
    if (stored->count <= DOUBLE_DIGITS || stored->exponent >= 0) {
        return false;
    }
    bgt_int128 distance;
    long scale = -stored->exponent - (stored->count - DOUBLE_DIGITS);
    *out = nearest(stored, scale, &distance);
    return must_be_same ? maybe_same_double(stored, distance)
                        : distance * power_of_ten(NOISE_RELATIVE) <= stored->digits;
}

/* Takes the noise away where that can be told without knowing the shown places. */
static void settle(struct stored *stored, unsigned *flags)
{
    struct stored plain;
    bool held = fits(stored) == BGT_DECIMAL_OK;
    if (without_noise(stored, held, &plain) && (held || fits(&plain) == BGT_DECIMAL_OK)) {
        *stored = plain;
        *flags |= BGT_STORED_NOISE;
        return;
    }
    /* The finest genuine place is 分 in 万元, the sixth; then what the model can hold. */
    static const long scales[] = {NOISE_PLACES, BGT_DECIMAL_MAX_SCALE};
    for (size_t i = 0; i < 2 && places_of(stored) > BGT_DECIMAL_MAX_SCALE; i++) {
        bgt_int128 distance;
        plain = nearest(stored, scales[i], &distance);
        if (is_noise(stored, distance, scales[i])) {
            *stored = plain;
            *flags |= BGT_STORED_NOISE;
        }
    }
}

static bool is_residue(const struct stored *stored)
{
    return stored->count >= RESIDUE_DIGITS &&
           stored->count + stored->exponent <= -RESIDUE_PLACES;
}

/* A number whose format shows `scale` places. */
static enum bgt_decimal_error from_shown(struct stored *stored, long scale, bool round,
                                         struct bgt_decimal *out, unsigned *flags)
{
    if (places_of(stored) <= scale) {
        return hold(stored, scale, out);
    }
    if (is_residue(stored)) {
        *flags |= BGT_STORED_RESIDUE;
        *out = bgt_decimal_make(0, (unsigned)scale);
        return BGT_DECIMAL_OK;
    }
    bgt_int128 distance;
    struct stored near = nearest(stored, scale, &distance);
    if (is_noise(stored, distance, scale)) {
        *flags |= BGT_STORED_NOISE;
        return hold(&near, scale, out);
    }
    settle(stored, flags);
    if (places_of(stored) <= scale) {
        return hold(stored, scale, out);
    }
    if (round) {
        near = nearest(stored, scale, &distance);
        *flags |= BGT_STORED_ROUNDED;
        return hold(&near, scale, out);
    }
    *flags |= BGT_STORED_MORE_PLACES;
    return hold(stored, scale, out);
}

enum bgt_decimal_error bgt_decimal_from_number(const struct bgt_stored_number *number,
                                               struct bgt_decimal *out, unsigned *flags)
{
    struct stored stored;
    unsigned met = 0;
    enum bgt_decimal_error error;
    if (!read_stored(number->text, number->length, &stored)) {
        return BGT_DECIMAL_SYNTAX;
    }
    stored.exponent = stored.count > 0 ? stored.exponent + number->power : 0;
    if (number->shown_scale < 0) {
        settle(&stored, &met);
        error = hold(&stored, 0, out);
    } else {
        long scale = number->shown_scale < BGT_DECIMAL_MAX_SCALE ? number->shown_scale
                                                                 : BGT_DECIMAL_MAX_SCALE;
        error = from_shown(&stored, scale, number->round, out, &met);
    }
    if (flags) {
        *flags = met;
    }
    return error;
}

enum bgt_decimal_error bgt_decimal_from_stored(const char *text, size_t length,
                                               int shown_scale, struct bgt_decimal *out,
                                               unsigned *flags)
{
    struct bgt_stored_number number = {text, length, shown_scale, 0, false};
    return bgt_decimal_from_number(&number, out, flags);
}
