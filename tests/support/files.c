#define _XOPEN_SOURCE 700 /* nftw */

#include "support/testing.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN_FOLDERS = 16 };

char *bgt_test_join(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    assert_non_null(path);
    (void)snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static char *below_variable(const char *variable, const char *relative)
{
    const char *folder = getenv(variable);
    if (folder == NULL) {
        fail_msg("%s is not set: start the test with ctest or tests/support/run-test",
                 variable);
        return NULL;
    }
    return bgt_test_join(folder, relative);
}

char *bgt_test_source_path(const char *relative)
{
    return below_variable("BUDGETCONV_SOURCE", relative);
}

char *bgt_test_build_path(const char *relative)
{
    return below_variable("BUDGETCONV_BUILD", relative);
}

char *bgt_test_sample_path(const char *relative)
{
    const char *samples = getenv("BUDGETCONV_SAMPLES");
    char *folder =
        samples != NULL ? bgt_test_join(samples, ".") : bgt_test_source_path("../shared");
    struct stat info;
    bool present = stat(folder, &info) == 0;
    char *path = present ? bgt_test_join(folder, relative) : NULL;
    free(folder);
    if (path == NULL) {
        bgt_test_skip("the samples folder is absent (BUDGETCONV_SAMPLES)");
    }
    return path;
}

char *bgt_test_make_folder(void)
{
    const char *parent = getenv("TMPDIR");
    char *path =
        bgt_test_join(parent != NULL ? parent : "/tmp", "budgetconv-test-XXXXXX");
    if (mkdtemp(path) == NULL) {
        fail_msg("cannot make a folder %s: %s", path, strerror(errno));
    }
    return path;
}

static int remove_entry(const char *path, const struct stat *info, int type,
                        struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

void bgt_test_remove_folder(char *folder)
{
    if (folder != NULL) {
        (void)nftw(folder, remove_entry, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
        free(folder);
    }
}

void bgt_test_write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fail_msg("cannot write %s: %s", path, strerror(errno));
        return;
    }
    size_t written = length > 0 ? fwrite(bytes, 1, length, file) : 0;
    assert_int_equal(fclose(file), 0);
    assert_int_equal(written, length);
}

char *bgt_test_read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("cannot read %s: %s", path, strerror(errno));
        return NULL;
    }
    struct stat info;
    assert_int_equal(fstat(fileno(file), &info), 0);
    size_t size = (size_t)info.st_size;
    char *bytes = malloc(size + 1);
    assert_non_null(bytes);
    size_t got = fread(bytes, 1, size, file);
    (void)fclose(file);
    assert_int_equal(got, size);
    bytes[size] = '\0';
    if (length != NULL) {
        *length = size;
    }
    return bytes;
}
