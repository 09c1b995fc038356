/**
 * hash.h: a keyed hash of bytes.
 *
 * SipHash-1-3 (Aumasson and Bernstein), the variant that hash tables use: whoever does
 * not know the key cannot choose inputs that collide. Hash values are for tables in
 * memory only; nothing that is written may depend on them.
 */
#ifndef BGT_BASE_HASH_H
#define BGT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** The key of a hash table: 128 random bits, chosen once a process or job by the caller.
 */
struct bgt_hash_key {
    uint64_t word[2];
};

/** The 64-bit hash of @p length bytes. Pure; any thread. */
uint64_t bgt_hash(const struct bgt_hash_key *key, const void *bytes, size_t length);

#endif
