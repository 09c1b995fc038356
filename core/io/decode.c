#include "io/decode.h"

#include "base/encoding.h"
#include "base/utf8.h"
#include "io/ambiguity.h"
#include "io/decode_report.h"
#include "io/input.h"
#include "io/source.h"
#include "io/temporary.h"

#include <stdio.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)65536)

/* UTF-8 of a chunk: at most 4 bytes for each of the source. */
#define CONVERTED_MAXIMUM (CHUNK_SIZE * 4 + 64)

struct decoded {
    struct bgt_source source;
    struct bgt_input *input; /* borrowed */
    enum bgt_encoding encoding;
    size_t bom_length;
    struct bgt_converter *converter;
    uint8_t *chunk;
    struct bgt_buffer converted;
    size_t used;    /* bytes of `converted` that were delivered */
    uint64_t lines; /* line breaks delivered or waiting */
    uint64_t position;
    uint64_t private_line;
    bool is_begun;
    bool is_at_end;
    bgt_status failure; /* what every later call answers */
    struct bgt_temporary *all;
};

static struct decoded *decoded_of(struct bgt_input *input)
{
    return input->host;
}

/* ---- Diagnostics
 * ------------------------------------------------------------------------- */

static bgt_status report_conversion(struct decoded *decoded, bgt_status status)
{
    if (status != BGT_BAD) {
        return status;
    }
    const struct bgt_conversion_error *error = bgt_converter_error(decoded->converter);
    const struct bgt_decode_fault fault = {
        .code = error->fault == BGT_CONVERSION_TRUNCATED ? "ENCODING_TRUNCATED"
                                                         : "ENCODING_INVALID",
        .encoding = decoded->encoding,
        .line = decoded->lines + 1,
        .offset = error->offset + decoded->bom_length,
        .bytes = error->bytes,
        .length = error->length,
    };
    return bgt_report_decode_fault(decoded->source.io, decoded->input, &fault);
}

static void note_private_use(struct decoded *decoded, uint64_t before,
                             uint64_t lines_before)
{
    const struct bgt_conversion_counts *counts = bgt_converter_counts(decoded->converter);
    if (before == 0 && counts->private_use > 0) {
        size_t at =
            bgt_utf8_find_private(decoded->converted.data, decoded->converted.length);
        decoded->private_line =
            lines_before + bgt_count_lines(decoded->converted.data, at) + 1;
    }
}

static void warn_private_use(struct decoded *decoded)
{
    char number[BGT_NUMBER_SIZE];
    char character[BGT_NUMBER_SIZE];
    const struct bgt_conversion_counts *counts = bgt_converter_counts(decoded->converter);
    if (counts->private_use == 0) {
        return;
    }
    struct bgt_place place = bgt_source_place(decoded->input);
    place.line = decoded->private_line;
    (void)snprintf(character, sizeof character, "U+%04X",
                   (unsigned)counts->private_use_char);
    (void)bgt_report_at(decoded->source.io->reporter, "ENCODING_PRIVATE_USE", &place,
                        bgt_number_text(counts->private_use, number), character);
}

/* ---- Converting
 * -------------------------------------------------------------------------- */

static bgt_status read_chunk(struct decoded *decoded, size_t *length)
{
    size_t got = 0;
    *length = 0;
    while (*length < CHUNK_SIZE) {
        bgt_status status = decoded->input->read(decoded->input, decoded->chunk + *length,
                                                 CHUNK_SIZE - *length, &got);
        if (status == BGT_END) {
            decoded->is_at_end = true;
            return BGT_OK;
        }
        if (status != BGT_OK) {
            return status;
        }
        *length += got;
        if (decoded->is_begun || *length > decoded->bom_length) {
            return BGT_OK;
        }
    }
    return BGT_OK;
}

/* Replaces what was delivered by the next converted bytes; none only at the end. */
static bgt_status convert_chunk(struct decoded *decoded)
{
    size_t length = 0;
    bgt_status status = read_chunk(decoded, &length);
    if (status != BGT_OK) {
        return status;
    }
    size_t skipped = decoded->is_begun ? 0 : decoded->bom_length;
    skipped = skipped < length ? skipped : length;
    decoded->is_begun = true;
    decoded->used = 0;
    bgt_buffer_clear(&decoded->converted);
    uint64_t before = bgt_converter_counts(decoded->converter)->private_use;
    uint64_t lines_before = decoded->lines;
    status =
        bgt_converter_convert(decoded->converter, (const char *)decoded->chunk + skipped,
                              length - skipped, decoded->is_at_end, &decoded->converted);
    decoded->lines += bgt_count_lines(decoded->converted.data, decoded->converted.length);
    note_private_use(decoded, before, lines_before);
    if (status == BGT_OK && decoded->is_at_end) {
        warn_private_use(decoded);
    }
    return report_conversion(decoded, status);
}

/* Makes sure that bytes wait in `converted`, unless all were delivered. */
static bgt_status fill(struct decoded *decoded)
{
    while (decoded->failure == BGT_OK && decoded->used == decoded->converted.length &&
           !decoded->is_at_end) {
        decoded->failure = convert_chunk(decoded);
    }
    return decoded->failure;
}

static bgt_status convert_all(struct decoded *decoded)
{
    if (decoded->all != NULL || decoded->failure != BGT_OK) {
        return decoded->failure;
    }
    if (decoded->position > 0) {
        struct bgt_place place = bgt_source_place(decoded->input);
        (void)bgt_report_at(decoded->source.io->reporter, "INTERNAL", &place,
                            "a decoded input was read in order and is wanted as a whole",
                            NULL);
        return BGT_FATAL;
    }
    struct bgt_temporary *all = NULL;
    bgt_status status = bgt_temporary_open(decoded->source.io, &all);
    while (status == BGT_OK) {
        status = fill(decoded);
        if (status != BGT_OK || decoded->used == decoded->converted.length) {
            break;
        }
        status = bgt_temporary_write(all, decoded->converted.data + decoded->used,
                                     decoded->converted.length - decoded->used);
        decoded->used = decoded->converted.length;
    }
    if (status != BGT_OK) {
        bgt_temporary_close(all);
        decoded->failure = status;
        return status;
    }
    decoded->all = all;
    decoded->source.input.size = bgt_temporary_size(all);
    return BGT_OK;
}

static bgt_status decoded_map(struct bgt_input *input, const uint8_t **bytes,
                              uint64_t *length)
{
    struct decoded *decoded = decoded_of(input);
    bgt_status status = convert_all(decoded);
    return status == BGT_OK ? bgt_temporary_map(decoded->all, bytes, length) : status;
}

static bgt_status decoded_read_at(struct bgt_input *input, uint64_t offset, void *bytes,
                                  size_t capacity, size_t *got)
{
    struct decoded *decoded = decoded_of(input);
    *got = 0;
    bgt_status status = convert_all(decoded);
    if (status == BGT_OK) {
        status = bgt_temporary_read_at(decoded->all, offset, bytes, capacity, got);
    }
    return status == BGT_OK && *got == 0 && capacity > 0 ? BGT_END : status;
}

static bgt_status decoded_read(struct bgt_input *input, void *bytes, size_t capacity,
                               size_t *got)
{
    struct decoded *decoded = decoded_of(input);
    bgt_status status = BGT_OK;
    *got = 0;
    if (decoded->all != NULL) {
        status = decoded_read_at(input, decoded->position, bytes, capacity, got);
    } else {
        status = fill(decoded);
        if (status == BGT_OK) {
            const struct bgt_span waiting = {(const uint8_t *)decoded->converted.data,
                                             decoded->converted.length};
            status = bgt_source_copy(waiting, decoded->used, bytes, capacity, got);
            decoded->used += *got;
        }
    }
    decoded->position += *got;
    return status;
}

static bgt_status decoded_peek(struct bgt_source *source, const uint8_t **bytes,
                               size_t *length)
{
    struct decoded *decoded = source->input.host;
    bgt_status status = fill(decoded);
    size_t waiting = decoded->converted.length - decoded->used;
    *bytes = (const uint8_t *)decoded->converted.data + decoded->used;
    *length = waiting < BGT_PEEK_SIZE ? waiting : BGT_PEEK_SIZE;
    return status;
}

static uint64_t decoded_position(const struct bgt_source *source)
{
    const struct decoded *decoded = source->input.host;
    return bgt_input_position(decoded->input);
}

static void decoded_close(struct bgt_input *input)
{
    struct decoded *decoded = decoded_of(input);
    bgt_converter_close(decoded->converter);
    bgt_buffer_close(&decoded->converted);
    bgt_temporary_close(decoded->all);
    bgt_release(decoded->source.io->allocator, decoded->chunk);
    bgt_source_free(&decoded->source);
}

static const struct bgt_source_type decoded_type = {.peek = decoded_peek,
                                                    .position = decoded_position};

/* ---- Opening
 * ----------------------------------------------------------------------------- */

static bgt_status open_converter(struct decoded *decoded)
{
    const struct bgt_io *io = decoded->source.io;
    bgt_status status = bgt_converter_open(decoded->encoding, BGT_ENCODING_UTF8,
                                           io->allocator, &decoded->converter);
    if (status == BGT_NO_MEMORY || status == BGT_OK) {
        return status;
    }
    struct bgt_place place = bgt_source_place(decoded->input);
    (void)bgt_report_at(io->reporter, "ENCODING_UNAVAILABLE", &place,
                        bgt_encoding_name(decoded->encoding), NULL);
    return BGT_FATAL;
}

static bgt_status open_decoded(const struct bgt_io *io, struct bgt_input *input,
                               const struct bgt_detection *found, struct bgt_input **utf8)
{
    struct decoded *decoded =
        bgt_source_new(io, sizeof *decoded, input->name, &decoded_type);
    if (decoded == NULL) {
        return BGT_NO_MEMORY;
    }
    bgt_buffer_init(&decoded->converted, io->allocator, CONVERTED_MAXIMUM);
    decoded->source.is_member = bgt_source_of(input)->is_member;
    decoded->input = input;
    decoded->encoding = found->encoding;
    decoded->bom_length = found->bom_length;
    struct bgt_input *made = &decoded->source.input;
    made->map = decoded_map;
    made->read = decoded_read;
    made->read_at = decoded_read_at;
    made->close = decoded_close;
    decoded->chunk = bgt_allocate(io->allocator, CHUNK_SIZE);
    bgt_status status = decoded->chunk != NULL ? open_converter(decoded) : BGT_NO_MEMORY;
    if (status != BGT_OK) {
        decoded_close(made);
        return status;
    }
    *utf8 = made;
    return BGT_OK;
}

/* All of it is UTF-8: the same bytes without the byte order mark. */
static bgt_status open_view(const struct bgt_io *io, struct bgt_input *input,
                            struct bgt_span all, size_t bom_length,
                            struct bgt_input **utf8)
{
    struct bgt_view_range range = {bom_length, all.length - bom_length};
    return bgt_source_open_view(io, input, all.bytes, range, utf8);
}

static bgt_status open_checked_view(const struct bgt_io *io, struct bgt_input *input,
                                    size_t bom_length, struct bgt_input **utf8)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    struct bgt_survey survey;
    bgt_status status = input->map(input, &bytes, &length);
    if (status != BGT_OK) {
        return status;
    }
    const struct bgt_passage passage = bgt_source_passage(input);
    bgt_utf8_survey((const char *)bytes, (size_t)length, &passage, &survey);
    if (!survey.is_utf8) {
        return bgt_report_invalid_utf8(io, input, bytes, (size_t)length,
                                       survey.bad_offset);
    }
    return open_view(io, input, (struct bgt_span){bytes, length}, bom_length, utf8);
}

/* Settles what a short text is that two encodings fit, and says so. */
static void settle_ambiguity(const struct bgt_io *io, const struct bgt_input *input,
                             const uint8_t *bytes, uint64_t length,
                             struct bgt_detection *found)
{
    enum bgt_likelihood likelihood = BGT_LIKELY_UTF8;
    if (found->encoding == BGT_ENCODING_UTF8 && found->bom_length == 0 && !found->ascii) {
        likelihood = bgt_judge_utf8((const char *)bytes, (size_t)length);
    }
    if (likelihood == BGT_LIKELY_UTF8) {
        return;
    }
    if (likelihood == BGT_LIKELY_GB18030) {
        found->encoding = BGT_ENCODING_GB18030;
    }
    struct bgt_place place = bgt_source_place(input);
    (void)bgt_report_at(io->reporter, "ENCODING_AMBIGUOUS", &place,
                        bgt_encoding_name(found->encoding), NULL);
}

static bgt_status open_detected(const struct bgt_io *io, struct bgt_input *input,
                                struct bgt_input **utf8)
{
    struct bgt_detection found;
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    bgt_status status = input->map(input, &bytes, &length);
    if (status != BGT_OK) {
        return status;
    }
    const struct bgt_passage passage = bgt_source_passage(input);
    bgt_encoding_detect_all((const char *)bytes, (size_t)length, &passage, &found);
    if (found.encoding == BGT_ENCODING_UNKNOWN) {
        return bgt_report_undetected(io, input, bytes, &found);
    }
    settle_ambiguity(io, input, bytes, length, &found);
    if (found.encoding != BGT_ENCODING_UTF8) {
        return open_decoded(io, input, &found, utf8);
    }
    if (found.bad_offset < length) { /* a byte order mark, and something else behind it */
        return bgt_report_invalid_utf8(io, input, bytes, (size_t)length,
                                       found.bad_offset);
    }
    return open_view(io, input, (struct bgt_span){bytes, length}, found.bom_length, utf8);
}

static bool is_same_family(enum bgt_encoding a, enum bgt_encoding b)
{
    bool is_utf16 = (a == BGT_ENCODING_UTF16LE || a == BGT_ENCODING_UTF16BE) &&
                    (b == BGT_ENCODING_UTF16LE || b == BGT_ENCODING_UTF16BE);
    return a == b || is_utf16;
}

/* The encoding of the label, or of a byte order mark that says otherwise. */
static bgt_status settle_label(const struct bgt_io *io, struct bgt_input *input,
                               const char *label, struct bgt_detection *found)
{
    struct bgt_place place = bgt_source_place(input);
    enum bgt_encoding encoding = bgt_encoding_from_label(label, strlen(label));
    const uint8_t *head = NULL;
    size_t length = 0;
    if (encoding == BGT_ENCODING_UNKNOWN) {
        (void)bgt_report_at(io->reporter, "ENCODING_UNKNOWN", &place, label, NULL);
        return BGT_FATAL;
    }
    bgt_status status = bgt_input_peek(input, &head, &length);
    if (status != BGT_OK) {
        return status;
    }
    bgt_encoding_detect((const char *)head, length < 4 ? length : 4, false, found);
    if (found->bom_length == 0) {
        found->encoding = encoding;
    } else if (!is_same_family(found->encoding, encoding)) {
        (void)bgt_report_at(io->reporter, "ENCODING_MISLABELLED", &place, label,
                            bgt_encoding_name(found->encoding));
    }
    return BGT_OK;
}

bgt_status bgt_decode_open(const struct bgt_io *io, struct bgt_input *input,
                           const char *label, struct bgt_input **utf8)
{
    struct bgt_detection found;
    if (label == NULL) {
        return open_detected(io, input, utf8);
    }
    bgt_status status = settle_label(io, input, label, &found);
    if (status != BGT_OK) {
        return status;
    }
    if (found.encoding == BGT_ENCODING_UTF8 && input->size != BGT_SIZE_UNKNOWN) {
        return open_checked_view(io, input, found.bom_length, utf8);
    }
    return open_decoded(io, input, &found, utf8);
}
