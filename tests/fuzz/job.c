#include "fuzz/job.h"

#include "base/hash.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "io/input.h"
#include "layout/layouts.h"
#include "model/catalogue.h"
#include "model/model.h"
#include "plugin/options.h"

#include <string.h>

/* Small enough that a fuzzer reaches each of them. */
enum {
    CELL_BYTES = 1 << 14,
    ROW_BYTES = 1 << 16,
    ROW_CELLS = 256,
    TABLE_ROWS = 4096,
    KIB = 1 << 10,
    OUTPUT_MAXIMUM = 64 << 20
};

int fuzz_job_open(struct fuzz_job *job)
{
    memset(job, 0, sizeof *job);
    bgt_limits_init(&job->limits);
    job->limits.cell_bytes = CELL_BYTES;
    job->limits.row_bytes = ROW_BYTES;
    job->limits.row_cells = ROW_CELLS;
    job->limits.table_rows = TABLE_ROWS;
    job->limits.shared_bytes = 64 * KIB;
    job->limits.interned_bytes = 16 * KIB;
    job->limits.spool_memory_bytes = 64 * KIB;
    job->limits.sheets = 4;
    job->limits.errors = 8;
    job->io.limits = &job->limits;
    const struct bgt_reporter_options reporter = {.limits = &job->limits, .file = "fuzz"};
    const struct bgt_interner_options interner = {.maximum_bytes =
                                                      (size_t)job->limits.interned_bytes};
    if (bgt_reporter_open(&reporter, &job->reporter) != BGT_OK) {
        return 0;
    }
    job->io.reporter = job->reporter;
    if (bgt_interner_open(&interner, &job->interner) != BGT_OK) {
        bgt_reporter_close(job->reporter);
        return 0;
    }
    job->host.io = &job->io;
    job->host.model = bgt_model();
    job->host.interner = job->interner;
    job->host.formats = FUZZ_FORMATS;
    return 1;
}

int fuzz_job_failed(const struct fuzz_job *job)
{
    return bgt_reporter_count(job->reporter, BGT_ERROR) > 0;
}

void fuzz_job_close(struct fuzz_job *job, bgt_status status)
{
    static const char *const bugs[] = {"INTERNAL", "PLUGIN_MESSAGE", "PLUGIN_WARNING",
                                       "PLUGIN_SILENT", "PLUGIN_BAD_BATCH"};
    for (size_t i = 0; i < bgt_reporter_kept(job->reporter); i++) {
        const char *name = bgt_reporter_at(job->reporter, i)->code->name;
        for (size_t j = 0; j < sizeof bugs / sizeof bugs[0]; j++) {
            FUZZ_HOLDS(strcmp(name, bugs[j]) != 0);
        }
    }
    FUZZ_HOLDS(status == BGT_OK || status == BGT_END || status == BGT_NO_MEMORY ||
               fuzz_job_failed(job));
    bgt_interner_close(job->interner);
    bgt_reporter_close(job->reporter);
}

void fuzz_options(const struct bgt_plugin *plugin, int for_writer, uint32_t seed,
                  struct bgt_option_value values[FUZZ_OPTIONS])
{
    memset(values, 0, FUZZ_OPTIONS * sizeof *values);
    FUZZ_HOLDS(plugin->option_count <= FUZZ_OPTIONS);
    for (uint32_t i = 0; i < plugin->option_count; i++) {
        const struct bgt_option *option = &plugin->options[i];
        struct bgt_option_value *value = &values[i];
        if (option->initial != NULL) {
            FUZZ_HOLDS(bgt_option_parse(option, option->initial, value));
        }
        int is_ours = for_writer ? option->for_writer != 0 : option->for_reader != 0;
        uint32_t bits = seed >> (2 * (i % FUZZ_OPTIONS)) & 3;
        for (int64_t j = 0;
             is_ours && bits > 0 && option->choices != NULL && option->choices[j] != NULL;
             j++) {
            if (j == (int64_t)bits) {
                *value = (struct bgt_option_value){option->choices[j], j, 1};
            }
        }
    }
}

bgt_status fuzz_reader_open(const struct fuzz_job *job, const struct bgt_plugin *plugin,
                            struct bgt_input *input,
                            const struct bgt_option_value *values,
                            struct bgt_reader **reader)
{
    const struct bgt_instance_options options = {
        .plugin = plugin, .host = &job->host, .values = values, .input = input};
    return bgt_reader_open(&options, reader);
}

/* ---- Outputs -------------------------------------------------------------------- */

static bgt_status gather(struct bgt_output *output, const void *bytes, size_t length)
{
    struct fuzz_output *gathered = output->host;
    return bgt_buffer_append(&gathered->bytes, bytes, length);
}

static const char *no_path(struct bgt_output *output)
{
    (void)output;
    return NULL;
}

void fuzz_output_open(struct fuzz_output *output)
{
    memset(output, 0, sizeof *output);
    bgt_buffer_init(&output->bytes, NULL, OUTPUT_MAXIMUM);
    output->output = (struct bgt_output){.struct_size = sizeof output->output,
                                         .name = "fuzz.out",
                                         .host = output,
                                         .write = gather,
                                         .path = no_path};
}

void fuzz_output_close(struct fuzz_output *output)
{
    bgt_buffer_close(&output->bytes);
}

/* ---- Data of the project --------------------------------------------------------- */

const struct bgt_layouts *fuzz_layouts(void)
{
    static struct bgt_layouts *layouts;
    static const char *const folders[] = {FUZZ_FORMATS "/layouts"};
    if (layouts == NULL) {
        struct bgt_limits limits;
        bgt_limits_init(&limits);
        const struct bgt_layouts_options options = {
            .folders = folders, .folder_count = 1, .limits = &limits};
        FUZZ_HOLDS(bgt_layouts_load(&options, &layouts) == BGT_OK);
        FUZZ_HOLDS(bgt_layouts_count(layouts) > 0);
    }
    return layouts;
}

const struct bgt_catalogues *fuzz_catalogues(void)
{
    static struct bgt_catalogues *catalogues;
    if (catalogues == NULL) {
        FUZZ_HOLDS(bgt_catalogues_load(FUZZ_FORMATS "/catalogues", NULL, &catalogues) ==
                   BGT_OK);
    }
    return catalogues;
}
