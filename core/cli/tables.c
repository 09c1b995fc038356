#include "cli/arguments.h"
#include "cli/commands.h"

/* Masks of options.def. */
#define CONVERT    (1u << BGT_COMMAND_CONVERT)
#define INFO       (1u << BGT_COMMAND_INFO)
#define CHECK      (1u << BGT_COMMAND_CHECK)
#define ROLLUP     (1u << BGT_COMMAND_ROLLUP)
#define DIFF       (1u << BGT_COMMAND_DIFF)
#define LAYOUT_NEW (1u << BGT_COMMAND_LAYOUT)
#define CATALOGUE  (1u << BGT_COMMAND_CATALOGUE)
#define ALL        0xFFFFFFFFu

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

const struct bgt_example_row bgt_example_rows[] = {
#define BGT_EXAMPLE(COMMAND, line, help, help_zh)                                        \
    {BGT_COMMAND_##COMMAND, line, help, help_zh},
#include "cli/examples.def"
#undef BGT_EXAMPLE
};

const int bgt_example_count = sizeof bgt_example_rows / sizeof bgt_example_rows[0];
