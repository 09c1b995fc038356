/*
 * base/known.h: characters that a converter between GB18030 and UTF-8 has met. Each is
 * asked of iconv once; after that a look in a table is enough. Private to
 * base/converter.c.
 */
#ifndef BGT_BASE_KNOWN_H
#define BGT_BASE_KNOWN_H

#include "base/allocator.h"
#include "base/buffer.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>

/** GB18030 of two bytes to UTF-8: up to three bytes, and above them how many; 0: not met.
 */
enum { BGT_KNOWN_DECODED = 126 * 256 };

/** A code point up to U+FFFF to two bytes of GB18030; 0: not met. */
enum { BGT_KNOWN_ENCODED = 65536 };

struct bgt_known {
    uint32_t *decoded; /**< From GB18030; else null. */
    uint16_t *encoded; /**< To GB18030; else null. */
};

/** Makes the table. Without memory there is none, and nothing is known. */
void bgt_known_open(struct bgt_known *known, const struct bgt_allocator *allocator,
                    bool is_decoder);

/** Frees it. */
void bgt_known_close(struct bgt_known *known, const struct bgt_allocator *allocator);

/**
 * Converts ASCII and characters of two bytes in GB18030, as far as `out` has room.
 *
 * It stops before whatever iconv must look at: what is ill-formed, cut or of four bytes,
 * and private-use characters, which are counted.
 *
 * @return how many bytes of the input were converted.
 */
size_t bgt_known_convert(struct bgt_known *known, iconv_t iconv, const char *bytes,
                         size_t length, struct bgt_buffer *out);

#endif
