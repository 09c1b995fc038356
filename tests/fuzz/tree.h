/*
 * What the targets of YAML data files share: layouts, families, rules, patterns.
 */
#ifndef BGT_TESTS_FUZZ_TREE_H
#define BGT_TESTS_FUZZ_TREE_H

#include "fuzz/job.h"

#include "base/arena.h"
#include "layout/tree.h"

/** Compiles a tree; `arena` holds it and may take more. */
typedef bgt_status fuzz_compile(struct fuzz_job *job, struct bgt_arena *arena,
                                struct bgt_tree *root);

/** Runs a job: reads the bytes as the file `name` and compiles its tree. Returns 0. */
int fuzz_tree(const uint8_t *bytes, size_t length, const char *name,
              fuzz_compile *compile);

#endif
