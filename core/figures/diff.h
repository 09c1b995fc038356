/**
 * figures/diff.h: what changed between two documents, figure by figure.
 *
 * Lines are matched by the key of design §3, never by position: table, unit, side, row
 * role, 指标类型, fund, codes (the name where there is no code; the label without its
 * ordinal where there is neither), project, and the ordinal among equals. What finds no
 * partner is matched once more by table, unit, side and its label without years, where
 * only one line on each side has it: that line was recoded or renamed. A figure is a
 * present measure of a line, numeric extras included. Rows without figures, and what
 * stands outside tables, are not compared.
 *
 * Amounts are equal where they have one value in one unit, or where the figure that is
 * printed more exactly rounds, half up, to the other; the last printed place is that of
 * the table, not of the cell. Blank and zero differ.
 */
#ifndef FIGURES_DIFF_H
#define FIGURES_DIFF_H

#include "figures/document.h"

/** What became of a figure or a line. */
enum bgt_change_kind {
    BGT_CHANGE_ADDED,   /**< The figure is only in the second document. */
    BGT_CHANGE_REMOVED, /**< The figure is only in the first document. */
    BGT_CHANGE_AMOUNT,  /**< The amounts differ. */
    BGT_CHANGE_LABEL,   /**< The label of the line differs. No figure. */
    BGT_CHANGE_RECODED, /**< The codes of the line differ. No figure. */
    BGT_CHANGE_SCALE,   /**< Equal but for unit, places or printed precision. */
    BGT_CHANGE_EQUAL,   /**< Equal. Only where two years are compared. */
    BGT_CHANGE_COUNT
};

/** The word of a kind: `added`, `removed`, `amount` … */
const char *bgt_change_word(enum bgt_change_kind kind);

/** One side of a change. Text is "" where there is none. */
struct bgt_change_side {
    bool is_present;            /**< There is a figure. */
    struct bgt_decimal decimal; /**< As printed. */
    struct bgt_slice unit;      /**< 元, 万元 …, or "". */
    struct bgt_slice item;      /**< Label as printed. */
    struct bgt_slice code;      /**< Codes of the line, joined by `/`. */
    struct bgt_slice place;     /**< `表1!B6` */
};

/** One change. Text is valid until bgt_diff_close. */
struct bgt_change {
    enum bgt_change_kind kind;
    struct bgt_slice table_id;
    struct bgt_slice layout; /**< Id of the table's layout, or "". */
    struct bgt_slice agency;
    struct bgt_slice side;
    struct bgt_slice measure; /**< Key of the measure, `x:NAME` for an extra, or "". */
    struct bgt_slice label;   /**< Its Chinese label, or "". */
    struct bgt_change_side before, after;
    bool has_difference;
    struct bgt_decimal difference; /**< After less before, in the unit of after. */
    bool has_rate;
    struct bgt_decimal rate; /**< In per cent of before's magnitude, two places. */
    uint64_t order;          /**< Place in the list. */
    uint64_t second;
};

/** A comparison. Read only. */
struct bgt_diff {
    struct bgt_figures *before;
    struct bgt_figures *after;
    struct bgt_arena arena;
    struct bgt_change *changes; /**< In the order of the documents. */
    size_t change_count, change_capacity;
    uint64_t counts[BGT_CHANGE_COUNT];
    bool is_two_years; /**< The documents state different years: equal figures are listed
                          too. */
};

/** What is compared. Borrowed until close. */
struct bgt_diff_options {
    const char *before;
    const char *after;
    struct bgt_read_options read; /**< Of both. */
};

/** Compares. As bgt_figures_read; end it with bgt_diff_close. */
bgt_status bgt_diff_open(const struct bgt_context *context,
                         const struct bgt_diff_options *options, const struct bgt_io *io,
                         struct bgt_diff **diff, enum bgt_exit *exit);

/** How many changes make the documents differ: all but SCALE and EQUAL. */
uint64_t bgt_diff_differences(const struct bgt_diff *diff);

/** Ends it; null is allowed. */
void bgt_diff_close(struct bgt_diff *diff);

#endif
