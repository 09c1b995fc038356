#include "diag/codes.h"

#include <stddef.h>
#include <string.h>

static const struct bgt_code codes[] = {
#define BGT_DIAG(CODE, SEVERITY, english, chinese, remedy, remedy_chinese)               \
    {#CODE, BGT_##SEVERITY, {english, chinese}, {remedy, remedy_chinese}},
#include "diag/codes.def"
};

/* Two entries of the same name do not compile. */
enum code_is_unique {
#define BGT_DIAG(CODE, SEVERITY, english, chinese, remedy, remedy_chinese) CODE_##CODE,
#include "diag/codes.def"
    CODE_COUNT
};

static const char *const words[] = {"note", "warning", "loss", "error"};
static const char *const chinese_words[] = {"提示", "警告", "丢失", "错误"};

const struct bgt_code *bgt_code_find(const char *name)
{
    for (size_t i = 0; i < CODE_COUNT; i++) {
        if (strcmp(codes[i].name, name) == 0) {
            return &codes[i];
        }
    }
    return NULL;
}

size_t bgt_code_count(void)
{
    return CODE_COUNT;
}

const struct bgt_code *bgt_code_at(size_t index)
{
    return &codes[index];
}

const char *bgt_severity_word(enum bgt_severity severity)
{
    return words[severity];
}

const char *bgt_severity_label(enum bgt_severity severity, enum bgt_language language)
{
    return language == BGT_CHINESE ? chinese_words[severity] : words[severity];
}
