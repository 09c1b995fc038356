/* Its descriptor points nowhere. */
#include "broken.h"

BGT_PLUGIN_EXPORT(wild) = {
    .struct_size = sizeof(struct bgt_plugin),
    .abi = BGT_ABI,
    .id = (const char *)16,
    .title = "Broken",
    .title_zh = "Broken",
    .kind = BGT_KIND_GRID,
    .capacity = &broken_capacity,
    .reader = &broken_reader,
};
