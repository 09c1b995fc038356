/**
 * report.h: diagnostics of this plugin, with their place.
 */
#ifndef BGT_XLSX_REPORT_H
#define BGT_XLSX_REPORT_H

#include "budget/plugin.h"

/** A cell of a sheet as a place; row and column from 1, 0 where unknown. */
static inline struct bgt_place bgt_xlsx_at(const char *sheet, uint64_t row,
                                           uint32_t column)
{
    struct bgt_place place;
    memset(&place, 0, sizeof place);
    place.sheet = sheet;
    place.line = row;
    place.column = column;
    place.is_cell = row != 0;
    return place;
}

/** An offending text: `length` bytes, which need not be closed by NUL. */
struct bgt_xlsx_text {
    const char *text;
    size_t length;
};

/**
 * Reports @p code with the offending text (null: none) and the facts {1} and {2}.
 * @return what env->report answers: BGT_OK, BGT_BAD or BGT_FATAL.
 */
static inline bgt_status bgt_xlsx_report(const struct bgt_env *env, const char *code,
                                         struct bgt_place place,
                                         const struct bgt_xlsx_text *text,
                                         const char *const facts[2])
{
    struct bgt_diagnostic diagnostic;
    memset(&diagnostic, 0, sizeof diagnostic);
    diagnostic.code = code;
    diagnostic.place = place;
    if (text != NULL) {
        diagnostic.text = text->text;
        diagnostic.text_length = text->length;
    }
    if (facts != NULL) {
        diagnostic.arguments[0] = facts[0];
        diagnostic.arguments[1] = facts[1];
    }
    return env->report(env, &diagnostic);
}

/** Reports an error after which the plugin cannot go on: BGT_FATAL. */
static inline bgt_status bgt_xlsx_fatal(const struct bgt_env *env, const char *code,
                                        struct bgt_place place, const char *fact)
{
    const char *const facts[2] = {fact, NULL};
    (void)bgt_xlsx_report(env, code, place, NULL, facts);
    return BGT_FATAL;
}

/** Room for a number as text. */
#define BGT_XLSX_NUMBER_SIZE 24

/** Writes @p value as decimal digits; returns @p out. */
static inline const char *bgt_xlsx_number(uint64_t value, char out[BGT_XLSX_NUMBER_SIZE])
{
    size_t at = BGT_XLSX_NUMBER_SIZE - 1;
    out[at] = '\0';
    do {
        out[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    memmove(out, out + at, BGT_XLSX_NUMBER_SIZE - at);
    return out;
}

/** Reports that the limit `name` (as in `--limit name=value`) was reached: BGT_FATAL. */
static inline bgt_status bgt_xlsx_limit(const struct bgt_env *env, const char *name,
                                        uint64_t value, struct bgt_place place)
{
    char number[BGT_XLSX_NUMBER_SIZE];
    const char *const facts[2] = {name, bgt_xlsx_number(value, number)};
    (void)bgt_xlsx_report(env, "LIMIT_REACHED", place, NULL, facts);
    return BGT_FATAL;
}

#endif
