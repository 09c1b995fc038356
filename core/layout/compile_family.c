#include "budget/chart.h"
#include "layout/compile.h"

/* The newest family file that this program reads. */
#define FILE_VERSION 1

static struct bgt_family_sheet compile_sheet(struct bgt_layout_compiler *compiler,
                                             struct bgt_tree *part)
{
    struct bgt_family_sheet sheet = {.name = {"", 0}};
    struct bgt_tree *title = bgt_tree_take(part, "title");
    struct bgt_tree *columns = bgt_tree_take(part, "columns");
    if (part == NULL)
        return sheet;
    sheet.name = bgt_compile_required(compiler, part, "sheet");
    sheet.left = bgt_compile_text(compiler, bgt_tree_take(part, "left"));
    sheet.right = bgt_compile_text(compiler, bgt_tree_take(part, "right"));
    sheet.otherwise = bgt_compile_text(compiler, bgt_tree_take(part, "otherwise"));
    if (title == NULL)
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "title", NULL);
    sheet.title = bgt_compile_label(compiler, title, NULL, bgt_layout_label_key, false);
    if (columns == NULL || columns->kind != BGT_TREE_SEQUENCE || columns->count != 2) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID",
                          columns == NULL ? part : columns, "columns: [A, B]", NULL);
        return sheet;
    }
    sheet.columns[0] = bgt_compile_text(compiler, columns->first);
    sheet.columns[1] = bgt_compile_text(compiler, columns->first->next);
    return sheet;
}

/* Any field of `line` that holds a text: `row_role: sum`, `level_no: "1"`. */
static struct bgt_layout_values compile_where(struct bgt_layout_compiler *compiler,
                                              struct bgt_tree *part)
{
    struct bgt_layout_values values = {NULL, 0};
    if (part == NULL)
        return values;
    if (part->kind != BGT_TREE_MAPPING || part->count > BGT_LAYOUT_VALUES_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "{field: value}", NULL);
        return values;
    }
    struct bgt_layout_value *list =
        bgt_compile_array(compiler, part->count, sizeof *list);
    if (list == NULL)
        return values;
    for (const struct bgt_tree *member = part->first; member != NULL;
         member = member->next) {
        const struct bgt_field *field = bgt_entity_find(
            bgt_entity(BGT_ENTITY_line), member->key.text, member->key.length);
        if (field == NULL) {
            bgt_compile_fault(compiler, "LAYOUT_FIELD_UNKNOWN", member, member->key.text,
                              NULL);
            continue;
        }
        list[values.count].field = field->number;
        list[values.count++].text = bgt_compile_text(compiler, member);
    }
    values.list = list;
    return values;
}

static void compile_rows(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                         struct bgt_family_chart *chart)
{
    if (list == NULL)
        return;
    struct bgt_layout_label label =
        bgt_compile_label(compiler, list, NULL, bgt_layout_row_key, false);
    chart->rows = label.keys;
    chart->row_count = label.key_count;
}

static void add_measure(struct bgt_layout_compiler *compiler, const struct bgt_tree *part,
                        struct bgt_family_chart *chart, uint16_t *list)
{
    uint16_t field = bgt_compile_field(compiler, part);
    if (field == BGT_LAYOUT_NONE)
        return;
    if (bgt_line_field(field)->type != BGT_AMOUNT) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "a measure", NULL);
        return;
    }
    list[chart->measure_count++] = field;
}

/* `measure: total` or `measures: [general_public, gov_fund]`. */
static void compile_measures(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                             struct bgt_family_chart *chart)
{
    const struct bgt_tree *one = bgt_tree_take(part, "measure");
    const struct bgt_tree *several = bgt_tree_take(part, "measures");
    const struct bgt_tree *from = one != NULL ? one : several;
    if (from == NULL || (one != NULL && several != NULL)) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "measure", NULL);
        return;
    }
    if (several != NULL && (several->kind != BGT_TREE_SEQUENCE || several->count < 2 ||
                            several->count > BGT_FAMILY_POINTS_MAX)) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", several, "2 to 64 measures",
                          NULL);
        return;
    }
    size_t count = several != NULL ? several->count : 1;
    uint16_t *list = bgt_compile_array(compiler, count, sizeof *list);
    if (list == NULL)
        return;
    chart->measures = list;
    if (one != NULL)
        add_measure(compiler, one, chart, list);
    for (const struct bgt_tree *next = several != NULL ? several->first : NULL;
         next != NULL; next = next->next)
        add_measure(compiler, next, chart, list);
}

static void compile_chart(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                          struct bgt_family_chart *chart)
{
    static const char *const types[] = {"pie", "column", NULL};
    struct bgt_tree *type = bgt_tree_take(part, "type");
    struct bgt_tree *name = bgt_tree_take(part, "name");
    chart->title = bgt_compile_required(compiler, part, "title");
    chart->table_id = bgt_compile_required(compiler, part, "table");
    if (type == NULL)
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "type", NULL);
    chart->type =
        bgt_compile_word(compiler, type, types) == 2 ? BGT_CHART_COLUMN : BGT_CHART_PIE;
    chart->name = name == NULL ? BGT_LAYOUT_NONE : bgt_compile_field(compiler, name);
    chart->where = compile_where(compiler, bgt_tree_take(part, "where"));
    compile_rows(compiler, bgt_tree_take(part, "rows"), chart);
    compile_measures(compiler, part, chart);
    bgt_compile_left(compiler, part, "a chart");
}

static void compile_charts(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                           struct bgt_family *out)
{
    struct bgt_tree *list = bgt_tree_take(part, "list");
    if (part == NULL)
        return;
    out->charts = compile_sheet(compiler, part);
    out->empty = bgt_compile_text(compiler, bgt_tree_take(part, "empty"));
    bgt_compile_left(compiler, part, "charts");
    if (list == NULL || list->kind != BGT_TREE_SEQUENCE) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "list", NULL);
        return;
    }
    if (list->count > BGT_FAMILY_CHARTS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "16", "charts");
        return;
    }
    struct bgt_family_chart *charts =
        bgt_compile_array(compiler, list->count, sizeof *charts);
    if (charts == NULL)
        return;
    out->chart_list = charts;
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next)
        compile_chart(compiler, one, &charts[out->chart_count++]);
}

static void compile_id(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                       struct bgt_family *out)
{
    struct bgt_tree *version = bgt_tree_take(root, "budgetconv");
    struct bgt_tree *family = bgt_tree_take(root, "family");
    char *id =
        bgt_arena_copy(compiler->arena, compiler->family.text, compiler->family.length);
    if (id == NULL) {
        compiler->failure = bgt_arena_failure(compiler->arena);
        return;
    }
    out->id = (struct bgt_slice){id, compiler->family.length};
    if (version == NULL)
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "budgetconv", NULL);
    else if (bgt_compile_number(compiler, version, UINT32_MAX, 0) > FILE_VERSION)
        bgt_compile_fault(compiler, "LAYOUT_VERSION", version, version->text.text, "1");
    if (family == NULL)
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "family", NULL);
    else if (!bgt_text_equal(family->text.text, family->text.length, id, out->id.length))
        bgt_compile_fault(compiler, "LAYOUT_ID_DIFFERS", family, id, NULL);
}

bgt_status bgt_family_compile(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                              struct bgt_family *out)
{
    struct bgt_tree *contents = bgt_tree_take(root, "contents");
    *out = (struct bgt_family){.id = {"", 0}};
    compiler->faults = 0;
    compiler->failure = BGT_OK;
    if (root->kind != BGT_TREE_MAPPING) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "budgetconv", NULL);
        return BGT_BAD;
    }
    compile_id(compiler, root, out);
    out->label = bgt_compile_required(compiler, root, "label");
    out->contents = compile_sheet(compiler, contents);
    bgt_compile_left(compiler, contents, "contents");
    compile_charts(compiler, bgt_tree_take(root, "charts"), out);
    bgt_compile_left(compiler, root, "a family");
    if (compiler->failure != BGT_OK)
        return compiler->failure;
    return compiler->faults == 0 ? BGT_OK : BGT_BAD;
}
