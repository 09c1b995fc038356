#include "layout/code_text.h"

#include <string.h>

#include "base/utf8.h"

/* Longer codes are left as they are. */
#define CODE_BYTES 64
/* Digits of a class, and of each part behind it. */
#define CLASS_DIGITS 3
#define PART_DIGITS  2

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_graphic(char c)
{
    return c > ' ' && c < 0x7F;
}

static void set_text(struct bgt_piece *piece, struct bgt_slice text)
{
    piece->intern_id = text.length == piece->length ? piece->intern_id : 0;
    piece->text = text.text;
    piece->length = (uint32_t)text.length;
}

/* Digits of all widths as ASCII and blanks as one blank, into `out`; false where there is
 * anything else. */
static bool spell_out(struct bgt_slice text, char out[CODE_BYTES], size_t *length)
{
    *length = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t point = 0;
        size_t bytes = bgt_utf8_decode(text.text + at, text.length - at, &point);
        bool is_wide = point >= 0xFF10 && point <= 0xFF19;
        bool is_blank = bgt_code_point_blank(point);
        bool is_plain = point >= '0' && point <= '9';
        if (bytes == 0 || *length == CODE_BYTES || !(is_wide || is_blank || is_plain)) {
            return false;
        }
        if (!is_blank || (*length > 0 && out[*length - 1] != ' ')) {
            out[(*length)++] = is_blank  ? ' '
                               : is_wide ? (char)('0' + (int)(point - 0xFF10))
                                         : (char)point;
        }
        at += bytes;
    }
    return *length > 0;
}

/* 201 13 01 without its blanks; false where the groups are no class and parts of it. */
static bool join_groups(char digits[CODE_BYTES], size_t *length)
{
    size_t out = 0, group = 0, groups = 0;
    for (size_t at = 0; at <= *length; at++) {
        if (at < *length && digits[at] != ' ') {
            digits[out++] = digits[at];
            group++;
            continue;
        }
        if (group != (groups == 0 ? CLASS_DIGITS : PART_DIGITS)) {
            return false;
        }
        groups++;
        group = 0;
    }
    *length = out;
    return true;
}

/* Whether a text is 1.40300E+17. */
static bool is_scientific(struct bgt_slice text)
{
    size_t at = 0;
    while (at < text.length && (is_digit(text.text[at]) || text.text[at] == '.')) {
        at++;
    }
    bool has_mark = at > 0 && at + 2 < text.length &&
                    (text.text[at] == 'E' || text.text[at] == 'e') &&
                    text.text[at + 1] == '+';
    for (at += 2; has_mark && at < text.length; at++) {
        has_mark = is_digit(text.text[at]);
    }
    return has_mark;
}

/* 2011301.0 of an export: a number, so that lost zeros are looked for. */
static void take_number(struct bgt_piece *piece)
{
    struct bgt_decimal number;
    size_t length = piece->length;
    if (length < 3 || piece->text[length - 2] != '.' || piece->text[length - 1] != '0' ||
        bgt_decimal_parse(piece->text, length - 2, &number) != BGT_DECIMAL_OK ||
        number.scale != 0 || number.coefficient < 0) {
        return;
    }
    piece->type = BGT_VALUE_NUMBER;
    piece->flags = BGT_VALUE_DECIMAL;
    piece->decimal = number;
    piece->length = (uint32_t)(length - 2);
    piece->intern_id = 0;
}

/* What is not plain ASCII from the first to the last character. */
static bgt_status tidy_digits(struct bgt_layout_reader *reader, struct bgt_piece *piece)
{
    char digits[CODE_BYTES];
    size_t length = 0;
    struct bgt_slice text = {piece->text, piece->length};
    if (!spell_out(text, digits, &length)) {
        return BGT_OK;
    }
    if (memchr(digits, ' ', length) != NULL && !join_groups(digits, &length)) {
        return BGT_OK;
    }
    char *kept = bgt_arena_copy(&reader->row_arena, digits, length);
    if (kept == NULL) {
        return bgt_arena_failure(&reader->row_arena);
    }
    piece->text = kept;
    piece->length = (uint32_t)length;
    piece->intern_id = 0;
    return BGT_OK;
}

bgt_status bgt_code_tidy(struct bgt_layout_reader *reader, const struct bgt_cell *cell,
                         struct bgt_piece *piece)
{
    bool is_plain = true, has_point = false;
    if (piece->length > 0 &&
        !(is_graphic(piece->text[0]) && is_graphic(piece->text[piece->length - 1]))) {
        set_text(piece, bgt_text_trim(piece->text, piece->length));
    }
    if (piece->length > 1 && piece->text[0] == '\'' && is_digit(piece->text[1])) {
        set_text(piece, (struct bgt_slice){piece->text + 1, piece->length - 1});
    }
    for (size_t i = 0; i < piece->length; i++) {
        is_plain = is_plain && is_graphic(piece->text[i]);
        has_point = has_point || piece->text[i] == '.' || piece->text[i] == '+';
    }
    if (!is_plain) {
        return tidy_digits(reader, piece);
    }
    if (!has_point) {
        return BGT_OK;
    }
    if (is_scientific((struct bgt_slice){piece->text, piece->length})) {
        return bgt_reading_report_cell(reader, "CODE_DAMAGED", cell, NULL, NULL);
    }
    if (reader->table.layout->kind == BGT_LAYOUT_EXPORT) {
        take_number(piece);
    }
    return BGT_OK;
}
