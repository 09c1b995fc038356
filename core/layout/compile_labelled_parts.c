#include "layout/compile_labelled.h"

/* ---- Funds ---- */

static void compile_fund(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                         struct bgt_labelled_fund *fund)
{
    const char *const *kinds = bgt_line_field(BGT_line_row_kind)->choices;
    const char *const *roles = bgt_line_field(BGT_line_row_role)->choices;
    unsigned kind = bgt_compile_word(compiler, bgt_tree_take(mapping, "kind"), kinds);
    unsigned role = bgt_compile_word(compiler, bgt_tree_take(mapping, "role"), roles);
    fund->label = bgt_compile_labelled_label(compiler, mapping);
    fund->item = bgt_compile_text(compiler, bgt_tree_take(mapping, "item"));
    fund->values = bgt_compile_values(compiler, bgt_tree_take(mapping, "values"));
    fund->row_kind = kind == 0 ? "detail" : kinds[kind - 1];
    fund->row_role = role == 0 ? NULL : roles[role - 1];
    bgt_compile_left(compiler, mapping, "rows");
}

static void compile_fund_rows(struct bgt_layout_compiler *compiler,
                              struct bgt_tree *mapping, struct bgt_labelled_block *block)
{
    struct bgt_tree *list =
        bgt_compile_list(compiler, mapping, "rows", BGT_LABELLED_ROWS_MAX, false);
    if (list == NULL) {
        return;
    }
    struct bgt_labelled_fund *funds =
        bgt_compile_array(compiler, list->count, sizeof *funds);
    if (funds == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_fund(compiler, one, &funds[block->fund_count++]);
    }
    block->funds = funds;
}

static void compile_block_heads(struct bgt_layout_compiler *compiler,
                                struct bgt_tree *mapping,
                                struct bgt_labelled_block *block)
{
    struct bgt_tree *list = bgt_compile_list(compiler, mapping, "heads", 2, true);
    if (list == NULL) {
        return;
    }
    struct bgt_layout_label *heads =
        bgt_compile_array(compiler, list->count, sizeof *heads);
    if (heads == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        heads[block->head_count++] =
            bgt_compile_label(compiler, one, NULL, bgt_labelled_key, false);
    }
    block->heads = heads;
}

static void compile_block(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                          struct bgt_labelled_block *block)
{
    const char *const *sides = bgt_line_field(BGT_line_side)->choices;
    struct bgt_labelled_span spans[2] = {{1, 1}, {1, 1}};
    struct bgt_tree *measure = bgt_tree_take(mapping, "measure");
    block->side =
        (uint8_t)bgt_compile_word(compiler, bgt_tree_take(mapping, "side"), sides);
    if (measure == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", mapping, "measure", NULL);
    } else {
        block->measure = bgt_compile_field(compiler, measure);
    }
    if (measure != NULL && block->measure != BGT_LAYOUT_NONE &&
        (bgt_line_field(block->measure)->flags & BGT_FIELD_MEASURE) == 0) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", measure, "a measure", NULL);
    }
    bgt_compile_spans(compiler, mapping, spans, 2);
    block->label_at = spans[0];
    block->value_at = spans[1];
    compile_block_heads(compiler, mapping, block);
    compile_fund_rows(compiler, mapping, block);
    bgt_compile_left(compiler, mapping, "blocks");
}

void bgt_compile_funds(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_part *part)
{
    struct bgt_tree *list =
        bgt_compile_list(compiler, mapping, "blocks", BGT_LABELLED_BLOCKS_MAX, false);
    if (list == NULL) {
        return;
    }
    struct bgt_labelled_block *blocks =
        bgt_compile_array(compiler, list->count, sizeof *blocks);
    if (blocks == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_block(compiler, one, &blocks[part->block_count++]);
    }
    part->blocks = blocks;
}

/* ---- Tasks, goals, indicators ---- */

/* Headings; those without a place of their own stand where the periods say. */
static void compile_heads(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                          struct bgt_labelled_part *part, size_t placed)
{
    size_t wanted = part->kind == BGT_LABELLED_TASKS ? 2 : BGT_HEAD_COUNT;
    struct bgt_tree *list = bgt_compile_list(compiler, mapping, "heads", wanted, false);
    if (list == NULL) {
        return;
    }
    if (list->count != wanted) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", list,
                          wanted == 2 ? "two headings" : "four headings", NULL);
        return;
    }
    struct bgt_labelled_label *heads = bgt_compile_array(compiler, wanted, sizeof *heads);
    if (heads == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        struct bgt_labelled_label *head = &heads[part->head_count++];
        head->label = bgt_compile_labelled_label(compiler, one);
        if (part->head_count <= placed) {
            bgt_compile_spans(compiler, one, &head->at, 1);
        }
        bgt_compile_left(compiler, one, "heads");
    }
    part->heads = heads;
}

void bgt_compile_tasks(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_part *part)
{
    compile_heads(compiler, mapping, part, 2);
}

static void compile_period(struct bgt_layout_compiler *compiler, uint8_t kind,
                           struct bgt_tree *mapping, struct bgt_labelled_period *period)
{
    struct bgt_labelled_span spans[3] = {{1, 1}, {1, 1}, {1, 1}};
    struct bgt_tree *label = bgt_tree_take(mapping, "label");
    period->yearflag = bgt_compile_required(compiler, mapping, "yearflag");
    period->head = bgt_compile_label(compiler, label, bgt_tree_take(mapping, "aliases"),
                                     bgt_labelled_key, false);
    bgt_compile_spans(compiler, mapping, spans, kind == BGT_LABELLED_GOALS ? 1 : 3);
    period->at = period->lv2_at = spans[0];
    period->lv3_at = spans[1];
    period->value_at = spans[2];
    bgt_compile_left(compiler, mapping, "periods");
}

static void compile_periods(struct bgt_layout_compiler *compiler,
                            struct bgt_tree *mapping, struct bgt_labelled_part *part)
{
    struct bgt_tree *list =
        bgt_compile_list(compiler, mapping, "periods", BGT_LABELLED_PERIODS_MAX, false);
    if (list == NULL) {
        return;
    }
    struct bgt_labelled_period *periods =
        bgt_compile_array(compiler, list->count, sizeof *periods);
    if (periods == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_period(compiler, part->kind, one, &periods[part->period_count++]);
    }
    part->periods = periods;
}

void bgt_compile_goals(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_part *part)
{
    compile_periods(compiler, mapping, part);
}

static void compile_category(struct bgt_layout_compiler *compiler,
                             struct bgt_tree *mapping,
                             struct bgt_labelled_category *category)
{
    category->label = bgt_compile_labelled_label(compiler, mapping);
    struct bgt_tree *list =
        bgt_compile_list(compiler, mapping, "parts", BGT_LABELLED_LIST_MAX, true);
    struct bgt_layout_label *parts =
        list == NULL ? NULL : bgt_compile_array(compiler, list->count, sizeof *parts);
    if (parts != NULL) {
        for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
            parts[category->part_count++] = bgt_compile_labelled_label(compiler, one);
            bgt_compile_left(compiler, one, "parts");
        }
    }
    category->parts = parts;
    bgt_compile_left(compiler, mapping, "categories");
}

void bgt_compile_indicators(struct bgt_layout_compiler *compiler,
                            struct bgt_tree *mapping, struct bgt_labelled_part *part)
{
    compile_heads(compiler, mapping, part, 1);
    compile_periods(compiler, mapping, part);
    struct bgt_tree *list =
        bgt_compile_list(compiler, mapping, "categories", BGT_LABELLED_LIST_MAX, false);
    if (list == NULL) {
        return;
    }
    struct bgt_labelled_category *categories =
        bgt_compile_array(compiler, list->count, sizeof *categories);
    if (categories == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_category(compiler, one, &categories[part->category_count++]);
    }
    part->categories = categories;
}
