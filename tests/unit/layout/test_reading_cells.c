/* Single cells: figures, codes, and what stands where it should not. */
#include <stdio.h>
#include <string.h>

#include "grid_testing.h"

#include "layout/reading.h"

#define HEAD "2026年预算支出总表\n单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n"

static void reads_printed_amounts(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "201|一般公共服务支出|1,629.62| 26.00 |－\n"
                             "202|外交支出|－５．１|-|——\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "total=1629.62 basic=26.00 project=<－>\n");
    grid_expect(grid, "total=-5.1 basic=<-> project=<——>\n");
    grid_expect(grid, "precision=100 ");
}

static void keeps_blank_zero_and_absent_apart(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "201|一般公共服务支出|=0.00||  \n");
    grid_expect(grid, "exp_func_name=一般公共服务支出 total=0.00\n");
    grid_expect(grid, "FIELDS line table_no=<> row_no=<> row_kind=<> row_role=<> "
                      "level_no=<> item=<> exp_func_code=<> exp_func_name=<> total=<> "
                      "basic=<> project=<>\n");
}

/* A cell of the first data row, and the code that names it at D4. */
static void refuses_what_is_no_amount(void **state)
{
    static const struct {
        const char *cell, *code;
    } cases[] = {
        {"十二万", "AMOUNT_INVALID"},        {"1,2,3", "AMOUNT_INVALID"},
        {"1e3", "AMOUNT_INVALID"},           {"?1", "AMOUNT_INVALID"},
        {"=%50", "AMOUNT_PERCENT"},          {"=*3", "AMOUNT_SCALED"},
        {"!", "FORMULA_WITHOUT_VALUE"},      {"#DIV/0!", "CELL_ERROR_VALUE"},
        {"1.0123456789", "AMOUNT_TOO_LONG"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char rows[512];
        struct grid grid;
        grid_open(&grid);
        (void)snprintf(rows, sizeof rows, "%s201|一般公共服务支出|=1|%s\n", HEAD,
                       cases[i].cell);
        grid_read_one(&grid, rows);
        grid_expect_at(&grid, cases[i].code, 4, 4);
        assert_int_equal(bgt_reporter_count(grid.reporter, BGT_ERROR), 1);
        grid_close(&grid);
    }
    (void)state;
}

static void warns_of_hidden_places(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "201|一般公共服务支出|=~137.802559|=1.50\n");
    grid_expect(grid, "total=137.802559 basic=1.50\n");
    grid_expect_at(grid, "AMOUNT_MORE_PLACES", 4, 3);
    grid_expect(grid, "precision=100 ");
}

static void reads_codes_stored_as_numbers(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "=201|一般公共服务支出|=1\n=20113|商贸事务|=1\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "exp_func_code=201 ");
    grid_expect(grid, "exp_func_code=20113 ");
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_WARNING), 1);
    grid_expect_at(grid, "CODE_WAS_NUMBER", 4, 1);
}

static void refuses_what_is_no_code(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "=20.5|一般公共服务支出|=1\n二〇一|外交支出|=1\n");
    grid_expect_at(grid, "CODE_INVALID", 4, 1);
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_ERROR), 2);
}

static void warns_of_codes_of_odd_length(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "2010|一般公共服务支出|=1\n");
    grid_expect(grid, "level_no=1 item=一般公共服务支出 exp_func_code=2010 ");
    grid_expect_at(grid, "CODE_UNUSUAL", 4, 1);
}

static void drops_no_cell(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "201|一般公共服务支出|=1||||=7\n||=8\n");
    grid_expect_at(grid, "CELL_OUTSIDE_TABLE", 4, 7);
    grid_expect_at(grid, "ITEM_MISSING", 5, 3);
}

/* Cells that were moved: a figure is no name and no code. */
static void takes_no_figure_for_a_name(void **state)
{
    static const struct {
        const char *rows, *code;
        uint32_t column;
    } cases[] = {
        {HEAD "201|34.37|=1\n", "NAME_IS_FIGURE", 2},
        {HEAD "|1,234|\n", "NAME_IS_FIGURE", 2},
        {HEAD "2,620,000\n", "NAME_IS_FIGURE", 1},
        {HEAD "830.99|外交支出|\n", "CODE_INVALID", 1},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct grid grid;
        grid_open(&grid);
        grid_read_one(&grid, cases[i].rows);
        grid_expect_at(&grid, cases[i].code, 4, cases[i].column);
        assert_int_equal(bgt_reporter_count(grid.reporter, BGT_ERROR), 1);
        grid_close(&grid);
    }
}

static void takes_no_figure_for_a_heading(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  "2026年预算收支总表\n单位：万元\n收入||支出|||\n6,913|88.75\n"
                  "项目|2026年|项目|2026年合计|当年预算安排|上年结转安排\n"
                  "一、一般公共预算|=661.85|一、一般公共服务支出|=331.66|=331.66|\n");
    grid_expect_at(grid, "FIGURE_IN_HEADER", 4, 1);
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_ERROR), 2);
}

/* More cells above a table than are told one by one. */
static void refuses_too_much_above_a_table(void **state)
{
    struct grid *grid = *state;
    char rows[4096] = "2026年预算支出总表\n";
    for (unsigned i = 0; i < 300; i++) {
        (void)strcat(rows, i % 50 == 49 ? "甲\n" : "甲|");
    }
    (void)strcat(rows, "单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n"
                       "201|一般公共服务支出|=1\n");
    grid_read_one(grid, rows);
    grid_expect_at(grid, "BOUND_REACHED", 7, 0);
    assert_true(bgt_reporter_count(grid->reporter, BGT_ERROR) > 0);
}

/* Notes of one table are kept whole: those that do not fit are told, not cut. */
static void refuses_notes_beyond_their_bound(void **state)
{
    struct grid *grid = *state;
    struct bgt_buffer rows;
    bgt_buffer_init(&rows, NULL, 1u << 20);
    grid_put_text(&rows, HEAD "201|一般公共服务支出|=1|=1|\n");
    for (unsigned note = 0; note < 2; note++) {
        grid_put_text(&rows, "注：");
        for (unsigned i = 0; i < BGT_READING_TEXT / 2; i++) {
            grid_put_text(&rows, "a");
        }
        grid_put_text(&rows, "\n");
    }
    grid_read_one(grid, rows.data);
    grid_expect_at(grid, "BOUND_REACHED", 6, 0);
    assert_string_equal(grid_find(grid, "BOUND_REACHED")->arguments[0], "note-bytes");
    bgt_buffer_close(&rows);
}

#define PARTS                                                                            \
    "2024年部门支出预算总表\n单位：元\n"                                    \
    "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n类|款|项||||\n"

/* 类, 款 and 项, each alone, after blanks, or with what stands before them. */
static void joins_parts_of_codes(void **state)
{
    static const struct {
        const char *rows, *code;
        uint32_t column; /* of the cell that is no part; 0: all are */
    } cases[] = {
        {PARTS "205|02|05|高等教育|=1||\n", "2050205", 0},
        {PARTS "205|20502|2050205|高等教育|=1||\n", "2050205", 0},
        {PARTS "||2050205|高等教育|=1||\n", "2050205", 0},
        {PARTS "205|021||高等教育|=1||\n", "CODE_PART_INVALID", 2},
        {PARTS "206|20502||普通教育|=1||\n", "CODE_PART_INVALID", 2},
        {PARTS "|02||普通教育|=1||\n", "CODE_PART_INVALID", 2},
        {PARTS "205||426,000||=1||\n", "CODE_PART_INVALID", 3},
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
            grid_expect_at(&grid, cases[i].code, 5, cases[i].column);
        }
        grid_close(&grid);
    }
}

static void reads_exports(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "单位代码|项目代码|支出功能分类科目代码|年初批复数|预算年度|"
                        "外部标识|资金性质代码\n"
                        "038001|X1|2011301|1378025.59|2026|A7|111\n"
                        "038001|X2|2011301||2026|=5|111\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "document fiscal_year=2026 doc_kind=export amount_unit=元\n");
    grid_expect(grid, "line table_no=1 row_no=1 row_kind=detail fiscal_year=2026 "
                      "agency_code=038001 pro_code=X1 exp_func_code=2011301 "
                      "fund_type_code=111 reply_amt=1378025.59 x:外部标识=A7\n");
    grid_expect(grid, "exp_func_code=2011301 fund_type_code=111 x:外部标识=5\n");
    grid_expect_not(grid, "mof_div_code");
}

/* Nobody knows what they measure, so they stay what they are. */
static void keeps_numbers_of_unknown_columns(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "单位代码|项目代码|支出功能分类科目代码|年初批复数|进度|差额|日\n"
                        "038001|X1|2011301|1.50|=%50|=~0.125|?1\n");
    grid_expect(grid, "reply_amt=1.50 x:进度=50% x:差额=0.125 x:日=?1\n");
    grid_expect_at(grid, "AMOUNT_MORE_PLACES", 2, 6);
}

static void keeps_footers_as_notes(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, HEAD "201|一般公共服务支出|=1\n制表人：甲|审核人：乙\n");
    grid_expect_clean(grid);
    grid_expect(grid, "notes=制表人：甲 审核人：乙 row_count=1\n");
}

static const struct CMUnitTest tests[] = {
    GRID_TEST(reads_printed_amounts),
    GRID_TEST(keeps_blank_zero_and_absent_apart),
    cmocka_unit_test(refuses_what_is_no_amount),
    GRID_TEST(warns_of_hidden_places),
    GRID_TEST(reads_codes_stored_as_numbers),
    GRID_TEST(refuses_what_is_no_code),
    GRID_TEST(warns_of_codes_of_odd_length),
    GRID_TEST(drops_no_cell),
    cmocka_unit_test(takes_no_figure_for_a_name),
    cmocka_unit_test(joins_parts_of_codes),
    GRID_TEST(takes_no_figure_for_a_heading),
    GRID_TEST(refuses_too_much_above_a_table),
    GRID_TEST(refuses_notes_beyond_their_bound),
    GRID_TEST(reads_exports),
    GRID_TEST(keeps_numbers_of_unknown_columns),
    GRID_TEST(keeps_footers_as_notes),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout reading of cells", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
