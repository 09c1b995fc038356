#include "csv_quote.h"

#include <string.h>

#include "budget/decimal.h"

static const char MARK[] = "\xEF\xBB\xBF";

bool bgt_csv_needs_quotes(const char *text, size_t length, char delimiter)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == delimiter || c == '"' || c == '\n' || c == '\r') {
            return true;
        }
    }
    return length >= 3 && memcmp(text, MARK, 3) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Bytes at the front that a number or date may hold: 1, or 3 for 年 月 日; 0 for none. */
static size_t typed_bytes(const char *text, size_t length)
{
    static const char *const words[] = {"年", "月", "日"};
    if (text[0] != '\0' && strchr("0123456789+-.,:/%eETZ() ", text[0]) != NULL) {
        return 1;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (length >= 3 && memcmp(text, words[i], 3) == 0) {
            return 3;
        }
    }
    return 0;
}

static bool is_word(const char *text, size_t length, const char *word)
{
    if (length != strlen(word)) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != word[i]) {
            return false;
        }
    }
    return true;
}

bool bgt_csv_is_ambiguous(const char *text, size_t length)
{
    bool has_digit = false;
    if (length == 0) {
        return false;
    }
    if (is_blank(text[0]) || is_blank(text[length - 1]) ||
        is_word(text, length, "true") || is_word(text, length, "false")) {
        return true;
    }
    for (size_t i = 0; i < length;) {
        size_t step = typed_bytes(text + i, length - i);
        if (step == 0) {
            return false;
        }
        has_digit = has_digit || (text[i] >= '0' && text[i] <= '9');
        i += step;
    }
    return has_digit;
}

bool bgt_csv_is_formula(const char *text, size_t length)
{
    struct bgt_decimal decimal;
    if (length < 2 || text[0] == '\0' || strchr("=+-@\t\r", text[0]) == NULL) {
        return false;
    }
    size_t digits = text[length - 1] == '%' ? length - 1 : length;
    return bgt_decimal_parse(text, digits, &decimal) == BGT_DECIMAL_SYNTAX;
}
