#include "text_continue.h"

/* How far a column may lie elsewhere on the next page. */
#define PAGE_SHIFT 12

/* The value of 一 to 九; 0: another character. */
static unsigned unit_at(const struct bgt_text_token *token, size_t at)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五",
                                         "六", "七", "八", "九"};
    for (unsigned i = 0; i < sizeof digits / sizeof digits[0]; i++) {
        size_t size = strlen(digits[i]);
        if (at + size <= token->length &&
            memcmp(token->text + at, digits[i], size) == 0) {
            return i + 1;
        }
    }
    return 0;
}

static bool is_at(const struct bgt_text_token *token, size_t at, const char *word)
{
    size_t size = strlen(word);
    return at + size <= token->length && memcmp(token->text + at, word, size) == 0;
}

/* 二十三、 is 23; 0: the word has no such number. */
static unsigned number_of(const struct bgt_text_token *token)
{
    size_t size = strlen("一");
    size_t at = 0;
    unsigned number = unit_at(token, at);
    at += number > 0 ? size : 0;
    if (is_at(token, at, "十")) {
        at += size;
        unsigned unit = unit_at(token, at);
        at += unit > 0 ? size : 0;
        number = (number > 0 ? number : 1) * 10 + unit;
    }
    return is_at(token, at, "、") ? number : 0;
}

struct bgt_text_last_row bgt_text_find_last_row(const struct bgt_text_page *page,
                                                const struct bgt_text_table *table)
{
    struct bgt_text_last_row last = {0, 0};
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            unsigned number = number_of(&tokens[i]);
            if (number > 0) {
                last = (struct bgt_text_last_row){number, tokens[i].start};
            }
        }
    }
    return last;
}

bool bgt_text_is_next_row(const struct bgt_text_page *page, size_t line,
                          const struct bgt_text_last_row *last)
{
    const struct bgt_text_token *token = bgt_text_tokens(page, line);
    uint32_t shift = token->start > last->start ? token->start - last->start
                                                : last->start - token->start;
    return last->number > 0 && number_of(token) == last->number + 1 &&
           shift <= PAGE_SHIFT && token->start > 0;
}

bool bgt_text_carry_names(const struct bgt_text_table *before,
                          struct bgt_text_table *table)
{
    struct bgt_text_table page = *table;
    size_t names = 0;
    size_t at = 0;
    for (size_t c = 0; c < before->column_count; c++) {
        names += before->columns[c].has_body && !before->columns[c].is_number;
    }
    for (size_t c = 0; c < page.column_count; c++) {
        if (page.columns[c].is_number) {
            return false;
        }
    }
    if (names == 0 || page.column_count != names) {
        return false;
    }
    table->column_count = before->column_count;
    for (size_t c = 0; c < before->column_count; c++) {
        bool holds_names = before->columns[c].has_body && !before->columns[c].is_number;
        table->columns[c] = before->columns[c];
        table->columns[c].label_left = table->columns[c].label_right = 0;
        table->columns[c].has_body = holds_names;
        if (holds_names) {
            table->columns[c].left = page.columns[at].left;
            table->columns[c].right = page.columns[at++].right;
        }
    }
    return true;
}
