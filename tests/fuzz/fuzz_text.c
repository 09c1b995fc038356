/*
 * Target functions: bgt_decimal_parse, bgt_decimal_format, bgt_encoding_detect,
 * bgt_utf8_valid, bgt_utf8_decode, bgt_utf8_truncate, bgt_utf8_width. First byte: how to
 * cut the input.
 */
#include "fuzz/fuzz.h"

#include "base/encoding.h"
#include "base/utf8.h"
#include "budget/decimal.h"

#include <string.h>

static void decimal_comes_back(const char *text, size_t length)
{
    struct bgt_decimal first;
    struct bgt_decimal second;
    char printed[BGT_DECIMAL_TEXT_SIZE];
    if (bgt_decimal_parse(text, length, &first) != BGT_DECIMAL_OK) {
        return;
    }
    FUZZ_HOLDS(bgt_decimal_valid(first));
    size_t count = bgt_decimal_format(first, printed);
    FUZZ_HOLDS(count < sizeof(printed) && strlen(printed) == count);
    FUZZ_HOLDS(bgt_decimal_parse(printed, count, &second) == BGT_DECIMAL_OK);
    FUZZ_HOLDS(memcmp(&first, &second, sizeof(first)) == 0);
}

static void utf8_agrees_with_itself(const char *text, size_t length, size_t cut)
{
    size_t bad = 0;
    bool valid = bgt_utf8_valid(text, length, &bad);
    FUZZ_HOLDS(bad <= length && valid == (bad == length));
    size_t at = 0;
    while (at < length) {
        uint32_t point = 0;
        size_t step = bgt_utf8_decode(text + at, length - at, &point);
        if (step == 0) {
            break;
        }
        at += step;
    }
    FUZZ_HOLDS(at == bad);
    size_t kept = bgt_utf8_truncate(text, length, cut);
    FUZZ_HOLDS(kept <= cut && kept <= length);
    FUZZ_HOLDS(!valid || bgt_utf8_valid(text, kept, NULL));
    (void)bgt_utf8_width(text, length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length == 0) {
        return 0;
    }
    const char *text = (const char *)bytes + 1;
    struct bgt_detection found;
    decimal_comes_back(text, length - 1);
    utf8_agrees_with_itself(text, length - 1, bytes[0]);
    bgt_encoding_detect(text, length - 1, (bytes[0] & 1) != 0, &found);
    FUZZ_HOLDS(found.bom_length <= length - 1 && found.bad_offset <= length - 1);
    FUZZ_HOLDS(found.encoding < BGT_ENCODING_COUNT);
    return 0;
}
