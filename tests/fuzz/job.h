/*
 * What the fuzz targets share: a job without files. Readers and writers of the plugins
 * are linked in, inputs and outputs are memory, and every end of a job is checked: no bug
 * of ours is reported, and nothing fails without a message.
 */
#ifndef BGT_TESTS_FUZZ_JOB_H
#define BGT_TESTS_FUZZ_JOB_H

#include "base/buffer.h"
#include "budget/plugin.h"
#include "model/stream.h"
#include "plugin/env.h"
#include "plugin/instance.h"

#include "fuzz/fuzz.h"

extern const struct bgt_plugin csv_LTX_bgt_plugin;
extern const struct bgt_plugin text_LTX_bgt_plugin;
extern const struct bgt_plugin xlsx_LTX_bgt_plugin;
extern const struct bgt_plugin yaml_LTX_bgt_plugin;

struct bgt_catalogues;
struct bgt_layouts;

enum { FUZZ_OPTIONS = 16, FUZZ_PARTS = 4 };

/** One job. */
struct fuzz_job {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_reporter *reporter;
    struct bgt_interner *interner;
    struct bgt_plugin_host host;
};

/** Begin a job; false where there is no memory. */
int fuzz_job_open(struct fuzz_job *job);

/** End it, after checking that no bug was reported and that `status`, where it is an
 * error, was told. */
void fuzz_job_close(struct fuzz_job *job, bgt_status status);

/** Whether an error was reported. */
int fuzz_job_failed(const struct fuzz_job *job);

/** Options of a plugin: defaults, and choices taken from the bits of `seed`. */
void fuzz_options(const struct bgt_plugin *plugin, int for_writer, uint32_t seed,
                  struct bgt_option_value values[FUZZ_OPTIONS]);

/** An input open in memory, with what the plugin needs: a workbook's parts where the
 * plugin reads members. */
struct fuzz_input {
    struct bgt_input *input; /**< For the plugin. */
    struct bgt_input container;
    const struct fuzz_job *job;
    const uint8_t *parts[FUZZ_PARTS]; /**< Sheet, shared strings, styles, workbook. */
    size_t lengths[FUZZ_PARTS];
};

/** Open the bytes for a plugin. For xlsx they are the content of parts, separated by 0
 * bytes, of a package that is otherwise in order. */
bgt_status fuzz_input_open(struct fuzz_input *input, const struct fuzz_job *job,
                           const struct bgt_plugin *plugin, const uint8_t *bytes,
                           size_t length);

void fuzz_input_close(struct fuzz_input *input);

/** A reader on an input. */
bgt_status fuzz_reader_open(const struct fuzz_job *job, const struct bgt_plugin *plugin,
                            struct bgt_input *input,
                            const struct bgt_option_value *values,
                            struct bgt_reader **reader);

/** An output that gathers what is written. */
struct fuzz_output {
    struct bgt_output output;
    struct bgt_buffer bytes;
};

void fuzz_output_open(struct fuzz_output *output);
void fuzz_output_close(struct fuzz_output *output);

/** The layouts and code lists of the project, loaded at the first call; aborts where they
 * cannot be. */
const struct bgt_layouts *fuzz_layouts(void);
const struct bgt_catalogues *fuzz_catalogues(void);

#endif
