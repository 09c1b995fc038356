#include "flow/writing.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/host.h"
#include "flow/job_options.h"
#include "flow/stage_capacity.h"
#include "io/output.h"
#include "layout/writer.h"
#include "plugin/choose.h"
#include "plugin/instance.h"

/* Resolved options of one writer. */
#define ARENA_BYTES (1u << 20)

/* A description of a package: some hundred bytes for each of some hundred columns. */
#define PACKAGE_BYTES (8u << 20)

struct bgt_writing {
    const struct bgt_context *context;
    const struct bgt_convert_options *options;
    const struct bgt_io *io;
    struct bgt_arena arena;
    const struct bgt_manifest *manifest;
    const struct bgt_plugin *plugin;
    struct bgt_plugin_host host;
    struct bgt_output *output;
    struct bgt_writer *writer;
    struct bgt_layout_writer *layout;
    struct bgt_capacity_stage *capacity;
    struct bgt_job_options values;
    struct bgt_sink inner;   /* Of layout, capacity stage or plugin. */
    struct bgt_sink records; /* The plugin's own, behind the capacity stage. */
    struct bgt_sink sink;    /* What the job sees. */
    bool has_failed;
};

static bgt_status choose(struct bgt_writing *writing, enum bgt_exit *exit)
{
    *exit = BGT_EXIT_USAGE;
    return bgt_choose_writer(writing->context->registry, writing->options->target_format,
                             writing->options->target, writing->io->reporter,
                             &writing->manifest);
}

static bgt_status resolve_options(struct bgt_writing *writing)
{
    struct bgt_job_options_wanted wanted = {writing->manifest, BGT_FOR_WRITER,
                                            &writing->options->options, &writing->arena,
                                            writing->io->reporter};
    return bgt_job_options_resolve(&wanted, &writing->values);
}

static bool is_folder(const char *target)
{
    size_t length = strlen(target);
    return length > 1 && target[length - 1] == '/';
}

static bgt_status open_output(struct bgt_writing *writing, enum bgt_exit *exit)
{
    const struct bgt_convert_options *options = writing->options;
    struct bgt_output_options output = {.target = options->target,
                                        .is_folder = is_folder(options->target),
                                        .is_overwrite = options->is_overwrite,
                                        .is_sync = options->is_sync};
    if (output.is_folder && (writing->manifest->capacity.flags & BGT_CAN_FOLDER) == 0) {
        *exit = BGT_EXIT_USAGE;
        (void)bgt_report_at(writing->io->reporter, "STREAM_NOT_FOLDER", NULL,
                            writing->manifest->id, NULL);
        return BGT_BAD;
    }
    *exit = BGT_EXIT_TARGET;
    return bgt_output_open(writing->io, &output, &writing->output);
}

static bgt_status open_instance(struct bgt_writing *writing, enum bgt_exit *exit)
{
    *exit = BGT_EXIT_PLUGIN;
    bgt_status status = bgt_registry_load(writing->context->registry, writing->manifest,
                                          writing->io->reporter, &writing->plugin);
    if (status != BGT_OK)
        return status;
    bgt_host_fill(&writing->host, writing->context, writing->io);
    struct bgt_instance_options instance = {.plugin = writing->plugin,
                                            .host = &writing->host,
                                            .values = writing->values.plugin,
                                            .output = writing->output};
    *exit = BGT_EXIT_TARGET;
    return bgt_writer_open(&instance, &writing->writer);
}

static bgt_status begin_sheet(void *state, const struct bgt_sheet *sheet)
{
    return bgt_writer_begin_sheet(((struct bgt_writing *)state)->writer, sheet);
}

static bgt_status put_row(void *state, const struct bgt_batch *batch,
                          const struct bgt_item *item)
{
    return bgt_writer_put_row(((struct bgt_writing *)state)->writer, batch, item);
}

static bgt_status end_sheet(void *state)
{
    return bgt_writer_end_sheet(((struct bgt_writing *)state)->writer);
}

static bgt_status put_record(void *state, const struct bgt_batch *batch,
                             const struct bgt_item *item)
{
    return bgt_writer_put(((struct bgt_writing *)state)->writer, batch, item);
}

static bgt_status finish_writer(void *state)
{
    return bgt_writer_finish(((struct bgt_writing *)state)->writer);
}

static bgt_status open_layout(struct bgt_writing *writing)
{
    struct bgt_layout_writer_options options = {
        .layouts = writing->context->layouts,
        .layout = writing->options->layout,
        .catalogues = writing->context->catalogues,
        .reporter = writing->io->reporter,
        .limits = writing->io->limits,
        .temporary_folder = writing->io->temporary_folder,
        .grid = {writing, begin_sheet, put_row, end_sheet, finish_writer,
                 bgt_writer_capacity(writing->writer)},
        .is_folder = writing->output->is_folder != 0,
        .has_no_entities = writing->values.host[BGT_HOST_ENTITIES].integer == 0,
        .has_no_contents = writing->values.host[BGT_HOST_CONTENTS].integer == 0,
        .has_no_charts = writing->values.host[BGT_HOST_CHARTS].integer == 0};
    bgt_status status = bgt_layout_writer_open(&options, &writing->layout);
    if (status == BGT_OK)
        writing->inner = bgt_layout_writer_sink(writing->layout);
    return status;
}

static bgt_status open_records(struct bgt_writing *writing)
{
    if (writing->options->layout != NULL)
        return bgt_report_at(writing->io->reporter, "USAGE_LAYOUT_OF_RECORDS", NULL,
                             writing->manifest->id, NULL);
    struct bgt_sink records = {writing, put_record, finish_writer};
    writing->records = records;
    struct bgt_capacity_options options = {
        writing->manifest->id, bgt_writer_capacity(writing->writer), &writing->records};
    bgt_status status =
        bgt_capacity_stage_open(&options, writing->io, &writing->capacity);
    if (status == BGT_OK)
        writing->inner = bgt_capacity_stage_sink(writing->capacity);
    return status;
}

/* The outermost sink remembers that it was the target that failed. */
static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_writing *writing = state;
    bgt_status status = writing->inner.put(writing->inner.state, batch, item);
    if (status != BGT_OK)
        writing->has_failed = true;
    return status;
}

static bgt_status write_package(struct bgt_writing *writing)
{
    struct bgt_buffer text;
    struct bgt_output *member = NULL;
    bgt_buffer_init(&text, NULL, PACKAGE_BYTES);
    bgt_status status = bgt_layout_writer_datapackage(writing->layout, &text);
    if (status == BGT_NOT_FOUND) {
        status = BGT_OK;
        goto out;
    }
    if (status == BGT_OK)
        status = writing->output->member(writing->output, "datapackage.json", &member);
    if (status == BGT_OK) {
        status = member->write(member, text.data, text.length);
        bgt_status closed = member->close(member);
        if (status == BGT_OK)
            status = closed;
    }
out:
    bgt_buffer_close(&text);
    return status;
}

static bgt_status finish(void *state)
{
    struct bgt_writing *writing = state;
    bgt_status status = writing->inner.finish(writing->inner.state);
    if (status == BGT_OK && writing->layout != NULL && writing->output->is_folder != 0)
        status = write_package(writing);
    if (status != BGT_OK)
        writing->has_failed = true;
    return status;
}

static bgt_status open_all(struct bgt_writing *writing, enum bgt_exit *exit)
{
    bgt_status status = choose(writing, exit);
    if (status == BGT_OK)
        status = resolve_options(writing);
    if (status == BGT_OK)
        status = open_output(writing, exit);
    if (status == BGT_OK)
        status = open_instance(writing, exit);
    if (status != BGT_OK)
        return status;
    *exit = BGT_EXIT_USAGE;
    return writing->plugin->kind == BGT_KIND_GRID ? open_layout(writing)
                                                  : open_records(writing);
}

bgt_status bgt_writing_open(const struct bgt_context *context,
                            const struct bgt_convert_options *options,
                            const struct bgt_io *io, struct bgt_writing **writing,
                            enum bgt_exit *exit)
{
    struct bgt_writing *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->context = context;
    made->options = options;
    made->io = io;
    bgt_arena_init(&made->arena, NULL, ARENA_BYTES);
    bgt_status status = open_all(made, exit);
    if (status != BGT_OK) {
        bgt_writing_close(made);
        return status;
    }
    struct bgt_sink outer = {made, put, finish};
    made->sink = outer;
    *writing = made;
    return BGT_OK;
}

const struct bgt_sink *bgt_writing_sink(const struct bgt_writing *writing)
{
    return &writing->sink;
}

bool bgt_writing_has_failed(const struct bgt_writing *writing)
{
    return writing->has_failed;
}

bgt_status bgt_writing_commit(struct bgt_writing *writing)
{
    bgt_writer_close(writing->writer);
    writing->writer = NULL;
    return bgt_output_commit(writing->output);
}

void bgt_writing_close(struct bgt_writing *writing)
{
    if (writing == NULL)
        return;
    bgt_layout_writer_close(writing->layout);
    bgt_capacity_stage_close(writing->capacity);
    bgt_writer_close(writing->writer);
    bgt_output_close(writing->output);
    bgt_arena_close(&writing->arena);
    free(writing);
}
