/**
 * plugin/env.h: the services that one plugin instance gets (struct bgt_env).
 *
 * Every service is a function of another room with the job's surroundings filled in.
 * Nothing here is global: an instance's services know that instance's job and no other.
 * One thread at a time for each instance.
 */
#ifndef BGT_PLUGIN_ENV_H
#define BGT_PLUGIN_ENV_H

#include "base/intern.h"
#include "budget/plugin.h"
#include "io/io.h"

#include <stdbool.h>

/** What a job lends to the plugins it runs. All borrowed until they are closed. */
struct bgt_plugin_host {
    /** Reporter, limits, memory, temporary folder; `is_cancelled` is the cancel flag. */
    const struct bgt_io *io;
    const struct bgt_model *model;
    struct bgt_interner *interner; /**< Readers only; null: every id is 0. */
    const char *encoding;          /**< `--encoding`; null: to be found out. */
    const char *formats;           /**< The folder `formats/`; null: no data files. */
    /** Name of a code, see bgt_env.catalogue_name; null: no catalogue. */
    const char *(*catalogue_name)(void *context, const char *scheme, const char *year,
                                  const char *code, size_t length);
    void *catalogue_context;
};

/** The services of one instance. Does not move between open and close. */
struct bgt_plugin_env {
    struct bgt_env env; /**< What the plugin sees; `env.host` is this struct. */
    const struct bgt_plugin_host *host;
    const char *id;         /**< Of the plugin. */
    struct bgt_input *view; /**< What `decode` made last; null: nothing yet. */
    const char *target;     /**< Of a writer; else null. */
    const char *sheet;      /**< Being written; null: none. */
};

/** What an env is made of. */
struct bgt_plugin_env_options {
    const struct bgt_plugin_host *host;
    const struct bgt_plugin *plugin;
    const struct bgt_option_value *values; /**< By index of the plugin's options. */
    const char *target; /**< Of a writer, for messages; outlives the env. Null: none. */
    bool is_writer;
    bool is_folder_target;
};

/** Fills @p env. Allocates nothing, needs no close. */
void bgt_plugin_env_init(struct bgt_plugin_env *env,
                         const struct bgt_plugin_env_options *options);

/**
 * The place of a value of an item (null: of the item): sheet or element path, line,
 * column.
 *
 * @param text  room for the sheet's name or the path, which is cut to fit.
 * @param place set; borrows @p text.
 */
void bgt_item_place(const struct bgt_batch *batch, const struct bgt_item *item,
                    const struct bgt_value *value, char text[256],
                    struct bgt_place *place);

#endif
