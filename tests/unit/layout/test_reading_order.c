/* Where in the document the sheets of a published workbook stand: by its sheet `table`,
 * and by what a person did to the workbook. */
#include <stdio.h>

#include "grid_testing.h"

#define COLUMNS "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|=1.00\n"
#define EXPENDITURE                                                                      \
    "2026年预算支出总表\n单位名称：某某局|单位：万元\n项目||2026年预算数\n" COLUMNS
#define FUND "2026年政府性基金预算支出预算表\n单位名称：某某局|单位：万元\n" COLUMNS
#define OPERATING                                                                                \
    "2026年财政拨款安排机关运行经费预算表\n预算公开表11\n单位：万元\n" \
    "单位名称|2026预算数\n"                                                               \
    "|合计|一般公共预算|政府性基金预算|国有资本经营预算\n部门合计|=5\n某某局|=5\n"
/* The document: section A, expenditure, section B with a statement, fund, section C. */
#define SECTIONS  "seq|kind|heading\n=2|prose|A\n=5|prose|B\n=9|prose|C\n"
#define STATEMENT "seq|key|raw_text\n=6|x|甲\n"
#define CELLS     .flags = BGT_ITEM_CELLS

/* The records in their order, one letter a kind: `D`, `T1 expenditure`, `A` …, `s`. */
static const char *order_of(const struct grid *grid)
{
    static char out[1024];
    struct bgt_slice rest = {grid->records.data, grid->records.length}, line;
    size_t length = 0;
    out[0] = '\0';
    while (bgt_text_split(&rest, '\n', &line) && length < sizeof out - 64) {
        int end = 0;
        char number[8] = "", id[32] = "", heading[32] = "";
        char text[256];
        (void)snprintf(text, sizeof text, "%.*s", (int)line.length, line.text);
        if (sscanf(text, "table table_no=%7s table_id=%31s", number, id) == 2) {
            end = snprintf(out + length, 48, "%s%s ", number, id);
        } else if (strncmp(text, "document", 8) == 0) {
            end = snprintf(out + length, 48, "D ");
        } else if (strncmp(text, "statement", 9) == 0) {
            end = snprintf(out + length, 48, "s ");
        } else if (strstr(text, "heading=") != NULL && strncmp(text, "section", 7) == 0) {
            (void)sscanf(strstr(text, "heading="), "heading=%31s", heading);
            end = snprintf(out + length, 48, "%s ", heading);
        }
        length += (size_t)end;
    }
    return out;
}

static void read_book(struct grid *grid, const struct grid_sheet *sheets, size_t count)
{
    grid->announces = true;
    grid_read(grid, sheets, count, NULL);
    assert_int_equal(grid->status, BGT_END);
    grid_expect_clean(grid);
}

static void restores_the_order(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "表8", .rows = FUND, CELLS},
        {.name = "statement", .rows = STATEMENT, CELLS},
        {.name = "section", .rows = SECTIONS, CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n=7|表8\n", CELLS}};
    read_book(grid, sheets, 5);
    assert_string_equal(order_of(grid), "D A 1expenditure B s 2gov_fund_expenditure C ");
    /* The lines still stand in their tables. */
    grid_expect(grid, "line table_no=1 row_no=1");
    grid_expect(grid, "END table table_no=2");
    /* Numbers as text, another order of columns and rows. */
    const struct grid_sheet other[] = {
        sheets[0],
        sheets[1],
        sheets[2],
        sheets[3],
        {.name = "table", .rows = "sheet|seq|printed\n表8|7\n\n表3|3\n", CELLS}};
    read_book(grid, other, 5);
    assert_string_equal(order_of(grid), "D A 1expenditure B s 2gov_fund_expenditure C ");
    assert_null(grid_find(grid, "ORDER_SHEET_MOVED"));
}

static void needs_to_know_the_sheets_beforehand(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "section", .rows = SECTIONS, CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n", CELLS}};
    grid_read(grid, sheets, 3, NULL);
    assert_string_equal(order_of(grid), "D 1expenditure A B C ");
    grid_expect_at(grid, "ORDER_NOT_RESTORED", 1, 0);
}

static void follows_a_sheet_that_was_moved(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表11", .rows = OPERATING, CELLS},
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "表8", .rows = FUND, CELLS},
        {.name = "section", .rows = SECTIONS, CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n=7|表8\n=10|表11\n", CELLS}};
    read_book(grid, sheets, 5);
    assert_string_equal(order_of(grid),
                        "D 1operating A D 2expenditure B 3gov_fund_expenditure C ");
    grid_expect_at(grid, "ORDER_SHEET_MOVED", 4, 2);
    assert_string_equal(grid_find(grid, "ORDER_SHEET_MOVED")->arguments[0], "表11");
    assert_null(grid_find(grid, "ORDER_SHEET_MISSING"));
}

static void passes_over_a_sheet_that_is_gone(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表8", .rows = FUND, CELLS},
        {.name = "新", .rows = OPERATING, CELLS},
        {.name = "section", .rows = SECTIONS, CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n=7|表8\n", CELLS}};
    read_book(grid, sheets, 4);
    assert_string_equal(order_of(grid), "D A B 1gov_fund_expenditure 2operating C ");
    grid_expect_at(grid, "ORDER_SHEET_MISSING", 2, 2);
    /* None is left that it knows: behind all forms. */
    const struct grid_sheet renamed[] = {
        {.name = "一", .rows = FUND, CELLS}, sheets[1], sheets[2], sheets[3]};
    read_book(grid, renamed, 4);
    assert_string_equal(order_of(grid), "D 1gov_fund_expenditure 2operating A B C ");
}

static void leaves_out_rows_that_say_nothing(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "section", .rows = SECTIONS, CELLS},
        {.name = "table",
         .rows = "seq|sheet\nx|表3\n=-1|表3\n=1.5|表3\n=9|\n=4294967296|表3\n|表3\n",
         CELLS}};
    read_book(grid, sheets, 3);
    assert_string_equal(order_of(grid), "D 1expenditure A B C ");
    grid_expect_at(grid, "ORDER_ROW_LEFT_OUT", 2, 0);
}

static void reads_rows_that_a_person_added(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "表8", .rows = FUND, CELLS},
        {.name = "statement", .rows = "seq|key|raw_text\n=6|x|甲\n|y|乙\n", CELLS},
        {.name = "section",
         .rows = "seq|kind|heading\n|prose|first\n=2|prose|A\n=5|prose|B\n|prose|new\n"
                 "=2|prose|low\n=9|prose|C\n|prose|last\n",
         CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n=7|表8\n", CELLS}};
    read_book(grid, sheets, 5);
    /* Behind the statements of B, which belong to it. */
    assert_string_equal(
        order_of(grid),
        "D first A 1expenditure B s s 2gov_fund_expenditure new low C last ");
    grid_expect_at(grid, "ORDER_SEQ_NOT_USED", 3, 0);
}

/* Also where the entity sheets were moved before the forms; without any form a missing
 * seq is an error. */
static void tells_an_edited_workbook_from_a_package(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "section", .rows = "seq|kind|heading\n=5|prose|A\n|prose|last\n", CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n", CELLS},
        {.name = "表3", .rows = EXPENDITURE, CELLS}};
    read_book(grid, sheets, 3);
    assert_string_equal(order_of(grid), "D 1expenditure A last ");
    const struct grid_sheet package[] = {
        sheets[0], {.name = "document", .rows = "seq|title\n=1|x\n"}};
    grid_read(grid, package, 2, NULL);
    grid_expect_at(grid, "LAYOUT_SEQ_ORDER", 3, 0);
}

static void reads_many_sections_without_a_number(void **state)
{
    struct grid *grid = *state;
    struct bgt_buffer rows;
    size_t count = 0;
    bgt_buffer_init(&rows, NULL, 1u << 22);
    grid_put_text(&rows, "seq|kind|heading\n=4|prose|A\n");
    for (size_t i = 0; i < 20000; i++) {
        grid_put_text(&rows, "|prose|x\n");
    }
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "section", .rows = rows.data, CELLS},
        {.name = "table", .rows = "seq|sheet\n=3|表3\n", CELLS}};
    read_book(grid, sheets, 3);
    for (const char *at = grid->records.data; (at = strstr(at, "heading=x")) != NULL;
         at++) {
        count++;
    }
    assert_int_equal(count, 20000);
    bgt_buffer_close(&rows);
}

static void takes_what_a_form_prints_by_itself_for_no_fact(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表11", .rows = OPERATING, CELLS},
        {.name = "table",
         .rows = "seq|sheet|printed\n=3|表11|form_no=\"预算公开表11\"\n",
         CELLS}};
    read_book(grid, sheets, 2);
    grid_expect_not(grid, "form_no");
    grid_expect(grid, "title=2026年财政拨款安排机关运行经费预算表");
    /* A number that was changed is the person's. */
    const struct grid_sheet changed[] = {
        sheets[0],
        {.name = "table",
         .rows = "seq|sheet|printed\n=3|表11|form_no=\"预算公开表9\"\n",
         CELLS}};
    read_book(grid, changed, 2);
    grid_expect(grid, "form_no=预算公开表11");
    /* So is a list that is damaged. */
    const struct grid_sheet damaged[] = {
        sheets[0],
        {.name = "table", .rows = "seq|sheet|printed\n=3|表11|form_no=\"预算\n", CELLS}};
    read_book(grid, damaged, 2);
    grid_expect(grid, "form_no=预算公开表11");
}

static void joins_the_document_sheet_to_the_document(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "document",
         .rows = "seq|title|doc_kind|fiscal_year|agency_name|x:印章|notes\n"
                 "=1|某某局预算|department_budget|2025|某某局|红|附注\n=4|||||蓝|\n",
         CELLS}};
    read_book(grid, sheets, 2);
    grid_expect(grid,
                "document fiscal_year=2026 agency_name=某某局 title=某某局预算 "
                "doc_kind=department_budget amount_unit=万元 notes=附注 x:印章=红\n");
    /* What contradicts a form stands alone, and so does what came later. */
    grid_expect(grid, "\ndocument fiscal_year=2025\ntable table_no=1");
    grid_expect(grid, "END table table_no=1 precision=100 row_count=1\n"
                      "document x:印章=蓝\n");
}

/* The files of a folder stand in the order of their names, lines before forms. */
static void sorts_the_files_of_a_folder(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "lines",
         .rows = "table_id|table_no|row_no|item|total\nx.a|2|1|甲|1\nx.b|4|1|乙|2\n"},
        {.name = "section", .rows = "seq|kind|heading\n5|prose|A\n9|prose|B\n"},
        {.name = "table", .rows = "seq|sheet\n2|表3\n4|lines\n6|表11\n8|lines\n"},
        {.name = "表11", .rows = OPERATING},
        {.name = "表3", .rows = EXPENDITURE}};
    grid->announces = true;
    grid_read(grid, sheets, 5, NULL);
    assert_int_equal(grid->status, BGT_END);
    const char *order = order_of(grid);
    /* A document record adds what the sheet behind it says. */
    assert_string_equal(order, "D D 1expenditure 2x.a A D 3operating 4x.b B ");
    grid_expect(grid, "line row_no=1 item=甲 total=1 table_no=2");
    grid_expect(grid, "line row_no=1 item=乙 total=2 table_no=4");
    /* Reports count as the records do. */
    size_t count = 0;
    const struct bgt_layout_region *regions =
        bgt_layout_reader_report(grid->reader, &count);
    assert_int_equal(count, 5);
    assert_string_equal(regions[3].sheet, "表11");
    assert_int_equal(regions[3].table_no, 3);
    assert_int_equal(regions[4].table_no, 1);
}

static bgt_status read_all(const struct grid *grid, struct bgt_batch *made,
                           uint64_t *items)
{
    struct bgt_layout_reader *reader = NULL;
    struct bgt_io io = {.limits = &grid->limits};
    struct bgt_layout_reader_options options = {.layouts = grid->layouts,
                                                .catalogues = grid->catalogues,
                                                .limits = &grid->limits,
                                                .cells = {made, grid_copy_next}};
    struct bgt_batch *out = NULL;
    bgt_status status = bgt_batch_open(&io, &out);
    if (status == BGT_OK) {
        status = bgt_layout_reader_open(&options, &reader);
    }
    *items = 0;
    while (status == BGT_OK) {
        struct bgt_source records = bgt_layout_reader_source(reader);
        bgt_batch_reset(out);
        status = records.next(records.state, out);
        *items += out->item_count;
    }
    bgt_layout_reader_close(reader);
    bgt_batch_close(out);
    return status;
}

static void survives_lack_of_memory(void **state)
{
    struct grid *grid = *state;
    const struct grid_sheet sheets[] = {
        {.name = "表3", .rows = EXPENDITURE, CELLS},
        {.name = "表8", .rows = FUND, CELLS},
        {.name = "section", .rows = "seq|kind|heading\n=2|prose|A\n|prose|B\n", CELLS},
        {.name = "table",
         .rows = "seq|sheet|printed\n=7|表3|form_no=\"表\"\n=3|表8|\n",
         CELLS},
        {.name = "document", .rows = "seq|title\n=1|某某局预算\n", CELLS}};
    struct grid source = {.sheets = sheets, .sheet_count = 5, .announces = true};
    struct bgt_io io = {.limits = &grid->limits};
    struct bgt_batch *made = NULL;
    uint64_t whole = 0;
    uint64_t items = 0;
    bool has_failed = true;
    assert_int_equal(bgt_batch_open(&io, &made), BGT_OK);
    for (int i = 0; i < 5; i++) {
        (void)grid_next(&source, made);
    }
    assert_int_equal(read_all(grid, made, &whole), BGT_END);
    assert_int_equal(whole, 11);
    size_t nth = 1;
    for (; has_failed && nth < 2000; nth++) {
        bgt_test_fail_allocation(nth);
        bgt_status status = read_all(grid, made, &items);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        assert_true(status == BGT_END ? items == whole : status == BGT_NO_MEMORY);
    }
    assert_true(nth > 20 && nth < 2000);
    bgt_batch_close(made);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        GRID_TEST(restores_the_order),
        GRID_TEST(needs_to_know_the_sheets_beforehand),
        GRID_TEST(follows_a_sheet_that_was_moved),
        GRID_TEST(passes_over_a_sheet_that_is_gone),
        GRID_TEST(leaves_out_rows_that_say_nothing),
        GRID_TEST(reads_rows_that_a_person_added),
        GRID_TEST(tells_an_edited_workbook_from_a_package),
        GRID_TEST(reads_many_sections_without_a_number),
        GRID_TEST(takes_what_a_form_prints_by_itself_for_no_fact),
        GRID_TEST(joins_the_document_sheet_to_the_document),
        GRID_TEST(sorts_the_files_of_a_folder),
        GRID_TEST(survives_lack_of_memory),
    };
    return bgt_test_main("reading: order", tests, BGT_TEST_COUNT(tests), argc, argv);
}
