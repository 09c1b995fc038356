#include "base/text.h"
#include "support/failing_allocator.h"
#include "support/testing.h"

#include <string.h>

enum { ROOM = 4096 };

static struct bgt_buffer out;

static int set_up(void **state)
{
    (void)state;
    bgt_buffer_init(&out, NULL, ROOM);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bgt_buffer_close(&out);
    return 0;
}

struct pair {
    const char *text;
    const char *expected;
};

static void labels_are_normalised(void **state)
{
    static const struct pair cases[] = {
        {"", ""},
        {"一般公共预算", "一般公共预算"},
        {" 一般\n公共　预 算\r\n", "一般公共预算"},
        {"一般\xC2\xA0公共\xE2\x80\x8B预算\xEF\xBB\xBF", "一般公共预算"},
        {"预算数（万元）", "预算数(万元)"},
        {"预算数(万元)", "预算数(万元)"},
        {"预算数〔万元〕", "预算数(万元)"},
        {"【预算】［数］[元]", "(预算)(数)(元)"},
        {"单位：万元", "单位:万元"},
        {"单位∶万元﹕", "单位:万元:"},
        {"“三公”经费", "\"三公\"经费"},
        {"「三公」经费", "\"三公\"经费"},
        {"『三公』＂经费", "\"三公\"\"经费"},
        {"‘三’公", "'三'公"},
        {"２０２６年ＡＢｃ％", "2026年ABc%"},
        {"a—b–c－d−e―f─g", "a-b-c-d-e-f-g"},
        {"甲·乙・丙•丁‧戊･己", "甲·乙·丙·丁·戊·己"},
        {"人员，经费", "人员,经费"},
        {"人员、经费。", "人员、经费。"},
        {"《预算法》", "《预算法》"},
        {"bad\xFF\xFE", "bad\xFF\xFE"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        const char *text = cases[i].text;
        bgt_buffer_clear(&out);
        assert_int_equal(bgt_text_normalise(&out, text, strlen(text)), BGT_OK);
        assert_string_equal(out.data, cases[i].expected);
        /* Once more changes nothing, and both are the same label. */
        struct bgt_buffer again;
        bgt_buffer_init(&again, NULL, ROOM);
        assert_int_equal(bgt_text_normalise(&again, out.data, out.length), BGT_OK);
        assert_string_equal(again.data, cases[i].expected);
        bgt_buffer_close(&again);
        assert_true(bgt_text_same_label(text, strlen(text), out.data, out.length));
    }
    assert_false(bgt_text_same_label("预算", 6, "预算数", 9));
    assert_false(bgt_text_same_label("预算数", 9, "预算", 6));
    assert_false(bgt_text_same_label("a", 1, "b", 1));
    assert_true(bgt_text_same_label(" ", 1, "", 0));
}

static void normalising_takes_options(void **state)
{
    (void)state;
    const char *text = " \n Project　 No.\t１ ";
    unsigned both = BGT_NORMALISE_KEEP_BLANKS | BGT_NORMALISE_FOLD_CASE;
    assert_int_equal(bgt_text_normalise_with(&out, text, strlen(text), both), BGT_OK);
    assert_string_equal(out.data, "project no. 1");
    bgt_buffer_clear(&out);
    assert_int_equal(
        bgt_text_normalise_with(&out, text, strlen(text), BGT_NORMALISE_FOLD_CASE),
        BGT_OK);
    assert_string_equal(out.data, "projectno.1");
    bgt_buffer_clear(&out);
    assert_int_equal(bgt_text_normalise_with(&out, "a  b ", 5, BGT_NORMALISE_KEEP_BLANKS),
                     BGT_OK);
    assert_string_equal(out.data, "a b");
}

static void a_failed_normalisation_leaves_the_buffer(void **state)
{
    (void)state;
    struct bgt_buffer small;
    bgt_buffer_init(&small, NULL, 8);
    assert_int_equal(bgt_buffer_append_text(&small, "abc"), BGT_OK);
    assert_int_equal(bgt_text_normalise(&small, "预算", 6), BGT_LIMIT);
    assert_string_equal(small.data, "abc");
    assert_int_equal(bgt_text_strip_year(&small, "预算", 6, BGT_YEAR_ALL), BGT_LIMIT);
    assert_string_equal(small.data, "abc");
    bgt_buffer_close(&small);

    struct bgt_failing_allocator failing;
    bgt_failing_allocator_init(&failing, 1);
    bgt_buffer_init(&small, &failing.allocator, ROOM);
    assert_int_equal(bgt_text_normalise(&small, "预算", 6), BGT_NO_MEMORY);
    assert_int_equal(small.length, 0);
    assert_int_equal(bgt_text_normalise(&small, "预算", 6), BGT_OK);
    bgt_buffer_close(&small);
    assert_int_equal(failing.outstanding, 0);
}

static void texts_are_trimmed(void **state)
{
    static const struct pair cases[] = {
        {"", ""},
        {"   ", ""},
        {"　\t\n", ""},
        {"a", "a"},
        {"　　预算 数　", "预算 数"},
        {"\xC2\xA0预\xE2\x80\x8B", "预"},
        {"\xFF ", "\xFF"},
        {" \xE9\xA2", "\xE9\xA2"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_slice slice = bgt_text_trim(cases[i].text, strlen(cases[i].text));
        assert_true(bgt_text_equal(slice.text, slice.length, cases[i].expected,
                                   strlen(cases[i].expected)));
        assert_int_equal(bgt_text_is_blank(cases[i].text, strlen(cases[i].text)),
                         cases[i].expected[0] == '\0');
    }
    assert_int_equal(bgt_text_indent("　　1. 基本支出", strlen("　　1. 基本支出")), 4);
    assert_int_equal(bgt_text_indent("  a", 3), 2);
    assert_int_equal(bgt_text_indent("\ta", 2), 4);
    assert_int_equal(bgt_text_indent("a ", 2), 0);
}

static void texts_are_compared(void **state)
{
    (void)state;
    assert_true(bgt_text_equal("a\0b", 3, "a\0b", 3));
    assert_false(bgt_text_equal("a\0b", 3, "a\0c", 3));
    assert_true(bgt_text_equal(NULL, 0, "", 0));
    assert_false(bgt_text_equal("a", 1, "ab", 2));
    assert_true(bgt_text_equal_ignore_case("UTF-8", 5, "utf-8", 5));
    assert_false(bgt_text_equal_ignore_case("[", 1, "{", 1));
    assert_false(bgt_text_equal_ignore_case("@", 1, "`", 1));
    assert_false(bgt_text_equal_ignore_case("ab", 2, "abc", 3));
    assert_true(bgt_text_starts_with("预算数", 9, "预算"));
    assert_false(bgt_text_starts_with("预", 3, "预算"));
    assert_true(bgt_text_starts_with("a", 1, ""));
    assert_true(bgt_text_ends_with("预算数", 9, "数"));
    assert_false(bgt_text_ends_with("预算数", 9, "预算"));
    assert_int_equal(bgt_text_find("预算数预算", 15, 0, "算"), 3);
    assert_int_equal(bgt_text_find("预算数预算", 15, 4, "算"), 12);
    assert_true(bgt_text_find("预算", 6, 0, "数") == SIZE_MAX);
    assert_true(bgt_text_find("aab", 2, 0, "ab") == SIZE_MAX);
    assert_int_equal(bgt_text_find("aab", 3, 0, "ab"), 1);
    assert_int_equal(bgt_text_find("abc", 3, 3, ""), 3);
    assert_true(bgt_text_find("abc", 3, 4, "") == SIZE_MAX);
    assert_true(bgt_text_find("", 0, 0, "a") == SIZE_MAX);
}

static void texts_are_split(void **state)
{
    static const char *const parts[] = {"a", "", "bc", ""};
    struct bgt_slice rest = bgt_slice_of("a,,bc,");
    struct bgt_slice part;
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(parts); i++) {
        assert_true(bgt_text_split(&rest, ',', &part));
        assert_true(bgt_text_equal(part.text, part.length, parts[i], strlen(parts[i])));
    }
    assert_false(bgt_text_split(&rest, ',', &part));
    rest = bgt_slice_of("");
    assert_true(bgt_text_split(&rest, ',', &part));
    assert_int_equal(part.length, 0);
    assert_false(bgt_text_split(&rest, ',', &part));
}

static void unsigned_numbers_are_bounded(void **state)
{
    uint64_t value = 7;
    (void)state;
    assert_true(bgt_text_parse_unsigned("18446744073709551615", 20, UINT64_MAX, &value));
    assert_true(value == UINT64_MAX);
    value = 7;
    assert_false(bgt_text_parse_unsigned("18446744073709551616", 20, UINT64_MAX, &value));
    assert_false(bgt_text_parse_unsigned("99999999999999999999", 20, UINT64_MAX, &value));
    assert_false(bgt_text_parse_unsigned("101", 3, 100, &value));
    assert_false(bgt_text_parse_unsigned("", 0, 100, &value));
    assert_false(bgt_text_parse_unsigned("-1", 2, 100, &value));
    assert_false(bgt_text_parse_unsigned("+1", 2, 100, &value));
    assert_false(bgt_text_parse_unsigned(" 1", 2, 100, &value));
    assert_false(bgt_text_parse_unsigned("1a", 2, 100, &value));
    assert_true(value == 7);
    assert_true(bgt_text_parse_unsigned("0100", 4, 100, &value));
    assert_true(value == 100);
}

static void distances_are_levenshteins(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        size_t bound;
        size_t distance;
    } cases[] = {
        {"", "", 3, 0},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 2, 3},
        {"saturday", "sunday", 9, 3},
        {"预算数", "预算", 3, 1},
        {"基本支出", "项目支出", 9, 2},
        {"", "abc", 9, 3},
        {"abc", "", 9, 3},
        {"abc", "abc", 0, 0},
        {"abc", "abd", 0, 1},
        {"abcdefgh", "z", 2, 3},
        {"\xFF", "\xFE", 3, 1},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(bgt_text_distance(bgt_slice_of(cases[i].a),
                                           bgt_slice_of(cases[i].b), cases[i].bound),
                         cases[i].distance);
    }
    char longest[BGT_TEXT_DISTANCE_MAX + 2];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(bgt_text_distance(bgt_slice_of(longest), bgt_slice_of("a"), 5), 6);
    longest[BGT_TEXT_DISTANCE_MAX] = '\0';
    assert_int_equal(bgt_text_distance(bgt_slice_of(longest), bgt_slice_of("x"), 1000),
                     BGT_TEXT_DISTANCE_MAX - 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(labels_are_normalised, set_up, tear_down),
        cmocka_unit_test_setup_teardown(normalising_takes_options, set_up, tear_down),
        cmocka_unit_test(a_failed_normalisation_leaves_the_buffer),
        cmocka_unit_test(texts_are_trimmed),
        cmocka_unit_test(texts_are_compared),
        cmocka_unit_test(texts_are_split),
        cmocka_unit_test(unsigned_numbers_are_bounded),
        cmocka_unit_test(distances_are_levenshteins),
    };
    return bgt_test_main("text", tests, BGT_TEST_COUNT(tests), argc, argv);
}
