/**
 * layout/check_file.h: one layout file, checked by itself.
 */
#ifndef LAYOUT_CHECK_FILE_H
#define LAYOUT_CHECK_FILE_H

#include "io/io.h"

/** What a file says of itself. */
struct bgt_layout_checked {
    char id[256]; /**< `FAMILY/TABLE`, or the family of a `family.yaml`; cut if longer. */
    uint64_t faults;
};

/**
 * Compiles a layout file, or a `family.yaml`, and reports every fault with its line.
 *
 * The file may stand in the folder of its family or directly in a folder of layouts
 * (family `user`): which of both, its own `layout:` says.
 *
 * @return BGT_OK where it is sound; BGT_BAD or BGT_FATAL (reported); BGT_NO_MEMORY;
 * BGT_LIMIT (reported).
 */
bgt_status bgt_layout_check_file(const struct bgt_io *io, const char *path,
                                 struct bgt_layout_checked *checked);

#endif
