/* Matching, selection, CSV cells; roll-up and comparison with one allocation failing at a
 * time. What they find in whole documents is in tests/golden and tests/cli. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag/reporter.h"
#include "figures/csv.h"
#include "figures/diff_parts.h"
#include "figures/rollup_parts.h"
#include "flow/context.h"
#include "support/testing.h"

static struct bgt_diff_line line(const char *key, const char *loose, uint32_t index)
{
    struct bgt_diff_line made = {
        .key = bgt_slice_of(key), .loose = bgt_slice_of(loose), .index = index};
    return made;
}

static void equal_keys_pair_in_their_order(void **state)
{
    struct bgt_diff_line left[] = {line("b", "", 0), line("a", "", 1), line("a", "", 2)};
    struct bgt_diff_line right[] = {line("a", "", 0), line("b", "", 1), line("a", "", 2),
                                    line("a", "", 3)};
    struct bgt_diff_lines before = {left, 3};
    struct bgt_diff_lines after = {right, 4};
    (void)state;
    assert_int_equal(bgt_diff_match(&before, &after), BGT_OK);
    assert_ptr_equal(left[0].partner, &right[1]);
    assert_ptr_equal(left[1].partner, &right[0]);
    assert_ptr_equal(left[2].partner, &right[2]);
    assert_null(right[3].partner);
    assert_int_equal(right[3].ordinal, 2);
}

static void a_loose_key_pairs_only_where_it_is_single(void **state)
{
    struct bgt_diff_line left[] = {line("1", "x", 0), line("2", "y", 1),
                                   line("3", "y", 2), line("4", "", 3)};
    struct bgt_diff_line right[] = {line("5", "x", 0), line("6", "y", 1),
                                    line("7", "", 2)};
    struct bgt_diff_lines before = {left, 4};
    struct bgt_diff_lines after = {right, 3};
    (void)state;
    assert_int_equal(bgt_diff_match(&before, &after), BGT_OK);
    assert_ptr_equal(left[0].partner, &right[0]);
    assert_true(left[0].is_recoded);
    assert_null(left[1].partner);
    assert_null(left[2].partner);
    assert_null(left[3].partner);
    assert_null(right[2].partner);
}

static void a_selection_needs_all_its_conditions(void **state)
{
    struct bgt_detail detail = {.func = bgt_slice_of("2011301"),
                                .dep = bgt_slice_of("30201"),
                                .gov = bgt_slice_of("50201"),
                                .agency = 1,
                                .project = 2,
                                .fund = BGT_FUND_GENERAL,
                                .origin = BGT_ORIGIN_CURRENT,
                                .use = BGT_USE_PUBLIC};
    struct bgt_selection all = {.funds = BGT_FUND_FISCAL,
                                .origins = BGT_ORIGIN_ALL,
                                .uses = BGT_USE_BASIC,
                                .func = bgt_slice_of("20113"),
                                .dep = bgt_slice_of("302"),
                                .gov = bgt_slice_of("50201"),
                                .has_gov = true,
                                .agency = 1,
                                .project = 2};
    (void)state;
    assert_true(bgt_rollup_selects(&all, &detail));
    struct bgt_selection other[8];
    for (size_t i = 0; i < BGT_TEST_COUNT(other); i++)
        other[i] = all;
    other[0].funds = BGT_FUND_GOVERNMENT;
    other[1].origins = BGT_ORIGIN_CARRYOVER;
    other[2].uses = BGT_USE_PROJECT;
    other[3].func = bgt_slice_of("20114");
    other[4].dep = bgt_slice_of("301");
    other[5].gov = bgt_slice_of("502");
    other[6].agency = 0;
    other[7].project = 0;
    for (size_t i = 0; i < BGT_TEST_COUNT(other); i++)
        assert_false(bgt_rollup_selects(&other[i], &detail));
}

static void cells_are_quoted_where_they_must(void **state)
{
    struct bgt_buffer row;
    (void)state;
    bgt_buffer_init(&row, NULL, 1024);
    assert_int_equal(bgt_csv_cell(&row, bgt_slice_of("a"), true), BGT_OK);
    assert_int_equal(bgt_csv_cell(&row, bgt_slice_of("b,c"), false), BGT_OK);
    assert_int_equal(bgt_csv_cell(&row, bgt_slice_of("d\"e"), false), BGT_OK);
    assert_int_equal(bgt_csv_cell(&row, bgt_slice_of(""), false), BGT_OK);
    assert_int_equal(bgt_csv_cell(&row, bgt_slice_of("f\ng"), false), BGT_OK);
    assert_string_equal(row.data, "a,\"b,c\",\"d\"\"e\",,\"f\ng\"");
    bgt_buffer_close(&row);
}

/* ---- Allocation failure ---- */

struct fixture {
    struct bgt_reporter *reporter;
    struct bgt_context *context;
    char *bin;
    char *details;
    char *folder;
    char *target;
    char *trace;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct bgt_reporter_options reporter = {0};
    assert_non_null(fixture);
    fixture->bin = bgt_test_build_path("bin");
    fixture->details = bgt_test_source_path("tests/golden/detail-export-gb18030.csv");
    fixture->folder = bgt_test_make_folder();
    fixture->target = bgt_test_join(fixture->folder, "out.yaml");
    fixture->trace = bgt_test_join(fixture->folder, "trace.csv");
    struct bgt_context_options options = {.program_folder = fixture->bin};
    assert_int_equal(bgt_reporter_open(&reporter, &fixture->reporter), BGT_OK);
    assert_int_equal(bgt_context_open(&options, fixture->reporter, &fixture->context),
                     BGT_OK);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    bgt_context_close(fixture->context);
    bgt_reporter_close(fixture->reporter);
    bgt_test_remove_folder(fixture->folder);
    free(fixture->bin);
    free(fixture->details);
    free(fixture->target);
    free(fixture->trace);
    free(fixture);
    return 0;
}

/* Each allocation at the beginning, where objects are opened, then fewer and fewer. */
static size_t next_allocation(size_t n)
{
    return n < 200 ? n + 1 : n + n / 40;
}

static void comparing_survives_want_of_memory(void **state)
{
    struct fixture *fixture = *state;
    bool has_failed = true;
    size_t failures = 0;
    for (size_t n = 1; has_failed; n = next_allocation(n)) {
        struct bgt_reporter *reporter = NULL;
        struct bgt_reporter_options options = {0};
        assert_int_equal(bgt_reporter_open(&options, &reporter), BGT_OK);
        struct bgt_io io = {.reporter = reporter, .limits = &fixture->context->limits};
        struct bgt_diff_options compared = {.before = fixture->details,
                                            .after = fixture->details};
        struct bgt_diff *diff = NULL;
        enum bgt_exit exit = BGT_EXIT_DONE;
        bgt_test_fail_allocation(n);
        bgt_status status = bgt_diff_open(fixture->context, &compared, &io, &diff, &exit);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        /* An allocation may be one that can be done without; then the result is whole. */
        if (status == BGT_OK)
            assert_int_equal(bgt_diff_differences(diff), 0);
        failures += status != BGT_OK ? 1 : 0;
        assert_true(status == BGT_OK || has_failed);
        bgt_diff_close(diff);
        bgt_reporter_close(reporter);
    }
    assert_true(failures > 100);
}

static void rolling_up_survives_want_of_memory(void **state)
{
    struct fixture *fixture = *state;
    const char *inputs[] = {fixture->details, NULL};
    bool has_failed = true;
    size_t failures = 0;
    for (size_t n = 1; has_failed; n = next_allocation(n)) {
        struct bgt_reporter *reporter = NULL;
        struct bgt_reporter_options options = {0};
        struct bgt_rollup_result result;
        struct bgt_rollup_options rollup = {.convert = {.inputs = {inputs, 1},
                                                        .target = fixture->target,
                                                        .round_places = -1},
                                            .trace = fixture->trace};
        assert_int_equal(bgt_reporter_open(&options, &reporter), BGT_OK);
        bgt_test_fail_allocation(n);
        bgt_rollup(fixture->context, &rollup, reporter, &result);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        if (result.exit == BGT_EXIT_DONE) {
            assert_int_equal(result.figures, 287);
            assert_int_equal(unlink(fixture->trace), 0);
            assert_int_equal(unlink(fixture->target), 0);
        } else {
            failures++;
            assert_int_not_equal(access(fixture->target, F_OK), 0);
            (void)unlink(fixture->trace);
        }
        assert_true(result.exit == BGT_EXIT_DONE || has_failed);
        bgt_reporter_close(reporter);
    }
    assert_true(failures > 100);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_keys_pair_in_their_order),
        cmocka_unit_test(a_loose_key_pairs_only_where_it_is_single),
        cmocka_unit_test(a_selection_needs_all_its_conditions),
        cmocka_unit_test(cells_are_quoted_where_they_must),
        cmocka_unit_test_setup_teardown(comparing_survives_want_of_memory, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rolling_up_survives_want_of_memory, set_up,
                                        tear_down),
    };
    return bgt_test_main("figures", tests, BGT_TEST_COUNT(tests), argc, argv);
}
