/**
 * flow/stage_capacity.h: tests every value against what a record format can hold.
 *
 * The format's capacity table says it, so loss is known before the target appears. What
 * does not fit is counted as loss and left out; the writer sees only what fits. A grid
 * format is tested by the layout that fills it.
 */
#ifndef FLOW_STAGE_CAPACITY_H
#define FLOW_STAGE_CAPACITY_H

#include "budget/plugin.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_capacity_stage;

/** What the stage works for. Everything is borrowed until close. */
struct bgt_capacity_options {
    const char *format; /**< Id of the plugin, for messages. */
    const struct bgt_capacity *capacity;
    const struct bgt_sink *next;
};

/** Makes the stage. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_capacity_stage_open(const struct bgt_capacity_options *options,
                                   const struct bgt_io *io,
                                   struct bgt_capacity_stage **stage);

/** The stage as a sink. Reports FORMAT_CANNOT_HOLD at the end, once for each kind of
 * value. */
struct bgt_sink bgt_capacity_stage_sink(struct bgt_capacity_stage *stage);

/** Ends it; null is allowed. */
void bgt_capacity_stage_close(struct bgt_capacity_stage *stage);

#endif
