#include "support/testing.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void run_gives_status_output_and_error(void **state)
{
    (void)state;
    const char *const argv[] = {"/bin/sh", "-c", "cat; printf %s \"$WORD\" >&2; exit 3",
                                NULL};
    const char *const variables[] = {"WORD=预算", NULL};
    struct bgt_test_run run;
    bgt_test_execute(
        &(struct bgt_test_command){
            .argv = argv, .variables = variables, .input = "26.00", .input_length = 5},
        &run);
    assert_int_equal(run.status, 3);
    assert_string_equal(run.out, "26.00");
    assert_string_equal(run.err, "预算");
    assert_int_equal(run.out_length, 5);
    bgt_test_run_clear(&run);
}

static void run_reports_a_signal(void **state)
{
    (void)state;
    const char *const argv[] = {"/bin/sh", "-c", "kill -TERM $$", NULL};
    struct bgt_test_run run;
    bgt_test_execute(&(struct bgt_test_command){.argv = argv}, &run);
    assert_int_equal(run.status, 128 + SIGTERM);
    assert_false(run.timed_out);
    bgt_test_run_clear(&run);
}

static void run_ends_at_its_deadline(void **state)
{
    (void)state;
    const char *const argv[] = {"/bin/sleep", "30", NULL};
    struct bgt_test_run run;
    bgt_test_execute(&(struct bgt_test_command){.argv = argv, .seconds = 1}, &run);
    assert_true(run.timed_out);
    assert_int_equal(run.status, 128 + SIGKILL);
    bgt_test_run_clear(&run);
}

static void the_chosen_allocation_fails_once(void **state)
{
    (void)state;
    bgt_test_fail_allocation(2);
    void *first = malloc(1);
    void *second = calloc(1, 1);
    char *third = strdup("x");
    size_t count = bgt_test_allocation_count();
    bool failed = bgt_test_allocation_failed();
    bgt_test_fail_allocation(0);
    assert_non_null(first);
    assert_null(second);
    assert_string_equal(third, "x");
    assert_int_equal(count, 3);
    assert_true(failed);
    assert_false(bgt_test_allocation_failed());
    free(first);
    free(second);
    free(third);
}

static void files_come_back_as_written(void **state)
{
    (void)state;
    char *folder = bgt_test_make_folder();
    char *path = bgt_test_join(folder, "a");
    size_t length = 0;
    bgt_test_write_file(path, "a\0b", 3);
    char *bytes = bgt_test_read_file(path, &length);
    assert_int_equal(length, 3);
    assert_memory_equal(bytes, "a\0b", 4);
    free(bytes);
    free(path);
    bgt_test_remove_folder(folder);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_gives_status_output_and_error),
        cmocka_unit_test(run_reports_a_signal),
        cmocka_unit_test(run_ends_at_its_deadline),
        cmocka_unit_test(the_chosen_allocation_fails_once),
        cmocka_unit_test(files_come_back_as_written),
    };
    return bgt_test_main("support", tests, BGT_TEST_COUNT(tests), argc, argv);
}
