#include "layout/statements.h"

#include <string.h>

#include "base/allocator.h"
#include "diag/reporter.h"
#include "io/io.h"
#include "layout/folder.h"
#include "layout/statement_rules.h"
#include "layout/tree.h"

/* All pattern files together, and one of them. */
#define STATEMENTS_BYTES ((size_t)16 << 20)
#define FILE_BYTES       ((size_t)1 << 20)
#define FILES_MAXIMUM    256

static bgt_status read_file(struct bgt_statements *statements, const struct bgt_io *io,
                            const char *path)
{
    struct bgt_arena scratch;
    struct bgt_tree *root = NULL;
    bgt_arena_init(&scratch, NULL, STATEMENTS_BYTES);
    bgt_status status = bgt_tree_read_file(io, path, FILE_BYTES, &scratch, &root);
    if (status == BGT_OK)
        status = bgt_statement_rules_add(statements, root, path, io->reporter);
    bgt_arena_close(&scratch);
    return status;
}

static bgt_status read_folder(struct bgt_statements *statements, const struct bgt_io *io,
                              const char *folder)
{
    struct bgt_layout_files files = {NULL, 0};
    struct bgt_arena listing;
    bgt_arena_init(&listing, NULL, STATEMENTS_BYTES);
    bgt_status status =
        bgt_layout_folder_list(folder, &listing, io->reporter, FILES_MAXIMUM, &files);
    if (status == BGT_BAD || status == BGT_FATAL)
        status = BGT_OK; /* reported */
    for (size_t i = 0; status == BGT_OK && i < files.count; i++) {
        status = read_file(statements, io, files.list[i].path.text);
        if (status != BGT_NO_MEMORY && status != BGT_LIMIT)
            status = BGT_OK; /* reported; the file is left out */
    }
    bgt_arena_close(&listing);
    return status;
}

bgt_status bgt_statements_load(const char *folder, const struct bgt_limits *limits,
                               struct bgt_reporter *reporter,
                               struct bgt_statements **statements)
{
    struct bgt_io io = {.reporter = reporter, .limits = limits};
    struct bgt_statements *made = bgt_allocate_array(NULL, 1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    bgt_arena_init(&made->arena, NULL, STATEMENTS_BYTES);
    bgt_status status = read_folder(made, &io, folder);
    if (status == BGT_OK)
        *statements = made;
    else
        bgt_statements_close(made);
    return status;
}

void bgt_statements_close(struct bgt_statements *statements)
{
    if (statements == NULL)
        return;
    bgt_arena_close(&statements->arena);
    bgt_release(NULL, statements);
}

size_t bgt_statements_count(const struct bgt_statements *statements)
{
    return statements->count;
}
