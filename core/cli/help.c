#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/exits.h"
#include "diag/reporter.h"

/* Width of the left column of option lists, in terminal columns. */
#define LEFT_WIDTH 34

static void print_option(struct bgt_terminal *terminal, const struct bgt_option_row *row)
{
    char left[128];
    const char *argument = bgt_say(terminal, row->argument, row->argument_zh);
    char letter[8] = "    ";
    if (row->letter != 0)
        (void)snprintf(letter, sizeof letter, "-%c, ", row->letter);
    (void)snprintf(left, sizeof left, "  %s--%s%s%s", letter, row->word,
                   argument != NULL ? " " : "", argument != NULL ? argument : "");
    bgt_print_padded(terminal, left, LEFT_WIDTH);
    if (bgt_utf8_width(left, strlen(left)) >= LEFT_WIDTH) {
        bgt_print(terminal, "\n");
        bgt_print_padded(terminal, "", LEFT_WIDTH);
    }
    bgt_print(terminal, bgt_say(terminal, row->help, row->help_zh));
    bgt_print(terminal, "\n");
}

static void print_examples(struct bgt_terminal *terminal, enum bgt_command command)
{
    bgt_print(terminal, bgt_say(terminal, "\nexamples:\n", "\n示例：\n"));
    for (int i = 0; i < bgt_example_count; i++) {
        const struct bgt_example_row *row = &bgt_example_rows[i];
        if (row->command != command)
            continue;
        bgt_print(terminal, "  ");
        bgt_print(terminal, row->line);
        bgt_print(terminal, "\n      ");
        bgt_print(terminal, bgt_say(terminal, row->help, row->help_zh));
        bgt_print(terminal, "\n");
    }
}

static void show_command(struct bgt_terminal *terminal, enum bgt_command command)
{
    const struct bgt_command_row *row = &bgt_command_rows[command];
    bgt_print(terminal, bgt_say(terminal, "usage: budgetconv ", "用法：budgetconv "));
    bgt_print(terminal, row->word);
    bgt_print(terminal, bgt_say(terminal, " [OPTION...] ", " [选项...] "));
    bgt_print(terminal, bgt_say(terminal, row->usage, row->usage_zh));
    bgt_print(terminal, "\n");
    bgt_print(terminal, bgt_say(terminal, row->help, row->help_zh));
    bgt_print(terminal, bgt_say(terminal, "\n\noptions:\n", "\n\n选项：\n"));
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++)
        if ((bgt_option_rows[i].commands & (1u << command)) != 0)
            print_option(terminal, &bgt_option_rows[i]);
    print_examples(terminal, command);
}

static void show_program(struct bgt_terminal *terminal)
{
    bgt_print(
        terminal,
        bgt_say(terminal,
                "budgetconv converts public-budget data between formats, exactly.\n\n"
                "usage: budgetconv COMMAND [OPTION...] ...\n\ncommands:\n",
                "budgetconv 在各种格式之间精确转换财政预算数据。\n\n"
                "用法：budgetconv 命令 [选项...] ...\n\n命令：\n"));
    for (int i = BGT_COMMAND_NONE + 1; i < BGT_COMMAND_COUNT; i++) {
        const struct bgt_command_row *row = &bgt_command_rows[i];
        bgt_print(terminal, "  ");
        bgt_print_padded(terminal, row->word, 10);
        bgt_print(terminal, bgt_say(terminal, row->help, row->help_zh));
        bgt_print(terminal, "\n");
    }
    bgt_print(
        terminal,
        bgt_say(
            terminal,
            "\n`budgetconv help COMMAND` shows a command's options.\n\nexit status:\n",
            "\n`budgetconv help 命令` 显示该命令的选项。\n\n退出码：\n"));
    for (size_t i = 0; i < bgt_exit_row_count(); i++) {
        const struct bgt_exit_row *row = bgt_exit_row_at(i);
        bgt_print(terminal, "  ");
        bgt_print_padded(terminal, row->status, 8);
        bgt_print(terminal, bgt_say(terminal, row->meaning, row->meaning_zh));
        bgt_print(terminal, "\n");
    }
}

int bgt_show_help(struct bgt_terminal *terminal)
{
    if (terminal->arguments.command == BGT_COMMAND_NONE)
        show_program(terminal);
    else
        show_command(terminal, terminal->arguments.command);
    return BGT_EXIT_DONE;
}

int bgt_command_help(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    if (arguments->word_count == 0) {
        show_program(terminal);
        return BGT_EXIT_DONE;
    }
    if (strcmp(arguments->words[0], "man") == 0)
        return bgt_show_man_page(terminal);
    for (int i = BGT_COMMAND_NONE + 1; i < BGT_COMMAND_COUNT; i++) {
        if (strcmp(bgt_command_rows[i].word, arguments->words[0]) == 0) {
            show_command(terminal, (enum bgt_command)i);
            return BGT_EXIT_DONE;
        }
    }
    (void)bgt_report_at(terminal->reporter, "USAGE_UNKNOWN_COMMAND", NULL,
                        arguments->words[0], "convert");
    return BGT_EXIT_USAGE;
}
