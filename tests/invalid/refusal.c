#include "invalid/refusal.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSED = 3, SECONDS = 30 };

static const char old_target[] = "precious\n";

void bench_open(struct bench *bench, const char *input_name)
{
    *bench = (struct bench){.folder = bgt_test_make_folder()};
    bench->input = bgt_test_join(bench->folder, input_name);
    bench->target = bgt_test_join(bench->folder, "target.yaml");
}

void bench_close(struct bench *bench)
{
    size_t wrong = bench->wrong;
    free(bench->input);
    free(bench->target);
    bgt_test_remove_folder(bench->folder);
    *bench = (struct bench){0};
    assert_int_equal(wrong, 0);
}

static void wrong(struct bench *bench, const char *title, const char *what,
                  const struct bgt_test_run *run)
{
    bench->wrong++;
    print_error("%s: %s: status %d\n%.2000s\n", title, what, run->status, run->err);
}

/* Whether a line of the messages holds every piece. */
static bool is_said(const char *messages, const char *const *pieces)
{
    for (const char *line = messages; *line != '\0';) {
        const char *end = strchr(line, '\n');
        size_t length = end == NULL ? strlen(line) : (size_t)(end - line);
        char *copy = strndup(line, length);
        assert_non_null(copy);
        size_t found = 0;
        while (pieces[found] != NULL && strstr(copy, pieces[found]) != NULL) {
            found++;
        }
        free(copy);
        if (pieces[found] == NULL) {
            return true;
        }
        line += length + (end == NULL ? 0 : 1);
    }
    return false;
}

/* The folder holds input and target, and nothing else. */
static bool is_clean(const struct bench *bench)
{
    DIR *dir = opendir(bench->folder);
    size_t others = 0;
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const char *input = strrchr(bench->input, '/') + 1;
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strcmp(entry->d_name, input) != 0 &&
            strcmp(entry->d_name, "target.yaml") != 0) {
            print_error("left in the folder: %s\n", entry->d_name);
            others++;
        }
    }
    (void)closedir(dir);
    return others == 0;
}

static bool is_target_old(const struct bench *bench)
{
    char *found = bgt_test_read_file(bench->target, NULL);
    bool is_old = strcmp(found, old_target) == 0;
    free(found);
    return is_old;
}

/* What holds for every refusal. */
static void check_refusal(struct bench *bench, const char *title,
                          const struct bgt_test_run *run)
{
    static const char *const bugs[] = {"\"INTERNAL\"",      "\"PLUGIN_MESSAGE\"",
                                       "\"PLUGIN_SILENT\"", "\"PLUGIN_BAD_BATCH\"",
                                       "AddressSanitizer",  "runtime error"};
    char file[512];
    const char *any[] = {"\"severity\":\"error\"", file, NULL};
    (void)snprintf(file, sizeof file, "\"file\":\"%s\"", bench->input);
    for (size_t i = 0; i < BGT_TEST_COUNT(bugs); i++) {
        if (strstr(run->err, bugs[i]) != NULL) {
            wrong(bench, title, bugs[i], run);
        }
    }
    if (run->status != REFUSED) {
        wrong(bench, title, "not refused with 3", run);
    }
    if (!is_said(run->err, any)) {
        wrong(bench, title, "no error about the file", run);
    }
    if (!is_target_old(bench)) {
        wrong(bench, title, "the old target was changed", run);
    }
}

static void convert(struct bench *bench, const void *bytes, size_t length,
                    struct bgt_test_run *run)
{
    const char *argv[] = {
        getenv("BUDGETCONV"), "--messages", "json",        "--language", "en", "convert",
        "--overwrite",        bench->input, bench->target, NULL};
    assert_non_null(argv[0]);
    bgt_test_write_file(bench->input, bytes, length);
    bgt_test_write_file(bench->target, old_target, strlen(old_target));
    bgt_test_execute(&(struct bgt_test_command){.argv = argv, .seconds = SECONDS}, run);
}

void bench_refuses(struct bench *bench, const char *title, const void *bytes,
                   size_t length, const char *const *says)
{
    struct bgt_test_run run;
    convert(bench, bytes, length, &run);
    check_refusal(bench, title, &run);
    if (!is_said(run.err, says)) {
        wrong(bench, title, says[0], &run);
    }
    if (!is_clean(bench)) {
        wrong(bench, title, "something was left", &run);
    }
    bgt_test_run_clear(&run);
}

int bench_tries(struct bench *bench, const char *title, const void *bytes, size_t length)
{
    struct bgt_test_run run;
    convert(bench, bytes, length, &run);
    int status = run.status;
    if (status != 0) {
        check_refusal(bench, title, &run);
    } else if (is_target_old(bench)) {
        wrong(bench, title, "said to be done, but the target is the old one", &run);
    }
    if (!is_clean(bench)) {
        wrong(bench, title, "something was left", &run);
    }
    bgt_test_run_clear(&run);
    return status;
}
