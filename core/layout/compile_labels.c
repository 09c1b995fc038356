#include "layout/compile.h"

#include <string.h>

#include "base/buffer.h"
#include "diag/reporter.h"

/* A template's year for comparison: any will do, since years are taken out of keys. */
#define YEAR_FIELD   "{fiscal_year}"
#define YEAR_EXAMPLE "2026"

/* Room for what a label can become. */
#define KEY_BYTES ((size_t)4 * BGT_LAYOUT_LABEL_BYTES)

static bgt_status expand(struct bgt_buffer *out, struct bgt_slice text)
{
    size_t at = 0;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && at < text.length) {
        size_t year = bgt_text_find(text.text, text.length, at, YEAR_FIELD);
        size_t end = year == SIZE_MAX ? text.length : year;
        status = bgt_buffer_append(out, text.text + at, end - at);
        if (status == BGT_OK && year != SIZE_MAX) {
            status = bgt_buffer_append_text(out, YEAR_EXAMPLE);
            end += sizeof YEAR_FIELD - 1;
        }
        at = end;
    }
    return status;
}

static bool has_key(const struct bgt_layout_label *label, const struct bgt_buffer *key)
{
    for (uint16_t i = 0; i < label->key_count; i++) {
        if (bgt_text_equal(label->keys[i].text, label->keys[i].length, key->data,
                           key->length)) {
            return true;
        }
    }
    return false;
}

/* A label under construction. */
struct making {
    struct bgt_layout_label *label;
    struct bgt_slice *keys; /* room for BGT_LAYOUT_ALIASES_MAX */
    uint32_t *ids;          /* the same, or null */
    bool is_told;           /* A fault of it was reported. */
    bgt_compile_key *key;
};

/* False where the text is too long for a label. */
static bool add_key(struct bgt_layout_compiler *compiler, struct making *making,
                    struct bgt_slice text)
{
    struct bgt_buffer expanded, key;
    bgt_buffer_init(&expanded, NULL, KEY_BYTES);
    bgt_buffer_init(&key, NULL, KEY_BYTES);
    bgt_status status = expand(&expanded, text);
    if (status == BGT_OK) {
        status = making->key(&key, expanded.data, expanded.length);
    }
    bool is_label = status != BGT_LIMIT;
    struct bgt_layout_label *label = making->label;
    if (status == BGT_OK && key.length > 0 && !has_key(label, &key) &&
        label->key_count < BGT_LAYOUT_ALIASES_MAX) {
        char *kept = bgt_arena_copy(compiler->arena, key.data, key.length);
        if (kept == NULL) {
            status = bgt_arena_failure(compiler->arena);
        } else {
            making->keys[label->key_count] = (struct bgt_slice){kept, key.length};
            if (making->ids != NULL) {
                making->ids[label->key_count] =
                    bgt_interner_intern(compiler->labels, key.data, key.length);
                status = making->ids[label->key_count] != 0 ? BGT_OK : BGT_NO_MEMORY;
            }
            label->key_count++;
        }
    }
    if (status == BGT_NO_MEMORY || (status == BGT_LIMIT && is_label)) {
        compiler->failure = status;
    }
    bgt_buffer_close(&key);
    bgt_buffer_close(&expanded);
    return is_label;
}

/* Adds the key of a written label, unless that is too long for one. */
static void add_part(struct bgt_layout_compiler *compiler, struct making *making,
                     const struct bgt_tree *part, struct bgt_slice text)
{
    char number[BGT_NUMBER_SIZE];
    bgt_compile_template(compiler, part, text);
    if (text.length > BGT_LAYOUT_LABEL_BYTES ||
        (text.length > 0 && !add_key(compiler, making, text))) {
        bgt_compile_fault(compiler, "LAYOUT_LABEL_LONG", part,
                          bgt_number_text(BGT_LAYOUT_LABEL_BYTES, number), NULL);
        making->is_told = true;
    }
}

static bool begin(struct bgt_layout_compiler *compiler, struct making *making,
                  bool numbered)
{
    making->keys =
        bgt_compile_array(compiler, BGT_LAYOUT_ALIASES_MAX, sizeof *making->keys);
    making->ids = numbered ? bgt_compile_array(compiler, BGT_LAYOUT_ALIASES_MAX,
                                               sizeof *making->ids)
                           : NULL;
    making->label->keys = making->keys;
    making->label->ids = making->ids;
    return making->keys != NULL && (!numbered || making->ids != NULL);
}

static void add_list(struct bgt_layout_compiler *compiler, struct making *making,
                     const struct bgt_tree *list)
{
    if (list == NULL) {
        return;
    }
    if (list->kind != BGT_TREE_SEQUENCE || list->count > BGT_LAYOUT_ALIASES_MAX) {
        bgt_compile_fault(
            compiler,
            list->kind != BGT_TREE_SEQUENCE ? "LAYOUT_VALUE_INVALID" : "LAYOUT_TOO_LARGE",
            list, list->kind != BGT_TREE_SEQUENCE ? "a list" : "64", "aliases");
        return;
    }
    for (const struct bgt_tree *alias = list->first; alias != NULL; alias = alias->next) {
        add_part(compiler, making, alias, bgt_compile_text(compiler, alias));
    }
}

struct bgt_layout_label bgt_compile_label(struct bgt_layout_compiler *compiler,
                                          const struct bgt_tree *part,
                                          const struct bgt_tree *aliases,
                                          bgt_compile_key *key, bool numbered)
{
    struct bgt_layout_label label = {.written = {"", 0}};
    struct making making = {.label = &label, .key = key};
    if (part == NULL || !begin(compiler, &making, numbered)) {
        return label;
    }
    if (part->kind == BGT_TREE_SEQUENCE && part->first != NULL) {
        label.written = bgt_compile_text(compiler, part->first);
        add_list(compiler, &making, part);
    } else {
        label.written = bgt_compile_text(compiler, part);
        add_part(compiler, &making, part, label.written);
    }
    add_list(compiler, &making, aliases);
    label.own_count = label.key_count;
    if (label.key_count == 0 && !making.is_told) {
        bgt_compile_fault(compiler, "LAYOUT_LABEL_EMPTY", part, NULL, NULL);
    }
    return label;
}

struct bgt_layout_label bgt_compile_title(struct bgt_layout_compiler *compiler,
                                          struct bgt_tree *part)
{
    if (part == NULL || part->kind != BGT_TREE_MAPPING) {
        return bgt_compile_label(compiler, part, NULL, bgt_layout_label_key, true);
    }
    struct bgt_tree *written = bgt_tree_take(part, "write");
    struct bgt_tree *aliases = bgt_tree_take(part, "aliases");
    bgt_compile_left(compiler, part, "title and form_no");
    if (written == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", part, "write", NULL);
    }
    return bgt_compile_label(compiler, written, aliases, bgt_layout_label_key, true);
}

void bgt_compile_model_keys(struct bgt_layout_compiler *compiler,
                            struct bgt_layout_label *label, uint16_t field)
{
    const struct bgt_field *described = bgt_line_field(field);
    struct making making = {
        .label = label,
        .keys = (struct bgt_slice *)(uintptr_t)label->keys,
        .ids = (uint32_t *)(uintptr_t)label->ids,
        .key = bgt_layout_label_key,
    };
    if (label->keys == NULL || label->ids == NULL) {
        return;
    }
    (void)add_key(compiler, &making, bgt_slice_of(described->key));
    (void)add_key(compiler, &making, bgt_slice_of(described->label));
    for (size_t i = 0; described->aliases[i] != NULL; i++) {
        (void)add_key(compiler, &making, bgt_slice_of(described->aliases[i]));
    }
}
