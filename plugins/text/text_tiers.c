#include "text_tiers.h"

#include <stdlib.h>

/* Most labels above others, and most places that are tried for each. */
#define MOST_BLOCKS 16
#define MOST_SPANS  24
/* Arrangements that are tried. */
#define MOST_STEPS 100000
/* Twice the columns by which a label may stand beside the middle of its columns; a part
 * of the width more, since the columns of a page are not equally wide. */
#define LEAST_SLACK 8
#define WIDTH_PART  8
/* Labels of one tier that do not stand in one line. */
#define LINE_COST 20
/* Labels that have none above them: rather one that spans them all. */
#define ROOT_COST 2
/* Another arrangement that is hardly worse could be meant as well. */
#define CLEAR_MARGIN 2
/* Parts of one label stand at most so many lines apart. */
#define PART_LINES 2

/* ---- Parts of one label ---- */

static bool overlap(const struct bgt_text_token *a, const struct bgt_text_token *b)
{
    return a->start < b->end && b->start < a->end;
}

/* Whether no word in a line up to `line` stands over it. */
static bool is_orphan(const struct bgt_text_header *header, size_t t, uint32_t line)
{
    for (size_t i = 0; i < header->count; i++) {
        if (i != t && header->tokens[i].line <= line &&
            overlap(&header->tokens[i], &header->tokens[t])) {
            return false;
        }
    }
    return true;
}

/* Whether some word stands between the two, in their line or above it. */
static bool is_between(const struct bgt_text_header *header, size_t left, size_t right)
{
    const struct bgt_text_token *a = &header->tokens[left];
    const struct bgt_text_token *b = &header->tokens[right];
    for (size_t i = 0; i < header->count; i++) {
        if (header->tokens[i].line <= a->line && header->tokens[i].start >= a->end &&
            header->tokens[i].end <= b->start) {
            return true;
        }
    }
    return false;
}

/* Whether the word has neighbours in its line on both sides that have no label of their
 * own above them: then what stands above it is a label of all three. */
static bool has_siblings(const struct bgt_text_header *header, size_t t, uint32_t line)
{
    size_t left = t;
    size_t right = t;
    if (t > 0 && header->tokens[t - 1].line == header->tokens[t].line &&
        !is_between(header, t - 1, t) && is_orphan(header, t - 1, line)) {
        left = t - 1;
    }
    if (t + 1 < header->count && header->tokens[t + 1].line == header->tokens[t].line &&
        !is_between(header, t, t + 1) && is_orphan(header, t + 1, line)) {
        right = t + 1;
    }
    return left != t && right != t;
}

static bool has_word_in(const struct bgt_text_header *header, uint32_t line)
{
    for (size_t i = 0; i < header->count; i++) {
        if (header->tokens[i].line == line) {
            return true;
        }
    }
    return false;
}

/* The lower part of the label that begins with a word; the word itself: it is whole. */
static size_t part_below(const struct bgt_text_header *header, size_t t)
{
    const struct bgt_text_token *token = &header->tokens[t];
    size_t found = t;
    size_t count = 0;
    for (size_t i = t + 1; i < header->count; i++) {
        const struct bgt_text_token *other = &header->tokens[i];
        if (other->line > token->line && other->line <= token->line + PART_LINES &&
            overlap(token, other)) {
            found = count == 0 ? i : found;
            count++;
        }
    }
    if (count != 1) {
        return t;
    }
    const struct bgt_text_token *other = &header->tokens[found];
    bool is_middle = bgt_text_distance(bgt_text_center(token->start, token->end),
                                       bgt_text_center(other->start, other->end)) <= 2;
    /* Where the parts leave a line out, labels of one line stand in it. */
    bool is_dense =
        other->line == token->line + 1 || has_word_in(header, token->line + 1);
    return is_middle && is_dense && !has_siblings(header, found, token->line) ? found : t;
}

void bgt_text_join_parts(struct bgt_text_header *header)
{
    for (size_t t = header->count; t-- > 0;) {
        if (!header->is_leaf[t] && header->leaf[t] == t) {
            size_t below = part_below(header, t);
            header->leaf[t] = header->leaf[below];
        }
    }
}

/* ---- Labels above others ---- */

/* Columns that a label may span. */
struct span {
    uint32_t first, last;
    uint32_t cost;
};

struct block {
    size_t token;         /* Its last part. */
    uint32_t left, right; /* Of all its parts. */
    uint32_t top, bottom; /* Lines. */
    struct span spans[MOST_SPANS];
    size_t span_count;
    size_t chosen;
};

struct search {
    const struct bgt_text_table *table;
    const struct bgt_text_header *header;
    uint32_t tops[BGT_TEXT_TABLE_COLUMNS]; /* Lines of the labels of the columns. */
    uint32_t bottoms[BGT_TEXT_TABLE_COLUMNS];
    struct block blocks[MOST_BLOCKS];
    size_t count;
    uint32_t steps;
    uint32_t best, second; /* Costs. */
    size_t choice[MOST_BLOCKS];
};

static bool is_label(const struct bgt_text_column *column)
{
    return column->label_right > column->label_left;
}

static uint32_t column_of(const struct bgt_text_table *table,
                          const struct bgt_text_token *leaf)
{
    uint32_t column = 0;
    while (column + 1 < table->column_count &&
           (table->columns[column].label_left != leaf->start ||
            table->columns[column].label_right != leaf->end)) {
        column++;
    }
    return column;
}

static void find_tops(struct search *search)
{
    const struct bgt_text_header *header = search->header;
    memset(search->tops, 0xFF, sizeof search->tops);
    for (size_t t = 0; t < header->count; t++) {
        if (header->is_leaf[header->leaf[t]]) {
            uint32_t column = column_of(search->table, &header->tokens[header->leaf[t]]);
            uint32_t line = header->tokens[t].line;
            search->tops[column] =
                line < search->tops[column] ? line : search->tops[column];
            search->bottoms[column] = header->tokens[header->leaf[t]].line;
        }
    }
}

static bool find_blocks(struct search *search)
{
    const struct bgt_text_header *header = search->header;
    for (size_t t = 0; t < header->count; t++) {
        if (header->is_leaf[t] || header->leaf[t] != t) {
            continue;
        }
        if (search->count == MOST_BLOCKS) {
            return false;
        }
        struct block *block = &search->blocks[search->count++];
        const struct bgt_text_token *token = &header->tokens[t];
        *block = (struct block){.token = t,
                                .left = token->start,
                                .right = token->end,
                                .top = token->line,
                                .bottom = token->line};
        for (size_t i = 0; i < t; i++) {
            const struct bgt_text_token *part = &header->tokens[i];
            if (header->leaf[i] == t) {
                block->left = part->start < block->left ? part->start : block->left;
                block->right = part->end > block->right ? part->end : block->right;
                block->top = part->line < block->top ? part->line : block->top;
            }
        }
    }
    return search->count > 0;
}

static void keep_span(struct block *block, struct span span)
{
    size_t at = block->span_count;
    if (at == MOST_SPANS) {
        at--;
        if (block->spans[at].cost <= span.cost) {
            return;
        }
    } else {
        block->span_count++;
    }
    for (; at > 0 && block->spans[at - 1].cost > span.cost; at--) {
        block->spans[at] = block->spans[at - 1];
    }
    block->spans[at] = span;
}

/* Two columns or more, all of whose labels stand below it, and it in their middle. */
static void find_spans(const struct search *search, struct block *block)
{
    const struct bgt_text_column *columns = search->table->columns;
    for (uint32_t a = 0; a < search->table->column_count; a++) {
        if (!is_label(&columns[a]) || search->tops[a] <= block->bottom) {
            continue;
        }
        for (uint32_t b = a + 1; b < search->table->column_count; b++) {
            if (!is_label(&columns[b])) {
                continue;
            }
            if (search->tops[b] <= block->bottom) {
                break;
            }
            uint32_t left = columns[a].label_left;
            uint32_t right = columns[b].label_right;
            uint32_t cost = bgt_text_distance(bgt_text_center(left, right),
                                              bgt_text_center(block->left, block->right));
            if (left < block->right && block->left < right &&
                cost <= LEAST_SLACK + (right - left) / WIDTH_PART) {
                keep_span(block, (struct span){a, b, cost});
            }
        }
    }
}

/* ---- Arrangements ---- */

static const struct span *span_of(const struct block *block)
{
    return &block->spans[block->chosen];
}

static bool is_inside(const struct block *inner, const struct block *outer)
{
    const struct span *a = span_of(inner);
    const struct span *b = span_of(outer);
    return inner != outer && a->first >= b->first && a->last <= b->last &&
           inner->top > outer->bottom;
}

static bool agree(const struct block *a, const struct block *b)
{
    const struct span *x = span_of(a);
    const struct span *y = span_of(b);
    return x->last < y->first || y->last < x->first || is_inside(a, b) || is_inside(b, a);
}

/* The block right above a block; `count`: none. */
static size_t parent_of(const struct search *search, const struct block *block)
{
    size_t parent = search->count;
    for (size_t i = 0; i < search->count; i++) {
        const struct block *other = &search->blocks[i];
        if (is_inside(block, other) &&
            (parent == search->count || is_inside(other, &search->blocks[parent]))) {
            parent = i;
        }
    }
    return parent;
}

static bool has_inner(const struct search *search, const struct block *block)
{
    for (size_t i = 0; i < search->count; i++) {
        if (is_inside(&search->blocks[i], block)) {
            return true;
        }
    }
    return false;
}

/* The block right above a column. */
static size_t parent_of_column(const struct search *search, uint32_t column)
{
    size_t parent = search->count;
    for (size_t i = 0; i < search->count; i++) {
        const struct block *block = &search->blocks[i];
        if (span_of(block)->first <= column && column <= span_of(block)->last &&
            (parent == search->count || is_inside(block, &search->blocks[parent]))) {
            parent = i;
        }
    }
    return parent;
}

/* Heights of labels, doubled. */
struct heights {
    uint32_t least, most;
};

static void add_height(struct heights *heights, uint32_t middle)
{
    heights->least = middle < heights->least ? middle : heights->least;
    heights->most = middle > heights->most ? middle : heights->most;
}

static uint32_t spread(const struct heights *heights)
{
    return heights->most <= heights->least
               ? 0
               : (heights->most - heights->least) * LINE_COST / 2;
}

/* Labels right below one label, those of columns and those with nothing but labels of
 * columns below them, each stand at one height. */
static uint32_t uneven(const struct search *search, size_t parent)
{
    struct heights blocks = {UINT32_MAX, 0};
    struct heights columns = {UINT32_MAX, 0};
    for (size_t i = 0; i < search->count; i++) {
        const struct block *block = &search->blocks[i];
        if (parent_of(search, block) == parent && !has_inner(search, block)) {
            add_height(&blocks, block->top + block->bottom);
        }
    }
    for (uint32_t c = 0; c < search->table->column_count; c++) {
        if (is_label(&search->table->columns[c]) &&
            parent_of_column(search, c) == parent) {
            add_height(&columns, search->tops[c] + search->bottoms[c]);
        }
    }
    return spread(&blocks) + spread(&columns);
}

static void weigh(struct search *search)
{
    uint32_t cost = 0;
    for (size_t i = 0; i < search->count; i++) {
        bool is_root = parent_of(search, &search->blocks[i]) == search->count;
        cost += span_of(&search->blocks[i])->cost + (is_root ? ROOT_COST : 0);
    }
    for (size_t parent = 0; parent <= search->count; parent++) {
        cost += uneven(search, parent);
    }
    if (cost >= search->best) {
        search->second = cost < search->second ? cost : search->second;
        return;
    }
    search->second = search->best;
    search->best = cost;
    for (size_t i = 0; i < search->count; i++) {
        search->choice[i] = search->blocks[i].chosen;
    }
}

/* Whether the place chosen for a block agrees with those of the blocks before it, and
 * all of them may still be the best or nearly so. */
static bool fits(const struct search *search, size_t at)
{
    uint32_t cost = span_of(&search->blocks[at])->cost;
    for (size_t i = 0; i < at; i++) {
        if (!agree(&search->blocks[i], &search->blocks[at])) {
            return false;
        }
        cost += span_of(&search->blocks[i])->cost;
    }
    return search->best == UINT32_MAX || cost < search->best + CLEAR_MARGIN;
}

/* Tries all arrangements, the first block's places last. */
static void try_all(struct search *search)
{
    size_t at = 0;
    search->blocks[0].chosen = 0;
    while (search->steps++ < MOST_STEPS) {
        struct block *block = &search->blocks[at];
        if (block->chosen == block->span_count) {
            if (at == 0) {
                return;
            }
            search->blocks[--at].chosen++;
        } else if (!fits(search, at)) {
            block->chosen++;
        } else if (at + 1 < search->count) {
            search->blocks[++at].chosen = 0;
        } else {
            weigh(search);
            block->chosen++;
        }
    }
    search->best = UINT32_MAX; /* too many: none is chosen */
}

/* ---- Levels ---- */

/* Lines of labels from a block down. */
static uint32_t height_of(const struct search *search, const struct block *block)
{
    uint32_t height = 1;
    for (size_t i = 0; i < search->count; i++) {
        const struct block *other = &search->blocks[i];
        if (is_inside(other, block)) {
            uint32_t depth = 2;
            for (size_t j = 0; j < search->count; j++) {
                const struct block *between = &search->blocks[j];
                depth += is_inside(other, between) && is_inside(between, block);
            }
            height = depth > height ? depth : height;
        }
    }
    return height;
}

/* The highest of the labels right below one label. */
static uint32_t tier_below(const struct search *search, size_t parent)
{
    uint32_t tier = 0;
    for (size_t i = 0; i < search->count; i++) {
        if (parent_of(search, &search->blocks[i]) == parent) {
            uint32_t height = height_of(search, &search->blocks[i]);
            tier = height > tier ? height : tier;
        }
    }
    return tier;
}

static void set_levels(const struct search *search, struct bgt_text_tiers *tiers)
{
    const struct bgt_text_header *header = search->header;
    for (size_t i = 0; i < search->count; i++) {
        const struct block *block = &search->blocks[i];
        tiers->column[block->token] = span_of(block)->first;
        tiers->level[block->token] = tier_below(search, parent_of(search, block));
    }
    for (size_t t = header->count; t-- > 0;) {
        size_t whole = header->leaf[t];
        if (header->is_leaf[whole]) {
            tiers->column[t] = column_of(search->table, &header->tokens[whole]);
            tiers->level[t] =
                tier_below(search, parent_of_column(search, tiers->column[t]));
        } else {
            tiers->column[t] = tiers->column[whole];
            tiers->level[t] = tiers->level[whole];
        }
    }
}

void bgt_text_find_tiers(const struct bgt_text_table *table,
                         const struct bgt_text_header *header,
                         struct bgt_text_tiers *tiers)
{
    struct search search = {
        .table = table, .header = header, .best = UINT32_MAX, .second = UINT32_MAX};
    tiers->is_found = tiers->is_ambiguous = false;
    bool has_all = find_blocks(&search);
    tiers->has_blocks = search.count > 0;
    if (!has_all) {
        return;
    }
    find_tops(&search);
    for (size_t i = 0; i < search.count; i++) {
        find_spans(&search, &search.blocks[i]);
    }
    try_all(&search);
    if (search.best == UINT32_MAX) {
        return;
    }
    tiers->is_found = true;
    tiers->is_ambiguous = search.second < search.best + CLEAR_MARGIN;
    for (size_t i = 0; i < search.count; i++) {
        search.blocks[i].chosen = search.choice[i];
    }
    set_levels(&search, tiers);
}
