/* Packages as other programs write them, and damaged ones: parts missing, elsewhere or of
 * another kind. */
#include "plugin/xlsx/host.h"

#include <stdlib.h>
#include <string.h>

#define MAIN   "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS   "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK   "http://schemas.openxmlformats.org/package/2006/relationships"
#define TYPES  "http://schemas.openxmlformats.org/package/2006/content-types"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define SRELS  "http://purl.oclc.org/ooxml/officeDocument/relationships"

#define ROOT_RELS                                                                        \
    "<Relationships xmlns='" PACK "'><Relationship Id='r' Type='" RELS                   \
    "/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define WORKBOOK(sheets)                                                                 \
    "<workbook xmlns='" MAIN "' xmlns:r='" RELS "'><sheets>" sheets "</sheets></"        \
    "workbook>"
#define SHEET(content)                                                                   \
    "<worksheet xmlns='" MAIN "'><sheetData>" content "</sheetData></worksheet>"
#define ONE_SHEET WORKBOOK("<sheet name='A' sheetId='1' r:id='r1'/>")
#define ONE_REL                                                                          \
    "<Relationships xmlns='" PACK "'><Relationship Id='r1' Type='" RELS                  \
    "/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
#define ONE_CELL "<row r='1'><c r='A1'><v>1</v></c></row>"

static bgt_status read_package(struct host *host, const struct part *parts, size_t count)
{
    size_t length = 0;
    char *bytes = make_package(parts, count, &length);
    bgt_status status = host_read_bytes(host, bytes, length);
    free(bytes);
    return status;
}

static void reads(const struct part *parts, size_t count, const char *expected)
{
    struct host host;
    host_open(&host);
    bgt_status status = read_package(&host, parts, count);
    if (status != BGT_END) {
        char *reports = host_reports(&host);
        print_error("%s", reports);
        free(reports);
    }
    assert_int_equal(status, BGT_END);
    assert_string_equal(host.dump, expected);
    host_close(&host);
}

/* Refused with this code at this sheet or part, and a remedy. */
static void refuses(const struct part *parts, size_t count, const char *code,
                    const char *sheet)
{
    struct host host;
    host_open(&host);
    bgt_status status = read_package(&host, parts, count);
    assert_true(status == BGT_FATAL || status == BGT_BAD || status == BGT_LIMIT);
    const struct bgt_kept_diagnostic *kept = host_report(&host, code);
    assert_int_equal(kept->code->severity, BGT_ERROR);
    assert_true(strlen(kept->code->remedy[BGT_CHINESE]) > 0);
    if (sheet == NULL) {
        assert_null(kept->place.sheet);
    } else {
        assert_non_null(kept->place.sheet);
        assert_string_equal(kept->place.sheet, sheet);
    }
    host_close(&host);
}

static void reads_strict_packages(void **state)
{
    (void)state;
    const struct part parts[] = {
        {"_rels/.rels",
         "<Relationships xmlns='" PACK "'><Relationship Id='a' Type='" SRELS
         "/officeDocument' Target='/xl/workbook.xml'/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook xmlns='" STRICT "' xmlns:r='" SRELS "' conformance='strict'>"
         "<workbookPr date1904='true'/><sheets>"
         "<sheet name='甲' sheetId='1' r:id='x'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns='" PACK "'>"
         "<Relationship Id='x' Type='" SRELS "/worksheet' Target='/xl/worksheets/s.xml'/>"
         "<Relationship Id='y' Type='" SRELS "/styles' Target='styles.xml'/>"
         "<Relationship Id='z' Type='" SRELS "/sharedStrings' Target='strings.xml'/>"
         "</Relationships>"},
        {"xl/worksheets/s.xml",
         "<worksheet xmlns='" STRICT "'><sheetData><row r='1'>"
         "<c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>26</v></c>"
         "<c r='C1' s='2' t='d'><v>2026-03-01</v></c><c r='D1' s='2'><v>0</v></c></row>"
         "</sheetData></worksheet>"},
        {"xl/styles.xml", "<styleSheet xmlns='" STRICT "'><cellXfs><xf numFmtId='0'/>"
                          "<xf numFmtId='4'/><xf numFmtId='14'/></cellXfs></styleSheet>"},
        {"xl/strings.xml", "<sst xmlns='" STRICT "'><si><t>科目</t></si></sst>"},
    };
    reads(parts, BGT_TEST_COUNT(parts),
          "sheet 甲\nrow 1: A1 s:科目 B1 n:26.00(26) C1 d:2026-03-01 D1 "
          "d:1904-01-01\nend\n");
}

static void finds_parts_wherever_they_are(void **state)
{
    (void)state;
    const struct part elsewhere[] = {
        {"_rels/.rels", "<Relationships xmlns='" PACK "'><Relationship Id='r' Type='" RELS
                        "/officeDocument' Target='book.xml'/></Relationships>"},
        {"book.xml", ONE_SHEET},
        {"_rels/book.xml.rels",
         "<Relationships xmlns='" PACK "'><Relationship Id='r1' Type='" RELS
         "/worksheet' Target='Data\\Sheet.XML'/><Relationship Id='r9' Type='" RELS
         "/externalLink' Target='http://x.example/' "
         "TargetMode='External'/></Relationships>"},
        {"data/sheet.xml", SHEET(ONE_CELL)},
    };
    reads(elsewhere, BGT_TEST_COUNT(elsewhere), "sheet A\nrow 1: A1 n:1(1)\nend\n");
    const struct part by_type[] = {
        {"[Content_Types].xml",
         "<Types xmlns='" TYPES "'><Override PartName='/xl/workbook.xml' "
         "ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."
         "main+xml'/></Types>"},
        {"xl/workbook.xml", ONE_SHEET},
        {"xl/_rels/workbook.xml.rels", ONE_REL},
        {"xl/worksheets/sheet1.xml", SHEET(ONE_CELL)},
    };
    reads(by_type, BGT_TEST_COUNT(by_type), "sheet A\nrow 1: A1 n:1(1)\nend\n");
    reads(by_type + 1, BGT_TEST_COUNT(by_type) - 1, "sheet A\nrow 1: A1 n:1(1)\nend\n");
}

static void names_hidden_and_other_sheets(void **state)
{
    (void)state;
    struct host host;
    const struct part parts[] = {
        {"_rels/.rels", ROOT_RELS},
        {"xl/workbook.xml",
         WORKBOOK("<sheet name='A' sheetId='1' r:id='r1'/>"
                  "<sheet name='B' sheetId='2' r:id='r2' state='hidden'/>"
                  "<sheet name='C' sheetId='3' r:id='r3' state='veryHidden'/>"
                  "<sheet name='图' sheetId='4' r:id='r4'/>")},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns='" PACK "'>"
         "<Relationship Id='r1' Type='" RELS "/worksheet' Target='1.xml'/>"
         "<Relationship Id='r2' Type='" RELS "/worksheet' Target='2.xml'/>"
         "<Relationship Id='r3' Type='" RELS "/worksheet' Target='1.xml'/>"
         "<Relationship Id='r4' Type='" RELS "/chartsheet' Target='4.xml'/>"
         "</Relationships>"},
        {"xl/1.xml", SHEET(ONE_CELL)},
        {"xl/2.xml", SHEET("<row r='2' hidden='1'><c r='A2'><v>2</v></c></row>")},
        {"xl/4.xml", "<chartsheet xmlns='" MAIN "'/>"},
    };
    static const struct {
        const char *option, *dump;
        bgt_status status;
        size_t kept, skipped, refused, rows, rows_skipped;
    } cases[] = {
        {"keep",
         "sheet A +B +C +图\nrow 1: A1 n:1(1)\nend\nsheet B hidden\nrow 2 hidden: A2 "
         "n:2(2)\n"
         "end hidden\nsheet C very-hidden\nrow 1: A1 n:1(1)\nend very-hidden\n"
         "sheet 图 not-grid\nend not-grid\n",
         BGT_END, 2, 0, 0, 1, 0},
        {"skip", "sheet A +图\nrow 1: A1 n:1(1)\nend\nsheet 图 not-grid\nend not-grid\n",
         BGT_END, 0, 2, 0, 0, 0},
        {"error", "sheet A +图\nrow 1: A1 n:1(1)\nend\nsheet 图 not-grid\nend not-grid\n",
         BGT_BAD, 0, 0, 2, 0, 0},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        host_open(&host);
        host.shows_names = true;
        host_option(&host, "hidden", cases[i].option);
        assert_int_equal(read_package(&host, parts, BGT_TEST_COUNT(parts)),
                         cases[i].status);
        assert_string_equal(host.dump, cases[i].dump);
        assert_int_equal(host_reported(&host, "XLSX_HIDDEN_SHEET"), cases[i].kept);
        assert_int_equal(host_reported(&host, "XLSX_HIDDEN_SHEET_SKIPPED"),
                         cases[i].skipped);
        assert_int_equal(host_reported(&host, "XLSX_HIDDEN_REFUSED"), cases[i].refused);
        assert_int_equal(host_reported(&host, "XLSX_HIDDEN_ROWS"), cases[i].rows);
        host_close(&host);
    }
}

static void hidden_rows_are_skipped_or_refused(void **state)
{
    (void)state;
    struct host host;
    const struct book book = {.sheet_data =
                                  "<row r='1'><c r='A1'><v>1</v></c></row>"
                                  "<row r='2' hidden='true'><c r='A2'><v>2</v></c></row>"
                                  "<row r='3' hidden='1'/>"};
    host_open(&host);
    host_option(&host, "hidden", "skip");
    assert_int_equal(host_read_book(&host, &book), BGT_END);
    assert_string_equal(host.dump, "sheet 表1\nrow 1: A1 n:1(1)\nend\n");
    assert_string_equal(host_report(&host, "XLSX_HIDDEN_ROWS_SKIPPED")->arguments[0],
                        "1");
    host_close(&host);
    host_open(&host);
    host_option(&host, "hidden", "error");
    assert_int_equal(host_read_book(&host, &book), BGT_BAD);
    assert_int_equal(host_report(&host, "XLSX_HIDDEN_REFUSED")->place.line, 2);
    host_close(&host);
}

static void refuses_what_is_no_workbook(void **state)
{
    (void)state;
    const struct part word[] = {
        {"_rels/.rels", "<Relationships xmlns='" PACK "'><Relationship Id='r' Type='" RELS
                        "/officeDocument' Target='word/document.xml'/></Relationships>"},
        {"word/document.xml", "<document/>"},
    };
    refuses(word, 2, "XLSX_PART_KIND", "word/document.xml");
    refuses(word + 1, 1, "XLSX_NO_WORKBOOK", NULL);
    refuses(word, 1, "XLSX_NO_WORKBOOK", NULL);
    const struct part empty[] = {{"xl/workbook.xml", WORKBOOK("")}};
    refuses(empty, 1, "XLSX_NO_SHEETS", "xl/workbook.xml");
}

static void refuses_missing_and_wrong_parts(void **state)
{
    (void)state;
    struct part parts[] = {
        {"_rels/.rels", ROOT_RELS},
        {"xl/workbook.xml", ONE_SHEET},
        {"xl/_rels/workbook.xml.rels", ONE_REL},
        {"xl/worksheets/sheet1.xml", SHEET(ONE_CELL)},
    };
    refuses(parts, 2, "XLSX_SHEET_NO_PART", "A");
    refuses(parts, 3, "XLSX_PART_MISSING", "A");
    parts[3].content = "<chartsheet xmlns='" MAIN "'/>";
    refuses(parts, 4, "XLSX_PART_KIND", "xl/worksheets/sheet1.xml");
    parts[3].content = SHEET(ONE_CELL "<row r='2'><c r='A2'>");
    refuses(parts, 4, "XML_NOT_WELL_FORMED", "xl/worksheets/sheet1.xml");
    refuses(parts, 4, "XLSX_SHEET_STOPPED", "A");
    parts[3].content = "<!DOCTYPE worksheet [<!ENTITY a 'b'>]>" SHEET(ONE_CELL);
    refuses(parts, 4, "XML_DOCTYPE", "xl/worksheets/sheet1.xml");
    parts[3].content = "";
    refuses(parts, 4, "XLSX_SHEET_STOPPED", "A");
    parts[3].content = SHEET(ONE_CELL);
    parts[2].content =
        "<Relationships xmlns='" PACK "'><Relationship Id='r1' Type='" RELS
        "/worksheet' Target='worksheets/sheet1.xml'/>"
        "<Relationship Id='r2' Type='" RELS "/styles' Target='styles.xml'/>"
        "</Relationships>";
    refuses(parts, 4, "XLSX_PART_MISSING", NULL);
}

static void reads_a_protected_workbook(void **state)
{
    (void)state;
    const struct part parts[] = {
        {"_rels/.rels", ROOT_RELS},
        {"xl/workbook.xml",
         "<workbook xmlns='" MAIN "' xmlns:r='" RELS "'><workbookProtection "
         "workbookPassword='CC1A' lockStructure='1'/><sheets>"
         "<sheet name='A' sheetId='1' r:id='r1'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", ONE_REL},
        {"xl/worksheets/sheet1.xml",
         "<worksheet xmlns='" MAIN "'><sheetProtection password='CC1A' sheet='1'/>"
         "<sheetData>" ONE_CELL "</sheetData></worksheet>"},
    };
    reads(parts, BGT_TEST_COUNT(parts), "sheet A\nrow 1: A1 n:1(1)\nend\n");
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_strict_packages),
        cmocka_unit_test(finds_parts_wherever_they_are),
        cmocka_unit_test(names_hidden_and_other_sheets),
        cmocka_unit_test(hidden_rows_are_skipped_or_refused),
        cmocka_unit_test(refuses_what_is_no_workbook),
        cmocka_unit_test(refuses_missing_and_wrong_parts),
        cmocka_unit_test(reads_a_protected_workbook),
    };
    return bgt_test_main("xlsx packages", tests, BGT_TEST_COUNT(tests), argc, argv);
}
