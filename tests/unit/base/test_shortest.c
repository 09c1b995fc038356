#include "base/shortest.h"
#include "support/testing.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(const char *stored, const char *expected)
{
    char text[BGT_DOUBLE_TEXT_SIZE];
    size_t length = bgt_text_double_shortest(stored, strlen(stored), text);
    if (strcmp(text, expected) != 0) {
        fail_msg("%s gave %s, not %s", stored, text, expected);
    }
    assert_int_equal(length, strlen(expected));
}

/* The digits as Python's repr and the layout as ECMAScript's toString give them. */
static const struct {
    const char *stored;
    const char *shortest;
} known[] = {
    {"26", "26"},
    {"26.00", "26"},
    {"0026", "26"},
    {"+26", "26"},
    {"-26.50", "-26.5"},
    {"0", "0"},
    {"0.000", "0"},
    {"0E99", "0"},
    {".5", "0.5"},
    {"5.", "5"},
    {"830.99000000000001", "830.99"},
    {"1.6296199999999999E3", "1629.62"},
    {"1629.6199999999999", "1629.62"},
    {"0.07000000000000001", "0.07"},
    {"7.0000000000000007E-2", "0.07"},
    {"0.30000000000000004", "0.30000000000000004"},
    {"2.0099999999999998", "2.01"},
    {"99999999999999.98", "99999999999999.98"},
    {"99999999999999.99", "99999999999999.98"},
    {"9007199254740993", "9007199254740992"},
    {"9007199254740992", "9007199254740992"},
    {"123456789012345678", "123456789012345680"},
    {"100000000000000000000", "100000000000000000000"},
    {"1E20", "100000000000000000000"},
    {"999999999999999999999", "1e+21"},
    {"1E21", "1e+21"},
    {"1.5E300", "1.5e+300"},
    {"0.000001", "0.000001"},
    {"0.0000012345", "0.0000012345"},
    {"0.0000001", "1e-7"},
    {"1.25E-10", "1.25e-10"},
    {"5.684341886080801486968994140625E-14", "5.684341886080802e-14"},
    {"5e-324", "5e-324"},
    {"4.9406564584124654E-324", "5e-324"},
    {"2.2250738585072014E-308", "2.2250738585072014e-308"},
    {"1.7976931348623157E308", "1.7976931348623157e+308"},
    {"45658.5", "45658.5"},
    {"0.1000000000000000055511151231257827021181583404541015625", "0.1"},
    {"9.5367431640625E-7", "9.5367431640625e-7"},
    {"1234567890123456789012345", "1.2345678901234568e+24"},
    {"-1E-400", "-0"},
    {"-0", "-0"},
};

static void stored_numbers_become_shortest(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(known); i++) {
        check(known[i].stored, known[i].shortest);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const cases[] = {
        "",      "-",
        ".",     "e5",
        "1e",    "1e+",
        "1.2.3", "1,5",
        " 1",    "1 ",
        "NaN",   "INF",
        "inf",   "0x10",
        "1e1.5", "--1",
        "1e5e5", "1E309",
        "一",    "1f",
        "-INF",  "1e99999999999999999999",
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char text[BGT_DOUBLE_TEXT_SIZE];
        assert_int_equal(bgt_text_double_shortest(cases[i], strlen(cases[i]), text), 0);
    }
    char digits[1000];
    char text[BGT_DOUBLE_TEXT_SIZE];
    memset(digits, '7', sizeof digits);
    assert_int_equal(bgt_text_double_shortest(digits, sizeof digits, text), 0);
    assert_int_equal(bgt_text_double_shortest("12x", 2, text), 2);
}

static void special_doubles(void **state)
{
    char text[BGT_DOUBLE_TEXT_SIZE];
    (void)state;
    assert_int_equal(bgt_double_shortest((double)INFINITY, text), 0);
    assert_int_equal(bgt_double_shortest((double)-INFINITY, text), 0);
    assert_int_equal(bgt_double_shortest((double)NAN, text), 0);
    assert_int_equal(bgt_double_shortest(-0.0, text), 2);
    assert_string_equal(text, "-0");
    assert_int_equal(bgt_double_shortest(0.1 + 0.2, text), 19);
    assert_string_equal(text, "0.30000000000000004");
}

static size_t significant_digits(const char *text)
{
    size_t count = 0;
    size_t zeros = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text >= '1' && *text <= '9') {
            count += zeros + 1;
            zeros = 0;
        } else if (*text == '0' && count > 0) {
            zeros++;
        }
    }
    return count;
}

/* Reads back as the same double, and one digit less (the C library's) does not. */
static void random_doubles_are_shortest(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252U;
    for (int i = 0; i < 30000; i++) {
        char text[BGT_DOUBLE_TEXT_SIZE];
        double value;
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) {
            continue;
        }
        assert_true(bgt_double_shortest(value, text) > 0);
        double back = strtod(text, NULL);
        assert_memory_equal(&back, &value, sizeof value);
        size_t digits = significant_digits(text);
        char fewer[64];
        if (digits > 1) {
            (void)snprintf(fewer, sizeof fewer, "%.*e", (int)digits - 2, value);
            back = strtod(fewer, NULL);
            assert_memory_not_equal(&back, &value, sizeof value);
        }
        char again[BGT_DOUBLE_TEXT_SIZE];
        assert_true(bgt_text_double_shortest(text, strlen(text), again) > 0);
        assert_string_equal(again, text);
    }
}

static void a_comma_locale_changes_nothing(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8"};
    (void)state;
    const char *chosen = NULL;
    for (size_t i = 0; !chosen && i < BGT_TEST_COUNT(names); i++) {
        chosen = setlocale(LC_ALL, names[i]);
    }
    if (!chosen) {
        bgt_test_skip("no locale with a decimal comma is installed");
        return;
    }
    for (size_t i = 0; i < BGT_TEST_COUNT(known); i++) {
        check(known[i].stored, known[i].shortest);
    }
    char text[16];
    (void)snprintf(text, sizeof text, "%.1f", 1.5);
    assert_string_equal(text, "1,5"); /* the thread's locale is as it was */
    (void)setlocale(LC_ALL, "C");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stored_numbers_become_shortest),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(special_doubles),
        cmocka_unit_test(random_doubles_are_shortest),
        cmocka_unit_test(a_comma_locale_changes_nothing),
    };
    return bgt_test_main("shortest", tests, BGT_TEST_COUNT(tests), argc, argv);
}
