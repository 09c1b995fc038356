#include "text_columns.h"

#include <stdlib.h>

/* Parts of a label that was broken stand at most so many lines apart. */
#define BROKEN_LINES 2
/* Levels of a header above the labels of its columns. */
#define UPPER_LEVELS 3
/* The parts of a header's word that stands over two columns have so many characters. */
#define PART_CHARACTERS 3
/* Words that stand apart from all others in their column, such as 合计. */
#define LONELY_TOKENS 4

static uint32_t center(uint32_t left, uint32_t right)
{
    return left + right; /* twice */
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

static const struct bgt_text_token *tokens_of(const struct bgt_text_page *page,
                                              size_t line)
{
    return page->tokens + page->lines[line].first_token;
}

static bool begins_with(const struct bgt_text_token *token, const char *word)
{
    size_t size = strlen(word);
    return token->length >= size && memcmp(token->text, word, size) == 0;
}

/* ---- Where the body begins ---- */

static bool is_body_line(const struct bgt_text_page *page, size_t line)
{
    const struct bgt_text_token *tokens = tokens_of(page, line);
    size_t count = page->lines[line].token_count;
    for (size_t i = 0; i < count; i++) {
        if (tokens[i].is_number || begins_with(&tokens[i], "一、")) {
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
}

/* ---- Clusters: what the body covers ---- */

/* A run of columns that the body covers. */
struct cluster {
    uint32_t left, right;
    uint32_t numbers, texts;
    bool is_amount;
};

struct clusters {
    struct cluster list[BGT_TEXT_TABLE_COLUMNS];
    size_t count;
};

static bool find_runs(const struct bgt_text_page *page,
                      const struct bgt_text_table *table, struct clusters *out)
{
    bool covered[BGT_TEXT_PAGE_COLUMNS] = {false};
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = tokens_of(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            for (uint32_t c = tokens[i].start; c < tokens[i].end; c++) {
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
            out->list[out->count++] = (struct cluster){.left = c};
        }
        out->list[out->count - 1].right = c + 1;
    }
    return true;
}

static size_t cluster_of(const struct clusters *clusters,
                         const struct bgt_text_token *token)
{
    size_t at = 0;
    while (at + 1 < clusters->count && token->start >= clusters->list[at].right) {
        at++;
    }
    return at;
}

static void count_tokens(const struct bgt_text_page *page,
                         const struct bgt_text_table *table, struct clusters *clusters)
{
    bool has_label = false;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = tokens_of(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            struct cluster *cluster = &clusters->list[cluster_of(clusters, &tokens[i])];
            cluster->numbers += tokens[i].is_number;
            cluster->texts += !tokens[i].is_number;
        }
    }
    for (size_t c = 0; c < clusters->count; c++) {
        clusters->list[c].is_amount =
            has_label && clusters->list[c].numbers > clusters->list[c].texts;
        has_label = has_label || clusters->list[c].texts > clusters->list[c].numbers;
    }
}

/* Whether some line has words in both. */
static bool meet(const struct bgt_text_page *page, const struct bgt_text_table *table,
                 const struct clusters *clusters, size_t a, size_t b)
{
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = tokens_of(page, l);
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
        if (left->numbers == 0 && right->numbers == 0 && (is_left || is_right) &&
            !meet(page, table, clusters, c, c + 1)) {
            unite(clusters, c);
        } else {
            c++;
        }
    }
}

/* ---- Labels ---- */

/* The tokens of the header, those over two columns taken apart. */
struct header {
    struct bgt_text_token tokens[BGT_TEXT_HEADER_TOKENS];
    bool is_leaf[BGT_TEXT_HEADER_TOKENS];
    size_t leaf[BGT_TEXT_HEADER_TOKENS]; /* Of a part of a broken label: the leaf. */
    size_t count;
    size_t first_line_count; /* Tokens of its first line. */
    size_t line_count;
};

/* The part of a token before its first single blank that may part two labels. */
static size_t first_part(const struct bgt_text_token *token)
{
    for (size_t i = 1; i + 1 < token->length; i++) {
        if (token->text[i] == ' ' && bgt_text_count(token->text, i) >= PART_CHARACTERS &&
            bgt_text_count(token->text + i + 1, token->length - i - 1) >=
                PART_CHARACTERS) {
            return i;
        }
    }
    return token->length;
}

static uint32_t width_of(const struct bgt_text_page *page, const char *text,
                         size_t length)
{
    uint32_t width = 0;
    for (size_t i = 0; i < length;) {
        size_t bytes = bgt_text_character(text + i, length - i);
        width += page->is_wide ? bgt_text_width(text + i, bytes) : 1;
        i += bytes;
    }
    return width;
}

static bool add_header_token(const struct bgt_text_page *page, struct header *header,
                             struct bgt_text_token token)
{
    while (header->count < BGT_TEXT_HEADER_TOKENS) {
        size_t part = first_part(&token);
        struct bgt_text_token *added = &header->tokens[header->count++];
        *added = token;
        if (part == token.length) {
            return true;
        }
        uint32_t width = width_of(page, token.text, part);
        added->length = part;
        added->end = token.start + width;
        token.character += bgt_text_count(token.text, part) + 1;
        token.start += width + 1;
        token.text += part + 1;
        token.length -= part + 1;
    }
    return false;
}

static bool read_header(const struct bgt_text_page *page,
                        const struct bgt_text_table *table, struct header *header)
{
    for (size_t l = table->first_line; l < table->body_line; l++) {
        const struct bgt_text_token *tokens = tokens_of(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            if (!add_header_token(page, header, tokens[i])) {
                return false;
            }
        }
        header->line_count += page->lines[l].token_count > 0;
        if (header->line_count == 1) {
            header->first_line_count = header->count;
        }
    }
    return true;
}

/* Leaves below a token: how many, and one of them. */
static size_t leaves_below(const struct header *header, size_t t, size_t *leaf)
{
    size_t count = 0;
    for (size_t i = t + 1; i < header->count; i++) {
        if (header->is_leaf[i] && header->tokens[i].line > header->tokens[t].line &&
            header->tokens[i].start < header->tokens[t].end &&
            header->tokens[t].start < header->tokens[i].end) {
            *leaf = i;
            count++;
        }
    }
    return count;
}

/* Whether a token stands in the middle over two labels that are neighbours in a line
 * below it. */
static bool is_over_two(const struct header *header, size_t t)
{
    const struct bgt_text_token *token = &header->tokens[t];
    for (size_t i = t + 1; i + 1 < header->count; i++) {
        const struct bgt_text_token *left = &header->tokens[i];
        const struct bgt_text_token *right = &header->tokens[i + 1];
        if (header->is_leaf[i] && header->is_leaf[i + 1] && left->line > token->line &&
            left->line == right->line && left->start < token->start &&
            token->end < right->end &&
            distance(center(token->start, token->end), left->start + right->end) <= 3) {
            return true;
        }
    }
    return false;
}

/* Labels of columns: nothing stands below them, but the rest of a broken label. */
static size_t find_leaves(struct header *header)
{
    size_t count = 0;
    for (size_t t = header->count; t-- > 0;) {
        size_t leaf = 0;
        bool is_first = t < header->first_line_count;
        header->leaf[t] = t;
        if (is_first && header->line_count > 1 && header->first_line_count * 2 <= count) {
            continue;
        }
        size_t below = leaves_below(header, t, &leaf);
        header->is_leaf[t] = below == 0 && !is_over_two(header, t);
        count += header->is_leaf[t];
        const struct bgt_text_token *token = &header->tokens[t];
        const struct bgt_text_token *other = &header->tokens[leaf];
        if (below == 1 && other->line - token->line <= BROKEN_LINES &&
            distance(center(token->start, token->end),
                     center(other->start, other->end)) <= 2) {
            header->leaf[t] = leaf; /* the upper part of the same label */
        }
    }
    return count;
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
        uint32_t middle = center(column->label_left, column->label_right);
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
        far = far * 8 + distance(middle, center(cluster->left, cluster->right)) / 8;
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

static bool give_labels(struct bgt_text_table *table, const struct header *header,
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

/* ---- Where the labels of the header stand ---- */

static uint32_t left_of(const struct bgt_text_column *column)
{
    bool has_label = column->label_right > column->label_left;
    return has_label && (!column->has_body || column->label_left < column->left)
               ? column->label_left
               : column->left;
}

static uint32_t right_of(const struct bgt_text_column *column)
{
    return column->label_right > column->right ? column->label_right : column->right;
}

/* Twice the place of the border before a column: in the middle of the gap. */
static uint32_t border(const struct bgt_text_table *table, size_t column)
{
    if (column == 0) {
        return 2 * left_of(&table->columns[0]);
    }
    uint32_t right = right_of(&table->columns[column - 1]);
    return column == table->column_count ? 2 * right
                                         : right + left_of(&table->columns[column]);
}

/* Parts all columns among the tokens of the first line, so that each stands in the middle
 * of its own: the first column of each. */
static void part_columns(const struct bgt_text_table *table, const struct header *header,
                         uint32_t first[])
{
    enum { MAX = BGT_TEXT_TABLE_COLUMNS };
    size_t n = table->column_count;
    size_t k = header->first_line_count;
    static const uint32_t none = UINT32_MAX / 2;
    uint32_t cost[MAX + 1][MAX + 1];
    uint8_t from[MAX + 1][MAX + 1];
    for (size_t j = 0; j <= k; j++) {
        for (size_t b = 0; b <= n; b++) {
            cost[j][b] = j == 0 && b == 0 ? 0 : none;
            from[j][b] = 0;
            for (size_t a = 0; j > 0 && a < b; a++) {
                uint32_t middle = (border(table, a) + border(table, b)) / 2;
                const struct bgt_text_token *token = &header->tokens[j - 1];
                uint32_t sum =
                    cost[j - 1][a] + distance(middle, center(token->start, token->end));
                if (sum < cost[j][b]) {
                    cost[j][b] = sum;
                    from[j][b] = (uint8_t)a;
                }
            }
        }
    }
    size_t b = n;
    for (size_t j = k; j-- > 0;) {
        first[j] = from[j + 1][b];
        b = from[j + 1][b];
    }
}

/* The first of the columns over whose labels a token stands in the middle. */
static uint32_t span_below(const struct bgt_text_table *table,
                           const struct bgt_text_token *token)
{
    uint32_t best = 0;
    uint32_t least = UINT32_MAX;
    for (size_t a = 0; a < table->column_count; a++) {
        for (size_t b = a; b < table->column_count; b++) {
            uint32_t left = left_of(&table->columns[a]);
            uint32_t right = right_of(&table->columns[b]);
            if (table->columns[a].label_right > table->columns[a].label_left) {
                left = table->columns[a].label_left;
            }
            if (table->columns[b].label_right > table->columns[b].label_left) {
                right = table->columns[b].label_right;
            }
            uint32_t far =
                distance(center(left, right), center(token->start, token->end));
            bool is_over = left <= token->end && right >= token->start;
            if (is_over && (far < least || (far == least && b > a))) {
                least = far;
                best = (uint32_t)a;
            }
        }
    }
    return best;
}

static uint32_t column_of_label(const struct bgt_text_table *table,
                                const struct bgt_text_token *leaf)
{
    for (size_t c = 0; c < table->column_count; c++) {
        if (table->columns[c].label_left == leaf->start &&
            table->columns[c].label_right == leaf->end) {
            return (uint32_t)c;
        }
    }
    return 0;
}

/* The level of a token above the labels: lines of such tokens from there down. */
static uint32_t level_of(const struct header *header, size_t t)
{
    uint32_t level = 1;
    uint32_t line = header->tokens[t].line;
    for (size_t i = t + 1; i < header->count && level < UPPER_LEVELS; i++) {
        bool is_upper = !header->is_leaf[i] && header->leaf[i] == i;
        if (is_upper && header->tokens[i].line > line) {
            line = header->tokens[i].line;
            level++;
        }
    }
    return level;
}

static void place_header(struct bgt_text_table *table, const struct header *header)
{
    uint32_t first[BGT_TEXT_TABLE_COLUMNS] = {0};
    bool has_parts = header->line_count > 1 && header->first_line_count > 0 &&
                     header->first_line_count <= table->column_count &&
                     !header->is_leaf[0];
    if (has_parts) {
        part_columns(table, header, first);
    }
    for (size_t t = 0; t < header->count; t++) {
        struct bgt_text_header_cell *cell = &table->header[table->header_count++];
        const struct bgt_text_token *token = &header->tokens[t];
        cell->part = *token;
        cell->level = 0;
        if (header->is_leaf[t] || header->leaf[t] != t) {
            cell->column = column_of_label(table, &header->tokens[header->leaf[t]]);
            continue;
        }
        cell->level = level_of(header, t);
        cell->column = has_parts && t < header->first_line_count
                           ? first[t]
                           : span_below(table, token);
        table->levels = cell->level > table->levels ? cell->level : table->levels;
    }
}

bool bgt_text_find_columns(const struct bgt_text_page *page, struct bgt_text_table *table)
{
    struct clusters clusters = {.count = 0};
    struct header *header = calloc(1, sizeof *header);
    bool is_good = header != NULL;
    table->column_count = table->header_count = 0;
    table->levels = 0;
    find_body(page, table);
    is_good = is_good && find_runs(page, table, &clusters);
    if (is_good) {
        count_tokens(page, table, &clusters);
        unite_lonely(page, table, &clusters);
        is_good = read_header(page, table, header);
    }
    if (is_good && header->count > 0) {
        (void)find_leaves(header);
    }
    is_good = is_good && give_labels(table, header, &clusters);
    if (is_good && header->count > 0) {
        place_header(table, header);
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
        if (!column->has_body) {
            continue;
        }
        uint32_t far = token->start < column->left  ? column->left - token->start
                       : token->end > column->right ? token->end - column->right
                                                    : 0;
        if (far < least) {
            least = far;
            best = (uint32_t)c;
        }
    }
    return best;
}
