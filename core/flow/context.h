/**
 * flow/context.h: what all jobs of one run share, read-only after start.
 *
 * Plugins that were found, code lists, compiled layouts and limits. A batch runs many
 * jobs over one context; everything else belongs to one job.
 */
#ifndef FLOW_CONTEXT_H
#define FLOW_CONTEXT_H

#include "budget/limits.h"
#include "budget/status.h"

struct bgt_catalogues;
struct bgt_layouts;
struct bgt_registry;
struct bgt_reporter;
struct bgt_statements;

/** How a context is made. All text is borrowed until bgt_context_open returns. */
struct bgt_context_options {
    /** Folder of the running program (that of `bin/budgetconv`, links resolved): plugins
     * are in `../lib/budgetconv/plugins`, data in `../share/budgetconv/formats` of it. */
    const char *program_folder;
    const char *plugin_path;         /**< `--plugin-path`, colon-separated, or null. */
    const char *layout_path;         /**< `--layout-path`, colon-separated, or null. */
    const struct bgt_limits *limits; /**< Null: the defaults. */
    int is_trace; /**< Not 0: note which plugins were skipped and why. */
};

/** A context. Its parts are borrowed from it and constant. */
struct bgt_context {
    struct bgt_limits limits;
    char *plugin_folder;
    char *formats_folder;
    struct bgt_registry *registry;
    struct bgt_catalogues *catalogues;
    struct bgt_layouts *layouts;
    struct bgt_statements *statements; /**< Patterns of figures in prose. */
};

/** Fills limits with their defaults. */
void bgt_limits_init(struct bgt_limits *limits);

/** Sets one limit by its option name. BGT_NOT_FOUND: no such limit; BGT_BAD: no number.
 */
bgt_status bgt_limits_set(struct bgt_limits *limits, const char *name, const char *value);

/** Makes a context. Faults of single plugins and layout files are reported and skipped;
 * missing data folders are errors. `*context` is set only with BGT_OK; end it with
 * bgt_context_close. */
bgt_status bgt_context_open(const struct bgt_context_options *options,
                            struct bgt_reporter *reporter, struct bgt_context **context);

/** Ends a context; null is allowed. */
void bgt_context_close(struct bgt_context *context);

#endif
