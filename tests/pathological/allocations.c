/*
 * Whole conversions in which one allocation of ours fails: an error is told and the
 * target is absent, or the result is the right one; nothing crashes and, under the
 * address sanitizer, nothing leaks.
 */
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/convert.h"
#include "support/testing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TRIES = 60, MAX_NAME = 64 };

/* One conversion. */
struct conversion {
    const char *input;  /* of the project */
    const char *target; /* in the test's folder */
    const char *layout;
    const char *select;
    const char *amount_unit;
};

static const struct conversion conversions[] = {
    {"tests/golden/disclosure.xlsx", "a.yaml", NULL, NULL, NULL},
    {"tests/golden/disclosure.xlsx", "a.csv", "facts", NULL, "元"},
    {"tests/golden/disclosure.xlsx", "a.xlsx", NULL, NULL, NULL},
    {"tests/golden/disclosure.xlsx", "package/", NULL, NULL, NULL},
    {"tests/golden/detail-export-gb18030.csv", "b.csv", NULL, "exp_func_code=2011301",
     NULL},
    {"tests/golden/detail-export-gb18030.csv", "b.yaml", NULL, NULL, "万元"},
    {"tests/golden/performance.txt", "c.yaml", NULL, NULL, NULL},
    {"tests/golden/performance.txt", "c.xlsx", NULL, NULL, NULL},
    {"tests/golden/targets-aligned.txt", "d.yaml", NULL, NULL, NULL},
    {"tests/golden/targets-two-periods.txt", "e.yaml", NULL, NULL, NULL},
};

struct fixture {
    struct bgt_context *context;
    struct bgt_reporter *reporter;
    char *folder;
    char *whole; /* what the conversion writes when nothing fails; null: a folder */
    size_t whole_length;
};

static void open_fixture(struct fixture *fixture)
{
    char *bin = bgt_test_build_path("bin");
    *fixture = (struct fixture){.folder = bgt_test_make_folder()};
    assert_int_equal(
        bgt_reporter_open(&(struct bgt_reporter_options){0}, &fixture->reporter), BGT_OK);
    const struct bgt_context_options options = {.program_folder = bin};
    assert_int_equal(bgt_context_open(&options, fixture->reporter, &fixture->context),
                     BGT_OK);
    free(bin);
}

static void close_fixture(struct fixture *fixture)
{
    bgt_context_close(fixture->context);
    bgt_reporter_close(fixture->reporter);
    bgt_test_remove_folder(fixture->folder);
}

/* What the folder holds, without hidden or temporary names: "" where it is empty. */
static size_t entries(const char *folder)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    (void)closedir(dir);
    return count;
}

static bool is_folder(const char *target)
{
    return target[strlen(target) - 1] == '/';
}

/* How one run ended. */
struct ending {
    enum bgt_exit exit;
    uint64_t errors;
    size_t allocations;
    bool has_failed;
};

static struct ending run(const struct fixture *fixture,
                         const struct conversion *conversion, const char *target,
                         size_t failing)
{
    struct bgt_reporter *reporter = NULL;
    struct bgt_convert_result result = {.exit = BGT_EXIT_INTERNAL};
    char *input = bgt_test_source_path(conversion->input);
    const char *inputs[] = {input, NULL};
    const char *selects[] = {conversion->select, NULL};
    const struct bgt_convert_options options = {
        .inputs = {inputs, 1},
        .target = target,
        .target_format = is_folder(target) ? "csv" : NULL,
        .layout = conversion->layout,
        .selects = {selects, conversion->select != NULL},
        .amount_unit = conversion->amount_unit,
        .round_places = -1,
    };
    assert_int_equal(bgt_reporter_open(&(struct bgt_reporter_options){0}, &reporter),
                     BGT_OK);
    bgt_test_fail_allocation(failing);
    bgt_convert(fixture->context, &options, reporter, &result);
    struct ending ending = {result.exit, bgt_reporter_count(reporter, BGT_ERROR),
                            bgt_test_allocation_count(), bgt_test_allocation_failed()};
    bgt_test_fail_allocation(0);
    bgt_reporter_close(reporter);
    free(input);
    return ending;
}

static void remove_target(const struct fixture *fixture, const char *target)
{
    if (is_folder(target)) {
        char *copy = strndup(target, strlen(target) - 1);
        bgt_test_remove_folder(copy);
    } else {
        (void)unlink(target);
    }
    assert_int_equal(entries(fixture->folder), 0);
}

/* A conversion that got by without an allocation has written the same bytes. */
static bool is_whole(const struct fixture *fixture, const char *target)
{
    if (is_folder(target)) {
        return true;
    }
    size_t length = 0;
    char *bytes = bgt_test_read_file(target, &length);
    bool is_same =
        length == fixture->whole_length && memcmp(bytes, fixture->whole, length) == 0;
    free(bytes);
    return is_same;
}

/* One failing allocation; what is wrong is told. */
static size_t try_failure(const struct fixture *fixture,
                          const struct conversion *conversion, const char *target,
                          size_t failing)
{
    const char *what = NULL;
    struct ending ending = run(fixture, conversion, target, failing);
    size_t left = entries(fixture->folder);
    if (ending.exit == BGT_EXIT_DONE && left != 1) {
        what = "done without a target";
    } else if (ending.exit == BGT_EXIT_DONE && !is_whole(fixture, target)) {
        what = "done, but the target differs";
    } else if (ending.exit != BGT_EXIT_DONE && ending.errors == 0) {
        what = "failed without an error";
    } else if (ending.exit != BGT_EXIT_DONE && left != 0) {
        what = "failed and left something";
    } else if (ending.exit != BGT_EXIT_DONE && !ending.has_failed) {
        what = "failed by itself";
    } else if (ending.exit == BGT_EXIT_USAGE) {
        what = "called it a wrong usage";
    }
    if (what != NULL) {
        print_error("%s to %s, allocation %zu: %s (exit %d)\n", conversion->input,
                    conversion->target, failing, what, (int)ending.exit);
    }
    remove_target(fixture, target);
    return what != NULL;
}

/* Powers of two, and others spread over all of a run. */
static size_t nth(size_t number, size_t total)
{
    size_t power = (size_t)1 << number;
    if (number < 20 && power <= total) {
        return power;
    }
    return 1 + (number * 2654435761u) % total;
}

static void conversions_survive(void **state)
{
    (void)state;
    struct fixture fixture;
    size_t wrong = 0;
    open_fixture(&fixture);
    for (size_t i = 0; i < BGT_TEST_COUNT(conversions); i++) {
        char *target = bgt_test_join(fixture.folder, conversions[i].target);
        struct ending ending = run(&fixture, &conversions[i], target, 0);
        if (ending.exit != BGT_EXIT_DONE) {
            fail_msg("%s to %s: exit %d without a failure", conversions[i].input,
                     conversions[i].target, (int)ending.exit);
        }
        print_message("    %s: %zu allocations\n", conversions[i].target,
                      ending.allocations);
        fixture.whole =
            is_folder(target) ? NULL : bgt_test_read_file(target, &fixture.whole_length);
        remove_target(&fixture, target);
        for (size_t j = 0; j < TRIES; j++) {
            wrong += try_failure(&fixture, &conversions[i], target,
                                 nth(j, ending.allocations));
        }
        free(fixture.whole);
        free(target);
    }
    close_fixture(&fixture);
    assert_int_equal(wrong, 0);
}

/* Opening plugins, code lists and layouts. */
static void contexts_survive(void **state)
{
    (void)state;
    char *bin = bgt_test_build_path("bin");
    const struct bgt_context_options options = {.program_folder = bin};
    size_t total = 1;
    size_t wrong = 0;
    for (size_t j = 0; j < TRIES; j++) {
        struct bgt_reporter *reporter = NULL;
        struct bgt_context *context = NULL;
        assert_int_equal(bgt_reporter_open(&(struct bgt_reporter_options){0}, &reporter),
                         BGT_OK);
        size_t failing = j == 0 ? 0 : nth(j - 1, total);
        bgt_test_fail_allocation(failing);
        bgt_status status = bgt_context_open(&options, reporter, &context);
        bool has_failed = bgt_test_allocation_failed();
        total = j == 0 ? bgt_test_allocation_count() : total;
        bgt_test_fail_allocation(0);
        bool is_told =
            status == BGT_NO_MEMORY || bgt_reporter_count(reporter, BGT_ERROR) > 0;
        if ((status != BGT_OK && !is_told) || (status != BGT_OK && !has_failed) ||
            (status == BGT_OK) != (context != NULL)) {
            print_error("allocation %zu of %zu: status %d\n", failing, total, status);
            wrong++;
        }
        bgt_context_close(context);
        bgt_reporter_close(reporter);
    }
    print_message("    %zu allocations\n", total);
    free(bin);
    assert_int_equal(wrong, 0);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(contexts_survive),
        cmocka_unit_test(conversions_survive),
    };
    return bgt_test_main("failing allocations", tests, BGT_TEST_COUNT(tests), argc, argv);
}
