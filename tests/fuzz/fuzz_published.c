/* Target: the reader of the text plugin. First byte: options. */
#include "fuzz/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_read(&text_LTX_bgt_plugin, bytes, length);
}
