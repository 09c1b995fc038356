#include "figures/diff.h"

#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "figures/diff_parts.h"

/* Keys of all lines and places of all changes. */
#define ARENA_BYTES ((size_t)2 << 30)

const char *bgt_change_word(enum bgt_change_kind kind)
{
    static const char *const words[BGT_CHANGE_COUNT] = {
        "added", "removed", "amount", "label", "recoded", "scale", "equal"};
    return words[kind];
}

static int by_order(const void *a, const void *b)
{
    const struct bgt_change *left = a;
    const struct bgt_change *right = b;
    if (left->order != right->order)
        return left->order < right->order ? -1 : 1;
    return (left->second > right->second) - (left->second < right->second);
}

/* A removed line stands where it stood; an added one behind the line before it. */
static bgt_status compare_lines(struct bgt_diff *diff,
                                const struct bgt_diff_lines *before,
                                const struct bgt_diff_lines *after)
{
    bgt_status status = BGT_OK;
    uint64_t order = 0;
    for (size_t i = 0; status == BGT_OK && i < before->count; i++) {
        const struct bgt_diff_line *line = &before->list[i];
        struct bgt_diff_pair pair = {line, line->partner, 2 * (uint64_t)i + 1};
        status = bgt_diff_compare(diff, &pair);
    }
    for (size_t i = 0; status == BGT_OK && i < after->count; i++) {
        const struct bgt_diff_line *line = &after->list[i];
        if (line->partner != NULL) {
            order = 2 * (uint64_t)line->partner->index + 2;
            continue;
        }
        struct bgt_diff_pair pair = {NULL, line, order};
        status = bgt_diff_compare(diff, &pair);
    }
    if (diff->change_count > 0)
        qsort(diff->changes, diff->change_count, sizeof *diff->changes, by_order);
    return status;
}

static bgt_status compare(struct bgt_diff *diff)
{
    struct bgt_diff_lines before = {NULL, 0};
    struct bgt_diff_lines after = {NULL, 0};
    struct bgt_slice first = bgt_figures_fact(diff->before, BGT_document_fiscal_year);
    struct bgt_slice second = bgt_figures_fact(diff->after, BGT_document_fiscal_year);
    diff->is_two_years =
        first.length > 0 && second.length > 0 &&
        !bgt_text_equal(first.text, first.length, second.text, second.length);
    bgt_status status = bgt_diff_keys(diff->before, &diff->arena, &before);
    if (status == BGT_OK)
        status = bgt_diff_keys(diff->after, &diff->arena, &after);
    if (status == BGT_OK)
        status = bgt_diff_match(&before, &after);
    return status == BGT_OK ? compare_lines(diff, &before, &after) : status;
}

bgt_status bgt_diff_open(const struct bgt_context *context,
                         const struct bgt_diff_options *options, const struct bgt_io *io,
                         struct bgt_diff **diff, enum bgt_exit *exit)
{
    const struct bgt_figures_job job = {context, &options->read, io, false};
    struct bgt_diff *made = calloc(1, sizeof *made);
    *exit = BGT_EXIT_INPUT;
    if (made == NULL)
        return BGT_NO_MEMORY;
    bgt_arena_init(&made->arena, io->allocator, ARENA_BYTES);
    bgt_status status = bgt_figures_read(&job, options->before, &made->before, exit);
    if (status == BGT_OK)
        status = bgt_figures_read(&job, options->after, &made->after, exit);
    bgt_reporter_set_file(io->reporter, NULL);
    if (status == BGT_OK)
        status = compare(made);
    if (status == BGT_OK)
        *diff = made;
    else
        bgt_diff_close(made);
    return status;
}

uint64_t bgt_diff_differences(const struct bgt_diff *diff)
{
    uint64_t count = 0;
    for (int kind = 0; kind < BGT_CHANGE_SCALE; kind++)
        count += diff->counts[kind];
    return count;
}

void bgt_diff_close(struct bgt_diff *diff)
{
    if (diff == NULL)
        return;
    bgt_figures_close(diff->before);
    bgt_figures_close(diff->after);
    bgt_arena_close(&diff->arena);
    free(diff->changes);
    free(diff);
}
