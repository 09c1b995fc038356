#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/convert.h"

/* Text that one listing may gather before it is written: it is written every 64 KiB. */
#define OUT_MAXIMUM (64u << 20)

/* A descriptor 0, 1 or 2 that is closed would be given to the next file that is opened,
 * and a message would be written into it. Opened the wrong way round, it still fails for
 * whoever uses it. */
static bool keep_standard_descriptors(void)
{
    static const int flags[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", flags[fd]) != fd)
            return false;
    return true;
}

static int run(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    if (bgt_given(arguments, BGT_OPTION_VERSION))
        return bgt_show_version(terminal);
    if (bgt_given(arguments, BGT_OPTION_HELP))
        return bgt_show_help(terminal);
    if (arguments->command == BGT_COMMAND_NONE) {
        (void)bgt_report_at(terminal->reporter, "USAGE_NO_COMMAND", NULL, NULL, NULL);
        return BGT_EXIT_USAGE;
    }
    return bgt_command_rows[arguments->command].run(terminal);
}

/* What the messages look like has to be known before the first message: a look-ahead for
 * two options, since the command line itself may be wrong. */
static void look_ahead(struct bgt_terminal *terminal, int argc, char **argv)
{
    const char *environment = getenv("BUDGETCONV_LANGUAGE");
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        const char *next = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(word, "--messages=json") == 0 ||
            (strcmp(word, "--messages") == 0 && strcmp(next, "json") == 0))
            terminal->is_json = true;
        if (strcmp(word, "--language=zh") == 0 ||
            (strcmp(word, "--language") == 0 && strcmp(next, "zh") == 0))
            environment = "zh";
    }
    if (environment != NULL && strncmp(environment, "zh", 2) == 0)
        terminal->language = BGT_CHINESE;
}

int bgt_program(int argc, char **argv)
{
    struct bgt_terminal terminal;
    int exit_status = BGT_EXIT_INTERNAL;
    if (!keep_standard_descriptors())
        return BGT_EXIT_INTERNAL;
    memset(&terminal, 0, sizeof terminal);
    /* Numbers are never read or written by the locale, and what the C library says of an
     * error stays English: diag/reasons.def translates it, so messages do not depend on
     * which translations a machine has. */
    (void)setlocale(LC_CTYPE, "");
    terminal.program = argc > 0 ? argv[0] : "budgetconv";
    bgt_buffer_init(&terminal.out, NULL, OUT_MAXIMUM);
    struct bgt_reporter_options options = {.emit = bgt_terminal_emit,
                                           .context = &terminal};
    if (bgt_reporter_open(&options, &terminal.reporter) != BGT_OK)
        return BGT_EXIT_INTERNAL;
    look_ahead(&terminal, argc, argv);
    bgt_signals_watch();
    bgt_status status =
        bgt_arguments_parse(&terminal.arguments, argc, argv, terminal.reporter);
    if (status == BGT_OK)
        status = bgt_terminal_settle(&terminal);
    if (status == BGT_OK)
        exit_status = run(&terminal);
    else if (status != BGT_NO_MEMORY)
        exit_status = BGT_EXIT_USAGE;
    if (bgt_terminal_flush(&terminal) != BGT_OK && exit_status == BGT_EXIT_DONE)
        exit_status = BGT_EXIT_TARGET;
    bgt_terminal_tell_left_out(&terminal);
    bgt_context_close(terminal.context);
    bgt_arguments_close(&terminal.arguments);
    bgt_buffer_close(&terminal.out);
    bgt_reporter_close(terminal.reporter);
    int number = bgt_signal_caught(NULL);
    return number != 0 && exit_status != BGT_EXIT_DONE ? 128 + number : exit_status;
}
