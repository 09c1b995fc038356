/**
 * layout/replay.h: everything that a spool keeps, item by item, to one function.
 */
#ifndef LAYOUT_REPLAY_H
#define LAYOUT_REPLAY_H

#include "io/spool.h"

/** Calls @p put for each item in order until it answers something else than BGT_OK, and
 * answers this; BGT_OK at the end. */
bgt_status bgt_replay(const struct bgt_io *io, struct bgt_spool *spool, void *state,
                      bgt_status (*put)(void *state, const struct bgt_batch *batch,
                                        const struct bgt_item *item));

#endif
