#include <string.h>

#include "cli/commands.h"
#include "cli/json.h"
#include "cli/layout_labels.h"
#include "cli/listing.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "layout/layouts.h"
#include "model/model.h"

/* Labels or field keys of one column in one cell. */
#define CELL_MAXIMUM 4096

/* The layouts that are part of the program: no file describes them. */
struct builtin {
    const char *id;
    const char *help;
    const char *help_zh;
};

static const struct builtin builtins[] = {
    {"lines", "one row a line: the fields that the document's tables announce",
     "每行一条：文件各表用到的字段"},
    {"facts", "one row a figure, columns fixed; output only",
     "每个数字一行，列固定；仅用于输出"},
    {"entities", "one plain sheet, or CSV file, for each kind of record",
     "每类记录一张表（或一个 CSV 文件）"},
};

#define BUILTIN_COUNT (sizeof builtins / sizeof builtins[0])

static const char *kind_of(const struct bgt_terminal *terminal,
                           const struct bgt_layout *layout)
{
    switch (layout->kind) {
    case BGT_LAYOUT_FORM:
        return bgt_say(terminal, "form", "公开表");
    case BGT_LAYOUT_LABELLED:
        return bgt_say(terminal, "labelled form", "按标签识别的表");
    default:
        return bgt_say(terminal, "export", "导出表");
    }
}

static void list(struct bgt_terminal *terminal, const struct bgt_layouts *layouts)
{
    struct bgt_listing listing;
    bgt_listing_open(&listing, 4, 0);
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "layout", "版式"),
                                                    bgt_say(terminal, "table", "表标识"),
                                                    bgt_say(terminal, "kind", "类型"),
                                                    bgt_say(terminal, "title", "表名")});
    for (size_t i = 0; i < BUILTIN_COUNT; i++)
        bgt_listing_add(&listing,
                        (const char *const[]){
                            builtins[i].id, "*", bgt_say(terminal, "built-in", "内置"),
                            bgt_say(terminal, builtins[i].help, builtins[i].help_zh)});
    for (size_t i = 0; i < bgt_layouts_count(layouts); i++) {
        const struct bgt_layout *layout = bgt_layouts_get(layouts, i);
        bgt_listing_add(&listing, (const char *const[]){
                                      layout->id.text, layout->table_id.text,
                                      kind_of(terminal, layout), layout->label.text});
    }
    bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
}

static void layout_json(struct bgt_terminal *terminal, const struct bgt_layout *layout)
{
    bgt_json_begin(terminal, "layout");
    bgt_json_text(terminal, "id", layout->id.text);
    bgt_json_text(terminal, "family", layout->family.text);
    bgt_json_text(terminal, "table_id", layout->table_id.text);
    bgt_json_text(terminal, "title", layout->label.text);
    static const char *const kinds[] = {[BGT_LAYOUT_FORM] = "form",
                                        [BGT_LAYOUT_EXPORT] = "export",
                                        [BGT_LAYOUT_LABELLED] = "labelled"};
    bgt_json_text(terminal, "describes", kinds[layout->kind]);
    bgt_json_end(terminal);
}

static void list_json(struct bgt_terminal *terminal, const struct bgt_layouts *layouts)
{
    for (size_t i = 0; i < BUILTIN_COUNT; i++) {
        bgt_json_begin(terminal, "layout");
        bgt_json_text(terminal, "id", builtins[i].id);
        bgt_json_text(terminal, "family", NULL);
        bgt_json_text(terminal, "table_id", NULL);
        bgt_json_text(terminal, "title",
                      bgt_say(terminal, builtins[i].help, builtins[i].help_zh));
        bgt_json_text(terminal, "describes", "builtin");
        bgt_json_end(terminal);
    }
    for (size_t i = 0; i < bgt_layouts_count(layouts); i++)
        layout_json(terminal, bgt_layouts_get(layouts, i));
}

static void append_path(struct bgt_buffer *out, const struct bgt_layout_column *column)
{
    bgt_status status = BGT_OK;
    for (unsigned i = 0; status == BGT_OK && i < column->path_length; i++) {
        if (i > 0)
            status = bgt_buffer_append_text(out, " / ");
        if (status == BGT_OK)
            status = bgt_buffer_append(out, column->path[i].written.text,
                                       column->path[i].written.length);
    }
}

static void append_fields(struct bgt_buffer *out, const struct bgt_layout_column *column)
{
    bgt_status status = BGT_OK;
    for (unsigned i = 0; status == BGT_OK && i < column->field_count; i++) {
        if (i > 0)
            status = bgt_buffer_append_text(out, ", ");
        if (status == BGT_OK)
            status = bgt_buffer_append_text(out, bgt_line_field(column->fields[i])->key);
    }
}

static void column_json(struct bgt_terminal *terminal, const struct bgt_layout *layout,
                        const struct bgt_layout_column *column)
{
    const char *labels[BGT_LAYOUT_PATH_MAX];
    const char *keys[BGT_LAYOUT_FIELDS_MAX];
    for (unsigned i = 0; i < column->path_length; i++)
        labels[i] = column->path[i].written.text;
    for (unsigned i = 0; i < column->field_count; i++)
        keys[i] = bgt_line_field(column->fields[i])->key;
    bgt_json_begin(terminal, "column");
    bgt_json_text(terminal, "layout", layout->id.text);
    bgt_json_text(terminal, "side",
                  bgt_layout_side_text(layout->blocks[column->block].side));
    bgt_json_list(terminal, "labels", labels, column->path_length);
    bgt_json_list(terminal, "fields", keys, column->field_count);
    bgt_json_bool(terminal, "optional", column->is_optional);
    bgt_json_end(terminal);
}

static void print_columns(struct bgt_terminal *terminal, const struct bgt_layout *layout)
{
    struct bgt_listing listing;
    bgt_listing_open(&listing, 4, 0);
    for (size_t i = 0; i < layout->column_count; i++) {
        const struct bgt_layout_column *column = &layout->columns[i];
        struct bgt_buffer path;
        struct bgt_buffer fields;
        bgt_buffer_init(&path, NULL, CELL_MAXIMUM);
        bgt_buffer_init(&fields, NULL, CELL_MAXIMUM);
        append_path(&path, column);
        append_fields(&fields, column);
        bgt_listing_add(&listing,
                        (const char *const[]){
                            bgt_layout_side_text(layout->blocks[column->block].side),
                            path.data, fields.data,
                            column->is_optional
                                ? bgt_say(terminal, "may be missing", "可缺")
                                : NULL});
        bgt_buffer_close(&fields);
        bgt_buffer_close(&path);
    }
    bgt_print(terminal, bgt_say(terminal, "columns:\n", "列：\n"));
    bgt_listing_print(&listing, terminal, 2);
    bgt_listing_close(&listing);
}

static void add_row(struct bgt_listing *listing, const struct bgt_layout_block *block,
                    const struct bgt_layout_row *row)
{
    struct bgt_buffer values;
    bgt_status status = BGT_OK;
    bgt_buffer_init(&values, NULL, CELL_MAXIMUM);
    for (size_t i = 0; status == BGT_OK && i < row->values.count; i++) {
        const struct bgt_layout_value *value = &row->values.list[i];
        if (i > 0)
            status = bgt_buffer_append_char(&values, ' ');
        if (status == BGT_OK)
            status = bgt_buffer_append_text(&values, bgt_line_field(value->field)->key);
        if (status == BGT_OK)
            status = bgt_buffer_append_char(&values, '=');
        if (status == BGT_OK)
            status = bgt_buffer_append(&values, value->text.text, value->text.length);
    }
    bgt_listing_add(listing, (const char *const[]){bgt_layout_side_text(block->side),
                                                   row->label.written.text, row->row_kind,
                                                   row->row_role, values.data});
    bgt_buffer_close(&values);
}

static void print_rows(struct bgt_terminal *terminal, const struct bgt_layout *layout)
{
    struct bgt_listing listing;
    size_t count = 0;
    bgt_listing_open(&listing, 5, 0);
    for (size_t i = 0; i < layout->block_count; i++) {
        const struct bgt_layout_block *block = &layout->blocks[i];
        for (size_t j = 0; j < block->row_count; j++)
            add_row(&listing, block, &block->rows[j]);
        for (size_t j = 0; j < block->total_count; j++)
            add_row(&listing, block, &block->totals[j]);
        count += block->row_count + block->total_count;
    }
    if (count > 0) {
        bgt_print(terminal,
                  bgt_say(terminal, "rows known beforehand:\n", "固定的行：\n"));
        bgt_listing_print(&listing, terminal, 2);
    }
    bgt_listing_close(&listing);
}

/* `表名、又名`: every spelling under which a title or number is known. */
static void add_spellings(struct bgt_listing *listing, const char *what,
                          const struct bgt_layout_label *label)
{
    struct bgt_buffer all;
    bgt_status status = BGT_OK;
    bgt_buffer_init(&all, NULL, CELL_MAXIMUM);
    for (uint16_t i = 0; status == BGT_OK && i < label->key_count; i++) {
        if (i > 0)
            status = bgt_buffer_append_text(&all, ", ");
        if (status == BGT_OK)
            status = bgt_buffer_append(&all, label->keys[i].text, label->keys[i].length);
    }
    if (label->key_count > 0)
        bgt_listing_add(listing, (const char *const[]){what, all.data});
    bgt_buffer_close(&all);
}

static void show(struct bgt_terminal *terminal, const struct bgt_layout *layout)
{
    struct bgt_listing listing;
    bgt_listing_open(&listing, 2, 0);
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "layout", "版式"),
                                                    layout->id.text});
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "title", "表名"),
                                                    layout->label.text});
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "table", "表标识"),
                                                    layout->table_id.text});
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "kind", "类型"),
                                                    kind_of(terminal, layout)});
    bgt_listing_add(&listing, (const char *const[]){bgt_say(terminal, "file", "文件"),
                                                    layout->file.text});
    add_spellings(&listing, bgt_say(terminal, "known as", "识别"), &layout->title);
    add_spellings(&listing, bgt_say(terminal, "number", "表号"), &layout->form_no);
    if (layout->amount_unit.length > 0)
        bgt_listing_add(&listing,
                        (const char *const[]){bgt_say(terminal, "unit", "金额单位"),
                                              layout->amount_unit.text});
    bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
    if (layout->kind == BGT_LAYOUT_LABELLED) {
        bgt_print_labels(terminal, layout->labelled);
        return;
    }
    print_columns(terminal, layout);
    print_rows(terminal, layout);
}

static void show_choice(struct bgt_terminal *terminal,
                        const struct bgt_layout_choice *choice)
{
    for (size_t i = 0; i < choice->count; i++) {
        const struct bgt_layout *layout = choice->list[i];
        if (!terminal->is_json) {
            bgt_print(terminal, i > 0 ? "\n" : "");
            show(terminal, layout);
            continue;
        }
        layout_json(terminal, layout);
        for (size_t j = 0; j < layout->column_count; j++)
            column_json(terminal, layout, &layout->columns[j]);
    }
}

static bool show_builtin(struct bgt_terminal *terminal, const char *name)
{
    for (size_t i = 0; i < BUILTIN_COUNT; i++) {
        if (strcmp(builtins[i].id, name) != 0)
            continue;
        if (terminal->is_json) {
            bgt_json_begin(terminal, "layout");
            bgt_json_text(terminal, "id", name);
            bgt_json_text(terminal, "describes", "builtin");
            bgt_json_end(terminal);
            return true;
        }
        bgt_print(terminal, name);
        bgt_print(terminal, bgt_say(terminal, ": ", "："));
        bgt_print(terminal, bgt_say(terminal, builtins[i].help, builtins[i].help_zh));
        bgt_print(terminal, "\n");
        return true;
    }
    return false;
}

static int show_named(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    const struct bgt_layouts *layouts = terminal->context->layouts;
    for (size_t i = 0; i < arguments->word_count; i++) {
        struct bgt_layout_choice choice;
        const char *name = arguments->words[i];
        if (show_builtin(terminal, name))
            continue;
        if (bgt_layouts_find(layouts, name, &choice) != BGT_OK) {
            (void)bgt_layouts_report_unknown(layouts, name, terminal->reporter);
            return BGT_EXIT_USAGE;
        }
        show_choice(terminal, &choice);
    }
    return bgt_terminal_exit(terminal, BGT_OK);
}

int bgt_command_layouts(struct bgt_terminal *terminal)
{
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    if (terminal->arguments.word_count > 0)
        return show_named(terminal);
    if (terminal->is_json)
        list_json(terminal, terminal->context->layouts);
    else
        list(terminal, terminal->context->layouts);
    return bgt_terminal_exit(terminal, BGT_OK);
}
