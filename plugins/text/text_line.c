#include "text_line.h"

bool bgt_text_next_line(struct bgt_text_lines *lines, struct bgt_text_line *line)
{
    if (lines->at == lines->length) {
        return false;
    }
    const char *start = lines->text + lines->at;
    size_t rest = lines->length - lines->at;
    const char *lf = memchr(start, '\n', rest);
    size_t length = lf == NULL ? rest : (size_t)(lf - start);
    const char *cr = memchr(start, '\r', length);
    size_t ending = lf == NULL ? 0 : 1;
    if (cr != NULL) {
        ending = lf != NULL && cr + 1 == lf ? 2 : 1;
        length = (size_t)(cr - start);
    }
    lines->at += length + ending;
    *line = (struct bgt_text_line){start, length, ++lines->number, false};
    while (line->length > 0 && line->text[0] == '\f') {
        line->is_page_start = true;
        line->text++;
        line->length--;
    }
    return true;
}

size_t bgt_text_character(const char *text, size_t length)
{
    unsigned char first = (unsigned char)text[0];
    size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return bytes < length ? bytes : length;
}

static uint32_t code_point(const char *text, size_t bytes)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = (unsigned char)text[0] & masks[bytes];
    for (size_t i = 1; i < bytes; i++) {
        value = value << 6 | ((unsigned char)text[i] & 0x3F);
    }
    return value;
}

unsigned bgt_text_width(const char *text, size_t bytes)
{
    uint32_t point = code_point(text, bytes);
    if (point == 0x200B || point == 0xFEFF || (point >= 0x300 && point < 0x370)) {
        return 0;
    }
    return (point >= 0x1100 && point < 0x1160) || (point >= 0x2E80 && point < 0xA4D0) ||
                   (point >= 0xAC00 && point < 0xD7A4) ||
                   (point >= 0xF900 && point < 0xFB00) ||
                   (point >= 0xFE30 && point < 0xFE70) ||
                   (point >= 0xFF00 && point < 0xFF61) ||
                   (point >= 0xFFE0 && point < 0xFFE7) || point >= 0x20000 ||
                   point == 0x2014 || point == 0x2018 || point == 0x2019 ||
                   point == 0x201C || point == 0x201D || point == 0x2026 ||
                   (point >= 0x2460 && point < 0x2500)
               ? 2
               : 1;
}

uint32_t bgt_text_count(const char *text, size_t length)
{
    uint32_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    }
    return count;
}

bool bgt_text_is_space(const char *text, size_t length, size_t *bytes)
{
    if (length >= 1 && text[0] == ' ') {
        *bytes = 1;
    } else if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0) {
        *bytes = 2;
    } else if (length >= 3 && memcmp(text, "\xE3\x80\x80", 3) == 0) {
        *bytes = 3;
    } else {
        return false;
    }
    return true;
}

bool bgt_text_has_part(const char *text, size_t length, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; size > 0 && i + size <= length; i++) {
        if (memcmp(text + i, part, size) == 0) {
            return true;
        }
    }
    return false;
}

bool bgt_text_is_empty(const char *text, size_t length)
{
    size_t at = 0;
    size_t bytes = 0;
    while (at < length) {
        if (text[at] == '\t') {
            at++;
        } else if (bgt_text_is_space(text + at, length - at, &bytes)) {
            at += bytes;
        } else {
            return false;
        }
    }
    return true;
}
