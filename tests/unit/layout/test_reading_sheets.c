/* Which layout takes which part of which sheet, and what the tables say of the document.
 */
#include <stdio.h>

#include "grid_testing.h"

#define EXPENDITURE                                                                          \
    "2026年预算支出总表\n单位名称：某某局|单位：万元\n"                  \
    "项目||2026年预算数\n科目编码|科目名称|合计|基本支出|项目支出\n" \
    "201|一般公共服务支出|=1.00\n"
#define OPERATING                                                                                      \
    "2026年财政拨款安排机关运行经费预算表\n单位：元\n单位名称|2026预算数\n" \
    "|合计|一般公共预算|政府性基金预算|国有资本经营预算\n部门合计|=5\n某某局|=5\n"

static void names_the_nearest_layout(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "某地采购表\n单位名称|合计|一般公共预算|品名\n某某局|=1.00\n");
    const struct bgt_kept_diagnostic *kept = grid_find(grid, "LAYOUT_NO_MATCH");
    assert_non_null(kept);
    assert_int_equal(kept->place.line, 3);
    assert_int_equal(kept->place.column, 2);
    assert_string_equal(kept->place.sheet, "Sheet1");
    assert_non_null(strstr(kept->arguments[0], "shanxi-unit-2026/operating 60%"));
    assert_non_null(strstr(kept->arguments[1], "政府性基金预算"));
    assert_string_equal(grid->records.data, "");
}

static void notes_sheets_without_numbers(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "封面", .rows = "某某局\n2026年度单位预算\n"},
        {.name = "表3", .rows = EXPENDITURE},
        {.name = "空", .rows = ""}};
    grid_read(grid, sheets, 3, NULL);
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    assert_string_equal(grid_find(grid, "SHEET_NOT_TAKEN")->place.sheet, "封面");
    size_t count = 0;
    const struct bgt_layout_region *regions =
        bgt_layout_reader_report(grid->reader, &count);
    assert_int_equal(count, 2);
    assert_string_equal(regions[0].reason, "SHEET_NOT_TAKEN");
    assert_null(regions[0].layout);
    assert_string_equal(regions[1].layout, "shanxi-unit-2026/expenditure");
    assert_int_equal(regions[1].confidence, 100);
    assert_int_equal(regions[1].first_row, 3);
    assert_int_equal(regions[1].year, 2026);
    assert_string_equal(regions[1].unit, "万元");
    assert_string_equal(regions[1].title, "2026年预算支出总表");
}

/* Three layouts have these columns; without a title nobody can know. */
static void refuses_to_guess_between_layouts(void **state)
{
    struct grid *grid = *state;
    const char *rows =
        "单位：万元\n科目编码|科目名称|合计|基本支出|项目支出\n201|某某|=1.00\n";
    grid_read_one(grid, rows);
    const struct bgt_kept_diagnostic *kept = grid_find(grid, "LAYOUT_AMBIGUOUS");
    assert_non_null(kept);
    assert_non_null(strstr(kept->arguments[0], "gov_fund_expenditure"));
    assert_int_equal(kept->place.line, 2);
}

/* Its code, name and total would do for an income table; the title says that it is none.
 */
static void believes_the_title_over_the_columns(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算支出总表\n单位：万元\n"
                        "科目编码|科目名称|合计|基本性支出|项目支出\n201|某某|=1.00\n");
    const struct bgt_kept_diagnostic *kept = grid_find(grid, "LAYOUT_NO_MATCH");
    assert_non_null(kept);
    assert_true(strncmp(kept->arguments[0], "shanxi-unit-2026/expenditure ",
                        strlen("shanxi-unit-2026/expenditure ")) == 0);
    assert_string_equal(kept->arguments[1], "基本支出");
}

/* 科目编码, 科目名称, 合计 and others under a title that nobody knows. */
static void refuses_an_unknown_title_over_unknown_columns(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年社会保险基金支出表\n单位：万元\n"
                        "科目编码|科目名称|合计|甲|乙\n209|某某|=1.00\n");
    assert_non_null(grid_find(grid, "LAYOUT_NO_MATCH"));
}

/* Reads 表3 with this in the place of 单位：万元 and before 合计. */
static void expect_unit(struct grid *grid, const char *heading, const char *label,
                        const char *unit)
{
    char rows[512], expected[64];
    (void)snprintf(rows, sizeof rows,
                   "2026年预算支出总表%s\n科目编码|科目名称|合计%s|基本支出|项目支出\n"
                   "201|某某|=1.00\n",
                   heading, label);
    (void)snprintf(expected, sizeof expected, "amount_unit=%s", unit);
    grid_read_one(grid, rows);
    grid_expect(grid, expected);
    assert_null(grid_find(grid, "TABLE_UNIT_MISSING"));
}

static void finds_units_in_brackets(void **state)
{
    static const char *const headings[] = {"\n（元）", "\n计量单位：元", "\n单位元",
                                           "（单位：元）", "(元)"};
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        expect_unit(*state, headings[i], "", "元");
        (void)grid_teardown(state);
        (void)grid_setup(state);
    }
}

/* The same column cannot be in 元 and in 万元. */
static void refuses_columns_in_another_unit(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算支出总表\n单位：万元\n项目||2026年预算数（元）\n"
                        "科目编码|科目名称|合计|基本支出|项目支出\n201|某某|=1.00\n");
    const struct bgt_kept_diagnostic *kept = grid_find(grid, "COLUMN_UNIT_CONFLICT");
    assert_non_null(kept);
    assert_int_equal(kept->place.line, 3);
    assert_int_equal(kept->place.column, 3);
    assert_int_equal(grid->status, BGT_END);
    assert_true(bgt_reporter_count(grid->reporter, BGT_ERROR) > 0);
}

static void tells_columns_of_another_year(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算支出总表\n单位：万元\n项目||2025年预算数\n"
                        "科目编码|科目名称|合计|基本支出|项目支出\n201|某某|=1.00\n");
    const struct bgt_kept_diagnostic *kept = grid_find(grid, "DOCUMENT_CONFLICT");
    assert_non_null(kept);
    assert_int_equal(kept->place.line, 3);
    assert_int_equal(kept->place.column, 3);
    assert_string_equal(kept->arguments[1], "2025");
    assert_string_equal(kept->arguments[2], "2026");
}

static void obeys_the_layout_that_was_asked_for(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheet = {
        .name = "S",
        .rows = "科目编码|科目名称|合计|基本支出|项目支出\n201|某某|=1.00\n"};
    const struct bgt_layout_reader_options options = {.input_layout = "expenditure",
                                                      .amount_unit = "万元"};
    grid_read(grid, &sheet, 1, &options);
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "table_id=expenditure amount_unit=万元 ");
    const struct bgt_layout_reader_options unknown = {.input_layout = "shanxi-unit-2025"};
    grid_read(grid, &sheet, 1, &unknown);
    assert_int_equal(grid->status, BGT_BAD);
    assert_string_equal(grid_find(grid, "LAYOUT_UNKNOWN")->arguments[0],
                        "shanxi-unit-2025");
}

static void reads_two_tables_of_one_sheet(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, EXPENDITURE "注：甲\n\n" OPERATING);
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
    grid_expect(grid, "END table table_no=1 precision=100 notes=注：甲 row_count=1\n"
                      "table table_no=2 table_id=operating ");
    grid_expect(grid, "amount_unit=元 layout=shanxi-unit-2026/operating\n");
    grid_expect(grid, "row_role=dept_total item=部门合计 total=5\n");
    grid_expect(grid, "item=某某局 agency_name=某某局 total=5\n");
    grid_expect(grid, "END table table_no=2 precision=1 row_count=2\n");
}

static void skips_a_repeated_header(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, EXPENDITURE
                  "科目编码|科目名称|合计|基本支出|项目支出\n202|外交支出|=2.00\n");
    grid_expect_clean(grid);
    grid_expect(grid, "row_no=2 row_kind=detail level_no=1 item=外交支出");
    grid_expect_at(grid, "HEADER_REPEATED", 6, 1);
}

/* Below a table stands one that no layout knows: its figures are not dropped. */
static void finds_the_unknown_table_below(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, EXPENDITURE "\n另一张预算收支总表\n品名|产地\n桌子|=3\n");
    assert_non_null(grid_find(grid, "LAYOUT_NO_MATCH"));
}

static void finds_figures_above_the_table(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "结余|=12.00\n" EXPENDITURE);
    grid_expect_at(grid, "LAYOUT_NO_MATCH", 1, 2);
}

static void chooses_sheets(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "a", .rows = "=1\n"},
        {.name = "b", .rows = EXPENDITURE, .flags = BGT_ITEM_HIDDEN},
        {.name = "c", .rows = "=2\n"}};
    const char *skip[] = {"a", "c"}, *wanted[] = {"b"}, *missing[] = {"b", "d"};
    struct bgt_layout_reader_options options = {.skip_sheets = skip,
                                                .skip_sheet_count = 2};
    grid_read(grid, sheets, 3, &options);
    assert_int_equal(grid->status, BGT_END);
    /* What --skip-sheet leaves out is in the loss report; what --sheet leaves out is not.
     */
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_LOSS), 2);
    assert_non_null(grid_find(grid, "SHEET_SKIPPED"));
    assert_non_null(grid_find(grid, "SHEET_HIDDEN"));
    options = (struct bgt_layout_reader_options){.sheets = wanted, .sheet_count = 1};
    grid_read(grid, sheets, 3, &options);
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_LOSS), 2);
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_ERROR), 0);
    options = (struct bgt_layout_reader_options){.sheets = missing, .sheet_count = 2};
    grid_read(grid, sheets, 3, &options);
    assert_string_equal(grid_find(grid, "SHEET_NOT_FOUND")->arguments[0], "d");
}

static void gathers_what_tables_say(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "1",
         .rows = "预算支出总表\n编制日期：2026年1月30日　　编制单位：某某局（本级）\n"
                 "科目编码|科目名称|合计|基本支出|项目支出\n201|某某|=1.00\n"},
        {.name = "2",
         .rows = "2026年政府性基金预算支出表（不含上年结转）\n（单位：万元）\n"
                 "科目编码|科目名称|合计|基本支出|项目支出\n208|某某|=1.00\n"},
        {.name = "3",
         .rows = "2025年财政拨款安排机关运行经费预算表\n单位名称：另一局\n单位名称|"
                 "2026预算数\n"
                 "|合计|一般公共预算|政府性基金预算|国有资本经营预算\n部门合计|=5\n"}};
    grid_read(grid, sheets, 3, NULL);
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "document agency_name=某某局（本级） doc_kind=unit_budget "
                      "compiled_date=2026年1月30日\n");
    assert_non_null(grid_find(grid, "TABLE_UNIT_MISSING"));
    grid_expect(grid, "document fiscal_year=2026 amount_unit=万元\ntable table_no=2");
    grid_expect(grid, "title=2025年财政拨款安排机关运行经费预算表 agency_name=另一局 "
                      "amount_unit=万元");
    assert_non_null(grid_find(grid, "TABLE_UNIT_ASSUMED"));
    const struct bgt_kept_diagnostic *kept = grid_find(grid, "DOCUMENT_CONFLICT");
    assert_string_equal(kept->arguments[1], "另一局");
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_WARNING), 5);
}

static bgt_status read_all(const struct grid *grid, struct bgt_batch *made,
                           struct bgt_batch *out)
{
    struct bgt_layout_reader *reader = NULL;
    struct bgt_layout_reader_options options = {.layouts = grid->layouts,
                                                .catalogues = grid->catalogues,
                                                .limits = &grid->limits,
                                                .cells = {made, grid_copy_next}};
    bgt_status status = bgt_layout_reader_open(&options, &reader);
    while (status == BGT_OK) {
        struct bgt_source records = bgt_layout_reader_source(reader);
        bgt_batch_reset(out);
        status = records.next(records.state, out);
    }
    bgt_layout_reader_close(reader);
    return status;
}

/* Memory may run out anywhere: an answer, no crash, no leak. */
static void survives_without_memory(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "1", .rows = EXPENDITURE "注：甲\n" OPERATING}};
    struct grid source = {.sheets = sheets, .sheet_count = 1};
    struct bgt_io io = {.limits = &grid->limits};
    struct bgt_batch *made = NULL, *out = NULL;
    bool has_failed = true;
    assert_int_equal(bgt_batch_open(&io, &made), BGT_OK);
    assert_int_equal(grid_next(&source, made), BGT_END);
    assert_int_equal(bgt_batch_open(&io, &out), BGT_OK);
    assert_int_equal(read_all(grid, made, out), BGT_END);
    uint32_t whole = out->item_count;
    bgt_batch_close(out);
    for (size_t nth = 1; has_failed; nth++) {
        assert_int_equal(bgt_batch_open(&io, &out), BGT_OK);
        bgt_test_fail_allocation(nth);
        bgt_status status = read_all(grid, made, out);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        /* What goes on all the same has read everything. */
        assert_true(status == BGT_END ? out->item_count == whole
                                      : status == BGT_NO_MEMORY);
        bgt_batch_close(out);
    }
    bgt_batch_close(made);
}

static const struct CMUnitTest tests[] = {
    GRID_TEST(names_the_nearest_layout),
    GRID_TEST(notes_sheets_without_numbers),
    GRID_TEST(refuses_to_guess_between_layouts),
    GRID_TEST(believes_the_title_over_the_columns),
    GRID_TEST(refuses_an_unknown_title_over_unknown_columns),
    GRID_TEST(finds_units_in_brackets),
    GRID_TEST(refuses_columns_in_another_unit),
    GRID_TEST(tells_columns_of_another_year),
    GRID_TEST(obeys_the_layout_that_was_asked_for),
    GRID_TEST(reads_two_tables_of_one_sheet),
    GRID_TEST(skips_a_repeated_header),
    GRID_TEST(finds_the_unknown_table_below),
    GRID_TEST(finds_figures_above_the_table),
    GRID_TEST(chooses_sheets),
    GRID_TEST(gathers_what_tables_say),
    GRID_TEST(survives_without_memory),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout reading of sheets", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
