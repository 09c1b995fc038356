/* Number formats as Excel and WPS write them; what they mean stands in ECMA-376 part 1,
 * 18.8.30 and 18.8.31. */
#include "support/testing.h"

#include "../../../plugins/xlsx/number_format.h"

#include <string.h>

struct expected {
    const char *code;
    uint8_t kind;
    uint8_t least;
    uint8_t most;
    bool percent;
    bool scaled;
};

static const struct expected numbers[] = {
    {"General", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"GENERAL", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"G/通用格式", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"", BGT_XLSX_GENERAL, 0, 0, false, false},
    {" ", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"@", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"0", BGT_XLSX_FIXED, 0, 0, false, false},
    {"0.00", BGT_XLSX_FIXED, 2, 2, false, false},
    {"#,##0.00", BGT_XLSX_FIXED, 2, 2, false, false},
    {"0.##", BGT_XLSX_FIXED, 0, 2, false, false},
    {"0.0?", BGT_XLSX_FIXED, 1, 2, false, false},
    {"0.000000", BGT_XLSX_FIXED, 6, 6, false, false},
    {"0.00_ ", BGT_XLSX_FIXED, 2, 2, false, false},
    {"#,##0.00_);[Red]\\(#,##0.00\\)", BGT_XLSX_FIXED, 2, 2, false, false},
    {"_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", BGT_XLSX_FIXED, 2, 2, false,
     false},
    {"_ \"￥\"* #,##0_ ;_ \"￥\"* \\-#,##0_ ;_ \"￥\"* \"-\"_ ;_ @_ ", BGT_XLSX_FIXED, 0,
     0, false, false},
    {"[$¥-804]#,##0.00;[$¥-804]\\-#,##0.00", BGT_XLSX_FIXED, 2, 2, false, false},
    {"[DBNum2][$-804]General", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"[>=100000]0.000\\ \\<;;[Red]0.000\\ \\>", BGT_XLSX_FIXED, 3, 3, false, false},
    {"0.00\"万元\"", BGT_XLSX_FIXED, 2, 2, false, false},
    {"\"-\";0.00", BGT_XLSX_FIXED, 2, 2, false, false},
    {";;;", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"0%", BGT_XLSX_FIXED, 0, 0, true, false},
    {"0.00%", BGT_XLSX_FIXED, 2, 2, true, false},
    {"0.00%%", BGT_XLSX_FIXED, 2, 2, false, true},
    {"0.00E+00", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"##0.0e+0", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"# ?/?", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"0,", BGT_XLSX_FIXED, 0, 0, false, true},
    {"#,##0,", BGT_XLSX_FIXED, 0, 0, false, true},
    {"0.0,", BGT_XLSX_FIXED, 1, 1, false, true},
    {"0.00,,\"百万\"", BGT_XLSX_FIXED, 2, 2, false, true},
    {"0,.00", BGT_XLSX_FIXED, 2, 2, false, true},
    {"0!.0,", BGT_XLSX_FIXED, 0, 0, false, true},
    {"0\\.0,", BGT_XLSX_FIXED, 0, 0, false, true},
    {"0!.0000", BGT_XLSX_FIXED, 0, 0, false, true},
    {"0\".\"0000", BGT_XLSX_FIXED, 0, 0, false, true},
    {"#!.0000万元", BGT_XLSX_FIXED, 0, 0, false, true},
    {"0;0!.0,", BGT_XLSX_FIXED, 0, 0, false, true},
    {"\"unclosed 0.00", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"[unclosed", BGT_XLSX_GENERAL, 0, 0, false, false},
    {"0\\", BGT_XLSX_FIXED, 0, 0, false, false},
    {"0_", BGT_XLSX_FIXED, 0, 0, false, false},
};

static void reads_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(numbers); i++) {
        const struct expected *e = &numbers[i];
        struct bgt_xlsx_number_format got;
        bgt_xlsx_number_format_parse(e->code, strlen(e->code), &got);
        if (got.kind != e->kind || got.is_percent != e->percent ||
            got.is_scaled != e->scaled || got.least_places != e->least ||
            got.most_places != e->most) {
            fail_msg("%s: kind %d least %d most %d percent %d scaled %d", e->code,
                     got.kind, got.least_places, got.most_places, got.is_percent,
                     got.is_scaled);
        }
    }
}

static const struct {
    const char *code;
    bool date, time, elapsed;
} dates[] = {
    {"yyyy-mm-dd", true, false, false},
    {"M/D/YY", true, false, false},
    {"yyyy\"年\"m\"月\";@", true, false, false},
    {"yyyy\"年\"m\"月\"d\"日\"", true, false, false},
    {"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", true, false, false},
    {"[$-404]e\"年\"m\"月\"d\"日\"", true, false, false},
    {"aaaa", true, false, false},
    {"mmm-yy", true, false, false},
    {"h:mm", false, true, false},
    {"mm:ss.0", false, true, false},
    {"h:mm:ss AM/PM", false, true, false},
    {"上午/下午h\"时\"mm\"分\"", false, true, false},
    {"[h]:mm:ss", false, true, true},
    {"[mm]:ss", false, true, true},
    {"[Red]h:mm", false, true, false},
    {"yyyy-m-d h:mm", true, true, false},
    {"DD/MM/YY\\ HH:MM", true, true, false},
    {"[$-010409]m/d/yyyy h:mm:ss AM/PM", true, true, false},
};

static void reads_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(dates); i++) {
        struct bgt_xlsx_number_format got;
        bgt_xlsx_number_format_parse(dates[i].code, strlen(dates[i].code), &got);
        if (got.kind != BGT_XLSX_DATE || got.has_date != dates[i].date ||
            got.has_time != dates[i].time || got.is_elapsed != dates[i].elapsed) {
            fail_msg("%s: kind %d date %d time %d elapsed %d", dates[i].code, got.kind,
                     got.has_date, got.has_time, got.is_elapsed);
        }
    }
}

static void knows_builtin_formats(void **state)
{
    (void)state;
    static const struct {
        uint32_t id;
        uint8_t kind, places;
    } cases[] = {
        {0, BGT_XLSX_GENERAL, 0},  {1, BGT_XLSX_FIXED, 0},    {2, BGT_XLSX_FIXED, 2},
        {3, BGT_XLSX_FIXED, 0},    {4, BGT_XLSX_FIXED, 2},    {10, BGT_XLSX_FIXED, 2},
        {11, BGT_XLSX_GENERAL, 0}, {14, BGT_XLSX_DATE, 0},    {22, BGT_XLSX_DATE, 0},
        {31, BGT_XLSX_DATE, 0},    {38, BGT_XLSX_FIXED, 0},   {40, BGT_XLSX_FIXED, 2},
        {43, BGT_XLSX_FIXED, 2},   {46, BGT_XLSX_DATE, 0},    {49, BGT_XLSX_GENERAL, 0},
        {58, BGT_XLSX_DATE, 0},    {63, BGT_XLSX_GENERAL, 0}, {163, BGT_XLSX_GENERAL, 0},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_xlsx_number_format got;
        bgt_xlsx_number_format_builtin(cases[i].id, &got);
        if (got.kind != cases[i].kind || got.least_places != cases[i].places) {
            fail_msg("%u: kind %d places %d", cases[i].id, got.kind, got.least_places);
        }
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(reads_dates),
        cmocka_unit_test(knows_builtin_formats),
    };
    return bgt_test_main("xlsx number formats", tests, BGT_TEST_COUNT(tests), argc, argv);
}
