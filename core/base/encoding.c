#include "base/encoding.h"

#include "base/utf8.h"

#include <string.h>

const char *bgt_encoding_name(enum bgt_encoding encoding)
{
    static const char *const names[BGT_ENCODING_COUNT] = {
        "unknown",  "UTF-8",    "GB18030",  "UTF-16LE",
        "UTF-16BE", "UTF-32LE", "UTF-32BE", "ISO-8859-1",
    };
    return (unsigned)encoding < BGT_ENCODING_COUNT ? names[encoding] : names[0];
}

/* ---- Labels
 * ----------------------------------------------------------------------------- */

/* Labels in lower case and without blanks, `-` and `_`. */
static const struct {
    const char *label;
    enum bgt_encoding encoding;
} labels[] = {
    {"utf8", BGT_ENCODING_UTF8},
    {"utf8bom", BGT_ENCODING_UTF8},
    {"utf8sig", BGT_ENCODING_UTF8},
    {"cp65001", BGT_ENCODING_UTF8},
    {"unicode11utf8", BGT_ENCODING_UTF8},
    {"usascii", BGT_ENCODING_UTF8},
    {"ascii", BGT_ENCODING_UTF8},
    {"gb18030", BGT_ENCODING_GB18030},
    {"gb180302000", BGT_ENCODING_GB18030},
    {"gb180302005", BGT_ENCODING_GB18030},
    {"gb180302022", BGT_ENCODING_GB18030},
    {"cp54936", BGT_ENCODING_GB18030},
    {"windows54936", BGT_ENCODING_GB18030},
    {"gb2312", BGT_ENCODING_GB18030},
    {"gb231280", BGT_ENCODING_GB18030},
    {"csgb2312", BGT_ENCODING_GB18030},
    {"csgb231280", BGT_ENCODING_GB18030},
    {"xgb2312", BGT_ENCODING_GB18030},
    {"isoir58", BGT_ENCODING_GB18030},
    {"csiso58gb231280", BGT_ENCODING_GB18030},
    {"chinese", BGT_ENCODING_GB18030},
    {"euccn", BGT_ENCODING_GB18030},
    {"xeuccn", BGT_ENCODING_GB18030},
    {"gbk", BGT_ENCODING_GB18030},
    {"xgbk", BGT_ENCODING_GB18030},
    {"csgbk", BGT_ENCODING_GB18030},
    {"cp936", BGT_ENCODING_GB18030},
    {"ms936", BGT_ENCODING_GB18030},
    {"936", BGT_ENCODING_GB18030},
    {"windows936", BGT_ENCODING_GB18030},
    {"xwindows936", BGT_ENCODING_GB18030},
    {"utf16", BGT_ENCODING_UTF16LE},
    {"utf16le", BGT_ENCODING_UTF16LE},
    {"ucs2", BGT_ENCODING_UTF16LE},
    {"ucs2le", BGT_ENCODING_UTF16LE},
    {"iso10646ucs2", BGT_ENCODING_UTF16LE},
    {"unicode", BGT_ENCODING_UTF16LE},
    {"utf16be", BGT_ENCODING_UTF16BE},
    {"ucs2be", BGT_ENCODING_UTF16BE},
    {"unicodefffe", BGT_ENCODING_UTF16BE},
    {"utf32", BGT_ENCODING_UTF32LE},
    {"utf32le", BGT_ENCODING_UTF32LE},
    {"ucs4le", BGT_ENCODING_UTF32LE},
    {"utf32be", BGT_ENCODING_UTF32BE},
    {"ucs4be", BGT_ENCODING_UTF32BE},
    {"iso88591", BGT_ENCODING_LATIN1},
    {"latin1", BGT_ENCODING_LATIN1},
    {"l1", BGT_ENCODING_LATIN1},
};

enum { LONGEST_LABEL = 32 };

static size_t simplify_label(const char *label, size_t length, char out[LONGEST_LABEL])
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        char byte = label[i];
        if (byte == '-' || byte == '_' || byte == ' ' || byte == '\t') {
            continue;
        }
        if (count == LONGEST_LABEL) {
            return 0;
        }
        out[count++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
    }
    return count;
}

enum bgt_encoding bgt_encoding_from_label(const char *label, size_t length)
{
    char simple[LONGEST_LABEL];
    size_t count = simplify_label(label, length, simple);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (count == strlen(labels[i].label) &&
            memcmp(simple, labels[i].label, count) == 0) {
            return labels[i].encoding;
        }
    }
    return BGT_ENCODING_UNKNOWN;
}

/* ---- GB18030
 * ---------------------------------------------------------------------------- */

/* The linear numbers of four-byte forms: BMP up to 84 31 A4 39, planes 1 to 16 from 90 30
 * 81 30 to E3 32 9A 35 (GB 18030-2022, section 5). */
enum { LAST_BMP = 39419, FIRST_PLANES = 189000, LAST_PLANES = 1237575 };

static bool four_bytes_assigned(const unsigned char *bytes)
{
    long number =
        (((bytes[0] - 0x81L) * 10 + (bytes[1] - 0x30L)) * 126 + (bytes[2] - 0x81L)) * 10 +
        (bytes[3] - 0x30L);
    return number <= LAST_BMP || (number >= FIRST_PLANES && number <= LAST_PLANES);
}

static bool in_range(unsigned char byte, unsigned char first, unsigned char last)
{
    return byte >= first && byte <= last;
}

/* Bytes of the character at `bytes`: 1, 2 or 4; 0 for none; -1 when more bytes are
 * needed. */
static int gb18030_size(const unsigned char *bytes, size_t length)
{
    if (bytes[0] <= 0x80) {
        return 1;
    }
    if (bytes[0] == 0xFF) {
        return 0;
    }
    if (length < 2) {
        return -1;
    }
    if (in_range(bytes[1], 0x40, 0x7E) || in_range(bytes[1], 0x80, 0xFE)) {
        return 2;
    }
    if (!in_range(bytes[1], 0x30, 0x39) ||
        (length > 2 && !in_range(bytes[2], 0x81, 0xFE)) ||
        (length > 3 && !in_range(bytes[3], 0x30, 0x39))) {
        return 0;
    }
    if (length < 4) {
        return -1;
    }
    return four_bytes_assigned(bytes) ? 4 : 0;
}

/* What a pass over bytes as GB18030 has met. */
struct gb18030_scan {
    size_t bad;    /* offset of the first bad byte, or the length */
    size_t common; /* two-byte characters that GB2312 has */
    size_t others; /* all other characters that are not ASCII */
};

static void scan_gb18030(const char *text, size_t length, bool at_end,
                         const struct bgt_passage *passage, struct gb18030_scan *scan)
{
    static const size_t window = (size_t)4 << 20;
    const unsigned char *bytes = (const unsigned char *)text;
    memset(scan, 0, sizeof *scan);
    size_t at = 0;
    size_t told = 0;
    while (at < length) {
        if (at - told >= window && passage != NULL && passage->passed != NULL) {
            passage->passed(passage->context, told, at);
            told = at;
        }
        int size = gb18030_size(bytes + at, length - at);
        if (size == 0 || (size < 0 && at_end)) {
            break;
        }
        if (size < 0) {
            at = length;
            break;
        }
        if (size == 2 && in_range(bytes[at], 0xA1, 0xF7) && bytes[at + 1] >= 0xA1) {
            scan->common++;
        } else if (bytes[at] >= 0x80) {
            scan->others++;
        }
        at += (size_t)size;
    }
    scan->bad = at;
}

size_t bgt_gb18030_find_bad(const char *bytes, size_t length, bool at_end)
{
    struct gb18030_scan scan;
    scan_gb18030(bytes, length, at_end, NULL, &scan);
    return scan.bad;
}

/* ---- Detection
 * -------------------------------------------------------------------------- */

static bool detect_mark(const char *bytes, size_t length, struct bgt_detection *out)
{
    static const struct {
        const char *mark;
        size_t length;
        enum bgt_encoding encoding;
    } marks[] = {
        /* UTF-32 first: its little-endian mark begins with that of UTF-16. */
        {"\xFF\xFE\x00\x00", 4, BGT_ENCODING_UTF32LE},
        {"\x00\x00\xFE\xFF", 4, BGT_ENCODING_UTF32BE},
        {"\xEF\xBB\xBF", 3, BGT_ENCODING_UTF8},
        {"\x84\x31\x95\x33", 4, BGT_ENCODING_GB18030},
        {"\xFF\xFE", 2, BGT_ENCODING_UTF16LE},
        {"\xFE\xFF", 2, BGT_ENCODING_UTF16BE},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (length >= marks[i].length &&
            memcmp(bytes, marks[i].mark, marks[i].length) == 0) {
            out->encoding = marks[i].encoding;
            out->bom_length = marks[i].length;
            out->confidence = 100;
            return true;
        }
    }
    return false;
}

/* Without a mark: text of tables is full of ASCII (digits, commas, line ends), whose
 * other bytes are zero, and zero bytes stand in no other encoding's text. */
static bool detect_wide(const char *bytes, size_t length, struct bgt_detection *out)
{
    size_t zeros[4] = {0, 0, 0, 0};
    for (size_t i = 0; i < length; i++) {
        zeros[i % 4] += bytes[i] == '\0';
    }
    size_t even = zeros[0] + zeros[2];
    size_t odd = zeros[1] + zeros[3];
    size_t units = length / 4;
    if (length < 4 || even + odd < length / 20 || even + odd < 2) {
        return false;
    }
    out->confidence = 80;
    if (zeros[3] >= units && zeros[2] * 2 > units && zeros[0] < units / 4 + 1) {
        out->encoding = BGT_ENCODING_UTF32LE;
    } else if (zeros[0] >= units && zeros[1] * 2 > units && zeros[3] < units / 4 + 1) {
        out->encoding = BGT_ENCODING_UTF32BE;
    } else if (odd > even * 4) {
        out->encoding = BGT_ENCODING_UTF16LE;
    } else if (even > odd * 4) {
        out->encoding = BGT_ENCODING_UTF16BE;
    } else {
        out->confidence = 0;
        return false;
    }
    return true;
}

static unsigned gb18030_confidence(const struct gb18030_scan *scan)
{
    /* Nearly every character of a Chinese budget is one of GB2312's. */
    size_t all = scan->common + scan->others;
    return all == 0 ? 50 : (unsigned)(50 + scan->common * 45 / all);
}

static void detect(const char *bytes, size_t length, bool at_end,
                   const struct bgt_passage *passage, struct bgt_detection *out)
{
    struct bgt_survey survey;
    memset(out, 0, sizeof *out);
    bgt_utf8_survey(bytes, length, passage, &survey);
    out->bad_offset = survey.bad_offset;
    if (!survey.is_utf8 && !at_end &&
        out->bad_offset + bgt_utf8_incomplete_tail(bytes, length) == length) {
        survey.is_ascii = survey.is_ascii && out->bad_offset == length;
        out->bad_offset = length;
        survey.is_utf8 = true;
    }
    if (detect_mark(bytes, length, out) ||
        (survey.has_zero && detect_wide(bytes, length, out))) {
        return;
    }
    if (survey.is_utf8) {
        out->encoding = BGT_ENCODING_UTF8;
        out->ascii = survey.is_ascii;
        out->confidence = out->ascii ? 100 : 99;
        return;
    }
    struct gb18030_scan scan;
    scan_gb18030(bytes, length, at_end, passage, &scan);
    if (scan.bad == length) {
        out->encoding = BGT_ENCODING_GB18030;
        out->confidence = gb18030_confidence(&scan);
    } else {
        out->bad_gb18030 = scan.bad;
    }
}

void bgt_encoding_detect(const char *bytes, size_t length, bool at_end,
                         struct bgt_detection *out)
{
    detect(bytes, length, at_end, NULL, out);
}

void bgt_encoding_detect_all(const char *bytes, size_t length,
                             const struct bgt_passage *passage, struct bgt_detection *out)
{
    detect(bytes, length, true, passage, out);
}
