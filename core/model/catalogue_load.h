/**
 * model/catalogue_load.h: what catalogue.c and catalogue_load.c share.
 */
#ifndef MODEL_CATALOGUE_LOAD_H
#define MODEL_CATALOGUE_LOAD_H

#include "base/arena.h"
#include "model/catalogue.h"

/** All lists. Everything they hold stands in `arena`. */
struct bgt_catalogues {
    struct bgt_arena arena;
    struct bgt_catalogue *lists;
    size_t count;
};

#endif
