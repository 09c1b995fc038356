#include "layout/compile.h"

#include <string.h>

#include "base/buffer.h"
#include "layout/compile_labelled.h"

/* The newest layout file that this program reads. */
#define FILE_VERSION 1

static void compile_version(struct bgt_layout_compiler *compiler, struct bgt_tree *root)
{
    struct bgt_tree *version = bgt_tree_take(root, "budgetconv");
    uint64_t number = 0;
    if (version == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "budgetconv", NULL);
        return;
    }
    number = bgt_compile_number(compiler, version, UINT32_MAX, 0);
    if (number > FILE_VERSION) {
        bgt_compile_fault(compiler, "LAYOUT_VERSION", version, version->text.text, "1");
    }
}

static void compile_id(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                       struct bgt_layout *out)
{
    struct bgt_tree *part = bgt_tree_take(root, "layout");
    struct bgt_buffer id;
    bgt_buffer_init(&id, NULL, 4096);
    bgt_status status =
        bgt_buffer_append(&id, compiler->family.text, compiler->family.length);
    if (status == BGT_OK) {
        status = bgt_buffer_append_char(&id, '/');
    }
    if (status == BGT_OK) {
        status = bgt_buffer_append(&id, compiler->name.text, compiler->name.length);
    }
    char *kept =
        status == BGT_OK ? bgt_arena_copy(compiler->arena, id.data, id.length) : NULL;
    if (kept == NULL) {
        compiler->failure =
            status == BGT_OK ? bgt_arena_failure(compiler->arena) : status;
    } else {
        size_t slash = compiler->family.length;
        out->id = (struct bgt_slice){kept, id.length};
        char *family = bgt_arena_copy(compiler->arena, kept, slash);
        out->family = (struct bgt_slice){family == NULL ? "" : family, slash};
        out->name = (struct bgt_slice){kept + slash + 1, id.length - slash - 1};
        if (family == NULL) {
            compiler->failure = bgt_arena_failure(compiler->arena);
        }
    }
    if (part == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "layout", NULL);
    } else if (kept != NULL &&
               !bgt_text_equal(part->text.text, part->text.length, kept, id.length)) {
        bgt_compile_fault(compiler, "LAYOUT_ID_DIFFERS", part, kept, NULL);
    }
    bgt_buffer_close(&id);
}

static bool is_table_id(struct bgt_slice id)
{
    for (size_t i = 0; i < id.length; i++) {
        char c = id.text[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '.') {
            return false;
        }
    }
    return id.length > 0;
}

static void compile_head(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                         struct bgt_layout *out)
{
    static const char *const kinds[] = {"form", "export", "labelled", NULL};
    unsigned kind = bgt_compile_word(compiler, bgt_tree_take(root, "kind"), kinds);
    out->kind = (uint8_t)(kind == 0 ? BGT_LAYOUT_FORM : kind);
    out->label = bgt_compile_required(compiler, root, "label");
    out->table_id = bgt_compile_required(compiler, root, "table_id");
    if (out->table_id.length > 0 && !is_table_id(out->table_id)) {
        bgt_compile_fault(compiler, "LAYOUT_TABLE_ID", bgt_tree_take(root, "table_id"),
                          NULL, NULL);
    }
    struct bgt_tree *doc_kind = bgt_tree_take(root, "doc_kind");
    const struct bgt_field *field =
        bgt_entity_field(bgt_entity(BGT_ENTITY_document), BGT_document_doc_kind);
    if (bgt_compile_word(compiler, doc_kind, field->choices) != 0) {
        out->doc_kind = bgt_compile_text(compiler, doc_kind);
    }
    out->order =
        (uint16_t)bgt_compile_number(compiler, bgt_tree_take(root, "order"), 9999, 0);
    out->sheet = bgt_compile_text(compiler, bgt_tree_take(root, "sheet"));
    out->amount_unit = bgt_compile_text(compiler, bgt_tree_take(root, "amount_unit"));
    out->title = bgt_compile_title(compiler, bgt_tree_take(root, "title"));
    out->form_no = bgt_compile_title(compiler, bgt_tree_take(root, "form_no"));
    out->is_fallback = bgt_compile_bool(compiler, bgt_tree_take(root, "fallback"));
    out->has_numbering = bgt_compile_bool(compiler, bgt_tree_take(root, "numbering"));
    out->constants = bgt_compile_values(compiler, bgt_tree_take(root, "constants"));
}

static struct bgt_slice heading_text(struct bgt_layout_compiler *compiler,
                                     const struct bgt_tree *part)
{
    struct bgt_slice text = bgt_compile_text(compiler, part);
    bgt_compile_template(compiler, part, text);
    return text;
}

static void compile_heading(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                            struct bgt_layout *out)
{
    if (list == NULL) {
        return;
    }
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LAYOUT_HEADING_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "8", "heading");
        return;
    }
    struct bgt_layout_heading *rows =
        bgt_compile_array(compiler, list->count, sizeof *rows);
    if (rows == NULL) {
        return;
    }
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        struct bgt_layout_heading *row = &rows[out->heading_count++];
        row->left = heading_text(compiler, bgt_tree_take(one, "left"));
        row->right = heading_text(compiler, bgt_tree_take(one, "right"));
        row->merged = heading_text(compiler, bgt_tree_take(one, "merged"));
        bgt_compile_left(compiler, one, "heading");
    }
    out->heading = rows;
}

static void compile_page(struct bgt_layout_compiler *compiler, struct bgt_tree *page,
                         struct bgt_layout *out)
{
    static const char *const orientations[] = {"portrait", "landscape", NULL};
    out->is_landscape =
        bgt_compile_word(compiler, bgt_tree_take(page, "orientation"), orientations) == 2;
    out->has_fit_width = bgt_compile_bool(compiler, bgt_tree_take(page, "fit_width"));
    out->is_ungrouped = bgt_compile_bool(compiler, bgt_tree_take(page, "ungrouped"));
    bgt_compile_left(compiler, page, "page");
}

static void compile_notes(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                          struct bgt_layout *out)
{
    if (list == NULL) {
        return;
    }
    struct bgt_layout_label label =
        bgt_compile_label(compiler, list, NULL, bgt_text_normalise, false);
    out->document_notes = label.keys;
    out->document_note_count = label.key_count;
}

static void compile_codes(struct bgt_layout_compiler *compiler, struct bgt_tree *list,
                          struct bgt_layout_block *block)
{
    if (list == NULL) {
        return;
    }
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LAYOUT_VALUES_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "16", "codes");
        return;
    }
    struct bgt_slice *codes = bgt_compile_array(compiler, list->count, sizeof *codes);
    for (const struct bgt_tree *one = list->first; codes != NULL && one != NULL;
         one = one->next) {
        codes[block->code_count++] = bgt_compile_text(compiler, one);
    }
    block->codes = codes;
}

static void compile_block(struct bgt_layout_compiler *compiler, struct bgt_tree *part,
                          struct bgt_layout *out, struct bgt_layout_column *columns,
                          struct bgt_layout_block *block)
{
    struct bgt_tree *name = bgt_tree_take(part, "name_field");
    const char *const *sides = bgt_line_field(BGT_line_side)->choices;
    block->side = (uint8_t)bgt_compile_word(compiler, bgt_tree_take(part, "side"), sides);
    block->name_field =
        name == NULL ? BGT_LAYOUT_NONE : bgt_compile_field(compiler, name);
    block->constants = bgt_compile_values(compiler, bgt_tree_take(part, "constants"));
    block->skips_blank = bgt_compile_bool(compiler, bgt_tree_take(part, "skip_blank"));
    compile_codes(compiler, bgt_tree_take(part, "codes"), block);
    bgt_compile_own_item(compiler, bgt_tree_take(part, "item"), block);
    bgt_compile_columns(compiler, part, out, columns, block);
    bgt_compile_rows(compiler, part, block);
    bgt_compile_left(compiler, part, "blocks");
}

static void compile_blocks(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                           struct bgt_layout *out)
{
    struct bgt_tree *list = bgt_tree_take(root, "blocks");
    if (list == NULL || list->kind != BGT_TREE_SEQUENCE || list->count == 0) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "blocks", NULL);
        return;
    }
    if (list->count > BGT_LAYOUT_BLOCKS_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", list, "16", "blocks");
        return;
    }
    size_t room = 0;
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        struct bgt_tree *columns = bgt_tree_take(one, "columns");
        room += columns == NULL ? 0 : columns->count;
    }
    room = room > BGT_LAYOUT_COLUMNS_MAX ? BGT_LAYOUT_COLUMNS_MAX : room;
    struct bgt_layout_block *blocks =
        bgt_compile_array(compiler, list->count, sizeof *blocks);
    struct bgt_layout_column *columns =
        bgt_compile_array(compiler, room, sizeof *columns);
    if (blocks == NULL || columns == NULL) {
        return;
    }
    out->blocks = blocks;
    out->columns = columns;
    for (struct bgt_tree *one = list->first; one != NULL; one = one->next) {
        compile_block(compiler, one, out, columns, &blocks[out->block_count]);
        out->block_count++;
    }
}

bgt_status bgt_layout_compile(struct bgt_layout_compiler *compiler, struct bgt_tree *root,
                              struct bgt_layout *out)
{
    memset(out, 0, sizeof *out);
    compiler->faults = 0;
    compiler->failure = BGT_OK;
    if (root->kind != BGT_TREE_MAPPING) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", root, "budgetconv", NULL);
        return BGT_BAD;
    }
    bgt_compile_undecided(compiler, root, "");
    compile_version(compiler, root);
    compile_id(compiler, root, out);
    compile_head(compiler, root, out);
    compile_heading(compiler, bgt_tree_take(root, "heading"), out);
    compile_page(compiler, bgt_tree_take(root, "page"), out);
    compile_notes(compiler, bgt_tree_take(root, "document_notes"), out);
    if (out->kind == BGT_LAYOUT_LABELLED) {
        out->labelled = bgt_compile_labelled(compiler, root);
    } else {
        compile_blocks(compiler, root, out);
    }
    bgt_compile_left(compiler, root, "a layout");
    if (compiler->failure != BGT_OK) {
        return compiler->failure;
    }
    return compiler->faults == 0 ? BGT_OK : BGT_BAD;
}
