#include "support/failing_allocator.h"

#include <stdlib.h>
#include <string.h>

static int fails(struct bgt_failing_allocator *failing)
{
    failing->calls++;
    int now =
        failing->calls == failing->fail_at || (failing->keep_failing && failing->failed);
    failing->failed = failing->failed || now;
    return now;
}

static void *allocate(void *context, size_t size)
{
    struct bgt_failing_allocator *failing = context;
    void *memory = fails(failing) ? NULL : malloc(size);
    failing->outstanding += memory != NULL;
    return memory;
}

static void *resize(void *context, void *memory, size_t old_size, size_t new_size)
{
    struct bgt_failing_allocator *failing = context;
    (void)old_size;
    return fails(failing) ? NULL : realloc(memory, new_size);
}

static void release(void *context, void *memory)
{
    struct bgt_failing_allocator *failing = context;
    failing->outstanding -= memory != NULL;
    free(memory);
}

void bgt_failing_allocator_init(struct bgt_failing_allocator *failing, size_t fail_at)
{
    memset(failing, 0, sizeof *failing);
    failing->allocator.allocate = allocate;
    failing->allocator.resize = resize;
    failing->allocator.release = release;
    failing->allocator.context = failing;
    failing->fail_at = fail_at;
}
