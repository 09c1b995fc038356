#include "verify.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Of the zip format (APPNOTE 4.3): signatures and sizes of its records. */
#define END_SIGNATURE   0x06054b50u
#define END_SIZE        22
#define ENTRY_SIGNATURE 0x02014b50u
#define ENTRY_SIZE      46
#define LOCAL_SIZE      30
#define DEFLATED        8

#define CHUNK    65536
#define TAG_SIZE 64 /* no root element of a workbook's parts has a longer name */

static uint32_t read16(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static uint32_t read32(const uint8_t *at)
{
    return read16(at) | read16(at + 2) << 16;
}

/* One member: where it stands, and what was seen of it. */
struct member {
    const char *name;
    size_t name_length;
    const uint8_t *packed;
    uint32_t packed_size;
    uint32_t size;
    uint32_t crc;
    char root[TAG_SIZE]; /* `</worksheet>` */
    size_t root_length;
    uint64_t found; /* occurrences of `word` */
    const char *word;
};

static bool name_is(const struct member *member, const char *begin, const char *end)
{
    size_t first = strlen(begin);
    size_t last = strlen(end);
    return member->name_length >= first + last &&
           memcmp(member->name, begin, first) == 0 &&
           memcmp(member->name + member->name_length - last, end, last) == 0;
}

/* The closing tag of the first element in the text. */
static void find_root(struct member *member, const char *text, size_t length)
{
    size_t at = 0;
    while (at + 1 < length &&
           !(text[at] == '<' && text[at + 1] != '?' && text[at + 1] != '!')) {
        at++;
    }
    size_t end = ++at;
    while (end < length && text[end] > ' ' && text[end] != '>' && text[end] != '/') {
        end++;
    }
    if (end > at && end < length && end - at + 3 < TAG_SIZE) {
        memcpy(member->root, "</", 2);
        memcpy(member->root + 2, text + at, end - at);
        member->root[2 + end - at] = '>';
        member->root_length = end - at + 3;
    }
}

static void count_words(struct member *member, const char *text, size_t length)
{
    size_t size = member->word == NULL ? 0 : strlen(member->word);
    while (size > 0 && length >= size) {
        const char *found = memchr(text, member->word[0], length - size + 1);
        if (found == NULL) {
            return;
        }
        member->found += memcmp(found, member->word, size) == 0;
        length -= (size_t)(found + 1 - text);
        text = found + 1;
    }
}

static bool ends_with_root(const struct member *member, const char *tail, size_t length)
{
    while (length > 0 && (unsigned char)tail[length - 1] <= ' ') {
        length--;
    }
    if (length >= 2 && memcmp(tail + length - 2, "/>", 2) == 0) {
        return member->found == 0; /* a root without content */
    }
    return member->root_length > 0 && length >= member->root_length &&
           memcmp(tail + length - member->root_length, member->root,
                  member->root_length) == 0;
}

/* Unpacks the member through `room` of CHUNK + TAG_SIZE bytes, of which the first
 * TAG_SIZE are the end of the piece before. */
static bool inflate_member(struct member *member, char *room, z_stream *stream)
{
    uLong crc = crc32(0, NULL, 0);
    size_t kept = 0;
    int answer = Z_OK;
    stream->next_in = (Bytef *)(uintptr_t)member->packed;
    stream->avail_in = member->packed_size;
    while (answer == Z_OK) {
        stream->next_out = (Bytef *)room + TAG_SIZE;
        stream->avail_out = CHUNK;
        answer = inflate(stream, Z_NO_FLUSH);
        size_t got = CHUNK - stream->avail_out;
        crc = crc32(crc, (Bytef *)room + TAG_SIZE, (uInt)got);
        if (member->root_length == 0) {
            find_root(member, room + TAG_SIZE, got);
        }
        /* A word that reaches into this piece is counted here, once. */
        size_t overlap = member->word == NULL ? 0 : strlen(member->word) - 1;
        overlap = overlap < kept ? overlap : kept;
        count_words(member, room + TAG_SIZE - overlap, overlap + got);
        size_t held = kept + got < TAG_SIZE ? kept + got : TAG_SIZE;
        memmove(room + TAG_SIZE - held, room + TAG_SIZE + got - held, held);
        kept = held;
        if (answer == Z_OK && got == 0 && stream->avail_in == 0) {
            answer = Z_BUF_ERROR;
        }
    }
    return answer == Z_STREAM_END && stream->total_out == member->size &&
           crc == member->crc && ends_with_root(member, room + TAG_SIZE - kept, kept);
}

static bgt_status check_member(struct member *member, char *room)
{
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
        return BGT_NO_MEMORY;
    }
    bool is_whole = inflate_member(member, room, &stream);
    (void)inflateEnd(&stream);
    return is_whole ? BGT_OK : BGT_BAD;
}

/* Reads the central directory's entry at `*at` and finds the member; false where the zip
 * is not as the library writes it. */
static bool read_entry(const uint8_t *bytes, uint64_t length, uint64_t *at,
                       struct member *member)
{
    const uint8_t *entry = bytes + *at;
    memset(member, 0, sizeof *member);
    if (length - *at < ENTRY_SIZE || read32(entry) != ENTRY_SIGNATURE ||
        read16(entry + 10) != DEFLATED) {
        return false;
    }
    uint64_t local = read32(entry + 42);
    member->crc = read32(entry + 16);
    member->packed_size = read32(entry + 20);
    member->size = read32(entry + 24);
    member->name = (const char *)entry + ENTRY_SIZE;
    member->name_length = read16(entry + 28);
    *at += ENTRY_SIZE + member->name_length + read16(entry + 30) + read16(entry + 32);
    if (*at > length || local > length || length - local < LOCAL_SIZE) {
        return false;
    }
    uint64_t data =
        local + LOCAL_SIZE + read16(bytes + local + 26) + read16(bytes + local + 28);
    if (data > length || length - data < member->packed_size) {
        return false;
    }
    member->packed = bytes + data;
    return true;
}

/* The number in `xl/worksheets/sheet12.xml`; 0: the member is no sheet. */
static size_t sheet_number(const struct member *member)
{
    static const char begin[] = "xl/worksheets/sheet";
    size_t number = 0;
    if (!name_is(member, begin, ".xml")) {
        return 0;
    }
    for (size_t i = sizeof begin - 1; i < member->name_length - 4; i++) {
        if (member->name[i] < '0' || member->name[i] > '9' || number > 1000000) {
            return 0;
        }
        number = number * 10 + (size_t)(member->name[i] - '0');
    }
    return number;
}

bgt_status bgt_xlsx_verify(const uint8_t *bytes, uint64_t length,
                           const struct bgt_xlsx_expected *expected)
{
    size_t sheets = 0;
    size_t charts = 0;
    if (length < END_SIZE || read32(bytes + length - END_SIZE) != END_SIGNATURE) {
        return BGT_BAD; /* the library writes no comment behind it */
    }
    const uint8_t *end = bytes + length - END_SIZE;
    uint64_t at = read32(end + 16);
    char *room = malloc(CHUNK + TAG_SIZE);
    bgt_status status = room == NULL ? BGT_NO_MEMORY : BGT_OK;
    for (uint32_t i = read16(end + 10); i > 0 && status == BGT_OK; i--) {
        struct member member;
        if (at > length || !read_entry(bytes, length, &at, &member)) {
            status = BGT_BAD;
            break;
        }
        size_t sheet = sheet_number(&member);
        member.word = sheet > 0 ? "<c r=" : NULL;
        sheets += sheet > 0;
        charts += name_is(&member, "xl/charts/chart", ".xml");
        status = check_member(&member, room);
        if (status == BGT_OK && sheet > 0 &&
            (sheet > expected->sheets || member.found != expected->cells[sheet - 1])) {
            status = BGT_BAD;
        }
    }
    free(room);
    bool is_all = sheets == expected->sheets && charts == expected->charts;
    return status == BGT_OK && !is_all ? BGT_BAD : status;
}
