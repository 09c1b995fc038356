/**
 * model/stream.h: how records and cells pass between the parts of the core.
 *
 * A source is pulled, a sink is pushed; both are small tables of functions with a state.
 * A reader plugin's batches become a source in flow; a layout turns a source of cells
 * into a source of records, and takes records as a sink whose other end is a grid sink.
 * Nobody in between owns a batch: a source fills the caller's, a sink reads the caller's
 * and keeps copies of what it needs later.
 */
#ifndef MODEL_STREAM_H
#define MODEL_STREAM_H

#include "budget/batch.h"
#include "budget/plugin.h"

/** Something batches can be pulled from: cells or records. */
struct bgt_source {
    void *state;
    /** Appends to an empty batch. Statuses as bgt_reader_ops.next. */
    bgt_status (*next)(void *state, struct bgt_batch *batch);
};

/** Something records can be pushed into: RECORD, FIELDS and TABLE_END items. */
struct bgt_sink {
    void *state;
    bgt_status (*put)(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item);
    /** The stream is complete. Called once, and only after success of all puts. */
    bgt_status (*finish)(void *state);
};

/** Something sheets can be pushed into. */
struct bgt_grid_sink {
    void *state;
    bgt_status (*begin_sheet)(void *state, const struct bgt_sheet *sheet);
    bgt_status (*put_row)(void *state, const struct bgt_batch *batch,
                          const struct bgt_item *item);
    bgt_status (*end_sheet)(void *state);
    bgt_status (*finish)(void *state);
    const struct bgt_capacity *capacity; /**< What the target can hold. */
};

#endif
