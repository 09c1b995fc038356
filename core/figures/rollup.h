/**
 * figures/rollup.h: the published tables, computed from the lines of a detail export.
 *
 * Input: tables `pm_annual` (部门预算项目年度预算) of one or several files, units and
 * formats. Output: the family shanxi-unit-2026. Each figure is the exact sum of its
 * detail lines in 元, rounded once, half up, to 万元 with two places; a figure that no
 * line makes is blank. Which lines make a figure follows design §3:
 *
 * - 项目类别 1 人员经费, 21 公用经费 (both 基本支出), 22 and 3 项目支出;
 * - 指标类型 21 当年; 22 上年结转 and 23 上年结余 are carry-over;
 * - 资金性质 11 一般公共预算, 12 政府性基金, 13 国有资本经营 (the three are 财政拨款),
 *   2 财政专户管理资金, 3 单位资金.
 *
 * Any other code is refused, never guessed. Income comes from tables `agency_income`
 * (单位收入预算) where there are some, and must then equal expenditure in each fund; else
 * it is mirrored from expenditure. Its split by function always is. Lines that an export
 * marks as deleted or superseded are left out, each named. The
 * tables of 三公 and 机关运行经费, whose titles do not say 不含上年结转, take carry-over
 * in.
 */
#ifndef FIGURES_ROLLUP_H
#define FIGURES_ROLLUP_H

#include "flow/convert.h"
#include "io/io.h"

struct bgt_context;

/** How a roll-up is done. All text is borrowed. */
struct bgt_rollup_options {
    struct bgt_convert_options convert; /**< Inputs, target and how both are opened. */
    const char *stage; /**< Key of the measure to add up; null: reply_amt. */
    const char *trace; /**< Path of the trace, or null. */
    const char *scope; /**< `department`, `unit` or null: as many units as there are. */
    const char *prior; /**< Published tables of the year before, or null. */
    bool has_performance; /**< With the amounts of the performance forms. */
    bool is_offset; /**< Leave out what one unit of the department pays to another. */
};

/** What it did. */
struct bgt_rollup_result {
    enum bgt_exit exit;
    uint64_t details; /**< Detail lines added up. */
    uint64_t figures; /**< Figures written. */
    uint64_t tables;
};

/** Rolls up. Always fills `*result`; every failure is in the reporter too. */
void bgt_rollup(const struct bgt_context *context,
                const struct bgt_rollup_options *options, struct bgt_reporter *reporter,
                struct bgt_rollup_result *result);

#endif
