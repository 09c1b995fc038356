/**
 * figures/check_parts.h: what the parts of the check share: check_rows.c finds rows,
 * check_evaluate.c adds up sides, check_equations.c runs rules, check_groups.c finds root
 * causes, check_records.c looks at codes, facts and indicators.
 */
#ifndef FIGURES_CHECK_PARTS_H
#define FIGURES_CHECK_PARTS_H

#include "base/intern.h"
#include "figures/check.h"
#include "flow/context.h"

/** A line or record. */
struct bgt_check_row {
    uint32_t item;
    uint32_t first_child; /**< Index in the set + 1; 0: none. */
    uint32_t last_child;
    uint32_t next_child;
    bool is_top; /**< It has a code and stands under none. */
    const struct bgt_figures_table *table;
};

/** Rows by the id of a field's text. */
struct bgt_check_index {
    struct bgt_check_index *next;
    uint16_t field;
    uint32_t id_count;
    uint32_t *heads; /**< By id: index of the first row + 1. */
    uint32_t *chain; /**< By row: index of the next row + 1. */
};

/** All rows of one table_id, or the statements or indicators. */
struct bgt_check_set {
    struct bgt_check_set *next;
    struct bgt_slice id;
    uint16_t entity;
    struct bgt_check_row *rows;
    size_t count;
    const struct bgt_figures_table *table; /**< The first. */
    bool announced[BGT_line_field_count];
    struct bgt_check_index *indexes;
};

/** The check at work. */
struct bgt_checking {
    const struct bgt_context *context;
    const struct bgt_io *io;
    struct bgt_check *check;
    struct bgt_figures *figures;
    struct bgt_check_set *sets;
    struct bgt_check_set **sets_by_id; /**< By the interner's id of the table_id. */
    uint32_t set_ids;                  /**< How many ids that takes. */
    struct bgt_check_set **table_sets; /**< By the table's index. */
    struct bgt_check_set *last_set;
    struct bgt_interner *interner;
    struct bgt_buffer key;
    struct bgt_buffer text;
    struct bgt_check_figure *scratch; /**< Figures of the comparison at work. */
    size_t scratch_count, scratch_capacity;
    uint16_t *passes; /**< By value of the batch: comparisons that it passed. */
    const struct bgt_rule_set *rules; /**< At work. */
    struct bgt_rule *repeats;         /**< The rule that the prose repeats the tables. */
};

/** Rows of an index in turn, or all rows. Private fields. */
struct bgt_check_walk {
    const struct bgt_checking *checking;
    struct bgt_check_set *set;
    const struct bgt_rule_rows *wanted;
    const struct bgt_check_row *bound;
    uint16_t bound_entity;
    const struct bgt_check_index *index;
    uint32_t next; /* Index + 1. */
};

/** Makes the sets. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_check_gather(struct bgt_checking *checking);

/** The set of a table_id, or null. */
struct bgt_check_set *bgt_check_set_of(const struct bgt_checking *checking,
                                       struct bgt_slice id);

/** Begins to walk the rows that are as wanted. */
bgt_status bgt_check_walk(struct bgt_checking *checking, struct bgt_check_walk *walk);

/** The next row, or null. */
const struct bgt_check_row *bgt_check_next(struct bgt_check_walk *walk);

/** What a term may refer to. */
struct bgt_check_bound {
    struct bgt_check_set *set;       /**< Of the loop; null: no loop. */
    const struct bgt_check_row *row; /**< Null: no loop. */
    struct bgt_slice key;            /**< Text of the `by` field, or of the row. */
    uint16_t measure;                /**< `$measure` */
};

/** How evaluating ended. */
enum bgt_check_outcome {
    BGT_CHECK_DONE = 0,
    BGT_CHECK_ABSENT = 1,  /**< A table or column is not there. */
    BGT_CHECK_SEVERAL = 2, /**< More than one row where one is meant. */
    BGT_CHECK_UNITS = 3    /**< A unit is not known. */
};

/** Adds a side up; its figures are in `scratch` from `*first` on. */
bgt_status bgt_check_side_of(struct bgt_checking *checking,
                             const struct bgt_rule_equation *equation, bool is_left,
                             const struct bgt_check_bound *bound,
                             enum bgt_check_outcome *outcome);

/** A comparison. */
struct bgt_comparison {
    enum bgt_check_outcome outcome;
    size_t left_count; /**< Figures of the left side; the others are the right's. */
    struct bgt_check_side left, right; /**< In `scratch`. */
    bgt_int128 difference;
    bgt_int128 tolerance;
    bool holds; /**< Exactly, or as `≤` wants it. */
    bool fits_half_up;
    bool fits_truncation;
};

/** Compares both sides of an equation. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_check_compare(struct bgt_checking *checking,
                             const struct bgt_rule_equation *equation,
                             const struct bgt_check_bound *bound,
                             struct bgt_comparison *comparison);

/** Adds a row's figure of `figure->entity` and `figure->field` to `scratch`. BGT_OK or
 * BGT_NO_MEMORY. */
bgt_status bgt_check_push(struct bgt_checking *checking, const struct bgt_check_row *row,
                          struct bgt_check_figure *figure);

/** Compares what is in `scratch`, of which `left_count` figures are the left side.
 * `equation` null: equal. */
void bgt_check_finish(struct bgt_checking *checking,
                      const struct bgt_rule_equation *equation, size_t left_count,
                      struct bgt_comparison *comparison);

/** Notes that the figures in `scratch` have kept a relation. */
void bgt_check_passed(struct bgt_checking *checking);

/** A finding of a comparison that does not hold. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_check_difference(struct bgt_checking *checking,
                                const struct bgt_rule *rule,
                                const struct bgt_comparison *comparison);

/** A new finding at the end of the list, or null for want of memory. */
struct bgt_finding *bgt_check_add(struct bgt_checking *checking,
                                  enum bgt_finding_severity severity, const char *code);

/** Text that lives as long as the check; "" for want of memory. */
const char *bgt_check_keep(struct bgt_checking *checking, struct bgt_slice text);

/** Sets the finding's place to that of a value of a record (null: the record). */
bgt_status bgt_check_place(struct bgt_checking *checking, struct bgt_finding *finding,
                           const struct bgt_check_figure *figure);

/** Runs the equations of a rule file. */
bgt_status bgt_check_equations(struct bgt_checking *checking);

/** Settles the rounding mode and the severities that depend on it. */
void bgt_check_settle(struct bgt_checking *checking);

/** Groups the errors by root cause. */
void bgt_check_group(struct bgt_checking *checking);

/** Facts, tables and indicators that a rule file asks for. */
bgt_status bgt_check_facts(struct bgt_checking *checking);
bgt_status bgt_check_indicators(struct bgt_checking *checking);
bgt_status bgt_check_statements(struct bgt_checking *checking);

/** Codes and names against the code lists; reads the file once more. */
bgt_status bgt_check_codes(struct bgt_checking *checking,
                           const struct bgt_check_options *options, enum bgt_exit *exit);

#endif
