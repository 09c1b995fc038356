#include "base/decimal.h"
#include "support/testing.h"

#include <string.h>

static void assert_text(struct bgt_decimal value, const char *expected)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    bgt_decimal_format(value, text);
    assert_string_equal(text, expected);
}

static void printed_figures_are_read(void **state)
{
    enum { G = BGT_SPELLING_GROUPED, F = BGT_SPELLING_FULL_WIDTH, P = BGT_SPELLING_PLUS };
    static const struct {
        const char *text;
        const char *expected;
        unsigned spelling;
    } cases[] = {
        {"1,629.62", "1629.62", G},
        {"1629.62", "1629.62", 0},
        {"999,999,999,999,999,999", "999999999999999999", G},
        {"-12,345.60", "-12345.60", G},
        {"+1,000", "1000", G | P},
        {"100,000", "100000", G},
        {"１，６２９．６２", "1629.62", G | F},
        {"－１,６２９.６２", "-1629.62", G | F},
        {"＋５", "5", F | P},
        {"−26.00", "-26.00", F},
        {"0.00", "0.00", 0},
        {"000000000000000000000000000000000000000000000000000000001", "1", 0},
        {"-0", "0", 0},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value;
        unsigned spelling = 99;
        enum bgt_decimal_error error = bgt_decimal_parse_grouped(
            cases[i].text, strlen(cases[i].text), &value, &spelling);
        if (error != BGT_DECIMAL_OK) {
            fail_msg("%s gave %d", cases[i].text, (int)error);
        }
        assert_text(value, cases[i].expected);
        assert_int_equal(spelling, cases[i].spelling);
    }
}

static void wrong_groups_are_refused(void **state)
{
    static const struct {
        const char *text;
        enum bgt_decimal_error error;
    } cases[] = {
        {"1,2,3", BGT_DECIMAL_GROUPING},
        {"1,23", BGT_DECIMAL_GROUPING},
        {"1234,567", BGT_DECIMAL_GROUPING},
        {"1,234567", BGT_DECIMAL_GROUPING},
        {"1,2345,678", BGT_DECIMAL_GROUPING},
        {"1,23.45", BGT_DECIMAL_GROUPING},
        {"1,", BGT_DECIMAL_GROUPING},
        {"0,123", BGT_DECIMAL_GROUPING},
        {"1.234,5", BGT_DECIMAL_GROUPING},
        {"1,234.567,890", BGT_DECIMAL_GROUPING},
        {"1，２３", BGT_DECIMAL_GROUPING},
        {",123", BGT_DECIMAL_SYNTAX},
        {"1,,234", BGT_DECIMAL_SYNTAX},
        {"-,123", BGT_DECIMAL_SYNTAX},
        {"1,234.", BGT_DECIMAL_SYNTAX},
        {"", BGT_DECIMAL_SYNTAX},
        {"-", BGT_DECIMAL_SYNTAX},
        {"--1", BGT_DECIMAL_SYNTAX},
        {"1-", BGT_DECIMAL_SYNTAX},
        {"1 234", BGT_DECIMAL_SYNTAX},
        {" 1", BGT_DECIMAL_SYNTAX},
        {"一", BGT_DECIMAL_SYNTAX},
        {"1\xEF\xBC", BGT_DECIMAL_SYNTAX},
        {"\xFF", BGT_DECIMAL_SYNTAX},
        {"—", BGT_DECIMAL_SYNTAX},
        {"1.2.3", BGT_DECIMAL_SYNTAX},
        {"1e3", BGT_DECIMAL_SYNTAX},
        {"1,000,000,000,000,000,000", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"111111111111111111111111111111111111111111111111111111111111111111",
         BGT_DECIMAL_TOO_MANY_DIGITS},
        {"0.0000000000000000000000000000000000000000000000000000000000000000000",
         BGT_DECIMAL_TOO_MANY_PLACES},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value = bgt_decimal_make(5, 0);
        enum bgt_decimal_error error =
            bgt_decimal_parse_grouped(cases[i].text, strlen(cases[i].text), &value, NULL);
        if (error != cases[i].error) {
            fail_msg("%s gave %d", cases[i].text, (int)error);
        }
        assert_text(value, "5");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed_figures_are_read),
        cmocka_unit_test(wrong_groups_are_refused),
    };
    return bgt_test_main("decimal_printed", tests, BGT_TEST_COUNT(tests), argc, argv);
}
