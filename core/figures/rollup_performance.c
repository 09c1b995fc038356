/* The amounts of the performance forms: 整体绩效资金 by source and by use, and for each
 * project of the year 项目资金 in 元. The rest of those forms is no figure of the
 * details. */
#include <string.h>

#include "figures/rollup_parts.h"
#include "flow/context.h"
#include "layout/layouts.h"

/* A fixed row. */
struct fixed {
    const char *item;
    const char *code; /* fund_type_code or budget_level_code, or null. */
    unsigned funds, uses;
    const char *levels; /* First digits of budget_level_code; null: any. */
    bool is_total;
};

static const struct fixed sources[] = {
    {"合计", NULL, BGT_FUND_ALL, BGT_USE_ALL, NULL, true},
    {"其中：一般公共预算资金", "11", BGT_FUND_GENERAL, BGT_USE_ALL, NULL, false},
    {"政府性基金预算资金", "12", BGT_FUND_GOVERNMENT, BGT_USE_ALL, NULL, false},
    {"国有资本经营预算资金", "13", BGT_FUND_CAPITAL, BGT_USE_ALL, NULL, false},
    {"社会保险基金预算资金", "14", 0, BGT_USE_ALL, NULL, false},
    {"专户管理资金", "2", BGT_FUND_ACCOUNT, BGT_USE_ALL, NULL, false},
    {"单位资金", "3", BGT_FUND_AGENCY, BGT_USE_ALL, NULL, false},
    {NULL, NULL, 0, 0, NULL, false}};

static const struct fixed uses[] = {
    {"合计", NULL, BGT_FUND_ALL, BGT_USE_ALL, NULL, true},
    {"其中：基本支出", NULL, BGT_FUND_ALL, BGT_USE_BASIC, NULL, false},
    {"项目支出", NULL, BGT_FUND_ALL, BGT_USE_PROJECT, NULL, false},
    {NULL, NULL, 0, 0, NULL, false}};

/* Sources that do not add up to their total would contradict it. */
static const struct fixed funding[] = {
    {"资金总额", NULL, BGT_FUND_ALL, BGT_USE_PROJECT, NULL, true},
    {NULL, NULL, 0, 0, NULL, false}};

/* Where the details say which level of government pays. */
static const struct fixed funding_by_level[] = {
    {"资金总额", NULL, BGT_FUND_ALL, BGT_USE_PROJECT, NULL, true},
    {"其中：中央财政资金", "1", BGT_FUND_FISCAL, BGT_USE_PROJECT, "1", false},
    {"省级财政资金", "2", BGT_FUND_FISCAL, BGT_USE_PROJECT, "2", false},
    {"市县（区）财政资金", NULL, BGT_FUND_FISCAL, BGT_USE_PROJECT, "345", false},
    {"单位自筹", NULL, BGT_FUND_AGENCY, BGT_USE_PROJECT, NULL, false},
    {NULL, NULL, 0, 0, NULL, false}};

/* A table on its way: the layout is the family's head with columns of our own, since the
 * form itself has none. */
struct making {
    struct bgt_rollup *rollup;
    struct bgt_rollup_table *table;
    unsigned origins;
    struct bgt_layout *layout;
    struct bgt_layout_block *blocks;
    uint16_t code_field;
    uint16_t measure;
    int64_t project;
};

static void set_column(struct bgt_layout_column *column, uint16_t field, uint8_t content)
{
    column->fields[0] = field;
    column->field_count = 1;
    column->content = content;
}

static bgt_status make_layout(struct making *making, const struct bgt_layout *form,
                              size_t block_count)
{
    struct bgt_arena *arena = &making->rollup->arena;
    size_t count = 4 * block_count;
    struct bgt_layout_column *columns =
        bgt_arena_allocate_array(arena, count, sizeof *columns);
    making->layout = bgt_arena_allocate_array(arena, 1, sizeof *making->layout);
    making->blocks = bgt_arena_allocate_array(arena, block_count, sizeof *making->blocks);
    if (columns == NULL || making->layout == NULL || making->blocks == NULL)
        return bgt_arena_failure(arena);
    for (size_t b = 0; b < block_count; b++) {
        struct bgt_layout_column *first = columns + 4 * b;
        set_column(&first[0], BGT_line_item, BGT_CONTENT_TEXT);
        set_column(&first[1], making->code_field, BGT_CONTENT_CODE);
        set_column(&first[2], BGT_line_pro_name, BGT_CONTENT_TEXT);
        set_column(&first[3], making->measure, BGT_CONTENT_AMOUNT);
        making->blocks[b].first_column = (uint16_t)(4 * b);
        making->blocks[b].column_count = 4;
        /* Only rows of a project name one; the item stands there a second time else. */
        if (making->project < 0)
            set_column(&first[2], BGT_line_item, BGT_CONTENT_TEXT);
    }
    making->layout->id = form->id;
    making->layout->table_id = form->table_id;
    making->layout->title = form->title;
    making->layout->form_no = form->form_no;
    making->layout->doc_kind = form->doc_kind;
    making->layout->columns = columns;
    making->layout->column_count = count;
    making->layout->blocks = making->blocks;
    making->layout->block_count = block_count;
    making->layout->order = (uint16_t)(making->rollup->tables + 1);
    return BGT_OK;
}

static bgt_status make_table(struct making *making, const char *id, size_t block_count)
{
    struct bgt_rollup *rollup = making->rollup;
    const struct bgt_layout *form =
        bgt_layouts_by_id(rollup->context->layouts, bgt_slice_of(id));
    if (form == NULL)
        return bgt_layouts_report_unknown(rollup->context->layouts, id,
                                          rollup->io->reporter);
    bgt_status status = make_layout(making, form, block_count);
    if (status != BGT_OK)
        return status;
    const struct bgt_rollup_spec *spec = bgt_rollup_spec_of(making->layout);
    if (spec == NULL)
        return bgt_report_at(rollup->io->reporter, "INTERNAL", NULL,
                             "a form without a specification", NULL);
    making->origins = spec->origins;
    making->table = bgt_arena_allocate_array(&rollup->arena, 1, sizeof *making->table);
    if (making->table == NULL)
        return bgt_arena_failure(&rollup->arena);
    making->table->layout = making->layout;
    making->table->is_in_yuan = making->measure == BGT_line_annual_total;
    rollup->last->next = making->table;
    rollup->last = making->table;
    rollup->tables++;
    return BGT_OK;
}

static void set_value(struct bgt_rollup_row *row, uint16_t field, struct bgt_slice text)
{
    struct bgt_layout_value value = {field, text};
    row->values[row->value_count++] = value;
}

static bgt_status add_row(struct making *making, const struct fixed *fixed,
                          uint16_t block, uint32_t number)
{
    struct bgt_rollup *rollup = making->rollup;
    struct bgt_rollup_table *table = making->table;
    struct bgt_rollup_row *row = bgt_arena_allocate_array(&rollup->arena, 1, sizeof *row);
    if (row == NULL || table == NULL)
        return bgt_arena_failure(&rollup->arena);
    row->item = bgt_slice_of(fixed->item);
    row->selection = (struct bgt_selection){.funds = fixed->funds,
                                            .origins = making->origins,
                                            .uses = fixed->uses,
                                            .levels = fixed->levels,
                                            .agency = -1,
                                            .project = making->project};
    row->selection.func = row->selection.dep = (struct bgt_slice){"", 0};
    row->kind = fixed->is_total ? "total" : "detail";
    row->role = fixed->is_total ? "sum" : NULL;
    row->block = block;
    row->number = number;
    row->is_zero_filled = true;
    row->cells[0].field = making->measure;
    row->cell_count = 1;
    if (fixed->code != NULL)
        set_value(row, making->code_field, bgt_slice_of(fixed->code));
    if (making->project >= 0)
        set_value(row, BGT_line_pro_name, rollup->projects[making->project].name);
    if (table->last != NULL)
        table->last->next = row;
    else
        table->first = row;
    table->last = row;
    return BGT_OK;
}

static bgt_status add_rows(struct making *making, const struct fixed *rows,
                           uint16_t block)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && rows[i].item != NULL; i++)
        status = add_row(making, &rows[i], block, i + 1);
    return status;
}

static bgt_status build_overall(struct bgt_rollup *rollup)
{
    struct making making = {.rollup = rollup,
                            .code_field = BGT_line_fund_type_code,
                            .measure = BGT_line_total,
                            .project = -1};
    bgt_status status = make_table(&making, "performance/overall", 2);
    if (status != BGT_OK || making.blocks == NULL)
        return status;
    making.blocks[0].side = BGT_SIDE_INCOME;
    making.blocks[1].side = BGT_SIDE_EXPENDITURE;
    status = add_rows(&making, sources, 0);
    return status == BGT_OK ? add_rows(&making, uses, 1) : status;
}

/* Whether a project has money of the year, and whether its details say whose. */
static bool is_funded(const struct bgt_rollup *rollup, size_t project, bool *has_levels)
{
    bool found = false;
    *has_levels = true;
    for (size_t i = 0; i < rollup->detail_count; i++) {
        const struct bgt_detail *detail = &rollup->details[i];
        if (detail->is_income || detail->project != project ||
            detail->use != BGT_USE_PROJECT || detail->origin != BGT_ORIGIN_CURRENT)
            continue;
        found = true;
        *has_levels = *has_levels && detail->level.length > 0;
    }
    return found;
}

bgt_status bgt_rollup_build_performance(struct bgt_rollup *rollup)
{
    bgt_status status = build_overall(rollup);
    for (size_t i = 0; status == BGT_OK && i < rollup->project_count; i++) {
        struct making making = {.rollup = rollup,
                                .code_field = BGT_line_budget_level_code,
                                .measure = BGT_line_annual_total,
                                .project = (int64_t)i};
        bool has_levels = false;
        if (!is_funded(rollup, i, &has_levels))
            continue;
        status = make_table(&making, "performance/project", 1);
        if (status == BGT_OK)
            status = add_rows(&making, has_levels ? funding_by_level : funding, 0);
    }
    return status;
}
