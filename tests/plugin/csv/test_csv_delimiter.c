/* Which delimiter the csv reader settles on, and when it asks. */
#include <stdlib.h>
#include <string.h>

#include "csv_testing.h"

static bgt_status read_text(const char *text)
{
    bgt_fake_batch_reset(&batch);
    return bgt_fake_read(&fake, bgt_fake_input(&fake, "d.csv", text, strlen(text)),
                         &batch);
}

static void expect_rows(const char *text, const char *rows)
{
    assert_int_equal(read_text(text), BGT_END);
    char *dump = bgt_fake_dump(&batch, NULL, BGT_FAKE_PLAIN);
    const char *first = strchr(dump, '\n') + 1;
    *strstr(dump, "sheet_end") = '\0';
    assert_string_equal(first, rows);
    free(dump);
}

static void each_delimiter_is_found(void **state)
{
    (void)state;
    expect_rows("a,b\n1,2\n", "row 1 @1 1=a 2=b\nrow 2 @2 1=1 2=2\n");
    expect_rows("a\tb\n1\t2\n", "row 1 @1 1=a 2=b\nrow 2 @2 1=1 2=2\n");
    expect_rows("a;b\n1;2\n", "row 1 @1 1=a 2=b\nrow 2 @2 1=1 2=2\n");
    expect_rows("a|b\n1|2\n", "row 1 @1 1=a 2=b\nrow 2 @2 1=1 2=2\n");
}

static void delimiters_inside_quotes_do_not_count(void **state)
{
    (void)state;
    expect_rows("a;b\n\"1,2,3\";2\n\"4,5,6\";3\n",
                "row 1 @1 1=a 2=b\nrow 2 @2 1=\"1,2,3\" 2=2\nrow 3 @3 1=\"4,5,6\" 2=3\n");
}

static void the_consistent_candidate_wins(void **state)
{
    (void)state;
    expect_rows("a,b\nx;y,2\nz,3\n",
                "row 1 @1 1=a 2=b\nrow 2 @2 1=x;y 2=2\nrow 3 @3 1=z 2=3\n");
    expect_rows("a;b\n1,5;2\n2;3,5\n",
                "row 1 @1 1=a 2=b\nrow 2 @2 1=1,5 2=2\nrow 3 @3 1=2 2=3,5\n");
}

static void a_title_above_does_not_disturb(void **state)
{
    (void)state;
    expect_rows("预算表|一\na,b\n1,2\n3,4\n", "row 1 @1 1=预算表|一\nrow 2 @2 1=a 2=b\n"
                                              "row 3 @3 1=1 2=2\nrow 4 @4 1=3 2=4\n");
}

static void one_column_needs_no_delimiter(void **state)
{
    (void)state;
    expect_rows("科目\n工资，津贴\n奖金\n", "row 1 @1 1=科目\nrow 2 @2 1=工资，津贴\n"
                                            "row 3 @3 1=奖金\n");
}

static void two_consistent_candidates_are_asked_about(void **state)
{
    (void)state;
    assert_int_equal(read_text("a;b,c\n1;2,3\n"), BGT_FATAL);
    const struct bgt_fake_report *report =
        bgt_fake_reported(&fake, "CSV_DELIMITER_UNCLEAR");
    assert_non_null(report);
    assert_string_equal(report->arguments[0], "comma");
    assert_string_equal(report->arguments[1], "semicolon");
    bgt_fake_option(&fake, "delimiter", "semicolon");
    expect_rows("a;b,c\n1;2,3\n", "row 1 @1 1=a 2=b,c\nrow 2 @2 1=1 2=2,3\n");
}

static void no_clear_majority_is_asked_about(void **state)
{
    (void)state;
    assert_int_equal(read_text("a,b\nc,d\ne|f\n"), BGT_BAD);
    assert_null(bgt_fake_reported(&fake, "CSV_DELIMITER_UNCLEAR"));
    assert_int_equal(read_text("a,b\nc,d\ne|f\ng|h\n"), BGT_FATAL);
    assert_non_null(bgt_fake_reported(&fake, "CSV_DELIMITER_UNCLEAR"));
}

static void full_width_commas_are_refused(void **state)
{
    (void)state;
    assert_int_equal(read_text("科目，编码\n工资，301\n"), BGT_FATAL);
    assert_non_null(bgt_fake_reported(&fake, "CSV_DELIMITER_FULL_WIDTH"));
    bgt_fake_option(&fake, "delimiter", "comma");
    expect_rows("科目，编码\n工资，301\n",
                "row 1 @1 1=科目，编码\nrow 2 @2 1=工资，301\n");
}

static void excels_separator_line_is_followed(void **state)
{
    (void)state;
    expect_rows("sep=;\r\na,b;c\r\n1;2\r\n", "row 2 @2 1=a,b 2=c\nrow 3 @3 1=1 2=2\n");
    assert_non_null(bgt_fake_reported(&fake, "CSV_SEPARATOR_LINE"));
    bgt_fake_option(&fake, "delimiter", "semicolon");
    expect_rows("sep=;\r\n1;2\r\n", "row 1 @1 1=sep=\nrow 2 @2 1=1 2=2\n");
}

/* 64 KiB of `甲;乙` end inside a record; the part of it that was seen must not count. */
static void only_whole_records_of_a_long_file_count(void **state)
{
    (void)state;
    static const char row[] = "一二三四五;六七八九十\n";
    size_t length = (sizeof row - 1) * 3000;
    char *text = malloc(length);
    assert_non_null(text);
    for (size_t i = 0; i < length; i++) {
        text[i] = row[i % (sizeof row - 1)];
    }
    struct bgt_fake_file *file = bgt_fake_input(&fake, "d.csv", text, length);
    free(text);
    file->step = 1000;
    assert_int_equal(bgt_fake_read(&fake, file, &batch), BGT_END);
    assert_int_equal(batch.item_count, 3002);
    assert_int_equal(batch.value_count, 6001);
}

int main(int argc, char **argv)
{
#define BGT_CSV_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        BGT_CSV_TEST(each_delimiter_is_found),
        BGT_CSV_TEST(delimiters_inside_quotes_do_not_count),
        BGT_CSV_TEST(the_consistent_candidate_wins),
        BGT_CSV_TEST(a_title_above_does_not_disturb),
        BGT_CSV_TEST(one_column_needs_no_delimiter),
        BGT_CSV_TEST(two_consistent_candidates_are_asked_about),
        BGT_CSV_TEST(no_clear_majority_is_asked_about),
        BGT_CSV_TEST(full_width_commas_are_refused),
        BGT_CSV_TEST(excels_separator_line_is_followed),
        BGT_CSV_TEST(only_whole_records_of_a_long_file_count),
    };
    return bgt_test_main("csv_delimiter", tests, BGT_TEST_COUNT(tests), argc, argv);
}
