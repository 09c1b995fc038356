/* Says another kind than its manifest. */
#include "broken.h"

static bgt_status put(void *state, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    (void)state;
    (void)batch;
    (void)item;
    return BGT_OK;
}

static bgt_status finish(void *state)
{
    (void)state;
    return BGT_OK;
}

static bgt_status writer_open(void *state, struct bgt_output *output,
                              const struct bgt_env *env)
{
    (void)state;
    (void)output;
    (void)env;
    return BGT_OK;
}

static const struct bgt_writer_ops writer = {
    .struct_size = sizeof writer,
    .open = writer_open,
    .put = put,
    .finish = finish,
    .close = broken_close,
};

static const struct bgt_capacity capacity = {
    .struct_size = sizeof capacity,
    .flags = BGT_CAN_READ | BGT_CAN_WRITE,
};

BGT_PLUGIN_EXPORT(differs) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "differs",
    .title = "Broken",
    .title_zh = "Broken",
    .kind = BGT_KIND_RECORD,
    .capacity = &capacity,
    .reader = &broken_reader,
    .writer = &writer,
};
