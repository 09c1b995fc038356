/*
 * Diagnostics of the csv plugin: the facts, put together without any formatting function.
 */
#ifndef PLUGINS_CSV_REPORT_H
#define PLUGINS_CSV_REPORT_H

#include "budget/plugin.h"

/** A place in a file. 0 and null: unknown. */
struct bgt_csv_at {
    const char *sheet;
    uint64_t line;
    uint32_t column; /**< In characters. */
};

/** The offending text. */
struct bgt_csv_text {
    const char *text;
    size_t length;
};

/** Room for a number as text. */
struct bgt_csv_number {
    char text[21];
};

/** `number` in decimal digits; answers `out->text`. */
const char *bgt_csv_number(uint64_t number, struct bgt_csv_number *out);

/** Reports a code without arguments. Answers what env->report answers, as all below do.
 */
bgt_status bgt_csv_report(const struct bgt_env *env, const char *code,
                          const struct bgt_csv_at *at);

/** With two numbers as arguments. */
bgt_status bgt_csv_report_counts(const struct bgt_env *env, const char *code,
                                 const struct bgt_csv_at *at, uint64_t first,
                                 uint64_t second);

/** With two texts as arguments; either may be null. */
bgt_status bgt_csv_report_names(const struct bgt_env *env, const char *code,
                                const struct bgt_csv_at *at, const char *first,
                                const char *second);

/** With the offending text and the line where the cell or record began. */
bgt_status bgt_csv_report_quote(const struct bgt_env *env, const char *code,
                                const struct bgt_csv_at *at,
                                const struct bgt_csv_text *text, uint64_t begin);

/** LIMIT_REACHED. Answers BGT_LIMIT. */
bgt_status bgt_csv_report_limit(const struct bgt_env *env, const struct bgt_csv_at *at,
                                const char *name, uint64_t value);

#endif
