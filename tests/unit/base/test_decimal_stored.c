#include "base/decimal.h"
#include "support/testing.h"

#include <stdio.h>
#include <string.h>

enum {
    GENERAL = BGT_SHOWN_GENERAL,
    MORE = BGT_STORED_MORE_PLACES,
    NOISE = BGT_STORED_NOISE,
    RESIDUE = BGT_STORED_RESIDUE,
    ROUNDED = BGT_STORED_ROUNDED
};

struct example {
    const char *stored;
    int shown;
    const char *expected;
    unsigned flags;
};

static void check(const struct bgt_stored_number *number, const char *expected,
                  unsigned expected_flags)
{
    struct bgt_decimal value;
    char text[BGT_DECIMAL_TEXT_SIZE];
    unsigned flags = 99;
    enum bgt_decimal_error error = bgt_decimal_from_number(number, &value, &flags);
    if (error != BGT_DECIMAL_OK) {
        fail_msg("%s under %d gave error %d", number->text, number->shown_scale,
                 (int)error);
    }
    bgt_decimal_format(value, text);
    if (strcmp(text, expected) != 0 || flags != expected_flags) {
        fail_msg("%s under %d gave %s with %u, not %s with %u", number->text,
                 number->shown_scale, text, flags, expected, expected_flags);
    }
}

static void check_all(const struct example *examples, size_t count, bool round)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = examples[i].stored;
        struct bgt_stored_number number = {text, strlen(text), examples[i].shown, 0,
                                           round};
        check(&number, examples[i].expected, examples[i].flags);
    }
}

static void the_shown_scale_decides(void **state)
{
    static const struct example examples[] = {
        {"830.99000000000001", 2, "830.99", NOISE},
        {"830.99", 2, "830.99", 0},
        {"26", 2, "26.00", 0},
        {"26.000", 2, "26.00", 0},
        {"26", 0, "26", 0},
        {"0", 2, "0.00", 0},
        {"0.00", 0, "0", 0},
        {"-0", 2, "0.00", 0},
        {"-26", 2, "-26.00", 0},
        {"+26", 2, "26.00", 0},
        {".5", 1, "0.5", 0},
        {"5.", 1, "5.0", 0},
        {"1.6296199999999999E3", 2, "1629.62", NOISE},
        {"1629.6199999999999", 2, "1629.62", NOISE},
        {"1629.6199999999994", 2, "1629.62", NOISE},
        {"1629.619999999876", 2, "1629.62", NOISE},
        {"1.62962e3", 2, "1629.62", 0},
        {"162962E-2", 2, "1629.62", 0},
        {"2.6E1", 2, "26.00", 0},
        {"0.07000000000000001", 2, "0.07", NOISE},
        {"0.30000000000000004", 1, "0.3", NOISE},
        {"0.1000000000000000055511151231257827021181583404541015625", 2, "0.10", NOISE},
        {"0.100000000000000000000001", 2, "0.10", NOISE},
        {"99999999999999.98", 2, "99999999999999.98", 0},
        {"30000000000000", 2, "30000000000000.00", 0},
        {"9999999999999999", 2, "9999999999999999.00", 0},
        {"3E13", 2, "30000000000000.00", 0},
        {"12345678901.130001", 2, "12345678901.13", NOISE},
        {"26", 30, "26.000000000", 0},
    };
    (void)state;
    check_all(examples, BGT_TEST_COUNT(examples), false);
}

static void nothing_genuine_is_rounded(void **state)
{
    static const struct example examples[] = {
        {"137.802559", 2, "137.802559", MORE},
        {"137.80255900000001", 2, "137.802559", MORE | NOISE},
        {"12345678.905", 2, "12345678.905", MORE},
        {"12345678.904999999", 2, "12345678.905", MORE | NOISE},
        {"12345.670001", 2, "12345.670001", MORE},
        {"12345.670001", 0, "12345.670001", MORE},
        {"99999999999.999", 2, "99999999999.999", MORE},
        {"0.5", 0, "0.5", MORE},
        {"-0.125", 2, "-0.125", MORE},
        {"0.000000001", 2, "0.000000001", MORE},
        {"1.5", 0, "1.5", MORE},
    };
    (void)state;
    check_all(examples, BGT_TEST_COUNT(examples), false);
}

static void general_keeps_the_number(void **state)
{
    static const struct example examples[] = {
        {"26", GENERAL, "26", 0},
        {"26.00", GENERAL, "26", 0},
        {"0.00000", GENERAL, "0", 0},
        {"0E5", GENERAL, "0", 0},
        {"830.99", GENERAL, "830.99", 0},
        {"830.99000000000001", GENERAL, "830.99", NOISE},
        {"1.6296199999999999E3", GENERAL, "1629.62", NOISE},
        {"0.30000000000000004", GENERAL, "0.3", NOISE},
        {"137.802559", GENERAL, "137.802559", 0},
        {"137.80255900000123", GENERAL, "137.802559", NOISE},
        {"12345678901.129999", GENERAL, "12345678901.13", NOISE},
        {"9007199254740993", GENERAL, "9007199254740993", 0},
        {"123456789012345678", GENERAL, "123456789012345678", 0},
        {"99999999999999.98", GENERAL, "99999999999999.98", 0},
        {"1E17", GENERAL, "100000000000000000", 0},
        {"1E-9", GENERAL, "0.000000001", 0},
    };
    (void)state;
    check_all(examples, BGT_TEST_COUNT(examples), false);
}

static void residues_of_subtractions_are_zero(void **state)
{
    static const struct example examples[] = {
        {"5.6843418860808015E-14", 2, "0.00", RESIDUE},
        {"-2.2737367544323206E-13", 2, "0.00", RESIDUE},
        {"1.1368683772161603E-13", 0, "0", RESIDUE},
    };
    struct bgt_decimal value;
    (void)state;
    check_all(examples, BGT_TEST_COUNT(examples), false);
    assert_int_equal(bgt_decimal_from_stored("1E-12", 5, 2, &value, NULL),
                     BGT_DECIMAL_TOO_MANY_PLACES);
}

static void rounding_is_done_when_asked_for(void **state)
{
    static const struct example examples[] = {
        {"137.802559", 2, "137.80", ROUNDED},
        {"0.125", 2, "0.13", ROUNDED},
        {"0.12499999999999999", 2, "0.13", ROUNDED | NOISE},
        {"-0.125", 2, "-0.13", ROUNDED},
        {"0.33333333333333331", 2, "0.33", ROUNDED},
        {"1E-12", 2, "0.00", ROUNDED},
        {"1E-300", 2, "0.00", ROUNDED},
        {"830.99000000000001", 2, "830.99", NOISE},
        {"26", 2, "26.00", 0},
        {"137.802559", GENERAL, "137.802559", 0},
    };
    (void)state;
    check_all(examples, BGT_TEST_COUNT(examples), true);
}

static void percent_formats_move_the_point(void **state)
{
    static const struct {
        const char *stored;
        int shown;
        const char *expected;
        unsigned flags;
    } examples[] = {
        {"0.5", 0, "50", 0},
        {"0.5", 2, "50.00", 0},
        {"7.3300000000000004E-2", 2, "7.33", NOISE},
        {"-1", 1, "-100.0", 0},
        {"0.12345", 2, "12.345", MORE},
        {"0", 2, "0.00", 0},
        {"0.57999999999999996", GENERAL, "58", NOISE},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(examples); i++) {
        const char *text = examples[i].stored;
        struct bgt_stored_number number = {text, strlen(text), examples[i].shown, 2,
                                           false};
        check(&number, examples[i].expected, examples[i].flags);
    }
}

static void the_rest_is_refused(void **state)
{
    static const struct {
        const char *stored;
        int shown;
        enum bgt_decimal_error error;
    } examples[] = {
        {"", 2, BGT_DECIMAL_SYNTAX},
        {"-", 2, BGT_DECIMAL_SYNTAX},
        {".", 2, BGT_DECIMAL_SYNTAX},
        {"1e", 2, BGT_DECIMAL_SYNTAX},
        {"1e+", 2, BGT_DECIMAL_SYNTAX},
        {"1e1.5", 2, BGT_DECIMAL_SYNTAX},
        {"e5", 2, BGT_DECIMAL_SYNTAX},
        {"1,5", 2, BGT_DECIMAL_SYNTAX},
        {" 1", 2, BGT_DECIMAL_SYNTAX},
        {"1 ", 2, BGT_DECIMAL_SYNTAX},
        {"NaN", 2, BGT_DECIMAL_SYNTAX},
        {"INF", GENERAL, BGT_DECIMAL_SYNTAX},
        {"1.2.3", 2, BGT_DECIMAL_SYNTAX},
        {"0x1p3", 2, BGT_DECIMAL_SYNTAX},
        {"1E18", GENERAL, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1E99999999999999999999", GENERAL, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1E300", 2, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1E17", 2, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1234567890123456789", 0, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"12345678901234567890123456789", GENERAL, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"1000000000000000000000.5", GENERAL, BGT_DECIMAL_TOO_MANY_DIGITS},
        {"0.333333333333333", 2, BGT_DECIMAL_TOO_MANY_PLACES},
        {"0.33333333333333331", 2, BGT_DECIMAL_TOO_MANY_PLACES},
        {"0.33333333333333331", GENERAL, BGT_DECIMAL_TOO_MANY_PLACES},
        {"1E-10", GENERAL, BGT_DECIMAL_TOO_MANY_PLACES},
        {"1E-99999999999999999999", GENERAL, BGT_DECIMAL_TOO_MANY_PLACES},
        {"1E-300", 2, BGT_DECIMAL_TOO_MANY_PLACES},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(examples); i++) {
        struct bgt_decimal value = bgt_decimal_make(4711, 1);
        enum bgt_decimal_error error =
            bgt_decimal_from_stored(examples[i].stored, strlen(examples[i].stored),
                                    examples[i].shown, &value, NULL);
        if (error != examples[i].error) {
            fail_msg("%s under %d gave %d", examples[i].stored, examples[i].shown,
                     (int)error);
        }
        assert_true(value.coefficient == 4711);
    }
}

/* Every figure of up to 15 digits, printed as a double with 17, is that figure again. The
 * doubles are the compiler's, the digits are the C library's. */
static void doubles_of_two_places_come_back(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int i = 0; i < 200000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        int64_t coefficient =
            (int64_t)(seed % (uint64_t)bgt_decimal_power_of_ten((unsigned)i % 15 + 1));
        char stored[40];
        int length = snprintf(stored, sizeof stored, "%.17g", (double)coefficient / 100);
        struct bgt_decimal value;
        assert_int_equal(bgt_decimal_from_stored(stored, (size_t)length, 2, &value, NULL),
                         BGT_DECIMAL_OK);
        if (!bgt_decimal_equal(value, bgt_decimal_make(coefficient, 2))) {
            fail_msg("%s", stored);
        }
        assert_int_equal(
            bgt_decimal_from_stored(stored, (size_t)length, GENERAL, &value, NULL),
            BGT_DECIMAL_OK);
        if (bgt_decimal_compare(value, bgt_decimal_make(coefficient, 2)) != 0) {
            fail_msg("%s under General", stored);
        }
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shown_scale_decides),
        cmocka_unit_test(nothing_genuine_is_rounded),
        cmocka_unit_test(general_keeps_the_number),
        cmocka_unit_test(residues_of_subtractions_are_zero),
        cmocka_unit_test(rounding_is_done_when_asked_for),
        cmocka_unit_test(percent_formats_move_the_point),
        cmocka_unit_test(the_rest_is_refused),
        cmocka_unit_test(doubles_of_two_places_come_back),
    };
    return bgt_test_main("decimal_stored", tests, BGT_TEST_COUNT(tests), argc, argv);
}
