#define _XOPEN_SOURCE 700 /* realpath */
#include "layout/check_file.h"

#include <stdlib.h>
#include <string.h>

#include "diag/bounds.h"
#include "io/io.h"
#include "layout/compile.h"
#include "layout/folder.h"
#include "layout/layouts.h"

#define SUFFIX      ".yaml"
#define FAMILY_NAME "family"
#define LABEL_BYTES (8u << 20)

/* Where the file stands. */
struct standing {
    struct bgt_slice folder; /* name of its folder */
    struct bgt_slice name;   /* without `.yaml` */
};

static struct bgt_slice last_part(struct bgt_slice path)
{
    size_t at = path.length;
    while (at > 0 && path.text[at - 1] != '/') {
        at--;
    }
    return (struct bgt_slice){path.text + at, path.length - at};
}

/* @p full: the path without links and `..`. */
static struct standing find_standing(struct bgt_slice full)
{
    struct standing standing = {.name = last_part(full)};
    struct bgt_slice folder = {full.text, full.length - standing.name.length};
    if (folder.length > 0) {
        folder.length--;
    }
    standing.folder = last_part(folder);
    if (bgt_text_ends_with(standing.name.text, standing.name.length, SUFFIX)) {
        standing.name.length -= strlen(SUFFIX);
    }
    return standing;
}

/* The family that the file names, where it may stand here. */
static struct bgt_slice family_of(const struct standing *standing,
                                  const struct bgt_tree *root)
{
    for (const struct bgt_tree *member = root->first; member != NULL;
         member = member->next) {
        if (bgt_text_equal(member->key.text, member->key.length, "layout", 6)) {
            struct bgt_slice folder = standing->folder;
            bool is_folder = member->text.length > folder.length &&
                             memcmp(member->text.text, folder.text, folder.length) == 0 &&
                             member->text.text[folder.length] == '/';
            if (is_folder) {
                return folder;
            }
        }
    }
    return bgt_slice_of(BGT_LAYOUT_USER_FAMILY);
}

static void keep_id(struct bgt_layout_checked *checked, struct bgt_slice id)
{
    size_t length = id.length < sizeof checked->id ? id.length : sizeof checked->id - 1;
    memcpy(checked->id, id.text, length);
    checked->id[length] = '\0';
}

static bgt_status compile(struct bgt_layout_compiler *compiler,
                          const struct standing *standing, struct bgt_tree *root,
                          struct bgt_layout_checked *checked)
{
    bgt_status status = BGT_OK;
    compiler->name = standing->name;
    if (bgt_text_equal(standing->name.text, standing->name.length, FAMILY_NAME,
                       strlen(FAMILY_NAME))) {
        struct bgt_family family;
        memset(&family, 0, sizeof family);
        compiler->family = standing->folder;
        status = bgt_family_compile(compiler, root, &family);
        keep_id(checked, standing->folder);
    } else {
        struct bgt_layout layout;
        compiler->family = family_of(standing, root);
        status = bgt_layout_compile(compiler, root, &layout);
        keep_id(checked, layout.id);
    }
    checked->faults = compiler->faults;
    return status;
}

bgt_status bgt_layout_check_file(const struct bgt_io *io, const char *path,
                                 struct bgt_layout_checked *checked)
{
    struct bgt_arena arena;
    struct bgt_tree *root = NULL;
    struct bgt_interner_options bound = {.maximum_bytes = LABEL_BYTES};
    struct bgt_layout_compiler compiler = {
        .arena = &arena, .reporter = io->reporter, .file = path};
    memset(checked, 0, sizeof *checked);
    bgt_arena_init(&arena, NULL, BGT_LAYOUTS_BYTES);
    bgt_status status =
        bgt_tree_read_file(io, path, BGT_LAYOUT_FILE_BYTES, &arena, &root);
    if (status == BGT_OK) {
        status = bgt_interner_open(&bound, &compiler.labels);
    }
    /* The folder's name where the path has none: `layout check summary.yaml`. */
    char *full = realpath(path, NULL);
    if (status == BGT_OK) {
        struct standing standing =
            find_standing(bgt_slice_of(full != NULL ? full : path));
        status = compile(&compiler, &standing, root, checked);
        if (status == BGT_LIMIT) {
            status = bgt_report_bound(io->reporter, NULL, BGT_BOUND_LAYOUTS_BYTES,
                                      BGT_LAYOUTS_BYTES);
        }
    }
    free(full);
    bgt_interner_close(compiler.labels);
    bgt_arena_close(&arena);
    return status;
}
