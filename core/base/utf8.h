/**
 * utf8.h: UTF-8 and code points, as the Unicode Standard, section 3.9, defines them.
 *
 * Strict: overlong forms, surrogates, values above U+10FFFF and truncated sequences are
 * not UTF-8. Text is pointer and length in bytes, needs no NUL and may contain NUL.
 * Nothing depends on the locale. All functions are pure; any thread.
 */
#ifndef BGT_BASE_UTF8_H
#define BGT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bytes of the longest encoded code point. */
#define BGT_UTF8_MAX 4

/** Whether @p text is UTF-8. @p bad (may be NULL) receives the offset of the first byte
 * of the first ill-formed sequence, or @p length when all is well. */
bool bgt_utf8_valid(const char *text, size_t length, size_t *bad);

/** Told how far a pass over many bytes has come, so that pages of a mapped file can be
 * given back: memory then does not grow with the file. */
struct bgt_passage {
    void (*passed)(void *context, size_t from, size_t to); /**< Null: nobody is told. */
    void *context;
};

/** What bytes are made of. */
struct bgt_survey {
    size_t bad_offset; /**< As `bad` above. */
    bool is_utf8;
    bool is_ascii;
    bool has_zero;
};

/** As bgt_utf8_valid, in one pass that tells `passage`; null: nobody. What follows the
 * first byte that is not UTF-8 counts for `has_zero` only. */
void bgt_utf8_survey(const char *text, size_t length, const struct bgt_passage *passage,
                     struct bgt_survey *survey);

/** How many bytes at the end of @p text are the beginning of a sequence that more bytes
 * could complete: 0 to 3. For text that arrives in pieces. */
size_t bgt_utf8_incomplete_tail(const char *text, size_t length);

/** Decodes the code point at the beginning of @p text. Returns its bytes, 1 to 4, or 0
 * when there is none (ill-formed, truncated or empty), and then @p code_point is
 * unchanged. */
size_t bgt_utf8_decode(const char *text, size_t length, uint32_t *code_point);

/** Encodes a code point. Returns the bytes written, or 0 for a surrogate or a value above
 * U+10FFFF. No NUL is added. */
size_t bgt_utf8_encode(uint32_t code_point, char out[BGT_UTF8_MAX]);

/** Code points in @p text; each byte of an ill-formed sequence counts as one. */
size_t bgt_utf8_count(const char *text, size_t length);

/** The largest length up to @p maximum that does not cut a code point in two. */
size_t bgt_utf8_truncate(const char *text, size_t length, size_t maximum);

/** Columns that @p text takes in a terminal: 2 for East Asian wide and full-width
 * characters, 0 for combining marks, zero-width and control characters, else 1. An
 * ill-formed byte counts as 1. Ambiguous width (·, —, “) counts as 1. */
size_t bgt_utf8_width(const char *text, size_t length);

/** Offset of the first code point that XML 1.0 cannot hold (control characters other than
 * TAB, LF and CR; U+FFFE, U+FFFF) or of the first ill-formed byte; @p length when there
 * is none. */
size_t bgt_utf8_find_not_xml(const char *text, size_t length);

/** Offset of the first private-use code point; @p length when there is none. */
size_t bgt_utf8_find_private(const char *text, size_t length);

/** Offset of the first control character other than TAB, LF and CR (C0, DEL and C1); @p
 * length when there is none. */
size_t bgt_utf8_find_control(const char *text, size_t length);

/** Columns of one code point: 0, 1 or 2, as for bgt_utf8_width. */
unsigned bgt_code_point_width(uint32_t code_point);

/** Whether a code point is private use: U+E000 to U+F8FF and planes 15 and 16. */
bool bgt_code_point_private(uint32_t code_point);

/** Whether a code point is a control character: C0 (TAB, LF and CR too), DEL, C1. */
bool bgt_code_point_control(uint32_t code_point);

/** Whether XML 1.0 (fifth edition, section 2.2) can hold a code point. */
bool bgt_code_point_xml(uint32_t code_point);

/** Whether a code point is a blank: space, TAB, line breaks, no-break and ideographic
 * space and the other Unicode spaces. */
bool bgt_code_point_blank(uint32_t code_point);

/** Whether a code point is invisible and without width: soft hyphen, zero-width space and
 * joiners, direction marks, byte order mark. */
bool bgt_code_point_invisible(uint32_t code_point);

#endif
