#include "text_header.h"

#include <stdlib.h>

#include "text_tiers.h"

/* Parts of a label that was broken stand at most so many lines apart. */
#define BROKEN_LINES 2
/* Levels of a header above the labels of its columns. */
#define UPPER_LEVELS 3
/* The parts of a header's word that stands over two columns have so many characters. */
#define PART_CHARACTERS 3

/* ---- Labels ---- */

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

static bool add_header_token(const struct bgt_text_page *page,
                             struct bgt_text_header *header, struct bgt_text_token token)
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

/* Leaves below a token: how many, and one of them. */
static size_t leaves_below(const struct bgt_text_header *header, size_t t, size_t *leaf)
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

/* Whether any word stands below a token. */
static bool has_below(const struct bgt_text_header *header, size_t t)
{
    const struct bgt_text_token *token = &header->tokens[t];
    for (size_t i = t + 1; i < header->count; i++) {
        const struct bgt_text_token *other = &header->tokens[i];
        if (other->line > token->line && other->start < token->end &&
            token->start < other->end) {
            return true;
        }
    }
    return false;
}

/* Whether another word of a token's line stands over the two labels, too. */
static bool has_neighbour_over(const struct bgt_text_header *header, size_t t,
                               const struct bgt_text_token *left,
                               const struct bgt_text_token *right)
{
    const struct bgt_text_token *token = &header->tokens[t];
    for (size_t i = 0; i < header->count; i++) {
        const struct bgt_text_token *other = &header->tokens[i];
        if (i != t && other->line == token->line && other->end > left->start &&
            other->start < right->end) {
            return true;
        }
    }
    return false;
}

/* Whether a token stands in the middle over two labels that are neighbours in a line
 * below it. */
static bool is_over_two(const struct bgt_text_header *header, size_t t)
{
    const struct bgt_text_token *token = &header->tokens[t];
    for (size_t i = t + 1; i + 1 < header->count; i++) {
        const struct bgt_text_token *left = &header->tokens[i];
        const struct bgt_text_token *right = &header->tokens[i + 1];
        if (header->is_leaf[i] && header->is_leaf[i + 1] && left->line > token->line &&
            left->line == right->line && left->start < token->start &&
            token->end < right->end && !has_neighbour_over(header, t, left, right) &&
            bgt_text_distance(bgt_text_center(token->start, token->end),
                              left->start + right->end) <= 3) {
            return true;
        }
    }
    return false;
}

/* Labels of columns: nothing stands below them, but the rest of a broken label. */
static size_t find_leaves(struct bgt_text_header *header)
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
        header->is_leaf[t] = !has_below(header, t) && !is_over_two(header, t);
        count += header->is_leaf[t];
        const struct bgt_text_token *token = &header->tokens[t];
        const struct bgt_text_token *other = &header->tokens[leaf];
        if (below == 1 && other->line - token->line <= BROKEN_LINES &&
            bgt_text_distance(bgt_text_center(token->start, token->end),
                              bgt_text_center(other->start, other->end)) <= 2) {
            header->leaf[t] = leaf; /* the upper part of the same label */
        }
    }
    return count;
}

bool bgt_text_read_header(const struct bgt_text_page *page,
                          const struct bgt_text_table *table,
                          struct bgt_text_header *header)
{
    for (size_t l = table->first_line; l < table->header_end; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            if (&tokens[i] != table->first_sum &&
                !add_header_token(page, header, tokens[i])) {
                return false;
            }
        }
        header->line_count += page->lines[l].token_count > 0;
        if (header->line_count == 1) {
            header->first_line_count = header->count;
        }
    }
    if (header->count > 0) {
        (void)find_leaves(header);
        bgt_text_join_parts(header);
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

/* The parting of the columns among the tokens of the first line, on its way. */
struct parting {
    uint32_t cost[BGT_TEXT_TABLE_COLUMNS + 1][BGT_TEXT_TABLE_COLUMNS + 1];
    uint8_t from[BGT_TEXT_TABLE_COLUMNS + 1][BGT_TEXT_TABLE_COLUMNS + 1];
};

/* The best way to give the columns before `end` to the first tokens up to `token`: how
 * far each token is from the middle of its columns. */
static void part_up_to(struct parting *parting, const struct bgt_text_table *table,
                       const struct bgt_text_token *token, size_t number, size_t end)
{
    uint32_t middle_of_token = bgt_text_center(token->start, token->end);
    parting->cost[number][end] = UINT32_MAX / 2;
    for (size_t start = 0; start < end; start++) {
        uint32_t middle = (border(table, start) + border(table, end)) / 2;
        uint32_t cost =
            parting->cost[number - 1][start] + bgt_text_distance(middle, middle_of_token);
        if (cost < parting->cost[number][end]) {
            parting->cost[number][end] = cost;
            parting->from[number][end] = (uint8_t)start;
        }
    }
}

/* Parts all columns among the tokens of the first line, so that each stands in the middle
 * of its own: the first column of each. */
static void part_columns(const struct bgt_text_table *table,
                         const struct bgt_text_header *header, uint32_t first[])
{
    struct parting parting;
    size_t end = table->column_count;
    memset(&parting, 0, sizeof parting);
    for (size_t b = 1; b <= end; b++) {
        parting.cost[0][b] = UINT32_MAX / 2;
    }
    for (size_t t = 1; t <= header->first_line_count; t++) {
        parting.cost[t][0] = UINT32_MAX / 2;
        for (size_t b = 1; b <= end; b++) {
            part_up_to(&parting, table, &header->tokens[t - 1], t, b);
        }
    }
    for (size_t t = header->first_line_count; t > 0; t--) {
        end = parting.from[t][end];
        first[t - 1] = (uint32_t)end;
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
            uint32_t far = bgt_text_distance(bgt_text_center(left, right),
                                             bgt_text_center(token->start, token->end));
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
static uint32_t level_of(const struct bgt_text_header *header, size_t t)
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

/* Where each side of a table begins with the same label (项目), there begin the columns
 * of the labels of the first line. False where there are not as many. */
static bool part_twins(const struct bgt_text_table *table,
                       const struct bgt_text_header *header, uint32_t first[])
{
    const struct bgt_text_token *labels[BGT_TEXT_TABLE_COLUMNS] = {NULL};
    size_t count = 0;
    for (size_t t = 0; t < header->count; t++) {
        if (header->is_leaf[t]) {
            labels[column_of_label(table, &header->tokens[t])] = &header->tokens[t];
        }
    }
    for (uint32_t c = 0; labels[0] != NULL && c < table->column_count; c++) {
        if (labels[c] == NULL || labels[c]->length != labels[0]->length ||
            memcmp(labels[c]->text, labels[0]->text, labels[0]->length) != 0) {
            continue;
        }
        if (count == header->first_line_count) {
            return false;
        }
        first[count++] = c;
    }
    return count == header->first_line_count;
}

/* Whether the labels of the first line part all columns among them. */
static bool parts_all(const struct bgt_text_table *table,
                      const struct bgt_text_header *header)
{
    for (size_t t = 0; t < header->first_line_count; t++) {
        if (header->leaf[t] != t) {
            return false;
        }
    }
    return header->line_count > 1 && header->first_line_count > 1 &&
           header->first_line_count <= table->column_count && !header->is_leaf[0];
}

/* Labels above others that fit together in no way: each by itself. */
static void place_each(struct bgt_text_table *table, const struct bgt_text_header *header)
{
    uint32_t first[BGT_TEXT_TABLE_COLUMNS] = {0};
    bool has_parts = parts_all(table, header);
    if (has_parts && !part_twins(table, header, first)) {
        part_columns(table, header, first);
    }
    for (size_t t = 0; t < header->count; t++) {
        struct bgt_text_header_cell *cell = &table->header[t];
        const struct bgt_text_token *label = &header->tokens[header->leaf[t]];
        if (header->is_leaf[header->leaf[t]]) {
            cell->column = column_of_label(table, label);
            continue;
        }
        cell->level = level_of(header, header->leaf[t]);
        cell->column = has_parts && t < header->first_line_count
                           ? first[t]
                           : span_below(table, label);
    }
}

/* The next part of a column's label from a word on; the header's count: none. */
static size_t next_part(const struct bgt_text_header *header, size_t from, size_t label)
{
    while (from < header->count && header->leaf[from] != label) {
        from++;
    }
    return from;
}

static bool is_same_label(const struct bgt_text_header *header, size_t a, size_t b)
{
    size_t x = next_part(header, 0, a);
    size_t y = next_part(header, 0, b);
    while (x < header->count && y < header->count) {
        const struct bgt_text_token *left = &header->tokens[x];
        const struct bgt_text_token *right = &header->tokens[y];
        if (left->length != right->length ||
            memcmp(left->text, right->text, left->length) != 0) {
            return false;
        }
        x = next_part(header, x + 1, a);
        y = next_part(header, y + 1, b);
    }
    return x == y;
}

/* Whether two columns have the same label, so that what stands above them matters. */
static bool has_twins(const struct bgt_text_header *header)
{
    for (size_t a = 0; a < header->count; a++) {
        for (size_t b = a + 1; b < header->count && header->is_leaf[a]; b++) {
            if (header->is_leaf[b] && is_same_label(header, a, b)) {
                return true;
            }
        }
    }
    return false;
}

bool bgt_text_place_header(struct bgt_text_table *table,
                           const struct bgt_text_header *header)
{
    struct bgt_text_tiers *tiers = calloc(1, sizeof *tiers);
    if (tiers == NULL) {
        return false;
    }
    for (size_t t = 0; t < header->count; t++) {
        table->header[t] = (struct bgt_text_header_cell){.part = header->tokens[t]};
    }
    table->header_count = header->count;
    if (!parts_all(table, header)) {
        bgt_text_find_tiers(table, header, tiers);
    }
    if (!tiers->is_found) {
        place_each(table, header);
    }
    for (size_t t = 0; t < header->count; t++) {
        struct bgt_text_header_cell *cell = &table->header[t];
        if (tiers->is_found) {
            cell->column = tiers->column[t];
            cell->level = tiers->level[t];
        }
        table->levels = cell->level > table->levels ? cell->level : table->levels;
    }
    bool is_unclear = tiers->is_found ? tiers->is_ambiguous : tiers->has_blocks;
    bool is_clear = !is_unclear || !has_twins(header);
    free(tiers);
    return is_clear;
}
