/**
 * encoding.h: which character set bytes are in, and turning them into UTF-8 and back.
 *
 * Everything labelled GB2312, GBK or CP936 is GB18030, which contains them; glibc's own
 * tables of the smaller sets map two common punctuation marks differently and refuse
 * characters that such files contain. The single byte 0x80, the euro sign of CP936, is
 * accepted in it.
 *
 * Converters come from iconv, which may have to load a file: open them before the process
 * restricts itself, use them afterwards.
 */
#ifndef BGT_BASE_ENCODING_H
#define BGT_BASE_ENCODING_H

#include "base/allocator.h"
#include "base/buffer.h"
#include "base/utf8.h"
#include "budget/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** A character set. */
enum bgt_encoding {
    BGT_ENCODING_UNKNOWN = 0,
    BGT_ENCODING_UTF8 = 1, /**< Strict; ASCII is a part of it. */
    BGT_ENCODING_GB18030 = 2,
    BGT_ENCODING_UTF16LE = 3,
    BGT_ENCODING_UTF16BE = 4,
    BGT_ENCODING_UTF32LE = 5,
    BGT_ENCODING_UTF32BE = 6,
    BGT_ENCODING_LATIN1 = 7 /**< ISO 8859-1; never detected, only by its label. */
};

/** The number of encodings, unknown included. */
#define BGT_ENCODING_COUNT 8

/** The name to print and to give to iconv: "UTF-8", "GB18030"; "unknown". Static. */
const char *bgt_encoding_name(enum bgt_encoding encoding);

/**
 * The encoding that a label means; case, blanks, `-` and `_` do not count. `gb2312`,
 * `GBK`, `CP936`, `x-gbk`, `windows-936`, `euc-cn` are GB18030; `us-ascii` is UTF-8;
 * `utf-16` without byte order is little endian, as on Windows (a byte order mark says
 * otherwise).
 *
 * @param label ASCII, borrowed for the call.
 * @return BGT_ENCODING_UNKNOWN for any other label.
 */
enum bgt_encoding bgt_encoding_from_label(const char *label, size_t length);

/** What bgt_encoding_detect found. */
struct bgt_detection {
    enum bgt_encoding encoding;
    size_t bom_length;   /**< Bytes of a byte order mark to skip; 0 when there is none. */
    unsigned confidence; /**< 100 certain (a mark, or ASCII only), 0 for unknown. */
    bool ascii; /**< All bytes are ASCII: every encoding but UTF-16 and -32 agrees. */
    size_t bad_offset; /**< First byte that is not UTF-8; the length when all is UTF-8. */
    size_t bad_gb18030; /**< First byte that is not GB18030 either; only for unknown. */
};

/**
 * Finds the encoding of @p bytes: a byte order mark, else UTF-16 or UTF-32 by the pattern
 * of its zero bytes, else strict UTF-8, else GB18030 if all of it is. Never reads further
 * than
 * @p length, allocates nothing and needs no converter.
 *
 * @param at_end whether the input ends here; if not, a sequence cut at the end is no
 * error.
 * @param out    always set.
 */
void bgt_encoding_detect(const char *bytes, size_t length, bool at_end,
                         struct bgt_detection *out);

/** The same for the whole of a large input, telling `passage` how far it has come. */
void bgt_encoding_detect_all(const char *bytes, size_t length,
                             const struct bgt_passage *passage,
                             struct bgt_detection *out);

/** Offset of the first byte that is not GB18030 (the euro byte 0x80 is accepted); @p
 * length when all is well. @p at_end as for bgt_encoding_detect. */
size_t bgt_gb18030_find_bad(const char *bytes, size_t length, bool at_end);

struct bgt_converter;

/** Why a conversion stopped. */
enum bgt_conversion_fault {
    BGT_CONVERSION_NONE = 0,
    BGT_CONVERSION_INVALID = 1,   /**< Bytes that mean nothing in the source encoding. */
    BGT_CONVERSION_TRUNCATED = 2, /**< The input ends inside a character. */
    BGT_CONVERSION_UNREPRESENTABLE = 3 /**< A character that the target encoding lacks. */
};

/** The place and the bytes at which a conversion stopped. */
struct bgt_conversion_error {
    enum bgt_conversion_fault fault;
    uint64_t offset;        /**< Of the first offending byte, counted from the converter's
                                 opening or reset: over all chunks. */
    unsigned char bytes[4]; /**< The bytes there. */
    unsigned length;        /**< How many of `bytes` are set, 1 to 4. */
    uint32_t code_point;    /**< The character, when it is unrepresentable. */
};

/** What a converter has met since it was opened or reset. */
struct bgt_conversion_counts {
    uint64_t bytes_in;    /**< Bytes converted. */
    uint64_t bytes_out;   /**< Bytes produced. */
    uint64_t private_use; /**< Private-use characters, remnants of old character sets. */
    uint64_t private_use_at;   /**< Offset in the produced UTF-8 of the first of them. */
    uint32_t private_use_char; /**< The first of them. */
    uint64_t euro_bytes;       /**< Single bytes 0x80 read as the euro sign. */
};

/**
 * Opens a converter between UTF-8 and another encoding (or UTF-8 to UTF-8, which checks).
 *
 * @param allocator borrowed until close; NULL is the default one.
 * @param out       set on BGT_OK only; the caller closes it.
 * @return BGT_OK; BGT_NO_MEMORY; BGT_NOT_FOUND when this system has no such conversion (a
 *         minimal container without gconv modules, or a process already restricted);
 * BGT_BAD when neither side is UTF-8 or one is unknown.
 */
bgt_status bgt_converter_open(enum bgt_encoding from, enum bgt_encoding to,
                              const struct bgt_allocator *allocator,
                              struct bgt_converter **out);

/** Closes a converter; NULL does nothing. */
void bgt_converter_close(struct bgt_converter *converter);

/** Makes a converter ready for another input: forgets kept bytes, counts and error. */
void bgt_converter_reset(struct bgt_converter *converter);

/**
 * Converts the next chunk and appends the result to @p out. A character cut at the end of
 * the chunk is kept and completed by the next one. A byte order mark is converted like
 * any character: skip it before. One thread at a time.
 *
 * @param at_end whether the input ends with this chunk (which may be empty).
 * @return BGT_OK; BGT_BAD for invalid or truncated bytes; BGT_CANNOT_HOLD for a character
 * that the target lacks; BGT_NO_MEMORY or BGT_LIMIT from @p out. All before the place of
 * the error has been appended. After an error only reset and close may follow.
 */
bgt_status bgt_converter_convert(struct bgt_converter *converter, const char *bytes,
                                 size_t length, bool at_end, struct bgt_buffer *out);

/** The error of the last call that failed with BGT_BAD or BGT_CANNOT_HOLD; borrowed until
 * the next call. */
const struct bgt_conversion_error *
bgt_converter_error(const struct bgt_converter *converter);

/** The counts so far; borrowed until the next call. Private use is counted when the
 * target is UTF-8. */
const struct bgt_conversion_counts *
bgt_converter_counts(const struct bgt_converter *converter);

#endif
