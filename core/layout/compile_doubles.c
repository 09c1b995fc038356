#include <string.h>

#include "layout/compile.h"

/* Longest name in braces that is told. */
#define NAME_BYTES 128

static bool is_known(struct bgt_slice name)
{
    return bgt_entity_find(bgt_entity(BGT_ENTITY_table), name.text, name.length) !=
               NULL ||
           bgt_entity_find(bgt_entity(BGT_ENTITY_document), name.text, name.length) !=
               NULL;
}

void bgt_compile_template(struct bgt_layout_compiler *compiler,
                          const struct bgt_tree *part, struct bgt_slice text)
{
    char told[NAME_BYTES];
    for (size_t at = 0; at < text.length;) {
        size_t open = bgt_text_find(text.text, text.length, at, "{");
        size_t close = open == SIZE_MAX
                           ? SIZE_MAX
                           : bgt_text_find(text.text, text.length, open, "}");
        if (close == SIZE_MAX) {
            return;
        }
        struct bgt_slice name = {text.text + open + 1, close - open - 1};
        if (!is_known(name)) {
            size_t length = name.length < sizeof told ? name.length : sizeof told - 1;
            memcpy(told, name.text, length);
            told[length] = '\0';
            bgt_compile_fault(compiler, "LAYOUT_TEMPLATE_UNKNOWN", part, told, NULL);
        }
        at = close + 1;
    }
}

static bool is_same_path(const struct bgt_layout_column *a,
                         const struct bgt_layout_column *b)
{
    if (a->path_length == 0 || a->path_length != b->path_length) {
        return false;
    }
    for (unsigned i = 0; i < a->path_length; i++) {
        if (a->path[i].key_count == 0 || b->path[i].key_count == 0 ||
            a->path[i].ids[0] != b->path[i].ids[0]) {
            return false;
        }
    }
    return true;
}

/* The first field that both fill; null: none. */
static const struct bgt_field *same_field(const struct bgt_layout_column *a,
                                          const struct bgt_layout_column *b)
{
    for (unsigned i = 0; i < a->field_count; i++) {
        for (unsigned j = 0; j < b->field_count; j++) {
            if (a->fields[i] == b->fields[j]) {
                return bgt_line_field(a->fields[i]);
            }
        }
    }
    return NULL;
}

void bgt_compile_doubles(struct bgt_layout_compiler *compiler,
                         const struct bgt_tree *part,
                         const struct bgt_layout_column *columns, size_t count)
{
    const struct bgt_layout_column *own = &columns[count - 1];
    for (size_t i = 0; i + 1 < count && own->part == 0; i++) {
        const struct bgt_field *field = same_field(own, &columns[i]);
        if (is_same_path(own, &columns[i])) {
            bgt_compile_fault(compiler, "LAYOUT_PATH_TWICE", part, NULL, NULL);
            return;
        }
        if (field != NULL && columns[i].part == 0) {
            bgt_compile_fault(compiler, "LAYOUT_FIELD_TWICE", part, field->key, NULL);
            return;
        }
    }
}
