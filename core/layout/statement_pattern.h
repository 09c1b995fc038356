/**
 * layout/statement_pattern.h: the small matcher that finds figures in prose.
 *
 * A pattern is text in normalised form (bgt_text_normalise) with
 *
 *     {amount}     a number with 亿元, 万元 or 元         {percent}  a number with %
 *     {number}     a number                              {year}     four digits
 *     {direction}  增加, 减少, 持平 and their like        {date}     2025年12月31日
 *     {row}        a label: up to 80 characters without , ; : 。 、
 *     {name}       the same without digits, up to 20 characters
 *     {any}        up to 24 characters without digits, ; : 。
 *     [a|b|]       alternatives; an empty one may be missing
 *     ^            the beginning of the text, or behind , ; : 。 、 . ( )
 *
 * `{row}` and `{any}` take as little as they can. A number is never a part of a longer
 * one. Matching is bounded: nothing repeats but characters of {row} and {any}, and each
 * step counts against the caller's budget.
 *
 * Private to layout.
 */
#ifndef LAYOUT_STATEMENT_PATTERN_H
#define LAYOUT_STATEMENT_PATTERN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"
#include "budget/decimal.h"
#include "budget/status.h"

struct bgt_pattern_op;

/** A compiled pattern. Lives in the arena. */
struct bgt_pattern {
    const struct bgt_pattern_op *first;
    bool has_figure; /**< It takes an amount, a percentage or a number. */
    bool has_direction, has_row, has_date;
};

/** What a match took. Slices of the normalised text. */
struct bgt_pattern_match {
    size_t end; /**< Behind the match. */
    bool has_value;
    struct bgt_decimal value; /**< With the places printed. */
    struct bgt_slice unit;    /**< 万元 … or %; "" of {number}. */
    const char *direction;    /**< 增, 减, 持平 or null. */
    struct bgt_slice row;
    struct bgt_slice date;
};

/**
 * Compiles.
 *
 * @param text  as written in a file; normalised here.
 * @param why   set with BGT_BAD: what is wrong with it, a reason of diag/reasons.def.
 * @return BGT_OK, BGT_BAD, BGT_NO_MEMORY or BGT_LIMIT (of the arena).
 */
bgt_status bgt_pattern_compile(struct bgt_slice text, struct bgt_arena *arena,
                               struct bgt_pattern *pattern, const char **why);

/** Matches at one place. `*steps` goes down; at 0 nothing matches any more. */
bool bgt_pattern_match_at(const struct bgt_pattern *pattern, struct bgt_slice text,
                          size_t at, uint64_t *steps, struct bgt_pattern_match *match);

/** Length of the number at a place, and its value; 0 where there is none. */
size_t bgt_pattern_number(struct bgt_slice text, size_t at, struct bgt_decimal *value);

#endif
