/* Workbooks that libxlsxwriter has cut short without noticing. */
#include "plugin/xlsx/work.h"

#include "../../../plugins/xlsx/verify.h"

#include <stdlib.h>
#include <string.h>

#define SHEET "xl/worksheets/sheet1.xml"

static bgt_status verify(const struct part *parts, size_t count, uint64_t cells)
{
    size_t length = 0;
    const struct bgt_xlsx_expected expected = {&cells, 1, 0};
    char *bytes = make_package(parts, count, &length);
    bgt_status status = bgt_xlsx_verify((const uint8_t *)bytes, length, &expected);
    free(bytes);
    return status;
}

/* 300 cells of 20 bytes, which libzip packs by the usual method. */
static char *sheet_text(size_t cells)
{
    char *text = calloc(1, cells * 20 + 200);
    assert_non_null(text);
    size_t at = 0;
    static const char begin[] =
        "<?xml version=\"1.0\"?>\n<worksheet xmlns=\"u\"><sheetData>";
    static const char cell[] = "<c r=\"A1\"><v>1</v></c>";
    static const char end[] = "</sheetData></worksheet>\n";
    memcpy(text, begin, sizeof begin - 1);
    at = sizeof begin - 1;
    for (size_t i = 0; i < cells && at + sizeof cell < cells * 20 + 150; i++) {
        memcpy(text + at, cell, 20);
        at += 20;
    }
    memcpy(text + at, end, sizeof end);
    return text;
}

static void whole_workbooks_pass(void **state)
{
    (void)state;
    char *text = sheet_text(30000); /* longer than any buffer */
    struct part parts[] = {{SHEET, text},
                           {"xl/styles.xml", "<styleSheet>                "
                                             "                </styleSheet>"}};
    assert_int_equal(verify(parts, 2, 30000), BGT_OK);
    assert_int_equal(verify(parts, 2, 29999), BGT_BAD);
    assert_int_equal(verify(parts, 2, 30001), BGT_BAD);
    assert_int_equal(verify(parts + 1, 1, 30000), BGT_BAD); /* a sheet too few */
    free(text);
}

static void parts_cut_short_are_found(void **state)
{
    (void)state;
    char *text = sheet_text(300);
    size_t length = strlen(text);
    const struct part parts[] = {{SHEET, text}};
    assert_int_equal(verify(parts, 1, 300), BGT_OK);
    for (size_t cut = length - 1; cut > length - 200; cut--) {
        char last = text[cut];
        text[cut] = '\0';
        bool is_only_blank = cut == length - 1;
        assert_int_equal(verify(parts, 1, 300), is_only_blank ? BGT_OK : BGT_BAD);
        text[cut] = last;
    }
    free(text);
}

static void damaged_zips_are_found(void **state)
{
    (void)state;
    size_t length = 0;
    uint64_t cells = 300;
    const struct bgt_xlsx_expected expected = {&cells, 1, 0};
    char *text = sheet_text(300);
    const struct part parts[] = {{SHEET, text}};
    char *bytes = make_package(parts, 1, &length);
    for (size_t cut = 0; cut < length; cut++) {
        uint8_t *copy = malloc(cut + 1);
        assert_non_null(copy);
        memcpy(copy, bytes, cut);
        assert_int_equal(bgt_xlsx_verify(copy, cut, &expected), BGT_BAD);
        free(copy);
    }
    uint8_t *copy = malloc(length + 1);
    assert_non_null(copy);
    for (size_t i = 0; i < length; i++) {
        memcpy(copy, bytes, length);
        copy[i] ^= 0xFF;
        (void)bgt_xlsx_verify(copy, length, &expected); /* no crash, no overrun */
    }
    free(copy);
    free(bytes);
    free(text);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_workbooks_pass),
        cmocka_unit_test(parts_cut_short_are_found),
        cmocka_unit_test(damaged_zips_are_found),
    };
    return bgt_test_main("xlsx verify", tests, BGT_TEST_COUNT(tests), argc, argv);
}
