/**
 * io/schema.h: validates an XML file by an XML Schema, with libxml2.
 *
 * The file goes through the guarded parser of io/xml.h first, so libxml2 sees neither a
 * DOCTYPE nor an entity, and no schema or file is ever fetched. Messages of libxml2
 * become ours: SCHEMA_VALUE, SCHEMA_ELEMENT, SCHEMA_ATTRIBUTE, SCHEMA_OTHER, each with
 * line and element path. Not thread-safe: libxml2's loader of external entities is the
 * process's.
 */
#ifndef BGT_IO_SCHEMA_H
#define BGT_IO_SCHEMA_H

#include <stdint.h>

#include "budget/status.h"
#include "io/io.h"

/**
 * Validates the file at `path` by the schema at `schema`.
 *
 * @param problems raised by one for each violation reported.
 * @return BGT_OK: the file was read, valid or not. BGT_NOT_FOUND: the schema has no such
 * root (nothing reported). BGT_FATAL after a diagnostic: the file cannot be read
 * or is not well-formed; SCHEMA_UNUSABLE. BGT_NO_MEMORY.
 */
bgt_status bgt_schema_check(const struct bgt_io *io, const char *schema, const char *path,
                            uint64_t *problems);

#endif
