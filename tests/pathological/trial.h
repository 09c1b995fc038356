/*
 * What the tests of pathological input share: a folder with one input, runs of the
 * program with a deadline and a bound on its memory, and the rules for every end: read,
 * or refused with exit 3 and a message that names the file; never a crash, a hang or a
 * part of a target.
 */
#ifndef BGT_TESTS_PATHOLOGICAL_TRIAL_H
#define BGT_TESTS_PATHOLOGICAL_TRIAL_H

#include "support/testing.h"

#include <stdio.h>

/** Where a run is tried. */
struct trial {
    char *folder;
    char *input;
    char *target;
    size_t peak_mib; /**< Of the last run. */
    double seconds;  /**< Of the last run. */
};

/** A folder for an input and a target of these names; the input is still to be written.
 */
void trial_open(struct trial *trial, const char *input, const char *target);

/** Remove it. */
void trial_close(struct trial *trial);

/** Begin to write the input, and end it. */
FILE *trial_begin(const struct trial *trial);
void trial_end(FILE *file);

/** How a run has to end. */
struct outcome {
    const char *code;   /**< Refused with this code; NULL: done. */
    const char *place;  /**< A piece of the same message, or NULL. */
    const char *option; /**< One more option of convert, or NULL. */
    const char *value;  /**< Its value, or NULL. */
    unsigned seconds;   /**< On an idle machine; 0: 20. Three times as much is allowed,
                          and six times that under a sanitizer. */
    size_t memory_mib;  /**< Address space; 0: 1024. */
    size_t data_mib;    /**< Memory of its own, without mapped files; 0: no bound. */
    size_t peak_mib;    /**< Most resident memory, not under a sanitizer; 0: 320. */
};

/** Convert the input to the target. */
void trial_convert(struct trial *trial, const struct outcome *outcome);

/** Whether the program under test was built with a sanitizer: tests shrink then. */
bool trial_is_sanitized(void);

#endif
