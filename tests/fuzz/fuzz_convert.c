/*
 * Target: the whole path from bytes to facts, lines or entities as CSV, and to YAML.
 * First byte: the reader, second byte: where it goes. Layouts and code lists are the
 * project's.
 */
#include "fuzz/job.h"

#include "base/text.h"
#include "io/batch.h"
#include "layout/reader.h"
#include "layout/writer.h"

#include <string.h>

static const struct bgt_plugin *const readers[] = {
    &csv_LTX_bgt_plugin, &xlsx_LTX_bgt_plugin, &yaml_LTX_bgt_plugin,
    &text_LTX_bgt_plugin};
static const char *const layouts[] = {"facts", "lines", "entities", NULL};

enum { READERS = 4, LAYOUTS = 4, TARGETS = 5, LINES = 1, YAML = 4 };

/* What one conversion holds. */
struct conversion {
    struct fuzz_job job;
    struct fuzz_input input;
    struct fuzz_output *output; /* borrowed */
    struct bgt_option_value reading[FUZZ_OPTIONS];
    struct bgt_option_value writing[FUZZ_OPTIONS];
    struct bgt_reader *reader;
    struct bgt_writer *writer;
    struct bgt_layout_reader *layout_reader;
    struct bgt_layout_writer *layout_writer;
    struct bgt_source source;
    struct bgt_sink sink;
};

static bgt_status next_of_reader(void *state, struct bgt_batch *batch)
{
    return bgt_reader_next(state, batch);
}

static bgt_status begin_sheet(void *state, const struct bgt_sheet *sheet)
{
    return bgt_writer_begin_sheet(state, sheet);
}

static bgt_status put_row(void *state, const struct bgt_batch *batch,
                          const struct bgt_item *item)
{
    return bgt_writer_put_row(state, batch, item);
}

static bgt_status end_sheet(void *state)
{
    return bgt_writer_end_sheet(state);
}

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    return bgt_writer_put(state, batch, item);
}

static bgt_status finish(void *state)
{
    return bgt_writer_finish(state);
}

static bgt_status open_source(struct conversion *conversion,
                              const struct bgt_plugin *plugin)
{
    struct fuzz_job *job = &conversion->job;
    bgt_status status = fuzz_reader_open(job, plugin, conversion->input.input,
                                         conversion->reading, &conversion->reader);
    conversion->source = (struct bgt_source){conversion->reader, next_of_reader};
    if (status != BGT_OK || plugin->kind != BGT_KIND_GRID) {
        return status;
    }
    const struct bgt_layout_reader_options options = {.layouts = fuzz_layouts(),
                                                      .catalogues = fuzz_catalogues(),
                                                      .reporter = job->reporter,
                                                      .limits = &job->limits,
                                                      .cells = conversion->source};
    status = bgt_layout_reader_open(&options, &conversion->layout_reader);
    if (status == BGT_OK) {
        conversion->source = bgt_layout_reader_source(conversion->layout_reader);
    }
    return status;
}

static bgt_status open_sink(struct conversion *conversion, uint8_t choice)
{
    struct fuzz_job *job = &conversion->job;
    bool is_grid = choice % TARGETS < LAYOUTS;
    const struct bgt_plugin *plugin =
        is_grid ? &csv_LTX_bgt_plugin : &yaml_LTX_bgt_plugin;
    const struct bgt_instance_options instance = {.plugin = plugin,
                                                  .host = &job->host,
                                                  .values = conversion->writing,
                                                  .output = &conversion->output->output};
    fuzz_options(plugin, 1, choice / TARGETS, conversion->writing);
    bgt_status status = bgt_writer_open(&instance, &conversion->writer);
    conversion->sink = (struct bgt_sink){conversion->writer, put, finish};
    if (status != BGT_OK || !is_grid) {
        return status;
    }
    const struct bgt_layout_writer_options options = {
        .layouts = fuzz_layouts(),
        .layout = layouts[choice % TARGETS],
        .catalogues = fuzz_catalogues(),
        .reporter = job->reporter,
        .limits = &job->limits,
        .grid = {conversion->writer, begin_sheet, put_row, end_sheet, finish,
                 bgt_writer_capacity(conversion->writer)}};
    status = bgt_layout_writer_open(&options, &conversion->layout_writer);
    if (status == BGT_OK) {
        conversion->sink = bgt_layout_writer_sink(conversion->layout_writer);
    }
    return status;
}

/* As a job does: once an error was reported nothing more is written. */
static bgt_status pump(struct conversion *conversion)
{
    struct bgt_batch *batch = NULL;
    uint32_t sequence = 0;
    bgt_status status = bgt_batch_open(&conversion->job.io, &batch);
    bgt_status read = status;
    while (status == BGT_OK && (read == BGT_OK || read == BGT_BAD)) {
        bgt_batch_reset(batch);
        read = conversion->source.next(conversion->source.state, batch);
        for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++) {
            struct bgt_item *item = &batch->items[i];
            item->sequence = item->kind == BGT_ITEM_RECORD ? ++sequence : item->sequence;
            if (!fuzz_job_failed(&conversion->job)) {
                status = conversion->sink.put(conversion->sink.state, batch, item);
            }
        }
    }
    bgt_batch_close(batch);
    if (status != BGT_OK || read != BGT_END) {
        return status != BGT_OK ? status : read;
    }
    return fuzz_job_failed(&conversion->job)
               ? BGT_OK
               : conversion->sink.finish(conversion->sink.state);
}

/* Converts; answers whether that went without an error and gave bytes. */
static int convert(const struct bgt_plugin *plugin, struct bgt_slice bytes,
                   uint8_t options, uint8_t choice, struct fuzz_output *output)
{
    struct conversion conversion = {.output = output};
    if (!fuzz_job_open(&conversion.job)) {
        return 0;
    }
    fuzz_options(plugin, 0, options, conversion.reading);
    bgt_status status = fuzz_input_open(&conversion.input, &conversion.job, plugin,
                                        (const uint8_t *)bytes.text, bytes.length);
    if (status == BGT_OK) {
        status = open_sink(&conversion, choice);
    }
    if (status == BGT_OK) {
        status = open_source(&conversion, plugin);
    }
    if (status == BGT_OK) {
        status = pump(&conversion);
    }
    int is_good = status == BGT_OK && !fuzz_job_failed(&conversion.job);
    bgt_layout_writer_close(conversion.layout_writer);
    bgt_layout_reader_close(conversion.layout_reader);
    bgt_writer_close(conversion.writer);
    bgt_reader_close(conversion.reader);
    fuzz_input_close(&conversion.input);
    fuzz_job_close(&conversion.job, status);
    return is_good;
}

/* The way over YAML, which holds everything, gives the same lines. */
static void compare_over_yaml(const struct bgt_plugin *plugin, struct bgt_slice bytes,
                              uint8_t options, const struct fuzz_output *direct)
{
    struct fuzz_output yaml;
    struct fuzz_output over;
    fuzz_output_open(&yaml);
    fuzz_output_open(&over);
    if (convert(plugin, bytes, options, YAML, &yaml)) {
        const struct bgt_slice text = {yaml.bytes.data, yaml.bytes.length};
        FUZZ_HOLDS(convert(&yaml_LTX_bgt_plugin, text, 0, LINES, &over));
        FUZZ_HOLDS(over.bytes.length == direct->bytes.length &&
                   memcmp(over.bytes.data, direct->bytes.data, over.bytes.length) == 0);
    }
    fuzz_output_close(&over);
    fuzz_output_close(&yaml);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_output output;
    if (length < 2) {
        return 0;
    }
    const struct bgt_plugin *plugin = readers[bytes[0] % READERS];
    uint8_t options = bytes[0] / READERS;
    const struct bgt_slice input = {(const char *)bytes + 2, length - 2};
    fuzz_output_open(&output);
    if (convert(plugin, input, options, bytes[1], &output) && bytes[1] == LINES &&
        plugin != &yaml_LTX_bgt_plugin) {
        compare_over_yaml(plugin, input, options, &output);
    }
    fuzz_output_close(&output);
    return 0;
}
