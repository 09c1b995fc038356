#include <stdlib.h>
#include <string.h>

#include "figures/diff_parts.h"

static int compare_text(struct bgt_slice a, struct bgt_slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.text, b.text, shorter);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int by_key(const void *a, const void *b)
{
    const struct bgt_diff_line *left = *(struct bgt_diff_line *const *)a;
    const struct bgt_diff_line *right = *(struct bgt_diff_line *const *)b;
    int order = compare_text(left->key, right->key);
    return order != 0 ? order
                      : (left->index > right->index) - (left->index < right->index);
}

static int by_loose_key(const void *a, const void *b)
{
    const struct bgt_diff_line *left = *(struct bgt_diff_line *const *)a;
    const struct bgt_diff_line *right = *(struct bgt_diff_line *const *)b;
    int order = compare_text(left->loose, right->loose);
    return order != 0 ? order
                      : (left->index > right->index) - (left->index < right->index);
}

/* Lines in an order. */
struct sorted {
    struct bgt_diff_line **list;
    size_t count;
};

static bgt_status sort_all(struct bgt_diff_lines *lines, struct sorted *sorted)
{
    sorted->list = (struct bgt_diff_line **)calloc(lines->count + 1, sizeof(void *));
    if (sorted->list == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = 0; i < lines->count; i++)
        sorted->list[sorted->count++] = &lines->list[i];
    qsort((void *)sorted->list, sorted->count, sizeof(void *), by_key);
    for (size_t i = 1; i < sorted->count; i++)
        if (compare_text(sorted->list[i - 1]->key, sorted->list[i]->key) == 0)
            sorted->list[i]->ordinal = sorted->list[i - 1]->ordinal + 1;
    return BGT_OK;
}

static void pair(struct bgt_diff_line *before, struct bgt_diff_line *after)
{
    before->partner = after;
    after->partner = before;
}

static void match_exact(struct sorted *before, struct sorted *after)
{
    size_t a = 0;
    size_t b = 0;
    while (a < before->count && b < after->count) {
        struct bgt_diff_line *left = before->list[a];
        struct bgt_diff_line *right = after->list[b];
        int order = compare_text(left->key, right->key);
        if (order == 0)
            order = (left->ordinal > right->ordinal) - (left->ordinal < right->ordinal);
        if (order == 0)
            pair(left, right);
        a += order <= 0 ? 1 : 0;
        b += order >= 0 ? 1 : 0;
    }
}

/* Leaves those without a partner that have a loose key, sorted by it. */
static void keep_single(struct sorted *sorted)
{
    size_t kept = 0;
    for (size_t i = 0; i < sorted->count; i++)
        if (sorted->list[i]->partner == NULL && sorted->list[i]->loose.length > 0)
            sorted->list[kept++] = sorted->list[i];
    sorted->count = kept;
    qsort((void *)sorted->list, kept, sizeof(void *), by_loose_key);
}

/* How many lines from `at` have its loose key. */
static size_t run_length(const struct sorted *sorted, size_t at)
{
    size_t end = at + 1;
    while (end < sorted->count &&
           compare_text(sorted->list[at]->loose, sorted->list[end]->loose) == 0)
        end++;
    return end - at;
}

static void match_loose(struct sorted *before, struct sorted *after)
{
    size_t a = 0;
    size_t b = 0;
    while (a < before->count && b < after->count) {
        size_t left = run_length(before, a);
        size_t right = run_length(after, b);
        int order = compare_text(before->list[a]->loose, after->list[b]->loose);
        if (order == 0 && left == 1 && right == 1) {
            pair(before->list[a], after->list[b]);
            before->list[a]->is_recoded = after->list[b]->is_recoded = true;
        }
        a += order <= 0 ? left : 0;
        b += order >= 0 ? right : 0;
    }
}

bgt_status bgt_diff_match(struct bgt_diff_lines *before, struct bgt_diff_lines *after)
{
    struct sorted left = {NULL, 0};
    struct sorted right = {NULL, 0};
    bgt_status status = sort_all(before, &left);
    if (status == BGT_OK)
        status = sort_all(after, &right);
    if (status == BGT_OK) {
        match_exact(&left, &right);
        keep_single(&left);
        keep_single(&right);
        match_loose(&left, &right);
    }
    free((void *)left.list);
    free((void *)right.list);
    return status;
}
