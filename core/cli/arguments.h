/**
 * cli/arguments.h: the command line, taken apart by the table of options.def.
 */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "flow/convert.h"

struct bgt_reporter;
struct bgt_terminal;

enum bgt_command {
    BGT_COMMAND_NONE,
#define BGT_COMMAND(NAME, word, function, usage, usage_zh, help, help_zh)                \
    BGT_COMMAND_##NAME,
#include "cli/commands.def"
#undef BGT_COMMAND
    BGT_COMMAND_COUNT
};

enum bgt_option_name {
#define BGT_OPTION(NAME, letter, word, argument, argument_zh, commands, help, help_zh)   \
    BGT_OPTION_##NAME,
#include "cli/options.def"
#undef BGT_OPTION
    BGT_OPTION_NAME_COUNT
};

/** An option as the table states it. */
struct bgt_option_row {
    const char *word;
    const char *argument;
    const char *argument_zh;
    const char *help;
    const char *help_zh;
    uint32_t commands; /**< Bit 1 << enum bgt_command. */
    char letter;
};

/** A command as the table states it. `run` answers with the exit status. */
struct bgt_command_row {
    const char *word;
    const char *usage;
    const char *usage_zh;
    const char *help;
    const char *help_zh;
    int (*run)(struct bgt_terminal *terminal);
};

/** A command line that help shows. */
struct bgt_example_row {
    enum bgt_command command;
    const char *line;
    const char *help;
    const char *help_zh;
};

extern const struct bgt_example_row bgt_example_rows[];
extern const int bgt_example_count;
extern const struct bgt_option_row bgt_option_rows[BGT_OPTION_NAME_COUNT];
extern const struct bgt_command_row bgt_command_rows[BGT_COMMAND_COUNT];

/** Values of one option, in the order given. */
struct bgt_option_given {
    const char **values;
    size_t count;
};

/** The command line. Text is argv's own. */
struct bgt_arguments {
    enum bgt_command command;
    const char **words; /**< What is no option, after the command. */
    size_t word_count;
    struct bgt_arena arena; /**< All memory. */
    struct bgt_option_given given[BGT_OPTION_NAME_COUNT];
};

/** Takes the command line apart. Reports USAGE_* and answers BGT_BAD on a fault;
 * BGT_NO_MEMORY. End it with bgt_arguments_close in any case. Not thread-safe (getopt).
 */
bgt_status bgt_arguments_parse(struct bgt_arguments *arguments, int argc, char **argv,
                               struct bgt_reporter *reporter);

/** Gives the memory back. */
void bgt_arguments_close(struct bgt_arguments *arguments);

/** Whether an option was given. */
bool bgt_given(const struct bgt_arguments *arguments, enum bgt_option_name name);

/** The last value given for an option, or null. */
const char *bgt_given_value(const struct bgt_arguments *arguments,
                            enum bgt_option_name name);

/** The values of an option as a list, borrowed from the arguments. */
struct bgt_texts bgt_arguments_texts(const struct bgt_arguments *arguments,
                                     enum bgt_option_name name);

#endif
