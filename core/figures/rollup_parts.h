/**
 * figures/rollup_parts.h: what the parts of the roll-up share.
 *
 * rollup_details.c takes detail lines in, rollup_live.c leaves out those that an export
 * marks as deleted or superseded, rollup_units.c looks at the units, rollup_rows.c makes
 * the rows of each published table, rollup_sums.c adds up, rollup_write.c makes records,
 * rollup_trace.c the trace, rollup_performance.c
 * the performance forms, rollup_prior.c what compares with the year before.
 */
#ifndef FIGURES_ROLLUP_PARTS_H
#define FIGURES_ROLLUP_PARTS_H

#include <stdbool.h>

#include "figures/document.h"
#include "figures/rollup.h"
#include "layout/layout.h"

struct bgt_catalogues;
struct bgt_output;
struct bgt_sink;

/* Kinds of money, of origin and of use: one bit each, so that a selection is a mask. */
enum {
    BGT_FUND_GENERAL = 1,
    BGT_FUND_GOVERNMENT = 2,
    BGT_FUND_CAPITAL = 4,
    BGT_FUND_ACCOUNT = 8,
    BGT_FUND_AGENCY = 16,
    BGT_FUND_FISCAL = 7,
    BGT_FUND_ALL = 31,
    BGT_ORIGIN_CURRENT = 1,
    BGT_ORIGIN_CARRYOVER = 2,
    BGT_ORIGIN_ALL = 3,
    BGT_USE_PERSONNEL = 1,
    BGT_USE_PUBLIC = 2,
    BGT_USE_BASIC = 3,
    BGT_USE_PROJECT = 4,
    BGT_USE_ALL = 7
};

/** A detail line, understood. */
struct bgt_detail {
    const struct bgt_figures *source;
    const struct bgt_figures_line *line;
    const struct bgt_value *value; /**< The amount as read. */
    struct bgt_decimal amount;     /**< In 元. */
    struct bgt_slice func;         /**< Code, three digits or more. */
    struct bgt_slice dep;          /**< Department economic code, or "". */
    struct bgt_slice gov;          /**< Government economic code, or "". */
    struct bgt_slice level;        /**< 预算级次, or "". */
    struct bgt_slice income;       /**< Of income: 收入分类科目代码, or "". */
    uint32_t agency;               /**< Index of the unit. */
    uint32_t project;              /**< Index of the project. */
    uint8_t fund, origin, use;     /**< One bit each. */
    bool is_income; /**< Of 单位收入预算; has fund and origin only. */
    bool is_internal; /**< Paid from another unit's money (上级补助, 附属单位上缴). */
    bool is_institution; /**< Of a unit that is known not to be administrative. */
};

/** A unit. */
struct bgt_rollup_agency {
    struct bgt_slice code;
    struct bgt_slice name;            /**< As published: without （本级）. */
    struct bgt_slice type;            /**< Name of the type of unit, or "". */
    const struct bgt_figures *source; /**< The first file that has lines of it. */
    bool is_told;                     /**< That another file has lines too. */
    bool has_details, has_income;
};

/** A project of a unit. */
struct bgt_rollup_project {
    struct bgt_slice code;
    struct bgt_slice name;
    uint32_t agency;
};

/** Which detail lines make a figure: all conditions must hold. */
struct bgt_selection {
    unsigned funds, origins, uses;
    struct bgt_slice func; /**< Prefix; "": any. */
    struct bgt_slice dep;  /**< Prefix; "": any. */
    struct bgt_slice gov;  /**< The code itself, where `has_gov`. */
    const char *const
        *dep_codes;          /**< One of these prefixes, closed by null; null: any. */
    struct bgt_slice income; /**< The code itself; "": any. */
    const char *levels;      /**< One of these first digits of 预算级次; null: any. */
    bool has_gov;
    bool no_institutions; /**< Administrative units only, and those of unknown type. */
    bool of_income; /**< Current money by the lines of 单位收入预算, where there are any.
                     */
    int64_t agency;  /**< -1: any. */
    int64_t project; /**< -1: any. */
};

/** Most figures of a row, and most values besides them. */
#define BGT_ROLLUP_CELLS  8
#define BGT_ROLLUP_VALUES 8

/** A figure. */
struct bgt_rollup_cell {
    struct bgt_decimal exact;   /**< 元 */
    struct bgt_decimal printed; /**< 万元 */
    uint16_t field;             /**< BGT_line_… */
    bool is_present;
};

/** A row of a published table. */
struct bgt_rollup_row {
    struct bgt_rollup_row *next;
    struct bgt_selection selection;
    struct bgt_slice item;
    struct bgt_layout_value values[BGT_ROLLUP_VALUES];
    unsigned value_count;
    struct bgt_rollup_cell cells[BGT_ROLLUP_CELLS];
    unsigned cell_count;
    const char *kind;
    const char *role;
    uint16_t level;
    uint16_t block;
    uint32_t number;     /**< row_no */
    bool is_zero_filled; /**< A figure that no line makes is 0, not blank. */
};

/** A published table. */
struct bgt_rollup_table {
    struct bgt_rollup_table *next;
    const struct bgt_layout *layout;
    struct bgt_rollup_row *first;
    struct bgt_rollup_row *last;
    bool has_figures;
    bool is_in_yuan; /**< Printed in 元, exactly; else in 万元 with two places. */
};

/** The whole roll-up. */
struct bgt_rollup {
    const struct bgt_context *context;
    const struct bgt_rollup_options *options;
    const struct bgt_io *io;
    struct bgt_arena arena;
    struct bgt_figures **sources;
    size_t source_count;
    struct bgt_figures *prior; /**< Published tables of the year before, or null. */
    struct bgt_detail *details;
    size_t detail_count, detail_capacity;
    struct bgt_rollup_agency *agencies;
    size_t agency_count, agency_capacity;
    struct bgt_rollup_project *projects;
    size_t project_count, project_capacity;
    struct bgt_slice year;
    struct bgt_slice region;
    struct bgt_slice dept_code;
    struct bgt_slice dept_name;
    unsigned year_number;
    uint16_t measure; /**< Field of the details' amount. */
    struct bgt_rollup_table *first;
    struct bgt_rollup_table *last;
    uint64_t figures;
    uint64_t tables;
    bool has_income; /**< Lines of 单位收入预算 were given. */
    bool has_tail;   /**< Some printed parts do not add up to their printed sum. */
};

/** Takes the detail lines of a document in. Faults are reported with their places, as
 * many as there are; BGT_BAD then. */
bgt_status bgt_rollup_take(struct bgt_rollup *rollup, const struct bgt_figures *source);

/** Whether a line counts: an export may mark it as deleted, as a backup, as not enabled,
 * or as ended before or begun after its year. One that does not is named. */
bgt_status bgt_rollup_is_live(const struct bgt_figures *source,
                              const struct bgt_figures_line *line, bool *is_live);

/** Leaves out all but the newest of the details with one primary key, each named. */
bgt_status bgt_rollup_drop_superseded(struct bgt_rollup *rollup);

/** Looks at the units: their types, missing and repeated ones, the scope, and money that
 * one unit pays to another. */
bgt_status bgt_rollup_settle_units(struct bgt_rollup *rollup);

/** Compares the income that was given with the expenditure, fund by fund. */
bgt_status bgt_rollup_check_income(const struct bgt_rollup *rollup);

/** Reports a code at a line's value of a field, with up to two arguments. */
bgt_status bgt_rollup_report(const struct bgt_figures *source,
                             const struct bgt_figures_line *line,
                             const struct bgt_diagnostic *diagnostic, uint16_t field);

/** Warns of lines that stand twice, in one file or in two; they are counted all the same:
 * only the finance system knows whether they are two. */
bgt_status bgt_rollup_tell_duplicates(const struct bgt_rollup *rollup);

/** Makes all tables with their rows. */
bgt_status bgt_rollup_build(struct bgt_rollup *rollup);

/** Where rows of income by its codes are added: behind the total that stands last. */
struct bgt_rollup_income {
    struct bgt_rollup *rollup;
    struct bgt_rollup_table *table;
    uint16_t block;
};

/** Adds them, where income was given. */
bgt_status bgt_rollup_add_income(const struct bgt_rollup_income *income);

/** Makes the tables of the performance forms behind them. */
bgt_status bgt_rollup_build_performance(struct bgt_rollup *rollup);

/** Computes all figures, and whether there is a tail. ROLLUP_TOO_LARGE with BGT_BAD. */
bgt_status bgt_rollup_sum(struct bgt_rollup *rollup);

/** Whether a detail line belongs to a figure of a row. */
bool bgt_rollup_selects(const struct bgt_selection *selection,
                        const struct bgt_detail *detail);

/** The selection of one figure: that of its row and its column. */
struct bgt_selection bgt_rollup_cell_selection(const struct bgt_rollup_table *table,
                                               const struct bgt_rollup_row *row,
                                               const struct bgt_rollup_cell *cell);

/** What the tables as a whole are made of, and which of them narrow a total. */
struct bgt_rollup_spec {
    const char *table_id;
    unsigned funds, origins, uses;
    bool is_income; /**< Its columns but 上年结转 are of the current year. */
    bool
        has_dept_row; /**< Its projects stand below the department, also with one unit. */
};

/** The specification of a table; null where the roll-up does not know it. */
const struct bgt_rollup_spec *bgt_rollup_spec_of(const struct bgt_layout *layout);

/** Whether the document of the year before has tables that can be compared, and is of
 * that year. */
bgt_status bgt_rollup_check_prior(const struct bgt_rollup *rollup);

/** Puts the statements that compare with the year before, where there is a prior. */
bgt_status bgt_rollup_tell_changes(const struct bgt_rollup *rollup,
                                   const struct bgt_sink *sink, uint32_t *sequence);

/** Hands the document to a sink and finishes it. */
bgt_status bgt_rollup_write(const struct bgt_rollup *rollup, const struct bgt_sink *sink);

/** Writes the trace: one line for each detail line of each figure. */
bgt_status bgt_rollup_trace(const struct bgt_rollup *rollup, struct bgt_output *output);

#endif
