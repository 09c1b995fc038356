/* What the csv reader refuses or tells, each by its code and place. */
#include <stdlib.h>
#include <string.h>

#include "csv_testing.h"

static bgt_status read_bytes(const char *text, size_t length)
{
    return bgt_fake_read(&fake, bgt_fake_input(&fake, "data.csv", text, length), &batch);
}

static const struct bgt_fake_report *expect_error(const char *text, const char *code,
                                                  uint64_t line, uint32_t column)
{
    assert_int_equal(read_bytes(text, strlen(text)), BGT_FATAL);
    const struct bgt_fake_report *report = bgt_fake_reported(&fake, code);
    assert_non_null(report);
    assert_int_equal(report->line, line);
    assert_int_equal(report->column, column);
    assert_int_equal(fake.error_count, 1);
    return report;
}

static void a_quote_inside_a_cell_is_refused(void **state)
{
    (void)state;
    const struct bgt_fake_report *report =
        expect_error("a,b\n甲,乙丙\"丁,3\nx,y\n", "CSV_QUOTE_IN_CELL", 2, 5);
    assert_string_equal(report->text, "乙丙\"丁,3");
}

static void stray_quotes_are_kept_when_asked(void **state)
{
    (void)state;
    const char *text = "a,b\n甲,37'\"N 2\"\"W\n\"x\",\"5\"\"\"\n";
    bgt_fake_option(&fake, "stray-quotes", "keep");
    assert_int_equal(read_bytes(text, strlen(text)), BGT_END);
    char *dump = bgt_fake_dump(&batch, NULL, BGT_FAKE_PLACES);
    assert_string_equal(dump, "sheet 1=data@0:0 [data]\n"
                              "row 1 @1 1=a@1:1 2=b@1:3 [data]\n"
                              "row 2 @2 1=甲@2:1 2=37'\"N 2\"\"W@2:3 [data]\n"
                              "row 3 @3 1=\"x\"@3:1 2=\"5\"\"@3:5 [data]\n"
                              "sheet_end [data]\n");
    free(dump);
    bgt_fake_batch_reset(&batch);
    (void)expect_error("a,b\n1,\"ab\"x,c\n", "CSV_TEXT_AFTER_QUOTE", 2, 7);
}

static void text_after_a_closing_quote_is_refused(void **state)
{
    (void)state;
    const struct bgt_fake_report *report =
        expect_error("a,b\n1,\"ab\"x,c\n", "CSV_TEXT_AFTER_QUOTE", 2, 7);
    assert_string_equal(report->text, "\"ab\"x,c");
    assert_string_equal(report->arguments[0], "2");
}

static void a_blank_after_a_closing_quote_is_refused(void **state)
{
    (void)state;
    (void)expect_error("a,b\n\"b\" ,x\n", "CSV_TEXT_AFTER_QUOTE", 2, 4);
}

static void text_after_a_quote_of_an_earlier_line_names_both(void **state)
{
    (void)state;
    const struct bgt_fake_report *report =
        expect_error("a,b\n1,\"x\n\ny\"z\n", "CSV_TEXT_AFTER_QUOTE", 4, 3);
    assert_string_equal(report->arguments[0], "2");
}

static void a_quote_never_closed_names_where_it_began(void **state)
{
    (void)state;
    const struct bgt_fake_report *report =
        expect_error("a,b\n\"1\n2\",\"x\ny\nz\n", "CSV_QUOTE_NOT_CLOSED", 3, 4);
    assert_string_equal(report->arguments[0], "2");
}

static void a_quote_never_closed_without_final_break(void **state)
{
    (void)state;
    (void)expect_error("a,b\n1,\"x", "CSV_QUOTE_NOT_CLOSED", 2, 3);
}

static void a_nul_byte_is_refused(void **state)
{
    (void)state;
    assert_int_equal(read_bytes("a,b\n甲,x\0y\n", 12), BGT_FATAL);
    const struct bgt_fake_report *report = bgt_fake_reported(&fake, "CSV_NUL_BYTE");
    assert_non_null(report);
    assert_int_equal(report->line, 2);
    assert_int_equal(report->column, 4);
}

static void short_rows_are_errors_and_all_are_told(void **state)
{
    (void)state;
    const char *text = "a,b,c\n1,2\n1,2,3\n\n4\n5,6,7\n";
    assert_int_equal(read_bytes(text, strlen(text)), BGT_BAD);
    assert_int_equal(fake.error_count, 2);
    assert_string_equal(fake.reports[0].code, "CSV_RAGGED");
    assert_int_equal(fake.reports[0].line, 2);
    assert_string_equal(fake.reports[0].arguments[0], "2");
    assert_string_equal(fake.reports[0].arguments[1], "3");
    assert_int_equal(fake.reports[1].line, 5);
}

static void short_rows_are_fine_when_allowed(void **state)
{
    (void)state;
    const char *text = "a,b,c\n1,2\n1,2,3";
    bgt_fake_option(&fake, "ragged", "allow");
    assert_int_equal(read_bytes(text, strlen(text)), BGT_END);
    assert_int_equal(fake.error_count, 0);
}

static void rows_below_a_narrow_title_are_not_compared(void **state)
{
    (void)state;
    const char *text = "某单位预算表\na,b,c\n1,2,3\n合计,5\n注：无\n";
    assert_int_equal(read_bytes(text, strlen(text)), BGT_END);
    assert_int_equal(fake.report_count, 0);
}

static void longer_rows_keep_all_their_cells(void **state)
{
    (void)state;
    const char *text = "a,b\n1,2,3\n4\n";
    assert_int_equal(read_bytes(text, strlen(text)), BGT_END);
    char *dump = bgt_fake_dump(&batch, NULL, BGT_FAKE_PLAIN);
    assert_string_equal(dump, "sheet 1=data\nrow 1 @1 1=a 2=b\nrow 2 @2 1=1 2=2 3=3\n"
                              "row 3 @3 1=4\nsheet_end\n");
    free(dump);
}

static void a_file_cut_in_its_last_row_is_an_error(void **state)
{
    (void)state;
    const char *text = "某单位预算表\na,b,c\n1,2,3\n1,2";
    assert_int_equal(read_bytes(text, strlen(text)), BGT_BAD);
    assert_non_null(bgt_fake_reported(&fake, "CSV_RAGGED"));
    assert_int_equal(fake.reports[0].line, 4);
}

static void a_note_below_the_table_is_not_taken_for_a_cut(void **state)
{
    (void)state;
    const char *text = "某单位预算表\na,b,c\n1,2,3\n注：无";
    assert_int_equal(read_bytes(text, strlen(text)), BGT_END);
    assert_int_equal(fake.error_count, 0);
}

static void expect_limit(const char *text, const char *name, uint64_t line)
{
    assert_int_equal(read_bytes(text, strlen(text)), BGT_LIMIT);
    const struct bgt_fake_report *report = bgt_fake_reported(&fake, "LIMIT_REACHED");
    assert_non_null(report);
    assert_string_equal(report->arguments[0], name);
    assert_int_equal(report->line, line);
    assert_int_equal(fake.report_count, 1);
}

static void a_cell_has_a_limit(void **state)
{
    (void)state;
    fake.limits.cell_bytes = 5;
    expect_limit("a,b\n12345,123456\n", "cell-bytes", 2);
}

static void a_row_has_a_limit_of_cells(void **state)
{
    (void)state;
    fake.limits.row_cells = 3;
    expect_limit("a,b,c\n1,2,3\n1,2,3,4\n", "row-cells", 3);
}

static void a_line_has_a_limit(void **state)
{
    (void)state;
    fake.limits.row_bytes = 10;
    expect_limit("a,b\n0123456789a", "row-bytes", 2);
}

static void a_row_of_many_lines_has_a_limit(void **state)
{
    (void)state;
    fake.limits.row_bytes = 10;
    expect_limit("a,b\n\"1\n\n\n\n\n\n\n\n\n\n\n\n\n\n", "row-bytes", 2);
}

/* A reader must not keep, or look again and again at, what never ends. */
static void a_hostile_file_ends_at_the_limit(void **state)
{
    (void)state;
    size_t length = (size_t)40 << 20;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, '"', length);
    bgt_status status = read_bytes(text, length);
    free(text);
    assert_int_equal(status, BGT_LIMIT);
}

static void too_many_errors_end_the_file(void **state)
{
    (void)state;
    fake.limits.errors = 3;
    const char *text = "a,b,c\n1\n2\n3\n4\n5\n";
    assert_int_equal(read_bytes(text, strlen(text)), BGT_FATAL);
    assert_int_equal(fake.error_count, 3);
}

static void a_cancelled_job_stops(void **state)
{
    (void)state;
    fake.is_cancelled = true;
    assert_int_equal(read_bytes("a\n", 2), BGT_CANCELLED);
}

static void a_folder_without_csv_is_refused(void **state)
{
    (void)state;
    struct bgt_fake_file *folder = bgt_fake_container(&fake, "p/");
    (void)bgt_fake_input(&fake, "datapackage.json", "{}", 2);
    assert_int_equal(bgt_fake_read(&fake, folder, &batch), BGT_FATAL);
    assert_non_null(bgt_fake_reported(&fake, "CSV_NO_MEMBER"));
}

static void two_members_of_one_name_are_refused(void **state)
{
    (void)state;
    struct bgt_fake_file *folder = bgt_fake_container(&fake, "p.zip");
    (void)bgt_fake_input(&fake, "a/line.csv", "x\n", 2);
    (void)bgt_fake_input(&fake, "b/line.csv", "x\n", 2);
    assert_int_equal(bgt_fake_read(&fake, folder, &batch), BGT_FATAL);
    const struct bgt_fake_report *report = bgt_fake_reported(&fake, "CSV_SHEET_TWICE");
    assert_non_null(report);
    assert_string_equal(report->sheet, "b/line.csv");
    assert_string_equal(report->arguments[0], "a/line.csv");
}

int main(int argc, char **argv)
{
#define BGT_CSV_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        BGT_CSV_TEST(a_quote_inside_a_cell_is_refused),
        BGT_CSV_TEST(stray_quotes_are_kept_when_asked),
        BGT_CSV_TEST(text_after_a_closing_quote_is_refused),
        BGT_CSV_TEST(a_blank_after_a_closing_quote_is_refused),
        BGT_CSV_TEST(text_after_a_quote_of_an_earlier_line_names_both),
        BGT_CSV_TEST(a_quote_never_closed_names_where_it_began),
        BGT_CSV_TEST(a_quote_never_closed_without_final_break),
        BGT_CSV_TEST(a_nul_byte_is_refused),
        BGT_CSV_TEST(short_rows_are_errors_and_all_are_told),
        BGT_CSV_TEST(short_rows_are_fine_when_allowed),
        BGT_CSV_TEST(rows_below_a_narrow_title_are_not_compared),
        BGT_CSV_TEST(longer_rows_keep_all_their_cells),
        BGT_CSV_TEST(a_file_cut_in_its_last_row_is_an_error),
        BGT_CSV_TEST(a_note_below_the_table_is_not_taken_for_a_cut),
        BGT_CSV_TEST(a_cell_has_a_limit),
        BGT_CSV_TEST(a_row_has_a_limit_of_cells),
        BGT_CSV_TEST(a_line_has_a_limit),
        BGT_CSV_TEST(a_row_of_many_lines_has_a_limit),
        BGT_CSV_TEST(a_hostile_file_ends_at_the_limit),
        BGT_CSV_TEST(too_many_errors_end_the_file),
        BGT_CSV_TEST(a_cancelled_job_stops),
        BGT_CSV_TEST(a_folder_without_csv_is_refused),
        BGT_CSV_TEST(two_members_of_one_name_are_refused),
    };
    return bgt_test_main("csv_strict", tests, BGT_TEST_COUNT(tests), argc, argv);
}
