#include "base/encoding.h"

#include "base/known.h"
#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

enum { CARRY = 8, STEP = 4096, WORTH_A_TABLE = 2048 };

struct bgt_converter {
    const struct bgt_allocator *allocator;
    enum bgt_encoding from;
    enum bgt_encoding to;
    iconv_t iconv; /* (iconv_t)-1 for UTF-8 to UTF-8 */
    struct bgt_known known;
    bool has_known; /* a table was asked for */
    unsigned char carry[CARRY];
    size_t carried;
    struct bgt_conversion_counts counts;
    struct bgt_conversion_error error;
};

static iconv_t no_iconv(void)
{
    return (iconv_t)(intptr_t)-1;
}

bgt_status bgt_converter_open(enum bgt_encoding from, enum bgt_encoding to,
                              const struct bgt_allocator *allocator,
                              struct bgt_converter **out)
{
    if (from == BGT_ENCODING_UNKNOWN || to == BGT_ENCODING_UNKNOWN ||
        (from != BGT_ENCODING_UTF8 && to != BGT_ENCODING_UTF8)) {
        return BGT_BAD;
    }
    struct bgt_converter *made = bgt_allocate_array(allocator, 1, sizeof *made);
    if (!made) {
        return BGT_NO_MEMORY;
    }
    made->allocator = bgt_allocator_or_default(allocator);
    made->from = from;
    made->to = to;
    made->iconv = no_iconv();
    if (from != to) {
        made->iconv = iconv_open(bgt_encoding_name(to), bgt_encoding_name(from));
        if (made->iconv == no_iconv()) {
            bgt_status status = errno == ENOMEM ? BGT_NO_MEMORY : BGT_NOT_FOUND;
            bgt_release(made->allocator, made);
            return status;
        }
    }
    *out = made;
    return BGT_OK;
}

void bgt_converter_close(struct bgt_converter *converter)
{
    if (!converter) {
        return;
    }
    if (converter->iconv != no_iconv()) {
        (void)iconv_close(converter->iconv);
    }
    bgt_known_close(&converter->known, converter->allocator);
    bgt_release(converter->allocator, converter);
}

void bgt_converter_reset(struct bgt_converter *converter)
{
    if (converter->iconv != no_iconv()) {
        (void)iconv(converter->iconv, NULL, NULL, NULL, NULL);
    }
    converter->carried = 0;
    memset(&converter->counts, 0, sizeof converter->counts);
    memset(&converter->error, 0, sizeof converter->error);
}

const struct bgt_conversion_error *
bgt_converter_error(const struct bgt_converter *converter)
{
    return &converter->error;
}

const struct bgt_conversion_counts *
bgt_converter_counts(const struct bgt_converter *converter)
{
    return &converter->counts;
}

/* ---- What comes out
 * ---------------------------------------------------------------------- */

/* Whether a byte can lead a private-use character: U+E000 to U+F8FF and planes 15 and 16.
 */
static bool leads_private(unsigned char byte)
{
    return byte == 0xEE || byte == 0xEF || byte >= 0xF3;
}

static void count_private(struct bgt_converter *converter, const char *bytes,
                          size_t length)
{
    for (size_t at = 0; at < length; at++) {
        uint32_t point = 0;
        if (!leads_private((unsigned char)bytes[at]) ||
            bgt_utf8_decode(bytes + at, length - at, &point) == 0 ||
            !bgt_code_point_private(point)) {
            continue;
        }
        if (converter->counts.private_use++ == 0) {
            converter->counts.private_use_at = converter->counts.bytes_out + at;
            converter->counts.private_use_char = point;
        }
    }
}

/* Counts what was written behind the end of `out`, and makes it part of it. */
static void take_output(struct bgt_converter *converter, struct bgt_buffer *out,
                        size_t length)
{
    if (converter->to == BGT_ENCODING_UTF8) {
        count_private(converter, out->data + out->length, length);
    }
    bgt_buffer_commit(out, length);
    converter->counts.bytes_out += length;
}

/* ---- Steps
 * -------------------------------------------------------------------------------- */

/* The input that is left of a chunk. */
struct input {
    const char *bytes;
    size_t length;
};

static void advance(struct bgt_converter *converter, struct input *input, size_t length)
{
    input->bytes += length;
    input->length -= length;
    converter->counts.bytes_in += length;
}

/* How many bytes at `bytes` belong to the character that is not one. */
static unsigned bad_length(enum bgt_encoding from, const struct input *input)
{
    unsigned most = from == BGT_ENCODING_UTF16LE || from == BGT_ENCODING_UTF16BE   ? 2
                    : from == BGT_ENCODING_UTF32LE || from == BGT_ENCODING_UTF32BE ? 4
                    : from == BGT_ENCODING_GB18030                                 ? 2
                                                                                   : 1;
    return input->length < most ? (unsigned)input->length : most;
}

static bgt_status fail(struct bgt_converter *converter, const struct input *input,
                       enum bgt_conversion_fault fault)
{
    struct bgt_conversion_error *error = &converter->error;
    memset(error, 0, sizeof *error);
    error->fault = fault;
    error->offset = converter->counts.bytes_in;
    error->length = bad_length(converter->from, input);
    if (fault == BGT_CONVERSION_TRUNCATED) {
        error->length = input->length < sizeof error->bytes
                            ? (unsigned)input->length
                            : (unsigned)sizeof error->bytes;
    }
    if (converter->from == BGT_ENCODING_UTF8 && fault != BGT_CONVERSION_TRUNCATED) {
        size_t size = bgt_utf8_decode(input->bytes, input->length, &error->code_point);
        if (size > 0) {
            error->fault = BGT_CONVERSION_UNREPRESENTABLE;
            error->length = (unsigned)size;
        }
    }
    memcpy(error->bytes, input->bytes, error->length);
    return error->fault == BGT_CONVERSION_UNREPRESENTABLE ? BGT_CANNOT_HOLD : BGT_BAD;
}

/* UTF-8 to UTF-8: checks and copies all but a sequence cut at the end. */
static bgt_status copy_utf8(struct bgt_converter *converter, struct input *input,
                            struct bgt_buffer *out)
{
    size_t good;
    bool valid = bgt_utf8_valid(input->bytes, input->length, &good);
    bgt_status status = bgt_buffer_reserve(out, good);
    if (status != BGT_OK) {
        return status;
    }
    if (good > 0) {
        memcpy(out->data + out->length, input->bytes, good);
        take_output(converter, out, good);
        advance(converter, input, good);
    }
    if (valid || bgt_utf8_incomplete_tail(input->bytes, input->length) == input->length) {
        return BGT_OK;
    }
    return fail(converter, input, BGT_CONVERSION_INVALID);
}

/* The byte 0x80 is no GB18030, but the euro sign of CP936. */
static bgt_status take_euro(struct bgt_converter *converter, struct input *input,
                            struct bgt_buffer *out)
{
    bgt_status status = bgt_buffer_append_text(out, "\xE2\x82\xAC");
    if (status == BGT_OK) {
        converter->counts.bytes_out += 3;
        converter->counts.euro_bytes++;
        advance(converter, input, 1);
    }
    return status;
}

/* One call of iconv with the room that `out` has. */
static int call_iconv(struct bgt_converter *converter, struct input *input,
                      struct bgt_buffer *out)
{
    char *from = (char *)(uintptr_t)input->bytes;
    size_t from_left = input->length;
    char *to = out->data + out->length;
    size_t room = out->capacity - out->length;
    size_t to_left = room;
    size_t result = iconv(converter->iconv, &from, &from_left, &to, &to_left);
    int error = result == (size_t)-1 ? errno : 0;
    take_output(converter, out, room - to_left);
    advance(converter, input, input->length - from_left);
    return error;
}

/* Makes room for more output: as much as the input may need, but within the maximum. */
static bgt_status make_room(const struct input *input, struct bgt_buffer *out)
{
    size_t wanted = input->length + input->length / 2 + STEP;
    size_t possible = out->maximum - out->length;
    size_t room = out->capacity - out->length;
    if (possible <= room) {
        return BGT_LIMIT;
    }
    wanted = wanted > room ? wanted : room + STEP;
    return bgt_buffer_reserve(out, wanted < possible ? wanted : possible);
}

/* Converts what is known without iconv. */
static void convert_known(struct bgt_converter *converter, struct input *input,
                          struct bgt_buffer *out)
{
    bool is_decoder = converter->from == BGT_ENCODING_GB18030;
    if (!converter->has_known && input->length >= WORTH_A_TABLE &&
        (is_decoder || converter->to == BGT_ENCODING_GB18030)) {
        bgt_known_open(&converter->known, converter->allocator, is_decoder);
        converter->has_known = true;
    }
    size_t before = out->length;
    size_t done = bgt_known_convert(&converter->known, converter->iconv, input->bytes,
                                    input->length, out);
    converter->counts.bytes_out += out->length - before;
    advance(converter, input, done);
}

/* Converts all of `input` but a character cut at its end. */
static bgt_status convert_all(struct bgt_converter *converter, struct input *input,
                              struct bgt_buffer *out)
{
    if (converter->iconv == no_iconv()) {
        return copy_utf8(converter, input, out);
    }
    bgt_status status = BGT_OK;
    while (status == BGT_OK && input->length > 0) {
        if (out->capacity - out->length < 16) {
            status = make_room(input, out);
            if (status == BGT_LIMIT && out->capacity > out->length) {
                status = BGT_OK; /* perhaps what is left is enough */
            }
            if (status != BGT_OK) {
                return status;
            }
        }
        convert_known(converter, input, out);
        if (input->length == 0) {
            break;
        }
        switch (call_iconv(converter, input, out)) {
        case 0:
            break;
        case E2BIG:
            status = make_room(input, out);
            break;
        case EINVAL:
            return BGT_OK;
        default:
            status = converter->from == BGT_ENCODING_GB18030 &&
                             (unsigned char)input->bytes[0] == 0x80
                         ? take_euro(converter, input, out)
                         : fail(converter, input, BGT_CONVERSION_INVALID);
        }
    }
    return status;
}

/* Completes the character cut at the end of the last chunk, byte by byte. */
static bgt_status finish_carry(struct bgt_converter *converter, struct input *input,
                               struct bgt_buffer *out)
{
    while (converter->carried > 0 && input->length > 0 && converter->carried < CARRY) {
        converter->carry[converter->carried++] = (unsigned char)input->bytes[0];
        input->bytes++;
        input->length--;
        struct input kept = {(const char *)converter->carry, converter->carried};
        bgt_status status = convert_all(converter, &kept, out);
        memmove(converter->carry, kept.bytes, kept.length);
        converter->carried = kept.length;
        if (status != BGT_OK) {
            return status;
        }
    }
    return BGT_OK;
}

bgt_status bgt_converter_convert(struct bgt_converter *converter, const char *bytes,
                                 size_t length, bool at_end, struct bgt_buffer *out)
{
    struct input input = {bytes, length};
    bgt_status status = finish_carry(converter, &input, out);
    if (status == BGT_OK && input.length > 0) {
        status = convert_all(converter, &input, out);
    }
    if (status != BGT_OK) {
        return status;
    }
    if (input.length > 0) {
        memcpy(converter->carry, input.bytes, input.length);
        converter->carried = input.length;
    }
    if (at_end && converter->carried > 0) {
        struct input kept = {(const char *)converter->carry, converter->carried};
        return fail(converter, &kept, BGT_CONVERSION_TRUNCATED);
    }
    return BGT_OK;
}
