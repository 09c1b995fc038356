#include "figures/check.h"

#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "figures/check_parts.h"
#include "flow/host.h"
#include "io/batch.h"

/* Rows, indexes and findings. */
#define ARENA_BYTES ((size_t)2 << 30)
#define TEXT_BYTES  (1u << 20)

const char *bgt_finding_word(enum bgt_finding_severity severity)
{
    static const char *const words[BGT_FINDING_SEVERITY_COUNT] = {"error", "warning",
                                                                  "note", "skipped"};
    return words[severity];
}

/* Whether a table was read with a layout of the family. */
static bool is_of_family(const struct bgt_figures *figures, struct bgt_slice family)
{
    if (family.length == 0)
        return true;
    for (const struct bgt_figures_table *table = figures->first_table; table != NULL;
         table = table->next) {
        struct bgt_slice layout =
            bgt_figures_table_text(figures, table, BGT_table_layout);
        if (layout.length > family.length && layout.text[family.length] == '/' &&
            memcmp(layout.text, family.text, family.length) == 0)
            return true;
    }
    return false;
}

static bgt_status add_family(struct bgt_checking *checking,
                             const struct bgt_rule_set *set)
{
    struct bgt_check *check = checking->check;
    struct bgt_buffer *text = &checking->text;
    bgt_buffer_clear(text);
    bgt_status status = bgt_buffer_append(text, check->family.text, check->family.length);
    if (status == BGT_OK && check->family.length > 0)
        status = bgt_buffer_append_text(text, ", ");
    if (status == BGT_OK)
        status = bgt_buffer_append(text, set->name.text, set->name.length);
    if (status != BGT_OK)
        return status;
    const char *copy = bgt_arena_copy(&check->arena, text->data, text->length);
    if (copy == NULL)
        return BGT_NO_MEMORY;
    check->family = (struct bgt_slice){copy, text->length};
    return BGT_OK;
}

static bgt_status run_set(struct bgt_checking *checking,
                          const struct bgt_check_options *options,
                          const struct bgt_rule_set *set, enum bgt_exit *exit)
{
    checking->rules = set;
    bgt_status status = add_family(checking, set);
    if (status == BGT_OK)
        status = bgt_check_equations(checking);
    if (status == BGT_OK)
        status = bgt_check_facts(checking);
    if (status == BGT_OK && set->checks_statements)
        status = bgt_check_statements(checking);
    if (status == BGT_OK && set->checks_indicators)
        status = bgt_check_indicators(checking);
    if (status == BGT_OK && set->checks_codes)
        status = bgt_check_codes(checking, options, exit);
    return status;
}

static void count_findings(struct bgt_check *check)
{
    for (const struct bgt_finding *finding = check->first; finding != NULL;
         finding = finding->next)
        check->counts[finding->severity]++;
}

static bgt_status run(struct bgt_checking *checking,
                      const struct bgt_check_options *options, enum bgt_exit *exit)
{
    struct bgt_interner_options interner = {
        .maximum_bytes = (size_t)checking->io->limits->interned_bytes,
        .key = bgt_host_hash_key()};
    bgt_status status = bgt_interner_open(&interner, &checking->interner);
    checking->passes =
        calloc((size_t)checking->figures->batch->value_count + 1, sizeof(uint16_t));
    if (status == BGT_OK && checking->passes == NULL)
        status = BGT_NO_MEMORY;
    if (status == BGT_OK)
        status = bgt_check_gather(checking);
    for (const struct bgt_rule_set *set = options->rules->first;
         status == BGT_OK && set != NULL; set = set->next)
        if (is_of_family(checking->figures, set->layout))
            status = run_set(checking, options, set, exit);
    if (status == BGT_OK && checking->check->family.length == 0 &&
        bgt_check_add(checking, BGT_FINDING_SKIPPED, "CHECK_NO_RULES") == NULL)
        status = BGT_NO_MEMORY;
    if (status == BGT_OK) {
        bgt_check_settle(checking);
        bgt_check_group(checking);
        count_findings(checking->check);
    }
    return status;
}

/* A figure of the prose is one that a table prints too. */
static const struct bgt_rule repeats = {
    .id = {"statement.table", 15},
    .label = {"文字说明与报表", 21},
    .label_en = {"the text and the tables", 23},
    .severity = BGT_RULE_ERROR,
    .equation = {.comparison = BGT_RULE_EQUAL},
};

bgt_status bgt_check_open(const struct bgt_context *context,
                          const struct bgt_check_options *options,
                          const struct bgt_io *io, struct bgt_check **check,
                          enum bgt_exit *exit)
{
    const struct bgt_figures_job job = {context, &options->read, io, true};
    struct bgt_checking checking = {.context = context, .io = io};
    struct bgt_check *made = calloc(1, sizeof *made);
    *exit = BGT_EXIT_INPUT;
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->family = bgt_slice_of("");
    made->repeats = repeats;
    checking.check = made;
    checking.repeats = &made->repeats;
    bgt_arena_init(&made->arena, io->allocator, ARENA_BYTES);
    bgt_buffer_init(&checking.key, NULL, TEXT_BYTES);
    bgt_buffer_init(&checking.text, NULL, TEXT_BYTES);
    bgt_status status = bgt_figures_read(&job, options->path, &made->figures, exit);
    checking.figures = made->figures;
    if (status == BGT_OK)
        status = run(&checking, options, exit);
    bgt_reporter_set_file(io->reporter, NULL);
    bgt_interner_close(checking.interner);
    bgt_buffer_close(&checking.key);
    bgt_buffer_close(&checking.text);
    free(checking.passes);
    free(checking.scratch);
    if (status == BGT_OK)
        *check = made;
    else
        bgt_check_close(made);
    return status;
}

void bgt_check_close(struct bgt_check *check)
{
    if (check == NULL)
        return;
    bgt_figures_close(check->figures);
    bgt_arena_close(&check->arena);
    free(check);
}
