/**
 * plugin/loader.h: from a manifest to a descriptor whose functions may be called.
 *
 * In this order, and nothing later where something earlier fails: the manifest's ABI; the
 * shared object beside it, by its real absolute path; trust (trust.h); ABI and size of
 * the descriptor, read from the file (elf_image.h); for a plugin from outside the
 * installed folder, a trial in a child (trial.h); the system's loader with all symbols
 * resolved; libltdl, local symbols, no search, no `.la`; the descriptor against the
 * manifest. A plugin that was loaded stays loaded as long as the process.
 *
 * libltdl has no locks, so everything here holds one lock for the whole process. Load
 * before starting threads all the same (see trial.h).
 */
#ifndef BGT_PLUGIN_LOADER_H
#define BGT_PLUGIN_LOADER_H

#include "base/allocator.h"
#include "plugin/manifest.h"

struct bgt_reporter;
struct bgt_loader;

/** Seconds that a plugin may take to load in its trial, where nothing else is said. */
#define BGT_TRIAL_SECONDS 10

/** How a loader is made. Zero what is not wanted. */
struct bgt_loader_options {
    const struct bgt_allocator *allocator; /**< Null: the default. Outlives the loader. */
    const char *installed; /**< Folder whose plugins need no trial; null: all need one. */
    unsigned trial_seconds; /**< 0: BGT_TRIAL_SECONDS. */
};

/**
 * Makes a loader and starts libltdl.
 *
 * @return BGT_OK; BGT_NO_MEMORY; BGT_FATAL when libltdl does not start (reported as
 *         PLUGIN_LOAD_FAILED). `*loader` is set on BGT_OK only.
 */
bgt_status bgt_loader_open(const struct bgt_loader_options *options,
                           struct bgt_reporter *reporter, struct bgt_loader **loader);

/** Ends the loader. Descriptors stay valid: plugins are resident. Null is allowed. */
void bgt_loader_close(struct bgt_loader *loader);

/**
 * Loads the plugin of a manifest, or answers with the one loaded before.
 *
 * Reports what is wrong as warnings, PLUGIN_… of codes.def; whether that is an error is
 * for the caller to say, who knows whether the user asked for this plugin.
 *
 * @param manifest borrowed for the call; its path is absolute.
 * @param plugin   set on BGT_OK only; valid as long as the process.
 * @return BGT_OK; BGT_NOT_FOUND when there is no shared object; BGT_BAD when it cannot be
 * used; BGT_NO_MEMORY.
 */
bgt_status bgt_loader_load(struct bgt_loader *loader, const struct bgt_manifest *manifest,
                           struct bgt_reporter *reporter,
                           const struct bgt_plugin **plugin);

#endif
