/* Workbooks that are made to be slow or large: bombs, depth, merged ranges, sparse and
 * long sheets. */
#include "pathological/package.h"
#include "pathological/trial.h"

#include <stdlib.h>
#include <string.h>

#define MAIN             "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
#define TEXT(cell, text) "<c r='" cell "' t='inlineStr'><is><t>" text "</t></is></c>"
#define HEADER                                                                           \
    "<row r='1'>" TEXT("A1", "单位代码") TEXT("B1", "项目代码")                          \
        TEXT("C1", "支出功能分类科目代码") TEXT("D1", "年初批复数") "</row>"
#define LINE(row)                                                                        \
    "<row r='" row "'>" TEXT("A" row, "038001") TEXT("B" row, "1403")                    \
        TEXT("C" row, "2011301") "<c r='D" row "'><v>1.5</v></c></row>"
#define SHEET "<worksheet " MAIN "><sheetData>"
#define TABLE SHEET HEADER LINE("2")
#define END   "</sheetData></worksheet>"

enum { MEBI = 1 << 20 };

/* A workbook with one part made of a pile. */
static void try_part(size_t number, const struct pile_part *pile,
                     const struct outcome *outcome)
{
    struct trial trial;
    struct pile_part parts[BOOK_PARTS];
    plain_book(parts);
    parts[BOOK_SHEET].before = TABLE;
    const char *name = parts[number].name;
    parts[number] = *pile;
    parts[number].name = name;
    trial_open(&trial, "book.xlsx", "target.yaml");
    write_package(trial.input, parts, BOOK_PARTS);
    trial_convert(&trial, outcome);
    trial_close(&trial);
}

/* 256 bytes that mean nothing, packed to one. */
#define NOTHING                                                                          \
    "<x>"                                                                                \
    "                                                                                "   \
    "                                                                                "   \
    "                                                                                "   \
    "         </x>"

static void zip_bombs(void **state)
{
    (void)state;
    size_t times = trial_is_sanitized() ? 400000 : 4 * MEBI; /* 100 MiB, 1 GiB */
    const struct outcome bomb = {.code = "ZIP_RATIO", .place = "xl/", .seconds = 10};
    const struct pile_part sheet = {NULL, TABLE, NOTHING, times, END};
    const struct pile_part strings = {NULL, "<sst " MAIN ">", NOTHING, times, "</sst>"};
    const struct pile_part book = {NULL, "<workbook " MAIN ">", NOTHING, times,
                                   "</workbook>"};
    const struct pile_part text = {NULL, "<sst " MAIN "><si><t>", "0123456789abcdef",
                                   times, "</t></si></sst>"};
    try_part(BOOK_SHEET, &sheet, &bomb);
    try_part(BOOK_STRINGS, &strings, &bomb);
    try_part(0, &book, &bomb);
    try_part(BOOK_STRINGS, &text, &(struct outcome){.code = "LIMIT_REACHED"});
}

/* A bomb below the ratio, in shared strings: bounded by what they may take. */
static void many_shared_strings(void **state)
{
    (void)state;
    size_t times = trial_is_sanitized() ? 20000 : 300000;
    const struct pile_part distinct = {
        NULL, "<sst " MAIN ">",
        "<si><t>0123456789abcdef0123456789abcdef%zu0123456789abcdef%zu</t></si>", times,
        "</sst>"};
    try_part(BOOK_STRINGS, &distinct, &(struct outcome){.seconds = 20});
    const struct pile_part rich = {NULL, "<sst " MAIN "><si>",
                                   "<r><rPr><b/></rPr><t>%zu</t></r><r><t>%zu</t></r>",
                                   300000, "</si></sst>"};
    try_part(BOOK_STRINGS, &rich,
             &(struct outcome){.code = "LIMIT_REACHED", .place = "cell-bytes"});
}

static void deep_xml(void **state)
{
    (void)state;
    static const struct outcome limit = {
        .code = "LIMIT_REACHED", .place = "depth", .seconds = 10};
    static const char *const roots[BOOK_PARTS] = {
        "<workbook " MAIN ">",
        "<Relationships "
        "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>",
        "<styleSheet " MAIN ">", "<worksheet " MAIN ">", "<sst " MAIN ">"};
    for (size_t i = 0; i < BOOK_PARTS; i++) {
        try_part(i, &(struct pile_part){NULL, roots[i], "<a>", 200000, ""}, &limit);
    }
    try_part(BOOK_SHEET, &(struct pile_part){NULL, SHEET "<row><c>", "<is>", 200000, END},
             &limit);
    try_part(BOOK_STRINGS,
             &(struct pile_part){NULL, "<sst " MAIN "><si>", "<r>", 200000, ""}, &limit);
}

static void merged_ranges(void **state)
{
    (void)state;
    static const char *const ranges[] = {
        "<mergeCell ref='A1:XFD1048576'/>", "<mergeCell ref='A%zu:XFD%zu'/>",
        "<mergeCell ref='B2:B1048576'/>", "<mergeCell ref='A1:A1'/>"};
    for (size_t i = 0; i < BGT_TEST_COUNT(ranges); i++) {
        const struct pile_part merges = {NULL, TABLE "</sheetData><mergeCells>",
                                         ranges[i], 50000, "</mergeCells></worksheet>"};
        struct trial trial;
        struct pile_part parts[BOOK_PARTS];
        plain_book(parts);
        parts[BOOK_SHEET].before = merges.before;
        parts[BOOK_SHEET].piece = merges.piece;
        parts[BOOK_SHEET].times = merges.times;
        parts[BOOK_SHEET].behind = merges.behind;
        trial_open(&trial, "merged.xlsx", "target.yaml");
        write_package(trial.input, parts, BOOK_PARTS);
        struct bgt_test_run run;
        const char *argv[] = {getenv("BUDGETCONV"), "convert", trial.input, trial.target,
                              NULL};
        bgt_test_execute(
            &(struct bgt_test_command){.argv = argv,
                                       .seconds = trial_is_sanitized() ? 120 : 20},
            &run);
        assert_false(run.timed_out);
        assert_true(run.status == 0 || run.status == 3);
        assert_true(trial_is_sanitized() || run.peak_kib < 320 * 1024);
        bgt_test_run_clear(&run);
        trial_close(&trial);
    }
}

static void sparse_sheets(void **state)
{
    (void)state;
    const struct pile_part far_row = {NULL, TABLE, LINE("1048576"), 1, END};
    const struct pile_part far_cell = {
        NULL, TABLE, "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", 1, END};
    const struct pile_part gaps = {NULL, TABLE "<row r='3'/>", "<row/>", 1000000, END};
    try_part(BOOK_SHEET, &far_row, &(struct outcome){.seconds = 10});
    try_part(BOOK_SHEET, &far_cell,
             &(struct outcome){.code = "CELL_OUTSIDE_TABLE", .place = "XFD1048576"});
    try_part(BOOK_SHEET, &gaps, &(struct outcome){.seconds = 20});
    const struct pile_part too_far = {NULL, TABLE "<row r='1048576'/>", "<row/>", 1, END};
    try_part(BOOK_SHEET, &too_far, &(struct outcome){.code = "XLSX_ROW_NUMBER"});
    /* One row as wide as may be, and one wider. */
    const struct pile_part wide = {NULL, TABLE "<row>", "<c><v>1</v></c>", 16384,
                                   "</row>" END};
    const struct pile_part wider = {NULL, TABLE "<row>", "<c><v>1</v></c>", 16385,
                                    "</row>" END};
    try_part(BOOK_SHEET, &wide, &(struct outcome){.code = "CELL_OUTSIDE_TABLE"});
    try_part(BOOK_SHEET, &wider, &(struct outcome){.code = "XLSX_CELL_REFERENCE"});
}

static void many_of_everything(void **state)
{
    (void)state;
    static const struct outcome limit = {.code = "LIMIT_REACHED", .seconds = 20};
    const struct pile_part sheets = {
        NULL,
        "<workbook " MAIN
        " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"
        "relationships'><sheets>",
        "<sheet name='s%zu' sheetId='%zu' r:id='rId1'/>", 5000, "</sheets></workbook>"};
    try_part(0, &sheets, &limit);
    const struct pile_part styles = {NULL, "<styleSheet " MAIN "><numFmts>",
                                     "<numFmt numFmtId='%zu' formatCode='0.%zu'/>", 70000,
                                     "</numFmts></styleSheet>"};
    try_part(2, &styles, &(struct outcome){.code = "XLSX_PART_TOO_LARGE"});
    const struct pile_part cells = {NULL, "<styleSheet " MAIN "><cellXfs>",
                                    "<xf numFmtId='%zu' fontId='%zu'/>", 70000,
                                    "</cellXfs></styleSheet>"};
    try_part(2, &cells, &(struct outcome){.code = "XLSX_PART_TOO_LARGE"});
    const struct pile_part relations = {
        NULL,
        "<Relationships "
        "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>",
        "<Relationship Id='r%zu' Type='worksheet' Target='s%zu.xml'/>", 70000,
        "</Relationships>"};
    try_part(1, &relations, &(struct outcome){.code = "XLSX_PART_TOO_LARGE"});
    const struct pile_part long_text = {NULL, SHEET "<row><c t='inlineStr'><is><t>",
                                        "0123456789abcdef%zu", 200000,
                                        "</t></is></c></row>" END};
    try_part(BOOK_SHEET, &long_text, &limit);
    const struct pile_part long_value = {NULL, TABLE "<row><c><v>", "0%zu", 200000,
                                         "</v></c></row>" END};
    try_part(BOOK_SHEET, &long_value, &limit);
}

static void many_members(void **state)
{
    (void)state;
    struct trial trial;
    enum { COUNT = 10001 };
    struct pile_part *parts = calloc(COUNT, sizeof *parts);
    char(*names)[16] = calloc(COUNT, sizeof *names);
    assert_true(parts != NULL && names != NULL);
    for (int i = 0; i < COUNT; i++) {
        (void)snprintf(names[i], sizeof names[i], "m%d", i);
        parts[i] = (struct pile_part){.name = names[i], .before = "", .behind = ""};
    }
    trial_open(&trial, "members.xlsx", "target.yaml");
    write_package(trial.input, parts, COUNT);
    trial_convert(&trial, &(struct outcome){.code = "LIMIT_REACHED", .place = "members"});
    trial_close(&trial);
    free(names);
    free(parts);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(zip_bombs),     cmocka_unit_test(many_shared_strings),
        cmocka_unit_test(deep_xml),      cmocka_unit_test(merged_ranges),
        cmocka_unit_test(sparse_sheets), cmocka_unit_test(many_of_everything),
        cmocka_unit_test(many_members),
    };
    return bgt_test_main("pathological workbooks", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
