/* Published layouts written: the form as the published workbook has it, and what it
 * cannot hold. Labels, rows and spans are those of the published tables, by the layout
 * files. */
#include "writer_testing.h"

static bgt_status write_family(struct forms *forms, int has_no_entities)
{
    struct bgt_layout_writer_options options = {.layouts = forms->layouts,
                                                .layout = "shanxi-unit-2026",
                                                .has_no_entities = has_no_entities};
    return write_records(forms->writing, &options);
}

static void document(struct writing *writing)
{
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    value(writing, "agency_name", "阳泉市商务局");
    value(writing, "amount_unit", "万元");
    value(writing, "doc_kind", "unit_budget");
}

static void table(struct writing *writing, const char *number, const char *id)
{
    record(writing, "table");
    value(writing, "table_no", number);
    value(writing, "table_id", id);
}

static void line(struct writing *writing, const char *side, const char *item,
                 const char *measure, const char *amount)
{
    record(writing, "line");
    if (side != NULL)
        value(writing, "side", side);
    value(writing, "item", item);
    value(writing, measure, amount);
}

static void prints_the_fixed_rows(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "summary");
    line(writing, "expenditure", "十、卫生健康支出", "total", "20.16");
    line(writing, "income", "一、一般公共预算", "total", "661.85");
    line(writing, "expenditure", "支出总计", "total", "1629.62");
    value(writing, "current_year", "661.85");
    line(writing, "expenditure", "二、外交支出", "total", "—");
    table_end(writing);
    check(write_family(forms, 0));
    assert_holds(writing,
                 "[表1]\nR1 A=s:预算公开表1\nR2 A/6x1=s:2026年预算收支总表\n"
                 "R3 A=s:单位名称：阳泉市商务局 F=s:单位：万元\n"
                 "R4 A/2x1=s:收入 C/4x1=s:支出\n"
                 "R5 A=s:项目 B=s:2026年 C=s:项目 D=s:2026年合计 E=s:当年预算安排 "
                 "F=s:上年结转安排\n"
                 "R6 A=s:一、一般公共预算 B=n:661.85 C=s:一、一般公共服务支出\n"
                 "R7 A=s:二、政府性基金预算 C=s:二、外交支出 D=s:—\n");
    assert_holds(writing, "R15 C=s:十、卫生健康支出 D=n:20.16\n");
    assert_holds(writing, "R35 C=s:三十、抗疫特别国债安排的支出\n"
                          "R36 A=s:本年收入合计 C=s:本年支出合计\n"
                          "R37 A=s:上年结转 C=s:年终结转\n"
                          "R38 A=s:收入总计 C=s:支出总计 D=n:1629.62 E=n:661.85\n");
    assert_int_equal(bgt_reporter_kept(writing->reporter), 0);
}

static void never_drops_an_item_that_no_row_is_for(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "summary");
    line(writing, "expenditure", "二、外交支出", "total", "1");
    line(writing, "expenditure", "三、他处新增支出", "total", "2");
    line(writing, "expenditure", "二、外交支出", "total", "3");
    table_end(writing);
    check(write_family(forms, 0));
    /* The other side has nothing to do with it, and has no gap. */
    assert_holds(writing, "R7 A=s:二、政府性基金预算 C=s:二、外交支出 D=n:1\n"
                          "R8 A=s:三、国有资本经营预算 C=s:三、他处新增支出 D=n:2\n"
                          "R9 A=s:四、财政专户管理资金 C=s:二、外交支出 D=n:3\n"
                          "R10 A=s:五、单位资金 C=s:三、国防支出\n");
}

static void finds_rows_by_code_and_role(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "summary");
    line(writing, "expenditure", "卫生健康", "total", "1");
    value(writing, "exp_func_code", "210");
    line(writing, "expenditure", "总计", "total", "2");
    value(writing, "row_role", "grand_total");
    table_end(writing);
    check(write_family(forms, 0));
    assert_holds(writing, "R15 C=s:卫生健康 D=n:1\n");
    assert_holds(writing, "R38 A=s:收入总计 C=s:总计 D=n:2\n");
}

static void names_what_the_form_cannot_hold(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "summary");
    value(writing, "agency_code", "038");
    line(writing, "expenditure", "二、外交支出", "total", "1");
    value(writing, "exp_func_code", "299");
    value(writing, "pro_code", "0001");
    value(writing, "row_kind", "total");
    value(writing, "fiscal_year", "2026");
    line(writing, "expenditure", "三、国防支出", "general_public", "7.00");
    value(writing, "exp_func_name", "国防支出");
    value(writing, "fiscal_year", "2025");
    value(writing, "批注", "x");
    line(writing, NULL, "无方", "total", "1");
    table_end(writing);
    check(write_family(forms, 0));
    assert_int_equal(count_codes(writing, "LAYOUT_VALUE_DIFFERS", "line.exp_func_code"),
                     1);
    assert_int_equal(count_codes(writing, "LAYOUT_VALUE_DIFFERS", "line.row_kind"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "line.pro_code"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "line.general_public"),
                     1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "line.fiscal_year"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "line.x:批注"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "无方"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "table.agency_code"), 1);
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 8);
}

static void prints_open_rows(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "2", "income");
    fields(writing, "exp_func_code item total carryover x:备用");
    line(writing, NULL, "合计", "total", "661.85");
    value(writing, "row_kind", "total");
    value(writing, "row_role", "sum");
    line(writing, NULL, "一般公共服务支出", "total", "331.66");
    value(writing, "exp_func_code", "201");
    value(writing, "exp_func_name", "一般公共服务支出");
    value(writing, "level_no", "1");
    value(writing, "备用", "甲");
    number_extra(writing, "没有栏", "1");
    table_end(writing);
    check(write_family(forms, 0));
    assert_holds(writing, "[表2]\n");
    assert_holds(writing,
                 "R4 A/2x1=s:项目 C/6x1=s:本年收入 I/1x2=s:上年结转 J/1x2=s:备用\n"
                 "R5 A=s:科目编码 B=s:科目名称 C=s:合计 D=s:一般公共预算 E=s:政府性基金 "
                 "F=s:国有资本经营预算 G=s:财政专户管理资金 H=s:单位资金\n"
                 "R6 A/2x1=s:合计 C=n:661.85\n"
                 "R7 A=s:201 B=s:一般公共服务支出 C=n:331.66 J=s:甲\n");
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "line.x:没有栏"), 1);
}

static void keeps_the_rows_of_its_own_layout(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    static const char *const items[] = {"公务接待费", "因公出国（境）费", "合计"};
    static const char *const rows[] = {"2", "1", "900000000000000000"};
    document(writing);
    table(writing, "1", "three_public");
    value(writing, "layout", "shanxi-unit-2026/three_public");
    value(writing, "title", "印刷的标题");
    value(writing, "form_no", "附表3");
    place(writing, "源表", 4);
    for (size_t i = 0; i < 3; i++) {
        line(writing, NULL, items[i], "total", "1");
        value(writing, "row_no", rows[i]);
    }
    table_end(writing);
    value(writing, "notes", "注：甲\n2.乙");
    struct bgt_layout_writer_options options = {.layouts = forms->layouts};
    check(write_records(writing, &options));
    assert_holds(writing, "[源表]\nR1 A=s:附表3\nR2 A/5x1=s:印刷的标题\n");
    assert_holds(writing, "R6 A=s:因公出国（境）费 B=n:1\nR7 A=s:公务接待费 B=n:1\n"
                          "R8 A=s:公务用车购置及运行费\nR9 A=s:①公务用车购置费\n"
                          "R10 A=s:②公务用车运行维护费\nR11 A=s:合计 B=n:1\n"
                          "R12 A/5x1=s:注：甲\nR13 A/5x1=s:2.乙\n");
}

static void puts_notes_of_the_document_below_the_first_form(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "three_public");
    table_end(writing);
    table(writing, "2", "operating");
    table_end(writing);
    table(writing, "3", "gov_fund_income");
    table_end(writing);
    record(writing, "document");
    value(writing, "notes", "注：本套报表因取数时四舍五入，部分金额可能存在尾差");
    check(write_family(forms, 0));
    assert_null(strstr(writing->text.data, "[document]"));
    const char *note = strstr(writing->text.data, "注：本套报表");
    assert_non_null(note);
    assert_true(note > strstr(writing->text.data, "[表7]"));
    assert_null(strstr(note + 1, "注：本套报表"));
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 0);
}

static void marks_a_note_that_reading_would_not_know(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "operating");
    table_end(writing);
    value(writing, "notes", "数据为预计\n\n其余见附件");
    check(write_family(forms, 0));
    assert_holds(writing, "A/5x1=s:注：数据为预计\n");
    assert_holds(writing, "A/5x1=s:其余见附件\n");
    assert_int_equal(count_codes(writing, "LAYOUT_NOTE_MARKED", NULL), 1);
}

static void rich_document(struct writing *writing)
{
    document(writing);
    value(writing, "mof_div_code", "140300000");
    record(writing, "section");
    value(writing, "heading", "第一部分");
    table(writing, "1", "operating");
    table_end(writing);
    table(writing, "2", "x.unknown");
    fields(writing, "item total");
    line(writing, NULL, "甲", "total", "1");
    table_end(writing);
    record(writing, "project");
    value(writing, "pro_code", "0001");
}

static void puts_the_rest_into_entity_sheets(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    rich_document(writing);
    check(write_family(forms, 0));
    const char *form = strstr(writing->text.data, "[表11]\n");
    const char *lines = strstr(writing->text.data, "[lines]\n");
    assert_true(form == writing->text.data && lines > form);
    assert_holds(writing,
                 "[document]\nR1 A=s:seq B=s:mof_div_code\nR2 A=n:1 B=s:140300000\n"
                 "[project]\nR1 A=s:seq B=s:pro_code\nR2 A=n:6 B=s:0001\n"
                 "[section]\nR1 A=s:seq B=s:heading\nR2 A=n:2 B=s:第一部分\n"
                 "[table]\nR1 A=s:seq B=s:sheet C=s:printed\n"
                 "R2 A=n:3 B=s:表11 C=s:form_no=\"预算公开表11\" "
                 "title=\"2026年财政拨款安排机关运行经费预算表\"\n"
                 "R3 A=n:4 B=s:lines\n");
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 0);
}

/* `lines` stands behind all forms, so a table before a form needs a place too. */
static void places_lines_before_a_form(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "x.unknown");
    fields(writing, "item total");
    line(writing, NULL, "甲", "total", "1");
    table_end(writing);
    table(writing, "2", "x.empty");
    fields(writing, "item total");
    table_end(writing);
    table(writing, "3", "operating");
    table_end(writing);
    check(write_family(forms, 0));
    assert_holds(writing, "R2 A=n:2 B=s:lines\nR3 A=n:5 B=s:表11");
    assert_int_equal(count_codes(writing, "LAYOUT_ORDER_LOST", NULL), 0);
    bgt_batch_reset(writing->cells);
    bgt_buffer_clear(&writing->text);
    check(write_family(forms, 1));
    assert_null(strstr(writing->text.data, "[table]"));
    assert_int_equal(count_codes(writing, "LAYOUT_ORDER_LOST", "table"), 1);
}

static void keeps_an_order_that_the_sheets_show(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    document(writing);
    table(writing, "1", "operating");
    table_end(writing);
    record(writing, "section");
    value(writing, "heading", "第三部分");
    check(write_family(forms, 0));
    assert_holds(writing, "[section]");
    assert_null(strstr(writing->text.data, "[table]"));
}

static void reports_the_rest_without_entity_sheets(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    rich_document(writing);
    check(write_family(forms, 1));
    assert_null(strstr(writing->text.data, "[project]"));
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "document.mof_div_code"),
                     1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "section"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "project"), 1);
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 3);
}

static void writes_without_year_and_unit(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    record(writing, "document");
    table(writing, "1", "three_public");
    table_end(writing);
    check(write_family(forms, 0));
    assert_holds(writing, "R1 A=s:预算公开表10\n"
                          "R2 A/5x1=s:财政拨款安排“三公”经费支出预算表\n"
                          "R3 A/1x2=s:项目 B/4x1=s:预算数\n");
}

static void survives_lack_of_memory(void **state)
{
    struct forms *forms = *state;
    struct writing *writing = forms->writing;
    bool has_failed = true;
    rich_document(writing);
    check(bgt_batch_reserve(writing->cells, 400, 4000, 65536));
    check(bgt_buffer_reserve(&writing->text, 65536));
    for (size_t n = 1; has_failed; n++) {
        bgt_batch_reset(writing->cells);
        bgt_buffer_clear(&writing->text);
        bgt_test_fail_allocation(n);
        bgt_status status = write_family(forms, 0);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        /* A diagnostic that found no room is counted all the same. */
        assert_true(status == BGT_OK || has_failed);
        assert_true(n < 5000);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        FORMS_TEST(prints_the_fixed_rows),
        FORMS_TEST(never_drops_an_item_that_no_row_is_for),
        FORMS_TEST(finds_rows_by_code_and_role),
        FORMS_TEST(names_what_the_form_cannot_hold),
        FORMS_TEST(prints_open_rows),
        FORMS_TEST(keeps_the_rows_of_its_own_layout),
        FORMS_TEST(puts_notes_of_the_document_below_the_first_form),
        FORMS_TEST(marks_a_note_that_reading_would_not_know),
        FORMS_TEST(puts_the_rest_into_entity_sheets),
        FORMS_TEST(places_lines_before_a_form),
        FORMS_TEST(keeps_an_order_that_the_sheets_show),
        FORMS_TEST(reports_the_rest_without_entity_sheets),
        FORMS_TEST(writes_without_year_and_unit),
        FORMS_TEST(survives_lack_of_memory),
    };
    return bgt_test_main("writer forms", tests, BGT_TEST_COUNT(tests), argc, argv);
}
