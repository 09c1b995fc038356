/**
 * io/temporary.h: bytes kept for a while, in memory first and then on disk.
 *
 * A temporary is a file without a name: in memory up to `limits->spool_memory_bytes`,
 * then in the folder for temporary files, as long as the disk has room. It is gone when
 * it is closed and when the process ends, however it ends. One thread at a time. Errors:
 * TEMPORARY_FAILED, TEMPORARY_FULL.
 */
#ifndef BGT_IO_TEMPORARY_H
#define BGT_IO_TEMPORARY_H

#include "budget/stream.h"
#include "io/io.h"

#include <stddef.h>
#include <stdint.h>

struct bgt_temporary;

/** Makes an empty one. `io` is borrowed until close. */
bgt_status bgt_temporary_open(const struct bgt_io *io, struct bgt_temporary **temporary);

/** Ends it; null is allowed. */
void bgt_temporary_close(struct bgt_temporary *temporary);

/** Appends bytes. */
bgt_status bgt_temporary_write(struct bgt_temporary *temporary, const void *bytes,
                               size_t length);

/** Reads from an offset; `*got` is less than `capacity` only at the end. */
bgt_status bgt_temporary_read_at(struct bgt_temporary *temporary, uint64_t offset,
                                 void *bytes, size_t capacity, size_t *got);

/** All bytes, valid until the next write or close. */
bgt_status bgt_temporary_map(struct bgt_temporary *temporary, const uint8_t **bytes,
                             uint64_t *length);

/** Bytes written. */
uint64_t bgt_temporary_size(const struct bgt_temporary *temporary);

/** The descriptor of the file with everything written to it, or -1 after a failure that
 * was reported. Belongs to the temporary; may become another one at the next write. */
int bgt_temporary_descriptor(struct bgt_temporary *temporary);

/** Prepares for somebody who writes by the descriptor's path: moves to disk. The
 * descriptor, or -1 after a failure that was reported. */
int bgt_temporary_lend(struct bgt_temporary *temporary);

/** Takes what was written by the path as written. */
bgt_status bgt_temporary_take_back(struct bgt_temporary *temporary);

/** For env->temporary: an output and the input that reads the same bytes from the start.
 * Write all, then read. Close both, in any order (bgt_input_close; `output->close`). */
bgt_status bgt_temporary_pair(const struct bgt_io *io, struct bgt_output **output,
                              struct bgt_input **input);

#endif
