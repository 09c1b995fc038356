#include "io/ambiguity.h"

#include "base/encoding.h"

#include <stdbool.h>
#include <stdint.h>

/* Latin-1, Greek and Cyrillic letters and signs (· × ± °) stand in Chinese texts too. */
static bool is_plausible(uint32_t code_point)
{
    return (code_point >= 0xA0 && code_point <= 0xFF) ||
           (code_point >= 0x370 && code_point <= 0x4FF);
}

enum bgt_likelihood bgt_judge_utf8(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t implausible = 0;
    size_t doubtful = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        if (bytes[i] >= 0xE0) {
            return BGT_LIKELY_UTF8; /* three bytes: chance does not make them */
        }
        if (bytes[i] >= 0xC0) {
            uint32_t code_point =
                (uint32_t)(bytes[i] & 0x1F) << 6 | (bytes[i + 1] & 0x3Fu);
            doubtful++;
            implausible += is_plausible(code_point) ? 0 : 1;
        }
    }
    if (doubtful == 0 || bgt_gb18030_find_bad(text, length, true) < length) {
        return BGT_LIKELY_UTF8;
    }
    return implausible > 0 ? BGT_LIKELY_GB18030 : BGT_PERHAPS_UTF8;
}
