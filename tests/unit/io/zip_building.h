/*
 * Zips made byte by byte, so that a test can break any field of them.
 */
#ifndef BGT_TESTS_UNIT_IO_ZIP_BUILDING_H
#define BGT_TESTS_UNIT_IO_ZIP_BUILDING_H

#include "support/testing.h"

#include <string.h>

/* Bytes, not text: the terminator stays out. */
static inline void put_bytes(unsigned char *at, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;
    for (size_t i = 0; i < length; i++) {
        at[i] = from[i];
    }
}

enum { ZIP_ROOM = 8192, ZIP_MEMBERS = 8 };

/** A zip as it grows. */
struct zip_bytes {
    unsigned char bytes[ZIP_ROOM];
    size_t length;
    unsigned char directory[ZIP_ROOM];
    size_t directory_length;
    unsigned count;
    size_t local[ZIP_MEMBERS]; /* where each local header is */
    size_t central;            /* where the directory is, once it is closed */
    size_t end;                /* where the end record is */
};

static inline void put2(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)value;
    at[1] = (unsigned char)(value >> 8);
}

static inline void put4(unsigned char *at, size_t value)
{
    put2(at, (unsigned)(value & 0xFFFF));
    put2(at + 2, (unsigned)(value >> 16 & 0xFFFF));
}

/** CRC-32 of ISO 3309, bit by bit. */
static inline unsigned crc_of(const void *bytes, size_t length)
{
    unsigned crc = 0xFFFFFFFFu;
    for (const unsigned char *at = bytes; length > 0; at++, length--) {
        crc ^= *at;
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (0xEDB88320u & (0u - (crc & 1)));
        }
    }
    return ~crc;
}

/** Adds a stored member. */
static inline void build_member(struct zip_bytes *zip, const char *name, const void *data,
                                size_t size)
{
    size_t name_length = strlen(name);
    unsigned char *local = zip->bytes + zip->length;
    unsigned char *central = zip->directory + zip->directory_length;
    assert_true(zip->length + size + 200 < ZIP_ROOM && zip->count < ZIP_MEMBERS);
    memset(local, 0, 30);
    memset(central, 0, 46);
    put_bytes(local, "PK\3\4", 4);
    put2(local + 4, 20);
    put4(local + 14, crc_of(data, size));
    put4(local + 18, size);
    put4(local + 22, size);
    put2(local + 26, (unsigned)name_length);
    put_bytes(local + 30, name, name_length);
    memcpy(local + 30 + name_length, data, size);
    put_bytes(central, "PK\1\2", 4);
    put2(central + 4, 20);
    memcpy(central + 6, local + 4, 26); /* version to extra length */
    put4(central + 42, zip->length);
    put_bytes(central + 46, name, name_length);
    zip->local[zip->count++] = zip->length;
    zip->length += 30 + name_length + size;
    zip->directory_length += 46 + name_length;
}

/** Appends directory and end record. */
static inline void build_end(struct zip_bytes *zip)
{
    zip->central = zip->length;
    memcpy(zip->bytes + zip->length, zip->directory, zip->directory_length);
    zip->length += zip->directory_length;
    zip->end = zip->length;
    unsigned char *end = zip->bytes + zip->length;
    memset(end, 0, 22);
    put_bytes(end, "PK\5\6", 4);
    put2(end + 8, zip->count);
    put2(end + 10, zip->count);
    put4(end + 12, zip->directory_length);
    put4(end + 16, zip->central);
    zip->length += 22;
}

/** Puts bytes in at a place, moving the rest; fixes nothing else. */
static inline void build_insert(struct zip_bytes *zip, size_t at, const void *bytes,
                                size_t length)
{
    memmove(zip->bytes + at + length, zip->bytes + at, zip->length - at);
    memcpy(zip->bytes + at, bytes, length);
    zip->length += length;
}

#endif
