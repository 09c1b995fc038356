#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "figures/rollup_parts.h"
#include "flow/context.h"
#include "layout/layouts.h"
#include "model/catalogue.h"

/* The family that is made. */
#define FAMILY "shanxi-unit-2026"

/* Digits of a functional code's levels 类, 款, 项, and of an economic item's. */
static const uint8_t func_levels[] = {3, 5, 7, 0};
static const uint8_t economic_levels[] = {3, 5, 0};

/* What a row is made for. */
struct build {
    struct bgt_rollup *rollup;
    struct bgt_rollup_table *table;
    const struct bgt_rollup_spec *spec;
    const struct bgt_layout_block *block;
    uint16_t number; /* Of the block. */
    uint32_t rows;
};

static struct bgt_selection base_selection(const struct bgt_rollup_spec *spec)
{
    struct bgt_selection selection = {.funds = spec->funds,
                                      .origins = spec->origins,
                                      .uses = spec->uses,
                                      .no_institutions =
                                          strcmp(spec->table_id, "operating") == 0,
                                      .agency = -1,
                                      .project = -1};
    return selection;
}

static void set_value(struct bgt_rollup_row *row, uint16_t field, struct bgt_slice text)
{
    if (text.length == 0 || row->value_count == BGT_ROLLUP_VALUES)
        return;
    struct bgt_layout_value value = {field, text};
    row->values[row->value_count++] = value;
}

static struct bgt_rollup_row *add_row(struct build *build, struct bgt_slice item)
{
    const struct bgt_layout *layout = build->table->layout;
    const struct bgt_layout_block *block = build->block;
    struct bgt_rollup_row *row =
        bgt_arena_allocate_array(&build->rollup->arena, 1, sizeof *row);
    if (row == NULL)
        return NULL;
    row->item = item;
    row->selection = base_selection(build->spec);
    row->selection.func = row->selection.dep = (struct bgt_slice){"", 0};
    row->kind = "detail";
    row->block = build->number;
    row->number = ++build->rows;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++)
        if (layout->columns[c].content == BGT_CONTENT_AMOUNT &&
            row->cell_count < BGT_ROLLUP_CELLS)
            row->cells[row->cell_count++].field = layout->columns[c].fields[0];
    if (build->table->last != NULL)
        build->table->last->next = row;
    else
        build->table->first = row;
    build->table->last = row;
    return row;
}

/* ---- Fixed rows ---- */

/* 三公: the economic items of each row. */
static const char *const abroad[] = {"30212", NULL};
static const char *const reception[] = {"30217", NULL};
static const char *const vehicles[] = {"30231", "31013", "30913", NULL};
static const char *const vehicles_bought[] = {"31013", "30913", NULL};
static const char *const vehicles_run[] = {"30231", NULL};
static const char *const three_public[] = {"30212", "30217", "30231",
                                           "31013", "30913", NULL};

static const struct {
    const char *label;
    const char *const *codes;
} public_rows[] = {
    {"因公出国（境）费", abroad},         {"公务接待费", reception},
    {"公务用车购置及运行费", vehicles},   {"公务用车购置费", vehicles_bought},
    {"公务用车运行维护费", vehicles_run}, {"合计", three_public}};

static struct bgt_slice bare_name(struct bgt_slice label)
{
    size_t start = bgt_text_strip_ordinal(label.text, label.length, NULL);
    if (start >= label.length)
        start = 0;
    return bgt_text_trim(label.text + start, label.length - start);
}

static unsigned fund_of_code(struct bgt_slice code)
{
    static const struct {
        const char *code;
        unsigned fund;
    } codes[] = {{"11", BGT_FUND_GENERAL},
                 {"12", BGT_FUND_GOVERNMENT},
                 {"13", BGT_FUND_CAPITAL},
                 {"2", BGT_FUND_ACCOUNT},
                 {"3", BGT_FUND_AGENCY}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (bgt_text_equal(code.text, code.length, codes[i].code, strlen(codes[i].code)))
            return codes[i].fund;
    return 0;
}

static bool has_role(const struct bgt_layout_row *row, const char *role)
{
    return row->row_role != NULL && strcmp(row->row_role, role) == 0;
}

/* What a form's fixed row is about is in its constants and its role. */
static void select_fixed(const struct build *build, const struct bgt_layout_row *fixed,
                         struct bgt_rollup_row *row)
{
    struct bgt_selection *selection = &row->selection;
    bool has_origin = false;
    for (size_t i = 0; i < fixed->values.count; i++) {
        const struct bgt_layout_value *value = &fixed->values.list[i];
        if (value->field == BGT_line_fund_type_code)
            selection->funds &= fund_of_code(value->text);
        else if (value->field == BGT_line_exp_func_code)
            selection->func = value->text;
        else if (value->field == BGT_line_bgt_type_code) {
            selection->origins &= BGT_ORIGIN_CARRYOVER;
            has_origin = true;
        }
        set_value(row, value->field, value->text);
    }
    selection->of_income =
        build->rollup->has_income && build->block->side == BGT_SIDE_INCOME;
    if (build->block->side == BGT_SIDE_INCOME && !has_origin &&
        !has_role(fixed, "grand_total"))
        selection->origins &= BGT_ORIGIN_CURRENT;
    if (has_role(fixed, "closing") || has_role(fixed, "surplus_used") ||
        has_role(fixed, "surplus_distributed"))
        selection->funds = 0;
    if (strcmp(build->spec->table_id, "three_public") != 0)
        return;
    struct bgt_slice bare = bare_name(row->item);
    selection->funds = 0;
    for (size_t i = 0; i < sizeof public_rows / sizeof public_rows[0]; i++)
        if (bgt_text_same_label(bare.text, bare.length, public_rows[i].label,
                                strlen(public_rows[i].label))) {
            selection->dep_codes = public_rows[i].codes;
            selection->funds = build->spec->funds;
        }
}

static bgt_status add_fixed(struct build *build)
{
    for (size_t i = 0; i < build->block->row_count; i++) {
        const struct bgt_layout_row *fixed = &build->block->rows[i];
        struct bgt_rollup_row *row = add_row(build, fixed->label.written);
        if (row == NULL)
            return BGT_NO_MEMORY;
        row->number = fixed->position;
        row->kind = fixed->row_kind;
        row->role = fixed->row_role;
        row->level = fixed->level_no;
        select_fixed(build, fixed, row);
        if (build->block->name_field != BGT_LAYOUT_NONE && fixed->row_role == NULL)
            set_value(row, build->block->name_field, bare_name(row->item));
    }
    return BGT_OK;
}

/* ---- Rows of codes ---- */

static bool is_selected(const struct build *build, const struct bgt_detail *detail)
{
    struct bgt_selection selection = base_selection(build->spec);
    selection.func = selection.dep = (struct bgt_slice){"", 0};
    return bgt_rollup_selects(&selection, detail);
}

/* A code of a row, and the government item that splits it. */
struct code {
    struct bgt_slice code;
    struct bgt_slice gov;
    const struct bgt_detail *detail;
    uint16_t level;
};

static int compare_slices(struct bgt_slice a, struct bgt_slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.text, b.text, shorter);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int compare_codes(const void *a, const void *b)
{
    const struct code *left = a;
    const struct code *right = b;
    int order = compare_slices(left->code, right->code);
    if (order == 0)
        order = compare_slices(left->gov, right->gov);
    if (order == 0)
        order = (left->detail > right->detail) - (left->detail < right->detail);
    return order;
}

static bool is_same_code(const struct code *a, const struct code *b)
{
    return compare_slices(a->code, b->code) == 0 && compare_slices(a->gov, b->gov) == 0;
}

/* All codes of the details with those above them, each once, in order. */
static bgt_status gather_codes(struct build *build, bool is_economic, struct code **list,
                               size_t *count)
{
    const struct bgt_rollup *rollup = build->rollup;
    const uint8_t *levels = is_economic ? economic_levels : func_levels;
    size_t found = 0;
    struct code *codes = bgt_arena_allocate_array(
        &build->rollup->arena, 3 * rollup->detail_count + 1, sizeof *codes);
    if (codes == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = 0; i < rollup->detail_count; i++) {
        const struct bgt_detail *detail = &rollup->details[i];
        struct bgt_slice whole = is_economic ? detail->dep : detail->func;
        for (uint16_t l = 0;
             is_selected(build, detail) && levels[l] != 0 && levels[l] <= whole.length;
             l++) {
            struct code code = {
                {whole.text, levels[l]}, {"", 0}, detail, (uint16_t)(l + 1)};
            if (is_economic && levels[l + 1] == 0)
                code.gov = detail->gov;
            codes[found++] = code;
        }
    }
    qsort(codes, found, sizeof *codes, compare_codes);
    *count = 0;
    for (size_t i = 0; i < found; i++)
        if (*count == 0 || !is_same_code(&codes[*count - 1], &codes[i]))
            codes[(*count)++] = codes[i];
    *list = codes;
    return BGT_OK;
}

/* The name as exported where the row is the exported code itself, else the catalogue's.
 */
static bgt_status name_of(const struct build *build, const char *scheme,
                          struct bgt_slice code, struct bgt_slice exported,
                          struct bgt_slice *name)
{
    const struct bgt_rollup *rollup = build->rollup;
    *name = exported;
    if (exported.length > 0)
        return BGT_OK;
    const struct bgt_catalogue_entry *entry = bgt_catalogue_by_code(
        rollup->context->catalogues, scheme, rollup->year_number, code.text, code.length);
    if (entry != NULL) {
        *name = (struct bgt_slice){entry->name, entry->name_length};
        return BGT_OK;
    }
    *name = code;
    struct bgt_diagnostic diagnostic = {
        .code = "ROLLUP_NAME_UNKNOWN", .text = code.text, .text_length = code.length};
    diagnostic.arguments[0] = scheme;
    return bgt_report(rollup->io->reporter, &diagnostic);
}

static struct bgt_slice exported_name(const struct code *code, struct bgt_slice whole,
                                      uint16_t field)
{
    struct bgt_slice none = {"", 0};
    return code->code.length == whole.length
               ? bgt_figures_text(code->detail->source, code->detail->line, field)
               : none;
}

static bgt_status add_total(struct build *build)
{
    if (build->block->total_count == 0)
        return BGT_OK;
    const struct bgt_layout_row *total = &build->block->totals[0];
    struct bgt_rollup_row *row = add_row(build, total->label.written);
    if (row == NULL)
        return BGT_NO_MEMORY;
    row->kind = total->row_kind;
    row->role = total->row_role;
    row->selection.of_income = build->rollup->has_income && build->spec->is_income;
    return BGT_OK;
}

static bgt_status add_func(struct build *build, const struct code *code, bool is_parent)
{
    struct bgt_slice name;
    bgt_status status =
        name_of(build, "exp_func", code->code,
                exported_name(code, code->detail->func, BGT_line_exp_func_name), &name);
    if (status != BGT_OK)
        return status;
    struct bgt_rollup_row *row = add_row(build, name);
    if (row == NULL)
        return BGT_NO_MEMORY;
    row->kind = is_parent ? "subtotal" : "detail";
    row->level = code->level;
    row->selection.func = code->code;
    set_value(row, BGT_line_exp_func_code, code->code);
    set_value(row, BGT_line_exp_func_name, name);
    return BGT_OK;
}

static bgt_status add_economic(struct build *build, const struct code *code,
                               bool is_parent)
{
    struct bgt_slice name;
    struct bgt_slice gov = {"", 0};
    const struct bgt_detail *detail = code->detail;
    bgt_status status =
        name_of(build, "dep_bgt_eco", code->code,
                exported_name(code, detail->dep, BGT_line_dep_bgt_eco_name), &name);
    if (status == BGT_OK && code->gov.length > 0)
        status = name_of(
            build, "gov_bgt_eco", code->gov,
            bgt_figures_text(detail->source, detail->line, BGT_line_gov_bgt_eco_name),
            &gov);
    if (status != BGT_OK)
        return status;
    struct bgt_rollup_row *row = add_row(build, name);
    if (row == NULL)
        return BGT_NO_MEMORY;
    row->kind = is_parent ? "subtotal" : "detail";
    row->level = code->level;
    row->selection.dep = code->code;
    row->selection.gov = code->gov;
    row->selection.has_gov = economic_levels[code->level] == 0;
    set_value(row, BGT_line_gov_bgt_eco_name, gov);
    set_value(row, BGT_line_dep_bgt_eco_code, code->code);
    set_value(row, BGT_line_dep_bgt_eco_name, name);
    return BGT_OK;
}

static bgt_status add_codes(struct build *build, bool is_economic)
{
    struct code *codes = NULL;
    size_t count = 0;
    bgt_status status = gather_codes(build, is_economic, &codes, &count);
    if (status == BGT_OK && (count > 0 || build->number == 0))
        status = add_total(build);
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        bool is_parent = i + 1 < count && codes[i + 1].level > codes[i].level;
        status = is_economic ? add_economic(build, &codes[i], is_parent)
                             : add_func(build, &codes[i], is_parent);
    }
    return status;
}

static bool has_details(const struct build *build, int64_t agency, int64_t project)
{
    struct bgt_selection selection = base_selection(build->spec);
    selection.func = selection.dep = (struct bgt_slice){"", 0};
    selection.agency = agency;
    selection.project = project;
    for (size_t i = 0; i < build->rollup->detail_count; i++)
        if (bgt_rollup_selects(&selection, &build->rollup->details[i]))
            return true;
    return false;
}

static bgt_status add_agencies(struct build *build)
{
    const struct bgt_rollup *rollup = build->rollup;
    bgt_status status = add_total(build);
    for (size_t i = 0; status == BGT_OK && i < rollup->agency_count; i++) {
        if (!has_details(build, (int64_t)i, -1))
            continue;
        struct bgt_rollup_row *row = add_row(build, rollup->agencies[i].name);
        if (row == NULL)
            return BGT_NO_MEMORY;
        row->selection.agency = (int64_t)i;
        set_value(row, BGT_line_agency_name, rollup->agencies[i].name);
    }
    return status;
}

static bgt_status add_owner(struct build *build, const char *role, uint16_t field,
                            int64_t agency)
{
    const struct bgt_rollup *rollup = build->rollup;
    struct bgt_slice name =
        agency < 0 ? rollup->dept_name : rollup->agencies[agency].name;
    struct bgt_rollup_row *row = add_row(build, name);
    if (row == NULL)
        return BGT_NO_MEMORY;
    row->kind = "total";
    row->role = role;
    row->selection.agency = agency;
    set_value(row, field, name);
    return BGT_OK;
}

static bgt_status add_projects_of(struct build *build, size_t agency)
{
    const struct bgt_rollup *rollup = build->rollup;
    bgt_status status =
        add_owner(build, "agency_total", BGT_line_agency_name, (int64_t)agency);
    for (size_t i = 0; status == BGT_OK && i < rollup->project_count; i++) {
        if (rollup->projects[i].agency != agency || !has_details(build, -1, (int64_t)i))
            continue;
        struct bgt_rollup_row *row = add_row(build, rollup->projects[i].name);
        if (row == NULL)
            return BGT_NO_MEMORY;
        row->selection.project = (int64_t)i;
        set_value(row, BGT_line_pro_name, rollup->projects[i].name);
        if (rollup->agency_count > 1)
            set_value(row, BGT_line_agency_name, rollup->agencies[agency].name);
    }
    return status;
}

static bgt_status add_projects(struct build *build)
{
    const struct bgt_rollup *rollup = build->rollup;
    bgt_status status = BGT_OK;
    if ((build->spec->has_dept_row || rollup->agency_count > 1) &&
        rollup->dept_name.length > 0 && has_details(build, -1, -1))
        status = add_owner(build, "dept_total", BGT_line_dept_name, -1);
    for (size_t i = 0; status == BGT_OK && i < rollup->agency_count; i++)
        if (has_details(build, (int64_t)i, -1))
            status = add_projects_of(build, i);
    return status;
}

/* ---- Tables ---- */

static bgt_status build_block(struct build *build)
{
    const struct bgt_layout *layout = build->table->layout;
    const struct bgt_layout_block *block = build->block;
    uint16_t code = BGT_LAYOUT_NONE;
    if (block->code_column != BGT_LAYOUT_NONE)
        code = layout->columns[block->code_column].fields[0];
    if (!block->is_open)
        return add_fixed(build);
    if (code == BGT_line_exp_func_code)
        return add_codes(build, false);
    if (code == BGT_line_income_sort_code) {
        struct bgt_rollup_income income = {build->rollup, build->table, build->number};
        bgt_status status = add_total(build);
        return status == BGT_OK ? bgt_rollup_add_income(&income) : status;
    }
    if (block->lookup.scheme.length > 0)
        return add_codes(build, true);
    return block->has_agency_rows ? add_projects(build) : add_agencies(build);
}

static bgt_status build_table(struct bgt_rollup *rollup, const struct bgt_layout *layout,
                              const struct bgt_rollup_spec *spec)
{
    struct bgt_rollup_table *table =
        bgt_arena_allocate_array(&rollup->arena, 1, sizeof *table);
    if (table == NULL)
        return BGT_NO_MEMORY;
    table->layout = layout;
    if (rollup->last != NULL)
        rollup->last->next = table;
    else
        rollup->first = table;
    rollup->last = table;
    rollup->tables++;
    bgt_status status = BGT_OK;
    for (uint16_t b = 0; status == BGT_OK && b < layout->block_count; b++) {
        struct build build = {rollup, table, spec, &layout->blocks[b], b, 0};
        status = build_block(&build);
    }
    return status;
}

bgt_status bgt_rollup_build(struct bgt_rollup *rollup)
{
    struct bgt_layout_choice choice;
    bgt_status status = bgt_layouts_find(rollup->context->layouts, FAMILY, &choice);
    if (status != BGT_OK)
        return bgt_layouts_report_unknown(rollup->context->layouts, FAMILY,
                                          rollup->io->reporter);
    for (size_t i = 0; status == BGT_OK && i < choice.count; i++) {
        const struct bgt_rollup_spec *spec = bgt_rollup_spec_of(choice.list[i]);
        if (spec != NULL)
            status = build_table(rollup, choice.list[i], spec);
    }
    if (status == BGT_OK && rollup->first == NULL)
        status = bgt_layouts_report_unknown(rollup->context->layouts, FAMILY,
                                            rollup->io->reporter);
    return status;
}
