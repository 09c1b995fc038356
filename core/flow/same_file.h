/**
 * flow/same_file.h: no file is read and written by one job.
 */
#ifndef FLOW_SAME_FILE_H
#define FLOW_SAME_FILE_H

#include "flow/convert.h"
#include "io/io.h"

/** Refuses a target that is one of the files to be read, before the target is looked at,
 * so that the message is not that the target exists. Pipes are never the same file.
 *
 * @param exit set where the status is not BGT_OK: BGT_EXIT_USAGE, or BGT_EXIT_INPUT where
 * a file cannot be opened.
 * @return BGT_OK or an error that was reported.
 */
bgt_status bgt_target_check_inputs(const struct bgt_io *io, const char *target,
                                   const struct bgt_texts *inputs, enum bgt_exit *exit);

#endif
