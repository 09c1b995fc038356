#define _XOPEN_SOURCE 700 /* realpath, S_ISVTX */

#include "plugin/registry.h"

#include "base/arena.h"
#include "base/text.h"
#include "diag/reporter.h"
#include "plugin/loader.h"
#include "plugin/trust.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

enum {
    MAX_PLUGINS = 256,
    MAX_MANIFESTS = 1024, /* In one folder. */
    MAX_MEMORY = 64 << 20,
    NEAREST = 3
};

struct bgt_registry {
    const struct bgt_allocator *allocator;
    struct bgt_arena arena;
    struct bgt_loader *loader;
    struct bgt_manifest manifests[MAX_PLUGINS]; /* Sorted by id. */
    const char *real_paths[MAX_PLUGINS];        /* Of the manifests, beside them. */
    size_t count;
};

/* A search under way. */
struct search {
    struct bgt_registry *registry;
    struct bgt_reporter *reporter;
    char folder[PATH_MAX]; /* Real path. */
};

static void warn(struct bgt_reporter *reporter, const char *file, const char *code,
                 const char *fact, const char *second)
{
    struct bgt_place place = {.file = file};
    (void)bgt_report_at(reporter, code, &place, fact, second);
}

/* ---- One manifest --------------------------------------------------------------- */

/* Where the id stands, or would stand. */
static size_t position(const struct bgt_registry *registry, const char *id)
{
    size_t low = 0;
    size_t high = registry->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(registry->manifests[middle].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_known_path(const struct bgt_registry *registry, const char *real_path)
{
    for (size_t i = 0; i < registry->count; i++) {
        if (strcmp(registry->real_paths[i], real_path) == 0) {
            return true;
        }
    }
    return false;
}

static bgt_status insert(struct search *search, const struct bgt_manifest *manifest,
                         const char *real_path)
{
    struct bgt_registry *registry = search->registry;
    size_t at = position(registry, manifest->id);
    if (at < registry->count && strcmp(registry->manifests[at].id, manifest->id) == 0) {
        warn(search->reporter, manifest->path, "PLUGIN_SHADOWED", manifest->id,
             registry->manifests[at].path);
        return BGT_OK;
    }
    if (registry->count == MAX_PLUGINS) {
        warn(search->reporter, manifest->path, "PLUGIN_FOLDER", strerror(ENFILE), NULL);
        return BGT_OK;
    }
    const char *kept = bgt_arena_copy(&registry->arena, real_path, strlen(real_path));
    if (kept == NULL) {
        return BGT_NO_MEMORY;
    }
    size_t behind = registry->count - at;
    memmove(&registry->manifests[at + 1], &registry->manifests[at],
            behind * sizeof registry->manifests[0]);
    memmove(&registry->real_paths[at + 1], &registry->real_paths[at],
            behind * sizeof registry->real_paths[0]);
    registry->manifests[at] = *manifest;
    registry->real_paths[at] = kept;
    registry->count++;
    return BGT_OK;
}

static bgt_status add(struct search *search, const char *name)
{
    char path[PATH_MAX];
    char real_path[PATH_MAX];
    struct bgt_manifest manifest = {0};
    size_t folder = strlen(search->folder);
    size_t length = strlen(name);
    if (folder + length + 2 > sizeof path) {
        warn(search->reporter, search->folder, "PLUGIN_FOLDER", strerror(ENAMETOOLONG),
             NULL);
        return BGT_OK;
    }
    memcpy(path, search->folder, folder);
    path[folder] = '/';
    memcpy(path + folder + 1, name, length + 1);
    if (realpath(path, real_path) == NULL) {
        warn(search->reporter, path, "PLUGIN_MANIFEST_UNREADABLE", strerror(errno), NULL);
        return BGT_OK;
    }
    if (is_known_path(search->registry, real_path) ||
        bgt_trust_check(real_path, search->reporter) != BGT_OK) {
        return BGT_OK;
    }
    bgt_status status =
        bgt_manifest_read(path, &search->registry->arena, search->reporter, &manifest);
    if (status == BGT_BAD) {
        return BGT_OK;
    }
    return status == BGT_OK ? insert(search, &manifest, real_path) : BGT_NO_MEMORY;
}

/* ---- Folders -------------------------------------------------------------------- */

static bool is_manifest(const char *name)
{
    size_t length = strlen(name);
    return name[0] != '.' && length > strlen(".plugin") &&
           bgt_text_ends_with(name, length, ".plugin");
}

static int compare_names(const void *a, const void *b)
{
    const char *const *first = a;
    const char *const *second = b;
    return strcmp(*first, *second);
}

/* The names of all manifests in a folder, in the arena; in the order of the folder. */
static bgt_status list_folder(struct search *search, DIR *folder, const char **names,
                              size_t *count)
{
    const struct dirent *entry = NULL;
    while (*count < MAX_MANIFESTS && (entry = readdir(folder)) != NULL) {
        if (!is_manifest(entry->d_name)) {
            continue;
        }
        const char *name = bgt_arena_copy(&search->registry->arena, entry->d_name,
                                          strlen(entry->d_name));
        if (name == NULL) {
            return BGT_NO_MEMORY;
        }
        names[(*count)++] = name;
    }
    return BGT_OK;
}

static bgt_status search_folder(struct search *search, const char *path)
{
    const char **names =
        bgt_allocate_array(search->registry->allocator, MAX_MANIFESTS, sizeof *names);
    size_t count = 0;
    bgt_status status = BGT_NO_MEMORY;
    DIR *folder = NULL;
    if (names == NULL) {
        return BGT_NO_MEMORY;
    }
    if (realpath(path, search->folder) == NULL ||
        (folder = opendir(search->folder)) == NULL) {
        warn(search->reporter, path, "PLUGIN_FOLDER", strerror(errno), NULL);
        status = BGT_OK;
        goto out;
    }
    status = bgt_trust_check(search->folder, search->reporter);
    if (status != BGT_OK) {
        status = BGT_OK;
        goto out;
    }
    status = list_folder(search, folder, names, &count);
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; status == BGT_OK && i < count; i++) {
        status = add(search, names[i]);
    }
out:
    if (folder != NULL) {
        (void)closedir(folder);
    }
    bgt_release(search->registry->allocator, names);
    return status;
}

/* Folders separated by colons; empty parts are left out. */
static bgt_status search_list(struct search *search, const char *list)
{
    struct bgt_slice rest = bgt_slice_of(list);
    struct bgt_slice part = {NULL, 0};
    char path[PATH_MAX];
    bgt_status status = BGT_OK;
    while (status == BGT_OK && bgt_text_split(&rest, ':', &part)) {
        if (part.length == 0) {
            continue;
        }
        if (part.length >= sizeof path) {
            warn(search->reporter, NULL, "PLUGIN_FOLDER", strerror(ENAMETOOLONG), NULL);
            continue;
        }
        memcpy(path, part.text, part.length);
        path[part.length] = '\0';
        status = search_folder(search, path);
    }
    return status;
}

static bgt_status search_environment(struct search *search)
{
    const char *list = getenv(BGT_PLUGIN_PATH_VARIABLE);
    if (list == NULL || list[0] == '\0') {
        return BGT_OK;
    }
    if (getauxval(AT_SECURE) != 0) {
        warn(search->reporter, NULL, "PLUGIN_PATH_IGNORED", NULL, NULL);
        return BGT_OK;
    }
    return search_list(search, list);
}

static bgt_status search_all(struct search *search,
                             const struct bgt_registry_options *options)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0;
         status == BGT_OK && options->paths != NULL && options->paths[i] != NULL; i++) {
        status = search_list(search, options->paths[i]);
    }
    if (status == BGT_OK && !options->ignores_environment) {
        status = search_environment(search);
    }
    if (status == BGT_OK && options->installed != NULL) {
        status = search_folder(search, options->installed);
    }
    return status;
}

/* ---- The registry --------------------------------------------------------------- */

bgt_status bgt_registry_open(const struct bgt_registry_options *options,
                             struct bgt_reporter *reporter,
                             struct bgt_registry **registry)
{
    struct bgt_loader_options loading = {
        .allocator = options->allocator,
        .installed = options->installed,
        .trial_seconds = options->trial_seconds,
    };
    struct bgt_registry *made = bgt_allocate_array(options->allocator, 1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    made->allocator = options->allocator;
    bgt_arena_init(&made->arena, options->allocator, MAX_MEMORY);
    struct search search = {.registry = made, .reporter = reporter};
    bgt_status status = bgt_loader_open(&loading, reporter, &made->loader);
    if (status == BGT_OK) {
        status = search_all(&search, options);
    }
    if (status != BGT_OK) {
        bgt_registry_close(made);
        return status;
    }
    *registry = made;
    return BGT_OK;
}

void bgt_registry_close(struct bgt_registry *registry)
{
    if (registry == NULL) {
        return;
    }
    bgt_loader_close(registry->loader);
    bgt_arena_close(&registry->arena);
    bgt_release(registry->allocator, registry);
}

size_t bgt_registry_count(const struct bgt_registry *registry)
{
    return registry->count;
}

const struct bgt_manifest *bgt_registry_at(const struct bgt_registry *registry,
                                           size_t index)
{
    return &registry->manifests[index];
}

const struct bgt_manifest *bgt_registry_find(const struct bgt_registry *registry,
                                             const char *id)
{
    size_t at = position(registry, id);
    bool is_there = at < registry->count && strcmp(registry->manifests[at].id, id) == 0;
    return is_there ? &registry->manifests[at] : NULL;
}

const char *bgt_registry_nearest(const struct bgt_registry *registry, const char *id)
{
    const char *nearest = NULL;
    size_t best = NEAREST + 1;
    for (size_t i = 0; i < registry->count; i++) {
        const char *known = registry->manifests[i].id;
        size_t distance =
            bgt_text_distance(bgt_slice_of(id), bgt_slice_of(known), NEAREST);
        /* A short name is near to everything: at least one character must stay. */
        if (distance < best && distance < strlen(known)) {
            best = distance;
            nearest = known;
        }
    }
    return nearest;
}

void bgt_registry_list(const struct bgt_registry *registry, uint32_t capabilities,
                       struct bgt_buffer *list)
{
    const char *separator = "";
    for (size_t i = 0; i < registry->count; i++) {
        if ((registry->manifests[i].capacity.flags & capabilities) != 0) {
            (void)bgt_buffer_append_text(list, separator);
            (void)bgt_buffer_append_text(list, registry->manifests[i].id);
            separator = ", ";
        }
    }
    if (separator[0] == '\0') {
        (void)bgt_buffer_append_char(list, '-');
    }
}

bgt_status bgt_registry_try(struct bgt_registry *registry,
                            const struct bgt_manifest *manifest,
                            struct bgt_reporter *reporter,
                            const struct bgt_plugin **plugin)
{
    return bgt_loader_load(registry->loader, manifest, reporter, plugin);
}

bgt_status bgt_registry_load(struct bgt_registry *registry,
                             const struct bgt_manifest *manifest,
                             struct bgt_reporter *reporter,
                             const struct bgt_plugin **plugin)
{
    bgt_status status = bgt_registry_try(registry, manifest, reporter, plugin);
    if (status == BGT_BAD || status == BGT_NOT_FOUND) {
        warn(reporter, manifest->path, "PLUGIN_UNUSABLE", manifest->id, NULL);
    }
    return status;
}
