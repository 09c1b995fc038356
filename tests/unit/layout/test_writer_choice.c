/* Which layout a target gets, names that are no layout, and targets that are too small.
 */
#include "writer_testing.h"

static bgt_status write_as(struct forms *choice, const char *layout)
{
    struct bgt_layout_writer_options options = {.layouts = choice->layouts,
                                                .layout = layout};
    return write_records(choice->writing, &options);
}

/* A target such as one CSV. */
static void single_sheet(struct writing *writing)
{
    writing->capacity.flags = BGT_CAN_FOLDER;
}

static void export_table(struct writing *writing)
{
    record(writing, "document");
    value(writing, "doc_kind", "export");
    record(writing, "table");
    value(writing, "table_no", "1");
    value(writing, "table_id", "pm_annual");
    value(writing, "layout", "mof-export/pm_annual");
    value(writing, "amount_unit", "元");
    fields(writing, "mof_div_code fiscal_year dept_code pro_code reply_amt");
    record(writing, "line");
    value(writing, "row_kind", "detail");
    value(writing, "mof_div_code", "140300000");
    value(writing, "pro_code", "0001");
    value(writing, "reply_amt", "1378025.50");
    table_end(writing);
}

static void form_table(struct writing *writing)
{
    record(writing, "table");
    value(writing, "table_no", "2");
    value(writing, "table_id", "operating");
    value(writing, "title", "机关运行经费表");
    value(writing, "layout", "shanxi-unit-2026/operating");
    record(writing, "line");
    value(writing, "item", "部门合计");
    value(writing, "total", "57.82");
    table_end(writing);
}

static void one_sheet_takes_the_export_it_was(void **state)
{
    struct forms *choice = *state;
    single_sheet(choice->writing);
    export_table(choice->writing);
    check(write_as(choice, NULL));
    assert_holds(choice->writing,
                 "R1 A=s:财政区划代码 B=s:预算年度 C=s:部门代码 D=s:单位代码");
    assert_holds(choice->writing, "R2 A=s:140300000");
    assert_holds(choice->writing, "G=n:1378025.50\n");
    assert_int_equal(bgt_reporter_kept(choice->writing->reporter), 0);
}

static void one_sheet_takes_lines_of_several_tables(void **state)
{
    struct forms *choice = *state;
    single_sheet(choice->writing);
    export_table(choice->writing);
    form_table(choice->writing);
    check(write_as(choice, NULL));
    assert_holds(choice->writing, "[lines]\nR1 A=s:table_id B=s:table_no C=s:row_no");
    assert_holds(choice->writing, "R3 A=s:operating B=n:2 G=s:部门合计");
}

static void one_sheet_takes_lines_of_a_form(void **state)
{
    struct forms *choice = *state;
    single_sheet(choice->writing);
    record(choice->writing, "document");
    form_table(choice->writing);
    check(write_as(choice, NULL));
    assert_holds(choice->writing, "[lines]\n");
}

static void one_sheet_takes_the_form_that_was_asked_for(void **state)
{
    struct forms *choice = *state;
    single_sheet(choice->writing);
    export_table(choice->writing);
    form_table(choice->writing);
    check(write_as(choice, "operating"));
    assert_holds(choice->writing, "[表11]\n");
    assert_null(strstr(choice->writing->text.data, "140300000"));
    assert_int_equal(count_codes(choice->writing, "LAYOUT_TABLE_LEFT_OUT", NULL), 1);
}

static void a_workbook_takes_each_table_as_it_was(void **state)
{
    struct forms *choice = *state;
    export_table(choice->writing);
    form_table(choice->writing);
    record(choice->writing, "table");
    value(choice->writing, "table_no", "3");
    value(choice->writing, "layout", "gone/away");
    table_end(choice->writing);
    check(write_as(choice, NULL));
    assert_holds(choice->writing, "R2 A=s:140300000");
    assert_holds(choice->writing, "[表11]\n");
    assert_holds(choice->writing, "[lines]\nR1 A=s:table_id");
}

static void an_empty_document_has_a_sheet(void **state)
{
    struct forms *choice = *state;
    record(choice->writing, "document");
    check(write_as(choice, NULL));
    assert_written(choice->writing,
                   "[lines]\nR1 A=s:table_id B=s:table_no C=s:row_no D=s:side "
                   "E=s:row_kind F=s:row_role G=s:item\n");
    assert_int_equal(choice->writing->finished, 1);
}

static void expect_refused(struct forms *choice, const char *layout, const char *code,
                           const char *near)
{
    size_t before = bgt_reporter_kept(choice->writing->reporter);
    assert_int_equal(write_as(choice, layout), BGT_BAD);
    assert_int_equal(bgt_reporter_kept(choice->writing->reporter), before + 1);
    const struct bgt_kept_diagnostic *kept =
        bgt_reporter_at(choice->writing->reporter, before);
    assert_string_equal(kept->code->name, code);
    assert_string_equal(kept->arguments[0], layout);
    if (near != NULL)
        assert_non_null(strstr(kept->arguments[1], near));
    assert_int_equal(choice->writing->finished, 0);
}

static void refuses_what_is_no_layout(void **state)
{
    struct forms *choice = *state;
    export_table(choice->writing);
    expect_refused(choice, "linse", "LAYOUT_UNKNOWN", "lines");
    expect_refused(choice, "fact", "LAYOUT_UNKNOWN", "facts");
    expect_refused(choice, "sumary", "LAYOUT_UNKNOWN", "shanxi-unit-2026/summary");
    expect_refused(choice, "summary", "LAYOUT_NO_TABLE", NULL);
    single_sheet(choice->writing);
    expect_refused(choice, "entities", "LAYOUT_NEEDS_SHEETS", NULL);
}

static void expect_bound(struct forms *choice, const char *layout, const char *code)
{
    assert_int_equal(write_as(choice, layout), BGT_BAD);
    assert_int_equal(count_codes(choice->writing, code, NULL), 1);
    assert_int_equal(choice->writing->finished, 0);
}

static void refuses_more_rows_than_the_target_has(void **state)
{
    struct forms *choice = *state;
    choice->writing->capacity.rows = 1;
    export_table(choice->writing);
    expect_bound(choice, "facts", "LAYOUT_TOO_MANY_ROWS");
}

static void refuses_more_columns_than_the_target_has(void **state)
{
    struct forms *choice = *state;
    choice->writing->capacity.columns = 9;
    export_table(choice->writing);
    expect_bound(choice, "lines", "LAYOUT_TOO_MANY_COLUMNS");
}

static void refuses_more_sheets_than_the_target_has(void **state)
{
    struct forms *choice = *state;
    choice->writing->capacity.sheets = 1;
    export_table(choice->writing);
    form_table(choice->writing);
    expect_bound(choice, NULL, "LAYOUT_TOO_MANY_SHEETS");
}

static void refuses_a_form_of_more_rows_than_the_limit(void **state)
{
    struct forms *choice = *state;
    choice->writing->limits.table_rows = 2;
    record(choice->writing, "document");
    record(choice->writing, "table");
    value(choice->writing, "table_id", "operating");
    for (unsigned i = 0; i < 3; i++) {
        record(choice->writing, "line");
        value(choice->writing, "item", "甲");
    }
    table_end(choice->writing);
    assert_int_equal(write_as(choice, "operating"), BGT_LIMIT);
    assert_int_equal(count_codes(choice->writing, "LIMIT_REACHED", NULL), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        FORMS_TEST(one_sheet_takes_the_export_it_was),
        FORMS_TEST(one_sheet_takes_lines_of_several_tables),
        FORMS_TEST(one_sheet_takes_lines_of_a_form),
        FORMS_TEST(one_sheet_takes_the_form_that_was_asked_for),
        FORMS_TEST(a_workbook_takes_each_table_as_it_was),
        FORMS_TEST(an_empty_document_has_a_sheet),
        FORMS_TEST(refuses_what_is_no_layout),
        FORMS_TEST(refuses_more_rows_than_the_target_has),
        FORMS_TEST(refuses_more_columns_than_the_target_has),
        FORMS_TEST(refuses_more_sheets_than_the_target_has),
        FORMS_TEST(refuses_a_form_of_more_rows_than_the_limit),
    };
    return bgt_test_main("writer choice", tests, BGT_TEST_COUNT(tests), argc, argv);
}
