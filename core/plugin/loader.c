#define _XOPEN_SOURCE 700 /* realpath, S_ISVTX */

#include "plugin/loader.h"

#include "base/arena.h"
#include "diag/reporter.h"
#include "plugin/descriptor.h"
#include "plugin/elf_image.h"
#include "plugin/trial.h"
#include "plugin/trust.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <ltdl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_MEMORY = 1 << 20 };

/* A plugin that is loaded. */
struct loaded {
    struct loaded *next;
    const char *path; /* Real path of the shared object. */
    const struct bgt_plugin *plugin;
};

struct bgt_loader {
    const struct bgt_allocator *allocator;
    struct bgt_arena arena; /* The list of loaded plugins. */
    struct loaded *loaded;
    char installed[PATH_MAX]; /* With a slash at the end; empty: none. */
    unsigned trial_seconds;
};

/* libltdl keeps its state for the whole process and has no lock of its own. */
static pthread_mutex_t libltdl = PTHREAD_MUTEX_INITIALIZER;

/* One load under way. */
struct load {
    struct bgt_loader *loader;
    const struct bgt_manifest *manifest;
    struct bgt_reporter *reporter;
    char path[PATH_MAX]; /* Real path of the shared object. */
    const char *symbol;
};

static bgt_status report(const struct load *load, const char *path, const char *code,
                         const char *fact, const char *second)
{
    struct bgt_place place = {.file = path};
    (void)bgt_report_at(load->reporter, code, &place, fact, second);
    return BGT_BAD;
}

/* ---- Before any code of the plugin runs ----------------------------------------- */

static bgt_status check_abi(const struct load *load, const char *path, uint32_t abi)
{
    char found[16];
    char wanted[16];
    if (bgt_abi_fits(abi)) {
        return BGT_OK;
    }
    return report(load, path, "PLUGIN_WRONG_ABI", bgt_abi_text(abi, found),
                  bgt_abi_text(BGT_ABI, wanted));
}

/* The shared object is the manifest's neighbour, `<id>.so`. */
static bgt_status locate(struct load *load)
{
    char beside[PATH_MAX];
    const char *manifest = load->manifest->path;
    const char *slash = strrchr(manifest, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - manifest) + 1;
    size_t stem = strlen(load->manifest->id);
    if (manifest[0] != '/' || folder + stem + sizeof ".so" > sizeof beside) {
        return report(load, manifest, "PLUGIN_LOAD_FAILED", strerror(ENAMETOOLONG), NULL);
    }
    memcpy(beside, manifest, folder);
    memcpy(beside + folder, load->manifest->id, stem);
    memcpy(beside + folder + stem, ".so", sizeof ".so");
    if (realpath(beside, load->path) == NULL) {
        const char *reason = strerror(errno);
        bool is_missing = errno == ENOENT || errno == ENOTDIR;
        (void)report(load, manifest,
                     is_missing ? "PLUGIN_LIBRARY_MISSING" : "PLUGIN_LOAD_FAILED",
                     is_missing ? beside + folder : reason, NULL);
        return is_missing ? BGT_NOT_FOUND : BGT_BAD;
    }
    size_t length = strlen(load->path);
    if (length < sizeof ".so" ||
        strcmp(load->path + length - strlen(".so"), ".so") != 0) {
        (void)report(load, load->path, "PLUGIN_LIBRARY_MISSING", beside + folder, NULL);
        return BGT_NOT_FOUND;
    }
    return BGT_OK;
}

static bgt_status check_trust(const struct load *load)
{
    char manifest[PATH_MAX];
    if (realpath(load->manifest->path, manifest) == NULL) {
        return report(load, load->manifest->path, "PLUGIN_MANIFEST_UNREADABLE",
                      strerror(errno), NULL);
    }
    bgt_status status = bgt_trust_check(manifest, load->reporter);
    return status == BGT_OK ? bgt_trust_check(load->path, load->reporter) : status;
}

static bgt_status check_file(const struct load *load)
{
    struct bgt_descriptor_head head = {0, 0};
    char found[BGT_NUMBER_SIZE];
    char wanted[BGT_NUMBER_SIZE];
    bgt_status status =
        bgt_elf_descriptor(load->path, load->symbol, load->reporter, &head);
    if (status == BGT_OK) {
        status = check_abi(load, load->path, head.abi);
    }
    if (status == BGT_OK && head.struct_size < sizeof(struct bgt_plugin)) {
        status = report(load, load->path, "PLUGIN_WRONG_SIZE",
                        bgt_number_text(head.struct_size, found),
                        bgt_number_text(sizeof(struct bgt_plugin), wanted));
    }
    return status;
}

static bgt_status try_first(const struct load *load)
{
    const char *installed = load->loader->installed;
    struct bgt_trial trial = {
        .path = load->path,
        .symbol = load->symbol,
        .manifest = load->manifest,
        .seconds = load->loader->trial_seconds,
    };
    if (installed[0] != '\0' && strncmp(load->path, installed, strlen(installed)) == 0) {
        return BGT_OK;
    }
    return bgt_trial_run(&trial, load->reporter);
}

/* ---- Loading -------------------------------------------------------------------- */

/* libltdl binds lazily and says "file not found" for every failure, so the system's
 * loader goes first: it resolves everything and says why it cannot. */
static bgt_status bind_all(const struct load *load)
{
    void *handle = dlopen(load->path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *reason = dlerror();
        return report(load, load->path, "PLUGIN_LOAD_FAILED",
                      reason == NULL ? "dlopen" : reason, NULL);
    }
    /* Kept: libltdl takes a reference of its own, and the plugin stays for good. */
    return BGT_OK;
}

static lt_dlhandle open_local(const char *path)
{
    lt_dladvise advise = NULL;
    lt_dlhandle handle = NULL;
    if (lt_dladvise_init(&advise) == 0 && lt_dladvise_local(&advise) == 0) {
        handle = lt_dlopenadvise(path, advise);
    }
    (void)lt_dladvise_destroy(&advise);
    return handle;
}

static bgt_status open_library(const struct load *load, const struct bgt_plugin **plugin)
{
    bgt_status status = bind_all(load);
    if (status != BGT_OK) {
        return status;
    }
    lt_dlhandle handle = open_local(load->path);
    if (handle == NULL) {
        const char *reason = lt_dlerror();
        return report(load, load->path, "PLUGIN_LOAD_FAILED",
                      reason == NULL ? "lt_dlopenadvise" : reason, NULL);
    }
    (void)lt_dlmakeresident(handle);
    *plugin = lt_dlsym(handle, load->symbol);
    if (*plugin == NULL) {
        return report(load, load->path, "PLUGIN_NO_SYMBOL", load->symbol, NULL);
    }
    return bgt_descriptor_check(*plugin, load->manifest, load->path, load->reporter);
}

static bgt_status remember(struct load *load, const struct bgt_plugin *plugin)
{
    struct bgt_loader *loader = load->loader;
    struct loaded *entry = bgt_arena_allocate_array(&loader->arena, 1, sizeof *entry);
    const char *path = bgt_arena_copy(&loader->arena, load->path, strlen(load->path));
    if (entry == NULL || path == NULL) {
        return BGT_NO_MEMORY;
    }
    *entry = (struct loaded){loader->loaded, path, plugin};
    loader->loaded = entry;
    return BGT_OK;
}

static const struct bgt_plugin *find_loaded(const struct load *load)
{
    for (const struct loaded *entry = load->loader->loaded; entry != NULL;
         entry = entry->next) {
        if (strcmp(entry->path, load->path) == 0) {
            return entry->plugin;
        }
    }
    return NULL;
}

static bgt_status load_new(struct load *load, const struct bgt_plugin **plugin)
{
    bgt_status status = check_trust(load);
    if (status == BGT_OK) {
        status = check_file(load);
    }
    if (status == BGT_OK) {
        status = try_first(load);
    }
    if (status == BGT_OK) {
        status = open_library(load, plugin);
    }
    return status == BGT_OK ? remember(load, *plugin) : status;
}

bgt_status bgt_loader_load(struct bgt_loader *loader, const struct bgt_manifest *manifest,
                           struct bgt_reporter *reporter,
                           const struct bgt_plugin **plugin)
{
    struct load load = {.loader = loader, .manifest = manifest, .reporter = reporter};
    const struct bgt_plugin *found = NULL;
    struct bgt_arena scratch;
    bgt_arena_init(&scratch, loader->allocator, MAX_MEMORY);
    (void)pthread_mutex_lock(&libltdl);
    bgt_status status = check_abi(&load, manifest->path, manifest->abi);
    if (status == BGT_OK) {
        load.symbol = bgt_plugin_symbol(manifest->id, &scratch);
        status = load.symbol == NULL ? BGT_NO_MEMORY : locate(&load);
    }
    if (status == BGT_OK) {
        found = find_loaded(&load);
        status = found == NULL ? load_new(&load, &found) : BGT_OK;
    }
    (void)pthread_mutex_unlock(&libltdl);
    bgt_arena_close(&scratch);
    if (status == BGT_OK) {
        *plugin = found;
    }
    return status;
}

/* ---- The loader itself ---------------------------------------------------------- */

static void set_installed(struct bgt_loader *loader, const char *folder)
{
    if (folder == NULL || realpath(folder, loader->installed) == NULL) {
        loader->installed[0] = '\0';
        return;
    }
    size_t length = strlen(loader->installed);
    if (length + 1 < sizeof loader->installed) {
        loader->installed[length] = '/';
        loader->installed[length + 1] = '\0';
    } else {
        loader->installed[0] = '\0';
    }
}

bgt_status bgt_loader_open(const struct bgt_loader_options *options,
                           struct bgt_reporter *reporter, struct bgt_loader **loader)
{
    struct bgt_loader *made = bgt_allocate_array(options->allocator, 1, sizeof *made);
    if (made == NULL) {
        return BGT_NO_MEMORY;
    }
    (void)pthread_mutex_lock(&libltdl);
    int failed = lt_dlinit();
    (void)pthread_mutex_unlock(&libltdl);
    if (failed != 0) {
        (void)bgt_report_at(reporter, "PLUGIN_LOAD_FAILED", NULL, "lt_dlinit", NULL);
        bgt_release(options->allocator, made);
        return BGT_FATAL;
    }
    made->allocator = options->allocator;
    bgt_arena_init(&made->arena, options->allocator, MAX_MEMORY);
    made->trial_seconds =
        options->trial_seconds != 0 ? options->trial_seconds : BGT_TRIAL_SECONDS;
    set_installed(made, options->installed);
    *loader = made;
    return BGT_OK;
}

void bgt_loader_close(struct bgt_loader *loader)
{
    if (loader == NULL) {
        return;
    }
#ifndef BUDGETCONV_KEEP_PLUGINS
    (void)pthread_mutex_lock(&libltdl);
    (void)lt_dlexit();
    (void)pthread_mutex_unlock(&libltdl);
#endif
    bgt_arena_close(&loader->arena);
    bgt_release(loader->allocator, loader);
}
