/**
 * diag/bounds.h: bounds of the program's own, which no `--limit` raises.
 *
 * `bounds.def` states each one once: its stable name, what it bounds and what a user can
 * do. A limit that a user can raise is bgt_report_limit()'s (diag/reporter.h).
 */
#ifndef BGT_DIAG_BOUNDS_H
#define BGT_DIAG_BOUNDS_H

#include "diag/reporter.h"

#include <stdint.h>

enum bgt_bound_number {
#define BGT_BOUND(number, name, what, what_zh, remedy, remedy_zh) BGT_BOUND_##number,
#include "diag/bounds.def"
    BGT_BOUND_COUNT
};

/** A bound; constant text in English and Chinese (enum bgt_language). */
struct bgt_bound {
    const char *name;      /**< "heading-cells" */
    const char *what[2];   /**< What it counts: follows "more than 256". */
    const char *remedy[2]; /**< What a user can do. */
};

/** The description of a bound. */
const struct bgt_bound *bgt_bound(enum bgt_bound_number number);

/** The Chinese of a `what` or `remedy` in English; the text itself where it is neither.
 */
const char *bgt_bound_in_chinese(const char *english);

/** Reports BOUND_REACHED at a place (null: the job's file): a bound whose value is
 * `value`. Answers BGT_LIMIT, so that a caller can return it. */
bgt_status bgt_report_bound(struct bgt_reporter *reporter, const struct bgt_place *place,
                            enum bgt_bound_number number, uint64_t value);

#endif
