/* Target: the reader of the csv plugin. First byte: options. */
#include "fuzz/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_read(&csv_LTX_bgt_plugin, bytes, length);
}
