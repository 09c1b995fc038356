/*
 * A small YAML file of the plugin's own data, whole in memory.
 */
#ifndef PLUGINS_FISCAL_XML_TREE_H
#define PLUGINS_FISCAL_XML_TREE_H

#include <stdbool.h>

#include "budget/plugin.h"
#include "fiscal_pool.h"

/** A scalar, or a mapping or sequence with children. */
struct bgt_fiscal_node {
    const char *key;  /**< In a mapping; else null. */
    const char *text; /**< Of a scalar; else null. */
    struct bgt_fiscal_node *first;
    struct bgt_fiscal_node *next;
    struct bgt_fiscal_node *last;
};

/** Reads a data file into the pool. BGT_NOT_FOUND: there is none, nothing is reported. */
bgt_status bgt_fiscal_tree_read(const struct bgt_env *env, const char *name,
                                struct bgt_fiscal_pool *pool,
                                struct bgt_fiscal_node **root);

/** The child of that key, or null; `node` may be null. */
const struct bgt_fiscal_node *bgt_fiscal_child(const struct bgt_fiscal_node *node,
                                               const char *key);

/** The text of the child of that key, or null. */
const char *bgt_fiscal_text(const struct bgt_fiscal_node *node, const char *key);

/** How many children there are. */
size_t bgt_fiscal_count(const struct bgt_fiscal_node *node);

#endif
