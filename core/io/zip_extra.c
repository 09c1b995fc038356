#include "io/zip_extra.h"

#include <string.h>

#define IN_EXTRA          0xFFFFFFFFu
#define EXTRA_ZIP64       0x0001
#define EXTRA_UTF8_NAME   0x7075
#define EXTRA_UTF8_REMARK 0x6375

uint16_t bgt_zip_number2(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

uint32_t bgt_zip_number4(const uint8_t *at)
{
    return (uint32_t)bgt_zip_number2(at) | (uint32_t)bgt_zip_number2(at + 2) << 16;
}

uint64_t bgt_zip_number8(const uint8_t *at)
{
    return (uint64_t)bgt_zip_number4(at) | (uint64_t)bgt_zip_number4(at + 4) << 32;
}

/* The next extra field; false at the end or at padding that is none. */
static bool next_extra(const uint8_t **at, const uint8_t *end, uint16_t *id,
                       const uint8_t **body, uint16_t *length)
{
    if (end - *at < 4) {
        return false;
    }
    *id = bgt_zip_number2(*at);
    *length = bgt_zip_number2(*at + 2);
    *body = *at + 4;
    if (*length > end - *body) {
        return false;
    }
    *at = *body + *length;
    return true;
}

static bool is_ascii(const uint8_t *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* A second spelling of an ASCII text that differs: which of the two holds is anybody's
 * guess. */
static bool contradicts(const uint8_t *body, uint16_t length, struct bgt_slice plain)
{
    const uint8_t *text = (const uint8_t *)plain.text;
    return length > 5 && is_ascii(text, plain.length) &&
           (plain.length != (size_t)length - 5 ||
            memcmp(body + 5, text, plain.length) != 0);
}

void bgt_zip_read_extras(const uint8_t *at, uint16_t length,
                         struct bgt_zip_extras *extras)
{
    const uint8_t *end = at + length;
    const uint8_t *body = NULL;
    uint16_t id = 0;
    uint16_t size = 0;
    while (next_extra(&at, end, &id, &body, &size)) {
        if (id == EXTRA_ZIP64 && extras->zip64 != NULL) {
            extras->fault = "it has two ZIP64 fields";
        } else if (id == EXTRA_ZIP64) {
            extras->zip64 = body;
            extras->zip64_length = size;
        } else if ((id == EXTRA_UTF8_NAME && contradicts(body, size, extras->name)) ||
                   (id == EXTRA_UTF8_REMARK && contradicts(body, size, extras->remark))) {
            extras->fault = "it has two names";
        }
    }
}

/* Takes the next 8 bytes of the ZIP64 field where the header holds only a mark. */
bool bgt_zip_take_long(struct bgt_zip_extras *extras, uint64_t *value)
{
    if (*value != IN_EXTRA) {
        return true;
    }
    if (extras->zip64_length < 8) {
        return false;
    }
    *value = bgt_zip_number8(extras->zip64);
    extras->zip64 += 8;
    extras->zip64_length = (uint16_t)(extras->zip64_length - 8);
    return true;
}
