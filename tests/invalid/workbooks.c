/*
 * Well-packed workbooks with one fault in their content. Each is refused with the code of
 * the fault and the cell, or the part and line, where it stands.
 */
#include "invalid/refusal.h"
#include "support/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Header of the detail export, and where its four needed columns are. */
#define TEXT(cell, text) "<c r='" cell "' t='inlineStr'><is><t>" text "</t></is></c>"
#define HEADER                                                                           \
    "<row r='1'>" TEXT("A1", "单位代码") TEXT("B1", "项目代码")                          \
        TEXT("C1", "支出功能分类科目代码") TEXT("D1", "年初批复数") "</row>"
#define LINE(row, amount)                                                                \
    "<row r='" row "'>" TEXT("A" row, "038001") TEXT("B" row, "14030026038R000000100")   \
        TEXT("C" row, "2011301") amount "</row>"
#define GOOD LINE("2", "<c r='D2'><v>1.5</v></c>")

enum { PIECES = 4 };

struct fault {
    const char *title;
    struct book book;
    const char *says[PIECES];
};

/* The fault in the cell D3, behind a good line. */
#define IN_D3(title, cell, ...)                                                          \
    {                                                                                    \
        title, {.sheet_data = HEADER GOOD LINE("3", cell), .formats = FORMATS},          \
        {                                                                                \
            "\"sheet\":\"表1\"", "\"cell\":\"D3\"", __VA_ARGS__                          \
        }                                                                                \
    }
#define FORMATS "#,##0.00\n0!.0,\n0.00%"

static const struct fault faults[] = {
    IN_D3("a shared string out of range", "<c r='D3' t='s'><v>7</v></c>",
          "\"code\":\"XLSX_NO_SHARED_STRINGS\""),
    IN_D3("an error in place of an amount", "<c r='D3' t='e'><v>#REF!</v></c>", "#REF!"),
    IN_D3("a formula without a value", "<c r='D3'><f>SUM(D2)</f></c>",
          "\"code\":\"FORMULA_WITHOUT_VALUE\""),
    IN_D3("a format in ten thousands", "<c r='D3' s='2'><v>123456</v></c>",
          "\"code\":\"AMOUNT_SCALED\""),
    IN_D3("a percentage", "<c r='D3' s='3'><v>0.5</v></c>",
          "\"code\":\"AMOUNT_PERCENT\""),
    IN_D3("too many digits", "<c r='D3'><v>1234567890123456789</v></c>",
          "\"code\":\"AMOUNT_TOO_LONG\""),
    IN_D3("too many digits as text", TEXT("D3", "1234567890123456789.1"),
          "\"code\":\"AMOUNT_TOO_LONG\""),
    IN_D3("too many places as text", TEXT("D3", "0.1234567891"),
          "\"code\":\"AMOUNT_TOO_LONG\""),
    IN_D3("a wrong amount", TEXT("D3", "1,2,3"), "\"text\":\"1,2,3\""),
    IN_D3("words for an amount", TEXT("D3", "壹佰元"), "\"code\":\"AMOUNT_INVALID\""),
    IN_D3("a date for an amount", "<c r='D3' t='d'><v>2026-01-31</v></c>",
          "\"severity\":\"error\""),
    IN_D3("a boolean for an amount", "<c r='D3' t='b'><v>1</v></c>",
          "\"severity\":\"error\""),
    IN_D3("no number", "<c r='D3'><v>1.2.3</v></c>", "\"code\":\"XLSX_CELL_VALUE\""),
    IN_D3("infinity", "<c r='D3'><v>1E400</v></c>", "\"severity\":\"error\""),
    IN_D3("a cell type that is not known", "<c r='D3' t='money'><v>1</v></c>",
          "\"code\":\"XLSX_CELL_TYPE\""),
    {"a shared string beyond the table",
     {.sheet_data = HEADER LINE("2", "<c r='D2' t='s'><v>1</v></c>"),
      .shared_strings = "<si><t>1.5</t></si>"},
     {"\"code\":\"XLSX_SHARED_STRING\"", "\"cell\":\"D2\"", "\"sheet\":\"表1\""}},
    {"an error in place of a code",
     {.sheet_data = HEADER "<row r='2'>" TEXT("A2", "038001")
          TEXT("B2", "1") "<c r='C2' t='e'><v>#N/A</v></c><c r='D2'><v>1</v></c></row>"},
     {"\"cell\":\"C2\"", "#N/A", "\"sheet\":\"表1\""}},
    {"two cells of one name",
     {.sheet_data =
          HEADER "<row r='2'><c r='D2'><v>1</v></c><c r='D2'><v>2</v></c></row>"},
     {"\"code\":\"XLSX_CELL_ORDER\"", "\"cell\":\"D2\""}},
    {"rows out of order",
     {.sheet_data = LINE("3", "") LINE("2", "")},
     {"\"code\":\"XLSX_ROW_ORDER\"", "\"sheet\":\"表1\""}},
    {"no table",
     {.sheet_data = "<row r='1'>" TEXT("A1", "姓名") TEXT(
          "B1", "身高") "</row>"
                        "<row r='2'>" TEXT("A2", "甲") "<c r='B2'><v>180</v></c></row>"},
     {"\"code\":\"LAYOUT_NO_MATCH\"", "\"sheet\":\"表1\"", "info --cells"}},
    {"a figure beside the table",
     {.sheet_data = HEADER LINE("2", "<c r='D2'><v>1</v></c><c r='K2'><v>9</v></c>")},
     {"\"cell\":\"K2\"", "\"severity\":\"error\""}},
};

static void faults_are_named(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench, "fault.xlsx");
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        const char *says[PIECES + 1] = {faults[i].says[0], faults[i].says[1],
                                        faults[i].says[2], faults[i].says[3], NULL};
        size_t length = 0;
        char *bytes = make_book(&faults[i].book, &length);
        bench_refuses(&bench, faults[i].title, bytes, length, says);
        free(bytes);
    }
    bench_close(&bench);
}

/* The same workbook without a fault is read: the faults above are what is refused. */
static void the_plain_workbook_is_read(void **state)
{
    (void)state;
    struct bench bench;
    size_t length = 0;
    char *bytes = make_book(&(struct book){.sheet_data = HEADER GOOD}, &length);
    bench_open(&bench, "good.xlsx");
    assert_int_equal(bench_tries(&bench, "a good workbook", bytes, length), 0);
    bench_close(&bench);
    free(bytes);
}

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACK "http://schemas.openxmlformats.org/package/2006/relationships"
#define DOCTYPE                                                                          \
    "<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"                       \
    "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"                                       \
    "<!ENTITY c SYSTEM 'file:///etc/passwd'>]>\n"

enum { PARTS = 6 };

static const struct part good_parts[PARTS] = {
    {"_rels/.rels", "<Relationships xmlns='" PACK "'><Relationship Id='rId1' Type='" RELS
                    "/officeDocument' Target='xl/workbook.xml'/></Relationships>"},
    {"xl/workbook.xml",
     "<workbook xmlns='" MAIN "' xmlns:r='" RELS
     "'><sheets><sheet name='表1' sheetId='1' r:id='rId1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns='" PACK "'><Relationship Id='rId1' Type='" RELS
     "/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Type='" RELS
     "/styles' Target='styles.xml'/><Relationship Id='rId3' Type='" RELS
     "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
    {"xl/worksheets/sheet1.xml",
     "<worksheet xmlns='" MAIN "'><sheetData>" HEADER GOOD "</sheetData></worksheet>"},
    {"xl/styles.xml",
     "<styleSheet xmlns='" MAIN "'><cellXfs><xf/></cellXfs></styleSheet>"},
    {"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'><si><t>a</t></si></sst>"},
};

/* The content of a part with something put before and behind it. */
static char *around(const char *before, const char *content, const char *behind)
{
    size_t size = strlen(before) + strlen(content) + strlen(behind) + 1;
    char *text = malloc(size);
    assert_non_null(text);
    (void)snprintf(text, size, "%s%s%s", before, content, behind);
    return text;
}

/* One part of the good workbook replaced. */
static void try_part(struct bench *bench, size_t number, const char *content,
                     const char *code)
{
    char title[128];
    char place[128];
    struct part parts[PARTS];
    size_t length = 0;
    const char *says[] = {code, place, NULL};
    memcpy(parts, good_parts, sizeof parts);
    parts[number].content = content;
    (void)snprintf(title, sizeof title, "%s in %s", code, parts[number].name);
    (void)snprintf(place, sizeof place, "\"sheet\":\"%s\"", parts[number].name);
    char *bytes = make_package(parts, PARTS, &length);
    bench_refuses(bench, title, bytes, length, says);
    free(bytes);
}

static void bad_xml_is_named_by_part_and_line(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench, "xml.xlsx");
    for (size_t i = 0; i < PARTS; i++) {
        char *text = around(DOCTYPE, good_parts[i].content, "");
        try_part(&bench, i, text, "\"code\":\"XML_DOCTYPE\"");
        free(text);
        text = around("", good_parts[i].content, "<");
        try_part(&bench, i, text, "\"code\":\"XML_NOT_WELL_FORMED\"");
        free(text);
        text = around("<?xml version='1.0' encoding='EBCDIC-XY'?>", good_parts[i].content,
                      "");
        try_part(&bench, i, text, "\"code\":\"XML_ENCODING\"");
        free(text);
        text = around("\n\n", good_parts[i].content, "<a>&b;</a>");
        try_part(&bench, i, text, "\"line\":3");
        free(text);
        try_part(&bench, i, "<a>\xff\xfe</a>", "\"severity\":\"error\"");
        try_part(&bench, i, "", "\"severity\":\"error\"");
    }
    bench_close(&bench);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plain_workbook_is_read),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(bad_xml_is_named_by_part_and_line),
    };
    return bgt_test_main("faulty workbooks", tests, BGT_TEST_COUNT(tests), argc, argv);
}
