/* Target: a layout file, from bytes to a compiled layout. */
#include "fuzz/job.h"

#include "base/arena.h"
#include "base/intern.h"
#include "io/input.h"
#include "io/yaml.h"
#include "layout/compile.h"
#include "layout/labelled.h"
#include "layout/layout.h"
#include "layout/tree.h"

enum { ARENA_BYTES = 16 << 20, LABEL_BYTES = 1 << 20 };

static bgt_status compile(struct fuzz_job *job, struct bgt_input *input,
                          struct bgt_arena *arena, struct bgt_interner *labels)
{
    struct bgt_yaml *yaml = NULL;
    struct bgt_tree *root = NULL;
    struct bgt_layout layout = {0};
    struct bgt_layout_compiler compiler = {.arena = arena,
                                           .labels = labels,
                                           .reporter = job->reporter,
                                           .file = "fuzz/form.yaml",
                                           .family = {"fuzz", 4},
                                           .name = {"form", 4}};
    bgt_status status = bgt_yaml_open(&job->io, input, &yaml);
    if (status == BGT_OK) {
        status = bgt_tree_read(yaml, arena, job->reporter, &root);
    }
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
    bgt_yaml_close(yaml);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_job job;
    struct bgt_arena arena;
    struct bgt_input *input = NULL;
    struct bgt_interner *labels = NULL;
    const struct bgt_interner_options options = {.maximum_bytes = LABEL_BYTES};
    if (!fuzz_job_open(&job)) {
        return 0;
    }
    bgt_arena_init(&arena, NULL, ARENA_BYTES);
    bgt_status status = bgt_interner_open(&options, &labels);
    if (status == BGT_OK) {
        status = bgt_input_open_memory(&job.io, bytes, length, "fuzz/form.yaml", &input);
    }
    if (status == BGT_OK) {
        status = compile(&job, input, &arena, labels);
    }
    bgt_input_close(input);
    bgt_interner_close(labels);
    bgt_arena_close(&arena);
    fuzz_job_close(&job, status);
    return 0;
}
