#include "layout/title.h"

#include <string.h>

/* A title that is part of a longer text. */
#define PART_LEAST 24
#define PART_MORE  14
/* It has at least so many bytes: three Chinese characters. */
#define PART_BYTES 9
/* A longer text is no title. */
#define TITLE_BYTES 240

unsigned bgt_match_title(const struct bgt_layout *layout, struct bgt_slice key)
{
    unsigned best = 0;
    for (uint16_t i = 0; i < layout->title.key_count; i++) {
        struct bgt_slice title = layout->title.keys[i];
        unsigned score = 0;
        if (bgt_text_equal(title.text, title.length, key.text, key.length)) {
            return BGT_TITLE_SHARE;
        }
        if (title.length >= PART_BYTES && title.length < key.length &&
            bgt_text_find(key.text, key.length, 0, title.text) != SIZE_MAX) {
            score = PART_LEAST + (unsigned)(PART_MORE * title.length / key.length);
        }
        best = score > best ? score : best;
    }
    return best;
}

/* Words that say of which money a table is, or in which state of it. */
static const char *const qualifiers[] = {
    "一般公共预算", "政府性基金", "国有资本", "社会保险基金", "财政专户", "单位资金",
    "财政拨款",     "政府采购",   "购买服务", "三公",         "机关运行", "项目支出",
    "基本支出",     "结转",       "决算",     "调整",         "追加",     "执行",
    "非税",         "绩效",       "经济分类", "转移支付",     "债务",     "附表"};

static bool holds(struct bgt_slice text, const char *word)
{
    return bgt_text_find(text.text, text.length, 0, word) != SIZE_MAX;
}

/* Whether one of the layout's own titles holds the word. */
static bool is_own_word(const struct bgt_layout *layout, const char *word)
{
    bool is_own = holds(layout->title.written, word);
    for (uint16_t i = 0; !is_own && i < layout->title.key_count; i++) {
        is_own = holds(layout->title.keys[i], word);
    }
    return is_own;
}

/* Whether the layout is of one fund, each of which is 财政拨款. */
static bool is_of_one_fund(const struct bgt_layout *layout)
{
    return is_own_word(layout, "一般公共预算") || is_own_word(layout, "政府性基金") ||
           is_own_word(layout, "国有资本");
}

/* Whether a title's words hold one that the layout's do not. */
static bool is_qualified(const struct bgt_layout *layout, struct bgt_slice words)
{
    for (size_t i = 0; i < sizeof qualifiers / sizeof qualifiers[0]; i++) {
        if (holds(words, qualifiers[i]) && !is_own_word(layout, qualifiers[i]) &&
            !(strcmp(qualifiers[i], "财政拨款") == 0 && is_of_one_fund(layout))) {
            return true;
        }
    }
    return false;
}

/* Where the table's own words begin: behind the last year, else behind the name of an
 * office. */
static size_t begin_of_words(struct bgt_slice text)
{
    static const char *const offices[] = {"局",   "厅",   "委员会", "办公室", "办事处",
                                          "街道", "中心", "学校",   "学院",   "医院"};
    size_t begin = 0;
    for (size_t at = 0; at < text.length; at++) {
        if (text.text[at] >= '0' && text.text[at] <= '9') {
            begin = at + 1;
        }
    }
    for (size_t i = 0; begin == 0 && i < sizeof offices / sizeof offices[0]; i++) {
        size_t at = bgt_text_find(text.text, text.length, 0, offices[i]);
        while (at != SIZE_MAX) {
            size_t end = at + strlen(offices[i]);
            begin = end > begin ? end : begin;
            at = bgt_text_find(text.text, text.length, end, offices[i]);
        }
    }
    return begin;
}

/* A text that ends in 表, or in 表 and something in brackets. */
static bool is_title(struct bgt_slice text)
{
    size_t end = text.length;
    if (end > 0 && text.text[end - 1] == ')') {
        while (end > 0 && text.text[end - 1] != '(') {
            end--;
        }
        end = end > 0 ? end - 1 : 0;
    }
    return text.length <= TITLE_BYTES && bgt_text_ends_with(text.text, end, "表");
}

bgt_status bgt_title_contradicts(const struct bgt_layout *layout, struct bgt_slice text,
                                 struct bgt_buffer *scratch, bool *contradicts)
{
    *contradicts = false;
    bgt_buffer_clear(scratch);
    bgt_status status = text.length > TITLE_BYTES
                            ? BGT_OK
                            : bgt_text_normalise(scratch, text.text, text.length);
    struct bgt_slice words = {scratch->data, scratch->length};
    if (status != BGT_OK || words.length == 0 || !is_title(words)) {
        return status;
    }
    size_t begin = begin_of_words(words);
    words.text += begin;
    words.length -= begin;
    bool is_with = holds(words, "含上年结转") && !holds(words, "不含上年结转");
    bool is_final = is_own_word(layout, "决算"); /* such a table says so */
    *contradicts = is_qualified(layout, words) || (is_final && !holds(words, "决算")) ||
                   (is_with && is_own_word(layout, "不含上年结转"));
    return BGT_OK;
}
