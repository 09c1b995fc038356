#include "base/text.h"

#include "base/utf8.h"

#include <string.h>

struct bgt_slice bgt_slice_of(const char *text)
{
    struct bgt_slice slice = {text, strlen(text)};
    return slice;
}

static bool skippable(uint32_t code_point)
{
    return bgt_code_point_blank(code_point) || bgt_code_point_invisible(code_point);
}

/* Bytes of the code points at the end of `text` that may be skipped, one step. */
static size_t skippable_at_end(const char *text, size_t length)
{
    for (size_t size = 1; size <= BGT_UTF8_MAX && size <= length; size++) {
        uint32_t code_point;
        if (bgt_utf8_decode(text + length - size, size, &code_point) == size) {
            return skippable(code_point) ? size : 0;
        }
    }
    return 0;
}

struct bgt_slice bgt_text_trim(const char *text, size_t length)
{
    uint32_t code_point;
    size_t size;
    while ((size = bgt_utf8_decode(text, length, &code_point)) > 0 &&
           skippable(code_point)) {
        text += size;
        length -= size;
    }
    while ((size = skippable_at_end(text, length)) > 0) {
        length -= size;
    }
    struct bgt_slice trimmed = {text, length};
    return trimmed;
}

unsigned bgt_text_indent(const char *text, size_t length)
{
    unsigned columns = 0;
    uint32_t code_point;
    size_t size;
    while ((size = bgt_utf8_decode(text, length, &code_point)) > 0 &&
           skippable(code_point)) {
        columns += code_point == '\t' ? 4 : bgt_code_point_width(code_point);
        text += size;
        length -= size;
    }
    return columns;
}

bool bgt_text_is_blank(const char *text, size_t length)
{
    return bgt_text_trim(text, length).length == 0;
}

bool bgt_text_equal(const char *a, size_t a_length, const char *b, size_t b_length)
{
    return a_length == b_length && (a_length == 0 || memcmp(a, b, a_length) == 0);
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool bgt_text_equal_ignore_case(const char *a, size_t a_length, const char *b,
                                size_t b_length)
{
    if (a_length != b_length) {
        return false;
    }
    for (size_t i = 0; i < a_length; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

bool bgt_text_starts_with(const char *text, size_t length, const char *prefix)
{
    size_t size = strlen(prefix);
    return size <= length && bgt_text_equal(text, size, prefix, size);
}

bool bgt_text_ends_with(const char *text, size_t length, const char *suffix)
{
    size_t size = strlen(suffix);
    return size <= length && bgt_text_equal(text + length - size, size, suffix, size);
}

size_t bgt_text_find(const char *text, size_t length, size_t from, const char *part)
{
    size_t size = strlen(part);
    if (size == 0) {
        return from <= length ? from : SIZE_MAX;
    }
    while (from < length && size <= length - from) {
        const char *hit = memchr(text + from, part[0], length - from - size + 1);
        if (!hit) {
            return SIZE_MAX;
        }
        from = (size_t)(hit - text);
        if (memcmp(hit, part, size) == 0) {
            return from;
        }
        from++;
    }
    return SIZE_MAX;
}

bool bgt_text_split(struct bgt_slice *rest, char separator, struct bgt_slice *part)
{
    if (!rest->text) {
        return false;
    }
    const char *hit = rest->length ? memchr(rest->text, separator, rest->length) : NULL;
    part->text = rest->text;
    part->length = hit ? (size_t)(hit - rest->text) : rest->length;
    rest->length = hit ? rest->length - part->length - 1 : 0;
    rest->text = hit ? hit + 1 : NULL;
    return true;
}

bool bgt_text_parse_unsigned(const char *text, size_t length, uint64_t maximum,
                             uint64_t *value)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)text[i] - '0';
        if (digit > 9 || sum > (UINT64_MAX - digit) / 10) {
            return false;
        }
        sum = sum * 10 + digit;
    }
    if (length == 0 || sum > maximum) {
        return false;
    }
    *value = sum;
    return true;
}

/* Decodes up to BGT_TEXT_DISTANCE_MAX code points; SIZE_MAX when there are more. A byte
 * that is no UTF-8 stands for itself, outside the range of Unicode. */
static size_t decode_all(struct bgt_slice slice, uint32_t *points)
{
    size_t count = 0;
    while (slice.length > 0) {
        if (count == BGT_TEXT_DISTANCE_MAX) {
            return SIZE_MAX;
        }
        uint32_t point = 0x200000U + (unsigned char)slice.text[0];
        size_t size = bgt_utf8_decode(slice.text, slice.length, &point);
        size = size ? size : 1;
        points[count++] = point;
        slice.text += size;
        slice.length -= size;
    }
    return count;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* One row of the matrix, in place; returns its least value. */
static size_t next_row(size_t *row, const uint32_t *b, size_t b_count, uint32_t point)
{
    size_t diagonal = row[0]++;
    size_t least = row[0];
    for (size_t j = 1; j <= b_count; j++) {
        size_t above = row[j];
        row[j] =
            smallest(above + 1, row[j - 1] + 1, diagonal + (size_t)(b[j - 1] != point));
        diagonal = above;
        least = row[j] < least ? row[j] : least;
    }
    return least;
}

size_t bgt_text_distance(struct bgt_slice a, struct bgt_slice b, size_t bound)
{
    uint32_t a_points[BGT_TEXT_DISTANCE_MAX];
    uint32_t b_points[BGT_TEXT_DISTANCE_MAX];
    size_t row[BGT_TEXT_DISTANCE_MAX + 1];
    size_t a_count = decode_all(a, a_points);
    size_t b_count = decode_all(b, b_points);
    size_t beyond = bound < SIZE_MAX ? bound + 1 : SIZE_MAX;
    if (a_count == SIZE_MAX || b_count == SIZE_MAX) {
        return beyond;
    }
    for (size_t j = 0; j <= b_count; j++) {
        row[j] = j;
    }
    for (size_t i = 0; i < a_count; i++) {
        if (next_row(row, b_points, b_count, a_points[i]) > bound) {
            return beyond;
        }
    }
    return row[b_count] > bound ? beyond : row[b_count];
}
