#include "base/utf8.h"
#include "support/testing.h"

#include <stdlib.h>
#include <string.h>

static void well_formed_text_is_valid(void **state)
{
    static const char *const cases[] = {
        "",
        "abcdefghijklmnopqrstuvwxyz",
        "预算",
        "\x7F",
        "\xC2\x80",
        "\xDF\xBF",
        "\xE0\xA0\x80",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80",
        "\xF0\xA0\xAE\xB7",
        "\xF4\x8F\xBF\xBF",
        "12345678预12345678算abcdefgh",
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        size_t length = strlen(cases[i]);
        size_t bad = 99;
        assert_true(bgt_utf8_valid(cases[i], length, &bad));
        assert_int_equal(bad, length);
        assert_true(bgt_utf8_valid(cases[i], length, NULL));
    }
}

/* The Unicode Standard, tables 3-7 to 3-10, and Markus Kuhn's list of ill-formed
 * sequences. */
static void ill_formed_text_is_refused_at_its_place(void **state)
{
    static const char *const cases[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC0\xAF",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80",
        "\xED\xAF\xBF",
        "\xED\xBF\xBF",
        "\xED\xA0\x80\xED\xB0\x80",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xFC\x84\x80\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xC2",
        "\xE9\xA2",
        "\xE9",
        "\xF0\xA0\xAE",
        "\xF0\xA0",
        "\xC2 ",
        "\xE9\xA2z",
        "\xF0\xA0\xAEz",
        "\xE9\x7F\x84",
        "\xE9\xC0\x84",
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        for (size_t before = 0; before < 20; before++) {
            char text[64];
            size_t bad = 99;
            uint32_t point = 4711;
            size_t length = strlen(cases[i]);
            memset(text, 'a', before);
            memcpy(text + before, cases[i], length);
            memset(text + before + length, 'b', 12);
            /* Bytes that follow do not make a sequence complete. */
            assert_false(bgt_utf8_valid(text, before + length + 12, &bad));
            assert_int_equal(bad, before);
            assert_false(bgt_utf8_valid(text, before + length, &bad));
            assert_int_equal(bad, before);
            assert_int_equal(bgt_utf8_decode(text + before, length, &point), 0);
            assert_int_equal(point, 4711);
        }
    }
    assert_int_equal(bgt_utf8_decode("", 0, &(uint32_t){0}), 0);
}

static void every_code_point_goes_round(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x110010; point++) {
        char bytes[BGT_UTF8_MAX + 1] = "";
        uint32_t back = 0;
        size_t size = bgt_utf8_encode(point, bytes);
        bool scalar = point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
        size_t expected = !scalar            ? 0
                          : point < 0x80     ? 1
                          : point < 0x800    ? 2
                          : point < 0x10000U ? 3
                                             : 4;
        assert_int_equal(size, expected);
        if (scalar) {
            assert_int_equal(bgt_utf8_decode(bytes, size, &back), size);
            assert_int_equal(back, point);
            assert_true(bgt_utf8_valid(bytes, size, NULL));
            assert_int_equal(bgt_utf8_incomplete_tail(bytes, size), 0);
            for (size_t cut = 1; cut < size; cut++) {
                assert_int_equal(bgt_utf8_incomplete_tail(bytes, cut), cut);
                assert_int_equal(bgt_utf8_decode(bytes, cut, &back), 0);
            }
        }
    }
}

static void a_tail_that_cannot_be_completed_is_none(void **state)
{
    (void)state;
    assert_int_equal(bgt_utf8_incomplete_tail("a\xE9\xA2", 3), 2);
    assert_int_equal(bgt_utf8_incomplete_tail("a\xED\xA0", 3), 0);
    assert_int_equal(bgt_utf8_incomplete_tail("a\xC0", 2), 0);
    assert_int_equal(bgt_utf8_incomplete_tail("a\xFF", 2), 0);
    assert_int_equal(bgt_utf8_incomplete_tail("\x80\x80\x80\x80", 4), 0);
    assert_int_equal(bgt_utf8_incomplete_tail("", 0), 0);
    assert_int_equal(bgt_utf8_incomplete_tail("abc", 3), 0);
}

static void code_points_are_counted_and_cut(void **state)
{
    const char *text = "a预\xF0\xA0\xAE\xB7z";
    (void)state;
    assert_int_equal(bgt_utf8_count(text, strlen(text)), 4);
    assert_int_equal(bgt_utf8_count("\xE9\xA2", 2), 2);
    assert_int_equal(bgt_utf8_count("", 0), 0);
    static const size_t cuts[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 9, 9};
    for (size_t maximum = 0; maximum < BGT_TEST_COUNT(cuts); maximum++) {
        assert_int_equal(bgt_utf8_truncate(text, strlen(text), maximum), cuts[maximum]);
    }
    /* Text that is no UTF-8 is cut where it was asked for. */
    assert_int_equal(bgt_utf8_truncate("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
}

/* Widths as python3's unicodedata and wcwidth give them. */
static void width_is_that_of_a_terminal(void **state)
{
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},
        {"abc", 3},
        {"预算", 4},
        {"（一）", 6},
        {"　", 2},
        {"12,3", 4},
        {"é", 1},
        {"e\xCC\x81", 1},
        {"\xE2\x80\x8B", 0},
        {"\xEF\xBB\xBF", 0},
        {"\t\n", 0},
        {"㎡", 2},
        {"①", 1},
        {"·—“", 3},
        {"\xF0\xA0\xAE\xB7", 2},
        {"ｱ", 1},
        {"한", 2},
        {"😀", 2},
        {"\xFF", 1},
        {"\xC2\xA0", 1},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        if (bgt_utf8_width(cases[i].text, strlen(cases[i].text)) != cases[i].width) {
            fail_msg("%s", cases[i].text);
        }
    }
}

static void odd_characters_are_found(void **state)
{
    (void)state;
    assert_int_equal(bgt_utf8_find_not_xml("ab\tc\r\n", 6), 6);
    assert_int_equal(bgt_utf8_find_not_xml("预\x01", 4), 3);
    assert_int_equal(bgt_utf8_find_not_xml("a\0b", 3), 1);
    assert_int_equal(bgt_utf8_find_not_xml("a\xEF\xBF\xBE", 4), 1);
    assert_int_equal(bgt_utf8_find_not_xml("a\xEF\xBF\xBF", 4), 1);
    assert_int_equal(bgt_utf8_find_not_xml("a\xEF\xBF\xBD", 4), 4);
    assert_int_equal(bgt_utf8_find_not_xml("a\xFF", 2), 1);
    assert_int_equal(bgt_utf8_find_private("预\xEE\x9F\x87", 6), 3);
    assert_int_equal(bgt_utf8_find_private("预算", 6), 6);
    assert_int_equal(bgt_utf8_find_private("\xFF\xEE\x9F\x87", 4), 1);
    assert_int_equal(bgt_utf8_find_control("a\tb\n\r", 5), 5);
    assert_int_equal(bgt_utf8_find_control("ab\x7F", 3), 2);
    assert_int_equal(bgt_utf8_find_control("ab\xC2\x85", 4), 2);
    assert_int_equal(bgt_utf8_find_control("ab\x1B[0m", 6), 2);
}

static void classes_have_their_borders(void **state)
{
    (void)state;
    static const uint32_t private_use[] = {0xE000,  0xF8FF,   0xF0000,
                                           0xFFFFD, 0x100000, 0x10FFFD};
    static const uint32_t not_private[] = {0xDFFF,  0xF900,  0xEFFFF,
                                           0xFFFFE, 0xFFFFF, 0x10FFFE};
    for (size_t i = 0; i < BGT_TEST_COUNT(private_use); i++) {
        assert_true(bgt_code_point_private(private_use[i]));
        assert_false(bgt_code_point_private(not_private[i]));
    }
    static const uint32_t xml[] = {0x9,    0xA,    0xD,     0x20,    0xD7FF,
                                   0xE000, 0xFFFD, 0x10000, 0x10FFFF};
    static const uint32_t not_xml[] = {0x0,    0x8,    0xB,    0x1F,    0xD800,
                                       0xDFFF, 0xFFFE, 0xFFFF, 0x110000};
    for (size_t i = 0; i < BGT_TEST_COUNT(xml); i++) {
        assert_true(bgt_code_point_xml(xml[i]));
        assert_false(bgt_code_point_xml(not_xml[i]));
    }
    static const uint32_t blanks[] = {' ',    '\t',   '\n',   '\v',   '\f',   '\r',
                                      0x85,   0xA0,   0x1680, 0x2000, 0x200A, 0x2028,
                                      0x2029, 0x202F, 0x205F, 0x3000};
    for (size_t i = 0; i < BGT_TEST_COUNT(blanks); i++) {
        assert_true(bgt_code_point_blank(blanks[i]));
        assert_false(bgt_code_point_invisible(blanks[i]));
    }
    static const uint32_t others[] = {0,    0x8,    0xE,    0x1F,  '0',
                                      0x84, 0x200B, 0x3001, 0x4E00};
    for (size_t i = 0; i < BGT_TEST_COUNT(others); i++) {
        assert_false(bgt_code_point_blank(others[i]));
    }
    static const uint32_t invisible[] = {0xAD,   0x200B, 0x200D, 0x200F,
                                         0x202A, 0x2060, 0xFEFF};
    for (size_t i = 0; i < BGT_TEST_COUNT(invisible); i++) {
        assert_true(bgt_code_point_invisible(invisible[i]));
    }
    assert_false(bgt_code_point_invisible('a'));
    assert_true(bgt_code_point_control(0x1F));
    assert_true(bgt_code_point_control(0x7F));
    assert_true(bgt_code_point_control(0x9F));
    assert_false(bgt_code_point_control(0x20));
    assert_false(bgt_code_point_control(0xA0));
}

/* Three bytes: decoding looks at each bit, the check hurries over what is common. */
static void check_agrees(const char text[3])
{
    uint32_t code_point = 0;
    size_t size = bgt_utf8_decode(text, 3, &code_point);
    size_t bad = 99;
    bool valid = bgt_utf8_valid(text, 3, &bad);
    bool is_right = bad >= size;
    if (size == 0) {
        is_right = !valid && bad == 0;
    } else if (size == 3) {
        is_right = valid && bad == 3;
    }
    if (!is_right) {
        fail_msg("%02X %02X %02X: size %zu, bad at %zu", (unsigned char)text[0],
                 (unsigned char)text[1], (unsigned char)text[2], size, bad);
    }
}

static void checking_and_decoding_agree(void **state)
{
    (void)state;
    for (unsigned lead = 0x80; lead <= 0xFF; lead++) {
        for (unsigned rest = 0; rest <= 0xFFFF; rest++) {
            const char text[3] = {(char)lead, (char)(rest >> 8), (char)(rest & 0xFF)};
            check_agrees(text);
        }
    }
}

struct pass {
    size_t at;
    size_t calls;
};

static void on_passed(void *context, size_t from, size_t to)
{
    struct pass *pass = context;
    assert_int_equal(from, pass->at);
    assert_true(to > from);
    pass->at = to;
    pass->calls++;
}

/* A text of more than two windows, whose borders cut characters in each way. */
static void a_survey_goes_by_windows(void **state)
{
    enum { WINDOW = 4 << 20, SIZE = 9 << 20 };
    char *text = malloc(SIZE);
    (void)state;
    assert_non_null(text);
    for (size_t shift = 0; shift < 4; shift++) {
        struct bgt_survey survey;
        struct pass pass = {0, 0};
        const struct bgt_passage passage = {.passed = on_passed, .context = &pass};
        memset(text, 'a', SIZE);
        for (size_t i = shift; i + 3 <= SIZE; i += 3) {
            memcpy(text + i, "预", 3);
        }
        size_t length = shift + (SIZE - shift) / 3 * 3;
        bgt_utf8_survey(text, length, &passage, &survey);
        assert_true(survey.is_utf8);
        assert_false(survey.is_ascii);
        assert_false(survey.has_zero);
        assert_int_equal(survey.bad_offset, length);
        assert_int_equal(pass.at, length);
        assert_true(pass.calls >= 3);
        /* A character that the end of the text cuts, and one cut at a window's border. */
        bgt_utf8_survey(text, length - 1, NULL, &survey);
        assert_false(survey.is_utf8);
        assert_int_equal(survey.bad_offset, length - 3);
        size_t border = shift + (WINDOW - shift) / 3 * 3;
        text[border + 1] = 'x';
        text[length - 4] = '\0';
        bgt_utf8_survey(text, length, NULL, &survey);
        assert_false(survey.is_utf8);
        assert_true(survey.has_zero);
        assert_int_equal(survey.bad_offset, border);
    }
    memset(text, 'a', SIZE);
    struct bgt_survey survey;
    bgt_utf8_survey(text, SIZE, NULL, &survey);
    assert_true(survey.is_ascii && survey.is_utf8);
    bgt_utf8_survey(text, 0, NULL, &survey);
    assert_true(survey.is_ascii && survey.is_utf8);
    free(text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_text_is_valid),
        cmocka_unit_test(ill_formed_text_is_refused_at_its_place),
        cmocka_unit_test(every_code_point_goes_round),
        cmocka_unit_test(checking_and_decoding_agree),
        cmocka_unit_test(a_survey_goes_by_windows),
        cmocka_unit_test(a_tail_that_cannot_be_completed_is_none),
        cmocka_unit_test(code_points_are_counted_and_cut),
        cmocka_unit_test(width_is_that_of_a_terminal),
        cmocka_unit_test(odd_characters_are_found),
        cmocka_unit_test(classes_have_their_borders),
    };
    return bgt_test_main("utf8", tests, BGT_TEST_COUNT(tests), argc, argv);
}
