#include "sheet_name.h"

#include "escape.h"

#include <string.h>

const char *bgt_xlsx_sheet_name_check(const char *name)
{
    size_t length = strlen(name);
    size_t units = 0;
    if (length == 0) {
        return "XLSX_SHEET_NAME_EMPTY";
    }
    if (name[0] == '\'' || name[length - 1] == '\'') {
        return "XLSX_SHEET_NAME_APOSTROPHE";
    }
    for (size_t at = 0, size = 0; at < length; at += size) {
        uint32_t c = 0;
        size = bgt_xlsx_utf8(name + at, length - at, &c);
        if (size == 0 || c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF ||
            (c < 0x80 && strchr("[]:*?/\\", (int)c) != NULL)) {
            return "XLSX_SHEET_NAME_CHARACTER";
        }
        units += c > 0xFFFF ? 2 : 1;
    }
    return units > BGT_XLSX_SHEET_NAME_UNITS ? "XLSX_SHEET_NAME_LONG" : NULL;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool bgt_xlsx_sheet_name_equal(const char *a, const char *b)
{
    while (*a != '\0' && folded(*a) == folded(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}
