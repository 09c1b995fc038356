/**
 * flow/writing.h: a target opened for writing: format chosen, plugin loaded, layout at
 * hand.
 */
#ifndef FLOW_WRITING_H
#define FLOW_WRITING_H

#include "flow/convert.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_output;
struct bgt_writing;

/** Opens the target of a conversion. Format, layout, options and the target itself are
 * checked before a byte of input is read.
 *
 * @param options borrowed until close; so is `io`.
 * @param exit    set where the status is not BGT_OK: BGT_EXIT_USAGE, BGT_EXIT_TARGET or
 *                BGT_EXIT_PLUGIN.
 * @return BGT_OK or an error that was reported. `*writing` is set only with BGT_OK; end
 * it with bgt_writing_close.
 */
bgt_status bgt_writing_open(const struct bgt_context *context,
                            const struct bgt_convert_options *options,
                            const struct bgt_io *io, struct bgt_writing **writing,
                            enum bgt_exit *exit);

/** Where records go. Borrowed until close. */
const struct bgt_sink *bgt_writing_sink(const struct bgt_writing *writing);

/** Whether it was the target that failed, not a stage before it. */
bool bgt_writing_has_failed(const struct bgt_writing *writing);

/** Puts the finished target in place. */
bgt_status bgt_writing_commit(struct bgt_writing *writing);

/** Ends it; what was not committed is gone. Null is allowed. */
void bgt_writing_close(struct bgt_writing *writing);

#endif
