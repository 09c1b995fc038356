/**
 * status.h: the grades of success that every function of the toolkit answers with.
 *
 * A status says how to go on; what happened is in the diagnostic that was reported with
 * it (see diag.h). The grades follow libarchive: a caller compares with a threshold.
 */
#ifndef BUDGET_STATUS_H
#define BUDGET_STATUS_H

/** How a call ended. Values are fixed; new ones are only added at the end. */
enum bgt_status {
    /** Done. */
    BGT_OK = 0,
    /** A reader: nothing follows, everything before was delivered. No error. */
    BGT_END = 1,
    /** An error was reported, but the object can go on, so that further errors can be
     * collected. The job ends with exit status 3 all the same. */
    BGT_BAD = 2,
    /** An error was reported and the object is dead: only its close may be called. */
    BGT_FATAL = 3,
    /** Memory ran out. Nothing was reported by the function that answers this. */
    BGT_NO_MEMORY = 4,
    /** A limit of limits.h was reached. */
    BGT_LIMIT = 5,
    /** A writer: the target cannot hold this value; it was neither dropped nor altered.
     */
    BGT_CANNOT_HOLD = 6,
    /** The thing asked for does not exist. */
    BGT_NOT_FOUND = 7,
    /** The job was cancelled (a signal, or another part of it failed). */
    BGT_CANCELLED = 8
};
typedef enum bgt_status bgt_status;

#endif
