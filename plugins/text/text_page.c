#include "text_page.h"

#include <stdlib.h>

/* One word of more characters is prose. */
#define SHORT_CHARACTERS 24
/* Words that must stand below one another in one way of counting more than in the other,
 * and a quarter: what `pdftotext` gives counts a character as one column. */
#define WIDE_MARGIN 2
/* So many digits before a blank are an amount, not a year before 年. */
#define AMOUNT_DIGITS 5

/* The plain character that a character stands for, full-width forms included; 0: none of
 * those that numbers have. */
static char plain_of(const char *text, size_t length, size_t *bytes)
{
    unsigned char last = 0;
    *bytes = 1;
    if ((unsigned char)text[0] < 0x80) {
        return text[0];
    }
    if (length < 3 || (unsigned char)text[0] != 0xEF || (unsigned char)text[1] != 0xBC) {
        return 0;
    }
    *bytes = 3;
    last = (unsigned char)text[2];
    return last > 0x80 && last < 0xA0 ? (char)(last - 0x60) : 0;
}

bool bgt_text_is_number(const char *text, size_t length)
{
    bool has_digit = false;
    char plain = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < length; i += bytes) {
        plain = plain_of(text + i, length - i, &bytes);
        if (plain >= '0' && plain <= '9') {
            has_digit = true;
        } else if (plain == 0 ||
                   (strchr(",.%", plain) == NULL && !(i == 0 && plain == '-'))) {
            return false;
        }
    }
    return has_digit && plain != '.' && plain != ',';
}

static bool is_amount(const char *text, size_t length)
{
    return bgt_text_is_number(text, length) &&
           (length >= AMOUNT_DIGITS || memchr(text, ',', length) != NULL ||
            memchr(text, '.', length) != NULL);
}

static bool grow(void **list, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity) {
        return true;
    }
    size_t wanted = *capacity == 0 ? 256 : *capacity * 2;
    void *grown = realloc(*list, wanted * size);
    if (grown == NULL) {
        return false;
    }
    *list = grown;
    *capacity = wanted;
    return true;
}

/* ---- Tokens ---- */

/* Walks over a line. */
struct walk {
    const struct bgt_text_line *line;
    size_t at;
    uint32_t column, character;
    bool is_wide;
};

static void step(struct walk *walk)
{
    const char *text = walk->line->text + walk->at;
    size_t bytes = bgt_text_character(text, walk->line->length - walk->at);
    walk->at += bytes;
    walk->character++;
    walk->column += walk->is_wide ? bgt_text_width(text, bytes) : 1;
    if (walk->column >= BGT_TEXT_PAGE_COLUMNS) {
        walk->column = BGT_TEXT_PAGE_COLUMNS - 1;
    }
}

static bool at_space(const struct walk *walk)
{
    size_t bytes = 0;
    return bgt_text_is_space(walk->line->text + walk->at, walk->line->length - walk->at,
                             &bytes) ||
           walk->line->text[walk->at] == '\t';
}

/* Whether the single blank at hand parts an amount from a label. */
static bool parts_amount(const struct walk *walk, const struct bgt_text_token *token)
{
    const char *next = walk->line->text + walk->at + 1;
    size_t rest = walk->line->length - walk->at - 1;
    size_t length = 0;
    while (length < rest && next[length] != ' ') {
        length++;
    }
    bool is_left = is_amount(token->text, token->length);
    bool is_right = length > 0 && is_amount(next, length);
    return is_left || is_right;
}

/* Reads one token; the walk stands on its first character. */
static struct bgt_text_token read_token(struct walk *walk, uint32_t line)
{
    struct bgt_text_token token = {.text = walk->line->text + walk->at,
                                   .line = line,
                                   .start = walk->column,
                                   .character = walk->character};
    while (walk->at < walk->line->length) {
        if (at_space(walk)) {
            struct walk next = *walk;
            step(&next);
            if (next.at >= walk->line->length || at_space(&next) ||
                walk->line->text[walk->at] != ' ' || parts_amount(walk, &token)) {
                break;
            }
        }
        step(walk);
        token.length = (size_t)(walk->line->text + walk->at - token.text);
        token.end = walk->column;
    }
    token.is_number = bgt_text_is_number(token.text, token.length);
    return token;
}

/* ---- Lines ---- */

/* `label：value`, where the value is no number. */
static bool is_fact(const struct bgt_text_token *token)
{
    static const char *const colons[] = {"：", ":"};
    for (size_t c = 0; c < sizeof colons / sizeof colons[0]; c++) {
        size_t size = strlen(colons[c]);
        for (size_t i = 1; i + size < token->length; i++) {
            if (memcmp(token->text + i, colons[c], size) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool is_dots(const struct bgt_text_token *token)
{
    return bgt_text_has_part(token->text, token->length, "……") ||
           bgt_text_has_part(token->text, token->length, "....");
}

static bool is_note(const struct bgt_text_token *token)
{
    size_t size = strlen("注");
    return token->length > size && memcmp(token->text, "注", size) == 0;
}

/* 目    录: a title, not two cells. */
static bool is_contents_title(const struct bgt_text_token *tokens, size_t count)
{
    return count == 2 && tokens[0].length == strlen("目") &&
           tokens[1].length == strlen("录") &&
           memcmp(tokens[0].text, "目", strlen("目")) == 0 &&
           memcmp(tokens[1].text, "录", strlen("录")) == 0;
}

static enum bgt_text_line_kind kind_of(const struct bgt_text_page *page,
                                       const struct bgt_text_page_line *line)
{
    bool has_number = false;
    bool has_fact = false;
    if (line->token_count == 0) {
        return BGT_TEXT_EMPTY;
    }
    const struct bgt_text_token *tokens = page->tokens + line->first_token;
    if (is_note(&tokens[0]) || is_contents_title(tokens, line->token_count)) {
        return BGT_TEXT_PROSE;
    }
    for (size_t i = 0; i < line->token_count; i++) {
        has_number = has_number || tokens[i].is_number;
        has_fact = has_fact || is_fact(&tokens[i]);
        if (is_dots(&tokens[i]) ||
            bgt_text_has_part(tokens[i].text, tokens[i].length, "。")) {
            return BGT_TEXT_PROSE;
        }
    }
    if (line->token_count == 1 &&
        bgt_text_count(tokens[0].text, tokens[0].length) > SHORT_CHARACTERS) {
        return BGT_TEXT_PROSE;
    }
    if (has_fact && !has_number && line->token_count <= 4) {
        return BGT_TEXT_FACTS;
    }
    return line->token_count == 1 ? BGT_TEXT_SHORT : BGT_TEXT_ROW;
}

static bgt_status add_line(struct bgt_text_page *page, const struct bgt_text_line *line)
{
    if (!grow((void **)&page->lines, &page->line_capacity, page->line_count,
              sizeof *page->lines)) {
        return BGT_NO_MEMORY;
    }
    struct bgt_text_page_line *added = &page->lines[page->line_count];
    struct walk walk = {.line = line, .character = 1, .is_wide = page->is_wide};
    *added = (struct bgt_text_page_line){.line = *line, .first_token = page->token_count};
    while (walk.at < line->length) {
        if (at_space(&walk)) {
            step(&walk);
            continue;
        }
        if (!grow((void **)&page->tokens, &page->token_capacity, page->token_count,
                  sizeof *page->tokens)) {
            return BGT_NO_MEMORY;
        }
        page->tokens[page->token_count++] = read_token(&walk, (uint32_t)page->line_count);
    }
    added->token_count = page->token_count - added->first_token;
    added->kind = kind_of(page, added);
    page->line_count++;
    return BGT_OK;
}

bgt_status bgt_text_read_page(struct bgt_text_lines *lines, struct bgt_text_page *page)
{
    struct bgt_text_line line;
    page->line_count = 0;
    page->token_count = 0;
    for (;;) {
        struct bgt_text_lines before = *lines;
        if (!bgt_text_next_line(lines, &line)) {
            return page->line_count == 0 ? BGT_END : BGT_OK;
        }
        if (page->line_count > 0 &&
            (line.is_page_start || page->line_count == BGT_TEXT_PAGE_LINES)) {
            *lines = before;
            return BGT_OK;
        }
        bgt_status status = add_line(page, &line);
        if (status != BGT_OK) {
            return status;
        }
    }
}

/* ---- Width ---- */

/* Edges of the words of the last line that has more than one, by column: the number of
 * that line, counted from 1. */
struct edges {
    uint64_t starts[BGT_TEXT_PAGE_COLUMNS];
    uint64_t ends[BGT_TEXT_PAGE_COLUMNS];
    uint64_t line;
};

/* Words of a line, but the first, that begin or, figures, end where one of the line
 * before does. */
static uint64_t count_line(const struct bgt_text_page *page,
                           const struct bgt_text_page_line *line, struct edges *edges)
{
    const struct bgt_text_token *tokens = page->tokens + line->first_token;
    uint64_t count = 0;
    for (size_t i = 1; edges->line > 0 && i < line->token_count; i++) {
        bool is_aligned = tokens[i].is_number
                              ? edges->ends[tokens[i].end] == edges->line
                              : edges->starts[tokens[i].start] == edges->line;
        count += is_aligned;
    }
    edges->line++;
    for (size_t i = 1; i < line->token_count; i++) {
        if (tokens[i].is_number) {
            edges->ends[tokens[i].end] = edges->line;
        } else {
            edges->starts[tokens[i].start] = edges->line;
        }
    }
    return count;
}

/* Words that stand below one another: figures by their right edges, others by their
 * left ones. */
static bgt_status count_edges(struct bgt_text_lines lines, struct bgt_text_page *page,
                              bool is_wide, uint64_t *count)
{
    struct edges *edges = calloc(1, sizeof *edges);
    bgt_status status = edges == NULL ? BGT_NO_MEMORY : BGT_OK;
    page->is_wide = is_wide;
    while (status == BGT_OK && (status = bgt_text_read_page(&lines, page)) == BGT_OK) {
        for (size_t i = 0; i < page->line_count; i++) {
            if (page->lines[i].token_count > 1) {
                *count += count_line(page, &page->lines[i], edges);
            }
        }
    }
    free(edges);
    return status == BGT_END ? BGT_OK : status;
}

bgt_status bgt_text_find_width(struct bgt_text_lines lines, struct bgt_text_page *page)
{
    uint64_t narrow = 0;
    uint64_t wide = 0;
    bgt_status status = count_edges(lines, page, false, &narrow);
    if (status == BGT_OK) {
        status = count_edges(lines, page, true, &wide);
    }
    page->is_wide = wide > narrow + narrow / 4 + WIDE_MARGIN;
    return status;
}

void bgt_text_clear_page(struct bgt_text_page *page)
{
    free(page->lines);
    free(page->tokens);
    memset(page, 0, sizeof *page);
}
