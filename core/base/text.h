/**
 * text.h: labels as people print them, made comparable; and small helpers for text.
 *
 * Text is UTF-8 as pointer and length in bytes and needs no NUL. A byte that is not UTF-8
 * is passed on as it is. Nothing depends on the locale. Functions that write append to a
 * buffer of the caller's and answer with its status; all others are pure. Any thread.
 */
#ifndef BGT_BASE_TEXT_H
#define BGT_BASE_TEXT_H

#include "base/buffer.h"
#include "budget/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A piece of somebody else's text. */
struct bgt_slice {
    const char *text;
    size_t length;
};

/** The slice of a C string, borrowed. */
struct bgt_slice bgt_slice_of(const char *text);

/* ---- Comparable labels (text_normalise.c)
 * ---------------------------------------------- */

/** What bgt_text_normalise_with does besides unifying the width of characters. */
enum bgt_normalise_flags {
    BGT_NORMALISE_KEEP_BLANKS = 1, /**< Runs of blanks become one space, ends are trimmed,
                                        instead of all being removed. */
    BGT_NORMALISE_FOLD_CASE = 2    /**< ASCII letters become lower case. */
};

/**
 * Appends @p text in the form in which labels are compared (design §4).
 *
 * Full-width ASCII becomes half-width; all blanks (line breaks, no-break and ideographic
 * spaces too) and invisible characters go; round, square and tortoise-shell brackets are
 * `(` and `)`; colons `:`; double quotes, corner brackets `"`; single quotes `'`; dashes
 * and minus signs `-`; middle dots `·`. Twice applied to UTF-8 is as once.
 *
 * BGT_OK, BGT_NO_MEMORY or BGT_LIMIT (then nothing was appended).
 */
bgt_status bgt_text_normalise(struct bgt_buffer *out, const char *text, size_t length);

/** As bgt_text_normalise, with a mask of bgt_normalise_flags. */
bgt_status bgt_text_normalise_with(struct bgt_buffer *out, const char *text,
                                   size_t length, unsigned flags);

/** Whether two labels have the same normalised form. Allocates nothing. */
bool bgt_text_same_label(const char *a, size_t a_length, const char *b, size_t b_length);

/* ---- Years and ordinals in labels (text_label.c)
 * --------------------------------------- */

/** Which years bgt_text_strip_year takes out. At least one of LEADING and INSIDE is
 * given. */
enum bgt_year_flags {
    BGT_YEAR_LEADING = 1, /**< At the beginning of the text. */
    BGT_YEAR_INSIDE = 2,  /**< Anywhere after the beginning. */
    BGT_YEAR_BARE = 4,    /**< Also four digits without 年: `2026预算数`. */
    BGT_YEAR_ALL = 7
};

/**
 * Appends @p text without its years: `2026年度部门预算` becomes `部门预算`.
 *
 * A year is 1949 to 2099 in ASCII or full-width digits not beside another digit, or in
 * four Chinese digits (二〇二六), followed by 年度 or 年, which goes with it. Before 初,
 * 末, 底 and 终 only the number goes, so that `2026年初批复数` becomes `年初批复数`.
 *
 * BGT_OK, BGT_NO_MEMORY or BGT_LIMIT (then nothing was appended).
 */
bgt_status bgt_text_strip_year(struct bgt_buffer *out, const char *text, size_t length,
                               unsigned flags);

/** The first year in @p text, in the spelling of bgt_text_strip_year (bare ones only when
 * no year with 年 is there); 0 when there is none. */
unsigned bgt_text_find_year(const char *text, size_t length);

/** How the last prefix of an item label is written. */
enum bgt_ordinal_kind {
    BGT_ORDINAL_NONE = 0,
    BGT_ORDINAL_CHINESE = 1,          /**< 一、 */
    BGT_ORDINAL_CHINESE_BRACKETS = 2, /**< （一） */
    BGT_ORDINAL_DIGITS = 3,           /**< 1. 1、 1) */
    BGT_ORDINAL_DIGIT_BRACKETS = 4,   /**< (1) */
    BGT_ORDINAL_CIRCLED = 5           /**< ① */
};

/** What bgt_text_strip_ordinal found. */
struct bgt_ordinal {
    enum bgt_ordinal_kind kind; /**< Of the last ordinal. */
    unsigned number;            /**< Its number, 1 upwards; 0 when there is none. */
    bool of_which;              /**< 其中： was there. */
};

/**
 * Where the bare name of an item label starts: behind blanks and the prefixes 一、
 * 二十一、 （一） (1) 1. 1、 ① and 其中：, in any order and number. The name itself is
 * never touched: 三公经费 and 一般公共服务支出 have no prefix, nor has 1.5. A label that
 * is nothing but prefixes
 * (`其中：`) gives its length.
 *
 * @param found may be NULL.
 * @return offset in bytes, 0 to @p length.
 */
size_t bgt_text_strip_ordinal(const char *text, size_t length, struct bgt_ordinal *found);

/** Reads a Chinese number from 一 to 九十九 at the beginning of @p text. Returns its
 * bytes and sets @p value; 0 when there is none. */
size_t bgt_text_chinese_number(const char *text, size_t length, unsigned *value);

/* ---- Small helpers (text.c)
 * -------------------------------------------------------------- */

/** @p text without blanks and invisible characters at both ends; the ideographic space
 * counts as a blank. */
struct bgt_slice bgt_text_trim(const char *text, size_t length);

/** Columns of blanks at the beginning: the ideographic space is 2, a TAB 4, others 1. */
unsigned bgt_text_indent(const char *text, size_t length);

/** Whether @p text has nothing but blanks and invisible characters. */
bool bgt_text_is_blank(const char *text, size_t length);

/** Whether both texts are the same bytes. */
bool bgt_text_equal(const char *a, size_t a_length, const char *b, size_t b_length);

/** Whether both texts are the same but for the case of ASCII letters. */
bool bgt_text_equal_ignore_case(const char *a, size_t a_length, const char *b,
                                size_t b_length);

/** Whether @p text begins with the C string @p prefix. */
bool bgt_text_starts_with(const char *text, size_t length, const char *prefix);

/** Whether @p text ends with the C string @p suffix. */
bool bgt_text_ends_with(const char *text, size_t length, const char *suffix);

/** Offset of the first place of the C string @p part in @p text at or after @p from;
 * SIZE_MAX when there is none. An empty part is found at once. */
size_t bgt_text_find(const char *text, size_t length, size_t from, const char *part);

/**
 * Takes the next part of @p rest up to @p separator (one byte).
 *
 * `a,,b` gives a, an empty part and b; an empty text gives one empty part. Start with the
 * whole text in @p rest; afterwards `rest->text` is NULL.
 *
 * @return false when there are no more parts, and then @p part is unchanged.
 */
bool bgt_text_split(struct bgt_slice *rest, char separator, struct bgt_slice *part);

/** Reads a number of ASCII digits only, without sign or blanks. False for anything else
 * or for a number above @p maximum, and then @p value is unchanged. */
bool bgt_text_parse_unsigned(const char *text, size_t length, uint64_t maximum,
                             uint64_t *value);

/** Longest text, in code points, that bgt_text_distance compares. */
#define BGT_TEXT_DISTANCE_MAX 256

/** The edit distance of two texts (Levenshtein: insert, delete, replace) in code points,
 * or
 * @p bound + 1 when it is more than @p bound or a text is longer than
 * BGT_TEXT_DISTANCE_MAX. For "did you mean" and the nearest labels. */
size_t bgt_text_distance(struct bgt_slice a, struct bgt_slice b, size_t bound);

#endif
