/* A folder as target: built beside, exchanged at the end. */
#include "io/output.h"
#include "unit/io/io_testing.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static bgt_status open_folder(struct job *job, const char *target, bool is_overwrite,
                              struct bgt_output **output)
{
    *output = NULL;
    return bgt_output_open(&job->io,
                           &(struct bgt_output_options){.target = target,
                                                        .is_folder = true,
                                                        .is_overwrite = is_overwrite},
                           output);
}

static void add_member(struct bgt_output *folder, const char *name, const char *text)
{
    struct bgt_output *member = NULL;
    assert_int_equal(folder->member(folder, name, &member), BGT_OK);
    assert_int_equal(member->write(member, text, strlen(text)), BGT_OK);
    assert_int_equal(member->close(member), BGT_OK);
}

/* The target, an existing folder of these files. */
static char *make_target(struct job *job, const char *const *files)
{
    char *target = job_path(job, "package");
    assert_int_equal(mkdir(target, 0700), 0);
    for (; *files != NULL; files++) {
        char *path = bgt_test_join(target, *files);
        bgt_test_write_file(path, "old", 3);
        free(path);
    }
    return target;
}

static void a_new_folder_appears_at_commit_only(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    char *target = job_path(job, "package");
    char *with_slash = bgt_test_join(target, "");
    const struct bgt_output_options options = {.target = with_slash};
    assert_int_equal(bgt_output_open(&job->io, &options, &folder), BGT_OK);
    assert_int_not_equal(folder->is_folder, 0);
    assert_null(folder->path(folder));
    add_member(folder, "datapackage.json", "{}");
    add_member(folder, "lines.csv", "科目\n201\n");
    assert_int_equal(access(target, F_OK), -1);
    assert_int_equal(bgt_output_commit(folder), BGT_OK);
    bgt_output_close(folder);
    assert_member(target, "datapackage.json", "{}");
    assert_member(target, "lines.csv", "科目\n201\n");
    assert_int_equal(count_entries(target), 2);
    assert_int_equal(count_entries(job->folder), 1);
    assert_silent(job);
    free(with_slash);
    free(target);
}

static void members_may_be_open_at_the_same_time(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    struct bgt_output *one = NULL;
    struct bgt_output *two = NULL;
    char *target = job_path(job, "package");
    assert_int_equal(open_folder(job, target, false, &folder), BGT_OK);
    assert_int_equal(folder->member(folder, "1.csv", &one), BGT_OK);
    assert_int_equal(folder->member(folder, "2.csv", &two), BGT_OK);
    assert_int_equal(one->write(one, "a", 1), BGT_OK);
    assert_int_equal(two->write(two, "b", 1), BGT_OK);
    assert_int_equal(one->write(one, "c", 1), BGT_OK);
    assert_int_equal(one->close(one), BGT_OK);
    assert_int_equal(bgt_output_commit(folder), BGT_FATAL);
    assert_reported(job, "INTERNAL");
    assert_int_equal(two->close(two), BGT_OK);
    assert_int_equal(bgt_output_commit(folder), BGT_OK);
    bgt_output_close(folder);
    assert_member(target, "1.csv", "ac");
    assert_member(target, "2.csv", "b");
    free(target);
}

static void member_names_stay_inside(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    struct bgt_output *member = NULL;
    char *target = job_path(job, "package");
    static const char *const bad[] = {"", ".", "..", "../x", "a/b", "/x", ".hidden"};
    assert_int_equal(open_folder(job, target, false, &folder), BGT_OK);
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        assert_int_equal(folder->member(folder, bad[i], &member), BGT_FATAL);
        assert_reported(job, "TARGET_NOT_WRITABLE");
    }
    add_member(folder, "a.csv", "x");
    assert_int_equal(folder->member(folder, "a.csv", &member), BGT_FATAL);
    assert_int_equal(folder->write(folder, "x", 1), BGT_FATAL);
    assert_reported(job, "TARGET_IS_FOLDER");
    bgt_output_close(folder);
    assert_int_equal(count_entries(job->folder), 0);
    free(target);
}

static void an_empty_folder_is_filled(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    static const char *const none[] = {NULL};
    char *target = make_target(job, none);
    assert_int_equal(open_folder(job, target, false, &folder), BGT_OK);
    add_member(folder, "a.csv", "x");
    assert_int_equal(bgt_output_commit(folder), BGT_OK);
    bgt_output_close(folder);
    assert_member(target, "a.csv", "x");
    struct stat info;
    assert_int_equal(stat(target, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0700);
    free(target);
}

static void a_package_is_replaced_only_when_allowed(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    static const char *const package[] = {"datapackage.json", "lines.csv", "old.csv",
                                          NULL};
    char *target = make_target(job, package);
    assert_int_equal(open_folder(job, target, false, &folder), BGT_FATAL);
    assert_reported(job, "TARGET_EXISTS");
    assert_int_equal(open_folder(job, target, true, &folder), BGT_OK);
    add_member(folder, "datapackage.json", "new");
    assert_member(target, "datapackage.json", "old");
    bgt_output_close(folder);
    assert_int_equal(count_entries(target), 3);
    assert_int_equal(open_folder(job, target, true, &folder), BGT_OK);
    add_member(folder, "datapackage.json", "new");
    assert_int_equal(bgt_output_commit(folder), BGT_OK);
    bgt_output_close(folder);
    assert_member(target, "datapackage.json", "new");
    assert_int_equal(count_entries(target), 1);
    assert_int_equal(count_entries(job->folder), 1);
    free(target);
}

static void a_foreign_folder_is_never_replaced(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    static const char *const foreign[] = {"datapackage.json", "lines.csv", "thesis.docx",
                                          NULL};
    char *target = make_target(job, foreign);
    assert_int_equal(open_folder(job, target, true, &folder), BGT_FATAL);
    assert_reported(job, "TARGET_FOLDER_FOREIGN");
    assert_string_equal(last_report(job)->arguments[0], "thesis.docx");
    assert_int_equal(count_entries(target), 3);
    char *path = bgt_test_join(target, "thesis.docx");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(open_folder(job, target, true, &folder), BGT_FATAL);
    assert_int_equal(rmdir(path), 0);
    free(path);
    /* CSV files that came from nowhere are somebody's data. */
    path = bgt_test_join(target, "datapackage.json");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(open_folder(job, target, true, &folder), BGT_FATAL);
    assert_reported(job, "TARGET_FOLDER_FOREIGN");
    assert_member(target, "lines.csv", "old");
    free(path);
    free(target);
}

/* What a person puts into the folder while we work is not lost. */
static void a_folder_that_changes_meanwhile_is_kept(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    static const char *const package[] = {"datapackage.json", NULL};
    char *target = make_target(job, package);
    char *thesis = bgt_test_join(target, "thesis.docx");
    assert_int_equal(open_folder(job, target, true, &folder), BGT_OK);
    add_member(folder, "datapackage.json", "new");
    bgt_test_write_file(thesis, "mine", 4);
    assert_int_equal(bgt_output_commit(folder), BGT_FATAL);
    assert_reported(job, "TARGET_FOLDER_FOREIGN");
    bgt_output_close(folder);
    assert_member(target, "datapackage.json", "old");
    assert_member(target, "thesis.docx", "mine");
    assert_int_equal(count_entries(job->folder), 1);
    free(thesis);
    free(target);
}

static void a_link_to_a_folder_stays(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    static const char *const none[] = {NULL};
    char *target = make_target(job, none);
    char *link = job_path(job, "link");
    assert_int_equal(symlink("package", link), 0);
    char *with_slash = bgt_test_join(link, "");
    assert_int_equal(open_folder(job, with_slash, false, &folder), BGT_OK);
    add_member(folder, "a.csv", "x");
    assert_int_equal(bgt_output_commit(folder), BGT_OK);
    bgt_output_close(folder);
    struct stat info;
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_member(target, "a.csv", "x");
    free(with_slash);
    free(link);
    free(target);
}

static void a_file_is_no_folder(void **state)
{
    struct job *job = *state;
    struct bgt_output *folder = NULL;
    char *path = job_file(job, "a.csv", "x", 1);
    assert_int_equal(open_folder(job, path, true, &folder), BGT_FATAL);
    assert_reported(job, "TARGET_IS_FILE");
    assert_int_equal(open_folder(job, "-", true, &folder), BGT_FATAL);
    assert_reported(job, "TARGET_IS_FILE");
    free(path);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(a_new_folder_appears_at_commit_only),
        JOB_TEST(members_may_be_open_at_the_same_time),
        JOB_TEST(member_names_stay_inside),
        JOB_TEST(an_empty_folder_is_filled),
        JOB_TEST(a_package_is_replaced_only_when_allowed),
        JOB_TEST(a_foreign_folder_is_never_replaced),
        JOB_TEST(a_folder_that_changes_meanwhile_is_kept),
        JOB_TEST(a_link_to_a_folder_stays),
        JOB_TEST(a_file_is_no_folder),
    };
    return bgt_test_main("io/output_folder", tests, BGT_TEST_COUNT(tests), argc, argv);
}
