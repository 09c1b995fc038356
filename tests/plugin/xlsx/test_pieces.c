/* The small parts of the workbook plugin: dates, escapes, references, sheet names, part
 * names. */
#include "support/testing.h"

#include "../../../plugins/xlsx/cell_reference.h"
#include "../../../plugins/xlsx/escape.h"
#include "../../../plugins/xlsx/relationships.h"
#include "../../../plugins/xlsx/serial_date.h"
#include "../../../plugins/xlsx/sheet_name.h"

#include <stdlib.h>
#include <string.h>

/* ---- Dates: Excel's documentation names 1 = 1900-01-01, 39448 = 2008-01-01, 60 = the
 * day that never was; 1904: 0 = 1904-01-01, 37986 = 2008-01-01. ---- */

struct date_case {
    const char *serial;
    const char *date; /* null: no date */
    bool is_1904, has_date, is_elapsed;
};

static const struct date_case dates[] = {
    {"1", "1900-01-01", false, true, false},
    {"59", "1900-02-28", false, true, false},
    {"60", "1900-02-29", false, true, false},
    {"61", "1900-03-01", false, true, false},
    {"25569", "1970-01-01", false, true, false},
    {"36526", "2000-01-01", false, true, false},
    {"36585", "2000-02-29", false, true, false},
    {"39448", "2008-01-01", false, true, false},
    {"3.9448E4", "2008-01-01", false, true, false},
    {"2958465", "9999-12-31", false, true, false},
    {"2958466", NULL, false, true, false},
    {"-1", NULL, false, true, false},
    {"1e300", NULL, false, true, false},
    {"39448.5", "2008-01-01T12:00:00", false, true, false},
    {"39448.354166666664", "2008-01-01T08:30:00", false, true, false},
    {"1.333333333", "1900-01-01T08:00:00", false, true, false},
    {"39448.000005787037", "2008-01-01T00:00:00.500", false, true, false},
    {"39447.999999999", "2008-01-01", false, true, false},
    {"0.354166666666667", "08:30:00", false, false, false},
    {"0.354166666666667", "08:30:00", false, true, false},
    {"0", "00:00:00", false, false, false},
    {"0", "1899-12-31", false, true, false},
    {"1.5", "1900-01-01T12:00:00", false, false, false},
    {"1.5208333333333333", "36:30:00", false, false, true},
    {"1.0416666666666667E-2", "00:15:00", false, false, true},
    {"0", "1904-01-01", true, true, false},
    {"0.5", "1904-01-01T12:00:00", true, true, false},
    {"0.5", "12:00:00", true, false, false},
    {"59", "1904-02-29", true, true, false},
    {"60", "1904-03-01", true, true, false},
    {"37986", "2008-01-01", true, true, false},
    {"2957003", "9999-12-31", true, true, false},
    {"2957004", NULL, true, true, false},
};

static void turns_serial_numbers_into_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(dates); i++) {
        char out[BGT_XLSX_DATE_SIZE] = "";
        const struct bgt_xlsx_date_style style = {dates[i].is_1904, dates[i].has_date,
                                                  dates[i].is_elapsed};
        size_t n =
            bgt_xlsx_serial_date(dates[i].serial, strlen(dates[i].serial), &style, out);
        if (dates[i].date == NULL ? n != 0 : strcmp(out, dates[i].date) != 0) {
            fail_msg("%s (1904 %d): %s", dates[i].serial, dates[i].is_1904, out);
        }
    }
}

static void checks_iso_dates(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        bool has_time;
        const char *out;
    } cases[] = {
        {"2026-01-31", true, "2026-01-31"},
        {"2026-01-31T08:30:00", true, "2026-01-31T08:30:00"},
        {"2026-01-31T08:30:00Z", false, "2026-01-31T08:30:00"},
        {"2026-01-31T00:00:00.000", false, "2026-01-31"},
        {"2026-01-31T00:00:00", true, "2026-01-31T00:00:00"},
        {"08:30", true, "08:30"},
        {"08:30:00.5", true, "08:30:00.5"},
        {"2026-1-31", true, ""},
        {"2026-01-31T", true, ""},
        {"45000", true, ""},
        {"", true, ""},
        {"2026-01-31T08:30:00.1234567890123456789012345", true, ""},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char out[BGT_XLSX_DATE_SIZE] = "";
        size_t n =
            bgt_xlsx_iso_date(cases[i].in, strlen(cases[i].in), cases[i].has_time, out);
        assert_int_equal(n, strlen(cases[i].out));
        assert_string_equal(out, cases[i].out);
    }
}

/* ---- Escapes -------------------------------------------------------------------- */

static void decodes_escapes(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"ABC_x000D_\nDEF", "ABC\r\nDEF"},
        {"_x0041_", "A"},
        {"_x005F_x0041_", "_x0041_"},
        {"_x0041_x0042_", "Ax0042_"},
        {"_x4e2d_", "中"},
        {"_xD83D__xDE00_", "\xF0\x9F\x98\x80"},
        {"_xD83D_", "_xD83D_"},
        {"_xDE00__xD83D_", "_xDE00__xD83D_"},
        {"_x0000_", "_x0000_"},
        {"_x00G1_", "_x00G1_"},
        {"_x0041", "_x0041"},
        {"_X0041_", "_X0041_"},
        {"__x0041_", "_A"},
        {"预_算_", "预_算_"},
        {"", ""},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char text[64] = "";
        memcpy(text, cases[i].in, strlen(cases[i].in));
        size_t n = bgt_xlsx_unescape(text, strlen(text));
        text[n] = '\0';
        assert_string_equal(text, cases[i].out);
    }
}

static void escaped_text_reads_back(void **state)
{
    (void)state;
    static const struct {
        const char *text, *escaped;
    } cases[] = {
        {"A", "A"},
        {"_x0041_", "_x005F_x0041_"},
        {"_x0041_x0042_", "_x005F_x0041_x005F_x0042_"},
        {"_x0041\x01", "_x005F_x0041_x0001_"},
        {"\x01x0041_", "_x0001_x0041_"},
        {"a\r\nb\tc", "a_x000D_\nb\tc"},
        {"\x1F_", "_x001F__"},
        {"_x0041", "_x0041"},
        {"\xEF\xBF\xBE", "_xFFFE_"},
        {"=1+1", "=1+1"},
        {"<&>\"'", "<&>\"'"},
        {"𠮷野家", "𠮷野家"},
        {"", ""},
    };
    struct bgt_xlsx_bytes out = {0};
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(bgt_xlsx_escape(cases[i].text, strlen(cases[i].text), &out),
                         BGT_XLSX_TEXT_OK);
        assert_string_equal(out.data, cases[i].escaped);
        size_t n = bgt_xlsx_unescape(out.data, out.size);
        assert_int_equal(n, strlen(cases[i].text));
        assert_memory_equal(out.data, cases[i].text, n);
    }
    bgt_xlsx_bytes_free(&out);
}

/* Every text of up to seven of these characters comes back. */
static void every_combination_reads_back(void **state)
{
    (void)state;
    static const char alphabet[] = {'_', 'x', '0', 'A', '\x01', '\n'};
    struct bgt_xlsx_bytes out = {0};
    for (unsigned long code = 0; code < 279936UL * 6; code++) {
        char text[8];
        size_t length = 1 + code % 8;
        unsigned long rest = code * 2654435761UL % 1679616;
        for (size_t i = 0; i < length && i < sizeof text; i++, rest /= 6) {
            text[i] = alphabet[rest % 6];
        }
        if (bgt_xlsx_escape(text, length, &out) != BGT_XLSX_TEXT_OK) {
            fail_msg("refused %lu", code);
        }
        size_t n = bgt_xlsx_unescape(out.data, out.size);
        if (n != length || memcmp(out.data, text, n) != 0) {
            fail_msg("%.*s came back as %.*s", (int)length, text, (int)n, out.data);
        }
    }
    bgt_xlsx_bytes_free(&out);
}

static void refuses_what_no_cell_holds(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xFF",         "\xC0\x80",         "\xE4\xB8",
                                      "\xED\xA0\x80", "\xF4\x90\x80\x80", "a\x80"};
    struct bgt_xlsx_bytes out = {0};
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        assert_int_equal(bgt_xlsx_escape(bad[i], strlen(bad[i]), &out),
                         BGT_XLSX_TEXT_NOT_UTF8);
    }
    assert_int_equal(bgt_xlsx_escape("a\0b", 3, &out), BGT_XLSX_TEXT_HAS_NUL);
    char *text = malloc(32768);
    assert_non_null(text);
    memset(text, 'a', 32768);
    assert_int_equal(bgt_xlsx_escape(text, 32767, &out), BGT_XLSX_TEXT_OK);
    assert_int_equal(bgt_xlsx_escape(text, 32768, &out), BGT_XLSX_TEXT_TOO_LONG);
    text[0] = '\r'; /* seven characters once escaped */
    assert_int_equal(bgt_xlsx_escape(text, 32761, &out), BGT_XLSX_TEXT_OK);
    assert_int_equal(bgt_xlsx_escape(text, 32762, &out), BGT_XLSX_TEXT_TOO_LONG);
    free(text);
    bgt_xlsx_bytes_free(&out);
}

/* ---- References ----------------------------------------------------------------- */

static void reads_cell_names(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t column, row; /* 0: none */
    } cases[] = {
        {"A1", 1, 1},
        {"Z9", 26, 9},
        {"AA10", 27, 10},
        {"AB12", 28, 12},
        {"XFD1048576", 16384, 1048576},
        {"a1", 1, 1},
        {"$C$3", 3, 3},
        {"XFE1", 0, 0},
        {"A1048577", 0, 0},
        {"A0", 0, 0},
        {"A", 0, 0},
        {"1", 0, 0},
        {"", 0, 0},
        {"A1B", 0, 0},
        {"A-1", 0, 0},
        {"AAAAAAAAAAAA1", 0, 0},
        {"A99999999999999999999", 0, 0},
        {"R1C1", 0, 0},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_xlsx_cell cell = {0, 0};
        bool is_cell = bgt_xlsx_cell_parse(cases[i].name, strlen(cases[i].name), &cell);
        assert_int_equal(is_cell, cases[i].row != 0);
        assert_int_equal(cell.row, cases[i].row);
        assert_int_equal(cell.column, cases[i].column);
    }
}

static void reads_ranges(void **state)
{
    (void)state;
    struct bgt_xlsx_range range;
    assert_true(bgt_xlsx_range_parse("C5:A2", 5, &range));
    assert_int_equal(range.first.row, 2);
    assert_int_equal(range.first.column, 1);
    assert_int_equal(range.last.row, 5);
    assert_int_equal(range.last.column, 3);
    assert_true(bgt_xlsx_range_parse("B7", 2, &range));
    assert_int_equal(range.last.row, 7);
    assert_false(bgt_xlsx_range_parse("B7:", 3, &range));
    assert_false(bgt_xlsx_range_parse("A1:B2:C3", 8, &range));
    assert_false(bgt_xlsx_range_parse("", 0, &range));
}

/* ---- Names ---------------------------------------------------------------------- */

static void checks_sheet_names(void **state)
{
    (void)state;
    assert_null(bgt_xlsx_sheet_name_check("收支总表"));
    assert_null(bgt_xlsx_sheet_name_check("1234567890123456789012345678901"));
    assert_null(bgt_xlsx_sheet_name_check("a'b"));
    assert_string_equal(bgt_xlsx_sheet_name_check(""), "XLSX_SHEET_NAME_EMPTY");
    assert_string_equal(bgt_xlsx_sheet_name_check("12345678901234567890123456789012"),
                        "XLSX_SHEET_NAME_LONG");
    static const char *const bad[] = {"a[b", "a]b",  "a:b",  "a*b", "a?b",
                                      "a/b", "a\\b", "a\nb", "\xFF"};
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        assert_string_equal(bgt_xlsx_sheet_name_check(bad[i]),
                            "XLSX_SHEET_NAME_CHARACTER");
    }
    assert_string_equal(bgt_xlsx_sheet_name_check("'a"), "XLSX_SHEET_NAME_APOSTROPHE");
    assert_string_equal(bgt_xlsx_sheet_name_check("a'"), "XLSX_SHEET_NAME_APOSTROPHE");
    assert_true(bgt_xlsx_sheet_name_equal("Sheet1", "sHEET1"));
    assert_false(bgt_xlsx_sheet_name_equal("Sheet1", "Sheet10"));
}

static void resolves_targets(void **state)
{
    (void)state;
    static const struct {
        const char *of, *target, *part;
    } cases[] = {
        {"", "xl/workbook.xml", "xl/workbook.xml"},
        {"", "/xl/workbook.xml", "xl/workbook.xml"},
        {"xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
        {"xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"},
        {"xl/workbook.xml", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"},
        {"xl/workbook.xml", "./styles.xml", "xl/styles.xml"},
        {"xl/workbook.xml", "../styles.xml", "styles.xml"},
        {"xl/workbook.xml", "../../../styles.xml", "styles.xml"},
        {"workbook.xml", "stylesheet.xml", "stylesheet.xml"},
        {"a/b/c.xml", "../d//e.xml", "a/d/e.xml"},
        {"xl/workbook.xml", "", "xl"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        char *part = bgt_xlsx_resolve(cases[i].of, cases[i].target);
        assert_non_null(part);
        assert_string_equal(part, cases[i].part);
        free(part);
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_serial_numbers_into_dates),
        cmocka_unit_test(checks_iso_dates),
        cmocka_unit_test(decodes_escapes),
        cmocka_unit_test(escaped_text_reads_back),
        cmocka_unit_test(every_combination_reads_back),
        cmocka_unit_test(refuses_what_no_cell_holds),
        cmocka_unit_test(reads_cell_names),
        cmocka_unit_test(reads_ranges),
        cmocka_unit_test(checks_sheet_names),
        cmocka_unit_test(resolves_targets),
    };
    return bgt_test_main("xlsx pieces", tests, BGT_TEST_COUNT(tests), argc, argv);
}
