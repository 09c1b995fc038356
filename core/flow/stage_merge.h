/**
 * flow/stage_merge.h: one document out of one or several inputs, numbered through.
 *
 * The first input's document record opens the stream. A later input's document may add
 * facts; where it contradicts, that is MERGE_CONFLICT. Tables are numbered through.
 */
#ifndef FLOW_STAGE_MERGE_H
#define FLOW_STAGE_MERGE_H

#include "flow/convert.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_merge_stage;

/** Makes the stage. `next` and `io` are borrowed. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_merge_stage_open(const struct bgt_sink *next, const struct bgt_io *io,
                                struct bgt_merge_stage **stage);

/** Said before each input but the first. */
void bgt_merge_stage_next_input(struct bgt_merge_stage *stage);

/** The stage as a sink. */
struct bgt_sink bgt_merge_stage_sink(struct bgt_merge_stage *stage);

/** Adds what passed so far to the result's counts. */
void bgt_merge_stage_count(const struct bgt_merge_stage *stage,
                           struct bgt_convert_result *result);

/** Ends it; null is allowed. */
void bgt_merge_stage_close(struct bgt_merge_stage *stage);

#endif
