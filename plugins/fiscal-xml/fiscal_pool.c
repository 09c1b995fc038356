#include "fiscal_pool.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct bgt_fiscal_piece {
    struct bgt_fiscal_piece *before;
    alignas(max_align_t) unsigned char bytes[];
};

void *bgt_fiscal_take(struct bgt_fiscal_pool *pool, size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX - sizeof(struct bgt_fiscal_piece)) / size) {
        return NULL;
    }
    struct bgt_fiscal_piece *piece =
        calloc(1, sizeof(struct bgt_fiscal_piece) + count * size);
    if (piece == NULL) {
        return NULL;
    }
    piece->before = pool->last;
    pool->last = piece;
    return piece->bytes;
}

char *bgt_fiscal_copy(struct bgt_fiscal_pool *pool, const char *text, size_t length)
{
    char *copy = bgt_fiscal_take(pool, length + 1, 1);
    if (copy != NULL && length != 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

void bgt_fiscal_pool_clear(struct bgt_fiscal_pool *pool)
{
    while (pool->last != NULL) {
        struct bgt_fiscal_piece *piece = pool->last;
        pool->last = piece->before;
        free(piece);
    }
}
