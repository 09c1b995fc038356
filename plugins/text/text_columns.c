#include "text_clusters.h"
#include "text_header.h"

#include <stdlib.h>

/* A label above other words already is less likely one of names, too. */
#define TAKEN_COST 4

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

static struct bgt_text_column column_of_cluster(const struct bgt_text_cluster *cluster)
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
                          const struct bgt_text_cluster *cluster)
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
        far = far * 8 +
              bgt_text_distance(middle, bgt_text_center(cluster->left, cluster->right)) /
                  8 +
              (column->has_body ? TAKEN_COST : 0);
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

/* What a column's label covers with all its parts. */
static void cover_label(const struct bgt_text_header *header,
                        const struct bgt_text_column *column, uint32_t *left,
                        uint32_t *right)
{
    *left = column->label_left;
    *right = column->label_right;
    for (size_t t = 0; t < header->count; t++) {
        const struct bgt_text_token *last = &header->tokens[header->leaf[t]];
        if (last->start == column->label_left && last->end == column->label_right) {
            const struct bgt_text_token *part = &header->tokens[t];
            *left = part->start < *left ? part->start : *left;
            *right = part->end > *right ? part->end : *right;
        }
    }
}

static bool is_labelled(const struct bgt_text_column *column)
{
    return column->label_right > column->label_left;
}

static bool holds_names(const struct bgt_text_column *column)
{
    return column->has_body && !column->is_number;
}

/* Whether figures stand left of their label, or below that of another column that may
 * have figures. */
static bool is_beside(const struct bgt_text_table *table,
                      const struct bgt_text_header *header, size_t c)
{
    const struct bgt_text_column *column = &table->columns[c];
    for (size_t l = 0; l < table->column_count; l++) {
        uint32_t left = 0;
        uint32_t right = 0;
        if (!is_labelled(&table->columns[l]) || holds_names(&table->columns[l])) {
            continue;
        }
        cover_label(header, &table->columns[l], &left, &right);
        if (l == c ? column->right <= left
                   : column->left < right && left < column->right) {
            return true;
        }
    }
    return false;
}

/* Where some columns are blank, figures must stand below their own label or right of it,
 * and below no other one: else it cannot be told which columns are blank. */
static bool is_doubtful(const struct bgt_text_table *table,
                        const struct bgt_text_header *header)
{
    bool has_names = false;
    for (size_t c = 0; c < table->column_count; c++) {
        has_names = has_names || holds_names(&table->columns[c]);
    }
    for (size_t c = 0; c < table->column_count; c++) {
        const struct bgt_text_column *column = &table->columns[c];
        bool has_figures = column->has_body && (column->is_amount || !has_names);
        if (has_figures && is_labelled(column) && is_beside(table, header, c)) {
            return true;
        }
    }
    return false;
}

static bool give_labels(struct bgt_text_table *table,
                        const struct bgt_text_header *header,
                        const struct bgt_text_clusters *clusters)
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
        const struct bgt_text_cluster *cluster = &clusters->list[c];
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
    return labels == clusters->count || labels == 0 || !is_doubtful(table, header);
}

bool bgt_text_find_columns(const struct bgt_text_page *page, struct bgt_text_table *table)
{
    struct bgt_text_clusters clusters = {.count = 0};
    struct bgt_text_header *header = calloc(1, sizeof *header);
    bool is_good = header != NULL;
    table->column_count = table->header_count = 0;
    table->levels = 0;
    bgt_text_find_body(page, table);
    is_good = is_good && bgt_text_find_clusters(page, table, &clusters) &&
              bgt_text_read_header(page, table, header);
    is_good = is_good && give_labels(table, header, &clusters);
    if (is_good && header->count > 0) {
        is_good = bgt_text_place_header(table, header);
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
        uint32_t far =
            bgt_text_far_from(token, column->left, column->right, column->is_number);
        if (column->has_body && far < least) {
            least = far;
            best = (uint32_t)c;
        }
    }
    return best;
}
