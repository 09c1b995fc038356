/* Performance targets: forms that are read by their labels, whole and slid. The unit, its
 * projects and all sentences are made up; labels are those of the official forms. */
#include "grid_testing.h"

#define PROJECT_HEAD                                                                        \
    "某市预算部门（单位）项目支出绩效目标表\n(2026)年度\n"             \
    "项目名称|植树|||\n主管部门及代码|038-某某局||实施单位|某某队\n" \
    "项目属性|经常性项目||项目期|99年\n"

#define PROJECT_FUNDS                                                                    \
    "项目资金（元）|实施期资金总额：|9,000|年度资金总额：|3,000\n" \
    "|其中：中央财政资金|0|其中：中央财政资金|0\n"                     \
    "|市县（区）财政资金|9,000|市县（区）财政资金|3,000\n"             \
    "|其他资金||其他资金|\n"

#define PROJECT_TEXTS                                                                    \
    "项目概况|种树。\n立项依据|某文\n项目设立必要性|要绿。\n"     \
    "保证项目实施的制度、措施|有制度。\n项目实施计划|三月种。\n"

#define PROJECT_GOALS                                                                    \
    "实施期目标||||年度目标\n总体目标|成林|||成活\n"                    \
    "绩效指标|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值\n"

#define PROJECT_FOOT "负责人：||经办人：|张三||联系电话：||填报日期：\n"

#define PROJECT(indicators)                                                              \
    PROJECT_HEAD PROJECT_FUNDS PROJECT_TEXTS PROJECT_GOALS indicators PROJECT_FOOT

static void reads_a_project(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, PROJECT("|产出指标|数量指标|树|≥90棵|数量指标|树苗|30棵\n"
                                "||成本指标|单价|≤100元/棵|成本指标|单价|≤100元/棵\n"
                                "|效益指标|经济效益|||经济效益||\n"));
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "document fiscal_year=2026 amount_unit=元\n"
                      "table table_no=1 table_id=project_funding "
                      "title=某市预算部门（单位）项目支出绩效目标表 "
                      "agency_name=某某队 amount_unit=元 "
                      "layout=performance/project\n");
    grid_expect(grid,
                "line table_no=1 row_no=1 row_kind=total row_role=sum item=资金总额 "
                "pro_name=植树 term_total=9000 annual_total=3000\n"
                "line table_no=1 row_no=2 row_kind=detail item=其中：中央财政资金 "
                "pro_name=植树 budget_level_code=1 term_total=0 annual_total=0\n");
    grid_expect(grid,
                "item=其他资金 pro_name=植树\n"
                "END table table_no=1 precision=1 row_count=4\n"
                "project pro_name=植树 agency_name=某某队 dept_code=038 "
                "dept_name=某某局 attribute=经常性项目 pro_term=99年 "
                "pro_desc=种树。 basis=某文 necessity=要绿。 safeguards=有制度。 "
                "plan=三月种。 pro_operator=<> handler=张三 tel=<> fill_date=<>\n"
                "goal scope=project pro_name=植树 yearflag=实施期 kpi_target=成林\n");
    grid_expect(grid, "indicator scope=project pro_name=植树 yearflag=实施期 "
                      "indicator_no=1 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=树 kpi_val=≥90棵 "
                      "computesign=≥ value=90 meterunit=棵\n");
    grid_expect(grid, "indicator_no=3 lv1_perf_ind_name=效益指标 "
                      "lv2_perf_ind_name=经济效益 lv3_perf_ind_name=<> kpi_val=<>\n"
                      "goal scope=project pro_name=植树 yearflag=年度 kpi_target=成活\n"
                      "indicator scope=project pro_name=植树 yearflag=年度 "
                      "indicator_no=1 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=树苗 kpi_val=30棵 "
                      "value=30 meterunit=棵\n");
}

/* Rows that slid to the left or right, as pages turned into text have them. */
static void reads_rows_that_slid(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, PROJECT("产出指标|数量指标|树|≥90棵||数量指标|树苗|30棵\n"
                                "||草|90平方米||||苗|30株\n"
                                "质量指标|质量指标|成活|≥90%|质量指标|质量指标|成活\n"
                                "效益指标|社会效益|社会效益||社会效益||社会效益\n"
                                "满意度||||满意度|||||\n"));
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "yearflag=实施期 indicator_no=2 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=草 "
                      "kpi_val=90平方米 value=90 meterunit=平方米\n");
    grid_expect(grid, "yearflag=年度 indicator_no=2 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=苗 kpi_val=30株");
    grid_expect(grid, "yearflag=年度 indicator_no=3 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=质量指标 lv3_perf_ind_name=成活 kpi_val=<>\n");
    grid_expect(grid, "yearflag=实施期 indicator_no=4 lv1_perf_ind_name=效益指标 "
                      "lv2_perf_ind_name=社会效益 lv3_perf_ind_name=<> kpi_val=<>\n");
}

/* 成本指标 is a part of 产出指标, or a category of its own with parts of its own. */
static void tells_the_two_cost_categories(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  PROJECT("|产出指标|成本指标|单价|1元|成本指标|单价|1元\n"
                          "|成本指标|经济成本指标|总价|9元|经济成本指标|总价|3元\n"));
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "lv1_perf_ind_name=产出指标 lv2_perf_ind_name=成本指标 "
                      "lv3_perf_ind_name=单价");
    grid_expect(grid, "lv1_perf_ind_name=成本指标 lv2_perf_ind_name=经济成本指标 "
                      "lv3_perf_ind_name=总价 kpi_val=3元");
}

/* With headings above them, a row may have one side alone. */
static void reads_one_side_by_its_column(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, PROJECT("|产出指标|数量指标|树|90棵|数量指标|树|30棵\n"
                                "||||||草|9棵\n"));
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "yearflag=年度 indicator_no=2 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=草 kpi_val=9棵");
}

/* Two texts that stand below no heading: of which period are they? */
static void refuses_what_may_mean_two_things(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, PROJECT("|产出指标|数量指标|树|90棵|数量指标|树|30棵\n"
                                "草|9棵\n"));
    grid_expect_at(grid, "FORM_ROW_AMBIGUOUS", 19, 1);
}

static void refuses_cells_without_a_place(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, PROJECT_HEAD
                  "项目名称|种草\n无名标签|7\n" PROJECT_FUNDS PROJECT_TEXTS PROJECT_GOALS
                  "|产出指标|数量指标|树|90棵|数量指标|树|30棵|多余\n");
    grid_expect_at(grid, "FORM_LABEL_TWICE", 6, 1);
    grid_expect_at(grid, "FORM_CELL_UNPLACED", 7, 1);
    grid_expect_at(grid, "FORM_ROW_AMBIGUOUS", 20, 2);
}

static void refuses_funds_that_are_no_number(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  PROJECT_HEAD "项目资金（元）|实施期资金总额|约九千|年度资金总额|3\n");
    grid_expect_at(grid, "AMOUNT_INVALID", 6, 3);
}

#define OVERALL                                                                                                          \
    "预算部门（单位）整体支出绩效目标申报表\n（2026年度）\n"                                      \
    "部门基本信息|部门名称|某某局（本级）\n|内设职能部门数|9个|所属预算单位数|0个\n"    \
    "其他人员数|||0人\n部门职责|<p>一管。</p> <p>二教。</p>\n"                                           \
    "年度预算情况|按资金来源划分|资金总额（万元）|按资金用途划分|资金总额（万元）\n" \
    "|合计|20.50|合计|20.50\n|其中：一般公共预算资金|20.50|其中：基本支出|0.50\n"                  \
    "|单位资金||项目支出|20.00\n"                                                                                \
    "年度重点任务|核心职能|重点任务\n|管。|任务1：管好。\n教。|任务2：教好。\n"            \
    "年度绩效目标|<p>目标1：好。</p> <p>目标2：更好。</p>\n"                                            \
    "|一级指标|二级指标|三级指标|指标值\n"

static void reads_the_overall_form(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  OVERALL "年度绩效指标|产出指标|数量指标|任务1: 次数|≥6次\n"
                          "|||任务2: 甲; 乙|1个; 2个\n"
                          "|任务2: 丙; 丁||100%\n"
                          "|||质量指标\n"
                          "满意度指标||服务对象满意度指标|任务1: 居民满意度|≥80%\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "table table_no=1 table_id=performance_funds "
                      "title=预算部门（单位）整体支出绩效目标申报表 amount_unit=万元 "
                      "layout=performance/overall\n");
    grid_expect(grid, "row_no=2 side=income row_kind=detail item=其中：一般公共预算资金 "
                      "fund_type_code=11 total=20.50\n"
                      "line table_no=1 row_no=2 side=expenditure row_kind=detail "
                      "item=其中：基本支出 total=0.50\n");
    grid_expect(grid, "side=income row_kind=detail item=单位资金 fund_type_code=3\n");
    grid_expect(grid, "agency agency_name=某某局（本级） duties=一管。\n二教。 "
                      "other_staf_num=0人 internal_dept_num=9个 sub_agency_num=0个\n"
                      "task task_no=1 core_function=管。 content=管好。\n"
                      "task task_no=2 core_function=教。 content=教好。\n"
                      "goal scope=agency agency_name=某某局（本级） task_no=1 "
                      "yearflag=年度 kpi_target=好。\n");
    grid_expect(grid, "task_no=2 yearflag=年度 indicator_no=3 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=乙 kpi_val=2个");
    grid_expect(grid, "task_no=2 yearflag=年度 indicator_no=4 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=数量指标 lv3_perf_ind_name=丙; 丁 kpi_val=100%");
    grid_expect(grid, "indicator_no=5 lv1_perf_ind_name=产出指标 "
                      "lv2_perf_ind_name=质量指标 lv3_perf_ind_name=<> kpi_val=<>\n");
}

/* One sheet with a form, another form and a table. */
static void reads_one_form_below_another(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, OVERALL PROJECT("|产出指标|数量指标|树|90棵|数量指标|树|30棵\n")
                            PROJECT("|产出指标|数量指标|草|90棵|数量指标|草|30棵\n"));
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "table table_no=3 table_id=project_funding");
    grid_expect(grid, "table table_no=2 table_id=project_funding "
                      "title=某市预算部门（单位）项目支出绩效目标表 agency_name=某某队 "
                      "amount_unit=元");
}

static void tells_units_that_differ(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "整体支出绩效目标表\n部门名称|甲\n"
                        "年度预算情况|按资金来源划分|资金总额（万元）|按资金用途划分|"
                        "资金总额（元）\n|合计|1|合计|1\n");
    grid_expect_at(grid, "COLUMN_UNIT_CONFLICT", 3, 5);
}

/* Without a title four of its labels say what it is; a list of projects is no form. */
static void knows_a_form_without_its_title(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "项目名称|植树\n主管部门及代码|某某局|实施单位|某某队\n"
                        "项目属性|新增|项目期|1年\n项目资金（元）|实施期资金总额|9|"
                        "年度资金总额|3\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "project pro_name=植树 agency_name=某某队 dept_name=某某局");
}

static void leaves_a_list_of_projects_alone(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "某市项目清单\n项目名称|主管部门|金额\n植树|某某局|=9\n");
    grid_expect(grid, "layout=generic/table");
}

static const struct CMUnitTest tests[] = {
    GRID_TEST(reads_a_project),
    GRID_TEST(reads_rows_that_slid),
    GRID_TEST(tells_the_two_cost_categories),
    GRID_TEST(reads_one_side_by_its_column),
    GRID_TEST(refuses_what_may_mean_two_things),
    GRID_TEST(refuses_cells_without_a_place),
    GRID_TEST(refuses_funds_that_are_no_number),
    GRID_TEST(reads_the_overall_form),
    GRID_TEST(reads_one_form_below_another),
    GRID_TEST(tells_units_that_differ),
    GRID_TEST(knows_a_form_without_its_title),
    GRID_TEST(leaves_a_list_of_projects_alone),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout reading of labelled forms", tests, BGT_TEST_COUNT(tests),
                         argc, argv);
}
