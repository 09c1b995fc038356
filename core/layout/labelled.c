#include "layout/labelled.h"

#include <string.h>

#include "base/buffer.h"

/* A unit behind a label in its comparable form. */
static const char *const unit_suffixes[] = {"(元)",   "(千元)",   "(万元)",
                                            "(亿元)", "(百万元)", "({amount_unit})"};

/* Most digits of a task's number. */
#define TASK_DIGITS 4
/* A unit longer than this is a sentence. */
#define UNIT_BYTES 36

static bool cut_suffix(struct bgt_buffer *key, size_t start, const char *suffix)
{
    size_t length = strlen(suffix);
    if (key->length - start <= length ||
        !bgt_text_ends_with(key->data + start, key->length - start, suffix)) {
        return false;
    }
    bgt_buffer_truncate(key, key->length - length);
    return true;
}

bgt_status bgt_labelled_key(struct bgt_buffer *out, const char *text, size_t length)
{
    size_t start = out->length;
    bool has_cut = true;
    bgt_status status = bgt_layout_row_key(out, text, length);
    while (status == BGT_OK && has_cut) {
        has_cut = cut_suffix(out, start, ":");
        for (size_t i = 0; i < sizeof unit_suffixes / sizeof unit_suffixes[0]; i++) {
            has_cut = cut_suffix(out, start, unit_suffixes[i]) || has_cut;
        }
    }
    return status;
}

const struct bgt_labelled_word *bgt_labelled_find(const struct bgt_labelled *form,
                                                  struct bgt_slice key,
                                                  const struct bgt_labelled_word *from)
{
    const struct bgt_labelled_word *end = form->words + form->word_count;
    for (const struct bgt_labelled_word *word = from == NULL ? form->words : from;
         word < end; word++) {
        if (bgt_text_equal(word->key.text, word->key.length, key.text, key.length)) {
            return word;
        }
    }
    return NULL;
}

static void add_field(struct bgt_layout_fields *out, uint16_t field)
{
    out->bits[field / 64] |= UINT64_C(1) << field % 64;
}

static void add_block(struct bgt_layout_fields *out,
                      const struct bgt_labelled_block *block)
{
    add_field(out, block->measure);
    if (block->side != BGT_SIDE_NONE) {
        add_field(out, BGT_line_side);
    }
    for (size_t f = 0; f < block->fund_count; f++) {
        const struct bgt_labelled_fund *fund = &block->funds[f];
        if (fund->row_role != NULL) {
            add_field(out, BGT_line_row_role);
        }
        for (size_t v = 0; v < fund->values.count; v++) {
            add_field(out, fund->values.list[v].field);
        }
    }
}

void bgt_labelled_fields(const struct bgt_labelled *form, struct bgt_layout_fields *out)
{
    static const uint16_t always[] = {BGT_line_table_no, BGT_line_row_no,
                                      BGT_line_row_kind, BGT_line_item};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        add_field(out, always[i]);
    }
    if (form->entity == BGT_ENTITY_project) {
        add_field(out, BGT_line_pro_name);
    }
    for (size_t p = 0; p < form->part_count; p++) {
        for (size_t b = 0; b < form->parts[p].block_count; b++) {
            add_block(out, &form->parts[p].blocks[b]);
        }
    }
}

/* ---- Values of indicators ---- */

static size_t sign_length(struct bgt_slice text)
{
    static const char *const signs[] = {"≥",  "≤",  "＞", "＜", "＝",
                                        ">=", "<=", ">",  "<",  "="};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (bgt_text_starts_with(text.text, text.length, signs[i])) {
            return strlen(signs[i]);
        }
    }
    return 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t number_length(struct bgt_slice text)
{
    size_t at = 0;
    while (at < text.length &&
           (is_digit(text.text[at]) || text.text[at] == '.' || text.text[at] == ',')) {
        at++;
    }
    return at;
}

/* A word behind a number: no further digits, no sentence, no blanks or line breaks. */
static bool is_unit(struct bgt_slice text)
{
    static const char *const others[] = {"，", "。", "；", "、", "：", "≥", "≤"};
    if (text.length > UNIT_BYTES) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (is_digit(text.text[i]) || (unsigned char)text.text[i] <= ' ' ||
            strchr(",;:<>=", text.text[i]) != NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (bgt_text_find(text.text, text.length, 0, others[i]) != SIZE_MAX) {
            return false;
        }
    }
    return true;
}

/* A unit in brackets without them: (平方米). */
static struct bgt_slice without_brackets(struct bgt_slice text)
{
    static const char *const pairs[][2] = {{"(", ")"}, {"（", "）"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        size_t left = strlen(pairs[i][0]), right = strlen(pairs[i][1]);
        if (text.length > left + right &&
            bgt_text_starts_with(text.text, text.length, pairs[i][0]) &&
            bgt_text_ends_with(text.text, text.length, pairs[i][1])) {
            return bgt_text_trim(text.text + left, text.length - left - right);
        }
    }
    return text;
}

bool bgt_labelled_parse_value(struct bgt_slice text, struct bgt_labelled_value *out)
{
    struct bgt_slice rest = bgt_text_trim(text.text, text.length);
    out->sign = (struct bgt_slice){rest.text, sign_length(rest)};
    rest = bgt_text_trim(rest.text + out->sign.length, rest.length - out->sign.length);
    size_t digits = number_length(rest);
    if (digits == 0 || bgt_decimal_parse_grouped(rest.text, digits, &out->number, NULL) !=
                           BGT_DECIMAL_OK) {
        return false;
    }
    out->unit = without_brackets(bgt_text_trim(rest.text + digits, rest.length - digits));
    bool is_date = digits == 4 && out->sign.length == 0 &&
                   bgt_text_starts_with(out->unit.text, out->unit.length, "年");
    return !is_date && is_unit(out->unit);
}

/* ---- Numbers of tasks ---- */

struct bgt_slice bgt_labelled_number(struct bgt_slice prefix, struct bgt_slice text,
                                     unsigned *number)
{
    static const char *const colons[] = {"：", ":", "、", "."};
    struct bgt_slice rest = bgt_text_trim(text.text, text.length);
    uint64_t value = 0;
    size_t digits = 0;
    *number = 0;
    if (prefix.length == 0 || rest.length <= prefix.length ||
        !bgt_text_starts_with(rest.text, rest.length, prefix.text)) {
        return text;
    }
    rest.text += prefix.length;
    rest.length -= prefix.length;
    while (digits < rest.length && digits < TASK_DIGITS && is_digit(rest.text[digits])) {
        digits++;
    }
    if (!bgt_text_parse_unsigned(rest.text, digits, UINT16_MAX, &value) || value == 0) {
        return text;
    }
    rest = bgt_text_trim(rest.text + digits, rest.length - digits);
    for (size_t i = 0; i < sizeof colons / sizeof colons[0]; i++) {
        size_t length = strlen(colons[i]);
        if (bgt_text_starts_with(rest.text, rest.length, colons[i])) {
            *number = (unsigned)value;
            return bgt_text_trim(rest.text + length, rest.length - length);
        }
    }
    return text;
}
