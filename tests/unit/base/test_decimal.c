#include "base/decimal.h"
#include "support/testing.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static struct bgt_decimal parsed(const char *text)
{
    struct bgt_decimal value = bgt_decimal_make(0, 0);
    assert_int_equal(bgt_decimal_parse(text, strlen(text), &value), BGT_DECIMAL_OK);
    return value;
}

static void assert_text(struct bgt_decimal value, const char *expected)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    size_t length = bgt_decimal_format(value, text);
    assert_string_equal(text, expected);
    assert_int_equal(length, strlen(expected));
}

static void parse_reads_the_strict_spelling(void **state)
{
    static const struct {
        const char *text;
        int64_t coefficient;
        unsigned scale;
        const char *printed;
    } cases[] = {
        {"0", 0, 0, "0"},
        {"26", 26, 0, "26"},
        {"26.00", 2600, 2, "26.00"},
        {"0.00", 0, 2, "0.00"},
        {"-0.00", 0, 2, "0.00"},
        {"-0", 0, 0, "0"},
        {"+1.5", 15, 1, "1.5"},
        {"-1.5", -15, 1, "-1.5"},
        {"007", 7, 0, "7"},
        {"000000000000000000000000000000007.10", 710, 2, "7.10"},
        {"0.000000001", 1, 9, "0.000000001"},
        {"-0.05", -5, 2, "-0.05"},
        {"137.802559", 137802559, 6, "137.802559"},
        {"999999999999999999", 999999999999999999, 0, "999999999999999999"},
        {"-999999999999999999", -999999999999999999, 0, "-999999999999999999"},
        {"999999999.999999999", 999999999999999999, 9, "999999999.999999999"},
        {"-999999999.999999999", -999999999999999999, 9, "-999999999.999999999"},
        {"100000000000000000", 100000000000000000, 0, "100000000000000000"},
        {"30000000000000.00", 3000000000000000, 2, "30000000000000.00"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value = parsed(cases[i].text);
        assert_true(value.coefficient == cases[i].coefficient);
        assert_int_equal(value.scale, cases[i].scale);
        assert_text(value, cases[i].printed);
    }
}

static void parse_refuses_everything_else(void **state)
{
    static const struct {
        const char *text;
        enum bgt_decimal_error error;
    } cases[] = {
        {"", BGT_DECIMAL_SYNTAX},
        {"+", BGT_DECIMAL_SYNTAX},
        {"-", BGT_DECIMAL_SYNTAX},
        {".", BGT_DECIMAL_SYNTAX},
        {"-.", BGT_DECIMAL_SYNTAX},
        {".5", BGT_DECIMAL_SYNTAX},
        {"-.5", BGT_DECIMAL_SYNTAX},
        {"5.", BGT_DECIMAL_SYNTAX},
        {"1..2", BGT_DECIMAL_SYNTAX},
        {"1.2.3", BGT_DECIMAL_SYNTAX},
        {"1.2.", BGT_DECIMAL_SYNTAX},
        {"--1", BGT_DECIMAL_SYNTAX},
        {"+-1", BGT_DECIMAL_SYNTAX},
        {"1-", BGT_DECIMAL_SYNTAX},
        {" 1", BGT_DECIMAL_SYNTAX},
        {"1 ", BGT_DECIMAL_SYNTAX},
        {"1e3", BGT_DECIMAL_SYNTAX},
        {"1E3", BGT_DECIMAL_SYNTAX},
        {"0x10", BGT_DECIMAL_SYNTAX},
        {"1,000", BGT_DECIMAL_SYNTAX},
        {"1_000", BGT_DECIMAL_SYNTAX},
        {"NaN", BGT_DECIMAL_SYNTAX},
        {"INF", BGT_DECIMAL_SYNTAX},
        {"\xEF\xBC\x91", BGT_DECIMAL_SYNTAX},
        {"\xE2\x88\x92"
         "1",
         BGT_DECIMAL_SYNTAX},
        {"1/", BGT_DECIMAL_SYNTAX},
        {"1:", BGT_DECIMAL_SYNTAX},
        {"1000000000000000000", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"9223372036854775807", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"-9223372036854775808", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"18446744073709551617", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"99999999999999999999999999999999999999999999", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1234567890.123456789", BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1.0000000000", BGT_DECIMAL_TOO_MANY_PLACES},
        {"0.0000000000", BGT_DECIMAL_TOO_MANY_PLACES},
        {"0.0000000001", BGT_DECIMAL_TOO_MANY_PLACES},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value = bgt_decimal_make(4711, 3);
        enum bgt_decimal_error error =
            bgt_decimal_parse(cases[i].text, strlen(cases[i].text), &value);
        if (error != cases[i].error) {
            fail_msg("\"%s\" gave %d", cases[i].text, (int)error);
        }
        assert_true(value.coefficient == 4711);
    }
}

static void parse_needs_no_closing_nul_and_refuses_one_inside(void **state)
{
    struct bgt_decimal value = {0};
    (void)state;
    assert_int_equal(bgt_decimal_parse("12.345xyz", 5, &value), BGT_DECIMAL_OK);
    assert_text(value, "12.34");
    assert_int_equal(bgt_decimal_parse("1\0", 2, &value), BGT_DECIMAL_SYNTAX);
}

static void format_survives_any_coefficient(void **state)
{
    (void)state;
    assert_text(bgt_decimal_make(INT64_MIN, 0), "-9223372036854775808");
    assert_text(bgt_decimal_make(INT64_MIN, 9), "-9223372036.854775808");
    assert_text(bgt_decimal_make(INT64_MAX, 9), "9223372036.854775807");
    assert_false(bgt_decimal_valid(bgt_decimal_make(INT64_MIN, 0)));
    assert_false(bgt_decimal_valid(bgt_decimal_make(1, 10)));
    assert_false(bgt_decimal_valid(bgt_decimal_make(BGT_DECIMAL_BOUND, 0)));
    assert_true(bgt_decimal_valid(bgt_decimal_make(1 - BGT_DECIMAL_BOUND, 9)));
}

static void equal_figures_are_equal_bytes(void **state)
{
    (void)state;
    struct bgt_decimal a = parsed("26.00");
    struct bgt_decimal b = bgt_decimal_make(2600, 2);
    assert_memory_equal(&a, &b, sizeof a);
    assert_true(bgt_decimal_equal(a, b));
    assert_false(bgt_decimal_equal(a, parsed("26")));
}

static void compare_is_by_value(void **state)
{
    /* In ascending order; equal ranks have equal values. */
    static const struct {
        const char *text;
        int rank;
    } cases[] = {
        {"-999999999999999999", 0},
        {"-999999999.999999999", 1},
        {"-26.01", 2},
        {"-26.00", 3},
        {"-26", 3},
        {"-0.000000001", 4},
        {"0", 5},
        {"0.000000000", 5},
        {"0.000000001", 6},
        {"0.5", 7},
        {"0.50", 7},
        {"26", 8},
        {"26.000000000", 8},
        {"26.000000001", 9},
        {"999999999.999999999", 10},
        {"999999999999999998", 11},
        {"999999999999999999", 12},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        for (size_t j = 0; j < BGT_TEST_COUNT(cases); j++) {
            int expected =
                (cases[i].rank > cases[j].rank) - (cases[i].rank < cases[j].rank);
            assert_int_equal(
                bgt_decimal_compare(parsed(cases[i].text), parsed(cases[j].text)),
                expected);
        }
    }
}

static void rescale_keeps_the_value_or_refuses(void **state)
{
    static const struct {
        const char *text;
        unsigned scale;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"26", 2, "26.00"},
        {"26.00", 0, "26"},
        {"26.10", 1, "26.1"},
        {"26.10", 0, NULL},
        {"-26.10", 1, "-26.1"},
        {"0.00", 9, "0.000000000"},
        {"1", 10, NULL},
        {"999999999", 9, "999999999.000000000"},
        {"1000000000", 9, NULL},
        {"-1000000000", 9, NULL},
        {"999999999999999999", 0, "999999999999999999"},
        {"999999999999999999", 1, NULL},
        {"100000000000000000", 1, NULL},
        {"99999999999999999", 1, "99999999999999999.0"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value = parsed(cases[i].text);
        bool done = bgt_decimal_rescale_exact(value, cases[i].scale, &value);
        const char *expected = cases[i].expected ? cases[i].expected : cases[i].text;
        assert_int_equal(done, cases[i].expected != NULL);
        assert_text(value, expected);
    }
}

static void shift_moves_the_point(void **state)
{
    static const struct {
        const char *text;
        int power;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"830.99", 4, "8309900"},
        {"830.99", -4, "0.083099"},
        {"26.00", 4, "260000"},
        {"260000", -4, "26.0000"},
        {"137.802559", 4, "1378025.59"},
        {"1378025.59", -4, "137.802559"},
        {"26.0", 4, "260000"},
        {"0.5", 0, "0.5"},
        {"0.0000001", -2, "0.000000001"},
        {"0.0000001", -3, NULL},
        {"1.0000000", -3, "0.001000000"},
        {"-12.34", 2, "-1234"},
        {"999999999999999999", 1, NULL},
        {"99999999999999999", 1, "999999999999999990"},
        {"100000000000000000", 1, NULL},
        {"-100000000000000000", 1, NULL},
        {"1", 17, "100000000000000000"},
        {"1", 18, NULL},
        {"0", 1000, "0"},
        {"1", 1000, NULL},
        {"1", -1000, NULL},
        {"0.00", -9, "0.000000000"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value = parsed(cases[i].text);
        bool done = bgt_decimal_shift(value, cases[i].power, &value);
        if (done != (cases[i].expected != NULL)) {
            fail_msg("%s by %d", cases[i].text, cases[i].power);
        }
        assert_text(value, cases[i].expected ? cases[i].expected : cases[i].text);
    }
}

static void digits_are_counted(void **state)
{
    static const struct {
        const char *text;
        unsigned digits;
        unsigned significant;
    } cases[] = {
        {"0", 1, 1},
        {"0.00", 1, 1},
        {"26.00", 4, 2},
        {"1000", 4, 1},
        {"-0.05", 1, 1},
        {"-10.50", 4, 3},
        {"999999999999999999", 18, 18},
        {"123456789012345.00", 17, 15},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(bgt_decimal_digits(parsed(cases[i].text)), cases[i].digits);
        assert_int_equal(bgt_decimal_significant_digits(parsed(cases[i].text)),
                         cases[i].significant);
    }
    assert_text(bgt_decimal_trim(parsed("26.50")), "26.5");
    assert_text(bgt_decimal_trim(parsed("26.00")), "26");
    assert_text(bgt_decimal_trim(parsed("100")), "100");
    assert_text(bgt_decimal_trim(parsed("0.00")), "0");
    assert_text(bgt_decimal_negate(parsed("0.00")), "0.00");
    assert_text(bgt_decimal_negate(parsed("-1.20")), "1.20");
    assert_true(bgt_decimal_is_zero(parsed("-0.00")));
    assert_false(bgt_decimal_is_zero(parsed("0.01")));
}

static void every_short_decimal_goes_round(void **state)
{
    (void)state;
    for (int64_t coefficient = -12000; coefficient <= 12000; coefficient++) {
        for (unsigned scale = 0; scale <= BGT_DECIMAL_MAX_SCALE; scale++) {
            char text[BGT_DECIMAL_TEXT_SIZE];
            struct bgt_decimal before = bgt_decimal_make(coefficient, scale);
            struct bgt_decimal after = bgt_decimal_make(0, 0);
            size_t length = bgt_decimal_format(before, text);
            assert_int_equal(bgt_decimal_parse(text, length, &after), BGT_DECIMAL_OK);
            assert_true(bgt_decimal_equal(before, after));
        }
    }
}

static void sums_are_exact_in_128_bits(void **state)
{
    (void)state;
    struct bgt_decimal_sum sum = {0};
    struct bgt_decimal total;
    for (int i = 0; i < 1000; i++) {
        bgt_decimal_sum_add(&sum, parsed("999999999999999999"));
    }
    assert_false(bgt_decimal_sum_total(&sum, &total));
    for (int i = 0; i < 999; i++) {
        bgt_decimal_sum_subtract(&sum, parsed("999999999999999999"));
    }
    assert_true(bgt_decimal_sum_total(&sum, &total));
    assert_text(total, "999999999999999999");
    bgt_decimal_sum_subtract(&sum, parsed("999999999999999999"));
    bgt_decimal_sum_add(&sum, parsed("0.10"));
    bgt_decimal_sum_add(&sum, parsed("0.2"));
    assert_true(bgt_decimal_sum_total(&sum, &total));
    assert_text(total, "0.30");
}

static void sums_overflow_is_kept(void **state)
{
    (void)state;
    struct bgt_decimal total;
    struct bgt_decimal_sum sum = {0};
    sum.units = (((bgt_int128)1 << 126) - 1) * 2 + 1; /* the largest there is */
    bgt_decimal_sum_add(&sum, parsed("0.000000001"));
    assert_true(sum.overflow);
    bgt_decimal_sum_subtract(&sum, parsed("0.000000001"));
    sum.units = 0;
    assert_false(bgt_decimal_sum_total(&sum, &total));
}

static void additions_are_checked(void **state)
{
    (void)state;
    struct bgt_decimal out = parsed("7");
    assert_true(bgt_decimal_add(parsed("0.1"), parsed("0.25"), &out));
    assert_text(out, "0.35");
    assert_true(bgt_decimal_subtract(parsed("1629.62"), parsed("830.99"), &out));
    assert_text(out, "798.63");
    assert_true(bgt_decimal_add(parsed("1.50"), parsed("-1.5"), &out));
    assert_text(out, "0.00");
    assert_false(bgt_decimal_add(parsed("999999999999999999"), parsed("1"), &out));
    assert_false(bgt_decimal_subtract(parsed("-999999999999999999"), parsed("1"), &out));
    assert_false(bgt_decimal_add(parsed("999999999999999999"), parsed("0.1"), &out));
    assert_text(out, "0.00");
}

static void rounding_is_half_away_from_zero_and_counted(void **state)
{
    static const struct {
        const char *text;
        unsigned scale;
        const char *expected;
        unsigned changes;
    } cases[] = {
        {"0.125", 2, "0.13", 1},
        {"-0.125", 2, "-0.13", 1},
        {"0.124", 2, "0.12", 1},
        {"0.135", 2, "0.14", 1},
        {"0.120", 2, "0.12", 0},
        {"2.5", 0, "3", 1},
        {"-2.5", 0, "-3", 1},
        {"3.5", 0, "4", 1},
        {"0.4", 0, "0", 1},
        {"-0.4", 0, "0", 1},
        {"0.5", 0, "1", 1},
        {"26", 2, "26.00", 0},
        {"137.802559", 2, "137.80", 1},
        {"0.999", 2, "1.00", 1},
        {"99999999999999999.9", 0, "100000000000000000", 1},
        {"0.499999999", 0, "0", 1},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_decimal value;
        uint64_t changes = 0;
        assert_true(
            bgt_decimal_round(parsed(cases[i].text), cases[i].scale, &value, &changes));
        assert_text(value, cases[i].expected);
        assert_int_equal(changes, cases[i].changes);
    }
    struct bgt_decimal unchanged = parsed("5");
    assert_false(bgt_decimal_round(parsed("1"), 10, &unchanged, NULL));
    assert_false(bgt_decimal_round(parsed("10000000000"), 9, &unchanged, NULL));
    assert_text(unchanged, "5");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_reads_the_strict_spelling),
        cmocka_unit_test(parse_refuses_everything_else),
        cmocka_unit_test(parse_needs_no_closing_nul_and_refuses_one_inside),
        cmocka_unit_test(format_survives_any_coefficient),
        cmocka_unit_test(equal_figures_are_equal_bytes),
        cmocka_unit_test(compare_is_by_value),
        cmocka_unit_test(rescale_keeps_the_value_or_refuses),
        cmocka_unit_test(shift_moves_the_point),
        cmocka_unit_test(digits_are_counted),
        cmocka_unit_test(every_short_decimal_goes_round),
        cmocka_unit_test(sums_are_exact_in_128_bits),
        cmocka_unit_test(sums_overflow_is_kept),
        cmocka_unit_test(additions_are_checked),
        cmocka_unit_test(rounding_is_half_away_from_zero_and_counted),
    };
    return bgt_test_main("decimal", tests, BGT_TEST_COUNT(tests), argc, argv);
}
