#include "layout/layouts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/intern.h"
#include "diag/bounds.h"
#include "io/io.h"
#include "layout/compile.h"
#include "layout/folder.h"

#define LABEL_BYTES (16u << 20)
#define NAMES_BYTES 65536

/* The file that says what a family has besides its tables. */
#define FAMILY_NAME "family"

struct bgt_layouts {
    struct bgt_arena arena;
    struct bgt_interner *labels;
    const struct bgt_layout **list;  /* sorted */
    const struct bgt_layout **named; /* the same, equal names together */
    size_t count, capacity;
    const struct bgt_family **families;
    size_t family_count, family_capacity;
};

/* One file on its way. */
struct loading {
    struct bgt_layouts *layouts;
    struct bgt_io io;
    struct bgt_arena scratch; /* what only this file needs */
};

/* A family's file of a later folder replaces an earlier one. */
static bgt_status keep_family(struct bgt_layouts *layouts,
                              const struct bgt_family *family)
{
    for (size_t i = 0; i < layouts->family_count; i++) {
        if (bgt_text_equal(layouts->families[i]->id.text, layouts->families[i]->id.length,
                           family->id.text, family->id.length)) {
            layouts->families[i] = family;
            return BGT_OK;
        }
    }
    if (layouts->family_count == layouts->family_capacity) {
        size_t old = layouts->family_capacity;
        size_t capacity = old == 0 ? 16 : old * 2;
        void *list =
            bgt_resize_array(NULL, layouts->families, old, capacity, sizeof(void *));
        if (list == NULL) {
            return BGT_NO_MEMORY;
        }
        layouts->families = list;
        layouts->family_capacity = capacity;
    }
    layouts->families[layouts->family_count++] = family;
    return BGT_OK;
}

static bgt_status keep(struct bgt_layouts *layouts, const struct bgt_layout *layout)
{
    for (size_t i = 0; i < layouts->count; i++) {
        if (bgt_text_equal(layouts->list[i]->id.text, layouts->list[i]->id.length,
                           layout->id.text, layout->id.length)) {
            layouts->list[i] = layout;
            return BGT_OK;
        }
    }
    if (layouts->count == layouts->capacity) {
        size_t capacity = layouts->capacity == 0 ? 64 : layouts->capacity * 2;
        void *list = bgt_resize_array(NULL, layouts->list, layouts->capacity, capacity,
                                      sizeof(void *));
        if (list == NULL) {
            return BGT_NO_MEMORY;
        }
        layouts->list = list;
        layouts->capacity = capacity;
    }
    layouts->list[layouts->count++] = layout;
    return BGT_OK;
}

static bgt_status compile_file(struct loading *loading,
                               const struct bgt_layout_file *file, struct bgt_tree *root)
{
    struct bgt_arena *arena = &loading->layouts->arena;
    struct bgt_layout *layout = bgt_arena_allocate_array(arena, 1, sizeof *layout);
    char *path = bgt_arena_copy(arena, file->path.text, file->path.length);
    if (layout == NULL || path == NULL) {
        return bgt_arena_failure(arena);
    }
    struct bgt_layout_compiler compiler = {
        .arena = arena,
        .labels = loading->layouts->labels,
        .reporter = loading->io.reporter,
        .file = path,
        .family = file->family,
        .name = file->name,
    };
    bgt_status status = bgt_layout_compile(&compiler, root, layout);
    layout->file = (struct bgt_slice){path, file->path.length};
    return status == BGT_OK ? keep(loading->layouts, layout) : status;
}

static bgt_status compile_family(struct loading *loading,
                                 const struct bgt_layout_file *file,
                                 struct bgt_tree *root)
{
    struct bgt_arena *arena = &loading->layouts->arena;
    struct bgt_family *family = bgt_arena_allocate_array(arena, 1, sizeof *family);
    if (family == NULL) {
        return bgt_arena_failure(arena);
    }
    struct bgt_layout_compiler compiler = {
        .arena = arena,
        .labels = loading->layouts->labels,
        .reporter = loading->io.reporter,
        .file = file->path.text,
        .family = file->family,
        .name = file->name,
    };
    bgt_status status = bgt_family_compile(&compiler, root, family);
    return status == BGT_OK ? keep_family(loading->layouts, family) : status;
}

static bgt_status read_file(struct loading *loading, const struct bgt_layout_file *file)
{
    struct bgt_tree *root = NULL;
    bgt_status status = bgt_tree_read_file(
        &loading->io, file->path.text, BGT_LAYOUT_FILE_BYTES, &loading->scratch, &root);
    if (status != BGT_OK) {
        return status;
    }
    bool is_family = bgt_text_equal(file->name.text, file->name.length, FAMILY_NAME,
                                    strlen(FAMILY_NAME));
    return is_family ? compile_family(loading, file, root)
                     : compile_file(loading, file, root);
}

static bgt_status load_folder(struct loading *loading, const char *folder)
{
    struct bgt_layout_files files = {NULL, 0};
    struct bgt_arena listing;
    bgt_arena_init(&listing, NULL, BGT_LAYOUTS_BYTES);
    bgt_status status = bgt_layout_folder_list(folder, &listing, loading->io.reporter,
                                               BGT_LAYOUTS_MAX, &files);
    if (status == BGT_BAD || status == BGT_FATAL) {
        status = BGT_OK; /* reported; the other folders still count */
    }
    for (size_t i = 0; status == BGT_OK && i < files.count; i++) {
        struct bgt_arena_mark mark = bgt_arena_mark(&loading->scratch);
        status = read_file(loading, &files.list[i]);
        if (status != BGT_NO_MEMORY &&
            bgt_arena_failure(&loading->layouts->arena) != BGT_LIMIT) {
            status = BGT_OK; /* reported; the file is left out */
        } else if (status == BGT_LIMIT) {
            struct bgt_place place = {.file = files.list[i].path.text};
            status = bgt_report_bound(loading->io.reporter, &place,
                                      BGT_BOUND_LAYOUTS_BYTES, BGT_LAYOUTS_BYTES);
        }
        bgt_arena_reset(&loading->scratch, mark);
    }
    bgt_arena_close(&listing);
    return status;
}

static int compare_layouts(const void *a, const void *b)
{
    const struct bgt_layout *first = *(const struct bgt_layout *const *)a;
    const struct bgt_layout *second = *(const struct bgt_layout *const *)b;
    int families = strcmp(first->family.text, second->family.text);
    if (families != 0) {
        return families;
    }
    if (first->order != second->order) {
        return first->order < second->order ? -1 : 1;
    }
    return strcmp(first->id.text, second->id.text);
}

static int compare_names(const void *a, const void *b)
{
    const struct bgt_layout *left = *(const struct bgt_layout *const *)a;
    const struct bgt_layout *right = *(const struct bgt_layout *const *)b;
    int order = strcmp(left->name.text, right->name.text);
    return order != 0 ? order : strcmp(left->id.text, right->id.text);
}

static bgt_status sort_names(struct bgt_layouts *layouts)
{
    if (layouts->count == 0) {
        return BGT_OK;
    }
    layouts->named = bgt_allocate_array(NULL, layouts->count, sizeof(void *));
    if (layouts->named == NULL) {
        return BGT_NO_MEMORY;
    }
    memcpy(layouts->named, layouts->list, layouts->count * sizeof(void *));
    qsort(layouts->named, layouts->count, sizeof(void *), compare_names);
    return BGT_OK;
}

bgt_status bgt_layouts_load(const struct bgt_layouts_options *options,
                            struct bgt_layouts **out)
{
    struct bgt_interner_options labels = {.maximum_bytes = LABEL_BYTES};
    struct bgt_layouts *layouts = bgt_allocate_array(NULL, 1, sizeof *layouts);
    if (layouts == NULL) {
        return BGT_NO_MEMORY;
    }
    struct loading loading = {
        .layouts = layouts,
        .io = {.reporter = options->reporter, .limits = options->limits},
    };
    bgt_arena_init(&layouts->arena, NULL, BGT_LAYOUTS_BYTES);
    bgt_arena_init(&loading.scratch, NULL, BGT_LAYOUTS_BYTES);
    bgt_status status = bgt_interner_open(&labels, &layouts->labels);
    if (status == BGT_OK && bgt_interner_intern(layouts->labels, BGT_LAYOUTS_NUMBERING,
                                                strlen(BGT_LAYOUTS_NUMBERING)) == 0) {
        status = BGT_NO_MEMORY;
    }
    for (size_t i = 0; status == BGT_OK && i < options->folder_count; i++) {
        status = load_folder(&loading, options->folders[i]);
    }
    bgt_arena_close(&loading.scratch);
    if (status != BGT_OK) {
        bgt_layouts_close(layouts);
        return status;
    }
    if (layouts->count > 1) {
        qsort(layouts->list, layouts->count, sizeof(void *), compare_layouts);
    }
    status = sort_names(layouts);
    if (status != BGT_OK) {
        bgt_layouts_close(layouts);
        return status;
    }
    *out = layouts;
    return BGT_OK;
}

void bgt_layouts_close(struct bgt_layouts *layouts)
{
    if (layouts != NULL) {
        bgt_release(NULL, layouts->list);
        bgt_release(NULL, layouts->named);
        bgt_release(NULL, layouts->families);
        bgt_interner_close(layouts->labels);
        bgt_arena_close(&layouts->arena);
        bgt_release(NULL, layouts);
    }
}

size_t bgt_layouts_count(const struct bgt_layouts *layouts)
{
    return layouts->count;
}

const struct bgt_layout *bgt_layouts_get(const struct bgt_layouts *layouts, size_t number)
{
    return layouts->list[number];
}

uint32_t bgt_layouts_label(const struct bgt_layouts *layouts, const char *key,
                           size_t length)
{
    return bgt_interner_find(layouts->labels, key, length);
}

static bool is_same(struct bgt_slice slice, const char *text)
{
    return bgt_text_equal(slice.text, slice.length, text, strlen(text));
}

bgt_status bgt_layouts_find(const struct bgt_layouts *layouts, const char *name,
                            struct bgt_layout_choice *choice)
{
    *choice = (struct bgt_layout_choice){NULL, 0};
    for (size_t i = 0; i < layouts->count; i++) {
        const struct bgt_layout *const *one = &layouts->list[i];
        if (is_same((*one)->id, name)) {
            *choice = (struct bgt_layout_choice){one, 1};
            return BGT_OK;
        }
        if (is_same((*one)->family, name)) {
            choice->list = choice->count == 0 ? one : choice->list;
            choice->count++;
        }
    }
    if (choice->count > 0) {
        return BGT_OK;
    }
    for (size_t i = 0; i < layouts->count; i++) {
        if (is_same(layouts->named[i]->name, name)) {
            choice->list = choice->count == 0 ? &layouts->named[i] : choice->list;
            choice->count++;
        }
    }
    return choice->count > 0 ? BGT_OK : BGT_NOT_FOUND;
}

bool bgt_layouts_is_one_family(const struct bgt_layout_choice *choice)
{
    return choice->count < 2 ||
           is_same(choice->list[0]->family, choice->list[choice->count - 1]->family.text);
}

static void add_name(struct bgt_buffer *names, struct bgt_slice name)
{
    if (names->length > 0) {
        (void)bgt_buffer_append_text(names, ", ");
    }
    (void)bgt_buffer_append(names, name.text, name.length);
}

/* Ids or families within a small edit distance of the name, and layouts that hold it. */
static void add_near(const struct bgt_layouts *layouts, const char *name,
                     struct bgt_buffer *names)
{
    struct bgt_slice wanted = bgt_slice_of(name);
    for (size_t i = 0; i < layouts->count; i++) {
        const struct bgt_layout *layout = layouts->list[i];
        if (bgt_text_distance(wanted, layout->id, 3) <= 3 ||
            bgt_text_distance(wanted, layout->name, 2) <= 2 ||
            (wanted.length >= 3 &&
             bgt_text_find(layout->id.text, layout->id.length, 0, name) != SIZE_MAX)) {
            add_name(names, layout->id);
        }
    }
}

static void add_families(const struct bgt_layouts *layouts, struct bgt_buffer *names)
{
    for (size_t i = 0; i < layouts->count; i++) {
        if (i == 0 ||
            !is_same(layouts->list[i]->family, layouts->list[i - 1]->family.text)) {
            add_name(names, layouts->list[i]->family);
        }
    }
}

bgt_status bgt_layouts_report_unknown(const struct bgt_layouts *layouts, const char *name,
                                      struct bgt_reporter *reporter)
{
    struct bgt_layout_choice choice;
    struct bgt_buffer names;
    bgt_buffer_init(&names, NULL, NAMES_BYTES);
    bool is_ambiguous = bgt_layouts_find(layouts, name, &choice) == BGT_OK;
    for (size_t i = 0; is_ambiguous && i < choice.count; i++) {
        add_name(&names, choice.list[i]->id);
    }
    if (!is_ambiguous) {
        add_near(layouts, name, &names);
    }
    if (names.length == 0) {
        add_families(layouts, &names);
    }
    struct bgt_diagnostic diagnostic = {
        .code = is_ambiguous ? "LAYOUT_NAME_AMBIGUOUS" : "LAYOUT_UNKNOWN",
        .arguments = {name, names.data},
    };
    (void)bgt_report(reporter, &diagnostic);
    bgt_buffer_close(&names);
    return BGT_BAD;
}

bool bgt_layout_choice_has(const struct bgt_layout_choice *choice,
                           struct bgt_slice table_id)
{
    for (size_t i = 0; i < choice->count; i++) {
        if (bgt_text_equal(table_id.text, table_id.length, choice->list[i]->table_id.text,
                           choice->list[i]->table_id.length)) {
            return true;
        }
    }
    return false;
}

const struct bgt_layout *bgt_layouts_by_id(const struct bgt_layouts *layouts,
                                           struct bgt_slice id)
{
    for (size_t i = 0; i < layouts->count; i++) {
        if (bgt_text_equal(layouts->list[i]->id.text, layouts->list[i]->id.length,
                           id.text, id.length)) {
            return layouts->list[i];
        }
    }
    return NULL;
}

const struct bgt_layout *bgt_layouts_by_table(const struct bgt_layouts *layouts,
                                              struct bgt_slice family,
                                              struct bgt_slice table_id)
{
    for (size_t i = 0; i < layouts->count; i++) {
        const struct bgt_layout *layout = layouts->list[i];
        if ((family.length == 0 ||
             bgt_text_equal(layout->family.text, layout->family.length, family.text,
                            family.length)) &&
            bgt_text_equal(layout->table_id.text, layout->table_id.length, table_id.text,
                           table_id.length)) {
            return layout;
        }
    }
    return NULL;
}

const struct bgt_family *bgt_layouts_family(const struct bgt_layouts *layouts,
                                            struct bgt_slice id)
{
    for (size_t i = 0; i < layouts->family_count; i++) {
        const struct bgt_family *family = layouts->families[i];
        if (bgt_text_equal(family->id.text, family->id.length, id.text, id.length)) {
            return family;
        }
    }
    return NULL;
}

enum bgt_family_own bgt_layouts_own_sheet(const struct bgt_layouts *layouts,
                                          struct bgt_slice sheet, struct bgt_slice first)
{
    enum bgt_family_own own = BGT_OWN_NONE;
    for (size_t i = 0; i < layouts->family_count && own == BGT_OWN_NONE; i++) {
        own = bgt_family_recognise(layouts->families[i], sheet, first);
    }
    return own;
}
