/* The sheets that a family has besides its tables: contents with links, and charts whose
 * figures are those of lines. Figures are those of the published document of 2026. */
#include "writer_testing.h"

#include <stdio.h>

#include "budget/chart.h"

/* Prints links and charts behind the sheet's name. */
static bgt_status begin(void *state, const struct bgt_sheet *sheet)
{
    struct writing *writing = state;
    char line[512];
    bgt_status status = grid_begin(state, sheet);
    for (uint32_t i = 0; i < sheet->link_count; i++) {
        const struct bgt_sheet_link *link = &sheet->links[i];
        assert_int_equal(sheet->link_stride, sizeof *link);
        (void)snprintf(line, sizeof line, "LINK R%u C%u %s\n", link->row, link->column,
                       link->sheet);
        put_text(&writing->text, line);
    }
    for (uint32_t i = 0; i < sheet->chart_count; i++) {
        const struct bgt_chart *chart = &sheet->charts[i];
        const struct bgt_chart_series *series = chart->series;
        assert_int_equal(sheet->chart_stride, sizeof *chart);
        assert_int_equal(chart->series_count, 1);
        assert_int_equal(chart->series_stride, sizeof *series);
        assert_string_equal(series->sheet, sheet->name);
        (void)snprintf(line, sizeof line,
                       "CHART %u %s [%s] R%u: R%uC%u-R%uC%u R%uC%u-R%uC%u\n", chart->type,
                       chart->title, chart->unit, chart->row,
                       series->categories.first_row, series->categories.first_column,
                       series->categories.last_row, series->categories.last_column,
                       series->values.first_row, series->values.first_column,
                       series->values.last_row, series->values.last_column);
        put_text(&writing->text, line);
    }
    return status;
}

static int set_up(void **state)
{
    (void)forms_setup(state);
    struct writing *writing = ((struct forms *)*state)->writing;
    writing->grid.begin_sheet = begin;
    writing->capacity.flags |= BGT_CAN_STYLES | BGT_CAN_CHARTS;
    return 0;
}

static bgt_status write_with(struct forms *own, int has_no_contents, int has_no_charts)
{
    struct bgt_layout_writer_options options = {.layouts = own->layouts,
                                                .layout = "shanxi-unit-2026",
                                                .has_no_contents = has_no_contents,
                                                .has_no_charts = has_no_charts};
    return write_records(own->writing, &options);
}

static void table(struct writing *writing, const char *number, const char *id)
{
    record(writing, "table");
    value(writing, "table_no", number);
    value(writing, "table_id", id);
}

static void document(struct writing *writing)
{
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    value(writing, "agency_name", "阳泉市商务局");
    value(writing, "amount_unit", "万元");
}

static void income(struct writing *writing)
{
    table(writing, "1", "income");
    record(writing, "line");
    value(writing, "item", "合计");
    value(writing, "row_kind", "total");
    value(writing, "row_role", "sum");
    value(writing, "total", "661.85");
    value(writing, "general_public", "661.85");
    value(writing, "gov_fund", "0.00");
    value(writing, "special_account", "-");
    value(writing, "carryover", "967.77");
    table_end(writing);
}

static void function(struct writing *writing, const char *level, const char *name,
                     const char *amount)
{
    record(writing, "line");
    value(writing, "item", name);
    value(writing, "level_no", level);
    value(writing, "exp_func_name", name);
    value(writing, "total", amount);
}

static void expenditure(struct writing *writing)
{
    table(writing, "2", "general_expenditure");
    function(writing, "1", "一般公共服务支出", "331.66");
    function(writing, "2", "商贸事务", "330.85");
    function(writing, "1", "住房保障支出", "35.43");
    table_end(writing);
}

static void row(struct writing *writing, const char *item, const char *amount)
{
    record(writing, "line");
    value(writing, "item", item);
    value(writing, "total", amount);
}

static void three_public(struct writing *writing, const char *reception)
{
    table(writing, "3", "three_public");
    row(writing, "因公出国（境）费用", "-"); /* an alias of the layout's */
    row(writing, "公务接待费", reception);
    row(writing, "公务用车购置及运行费", "-");
    row(writing, "①公务用车购置", "-");
    row(writing, "合计", reception);
    table_end(writing);
}

static void contents_link_to_every_sheet(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    income(own->writing);
    expenditure(own->writing);
    check(write_with(own, 0, 0));
    assert_holds(own->writing, "[目录]\nLINK R4 C2 表2\nLINK R5 C2 表5\nLINK R6 C2 图表\n"
                               "R1 A/2x1=s:2026年单位预算公开表目录\n"
                               "R2 A=s:单位名称：阳泉市商务局\nR3 A=s:表号 B=s:表名\n"
                               "R4 A=s:预算公开表2 B=s:2026年预算收入总表\n"
                               "R5 A=s:预算公开表5 "
                               "B=s:2026年一般公共预算支出预算表（不含上年结转）\n"
                               "R6 A=s:图表 B=s:2026年单位预算公开图\n[表2]\n");
    assert_holds(own->writing, "[表5]\n");
}

/* Zeros and blanks are no part of a pie; a level below is in its class already. */
static void pies_show_parts(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    income(own->writing);
    expenditure(own->writing);
    check(write_with(own, 0, 0));
    assert_holds(
        own->writing,
        "[图表]\nCHART 1 收入预算图 [万元] R7: R4C1-R5C1 R4C2-R5C2\n"
        "CHART 1 一般公共预算当年拨款结构图 [万元] R25: R22C1-R23C1 R22C2-R23C2\n"
        "R1 A/2x1=s:2026年单位预算公开图\nR2 A=s:单位名称：阳泉市商务局\n"
        "R3 A=s:项目 B=s:金额（万元）\nR4 A=s:一般公共预算 B=n:661.85\n"
        "R5 A=s:上年结转 B=n:967.77\nR21 A=s:项目 B=s:金额（万元）\n"
        "R22 A=s:一般公共服务支出 B=n:331.66\nR23 A=s:住房保障支出 B=n:35.43\n");
    assert_int_equal(count_codes(own->writing, "CHART_EMPTY", NULL), 0);
    assert_int_equal(count_codes(own->writing, "CHART_LEFT_OUT", NULL), 0);
}

/* Columns keep rows without a figure, which stay blank; aliases and ordinals do not
 * matter. */
static void columns_show_all_rows(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    three_public(own->writing, "0.80");
    check(write_with(own, 0, 0));
    assert_holds(own->writing,
                 "[图表]\nCHART 2 三公经费分布图 [万元] R8: R4C1-R6C1 R4C2-R6C2\n");
    assert_holds(own->writing, "R4 A=s:因公出国（境）费用\nR5 A=s:公务接待费 B=n:0.80\n"
                               "R6 A=s:公务用车购置\n");
}

static void a_chart_without_figures_is_said_not_drawn(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    income(own->writing);
    three_public(own->writing, "-");
    check(write_with(own, 0, 0));
    assert_holds(own->writing, "三公经费分布图：本年预算无此项金额，图从略\n");
    assert_null(strstr(own->writing->text.data, "CHART 2"));
    assert_int_equal(count_codes(own->writing, "CHART_EMPTY", NULL), 1);
}

/* Where no chart has figures there is no sheet, and the contents do not name it. */
static void no_sheet_without_charts(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    three_public(own->writing, "-");
    table(own->writing, "4", "operating");
    table_end(own->writing);
    check(write_with(own, 0, 0));
    assert_holds(own->writing, "[目录]\n");
    assert_null(strstr(own->writing->text.data, "图表"));
}

static void charts_that_cannot_be_right_are_left_out(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    income(own->writing);
    income(own->writing); /* of another unit */
    table(own->writing, "3", "general_expenditure");
    function(own->writing, "1", "一般公共服务支出", "-1.00");
    function(own->writing, "1", "住房保障支出", "35.43");
    table_end(own->writing);
    check(write_with(own, 0, 0));
    assert_null(strstr(own->writing->text.data, "CHART"));
    assert_int_equal(count_codes(own->writing, "CHART_LEFT_OUT", "the document has"), 1);
    assert_int_equal(count_codes(own->writing, "CHART_LEFT_OUT", "a part of a pie"), 1);
    assert_holds(own->writing, "LINK R4 C2 表2\nLINK R5 C2 表2 (2)\n");
}

static void both_can_be_switched_off(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    income(own->writing);
    expenditure(own->writing);
    check(write_with(own, 1, 1));
    assert_null(strstr(own->writing->text.data, "[目录]"));
    assert_null(strstr(own->writing->text.data, "[图表]"));
    assert_int_equal(strncmp(own->writing->text.data, "[表2]\n", strlen("[表2]\n")), 0);
}

static void a_target_without_looks_gets_neither(void **state)
{
    struct forms *own = *state;
    own->writing->capacity.flags = BGT_CAN_SHEETS | BGT_CAN_TYPES;
    document(own->writing);
    income(own->writing);
    expenditure(own->writing);
    check(write_with(own, 0, 0));
    assert_null(strstr(own->writing->text.data, "[目录]"));
    assert_null(strstr(own->writing->text.data, "[图表]"));
}

/* A table whose sheet was called like ours keeps its content and gets another name. */
static void names_do_not_collide(void **state)
{
    struct forms *own = *state;
    document(own->writing);
    table(own->writing, "1", "income");
    place(own->writing, "目录", 1);
    table_end(own->writing);
    expenditure(own->writing);
    check(write_with(own, 0, 0));
    assert_holds(own->writing, "[目录]\nLINK R4 C2 目录 (2)\nLINK R5 C2 表5\n");
    assert_holds(own->writing, "[目录 (2)]\n");
}

static void a_sheet_of_ours_is_known_again(void **state)
{
    struct forms *own = *state;
    const struct {
        const char *sheet, *first;
        enum bgt_family_own own;
    } cases[] = {
        {"目录", "2026年单位预算公开表目录", BGT_OWN_CONTENTS},
        {"目录", "单位预算公开表目录", BGT_OWN_CONTENTS},
        {"图表", "2027年单位预算公开图", BGT_OWN_CHARTS},
        {"图表", "2026年单位预算公开表目录", BGT_OWN_NONE},
        {"目录", "目  录", BGT_OWN_NONE},
        {"表1", "2026年单位预算公开图", BGT_OWN_NONE},
        {"图表", "", BGT_OWN_NONE},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++)
        assert_int_equal(bgt_layouts_own_sheet(own->layouts, bgt_slice_of(cases[i].sheet),
                                               bgt_slice_of(cases[i].first)),
                         cases[i].own);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(contents_link_to_every_sheet, set_up,
                                        forms_teardown),
        cmocka_unit_test_setup_teardown(pies_show_parts, set_up, forms_teardown),
        cmocka_unit_test_setup_teardown(columns_show_all_rows, set_up, forms_teardown),
        cmocka_unit_test_setup_teardown(a_chart_without_figures_is_said_not_drawn, set_up,
                                        forms_teardown),
        cmocka_unit_test_setup_teardown(no_sheet_without_charts, set_up, forms_teardown),
        cmocka_unit_test_setup_teardown(charts_that_cannot_be_right_are_left_out, set_up,
                                        forms_teardown),
        cmocka_unit_test_setup_teardown(both_can_be_switched_off, set_up, forms_teardown),
        cmocka_unit_test_setup_teardown(a_target_without_looks_gets_neither, set_up,
                                        forms_teardown),
        cmocka_unit_test_setup_teardown(names_do_not_collide, set_up, forms_teardown),
        cmocka_unit_test_setup_teardown(a_sheet_of_ours_is_known_again, set_up,
                                        forms_teardown),
    };
    return bgt_test_main("sheets of a family's own", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
