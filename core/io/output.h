/**
 * io/output.h: a target that is complete or absent.
 *
 * Nothing is seen at the target before bgt_output_commit() has answered BGT_OK; on any
 * failure it is as it was and nothing partial is left.
 *
 * - A regular file is written beside itself, in a file without a name where the file
 * system can (O_TMPFILE), else in `.NAME.budgetconv-PID`, and put in place by one rename.
 * Temporary names of processes that have ended are removed by the next run with the same
 * target. So a signal handler has nothing to clean.
 * - A symbolic link stays; what it points to is replaced.
 * - An existing file keeps its permissions, and its owner where the system lets us; a new
 * one gets 0666 without the umask.
 * - Standard output, FIFOs and devices get their bytes only at commit, from a temporary.
 *   `/dev/stdout` and `/dev/fd/N` are the descriptor, also where that is a regular file.
 * - A folder is built beside and exchanged. An existing one is replaced only if it is
 * empty, or with is_overwrite if it holds nothing but a data package: `datapackage.json`
 * and `*.csv`.
 *
 * Errors: TARGET_EXISTS, TARGET_NOT_WRITABLE, TARGET_FOLDER_MISSING, TARGET_IS_FOLDER,
 * TARGET_IS_FILE, TARGET_FOLDER_FOREIGN, TARGET_CLOSED, DISK_FULL, and those of
 * temporaries. Their `file` is the target as the user wrote it.
 */
#ifndef BGT_IO_OUTPUT_H
#define BGT_IO_OUTPUT_H

#include "budget/stream.h"
#include "io/io.h"

#include <stdbool.h>

/** What is to be written. */
struct bgt_output_options {
    const char *
        target; /**< Path; `-` is standard output; with a closing `/` a folder. Copied. */
    bool is_folder;    /**< A folder even without a closing `/`. */
    bool is_overwrite; /**< An existing target may be replaced. */
    bool is_sync;      /**< At commit, wait until the bytes are on the disk. */
};

/**
 * Opens an output. Whether the target exists, may be written and may be replaced is found
 * out here, before any work is done.
 *
 * @param io     borrowed until close.
 * @param output set on BGT_OK only; end it with bgt_output_close. For a folder, close all
 * members before the commit.
 */
bgt_status bgt_output_open(const struct bgt_io *io,
                           const struct bgt_output_options *options,
                           struct bgt_output **output);

/** Puts the output in place. Called at most once; after a failure only close. */
bgt_status bgt_output_commit(struct bgt_output *output);

/** Ends an output: what was not committed is gone. Null is allowed. */
void bgt_output_close(struct bgt_output *output);

/** BGT_OK when writing `target` (as in the options) would not write into the file or
 * folder that `input` reads; else SAME_FILE is reported and BGT_BAD answered. Follows
 * links; pipes and devices are never the same. */
bgt_status bgt_output_check_input(const struct bgt_io *io, const char *target,
                                  const struct bgt_input *input);

#endif
