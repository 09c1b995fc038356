/**
 * plugin/registry.h: which plugins there are.
 *
 * Folders are searched in this order: those of `--plugin-path`, those of the environment
 * variable BUDGETCONV_PLUGIN_PATH (not where the program runs with raised privileges),
 * the installed one. Only manifests are read; nothing is loaded. The first plugin of an
 * id wins; a later one is noted as PLUGIN_SHADOWED. A bad or untrusted manifest is
 * reported as a warning and left out.
 *
 * Read-only once it is open, but for the loader behind it, which has a lock. Any thread.
 */
#ifndef BGT_PLUGIN_REGISTRY_H
#define BGT_PLUGIN_REGISTRY_H

#include "base/allocator.h"
#include "base/buffer.h"
#include "plugin/manifest.h"

#include <stdbool.h>
#include <stddef.h>

struct bgt_reporter;
struct bgt_registry;

/** The environment variable with more plugin folders, separated by colons. */
#define BGT_PLUGIN_PATH_VARIABLE "BUDGETCONV_PLUGIN_PATH"

/** How a registry is made. Zero what is not wanted. All borrowed for the call. */
struct bgt_registry_options {
    const struct bgt_allocator
        *allocator; /**< Null: the default. Outlives the registry. */
    /** `--plugin-path`, each one or more folders separated by colons; null-terminated;
     * may be null. */
    const char *const *paths;
    const char *installed;    /**< The installed folder; null: none. */
    unsigned trial_seconds;   /**< As in loader.h. */
    bool ignores_environment; /**< Not to look at BUDGETCONV_PLUGIN_PATH. */
};

/**
 * Searches and reads all manifests.
 *
 * @return BGT_OK, also where plugins were left out; BGT_NO_MEMORY; BGT_FATAL as
 *         bgt_loader_open. `*registry` is set on BGT_OK only.
 */
bgt_status bgt_registry_open(const struct bgt_registry_options *options,
                             struct bgt_reporter *reporter,
                             struct bgt_registry **registry);

/** Ends a registry. Loaded descriptors stay valid. Null is allowed. */
void bgt_registry_close(struct bgt_registry *registry);

/** How many plugins there are. */
size_t bgt_registry_count(const struct bgt_registry *registry);

/** The manifest at an index below the count, sorted by id. Borrowed until close. */
const struct bgt_manifest *bgt_registry_at(const struct bgt_registry *registry,
                                           size_t index);

/** The manifest of an id, or null. */
const struct bgt_manifest *bgt_registry_find(const struct bgt_registry *registry,
                                             const char *id);

/** The id that @p id was perhaps meant to be, or null. */
const char *bgt_registry_nearest(const struct bgt_registry *registry, const char *id);

/** Appends the ids of all plugins with any of the capabilities, `csv, xlsx, yaml`; `-`
 * for none. Cut where the buffer's maximum is reached. */
void bgt_registry_list(const struct bgt_registry *registry, uint32_t capabilities,
                       struct bgt_buffer *list);

/**
 * Loads a plugin that may prove unusable without harm (one of several that are asked).
 * As bgt_loader_load: faults are warnings.
 */
bgt_status bgt_registry_try(struct bgt_registry *registry,
                            const struct bgt_manifest *manifest,
                            struct bgt_reporter *reporter,
                            const struct bgt_plugin **plugin);

/**
 * Loads the plugin that a job needs. As bgt_registry_try; where that fails, the error
 * PLUGIN_UNUSABLE follows the warnings. The job's exit status is then 6.
 *
 * @return BGT_OK, BGT_NOT_FOUND, BGT_BAD or BGT_NO_MEMORY.
 */
bgt_status bgt_registry_load(struct bgt_registry *registry,
                             const struct bgt_manifest *manifest,
                             struct bgt_reporter *reporter,
                             const struct bgt_plugin **plugin);

#endif
