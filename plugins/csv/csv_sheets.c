#include "csv_sheets.h"

#include <stdlib.h>

#include "csv_report.h"

static const char DESCRIPTION[] = "datapackage.json";
static const char LAST_MEMBER[] = "line.csv";

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool ends_in(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t tail = strlen(ending);
    if (length < tail) {
        return false;
    }
    for (size_t i = 0; i < tail; i++) {
        if (lower(name[length - tail + i]) != ending[i]) {
            return false;
        }
    }
    return true;
}

bool bgt_csv_is_tab_name(const char *name)
{
    return ends_in(name, ".tsv");
}

bool bgt_csv_has_extension(const char *name)
{
    return ends_in(name, ".csv") || bgt_csv_is_tab_name(name);
}

/* The last part of a path. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The part of a base name before its last point; all of it where that would be nothing.
 */
static char *stem_of(const char *path)
{
    const char *base = strcmp(path, "-") == 0 ? "stdin" : base_name(path);
    const char *point = strrchr(base, '.');
    size_t length =
        point == NULL || point == base ? strlen(base) : (size_t)(point - base);
    char *stem = malloc(length + 1);
    if (stem != NULL) {
        memcpy(stem, base, length);
        stem[length] = '\0';
    }
    return stem;
}

static bool is_hidden(const char *member)
{
    return base_name(member)[0] == '.' || strncmp(member, "__MACOSX/", 9) == 0;
}

static int compare_members(const void *a, const void *b)
{
    const struct bgt_csv_sheet *left = a;
    const struct bgt_csv_sheet *right = b;
    return strcmp(left->member, right->member);
}

static void move_lines_to_end(struct bgt_csv_sheets *sheets)
{
    for (size_t i = 0; i < sheets->count; i++) {
        const char *member = sheets->list[i].member;
        if (member != NULL && strcmp(base_name(member), LAST_MEMBER) == 0) {
            struct bgt_csv_sheet lines = sheets->list[i];
            memmove(sheets->list + i, sheets->list + i + 1,
                    (sheets->count - i - 1) * sizeof lines);
            sheets->list[sheets->count - 1] = lines;
            return;
        }
    }
}

static bgt_status add(struct bgt_csv_sheets *sheets, const char *path, const char *member)
{
    char *name = stem_of(path);
    if (name == NULL) {
        return BGT_NO_MEMORY;
    }
    sheets->list[sheets->count].name = name;
    sheets->list[sheets->count].member = member;
    sheets->count++;
    return BGT_OK;
}

static bgt_status refuse(const struct bgt_env *env, const char *code, const char *sheet,
                         const char *name)
{
    struct bgt_csv_at at = {sheet, 0, 0};
    (void)bgt_csv_report_names(env, code, &at, name, NULL);
    return BGT_FATAL;
}

static bgt_status check_names(const struct bgt_csv_sheets *sheets,
                              const struct bgt_env *env)
{
    for (size_t i = 0; i < sheets->count; i++) {
        for (size_t k = i + 1; k < sheets->count; k++) {
            if (strcmp(sheets->list[i].name, sheets->list[k].name) == 0) {
                return refuse(env, "CSV_SHEET_TWICE", sheets->list[k].member,
                              sheets->list[i].member);
            }
        }
    }
    return sheets->count == 0 ? refuse(env, "CSV_NO_MEMBER", NULL, NULL) : BGT_OK;
}

/* Takes the CSV members; tells of the others. */
static bgt_status take_members(struct bgt_csv_sheets *sheets, struct bgt_input *input,
                               const struct bgt_env *env, bool *is_package)
{
    uint64_t count = input->member_count(input);
    for (uint64_t i = 0; i < count; i++) {
        const char *member = input->member_name(input, i);
        bgt_status status = BGT_OK;
        if (is_hidden(member) || ends_in(member, "/")) {
            continue;
        }
        if (bgt_csv_has_extension(member)) {
            status = sheets->count < env->limits->sheets ? add(sheets, member, member)
                                                         : BGT_LIMIT;
        } else if (strcmp(base_name(member), DESCRIPTION) == 0) {
            *is_package = true;
        } else {
            struct bgt_csv_at at = {member, 0, 0};
            status = bgt_csv_report(env, "CSV_MEMBER_SKIPPED", &at);
        }
        if (status == BGT_LIMIT) {
            struct bgt_csv_at at = {member, 0, 0};
            return bgt_csv_report_limit(env, &at, "sheets", env->limits->sheets);
        }
        if (status != BGT_OK) {
            return status;
        }
    }
    return BGT_OK;
}

bgt_status bgt_csv_sheets_open(struct bgt_csv_sheets *sheets, struct bgt_input *input,
                               const struct bgt_env *env)
{
    bool is_package = false;
    uint64_t most = input->is_container != 0 ? input->member_count(input) : 1;
    most = most < env->limits->sheets ? most : env->limits->sheets;
    sheets->list = calloc(most == 0 ? 1 : (size_t)most, sizeof *sheets->list);
    if (sheets->list == NULL) {
        return BGT_NO_MEMORY;
    }
    if (input->is_container == 0) {
        return add(sheets, input->name, NULL);
    }
    bgt_status status = take_members(sheets, input, env, &is_package);
    if (status != BGT_OK) {
        return status;
    }
    if (!is_package && sheets->count > 1) {
        qsort(sheets->list, sheets->count, sizeof *sheets->list, compare_members);
    }
    status = check_names(sheets, env);
    move_lines_to_end(sheets);
    return status;
}

void bgt_csv_sheets_clear(struct bgt_csv_sheets *sheets)
{
    for (size_t i = 0; i < sheets->count; i++) {
        free(sheets->list[i].name);
    }
    free(sheets->list);
    memset(sheets, 0, sizeof *sheets);
}
