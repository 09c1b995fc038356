/* What cells mean: types, number formats, dates, merged cells, rows. */
#include "plugin/xlsx/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads a book and compares what came. */
static void reads_as(const struct book *book, const char *expected)
{
    struct host host;
    host_open(&host);
    bgt_status status = host_read_book(&host, book);
    if (status != BGT_END) {
        char *reports = host_reports(&host);
        print_error("%s", reports);
        free(reports);
    }
    assert_int_equal(status, BGT_END);
    assert_string_equal(host.dump, expected);
    host_close(&host);
}

static void reads_every_type(void **state)
{
    (void)state;
    const struct book book = {
        .sheet_data =
            "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v> 1 </v></c>"
            "<c r='C1' t='s'><v/></c><c r='D1' t='s'><v>2</v></c></row>"
            "<row r='2'><c r='A2' t='inlineStr'><is><t>a</t></is></c>"
            "<c r='B2' t='inlineStr'><is><r><t>富</t></r><r><t> 文本</t></r>"
            "<rPh sb='0' eb='1'><t>fu</t></rPh></is></c>"
            "<c r='C2' t='inlineStr'><is><t/></is></c><c r='D2' t='str'><v> x "
            "</v></c></row>"
            "<row r='3'><c r='A3' t='b'><v>1</v></c><c r='B3' t='b'><v>false</v></c>"
            "<c r='C3' t='e'><v>#DIV/0!</v></c><c r='D3' t='n'><v>1.5</v></c>"
            "<c r='E3'><v>-7</v></c><c r='F3' t='d'><v>2026-01-31</v></c></row>"
            "<row r='4'><c r='A4'/><c r='B4' s='0'><v></v></c></row>"
            "<row r='6'><c r='A6'><f>1+1</f><v>2</v></c><c r='B6'><f>X()</f></c>"
            "<c r='C6' t='str'><f>A1</f><v></v></c><c r='D6' t='str'><f>A2</f></c></row>",
        .shared_strings =
            "<si><t>科目</t></si><si><r><rPr><b/></rPr><t xml:space='preserve'>a </t></r>"
            "<r><t>b</t></r><rPh sb='0' eb='1'><t>kana</t></rPh><phoneticPr "
            "fontId='1'/></si>"
            "<si><t/></si>",
    };
    reads_as(&book,
             "sheet 表1\n"
             "row 1: A1 s:科目 B1 s:a b D1 s:\n"
             "row 2: A2 s:a B2 s:富 文本 C2 s: D2 s: x \n"
             "row 3: A3 b:1 B3 b:0 C3 e:#DIV/0! D3 n:1.5(1.5) E3 n:-7(-7) "
             "F3 d:2026-01-31\n"
             "row 6: A6 n:2(2) formula B6 s: formula no-result C6 s: formula blank "
             "D6 s: formula no-result\n"
             "end\n");
}

static void reads_numbers_by_their_format(void **state)
{
    (void)state;
    const struct book book = {
        .formats =
            "#,##0.00\n0.00\n0\n0%\n0.00%\n0.0#\n0!.0,\n0.00\"万\"\n@\n0.00E+00\n0.0000",
        .sheet_data =
            "<row r='1'><c r='A1' s='1'><v>26</v></c>"
            "<c r='B1' s='1'><v>830.99000000000001</v></c>"
            "<c r='C1' s='1'><v>1.6296199999999999E3</v></c>"
            "<c r='D1' s='1'><v>137.802559</v></c><c r='E1' s='2'><v>0</v></c>"
            "<c r='F1' s='3'><v>-12</v></c></row>"
            "<row r='2'><c r='A2' s='4'><v>0.5</v></c><c r='B2' s='5'><v>0.1234</v></c>"
            "<c r='C2' s='4'><v>0.28999999999999998</v></c>"
            "<c r='D2' s='4'><v>0.333</v></c><c r='E2' s='5'><v>1</v></c></row>"
            "<row r='3'><c r='A3' s='6'><v>2</v></c><c r='B3' s='6'><v>2.25</v></c>"
            "<c r='C3' s='6'><v>2.255</v></c><c r='D3' s='7'><v>123456</v></c>"
            "<c r='E3' s='8'><v>26</v></c><c r='F3' s='9'><v>12.5</v></c>"
            "<c r='G3' s='10'><v>1200</v></c></row>"
            "<row r='4'><c r='A4'><v>0.1</v></c><c r='B4'><v>0.30000000000000004</v></c>"
            "<c r='C4'><v>1E+300</v></c><c r='D4'><v>12345678901234567890</v></c>"
            "<c r='E4'><v>1.5e2</v></c><c r='F4' s='11'><v>1E-3</v></c></row>",
    };
    reads_as(&book,
             "sheet 表1\n"
             "row 1: A1 n:26.00(26) B1 n:830.99(830.99000000000001) "
             "C1 n:1629.62(1.6296199999999999E3) D1 n:137.802559(137.802559) more "
             "E1 n:0.00(0) F1 n:-12(-12)\n"
             "row 2: A2 n:50(0.5) percent B2 n:12.34(0.1234) percent "
             "C2 n:29(0.28999999999999998) percent D2 n:33.3(0.333) more percent "
             "E2 n:100.00(1) percent\n"
             "row 3: A3 n:2.0(2) B3 n:2.25(2.25) C3 n:2.255(2.255) more "
             "D3 n:123456(123456) scaled E3 n:26.00(26) F3 n:12.5(12.5) G3 n:1200(1200)\n"
             "row 4: A4 n:0.1(0.1) B4 n:0.3(0.30000000000000004) C4 n:-(1E+300) "
             "D4 n:-(12345678901234567890) E4 n:150(1.5e2) F4 n:0.0010(1E-3)\n"
             "end\n");
}

static void rounds_when_asked_to(void **state)
{
    (void)state;
    struct host host;
    const struct book book = {
        .formats = "0.00\n0%",
        .sheet_data = "<row r='1'><c r='A1' s='1'><v>137.802559</v></c>"
                      "<c r='B1' s='1'><v>0.125</v></c><c r='C1' s='1'><v>-0.125</v></c>"
                      "<c r='D1' s='1'><v>26</v></c><c r='E1'><v>0.125</v></c>"
                      "<c r='F1' s='2'><v>0.335</v></c></row>",
    };
    host_open(&host);
    host_option(&host, "numbers", "shown");
    assert_int_equal(host_read_book(&host, &book), BGT_END);
    assert_string_equal(
        host.dump, "sheet 表1\n"
                   "row 1: A1 n:137.80(137.802559) B1 n:0.13(0.125) C1 n:-0.13(-0.125) "
                   "D1 n:26.00(26) E1 n:0.125(0.125) F1 n:34(0.335) percent\n"
                   "end\n");
    const struct bgt_kept_diagnostic *kept = host_report(&host, "XLSX_ROUNDED");
    assert_string_equal(kept->arguments[0], "4");
    assert_string_equal(kept->place.sheet, "表1");
    host_close(&host);
}

static void reads_dates_of_both_systems(void **state)
{
    (void)state;
    struct book book = {
        .formats = "yyyy-mm-dd\nyyyy-m-d h:mm\nh:mm\n[h]:mm\nyyyy\"年\"m\"月\"",
        .sheet_data = "<row r='1'><c r='A1' s='1'><v>45688</v></c><c r='B1' "
                      "s='2'><v>45688.5</v></c>"
                      "<c r='C1' s='3'><v>0.25</v></c><c r='D1' s='4'><v>1.5</v></c>"
                      "<c r='E1' s='5'><v>60</v></c><c r='F1' s='1'><v>-1</v></c>"
                      "<c r='G1' s='1' t='d'><v>2026-01-31T00:00:00</v></c></row>",
    };
    reads_as(&book, "sheet 表1\n"
                    "row 1: A1 d:2025-01-31 B1 d:2025-01-31T12:00:00 C1 d:06:00:00 "
                    "D1 d:36:00:00 E1 d:1900-02-29 F1 n:-1(-1) G1 d:2026-01-31\n"
                    "end\n");
    book.workbook_pr = "date1904='1'";
    reads_as(&book, "sheet 表1\n"
                    "row 1: A1 d:2029-02-01 B1 d:2029-02-01T12:00:00 C1 d:06:00:00 "
                    "D1 d:36:00:00 E1 d:1904-03-01 F1 n:-1(-1) G1 d:2026-01-31\n"
                    "end\n");
}

static void knows_merged_cells_before_their_rows(void **state)
{
    (void)state;
    const struct book book = {
        .sheet_data =
            "<row r='1'><c r='A1'><v>1</v></c><c r='B1'/><c r='D1'><v>2</v></c></row>"
            "<row r='2'><c r='B2'><v>3</v></c></row>"
            "<row r='4'><c r='A4'><v>4</v></c></row>",
        .after_data =
            "<mergeCells count='3'><mergeCell ref='A4:B4'/><mergeCell ref='C1:C3'/>"
            "<mergeCell ref='A1:B1'/><mergeCell ref='B2:C3'/>"
            "<mergeCell ref='nonsense'/></mergeCells>",
    };
    reads_as(&book, "sheet 表1\n"
                    "row 1: A1 n:1(1) span=2x1 D1 n:2(2)\n"
                    "row 2: B2 n:3(3) span=2x2\n"
                    "row 4: A4 n:4(4) span=2x1\n"
                    "end\n");
}

static void counts_rows_and_cells_without_names(void **state)
{
    (void)state;
    const struct book book = {
        .sheet_data = "<row><c><v>1</v></c><c><v>2</v></c></row><row/>"
                      "<row><c r='C3'><v>3</v></c><c><v>4</v></c></row>"
                      "<row r='7' hidden='1'><c><v>5</v></c></row>",
    };
    reads_as(&book, "sheet 表1\nrow 1: A1 n:1(1) B1 n:2(2)\nrow 3: C3 n:3(3) D3 n:4(4)\n"
                    "row 7 hidden: A7 n:5(5)\nend\n");
}

static void keeps_to_the_extension_rules(void **state)
{
    (void)state;
    const struct book book = {
        .sheet_data =
            "<row r='1'><c r='A1' xmlns:n='urn:new'><n:v>9</n:v><v>1</v>"
            "<extLst><ext uri='x'><n:v>8</n:v></ext></extLst></c>"
            "<mc:AlternateContent "
            "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
            "<mc:Choice Requires='n'><c r='B1'><v>7</v></c></mc:Choice>"
            "<mc:Fallback><c "
            "r='B1'><v>2</v></c></mc:Fallback></mc:AlternateContent></row>",
    };
    reads_as(&book, "sheet 表1\nrow 1: A1 n:1(1) B1 n:2(2)\nend\n");
}

static void decodes_escapes_and_keeps_blanks(void **state)
{
    (void)state;
    const struct book book = {
        .sheet_data =
            "<row r='1'><c r='A1' t='inlineStr'><is><t>a_x000D_b</t></is></c>"
            "<c r='B1' t='str'><v>_x005F_x0041_</v></c><c r='C1' t='s'><v>0</v></c>"
            "<c r='D1' t='s'><v>1</v></c></row>",
        .shared_strings = "<si><t xml:space='preserve'>  a &lt;b&gt; </t></si>"
                          "<si><r><t>_x00</t></r><r><t>41_</t></r></si>",
    };
    reads_as(&book, "sheet 表1\n"
                    "row 1: A1 s:a\rb B1 s:_x0041_ C1 s:  a <b>  D1 s:_x0041_\nend\n");
}

static void reads_the_same_in_any_batch_size(void **state)
{
    (void)state;
    char *data = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&data, &length);
    for (int row = 1; row <= 3000; row++) {
        fprintf(out,
                "<row r='%d'><c r='A%d' t='s'><v>%d</v></c><c r='B%d'><v>%d.5</v></c>"
                "<c r='C%d' t='inlineStr'><is><t>行%d</t></is></c></row>",
                row, row, row % 2, row, row, row, row);
    }
    (void)fclose(out);
    const struct book book = {.sheet_data = data,
                              .shared_strings = "<si><t>一</t></si><si><t>二</t></si>"};
    static const uint32_t sizes[] = {0, 1, 7, 100000};
    char *first = NULL;
    for (size_t i = 0; i < BGT_TEST_COUNT(sizes); i++) {
        struct host host;
        host_open(&host);
        host.batch_items = sizes[i];
        assert_int_equal(host_read_book(&host, &book), BGT_END);
        if (first == NULL) {
            first = strdup(host.dump);
            assert_non_null(strstr(first, "\nrow 2999: A2999 s:二 B2999 n:2999.5(2999.5) "
                                          "C2999 s:行2999\nrow 3000: A3000 s:一 "));
        }
        assert_string_equal(host.dump, first);
        host_close(&host);
    }
    free(first);
    free(data);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_type),
        cmocka_unit_test(reads_numbers_by_their_format),
        cmocka_unit_test(rounds_when_asked_to),
        cmocka_unit_test(reads_dates_of_both_systems),
        cmocka_unit_test(knows_merged_cells_before_their_rows),
        cmocka_unit_test(counts_rows_and_cells_without_names),
        cmocka_unit_test(keeps_to_the_extension_rules),
        cmocka_unit_test(decodes_escapes_and_keeps_blanks),
        cmocka_unit_test(reads_the_same_in_any_batch_size),
    };
    return bgt_test_main("xlsx cells", tests, BGT_TEST_COUNT(tests), argc, argv);
}
