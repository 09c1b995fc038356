/* Inputs from files, pipes, folders and memory. */
#include "io/input.h"
#include "unit/io/io_testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGE = 300000 };

static char *large_bytes(void)
{
    char *bytes = malloc(LARGE);
    assert_non_null(bytes);
    for (size_t i = 0; i < LARGE; i++) {
        bytes[i] = (char)(i * 31 + i / 251);
    }
    return bytes;
}

/* Everything that can be asked of an input that holds `bytes`. */
static void assert_whole(struct bgt_input *input, const char *bytes, size_t length)
{
    const uint8_t *head = NULL;
    size_t head_length = 0;
    char part[10];
    size_t got = 0;
    assert_int_equal(bgt_input_peek(input, &head, &head_length), BGT_OK);
    assert_int_equal(head_length, length < BGT_PEEK_SIZE ? length : BGT_PEEK_SIZE);
    assert_memory_equal(head, bytes, head_length);
    assert_int_equal(input->read_at(input, length - 4, part, sizeof part, &got), BGT_OK);
    assert_int_equal(got, 4);
    assert_memory_equal(part, bytes + length - 4, 4);
    assert_int_equal(input->read_at(input, length, part, sizeof part, &got), BGT_END);
    assert_int_equal(got, 0);
    assert_reads(input, 7919, bytes, length);
    assert_maps(input, bytes, length);
    assert_int_equal(bgt_input_position(input), length);
    assert_int_equal(input->size, length);
    assert_int_equal(bgt_input_unchanged(input), BGT_OK);
}

static void a_file_gives_its_bytes(void **state)
{
    struct job *job = *state;
    char *bytes = large_bytes();
    char *path = job_file(job, "a", bytes, LARGE);
    for (int round = 0; round < 2; round++) {
        struct bgt_input *input = NULL;
        job->limits.spool_memory_bytes =
            round == 0 ? LARGE : LARGE - 1; /* copied, mapped */
        assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
        assert_string_equal(input->name, path);
        assert_int_equal(input->is_container, 0);
        assert_whole(input, bytes, LARGE);
        char *again = bgt_test_read_file(input->path(input), NULL);
        assert_memory_equal(again, bytes, LARGE);
        free(again);
        bgt_input_close(input);
    }
    assert_silent(job);
    free(path);
    free(bytes);
}

static void a_pipe_gives_its_bytes(void **state)
{
    struct job *job = *state;
    char *bytes = large_bytes();
    for (int round = 0; round < 2; round++) {
        struct bgt_input *input = NULL;
        struct test_pipe pipe = start_pipe(bytes, LARGE);
        job->limits.spool_memory_bytes = round == 0 ? LARGE : 1000;
        assert_int_equal(
            bgt_input_open_descriptor(&job->io, pipe.descriptor, "-", &input), BGT_OK);
        assert_true(input->size == BGT_SIZE_UNKNOWN);
        assert_whole(input, bytes, LARGE);
        char *again = bgt_test_read_file(input->path(input), NULL);
        assert_memory_equal(again, bytes, LARGE);
        free(again);
        bgt_input_close(input);
        end_pipe(&pipe);
    }
    free(bytes);
}

static void a_pipe_can_be_looked_at_and_read_in_order(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    const uint8_t *head = NULL;
    size_t length = 0;
    uint64_t device = 0;
    uint64_t inode = 0;
    struct test_pipe pipe = start_pipe("one,two", 7);
    assert_int_equal(bgt_input_open_descriptor(&job->io, pipe.descriptor, "-", &input),
                     BGT_OK);
    assert_int_equal(bgt_input_peek(input, &head, &length), BGT_OK);
    assert_int_equal(length, 7);
    assert_memory_equal(head, "one,two", 7);
    assert_reads(input, 2, "one,two", 7);
    assert_maps(input, "one,two", 7);
    assert_false(bgt_input_identity(input, &device, &inode));
    bgt_input_close(input);
    end_pipe(&pipe);
}

static void a_pipe_that_was_read_beyond_cannot_be_mapped(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    char byte = 0;
    size_t got = 0;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    struct test_pipe pipe = start_pipe("abc", 3);
    assert_int_equal(bgt_input_open_descriptor(&job->io, pipe.descriptor, "-", &input),
                     BGT_OK);
    assert_int_equal(input->read(input, &byte, 1, &got), BGT_OK);
    assert_int_equal(byte, 'a');
    assert_int_equal(input->map(input, &bytes, &length), BGT_FATAL);
    assert_reported(job, "INTERNAL");
    bgt_input_close(input);
    end_pipe(&pipe);
}

static void memory_gives_its_bytes(void **state)
{
    struct job *job = *state;
    char *bytes = large_bytes();
    struct bgt_input *input = open_bytes(job, bytes, LARGE);
    assert_whole(input, bytes, LARGE);
    assert_null(input->path(input));
    bgt_input_close(input);
    input = open_bytes(job, NULL, 0);
    assert_reads(input, 10, "", 0);
    assert_maps(input, "", 0);
    bgt_input_close(input);
    free(bytes);
}

static void an_empty_file_has_no_bytes(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    uint64_t device = 0;
    uint64_t inode = 0;
    char *path = job_file(job, "empty", "", 0);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    assert_true(bgt_input_identity(input, &device, &inode));
    assert_maps(input, "", 0);
    assert_reads(input, 10, "", 0);
    bgt_input_close(input);
    free(path);
}

/* Files of /proc say that they are empty and are not. */
static void a_file_of_proc_gives_its_bytes(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    assert_int_equal(bgt_input_open_file(&job->io, "/proc/self/status", &input), BGT_OK);
    assert_int_equal(input->map(input, &bytes, &length), BGT_OK);
    assert_true(length > 5);
    assert_memory_equal(bytes, "Name:", 5);
    bgt_input_close(input);
}

static void what_cannot_be_read_is_named(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    char *path = job_path(job, "absent.csv");
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_FATAL);
    assert_reported(job, "FILE_NOT_FOUND");
    assert_string_equal(last_report(job)->place.file, path);
    free(path);
    char *file = job_file(job, "a", "x", 1);
    path = bgt_test_join(file, "below");
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_FATAL);
    assert_reported(job, "FILE_NOT_FOUND");
    if (geteuid() != 0) {
        assert_int_equal(chmod(file, 0), 0);
        assert_int_equal(bgt_input_open_file(&job->io, file, &input), BGT_FATAL);
        assert_reported(job, "FILE_NO_PERMISSION");
    }
    char endless[300];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_int_equal(bgt_input_open_file(&job->io, endless, &input), BGT_FATAL);
    assert_reported(job, "FILE_UNREADABLE");
    assert_string_equal(last_report(job)->arguments[0], "File name too long");
    assert_null(input);
    free(path);
    free(file);
}

static void a_file_that_is_cut_while_read_is_an_error(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    char bytes[100];
    size_t got = 0;
    memset(bytes, 'x', sizeof bytes);
    char *path = job_file(job, "a", bytes, sizeof bytes);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    assert_int_equal(input->read(input, bytes, 50, &got), BGT_OK);
    assert_int_equal(truncate(path, 60), 0);
    assert_int_equal(input->read(input, bytes, 50, &got), BGT_FATAL);
    assert_reported(job, "FILE_CHANGED");
    assert_int_equal(bgt_input_unchanged(input), BGT_BAD);
    bgt_input_close(input);
    free(path);
}

static void a_file_that_grows_is_read_as_it_was_and_noticed(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    char *path = job_file(job, "a", "abc", 3);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    bgt_test_write_file(path, "abcdef", 6);
    assert_reads(input, 10, "abc", 3);
    assert_silent(job);
    assert_int_equal(bgt_input_unchanged(input), BGT_BAD);
    assert_reported(job, "FILE_CHANGED");
    bgt_input_close(input);
    free(path);
}

static void a_file_has_an_identity(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = NULL;
    struct stat info;
    uint64_t device = 0;
    uint64_t inode = 0;
    char *path = job_file(job, "a", "abc", 3);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(bgt_input_open_file(&job->io, path, &input), BGT_OK);
    assert_true(bgt_input_identity(input, &device, &inode));
    assert_int_equal(device, info.st_dev);
    assert_int_equal(inode, info.st_ino);
    bgt_input_close(input);
    free(path);
}

static void a_folder_is_a_container_of_its_files(void **state)
{
    struct job *job = *state;
    struct bgt_input *folder = NULL;
    struct bgt_input *member = NULL;
    struct bgt_input *other = NULL;
    free(job_file(job, "lines.csv", "a,b\n", 4));
    free(job_file(job, "Document.csv", "c\n", 2));
    free(job_file(job, ".hidden", "x", 1));
    char *below = job_path(job, "below");
    assert_int_equal(mkdir(below, 0700), 0);
    assert_int_equal(bgt_input_open_file(&job->io, job->folder, &folder), BGT_OK);
    assert_int_not_equal(folder->is_container, 0);
    assert_int_equal(folder->member_count(folder), 2);
    assert_string_equal(folder->member_name(folder, 0), "Document.csv");
    assert_string_equal(folder->member_name(folder, 1), "lines.csv");
    assert_null(folder->member_name(folder, 2));
    assert_int_equal(folder->member(folder, "document.CSV", &member), BGT_OK);
    assert_int_equal(folder->member(folder, "lines.csv", &other), BGT_OK);
    assert_reads(member, 1, "c\n", 2);
    assert_reads(other, 3, "a,b\n", 4);
    char *path = job_path(job, "lines.csv");
    assert_string_equal(other->name, path);
    bgt_input_close(member);
    bgt_input_close(other);
    assert_int_equal(folder->member(folder, "absent", &member), BGT_NOT_FOUND);
    assert_int_equal(folder->member(folder, "../a", &member), BGT_NOT_FOUND);
    assert_silent(job);
    char byte = 0;
    size_t got = 0;
    assert_int_equal(folder->read(folder, &byte, 1, &got), BGT_FATAL);
    assert_reported(job, "FILE_IS_FOLDER");
    bgt_input_close(folder);
    free(path);
    free(below);
}

static void a_folder_has_a_limit_of_members(void **state)
{
    struct job *job = *state;
    struct bgt_input *folder = NULL;
    free(job_file(job, "a", "1", 1));
    free(job_file(job, "b", "2", 1));
    job->limits.members = 1;
    assert_int_equal(bgt_input_open_file(&job->io, job->folder, &folder), BGT_LIMIT);
    assert_reported(job, "LIMIT_REACHED");
    assert_string_equal(last_report(job)->arguments[0], "members");
}

static void every_failing_allocation_is_survived(void **state)
{
    struct job *job = *state;
    char *path = job_file(job, "a", "abc", 3);
    const char *const paths[] = {path, job->folder, "/dev/null"};
    for (size_t i = 0; i < BGT_TEST_COUNT(paths); i++) {
        bgt_status status = BGT_NO_MEMORY;
        for (size_t nth = 1; status == BGT_NO_MEMORY; nth++) {
            struct bgt_input *input = NULL;
            const uint8_t *bytes = NULL;
            uint64_t length = 0;
            size_t head = 0;
            bgt_failing_allocator_init(&job->failing, nth);
            status = bgt_input_open_file(&job->io, paths[i], &input);
            if (status == BGT_OK && input->is_container == 0) {
                status = bgt_input_peek(input, &bytes, &head);
            }
            if (status == BGT_OK && input->is_container == 0) {
                status = input->map(input, &bytes, &length);
            }
            bgt_input_close(input);
            assert_int_equal(job->failing.outstanding, 0);
        }
        assert_int_equal(status, BGT_OK);
    }
    assert_silent(job);
    free(path);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(a_file_gives_its_bytes),
        JOB_TEST(a_pipe_gives_its_bytes),
        JOB_TEST(a_pipe_can_be_looked_at_and_read_in_order),
        JOB_TEST(a_pipe_that_was_read_beyond_cannot_be_mapped),
        JOB_TEST(memory_gives_its_bytes),
        JOB_TEST(an_empty_file_has_no_bytes),
        JOB_TEST(a_file_of_proc_gives_its_bytes),
        JOB_TEST(what_cannot_be_read_is_named),
        JOB_TEST(a_file_that_is_cut_while_read_is_an_error),
        JOB_TEST(a_file_that_grows_is_read_as_it_was_and_noticed),
        JOB_TEST(a_file_has_an_identity),
        JOB_TEST(a_folder_is_a_container_of_its_files),
        JOB_TEST(a_folder_has_a_limit_of_members),
        JOB_TEST(every_failing_allocation_is_survived),
    };
    return bgt_test_main("io/input", tests, BGT_TEST_COUNT(tests), argc, argv);
}
