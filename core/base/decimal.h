/**
 * decimal.h (core): sums, rounding and the spellings of figures that only the core reads.
 *
 * Builds on include/budget/decimal.h. All arithmetic is on integers of 64 and 128 bits
 * and is checked. All functions but bgt_decimal_sum_… are pure; any thread.
 */
#ifndef BGT_BASE_DECIMAL_H
#define BGT_BASE_DECIMAL_H

#include "budget/decimal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** An integer of 128 bits. */
__extension__ typedef __int128 bgt_int128;

/** A running sum. Zeroed, it is the empty sum 0. The fields are private. One thread at a
 * time. */
struct bgt_decimal_sum {
    bgt_int128 units; /**< In 10 to the -9. */
    uint8_t scale;    /**< Most places of any addend. */
    bool overflow;
};

/** Adds @p d. Sums of fewer than 10^11 addends cannot overflow; one that does stays
 * overflowed. */
void bgt_decimal_sum_add(struct bgt_decimal_sum *sum, struct bgt_decimal d);

/** Subtracts @p d; else as bgt_decimal_sum_add. */
void bgt_decimal_sum_subtract(struct bgt_decimal_sum *sum, struct bgt_decimal d);

/** The sum, with the most places that any addend had. False when it has more than 18
 * digits, and then @p out is unchanged. */
bool bgt_decimal_sum_total(const struct bgt_decimal_sum *sum, struct bgt_decimal *out);

/** @p a + @p b with the more places of both. False when it would pass 18 digits. */
bool bgt_decimal_add(struct bgt_decimal a, struct bgt_decimal b, struct bgt_decimal *out);

/** @p a - @p b; else as bgt_decimal_add. */
bool bgt_decimal_subtract(struct bgt_decimal a, struct bgt_decimal b,
                          struct bgt_decimal *out);

/**
 * Rounds to @p scale places, halves away from zero (四舍五入: 0.125 becomes 0.13, -0.125
 * becomes -0.13); fewer places than asked for are padded with zeros. Only for a user who
 * asked for it.
 *
 * @param changes may be NULL; incremented when the value changed, so that it can be
 * reported.
 * @return false when @p scale is above 9 or padding would pass 18 digits.
 */
bool bgt_decimal_round(struct bgt_decimal d, unsigned scale, struct bgt_decimal *out,
                       uint64_t *changes);

/** How a printed figure was written. */
enum bgt_decimal_spelling {
    BGT_SPELLING_GROUPED = 1,    /**< It had separators between thousands. */
    BGT_SPELLING_FULL_WIDTH = 2, /**< It had full-width digits or signs. */
    BGT_SPELLING_PLUS = 4        /**< It began with a plus sign. */
};

/**
 * Reads a decimal as people print it: as bgt_decimal_parse, but the digits before the
 * point may be grouped in threes by commas (`1,629.62`), and digits, comma, point and
 * signs may be full-width (`－１，６２９．６２`); U+2212 is a minus sign. Separators are
 * all or none: `1234,567`, `1,2,3` and the decimal comma's `0,123` are
 * BGT_DECIMAL_GROUPING. No blanks: trim before.
 *
 * @param text     UTF-8, borrowed for the call.
 * @param spelling may be NULL; receives a mask of bgt_decimal_spelling.
 * @return any bgt_decimal_error; @p out is set on BGT_DECIMAL_OK only.
 */
enum bgt_decimal_error bgt_decimal_parse_grouped(const char *text, size_t length,
                                                 struct bgt_decimal *out,
                                                 unsigned *spelling);

/** The scale of a cell whose format shows no fixed number of places (General). */
#define BGT_SHOWN_GENERAL (-1)

/** What was done to a workbook's number. */
enum bgt_stored_flags {
    BGT_STORED_MORE_PLACES = 1, /**< It has more places than its format shows; kept. */
    BGT_STORED_NOISE = 2,   /**< The stored text was not exactly the decimal, but the same
                                 number with the noise of binary floating point. */
    BGT_STORED_RESIDUE = 4, /**< It was the rest of a subtraction (5.684E-14) and is 0. */
    BGT_STORED_ROUNDED = 8 /**< The value was changed by rounding, which was asked for. */
};

/** A workbook's number and how it is shown. */
struct bgt_stored_number {
    const char
        *text; /**< As stored: the lexical form of xsd:double, no blanks. Borrowed. */
    size_t length;
    int shown_scale; /**< Places that the number format shows, or BGT_SHOWN_GENERAL. */
    int power;       /**< The figure is the stored number times 10^power: 2 for a percent
                        format,       where shown_scale counts the places before the sign. Else
                        0. */
    bool round; /**< Round to the shown places (`numbers=shown`); not with General. */
};

/**
 * The exact figure that a workbook's number stands for (design §3).
 *
 * The number is stored as a double, written with up to 17 digits. The figure is the
 * decimal of the shown scale when the stored text is that decimal but for binary noise:
 * 830.99000000000001 under `0.00` is 830.99, 26 is 26.00, 1.6296199999999999E3 is
 * 1629.62. Noise means within 10^-9 relative, and besides below 10^-6 and below a
 * thousandth of the last shown place, so that a genuine figure is never rounded however
 * large it is: 12345678.905 and 137.802559 under `0.00` keep their places, with
 * BGT_STORED_MORE_PLACES. With General, trailing zeros of the stored text mean nothing;
 * 16 and 17 digits become the nearest decimal of 15 digits where that is the same double
 * or where the model could not hold the text; whole numbers are never touched.
 *
 * @param out   set on BGT_DECIMAL_OK only.
 * @param flags may be NULL; receives a mask of bgt_stored_flags.
 * @return BGT_DECIMAL_OK, BGT_DECIMAL_SYNTAX, BGT_DECIMAL_TOO_MANY_DIGITS (more than 18)
 * or BGT_DECIMAL_TOO_MANY_PLACES (0.333333333333333: more than 9, and no noise).
 */
enum bgt_decimal_error bgt_decimal_from_number(const struct bgt_stored_number *number,
                                               struct bgt_decimal *out, unsigned *flags);

/** bgt_decimal_from_number without power and rounding. */
enum bgt_decimal_error bgt_decimal_from_stored(const char *text, size_t length,
                                               int shown_scale, struct bgt_decimal *out,
                                               unsigned *flags);

#endif
