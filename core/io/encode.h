/**
 * io/encode.h: an output that takes UTF-8 and writes another encoding. For env->encode.
 */
#ifndef BGT_IO_ENCODE_H
#define BGT_IO_ENCODE_H

#include "budget/stream.h"
#include "io/io.h"

/**
 * Opens an output whose bytes are converted to `encoding` and written to `output`.
 *
 * UTF-8 is checked and passed on; UTF-16 and UTF-32 get a byte order mark unless the text
 * brings its own. Errors: ENCODING_UNKNOWN, ENCODING_UNAVAILABLE; from `write`:
 * ENCODING_CANNOT_WRITE with the character (the output is dead then).
 *
 * @param output   borrowed until the new one is closed.
 * @param encoding borrowed for the call; null is UTF-8.
 * @param utf8     set on BGT_OK only; end it with its `close`, before `output`.
 */
bgt_status bgt_encode_open(const struct bgt_io *io, struct bgt_output *output,
                           const char *encoding, struct bgt_output **utf8);

#endif
