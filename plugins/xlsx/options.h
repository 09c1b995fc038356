/**
 * options.h: the plugin's options, by their place in its table (xlsx.c, xlsx.plugin).
 */
#ifndef BGT_XLSX_OPTIONS_H
#define BGT_XLSX_OPTIONS_H

#include "budget/plugin.h"

enum bgt_xlsx_option {
    BGT_XLSX_OPTION_NUMBERS = 0, /**< `-i numbers=stored|shown` */
    BGT_XLSX_OPTION_HIDDEN = 1,  /**< `-i hidden=keep|skip|error` */
    BGT_XLSX_OPTION_MEMORY = 2,  /**< `-o memory=auto|normal|constant` */
    BGT_XLSX_OPTION_COUNT = 3
};

/** The number of the choice that the user made or the default, which is 0. */
static inline int64_t bgt_xlsx_choice(const struct bgt_env *env,
                                      enum bgt_xlsx_option option)
{
    return (uint32_t)option < env->option_count ? env->options[option].integer : 0;
}

#endif
