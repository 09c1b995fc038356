/**
 * io/schema.h: validates an XML file by an XML Schema, with libxml2.
 *
 * The file goes through the guarded parser of io/xml.h first, so libxml2 sees neither a
 * DOCTYPE nor an entity, and no schema or file is ever fetched. Messages of libxml2
 * become ours (SCHEMA_VALUE, SCHEMA_LONG, SCHEMA_ELEMENT and others), each with line and
 * element path. Not thread-safe: libxml2's loader of external entities is the
 * process's.
 */
#ifndef BGT_IO_SCHEMA_H
#define BGT_IO_SCHEMA_H

#include <stdint.h>

#include "budget/status.h"
#include "budget/stream.h"
#include "io/io.h"

enum { BGT_SCHEMA_ROOT = 400 };

/** What is validated, and what came of it. */
struct bgt_schema_subject {
    const char *path;
    struct bgt_input *container; /**< A folder or zip that the file is in; null: none. */
    const char *member;          /**< Its name in the container. */
    uint64_t problems;           /**< Raised by one for each violation reported. */
    char root[BGT_SCHEMA_ROOT];  /**< After BGT_NOT_FOUND: the root, with its namespace in
                                    braces before it. */
};

/**
 * Validates a file by the schema at `schema`.
 *
 * @return BGT_OK: the file was read, valid or not. BGT_NOT_FOUND: the schema has no such
 * root (nothing reported). BGT_FATAL after a diagnostic: the file cannot be read
 * or is not well-formed; SCHEMA_UNUSABLE. BGT_NO_MEMORY.
 */
bgt_status bgt_schema_check(const struct bgt_io *io, const char *schema,
                            struct bgt_schema_subject *subject);

#endif
