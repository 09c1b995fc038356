/*
 * What the tests of the io room share: a job's surroundings, and asking what was
 * reported.
 */
#ifndef BGT_TESTS_UNIT_IO_IO_TESTING_H
#define BGT_TESTS_UNIT_IO_IO_TESTING_H

#include "diag/reporter.h"
#include "io/input.h"
#include "io/io.h"
#include "io/output.h"
#include "io/zip.h"
#include "support/failing_allocator.h"
#include "support/testing.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/** A job: everything an io function needs. */
struct job {
    struct bgt_limits limits;
    struct bgt_failing_allocator failing;
    struct bgt_io io;
    char *folder; /* a new empty folder, gone at the end */
};

static inline void job_reset_limits(struct job *job)
{
#define BGT_TEST_LIMIT(field, name, value, why) .field = (value),
    job->limits = (struct bgt_limits){.struct_size = sizeof(struct bgt_limits),
                                      BGT_LIMITS(BGT_TEST_LIMIT)};
#undef BGT_TEST_LIMIT
}

static inline int job_setup(void **state)
{
    struct job *job = calloc(1, sizeof *job);
    job_reset_limits(job);
    bgt_failing_allocator_init(&job->failing, 0);
    job->folder = bgt_test_make_folder();
    job->io =
        (struct bgt_io){.limits = &job->limits, .allocator = &job->failing.allocator};
    assert_int_equal(bgt_reporter_open(&(struct bgt_reporter_options){.file = "job"},
                                       &job->io.reporter),
                     BGT_OK);
    *state = job;
    return 0;
}

static inline int job_teardown(void **state)
{
    struct job *job = *state;
    size_t outstanding = job->failing.outstanding;
    bgt_reporter_close(job->io.reporter);
    bgt_test_remove_folder(job->folder);
    free(job);
    return outstanding == 0 ? 0 : -1;
}

/** A test with a job as its state. */
#define JOB_TEST(function)                                                               \
    cmocka_unit_test_setup_teardown(function, job_setup, job_teardown)

/** The newest diagnostic, or null. */
static inline const struct bgt_kept_diagnostic *last_report(const struct job *job)
{
    size_t count = bgt_reporter_kept(job->io.reporter);
    return count > 0 ? bgt_reporter_at(job->io.reporter, count - 1) : NULL;
}

/** Asserts that the newest diagnostic has this code; gives it. */
#define assert_reported(job, expected)                                                   \
    do {                                                                                 \
        const struct bgt_kept_diagnostic *reported = last_report(job);                   \
        assert_non_null(reported);                                                       \
        assert_string_equal(reported->code->name, expected);                             \
    } while (0)

/** Asserts that nothing at all was reported. */
#define assert_silent(job)                                                               \
    do {                                                                                 \
        const struct bgt_kept_diagnostic *reported = last_report(job);                   \
        if (reported != NULL) {                                                          \
            fail_msg("reported: %s", reported->code->name);                              \
        }                                                                                \
    } while (0)

static inline bool was_reported(const struct job *job, const char *code)
{
    for (size_t i = 0; i < bgt_reporter_kept(job->io.reporter); i++) {
        if (strcmp(bgt_reporter_at(job->io.reporter, i)->code->name, code) == 0) {
            return true;
        }
    }
    return false;
}

/** Path of a file in the job's folder; free it. */
static inline char *job_path(const struct job *job, const char *name)
{
    return bgt_test_join(job->folder, name);
}

/** Writes a file into the job's folder; gives its path, to be freed. */
static inline char *job_file(const struct job *job, const char *name, const void *bytes,
                             size_t length)
{
    char *path = job_path(job, name);
    bgt_test_write_file(path, bytes, length);
    return path;
}

/** An input of bytes. */
static inline struct bgt_input *open_bytes(struct job *job, const void *bytes,
                                           size_t length)
{
    struct bgt_input *input = NULL;
    assert_int_equal(bgt_input_open_memory(&job->io, bytes, length, "bytes", &input),
                     BGT_OK);
    return input;
}

/** An input of a C string. */
static inline struct bgt_input *open_text(struct job *job, const char *text)
{
    return open_bytes(job, text, strlen(text));
}

/** A pipe that somebody else writes to. */
struct test_pipe {
    int descriptor;
    pid_t child;
};

/** Starts a process that writes the bytes into a pipe, in two parts. */
static inline struct test_pipe start_pipe(const char *bytes, size_t length)
{
    struct test_pipe started;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    started.child = fork();
    if (started.child == 0) {
        size_t half = length / 2;
        (void)close(ends[0]);
        ssize_t first = write(ends[1], bytes, half);
        (void)nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        for (size_t at = half; first >= 0 && at < length;) {
            ssize_t count = write(ends[1], bytes + at, length - at);
            at += count > 0 ? (size_t)count : length;
        }
        _exit(0);
    }
    assert_true(started.child > 0);
    (void)close(ends[1]);
    started.descriptor = ends[0];
    return started;
}

static inline void end_pipe(const struct test_pipe *started)
{
    (void)close(started->descriptor);
    (void)waitpid(started->child, NULL, 0);
}

/** Reads to the end in pieces; `*all` is to be freed. Answers the status that ended it.
 */
static inline bgt_status read_all(struct bgt_input *input, size_t piece, char **all,
                                  size_t *length)
{
    size_t capacity = 0;
    size_t got = 0;
    bgt_status status = BGT_OK;
    *all = NULL;
    *length = 0;
    do {
        if (capacity - *length < piece + 1) {
            capacity = 2 * capacity + piece + 1;
            *all = realloc(*all, capacity);
            assert_non_null(*all);
        }
        status = input->read(input, *all + *length, piece, &got);
        *length += got;
    } while (status == BGT_OK);
    (*all)[*length] = '\0';
    return status;
}

/** Asserts that reading in pieces of any size gives these bytes. */
static inline void assert_reads(struct bgt_input *input, size_t piece,
                                const void *expected, size_t expected_length)
{
    char *all = NULL;
    size_t length = 0;
    assert_int_equal(read_all(input, piece, &all, &length), BGT_END);
    assert_int_equal(length, expected_length);
    assert_memory_equal(all, expected, expected_length);
    free(all);
}

/** Asserts that `map` gives these bytes. */
static inline void assert_maps(struct bgt_input *input, const void *expected,
                               size_t expected_length)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    assert_int_equal(input->map(input, &bytes, &length), BGT_OK);
    assert_non_null(bytes);
    assert_int_equal(length, expected_length);
    assert_memory_equal(bytes, expected, expected_length);
}

/** How many entries a folder has, hidden ones too. */
static inline size_t count_entries(const char *folder)
{
    size_t count = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    while (readdir(listing) != NULL) {
        count++;
    }
    (void)closedir(listing);
    return count - 2;
}

/** Asserts that a file holds this text. */
static inline void assert_file(const char *path, const char *expected)
{
    char *bytes = bgt_test_read_file(path, NULL);
    assert_string_equal(bytes, expected);
    free(bytes);
}

/** The same for a file of a folder. */
static inline void assert_member(const char *folder, const char *name,
                                 const char *expected)
{
    char *path = bgt_test_join(folder, name);
    assert_file(path, expected);
    free(path);
}

/** Opens a target. */
static inline bgt_status open_output(struct job *job, const char *target,
                                     bool is_overwrite, struct bgt_output **output)
{
    const struct bgt_output_options options = {.target = target,
                                               .is_overwrite = is_overwrite};
    *output = NULL;
    return bgt_output_open(&job->io, &options, output);
}

/** A text that is refused, with what is said of it. */
struct text_fault {
    const char *text;
    const char *code;
    uint64_t line;
    uint32_t column; /* 0: any */
};

/** Asserts that a text was refused as it should. */
static inline void expect_fault(const struct job *job, bgt_status status,
                                const struct text_fault *fault)
{
    const struct bgt_kept_diagnostic *report = last_report(job);
    assert_non_null(report);
    if (status != BGT_FATAL || strcmp(report->code->name, fault->code) != 0 ||
        report->place.line != fault->line ||
        (fault->column > 0 && report->place.column != fault->column)) {
        fail_msg("%s: status %d, %s at %lu:%u", fault->text, (int)status,
                 report->code->name, (unsigned long)report->place.line,
                 report->place.column);
    }
}

/** Opens an input as a zip and reads all members in pieces; closes the input. The worst
 * status. */
static inline bgt_status read_members(struct job *job, struct bgt_input *file,
                                      size_t piece)
{
    struct bgt_input *container = NULL;
    bgt_status status = bgt_zip_open(&job->io, file, &container);
    for (uint64_t i = 0; status == BGT_OK && i < container->member_count(container);
         i++) {
        struct bgt_input *member = NULL;
        char *all = NULL;
        size_t size = 0;
        status =
            container->member(container, container->member_name(container, i), &member);
        if (status == BGT_OK) {
            status = read_all(member, piece, &all, &size);
            status = status == BGT_END ? BGT_OK : status;
        }
        bgt_input_close(member);
        free(all);
    }
    bgt_input_close(container);
    bgt_input_close(file);
    return status;
}

#endif
