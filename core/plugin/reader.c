#include "plugin/batch_check.h"
#include "plugin/instance.h"

#include "diag/reporter.h"
#include "io/batch.h"

enum {
    MAX_EMPTY = 1 << 16 /* Answers OK without an item: more is a loop. */
};

/* Where the order of calls has come to. */
enum stage { STAGE_READING, STAGE_ENDED, STAGE_DEAD };

struct bgt_reader {
    const struct bgt_plugin *plugin;
    const struct bgt_plugin_host *host;
    struct bgt_input *input;
    struct bgt_plugin_env env;
    struct bgt_batch_check check;
    enum stage stage;
    uint32_t empty; /* Answers OK without an item, one after another. */
    void *state;
};

static uint64_t errors_of(const struct bgt_reader *reader)
{
    struct bgt_reporter *reporter = reader->host->io->reporter;
    return reporter != NULL ? bgt_reporter_count(reporter, BGT_ERROR) : 0;
}

static void report(const struct bgt_reader *reader, const char *code,
                   const struct bgt_place *place, const char *what)
{
    (void)bgt_report_at(reader->host->io->reporter, code, place, reader->plugin->id,
                        what);
}

static bgt_status out_of_order(struct bgt_reader *reader, const char *call)
{
    (void)bgt_report_at(reader->host->io->reporter, "INTERNAL", NULL, call, NULL);
    reader->stage = STAGE_DEAD;
    return BGT_FATAL;
}

/* An error that nobody has explained since there were so many. */
static void break_silence(const struct bgt_reader *reader, bgt_status status,
                          uint64_t errors)
{
    bool is_error = status == BGT_BAD || status == BGT_FATAL || status == BGT_LIMIT ||
                    status == BGT_NOT_FOUND;
    if (is_error && reader->host->io->reporter != NULL && errors_of(reader) == errors) {
        report(reader, "PLUGIN_SILENT", NULL, NULL);
    }
}

bgt_status bgt_reader_open(const struct bgt_instance_options *options,
                           struct bgt_reader **reader)
{
    const struct bgt_allocator *allocator = options->host->io->allocator;
    const struct bgt_reader_ops *ops = options->plugin->reader;
    struct bgt_reader *made = bgt_allocate_array(allocator, 1, sizeof *made);
    void *state =
        bgt_allocate_array(allocator, 1, ops->state_size > 0 ? ops->state_size : 1);
    if (made == NULL || state == NULL) {
        bgt_release(allocator, made);
        bgt_release(allocator, state);
        return BGT_NO_MEMORY;
    }
    *made = (struct bgt_reader){
        .plugin = options->plugin,
        .host = options->host,
        .input = options->input,
        .state = state,
        .check =
            {
                .kind = options->plugin->kind,
                .model = options->host->model,
                .interner = options->host->interner,
                .row_cells = options->host->io->limits->row_cells,
            },
    };
    bgt_plugin_env_init(&made->env, &(struct bgt_plugin_env_options){
                                        .host = options->host,
                                        .plugin = options->plugin,
                                        .values = options->values,
                                    });
    uint64_t errors = errors_of(made);
    bgt_status status = ops->open(state, options->input, &made->env.env);
    if (status == BGT_OK) {
        *reader = made;
        return BGT_OK;
    }
    if (status == BGT_END || status == BGT_CANNOT_HOLD || status < BGT_OK ||
        status > BGT_CANCELLED) {
        status = BGT_FATAL;
    }
    break_silence(made, status, errors);
    bgt_reader_close(made);
    return status;
}

static bool is_mapped(struct bgt_input *input, struct bgt_batch_check *check,
                      const char *base)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    if (input == NULL || input->map(input, &bytes, &length) != BGT_OK ||
        (const char *)bytes != base) {
        return false;
    }
    check->input = base;
    check->input_length = length;
    return true;
}

/* The input that the batch's text may stand in: what was decoded last, or the reader's
 * own. */
static void find_mapped(struct bgt_reader *reader, const struct bgt_batch *batch)
{
    struct bgt_batch_check *check = &reader->check;
    if (batch->input != NULL && batch->input != check->input &&
        !is_mapped(reader->env.view, check, batch->input)) {
        (void)is_mapped(reader->input, check, batch->input);
    }
}

static bgt_status refuse_batch(struct bgt_reader *reader, struct bgt_batch *batch,
                               const char *wrong, uint32_t index)
{
    struct bgt_place place = {.file = NULL};
    if (index < batch->item_count && batch->item_count <= batch->item_capacity) {
        place.line = batch->items[index].line;
    }
    report(reader, "PLUGIN_BAD_BATCH", &place, wrong);
    reader->stage = STAGE_DEAD;
    bgt_batch_reset(batch);
    return BGT_FATAL;
}

/* Checks what was delivered with BGT_OK, BGT_END or BGT_BAD. */
static bgt_status accept(struct bgt_reader *reader, struct bgt_batch *batch,
                         bgt_status status)
{
    uint32_t index = UINT32_MAX;
    const char *wrong = NULL;
    find_mapped(reader, batch);
    wrong = bgt_batch_check(&reader->check, batch, &index);
    if (wrong == NULL && status == BGT_END) {
        index = UINT32_MAX;
        wrong = bgt_batch_check_end(&reader->check);
    }
    reader->empty = batch->item_count == 0 ? reader->empty + 1 : 0;
    if (wrong == NULL && reader->empty > MAX_EMPTY) {
        wrong = "no end and no items";
    }
    if (wrong != NULL) {
        return refuse_batch(reader, batch, wrong, index);
    }
    if (status == BGT_END) {
        reader->stage = STAGE_ENDED;
    }
    return status;
}

bgt_status bgt_reader_next(struct bgt_reader *reader, struct bgt_batch *batch)
{
    if (reader->stage != STAGE_READING) {
        return out_of_order(reader, "next of a reader that has ended");
    }
    bgt_batch_reset(batch);
    uint64_t errors = errors_of(reader);
    bgt_status status = reader->plugin->reader->next(reader->state, batch);
    if (status == BGT_LIMIT && errors_of(reader) == errors) {
        (void)bgt_batch_report(batch); /* A batch that cannot grow reports nothing. */
    }
    break_silence(reader, status, errors);
    if (status == BGT_OK || status == BGT_END || status == BGT_BAD) {
        return accept(reader, batch, status);
    }
    if (status != BGT_FATAL && status != BGT_NO_MEMORY && status != BGT_LIMIT &&
        status != BGT_CANCELLED) {
        return refuse_batch(reader, batch, "status", UINT32_MAX);
    }
    reader->stage = STAGE_DEAD;
    bgt_batch_reset(batch);
    return status;
}

void bgt_reader_close(struct bgt_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    const struct bgt_allocator *allocator = reader->host->io->allocator;
    reader->plugin->reader->close(reader->state);
    bgt_release(allocator, reader->state);
    bgt_release(allocator, reader);
}
