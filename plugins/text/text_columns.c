#include "text_header.h"

#include <stdlib.h>

/* Words that stand apart from all others in their column, such as 合计. */
#define LONELY_TOKENS 4

static bool begins_with(const struct bgt_text_token *token, const char *word)
{
    size_t size = strlen(word);
    return token->length >= size && memcmp(token->text, word, size) == 0;
}

/* ---- Where the body begins ---- */

/* 二十三、 at the beginning: the name of a row. */
static bool is_numbered(const struct bgt_text_token *token)
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
        if (tokens[i].is_number || is_numbered(&tokens[i])) {
            return true;
        }
    }
    return count == 1 &&
           (begins_with(&tokens[0], "合计") || begins_with(&tokens[0], "总计"));
}

static void find_body(const struct bgt_text_page *page, struct bgt_text_table *table)
{
    table->body_line = table->first_line;
    while (table->body_line < table->end_line && !is_body_line(page, table->body_line)) {
        table->body_line++;
    }
    table->header_end = table->body_line;
    if (table->body_line < table->end_line && is_numbering(page, table->body_line)) {
        table->body_line++;
    }
}

/* ---- Clusters: what the body covers ---- */

/* A run of columns that words of one kind cover, figures or names: where the page is
 * narrow, names begin below the end of the figures at their left. */
struct cluster {
    uint32_t left, right;
    uint32_t numbers, texts;
    bool is_number; /* Of figures and codes. */
    bool is_amount;
};

struct clusters {
    struct cluster list[BGT_TEXT_TABLE_COLUMNS];
    size_t count;
};

/* Adds the runs of one kind. */
static bool find_runs(const struct bgt_text_page *page,
                      const struct bgt_text_table *table, bool is_number,
                      struct clusters *out)
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
            out->list[out->count++] = (struct cluster){.left = c, .is_number = is_number};
        }
        out->list[out->count - 1].right = c + 1;
    }
    return true;
}

static int cluster_order(const void *a, const void *b)
{
    const struct cluster *left = a;
    const struct cluster *right = b;
    return left->left < right->left ? -1 : left->left > right->left;
}

/* A dash among figures, and 合计 among codes, begin no column of their own. */
static void drop_inner_names(struct clusters *clusters)
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

static bool find_clusters(const struct bgt_text_page *page,
                          const struct bgt_text_table *table, struct clusters *out)
{
    if (!find_runs(page, table, true, out) || !find_runs(page, table, false, out)) {
        return false;
    }
    qsort(out->list, out->count, sizeof *out->list, cluster_order);
    drop_inner_names(out);
    return true;
}

/* How far a word is from a stretch of columns; one of the other kind is the worse choice.
 */
static uint32_t far_from(const struct bgt_text_token *token, uint32_t left,
                         uint32_t right, bool is_number)
{
    uint32_t far = token->start < left  ? left - token->start
                   : token->end > right ? token->end - right
                                        : 0;
    return far * 4 + (token->is_number == is_number ? 0 : 2);
}

static size_t cluster_of(const struct clusters *clusters,
                         const struct bgt_text_token *token)
{
    size_t best = 0;
    uint32_t least = UINT32_MAX;
    for (size_t c = 0; c < clusters->count; c++) {
        uint32_t far = far_from(token, clusters->list[c].left, clusters->list[c].right,
                                clusters->list[c].is_number);
        if (far < least) {
            least = far;
            best = c;
        }
    }
    return best;
}

static void count_tokens(const struct bgt_text_page *page,
                         const struct bgt_text_table *table, struct clusters *clusters)
{
    bool has_label = false;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            struct cluster *cluster = &clusters->list[cluster_of(clusters, &tokens[i])];
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
                 const struct clusters *clusters, size_t a, size_t b)
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

static void unite(struct clusters *clusters, size_t at)
{
    struct cluster *left = &clusters->list[at];
    const struct cluster *right = &clusters->list[at + 1];
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
                         const struct bgt_text_table *table, struct clusters *clusters)
{
    for (size_t c = 0; c + 1 < clusters->count;) {
        const struct cluster *left = &clusters->list[c];
        const struct cluster *right = &clusters->list[c + 1];
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

/* ---- Columns ---- */

static int by_left(const void *a, const void *b)
{
    const struct bgt_text_column *left = a;
    const struct bgt_text_column *right = b;
    uint32_t x = left->label_right > left->label_left ? left->label_left : left->left;
    uint32_t y = right->label_right > right->label_left ? right->label_left : right->left;
    return x < y ? -1 : x > y;
}

static bool add_column(struct bgt_text_table *table, struct bgt_text_column column)
{
    if (table->column_count == BGT_TEXT_TABLE_COLUMNS) {
        return false;
    }
    table->columns[table->column_count++] = column;
    return true;
}

static struct bgt_text_column column_of_cluster(const struct cluster *cluster)
{
    return (struct bgt_text_column){.left = cluster->left,
                                    .right = cluster->right,
                                    .has_body = true,
                                    .is_number = cluster->is_number,
                                    .is_amount = cluster->is_amount};
}

/* The label above a cluster. Figures stand at the right of their cell and the label in
 * its middle; names stand below or beside theirs. SIZE_MAX: none. */
static size_t label_above(const struct bgt_text_table *table, size_t labels,
                          const struct cluster *cluster)
{
    size_t best = SIZE_MAX;
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < labels; i++) {
        const struct bgt_text_column *column = &table->columns[i];
        uint32_t middle = bgt_text_center(column->label_left, column->label_right);
        if (cluster->is_amount) {
            if (middle <= 2 * cluster->right + 2) {
                best = i;
            }
            continue;
        }
        uint32_t far = column->label_right <= cluster->left
                           ? cluster->left - column->label_right
                           : (column->label_left >= cluster->right
                                  ? column->label_left - cluster->right
                                  : 0);
        far =
            far * 8 +
            bgt_text_distance(middle, bgt_text_center(cluster->left, cluster->right)) / 8;
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

static bool give_labels(struct bgt_text_table *table,
                        const struct bgt_text_header *header,
                        const struct clusters *clusters)
{
    for (size_t t = 0; t < header->count; t++) {
        const struct bgt_text_token *token = &header->tokens[t];
        if (header->is_leaf[t] &&
            !add_column(table, (struct bgt_text_column){.label_left = token->start,
                                                        .label_right = token->end})) {
            return false;
        }
    }
    qsort(table->columns, table->column_count, sizeof *table->columns, by_left);
    size_t labels = table->column_count;
    for (size_t c = 0; c < clusters->count; c++) {
        const struct cluster *cluster = &clusters->list[c];
        size_t at = labels == clusters->count ? c : label_above(table, labels, cluster);
        struct bgt_text_column *column = at < labels ? &table->columns[at] : NULL;
        if (column == NULL || column->has_body) {
            if (!add_column(table, column_of_cluster(cluster))) {
                return false;
            }
            continue;
        }
        column->left = cluster->left;
        column->right = cluster->right;
        column->has_body = true;
        column->is_number = cluster->is_number;
        column->is_amount = cluster->is_amount;
    }
    qsort(table->columns, table->column_count, sizeof *table->columns, by_left);
    for (size_t c = 1; c < table->column_count; c++) {
        /* Blank on this page: of the kind of its neighbour. */
        table->columns[c].is_amount =
            table->columns[c].is_amount ||
            (!table->columns[c].has_body && table->columns[c - 1].is_amount);
    }
    return true;
}

bool bgt_text_find_columns(const struct bgt_text_page *page, struct bgt_text_table *table)
{
    struct clusters clusters = {.count = 0};
    struct bgt_text_header *header = calloc(1, sizeof *header);
    bool is_good = header != NULL;
    table->column_count = table->header_count = 0;
    table->levels = 0;
    find_body(page, table);
    is_good = is_good && find_clusters(page, table, &clusters);
    if (is_good) {
        count_tokens(page, table, &clusters);
        unite_lonely(page, table, &clusters);
        is_good = bgt_text_read_header(page, table, header);
    }
    is_good = is_good && give_labels(table, header, &clusters);
    if (is_good && header->count > 0) {
        bgt_text_place_header(table, header);
    }
    free(header);
    return is_good;
}

/* ---- A table that goes on ---- */

static size_t count_amounts(const struct bgt_text_table *table, bool is_used)
{
    size_t count = 0;
    for (size_t c = 0; c < table->column_count; c++) {
        count += table->columns[c].is_amount && (!is_used || table->columns[c].has_body);
    }
    return count;
}

/* Puts the columns of a kind of this page into those of the table, in order. */
static void carry(const struct bgt_text_table *page, struct bgt_text_table *whole,
                  bool is_amount, bool is_used)
{
    size_t at = 0;
    for (size_t c = 0; c < page->column_count; c++) {
        if (page->columns[c].is_amount != is_amount) {
            continue;
        }
        while (at < whole->column_count && (whole->columns[at].is_amount != is_amount ||
                                            (is_used && !whole->columns[at].has_body))) {
            at++;
        }
        if (at == whole->column_count) {
            return;
        }
        whole->columns[at].left = page->columns[c].left;
        whole->columns[at].right = page->columns[c].right;
        whole->columns[at].is_number = page->columns[c].is_number;
        whole->columns[at].label_left = 1; /* taken */
        at++;
    }
}

/* Names of fewer columns than the table has: the last is the label, those before it are
 * the first codes. */
static void carry_label(const struct bgt_text_table *page, struct bgt_text_table *whole)
{
    size_t last = SIZE_MAX;
    size_t label = 0;
    size_t codes = 0;
    for (size_t c = 0; c < whole->column_count; c++) {
        label = whole->columns[c].is_amount ? label : c;
    }
    for (size_t c = 0; c < page->column_count; c++) {
        last = page->columns[c].is_amount ? last : c;
    }
    for (size_t c = 0; c < page->column_count; c++) {
        if (page->columns[c].is_amount) {
            continue;
        }
        size_t to = c == last ? label : codes++;
        whole->columns[to].left = page->columns[c].left;
        whole->columns[to].right = page->columns[c].right;
        whole->columns[to].is_number = page->columns[c].is_number;
        whole->columns[to].label_left = 1;
    }
}

/* Names right of figures: another side of the table. */
static bool has_two_sides(const struct bgt_text_table *table)
{
    bool has_amount = false;
    for (size_t c = 0; c < table->column_count; c++) {
        if (has_amount && !table->columns[c].is_amount) {
            return true;
        }
        has_amount = has_amount || table->columns[c].is_amount;
    }
    return false;
}

bool bgt_text_carry_columns(const struct bgt_text_table *before,
                            struct bgt_text_table *table)
{
    struct bgt_text_table page = *table;
    size_t amounts = count_amounts(&page, false);
    size_t all = count_amounts(before, false);
    size_t used = count_amounts(before, true);
    size_t names = page.column_count - amounts;
    size_t all_names = before->column_count - all;
    bool is_used = amounts != all;
    if (names != all_names && has_two_sides(before)) {
        return false;
    }
    if ((amounts != all && amounts != used) || names > all_names || names == 0) {
        return false;
    }
    table->column_count = before->column_count;
    for (size_t c = 0; c < before->column_count; c++) {
        table->columns[c] = before->columns[c];
        table->columns[c].label_left = table->columns[c].label_right = 0;
    }
    carry(&page, table, true, is_used);
    if (names == all_names) {
        carry(&page, table, false, false);
    } else {
        carry_label(&page, table);
    }
    for (size_t c = 0; c < table->column_count; c++) {
        table->columns[c].has_body = table->columns[c].label_left == 1;
        table->columns[c].label_left = 0;
    }
    return true;
}

uint32_t bgt_text_column_of(const struct bgt_text_table *table,
                            const struct bgt_text_token *token)
{
    uint32_t best = 0;
    uint32_t least = UINT32_MAX;
    for (size_t c = 0; c < table->column_count; c++) {
        const struct bgt_text_column *column = &table->columns[c];
        uint32_t far = far_from(token, column->left, column->right, column->is_number);
        if (column->has_body && far < least) {
            least = far;
            best = (uint32_t)c;
        }
    }
    return best;
}
