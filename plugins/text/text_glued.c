#include "text_glued.h"

#include <stdlib.h>

/* Codes that must stand alone in a column before one that is glued to its name is parted
 * there. */
#define CODES_ALONE 2

/* Digits at the beginning. */
static size_t digits_of(const struct bgt_text_token *token)
{
    size_t count = 0;
    while (count < token->length && token->text[count] >= '0' &&
           token->text[count] <= '9') {
        count++;
    }
    return count;
}

static bool is_code_length(size_t digits)
{
    return digits == 3 || digits == 5 || digits == 7;
}

bool bgt_text_is_code(const struct bgt_text_token *token)
{
    return is_code_length(token->length) && digits_of(token) == token->length;
}

/* Digits of the code before a Chinese name; 0: the word is none of both. */
static size_t glued_digits(const struct bgt_text_token *token)
{
    size_t digits = digits_of(token);
    if (!is_code_length(digits) || digits == token->length) {
        return 0;
    }
    const char *name = token->text + digits;
    size_t bytes = bgt_text_character(name, token->length - digits);
    /* 3 to 4 bytes: a Chinese character. A full-width form is part of a figure. */
    return bytes >= 3 && bgt_text_width(name, bytes) == 2 &&
                   (unsigned char)name[0] != 0xEF
               ? digits
               : 0;
}

/* Codes by the column in which they begin. */
struct beginnings {
    uint32_t count[BGT_TEXT_PAGE_COLUMNS];
};

static bool is_below_codes(const struct beginnings *codes,
                           const struct bgt_text_token *token)
{
    uint32_t at = token->start;
    uint32_t count = codes->count[at] + (at > 0 ? codes->count[at - 1] : 0) +
                     (at + 1 < BGT_TEXT_PAGE_COLUMNS ? codes->count[at + 1] : 0);
    return count >= CODES_ALONE && glued_digits(token) > 0;
}

static struct bgt_text_token cut(struct bgt_text_token *token)
{
    size_t digits = glued_digits(token);
    struct bgt_text_token name = *token;
    name.text += digits;
    name.length -= digits;
    name.start += (uint32_t)digits;
    name.character += (uint32_t)digits;
    token->length = digits;
    token->end = name.start;
    token->is_number = true;
    return name;
}

static bgt_status reserve(struct bgt_text_page *page, size_t more)
{
    size_t needed = page->token_count + more;
    if (needed <= page->token_capacity) {
        return BGT_OK;
    }
    struct bgt_text_token *grown = realloc(page->tokens, needed * sizeof *grown);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    page->tokens = grown;
    page->token_capacity = needed;
    return BGT_OK;
}

/* Makes room from the last line down to the first, so that each word moves once. */
static void part_lines(struct bgt_text_page *page, size_t first, size_t end,
                       const struct beginnings *codes, size_t more)
{
    size_t to = page->token_count + more;
    for (size_t l = page->line_count; l-- > first;) {
        struct bgt_text_page_line *line = &page->lines[l];
        size_t last = to;
        for (size_t i = line->token_count; i-- > 0;) {
            struct bgt_text_token token = page->tokens[line->first_token + i];
            if (l < end && is_below_codes(codes, &token)) {
                struct bgt_text_token name = cut(&token);
                page->tokens[--to] = name;
            }
            page->tokens[--to] = token;
        }
        line->first_token = to;
        line->token_count = last - to;
        line->kind = line->token_count > 1 && line->kind == BGT_TEXT_SHORT ? BGT_TEXT_ROW
                                                                           : line->kind;
    }
    page->token_count += more;
}

bgt_status bgt_text_part_glued(struct bgt_text_page *page, size_t first, size_t end)
{
    struct beginnings codes = {{0}};
    size_t more = 0;
    for (size_t l = first; l < end; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            codes.count[tokens[i].start] += bgt_text_is_code(&tokens[i]);
        }
    }
    for (size_t l = first; l < end; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            more += is_below_codes(&codes, &tokens[i]);
        }
    }
    bgt_status status = more == 0 ? BGT_OK : reserve(page, more);
    if (status == BGT_OK && more > 0) {
        part_lines(page, first, end, &codes, more);
    }
    return status;
}
