/* [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory). */
#include "io/sniff_ole.h"

#include "base/text.h"

#include <string.h>

#define HEADER_SIZE      512
#define SECTOR_MAXIMUM   4096
#define ENTRY_SIZE       128
#define NAME_BYTES       64
#define NAME_UNITS       32
#define NAME_LENGTH_AT   64
#define HEADER_FAT_COUNT 109
#define FAT_AT           76
#define DIRECTORY_AT     48
#define SHIFT_AT         30
#define LAST_SECTOR      0xFFFFFFFAu

/* A directory of an honest document has a few sectors. */
#define SECTORS_LOOKED_AT 256

struct ole {
    struct bgt_input *input;
    uint8_t header[HEADER_SIZE];
    size_t sector_size;
    uint8_t sector[SECTOR_MAXIMUM];
    size_t length; /* bytes of `sector` that are there */
};

static uint32_t number4(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static bgt_status read_at(struct ole *ole, uint64_t offset, void *bytes, size_t capacity,
                          size_t *got)
{
    bgt_status status = ole->input->read_at(ole->input, offset, bytes, capacity, got);
    return status == BGT_END ? BGT_OK : status;
}

static bgt_status read_sector(struct ole *ole, uint32_t sector)
{
    uint64_t offset = ((uint64_t)sector + 1) * ole->sector_size;
    return read_at(ole, offset, ole->sector, ole->sector_size, &ole->length);
}

/* The sector that follows in its chain, LAST_SECTOR at the end. Only the part of the
 * table that the header itself points to is looked at: it covers 6.8 MiB at least. */
static bgt_status next_sector(struct ole *ole, uint32_t sector, uint32_t *next)
{
    uint8_t entry[4];
    size_t got = 0;
    uint32_t per_sector = (uint32_t)(ole->sector_size / 4);
    uint32_t table = sector / per_sector;
    *next = LAST_SECTOR;
    if (table >= HEADER_FAT_COUNT) {
        return BGT_OK;
    }
    uint32_t table_sector = number4(ole->header + FAT_AT + (size_t)4 * table);
    if (table_sector >= LAST_SECTOR) {
        return BGT_OK;
    }
    uint64_t offset = ((uint64_t)table_sector + 1) * ole->sector_size +
                      (uint64_t)4 * (sector % per_sector);
    bgt_status status = read_at(ole, offset, entry, sizeof entry, &got);
    if (status == BGT_OK && got == sizeof entry) {
        *next = number4(entry);
    }
    return status;
}

/* The ASCII of a UTF-16LE name, other characters as `?`. */
static size_t read_name(const uint8_t *entry, char name[NAME_UNITS])
{
    size_t bytes = (size_t)(entry[NAME_LENGTH_AT] | entry[NAME_LENGTH_AT + 1] << 8);
    size_t units = bytes >= 2 && bytes <= NAME_BYTES ? bytes / 2 - 1 : 0;
    for (size_t i = 0; i < units; i++) {
        const uint8_t *unit = entry + 2 * i;
        bool is_ascii = unit[1] == 0 && unit[0] < 0x80;
        name[i] = is_ascii ? (char)unit[0] : '?';
    }
    return units;
}

static bool is_named(const char *name, size_t length, const char *wanted)
{
    return bgt_text_equal_ignore_case(name, length, wanted, strlen(wanted));
}

static void look_at_sector(const struct ole *ole, struct bgt_ole_streams *streams)
{
    char name[NAME_UNITS];
    for (size_t at = 0; at + ENTRY_SIZE <= ole->length; at += ENTRY_SIZE) {
        size_t length = read_name(ole->sector + at, name);
        if (is_named(name, length, "Workbook") || is_named(name, length, "Book")) {
            streams->has_workbook = true;
        } else if (is_named(name, length, "EncryptedPackage")) {
            streams->has_package = true;
        } else if (is_named(name, length, "WordDocument")) {
            streams->has_document = true;
        }
    }
}

bgt_status bgt_ole_look(const struct bgt_io *io, struct bgt_input *input,
                        struct bgt_ole_streams *streams)
{
    size_t got = 0;
    *streams = (struct bgt_ole_streams){.has_workbook = false};
    struct ole *ole = bgt_allocate_array(io->allocator, 1, sizeof *ole);
    if (ole == NULL) {
        return BGT_NO_MEMORY;
    }
    ole->input = input;
    bgt_status status = read_at(ole, 0, ole->header, HEADER_SIZE, &got);
    /* [MS-CFB] 2.2: sectors of 512 bytes (version 3) or 4096 (version 4), nothing else.
     */
    ole->sector_size = ole->header[SHIFT_AT] == 12 ? SECTOR_MAXIMUM : HEADER_SIZE;
    uint32_t sector =
        got == HEADER_SIZE ? number4(ole->header + DIRECTORY_AT) : LAST_SECTOR;
    for (int i = 0; i < SECTORS_LOOKED_AT && status == BGT_OK && sector < LAST_SECTOR;
         i++) {
        status = read_sector(ole, sector);
        if (status == BGT_OK) {
            look_at_sector(ole, streams);
            status = next_sector(ole, sector, &sector);
        }
    }
    bgt_release(io->allocator, ole);
    return status;
}
