/* A target is complete or absent, whatever happens. */
#include "io/output.h"
#include "unit/io/io_testing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void write_text(struct bgt_output *output, const char *text)
{
    assert_int_equal(output->write(output, text, strlen(text)), BGT_OK);
}

static void a_new_file_appears_at_commit_only(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "预算.csv");
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    assert_string_equal(output->name, path);
    assert_int_equal(output->is_folder, 0);
    write_text(output, "科目,金额\n");
    write_text(output, "201,26.00\n");
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    assert_file(path, "科目,金额\n201,26.00\n");
    bgt_output_close(output);
    assert_file(path, "科目,金额\n201,26.00\n");
    assert_int_equal(count_entries(job->folder), 1);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0644); /* the tests run with umask 022 */
    assert_silent(job);
    free(path);
}

static void large_and_small_pieces_keep_their_order(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    size_t size = 400000;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (char)(i * 7 + i / 1000);
    }
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    size_t at = 0;
    for (size_t piece = 1; at < size; piece = piece * 3 % 100003) {
        size_t length = piece < size - at ? piece : size - at;
        assert_int_equal(output->write(output, bytes + at, length), BGT_OK);
        at += length;
    }
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    size_t length = 0;
    char *written = bgt_test_read_file(path, &length);
    assert_int_equal(length, size);
    assert_memory_equal(written, bytes, size);
    free(written);
    free(bytes);
    free(path);
}

static void an_output_that_is_not_committed_leaves_nothing(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    write_text(output, "half");
    bgt_output_close(output);
    assert_int_equal(count_entries(job->folder), 0);
    bgt_test_write_file(path, "old", 3);
    assert_int_equal(open_output(job, path, true, &output), BGT_OK);
    write_text(output, "half");
    bgt_output_close(output);
    assert_file(path, "old");
    assert_int_equal(count_entries(job->folder), 1);
    free(path);
}

static void an_existing_file_is_refused_or_replaced(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_file(job, "a", "old", 3);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(open_output(job, path, false, &output), BGT_FATAL);
    assert_reported(job, "TARGET_EXISTS");
    assert_string_equal(last_report(job)->place.file, path);
    assert_file(path, "old");
    assert_int_equal(open_output(job, path, true, &output), BGT_OK);
    write_text(output, "new");
    assert_file(path, "old");
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_file(path, "new");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    assert_int_equal(count_entries(job->folder), 1);
    free(path);
}

/* Somebody else was faster: without --overwrite the other file stays. */
static void a_file_that_appears_meanwhile_is_kept(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    write_text(output, "ours");
    bgt_test_write_file(path, "theirs", 6);
    assert_int_equal(bgt_output_commit(output), BGT_FATAL);
    assert_reported(job, "TARGET_EXISTS");
    bgt_output_close(output);
    assert_file(path, "theirs");
    assert_int_equal(count_entries(job->folder), 1);
    free(path);
}

static void a_link_stays_and_its_target_is_replaced(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *below = job_path(job, "below");
    char *link = job_path(job, "link");
    char *second = job_path(job, "second");
    assert_int_equal(mkdir(below, 0700), 0);
    assert_int_equal(symlink("below/real", link), 0);
    assert_int_equal(symlink("link", second), 0);
    /* First a link that leads nowhere, then to the file made by it. */
    assert_int_equal(open_output(job, second, false, &output), BGT_OK);
    write_text(output, "one");
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_file(second, "one");
    assert_int_equal(open_output(job, link, false, &output), BGT_FATAL);
    assert_reported(job, "TARGET_EXISTS");
    assert_int_equal(open_output(job, link, true, &output), BGT_OK);
    write_text(output, "two");
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    struct stat info;
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(lstat(second, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    char *real = bgt_test_join(below, "real");
    assert_file(real, "two");
    assert_int_equal(count_entries(below), 1);
    free(real);
    free(second);
    free(link);
    free(below);
}

static void what_cannot_be_a_target_is_named(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "absent/a.csv");
    assert_int_equal(open_output(job, path, false, &output), BGT_FATAL);
    assert_reported(job, "TARGET_FOLDER_MISSING");
    free(path);
    assert_int_equal(open_output(job, job->folder, true, &output), BGT_FATAL);
    assert_reported(job, "TARGET_IS_FOLDER");
    assert_int_equal(open_output(job, "..", true, &output), BGT_FATAL);
    assert_reported(job, "TARGET_NOT_WRITABLE");
    path = job_path(job, "loop");
    assert_int_equal(symlink("loop", path), 0);
    assert_int_equal(open_output(job, path, true, &output), BGT_FATAL);
    assert_reported(job, "TARGET_NOT_WRITABLE");
    free(path);
    char *file = job_file(job, "file", "x", 1);
    path = bgt_test_join(file, "a.csv");
    assert_int_equal(open_output(job, path, false, &output), BGT_FATAL);
    assert_reported(job, "TARGET_FOLDER_MISSING");
    free(path);
    path = bgt_test_join(file, "");
    assert_int_equal(open_output(job, path, true, &output), BGT_FATAL);
    assert_reported(job, "TARGET_IS_FILE");
    free(path);
    assert_int_equal(open_output(job, "", true, &output), BGT_FATAL);
    assert_null(output);
    free(file);
}

static void a_protected_file_is_not_replaced(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    if (geteuid() == 0) {
        bgt_test_skip("root may write every file");
    }
    char *path = job_file(job, "a", "old", 3);
    assert_int_equal(chmod(path, 0444), 0);
    assert_int_equal(open_output(job, path, true, &output), BGT_FATAL);
    assert_reported(job, "TARGET_NOT_WRITABLE");
    assert_file(path, "old");
    free(path);
}

static void a_library_may_write_by_the_path(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    assert_int_equal(open_output(job, path, false, &output), BGT_OK);
    FILE *file = fopen(output->path(output), "wb+");
    assert_non_null(file);
    assert_true(fputs("0123456789", file) >= 0);
    assert_int_equal(fseek(file, 2, SEEK_SET), 0);
    assert_true(fputs("xx", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(count_entries(job->folder), 0);
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_file(path, "01xx456789");
    free(path);
}

/* The number of a process that has ended. */
static long ended_process(void)
{
    pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return (long)child;
}

static void leftovers_of_ended_processes_are_removed(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char stale[100];
    char running[100];
    char *path = job_file(job, "a", "old", 3);
    (void)snprintf(stale, sizeof stale, ".a.budgetconv-%ld", ended_process());
    (void)snprintf(running, sizeof running, ".a.budgetconv-%ld", (long)getppid());
    char *stale_path = job_file(job, stale, "x", 1);
    char *locked = job_file(job, ".a.budgetconv-99999999", "x", 1);
    const char *const kept[] = {running, ".b.budgetconv-99999999", ".a.budgetconv-12x",
                                ".a.budgetconv-", "a.budgetconv-99999999"};
    for (size_t i = 0; i < BGT_TEST_COUNT(kept); i++) {
        free(job_file(job, kept[i], "x", 1));
    }
    int lock = open(locked, O_RDONLY);
    assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
    assert_int_equal(open_output(job, path, true, &output), BGT_OK);
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_int_equal(access(stale_path, F_OK), -1);
    assert_int_equal(access(locked, F_OK), 0);
    assert_int_equal(count_entries(job->folder), 2 + BGT_TEST_COUNT(kept));
    assert_int_equal(close(lock), 0);
    free(locked);
    free(stale_path);
    free(path);
}

static void the_longest_name_can_be_written(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char name[256];
    for (size_t i = 0; i + 3 <= 255; i += 3) {
        memcpy(name + i, "预", 3);
    }
    name[255] = '\0';
    char *path = job_file(job, name, "old", 3);
    assert_int_equal(open_output(job, path, true, &output), BGT_OK);
    write_text(output, "new");
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_file(path, "new");
    assert_int_equal(count_entries(job->folder), 1);
    free(path);
}

static void sync_is_accepted(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    char *path = job_path(job, "a");
    const struct bgt_output_options options = {.target = path, .is_sync = true};
    assert_int_equal(bgt_output_open(&job->io, &options, &output), BGT_OK);
    write_text(output, "x");
    assert_int_equal(bgt_output_commit(output), BGT_OK);
    bgt_output_close(output);
    assert_file(path, "x");
    free(path);
}

static void the_input_is_never_the_output(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    char *path = job_file(job, "a.csv", "x", 1);
    char *other = job_file(job, "b.csv", "x", 1);
    char *link = job_path(job, "link");
    char *hard = job_path(job, "hard");
    char *fresh = job_path(job, "fresh");
    assert_int_equal(symlink("a.csv", link), 0);
    assert_int_equal(linkat(AT_FDCWD, path, AT_FDCWD, hard, 0), 0);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    assert_int_equal(bgt_output_check_input(&job->io, other, input), BGT_OK);
    assert_int_equal(bgt_output_check_input(&job->io, fresh, input), BGT_OK);
    assert_int_equal(bgt_output_check_input(&job->io, "/dev/null", input), BGT_OK);
    assert_int_equal(bgt_output_check_input(&job->io, "-", input), BGT_OK);
    assert_silent(job);
    /* Writing the folder would remove the input in it. */
    const char *const same[] = {path, link, hard, job->folder};
    for (size_t i = 0; i < BGT_TEST_COUNT(same); i++) {
        assert_int_equal(bgt_output_check_input(&job->io, same[i], input), BGT_BAD);
        assert_reported(job, "SAME_FILE");
    }
    bgt_input_close(input);
    assert_int_equal(bgt_input_open_file(&job->io, job->folder, &input), BGT_OK);
    assert_int_equal(bgt_output_check_input(&job->io, job->folder, input), BGT_BAD);
    bgt_input_close(input);
    free(fresh);
    free(hard);
    free(link);
    free(other);
    free(path);
}

static void every_failing_allocation_leaves_nothing(void **state)
{
    struct job *job = *state;
    char *path = job_path(job, "a");
    bgt_status status = BGT_NO_MEMORY;
    for (size_t nth = 1; status != BGT_OK; nth++) {
        struct bgt_output *output = NULL;
        bgt_failing_allocator_init(&job->failing, nth);
        status = open_output(job, path, false, &output);
        assert_int_equal(output == NULL, status != BGT_OK);
        bgt_output_close(output);
        assert_int_equal(job->failing.outstanding, 0);
        assert_int_equal(count_entries(job->folder), 0);
        assert_true(nth < 50);
    }
    assert_silent(job);
    free(path);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(a_new_file_appears_at_commit_only),
        JOB_TEST(large_and_small_pieces_keep_their_order),
        JOB_TEST(an_output_that_is_not_committed_leaves_nothing),
        JOB_TEST(an_existing_file_is_refused_or_replaced),
        JOB_TEST(a_file_that_appears_meanwhile_is_kept),
        JOB_TEST(a_link_stays_and_its_target_is_replaced),
        JOB_TEST(what_cannot_be_a_target_is_named),
        JOB_TEST(a_protected_file_is_not_replaced),
        JOB_TEST(a_library_may_write_by_the_path),
        JOB_TEST(leftovers_of_ended_processes_are_removed),
        JOB_TEST(the_longest_name_can_be_written),
        JOB_TEST(sync_is_accepted),
        JOB_TEST(the_input_is_never_the_output),
        JOB_TEST(every_failing_allocation_leaves_nothing),
    };
    return bgt_test_main("io/output", tests, BGT_TEST_COUNT(tests), argc, argv);
}
