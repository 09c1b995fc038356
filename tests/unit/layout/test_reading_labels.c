/* Labels and headings as people print them: what does not matter does not matter. */
#include "grid_testing.h"

/* Whether two header labels are the same to the matcher. */
static bool is_same(const char *a, const char *b)
{
    struct bgt_buffer one, two;
    bgt_buffer_init(&one, NULL, 1024);
    bgt_buffer_init(&two, NULL, 1024);
    assert_int_equal(bgt_layout_label_key(&one, a, strlen(a)), BGT_OK);
    assert_int_equal(bgt_layout_label_key(&two, b, strlen(b)), BGT_OK);
    bool is_equal = bgt_text_equal(one.data, one.length, two.data, two.length);
    bgt_buffer_close(&one);
    bgt_buffer_close(&two);
    return is_equal;
}

static void compares_labels_by_what_they_say(void **state)
{
    static const char *const same[][2] = {{"2026年预算数", "预算数"},
                                          {"2026年度年初预算数", "预算"},
                                          {"预算数（元）", "预算数"},
                                          {"预算数(单位：万元)", "预算数"},
                                          {"科目编码（类款项）", "科目编码"},
                                          {"科目编码（类、款、项）", "科目编码"},
                                          {"科 目\n编 码", "科目编码"},
                                          {"ＡＧＥＮＣＹ＿ＣＯＤＥ", "agency_code"},
                                          {"决算额", "决算数"},
                                          {"基本支出数", "基本支出"},
                                          {"年初批复数", "批复数"}};
    static const char *const other[][2] = {{"金额", "金"},
                                           {"年初结转和结余", "年末结转和结余"},
                                           {"年初结转和结余", "结转和结余"},
                                           {"支出表（不含上年结转）", "支出表"},
                                           {"总数", "总额"},
                                           {"预算数（增减%）", "预算数"}};
    for (size_t i = 0; i < BGT_TEST_COUNT(same); i++) {
        if (!is_same(same[i][0], same[i][1])) {
            fail_msg("%s is not %s", same[i][0], same[i][1]);
        }
    }
    for (size_t i = 0; i < BGT_TEST_COUNT(other); i++) {
        if (is_same(other[i][0], other[i][1])) {
            fail_msg("%s is %s", other[i][0], other[i][1]);
        }
    }
    (void)state;
}

static void reads_a_header_as_it_is_printed(void **state)
{
    struct grid *grid = *state;
    grid_read_one(grid, "2026年预算支出总表\n预算公开表3\n编制日期：2026年1月10日||"
                        "制表人：张某|||单位：万元\n"
                        "项 目||2026年度年初预算数\n"
                        "科目编码（类款项）|科目　名称|合　计|基本支出数|项目支出额\n"
                        "1|2|3|4|5\n20101|人大事务|=100.00|=60.00|=40.00\n…|…\n注：略\n");
    assert_int_equal(grid->status, BGT_END);
    grid_expect(grid, "total=100.00 basic=60.00 project=40.00");
    grid_expect(grid, "exp_func_code=20101");
    grid_expect(grid, "制表人：张某");
    assert_null(grid_find(grid, "HEADING_NOT_TAKEN"));
    assert_null(grid_find(grid, "COLUMN_UNCLAIMED"));
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_labels_by_what_they_say),
        GRID_TEST(reads_a_header_as_it_is_printed),
    };
    return bgt_test_main("layout reading of labels", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
