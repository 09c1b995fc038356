#include "diag/bounds.h"

#include <string.h>

static const struct bgt_bound bounds[] = {
#define BGT_BOUND(number, name, what, what_zh, remedy, remedy_zh)                        \
    {name, {what, what_zh}, {remedy, remedy_zh}},
#include "diag/bounds.def"
};

const struct bgt_bound *bgt_bound(enum bgt_bound_number number)
{
    return &bounds[number];
}

const char *bgt_bound_in_chinese(const char *english)
{
    for (size_t i = 0; i < BGT_BOUND_COUNT; i++) {
        if (strcmp(bounds[i].what[BGT_ENGLISH], english) == 0) {
            return bounds[i].what[BGT_CHINESE];
        }
        if (strcmp(bounds[i].remedy[BGT_ENGLISH], english) == 0) {
            return bounds[i].remedy[BGT_CHINESE];
        }
    }
    return english;
}

/* The phrases are translated where the message is shown (diag/reasons.h). */
bgt_status bgt_report_bound(struct bgt_reporter *reporter, const struct bgt_place *place,
                            enum bgt_bound_number number, uint64_t value)
{
    const struct bgt_bound *bound = bgt_bound(number);
    char text[BGT_NUMBER_SIZE];
    struct bgt_diagnostic diagnostic = {
        .code = "BOUND_REACHED",
        .arguments = {bound->name, bound->what[BGT_ENGLISH], bgt_number_text(value, text),
                      bound->remedy[BGT_ENGLISH]}};
    if (place != NULL) {
        diagnostic.place = *place;
    }
    (void)bgt_report(reporter, &diagnostic);
    return BGT_LIMIT;
}
