#include "layout/compile_labelled.h"

#include "diag/reporter.h"

struct bgt_tree *bgt_compile_list(struct bgt_layout_compiler *compiler,
                                  struct bgt_tree *mapping, const char *key,
                                  size_t maximum, bool is_optional)
{
    char room[BGT_NUMBER_SIZE];
    struct bgt_tree *list = bgt_tree_take(mapping, key);
    if (list == NULL) {
        if (!is_optional) {
            bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", mapping, key, NULL);
        }
        return NULL;
    }
    if (list->kind != BGT_TREE_SEQUENCE || list->count == 0) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", list, "a list", NULL);
        return NULL;
    }
    if (list->count > maximum) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list,
                          bgt_number_text(maximum, room), key);
        return NULL;
    }
    return list;
}

struct bgt_layout_label bgt_compile_labelled_label(struct bgt_layout_compiler *compiler,
                                                   struct bgt_tree *mapping)
{
    struct bgt_tree *label = bgt_tree_take(mapping, "label");
    if (label == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", mapping, "label", NULL);
    }
    return bgt_compile_label(compiler, label, bgt_tree_take(mapping, "aliases"),
                             bgt_labelled_key, false);
}

void bgt_compile_spans(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                       struct bgt_labelled_span *spans, size_t count)
{
    uint64_t columns[2 * 3] = {0};
    size_t at = 0;
    struct bgt_tree *list = bgt_compile_list(compiler, mapping, "at", 2 * count, false);
    if (list == NULL) {
        return;
    }
    for (const struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        columns[at++] = bgt_compile_number(compiler, one, BGT_LABELLED_COLUMNS_MAX, 1);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_rising = columns[2 * i] <= columns[2 * i + 1] &&
                         (i == 0 || columns[2 * i] > columns[2 * i - 1]);
        if (at != 2 * count || !is_rising) {
            bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", list,
                              "first and last column of each cell, rising", NULL);
            return;
        }
        spans[i].first = (uint8_t)columns[2 * i];
        spans[i].last = (uint8_t)columns[2 * i + 1];
    }
}

/* ---- Pairs of label and value ---- */

static uint16_t entity_field(struct bgt_layout_compiler *compiler, uint16_t entity,
                             const struct bgt_tree *part)
{
    const struct bgt_field *field =
        part->kind == BGT_TREE_SCALAR
            ? bgt_entity_find(bgt_entity(entity), part->text.text, part->text.length)
            : NULL;
    if (field == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part,
                          "a field of the form's entity", NULL);
        return 0;
    }
    return field->number;
}

static void compile_fields(struct bgt_layout_compiler *compiler, uint16_t entity,
                           struct bgt_tree *part, struct bgt_labelled_pair *pair)
{
    struct bgt_tree *one = bgt_tree_take(part, "field");
    if (one != NULL) {
        pair->fields[pair->field_count++] = entity_field(compiler, entity, one);
        return;
    }
    struct bgt_tree *list = bgt_compile_list(compiler, part, "fields", 2, false);
    if (list == NULL) {
        return;
    }
    for (one = list->first; one != NULL; one = one->next) {
        pair->fields[pair->field_count++] = entity_field(compiler, entity, one);
    }
    pair->joint = bgt_compile_required(compiler, part, "joint");
    if (pair->field_count == 2 && pair->fields[0] >= pair->fields[1]) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", list,
                          "a code and its name, in the model's order", NULL);
    }
}

static void compile_pair(struct bgt_layout_compiler *compiler, uint16_t entity,
                         struct bgt_tree *part, struct bgt_labelled_pair *pair)
{
    struct bgt_labelled_span spans[2] = {{1, 1}, {1, 1}};
    pair->label = bgt_compile_labelled_label(compiler, part);
    compile_fields(compiler, entity, part, pair);
    bgt_compile_spans(compiler, part, spans, 2);
    pair->label_at = spans[0];
    pair->value_at = spans[1];
    bgt_compile_left(compiler, part, "a pair");
}

static void compile_row(struct bgt_layout_compiler *compiler, uint16_t entity,
                        struct bgt_tree *list, struct bgt_labelled_row *row)
{
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LABELLED_PAIRS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "8", "rows");
        return;
    }
    struct bgt_labelled_pair *pairs =
        bgt_compile_array(compiler, list->count, sizeof *pairs);
    if (pairs == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_pair(compiler, entity, one, &pairs[row->pair_count++]);
    }
    row->pairs = pairs;
}

static void compile_pairs(struct bgt_layout_compiler *compiler, uint16_t entity,
                          struct bgt_tree *mapping, struct bgt_labelled_part *part)
{
    struct bgt_tree *list =
        bgt_compile_list(compiler, mapping, "rows", BGT_LABELLED_ROWS_MAX, false);
    if (list == NULL) {
        return;
    }
    struct bgt_labelled_row *rows =
        bgt_compile_array(compiler, list->count, sizeof *rows);
    if (rows == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_row(compiler, entity, one, &rows[part->row_count++]);
    }
    part->rows = rows;
}

/* ---- Parts ---- */

static void compile_group(struct bgt_layout_compiler *compiler, struct bgt_tree *mapping,
                          struct bgt_labelled_part *part)
{
    struct bgt_tree *group = bgt_tree_take(mapping, "group");
    if (group == NULL) {
        if (part->kind == BGT_LABELLED_GOALS) {
            bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", mapping, "group", NULL);
        }
        return;
    }
    part->group.label = bgt_compile_labelled_label(compiler, group);
    bgt_compile_spans(compiler, group, &part->group.at, 1);
    bgt_compile_left(compiler, group, "group");
}

static void compile_part(struct bgt_layout_compiler *compiler, uint16_t entity,
                         struct bgt_tree *mapping, struct bgt_labelled_part *part)
{
    static const char *const kinds[] = {"fields", "funds",      "tasks",
                                        "goals",  "indicators", NULL};
    struct bgt_tree *kind = bgt_tree_take(mapping, "part");
    if (kind == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", mapping, "part", NULL);
        return;
    }
    part->kind = (uint8_t)bgt_compile_word(compiler, kind, kinds);
    part->prefix = bgt_compile_text(compiler, bgt_tree_take(mapping, "prefix"));
    compile_group(compiler, mapping, part);
    switch (part->kind) {
    case BGT_LABELLED_FIELDS:
        compile_pairs(compiler, entity, mapping, part);
        break;
    case BGT_LABELLED_FUNDS:
        bgt_compile_funds(compiler, mapping, part);
        break;
    case BGT_LABELLED_TASKS:
        bgt_compile_tasks(compiler, mapping, part);
        break;
    case BGT_LABELLED_GOALS:
        bgt_compile_goals(compiler, mapping, part);
        break;
    case BGT_LABELLED_INDICATORS:
        bgt_compile_indicators(compiler, mapping, part);
        break;
    default:
        return;
    }
    bgt_compile_left(compiler, mapping, "parts");
}

static void compile_widths(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                           struct bgt_labelled *form)
{
    struct bgt_tree *list =
        bgt_compile_list(compiler, root, "widths", BGT_LABELLED_COLUMNS_MAX, false);
    if (list == NULL) {
        return;
    }
    uint16_t *widths = bgt_compile_array(compiler, list->count, sizeof *widths);
    if (widths == NULL) {
        return;
    }
    for (const struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        widths[form->width_count++] = (uint16_t)bgt_compile_number(compiler, one, 200, 1);
    }
    form->widths = widths;
}

const struct bgt_labelled *bgt_compile_labelled(struct bgt_layout_compiler *compiler,
                                                struct bgt_tree *root)
{
    static const char *const scopes[] = {"agency", "project", NULL};
    struct bgt_labelled *form = bgt_compile_array(compiler, 1, sizeof *form);
    struct bgt_tree *scope = bgt_tree_take(root, "scope");
    struct bgt_tree *list =
        bgt_compile_list(compiler, root, "parts", BGT_LABELLED_PARTS_MAX, false);
    if (form == NULL || list == NULL) {
        return NULL;
    }
    if (scope == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "scope", NULL);
    }
    form->entity = bgt_compile_word(compiler, scope, scopes) == 2 ? BGT_ENTITY_project
                                                                  : BGT_ENTITY_agency;
    compile_widths(compiler, root, form);
    struct bgt_labelled_part *parts =
        bgt_compile_array(compiler, list->count, sizeof *parts);
    if (parts == NULL) {
        return NULL;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_part(compiler, form->entity, one, &parts[form->part_count++]);
    }
    form->parts = parts;
    bgt_compile_words(compiler, form);
    return form;
}
