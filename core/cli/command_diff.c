#include <string.h>

#include "cli/commands.h"
#include "cli/diff_report.h"
#include "diag/reporter.h"
#include "flow/context.h"

/* BGT_OK with `*is_csv` set, or BGT_BAD. */
static bgt_status settle_report(const struct bgt_terminal *terminal, bool *is_csv)
{
    const char *report = bgt_given_value(&terminal->arguments, BGT_OPTION_REPORT);
    *is_csv = report != NULL && strcmp(report, "csv") == 0;
    if (report == NULL || *is_csv || strcmp(report, "text") == 0)
        return BGT_OK;
    return bgt_report_at(terminal->reporter, "USAGE_OPTION_CHOICE", NULL, "report",
                         "text, csv");
}

static int compare(struct bgt_terminal *terminal, bool is_csv)
{
    struct bgt_diff_options options = {.before = terminal->arguments.words[0],
                                       .after = terminal->arguments.words[1]};
    struct bgt_io io = {.reporter = terminal->reporter,
                        .limits = &terminal->context->limits,
                        .is_cancelled = bgt_signal_caught};
    struct bgt_diff *diff = NULL;
    enum bgt_exit failure = BGT_EXIT_INPUT;
    bgt_arguments_read_options(&terminal->arguments, &options.read);
    bgt_status status = bgt_diff_open(terminal->context, &options, &io, &diff, &failure);
    if (status != BGT_OK) {
        int told = bgt_terminal_exit(terminal, status);
        return told == BGT_EXIT_INPUT ? (int)failure : told;
    }
    if (is_csv)
        bgt_diff_print_csv(terminal, diff);
    else if (terminal->is_json)
        bgt_diff_print_json(terminal, diff);
    else
        bgt_diff_print(terminal, diff);
    uint64_t differences = bgt_diff_differences(diff);
    bgt_diff_close(diff);
    if (bgt_terminal_flush(terminal) != BGT_OK)
        return BGT_EXIT_TARGET;
    return differences > 0 ? BGT_EXIT_FOUND : BGT_EXIT_DONE;
}

int bgt_command_diff(struct bgt_terminal *terminal)
{
    const char **words = terminal->arguments.words;
    bool is_csv = false;
    if (terminal->arguments.word_count != 2) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "diff",
                            bgt_say(terminal, "two files", "两个文件"));
        return BGT_EXIT_USAGE;
    }
    if (strcmp(words[0], "-") == 0 && strcmp(words[1], "-") == 0) {
        (void)bgt_report_at(terminal->reporter, "USAGE_STDIN_TWICE", NULL, NULL, NULL);
        return BGT_EXIT_USAGE;
    }
    if (settle_report(terminal, &is_csv) != BGT_OK)
        return BGT_EXIT_USAGE;
    int exit_status = bgt_terminal_context(terminal);
    return exit_status == BGT_EXIT_DONE ? compare(terminal, is_csv) : exit_status;
}
