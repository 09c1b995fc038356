/**
 * io/zip.h: a zip as a container of members (budget/stream.h), over libzip.
 *
 * Strict: the end record, the central directory and the local headers must agree, names
 * are unique, members neither overlap nor leave gaps, only stored and deflated members
 * are read, and what a member delivers is counted and CRC-checked, never taken from the
 * headers. Only bytes before or after the archive are tolerated, with the warning
 * ZIP_INCONSISTENT, since real programs append some. Limits: `members`, `member_bytes`,
 * `member_ratio` (after the first 10 MiB).
 *
 * Names are compared exactly, then without regard to ASCII case; where the archive writes
 * `\` for
 * `/` (seen from .NET programs) names are compared and given with `/`, with a warning.
 *
 * Errors: ZIP_NOT_ZIP, ZIP_DAMAGED, ZIP_EMPTY, ZIP_MEMBER_TWICE, ZIP_ENCRYPTED,
 * ZIP_METHOD, ZIP_RATIO, LIMIT_REACHED; those about a member have its name as `sheet` of
 * the place.
 */
#ifndef BGT_IO_ZIP_H
#define BGT_IO_ZIP_H

#include "budget/stream.h"
#include "io/io.h"

/**
 * Opens the zip that `file` holds. Members may be open at the same time, and read
 * alternately, on one thread.
 *
 * @param file      borrowed until the container is closed.
 * @param out       set on BGT_OK only; end it with bgt_input_close, after its members.
 */
bgt_status bgt_zip_open(const struct bgt_io *io, struct bgt_input *file,
                        struct bgt_input **out);

#endif
