/*
 * Events of a YAML file one after the other, with the key path for diagnostics.
 *
 * A function of the reader answers BGT_OK while reading can go on, though errors may have
 * been reported (`has_errors`); anything else ends the file.
 */
#ifndef PLUGINS_YAML_PULL_H
#define PLUGINS_YAML_PULL_H

#include <stdbool.h>

#include "budget/plugin.h"

enum { BGT_YAML_PATH = 192, BGT_YAML_KEY_SHOWN = 80 };

/** The events of one file. */
struct bgt_yaml_pull {
    const struct bgt_env *env;
    struct bgt_yaml *yaml;
    struct bgt_yaml_event event; /**< The present one. */
    char path[BGT_YAML_PATH];    /**< Of the record being read: `content[3].table`. */
    size_t path_length;
    bool has_errors;
};

/** Goes to the next event; the end of the document counts as one. BGT_OK, or what ends
 * the file: the host has reported it. */
bgt_status bgt_yaml_pull_next(struct bgt_yaml_pull *pull);

/** Goes to the next event, which must begin a mapping. `*is_there` is false where it is
 * something else, which is then reported and skipped. */
bgt_status bgt_yaml_pull_mapping(struct bgt_yaml_pull *pull, bool *is_there);

/** The same for a sequence. */
bgt_status bgt_yaml_pull_sequence(struct bgt_yaml_pull *pull, bool *is_there);

/** The same for a scalar. */
bgt_status bgt_yaml_pull_scalar(struct bgt_yaml_pull *pull, bool *is_there);

/** Skips the rest of the value that the present event begins. */
bgt_status bgt_yaml_pull_skip(struct bgt_yaml_pull *pull);

/** Skips the value after the key that is the present event. */
bgt_status bgt_yaml_pull_skip_value(struct bgt_yaml_pull *pull);

/** Whether the present event is this scalar. */
bool bgt_yaml_pull_is(const struct bgt_yaml_pull *pull, const char *text);

/** Sets the path: `stem[index]`, `stem[index].name`; index 0: `stem` alone. `name` may be
 * null. What does not fit is cut. */
void bgt_yaml_pull_path(struct bgt_yaml_pull *pull, const char *stem, uint64_t index,
                        const char *name);

/** Appends `[index]` after `.name` to the path; answers the length to which
 * bgt_yaml_pull_shorten() takes it back. */
size_t bgt_yaml_pull_deepen(struct bgt_yaml_pull *pull, const char *name, uint64_t index);
void bgt_yaml_pull_shorten(struct bgt_yaml_pull *pull, size_t length);

/** Reports an error at the present event, a scalar's text with it. Up to three arguments,
 * null where unused. BGT_OK: read on. */
bgt_status bgt_yaml_pull_error(struct bgt_yaml_pull *pull, const char *code,
                               const char *const arguments[3]);

#endif
