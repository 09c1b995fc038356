/**
 * failing_allocator.h: an allocator for tests whose n-th allocation fails.
 *
 * Counts what is outstanding, so that a test sees a leak on the failure path.
 */
#ifndef BGT_TEST_FAILING_ALLOCATOR_H
#define BGT_TEST_FAILING_ALLOCATOR_H

#include "base/allocator.h"

#include <stddef.h>

/** Pass `&failing.allocator` to what is tested. May not be moved while in use. */
struct bgt_failing_allocator {
    struct bgt_allocator allocator;
    size_t fail_at;     /**< Which allocation or resize fails, from 1; 0 means none. */
    size_t calls;       /**< Allocations and resizes asked for. */
    size_t outstanding; /**< Blocks not released yet. */
    int failed;         /**< Whether one has failed. */
    int keep_failing;   /**< Also let all later ones fail. */
};

/** Starts anew: the @p fail_at -th allocation fails once, 0 lets all succeed. */
void bgt_failing_allocator_init(struct bgt_failing_allocator *failing, size_t fail_at);

#endif
