#include "base/text.h"

#include "base/utf8.h"

/* A run of code points that all become one ASCII character or `·`. Sorted; looked through
 * in order, since only punctuation gets here. */
struct fold {
    uint32_t first;
    uint32_t last;
    uint32_t becomes;
};

static const struct fold folds[] = {
    {0x00B7, 0x00B7, 0xB7}, {0x02D7, 0x02D7, '-'},  {0x0387, 0x0387, 0xB7},
    {0x05F3, 0x05F3, '\''}, {0x2010, 0x2015, '-'},  {0x2018, 0x201B, '\''},
    {0x201C, 0x201F, '"'},  {0x2022, 0x2022, 0xB7}, {0x2027, 0x2027, 0xB7},
    {0x2032, 0x2032, '\''}, {0x2033, 0x2033, '"'},  {0x2043, 0x2043, '-'},
    {0x2212, 0x2212, '-'},  {0x2219, 0x2219, 0xB7}, {0x2236, 0x2236, ':'},
    {0x22C5, 0x22C5, 0xB7}, {0x2500, 0x2501, '-'},  {0x25CF, 0x25CF, 0xB7},
    {0x2E31, 0x2E31, 0xB7}, {0x2E3A, 0x2E3B, '-'},  {0x300C, 0x300F, '"'},
    {0x3010, 0x3010, '('},  {0x3011, 0x3011, ')'},  {0x3014, 0x3014, '('},
    {0x3015, 0x3015, ')'},  {0x3016, 0x3016, '('},  {0x3017, 0x3017, ')'},
    {0x301D, 0x301F, '"'},  {0x30FB, 0x30FB, 0xB7}, {0xFE13, 0xFE13, ':'},
    {0xFE30, 0xFE30, ':'},  {0xFE31, 0xFE32, '-'},  {0xFE35, 0xFE35, '('},
    {0xFE36, 0xFE36, ')'},  {0xFE41, 0xFE44, '"'},  {0xFE50, 0xFE50, ','},
    {0xFE52, 0xFE52, '.'},  {0xFE54, 0xFE54, ';'},  {0xFE55, 0xFE55, ':'},
    {0xFE58, 0xFE58, '-'},  {0xFE59, 0xFE59, '('},  {0xFE5A, 0xFE5A, ')'},
    {0xFE63, 0xFE63, '-'},  {0xFF62, 0xFF63, '"'},  {0xFF65, 0xFF65, 0xB7},
};

/* Square brackets are brackets; braces are not, since no label uses them. */
static uint32_t fold_ascii(uint32_t code_point, unsigned flags)
{
    switch (code_point) {
    case '[':
        return '(';
    case ']':
        return ')';
    default:
        break;
    }
    bool upper = code_point >= 'A' && code_point <= 'Z';
    return upper && (flags & BGT_NORMALISE_FOLD_CASE) ? code_point + 32 : code_point;
}

static uint32_t fold_code_point(uint32_t code_point, unsigned flags)
{
    if (code_point >= 0xFF01 && code_point <= 0xFF5E) {
        code_point -= 0xFF01 - 0x21;
    }
    if (code_point < 0x80) {
        return fold_ascii(code_point, flags);
    }
    if (code_point >= 0x3400 && code_point <= 0x9FFF) {
        return code_point;
    }
    for (size_t i = 0; i < sizeof folds / sizeof folds[0]; i++) {
        if (code_point <= folds[i].last) {
            return code_point >= folds[i].first ? folds[i].becomes : code_point;
        }
    }
    return code_point;
}

/* Reads the normalised code points of a text one by one. */
struct reader {
    const char *text;
    size_t length;
    unsigned flags;
};

/* Stands for a byte that is no UTF-8: outside the range of Unicode. */
enum { RAW_BYTE = 0x200000, BLANK = ' ' };

/* The next code point, blanks as BLANK; false at the end. */
static bool next_point(struct reader *reader, uint32_t *point)
{
    while (reader->length > 0) {
        uint32_t read = RAW_BYTE + (uint32_t)(unsigned char)reader->text[0];
        size_t size = bgt_utf8_decode(reader->text, reader->length, &read);
        size = size ? size : 1;
        reader->text += size;
        reader->length -= size;
        if (bgt_code_point_blank(read)) {
            *point = BLANK;
            return true;
        }
        if (!bgt_code_point_invisible(read)) {
            *point = fold_code_point(read, reader->flags);
            return true;
        }
    }
    return false;
}

static bool next_visible(struct reader *reader, uint32_t *point)
{
    bool more;
    do {
        more = next_point(reader, point);
    } while (more && *point == BLANK);
    return more;
}

static bgt_status append_point(struct bgt_buffer *out, uint32_t point)
{
    if (point >= RAW_BYTE) {
        return bgt_buffer_append_char(out, (char)(unsigned char)(point - RAW_BYTE));
    }
    return point < 0x80 ? bgt_buffer_append_char(out, (char)point)
                        : bgt_buffer_append_code_point(out, point);
}

bgt_status bgt_text_normalise_with(struct bgt_buffer *out, const char *text,
                                   size_t length, unsigned flags)
{
    struct reader reader = {text, length, flags};
    size_t start = out->length;
    bool blank_waits = false;
    uint32_t point;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && next_point(&reader, &point)) {
        if (point == BLANK) {
            blank_waits = (flags & BGT_NORMALISE_KEEP_BLANKS) && out->length > start;
            continue;
        }
        if (blank_waits) {
            status = bgt_buffer_append_char(out, ' ');
            blank_waits = false;
        }
        status = status == BGT_OK ? append_point(out, point) : status;
    }
    if (status != BGT_OK) {
        bgt_buffer_truncate(out, start);
    }
    return status;
}

bgt_status bgt_text_normalise(struct bgt_buffer *out, const char *text, size_t length)
{
    return bgt_text_normalise_with(out, text, length, 0);
}

bool bgt_text_same_label(const char *a, size_t a_length, const char *b, size_t b_length)
{
    struct reader first = {a, a_length, 0};
    struct reader second = {b, b_length, 0};
    for (;;) {
        uint32_t one = 0;
        uint32_t other = 0;
        bool more = next_visible(&first, &one);
        if (next_visible(&second, &other) != more || (more && one != other)) {
            return false;
        }
        if (!more) {
            return true;
        }
    }
}
