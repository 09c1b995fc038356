#include "layout/compile.h"

#include <string.h>

static const char *choice_of(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                             uint16_t field)
{
    const char *const *choices = bgt_line_field(field)->choices;
    unsigned found = bgt_compile_word(compiler, part, choices);
    return found == 0 ? NULL : choices[found - 1];
}

/* An earlier row by its written label. */
static uint16_t find_written(const struct bgt_layout_row *rows, size_t count,
                             const struct bgt_slice *label)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].under == BGT_LAYOUT_NONE &&
            bgt_text_equal(rows[i].label.written.text, rows[i].label.written.length,
                           label->text, label->length)) {
            return (uint16_t)i;
        }
    }
    return BGT_LAYOUT_NONE;
}

static void compile_row(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                        struct bgt_layout_row *row)
{
    struct bgt_tree *label = bgt_tree_take(part, "label");
    if (label == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "label", NULL);
    }
    row->label = bgt_compile_label(compiler, label, bgt_tree_take(part, "aliases"),
                                   bgt_layout_row_key, false);
    row->row_kind = choice_of(compiler, bgt_tree_take(part, "kind"), BGT_line_row_kind);
    row->row_role = choice_of(compiler, bgt_tree_take(part, "role"), BGT_line_row_role);
    row->level_no =
        (uint16_t)bgt_compile_number(compiler, bgt_tree_take(part, "level"), 99, 0);
    row->values = bgt_compile_values(compiler, bgt_tree_take(part, "values"));
    row->under = BGT_LAYOUT_NONE;
}

/* Whether a row before row `at` has its label, below the same row. */
static bool is_there(const struct bgt_layout_row *rows, size_t at)
{
    const struct bgt_layout_label *own = &rows[at].label;
    for (size_t i = 0; i < at && own->key_count > 0; i++) {
        const struct bgt_layout_label *other = &rows[i].label;
        if (rows[i].under == rows[at].under && other->key_count > 0 &&
            bgt_text_equal(own->keys[0].text, own->keys[0].length, other->keys[0].text,
                           other->keys[0].length)) {
            return true;
        }
    }
    return false;
}

static void compile_fixed(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                          struct bgt_layout_block *block)
{
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LAYOUT_ROWS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "1024", "rows");
        return;
    }
    struct bgt_layout_row *rows = bgt_compile_array(compiler, list->count, sizeof *rows);
    if (rows == NULL) {
        return;
    }
    uint16_t position = 0;
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        struct bgt_layout_row *row = &rows[block->row_count];
        compile_row(compiler, one, row);
        row->row_kind = row->row_kind != NULL ? row->row_kind : "detail";
        uint64_t placed = bgt_compile_number(compiler, bgt_tree_take(one, "row"),
                                             BGT_LAYOUT_ROWS_MAX, position + 1U);
        if (placed <= position) {
            bgt_compile_fault(compiler, "LAYOUT_ROW_ORDER", one, NULL, NULL);
        }
        row->position = position = (uint16_t)placed;
        struct bgt_tree *under = bgt_tree_take(one, "under");
        if (under != NULL) {
            row->under = find_written(rows, block->row_count, &under->text);
            if (row->under == BGT_LAYOUT_NONE) {
                bgt_compile_fault(compiler, "LAYOUT_ROW_UNDER", under, NULL, NULL);
            }
        }
        bgt_compile_left(compiler, one, "rows");
        if (is_there(rows, block->row_count)) {
            bgt_compile_fault(compiler, "LAYOUT_ROW_TWICE", one, NULL, NULL);
        }
        block->row_count++;
    }
    block->rows = rows;
}

void bgt_compile_own_item(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                          struct bgt_layout_block *block)
{
    if (part == NULL) {
        return;
    }
    block->has_own_item = true;
    if (part->kind != BGT_TREE_MAPPING) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "{label: …}", NULL);
        return;
    }
    struct bgt_layout_row *row = bgt_compile_array(compiler, 1, sizeof *row);
    if (row == NULL) {
        return;
    }
    compile_row(compiler, part, row);
    row->row_kind = row->row_kind != NULL ? row->row_kind : "detail";
    row->position = 1;
    bgt_compile_left(compiler, part, "item");
    block->rows = row;
    block->row_count = 1;
}

static void compile_totals(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                           struct bgt_layout_block *block)
{
    if (list == NULL) {
        return;
    }
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LAYOUT_ROWS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "1024", "totals");
        return;
    }
    struct bgt_layout_row *rows = bgt_compile_array(compiler, list->count, sizeof *rows);
    if (rows == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        struct bgt_layout_row *row = &rows[block->total_count++];
        compile_row(compiler, one, row);
        row->row_kind = row->row_kind != NULL ? row->row_kind : "total";
        bgt_compile_left(compiler, one, "totals");
    }
    block->totals = rows;
}

static void compile_levels(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                           struct bgt_layout_block *block)
{
    if (list == NULL) {
        return;
    }
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LAYOUT_LEVELS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "8", "levels");
        return;
    }
    for (const struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        block->levels[block->level_count++] =
            (uint8_t)bgt_compile_number(compiler, one, 64, 1);
    }
}

static void compile_lookup(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                           struct bgt_layout_block *block)
{
    if (part == NULL) {
        return;
    }
    block->lookup.scheme = bgt_compile_required(compiler, part, "scheme");
    struct bgt_tree *field = bgt_tree_take(part, "code_field");
    if (field == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "code_field", NULL);
    } else {
        block->lookup.code_field = bgt_compile_field(compiler, field);
    }
    bgt_compile_left(compiler, part, "lookup");
}

static void compile_open(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                         struct bgt_layout_block *block)
{
    block->is_open = true;
    if (part == NULL) {
        return;
    }
    if (part->kind != BGT_TREE_MAPPING) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "{totals: …}", NULL);
        return;
    }
    compile_totals(compiler, bgt_tree_take(part, "totals"), block);
    compile_levels(compiler, bgt_tree_take(part, "levels"), block);
    compile_lookup(compiler, bgt_tree_take(part, "lookup"), block);
    block->has_agency_rows =
        bgt_compile_bool(compiler, bgt_tree_take(part, "agency_rows"));
    block->has_indent = bgt_compile_bool(compiler, bgt_tree_take(part, "indent"));
    bgt_compile_left(compiler, part, "open");
}

void bgt_compile_rows(struct bgt_layout_compiler *compiler, struct bgt_tree *block_part,
                      struct bgt_layout_block *block)
{
    if (block->has_own_item) {
        return; /* `rows` and `open` are unknown keys here */
    }
    struct bgt_tree *fixed = bgt_tree_take(block_part, "rows");
    struct bgt_tree *open = bgt_tree_take(block_part, "open");
    if (fixed != NULL && open != NULL) {
        bgt_compile_fault(compiler, "LAYOUT_ROWS_TWICE", open, NULL, NULL);
    } else if (fixed != NULL) {
        compile_fixed(compiler, fixed, block);
    } else {
        compile_open(compiler, open, block);
    }
}
