#include "io/decode_report.h"

#include "base/utf8.h"
#include "io/source.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define HEX_SIZE 16

uint64_t bgt_count_lines(const char *text, size_t length)
{
    uint64_t lines = 0;
    const char *end = text + length;
    while (text < end && (text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        lines++;
        text++;
    }
    return lines;
}

static const char *hex_text(const unsigned char *bytes, size_t length, char out[HEX_SIZE])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < length && used + 4 < HEX_SIZE; i++) {
        used += (size_t)snprintf(out + used, HEX_SIZE - used, i > 0 ? " %02X" : "%02X",
                                 bytes[i]);
    }
    return out;
}

bgt_status bgt_report_decode_fault(const struct bgt_io *io, const struct bgt_input *input,
                                   const struct bgt_decode_fault *fault)
{
    char number[BGT_NUMBER_SIZE];
    char hex[HEX_SIZE];
    struct bgt_diagnostic diagnostic = {
        .code = fault->code,
        .place = bgt_source_place(input),
        .arguments = {bgt_encoding_name(fault->encoding),
                      bgt_number_text(fault->offset, number),
                      hex_text(fault->bytes, fault->length, hex)},
    };
    diagnostic.place.line = fault->line;
    diagnostic.place.offset = fault->offset + 1;
    (void)bgt_report(io->reporter, &diagnostic);
    return BGT_FATAL;
}

bgt_status bgt_report_invalid_utf8(const struct bgt_io *io, const struct bgt_input *input,
                                   const uint8_t *bytes, size_t length, size_t bad)
{
    const char *text = (const char *)bytes;
    size_t rest = length - bad;
    bool is_cut = bgt_utf8_incomplete_tail(text, length) == rest;
    const struct bgt_decode_fault fault = {
        .code = is_cut ? "ENCODING_TRUNCATED" : "ENCODING_INVALID",
        .encoding = BGT_ENCODING_UTF8,
        .line = bgt_count_lines(text, bad) + 1,
        .offset = bad,
        .bytes = bytes + bad,
        .length = rest < 3 ? rest : 3,
    };
    return bgt_report_decode_fault(io, input, &fault);
}

bgt_status bgt_report_undetected(const struct bgt_io *io, const struct bgt_input *input,
                                 const uint8_t *bytes, const struct bgt_detection *found)
{
    char utf8_offset[BGT_NUMBER_SIZE];
    char gb18030_offset[BGT_NUMBER_SIZE];
    char hex[HEX_SIZE];
    struct bgt_diagnostic diagnostic = {
        .code = "ENCODING_UNDETECTED",
        .place = bgt_source_place(input),
        .text = hex_text(bytes + found->bad_gb18030, 1, hex),
        .text_length = 2,
        .arguments = {bgt_number_text(found->bad_offset, utf8_offset),
                      bgt_number_text(found->bad_gb18030, gb18030_offset)},
    };
    diagnostic.place.line = bgt_count_lines((const char *)bytes, found->bad_gb18030) + 1;
    diagnostic.place.offset = (uint64_t)found->bad_gb18030 + 1;
    (void)bgt_report(io->reporter, &diagnostic);
    return BGT_FATAL;
}
