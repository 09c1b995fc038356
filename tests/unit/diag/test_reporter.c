/* Diagnostics are counted always, kept within bounds and shown at once. */
#include "diag/reporter.h"
#include "support/failing_allocator.h"
#include "support/testing.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct seen {
    size_t count;
    char last_code[64];
    char last_file[64];
    char last_text[64];
};

static void see(void *context, const struct bgt_kept_diagnostic *diagnostic)
{
    struct seen *seen = context;
    const char *text = diagnostic->text != NULL ? diagnostic->text : "";
    const char *file = diagnostic->place.file != NULL ? diagnostic->place.file : "";
    seen->count++;
    (void)snprintf(seen->last_code, sizeof seen->last_code, "%s", diagnostic->code->name);
    (void)snprintf(seen->last_file, sizeof seen->last_file, "%s", file);
    (void)snprintf(seen->last_text, sizeof seen->last_text, "%.*s",
                   (int)diagnostic->text_length, text);
}

static struct bgt_reporter *open_reporter(const struct bgt_reporter_options *options)
{
    struct bgt_reporter *reporter = NULL;
    assert_int_equal(bgt_reporter_open(options, &reporter), BGT_OK);
    return reporter;
}

static void a_report_is_copied_counted_and_shown(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct bgt_reporter *reporter = open_reporter(&(struct bgt_reporter_options){
        .file = "预算.xlsx", .emit = see, .context = &seen});
    char sheet[] = "收入";
    char text[] = "十二万";
    char argument[] = "fact";
    bgt_status status = bgt_report(
        reporter, &(struct bgt_diagnostic){
                      .code = "XML_NOT_WELL_FORMED",
                      .place = {.sheet = sheet, .line = 12, .column = 3, .is_cell = 1},
                      .text = text,
                      .text_length = strlen(text),
                      .arguments = {argument}});
    memset(sheet, 'x', sizeof sheet - 1);
    memset(text, 'x', sizeof text - 1);
    memset(argument, 'x', sizeof argument - 1);
    assert_int_equal(status, BGT_BAD);
    assert_int_equal(seen.count, 1);
    assert_string_equal(seen.last_code, "XML_NOT_WELL_FORMED");
    assert_string_equal(seen.last_file, "预算.xlsx");
    assert_string_equal(seen.last_text, "十二万");
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
    assert_non_null(kept);
    assert_string_equal(kept->place.file, "预算.xlsx");
    assert_string_equal(kept->place.sheet, "收入");
    assert_null(kept->place.path);
    assert_int_equal(kept->place.line, 12);
    assert_int_equal(kept->place.column, 3);
    assert_string_equal(kept->text, "十二万");
    assert_string_equal(kept->arguments[0], "fact");
    assert_null(kept->arguments[1]);
    assert_false(kept->text_is_cut);
    assert_null(bgt_reporter_at(reporter, 1));
    assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 1);
    assert_int_equal(bgt_reporter_count(reporter, BGT_WARNING), 0);
    bgt_reporter_close(reporter);
}

static void only_errors_answer_bad(void **state)
{
    (void)state;
    struct bgt_reporter *reporter = open_reporter(&(struct bgt_reporter_options){0});
    assert_int_equal(bgt_report_at(reporter, "ENCODING_MISLABELLED", NULL, "a", "b"),
                     BGT_OK);
    assert_int_equal(bgt_report_at(reporter, "ZIP_INCONSISTENT", NULL, "a", NULL),
                     BGT_OK);
    assert_int_equal(bgt_report_at(reporter, "CANNOT_HOLD", NULL, "a", NULL), BGT_OK);
    assert_int_equal(bgt_report_at(reporter, "FILE_NOT_FOUND", NULL, NULL, NULL),
                     BGT_BAD);
    for (int severity = BGT_NOTE; severity <= BGT_ERROR; severity++) {
        assert_int_equal(bgt_reporter_count(reporter, (enum bgt_severity)severity), 1);
    }
    assert_null(bgt_reporter_at(reporter, 0)->place.file);
    bgt_reporter_set_file(reporter, "b.csv");
    (void)bgt_report_at(reporter, "FILE_NOT_FOUND", NULL, NULL, NULL);
    assert_string_equal(bgt_reporter_at(reporter, 4)->place.file, "b.csv");
    bgt_reporter_close(reporter);
    assert_int_equal(bgt_report_at(NULL, "FILE_NOT_FOUND", NULL, NULL, NULL), BGT_BAD);
    assert_int_equal(bgt_report_at(NULL, "CANNOT_HOLD", NULL, NULL, NULL), BGT_OK);
}

static void a_limit_names_itself(void **state)
{
    (void)state;
    struct bgt_reporter *reporter = open_reporter(&(struct bgt_reporter_options){0});
    const struct bgt_place place = {.line = 3};
    assert_int_equal(bgt_report_limit(reporter, &place, "depth", 64), BGT_LIMIT);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
    assert_string_equal(kept->code->name, "LIMIT_REACHED");
    assert_string_equal(kept->arguments[0], "depth");
    assert_string_equal(kept->arguments[1], "64");
    assert_int_equal(kept->place.line, 3);
    bgt_reporter_close(reporter);
}

static void an_unknown_code_keeps_its_facts(void **state)
{
    (void)state;
    struct bgt_reporter *reporter = open_reporter(&(struct bgt_reporter_options){0});
    bgt_status status =
        bgt_report(reporter, &(struct bgt_diagnostic){.code = "THEIRS_ODD",
                                                      .arguments = {"one", NULL, "三"}});
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
    assert_int_equal(status, BGT_BAD);
    assert_string_equal(kept->code->name, "PLUGIN_MESSAGE");
    assert_string_equal(kept->arguments[0], "THEIRS_ODD");
    assert_string_equal(kept->arguments[1], "one; 三");
    assert_null(kept->arguments[2]);
    bgt_reporter_close(reporter);
}

static void a_plugins_endless_facts_are_cut(void **state)
{
    (void)state;
    char endless[2000];
    memset(endless, 'a', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    struct bgt_reporter *reporter = open_reporter(&(struct bgt_reporter_options){0});
    (void)bgt_report(reporter, &(struct bgt_diagnostic){
                                   .code = "THEIRS_ODD",
                                   .arguments = {endless, endless, endless, "d"}});
    assert_true(strlen(bgt_reporter_at(reporter, 0)->arguments[1]) < 512);
    bgt_reporter_close(reporter);
}

static void text_is_cut_after_200_code_points(void **state)
{
    (void)state;
    char text[3 * 201];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = "预"[i % 3];
    }
    struct bgt_reporter *reporter = open_reporter(&(struct bgt_reporter_options){0});
    struct bgt_diagnostic diagnostic = {
        .code = "FILE_NOT_FOUND", .text = text, .text_length = sizeof text};
    (void)bgt_report(reporter, &diagnostic);
    diagnostic.text_length = 600;
    (void)bgt_report(reporter, &diagnostic);
    assert_int_equal(bgt_reporter_at(reporter, 0)->text_length, 600);
    assert_true(bgt_reporter_at(reporter, 0)->text_is_cut);
    assert_int_equal(bgt_reporter_at(reporter, 1)->text_length, 600);
    assert_false(bgt_reporter_at(reporter, 1)->text_is_cut);
    bgt_reporter_close(reporter);
}

static void a_flood_of_notes_leaves_room_for_errors(void **state)
{
    (void)state;
    struct seen seen = {0};
    const struct bgt_limits limits = {.diagnostics = 3, .errors = 2};
    struct bgt_reporter *reporter = open_reporter(
        &(struct bgt_reporter_options){.limits = &limits, .emit = see, .context = &seen});
    for (int i = 0; i < 10; i++) {
        (void)bgt_report_at(reporter, "ZIP_INCONSISTENT", NULL, "x", NULL);
    }
    assert_int_equal(bgt_reporter_kept(reporter), 3);
    assert_int_equal(bgt_reporter_left_out(reporter), 7);
    assert_int_equal(bgt_report_at(reporter, "FILE_NOT_FOUND", NULL, NULL, NULL),
                     BGT_BAD);
    assert_int_equal(bgt_report_at(reporter, "FILE_NOT_FOUND", NULL, NULL, NULL),
                     BGT_FATAL);
    assert_int_equal(bgt_report_at(reporter, "FILE_NOT_FOUND", NULL, NULL, NULL),
                     BGT_FATAL);
    assert_int_equal(bgt_reporter_kept(reporter), 5);
    assert_int_equal(seen.count, 5);
    assert_int_equal(bgt_reporter_left_out(reporter), 8);
    assert_int_equal(bgt_reporter_count(reporter, BGT_WARNING), 10);
    assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 3);
    bgt_reporter_close(reporter);
}

/* Whatever allocation fails, the error is counted and shown. */
static void an_error_without_memory_is_counted_and_shown(void **state)
{
    (void)state;
    for (size_t nth = 1; nth < 8; nth++) {
        struct bgt_failing_allocator failing;
        struct seen seen = {0};
        struct bgt_reporter *reporter = NULL;
        bgt_failing_allocator_init(&failing, nth);
        bgt_status status = bgt_reporter_open(
            &(struct bgt_reporter_options){.allocator = &failing.allocator,
                                           .file = "a.csv",
                                           .emit = see,
                                           .context = &seen},
            &reporter);
        if (status == BGT_NO_MEMORY) {
            assert_int_equal(failing.outstanding, 0);
            continue;
        }
        (void)bgt_report(reporter, &(struct bgt_diagnostic){.code = "FILE_NOT_FOUND",
                                                            .text = "预",
                                                            .text_length = 3});
        assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 1);
        assert_int_equal(seen.count, 1);
        assert_string_equal(seen.last_text, "预");
        assert_string_equal(seen.last_file, "a.csv");
        assert_int_equal(bgt_reporter_kept(reporter) + bgt_reporter_left_out(reporter),
                         1);
        bgt_reporter_close(reporter);
        assert_int_equal(failing.outstanding, 0);
    }
}

enum { THREADS = 4, REPORTS = 500, ALL_REPORTS = 2000 };

static void *report_often(void *context)
{
    for (int i = 0; i < REPORTS; i++) {
        (void)bgt_report_at(context, "ZIP_INCONSISTENT", NULL, "x", NULL);
        (void)bgt_report_at(context, "FILE_NOT_FOUND", NULL, NULL, NULL);
    }
    return NULL;
}

static void threads_may_report_at_the_same_time(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    struct seen seen = {0};
    const struct bgt_limits limits = {.diagnostics = ALL_REPORTS,
                                      .errors = ALL_REPORTS + 1};
    struct bgt_reporter *reporter = open_reporter(
        &(struct bgt_reporter_options){.limits = &limits, .emit = see, .context = &seen});
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, report_often, reporter), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    assert_int_equal(seen.count, 2 * ALL_REPORTS);
    assert_int_equal(bgt_reporter_kept(reporter), 2 * ALL_REPORTS);
    assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), ALL_REPORTS);
    bgt_reporter_close(reporter);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_is_copied_counted_and_shown),
        cmocka_unit_test(only_errors_answer_bad),
        cmocka_unit_test(a_limit_names_itself),
        cmocka_unit_test(an_unknown_code_keeps_its_facts),
        cmocka_unit_test(a_plugins_endless_facts_are_cut),
        cmocka_unit_test(text_is_cut_after_200_code_points),
        cmocka_unit_test(a_flood_of_notes_leaves_room_for_errors),
        cmocka_unit_test(an_error_without_memory_is_counted_and_shown),
        cmocka_unit_test(threads_may_report_at_the_same_time),
    };
    return bgt_test_main("diag/reporter", tests, BGT_TEST_COUNT(tests), argc, argv);
}
