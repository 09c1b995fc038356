/* Target: the yaml plugin, both ways. First byte: options of the writer. */
#include "fuzz/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_rewrite(&yaml_LTX_bgt_plugin, bytes, length);
}
