#include <stdlib.h>
#include <string.h>

#include "layout/form_plan.h"

/* Above each base that a line or fixed row has. */
#define BASE_LAST UINT64_MAX

static int compare_entries(const void *a, const void *b)
{
    const struct bgt_form_entry *left = a;
    const struct bgt_form_entry *right = b;
    if (left->base != right->base)
        return left->base < right->base ? -1 : 1;
    if (left->sub != right->sub)
        return left->sub < right->sub ? -1 : 1;
    if (left->block != right->block)
        return left->block < right->block ? -1 : 1;
    return left->line < right->line ? -1 : left->line > right->line;
}

static int compare_rows(const void *a, const void *b)
{
    const struct bgt_form_entry *left = a;
    const struct bgt_form_entry *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return left->block < right->block ? -1 : left->block > right->block;
}

static void sort(struct bgt_form_plan *plan, int (*compare)(const void *, const void *))
{
    if (plan->count > 0)
        qsort(plan->entries, plan->count, sizeof *plan->entries, compare);
}

/* ---- As the lines were placed ---- */

static void number_as_placed(struct bgt_form_plan *plan)
{
    plan->rows = 0;
    for (size_t i = 0; i < plan->count; i++) {
        const struct bgt_form_entry *before = i > 0 ? &plan->entries[i - 1] : NULL;
        struct bgt_form_entry *entry = &plan->entries[i];
        /* Two lines that want one place stand below each other. */
        if (before == NULL || before->base != entry->base || before->sub != entry->sub ||
            before->block == entry->block)
            plan->rows++;
        entry->row = plan->rows;
    }
}

/* ---- Sides that are filled from the top ---- */

static bool is_total(const struct bgt_form_entry *entry)
{
    return entry->described != NULL && strcmp(entry->described->row_kind, "total") == 0;
}

/* Whether two blocks are columns of one list: the second goes on where the first ends. */
static bool goes_on(const struct bgt_layout_block *a, const struct bgt_layout_block *b)
{
    if (!a->is_open || !b->is_open || a->side != b->side || a->code_count == 0 ||
        a->code_count != b->code_count)
        return false;
    for (size_t i = 0; i < a->code_count; i++)
        if (!bgt_text_equal(a->codes[i].text, a->codes[i].length, b->codes[i].text,
                            b->codes[i].length))
            return false;
    return true;
}

static size_t count_of(const struct bgt_form_plan *plan, uint16_t block)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += plan->entries[i].block == block && !is_total(&plan->entries[i]);
    return count;
}

/* The second half of the lines goes to the next block, where that one has none. */
static void share(struct bgt_form_plan *plan, uint16_t block)
{
    size_t count = count_of(plan, block);
    size_t seen = 0;
    if (count_of(plan, (uint16_t)(block + 1)) > 0)
        return;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->entries[i].block == block && !is_total(&plan->entries[i]) &&
            seen++ >= (count + 1) / 2)
            plan->entries[i].block++;
}

/* The total that ends a list stands in the last row, beside those of the others. */
static void lower_totals(struct bgt_form_plan *plan, const struct bgt_layout *layout)
{
    struct bgt_form_entry *last[BGT_LAYOUT_BLOCKS_MAX] = {NULL};
    for (size_t i = 0; i < plan->count; i++)
        last[plan->entries[i].block] = &plan->entries[i];
    for (size_t b = 0; b < layout->block_count; b++)
        if (layout->blocks[b].is_open && last[b] != NULL && is_total(last[b])) {
            last[b]->base = BASE_LAST;
            last[b]->sub = 0;
        }
}

/* Whether a total is among the entries from this one on that have its place. */
static bool has_total(const struct bgt_form_plan *plan, size_t at)
{
    uint64_t base = plan->entries[at].base;
    for (;
         at < plan->count && plan->entries[at].base == base && plan->entries[at].sub == 0;
         at++)
        if (is_total(&plan->entries[at]))
            return true;
    return false;
}

static void number_from_top(struct bgt_form_plan *plan)
{
    uint32_t used[BGT_LAYOUT_BLOCKS_MAX] = {0};
    plan->rows = 0;
    for (size_t i = 0; i < plan->count; i++) {
        struct bgt_form_entry *entry = &plan->entries[i];
        bool is_new = i == 0 || plan->entries[i - 1].base != entry->base;
        for (size_t b = 0; is_new && has_total(plan, i) && b < BGT_LAYOUT_BLOCKS_MAX; b++)
            used[b] = plan->rows;
        entry->row = ++used[entry->block];
        plan->rows = entry->row > plan->rows ? entry->row : plan->rows;
    }
}

void bgt_form_plan_number(struct bgt_form_plan *plan, const struct bgt_layout *layout,
                          bool has_rows)
{
    bool is_sideways = false;
    for (size_t b = 0; b < layout->block_count; b++)
        is_sideways = is_sideways || layout->blocks[b].has_own_item;
    sort(plan, compare_entries);
    if (has_rows || is_sideways || layout->block_count == 1) {
        number_as_placed(plan);
        return;
    }
    lower_totals(plan, layout);
    for (uint16_t b = 0; b + 1u < layout->block_count; b++)
        if (goes_on(&layout->blocks[b], &layout->blocks[b + 1]))
            share(plan, b);
    sort(plan, compare_entries);
    number_from_top(plan);
    sort(plan, compare_rows);
}
