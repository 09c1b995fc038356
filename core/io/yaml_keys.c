#include "io/yaml_keys.h"

#include "io/system.h"

#include <stdbool.h>
#include <string.h>

#define FIRST_CAPACITY 64

/* Bytes that a key costs besides its text. */
#define KEY_COST 64

struct bgt_yaml_key {
    uint64_t mapping;
    uint64_t hash;
    uint64_t line;
    size_t text;
    size_t length;
    uint32_t next; /* index + 1 of the next older key of the bucket */
};

void bgt_yaml_keys_init(struct bgt_yaml_keys *keys, const struct bgt_allocator *allocator,
                        size_t maximum)
{
    memset(keys, 0, sizeof *keys);
    keys->allocator = allocator;
    keys->maximum =
        maximum / KEY_COST < UINT32_MAX / 4 ? maximum / KEY_COST : UINT32_MAX / 4;
    bgt_buffer_init(&keys->texts, allocator, maximum);
    bgt_system_random(&keys->hash_key, sizeof keys->hash_key);
}

void bgt_yaml_keys_close(struct bgt_yaml_keys *keys)
{
    bgt_release(keys->allocator, keys->keys);
    bgt_release(keys->allocator, keys->buckets);
    bgt_buffer_close(&keys->texts);
}

static uint32_t *bucket_of(const struct bgt_yaml_keys *keys, uint64_t hash)
{
    return &keys->buckets[hash & (keys->bucket_count - 1)];
}

static void link_key(struct bgt_yaml_keys *keys, size_t index)
{
    struct bgt_yaml_key *key = &keys->keys[index];
    uint32_t *bucket = bucket_of(keys, key->hash);
    key->next = *bucket;
    *bucket = (uint32_t)index + 1;
}

/* Doubles the keys and the buckets, one bucket for each key that fits. */
static bgt_status make_room(struct bgt_yaml_keys *keys)
{
    if (keys->count >= keys->maximum) {
        return BGT_LIMIT;
    }
    if (keys->count < keys->capacity) {
        return BGT_OK;
    }
    size_t capacity = keys->capacity > 0 ? keys->capacity * 2 : FIRST_CAPACITY;
    struct bgt_yaml_key *grown = bgt_resize_array(
        keys->allocator, keys->keys, keys->capacity, capacity, sizeof *grown);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    keys->keys = grown;
    keys->capacity = capacity;
    uint32_t *buckets = bgt_allocate_array(keys->allocator, capacity, sizeof *buckets);
    if (buckets == NULL) {
        keys->capacity = keys->count; /* so that room is made again before the next key */
        return BGT_NO_MEMORY;
    }
    bgt_release(keys->allocator, keys->buckets);
    keys->buckets = buckets;
    keys->bucket_count = capacity;
    for (size_t i = 0; i < keys->count; i++) {
        link_key(keys, i);
    }
    return BGT_OK;
}

static const struct bgt_yaml_key *find(const struct bgt_yaml_keys *keys,
                                       const struct bgt_yaml_key *wanted,
                                       const char *text)
{
    uint32_t index = keys->bucket_count > 0 ? *bucket_of(keys, wanted->hash) : 0;
    while (index > 0) {
        const struct bgt_yaml_key *key = &keys->keys[index - 1];
        if (key->mapping == wanted->mapping && key->hash == wanted->hash &&
            key->length == wanted->length &&
            memcmp(keys->texts.data + key->text, text, key->length) == 0) {
            return key;
        }
        index = key->next;
    }
    return NULL;
}

bgt_status bgt_yaml_keys_add(struct bgt_yaml_keys *keys, uint64_t mapping,
                             const char *text, size_t length, uint64_t *line)
{
    struct bgt_yaml_key added = {
        .mapping = mapping,
        .hash = bgt_hash(&keys->hash_key, text, length) ^ mapping,
        .line = *line,
        .text = keys->texts.length,
        .length = length,
    };
    const struct bgt_yaml_key *first = find(keys, &added, text);
    if (first != NULL) {
        *line = first->line;
        return BGT_BAD;
    }
    bgt_status status = make_room(keys);
    if (status == BGT_OK) {
        status = bgt_buffer_append(&keys->texts, text, length);
    }
    if (status == BGT_OK) {
        keys->keys[keys->count] = added;
        link_key(keys, keys->count++);
    }
    return status;
}

void bgt_yaml_keys_forget(struct bgt_yaml_keys *keys, size_t count)
{
    while (keys->count > count) {
        const struct bgt_yaml_key *key = &keys->keys[--keys->count];
        *bucket_of(keys, key->hash) = key->next;
        bgt_buffer_truncate(&keys->texts, key->text);
    }
}
