#include "cli/arguments.h"
#include "cli/commands.h"

/* Masks of options.def. */
#define CONVERT (1u << BGT_COMMAND_CONVERT)
#define INFO    (1u << BGT_COMMAND_INFO)
#define ALL     0xFFFFFFFFu

const struct bgt_option_row bgt_option_rows[BGT_OPTION_NAME_COUNT] = {
#define BGT_OPTION(NAME, letter, word, argument, argument_zh, commands, help, help_zh)   \
    {word, argument, argument_zh, help, help_zh, commands, letter},
#include "cli/options.def"
#undef BGT_OPTION
};

const struct bgt_command_row bgt_command_rows[BGT_COMMAND_COUNT] = {
    {NULL, NULL, NULL, NULL, NULL, NULL},
#define BGT_COMMAND(NAME, word, function, usage, usage_zh, help, help_zh)                \
    {word, usage, usage_zh, help, help_zh, function},
#include "cli/commands.def"
#undef BGT_COMMAND
};
