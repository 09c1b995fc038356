#include <string.h>

#include "base/text.h"
#include "flow/context.h"

/* One row of BGT_LIMITS. */
struct limit_row {
    const char *name;
    size_t offset;
    uint64_t value;
};

static const struct limit_row rows[] = {
#define LIMIT_ROW(field, name, value, why)                                               \
    {name, offsetof(struct bgt_limits, field), value},
    BGT_LIMITS(LIMIT_ROW)
#undef LIMIT_ROW
};

static void set(struct bgt_limits *limits, const struct limit_row *row, uint64_t value)
{
    memcpy((char *)limits + row->offset, &value, sizeof value);
}

void bgt_limits_init(struct bgt_limits *limits)
{
    memset(limits, 0, sizeof *limits);
    limits->struct_size = sizeof *limits;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        set(limits, &rows[i], rows[i].value);
}

bgt_status bgt_limits_set(struct bgt_limits *limits, const char *name, const char *value)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].name, name) != 0)
            continue;
        if (!bgt_text_parse_unsigned(value, strlen(value), INT64_MAX, &number) ||
            number == 0)
            return BGT_BAD;
        set(limits, &rows[i], number);
        return BGT_OK;
    }
    return BGT_NOT_FOUND;
}
