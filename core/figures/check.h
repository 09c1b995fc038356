/**
 * figures/check.h: do the figures of a document agree with one another?
 *
 * The rules are data (figures/rules.h). What rounding explains is a note, what it cannot
 * explain an error; findings of one root cause share a group.
 */
#ifndef FIGURES_CHECK_H
#define FIGURES_CHECK_H

#include "base/decimal.h"
#include "figures/document.h"
#include "figures/rules.h"

/** How grave a finding is. */
enum bgt_finding_severity {
    BGT_FINDING_ERROR = 0,
    BGT_FINDING_WARNING = 1,
    BGT_FINDING_NOTE = 2,
    BGT_FINDING_SKIPPED = 3, /**< The figures of a rule are not in the document. */
    BGT_FINDING_SEVERITY_COUNT
};

/** The word of a severity in JSON. */
const char *bgt_finding_word(enum bgt_finding_severity severity);

/** No record: the row that should hold the figure is not there. */
#define BGT_CHECK_NO_ITEM UINT32_MAX

/** A figure that took part in a comparison. */
struct bgt_check_figure {
    const struct bgt_figures_table *table; /**< Null: a statement, or no table. */
    const struct bgt_value *value;         /**< Null: blank, or no row. */
    uint32_t item;                         /**< BGT_CHECK_NO_ITEM: no row. */
    uint16_t entity;
    uint16_t field;
    bool is_negative; /**< It is subtracted. */
    bool is_count;    /**< `exact` is a number of rows. */
    struct bgt_slice table_id;
    struct bgt_slice wanted; /**< What the missing row was looked for by, or "". */
    uint8_t scale;           /**< Most places of its table. */
    int8_t last_place;       /**< Power of ten in 元 of the last printed place. */
    int8_t power;            /**< Of ten, from its unit to 元. */
    bool has_unit;
    bgt_int128 exact; /**< In 10^-9 元 (or of its own unit), without `is_negative`. */
};

/** One side of a comparison. */
struct bgt_check_side {
    struct bgt_check_figure *figures;
    size_t count;
    size_t printed; /**< Of these neither blank nor zero. */
    bgt_int128 sum; /**< In 10^-9 元. */
};

/** One finding. Text lives as long as the check. */
struct bgt_finding {
    struct bgt_finding *next;
    uint8_t severity; /**< enum bgt_finding_severity */
    const char *code; /**< Of codes.def. */
    const struct bgt_rule_set *set;
    const struct bgt_rule *rule; /**< Null: no equation. */
    struct bgt_check_side left, right;
    bgt_int128 difference; /**< Left less right, in 10^-9 元. */
    bgt_int128 tolerance;
    bool fits_half_up; /**< Rounding half up explains the difference. */
    bool fits_truncation;
    uint32_t group; /**< From 1: errors of one root cause; else 0. */
    const struct bgt_check_figure *suspect; /**< The group's most doubtful figure. */
    struct bgt_place place; /**< Where to look first. `sheet`, `path` are the check's. */
    struct bgt_slice text;  /**< The offending text, or "". */
    const char *arguments[4];
    uint64_t count; /**< How often it stands (codes); else 1. */
};

/** A check of one document. Read only. */
struct bgt_check {
    struct bgt_figures *figures;
    struct bgt_arena arena;
    struct bgt_finding *first; /**< In the order of the rules. */
    struct bgt_finding *last;
    uint64_t finding_count;
    uint64_t counts[BGT_FINDING_SEVERITY_COUNT];
    uint64_t compared;    /**< Comparisons made. */
    uint64_t rules;       /**< Rules that applied. */
    uint32_t group_count; /**< Root causes among the errors. */
    bool is_truncated;    /**< Truncation explains the document, not rounding half up. */
    struct bgt_rule repeats; /**< The rule that the prose repeats the tables. */
    struct bgt_slice family; /**< Names of the rule files that applied, joined. */
};

/** What is checked. Borrowed. */
struct bgt_check_options {
    const char *path;
    struct bgt_read_options read;
    const struct bgt_rules *rules;
};

/** Checks. As bgt_figures_read; end it with bgt_check_close. */
bgt_status bgt_check_open(const struct bgt_context *context,
                          const struct bgt_check_options *options,
                          const struct bgt_io *io, struct bgt_check **check,
                          enum bgt_exit *exit);

/** Ends it; null is allowed. */
void bgt_check_close(struct bgt_check *check);

/** An exact figure as a decimal in a unit of `power` and at least `scale` places. False
 * where it is too long. */
bool bgt_check_decimal(bgt_int128 exact, int power, unsigned scale,
                       struct bgt_decimal *out);

#endif
