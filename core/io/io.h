/**
 * io/io.h: what this room needs of the job it works for.
 *
 * Every object of this room borrows one `struct bgt_io` from its opening to its close.
 * What goes wrong is reported there: a function that answers BGT_BAD, BGT_FATAL or
 * BGT_LIMIT has reported why, with file and place; BGT_NO_MEMORY, BGT_END, BGT_NOT_FOUND
 * and BGT_CANCELLED have reported nothing. (A batch's `grow` reports nothing either,
 * since it knows no place: see io/batch.h.)
 *
 * The program should ignore SIGPIPE, so that a reader that has gone is an error with a
 * message, and may turn SIGBUS into a message and exit status 3 (see io/input.h).
 */
#ifndef BGT_IO_IO_H
#define BGT_IO_IO_H

#include "base/allocator.h"
#include "budget/limits.h"
#include "diag/reporter.h"

/** The surroundings of one job. */
struct bgt_io {
    struct bgt_reporter *reporter;         /**< May be null: nothing is kept. */
    const struct bgt_limits *limits;       /**< Never null. */
    const struct bgt_allocator *allocator; /**< Null: the default. */
    const char *temporary_folder;          /**< Null: TMPDIR, else `/tmp`. */
    /** Asked when a signal has interrupted a wait: not 0 ends it with BGT_CANCELLED. May
     * be null. */
    int (*is_cancelled)(void *context);
    void *cancel_context;
};

#endif
