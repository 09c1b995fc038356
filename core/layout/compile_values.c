#include "layout/compile.h"

#include <string.h>

#include "base/buffer.h"
#include "diag/reporter.h"

bool bgt_compile_is_undecided(const struct bgt_tree *part)
{
    return part != NULL && part->kind == BGT_TREE_SCALAR && part->text.length == 1 &&
           part->text.text[0] == '?';
}

void bgt_compile_undecided(struct bgt_layout_compiler *compiler,
                           const struct bgt_tree *part, const char *key)
{
    if (part->key.length > 0) {
        key = part->key.text;
    }
    if (bgt_compile_is_undecided(part)) {
        struct bgt_diagnostic diagnostic = {
            .code = "LAYOUT_UNDECIDED",
            .place = {.file = compiler->file, .line = part->line, .column = part->column},
            .text = part->text.text,
            .text_length = part->text.length,
            .arguments = {key},
        };
        compiler->faults++;
        (void)bgt_report(compiler->reporter, &diagnostic);
    }
    for (const struct bgt_tree *child = part->first; child != NULL; child = child->next) {
        bgt_compile_undecided(compiler, child, key);
    }
}

void bgt_compile_fault(struct bgt_layout_compiler *compiler, const char *code,
                       const struct bgt_tree *at, const char *argument1,
                       const char *argument2)
{
    if (compiler->failure != BGT_OK) {
        return; /* what is missing may be so for want of memory */
    }
    if (bgt_compile_is_undecided(at)) {
        return; /* told once, by bgt_compile_undecided */
    }
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = {.file = compiler->file},
        .arguments = {argument1, argument2},
    };
    if (at != NULL) {
        diagnostic.place.line = at->line;
        diagnostic.place.column = at->column;
        diagnostic.text = at->text.text;
        diagnostic.text_length = at->text.length;
    }
    compiler->faults++;
    (void)bgt_report(compiler->reporter, &diagnostic);
}

void bgt_compile_left(struct bgt_layout_compiler *compiler,
                      const struct bgt_tree *mapping, const char *what)
{
    if (mapping == NULL || mapping->kind != BGT_TREE_MAPPING) {
        return;
    }
    for (const struct bgt_tree *member = mapping->first; member != NULL;
         member = member->next) {
        if (!member->is_taken) {
            struct bgt_tree at = *member;
            if (at.key_line != at.line) { /* the value begins below its key */
                at.line = at.key_line;
                at.column = at.key_column;
            }
            bgt_compile_fault(compiler, "LAYOUT_KEY_UNKNOWN", &at, member->key.text,
                              what);
        }
    }
}

void *bgt_compile_array(struct bgt_layout_compiler *compiler, size_t count, size_t size)
{
    void *memory = bgt_arena_allocate_array(compiler->arena, count, size);
    if (memory == NULL) {
        compiler->failure = bgt_arena_failure(compiler->arena);
    }
    return memory;
}

static struct bgt_slice copy(struct bgt_layout_compiler *compiler, const char *text,
                             size_t length)
{
    char *kept = bgt_arena_copy(compiler->arena, text, length);
    if (kept == NULL) {
        compiler->failure = bgt_arena_failure(compiler->arena);
        return (struct bgt_slice){"", 0};
    }
    return (struct bgt_slice){kept, length};
}

struct bgt_slice bgt_compile_text(struct bgt_layout_compiler *compiler,
                                  const struct bgt_tree *part)
{
    if (part == NULL) {
        return (struct bgt_slice){"", 0};
    }
    if (part->kind != BGT_TREE_SCALAR) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "text", NULL);
        return (struct bgt_slice){"", 0};
    }
    return copy(compiler, part->text.text, part->text.length);
}

struct bgt_slice bgt_compile_required(struct bgt_layout_compiler *compiler,
                                      struct bgt_tree *mapping, const char *key)
{
    struct bgt_tree *part = bgt_tree_take(mapping, key);
    if (part == NULL || (part->kind == BGT_TREE_SCALAR && part->text.length == 0)) {
        bgt_compile_fault(compiler, "LAYOUT_KEY_MISSING", mapping, key, NULL);
        return (struct bgt_slice){"", 0};
    }
    return bgt_compile_text(compiler, part);
}

uint64_t bgt_compile_number(struct bgt_layout_compiler *compiler,
                            const struct bgt_tree *part, uint64_t maximum,
                            uint64_t otherwise)
{
    uint64_t value = 0;
    if (part == NULL) {
        return otherwise;
    }
    if (part->kind != BGT_TREE_SCALAR ||
        !bgt_text_parse_unsigned(part->text.text, part->text.length, maximum, &value) ||
        value == 0) {
        char room[BGT_NUMBER_SIZE];
        bgt_compile_fault(compiler, "LAYOUT_NUMBER_INVALID", part,
                          bgt_number_text(maximum, room), NULL);
        return otherwise;
    }
    return value;
}

static void fault_of_word(struct bgt_layout_compiler *compiler,
                          const struct bgt_tree *part, const char *const *words)
{
    struct bgt_buffer list;
    bgt_buffer_init(&list, NULL, 4096);
    for (unsigned i = 0; words[i] != NULL; i++) {
        (void)bgt_buffer_append_text(&list, i == 0 ? "" : ", ");
        (void)bgt_buffer_append_text(&list, words[i]);
    }
    bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, list.data, NULL);
    bgt_buffer_close(&list);
}

unsigned bgt_compile_word(struct bgt_layout_compiler *compiler,
                          const struct bgt_tree *part, const char *const *words)
{
    if (part == NULL) {
        return 0;
    }
    for (unsigned i = 0; part->kind == BGT_TREE_SCALAR && words[i] != NULL; i++) {
        if (bgt_text_equal(part->text.text, part->text.length, words[i],
                           strlen(words[i]))) {
            return i + 1;
        }
    }
    fault_of_word(compiler, part, words);
    return 0;
}

bool bgt_compile_bool(struct bgt_layout_compiler *compiler, const struct bgt_tree *part)
{
    static const char *const words[] = {"false", "true", NULL};
    return bgt_compile_word(compiler, part, words) == 2;
}

uint16_t bgt_compile_field(struct bgt_layout_compiler *compiler,
                           const struct bgt_tree *part)
{
    const struct bgt_entity *line = bgt_entity(BGT_ENTITY_line);
    const struct bgt_field *field =
        part->kind == BGT_TREE_SCALAR
            ? bgt_entity_find(line, part->text.text, part->text.length)
            : NULL;
    if (field == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_FIELD_UNKNOWN", part, part->text.text, NULL);
        return BGT_LAYOUT_NONE;
    }
    return field->number;
}

static uint16_t key_field(struct bgt_layout_compiler *compiler,
                          const struct bgt_tree *member)
{
    const struct bgt_field *field = bgt_entity_find(bgt_entity(BGT_ENTITY_line),
                                                    member->key.text, member->key.length);
    if (field == NULL) {
        bgt_compile_fault(compiler, "LAYOUT_FIELD_UNKNOWN", member, member->key.text,
                          NULL);
        return BGT_LAYOUT_NONE;
    }
    if ((field->flags & BGT_FIELD_DIMENSION) == 0) {
        bgt_compile_fault(compiler, "LAYOUT_FIELD_NO_DIMENSION", member, field->key,
                          NULL);
        return BGT_LAYOUT_NONE;
    }
    return field->number;
}

struct bgt_layout_values bgt_compile_values(struct bgt_layout_compiler *compiler,
                                            const struct bgt_tree *part)
{
    struct bgt_layout_values values = {NULL, 0};
    if (part == NULL) {
        return values;
    }
    if (part->kind != BGT_TREE_MAPPING) {
        bgt_compile_fault(compiler, "LAYOUT_VALUE_INVALID", part, "{field: value}", NULL);
        return values;
    }
    if (part->count > BGT_LAYOUT_VALUES_MAX) {
        bgt_compile_fault(compiler, "LAYOUT_TOO_LARGE", part, "16", "values");
        return values;
    }
    struct bgt_layout_value *list =
        bgt_compile_array(compiler, part->count, sizeof *list);
    if (list == NULL) {
        return values;
    }
    for (const struct bgt_tree *member = part->first; member != NULL;
         member = member->next) {
        uint16_t field = key_field(compiler, member);
        if (field != BGT_LAYOUT_NONE) {
            list[values.count].field = field;
            list[values.count++].text = bgt_compile_text(compiler, member);
        }
    }
    values.list = list;
    return values;
}
