#include "layout/sheet_name.h"

#include <string.h>

#include "base/utf8.h"

/* Bytes of a name: what a file system allows, with room for `.csv`. */
#define NAME_BYTES_MAX   240
#define BUFFER_BYTES_MAX 512
#define TAKEN_BYTES      (4u << 20)

void bgt_sheet_names_init(struct bgt_sheet_names *names)
{
    names->taken = NULL;
    bgt_buffer_init(&names->name, NULL, BUFFER_BYTES_MAX);
    bgt_buffer_init(&names->folded, NULL, BUFFER_BYTES_MAX);
}

void bgt_sheet_names_close(struct bgt_sheet_names *names)
{
    bgt_interner_close(names->taken);
    bgt_buffer_close(&names->name);
    bgt_buffer_close(&names->folded);
}

/* Length of the beginning of a text that keeps both bounds. */
static size_t fitting(struct bgt_slice text, size_t bytes, uint32_t characters)
{
    size_t length = text.length <= bytes
                        ? text.length
                        : bgt_utf8_truncate(text.text, text.length, bytes);
    while (characters != 0 && bgt_utf8_count(text.text, length) > characters)
        length = bgt_utf8_truncate(text.text, length, length - 1);
    return length;
}

static bool is_forbidden(unsigned char c)
{
    return c < ' ' || c == 0x7f || strchr(":\\/?*[]", c) != NULL;
}

static bool is_forbidden_at_end(char c)
{
    return c == '\'' || c == '.' || c == ' ';
}

static bgt_status append_valid(struct bgt_buffer *out, struct bgt_slice wanted)
{
    bgt_status status = BGT_OK;
    if (wanted.length == 0 || !bgt_utf8_valid(wanted.text, wanted.length, NULL))
        return bgt_buffer_append_text(out, "Sheet");
    for (size_t i = 0; i < wanted.length && status == BGT_OK; i++)
        status = bgt_buffer_append_char(
            out, is_forbidden((unsigned char)wanted.text[i]) ? '_' : wanted.text[i]);
    if (status != BGT_OK)
        return status;
    if (is_forbidden_at_end(out->data[0]))
        out->data[0] = '_';
    if (is_forbidden_at_end(out->data[out->length - 1]))
        out->data[out->length - 1] = '_';
    if (bgt_text_equal_ignore_case(out->data, out->length, "History", 7))
        status = bgt_buffer_append_char(out, '_');
    return status;
}

/* Whether the name was free; then it is taken now. */
static bgt_status take(struct bgt_sheet_names *names, bool *was_free)
{
    bgt_buffer_clear(&names->folded);
    bgt_status status =
        bgt_text_normalise_with(&names->folded, names->name.data, names->name.length,
                                BGT_NORMALISE_KEEP_BLANKS | BGT_NORMALISE_FOLD_CASE);
    if (status != BGT_OK)
        return status;
    uint32_t before = bgt_interner_count(names->taken);
    uint32_t id =
        bgt_interner_intern(names->taken, names->folded.data, names->folded.length);
    *was_free = id > before;
    return id == 0 ? BGT_LIMIT : BGT_OK;
}

/* ` (2)`. */
static bgt_status append_number(struct bgt_buffer *out, uint32_t number)
{
    bgt_status status = bgt_buffer_append_text(out, " (");
    if (status == BGT_OK)
        status = bgt_buffer_append_unsigned(out, number);
    return status == BGT_OK ? bgt_buffer_append_char(out, ')') : status;
}

static size_t digits_of(uint32_t number)
{
    size_t digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

bgt_status bgt_sheet_names_add(struct bgt_sheet_names *names, struct bgt_slice wanted,
                               uint32_t maximum, const char **name)
{
    bool was_free = false;
    bgt_status status = BGT_OK;
    if (names->taken == NULL) {
        struct bgt_interner_options options = {.maximum_bytes = TAKEN_BYTES};
        status = bgt_interner_open(&options, &names->taken);
    }
    for (uint32_t number = 1; status == BGT_OK && !was_free; number++) {
        size_t suffix = number > 1 ? 3 + digits_of(number) : 0;
        uint32_t characters = maximum > suffix ? maximum - (uint32_t)suffix : maximum;
        struct bgt_slice cut = {wanted.text,
                                fitting(wanted, NAME_BYTES_MAX - suffix, characters)};
        bgt_buffer_clear(&names->name);
        status = append_valid(&names->name, cut);
        if (status == BGT_OK && number > 1)
            status = append_number(&names->name, number);
        if (status == BGT_OK)
            status = take(names, &was_free);
    }
    *name = names->name.data;
    return status;
}
