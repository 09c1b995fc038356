/**
 * figures/rules_parts.h: what the parts of reading a rule file share: rules.c reads
 * files, rules_parse.c a rule, rules_expression.c an equation.
 */
#ifndef FIGURES_RULES_PARTS_H
#define FIGURES_RULES_PARTS_H

#include "figures/rules.h"
#include "layout/tree.h"

/** Compiling one file. */
struct bgt_rule_compiler {
    struct bgt_arena *arena;
    const struct bgt_io *io;
    const char *file;
    uint64_t faults;
    bgt_status failure; /**< BGT_NO_MEMORY or BGT_LIMIT once it happened. */
};

/** Reports a fault at a part of the file; `text` null: what stands there. */
void bgt_rule_fault(struct bgt_rule_compiler *compiler, const char *code,
                    const struct bgt_tree *at, const char *argument1,
                    const char *argument2);

/** Zeroed memory; null sets `failure`. */
void *bgt_rule_array(struct bgt_rule_compiler *compiler, size_t count, size_t size);

/** Text copied into the arena, closed by a NUL. */
struct bgt_slice bgt_rule_copy(struct bgt_rule_compiler *compiler, struct bgt_slice text);

/** Compiles the tree of a file. */
void bgt_rule_set_compile(struct bgt_rule_compiler *compiler, struct bgt_tree *root,
                          struct bgt_rule_set *set);

/** Parses an equation. `loop` is the entity of bound rows, BGT_ENTITY_COUNT where there
 * is no loop. */
void bgt_rule_parse_equation(struct bgt_rule_compiler *compiler,
                             const struct bgt_tree *at, uint16_t loop,
                             struct bgt_rule_equation *out);

/** Parses `table[…], table[…]`. */
void bgt_rule_parse_rows(struct bgt_rule_compiler *compiler, const struct bgt_tree *at,
                         struct bgt_rule *rule);

#endif
