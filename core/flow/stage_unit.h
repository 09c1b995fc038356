/**
 * flow/stage_unit.h: amounts in another unit (`--amount-unit`) and rounding (`--round`).
 *
 * 元 and 万元 differ by a shift of four places, which is exact; only `--round` rounds,
 * half up, and every amount that it changes is counted. Rates and counted measures are no
 * amounts and pass as they are. The table's `precision` stays: it says how exactly the
 * figures were printed.
 */
#ifndef FLOW_STAGE_UNIT_H
#define FLOW_STAGE_UNIT_H

#include "flow/convert.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_unit_stage;

/** What the stage does. */
struct bgt_unit_options {
    const char *amount_unit; /**< 元, 万元 (yuan, wan), or null: as it is. Borrowed. */
    int round_places;        /**< -1: never round. */
};

/** Makes the stage. UNIT_UNKNOWN is reported with BGT_BAD; BGT_NO_MEMORY. */
bgt_status bgt_unit_stage_open(const struct bgt_unit_options *options,
                               const struct bgt_sink *next, const struct bgt_io *io,
                               struct bgt_unit_stage **stage);

/** The stage as a sink. Reports UNIT_NOT_STATED, UNIT_TOO_LONG, and ROUNDED at the end.
 */
struct bgt_sink bgt_unit_stage_sink(struct bgt_unit_stage *stage);

/** Amounts that rounding changed. */
uint64_t bgt_unit_stage_rounded(const struct bgt_unit_stage *stage);

/** Ends it; null is allowed. */
void bgt_unit_stage_close(struct bgt_unit_stage *stage);

#endif
