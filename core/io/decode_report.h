/**
 * io/decode_report.h: what is said about bytes that cannot be decoded. Private to this
 * room.
 */
#ifndef BGT_IO_DECODE_REPORT_H
#define BGT_IO_DECODE_REPORT_H

#include "base/encoding.h"
#include "budget/stream.h"
#include "io/io.h"

/** Where decoding stopped. */
struct bgt_decode_fault {
    const char *code;
    enum bgt_encoding encoding;
    uint64_t line; /**< From 1. */
    uint64_t offset;
    const unsigned char *bytes; /**< The offending ones. */
    size_t length;
};

/** Line breaks in a text. */
uint64_t bgt_count_lines(const char *text, size_t length);

/** Reports a fault about an input; answers BGT_FATAL. */
bgt_status bgt_report_decode_fault(const struct bgt_io *io, const struct bgt_input *input,
                                   const struct bgt_decode_fault *fault);

/** Reports that bytes are not UTF-8 from offset `bad` on; answers BGT_FATAL. */
bgt_status bgt_report_invalid_utf8(const struct bgt_io *io, const struct bgt_input *input,
                                   const uint8_t *bytes, size_t length, size_t bad);

/** Reports that no encoding fits; answers BGT_FATAL. */
bgt_status bgt_report_undetected(const struct bgt_io *io, const struct bgt_input *input,
                                 const uint8_t *bytes, const struct bgt_detection *found);

#endif
