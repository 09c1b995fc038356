#include "diag/reasons.h"

#include "diag/bounds.h"

#include <string.h>

struct reason {
    const char *english;
    const char *chinese;
};

static const struct reason reasons[] = {
#define BGT_REASON(english, chinese) {english, chinese},
#include "diag/reasons.def"
};

size_t bgt_reason_count(void)
{
    return sizeof reasons / sizeof reasons[0];
}

const char *bgt_reason_at(size_t index)
{
    return reasons[index].english;
}

const char *bgt_reason_in(const char *argument, enum bgt_language language)
{
    if (language == BGT_ENGLISH) {
        return argument;
    }
    for (size_t i = 0; i < bgt_reason_count(); i++) {
        if (strcmp(reasons[i].english, argument) == 0) {
            return reasons[i].chinese;
        }
    }
    return bgt_bound_in_chinese(argument);
}
