#include "plugin/instance.h"

#include "diag/reporter.h"

#include <string.h>

/* Where the order of calls has come to. */
enum stage { STAGE_OUTSIDE, STAGE_IN_SHEET, STAGE_FINISHED, STAGE_DEAD };

struct bgt_writer {
    const struct bgt_plugin *plugin;
    const struct bgt_plugin_host *host;
    struct bgt_plugin_env env;
    enum stage stage;
    uint64_t row; /* Of the last ROW of the sheet. */
    char *sheet;  /* Its name, for messages. */
    void *state;
};

static uint64_t problems_of(const struct bgt_writer *writer)
{
    struct bgt_reporter *reporter = writer->host->io->reporter;
    if (reporter == NULL) {
        return 0;
    }
    return bgt_reporter_count(reporter, BGT_ERROR) +
           bgt_reporter_count(reporter, BGT_LOSS);
}

static bgt_status out_of_order(struct bgt_writer *writer, const char *call)
{
    (void)bgt_report_at(writer->host->io->reporter, "INTERNAL", NULL, call, NULL);
    writer->stage = STAGE_DEAD;
    return BGT_FATAL;
}

/* What a plugin's answer means for the writer. `problems` is how many there were before.
 */
static bgt_status settle(struct bgt_writer *writer, bgt_status status, uint64_t problems)
{
    bool is_quiet =
        status == BGT_OK || status == BGT_NO_MEMORY || status == BGT_CANCELLED;
    if (status == BGT_END || status < BGT_OK || status > BGT_CANCELLED) {
        status = BGT_FATAL;
    }
    if (!is_quiet && writer->host->io->reporter != NULL &&
        problems_of(writer) == problems) {
        (void)bgt_report_at(writer->host->io->reporter, "PLUGIN_SILENT", NULL,
                            writer->plugin->id, NULL);
    }
    if (status != BGT_OK && status != BGT_BAD && status != BGT_CANNOT_HOLD) {
        writer->stage = STAGE_DEAD;
    }
    return status;
}

bgt_status bgt_writer_open(const struct bgt_instance_options *options,
                           struct bgt_writer **writer)
{
    const struct bgt_allocator *allocator = options->host->io->allocator;
    const struct bgt_writer_ops *ops = options->plugin->writer;
    struct bgt_writer *made = bgt_allocate_array(allocator, 1, sizeof *made);
    void *state =
        bgt_allocate_array(allocator, 1, ops->state_size > 0 ? ops->state_size : 1);
    if (made == NULL || state == NULL) {
        bgt_release(allocator, made);
        bgt_release(allocator, state);
        return BGT_NO_MEMORY;
    }
    *made = (struct bgt_writer){
        .plugin = options->plugin,
        .host = options->host,
        .state = state,
    };
    bgt_plugin_env_init(&made->env,
                        &(struct bgt_plugin_env_options){
                            .host = options->host,
                            .plugin = options->plugin,
                            .values = options->values,
                            .target = options->output->name,
                            .is_writer = true,
                            .is_folder_target = options->output->is_folder != 0,
                        });
    uint64_t problems = problems_of(made);
    bgt_status status = ops->open(state, options->output, &made->env.env);
    status = settle(made, status, problems);
    if (status != BGT_OK) {
        bgt_writer_close(made);
        return status;
    }
    *writer = made;
    return BGT_OK;
}

static bgt_status name_sheet(struct bgt_writer *writer, const char *name)
{
    const struct bgt_allocator *allocator = writer->host->io->allocator;
    size_t size = strlen(name) + 1;
    char *copy = bgt_allocate_array(allocator, size, 1);
    if (copy == NULL) {
        return BGT_NO_MEMORY;
    }
    memcpy(copy, name, size);
    bgt_release(allocator, writer->sheet);
    writer->sheet = copy;
    writer->env.sheet = copy;
    return BGT_OK;
}

bgt_status bgt_writer_begin_sheet(struct bgt_writer *writer,
                                  const struct bgt_sheet *sheet)
{
    if (writer->plugin->kind != BGT_KIND_GRID || writer->stage != STAGE_OUTSIDE) {
        return out_of_order(writer, "begin_sheet");
    }
    bgt_status named = name_sheet(writer, sheet->name);
    if (named != BGT_OK) {
        return named;
    }
    uint64_t problems = problems_of(writer);
    bgt_status status = settle(
        writer, writer->plugin->writer->begin_sheet(writer->state, sheet), problems);
    if (status == BGT_OK) {
        writer->stage = STAGE_IN_SHEET;
        writer->row = 0;
    }
    return status;
}

bgt_status bgt_writer_put_row(struct bgt_writer *writer, const struct bgt_batch *batch,
                              const struct bgt_item *item)
{
    if (writer->stage != STAGE_IN_SHEET || item->kind != BGT_ITEM_ROW ||
        item->row <= writer->row) {
        return out_of_order(writer, "put_row");
    }
    writer->row = item->row;
    uint64_t problems = problems_of(writer);
    return settle(writer, writer->plugin->writer->put_row(writer->state, batch, item),
                  problems);
}

bgt_status bgt_writer_end_sheet(struct bgt_writer *writer)
{
    if (writer->stage != STAGE_IN_SHEET) {
        return out_of_order(writer, "end_sheet");
    }
    writer->stage = STAGE_OUTSIDE;
    uint64_t problems = problems_of(writer);
    return settle(writer, writer->plugin->writer->end_sheet(writer->state), problems);
}

bgt_status bgt_writer_put(struct bgt_writer *writer, const struct bgt_batch *batch,
                          const struct bgt_item *item)
{
    if (writer->plugin->kind != BGT_KIND_RECORD || writer->stage != STAGE_OUTSIDE ||
        item->kind < BGT_ITEM_RECORD || item->kind > BGT_ITEM_TABLE_END) {
        return out_of_order(writer, "put");
    }
    uint64_t problems = problems_of(writer);
    return settle(writer, writer->plugin->writer->put(writer->state, batch, item),
                  problems);
}

bgt_status bgt_writer_finish(struct bgt_writer *writer)
{
    if (writer->stage != STAGE_OUTSIDE) {
        return out_of_order(writer, "finish");
    }
    writer->stage = STAGE_FINISHED;
    uint64_t problems = problems_of(writer);
    return settle(writer, writer->plugin->writer->finish(writer->state), problems);
}

void bgt_writer_close(struct bgt_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    const struct bgt_allocator *allocator = writer->host->io->allocator;
    writer->plugin->writer->close(writer->state);
    bgt_release(allocator, writer->state);
    bgt_release(allocator, writer->sheet);
    bgt_release(allocator, writer);
}

const struct bgt_capacity *bgt_writer_capacity(const struct bgt_writer *writer)
{
    return writer->plugin->capacity;
}
