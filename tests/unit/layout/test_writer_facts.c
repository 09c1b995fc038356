/* The layout `facts`, against the contract in design §4. */
#include "writer_testing.h"

#define HEADER                                                                           \
    "[facts]\nR1 A=s:fiscal_year B=s:mof_div_code C=s:agency_code D=s:agency_name "      \
    "E=s:table_id "                                                                      \
    "F=s:table_no G=s:row_no H=s:side I=s:row_kind J=s:item K=s:pro_code L=s:pro_name "  \
    "M=s:income_sort_code N=s:income_sort_name O=s:exp_func_code P=s:exp_func_name "     \
    "Q=s:gov_bgt_eco_code R=s:gov_bgt_eco_name S=s:dep_bgt_eco_code "                    \
    "T=s:dep_bgt_eco_name "                                                              \
    "U=s:fund_type_code V=s:fund_type_name W=s:bgt_type_code X=s:measure Y=s:amount "    \
    "Z=s:amount_unit AA=s:place\n"

static void write_facts(struct writing *writing)
{
    struct bgt_layout_writer_options options = {.layout = "facts"};
    check(write_records(writing, &options));
    assert_int_equal(writing->finished, 1);
}

static void has_the_header_of_the_contract(void **state)
{
    struct writing *writing = *state;
    record(writing, "document");
    write_facts(writing);
    assert_written(writing, HEADER);
}

static void document_and_table(struct writing *writing)
{
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    value(writing, "mof_div_code", "140300000");
    value(writing, "agency_code", "038001");
    value(writing, "agency_name", "阳泉市商务局");
    record(writing, "table");
    value(writing, "table_no", "4");
    value(writing, "table_id", "expenditure");
    value(writing, "amount_unit", "万元");
    fields(writing,
           "table_no row_no row_kind item exp_func_code total basic change_rate");
}

static void gives_one_row_for_each_figure(void **state)
{
    struct writing *writing = *state;
    document_and_table(writing);
    record(writing, "line");
    place(writing, "表3", 12);
    value(writing, "table_no", "4");
    value(writing, "row_no", "7");
    value(writing, "row_kind", "detail");
    value(writing, "item", "行政运行");
    value(writing, "exp_func_code", "0201");
    value(writing, "total", "26.00")->place_column = 3;
    value(writing, "basic", "—")->place_column = 4;
    value(writing, "change_rate", "-5.10")->place_column = 28;
    write_facts(writing);
    assert_written(
        writing,
        HEADER "R2 A=s:2026 B=s:140300000 C=s:038001 D=s:阳泉市商务局 E=s:expenditure "
               "F=n:4 G=n:7 I=s:detail J=s:行政运行 O=s:0201 X=s:total Y=n:26.00 "
               "Z=s:万元 AA=s:表3!C12\n"
               "R3 A=s:2026 B=s:140300000 C=s:038001 D=s:阳泉市商务局 E=s:expenditure "
               "F=n:4 G=n:7 I=s:detail J=s:行政运行 O=s:0201 X=s:change_rate "
               "Y=n:-5.10 Z=s:% AA=s:表3!AB12\n");
}

static void takes_what_the_line_says_first(void **state)
{
    struct writing *writing = *state;
    document_and_table(writing);
    record(writing, "line");
    value(writing, "fiscal_year", "2025");
    value(writing, "agency_code", "038002");
    value(writing, "measmt_unit", "辆");
    value(writing, "quantity", "2");
    number_extra(writing, "备用金额", "0.10");
    value(writing, "备注栏", "文字");
    write_facts(writing);
    assert_holds(writing,
                 "R2 A=s:2025 B=s:140300000 C=s:038002 D=s:阳泉市商务局 E=s:expenditure "
                 "F=n:4 X=s:quantity Y=n:2 Z=s:辆\n");
    assert_holds(writing, "F=n:4 X=s:x:备用金额 Y=n:0.10 Z=s:万元\n");
    assert_null(strstr(writing->text.data, "备注栏"));
}

/* As a CSV holds them: a figure or not, nobody knows. */
static void tells_amounts_in_unknown_columns_of_text(void **state)
{
    struct writing *writing = *state;
    document_and_table(writing);
    record(writing, "line");
    value(writing, "备用金额", "1,234.50");
    value(writing, "邮编", "038000");
    value(writing, "备注栏", "文字");
    record(writing, "line");
    value(writing, "备用金额", "0.50");
    write_facts(writing);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", NULL), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "line.x:备用金额"), 1);
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 1);
}

static void uses_facts_that_are_stated_late(void **state)
{
    struct writing *writing = *state;
    record(writing, "document");
    record(writing, "table");
    value(writing, "table_no", "1");
    record(writing, "line");
    value(writing, "total", "1");
    table_end(writing);
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    value(writing, "amount_unit", "元");
    record(writing, "document");
    value(writing, "fiscal_year", "1999");
    write_facts(writing);
    assert_written(writing, HEADER "R2 A=s:2026 F=n:1 X=s:total Y=n:1 Z=s:元\n");
}

static void tells_places_of_text_files(void **state)
{
    struct writing *writing = *state;
    document_and_table(writing);
    record(writing, "line");
    writing->records->items[writing->records->item_count - 1].line = 7;
    value(writing, "total", "1")->place_column = 19;
    record(writing, "line");
    check(bgt_batch_place(writing->records, "/预算/行[3]", strlen("/预算/行[3]")));
    value(writing, "total", "2");
    write_facts(writing);
    assert_holds(writing, "Y=n:1 Z=s:万元 AA=s:7:19\n");
    assert_holds(writing, "Y=n:2 Z=s:万元 AA=s:/预算/行[3]\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WRITING_TEST(has_the_header_of_the_contract),
        WRITING_TEST(gives_one_row_for_each_figure),
        WRITING_TEST(takes_what_the_line_says_first),
        WRITING_TEST(tells_amounts_in_unknown_columns_of_text),
        WRITING_TEST(uses_facts_that_are_stated_late),
        WRITING_TEST(tells_places_of_text_files),
    };
    return bgt_test_main("writer facts", tests, BGT_TEST_COUNT(tests), argc, argv);
}
