/*
 * A host in memory for unit tests of plugins: struct bgt_env with inputs and outputs that
 * are arrays of bytes and a collector of diagnostics. What a service does not do is said
 * at its setter. The rooms of the core are not needed.
 */
#ifndef BGT_TESTS_SUPPORT_FAKE_ENV_H
#define BGT_TESTS_SUPPORT_FAKE_ENV_H

#include "budget/plugin.h"
#include "support/testing.h"

enum { BGT_FAKE_REPORTS = 64, BGT_FAKE_OPTIONS = 32, BGT_FAKE_FILES = 16 };

/** A diagnostic as it was reported, copied. Texts that were null are empty. */
struct bgt_fake_report {
    char code[48];
    char text[256];
    char sheet[64];
    char path[128];
    char arguments[4][64];
    uint64_t line;
    uint32_t column;
    int is_cell;
};

/** Bytes with a name: an input, an output, or a member of one. */
struct bgt_fake_file {
    char name[256];
    char *bytes;
    size_t length;
    size_t at;          /**< Input: read so far. */
    size_t step;        /**< Input: most bytes of one read; 0: no bound. */
    bool is_closed;     /**< Its `close` was called. */
    size_t fails_after; /**< Output: bytes after which `write` answers BGT_FATAL; 0:
                           never. */
    struct bgt_input input;
    struct bgt_output output;
    struct bgt_fake_env *fake;
};

/** The host. Files come into being by the functions below and go with bgt_fake_clear().
 */
struct bgt_fake_env {
    struct bgt_env env;
    struct bgt_limits limits;
    struct bgt_option_value options[BGT_FAKE_OPTIONS];
    struct bgt_fake_report reports[BGT_FAKE_REPORTS];
    size_t report_count;
    size_t error_count;
    struct bgt_fake_file files[BGT_FAKE_FILES];
    size_t file_count;
    size_t member_from; /**< Container: the members are the files from here on. */
    const struct bgt_plugin *plugin;
    bool is_cancelled;
    char encoding[32]; /**< What env->encode was last asked for; it passes bytes through.
                        */
};

/** Sets up the services with default options and limits. `model` may be null. env->decode
 * hands the input through, env->encode the output; intern answers 0; the XML and YAML
 * services, data and temporary files are null. */
void bgt_fake_init(struct bgt_fake_env *fake, const struct bgt_plugin *plugin,
                   const struct bgt_model *model);

/** Frees all files. */
void bgt_fake_clear(struct bgt_fake_env *fake);

/** Gives an option as a user would; fails the test where the plugin has no such option.
 */
void bgt_fake_option(struct bgt_fake_env *fake, const char *name, const char *value);

/** An input with these bytes, which are copied. */
struct bgt_fake_file *bgt_fake_input(struct bgt_fake_env *fake, const char *name,
                                     const void *bytes, size_t length);

/** A container; the inputs made after it are its members. One in a test. */
struct bgt_fake_file *bgt_fake_container(struct bgt_fake_env *fake, const char *name);

/** An output; `is_folder`: members appear as further files. */
struct bgt_fake_file *bgt_fake_output(struct bgt_fake_env *fake, const char *name,
                                      bool is_folder);

/** The file of this name, or null. */
struct bgt_fake_file *bgt_fake_find(struct bgt_fake_env *fake, const char *name);

/** The first report with this code, or null. */
const struct bgt_fake_report *bgt_fake_reported(const struct bgt_fake_env *fake,
                                                const char *code);

/** A batch that grows; free it with bgt_fake_batch_clear(). */
void bgt_fake_batch_init(struct bgt_batch *batch);

/** Empties the batch and keeps its memory. */
void bgt_fake_batch_reset(struct bgt_batch *batch);

void bgt_fake_batch_clear(struct bgt_batch *batch);

/** Appends copies of all items of `part`. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_fake_batch_append(struct bgt_batch *batch, const struct bgt_batch *part);

/**
 * Reads all of an input and appends it to `batch`: open, next with an empty batch until
 * the end, close.
 *
 * @return BGT_END, BGT_BAD where errors were reported on the way to the end, or the
 * status that ended it.
 */
bgt_status bgt_fake_read(struct bgt_fake_env *fake, struct bgt_fake_file *file,
                         struct bgt_batch *batch);

#endif
