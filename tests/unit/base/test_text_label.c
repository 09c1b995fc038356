#include "base/text.h"
#include "support/testing.h"

#include <string.h>

static void check_strip(const char *text, unsigned flags, const char *expected)
{
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1024);
    assert_int_equal(bgt_text_strip_year(&out, text, strlen(text), flags), BGT_OK);
    if (strcmp(out.data, expected) != 0) {
        fail_msg("%s gave %s, not %s", text, out.data, expected);
    }
    bgt_buffer_close(&out);
}

static void years_are_taken_out(void **state)
{
    static const struct {
        const char *text;
        unsigned flags;
        const char *expected;
    } cases[] = {
        {"2026年度部门预算", BGT_YEAR_ALL, "部门预算"},
        {"2026年部门预算", BGT_YEAR_LEADING, "部门预算"},
        {"部门2026年预算", BGT_YEAR_LEADING, "部门2026年预算"},
        {"部门2026年预算", BGT_YEAR_INSIDE, "部门预算"},
        {"2026年部门2025年", BGT_YEAR_INSIDE, "2026年部门"},
        {"2026预算数", BGT_YEAR_LEADING, "2026预算数"},
        {"2026预算数", BGT_YEAR_LEADING | BGT_YEAR_BARE, "预算数"},
        {"２０２６年预算数", BGT_YEAR_ALL, "预算数"},
        {"二〇二六年预算", BGT_YEAR_ALL, "预算"},
        {"二○二六年预算", BGT_YEAR_ALL, "预算"},
        {"二零二六年度预算", BGT_YEAR_ALL, "预算"},
        {"二〇二六", BGT_YEAR_ALL, "二〇二六"},
        {"2026年初批复数", BGT_YEAR_ALL, "年初批复数"},
        {"2026年末结转", BGT_YEAR_ALL, "年末结转"},
        {"2025年底数", BGT_YEAR_ALL, "年底数"},
        {"2025年终结余", BGT_YEAR_ALL, "年终结余"},
        {"2026年", BGT_YEAR_ALL, ""},
        {"2026", BGT_YEAR_ALL, ""},
        {"20261", BGT_YEAR_ALL, "20261"},
        {"12026年", BGT_YEAR_ALL, "12026年"},
        {"20262027年", BGT_YEAR_ALL, "20262027年"},
        {"1026年", BGT_YEAR_ALL, "1026年"},
        {"2126年", BGT_YEAR_ALL, "2126年"},
        {"2025-2026年", BGT_YEAR_ALL, "-"},
        {"2025-2026年", BGT_YEAR_LEADING | BGT_YEAR_INSIDE, "2025-"},
        {"99年", BGT_YEAR_ALL, "99年"},
        {"", BGT_YEAR_ALL, ""},
        {"预算\xFF"
         "2026年",
         BGT_YEAR_ALL, "预算\xFF"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        check_strip(cases[i].text, cases[i].flags, cases[i].expected);
    }
}

static void years_are_found(void **state)
{
    static const struct {
        const char *text;
        unsigned year;
    } cases[] = {
        {"山西省2026年部门预算", 2026},
        {"２０２６年", 2026},
        {"二〇二六年度", 2026},
        {"2025比2026年", 2026},
        {"2025预算", 2025},
        {"预算", 0},
        {"2026年初", 2026},
        {"1949年", 1949},
        {"1948年", 0},
        {"2100年", 0},
        {"120261", 0},
        {"", 0},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(bgt_text_find_year(cases[i].text, strlen(cases[i].text)),
                         cases[i].year);
    }
}

struct item {
    const char *prefix;
    const char *name;
    enum bgt_ordinal_kind kind;
    unsigned number;
    bool of_which;
};

static void check_item(const struct item *item)
{
    char label[256];
    struct bgt_ordinal found;
    size_t prefix = strlen(item->prefix);
    size_t name = strlen(item->name);
    memcpy(label, item->prefix, prefix);
    memcpy(label + prefix, item->name, name);
    size_t offset = bgt_text_strip_ordinal(label, prefix + name, &found);
    if (offset != prefix || found.kind != item->kind || found.number != item->number ||
        found.of_which != item->of_which) {
        fail_msg("%s|%s: offset %zu, kind %d, number %u, of which %d", item->prefix,
                 item->name, offset, (int)found.kind, found.number, found.of_which);
    }
    assert_int_equal(bgt_text_strip_ordinal(label, prefix + name, NULL), prefix);
}

static void item_prefixes_are_stripped(void **state)
{
    static const struct item items[] = {
        {"一、", "一般公共服务支出", BGT_ORDINAL_CHINESE, 1, false},
        {"二、", "外交支出", BGT_ORDINAL_CHINESE, 2, false},
        {"二十一、", "住房保障支出", BGT_ORDINAL_CHINESE, 21, false},
        {"九十九、", "其他", BGT_ORDINAL_CHINESE, 99, false},
        {"　　一、", "一般公共预算", BGT_ORDINAL_CHINESE, 1, false},
        {"一 、 ", "一般公共预算", BGT_ORDINAL_CHINESE, 1, false},
        {"一．", "基本支出", BGT_ORDINAL_CHINESE, 1, false},
        {"（一）", "人员经费", BGT_ORDINAL_CHINESE_BRACKETS, 1, false},
        {"(十二)", "公用经费", BGT_ORDINAL_CHINESE_BRACKETS, 12, false},
        {"（ 三 ）", "三公经费", BGT_ORDINAL_CHINESE_BRACKETS, 3, false},
        {"〔一〕", "人员", BGT_ORDINAL_CHINESE_BRACKETS, 1, false},
        {"(1)", "公务接待费", BGT_ORDINAL_DIGIT_BRACKETS, 1, false},
        {"（１）", "公务接待费", BGT_ORDINAL_DIGIT_BRACKETS, 1, false},
        {"1.", "基本支出", BGT_ORDINAL_DIGITS, 1, false},
        {"1、", "基本支出", BGT_ORDINAL_DIGITS, 1, false},
        {"12．", "项目支出", BGT_ORDINAL_DIGITS, 12, false},
        {"１、", "基本支出", BGT_ORDINAL_DIGITS, 1, false},
        {"2)", "项目支出", BGT_ORDINAL_DIGITS, 2, false},
        {"2）", "项目支出", BGT_ORDINAL_DIGITS, 2, false},
        {"①", "公务用车", BGT_ORDINAL_CIRCLED, 1, false},
        {"② ", "公务用车", BGT_ORDINAL_CIRCLED, 2, false},
        {"⑳", "公务用车", BGT_ORDINAL_CIRCLED, 20, false},
        {"⑴", "公务用车", BGT_ORDINAL_DIGIT_BRACKETS, 1, false},
        {"⒈", "公务用车", BGT_ORDINAL_DIGITS, 1, false},
        {"㈠", "公务用车", BGT_ORDINAL_CHINESE_BRACKETS, 1, false},
        {"其中：", "基本支出", BGT_ORDINAL_NONE, 0, true},
        {"其中:", "基本支出", BGT_ORDINAL_NONE, 0, true},
        {"  其 中 ： ", "基本支出", BGT_ORDINAL_NONE, 0, true},
        {"其中：1.", "基本支出", BGT_ORDINAL_DIGITS, 1, true},
        {"（一）1. 其中：", "基本支出", BGT_ORDINAL_DIGITS, 1, true},
        {"一、", "2026年预算", BGT_ORDINAL_CHINESE, 1, false},
        {"其中：", "", BGT_ORDINAL_NONE, 0, true},
        {"一、", "", BGT_ORDINAL_CHINESE, 1, false},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(items); i++) {
        check_item(&items[i]);
    }
}

static void names_are_never_touched(void **state)
{
    static const char *const names[] = {
        "",
        "一般公共服务支出",
        "三公经费",
        "十四五规划",
        "1.5倍",
        "1.5",
        "2026年预算",
        "100、",
        "123.",
        "（本级）",
        "(万元)",
        "其中",
        "其中基本支出",
        "其他支出",
        "一",
        "1",
        "（一",
        "(1",
        "()",
        "（）",
        "0.",
        "百、",
        "第一、",
        "\xFF、",
        "1 人",
        "二〇二六年",
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(names); i++) {
        struct item item = {"", names[i], BGT_ORDINAL_NONE, 0, false};
        check_item(&item);
    }
}

/* One to thirty as every 收支总表 prints them. */
static void the_thirty_classes_are_numbered(void **state)
{
    static const char *const numbers[] = {
        "一",     "二",     "三",     "四",     "五",     "六",     "七",     "八",
        "九",     "十",     "十一",   "十二",   "十三",   "十四",   "十五",   "十六",
        "十七",   "十八",   "十九",   "二十",   "二十一", "二十二", "二十三", "二十四",
        "二十五", "二十六", "二十七", "二十八", "二十九", "三十",
    };
    (void)state;
    for (unsigned i = 0; i < BGT_TEST_COUNT(numbers); i++) {
        unsigned value = 0;
        char prefix[32];
        size_t length = strlen(numbers[i]);
        assert_int_equal(bgt_text_chinese_number(numbers[i], length, &value), length);
        assert_int_equal(value, i + 1);
        memcpy(prefix, numbers[i], length);
        memcpy(prefix + length, "、", sizeof "、");
        struct item item = {prefix, "支出", BGT_ORDINAL_CHINESE, i + 1, false};
        check_item(&item);
    }
    unsigned value = 77;
    assert_int_equal(bgt_text_chinese_number("预", 3, &value), 0);
    assert_int_equal(bgt_text_chinese_number("", 0, &value), 0);
    assert_int_equal(bgt_text_chinese_number("〇", 3, &value), 0);
    assert_int_equal(value, 77);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_are_taken_out),
        cmocka_unit_test(years_are_found),
        cmocka_unit_test(item_prefixes_are_stripped),
        cmocka_unit_test(names_are_never_touched),
        cmocka_unit_test(the_thirty_classes_are_numbered),
    };
    return bgt_test_main("text_label", tests, BGT_TEST_COUNT(tests), argc, argv);
}
