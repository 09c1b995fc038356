/*
 * Workbooks of other people through the whole program: `budgetconv info --cells` prints
 * the cells that two independent readers found in them (NAME.cells.tsv).
 */
#include "support/sample_cells.h"
#include "support/testing.h"

/* Reads one workbook; how many cells differ, and 1 more where it was refused. */
static size_t check_workbook(const char *path)
{
    struct bgt_test_cells expected = {0};
    struct bgt_test_cells read = {0};
    struct bgt_test_run run;
    size_t differences = 0;
    bgt_test_budgetconv(&run, "--messages", "json", "info", "--cells", path, NULL);
    if (run.status != 0) {
        print_error("%s: status %d\n%s", path, run.status, run.err);
        differences++;
    }
    bgt_test_cells_printed(run.out, &read);
    if (bgt_test_cells_expected(path, &expected)) {
        differences += bgt_test_cells_compare(path, &expected, &read);
    }
    bgt_test_cells_clear(&expected);
    bgt_test_cells_clear(&read);
    bgt_test_run_clear(&run);
    return differences;
}

static void check_folder(const char *relative, bool only_expected, size_t least)
{
    struct bgt_test_walk walk;
    bgt_test_each_workbook(relative, only_expected, check_workbook, &walk);
    assert_int_equal(walk.differences, 0);
    assert_true(walk.checked >= least);
}

static void valid_workbooks(void **state)
{
    (void)state;
    check_folder("samples/xlsx_valid", false, 21);
}

static void workbooks_of_excel(void **state)
{
    (void)state;
    check_folder("samples/xlsx_excel_oracle", false, 33);
}

static void workbooks_that_only_look_damaged(void **state)
{
    (void)state;
    check_folder("samples/xlsx_malformed", true, 5);
}

static void workbooks_of_others(void **state)
{
    (void)state;
    check_folder("samples/wps", false, 2);
    check_folder("samples/xlsx_csv_oracle", false, 2);
    check_folder("samples/cn_yearbook", false, 1);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_workbooks),
        cmocka_unit_test(workbooks_of_excel),
        cmocka_unit_test(workbooks_that_only_look_damaged),
        cmocka_unit_test(workbooks_of_others),
    };
    return bgt_test_main("cells of samples", tests, BGT_TEST_COUNT(tests), argc, argv);
}
