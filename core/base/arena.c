#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { FIRST_BLOCK = 4096, LARGEST_STEP = 1 << 20 };

struct bgt_arena_block {
    struct bgt_arena_block *previous;
    size_t size; /* bytes of data */
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

void bgt_arena_init(struct bgt_arena *arena, const struct bgt_allocator *allocator,
                    size_t maximum)
{
    memset(arena, 0, sizeof *arena);
    arena->allocator = bgt_allocator_or_default(allocator);
    arena->maximum = maximum;
}

static void drop_block(struct bgt_arena *arena)
{
    struct bgt_arena_block *block = arena->block;
    arena->block = block->previous;
    arena->taken -= sizeof *block + block->size;
    bgt_release(arena->allocator, block);
}

void bgt_arena_close(struct bgt_arena *arena)
{
    while (arena->block) {
        drop_block(arena);
    }
    arena->failure = BGT_OK;
}

/* The size of the next block: double the last, but no more than is left below the
 * maximum. 0 when `need` bytes do not fit. */
static size_t next_block_size(const struct bgt_arena *arena, size_t need)
{
    size_t left = arena->maximum > arena->taken ? arena->maximum - arena->taken : 0;
    if (left < sizeof(struct bgt_arena_block) ||
        left - sizeof(struct bgt_arena_block) < need) {
        return 0;
    }
    left -= sizeof(struct bgt_arena_block);
    size_t size = arena->block ? arena->block->size : FIRST_BLOCK / 2;
    size = size < LARGEST_STEP / 2 ? size * 2 : LARGEST_STEP;
    size = size < need ? need : size;
    return size < left ? size : left;
}

static bool add_block(struct bgt_arena *arena, size_t need)
{
    size_t size = next_block_size(arena, need);
    if (size == 0) {
        arena->failure = BGT_LIMIT;
        return false;
    }
    struct bgt_arena_block *block = bgt_allocate(arena->allocator, sizeof *block + size);
    if (!block) {
        arena->failure = BGT_NO_MEMORY;
        return false;
    }
    block->previous = arena->block;
    block->size = size;
    block->used = 0;
    arena->block = block;
    arena->taken += sizeof *block + size;
    return true;
}

void *bgt_arena_allocate(struct bgt_arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align) {
        arena->failure = BGT_LIMIT;
        return NULL;
    }
    size_t need = size ? (size + align - 1) / align * align : align;
    struct bgt_arena_block *block = arena->block;
    if (!block || block->size - block->used < need) {
        if (!add_block(arena, need)) {
            return NULL;
        }
        block = arena->block;
    }
    void *memory = block->data + block->used;
    block->used += need;
    return memory;
}

void *bgt_arena_allocate_array(struct bgt_arena *arena, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size) {
        arena->failure = BGT_LIMIT;
        return NULL;
    }
    void *memory = bgt_arena_allocate(arena, count * size);
    if (memory) {
        memset(memory, 0, count * size);
    }
    return memory;
}

char *bgt_arena_copy(struct bgt_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX) {
        arena->failure = BGT_LIMIT;
        return NULL;
    }
    char *copy = bgt_arena_allocate(arena, length + 1);
    if (copy) {
        if (length > 0) {
            memcpy(copy, text, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

bgt_status bgt_arena_failure(const struct bgt_arena *arena)
{
    return arena->failure;
}

struct bgt_arena_mark bgt_arena_mark(const struct bgt_arena *arena)
{
    struct bgt_arena_mark mark = {arena->block, arena->block ? arena->block->used : 0};
    return mark;
}

void bgt_arena_reset(struct bgt_arena *arena, struct bgt_arena_mark mark)
{
    while (arena->block && arena->block != mark.block && arena->block->previous) {
        drop_block(arena);
    }
    if (arena->block) {
        arena->block->used = arena->block == mark.block ? mark.used : 0;
    }
}

size_t bgt_arena_taken(const struct bgt_arena *arena)
{
    return arena->taken;
}
