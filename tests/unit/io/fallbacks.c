/* Outputs and temporaries where files without a name, exchanges and files in memory are
 * missing. */
#include "io/output.h"
#include "io/system.h"
#include "io/temporary.h"
#include "unit/io/io_testing.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

int __wrap_bgt_system_unnamed_file(int folder, const char *path, mode_t mode);
int __wrap_bgt_system_exchange(int folder, const char *first, const char *second);
int __wrap_bgt_system_memory_file(void);

int __wrap_bgt_system_unnamed_file(int folder, const char *path, mode_t mode)
{
    (void)folder;
    (void)path;
    (void)mode;
    errno = EOPNOTSUPP;
    return -1;
}

int __wrap_bgt_system_exchange(int folder, const char *first, const char *second)
{
    (void)folder;
    (void)first;
    (void)second;
    errno = EINVAL;
    return -1;
}

int __wrap_bgt_system_memory_file(void)
{
    errno = ENOSYS;
    return -1;
}

static void a_named_temporary_becomes_the_target(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    struct stat info;
    char *path = job_path(job, "a");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(open_output(job, path, round == 1, &output), BGT_OK);
        assert_int_equal(output->write(output, round == 0 ? "one" : "two", 3), BGT_OK);
        assert_int_equal(count_entries(job->folder), (size_t)round + 1);
        assert_int_equal(bgt_output_commit(output), BGT_OK);
        bgt_output_close(output);
        assert_member(job->folder, "a", round == 0 ? "one" : "two");
        assert_int_equal(count_entries(job->folder), 1);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 07777, 0644);
    }
    assert_silent(job);
    free(path);
}

static void a_named_temporary_is_removed_when_abandoned(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    assert_int_equal(output->write(output, "half", 4), BGT_OK);
    bgt_output_close(output);
    assert_int_equal(count_entries(job->folder), 0);
    free(path);
}

static void a_file_that_appears_meanwhile_is_kept(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    bgt_test_write_file(path, "theirs", 6);
    assert_int_equal(bgt_output_commit(output), BGT_FATAL);
    assert_reported(job, "TARGET_EXISTS");
    bgt_output_close(output);
    assert_member(job->folder, "a", "theirs");
    assert_int_equal(count_entries(job->folder), 1);
    free(path);
}

/* Two runs with the same target do not take each other's temporary for a leftover. */
static void a_second_run_keeps_the_first_ones_temporary(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char name[64];
    char *path = job_file(job, "a", "old", 3);
    (void)snprintf(name, sizeof name, ".a.budgetconv-%ld", (long)getppid());
    free(job_file(job, name, "running", 7));
    assert_int_equal(open_output(job, path, true, &output), BGT_OK);
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_member(job->folder, name, "running");
    free(path);
}

static void a_package_is_replaced_in_two_steps(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    struct bgt_output *member = NULL;
    char *target = job_path(job, "package");
    char *description = bgt_test_join(target, "datapackage.json");
    char *with_slash = bgt_test_join(target, "");
    assert_int_equal(mkdir(target, 0700), 0);
    bgt_test_write_file(description, "old", 3);
    assert_int_equal(open_output(job, with_slash, true, &folder), BGT_OK);
    assert_int_equal(folder->member(folder, "datapackage.json", &member), BGT_OK);
    assert_int_equal(member->write(member, "new", 3), BGT_OK);
    assert_int_equal(member->close(member), BGT_OK);
    assert_int_equal(bgt_output_commit(folder), BGT_OK);
    bgt_output_close(folder);
    assert_member(target, "datapackage.json", "new");
    assert_int_equal(count_entries(job->folder), 1);
    free(with_slash);
    free(description);
    free(target);
}

static void a_temporary_is_made_on_disk_and_has_no_name(void **state)
{
    struct job *job = *state;
    struct bgt_temporary *temporary = NULL;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    job->io.temporary_folder = job->folder;
    assert_int_equal(bgt_temporary_open(&job->io, &temporary), BGT_OK);
    assert_int_equal(count_entries(job->folder), 0);
    assert_int_equal(bgt_temporary_write(temporary, "text", 4), BGT_OK);
    assert_int_equal(bgt_temporary_map(temporary, &bytes, &length), BGT_OK);
    assert_int_equal(length, 4);
    assert_memory_equal(bytes, "text", 4);
    bgt_temporary_close(temporary);
    job->io.temporary_folder = "/nonexistent";
    assert_int_equal(bgt_temporary_open(&job->io, &temporary), BGT_FATAL);
    assert_reported(job, "TEMPORARY_FAILED");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(a_named_temporary_becomes_the_target),
        JOB_TEST(a_named_temporary_is_removed_when_abandoned),
        JOB_TEST(a_file_that_appears_meanwhile_is_kept),
        JOB_TEST(a_second_run_keeps_the_first_ones_temporary),
        JOB_TEST(a_package_is_replaced_in_two_steps),
        JOB_TEST(a_temporary_is_made_on_disk_and_has_no_name),
    };
    return bgt_test_main("io/fallbacks", tests, BGT_TEST_COUNT(tests), argc, argv);
}
