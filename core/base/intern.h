/**
 * intern.h: each distinct text once, with a small number.
 *
 * Ids count from 1 in the order of first appearance; 0 means "not interned". The interner
 * only ever grows: an id and the address of its text stay valid until it is closed. Past
 * its maximum (or when memory runs out) it answers 0 for new texts, which is no error:
 * whoever uses ids works with 0 as well.
 *
 * One thread interns. Another thread may call bgt_interner_text for an id that it got
 * from the interning thread through a lock or queue; texts and their table never move.
 */
#ifndef BGT_BASE_INTERN_H
#define BGT_BASE_INTERN_H

#include "base/allocator.h"
#include "base/hash.h"
#include "budget/status.h"

#include <stddef.h>
#include <stdint.h>

struct bgt_interner;

/** How to make an interner. */
struct bgt_interner_options {
    const struct bgt_allocator
        *allocator;          /**< Borrowed until close; NULL is the default. */
    size_t maximum_bytes;    /**< Bytes that it may take in all. */
    struct bgt_hash_key key; /**< Random, against chosen collisions. */
};

/**
 * Makes an empty interner.
 *
 * @param out set on BGT_OK only; the caller closes it with bgt_interner_close.
 * @return BGT_OK or BGT_NO_MEMORY.
 */
bgt_status bgt_interner_open(const struct bgt_interner_options *options,
                             struct bgt_interner **out);

/** Frees the interner and all texts. NULL does nothing. */
void bgt_interner_close(struct bgt_interner *interner);

/** The id of a text of @p length bytes (any bytes, NUL included), which is copied at its
 * first appearance. 0 when it is new and there is no more room. */
uint32_t bgt_interner_intern(struct bgt_interner *interner, const char *text,
                             size_t length);

/** The id of a text that was interned before, else 0. Adds nothing. */
uint32_t bgt_interner_find(const struct bgt_interner *interner, const char *text,
                           size_t length);

/** The text of an id, closed by a NUL that the length does not count, borrowed until
 * close. NULL and length 0 for id 0 or one that was never given. @p length may be NULL.
 */
const char *bgt_interner_text(const struct bgt_interner *interner, uint32_t id,
                              size_t *length);

/** How many texts there are; also the largest id. */
uint32_t bgt_interner_count(const struct bgt_interner *interner);

/** Whether a text has been turned away for want of room. */
int bgt_interner_full(const struct bgt_interner *interner);

/** Bytes taken from the allocator now. */
size_t bgt_interner_taken(const struct bgt_interner *interner);

#endif
