/**
 * bytes.h: a growing run of bytes with a maximum, for text that arrives in pieces.
 */
#ifndef BGT_XLSX_BYTES_H
#define BGT_XLSX_BYTES_H

#include "budget/status.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/** Zeroed, it is empty and has no maximum. Free with bgt_xlsx_bytes_free(). */
struct bgt_xlsx_bytes {
    char *data; /**< `size` bytes; not closed by NUL. */
    size_t size;
    size_t capacity;
    uint64_t maximum; /**< Most bytes; 0: none. */
};

/** Makes room for @p more bytes. BGT_OK, BGT_NO_MEMORY, or BGT_LIMIT past the maximum. */
static inline bgt_status bgt_xlsx_bytes_reserve(struct bgt_xlsx_bytes *bytes, size_t more)
{
    if (more <= bytes->capacity - bytes->size &&
        (bytes->maximum == 0 || bytes->size + more <= bytes->maximum)) {
        return BGT_OK;
    }
    if (more > SIZE_MAX / 4 - bytes->size) {
        return BGT_NO_MEMORY;
    }
    if (bytes->maximum != 0 && bytes->size + more > bytes->maximum) {
        return BGT_LIMIT;
    }
    size_t capacity = bytes->capacity < 64 ? 64 : bytes->capacity * 2;
    if (capacity < bytes->size + more) {
        capacity = bytes->size + more;
    }
    char *data = realloc(bytes->data, capacity);
    if (data == NULL) {
        return BGT_NO_MEMORY;
    }
    bytes->data = data;
    bytes->capacity = capacity;
    return BGT_OK;
}

/** Appends bytes; statuses as of bgt_xlsx_bytes_reserve(). */
static inline bgt_status bgt_xlsx_bytes_append(struct bgt_xlsx_bytes *bytes,
                                               const char *data, size_t length)
{
    bgt_status status = bgt_xlsx_bytes_reserve(bytes, length);
    if (status == BGT_OK && length != 0) {
        memcpy(bytes->data + bytes->size, data, length);
        bytes->size += length;
    }
    return status;
}

/** Appends text closed by NUL, without the NUL. */
static inline bgt_status bgt_xlsx_bytes_text(struct bgt_xlsx_bytes *bytes,
                                             const char *text)
{
    return bgt_xlsx_bytes_append(bytes, text, strlen(text));
}

/** Puts a NUL behind the last byte without counting it, so that `data` is a C string. */
static inline bgt_status bgt_xlsx_bytes_close(struct bgt_xlsx_bytes *bytes)
{
    uint64_t maximum = bytes->maximum;
    bytes->maximum = 0;
    bgt_status status = bgt_xlsx_bytes_reserve(bytes, 1);
    bytes->maximum = maximum;
    if (status == BGT_OK) {
        bytes->data[bytes->size] = '\0';
    }
    return status;
}

/** Frees the bytes; the maximum stays. */
static inline void bgt_xlsx_bytes_free(struct bgt_xlsx_bytes *bytes)
{
    free(bytes->data);
    bytes->data = NULL;
    bytes->size = 0;
    bytes->capacity = 0;
}

/** A copy of text, closed by NUL; the caller's, freed by free(). Null: no memory. */
static inline char *bgt_xlsx_copy(const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

/**
 * Makes room for one more element of an array that grows by doubling.
 * @return the array, moved perhaps, or null where memory ran out (the old one is then
 * still the caller's).
 */
static inline void *bgt_xlsx_grow(void *array, size_t count, size_t *capacity,
                                  size_t element)
{
    if (array != NULL && count < *capacity) {
        return array;
    }
    size_t wanted = *capacity < 16 ? 16 : *capacity * 2;
    if (wanted > SIZE_MAX / 4 / element) {
        return NULL;
    }
    void *grown = realloc(array, wanted * element);
    if (grown != NULL) {
        *capacity = wanted;
    }
    return grown;
}

#endif
