#include "text_form.h"

/* Most digits of a page's number. */
#define PAGE_DIGITS 4
/* Lines between the title of a form and its first row: its year, its unit. */
#define HEADING_LINES 4

static bool ends_with(const char *text, size_t length, const char *end)
{
    size_t size = strlen(end);
    return length >= size && memcmp(text + length - size, end, size) == 0;
}

/* Bytes of a text without a remark in brackets at its end: …表（2023年度）. */
static size_t without_brackets(const char *text, size_t length)
{
    static const char *const pairs[][2] = {{"（", "）"}, {"(", ")"}};
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++) {
        size_t size = strlen(pairs[p][0]);
        if (!ends_with(text, length, pairs[p][1])) {
            continue;
        }
        for (size_t at = length; at > size; at--) {
            if (ends_with(text, at, pairs[p][0])) {
                return at - size;
            }
        }
    }
    return length;
}

/* A lone short word that ends with 表. */
static bool is_title(const struct bgt_text_page *page, size_t line)
{
    const struct bgt_text_page_line *at = &page->lines[line];
    if (at->token_count != 1 || at->kind != BGT_TEXT_SHORT) {
        return false;
    }
    const struct bgt_text_token *token = page->tokens + at->first_token;
    return ends_with(token->text, without_brackets(token->text, token->length), "表");
}

/* The next line that is not blank, behind so many others at most; line_count: none. */
static size_t next_of_kind(const struct bgt_text_page *page, size_t line,
                           enum bgt_text_line_kind kind, size_t most)
{
    for (size_t l = line + 1, count = 0; l < page->line_count && count <= most; l++) {
        if (page->lines[l].kind == kind) {
            return l;
        }
        count += page->lines[l].kind != BGT_TEXT_EMPTY;
    }
    return page->line_count;
}

bool bgt_text_is_form_title(const struct bgt_text_page *page, size_t line,
                            const char *mark)
{
    const struct bgt_text_token *token = bgt_text_tokens(page, line);
    return mark != NULL && token != NULL && is_title(page, line) &&
           bgt_text_has_part(token->text, token->length, mark) &&
           next_of_kind(page, line, BGT_TEXT_ROW, HEADING_LINES) < page->line_count;
}

bool bgt_text_ends_form(const struct bgt_text_page *page, size_t line)
{
    return is_title(page, line) &&
           next_of_kind(page, line, BGT_TEXT_FACTS, 0) < page->line_count;
}

/* Whether no line but blank ones stands between a line and an edge of the page. */
static bool is_at_edge(const struct bgt_text_page *page, size_t line)
{
    size_t above = 0, below = line + 1;
    while (above < line && page->lines[above].kind == BGT_TEXT_EMPTY) {
        above++;
    }
    while (below < page->line_count && page->lines[below].kind == BGT_TEXT_EMPTY) {
        below++;
    }
    return above == line || below == page->line_count;
}

bool bgt_text_is_page_number(const struct bgt_text_page *page, size_t line)
{
    const struct bgt_text_token *token = bgt_text_tokens(page, line);
    if (page->lines[line].token_count != 1 || token->length > PAGE_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < token->length; i++) {
        if (token->text[i] < '0' || token->text[i] > '9') {
            return false;
        }
    }
    return is_at_edge(page, line);
}

bool bgt_text_goes_on(const struct bgt_text_page *page)
{
    for (size_t l = 0; l < page->line_count; l++) {
        if (page->lines[l].kind != BGT_TEXT_EMPTY && !bgt_text_is_page_number(page, l)) {
            return page->lines[l].kind == BGT_TEXT_ROW;
        }
    }
    return false;
}

static bgt_status put_word(const struct bgt_text_context *context,
                           struct bgt_batch *batch, const struct bgt_text_token *token,
                           uint32_t column)
{
    struct bgt_text_line cell = context->page->lines[token->line].line;
    cell.text = token->text;
    cell.length = token->length;
    bgt_status status =
        bgt_text_put_cell(context, batch, column, &cell, token->character);
    if (status == BGT_OK) {
        uint32_t wide = token->end > token->start ? token->end - token->start : 1;
        batch->values[batch->value_count - 1].span_columns = (uint16_t)wide;
    }
    return status;
}

bgt_status bgt_text_put_placed(struct bgt_text_context *context, struct bgt_batch *batch,
                               const struct bgt_text_page_line *line)
{
    uint32_t last = 0;
    context->is_table = false;
    bgt_status status = bgt_text_begin_row(context, batch, &line->line);
    if (status == BGT_OK) {
        batch->items[batch->item_count - 1].flags |= BGT_ITEM_PLACED;
    }
    for (size_t i = 0; status == BGT_OK && i < line->token_count; i++) {
        const struct bgt_text_token *token =
            context->page->tokens + line->first_token + i;
        /* Words beyond the widest page share its last column. */
        last = token->start + 1 > last ? token->start + 1 : last + 1;
        status = put_word(context, batch, token, last);
    }
    return status;
}
