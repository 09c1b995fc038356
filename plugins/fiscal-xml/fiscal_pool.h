/*
 * Memory that lives as long as a map: taken piece by piece, given back at once.
 */
#ifndef PLUGINS_FISCAL_XML_POOL_H
#define PLUGINS_FISCAL_XML_POOL_H

#include <stddef.h>

struct bgt_fiscal_piece;

/** Zeroed before use. */
struct bgt_fiscal_pool {
    struct bgt_fiscal_piece *last;
};

/** Zeroed memory, or null. */
void *bgt_fiscal_take(struct bgt_fiscal_pool *pool, size_t count, size_t size);

/** A zero-terminated copy, or null. */
char *bgt_fiscal_copy(struct bgt_fiscal_pool *pool, const char *text, size_t length);

/** Gives all of it back. */
void bgt_fiscal_pool_clear(struct bgt_fiscal_pool *pool);

#endif
