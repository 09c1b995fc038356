/* Target: a layout file, from bytes to a compiled layout. */
#include "fuzz/tree.h"

#include "base/intern.h"
#include "layout/compile.h"
#include "layout/labelled.h"
#include "layout/layout.h"

enum { LABEL_BYTES = 1 << 20 };

static bgt_status compile(struct fuzz_job *job, struct bgt_arena *arena,
                          struct bgt_tree *root)
{
    struct bgt_layout layout = {0};
    struct bgt_layout_compiler compiler = {.arena = arena,
                                           .reporter = job->reporter,
                                           .file = "fuzz/form.yaml",
                                           .family = {"fuzz", 4},
                                           .name = {"form", 4}};
    const struct bgt_interner_options options = {.maximum_bytes = LABEL_BYTES};
    bgt_status status = bgt_interner_open(&options, &compiler.labels);
    if (status == BGT_OK) {
        status = bgt_layout_compile(&compiler, root, &layout);
    }
    if (status == BGT_OK) {
        struct bgt_layout_fields fields;
        bgt_layout_gather_fields(&layout, &fields);
        FUZZ_HOLDS(layout.kind == BGT_LAYOUT_LABELLED
                       ? layout.labelled->word_count > 0 &&
                             layout.labelled->width_count > 0
                       : layout.column_count > 0 && layout.block_count > 0);
    }
    bgt_interner_close(compiler.labels);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_tree(bytes, length, "fuzz/form.yaml", compile);
}
