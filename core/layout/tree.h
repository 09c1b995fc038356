/**
 * layout/tree.h: a layout file as a small tree with the line of every part.
 *
 * For layout files, and for other files of that kind (rules). The tree lives in the arena
 * that is given; nothing of it is freed apart.
 */
#ifndef LAYOUT_TREE_H
#define LAYOUT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "budget/status.h"
#include "budget/stream.h"

struct bgt_io;
struct bgt_reporter;
struct bgt_yaml;

/** What a part of the file is. */
enum bgt_tree_kind { BGT_TREE_SCALAR = 1, BGT_TREE_SEQUENCE = 2, BGT_TREE_MAPPING = 3 };

/** One part. */
struct bgt_tree {
    uint8_t kind;  /**< enum bgt_tree_kind */
    bool is_taken; /**< Mappings' members: somebody asked for this key. */
    uint32_t column;
    uint64_t line;
    uint64_t key_line; /**< Of its key, which may stand above it. */
    uint32_t key_column;
    struct bgt_slice key;   /**< Members of a mapping; else length 0. */
    struct bgt_slice text;  /**< Scalars. */
    struct bgt_tree *first; /**< Members or elements, in order. */
    struct bgt_tree *next;  /**< The next of the same parent. */
    size_t count;           /**< Members or elements. */
};

/** Most parts of one file. */
#define BGT_TREE_MAX 65536

/**
 * Reads one YAML document.
 *
 * @return BGT_OK; BGT_BAD or BGT_FATAL where a fault was reported; BGT_NO_MEMORY;
 * BGT_LIMIT (reported) where it has more than BGT_TREE_MAX parts.
 */
bgt_status bgt_tree_read(struct bgt_yaml *yaml, struct bgt_arena *arena,
                         struct bgt_reporter *reporter, struct bgt_tree **root);

/** The same from a file of at most `most_bytes` bytes. Other statuses as bgt_file_read
 * and bgt_yaml_open; all are reported but BGT_NO_MEMORY. */
bgt_status bgt_tree_read_file(const struct bgt_io *io, const char *path,
                              size_t most_bytes, struct bgt_arena *arena,
                              struct bgt_tree **root);

/** The member of a mapping, marked as taken, or null. A null or other part has none. */
struct bgt_tree *bgt_tree_take(struct bgt_tree *mapping, const char *key);

/** The first member of a mapping that nobody took, or null. */
const struct bgt_tree *bgt_tree_left(const struct bgt_tree *mapping);

#endif
