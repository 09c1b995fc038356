/**
 * layout/labelled.h: a form that is read by its labels and not by its columns.
 *
 * A labelled form (performance targets, 绩效目标表) is a sheet of labels and values whose
 * cells slide left and right and whose rows have no common columns. Its layout file lists
 * the parts of the form from top to bottom, and for each its vocabulary: labels before
 * values, rows of funds, headings of goals, and categories of indicators. Reading finds
 * each cell's meaning by this vocabulary and its order; writing draws the parts on a grid
 * of columns whose widths the file gives.
 *
 * One form is one table (its funds) and the records behind it: the `agency` or `project`
 * it is about, its tasks, goals and indicators. docs/layouts/performance-targets.md
 * describes it for people. Constant after loading; any thread.
 */
#ifndef LAYOUT_LABELLED_H
#define LAYOUT_LABELLED_H

#include "base/decimal.h"
#include "layout/layout.h"

/* What one labelled form may hold. */
#define BGT_LABELLED_PARTS_MAX   32   /**< Parts of one form. */
#define BGT_LABELLED_ROWS_MAX    64   /**< Rows of pairs, or of funds, of one part. */
#define BGT_LABELLED_PAIRS_MAX   8    /**< Pairs in one row. */
#define BGT_LABELLED_BLOCKS_MAX  4    /**< Blocks of funds beside one another. */
#define BGT_LABELLED_PERIODS_MAX 2    /**< 实施期 and 年度. */
#define BGT_LABELLED_LIST_MAX    64   /**< Categories, and headings of one part. */
#define BGT_LABELLED_COLUMNS_MAX 64   /**< Columns of the grid when written. */
#define BGT_LABELLED_WORDS_MAX   4096 /**< Labels with all their spellings. */

/** Columns that a cell covers when written, from 1. */
struct bgt_labelled_span {
    uint8_t first, last;
};

/** A label and its place when written. */
struct bgt_labelled_label {
    struct bgt_layout_label label; /**< Keys: bgt_labelled_key. */
    struct bgt_labelled_span at;
};

/** A label and the value behind it. */
struct bgt_labelled_pair {
    struct bgt_layout_label label;
    uint16_t fields[2]; /**< Of the form's entity; two: a code and a name in one cell. */
    uint8_t field_count;
    struct bgt_slice joint; /**< Between the two: `-`. */
    struct bgt_labelled_span label_at, value_at;
};

/** Pairs that stand in one row. */
struct bgt_labelled_row {
    const struct bgt_labelled_pair *pairs;
    size_t pair_count;
};

/** One row of funds: a line. */
struct bgt_labelled_fund {
    struct bgt_layout_label label;
    struct bgt_slice item; /**< `item` where the label names a column too; length 0: the
                              label as printed. */
    struct bgt_layout_values values;
    const char *row_kind; /**< A choice of line.row_kind; never null. */
    const char *row_role; /**< A choice of line.row_role, or null. */
};

/** Funds that stand below one another. Blocks of one side give one line a row. */
struct bgt_labelled_block {
    uint8_t side;                         /**< enum bgt_layout_side */
    uint16_t measure;                     /**< Of `line`. */
    const struct bgt_layout_label *heads; /**< None, or two: above labels and figures. */
    size_t head_count;
    const struct bgt_labelled_fund *funds;
    size_t fund_count;
    struct bgt_labelled_span label_at, value_at;
};

/** A period of goals or indicators. */
struct bgt_labelled_period {
    struct bgt_slice yearflag;    /**< `年度` */
    struct bgt_layout_label head; /**< Goals: printed above them; no keys: none. */
    struct bgt_labelled_span at;  /**< Goals. */
    struct bgt_labelled_span lv2_at, lv3_at, value_at; /**< Indicators. */
};

/** A first-level category and its second-level ones. */
struct bgt_labelled_category {
    struct bgt_layout_label label;
    const struct bgt_layout_label *parts;
    size_t part_count;
};

/** What a part is. */
enum bgt_labelled_kind {
    BGT_LABELLED_FIELDS = 1,    /**< Labels, each with a value behind it. */
    BGT_LABELLED_FUNDS = 2,     /**< Labels, each with a figure behind it: lines. */
    BGT_LABELLED_TASKS = 3,     /**< Rows of core function and task. */
    BGT_LABELLED_GOALS = 4,     /**< One label with a goal for each period. */
    BGT_LABELLED_INDICATORS = 5 /**< Rows of category, name and value. */
};

/** Headings of indicators, in the order of bgt_labelled_part.heads. */
enum bgt_labelled_head {
    BGT_HEAD_LV1 = 0,
    BGT_HEAD_LV2 = 1,
    BGT_HEAD_LV3 = 2,
    BGT_HEAD_VALUE = 3,
    BGT_HEAD_COUNT = 4
};

/** A part of the form. */
struct bgt_labelled_part {
    uint8_t kind;                    /**< enum bgt_labelled_kind */
    struct bgt_labelled_label group; /**< Beside or before the rows; no keys: none. The
                                        label of goals. */
    const struct bgt_labelled_row *rows; /**< Fields. */
    size_t row_count;
    const struct bgt_labelled_block *blocks; /**< Funds. */
    size_t block_count;
    const struct bgt_labelled_label *heads; /**< Tasks: two; indicators: four. */
    size_t head_count;
    const struct bgt_labelled_period *periods; /**< Goals and indicators. */
    size_t period_count;
    const struct bgt_labelled_category *categories; /**< Indicators. */
    size_t category_count;
    struct bgt_slice prefix; /**< `任务`, `目标`: before the number of a task. */
};

/** What a word of the vocabulary means. */
enum bgt_labelled_meaning {
    BGT_WORD_GROUP = 1,
    BGT_WORD_PAIR = 2,      /**< a: row, b: pair */
    BGT_WORD_FUND = 3,      /**< a: block, b: fund */
    BGT_WORD_FUND_HEAD = 4, /**< Above labels or figures. */
    BGT_WORD_TASK_HEAD = 5, /**< a: head */
    BGT_WORD_GOAL = 6,
    BGT_WORD_PERIOD = 7, /**< a: period */
    BGT_WORD_HEAD = 8,   /**< a: enum bgt_labelled_head */
    BGT_WORD_LV1 = 9,    /**< a: category */
    BGT_WORD_LV2 = 10    /**< a: category, b: its part */
};

/** One spelling of one label. */
struct bgt_labelled_word {
    struct bgt_slice key;
    uint8_t meaning; /**< enum bgt_labelled_meaning */
    uint8_t part;
    uint16_t a, b;
};

/** The form. */
struct bgt_labelled {
    uint16_t entity; /**< BGT_ENTITY_agency or BGT_ENTITY_project. */
    const struct bgt_labelled_part *parts;
    size_t part_count;
    const uint16_t *widths; /**< Of the written columns. */
    size_t width_count;
    const struct bgt_labelled_word *words; /**< In the order of the file. */
    size_t word_count;
};

/** Appends the comparable form of a label: bgt_layout_row_key without a colon and without
 * an amount unit in brackets behind it. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_labelled_key(struct bgt_buffer *out, const char *text, size_t length);

/** The next word with this key at or after @p from, or null. Pure. */
const struct bgt_labelled_word *bgt_labelled_find(const struct bgt_labelled *form,
                                                  struct bgt_slice key,
                                                  const struct bgt_labelled_word *from);

/** The fields of `line` that a form's lines have. */
void bgt_labelled_fields(const struct bgt_labelled *form, struct bgt_layout_fields *out);

/** An indicator's value taken apart: `≥6人次` is ≥, 6, 人次. */
struct bgt_labelled_value {
    struct bgt_slice sign; /**< Length 0: none. */
    struct bgt_decimal number;
    struct bgt_slice unit; /**< Length 0: none. */
};

/** Takes a value apart where it is one number with a sign before and a unit behind, and
 * nothing else. Borrows. Pure. */
bool bgt_labelled_parse_value(struct bgt_slice text, struct bgt_labelled_value *out);

/** Reads `任务3：` at the beginning of a text: the number and where the rest begins;
 * number 0 and the whole text where it does not begin so. Pure. */
struct bgt_slice bgt_labelled_number(struct bgt_slice prefix, struct bgt_slice text,
                                     unsigned *number);

#endif
