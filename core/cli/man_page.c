#include <string.h>

#include "budgetconv_version.h"
#include "cli/commands.h"
#include "cli/exits.h"

/* Text with roff's own characters made harmless. */
static void roff(struct bgt_terminal *terminal, const char *text)
{
    char piece[8];
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            memcpy(piece, "\\e", 3);
        else if (*text == '-')
            memcpy(piece, "\\-", 3);
        else {
            piece[0] = *text;
            piece[1] = '\0';
        }
        bgt_print(terminal, piece);
    }
}

static void section(struct bgt_terminal *terminal, const char *english,
                    const char *chinese)
{
    bgt_print(terminal, ".SH ");
    bgt_print(terminal, bgt_say(terminal, english, chinese));
    bgt_print(terminal, "\n");
}

static void print_option(struct bgt_terminal *terminal, const struct bgt_option_row *row)
{
    char letter[2] = {row->letter, '\0'};
    const char *argument = bgt_say(terminal, row->argument, row->argument_zh);
    bgt_print(terminal, ".TP\n");
    if (row->letter != 0) {
        bgt_print(terminal, "\\fB\\-");
        bgt_print(terminal, letter);
        bgt_print(terminal, "\\fR, ");
    }
    bgt_print(terminal, "\\fB\\-\\-");
    roff(terminal, row->word);
    bgt_print(terminal, "\\fR");
    if (argument != NULL) {
        bgt_print(terminal, " \\fI");
        roff(terminal, argument);
        bgt_print(terminal, "\\fR");
    }
    bgt_print(terminal, "\n");
    roff(terminal, bgt_say(terminal, row->help, row->help_zh));
    bgt_print(terminal, "\n");
}

static void print_command(struct bgt_terminal *terminal,
                          const struct bgt_command_row *row)
{
    bgt_print(terminal, ".TP\n\\fBbudgetconv ");
    bgt_print(terminal, row->word);
    bgt_print(terminal, "\\fR ");
    roff(terminal, bgt_say(terminal, row->usage, row->usage_zh));
    bgt_print(terminal, "\n");
    roff(terminal, bgt_say(terminal, row->help, row->help_zh));
    bgt_print(terminal, "\n");
}

static void print_examples(struct bgt_terminal *terminal)
{
    for (int i = 0; i < bgt_example_count; i++) {
        const struct bgt_example_row *row = &bgt_example_rows[i];
        bgt_print(terminal, ".TP\n\\fB");
        roff(terminal, row->line);
        bgt_print(terminal, "\\fR\n");
        roff(terminal, bgt_say(terminal, row->help, row->help_zh));
        bgt_print(terminal, "\n");
    }
}

static void print_exits(struct bgt_terminal *terminal)
{
    for (size_t i = 0; i < bgt_exit_row_count(); i++) {
        const struct bgt_exit_row *row = bgt_exit_row_at(i);
        bgt_print(terminal, ".TP\n\\fB");
        bgt_print(terminal, row->status);
        bgt_print(terminal, "\\fR\n");
        roff(terminal, bgt_say(terminal, row->meaning, row->meaning_zh));
        bgt_print(terminal, "\n");
    }
}

static void print_beginning(struct bgt_terminal *terminal)
{
    bgt_print(terminal, ".TH BUDGETCONV 1 \"\" \"budgetconv " BUDGETCONV_VERSION "\"\n");
    section(terminal, "NAME", "名称");
    bgt_print(terminal,
              bgt_say(terminal, "budgetconv \\- convert public\\-budget data exactly\n",
                      "budgetconv \\- 精确转换财政预算数据\n"));
    section(terminal, "SYNOPSIS", "用法");
    bgt_print(terminal, "\\fBbudgetconv\\fR ");
    roff(terminal, bgt_say(terminal, "COMMAND [OPTION...] ...", "命令 [选项...] ..."));
    bgt_print(terminal, "\n");
    section(terminal, "DESCRIPTION", "说明");
    roff(
        terminal,
        bgt_say(terminal,
                "Converts public-budget data between any two formats through one model. "
                "A figure, a code, a blank, a trailing zero arrives exactly or is named "
                "as a loss. A target appears complete or not at all, and one that exists "
                "is refused without --overwrite.\n",
                "通过同一个数据模型在任意两种格式之间转换财政预算数据。数字、代码、空白和"
                "末尾的"
                "零要么原样到达，要么作为丢失列出。目标要么完整出现，要么不出现；"
                "目标已存在时，不加 --overwrite 就拒绝写入。\n"));
}

static void print_end(struct bgt_terminal *terminal)
{
    section(terminal, "ENVIRONMENT", "环境变量");
    bgt_print(terminal,
              bgt_say(terminal,
                      ".TP\nBUDGETCONV_LANGUAGE\nlanguage of messages: zh or en\n"
                      ".TP\nBUDGETCONV_PLUGIN_PATH\nmore folders with plugins\n"
                      ".TP\nTMPDIR\nfolder for temporary files\n",
                      ".TP\nBUDGETCONV_LANGUAGE\n消息的语言：zh 或 en\n"
                      ".TP\nBUDGETCONV_PLUGIN_PATH\n另外的插件文件夹\n"
                      ".TP\nTMPDIR\n临时文件的文件夹\n"));
    section(terminal, "FILES", "文件");
    roff(terminal, bgt_say(terminal,
                           "Plugins and layouts are found from the place of the program: "
                           "../lib/budgetconv/plugins and ../share/budgetconv/formats.\n",
                           "插件和版式按程序所在位置寻找：../lib/budgetconv/plugins 和 "
                           "../share/budgetconv/formats。\n"));
}

int bgt_show_man_page(struct bgt_terminal *terminal)
{
    print_beginning(terminal);
    section(terminal, "COMMANDS", "命令");
    for (int i = BGT_COMMAND_NONE + 1; i < BGT_COMMAND_COUNT; i++)
        print_command(terminal, &bgt_command_rows[i]);
    section(terminal, "OPTIONS", "选项");
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++)
        print_option(terminal, &bgt_option_rows[i]);
    section(terminal, "EXIT STATUS", "退出码");
    print_exits(terminal);
    section(terminal, "EXAMPLES", "示例");
    print_examples(terminal);
    print_end(terminal);
    return BGT_EXIT_DONE;
}
