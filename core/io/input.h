/**
 * io/input.h: files, descriptors, folders and memory as inputs (budget/stream.h).
 *
 * A regular file is read in place. `read` and `read_at` copy from it; `map` gives files
 * up to `limits->spool_memory_bytes` as a copy in memory and maps larger ones. Where
 * another program cuts a mapped file short, access to it raises SIGBUS: there is no way
 * to prevent that, so the program may handle the signal by saying so and ending with
 * status 3. All other changes are found by bgt_input_unchanged(), which a job asks before
 * it commits its output.
 *
 * A pipe is read in order. Its first BGT_PEEK_SIZE bytes are kept, so that looking at
 * them takes nothing away; `map`, `read_at` and `path` first spool all of it
 * (io/temporary.h). That is only possible until reading has gone beyond the kept bytes.
 *
 * A folder is a container: its members are the regular files directly in it whose names
 * do not begin with a dot, sorted by bytes. For a zip see io/zip.h.
 */
#ifndef BGT_IO_INPUT_H
#define BGT_IO_INPUT_H

#include "budget/stream.h"
#include "io/io.h"

#include <stdbool.h>
#include <stdint.h>

/** Bytes that bgt_input_peek can show. */
#define BGT_PEEK_SIZE 65536

/**
 * Opens what `path` names: a file, a pipe, a device or a folder; `-` is standard input
 * (and stays open at close). Errors: FILE_NOT_FOUND, FILE_NO_PERMISSION, FILE_UNREADABLE.
 *
 * @param io    borrowed until close.
 * @param path  copied; it is the input's `name`.
 * @param input set on BGT_OK only; end it with bgt_input_close.
 */
bgt_status bgt_input_open_file(const struct bgt_io *io, const char *path,
                               struct bgt_input **input);

/** Makes an input of an open descriptor, which stays the caller's and stays open. Else as
 * bgt_input_open_file; a regular file is read from its beginning. */
bgt_status bgt_input_open_descriptor(const struct bgt_io *io, int descriptor,
                                     const char *name, struct bgt_input **input);

/** Makes an input of bytes, borrowed until close. BGT_OK or BGT_NO_MEMORY. `name` is
 * copied. */
bgt_status bgt_input_open_memory(const struct bgt_io *io, const void *bytes,
                                 size_t length, const char *name,
                                 struct bgt_input **input);

/** Ends any input; null is allowed. Members first, then their container. */
void bgt_input_close(struct bgt_input *input);

/** The first bytes, at most BGT_PEEK_SIZE, without taking them away; works for every
 * input of this room before the first `read`. Borrowed until close. A folder gives none.
 */
bgt_status bgt_input_peek(struct bgt_input *input, const uint8_t **bytes, size_t *length);

/** Bytes that `read` has delivered (all of them once the input is mapped), for progress.
 */
uint64_t bgt_input_position(const struct bgt_input *input);

/** Device and inode of the file or folder behind an input of bgt_input_open_file or
 * _descriptor; false for pipes, devices and memory. For the same-file test see
 * io/output.h. */
bool bgt_input_identity(const struct bgt_input *input, uint64_t *device, uint64_t *inode);

/** BGT_OK when the file has still the size and the times it had when it was opened, or
 * cannot change; else FILE_CHANGED is reported and BGT_BAD answered. */
bgt_status bgt_input_unchanged(struct bgt_input *input);

#endif
