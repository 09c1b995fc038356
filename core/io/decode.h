/**
 * io/decode.h: any input as UTF-8 without byte order mark. For env->decode.
 */
#ifndef BGT_IO_DECODE_H
#define BGT_IO_DECODE_H

#include "budget/stream.h"
#include "io/io.h"

/**
 * Opens a view of `input` as UTF-8.
 *
 * With `label` null the encoding is found out from all of the input (which is mapped, so
 * a pipe is spooled): byte order mark, UTF-16 by its zero bytes, strict UTF-8, GB18030.
 * With a label that encoding holds (anything called GB2312 or GBK is GB18030), unless a
 * byte order mark says otherwise, which is noted as ENCODING_MISLABELLED; a pipe is then
 * decoded as it comes.
 *
 * A short text that fits UTF-8 and GB18030 alike is settled by what makes sense, with the
 * warning ENCODING_AMBIGUOUS.
 *
 * What is UTF-8 already is checked and passed on without a copy. Everything else is
 * converted piece by piece for `read`; `map` and `read_at` convert all of it into a
 * temporary.
 *
 * Errors: ENCODING_INVALID and ENCODING_TRUNCATED with line, offset and the bytes in hex,
 * ENCODING_UNKNOWN (the label), ENCODING_UNDETECTED, ENCODING_UNAVAILABLE. Private-use
 * characters met while converting are warned of once, at the end.
 *
 * @param input borrowed until the view is closed; nothing of it has been read yet.
 * @param label borrowed for the call; null: find out.
 * @param utf8  set on BGT_OK only; end it with bgt_input_close. Its `name` is the
 * input's.
 */
bgt_status bgt_decode_open(const struct bgt_io *io, struct bgt_input *input,
                           const char *label, struct bgt_input **utf8);

#endif
