#include "base/text.h"

#include "base/utf8.h"

/* A place in a text, decoded one code point at a time. */
static size_t decode(const char *text, size_t length, size_t at, uint32_t *point)
{
    *point = 0;
    return at < length ? bgt_utf8_decode(text + at, length - at, point) : 0;
}

/* ---- Years
 * ------------------------------------------------------------------------------ */

enum { YEAR_DIGITS = 4, FIRST_YEAR = 1949, LAST_YEAR = 2099 };

/* ASCII or full-width digit, or -1. */
static int digit_value(uint32_t point)
{
    if (point >= '0' && point <= '9') {
        return (int)(point - '0');
    }
    return point >= 0xFF10 && point <= 0xFF19 ? (int)(point - 0xFF10) : -1;
}

/* A digit of a number written 二〇二六, or -1. */
static int chinese_digit_value(uint32_t point)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 10; i++) {
        if (digits[i] == point) {
            return i;
        }
    }
    return point == 0x96F6 || point == 0x25CB ? 0
                                              : -1; /* 零 and the circle used for it */
}

/* Bytes of four digits of one kind at `at` that are a year and no part of a longer
 * number. */
static size_t year_digits(const char *text, size_t length, size_t at, unsigned *year,
                          int (*value)(uint32_t))
{
    unsigned sum = 0;
    size_t end = at;
    uint32_t point;
    for (int i = 0; i < YEAR_DIGITS; i++) {
        size_t size = decode(text, length, end, &point);
        int digit = size ? value(point) : -1;
        if (digit < 0) {
            return 0;
        }
        sum = sum * 10 + (unsigned)digit;
        end += size;
    }
    decode(text, length, end, &point);
    if (value(point) >= 0 || sum < FIRST_YEAR || sum > LAST_YEAR) {
        return 0;
    }
    *year = sum;
    return end - at;
}

/* Bytes of 年度 or 年 at `at`; `*found` is whether there is a 年, which stays (0 bytes)
 * when it belongs to the word after it: 年初, 年末, 年底, 年终. */
static size_t year_word(const char *text, size_t length, size_t at, bool *found)
{
    uint32_t point;
    size_t size = decode(text, length, at, &point);
    *found = size > 0 && point == 0x5E74;
    if (!*found) {
        return 0;
    }
    size_t more = decode(text, length, at + size, &point);
    switch (point) {
    case 0x5EA6: /* 度 */
        return size + more;
    case 0x521D: /* 初 */
    case 0x672B: /* 末 */
    case 0x5E95: /* 底 */
    case 0x7EC8: /* 终 */
        return 0;
    default:
        return size;
    }
}

struct year {
    unsigned year;
    size_t bytes; /* to be taken out */
    bool bare;
};

/* The year that begins at `at`, if any. */
static bool year_at(const char *text, size_t length, size_t at, struct year *out)
{
    bool chinese = false;
    size_t digits = year_digits(text, length, at, &out->year, digit_value);
    if (digits == 0) {
        digits = year_digits(text, length, at, &out->year, chinese_digit_value);
        chinese = true;
    }
    if (digits == 0) {
        return false;
    }
    bool has_word;
    out->bytes = digits + year_word(text, length, at + digits, &has_word);
    out->bare = !has_word;
    return has_word || !chinese;
}

/* One step through a text for years: past a year, or past one code point. */
static size_t next_place(const char *text, size_t length, size_t at, bool *after_digit)
{
    uint32_t point;
    size_t size = decode(text, length, at, &point);
    *after_digit = size > 0 && digit_value(point) >= 0;
    return at + (size ? size : 1);
}

bgt_status bgt_text_strip_year(struct bgt_buffer *out, const char *text, size_t length,
                               unsigned flags)
{
    size_t start = out->length;
    bool after_digit = false;
    bgt_status status = BGT_OK;
    for (size_t at = 0; at < length && status == BGT_OK;) {
        struct year year;
        bool wanted = (flags & (at == 0 ? BGT_YEAR_LEADING : BGT_YEAR_INSIDE)) != 0;
        if (wanted && !after_digit && year_at(text, length, at, &year) &&
            (!year.bare || (flags & BGT_YEAR_BARE))) {
            at += year.bytes;
            continue;
        }
        size_t next = next_place(text, length, at, &after_digit);
        status = bgt_buffer_append(out, text + at, next - at);
        at = next;
    }
    if (status != BGT_OK) {
        bgt_buffer_truncate(out, start);
    }
    return status;
}

unsigned bgt_text_find_year(const char *text, size_t length)
{
    unsigned bare = 0;
    bool after_digit = false;
    for (size_t at = 0; at < length;) {
        struct year year;
        if (!after_digit && year_at(text, length, at, &year)) {
            if (!year.bare) {
                return year.year;
            }
            bare = bare ? bare : year.year;
        }
        at = next_place(text, length, at, &after_digit);
    }
    return bare;
}

/* ---- Ordinals
 * --------------------------------------------------------------------------- */

/* 一 to 九 as 1 to 9, else 0. */
static unsigned unit_at(const char *text, size_t length, size_t at, size_t *size)
{
    uint32_t point;
    *size = decode(text, length, at, &point);
    int value = *size ? chinese_digit_value(point) : -1;
    return value > 0 ? (unsigned)value : 0;
}

size_t bgt_text_chinese_number(const char *text, size_t length, unsigned *value)
{
    const uint32_t ten = 0x5341;
    size_t size;
    uint32_t point;
    size_t at = 0;
    unsigned tens = unit_at(text, length, 0, &size);
    at = tens ? size : 0;
    size = decode(text, length, at, &point);
    if (point != ten) {
        if (tens) {
            *value = tens;
        }
        return at;
    }
    at += size;
    unsigned units = unit_at(text, length, at, &size);
    at += units ? size : 0;
    *value = (tens ? tens : 1) * 10 + units;
    return at;
}

/* One or two digits, ASCII or full-width, and no further digit. */
static size_t small_number(const char *text, size_t length, unsigned *value)
{
    unsigned sum = 0;
    size_t at = 0;
    uint32_t point;
    size_t size;
    for (int count = 0; (size = decode(text, length, at, &point)) > 0; count++) {
        int digit = digit_value(point);
        if (digit < 0) {
            break;
        }
        if (count == 2) {
            return 0;
        }
        sum = sum * 10 + (unsigned)digit;
        at += size;
    }
    if (at > 0 && sum > 0) {
        *value = sum;
    }
    return sum > 0 ? at : 0;
}

/* Bytes of one of the code points of `wanted` (closed by 0) at `at`, else 0. */
static size_t one_of(const char *text, size_t length, size_t at, const uint32_t *wanted)
{
    uint32_t point;
    size_t size = decode(text, length, at, &point);
    for (; size > 0 && *wanted; wanted++) {
        if (*wanted == point) {
            return size;
        }
    }
    return 0;
}

static const uint32_t opening[] = {'(', 0xFF08, 0x3014, 0};
static const uint32_t closing[] = {')', 0xFF09, 0x3015, 0};
static const uint32_t chinese_end[] = {0x3001, 0xFF64, '.',    0xFF0E, ',',
                                       0xFF0C, ':',    0xFF1A, 0};
static const uint32_t digit_end[] = {0x3001, 0xFF64, '.', 0xFF0E, ')', 0xFF09, 0};

static size_t skip_blanks(const char *text, size_t length, size_t at)
{
    uint32_t point;
    size_t size;
    while ((size = decode(text, length, at, &point)) > 0 &&
           (bgt_code_point_blank(point) || bgt_code_point_invisible(point))) {
        at += size;
    }
    return at;
}

/* （一） and (1). */
static size_t bracketed(const char *text, size_t length, struct bgt_ordinal *found)
{
    size_t open = one_of(text, length, 0, opening);
    if (open == 0) {
        return 0;
    }
    size_t at = skip_blanks(text, length, open);
    enum bgt_ordinal_kind kind = BGT_ORDINAL_CHINESE_BRACKETS;
    unsigned number = 0;
    size_t size = bgt_text_chinese_number(text + at, length - at, &number);
    if (size == 0) {
        kind = BGT_ORDINAL_DIGIT_BRACKETS;
        size = small_number(text + at, length - at, &number);
    }
    at = skip_blanks(text, length, at + size);
    size_t close = size ? one_of(text, length, at, closing) : 0;
    if (close == 0) {
        return 0;
    }
    found->kind = kind;
    found->number = number;
    return at + close;
}

/* 一、 and 1. */
static size_t punctuated(const char *text, size_t length, struct bgt_ordinal *found)
{
    enum bgt_ordinal_kind kind = BGT_ORDINAL_CHINESE;
    unsigned number = 0;
    size_t at = bgt_text_chinese_number(text, length, &number);
    if (at == 0) {
        kind = BGT_ORDINAL_DIGITS;
        at = small_number(text, length, &number);
    }
    size_t end = 0;
    if (at > 0) {
        at = skip_blanks(text, length, at);
        end = one_of(text, length, at,
                     kind == BGT_ORDINAL_CHINESE ? chinese_end : digit_end);
    }
    uint32_t after;
    decode(text, length, at + end, &after);
    if (end == 0 || (kind == BGT_ORDINAL_DIGITS && digit_value(after) >= 0)) {
        return 0;
    }
    found->kind = kind;
    found->number = number;
    return at + end;
}

/* Single characters that are numbers: ① ⑴ ⒈ ㈠ ㊀ ❶. */
static size_t circled(const char *text, size_t length, struct bgt_ordinal *found)
{
    static const struct {
        uint32_t first;
        uint32_t last;
        enum bgt_ordinal_kind kind;
    } rows[] = {
        {0x2460, 0x2473, BGT_ORDINAL_CIRCLED},          /* ① to ⑳ */
        {0x2474, 0x2487, BGT_ORDINAL_DIGIT_BRACKETS},   /* ⑴ to ⒇ */
        {0x2488, 0x249B, BGT_ORDINAL_DIGITS},           /* ⒈ to ⒛ */
        {0x2776, 0x277F, BGT_ORDINAL_CIRCLED},          /* ❶ to ❿ */
        {0x3220, 0x3229, BGT_ORDINAL_CHINESE_BRACKETS}, /* ㈠ to ㈩ */
        {0x3280, 0x3289, BGT_ORDINAL_CIRCLED},          /* ㊀ to ㊉ */
    };
    uint32_t point;
    size_t size = decode(text, length, 0, &point);
    for (size_t i = 0; size > 0 && i < sizeof rows / sizeof rows[0]; i++) {
        if (point >= rows[i].first && point <= rows[i].last) {
            found->kind = rows[i].kind;
            found->number = point - rows[i].first + 1;
            return size;
        }
    }
    return 0;
}

/* 其中： */
static size_t of_which(const char *text, size_t length, struct bgt_ordinal *found)
{
    static const uint32_t colons[] = {':', 0xFF1A, 0xFE55, 0};
    uint32_t point;
    size_t at = decode(text, length, 0, &point);
    if (point != 0x5176) { /* 其 */
        return 0;
    }
    at = skip_blanks(text, length, at);
    at += decode(text, length, at, &point);
    if (point != 0x4E2D) { /* 中 */
        return 0;
    }
    at = skip_blanks(text, length, at);
    size_t colon = one_of(text, length, at, colons);
    if (colon == 0) {
        return 0;
    }
    found->of_which = true;
    return at + colon;
}

static size_t one_prefix(const char *text, size_t length, struct bgt_ordinal *found)
{
    size_t size = circled(text, length, found);
    size = size ? size : of_which(text, length, found);
    size = size ? size : bracketed(text, length, found);
    return size ? size : punctuated(text, length, found);
}

size_t bgt_text_strip_ordinal(const char *text, size_t length, struct bgt_ordinal *found)
{
    struct bgt_ordinal ignored = {BGT_ORDINAL_NONE, 0, false};
    found = found ? found : &ignored;
    *found = ignored;
    size_t at = skip_blanks(text, length, 0);
    for (;;) {
        size_t size = one_prefix(text + at, length - at, found);
        if (size == 0) {
            return at;
        }
        at = skip_blanks(text, length, at + size);
    }
}
