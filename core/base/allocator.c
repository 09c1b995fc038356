#include "base/allocator.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *allocate_default(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void *resize_default(void *context, void *memory, size_t old_size, size_t new_size)
{
    (void)context;
    (void)old_size;
    return realloc(memory, new_size);
}

static void release_default(void *context, void *memory)
{
    (void)context;
    free(memory);
}

const struct bgt_allocator bgt_default_allocator = {
    .allocate = allocate_default,
    .resize = resize_default,
    .release = release_default,
    .context = NULL,
};

const struct bgt_allocator *
bgt_allocator_or_default(const struct bgt_allocator *allocator)
{
    return allocator ? allocator : &bgt_default_allocator;
}

void *bgt_allocate(const struct bgt_allocator *allocator, size_t size)
{
    const struct bgt_allocator *from = bgt_allocator_or_default(allocator);
    return from->allocate(from->context, size ? size : 1);
}

void *bgt_allocate_array(const struct bgt_allocator *allocator, size_t count, size_t size)
{
    if (size > 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    void *memory = bgt_allocate(allocator, count * size);
    if (memory) {
        memset(memory, 0, count * size);
    }
    return memory;
}

void *bgt_resize_array(const struct bgt_allocator *allocator, void *memory,
                       size_t old_count, size_t new_count, size_t size)
{
    if (size > 0 && new_count > SIZE_MAX / size) {
        return NULL;
    }
    size_t product = new_count * size;
    size_t bytes = product > 0 ? product : 1;
    if (!memory) {
        return bgt_allocate(allocator, bytes);
    }
    const struct bgt_allocator *from = bgt_allocator_or_default(allocator);
    return from->resize(from->context, memory, old_count * size, bytes);
}

void bgt_release(const struct bgt_allocator *allocator, void *memory)
{
    if (memory) {
        const struct bgt_allocator *from = bgt_allocator_or_default(allocator);
        from->release(from->context, memory);
    }
}
