/**
 * arena.h: memory that is given back all at once.
 *
 * An arena hands out pieces of larger blocks and frees nothing before it is reset to a
 * mark or closed. It cannot be made without a maximum: the bytes it may take from its
 * allocator, blocks and bookkeeping included. One thread at a time.
 */
#ifndef BGT_BASE_ARENA_H
#define BGT_BASE_ARENA_H

#include "base/allocator.h"
#include "budget/status.h"

#include <stddef.h>

struct bgt_arena_block;

/** An arena. The fields are private. May not be copied. */
struct bgt_arena {
    const struct bgt_allocator *allocator;
    struct bgt_arena_block *block; /**< The newest block, or NULL. */
    size_t maximum;
    size_t taken; /**< Bytes taken from the allocator. */
    bgt_status failure;
};

/** A place to which an arena can be taken back. Private fields. */
struct bgt_arena_mark {
    struct bgt_arena_block *block;
    size_t used;
};

/**
 * Makes an empty arena; takes no memory yet, cannot fail.
 *
 * @param allocator borrowed until bgt_arena_close; NULL is the default one.
 * @param maximum   bytes that the arena may take in all.
 */
void bgt_arena_init(struct bgt_arena *arena, const struct bgt_allocator *allocator,
                    size_t maximum);

/** Gives all memory back. The arena is empty and usable again. A zeroed arena is allowed.
 */
void bgt_arena_close(struct bgt_arena *arena);

/** @p size bytes aligned for any object, not zeroed, valid until the arena is reset
 * before this call or closed. NULL when the maximum is reached or memory ran out;
 * bgt_arena_failure tells which. Zero bytes give a pointer that is not NULL. */
void *bgt_arena_allocate(struct bgt_arena *arena, size_t size);

/** Zeroed memory for @p count objects of @p size bytes; else as bgt_arena_allocate. A
 * product that overflows is a failure with BGT_LIMIT. */
void *bgt_arena_allocate_array(struct bgt_arena *arena, size_t count, size_t size);

/** A copy of @p length bytes, closed by a NUL that the length does not count; the bytes
 * may contain NUL. Else as bgt_arena_allocate. */
char *bgt_arena_copy(struct bgt_arena *arena, const char *text, size_t length);

/** Why the last allocation gave NULL: BGT_NO_MEMORY or BGT_LIMIT. BGT_OK when none has.
 */
bgt_status bgt_arena_failure(const struct bgt_arena *arena);

/** The present end of the arena. */
struct bgt_arena_mark bgt_arena_mark(const struct bgt_arena *arena);

/** Frees everything that was allocated after @p mark was taken. Marks taken later become
 * invalid. A zeroed mark empties the arena but keeps its first block for use again. */
void bgt_arena_reset(struct bgt_arena *arena, struct bgt_arena_mark mark);

/** Bytes taken from the allocator now. */
size_t bgt_arena_taken(const struct bgt_arena *arena);

#endif
