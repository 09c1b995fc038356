#include "base/encoding.h"
#include "support/testing.h"

#include <iconv.h>
#include <string.h>

static void labels_name_encodings(void **state)
{
    static const struct {
        const char *label;
        enum bgt_encoding encoding;
    } cases[] = {
        {"gb2312", BGT_ENCODING_GB18030},
        {"GB2312", BGT_ENCODING_GB18030},
        {"GB_2312-80", BGT_ENCODING_GB18030},
        {"GBK", BGT_ENCODING_GB18030},
        {"CP936", BGT_ENCODING_GB18030},
        {"x-gbk", BGT_ENCODING_GB18030},
        {"windows-936", BGT_ENCODING_GB18030},
        {"EUC-CN", BGT_ENCODING_GB18030},
        {"gb18030", BGT_ENCODING_GB18030},
        {"GB18030-2022", BGT_ENCODING_GB18030},
        {"utf-8", BGT_ENCODING_UTF8},
        {"UTF8", BGT_ENCODING_UTF8},
        {"utf_8", BGT_ENCODING_UTF8},
        {"US-ASCII", BGT_ENCODING_UTF8},
        {"UTF-16", BGT_ENCODING_UTF16LE},
        {"utf-16le", BGT_ENCODING_UTF16LE},
        {"UTF-16BE", BGT_ENCODING_UTF16BE},
        {"utf-32be", BGT_ENCODING_UTF32BE},
        {"ISO-8859-1", BGT_ENCODING_LATIN1},
        {"big5", BGT_ENCODING_UNKNOWN},
        {"", BGT_ENCODING_UNKNOWN},
        {"-", BGT_ENCODING_UNKNOWN},
        {"gbk2", BGT_ENCODING_UNKNOWN},
        {"gb", BGT_ENCODING_UNKNOWN},
        {"a label that is longer than any label that there is", BGT_ENCODING_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        if (bgt_encoding_from_label(cases[i].label, strlen(cases[i].label)) !=
            cases[i].encoding) {
            fail_msg("%s", cases[i].label);
        }
    }
    /* Every encoding's own name is one of its labels. */
    for (int i = 1; i < BGT_ENCODING_COUNT; i++) {
        const char *name = bgt_encoding_name((enum bgt_encoding)i);
        assert_int_equal(bgt_encoding_from_label(name, strlen(name)), i);
    }
    assert_string_equal(bgt_encoding_name(BGT_ENCODING_UNKNOWN), "unknown");
    assert_string_equal(bgt_encoding_name((enum bgt_encoding)99), "unknown");
}

struct sample {
    const char *bytes;
    size_t length;
    bool at_end;
    enum bgt_encoding encoding;
    size_t bom;
};

#define BYTES(text) text, sizeof(text) - 1

static void encodings_are_detected(void **state)
{
    /* 预算,12 and 单位：万元 as python3 encodes them. */
    static const struct sample samples[] = {
        {BYTES(""), true, BGT_ENCODING_UTF8, 0},
        {BYTES("code,amount\r\n"), true, BGT_ENCODING_UTF8, 0},
        {BYTES("\xEF\xBB\xBF"
               "a,b"),
         true, BGT_ENCODING_UTF8, 3},
        {BYTES("预算,12"), true, BGT_ENCODING_UTF8, 0},
        {BYTES("预算,12\xE5\x8D"), false, BGT_ENCODING_UTF8, 0},
        {BYTES("\xD4\xA4\xCB\xE3,12"), true, BGT_ENCODING_GB18030, 0},
        {BYTES("\xB5\xA5\xCE\xBB\xA3\xBA\xCD\xF2\xD4\xAA"), true, BGT_ENCODING_GB18030,
         0},
        {BYTES("\xB5\xA5\xCE"), false, BGT_ENCODING_GB18030, 0},
        {BYTES("\xB5\xA5\xCE"), true, BGT_ENCODING_UNKNOWN, 0},
        {BYTES("\xD4\xA4\x80 12"), true, BGT_ENCODING_GB18030, 0},
        {BYTES("\x95\x32\x82\x36"), true, BGT_ENCODING_GB18030, 0},
        {BYTES("\x84\x31\x95\x33\xD4\xA4"), true, BGT_ENCODING_GB18030, 4},
        {BYTES("\xFF\xFE\x84\x98"), true, BGT_ENCODING_UTF16LE, 2},
        {BYTES("\xFE\xFF\x98\x84"), true, BGT_ENCODING_UTF16BE, 2},
        {BYTES("\xFF\xFE\x00\x00\x84\x98\x00\x00"), true, BGT_ENCODING_UTF32LE, 4},
        {BYTES("\x00\x00\xFE\xFF\x00\x00\x98\x84"), true, BGT_ENCODING_UTF32BE, 4},
        {BYTES("\x84\x98\x97\x7B,\0"
               "1\0"
               "2\0\r\0\n\0"),
         true, BGT_ENCODING_UTF16LE, 0},
        {BYTES("\x98\x84\x7B\x97\0,\0"
               "1\0"
               "2\0\r\0\n"),
         true, BGT_ENCODING_UTF16BE, 0},
        {BYTES("1\0\0\0,\0\0\0"
               "2\0\0\0\n\0\0\0"),
         true, BGT_ENCODING_UTF32LE, 0},
        {BYTES("\0\0\0"
               "1\0\0\0,\0\0\0"
               "2"),
         true, BGT_ENCODING_UTF32BE, 0},
        {BYTES("\xFF\xFF\xFF"), true, BGT_ENCODING_UNKNOWN, 0},
        {BYTES("caf\xE9 au lait"), true, BGT_ENCODING_UNKNOWN, 0},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        struct bgt_detection found;
        bgt_encoding_detect(samples[i].bytes, samples[i].length, samples[i].at_end,
                            &found);
        if (found.encoding != samples[i].encoding || found.bom_length != samples[i].bom) {
            fail_msg("sample %zu: %s, %zu", i, bgt_encoding_name(found.encoding),
                     found.bom_length);
        }
        assert_int_equal(found.confidence == 0, found.encoding == BGT_ENCODING_UNKNOWN);
        assert_true(found.confidence <= 100);
    }
}

static void detection_says_where_it_failed(void **state)
{
    struct bgt_detection found;
    (void)state;
    bgt_encoding_detect(BYTES("abc\xB5\xA5 \xFF z"), true, &found);
    assert_int_equal(found.encoding, BGT_ENCODING_UNKNOWN);
    assert_int_equal(found.bad_offset, 3);
    assert_int_equal(found.bad_gb18030, 6);
    bgt_encoding_detect(BYTES("预算\xFF"), true, &found);
    assert_int_equal(found.bad_offset, 6);
    bgt_encoding_detect(BYTES("abc"), true, &found);
    assert_int_equal(found.bad_offset, 3);
    assert_true(found.ascii);
    bgt_encoding_detect(BYTES("预"), true, &found);
    assert_false(found.ascii);
}

static void gb18030_structure_is_known(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        size_t bad;
    } cases[] = {
        {BYTES("a\xA1\xAA"), 3},
        {BYTES("a\xA1\x7F"), 1},
        {BYTES("a\xA1\xFF"), 1},
        {BYTES("a\xFF\xA1"), 1},
        {BYTES("a\xA1"), 1},
        {BYTES("a\x81\x30\x81\x30"), 5},
        {BYTES("\x84\x31\xA4\x39"), 4},
        {BYTES("\x84\x31\xA5\x30"), 0},
        {BYTES("\x8F\x39\xFE\x39"), 0},
        {BYTES("\x90\x30\x81\x30"), 4},
        {BYTES("\xE3\x32\x9A\x35"), 4},
        {BYTES("\xE3\x32\x9A\x36"), 0},
        {BYTES("\x81\x30\x81"), 0},
        {BYTES("\x81\x30\x7F\x30"), 0},
        {BYTES("\x81\x30\x81\x2F"), 0},
        {BYTES("\x80"), 1},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(bgt_gb18030_find_bad(cases[i].bytes, cases[i].length, true),
                         cases[i].bad);
    }
    assert_int_equal(bgt_gb18030_find_bad(BYTES("a\x81\x30\x81"), false), 4);
    assert_int_equal(bgt_gb18030_find_bad(BYTES("a\x81\x30\x20"), false), 1);
}

/* Whether iconv takes the bytes as one GB18030 character. */
static bool iconv_takes(iconv_t converter, const unsigned char *bytes, size_t length)
{
    char input[4];
    char output[16];
    char *from = input;
    char *to = output;
    size_t from_left = length;
    size_t to_left = sizeof output;
    memcpy(input, bytes, length);
    (void)iconv(converter, NULL, NULL, NULL, NULL);
    return iconv(converter, &from, &from_left, &to, &to_left) != (size_t)-1 &&
           from_left == 0;
}

static void gb18030_structure_agrees_with_iconv(void **state)
{
    (void)state;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1) {
        bgt_test_skip("this system has no GB18030 converter");
        return;
    }
    size_t differences = 0;
    for (unsigned lead = 0x81; lead <= 0xFF; lead++) {
        for (unsigned trail = 0; trail <= 0xFF; trail++) {
            const unsigned char two[] = {(unsigned char)lead, (unsigned char)trail};
            bool ours = bgt_gb18030_find_bad((const char *)two, 2, true) == 2;
            differences += ours != iconv_takes(converter, two, 2);
        }
        for (unsigned third = 0x80; third <= 0xFF; third += 3) {
            for (unsigned rest = 0; rest < 100; rest += 7) {
                const unsigned char four[] = {
                    (unsigned char)lead, (unsigned char)(0x30 + rest / 10),
                    (unsigned char)third, (unsigned char)(0x30 + rest % 10)};
                bool ours = bgt_gb18030_find_bad((const char *)four, 4, true) == 4;
                /* glibc 2.36 lacks 18 four-byte forms beside 82 35 90 and 84 31 82. */
                bool lacks = lead == 0x82 || lead == 0x84;
                differences += !lacks && ours != iconv_takes(converter, four, 4);
            }
        }
    }
    (void)iconv_close(converter);
    assert_int_equal(differences, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_name_encodings),
        cmocka_unit_test(encodings_are_detected),
        cmocka_unit_test(detection_says_where_it_failed),
        cmocka_unit_test(gb18030_structure_is_known),
        cmocka_unit_test(gb18030_structure_agrees_with_iconv),
    };
    return bgt_test_main("encoding", tests, BGT_TEST_COUNT(tests), argc, argv);
}
