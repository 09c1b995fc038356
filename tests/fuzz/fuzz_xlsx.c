/* Target: the reader of the xlsx plugin, by the content of its parts. First byte:
 * options; then sheet, shared strings, styles and workbook, separated by 0 bytes. */
#include "fuzz/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    return fuzz_read(&xlsx_LTX_bgt_plugin, bytes, length);
}
