/*
 * Target: the whole path from bytes to facts, lines or entities as CSV, and to YAML.
 * First byte: the reader, second byte: where it goes. Layouts and code lists are the
 * project's.
 */
#include "fuzz/job.h"

#include "io/batch.h"
#include "layout/reader.h"
#include "layout/writer.h"

static const struct bgt_plugin *const readers[] = {
    &csv_LTX_bgt_plugin, &xlsx_LTX_bgt_plugin, &yaml_LTX_bgt_plugin};
static const char *const layouts[] = {"facts", "lines", "entities", NULL};

enum { READERS = 3, LAYOUTS = 4 };

/* What one conversion holds. */
struct conversion {
    struct fuzz_job job;
    struct fuzz_input input;
    struct fuzz_output output;
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
    bool is_grid = choice % 5 < LAYOUTS;
    const struct bgt_plugin *plugin =
        is_grid ? &csv_LTX_bgt_plugin : &yaml_LTX_bgt_plugin;
    const struct bgt_instance_options instance = {.plugin = plugin,
                                                  .host = &job->host,
                                                  .values = conversion->writing,
                                                  .output = &conversion->output.output};
    fuzz_options(plugin, 1, choice / 5, conversion->writing);
    bgt_status status = bgt_writer_open(&instance, &conversion->writer);
    conversion->sink = (struct bgt_sink){conversion->writer, put, finish};
    if (status != BGT_OK || !is_grid) {
        return status;
    }
    const struct bgt_layout_writer_options options = {
        .layouts = fuzz_layouts(),
        .layout = layouts[choice % 5],
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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct conversion conversion = {0};
    if (length < 2 || !fuzz_job_open(&conversion.job)) {
        return 0;
    }
    const struct bgt_plugin *plugin = readers[bytes[0] % READERS];
    fuzz_options(plugin, 0, bytes[0] / READERS, conversion.reading);
    fuzz_output_open(&conversion.output);
    bgt_status status = fuzz_input_open(&conversion.input, &conversion.job, plugin,
                                        bytes + 2, length - 2);
    if (status == BGT_OK) {
        status = open_sink(&conversion, bytes[1]);
    }
    if (status == BGT_OK) {
        status = open_source(&conversion, plugin);
    }
    if (status == BGT_OK) {
        status = pump(&conversion);
    }
    bgt_layout_writer_close(conversion.layout_writer);
    bgt_layout_reader_close(conversion.layout_reader);
    bgt_writer_close(conversion.writer);
    bgt_reader_close(conversion.reader);
    fuzz_input_close(&conversion.input);
    fuzz_output_close(&conversion.output);
    fuzz_job_close(&conversion.job, status);
    return 0;
}
