#include "layout/compile.h"

#include <string.h>

static uint8_t content_of(uint16_t field)
{
    switch (bgt_line_field(field)->type) {
    case BGT_AMOUNT:
        return BGT_CONTENT_AMOUNT;
    case BGT_CODE:
        return BGT_CONTENT_CODE;
    default:
        return BGT_CONTENT_TEXT;
    }
}

/* Fields that the reader itself counts or concludes cannot be columns. */
static bool is_column_field(uint16_t field)
{
    return field == BGT_line_item ||
           (bgt_line_field(field)->flags & BGT_FIELD_HOUSE) == 0;
}

static void compile_fields(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                           struct bgt_layout_column *column)
{
    struct bgt_tree *fields = bgt_tree_take(part, "fields");
    if (fields == NULL || fields->kind != BGT_TREE_SEQUENCE || fields->count == 0) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "fields", NULL);
        return;
    }
    if (fields->count > BGT_LAYOUT_FIELDS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", fields, "4", "fields");
        return;
    }
    for (const struct bgt_tree *one = fields->first; one != NULL; one = one->next) {
        uint16_t field = bgt_compile_field(compiler, one);
        if (field == BGT_LAYOUT_NONE) {
            continue;
        }
        uint8_t content = content_of(field);
        if (!is_column_field(field) ||
            (column->field_count > 0 && (content == BGT_CONTENT_AMOUNT) !=
                                            (column->content == BGT_CONTENT_AMOUNT))) {
            bgt_compile_fault(compiler, "LAYOUT_FIELD_NOT_HERE", one, one->text.text,
                              NULL);
            continue;
        }
        if (column->field_count == 0) {
            column->content = content;
        }
        column->fields[column->field_count++] = field;
    }
}

static void compile_path(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                         struct bgt_layout_column *column)
{
    struct bgt_tree *path = bgt_tree_take(part, "path");
    if (path == NULL || path->kind != BGT_TREE_SEQUENCE || path->count == 0) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "path", NULL);
        return;
    }
    if (path->count > BGT_LAYOUT_PATH_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", path, "4", "path");
        return;
    }
    for (const struct bgt_tree *label = path->first; label != NULL; label = label->next) {
        column->path[column->path_length++] =
            bgt_compile_label(compiler, label, NULL, bgt_layout_label_key, true);
    }
    for (unsigned f = 0; f < column->field_count; f++) {
        if (column->fields[f] != BGT_line_item) {
            bgt_compile_model_keys(compiler, &column->path[column->path_length - 1],
                                   column->fields[f]);
        }
    }
}

static void compile_column(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                           struct bgt_layout_column *column)
{
    if (part->kind != BGT_TREE_MAPPING) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "{path: …, fields: …}",
                          NULL);
        return;
    }
    compile_fields(compiler, part, column);
    compile_path(compiler, part, column);
    column->is_optional = bgt_compile_bool(compiler, bgt_tree_take(part, "optional"));
    column->has_wrap = bgt_compile_bool(compiler, bgt_tree_take(part, "wrap"));
    column->width =
        (uint16_t)bgt_compile_number(compiler, bgt_tree_take(part, "width"), 255, 0);
    column->part =
        (uint8_t)bgt_compile_number(compiler, bgt_tree_take(part, "part"), 8, 0);
    column->part_digits =
        (uint8_t)bgt_compile_number(compiler, bgt_tree_take(part, "digits"), 18, 0);
    if ((column->part != 0 || column->part_digits != 0) &&
        column->content != BGT_CONTENT_CODE) {
        bgt_compile_fault(compiler, "LAYOUT_FIELD_NOT_HERE", part, "part", NULL);
    }
    bgt_compile_left(compiler, part, "columns");
}

/* Finds the columns that rows are known by. */
static void find_roles(const struct bgt_layout_column *columns,
                       struct bgt_layout_block *block)
{
    block->item_column = block->code_column = BGT_LAYOUT_NONE;
    for (uint16_t c = block->first_column; c < block->first_column + block->column_count;
         c++) {
        if (columns[c].content == BGT_CONTENT_CODE &&
            block->code_column == BGT_LAYOUT_NONE) {
            block->code_column = c;
        }
        for (unsigned f = 0; f < columns[c].field_count; f++) {
            if (columns[c].fields[f] == BGT_line_item &&
                block->item_column == BGT_LAYOUT_NONE) {
                block->item_column = c;
            }
        }
    }
    block->total_column = block->first_column;
}

void bgt_compile_columns(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                         struct bgt_layout *layout, struct bgt_layout_column *columns,
                         struct bgt_layout_block *block)
{
    struct bgt_tree *list = bgt_tree_take(part, "columns");
    if (list == NULL || list->kind != BGT_TREE_SEQUENCE || list->count == 0) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "columns", NULL);
        return;
    }
    if (list->count > BGT_LAYOUT_COLUMNS_MAX - layout->column_count) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "512", "columns");
        return;
    }
    block->first_column = (uint16_t)layout->column_count;
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        struct bgt_layout_column *column = &columns[layout->column_count++];
        column->block = (uint8_t)layout->block_count;
        compile_column(compiler, one, column);
        bool is_exports_total =
            layout->kind == BGT_LAYOUT_EXPORT && column->fields[0] == BGT_line_total;
        bool is_listed = column->content == BGT_CONTENT_CODE && column->field_count > 1;
        if ((block->has_own_item || is_exports_total || is_listed) &&
            column->path_length > 0) {
            /* Where the label names the row, or the export, 合计 and 金额 say nothing;
             * nor does the name of one list where the column is for several. */
            struct bgt_layout_label *last = &column->path[column->path_length - 1];
            last->key_count = last->own_count;
        }
        if (column->path_length > layout->header_rows) {
            layout->header_rows = column->path_length;
        }
        block->column_count++;
        if (!layout->is_fallback && layout->kind != BGT_LAYOUT_LABELLED) {
            bgt_compile_doubles(compiler, one, &columns[block->first_column],
                                block->column_count);
        }
    }
    find_roles(columns, block);
    if (block->item_column == BGT_LAYOUT_NONE && layout->kind == BGT_LAYOUT_FORM &&
        !block->has_own_item) {
        bgt_compile_fault(compiler, "LAYOUT_NO_ITEM", list, NULL, NULL);
    }
}
