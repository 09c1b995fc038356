/* What kind of document a title says that it is, and what counts where several speak. */
#include <stdio.h>

#include "grid_testing.h"

#include "layout/document_kind.h"

#define COLUMNS                                                                          \
    "单位名称：某某局|单位：万元\n项目||2026年预算数\n"               \
    "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|=1.00\n"

static void expect_kind(const char *text, const char *line, const char *table)
{
    struct bgt_buffer scratch;
    const char *kind = NULL;
    bgt_buffer_init(&scratch, NULL, 4096);
    assert_int_equal(bgt_document_kind_of_line(&scratch, bgt_slice_of(text), &kind),
                     BGT_OK);
    assert_string_equal(kind == NULL ? "" : kind, line);
    assert_int_equal(bgt_document_kind_of_table(&scratch, bgt_slice_of(text), &kind),
                     BGT_OK);
    assert_string_equal(kind == NULL ? "" : kind, table);
    bgt_buffer_close(&scratch);
}

static void knows_titles_of_documents(void **state)
{
    (void)state;
    expect_kind("某市某区2024年区级部门预算", "department_budget", "department_budget");
    expect_kind("2024年 部门 预算（草案）", "department_budget", "department_budget");
    expect_kind("某某局2026年度部门预算公开表", "department_budget", "department_budget");
    expect_kind("某某院2024年单位预算", "unit_budget", "");
    expect_kind("2026年度单位预算信息公开", "unit_budget", "");
    expect_kind("2024 年度部门决算", "final_accounts", "");
    expect_kind("某某局2024年度单位决算公开报告", "final_accounts", "");
}

static void takes_no_sentence_for_a_title(void **state)
{
    (void)state;
    expect_kind("", "", "");
    expect_kind("部门预算", "", "department_budget"); /* no year */
    expect_kind("四、2024年部门预算编制说明", "", "department_budget");
    expect_kind("2024年，本单位编制了部门预算", "", "department_budget");
    expect_kind("关于批复《2024年部门预算》", "", "department_budget");
    expect_kind("2024年部门预算由下列单位组成", "", "department_budget");
    expect_kind("2024年部门财务收支预算总表", "", "");
    expect_kind("2024年度收入支出决算总表", "", "");
    expect_kind("2024年部门一般公共预算基本支出部门预算经济分类预算表", "", "");
    expect_kind("2024年部门预算支出经济分类表", "", "");
    expect_kind("2026年部门预算项目年度预算", "", "");
    expect_kind("2026年部门预算收支总表", "", "department_budget");
    char text[400] = "2024年";
    for (size_t i = 0; i < 60; i++) {
        strcat(text, "甲"); /* NOLINT(clang-analyzer-security*) */
    }
    strcat(text, "部门预算"); /* NOLINT(clang-analyzer-security*) */
    expect_kind(text, "", "");
}

static void read_titles(struct grid *grid, const char *cover, const char *above,
                        const char *title)
{
    char rows[1024];
    (void)snprintf(rows, sizeof rows, "%s%s\n" COLUMNS, above, title);
    const struct grid_sheet sheets[] = {{.name = "封面", .rows = cover},
                                        {.name = "表3", .rows = rows}};
    grid_read(grid, sheets, 2, NULL);
    assert_int_equal(grid->status, BGT_END);
}

static void believes_the_cover_then_the_title_then_the_layout(void **state)
{
    struct grid *grid = *state;
    const char *plain = "2026年预算支出总表";
    read_titles(grid, "某某局\n", "", plain);
    grid_expect(grid, "doc_kind=unit_budget");
    read_titles(grid, "某某局\n2026年度部门预算\n", "", plain);
    grid_expect(grid, "doc_kind=department_budget");
    read_titles(grid, "||2026年度部门决算\n2026年部门预算\n", "", plain);
    grid_expect(grid, "doc_kind=final_accounts");
    read_titles(grid, "说明\n", "某某局2026年部门预算公开表\n", plain);
    grid_expect(grid, "doc_kind=department_budget");
    /* Two cells in a row are labels of columns. */
    read_titles(grid, "2025年部门决算|2026年部门预算\n", "", plain);
    grid_expect(grid, "doc_kind=unit_budget");
}

static void an_export_stays_one(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid,
                  "2026年部门预算\n单位代码|项目代码|支出功能分类科目代码|年初批复数|"
                  "预算年度|资金性质代码\n038001|X1|2011301|=5.00|2026|111\n");
    grid_expect(grid, "doc_kind=export");
}

static void a_published_text_says_it_on_its_cover(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet text = {.name = "text",
                                    .rows = "某市某局2026年部门预算\n目录\n"
                                            "2026年预算支出总表\n" COLUMNS,
                                    .flags = BGT_ITEM_PROSE};
    grid_read(grid, &text, 1, NULL);
    grid_expect(grid, "doc_kind=department_budget");
    grid_expect(grid, "section kind=prose body=某市某局2026年部门预算");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_titles_of_documents),
        cmocka_unit_test(takes_no_sentence_for_a_title),
        GRID_TEST(believes_the_cover_then_the_title_then_the_layout),
        GRID_TEST(an_export_stays_one),
        GRID_TEST(a_published_text_says_it_on_its_cover),
    };
    return bgt_test_main("kind of document", tests, BGT_TEST_COUNT(tests), argc, argv);
}
