/* Standard output, FIFOs, devices and full disks. */
#include "io/output.h"
#include "io/temporary.h"
#include "unit/io/io_testing.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

/* Puts `descriptor` in place of standard output; gives the old one, for put_back. */
static int replace_stdout(int descriptor)
{
    (void)fflush(stdout);
    int old = dup(STDOUT_FILENO);
    assert_true(old >= 0);
    assert_true(dup2(descriptor, STDOUT_FILENO) >= 0);
    return old;
}

static void put_back(int old)
{
    assert_true(dup2(old, STDOUT_FILENO) >= 0);
    (void)close(old);
}

static void standard_output_gets_its_bytes_at_commit(void **state)
{
    struct job *job = *state;
    static const char *const names[] = {"-", "/dev/stdout", "/proc/self/fd/1",
                                        "/dev/fd/1"};
    for (size_t i = 0; i < BGT_TEST_COUNT(names); i++) {
        struct bgt_output *output = NULL;
        struct stat before;
        char *path = job_file(job, "redirected", "before ", 7);
        int descriptor = open(path, O_WRONLY | O_APPEND);
        int old = replace_stdout(descriptor);
        bgt_status opened = open_output(job, names[i], false, &output);
        bgt_status written = output->write(output, "data", 4);
        int stated = fstat(descriptor, &before);
        bgt_status committed = bgt_output_commit(output);
        bgt_output_close(output);
        put_back(old);
        (void)close(descriptor);
        assert_int_equal(opened, BGT_OK);
        assert_int_equal(written, BGT_OK);
        assert_int_equal(stated, 0);
        assert_int_equal(before.st_size, 7);
        assert_int_equal(committed, BGT_OK);
        char *bytes = bgt_test_read_file(path, NULL);
        assert_string_equal(bytes, "before data");
        free(bytes);
        free(path);
    }
}

static void standard_output_that_is_the_input_is_refused(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    char *path = job_file(job, "a.csv", "x", 1);
    int descriptor = open(path, O_WRONLY | O_APPEND);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    int old = replace_stdout(descriptor);
    bgt_status status = bgt_output_check_input(&job->io, "-", input);
    put_back(old);
    (void)close(descriptor);
    assert_int_equal(status, BGT_BAD);
    assert_reported(job, "SAME_FILE");
    bgt_input_close(input);
    free(path);
}

static void a_descriptor_that_cannot_be_written_is_refused(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    int descriptor = open("/dev/null", O_RDONLY);
    int old = replace_stdout(descriptor);
    bgt_status status = open_output(job, "-", false, &output);
    put_back(old);
    (void)close(descriptor);
    assert_int_equal(status, BGT_FATAL);
    assert_reported(job, "TARGET_NOT_WRITABLE");
}

static void devices_swallow_or_refuse(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    assert_int_equal(open_output(job, "/dev/null", false, &output), BGT_OK);
    assert_int_equal(output->write(output, "x", 1), BGT_OK);
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_silent(job);
    assert_int_equal(open_output(job, "/dev/full", false, &output), BGT_OK);
    assert_int_equal(output->write(output, "x", 1), BGT_OK);
    assert_int_equal(bgt_output_commit(output), BGT_FATAL);
    assert_reported(job, "DISK_FULL");
    bgt_output_close(output);
}

static void a_reader_that_has_gone_is_an_error(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]);
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    int old = replace_stdout(ends[1]);
    bgt_status opened = open_output(job, "-", false, &output);
    (void)output->write(output, "x", 1);
    bgt_status committed = bgt_output_commit(output);
    bgt_output_close(output);
    put_back(old);
    (void)signal(SIGPIPE, before);
    (void)close(ends[1]);
    assert_int_equal(opened, BGT_OK);
    assert_int_equal(committed, BGT_FATAL);
    assert_reported(job, "TARGET_CLOSED");
}

struct fifo_reader {
    const char *path;
    char bytes[100];
    ssize_t length;
};

static void *read_fifo(void *context)
{
    struct fifo_reader *reader = context;
    int descriptor = open(reader->path, O_RDONLY);
    reader->length = read(descriptor, reader->bytes, sizeof reader->bytes);
    (void)close(descriptor);
    return NULL;
}

static void a_fifo_gets_its_bytes_at_commit(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    pthread_t thread;
    char *path = job_path(job, "fifo");
    struct fifo_reader reader = {.path = path};
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    assert_int_equal(output->write(output, "data", 4), BGT_OK);
    assert_int_equal(pthread_create(&thread, NULL, read_fifo, &reader), 0);
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
    bgt_output_close(output);
    assert_int_equal(reader.length, 4);
    assert_memory_equal(reader.bytes, "data", 4);
    free(path);
}

static void a_library_may_write_to_standard_output(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_file(job, "redirected", "", 0);
    int descriptor = open(path, O_WRONLY);
    int old = replace_stdout(descriptor);
    bgt_status opened = open_output(job, "-", false, &output);
    FILE *file = fopen(output->path(output), "wb");
    int put = fputs("by path", file);
    (void)fclose(file);
    bgt_status committed = bgt_output_commit(output);
    bgt_output_close(output);
    put_back(old);
    (void)close(descriptor);
    assert_int_equal(opened, BGT_OK);
    assert_true(put >= 0);
    assert_int_equal(committed, BGT_OK);
    char *bytes = bgt_test_read_file(path, NULL);
    assert_string_equal(bytes, "by path");
    free(bytes);
    free(path);
}

/* ---- A full disk
 * ------------------------------------------------------------------------- */

/* Mounts a file system of 64 KiB in the job's folder, or skips. */
static char *mount_small(struct job *job)
{
    char *path = job_path(job, "small");
    assert_int_equal(mkdir(path, 0700), 0);
    if (mount("tmpfs", path, "tmpfs", 0, "size=64k") != 0) {
        free(path);
        path = NULL;
        bgt_test_skip("this user may not mount a small file system");
    }
    return path;
}

/* Writes until the output fails or 1 MiB is in. */
static bgt_status write_much(struct bgt_output *output)
{
    char bytes[4096];
    bgt_status status = BGT_OK;
    memset(bytes, 'x', sizeof bytes);
    for (int i = 0; i < 256 && status == BGT_OK; i++) {
        status = output->write(output, bytes, sizeof bytes);
    }
    return status;
}

static void a_full_disk_leaves_the_old_target(void **state)
{
    struct job *job = *state;
    char *small = mount_small(job);
    char *path = bgt_test_join(small, "a.csv");
    struct bgt_output *output = NULL;
    bgt_test_write_file(path, "old", 3);
    const struct bgt_output_options options = {.target = path, .is_overwrite = true};
    bgt_status opened = bgt_output_open(&job->io, &options, &output);
    bgt_status written = write_much(output);
    bgt_status committed = bgt_output_commit(output);
    bgt_output_close(output);
    char *bytes = bgt_test_read_file(path, NULL);
    bool is_old = strcmp(bytes, "old") == 0;
    free(bytes);
    (void)unlink(path);
    bool is_clean = rmdir(small) != 0 && errno == EBUSY; /* nothing but the mount */
    int unmounted = umount(small);
    assert_int_equal(opened, BGT_OK);
    assert_int_equal(written, BGT_FATAL);
    assert_int_equal(committed, BGT_FATAL);
    assert_true(is_old);
    assert_true(is_clean);
    assert_int_equal(unmounted, 0);
    assert_reported(job, "DISK_FULL");
    assert_string_equal(last_report(job)->place.file, path);
    assert_int_equal(bgt_reporter_count(job->io.reporter, BGT_ERROR), 1);
    free(path);
    free(small);
}

static void a_full_disk_leaves_no_folder(void **state)
{
    struct job *job = *state;
    char *small = mount_small(job);
    char *path = bgt_test_join(small, "package");
    struct bgt_output *folder = NULL;
    struct bgt_output *member = NULL;
    const struct bgt_output_options options = {.target = path, .is_folder = true};
    bgt_status opened = bgt_output_open(&job->io, &options, &folder);
    bgt_status begun = folder->member(folder, "a.csv", &member);
    bgt_status written = write_much(member);
    bgt_status closed = member->close(member);
    bgt_output_close(folder);
    bool is_clean = access(path, F_OK) != 0 && umount(small) == 0;
    assert_int_equal(opened, BGT_OK);
    assert_int_equal(begun, BGT_OK);
    assert_int_equal(written, BGT_FATAL);
    assert_int_equal(closed, BGT_FATAL);
    assert_true(is_clean);
    assert_reported(job, "DISK_FULL");
    free(path);
    free(small);
}

static void a_full_temporary_folder_is_named(void **state)
{
    struct job *job = *state;
    char *small = mount_small(job);
    struct bgt_temporary *temporary = NULL;
    char bytes[8192] = {0};
    job->io.temporary_folder = small;
    job->limits.spool_memory_bytes = 1000;
    bgt_status opened = bgt_temporary_open(&job->io, &temporary);
    bgt_status status = BGT_OK;
    for (int i = 0; i < 100 && status == BGT_OK; i++) {
        status = bgt_temporary_write(temporary, bytes, sizeof bytes);
    }
    bgt_temporary_close(temporary);
    int unmounted = umount(small);
    assert_int_equal(opened, BGT_OK);
    assert_int_equal(status, BGT_FATAL);
    assert_int_equal(unmounted, 0);
    assert_reported(job, "TEMPORARY_FULL");
    assert_string_equal(last_report(job)->arguments[0], small);
    free(small);
}

/* A regular file behind standard output gets all or nothing. */
static void a_full_disk_takes_back_standard_output(void **state)
{
    struct job *job = *state;
    char *small = mount_small(job);
    char *path = bgt_test_join(small, "out");
    struct bgt_output *output = NULL;
    struct stat after;
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int old = replace_stdout(descriptor);
    bgt_status opened = open_output(job, "-", false, &output);
    bgt_status written = write_much(output);
    bgt_status committed = bgt_output_commit(output);
    bgt_output_close(output);
    put_back(old);
    int stated = fstat(descriptor, &after);
    (void)close(descriptor);
    int unmounted = umount(small);
    assert_int_equal(opened, BGT_OK);
    assert_int_equal(written, BGT_OK);
    assert_int_equal(committed, BGT_FATAL);
    assert_int_equal(stated, 0);
    assert_int_equal(after.st_size, 0);
    assert_int_equal(unmounted, 0);
    assert_reported(job, "DISK_FULL");
    free(path);
    free(small);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(standard_output_gets_its_bytes_at_commit),
        JOB_TEST(standard_output_that_is_the_input_is_refused),
        JOB_TEST(a_descriptor_that_cannot_be_written_is_refused),
        JOB_TEST(devices_swallow_or_refuse),
        JOB_TEST(a_reader_that_has_gone_is_an_error),
        JOB_TEST(a_fifo_gets_its_bytes_at_commit),
        JOB_TEST(a_library_may_write_to_standard_output),
        JOB_TEST(a_full_disk_leaves_the_old_target),
        JOB_TEST(a_full_disk_leaves_no_folder),
        JOB_TEST(a_full_temporary_folder_is_named),
        JOB_TEST(a_full_disk_takes_back_standard_output),
    };
    return bgt_test_main("io/output_stream", tests, BGT_TEST_COUNT(tests), argc, argv);
}
