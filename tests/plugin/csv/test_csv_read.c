/* What the csv reader delivers: cells, rows, places, sheets. */
#include <stdlib.h>
#include <string.h>

#include "csv_testing.h"

static void expect_dump(const char *expected, unsigned show)
{
    char *dump = bgt_fake_dump(&batch, NULL, show);
    assert_string_equal(dump, expected);
    free(dump);
}

/* Reads the text whole and byte by byte: both must give the same. */
static void expect_read(const char *text, const char *expected, unsigned show)
{
    for (size_t step = 0; step < 3; step++) {
        struct bgt_fake_file *file =
            bgt_fake_input(&fake, "data.csv", text, strlen(text));
        file->step = step;
        bgt_fake_batch_reset(&batch);
        assert_int_equal(bgt_fake_read(&fake, file, &batch), BGT_END);
        expect_dump(expected, show);
    }
}

static void cells_stand_at_line_and_column(void **state)
{
    (void)state;
    expect_read("科目,编码\r\n工资, 0381 ,\"a\"\"b\",x\r\n",
                "sheet 1=data@0:0 [data]\n"
                "row 1 @1 1=科目@1:1 2=编码@1:4 [data]\n"
                "row 2 @2 1=工资@2:1 2= 0381 @2:4 3=\"a\"b\"@2:11 4=x@2:18 [data]\n"
                "sheet_end [data]\n",
                BGT_FAKE_PLACES);
    assert_int_equal(fake.report_count, 0);
}

static void a_cell_with_line_breaks_keeps_them_and_counts_lines(void **state)
{
    (void)state;
    expect_read(
        "a,\"x\ny\"\"z\r\n甲乙\",c,\"d\"\n1,2,3,4\n",
        "sheet 1=data@0:0 [data]\n"
        "row 1 @1 1=a@1:1 2=\"x\\ny\"z\\r\\n甲乙\"@1:3 3=c@3:5 4=\"d\"@3:7 [data]\n"
        "row 2 @4 1=1@4:1 2=2@4:3 3=3@4:5 4=4@4:7 [data]\n"
        "sheet_end [data]\n",
        BGT_FAKE_PLACES);
}

static void empty_and_quoted_empty_differ(void **state)
{
    (void)state;
    expect_read("a,b,c\n,\"\",\n\"\"\"\",,\" \"\n",
                "sheet 1=data\n"
                "row 1 @1 1=a 2=b 3=c\n"
                "row 2 @2 2=~\"\"\n"
                "row 3 @3 1=\"\"\" 3=\" \"\n"
                "sheet_end\n",
                BGT_FAKE_PLAIN);
}

static void blank_lines_are_rows(void **state)
{
    (void)state;
    expect_read("\na,b\n\n  ,1\n,\n\n",
                "sheet 1=data\n"
                "row 1 @1\n"
                "row 2 @2 1=a 2=b\n"
                "row 3 @3\n"
                "row 4 @4 1=   2=1\n"
                "row 5 @5\n"
                "row 6 @6\n"
                "sheet_end\n",
                BGT_FAKE_PLAIN);
}

static void all_three_line_breaks_are_read(void **state)
{
    (void)state;
    const char *expected = "sheet 1=data\nrow 1 @1 1=a 2=b\nrow 2 @2\nrow 3 @3 1=1 2=2\n"
                           "sheet_end\n";
    expect_read("a,b\n\n1,2\n", expected, BGT_FAKE_PLAIN);
    expect_read("a,b\r\n\r\n1,2\r\n", expected, BGT_FAKE_PLAIN);
    expect_read("a,b\r\r1,2\r", expected, BGT_FAKE_PLAIN);
    assert_int_equal(fake.report_count, 0);
}

static void mixed_line_breaks_are_told_once(void **state)
{
    (void)state;
    const char *text = "a,b\r\n1,2\n3,4\n\"x\ny\",5\r\n";
    struct bgt_fake_file *file = bgt_fake_input(&fake, "m.csv", text, strlen(text));
    assert_int_equal(bgt_fake_read(&fake, file, &batch), BGT_END);
    const struct bgt_fake_report *report =
        bgt_fake_reported(&fake, "CSV_MIXED_LINE_BREAKS");
    assert_non_null(report);
    assert_int_equal(report->line, 2);
    assert_string_equal(report->arguments[0], "LF");
    assert_string_equal(report->arguments[1], "CR LF");
    assert_int_equal(fake.report_count, 1);
}

static void a_missing_final_line_break_is_noted(void **state)
{
    (void)state;
    expect_read("a,b\n1,\"2\"",
                "sheet 1=data\nrow 1 @1 1=a 2=b\nrow 2 @2 1=1 2=\"2\"\nsheet_end\n",
                BGT_FAKE_PLAIN);
    const struct bgt_fake_report *report =
        bgt_fake_reported(&fake, "CSV_NO_FINAL_LINE_BREAK");
    assert_non_null(report);
    assert_int_equal(report->line, 2);
    assert_string_equal(report->sheet, "data");
}

static void an_empty_file_is_an_empty_sheet(void **state)
{
    (void)state;
    expect_read("", "sheet 1=data\nsheet_end\n", BGT_FAKE_PLAIN);
    assert_int_equal(fake.report_count, 0);
}

static void the_sheet_is_named_by_the_stem(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"/a.b/预算.2026.csv", "sheet 1=预算.2026\n"},
                                           {"-", "sheet 1=stdin\n"},
                                           {".csv", "sheet 1=.csv\n"},
                                           {"x/plain", "sheet 1=plain\n"}};
    for (size_t i = 0; i < BGT_TEST_COUNT(names); i++) {
        struct bgt_fake_file *file = bgt_fake_input(&fake, names[i][0], "a\n", 2);
        bgt_fake_batch_reset(&batch);
        assert_int_equal(bgt_fake_read(&fake, file, &batch), BGT_END);
        batch.item_count = 1;
        expect_dump(names[i][1], BGT_FAKE_PLAIN);
    }
}

static void members_are_sheets_with_the_lines_last(void **state)
{
    (void)state;
    struct bgt_fake_file *folder = bgt_fake_container(&fake, "package/");
    (void)bgt_fake_input(&fake, "line.csv", "l\n", 2);
    (void)bgt_fake_input(&fake, "table.CSV", "t\n", 2);
    (void)bgt_fake_input(&fake, "document.csv", "d\n", 2);
    (void)bgt_fake_input(&fake, "readme.txt", "r\n", 2);
    (void)bgt_fake_input(&fake, "__MACOSX/._line.csv", "\0", 1);
    (void)bgt_fake_input(&fake, ".hidden.csv", "\0", 1);
    assert_int_equal(bgt_fake_read(&fake, folder, &batch), BGT_END);
    expect_dump("sheet 1=document 2=table 3=line\nrow 1 @1 1=d\nsheet_end\n"
                "sheet 1=table\nrow 1 @1 1=t\nsheet_end\n"
                "sheet 1=line\nrow 1 @1 1=l\nsheet_end\n",
                BGT_FAKE_PLAIN);
    assert_int_equal(fake.report_count, 1);
    assert_string_equal(fake.reports[0].code, "CSV_MEMBER_SKIPPED");
    assert_string_equal(fake.reports[0].sheet, "readme.txt");
    assert_true(bgt_fake_find(&fake, "table.CSV")->is_closed);
    assert_false(folder->is_closed);
}

static void a_package_keeps_its_own_order(void **state)
{
    (void)state;
    struct bgt_fake_file *folder = bgt_fake_container(&fake, "package.zip");
    (void)bgt_fake_input(&fake, "p/line.csv", "l\n", 2);
    (void)bgt_fake_input(&fake, "p/table.csv", "t\n", 2);
    (void)bgt_fake_input(&fake, "p/document.csv", "d\n", 2);
    (void)bgt_fake_input(&fake, "p/datapackage.json", "{}", 2);
    assert_int_equal(bgt_fake_read(&fake, folder, &batch), BGT_END);
    expect_dump("sheet 1=table 2=document 3=line\nrow 1 @1 1=t\nsheet_end\n"
                "sheet 1=document\nrow 1 @1 1=d\nsheet_end\n"
                "sheet 1=line\nrow 1 @1 1=l\nsheet_end\n",
                BGT_FAKE_PLAIN);
    assert_int_equal(fake.report_count, 0);
}

static void allocation_failures_end_in_order(void **state)
{
    (void)state;
    const char *text = "a,b\n\"x\ny\",2\n";
    size_t nth = 1;
    for (; nth < 100; nth++) {
        struct bgt_fake_file *file =
            bgt_fake_input(&fake, "data.csv", text, strlen(text));
        bgt_fake_batch_clear(&batch);
        bgt_test_fail_allocation(nth);
        bgt_status status = bgt_fake_read(&fake, file, &batch);
        bool failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        /* libcsv itself tries again with less. */
        assert_true(status == BGT_NO_MEMORY || status == BGT_END);
        bgt_fake_clear(&fake);
        if (!failed) {
            break;
        }
    }
    assert_true(nth > 4 && nth < 100);
    expect_dump("sheet 1=data\nrow 1 @1 1=a 2=b\nrow 2 @2 1=\"x\\ny\" 2=2\nsheet_end\n",
                BGT_FAKE_PLAIN);
}

int main(int argc, char **argv)
{
#define BGT_CSV_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        BGT_CSV_TEST(cells_stand_at_line_and_column),
        BGT_CSV_TEST(a_cell_with_line_breaks_keeps_them_and_counts_lines),
        BGT_CSV_TEST(empty_and_quoted_empty_differ),
        BGT_CSV_TEST(blank_lines_are_rows),
        BGT_CSV_TEST(all_three_line_breaks_are_read),
        BGT_CSV_TEST(mixed_line_breaks_are_told_once),
        BGT_CSV_TEST(a_missing_final_line_break_is_noted),
        BGT_CSV_TEST(an_empty_file_is_an_empty_sheet),
        BGT_CSV_TEST(the_sheet_is_named_by_the_stem),
        BGT_CSV_TEST(members_are_sheets_with_the_lines_last),
        BGT_CSV_TEST(a_package_keeps_its_own_order),
        BGT_CSV_TEST(allocation_failures_end_in_order),
    };
    return bgt_test_main("csv_read", tests, BGT_TEST_COUNT(tests), argc, argv);
}
