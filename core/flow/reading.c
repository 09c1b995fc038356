#include "flow/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/host.h"
#include "flow/job_options.h"
#include "flow/stage_statements.h"
#include "io/batch.h"
#include "io/input.h"
#include "io/sniff.h"
#include "io/zip.h"
#include "layout/reader.h"
#include "plugin/choose.h"
#include "plugin/instance.h"

/* Resolved options of one reader. */
#define ARENA_BYTES (1u << 20)

struct bgt_reading {
    const struct bgt_context *context;
    const struct bgt_read_options *options;
    const struct bgt_io *io;
    struct bgt_arena arena;
    struct bgt_interner *interner;
    struct bgt_input *input;
    struct bgt_input *container; /* The input as a zip; null where it is none. */
    const struct bgt_manifest *manifest;
    const struct bgt_plugin *plugin;
    struct bgt_plugin_host host;
    struct bgt_reader *reader;
    struct bgt_layout_reader *layout;
    struct bgt_statement_stage *statements;
    struct bgt_job_options values;
};

/* What a file is that no plugin can read: .xls, a password-protected workbook, a web
 * page. */
static bgt_status check_kind(struct bgt_reading *reading)
{
    struct bgt_sniffed sniffed = {0};
    bgt_status status = bgt_sniff(reading->io, reading->input, &sniffed);
    if (status != BGT_OK || sniffed.code == NULL)
        return status;
    (void)bgt_sniff_report(reading->io, reading->input, &sniffed);
    return BGT_FATAL;
}

static bgt_status choose(struct bgt_reading *reading, enum bgt_exit *exit)
{
    struct bgt_reader_wanted wanted = {reading->io, reading->options->format,
                                       reading->input};
    *exit = BGT_EXIT_INPUT;
    /* A format that the user names is believed, but where it needs a zip the bytes
     * decide. */
    if (wanted.format == NULL) {
        bgt_status status = check_kind(reading);
        if (status != BGT_OK)
            return status;
    }
    bgt_status status =
        bgt_choose_reader(reading->context->registry, &wanted, &reading->manifest);
    if (status != BGT_OK) {
        if (wanted.format != NULL)
            *exit = BGT_EXIT_USAGE;
        return status;
    }
    if (wanted.format != NULL && reading->manifest->zip_members[0] != NULL)
        return check_kind(reading);
    return BGT_OK;
}

static bgt_status resolve_options(struct bgt_reading *reading)
{
    struct bgt_job_options_wanted wanted = {reading->manifest, BGT_FOR_READER,
                                            &reading->options->options, &reading->arena,
                                            reading->io->reporter};
    return bgt_job_options_resolve(&wanted, &reading->values);
}

/* A plugin that reads members gets the zip opened for it. */
static bgt_status open_container(struct bgt_reading *reading)
{
    if ((reading->manifest->capacity.flags & BGT_CAN_MEMBERS) == 0 ||
        reading->input->is_container != 0)
        return BGT_OK;
    const uint8_t *head = NULL;
    size_t length = 0;
    bgt_status status = bgt_input_peek(reading->input, &head, &length);
    if (status != BGT_OK)
        return status;
    bool is_zip = length >= 4 && memcmp(head, "PK\003\004", 4) == 0;
    /* Plugins that read files of their own too: a CSV or an XML beside a package. */
    bool has_files = (reading->manifest->capacity.flags & BGT_CAN_STREAM) != 0 ||
                     reading->manifest->xml_root_count != 0;
    if (!is_zip && (has_files || reading->manifest->zip_members[0] == NULL))
        return BGT_OK;
    return bgt_zip_open(reading->io, reading->input, &reading->container);
}

static bgt_status open_instance(struct bgt_reading *reading)
{
    struct bgt_interner_options interner = {
        .maximum_bytes = (size_t)reading->context->limits.interned_bytes,
        .key = bgt_host_hash_key()};
    bgt_status status = bgt_interner_open(&interner, &reading->interner);
    if (status != BGT_OK)
        return status;
    bgt_host_fill(&reading->host, reading->context, reading->io);
    reading->host.interner = reading->interner;
    reading->host.encoding = reading->options->encoding;
    struct bgt_instance_options instance = {
        .plugin = reading->plugin,
        .host = &reading->host,
        .values = reading->values.plugin,
        .input = reading->container != NULL ? reading->container : reading->input};
    return bgt_reader_open(&instance, &reading->reader);
}

static bgt_status open_all(struct bgt_reading *reading, const char *path,
                           enum bgt_exit *exit)
{
    *exit = BGT_EXIT_INPUT;
    bgt_status status = bgt_input_open_file(reading->io, path, &reading->input);
    if (status == BGT_OK)
        status = choose(reading, exit);
    if (status != BGT_OK)
        return status;
    *exit = BGT_EXIT_USAGE;
    status = resolve_options(reading);
    if (status != BGT_OK)
        return status;
    *exit = BGT_EXIT_PLUGIN;
    status = bgt_registry_load(reading->context->registry, reading->manifest,
                               reading->io->reporter, &reading->plugin);
    if (status != BGT_OK)
        return status;
    *exit = BGT_EXIT_INPUT;
    status = open_container(reading);
    if (status == BGT_OK)
        status = open_instance(reading);
    return status;
}

bgt_status bgt_reading_open(const struct bgt_reading_wanted *wanted,
                            struct bgt_reading **reading, enum bgt_exit *exit)
{
    struct bgt_reading *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->context = wanted->context;
    made->options = wanted->options;
    made->io = wanted->io;
    bgt_arena_init(&made->arena, NULL, ARENA_BYTES);
    bgt_status status = open_all(made, wanted->path, exit);
    if (status == BGT_OK)
        *reading = made;
    else
        bgt_reading_close(made);
    return status;
}

static bgt_status next_of_reader(void *state, struct bgt_batch *batch)
{
    return bgt_reader_next(state, batch);
}

bgt_status bgt_reading_cells(struct bgt_reading *reading, struct bgt_source *source)
{
    if (reading->plugin->kind != BGT_KIND_GRID)
        return BGT_NOT_FOUND;
    source->state = reading->reader;
    source->next = next_of_reader;
    return BGT_OK;
}

static const char *unit_of(const struct bgt_reading *reading)
{
    const char *unit = bgt_job_options_unit(&reading->values);
    return unit != NULL ? unit : reading->options->amount_unit;
}

static bgt_status open_records(struct bgt_reading *reading, struct bgt_source *source)
{
    struct bgt_source cells = {0};
    bgt_status status = bgt_reading_cells(reading, &cells);
    if (status == BGT_NOT_FOUND) {
        source->state = reading->reader;
        source->next = next_of_reader;
        return BGT_OK;
    }
    struct bgt_layout_reader_options options = {
        .layouts = reading->context->layouts,
        .input_layout = reading->options->input_layout,
        .catalogues = reading->context->catalogues,
        .reporter = reading->io->reporter,
        .limits = reading->io->limits,
        .cells = cells,
        .sheets = reading->options->sheets.items,
        .sheet_count = reading->options->sheets.count,
        .skip_sheets = reading->options->skip_sheets.items,
        .skip_sheet_count = reading->options->skip_sheets.count,
        .amount_unit = unit_of(reading)};
    status = bgt_layout_reader_open(&options, &reading->layout);
    if (status == BGT_OK)
        *source = bgt_layout_reader_source(reading->layout);
    return status;
}

bgt_status bgt_reading_records(struct bgt_reading *reading, struct bgt_source *source)
{
    struct bgt_source records = {0};
    bgt_status status = open_records(reading, &records);
    if (status == BGT_OK)
        status = bgt_statement_stage_open(reading->context->statements, &records,
                                          reading->io, &reading->statements);
    if (status == BGT_OK)
        *source = bgt_statement_stage_source(reading->statements);
    return status;
}

static bool is_cancelled(const struct bgt_io *io)
{
    return io->is_cancelled != NULL && io->is_cancelled(io->cancel_context) != 0;
}

bgt_status bgt_reading_drain(const struct bgt_source *source, const struct bgt_io *io,
                             const struct bgt_taker *taker)
{
    struct bgt_batch *batch = NULL;
    bgt_status read = BGT_OK;
    bgt_status status = bgt_batch_open(io, &batch);
    while (status == BGT_OK && read != BGT_END) {
        bgt_batch_reset(batch);
        read = source->next(source->state, batch);
        if (read != BGT_OK && read != BGT_END && read != BGT_BAD)
            status = read;
        else
            status = taker->take(taker->context, batch);
        if (status == BGT_OK && read != BGT_END && is_cancelled(io))
            status = BGT_CANCELLED;
    }
    bgt_batch_close(batch);
    return status;
}

bgt_status bgt_reading_whole(struct bgt_reading *reading, const struct bgt_taker *taker,
                             enum bgt_exit *exit)
{
    struct bgt_source source;
    *exit = BGT_EXIT_USAGE;
    bgt_status status = bgt_reading_records(reading, &source);
    if (status != BGT_OK)
        return status;
    *exit = BGT_EXIT_INPUT;
    status = bgt_reading_drain(&source, reading->io, taker);
    if (status == BGT_OK && bgt_reporter_count(reading->io->reporter, BGT_ERROR) > 0)
        status = BGT_BAD;
    return status == BGT_OK ? bgt_reading_unchanged(reading) : status;
}

const char *bgt_reading_format(const struct bgt_reading *reading)
{
    return reading->plugin->id;
}

const struct bgt_layout_reader *bgt_reading_layout(const struct bgt_reading *reading)
{
    return reading->layout;
}

const struct bgt_input *bgt_reading_input(const struct bgt_reading *reading)
{
    return reading->input;
}

bgt_status bgt_reading_unchanged(struct bgt_reading *reading)
{
    return bgt_input_unchanged(reading->input);
}

void bgt_reading_progress(const struct bgt_reading *reading, uint64_t *bytes,
                          uint64_t *total)
{
    *bytes = bgt_input_position(reading->input);
    *total = reading->input->size == BGT_SIZE_UNKNOWN ? 0 : reading->input->size;
}

void bgt_reading_close(struct bgt_reading *reading)
{
    if (reading == NULL)
        return;
    bgt_statement_stage_close(reading->statements);
    bgt_layout_reader_close(reading->layout);
    bgt_reader_close(reading->reader);
    bgt_input_close(reading->container);
    bgt_input_close(reading->input);
    bgt_interner_close(reading->interner);
    bgt_arena_close(&reading->arena);
    free(reading);
}
