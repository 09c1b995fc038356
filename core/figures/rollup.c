#include "figures/rollup.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "figures/rollup_parts.h"
#include "flow/context.h"
#include "flow/same_file.h"
#include "flow/writing.h"
#include "io/output.h"

/* Rows of the tables and codes: far above what the tables of one department take. */
#define ARENA_BYTES ((size_t)1 << 30)

/* What `--stage` may name; the first is the default. */
static const struct {
    const char *name;
    uint16_t measure;
} stages[] = {{"reply", BGT_line_reply_amt},
              {"apply_up", BGT_line_apply_up},
              {"fin_audit", BGT_line_fin_audit_money},
              {"cur", BGT_line_cur_amt}};

struct job {
    struct bgt_rollup rollup;
    struct bgt_io io;
    struct bgt_writing *writing;
    struct bgt_output *trace;
    enum bgt_exit exit; /* What the step at work fails with. */
};

static bgt_status settle_stage(struct job *job)
{
    const char *stage = job->rollup.options->stage;
    const char *scope = job->rollup.options->scope;
    if (scope != NULL && strcmp(scope, "department") != 0 && strcmp(scope, "unit") != 0)
        return bgt_report_at(job->io.reporter, "USAGE_OPTION_CHOICE", NULL, "scope",
                             "department, unit");
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        if (stage == NULL || strcmp(stages[i].name, stage) == 0) {
            job->rollup.measure = stages[i].measure;
            return BGT_OK;
        }
    return bgt_report_at(job->io.reporter, "USAGE_OPTION_CHOICE", NULL, "stage",
                         "reply, apply_up, fin_audit, cur");
}

/* Neither a file that is read nor the document of the year before is a target. */
static bgt_status check_target(struct job *job, const char *target)
{
    const struct bgt_rollup_options *options = job->rollup.options;
    const struct bgt_texts prior = {&options->prior, options->prior == NULL ? 0 : 1};
    if (target == NULL)
        return BGT_OK;
    bgt_status status =
        bgt_target_check_inputs(&job->io, target, &options->convert.inputs, &job->exit);
    return status == BGT_OK
               ? bgt_target_check_inputs(&job->io, target, &prior, &job->exit)
               : status;
}

static bgt_status open_targets(struct job *job)
{
    const struct bgt_rollup_options *options = job->rollup.options;
    bgt_status status = check_target(job, options->convert.target);
    if (status == BGT_OK)
        status = check_target(job, options->trace);
    if (status != BGT_OK)
        return status;
    job->exit = BGT_EXIT_USAGE;
    if (options->trace != NULL && strcmp(options->trace, options->convert.target) == 0)
        return bgt_report_at(job->io.reporter, "ROLLUP_TRACE_IS_TARGET", NULL, NULL,
                             NULL);
    status = bgt_writing_open(job->rollup.context, &options->convert, &job->io,
                              &job->writing, &job->exit);
    if (status != BGT_OK || options->trace == NULL)
        return status;
    struct bgt_output_options trace = {.target = options->trace,
                                       .is_overwrite = options->convert.is_overwrite,
                                       .is_sync = options->convert.is_sync};
    job->exit = BGT_EXIT_TARGET;
    return bgt_output_open(&job->io, &trace, &job->trace);
}

static bgt_status read_inputs(struct job *job)
{
    struct bgt_rollup *rollup = &job->rollup;
    const struct bgt_convert_options *options = &rollup->options->convert;
    const struct bgt_figures_job reading = {rollup->context, &options->read, &job->io,
                                            false};
    bgt_status worst = BGT_OK;
    rollup->sources =
        (struct bgt_figures **)calloc(options->inputs.count + 1, sizeof(void *));
    if (rollup->sources == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = 0; i < options->inputs.count; i++) {
        bgt_status status = bgt_figures_read(&reading, options->inputs.items[i],
                                             &rollup->sources[i], &job->exit);
        if (status != BGT_OK)
            return status;
        rollup->source_count++;
        job->exit = BGT_EXIT_INPUT;
        status = bgt_rollup_take(rollup, rollup->sources[i]);
        if (status != BGT_OK && status != BGT_BAD)
            return status;
        worst = status == BGT_OK ? worst : status;
    }
    bgt_reporter_set_file(job->io.reporter, NULL);
    return worst;
}

/* The year before is read like any document, with its format and layout found out. */
static bgt_status read_prior(struct job *job)
{
    struct bgt_rollup *rollup = &job->rollup;
    static const struct bgt_read_options plain = {0};
    const struct bgt_figures_job reading = {
        .context = rollup->context, .options = &plain, .io = &job->io};
    if (rollup->options->prior == NULL)
        return BGT_OK;
    bgt_status status =
        bgt_figures_read(&reading, rollup->options->prior, &rollup->prior, &job->exit);
    bgt_reporter_set_file(job->io.reporter, NULL);
    if (status != BGT_OK)
        return status;
    job->exit = BGT_EXIT_INPUT;
    return bgt_rollup_check_prior(rollup);
}

static void settle_year(struct bgt_rollup *rollup)
{
    uint64_t year = 0;
    if (bgt_text_parse_unsigned(rollup->year.text, rollup->year.length, 9999, &year))
        rollup->year_number = (unsigned)year;
}

/* Carry-over that no table of the family has a column for, and what a person should
 * know. */
static bgt_status tell(const struct bgt_rollup *rollup)
{
    struct bgt_decimal_sum left_out = {0};
    struct bgt_decimal total;
    char text[BGT_DECIMAL_TEXT_SIZE];
    bool has_public = false;
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < rollup->detail_count; i++) {
        const struct bgt_detail *detail = &rollup->details[i];
        has_public = has_public || (detail->use == BGT_USE_PUBLIC &&
                                    rollup->agencies[detail->agency].type.length == 0);
        if (!detail->is_income && (detail->fund & BGT_FUND_FISCAL) == 0 &&
            detail->origin == BGT_ORIGIN_CARRYOVER)
            bgt_decimal_sum_add(&left_out, detail->amount);
    }
    if (bgt_decimal_sum_total(&left_out, &total) && !bgt_decimal_is_zero(total)) {
        text[bgt_decimal_format(total, text)] = '\0';
        status =
            bgt_report_at(rollup->io->reporter, "ROLLUP_NO_COLUMN", NULL, text, NULL);
    }
    if (status == BGT_OK && has_public)
        status =
            bgt_report_at(rollup->io->reporter, "ROLLUP_TYPE_UNKNOWN", NULL, NULL, NULL);
    if (status == BGT_OK)
        status = bgt_report_at(rollup->io->reporter,
                               rollup->has_income ? "ROLLUP_SPLIT_MIRRORED"
                                                  : "ROLLUP_MIRRORED",
                               NULL, NULL, NULL);
    return status;
}

static bgt_status write_all(struct job *job)
{
    const struct bgt_convert_options *options = &job->rollup.options->convert;
    char losses[BGT_NUMBER_SIZE];
    job->exit = BGT_EXIT_TARGET;
    bgt_status status = bgt_rollup_write(&job->rollup, bgt_writing_sink(job->writing));
    if (status == BGT_OK && job->trace != NULL)
        status = bgt_rollup_trace(&job->rollup, job->trace);
    uint64_t lost = bgt_reporter_count(job->io.reporter, BGT_LOSS);
    if (status == BGT_OK && options->is_strict && lost > 0) {
        job->exit = BGT_EXIT_LOSS;
        return bgt_report_at(job->io.reporter, "LOSS_REFUSED", NULL,
                             bgt_number_text(lost, losses), NULL);
    }
    if (status == BGT_OK && options->is_cancelled != NULL &&
        options->is_cancelled(options->cancel_context) != 0)
        return BGT_CANCELLED;
    if (status == BGT_OK && job->trace != NULL)
        status = bgt_output_commit(job->trace);
    return status == BGT_OK ? bgt_writing_commit(job->writing) : status;
}

static bgt_status run(struct job *job)
{
    job->exit = BGT_EXIT_USAGE;
    bgt_status status = settle_stage(job);
    if (status == BGT_OK)
        status = open_targets(job);
    if (status == BGT_OK)
        status = read_inputs(job);
    if (status != BGT_OK)
        return status;
    settle_year(&job->rollup);
    status = read_prior(job);
    if (status != BGT_OK)
        return status;
    job->exit = BGT_EXIT_INPUT;
    status = bgt_rollup_drop_superseded(&job->rollup);
    if (status == BGT_OK)
        status = bgt_rollup_settle_units(&job->rollup);
    if (status == BGT_OK)
        status = bgt_rollup_check_income(&job->rollup);
    if (status == BGT_OK)
        status = bgt_rollup_tell_duplicates(&job->rollup);
    if (status == BGT_OK)
        status = bgt_rollup_build(&job->rollup);
    if (status == BGT_OK && job->rollup.options->has_performance)
        status = bgt_rollup_build_performance(&job->rollup);
    if (status == BGT_OK)
        status = bgt_rollup_sum(&job->rollup);
    if (status == BGT_OK)
        status = tell(&job->rollup);
    return status == BGT_OK ? write_all(job) : status;
}

void bgt_rollup(const struct bgt_context *context,
                const struct bgt_rollup_options *options, struct bgt_reporter *reporter,
                struct bgt_rollup_result *result)
{
    struct job job = {.rollup = {.context = context, .options = options}};
    job.io.reporter = reporter;
    job.io.limits = &context->limits;
    job.io.is_cancelled = options->convert.is_cancelled;
    job.io.cancel_context = options->convert.cancel_context;
    job.rollup.io = &job.io;
    bgt_arena_init(&job.rollup.arena, NULL, ARENA_BYTES);
    bgt_status status = run(&job);
    result->exit = bgt_exit_of(reporter, status, job.exit);
    result->details = job.rollup.detail_count;
    result->figures = job.rollup.figures;
    result->tables = job.rollup.tables;
    bgt_writing_close(job.writing);
    bgt_output_close(job.trace);
    for (size_t i = 0; i < job.rollup.source_count; i++)
        bgt_figures_close(job.rollup.sources[i]);
    bgt_figures_close(job.rollup.prior);
    free((void *)job.rollup.sources);
    free(job.rollup.details);
    free(job.rollup.agencies);
    free(job.rollup.projects);
    bgt_arena_close(&job.rollup.arena);
}
