/**
 * allocator.h: where memory comes from.
 *
 * Every object of the core that grows keeps a pointer to an allocator, so that a test can
 * let the n-th allocation fail and a host can account for memory. NULL always means the
 * default allocator, malloc's.
 */
#ifndef BGT_BASE_ALLOCATOR_H
#define BGT_BASE_ALLOCATOR_H

#include <stddef.h>

/** Three functions and what they need. An allocator lives longer than all it has
 * allocated. It is called from one thread at a time unless its own functions are
 * thread-safe; the default one is. */
struct bgt_allocator {
    /** New memory of @p size bytes (at least 1), aligned for any object, not zeroed; NULL
     * when there is none. */
    void *(*allocate)(void *context, size_t size);
    /** As realloc; @p memory is not NULL, @p new_size at least 1. On NULL the old memory
     * stays as it was. */
    void *(*resize)(void *context, void *memory, size_t old_size, size_t new_size);
    /** Gives memory back; NULL is allowed and does nothing. */
    void (*release)(void *context, void *memory);
    /** Handed to each of the three. */
    void *context;
};

/** The allocator that is used where none is given: malloc, realloc, free. Thread-safe. */
extern const struct bgt_allocator bgt_default_allocator;

/** @p allocator, or the default one for NULL. */
const struct bgt_allocator *
bgt_allocator_or_default(const struct bgt_allocator *allocator);

/** New memory for @p size bytes, not zeroed; released with bgt_release. Zero bytes are
 * served as one. NULL when there is none. */
void *bgt_allocate(const struct bgt_allocator *allocator, size_t size);

/** New zeroed memory for @p count objects of @p size bytes; released with bgt_release.
 * NULL when there is none or when the product overflows. */
void *bgt_allocate_array(const struct bgt_allocator *allocator, size_t count,
                         size_t size);

/**
 * Grows or shrinks an array to @p new_count objects of @p size bytes; the new ones are
 * not zeroed. @p memory may be NULL, then @p old_count is 0.
 *
 * @return the array, perhaps elsewhere, or NULL when there is no memory or the product
 *         overflows; then the old array is unchanged and still the caller's.
 */
void *bgt_resize_array(const struct bgt_allocator *allocator, void *memory,
                       size_t old_count, size_t new_count, size_t size);

/** Gives memory of the three functions above back; NULL does nothing. */
void bgt_release(const struct bgt_allocator *allocator, void *memory);

#endif
