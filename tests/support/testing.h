/*
 * What the cmocka tests of budgetconv share: a main that counts skips, folders, files,
 * the built program, and allocations that fail on demand. Every function stops the
 * running test through cmocka's fail() when the machine itself lets it down (disk full,
 * no fork).
 */
#ifndef BGT_TESTS_SUPPORT_TESTING_H
#define BGT_TESTS_SUPPORT_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/** Number of elements of an array. */
#define BGT_TEST_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/**
 * Run the tests as one group. argv[1], where given, is a cmocka name pattern.
 * @return what main returns: 0 all passed, 1 some failed, 77 every one was skipped.
 */
int bgt_test_main(const char *group, const struct CMUnitTest *tests, size_t count,
                  int argc, char **argv);

/** Leave the running test as skipped; the reason goes to standard error. */
void bgt_test_skip(const char *reason);

/* ## Folders and files: every returned string and buffer is the caller's, freed by free()
 */

/** Path of a file of the project, such as "tests/golden/disclosure.xlsx". */
char *bgt_test_source_path(const char *relative);

/** Path of a file in the build folder, such as "tests/modules/good.so". */
char *bgt_test_build_path(const char *relative);

/**
 * Path of a sample, such as "samples/csv/empty.csv"; skips the running test when the
 * samples folder (BUDGETCONV_SAMPLES, else `shared` beside the project) is absent.
 */
char *bgt_test_sample_path(const char *relative);

/** folder/name. */
char *bgt_test_join(const char *folder, const char *name);

/** A new empty folder that only this user can enter. */
char *bgt_test_make_folder(void);

/** Remove the folder and all below it, and free the string. NULL is allowed. */
void bgt_test_remove_folder(char *folder);

/** Write the file anew. */
void bgt_test_write_file(const char *path, const void *bytes, size_t length);

/** The whole file, with a 0 byte after the end; *length may be NULL. */
char *bgt_test_read_file(const char *path, size_t *length);

/* ## Running the program */

/** What to run; unset fields are 0. */
struct bgt_test_command {
    const char *const *argv; /**< NULL-terminated; argv[0] is the path */
    const char *const
        *variables;     /**< NULL-terminated "NAME=value" added to the environment */
    const char *folder; /**< working folder; NULL: the present one */
    const void *input;  /**< standard input; NULL: empty */
    size_t input_length;
    unsigned seconds;    /**< deadline; 0: 60. After it the program is killed. */
    size_t memory_bytes; /**< address space; 0: unbounded, as under a sanitizer */
    size_t data_bytes;   /**< memory of its own: without mapped files; likewise */
};

/** What a run gave. */
struct bgt_test_run {
    int status;      /**< exit status, or 128 + signal */
    bool timed_out;  /**< the deadline came first; status is then 128 + SIGKILL */
    size_t peak_kib; /**< most memory it held at a time; at least the test's own */
    char *out;       /**< standard output, with a 0 byte after the end */
    size_t out_length;
    char *err; /**< standard error, with a 0 byte after the end */
    size_t err_length;
};

/** Run the command to its end. Free the result with bgt_test_run_clear(). */
void bgt_test_execute(const struct bgt_test_command *command, struct bgt_test_run *run);

/** Run the built budgetconv with these arguments, the last of which is NULL. */
void bgt_test_budgetconv(struct bgt_test_run *run, ...) __attribute__((sentinel));

/** Free what a run holds and set it to zero. */
void bgt_test_run_clear(struct bgt_test_run *run);

/* ## Allocations that fail: malloc, calloc, realloc, strdup and strndup called by the
 * rooms, the plugin objects linked in and the tests; not those inside shared libraries */

/** Let the nth allocation from now (1: the next) return NULL, once; 0 lets all succeed.
 */
void bgt_test_fail_allocation(size_t nth);

/** Whether the allocation asked for by bgt_test_fail_allocation() has failed. */
bool bgt_test_allocation_failed(void);

/** Allocations since the last bgt_test_fail_allocation(). */
size_t bgt_test_allocation_count(void);

#endif
