/**
 * broken.h: a descriptor that is in order, for plugins that are broken in one other way.
 */
#ifndef BGT_TESTS_BROKEN_H
#define BGT_TESTS_BROKEN_H

#include <budget/plugin.h>

static bgt_status broken_open(void *state, struct bgt_input *input,
                              const struct bgt_env *env)
{
    (void)state;
    (void)input;
    (void)env;
    return BGT_OK;
}

static bgt_status broken_next(void *state, struct bgt_batch *batch)
{
    (void)state;
    (void)batch;
    return BGT_END;
}

static void broken_close(void *state)
{
    (void)state;
}

static const struct bgt_capacity broken_capacity = {
    .struct_size = sizeof broken_capacity,
    .flags = BGT_CAN_READ,
};

static const struct bgt_reader_ops broken_reader = {
    .struct_size = sizeof broken_reader,
    .open = broken_open,
    .next = broken_next,
    .close = broken_close,
};

/** The descriptor of plugin `stem` with an ABI and a size. */
#define BROKEN_PLUGIN(stem, its_abi, its_size)                                           \
    BGT_PLUGIN_EXPORT(stem) = {                                                          \
        .struct_size = (its_size),                                                       \
        .abi = (its_abi),                                                                \
        .id = #stem,                                                                     \
        .title = "Broken",                                                               \
        .title_zh = "Broken",                                                            \
        .kind = BGT_KIND_GRID,                                                           \
        .option_stride = sizeof(struct bgt_option),                                      \
        .capacity = &broken_capacity,                                                    \
        .reader = &broken_reader,                                                        \
    }

/** The same, in order. */
#define SOUND_PLUGIN(stem) BROKEN_PLUGIN(stem, BGT_ABI, sizeof(struct bgt_plugin))

#endif
