#include "text_clusters.h"

#include <stdlib.h>

/* Words that stand apart from all others in their column, such as 合计. */
#define LONELY_TOKENS 4

static bool begins_with(const struct bgt_text_token *token, const char *word)
{
    size_t size = strlen(word);
    return token->length >= size && memcmp(token->text, word, size) == 0;
}

/* ---- Where the body begins ---- */

static bool kind_is(const struct bgt_text_page *page, size_t line,
                    enum bgt_text_line_kind kind)
{
    return page->lines[line].kind == kind;
}

bool bgt_text_is_numbered(const struct bgt_text_token *token)
{
    static const char *const digits[] = {"一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "十"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof digits / sizeof digits[0];) {
        size_t size = strlen(digits[i]);
        if (at + size <= token->length &&
            memcmp(token->text + at, digits[i], size) == 0) {
            at += size;
            i = 0;
        } else {
            i++;
        }
    }
    return at > 0 && token->length - at > strlen("、") &&
           memcmp(token->text + at, "、", strlen("、")) == 0;
}

/* 1 2 3 … below the header: the numbers of the columns. */
static bool is_numbering(const struct bgt_text_page *page, size_t line)
{
    const struct bgt_text_token *tokens = bgt_text_tokens(page, line);
    size_t count = page->lines[line].token_count;
    for (size_t i = 0; i < count; i++) {
        unsigned number = 0;
        for (size_t c = 0; c < tokens[i].length && c < 3; c++) {
            char digit = tokens[i].text[c];
            number = digit >= '0' && digit <= '9' ? number * 10 + (unsigned)(digit - '0')
                                                  : UINT16_MAX;
        }
        if (number != i + 1) {
            return false;
        }
    }
    return count > 1;
}

static bool is_body_line(const struct bgt_text_page *page, size_t line)
{
    const struct bgt_text_token *tokens = bgt_text_tokens(page, line);
    size_t count = page->lines[line].token_count;
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].is_number || bgt_text_is_numbered(&tokens[i])) {
            return true;
        }
    }
    return count == 1 &&
           (begins_with(&tokens[0], "合计") || begins_with(&tokens[0], "总计"));
}

/* 科目编码, 科目名称: only headers have such words. */
static bool is_heading_word(const struct bgt_text_token *token)
{
    static const char *const ends[] = {"编码", "代码", "名称"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t size = strlen(ends[i]);
        if (token->length >= size &&
            memcmp(token->text + token->length - size, ends[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a line above the body is the name of a row without figures: one word, at the
 * left, below a line of several labels. */
static bool is_blank_row(const struct bgt_text_page *page,
                         const struct bgt_text_table *table, size_t line)
{
    const struct bgt_text_token *below = bgt_text_tokens(page, table->body_line);
    if (kind_is(page, line, BGT_TEXT_SHORT) && below != NULL &&
        !is_heading_word(bgt_text_tokens(page, line)) &&
        bgt_text_tokens(page, line)->start < below->end) {
        for (size_t l = table->first_line; l < line; l++) {
            if (kind_is(page, l, BGT_TEXT_ROW)) {
                return true;
            }
        }
    }
    return false;
}

/* 合计 below the labels of codes and names is the first row, although the labels of
 * other columns stand in its line. */
static void find_first_sum(const struct bgt_text_page *page, struct bgt_text_table *table)
{
    size_t last = table->header_end;
    uint32_t left = UINT32_MAX;
    uint32_t right = 0;
    while (last > table->first_line && page->lines[last - 1].token_count == 0) {
        last--;
    }
    if (last == table->first_line || page->lines[last - 1].token_count < 2) {
        return;
    }
    for (size_t l = table->first_line; l < last - 1; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            if (is_heading_word(&tokens[i])) {
                left = tokens[i].start < left ? tokens[i].start : left;
                right = tokens[i].end > right ? tokens[i].end : right;
            }
        }
    }
    const struct bgt_text_token *sum = bgt_text_tokens(page, last - 1);
    if (sum->length == strlen("合计") && begins_with(sum, "合计") && sum->start >= left &&
        sum->end <= right) {
        table->first_sum = sum;
    }
}

void bgt_text_find_body(const struct bgt_text_page *page, struct bgt_text_table *table)
{
    table->body_line = table->first_line;
    while (table->body_line < table->end_line && !is_body_line(page, table->body_line)) {
        table->body_line++;
    }
    for (size_t l = table->body_line;
         table->body_line < table->end_line && l-- > table->first_line;) {
        if (is_blank_row(page, table, l)) {
            table->body_line = l;
        } else if (!kind_is(page, l, BGT_TEXT_EMPTY)) {
            break;
        }
    }
    table->header_end = table->body_line;
    find_first_sum(page, table);
    if (table->body_line < table->end_line && is_numbering(page, table->body_line)) {
        table->body_line++;
    }
}

/* ---- Clusters: what the body covers ---- */

/* Adds the runs of one kind. */
static bool find_runs(const struct bgt_text_page *page,
                      const struct bgt_text_table *table, bool is_number,
                      struct bgt_text_clusters *out)
{
    bool covered[BGT_TEXT_PAGE_COLUMNS] = {false};
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            for (uint32_t c = tokens[i].start;
                 tokens[i].is_number == is_number && c < tokens[i].end; c++) {
                covered[c] = true;
            }
        }
    }
    for (uint32_t c = 0; c < BGT_TEXT_PAGE_COLUMNS; c++) {
        if (!covered[c]) {
            continue;
        }
        if (c == 0 || !covered[c - 1]) {
            if (out->count == BGT_TEXT_TABLE_COLUMNS) {
                return false;
            }
            out->list[out->count++] =
                (struct bgt_text_cluster){.left = c, .is_number = is_number};
        }
        out->list[out->count - 1].right = c + 1;
    }
    return true;
}

static int cluster_order(const void *a, const void *b)
{
    const struct bgt_text_cluster *left = a;
    const struct bgt_text_cluster *right = b;
    return left->left < right->left ? -1 : left->left > right->left;
}

/* A dash among figures, and 合计 among codes, begin no column of their own. */
static void drop_inner_names(struct bgt_text_clusters *clusters)
{
    size_t kept = 0;
    for (size_t c = 0; c < clusters->count; c++) {
        bool is_inner = false;
        for (size_t n = 0; n < clusters->count && !clusters->list[c].is_number; n++) {
            is_inner = is_inner || (clusters->list[n].is_number &&
                                    clusters->list[n].left <= clusters->list[c].left &&
                                    clusters->list[c].right <= clusters->list[n].right);
        }
        if (!is_inner) {
            clusters->list[kept++] = clusters->list[c];
        }
    }
    clusters->count = kept;
}

static bool find_all_runs(const struct bgt_text_page *page,
                          const struct bgt_text_table *table,
                          struct bgt_text_clusters *out)
{
    if (!find_runs(page, table, true, out) || !find_runs(page, table, false, out)) {
        return false;
    }
    qsort(out->list, out->count, sizeof *out->list, cluster_order);
    drop_inner_names(out);
    return true;
}

static size_t cluster_of(const struct bgt_text_clusters *clusters,
                         const struct bgt_text_token *token)
{
    size_t best = 0;
    uint32_t least = UINT32_MAX;
    for (size_t c = 0; c < clusters->count; c++) {
        uint32_t far =
            bgt_text_far_from(token, clusters->list[c].left, clusters->list[c].right,
                              clusters->list[c].is_number);
        if (far < least) {
            least = far;
            best = c;
        }
    }
    return best;
}

static void count_tokens(const struct bgt_text_page *page,
                         const struct bgt_text_table *table,
                         struct bgt_text_clusters *clusters)
{
    bool has_label = false;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            struct bgt_text_cluster *cluster =
                &clusters->list[cluster_of(clusters, &tokens[i])];
            cluster->numbers += tokens[i].is_number;
            cluster->texts += !tokens[i].is_number;
        }
    }
    for (size_t c = 0; c < clusters->count; c++) {
        clusters->list[c].is_amount = has_label && clusters->list[c].is_number;
        has_label = has_label || !clusters->list[c].is_number;
    }
}

/* Whether some line has words in both. */
static bool meet(const struct bgt_text_page *page, const struct bgt_text_table *table,
                 const struct bgt_text_clusters *clusters, size_t a, size_t b)
{
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        bool has_a = false;
        bool has_b = false;
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            size_t c = cluster_of(clusters, &tokens[i]);
            has_a = has_a || c == a;
            has_b = has_b || c == b;
        }
        if (has_a && has_b) {
            return true;
        }
    }
    return false;
}

static void unite(struct bgt_text_clusters *clusters, size_t at)
{
    struct bgt_text_cluster *left = &clusters->list[at];
    const struct bgt_text_cluster *right = &clusters->list[at + 1];
    left->right = right->right;
    left->numbers += right->numbers;
    left->texts += right->texts;
    left->is_amount = left->is_amount && right->is_amount;
    clusters->count--;
    memmove(&clusters->list[at + 1], &clusters->list[at + 2],
            (clusters->count - at - 1) * sizeof *clusters->list);
}

/* 合计 stands in the middle of its cell, a little beside the names of the column. */
static void unite_lonely(const struct bgt_text_page *page,
                         const struct bgt_text_table *table,
                         struct bgt_text_clusters *clusters)
{
    for (size_t c = 0; c + 1 < clusters->count;) {
        const struct bgt_text_cluster *left = &clusters->list[c];
        const struct bgt_text_cluster *right = &clusters->list[c + 1];
        bool is_left = left->numbers == 0 && left->texts <= LONELY_TOKENS;
        bool is_right = right->numbers == 0 && right->texts <= LONELY_TOKENS;
        if (!left->is_number && !right->is_number && (is_left || is_right) &&
            !meet(page, table, clusters, c, c + 1)) {
            unite(clusters, c);
        } else {
            c++;
        }
    }
}

bool bgt_text_find_clusters(const struct bgt_text_page *page,
                            const struct bgt_text_table *table,
                            struct bgt_text_clusters *clusters)
{
    clusters->count = 0;
    if (!find_all_runs(page, table, clusters)) {
        return false;
    }
    count_tokens(page, table, clusters);
    unite_lonely(page, table, clusters);
    return true;
}
