/* Forms as the published workbook prints them, and as other offices bend them. */
#include "grid_testing.h"

#define SUMMARY_HEAD                                                                              \
    "预算公开表1\n2026年预算收支总表\n单位名称：某某局|||||单位：万元\n" \
    "收入||支出\n项目|2026年|项目|2026年合计|当年预算安排|上年结转安排\n"

static void reads_two_sides(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, SUMMARY_HEAD
                  "一、一般公共预算|=661.85|一、一般公共服务支出|=331.66|=331.66\n"
                  "||二、外交支出\n"
                  "本年收入合计|=661.85|本年支出合计|=331.66|=331.66\n"
                  "注：本套报表因取数时四舍五入\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "document fiscal_year=2026 agency_name=某某局 doc_kind=unit_budget "
                      "amount_unit=万元\n"
                      "table table_no=1 table_id=summary form_no=预算公开表1 "
                      "title=2026年预算收支总表 amount_unit=万元 "
                      "layout=shanxi-unit-2026/summary\n");
    grid_expect(grid,
                "line table_no=1 row_no=1 side=income row_kind=detail "
                "item=一、一般公共预算 fund_type_code=11 total=661.85\n"
                "line table_no=1 row_no=1 side=expenditure row_kind=detail "
                "item=一、一般公共服务支出 exp_func_code=201 "
                "exp_func_name=一般公共服务支出 total=331.66 current_year=331.66\n");
    grid_expect(grid, "line table_no=1 row_no=2 side=expenditure row_kind=detail "
                      "item=二、外交支出 exp_func_code=202 exp_func_name=外交支出\n");
    grid_expect(grid,
                "side=income row_kind=total row_role=current_total item=本年收入合计");
    grid_expect(grid, "END table table_no=1 precision=100 row_count=3\n"
                      "document notes=注：本套报表因取数时四舍五入\n");
}

/* 二 is 公共安全 in another province: the name decides, never the ordinal. */
static void matches_rows_by_name(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  SUMMARY_HEAD "||二、公共安全支出|=1.00\n||  十九、 外交支出|=2.00\n");
    grid_expect(grid, "item=二、公共安全支出 exp_func_code=204");
    grid_expect(grid, "exp_func_code=202 exp_func_name=外交支出 total=2.00");
}

static void keeps_unknown_rows_without_code(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, SUMMARY_HEAD "||三十一、新科目支出|=1.00\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid,
                "side=expenditure row_kind=detail item=三十一、新科目支出 total=1.00\n");
    grid_expect_at(grid, "ITEM_UNKNOWN", 6, 3);
}

static void opens_the_carried_over_part(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  "2026年财政拨款收支总表\n单位：万元\n收入||支出\n"
                  "项目|金额|项目|金额\n"
                  "|||小计|一般公共预算|政府性基金预算|国有资本经营预算\n"
                  "一、一般公共预算|=1.00\n"
                  "上年财政拨款结转|=5.00\n一、一般公共预算|=2.00\n"
                  "二、政府性基金预算|=3.00\n收入总计|=6.00|支出总计|=6.00|=6.00\n");
    grid_expect_clean(grid);
    grid_expect(grid,
                "row_kind=detail item=一、一般公共预算 fund_type_code=11 total=1.00\n");
    grid_expect(grid,
                "row_role=opening item=上年财政拨款结转 bgt_type_code=22 total=5.00\n");
    grid_expect(grid, "row_role=opening_part item=一、一般公共预算 fund_type_code=11 "
                      "bgt_type_code=22 total=2.00\n");
    grid_expect(grid, "row_role=opening_part item=二、政府性基金预算 fund_type_code=12 "
                      "bgt_type_code=22 total=3.00\n");
    grid_expect(grid, "row_role=grand_total item=收入总计 total=6.00\n");
}

static void reads_coded_rows(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算收入总表\n单位：万元\n"
                        "{2,1}项目||{6,1}本年收入||||||{1,2}上年结转\n"
                        "科目编码|科目名称|合计|一般公共预算|政府性基金|国有资本经营预算|"
                        "财政专户管理资金|单位资金\n"
                        "合计||=3.00|=3.00|||||=9.00\n"
                        "201|一般公共服务支出|=3.00|=3.00\n20113|商贸事务|=3.00\n"
                        "2011301|行政运行|=1.00\n2011399|其他商贸事务支出|=2.00\n"
                        "221|住房保障支出|=4.00\n");
    grid_expect_clean(grid);
    grid_expect(grid,
                "row_kind=total row_role=sum item=合计 total=3.00 general_public=3.00 "
                "carryover=9.00\n");
    grid_expect(grid,
                "row_kind=subtotal level_no=1 item=一般公共服务支出 exp_func_code=201 ");
    grid_expect(grid, "row_kind=subtotal level_no=2 item=商贸事务 exp_func_code=20113 ");
    grid_expect(grid, "row_kind=detail level_no=3 item=行政运行 exp_func_code=2011301 ");
    grid_expect(grid, "row_kind=detail level_no=1 item=住房保障支出 exp_func_code=221 ");
}

/* 住房公积金 is 30113 below 工资福利支出; a name is looked up inside the open class only.
 */
static void looks_names_up_in_the_open_class(void **state)
{
    struct grid *grid = *state;
    grid_read_one(
        grid, "2026年一般公共预算安排基本支出分经济科目表（不含上年结转）\n单位：万元\n"
              "部门预算支出经济科目名称|政府预算支出经济科目名称|2026年预算数\n"
              "||合计|人员经费|公用经费\n合计||=9.00\n"
              "住房公积金|住房公积金|=1.00\n"
              "工资福利支出||=1.00|=1.00\n住房公积金|住房公积金|=1.00\n"
              "商品和服务支出||=1.00\n办公费|办公经费|=1.00\n");
    grid_expect(grid, "row_kind=detail item=住房公积金 gov_bgt_eco_name=住房公积金 "
                      "dep_bgt_eco_name=住房公积金 fund_type_code=11 bgt_type_code=21 "
                      "total=1.00\n");
    grid_expect(grid,
                "row_kind=subtotal level_no=1 item=工资福利支出 dep_bgt_eco_code=301 ");
    grid_expect(grid, "level_no=2 item=住房公积金 gov_bgt_eco_name=住房公积金 "
                      "dep_bgt_eco_code=30113 ");
    grid_expect(grid, "item=办公费 gov_bgt_eco_name=办公经费 dep_bgt_eco_code=30201 ");
    assert_non_null(grid_find(grid, "NAME_UNKNOWN"));
}

static void tells_units_from_projects(void **state)
{
    struct grid *grid = *state;
    grid_read_one(
        grid, "2026年项目支出预算表（上年结转）\n单位名称：某某局（本级）|单位：万元\n"
              "项目名称|合计|2026年财政拨款\n||一般公共预算|政府性 基金预算|"
              "国有资本经营预算\n1|2|3|4|5\n某某局|=3.00\n某某局（本级）|=3.00\n"
              "设备购置|=1.00\n某某局信息化|=2.00\n");
    grid_expect_clean(grid);
    grid_expect(grid, "row_kind=total row_role=dept_total item=某某局 dept_name=某某局 "
                      "bgt_type_code=22 total=3.00\n");
    grid_expect(grid, "row_kind=total row_role=agency_total item=某某局（本级） "
                      "agency_name=某某局（本级） bgt_type_code=22 total=3.00\n");
    grid_expect(grid,
                "row_kind=detail item=设备购置 pro_name=设备购置 bgt_type_code=22 ");
    grid_expect(grid, "item=某某局信息化 pro_name=某某局信息化");
    grid_expect(grid, "row_count=4\n");
}

static void reads_three_public_with_notes(void **state)
{
    struct grid *grid = *state;
    grid_read_one(
        grid, "2026年财政拨款安排“三公”经费支出预算表\n单位：万元\n"
              "项目|2026年预算数\n|合计|一般公共预算|政府性基金预算|国有资本经营预算\n"
              "因公出国(境)费\n公务用车购置及运行费|=2.00\n①公务用车购置费|=2.00\n"
              "……|……\n合计|—\n注：本表无数据\n  1.口径说明\n");
    grid_expect_clean(grid);
    grid_expect(grid, "row_kind=detail level_no=1 item=因公出国(境)费 "
                      "thr_exp_name=因公出国(境)费\n");
    grid_expect(grid, "level_no=2 item=①公务用车购置费 thr_exp_name=公务用车购置费");
    grid_expect(grid, "row_kind=total row_role=sum item=合计 total=<—>\n");
    grid_expect(grid, "notes=注：本表无数据\n  1.口径说明 row_count=4\n");
    assert_non_null(grid_find(grid, "ROWS_FILLER"));
}

static void keeps_columns_it_does_not_know(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算支出总表\n单位：万元\n项目||2026年预算数\n"
                        "科目编码|科目名称|合计|经营支出|基本支出|项目支出|备用\n"
                        "201|一般公共服务支出|=3.00|=0.50|=1.00|=2.00|甲\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "total=3.00 basic=1.00 project=2.00 x:经营支出=0.50 "
                      "x:备用=甲\n");
    grid_expect_at(grid, "COLUMN_UNCLAIMED", 4, 4);
    size_t count = 0;
    const struct bgt_layout_region *region =
        bgt_layout_reader_report(grid->reader, &count);
    assert_int_equal(count, 1);
    assert_int_equal(region->unclaimed_count, 2);
    assert_string_equal(region->unclaimed[1], "备用");
}

static void takes_columns_in_any_order(void **state)
{
    struct grid *grid = *state;
    grid_read_one(
        grid,
        "2026年部门支出总表\n单位:元\n项目 支出|科 目 名 称|合计|科目编码|基本支出\n"
        "=20|一般公共服务支出|=30|201|=10\n");
    grid_expect(grid, "item=一般公共服务支出 exp_func_code=201 "
                      "exp_func_name=一般公共服务支出 total=30 basic=10 project=20\n");
    grid_expect(grid, "amount_unit=元");
    grid_expect(grid, "precision=1 ");
}

static const struct CMUnitTest tests[] = {
    GRID_TEST(reads_two_sides),
    GRID_TEST(matches_rows_by_name),
    GRID_TEST(keeps_unknown_rows_without_code),
    GRID_TEST(opens_the_carried_over_part),
    GRID_TEST(reads_coded_rows),
    GRID_TEST(looks_names_up_in_the_open_class),
    GRID_TEST(tells_units_from_projects),
    GRID_TEST(reads_three_public_with_notes),
    GRID_TEST(keeps_columns_it_does_not_know),
    GRID_TEST(takes_columns_in_any_order),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout reading of forms", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
