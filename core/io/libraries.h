/**
 * io/libraries.h: versions of the libraries of this room, as they are at run time.
 */
#ifndef BGT_IO_LIBRARIES_H
#define BGT_IO_LIBRARIES_H

#include <stddef.h>

/** A library. Static text. */
struct bgt_library {
    const char *name;    /**< "libzip" */
    const char *version; /**< "1.7.3" */
};

/** How many there are. */
size_t bgt_library_count(void);

/** The library at an index below the count. Pure; any thread. */
struct bgt_library bgt_library_at(size_t index);

#endif
