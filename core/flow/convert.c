#include "flow/convert.h"

#include <string.h>
#include <sys/stat.h>

#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/reading.h"
#include "flow/same_file.h"
#include "flow/stage_merge.h"
#include "flow/stage_select.h"
#include "flow/stage_unit.h"
#include "flow/writing.h"
#include "io/batch.h"

/* One conversion: what is open, in the order in which records pass it. */
struct job {
    const struct bgt_context *context;
    const struct bgt_convert_options *options;
    struct bgt_io io;
    struct bgt_batch *batch;
    struct bgt_merge_stage *merge;
    struct bgt_select_stage *select;
    struct bgt_unit_stage *unit;
    struct bgt_writing *writing;
    struct bgt_sink merge_sink;
    struct bgt_sink select_sink;
    struct bgt_sink unit_sink;
    uint32_t sequence;
    uint64_t passed;
    enum bgt_exit exit; /* What the step at work fails with. */
};

/* Stages from the end to the front: each needs the one it hands to. */
static bgt_status open_stages(struct job *job)
{
    const struct bgt_convert_options *options = job->options;
    const struct bgt_sink *next = bgt_writing_sink(job->writing);
    bgt_status status = BGT_OK;
    job->exit = BGT_EXIT_USAGE;
    if (options->amount_unit != NULL || options->round_places >= 0) {
        struct bgt_unit_options unit = {options->amount_unit, options->round_places};
        status = bgt_unit_stage_open(&unit, next, &job->io, &job->unit);
        if (status != BGT_OK)
            return status;
        job->unit_sink = bgt_unit_stage_sink(job->unit);
        next = &job->unit_sink;
    }
    if (options->selects.count > 0) {
        status = bgt_select_stage_open(&options->selects, next, &job->io, &job->select);
        if (status != BGT_OK)
            return status;
        job->select_sink = bgt_select_stage_sink(job->select);
        next = &job->select_sink;
    }
    status = bgt_merge_stage_open(next, &job->io, &job->merge);
    if (status == BGT_OK)
        job->merge_sink = bgt_merge_stage_sink(job->merge);
    return status;
}

static bool is_cancelled(const struct job *job)
{
    return job->options->is_cancelled != NULL &&
           job->options->is_cancelled(job->options->cancel_context) != 0;
}

static void show_progress(const struct job *job, const struct bgt_reading *reading)
{
    uint64_t bytes = 0;
    uint64_t total = 0;
    if (job->options->progress == NULL)
        return;
    bgt_reading_progress(reading, &bytes, &total);
    job->options->progress(job->options->progress_context, job->passed, bytes, total);
}

/* Once an error was reported nothing more is written; reading goes on for further errors.
 */
static bgt_status pass_batch(struct job *job)
{
    for (uint32_t i = 0; i < job->batch->item_count; i++) {
        struct bgt_item *item = &job->batch->items[i];
        if (item->kind == BGT_ITEM_RECORD) {
            item->sequence = ++job->sequence;
            job->passed++;
        }
        if (bgt_reporter_count(job->io.reporter, BGT_ERROR) > 0)
            continue;
        bgt_status status = job->merge_sink.put(job->merge_sink.state, job->batch, item);
        if (bgt_writing_has_failed(job->writing))
            job->exit = BGT_EXIT_TARGET;
        if (status != BGT_OK)
            return status;
    }
    return BGT_OK;
}

static bgt_status pump(struct job *job, struct bgt_reading *reading)
{
    struct bgt_source source;
    bgt_status status = bgt_reading_records(reading, &source);
    if (status != BGT_OK) {
        job->exit = BGT_EXIT_USAGE;
        return status;
    }
    for (;;) {
        bgt_batch_reset(job->batch);
        status = source.next(source.state, job->batch);
        if (status != BGT_OK && status != BGT_END && status != BGT_BAD)
            return status;
        bgt_status passed = pass_batch(job);
        if (passed != BGT_OK)
            return passed;
        if (is_cancelled(job))
            return BGT_CANCELLED;
        show_progress(job, reading);
        if (status == BGT_END)
            return BGT_OK;
    }
}

static bgt_status read_input(struct job *job, const char *path)
{
    struct bgt_reading *reading = NULL;
    bgt_reporter_set_file(job->io.reporter, path);
    struct bgt_reading_wanted wanted = {job->context, path, &job->options->read,
                                        &job->io};
    bgt_status status = bgt_reading_open(&wanted, &reading, &job->exit);
    if (status != BGT_OK)
        return status;
    job->exit = BGT_EXIT_INPUT;
    status = pump(job, reading);
    if (status == BGT_OK)
        status = bgt_reading_unchanged(reading);
    bgt_reading_close(reading);
    return status;
}

static bgt_status finish(struct job *job)
{
    char losses[BGT_NUMBER_SIZE];
    job->exit = BGT_EXIT_TARGET;
    bgt_status status = job->merge_sink.finish(job->merge_sink.state);
    if (status != BGT_OK)
        return status;
    uint64_t lost = bgt_reporter_count(job->io.reporter, BGT_LOSS);
    if (job->options->is_strict && lost > 0) {
        job->exit = BGT_EXIT_LOSS;
        return bgt_report_at(job->io.reporter, "LOSS_REFUSED", NULL,
                             bgt_number_text(lost, losses), NULL);
    }
    if (is_cancelled(job))
        return BGT_CANCELLED;
    return bgt_writing_commit(job->writing);
}

/* Reads all inputs, the first that fails ending it. */
static bgt_status read_inputs(struct job *job)
{
    const struct bgt_texts *inputs = &job->options->inputs;
    for (size_t i = 0; i < inputs->count; i++) {
        if (i > 0)
            bgt_merge_stage_next_input(job->merge);
        bgt_status status = read_input(job, inputs->items[i]);
        if (status != BGT_OK)
            return status;
    }
    job->exit = BGT_EXIT_INPUT;
    return bgt_reporter_count(job->io.reporter, BGT_ERROR) > 0 ? BGT_BAD : BGT_OK;
}

/* Whether an input before the n-th is the same file: its figures would be there twice. */
static bool is_named_before(const struct bgt_texts *inputs, size_t n)
{
    struct stat file;
    if (stat(inputs->items[n], &file) != 0 ||
        !(S_ISREG(file.st_mode) || S_ISDIR(file.st_mode)))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct stat other;
        if (stat(inputs->items[i], &other) == 0 && other.st_dev == file.st_dev &&
            other.st_ino == file.st_ino)
            return true;
    }
    return false;
}

static bgt_status check_files(struct job *job)
{
    const struct bgt_texts *inputs = &job->options->inputs;
    for (size_t i = 0; i < inputs->count; i++)
        if (is_named_before(inputs, i)) {
            struct bgt_place place = {.file = inputs->items[i]};
            return bgt_report_at(job->io.reporter, "INPUT_TWICE", &place, NULL, NULL);
        }
    return bgt_target_check_inputs(&job->io, job->options->target, inputs, &job->exit);
}

static bgt_status run(struct job *job)
{
    job->exit = BGT_EXIT_USAGE;
    bgt_status status = bgt_batch_open(&job->io, &job->batch);
    if (status == BGT_OK)
        status = check_files(job);
    if (status == BGT_OK)
        status = bgt_writing_open(job->context, job->options, &job->io, &job->writing,
                                  &job->exit);
    if (status == BGT_OK)
        status = open_stages(job);
    if (status == BGT_OK)
        status = read_inputs(job);
    if (status == BGT_OK)
        status = finish(job);
    return status;
}

void bgt_convert(const struct bgt_context *context,
                 const struct bgt_convert_options *options, struct bgt_reporter *reporter,
                 struct bgt_convert_result *result)
{
    struct job job = {.context = context, .options = options};
    job.io.reporter = reporter;
    job.io.limits = &context->limits;
    job.io.is_cancelled = options->is_cancelled;
    job.io.cancel_context = options->cancel_context;
    memset(result, 0, sizeof *result);
    bgt_status status = run(&job);
    result->exit = bgt_exit_of(reporter, status, job.exit);
    if (job.merge != NULL)
        bgt_merge_stage_count(job.merge, result);
    if (job.unit != NULL)
        result->rounded = bgt_unit_stage_rounded(job.unit);
    result->lost = bgt_reporter_count(reporter, BGT_LOSS);
    bgt_merge_stage_close(job.merge);
    bgt_select_stage_close(job.select);
    bgt_unit_stage_close(job.unit);
    bgt_writing_close(job.writing);
    bgt_batch_close(job.batch);
}
