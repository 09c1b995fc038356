#include <stdio.h>
#include <string.h>

#include "cli/check_report.h"
#include "cli/commands.h"
#include "diag/reporter.h"
#include "figures/rules.h"
#include "flow/context.h"
#include "io/output.h"

#define PATH_BYTES 4096
#define FOLDER     "rules"

/* One run over all files. */
struct running {
    struct bgt_terminal *terminal;
    struct bgt_io io;
    struct bgt_rules rules;
    struct bgt_output *page; /* Null: no report is wanted. */
    uint64_t errors;
    int failure; /* Exit status of the first file that could not be read. */
};

static void check_file(struct running *running, const char *path)
{
    struct bgt_terminal *terminal = running->terminal;
    struct bgt_check_options options = {.path = path, .rules = &running->rules};
    struct bgt_check *check = NULL;
    enum bgt_exit failure = BGT_EXIT_INPUT;
    bgt_arguments_read_options(&terminal->arguments, &options.read);
    bgt_status status =
        bgt_check_open(terminal->context, &options, &running->io, &check, &failure);
    if (status != BGT_OK) {
        int told = bgt_terminal_exit(terminal, status);
        if (running->failure == BGT_EXIT_DONE)
            running->failure = told == BGT_EXIT_INPUT ? (int)failure : told;
        return;
    }
    if (terminal->is_json)
        bgt_check_print_json(terminal, check);
    else
        bgt_check_print(terminal, check);
    if (running->page != NULL)
        (void)bgt_check_html(terminal, check, running->page);
    running->errors += check->counts[BGT_FINDING_ERROR];
    bgt_check_close(check);
}

/* 0, or the exit status that says why there is no report. */
static int open_page(struct running *running)
{
    const struct bgt_arguments *arguments = &running->terminal->arguments;
    const char *target = bgt_given_value(arguments, BGT_OPTION_REPORT);
    if (target == NULL)
        return BGT_EXIT_DONE;
    size_t length = strlen(target);
    if (length < 6 || strcmp(target + length - 5, ".html") != 0) {
        (void)bgt_report_at(running->io.reporter, "USAGE_OPTION_CHOICE", NULL, "report",
                            "FILE.html");
        return BGT_EXIT_USAGE;
    }
    struct bgt_output_options options = {
        .target = target, .is_overwrite = bgt_given(arguments, BGT_OPTION_OVERWRITE)};
    bgt_status status = bgt_output_open(&running->io, &options, &running->page);
    if (status == BGT_OK)
        status = bgt_check_html_begin(running->terminal, running->page);
    if (status == BGT_NO_MEMORY)
        (void)bgt_report_at(running->io.reporter, "NO_MEMORY", NULL, NULL, NULL);
    return status == BGT_OK ? BGT_EXIT_DONE : BGT_EXIT_TARGET;
}

static int close_page(struct running *running, bool is_whole)
{
    bgt_status status = BGT_OK;
    if (running->page != NULL && is_whole) {
        status = bgt_check_html_end(running->page);
        if (status == BGT_OK)
            status = bgt_output_commit(running->page);
    }
    bgt_output_close(running->page);
    return status == BGT_OK ? BGT_EXIT_DONE : BGT_EXIT_TARGET;
}

static int load_rules(struct running *running)
{
    struct bgt_terminal *terminal = running->terminal;
    struct bgt_texts own = bgt_arguments_texts(&terminal->arguments, BGT_OPTION_RULES);
    char folder[PATH_BYTES];
    (void)snprintf(folder, sizeof folder, "%s/%s", terminal->context->formats_folder,
                   FOLDER);
    bgt_status status =
        bgt_rules_load(&running->io, folder, own.items, own.count, &running->rules);
    if (status == BGT_OK)
        return BGT_EXIT_DONE;
    int told = bgt_terminal_exit(terminal, status);
    return told == BGT_EXIT_INPUT ? BGT_EXIT_USAGE : told;
}

static int check_all(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    struct running running = {
        .terminal = terminal,
        .io = {.reporter = terminal->reporter,
               .limits = &terminal->context->limits,
               .is_cancelled = bgt_signal_caught},
    };
    int exit_status = load_rules(&running);
    if (exit_status == BGT_EXIT_DONE)
        exit_status = open_page(&running);
    for (size_t i = 0; exit_status == BGT_EXIT_DONE && i < arguments->word_count; i++)
        check_file(&running, arguments->words[i]);
    bool is_whole = exit_status == BGT_EXIT_DONE && running.failure == BGT_EXIT_DONE;
    int closed = close_page(&running, is_whole);
    bgt_rules_close(&running.rules);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    if (running.failure != BGT_EXIT_DONE)
        return running.failure;
    if (closed != BGT_EXIT_DONE || bgt_terminal_flush(terminal) != BGT_OK)
        return BGT_EXIT_TARGET;
    return running.errors > 0 ? BGT_EXIT_FOUND : BGT_EXIT_DONE;
}

int bgt_command_check(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    bool is_schema = bgt_given(arguments, BGT_OPTION_SCHEMA);
    size_t standard_inputs = 0;
    if (arguments->word_count == 0) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "check",
                            bgt_say(terminal, "one FILE or more", "至少一个文件"));
        return BGT_EXIT_USAGE;
    }
    for (size_t i = 0; i < arguments->word_count; i++)
        standard_inputs += strcmp(arguments->words[i], "-") == 0;
    if (standard_inputs > 1) {
        (void)bgt_report_at(terminal->reporter, "USAGE_STDIN_TWICE", NULL, NULL, NULL);
        return BGT_EXIT_USAGE;
    }
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    return is_schema ? bgt_command_check_schema(terminal) : check_all(terminal);
}
