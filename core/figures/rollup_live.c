/* Which lines of an export count. Systems export deleted rows, backups and older versions
 * with marks in columns of their own (IS_DELETED, START_DATE …), which are extras here.
 */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "diag/reporter.h"
#include "figures/rollup_parts.h"

/* Labels of one mark, closed by null. */
typedef const char *const labels[8];

static labels deleted = {"是否删除", "is_deleted", "删除标识", NULL};
static labels backup = {"是否备份", "is_backup", NULL};
static labels enabled = {"是否启用", "is_enabled", NULL};
static labels begun = {"启用日期", "生效日期", "开始日期", "start_date", NULL};
static labels ended = {"停用日期", "失效日期", "结束日期", "终止日期", "end_date", NULL};
static labels keys = {"项目年度预算主键", "bgt_pman_id", NULL};
static labels updated = {"更新时间", "修改时间", "update_time", NULL};
static labels versions = {"版本", "版本号", "version", NULL};

/* An extra's text; that of a number in `room`. "" where there is none. */
static struct bgt_slice mark_of(const struct bgt_figures *source,
                                const struct bgt_figures_line *line, labels names,
                                char room[BGT_DECIMAL_TEXT_SIZE])
{
    const struct bgt_batch *batch = source->batch;
    const struct bgt_item *item = bgt_figures_item(source, line->item);
    const struct bgt_value *values = bgt_item_values(batch, item);
    struct bgt_slice none = {"", 0};
    for (uint32_t i = 0; i < item->value_count; i++) {
        const struct bgt_value *value = &values[i];
        if (value->column != BGT_FIELD_EXTRA || value->state != BGT_PRESENT)
            continue;
        const char *name = bgt_value_name(batch, value);
        for (size_t n = 0; names[n] != NULL; n++) {
            size_t length = strlen(names[n]);
            if (!bgt_text_same_label(name, value->name_length, names[n], length) &&
                !bgt_text_equal_ignore_case(name, value->name_length, names[n], length))
                continue;
            if (value->text_length > 0 || (value->flags & BGT_VALUE_DECIMAL) == 0)
                return bgt_text_trim(bgt_value_text(batch, value), value->text_length);
            struct bgt_slice number = {room, bgt_decimal_format(value->decimal, room)};
            return number;
        }
    }
    return none;
}

static bool is_one_of(struct bgt_slice text, labels words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (bgt_text_equal_ignore_case(text.text, text.length, words[i],
                                       strlen(words[i])))
            return true;
    return false;
}

/* 1 是, 2 否 (VD00001); front ends also write 0 for 否. */
static bgt_status read_yes(const struct bgt_figures *source,
                           const struct bgt_figures_line *line, labels names, int *answer)
{
    static labels yes = {"1", "是", "Y", "YES", "TRUE", NULL};
    static labels no = {"2", "0", "否", "N", "NO", "FALSE", NULL};
    char room[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_slice text = mark_of(source, line, names, room);
    struct bgt_diagnostic diagnostic = {
        .code = "ROLLUP_MARK_UNKNOWN", .text = text.text, .text_length = text.length};
    *answer = -1;
    if (text.length == 0)
        return BGT_OK;
    if (is_one_of(text, yes) || is_one_of(text, no)) {
        *answer = is_one_of(text, yes) ? 1 : 0;
        return BGT_OK;
    }
    diagnostic.arguments[0] = names[0];
    return bgt_rollup_report(source, line, &diagnostic, BGT_line_pro_code);
}

/* yyyymmdd of a date in any of its spellings; 0: none. */
static uint64_t day_of(struct bgt_slice text)
{
    char digits[9] = "";
    size_t count = 0;
    uint64_t day = 0;
    for (size_t i = 0; i < text.length && count < 8; i++) {
        if (text.text[i] >= '0' && text.text[i] <= '9')
            digits[count++] = text.text[i];
        else if (count > 0 && strchr("-/.", text.text[i]) == NULL)
            break;
    }
    return count == 8 && bgt_text_parse_unsigned(digits, 8, 99999999, &day) ? day : 0;
}

static bgt_status leave_out(const struct bgt_figures *source,
                            const struct bgt_figures_line *line, const char *why,
                            bool *is_live)
{
    struct bgt_diagnostic diagnostic = {.code = "ROLLUP_LEFT_OUT"};
    diagnostic.arguments[0] = why;
    *is_live = false;
    return bgt_rollup_report(source, line, &diagnostic, BGT_line_pro_code);
}

bgt_status bgt_rollup_is_live(const struct bgt_figures *source,
                              const struct bgt_figures_line *line, bool *is_live)
{
    char room[BGT_DECIMAL_TEXT_SIZE];
    uint64_t year = 0;
    int is_deleted = -1;
    int is_backup = -1;
    int is_enabled = -1;
    *is_live = true;
    bgt_status status = read_yes(source, line, deleted, &is_deleted);
    if (status == BGT_OK)
        status = read_yes(source, line, backup, &is_backup);
    if (status == BGT_OK)
        status = read_yes(source, line, enabled, &is_enabled);
    if (status != BGT_OK)
        return status;
    if (is_deleted == 1)
        return leave_out(source, line, "deleted", is_live);
    if (is_backup == 1)
        return leave_out(source, line, "a backup", is_live);
    if (is_enabled == 0)
        return leave_out(source, line, "not enabled", is_live);
    struct bgt_slice text = bgt_figures_text(source, line, BGT_line_fiscal_year);
    if (!bgt_text_parse_unsigned(text.text, text.length, 9999, &year))
        return BGT_OK;
    uint64_t last = day_of(mark_of(source, line, ended, room));
    if (last != 0 && last < year * 10000 + 1231)
        return leave_out(source, line, "ended before the end of its year", is_live);
    if (day_of(mark_of(source, line, begun, room)) > year * 10000 + 1231)
        return leave_out(source, line, "begun after its year", is_live);
    return BGT_OK;
}

/* ---- Older rows of one primary key ---- */

/* A detail with its key. */
struct keyed {
    struct bgt_detail *detail;
    struct bgt_slice key;
    size_t index;
};

static int compare_slices(struct bgt_slice a, struct bgt_slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.text, b.text, shorter);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int by_key(const void *a, const void *b)
{
    const struct keyed *left = a;
    const struct keyed *right = b;
    int order = compare_slices(left->key, right->key);
    return order != 0 ? order
                      : (left->index > right->index) - (left->index < right->index);
}

/* Times and versions of one export are written alike, so longer or later is newer. */
static int compare_age(const struct bgt_detail *a, const struct bgt_detail *b)
{
    char left_room[BGT_DECIMAL_TEXT_SIZE];
    char right_room[BGT_DECIMAL_TEXT_SIZE];
    struct bgt_slice left = mark_of(a->source, a->line, updated, left_room);
    struct bgt_slice right = mark_of(b->source, b->line, updated, right_room);
    int order = compare_slices(left, right);
    if (order != 0 && left.length > 0 && right.length > 0)
        return order;
    left = mark_of(a->source, a->line, versions, left_room);
    right = mark_of(b->source, b->line, versions, right_room);
    if (left.length != right.length)
        return left.length < right.length ? -1 : 1;
    return compare_slices(left, right);
}

static bool is_same_amount(const struct bgt_detail *a, const struct bgt_detail *b)
{
    return bgt_decimal_compare(a->amount, b->amount) == 0 && a->fund == b->fund &&
           a->origin == b->origin && a->use == b->use && a->project == b->project &&
           compare_slices(a->func, b->func) == 0 && compare_slices(a->dep, b->dep) == 0;
}

/* Keeps the newest of the details first … end. */
static bgt_status drop_older(struct keyed *first, const struct keyed *end)
{
    struct keyed *newest = first;
    bgt_status status = BGT_OK;
    for (struct keyed *at = first + 1; at < end; at++) {
        int order = compare_age(at->detail, newest->detail);
        if (order == 0 && !is_same_amount(at->detail, newest->detail)) {
            struct bgt_diagnostic diagnostic = {.code = "ROLLUP_KEY_TWICE",
                                                .text = at->key.text,
                                                .text_length = at->key.length};
            return bgt_rollup_report(at->detail->source, at->detail->line, &diagnostic,
                                     BGT_line_pro_code);
        }
        if (order > 0)
            newest = at;
    }
    for (struct keyed *at = first; status == BGT_OK && at < end; at++) {
        bool is_live = true;
        if (at == newest)
            continue;
        status = leave_out(at->detail->source, at->detail->line,
                           "an older row of the same key", &is_live);
        at->detail->fund = 0; /* Marked; taken out below. */
    }
    return status;
}

static bgt_status find_keys(struct bgt_rollup *rollup, struct keyed *list, size_t *count)
{
    char room[BGT_DECIMAL_TEXT_SIZE];
    for (size_t i = 0; i < rollup->detail_count; i++) {
        struct bgt_detail *detail = &rollup->details[i];
        struct bgt_slice key = mark_of(detail->source, detail->line, keys, room);
        if (key.length == 0)
            continue;
        key.text = bgt_arena_copy(&rollup->arena, key.text, key.length);
        if (key.text == NULL)
            return bgt_arena_failure(&rollup->arena);
        struct keyed keyed = {detail, key, i};
        list[(*count)++] = keyed;
    }
    if (*count > 1)
        qsort(list, *count, sizeof *list, by_key);
    return BGT_OK;
}

bgt_status bgt_rollup_drop_superseded(struct bgt_rollup *rollup)
{
    size_t count = 0;
    size_t kept = 0;
    struct keyed *list = calloc(rollup->detail_count + 1, sizeof *list);
    if (list == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = find_keys(rollup, list, &count);
    for (size_t i = 0; status == BGT_OK && i < count;) {
        size_t end = i + 1;
        while (end < count && compare_slices(list[i].key, list[end].key) == 0)
            end++;
        if (end > i + 1)
            status = drop_older(&list[i], &list[end]);
        i = end;
    }
    free(list);
    for (size_t i = 0; i < rollup->detail_count; i++)
        if (rollup->details[i].fund != 0)
            rollup->details[kept++] = rollup->details[i];
    rollup->detail_count = kept;
    return status;
}
