/*
 * What the tests of bad input share: a folder with an input and an old target, one
 * conversion, and the rules that every refusal obeys: exit 3, an error of ours that names
 * the file, the old target as it was, nothing else in the folder.
 */
#ifndef BGT_TESTS_INVALID_REFUSAL_H
#define BGT_TESTS_INVALID_REFUSAL_H

#include "support/testing.h"

/** Where a conversion is tried. */
struct bench {
    char *folder;
    char *input;
    char *target;
    size_t wrong; /**< What was not as it should be; each was told on standard error. */
};

/** A folder for an input of this name. The target is `target.yaml`. */
void bench_open(struct bench *bench, const char *input_name);

/** Remove it; stops the test where something was wrong. */
void bench_close(struct bench *bench);

/**
 * Convert these bytes to the target, which exists, and check the refusal.
 *
 * @param title what is wrong with the bytes, for messages.
 * @param says  pieces that one line of an error must all hold, such as
 *              `"code":"AMOUNT_INVALID"`, `"cell":"D2"`; ended by NULL. None: any error.
 */
void bench_refuses(struct bench *bench, const char *title, const void *bytes,
                   size_t length, const char *const *says);

/** Convert these bytes: done or refused, but never anything else, and if refused by the
 * same rules. Answers the exit status. */
int bench_tries(struct bench *bench, const char *title, const void *bytes, size_t length);

#endif
