/**
 * io/yaml_keys.h: the keys of the mappings that are open, to find those that stand twice.
 * Private to this room.
 */
#ifndef BGT_IO_YAML_KEYS_H
#define BGT_IO_YAML_KEYS_H

#include "base/buffer.h"
#include "base/hash.h"
#include "io/io.h"

#include <stddef.h>
#include <stdint.h>

struct bgt_yaml_key;

/** Keys of nested mappings, those of the innermost last. Zero it, then initialise. */
struct bgt_yaml_keys {
    const struct bgt_allocator *allocator;
    struct bgt_hash_key hash_key;
    struct bgt_buffer texts;
    struct bgt_yaml_key *keys;
    size_t count;
    size_t capacity;
    size_t maximum;
    uint32_t *buckets; /* index + 1 of the newest key, 0 for none */
    size_t bucket_count;
};

/** Prepares; `maximum` bounds the bytes of all keys that are kept. */
void bgt_yaml_keys_init(struct bgt_yaml_keys *keys, const struct bgt_allocator *allocator,
                        size_t maximum);

/** Frees. */
void bgt_yaml_keys_close(struct bgt_yaml_keys *keys);

/** Adds a key of the mapping number `mapping`. BGT_OK; BGT_BAD where it is there already,
 * with
 * `*line` (the line of the key) set to that of the first; BGT_LIMIT; BGT_NO_MEMORY.
 * Reports nothing. */
bgt_status bgt_yaml_keys_add(struct bgt_yaml_keys *keys, uint64_t mapping,
                             const char *text, size_t length, uint64_t *line);

/** Forgets the keys added since there were `count`. */
void bgt_yaml_keys_forget(struct bgt_yaml_keys *keys, size_t count);

#endif
