/*
 * Archives of public test suites, every member read to its end: what is bad is refused
 * with its code, what is good is read. The files and their verdicts are those of libzip
 * and yauzl (SOURCES.md beside them).
 */
#include "budget/stream.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "io/input.h"
#include "io/zip.h"
#include "support/testing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is said of an archive; NULL: every byte of it is read. */
struct verdict {
    const char *file, *code, *reason;
};

static const struct verdict named[] = {
    {"changing-size-muchlo.zip", NULL, "a plain archive"},
    {"empty-pkware.zip", "ZIP_ENCRYPTED", "traditional PKWARE"},
    {"encrypt-aes128.zip", "ZIP_ENCRYPTED", "AES"},
    {"encrypt_plus_extra_modified_l.zip", "ZIP_ENCRYPTED", "traditional PKWARE"},
    {"extra_field_align_1-ef_ff.zip", "ZIP_DAMAGED", "an extra field longer than it is"},
    {"extra_field_align_1-ff.zip", "ZIP_DAMAGED", "an extra field of one byte, ff"},
    {"extra_field_align_3-ef_ff.zip", "ZIP_DAMAGED", "an extra field longer than it is"},
    {"filename_duplicate.zip", "ZIP_MEMBER_TWICE", "two members of one name"},
    {"gap.zip", "ZIP_DAMAGED", "bytes between members could hide another document"},
    {"testbzip2broken.zip", "ZIP_METHOD", "bzip2"},
    {"testfile-zstd.zip", "ZIP_METHOD", "zstd"},
};

struct opened {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_reporter *reporter;
};

static void open_job(struct opened *job)
{
    memset(job, 0, sizeof *job);
    bgt_limits_init(&job->limits);
    assert_int_equal(bgt_reporter_open(&(struct bgt_reporter_options){0}, &job->reporter),
                     BGT_OK);
    job->io = (struct bgt_io){.reporter = job->reporter, .limits = &job->limits};
}

static bgt_status read_member(struct bgt_input *container, uint64_t number)
{
    char buffer[4096];
    struct bgt_input *member = NULL;
    bgt_status status =
        container->member(container, container->member_name(container, number), &member);
    while (status == BGT_OK) {
        size_t got = 0;
        status = member->read(member, buffer, sizeof buffer, &got);
        assert_true(got <= sizeof buffer);
    }
    if (member != NULL) {
        member->close(member);
    }
    return status == BGT_END ? BGT_OK : status;
}

/* Reads every member to its end, or to the first one that is refused. */
static bgt_status read_archive(const struct bgt_io *io, const char *path)
{
    struct bgt_input *file = NULL;
    struct bgt_input *container = NULL;
    bgt_status status = bgt_input_open_file(io, path, &file);
    if (status == BGT_OK) {
        status = bgt_zip_open(io, file, &container);
    }
    uint64_t count = status == BGT_OK ? container->member_count(container) : 0;
    for (uint64_t i = 0; status == BGT_OK && i < count; i++) {
        status = read_member(container, i);
    }
    bgt_input_close(container);
    bgt_input_close(file);
    return status;
}

static const struct bgt_kept_diagnostic *first_error(const struct bgt_reporter *reporter)
{
    for (size_t i = 0; i < bgt_reporter_kept(reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, i);
        if (kept->code->severity == BGT_ERROR) {
            return kept;
        }
    }
    return NULL;
}

/* How many things about one archive are not as the verdict says. */
static size_t check_archive(const char *path, const struct verdict *verdict)
{
    struct opened job;
    size_t wrong = 0;
    open_job(&job);
    bgt_status status = read_archive(&job.io, path);
    const struct bgt_kept_diagnostic *error = first_error(job.reporter);
    const char *code = error == NULL ? "nothing" : error->code->name;
    if (verdict->code == NULL && status != BGT_OK) {
        print_error("%s: not read (%s): %s\n", path, verdict->reason, code);
        wrong++;
    }
    bool is_any = verdict->code != NULL && verdict->code[0] == '\0';
    if (verdict->code != NULL &&
        (status == BGT_OK || error == NULL ||
         (is_any ? strncmp(code, "ZIP_", 4) != 0 : strcmp(code, verdict->code) != 0))) {
        print_error("%s: status %d, %s; expected %s (%s)\n", path, status, code,
                    is_any ? "ZIP_..." : verdict->code, verdict->reason);
        wrong++;
    }
    bgt_reporter_close(job.reporter);
    return wrong;
}

/* By name, else by what the collection says of a file of this name. */
static struct verdict verdict_of(const char *name, bool is_failure)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(named); i++) {
        if (strcmp(name, named[i].file) == 0) {
            return named[i];
        }
    }
    if (is_failure || strncmp(name, "incons-", 7) == 0) {
        return (struct verdict){name, "", "marked as bad by its collection"};
    }
    return (struct verdict){name, NULL, "not marked as bad"};
}

static void check_folder(const char *relative, bool is_failure, size_t least)
{
    size_t checked = 0;
    size_t wrong = 0;
    char *folder = bgt_test_sample_path(relative);
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        size_t length = strlen(entry->d_name);
        if (length < 4 || strcmp(entry->d_name + length - 4, ".zip") != 0) {
            continue;
        }
        struct verdict verdict = verdict_of(entry->d_name, is_failure);
        char *path = bgt_test_join(folder, entry->d_name);
        wrong += check_archive(path, &verdict);
        checked++;
        free(path);
    }
    (void)closedir(dir);
    free(folder);
    assert_int_equal(wrong, 0);
    assert_true(checked >= least);
}

static void archives_of_libzip(void **state)
{
    (void)state;
    check_folder("samples/zip/libzip", false, 39);
}

static void failures_of_yauzl(void **state)
{
    (void)state;
    check_folder("samples/zip/yauzl/failure", true, 9);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(archives_of_libzip),
        cmocka_unit_test(failures_of_yauzl),
    };
    return bgt_test_main("members of zips", tests, BGT_TEST_COUNT(tests), argc, argv);
}
