#include "base/known.h"

#include "base/utf8.h"

#include <string.h>

/* Most bytes that one character becomes here. */
enum { MOST = 3 };

void bgt_known_open(struct bgt_known *known, const struct bgt_allocator *allocator,
                    bool is_decoder)
{
    if (is_decoder) {
        known->decoded =
            bgt_allocate_array(allocator, BGT_KNOWN_DECODED, sizeof *known->decoded);
    } else {
        known->encoded =
            bgt_allocate_array(allocator, BGT_KNOWN_ENCODED, sizeof *known->encoded);
    }
}

void bgt_known_close(struct bgt_known *known, const struct bgt_allocator *allocator)
{
    bgt_release(allocator, known->decoded);
    bgt_release(allocator, known->encoded);
}

/* What iconv makes of one character: the length of the result; 0: no character, or
 * longer. */
static size_t ask(iconv_t iconv_handle, const char *bytes, size_t length,
                  unsigned char result[MOST])
{
    char *from = (char *)(uintptr_t)bytes;
    char *to = (char *)result;
    size_t from_left = length;
    size_t to_left = MOST;
    size_t answer = iconv(iconv_handle, &from, &from_left, &to, &to_left);
    return answer == 0 && from_left == 0 ? MOST - to_left : 0;
}

static uint32_t learn_decoded(iconv_t iconv_handle, const char *bytes)
{
    unsigned char result[MOST] = {0};
    uint32_t point = 0;
    size_t length = ask(iconv_handle, bytes, 2, result);
    if (length == 0 || bgt_utf8_decode((const char *)result, length, &point) != length ||
        bgt_code_point_private(point)) {
        return 0;
    }
    return (uint32_t)length << 24 | (uint32_t)result[0] << 16 | (uint32_t)result[1] << 8 |
           result[2];
}

static uint16_t learn_encoded(iconv_t iconv_handle, const char *bytes, size_t length)
{
    unsigned char result[MOST] = {0};
    return ask(iconv_handle, bytes, length, result) == 2
               ? (uint16_t)(result[0] << 8 | result[1])
               : 0;
}

/* Copies ASCII, as far as there is room; answers how much. */
static size_t copy_ascii(char *to, size_t room, const char *from, size_t rest)
{
    const size_t length = rest < room ? rest : room;
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    size_t at = 0;
    for (; length - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, from + at, 8);
        if (word & high_bits) {
            break;
        }
        memcpy(to + at, &word, 8);
    }
    for (; at < length && (unsigned char)from[at] < 0x80; at++) {
        to[at] = from[at];
    }
    return at;
}

static size_t decode(struct bgt_known *known, iconv_t iconv_handle, const char *bytes,
                     size_t length, struct bgt_buffer *out)
{
    char *to = out->data + out->length;
    const char *to_end = out->data + out->capacity;
    size_t at = 0;
    while (at < length && to_end - to >= MOST) {
        unsigned char lead = (unsigned char)bytes[at];
        if (lead < 0x80) {
            size_t copied =
                copy_ascii(to, (size_t)(to_end - to), bytes + at, length - at);
            at += copied;
            to += copied;
            continue;
        }
        if (lead == 0x80 || lead == 0xFF || length - at < 2) {
            break;
        }
        uint32_t *entry =
            &known->decoded[(lead - 0x81U) * 256 + (unsigned char)bytes[at + 1]];
        if (*entry == 0) {
            *entry = learn_decoded(iconv_handle, bytes + at);
        }
        if (*entry == 0) {
            break;
        }
        to[0] = (char)(*entry >> 16 & 0xFF);
        to[1] = (char)(*entry >> 8 & 0xFF);
        to[2] = (char)(*entry & 0xFF);
        to += *entry >> 24;
        at += 2;
    }
    bgt_buffer_commit(out, (size_t)(to - (out->data + out->length)));
    return at;
}

/* As bgt_utf8_decode, with a short way for what most Chinese text is made of. */
static size_t decode_point(const char *bytes, size_t length, uint32_t *point)
{
    unsigned lead = (unsigned char)bytes[0];
    if (lead - 0xE1U < 0x0CU && length >= 3) {
        unsigned second = (unsigned char)bytes[1];
        unsigned third = (unsigned char)bytes[2];
        if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80) {
            *point = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
            return 3;
        }
    }
    return bgt_utf8_decode(bytes, length, point);
}

static size_t encode(struct bgt_known *known, iconv_t iconv_handle, const char *bytes,
                     size_t length, struct bgt_buffer *out)
{
    char *to = out->data + out->length;
    const char *to_end = out->data + out->capacity;
    size_t at = 0;
    while (at < length && to_end - to >= MOST) {
        uint32_t point = 0;
        if ((unsigned char)bytes[at] < 0x80) {
            size_t copied =
                copy_ascii(to, (size_t)(to_end - to), bytes + at, length - at);
            at += copied;
            to += copied;
            continue;
        }
        size_t size = decode_point(bytes + at, length - at, &point);
        if (size == 0 || point >= BGT_KNOWN_ENCODED) {
            break;
        }
        uint16_t *entry = &known->encoded[point];
        if (*entry == 0) {
            *entry = learn_encoded(iconv_handle, bytes + at, size);
        }
        if (*entry == 0) {
            break;
        }
        to[0] = (char)(*entry >> 8);
        to[1] = (char)(*entry & 0xFF);
        to += 2;
        at += size;
    }
    bgt_buffer_commit(out, (size_t)(to - (out->data + out->length)));
    return at;
}

size_t bgt_known_convert(struct bgt_known *known, iconv_t iconv, const char *bytes,
                         size_t length, struct bgt_buffer *out)
{
    if (known->decoded != NULL) {
        return decode(known, iconv, bytes, length, out);
    }
    return known->encoded != NULL ? encode(known, iconv, bytes, length, out) : 0;
}
