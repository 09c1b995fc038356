/**
 * cli/commands.h: the commands, one file each. Each answers with the exit status.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/terminal.h"

int bgt_command_convert(struct bgt_terminal *terminal);
int bgt_command_info(struct bgt_terminal *terminal);
int bgt_command_check(struct bgt_terminal *terminal);
int bgt_command_rollup(struct bgt_terminal *terminal);
int bgt_command_diff(struct bgt_terminal *terminal);
int bgt_command_formats(struct bgt_terminal *terminal);
int bgt_command_layouts(struct bgt_terminal *terminal);
int bgt_command_layout(struct bgt_terminal *terminal);
int bgt_command_catalogue(struct bgt_terminal *terminal);
int bgt_command_explain(struct bgt_terminal *terminal);

/** `check --schema`, with a context. 0: all are valid; 1: a schema is violated; 3: a file
 * cannot be read. */
int bgt_command_check_schema(struct bgt_terminal *terminal);

/** `info --cells`. */
int bgt_command_cells(struct bgt_terminal *terminal);

/** `help [COMMAND]`, `help man` */
int bgt_command_help(struct bgt_terminal *terminal);

/** `--help`: of the command that was given, else of the program. */
int bgt_show_help(struct bgt_terminal *terminal);

/** The manual page in roff, from the same tables. */
int bgt_show_man_page(struct bgt_terminal *terminal);

/** `--version` */
int bgt_show_version(struct bgt_terminal *terminal);

/** The program: takes the command line apart and runs the command. */
int bgt_program(int argc, char **argv);

#endif
