/**
 * diag/reporter.h: where the diagnostics of one job go.
 *
 * Every room and every plugin reports here. The reporter copies what it is given, counts
 * it by severity, keeps a bounded number, and hands each kept one to the `emit` function
 * at once. An error is always counted, also where there is no memory to keep it.
 *
 * Statuses: BGT_OK, BGT_BAD and BGT_FATAL as bgt_report() answers them mean that the
 * thing was reported. BGT_NO_MEMORY was reported by nobody; whoever runs the job reports
 * NO_MEMORY once.
 */
#ifndef BGT_DIAG_REPORTER_H
#define BGT_DIAG_REPORTER_H

#include "base/allocator.h"
#include "budget/diag.h"
#include "budget/limits.h"
#include "budget/status.h"
#include "diag/codes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Code points of an offending text that are kept. */
#define BGT_TEXT_SHOWN 200

/** Number of arguments that a diagnostic can have. */
#define BGT_ARGUMENT_COUNT 4

/** A diagnostic as it is kept. All text belongs to the reporter. */
struct bgt_kept_diagnostic {
    const struct bgt_code *code; /**< Never null; PLUGIN_MESSAGE for an unknown code. */
    struct bgt_place place; /**< `file` is filled with the default where it was null. */
    const char *text;       /**< Null where none; zero-terminated. Any bytes. */
    size_t text_length;     /**< At most BGT_TEXT_SHOWN code points. */
    bool text_is_cut;       /**< The text went on. */
    const char *arguments[BGT_ARGUMENT_COUNT]; /**< Null where unused. */
};

/** How a reporter is made. Zero everything that is not wanted. */
struct bgt_reporter_options {
    const struct bgt_allocator
        *allocator; /**< Null: the default. Outlives the reporter. */
    const struct bgt_limits
        *limits;      /**< `diagnostics` and `errors`; null: the defaults. */
    const char *file; /**< Default file name for messages; copied; may be null. */
    /** Called for each kept diagnostic, one at a time, from the thread that reports. What
     * it gets is borrowed for the call. It may not use the reporter. May be null. */
    void (*emit)(void *context, const struct bgt_kept_diagnostic *diagnostic);
    void *context;
};

struct bgt_reporter;

/** Makes a reporter. BGT_OK or BGT_NO_MEMORY. `*reporter` is set on BGT_OK only. */
bgt_status bgt_reporter_open(const struct bgt_reporter_options *options,
                             struct bgt_reporter **reporter);

/** Forgets everything. Null is allowed. */
void bgt_reporter_close(struct bgt_reporter *reporter);

/** Sets the file that a diagnostic without a file is about; copied; null for none. When
 * there is no memory for the copy, later diagnostics have no file. */
void bgt_reporter_set_file(struct bgt_reporter *reporter, const char *file);

/** Sets how many are kept from now on: `diagnostics` and `errors` of the limits, which
 * are copied. */
void bgt_reporter_set_limits(struct bgt_reporter *reporter,
                             const struct bgt_limits *limits);

/**
 * Reports. Any thread. Everything in `diagnostic` is borrowed for the call.
 *
 * An unknown code becomes PLUGIN_MESSAGE with the code as {1} and its facts as {2}. Of
 * notes, warnings and losses `limits->diagnostics` are kept, of errors `limits->errors`;
 * the others are counted only. A null reporter only answers.
 *
 * @return BGT_BAD for an error; BGT_FATAL for the error that reaches `limits->errors` and
 * each later one; BGT_OK for all else.
 */
bgt_status bgt_report(struct bgt_reporter *reporter,
                      const struct bgt_diagnostic *diagnostic);

/** Reports a code at a place (null: unknown) with up to two arguments (null: none). For
 * an offending text or more arguments use bgt_report() with a compound literal. */
bgt_status bgt_report_at(struct bgt_reporter *reporter, const char *code,
                         const struct bgt_place *place, const char *argument1,
                         const char *argument2);

/** Reports LIMIT_REACHED: `name` is the option name of BGT_LIMITS ("depth"), `value` what
 * it is set to. Answers BGT_LIMIT, so that a caller can return it. For bounds that no
 * `--limit` raises see diag/bounds.h. */
bgt_status bgt_report_limit(struct bgt_reporter *reporter, const struct bgt_place *place,
                            const char *name, uint64_t value);

/** How many were reported of a severity, kept or not. Any thread. */
uint64_t bgt_reporter_count(struct bgt_reporter *reporter, enum bgt_severity severity);

/** How many were reported and not kept, for want of room or of memory. Any thread. */
uint64_t bgt_reporter_left_out(struct bgt_reporter *reporter);

/** How many are kept. This and the next only while no other thread reports. */
size_t bgt_reporter_kept(const struct bgt_reporter *reporter);

/** A kept diagnostic in the order of reporting, borrowed until close; null beyond the
 * end. */
const struct bgt_kept_diagnostic *bgt_reporter_at(const struct bgt_reporter *reporter,
                                                  size_t index);

/** Room for a number as an argument. */
#define BGT_NUMBER_SIZE 24

/** Writes a number in decimal digits; returns `out`. For arguments. */
const char *bgt_number_text(uint64_t value, char out[BGT_NUMBER_SIZE]);

#endif
