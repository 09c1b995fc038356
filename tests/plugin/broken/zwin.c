/* Not broken: reads nothing and is sure of everything. */
#include "broken.h"

static int probe(const uint8_t *head, size_t length, const char *name)
{
    (void)head;
    (void)length;
    (void)name;
    return 100;
}

static const struct bgt_reader_ops reader = {
    .struct_size = sizeof reader,
    .probe = probe,
    .open = broken_open,
    .next = broken_next,
    .close = broken_close,
};

BGT_PLUGIN_EXPORT(zwin) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = "zwin",
    .title = "Sure of everything",
    .title_zh = "Sure of everything",
    .kind = BGT_KIND_GRID,
    .capacity = &broken_capacity,
    .reader = &reader,
};
