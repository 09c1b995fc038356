#include "figures/rules.h"

#include <string.h>

#include "base/buffer.h"
#include "diag/bounds.h"
#include "figures/rules_parts.h"
#include "io/file.h"
#include "io/input.h"
#include "io/yaml.h"
#include "layout/folder.h"

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
    struct bgt_buffer bytes;
    struct bgt_arena scratch;
    struct bgt_input *input = NULL;
    struct bgt_yaml *yaml = NULL;
    struct bgt_tree *root = NULL;
    bgt_buffer_init(&bytes, NULL, FILE_BYTES);
    bgt_arena_init(&scratch, io->allocator, RULES_BYTES);
    bgt_reporter_set_file(io->reporter, path);
    bgt_status status = bgt_file_read(path, io->reporter, &bytes);
    if (status == BGT_OK)
        status = bgt_input_open_memory(io, bytes.data, bytes.length, path, &input);
    if (status == BGT_OK)
        status = bgt_yaml_open(io, input, &yaml);
    if (status == BGT_OK)
        status = bgt_tree_read(yaml, &scratch, io->reporter, &root);
    if (status == BGT_OK)
        status = compile(io, path, root, rules);
    bgt_yaml_close(yaml);
    bgt_input_close(input);
    bgt_arena_close(&scratch);
    bgt_buffer_close(&bytes);
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
