/* Tables that nobody prepared for us: read right, or refused with the cause; never
 * another figure. */
#include <stdio.h>

#include "grid_testing.h"

static int setup(void **state)
{
    struct grid *grid = malloc(sizeof *grid);
    assert_non_null(grid);
    grid_open(grid);
    *state = grid;
    return 0;
}

static int teardown(void **state)
{
    grid_close(*state);
    free(*state);
    return 0;
}

#define TITLE "2026年预算支出总表\n单位名称：某某局||||单位：万元\n"

/* The year before stands left of the budget's: the title says which counts. */
static void tells_columns_of_two_years_apart(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  TITLE "项目||2025年预算数|||2026年预算数\n"
                        "科目编码|科目名称|合计|基本支出|项目支出|合计|基本支出|"
                        "项目支出\n"
                        "201|一般公共服务支出|=9.00|=5.00|=4.00|=12.00|=7.00|=5.00\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "total=12.00 basic=7.00 project=5.00 x:2025年预算数/合计=9.00 "
                      "x:2025年预算数/基本支出=5.00 x:2025年预算数/项目支出=4.00\n");
    assert_null(grid_find(grid, "DOCUMENT_CONFLICT"));
}

/* Without a title it is the later one. */
static void takes_the_later_year_without_a_title(void **state)
{
    struct grid *grid = *state;
    struct grid_sheet sheet = {
        .name = "预算支出总表",
        .rows = "科目编码|科目名称|2026年合计|基本支出|项目支出|2025年合计\n"
                "201|一般公共服务支出|=12.00|=7.00|=5.00|=9.00\n"};
    grid_read(grid, &sheet, 1, NULL);
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "total=12.00 basic=7.00 project=5.00 x:2025年合计=9.00\n");
    grid_expect(grid, "fiscal_year=2026");
}

static void refuses_two_columns_that_fit_one(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, TITLE "科目编码|科目名称|合计|基本支出|项目支出|基本支出\n"
                              "201|一般公共服务支出|=12.00|=7.00|=5.00|=6.00\n");
    grid_expect_at(grid, "COLUMN_TWICE", 3, 6);
    assert_string_equal(grid_find(grid, "COLUMN_TWICE")->arguments[0], "Sheet1!D3");
}

/* Two tables beside one another under one title: no column of the second is one of the
 * first. */
static void refuses_a_second_table_without_a_title(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  TITLE "科目编码|科目名称|合计|基本支出|项目支出||科目编码|科目名称|"
                        "合计|基本支出|项目支出\n"
                        "201|一般公共服务支出|=12|=7|=5||202|外交支出|=3|=2|=1\n");
    grid_expect_at(grid, "COLUMN_TWICE", 3, 7);
}

#define EXPORT "单位代码|项目代码|支出功能分类科目代码|支出功能分类科目名称|年初批复数\n"

static void knows_totals_and_remarks_of_an_export(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, EXPORT "1|2|3|4|5\n"
                               "038001|1403|2011301|行政运行|12.50\n"
                               "038001|1404|2011301|行政运行|7.50\n"
                               "|||小 计：|20.00\n" EXPORT
                               "合计||||20.00\n导出时间：2026-02-03 10:20\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "row_kind=detail agency_code=038001 pro_code=1403 ");
    grid_expect(grid, "row_kind=total exp_func_name=小 计： reply_amt=20.00\n");
    grid_expect(grid, "row_kind=total agency_code=合计 reply_amt=20.00\n");
    grid_expect(grid, "notes=导出时间：2026-02-03 10:20 row_count=4\n");
    grid_expect_at(grid, "ROW_OF_TOTALS", 5, 4);
    grid_expect_at(grid, "HEADER_REPEATED", 6, 1);
}

static void refuses_a_figure_that_nothing_names(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, EXPORT "038001|1403|2011301|行政运行|12.50\n||||12.50\n");
    grid_expect_at(grid, "ITEM_MISSING", 3, 5);
}

/* What spreadsheets and other programs leave of codes. */
static void tidies_codes(void **state)
{
    static const struct {
        const char *cell, *code;
    } cases[] = {{"'2011301", "2011301"},       {"2011301.0", "2011301"},
                 {"２０１１３０１", "2011301"}, {"201 13 01", "2011301"},
                 {"　2011301 ", "2011301"},     {"201-13-01", "201-13-01"},
                 {"20 11301", "20 11301"}};
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char rows[512], expected[128];
        struct grid grid;
        grid_open(&grid);
        (void)snprintf(rows, sizeof rows, "%s038001|1403|%s|行政运行|12.50\n", EXPORT,
                       cases[i].cell);
        grid_read_one(&grid, rows);
        (void)snprintf(expected, sizeof expected, " exp_func_code=%s ", cases[i].code);
        grid_expect(&grid, expected);
        grid_close(&grid);
    }
}

static void refuses_a_code_that_a_spreadsheet_damaged(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, EXPORT "038001|1.40300E+22|2011301|行政运行|12.50\n");
    grid_expect_at(grid, "CODE_DAMAGED", 2, 2);
}

#define PARTS                                                                            \
    "2024年部门支出预算总表\n单位：元\n"                                    \
    "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n类|款|项||||\n"

/* A whole code in the first column; parts that are printed once. Not where the list knows
 * the code by another name, and not where other rows print all parts. */
static void completes_codes_that_the_list_knows(void **state)
{
    static const struct {
        const char *rows, *code;
        uint32_t row, column; /* of the cell that is no part; 0: all are */
    } cases[] = {
        {PARTS "2050205|||高等教育|=1||\n", "2050205", 0, 0},
        {PARTS "205|||教育支出|=1||\n|02||普通教育|=1||\n||05|高等教育|=1||\n", "2050205",
         0, 0},
        {PARTS "201|||一般公共服务支出|=1||\n|05||外交管理事务|=1||\n",
         "CODE_PART_INVALID", 6, 2},
        {PARTS "205|02||普通教育|=1||\n|03||职业教育|=1||\n", "CODE_PART_INVALID", 6, 2},
        {PARTS "2059999999|||教育支出|=1||\n", "CODE_PART_INVALID", 5, 1},
        {PARTS "20502|05||高等教育|=1||\n", "CODE_PART_INVALID", 5, 1},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char expected[64];
        struct grid grid;
        grid_open(&grid);
        grid_read_one(&grid, cases[i].rows);
        (void)snprintf(expected, sizeof expected, "exp_func_code=%s ", cases[i].code);
        if (cases[i].column == 0) {
            grid_expect(&grid, expected);
        } else {
            grid_expect_at(&grid, cases[i].code, cases[i].row, cases[i].column);
        }
        grid_close(&grid);
    }
}

/* 单 位 ： 万 元 and the like, wherever they stand, are one unit. */
static void reads_units_in_all_spellings(void **state)
{
    static const char *const lines[] = {"单位:万元",
                                        "单 位 ： 万 元",
                                        "金额单位：万元",
                                        "单位：人民币万元",
                                        "单位：万元（人民币）",
                                        "计量单位：万圆",
                                        "（单位：万元）",
                                        "【单位：万元】",
                                        "单位万元",
                                        "单位名称|某局|金额单位|万元"};
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(lines); i++) {
        char rows[512];
        struct grid grid;
        grid_open(&grid);
        (void)snprintf(
            rows, sizeof rows,
            "2026年预算支出总表\n%s\n科目编码|科目名称|合计|基本支出|项目支出\n"
            "201|一般公共服务支出|=12|=7|=5\n",
            lines[i]);
        grid_read_one(&grid, rows);
        grid_expect(&grid, "amount_unit=万元 layout=");
        grid_close(&grid);
    }
}

static void refuses_a_title_with_another_unit(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算支出总表（单位：元）\n单位：万元\n"
                        "科目编码|科目名称|合计|基本支出|项目支出\n"
                        "201|一般公共服务支出|=12|=7|=5\n");
    grid_expect_at(grid, "COLUMN_UNIT_CONFLICT", 1, 1);
}

#define TABLE TITLE "科目编码|科目名称|合计|基本支出|项目支出\n"

static void leaves_covers_and_contents_out(void **state)
{
    static const struct grid_sheet sheets[] = {
        {"封面", "部门预算\n单位编码|501001\n报送日期|2026-02-03\n联系电话|03532293333\n",
         0},
        {"目录", "序号|表名|页码\n=1|收支总表|=3\n=2|支出总表|=12\n", 0},
        {"表3", TABLE "201|一般公共服务支出|=12|=7|=5\n", 0}};
    struct grid *grid = *state;
    grid_read(grid, sheets, 3, NULL);
    assert_int_equal(grid->status, BGT_END);
    assert_non_null(grid_find(grid, "SHEET_LISTING"));
    assert_non_null(grid_find(grid, "SHEET_NOT_TAKEN"));
    grid_expect(grid, "total=12 basic=7 project=5\n");
}

/* A figure on them is none of that. */
static void refuses_figures_on_covers_and_contents(void **state)
{
    static const char *const rows[] = {"部门预算\n预算总额|=501001\n",
                                       "目录\n=1|收支总表|=1629.62\n",
                                       "目录\n1|收支总表|1629\n"};
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(rows); i++) {
        struct grid grid;
        grid_open(&grid);
        grid_read_one(&grid, rows[i]);
        assert_non_null(grid_find(&grid, "LAYOUT_NO_MATCH"));
        grid_close(&grid);
    }
}

static void reads_rows_that_say_nothing_as_nothing(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  "2026年预算收支总表\n单位：万元\n收入||支出\n"
                  "项目|2026年|项目|2026年合计|当年预算安排|上年结转安排\n"
                  "①|②|③|④|⑤|⑥\n"
                  "一、一般公共预算|=661.85|一、一般公共服务支出|=331.66|=331.66|—\n"
                  "|—|二、外交支出|—|-|——\n|第1页 共13页\n"
                  "2026年本年收入合计|=661.85||-|-|-\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "row_kind=total row_role=current_total item=2026年本年收入合计 "
                      "total=661.85\n");
    grid_expect(grid, "row_count=3");
}

/* The names that other offices give to the same funds and balances. */
static void knows_other_names_of_funds(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算收支总表\n单位：万元\n收入||支出\n"
                        "项目|2026年|项目|2026年合计|当年预算安排|上年结转和结余\n"
                        "二、政府性基金预算拨款|=6.00|一、外交支出|=7.00|=6.00|=1.00\n"
                        "上年结转和结余|=1.00|结转下年\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "item=二、政府性基金预算拨款 fund_type_code=12 total=6.00");
    grid_expect(grid, "current_year=6.00 carryover=1.00");
    grid_expect(grid, "row_role=opening item=上年结转和结余 ");
}

/* Tabs at the end of lines are lost easily: a row without figures is then a line alone.
 */
static void reads_rows_whose_tabs_were_cut_off(void **state)
{
    static const struct grid_sheet sheet = {
        "text",
        "第二部分 预算表\n2026年财政拨款安排“三公”经费支出预算表\n单位：万元\n"
        "项目|合计|一般公共预算|政府性基金预算|国有资本经营预算\n"
        "因公出国（境）费|1.20|1.20\n公务接待费\n公务用车购置及运行费|3.00|3.00\n\n"
        "公务接待费\n第三部分 说明\n",
        BGT_ITEM_PROSE};
    struct grid *grid = *state;
    grid_read(grid, &sheet, 1, NULL);
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "row_no=2 row_kind=detail ");
    grid_expect(grid, "row_no=3 row_kind=subtotal ");
    grid_expect_not(grid, "row_no=4 ");
}

int main(int argc, char **argv)
{
#define IN_A_GRID(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    static const struct CMUnitTest tests[] = {
        IN_A_GRID(tells_columns_of_two_years_apart),
        IN_A_GRID(takes_the_later_year_without_a_title),
        IN_A_GRID(refuses_two_columns_that_fit_one),
        IN_A_GRID(refuses_a_second_table_without_a_title),
        IN_A_GRID(knows_totals_and_remarks_of_an_export),
        IN_A_GRID(refuses_a_figure_that_nothing_names),
        cmocka_unit_test(tidies_codes),
        IN_A_GRID(refuses_a_code_that_a_spreadsheet_damaged),
        cmocka_unit_test(completes_codes_that_the_list_knows),
        cmocka_unit_test(reads_units_in_all_spellings),
        IN_A_GRID(refuses_a_title_with_another_unit),
        IN_A_GRID(leaves_covers_and_contents_out),
        cmocka_unit_test(refuses_figures_on_covers_and_contents),
        IN_A_GRID(reads_rows_that_say_nothing_as_nothing),
        IN_A_GRID(knows_other_names_of_funds),
        IN_A_GRID(reads_rows_whose_tabs_were_cut_off),
    };
    return bgt_test_main("layout reading of strange tables", tests, BGT_TEST_COUNT(tests),
                         argc, argv);
}
