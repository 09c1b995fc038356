#include "io/sniff_ole.h"

#include <string.h>

#include "base/text.h"

#define HEADER_SIZE    512
#define ENTRY_SIZE     128
#define NAME_SIZE      64
#define SECTOR_MAXIMUM 4096
#define TABLE_ENTRIES                                                                    \
    109 /* Sectors of the allocation table that the header itself names. */
#define LAST_SECTOR 0xFFFFFFFAu

/* A container being looked at. */
struct ole {
    struct bgt_input *input;
    const uint8_t *head;
    uint32_t sector_size;
};

static uint32_t number_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

/* Reads `length` bytes of a sector; false in `*is_there` where the file ends before. */
static bgt_status read_sector(const struct ole *ole, uint32_t sector, uint32_t offset,
                              uint8_t *bytes, size_t length, bool *is_there)
{
    size_t got = 0;
    uint64_t place = ((uint64_t)sector + 1) * ole->sector_size + offset;
    bgt_status status = ole->input->read_at(ole->input, place, bytes, length, &got);
    *is_there = got == length;
    return status == BGT_END ? BGT_OK : status;
}

/* The sector after `sector` in its chain, LAST_SECTOR at the end or where the table is
 * broken. */
static bgt_status next_sector(const struct ole *ole, uint32_t sector, uint32_t *next)
{
    uint8_t bytes[4];
    bool is_there = false;
    uint32_t entries = ole->sector_size / 4;
    uint32_t table = sector / entries;
    *next = LAST_SECTOR;
    if (table >= TABLE_ENTRIES)
        return BGT_OK;
    bgt_status status =
        read_sector(ole, number_at(ole->head + 76 + 4 * (size_t)table),
                    (sector % entries) * 4, bytes, sizeof bytes, &is_there);
    if (status == BGT_OK && is_there)
        *next = number_at(bytes);
    return status;
}

/* Names are UTF-16; those looked for are ASCII. */
static unsigned stream_of(const uint8_t *entry)
{
    char name[NAME_SIZE / 2 + 1];
    size_t length = 0;
    size_t bytes = (size_t)entry[64] | (size_t)entry[65] << 8;
    if (bytes < 2 || bytes > NAME_SIZE)
        return 0;
    for (size_t i = 0; i + 2 < bytes; i += 2) {
        if (entry[i + 1] != 0)
            return 0;
        name[length++] = (char)entry[i];
    }
    if (bgt_text_equal_ignore_case(name, length, "Workbook", 8) ||
        bgt_text_equal_ignore_case(name, length, "Book", 4))
        return BGT_OLE_WORKBOOK;
    if (bgt_text_equal_ignore_case(name, length, "EncryptedPackage", 16))
        return BGT_OLE_ENCRYPTED;
    if (bgt_text_equal_ignore_case(name, length, "WordDocument", 12))
        return BGT_OLE_WORD;
    return 0;
}

bgt_status bgt_ole_streams(struct bgt_input *input, const uint8_t *head,
                           unsigned *streams)
{
    uint8_t bytes[SECTOR_MAXIMUM];
    struct ole ole = {input, head, 0};
    unsigned shift = (unsigned)head[30] | (unsigned)head[31] << 8;
    uint32_t sector = number_at(head + 48);
    bgt_status status = BGT_OK;
    *streams = 0;
    if (shift < 9 || shift > 12)
        return BGT_OK;
    ole.sector_size = 1u << shift;
    for (unsigned n = 0; n < BGT_OLE_SECTORS && sector < LAST_SECTOR && status == BGT_OK;
         n++) {
        bool is_there = false;
        status = read_sector(&ole, sector, 0, bytes, ole.sector_size, &is_there);
        if (status != BGT_OK || !is_there)
            break;
        for (size_t i = 0; i < ole.sector_size; i += ENTRY_SIZE)
            *streams |= stream_of(bytes + i);
        status = next_sector(&ole, sector, &sector);
    }
    return status;
}
