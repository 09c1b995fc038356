/* Titles that say of which money a table is: five columns are those of many tables. */
#include <stdio.h>

#include "grid_testing.h"

#define COLUMNS                                                                          \
    "单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n"      \
    "201|一般公共服务支出|=12.00|=7.00|=5.00\n"

/* Reads a table under this title. Its table_id, or the code of the error. */
static void expect_under(const char *title, const char *expected)
{
    char rows[1024], part[128];
    struct grid grid;
    grid_open(&grid);
    (void)snprintf(rows, sizeof rows, "%s\n%s", title, COLUMNS);
    grid_read_one(&grid, rows);
    if (grid_find(&grid, expected) == NULL) {
        (void)snprintf(part, sizeof part, "table_id=%s ", expected);
        grid_expect(&grid, part);
    }
    grid_close(&grid);
}

static void believes_what_a_title_says(void **state)
{
    static const char *const cases[][2] = {
        {"2026年支出总表", "expenditure"},
        {"某市政府采购中心2026年部门支出总表", "expenditure"},
        {"某市国有资本运营中心支出总表", "expenditure"},
        {"2026年支出总表（续）", "expenditure"},
        {"2026年一般公共预算支出总表", "general_expenditure"},
        {"2026年一般公共预算财政拨款支出表", "general_expenditure"},
        {"2026年一般公共预算支出表（不含上年结转）", "general_expenditure"},
        {"2026年政府性基金预算支出总表", "gov_fund_expenditure"},
        {"2026年部门支出总表（政府性基金）", "gov_fund_expenditure"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        expect_under(cases[i][0], cases[i][1]);
    }
}

/* None of these is the table of all expenditure: no fund is concluded, or it is refused.
 */
static void takes_no_other_table_for_its_own(void **state)
{
    static const char *const cases[][2] = {
        {"2026年一般公共预算支出表（含上年结转）", "x.table"},
        {"2026年国有资本经营预算支出总表", "x.table"},
        {"2026年政府采购支出总表", "x.table"},
        {"2026年项目支出总表", "x.table"},
        {"2026年部门支出总表调整表", "x.table"},
        {"2026年支出决算总表", "LAYOUT_AMBIGUOUS"},
        {"2026年上年结转支出总表", "LAYOUT_AMBIGUOUS"},
        {"2026年一般公共预算基本支出表", "LAYOUT_NO_MATCH"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        expect_under(cases[i][0], cases[i][1]);
    }
}

/* The columns of 收支总表 are no other layout's, its title is another table's. */
static void refuses_a_known_form_under_another_title(void **state)
{
    struct grid grid;
    (void)state;
    grid_open(&grid);
    grid_read_one(&grid,
                  "2026年政府性基金预算收支总表\n单位：万元\n收入||支出\n"
                  "项目|2026年|项目|2026年合计|当年预算安排|上年结转安排\n"
                  "一、一般公共预算|=661.85|一、一般公共服务支出|=331.66|=331.66\n");
    assert_non_null(grid_find(&grid, "LAYOUT_NO_MATCH"));
    grid_close(&grid);
}

/* 部门支出总表 is the title of two families; 类, 款 and 项 below the codes decide. */
static void reads_a_header_to_its_end(void **state)
{
    struct grid grid;
    (void)state;
    grid_open(&grid);
    grid_read_one(&grid, "2026年部门支出总表\n单位：元\n项目||||支出预算\n"
                         "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n"
                         "类|款|项||||\n201|05|07|专项普查活动|=12|=7|=5\n");
    grid_expect(&grid, "layout=shanghai-unit/expenditure");
    grid_expect(&grid, "exp_func_code=2010507 ");
    grid_close(&grid);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(believes_what_a_title_says),
        cmocka_unit_test(takes_no_other_table_for_its_own),
        cmocka_unit_test(refuses_a_known_form_under_another_title),
        cmocka_unit_test(reads_a_header_to_its_end),
    };
    return bgt_test_main("layout reading of titles", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
