#include "fuzz/tree.h"

#include "io/input.h"
#include "io/yaml.h"

enum { ARENA_BYTES = 16 << 20 };

int fuzz_tree(const uint8_t *bytes, size_t length, const char *name,
              fuzz_compile *compile)
{
    struct fuzz_job job;
    struct bgt_arena arena;
    struct bgt_input *input = NULL;
    struct bgt_yaml *yaml = NULL;
    struct bgt_tree *root = NULL;
    if (!fuzz_job_open(&job)) {
        return 0;
    }
    bgt_arena_init(&arena, NULL, ARENA_BYTES);
    bgt_status status = bgt_input_open_memory(&job.io, bytes, length, name, &input);
    if (status == BGT_OK) {
        status = bgt_yaml_open(&job.io, input, &yaml);
    }
    if (status == BGT_OK) {
        status = bgt_tree_read(yaml, &arena, job.reporter, &root);
    }
    if (status == BGT_OK) {
        status = compile(&job, &arena, root);
    }
    bgt_yaml_close(yaml);
    bgt_input_close(input);
    bgt_arena_close(&arena);
    fuzz_job_close(&job, status);
    return 0;
}
