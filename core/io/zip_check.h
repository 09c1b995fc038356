/**
 * io/zip_check.h: whether the bytes of a zip are one consistent archive. Private to this
 * room.
 *
 * libzip's own check (ZIP_CHECKCONS) refuses workbooks that Excel itself writes, for
 * padding in extra fields, and passes archives with gaps; so the structure is checked
 * here, by the sections of APPNOTE.TXT that the messages name.
 */
#ifndef BGT_IO_ZIP_CHECK_H
#define BGT_IO_ZIP_CHECK_H

#include "io/io.h"

#include <stdint.h>

/** What the check found out. */
struct bgt_zip_extent {
    uint64_t start;  /**< Where the archive begins: bytes before it are not part of it. */
    uint64_t length; /**< Bytes of the archive. */
    uint64_t count;  /**< Members. */
};

/**
 * Checks end record, central directory, local headers, that members do not overlap and
 * that no bytes between them are unaccounted for, and that no name stands twice. Bytes
 * before and after the archive are tolerated with the warning ZIP_INCONSISTENT.
 *
 * @return BGT_OK; BGT_FATAL after ZIP_NOT_ZIP, ZIP_DAMAGED, ZIP_EMPTY or
 * ZIP_MEMBER_TWICE; BGT_LIMIT; BGT_NO_MEMORY.
 */
bgt_status bgt_zip_check(const struct bgt_io *io, const struct bgt_place *place,
                         const uint8_t *bytes, uint64_t length,
                         struct bgt_zip_extent *extent);

#endif
