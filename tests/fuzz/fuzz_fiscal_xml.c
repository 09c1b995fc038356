/* Target: the fiscal-xml plugin, both ways. First byte: options of the writer. */
#include "fuzz/rewrite.h"

extern const struct bgt_plugin fiscal_xml_LTX_bgt_plugin;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_rewrite(&fiscal_xml_LTX_bgt_plugin, bytes, length);
}
