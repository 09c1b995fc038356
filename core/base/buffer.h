/**
 * buffer.h: bytes that grow up to a maximum.
 *
 * A buffer cannot be made without the most it may ever hold; going beyond is an ordinary
 * error. `data` is never NULL and is always closed by a NUL that `length` does not count,
 * so a buffer without NUL bytes can be used as a C string. A failed call leaves the
 * contents as they were. One thread at a time.
 */
#ifndef BGT_BASE_BUFFER_H
#define BGT_BASE_BUFFER_H

#include "base/allocator.h"
#include "budget/status.h"

#include <stddef.h>
#include <stdint.h>

/** Bytes with an end. Read `data` and `length` freely; change them by the functions only.
 * May be moved (copied and the old one forgotten). */
struct bgt_buffer {
    char *data; /**< The bytes, borrowed until the next call that changes the buffer. */
    size_t length;   /**< Bytes in use. */
    size_t capacity; /**< Bytes that fit without growing, the NUL not counted. */
    size_t maximum;  /**< Most bytes it may ever hold. */
    const struct bgt_allocator *allocator;
};

/**
 * Makes an empty buffer; takes no memory yet, cannot fail.
 *
 * @param allocator borrowed until bgt_buffer_close; NULL is the default one.
 * @param maximum   bytes that it may hold, the closing NUL not counted.
 */
void bgt_buffer_init(struct bgt_buffer *buffer, const struct bgt_allocator *allocator,
                     size_t maximum);

/** Gives the memory back. The buffer is empty and usable again. A zeroed one is allowed
 * and then must be initialised before use. */
void bgt_buffer_close(struct bgt_buffer *buffer);

/** Forgets the contents and keeps the memory. */
void bgt_buffer_clear(struct bgt_buffer *buffer);

/** Cuts the contents to @p length bytes; a length beyond the end changes nothing. */
void bgt_buffer_truncate(struct bgt_buffer *buffer, size_t length);

/** Makes room for @p more bytes after the present ones. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT.
 */
bgt_status bgt_buffer_reserve(struct bgt_buffer *buffer, size_t more);

/** Appends @p length bytes; @p bytes may be NULL when @p length is 0 and may not lie in
 * the buffer itself. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_buffer_append(struct bgt_buffer *buffer, const void *bytes, size_t length);

/** Appends a C string. Else as bgt_buffer_append. */
bgt_status bgt_buffer_append_text(struct bgt_buffer *buffer, const char *text);

/** Appends one byte. Else as bgt_buffer_append. */
bgt_status bgt_buffer_append_char(struct bgt_buffer *buffer, char byte);

/** Appends @p count times the same byte. Else as bgt_buffer_append. */
bgt_status bgt_buffer_append_repeated(struct bgt_buffer *buffer, char byte, size_t count);

/** Appends a number in decimal digits. Else as bgt_buffer_append. */
bgt_status bgt_buffer_append_unsigned(struct bgt_buffer *buffer, uint64_t value);

/** Appends a code point as UTF-8. BGT_BAD for a surrogate or a value above U+10FFFF; else
 * as bgt_buffer_append. */
bgt_status bgt_buffer_append_code_point(struct bgt_buffer *buffer, uint32_t code_point);

/** Counts @p length bytes that the caller has written behind the contents, after
 * bgt_buffer_reserve for at least as many. */
void bgt_buffer_commit(struct bgt_buffer *buffer, size_t length);

/** Removes the first @p length bytes (all of them when there are fewer). */
void bgt_buffer_consume(struct bgt_buffer *buffer, size_t length);

#endif
