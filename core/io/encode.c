#include "io/encode.h"

#include "base/encoding.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PIECE_SIZE ((size_t)65536)

/* UTF-8 in another encoding: at most 4 bytes for one, and a byte order mark. */
#define CONVERTED_MAXIMUM (PIECE_SIZE * 4 + 64)

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct encoded {
    struct bgt_output output;
    const struct bgt_io *io;
    struct bgt_output *target; /* borrowed */
    enum bgt_encoding encoding;
    struct bgt_converter *converter;
    struct bgt_buffer converted;
    uint64_t lines;
    bool is_begun;
    bgt_status failure;
};

static struct encoded *encoded_of(struct bgt_output *output)
{
    return output->host;
}

static bgt_status report_conversion(struct encoded *encoded, bgt_status status)
{
    char character[32];
    char bytes[BGT_UTF8_MAX];
    struct bgt_place place = {.file = encoded->output.name};
    if (status != BGT_CANNOT_HOLD && status != BGT_BAD) {
        return status;
    }
    if (status == BGT_BAD) {
        (void)bgt_report_at(encoded->io->reporter, "INTERNAL", &place,
                            "a writer gave text that is not UTF-8", NULL);
        return BGT_FATAL;
    }
    uint32_t code_point = bgt_converter_error(encoded->converter)->code_point;
    size_t length = bgt_utf8_encode(code_point, bytes);
    (void)snprintf(character, sizeof character, "U+%04X %.*s", (unsigned)code_point,
                   (int)length, bytes);
    place.line = encoded->lines + 1;
    (void)bgt_report_at(encoded->io->reporter, "ENCODING_CANNOT_WRITE", &place,
                        bgt_encoding_name(encoded->encoding), character);
    return BGT_FATAL;
}

static void count_lines(struct encoded *encoded, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end && (text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        encoded->lines++;
        text++;
    }
}

static bgt_status convert(struct encoded *encoded, const char *text, size_t length,
                          bool is_at_end)
{
    uint64_t before = bgt_converter_counts(encoded->converter)->bytes_in;
    bgt_buffer_clear(&encoded->converted);
    bgt_status status = bgt_converter_convert(encoded->converter, text, length, is_at_end,
                                              &encoded->converted);
    if (status != BGT_OK) {
        uint64_t at = bgt_converter_error(encoded->converter)->offset;
        uint64_t good = at > before ? at - before : 0;
        count_lines(encoded, text, good < length ? (size_t)good : length);
        return report_conversion(encoded, status);
    }
    count_lines(encoded, text, length);
    return encoded->target->write(encoded->target, encoded->converted.data,
                                  encoded->converted.length);
}

/* UTF-16 and UTF-32 need a mark; GB18030 and UTF-8 get one only from the writer. */
static bool wants_mark(const struct encoded *encoded, const char *text, size_t length)
{
    bool is_wide = encoded->encoding >= BGT_ENCODING_UTF16LE &&
                   encoded->encoding <= BGT_ENCODING_UTF32BE;
    bool has_mark = length >= 3 && memcmp(text, BYTE_ORDER_MARK, 3) == 0;
    return is_wide && !has_mark;
}

static bgt_status encoded_write(struct bgt_output *output, const void *bytes,
                                size_t length)
{
    struct encoded *encoded = encoded_of(output);
    const char *text = bytes;
    if (length > 0 && !encoded->is_begun && encoded->failure == BGT_OK) {
        encoded->is_begun = true;
        if (wants_mark(encoded, text, length)) {
            encoded->failure = convert(encoded, BYTE_ORDER_MARK, 3, false);
        }
    }
    while (length > 0 && encoded->failure == BGT_OK) {
        size_t piece = length < PIECE_SIZE ? length : PIECE_SIZE;
        encoded->failure = convert(encoded, text, piece, false);
        text += piece;
        length -= piece;
    }
    return encoded->failure;
}

static const char *encoded_path(struct bgt_output *output)
{
    (void)output;
    return NULL;
}

static bgt_status encoded_member(struct bgt_output *output, const char *name,
                                 struct bgt_output **member)
{
    (void)output;
    (void)name;
    (void)member;
    return BGT_NOT_FOUND;
}

static void release(struct encoded *encoded)
{
    bgt_converter_close(encoded->converter);
    bgt_buffer_close(&encoded->converted);
    bgt_release(encoded->io->allocator, encoded);
}

static bgt_status encoded_close(struct bgt_output *output)
{
    struct encoded *encoded = encoded_of(output);
    bgt_status status = encoded->failure;
    if (status == BGT_OK) {
        status = convert(encoded, "", 0, true);
    }
    release(encoded);
    return status;
}

static bgt_status open_converter(struct encoded *encoded, const char *label)
{
    const struct bgt_io *io = encoded->io;
    struct bgt_place place = {.file = encoded->output.name};
    encoded->encoding = bgt_encoding_from_label(label, strlen(label));
    if (encoded->encoding == BGT_ENCODING_UNKNOWN) {
        (void)bgt_report_at(io->reporter, "ENCODING_UNKNOWN", &place, label, NULL);
        return BGT_FATAL;
    }
    bgt_status status = bgt_converter_open(BGT_ENCODING_UTF8, encoded->encoding,
                                           io->allocator, &encoded->converter);
    if (status == BGT_OK || status == BGT_NO_MEMORY) {
        return status;
    }
    (void)bgt_report_at(io->reporter, "ENCODING_UNAVAILABLE", &place,
                        bgt_encoding_name(encoded->encoding), NULL);
    return BGT_FATAL;
}

bgt_status bgt_encode_open(const struct bgt_io *io, struct bgt_output *output,
                           const char *encoding, struct bgt_output **utf8)
{
    struct encoded *encoded = bgt_allocate_array(io->allocator, 1, sizeof *encoded);
    if (encoded == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_buffer_init(&encoded->converted, io->allocator, CONVERTED_MAXIMUM);
    encoded->io = io;
    encoded->target = output;
    encoded->output = (struct bgt_output){
        .struct_size = sizeof encoded->output,
        .name = output->name,
        .host = encoded,
        .write = encoded_write,
        .path = encoded_path,
        .member = encoded_member,
        .close = encoded_close,
    };
    bgt_status status = open_converter(encoded, encoding != NULL ? encoding : "UTF-8");
    if (status != BGT_OK) {
        release(encoded);
        return status;
    }
    *utf8 = &encoded->output;
    return BGT_OK;
}
