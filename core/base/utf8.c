#include "base/utf8.h"

#include <string.h>

/* The bytes at which the run of ASCII at the beginning ends. */
static size_t ascii_run(const char *text, size_t length)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    size_t at = 0;
    for (; length - at >= 8; at += 8) {
        uint64_t word;
        memcpy(&word, text + at, 8);
        if (word & high_bits) {
            break;
        }
    }
    while (at < length && (unsigned char)text[at] < 0x80) {
        at++;
    }
    return at;
}

/* What the Unicode Standard's table 3-7 says of a leading byte: bytes of the sequence (0
 * when it cannot lead one) and the range of the second byte. */
static size_t sequence_size(unsigned char lead, unsigned char *least, unsigned char *most)
{
    *least = 0x80;
    *most = 0xBF;
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    if (lead < 0xE0) {
        return 2;
    }
    if (lead < 0xF0) {
        *least = lead == 0xE0 ? 0xA0 : 0x80;
        *most = lead == 0xED ? 0x9F : 0xBF;
        return 3;
    }
    *least = lead == 0xF0 ? 0x90 : 0x80;
    *most = lead == 0xF4 ? 0x8F : 0xBF;
    return 4;
}

/* How many bytes at `text` agree with the beginning of one sequence; `size` receives its
 * full size, 0 for a byte that cannot lead. */
static size_t well_formed_part(const char *text, size_t length, size_t *size)
{
    unsigned char least;
    unsigned char most;
    *size = sequence_size((unsigned char)text[0], &least, &most);
    size_t at = 1;
    for (; at < *size && at < length; at++) {
        unsigned char byte = (unsigned char)text[at];
        if (byte < least || byte > most) {
            break;
        }
        least = 0x80;
        most = 0xBF;
    }
    return at;
}

size_t bgt_utf8_decode(const char *text, size_t length, uint32_t *code_point)
{
    static const unsigned char lead_mask[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t size;
    if (length == 0 || well_formed_part(text, length, &size) < size || size == 0) {
        return 0;
    }
    uint32_t value = (unsigned char)text[0] & lead_mask[size];
    for (size_t i = 1; i < size; i++) {
        value = value << 6 | ((unsigned char)text[i] & 0x3F);
    }
    *code_point = value;
    return size;
}

/* Whether these are three bytes of the kind that Chinese is written in: U+1000 to U+CFFF,
 * where nothing but the leading bits has to be looked at. */
static bool is_common(const char *text)
{
    unsigned lead = (unsigned char)text[0];
    return lead - 0xE1U < 0x0CU && ((unsigned char)text[1] & 0xC0) == 0x80 &&
           ((unsigned char)text[2] & 0xC0) == 0x80;
}

bool bgt_utf8_valid(const char *text, size_t length, size_t *bad)
{
    size_t at = 0;
    size_t size = 0;
    while (at < length) {
        while (length - at >= 3 && is_common(text + at)) {
            at += 3;
        }
        if (at == length) {
            break;
        }
        if ((unsigned char)text[at] < 0x80) {
            at += ascii_run(text + at, length - at);
            continue;
        }
        if (well_formed_part(text + at, length - at, &size) < size || size == 0) {
            break;
        }
        at += size;
    }
    if (bad) {
        *bad = at;
    }
    return at == length;
}

/* The UTF-8 of one part; a sequence that its end cuts is left for the next one. */
static size_t survey_part(const char *text, size_t length, bool is_last,
                          struct bgt_survey *survey)
{
    size_t good = 0;
    survey->is_utf8 = bgt_utf8_valid(text, length, &good);
    if (!survey->is_utf8 && !is_last && good != 0 &&
        good + bgt_utf8_incomplete_tail(text, length) == length) {
        survey->is_utf8 = true;
    }
    survey->is_ascii = survey->is_ascii && ascii_run(text, good) == good;
    return good;
}

void bgt_utf8_survey(const char *text, size_t length, const struct bgt_passage *passage,
                     struct bgt_survey *survey)
{
    static const size_t window = (size_t)4 << 20;
    size_t good = 0;
    *survey = (struct bgt_survey){.is_utf8 = true, .is_ascii = true};
    for (size_t at = 0; at < length;) {
        size_t part = length - at < window ? length - at : window;
        size_t next = at + part;
        survey->has_zero = survey->has_zero || memchr(text + at, 0, part) != NULL;
        if (survey->is_utf8) {
            good = at + survey_part(text + at, part, next == length, survey);
            next = survey->is_utf8 ? good : next;
        }
        if (passage != NULL && passage->passed != NULL) {
            passage->passed(passage->context, at, next);
        }
        at = next;
    }
    survey->bad_offset = good;
    survey->is_ascii = survey->is_ascii && survey->is_utf8;
}

size_t bgt_utf8_incomplete_tail(const char *text, size_t length)
{
    for (size_t tail = 1; tail < BGT_UTF8_MAX && tail <= length; tail++) {
        const char *start = text + length - tail;
        if (((unsigned char)*start & 0xC0) != 0x80) {
            size_t size;
            size_t part = well_formed_part(start, tail, &size);
            return part == tail && part < size ? tail : 0;
        }
    }
    return 0;
}

size_t bgt_utf8_encode(uint32_t code_point, char out[BGT_UTF8_MAX])
{
    static const unsigned char lead_bits[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
        return 0;
    }
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    out[0] = (char)(lead_bits[size] | code_point);
    return size;
}

/* The next code point, or for an ill-formed byte the byte itself with `*well` false. */
static size_t step(const char *text, size_t length, uint32_t *code_point, bool *well)
{
    size_t size = bgt_utf8_decode(text, length, code_point);
    *well = size > 0;
    if (size == 0) {
        *code_point = (unsigned char)text[0];
        return 1;
    }
    return size;
}

size_t bgt_utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    uint32_t code_point;
    bool well;
    for (size_t at = 0; at < length; count++) {
        at += step(text + at, length - at, &code_point, &well);
    }
    return count;
}

size_t bgt_utf8_width(const char *text, size_t length)
{
    size_t width = 0;
    uint32_t code_point;
    bool well;
    for (size_t at = 0; at < length;) {
        at += step(text + at, length - at, &code_point, &well);
        width += well ? bgt_code_point_width(code_point) : 1;
    }
    return width;
}

size_t bgt_utf8_truncate(const char *text, size_t length, size_t maximum)
{
    if (length <= maximum) {
        return length;
    }
    for (size_t back = 0; back < BGT_UTF8_MAX && back <= maximum; back++) {
        size_t start = maximum - back;
        if (((unsigned char)text[start] & 0xC0) == 0x80) {
            continue;
        }
        uint32_t code_point;
        size_t size = bgt_utf8_decode(text + start, length - start, &code_point);
        return start + size > maximum ? start : maximum;
    }
    return maximum;
}

static size_t find_code_point(const char *text, size_t length, bool (*wanted)(uint32_t),
                              bool stop_at_bad)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code_point;
        bool well;
        size_t size = step(text + at, length - at, &code_point, &well);
        if (well ? wanted(code_point) : stop_at_bad) {
            return at;
        }
        at += size;
    }
    return length;
}

static bool not_xml(uint32_t code_point)
{
    return !bgt_code_point_xml(code_point);
}

static bool odd_control(uint32_t code_point)
{
    return bgt_code_point_control(code_point) && code_point != '\t' &&
           code_point != '\n' && code_point != '\r';
}

size_t bgt_utf8_find_not_xml(const char *text, size_t length)
{
    return find_code_point(text, length, not_xml, true);
}

size_t bgt_utf8_find_private(const char *text, size_t length)
{
    return find_code_point(text, length, bgt_code_point_private, false);
}

size_t bgt_utf8_find_control(const char *text, size_t length)
{
    return find_code_point(text, length, odd_control, false);
}

bool bgt_code_point_private(uint32_t code_point)
{
    return (code_point >= 0xE000 && code_point <= 0xF8FF) ||
           (code_point >= 0xF0000 && code_point <= 0xFFFFD) ||
           (code_point >= 0x100000 && code_point <= 0x10FFFD);
}

bool bgt_code_point_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F);
}

bool bgt_code_point_xml(uint32_t code_point)
{
    if (code_point < 0x20) {
        return code_point == '\t' || code_point == '\n' || code_point == '\r';
    }
    return code_point <= 0xD7FF || (code_point >= 0xE000 && code_point <= 0xFFFD) ||
           (code_point >= 0x10000 && code_point <= 0x10FFFF);
}

bool bgt_code_point_blank(uint32_t code_point)
{
    if (code_point <= 0x20) {
        return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
    }
    switch (code_point) {
    case 0x0085:
    case 0x00A0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
        return true;
    default:
        return code_point >= 0x2000 && code_point <= 0x200A;
    }
}

bool bgt_code_point_invisible(uint32_t code_point)
{
    return code_point == 0x00AD || code_point == 0x180E || code_point == 0xFEFF ||
           (code_point >= 0x200B && code_point <= 0x200F) ||
           (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2060 && code_point <= 0x206F);
}
