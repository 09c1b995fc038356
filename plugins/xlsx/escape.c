#include "escape.h"

#include <stdbool.h>

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Whether `_xHHHH` begins at `text`; the closing underscore is the caller's. */
static bool escape_begins(const char *text, size_t length, uint32_t *unit)
{
    if (length < 6 || text[0] != '_' || text[1] != 'x') {
        return false;
    }
    uint32_t value = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0) {
            return false;
        }
        value = value * 16 + (uint32_t)digit;
    }
    *unit = value;
    return true;
}

static bool escape_at(const char *text, size_t length, uint32_t *unit)
{
    return length >= 7 && text[6] == '_' && escape_begins(text, length, unit);
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* The character escaped at `text` and the bytes it takes there; 0: none. */
static size_t read_escape(const char *text, size_t length, uint32_t *c)
{
    uint32_t high = 0;
    uint32_t low = 0;
    if (!escape_at(text, length, &high) || high == 0) {
        return 0;
    }
    if (high < 0xD800 || high > 0xDFFF) {
        *c = high;
        return 7;
    }
    if (high > 0xDBFF || !escape_at(text + 7, length - 7, &low) || low < 0xDC00 ||
        low > 0xDFFF) {
        return 0;
    }
    *c = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    return 14;
}

size_t bgt_xlsx_unescape(char *text, size_t length)
{
    size_t kept = 0;
    size_t at = 0;
    if (length == 0 || memchr(text, '_', length) == NULL) {
        return length;
    }
    while (at < length) {
        uint32_t c = 0;
        size_t taken = text[at] == '_' ? read_escape(text + at, length - at, &c) : 0;
        if (taken == 0) {
            text[kept++] = text[at++];
        } else {
            kept += put_utf8(text + kept, c);
            at += taken;
        }
    }
    return kept;
}

size_t bgt_xlsx_utf8(const char *text, size_t length, uint32_t *c)
{
    unsigned char first = (unsigned char)text[0];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (first > 0xF4 || (first >= 0x80 && first < 0xC2) || size > length) {
        return 0;
    }
    uint32_t value = size == 1 ? first : first & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (next & 0x3F);
    }
    if (value < least[size] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    *c = value;
    return size;
}

/* Characters that XML 1.0 has not, and CR, which XML would turn into LF. */
static bool must_escape(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF;
}

/* Whether the underscore at `text` would be read as the beginning of an escape. What
 * follows the digits may be an underscore, or a character that is escaped and so begins
 * with one. */
static bool looks_escaped(const char *text, size_t length)
{
    uint32_t unit = 0;
    uint32_t c = 0;
    if (!escape_begins(text, length, &unit) || length == 6) {
        return false;
    }
    return text[6] == '_' ||
           (bgt_xlsx_utf8(text + 6, length - 6, &c) != 0 && must_escape(c));
}

static bgt_status put_escape(struct bgt_xlsx_bytes *out, uint32_t c)
{
    static const char digits[] = "0123456789ABCDEF";
    char escape[7] = "_x0000_";
    for (int i = 5; i >= 2; i--, c >>= 4) {
        escape[i] = digits[c & 0xF];
    }
    return bgt_xlsx_bytes_append(out, escape, sizeof escape);
}

enum bgt_xlsx_text_error bgt_xlsx_escape(const char *text, size_t length,
                                         struct bgt_xlsx_bytes *out)
{
    size_t units = 0;
    out->size = 0;
    for (size_t at = 0, size = 0; at < length; at += size) {
        uint32_t c = 0;
        size = bgt_xlsx_utf8(text + at, length - at, &c);
        if (size == 0 || c == 0) {
            return size == 0 ? BGT_XLSX_TEXT_NOT_UTF8 : BGT_XLSX_TEXT_HAS_NUL;
        }
        bool escaped =
            must_escape(c) || (c == '_' && looks_escaped(text + at, length - at));
        units += escaped ? 7 : c > 0xFFFF ? 2 : 1;
        if (units > BGT_XLSX_TEXT_UNITS) {
            return BGT_XLSX_TEXT_TOO_LONG;
        }
        bgt_status status =
            escaped ? put_escape(out, c) : bgt_xlsx_bytes_append(out, text + at, size);
        if (status != BGT_OK) {
            return BGT_XLSX_TEXT_NO_MEMORY;
        }
    }
    return bgt_xlsx_bytes_close(out) == BGT_OK ? BGT_XLSX_TEXT_OK
                                               : BGT_XLSX_TEXT_NO_MEMORY;
}
