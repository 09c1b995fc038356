#include "figures/rules.h"

#include <string.h>

#include "diag/bounds.h"
#include "figures/rules_parts.h"
#include "io/io.h"
#include "layout/folder.h"
#include "layout/tree.h"

/* All rules, one file, and how many files. */
#define RULES_BYTES ((size_t)64 << 20)
#define FILE_BYTES  ((size_t)4 << 20)
#define FILES_MAX   256u

static bgt_status compile(const struct bgt_io *io, const char *path,
                          struct bgt_tree *root, struct bgt_rules *rules)
{
    struct bgt_rule_compiler compiler = {.arena = &rules->arena, .io = io};
    struct bgt_rule_set *set = bgt_rule_array(&compiler, 1, sizeof *set);
    compiler.file = bgt_arena_copy(&rules->arena, path, strlen(path));
    if (set == NULL || compiler.file == NULL)
        return bgt_arena_failure(&rules->arena);
    bgt_rule_set_compile(&compiler, root, set);
    if (compiler.failure == BGT_LIMIT)
        return bgt_report_bound(io->reporter, NULL, BGT_BOUND_RULES_BYTES, RULES_BYTES);
    if (compiler.failure != BGT_OK)
        return compiler.failure;
    if (rules->last != NULL)
        rules->last->next = set;
    else
        rules->first = set;
    rules->last = set;
    return compiler.faults > 0 ? BGT_BAD : BGT_OK;
}

static bgt_status read_file(const struct bgt_io *io, const char *path,
                            struct bgt_rules *rules)
{
    struct bgt_arena scratch;
    struct bgt_tree *root = NULL;
    bgt_arena_init(&scratch, io->allocator, RULES_BYTES);
    bgt_reporter_set_file(io->reporter, path);
    bgt_status status = bgt_tree_read_file(io, path, FILE_BYTES, &scratch, &root);
    if (status == BGT_OK)
        status = compile(io, path, root, rules);
    bgt_arena_close(&scratch);
    return status;
}

bgt_status bgt_rules_load(const struct bgt_io *io, const char *folder,
                          const char *const *files, size_t file_count,
                          struct bgt_rules *rules)
{
    struct bgt_layout_files found = {NULL, 0};
    bgt_status result = BGT_OK;
    memset(rules, 0, sizeof *rules);
    bgt_arena_init(&rules->arena, io->allocator, RULES_BYTES);
    if (folder != NULL)
        result = bgt_layout_folder_list(folder, &rules->arena, io->reporter, FILES_MAX,
                                        &found);
    for (size_t i = 0; i < found.count + file_count; i++) {
        const char *path =
            i < found.count ? found.list[i].path.text : files[i - found.count];
        bgt_status status = read_file(io, path, rules);
        if (status == BGT_NO_MEMORY)
            return status;
        result = result == BGT_OK ? status : result;
    }
    bgt_reporter_set_file(io->reporter, NULL);
    return result;
}

void bgt_rules_close(struct bgt_rules *rules)
{
    bgt_arena_close(&rules->arena);
}
