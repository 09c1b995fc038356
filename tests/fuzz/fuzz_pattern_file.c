/* Target: a pattern file, from bytes to patterns that are tried on a section. */
#include "fuzz/tree.h"

#include "layout/statement_rules.h"

#include <string.h>

enum { PATTERN_BYTES = 4 << 20 };

static const char body[] =
    "2026年收入总计1,629.62万元，其中：一般公共预算661.85万元，占40.61%，"
    "比上年减少26.79万元。\n截至2025年12月31日，共有车辆12辆；"
    "房屋3,000平方米、设备0台（套）。";

static bgt_status put(void *state, const struct bgt_statement *statement)
{
    size_t *count = state;
    FUZZ_HOLDS(statement->raw.length <= sizeof body);
    FUZZ_HOLDS(statement->line <= 1);
    (*count)++;
    return BGT_OK;
}

static bgt_status unclaimed(void *state, struct bgt_slice raw, uint64_t line)
{
    (void)state;
    FUZZ_HOLDS(raw.length <= sizeof body && line <= 1);
    return BGT_OK;
}

static bgt_status find(const struct bgt_statements *statements)
{
    struct bgt_statement_finder *finder = NULL;
    size_t count = 0;
    bool is_given_up = false;
    const struct bgt_statement_section section = {
        .level = 2, .heading = bgt_slice_of("收入情况"), .body = bgt_slice_of(body)};
    const struct bgt_statement_sink sink = {
        .state = &count, .put = put, .unclaimed = unclaimed};
    bgt_status status = bgt_statement_finder_open(statements, &finder);
    if (status == BGT_OK) {
        status = bgt_statement_finder_take(finder, &section, &sink, &is_given_up);
    }
    bgt_statement_finder_close(finder);
    return status;
}

static bgt_status compile(struct fuzz_job *job, struct bgt_arena *arena,
                          struct bgt_tree *root)
{
    struct bgt_statements statements;
    (void)arena;
    memset(&statements, 0, sizeof statements);
    bgt_arena_init(&statements.arena, NULL, PATTERN_BYTES);
    bgt_status status =
        bgt_statement_rules_add(&statements, root, "fuzz.yaml", job->reporter);
    if (status == BGT_OK) {
        status = find(&statements);
    }
    bgt_arena_close(&statements.arena);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_tree(bytes, length, "fuzz.yaml", compile);
}
