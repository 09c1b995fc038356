/**
 * io/file.h: a whole small file of the program's own (code list, index, manifest) in
 * memory.
 */
#ifndef BGT_IO_FILE_H
#define BGT_IO_FILE_H

#include "base/buffer.h"
#include "budget/status.h"

struct bgt_reporter;

/** Appends the file at `path` to `bytes`, whose maximum bounds it. BGT_OK; BGT_FATAL
 * after FILE_NOT_FOUND or FILE_UNREADABLE was reported, LIMIT_REACHED where it is longer;
 * BGT_NO_MEMORY.
 */
bgt_status bgt_file_read(const char *path, struct bgt_reporter *reporter,
                         struct bgt_buffer *bytes);

#endif
