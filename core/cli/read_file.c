#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/reading.h"

int bgt_terminal_read(struct bgt_terminal *terminal,
                      int (*use)(struct bgt_terminal *terminal,
                                 struct bgt_reading *reading, const struct bgt_io *io))
{
    struct bgt_read_options options;
    struct bgt_reading *reading = NULL;
    enum bgt_exit failure = BGT_EXIT_INPUT;
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    struct bgt_io io = {.reporter = terminal->reporter,
                        .limits = &terminal->context->limits,
                        .is_cancelled = bgt_signal_caught};
    bgt_arguments_read_options(&terminal->arguments, &options);
    const char *path = terminal->arguments.words[0];
    bgt_reporter_set_file(terminal->reporter, path);
    struct bgt_reading_wanted wanted = {terminal->context, path, &options, &io};
    bgt_status status = bgt_reading_open(&wanted, &reading, &failure);
    exit_status = status == BGT_OK ? use(terminal, reading, &io) : (int)failure;
    bgt_reading_close(reading);
    return exit_status;
}
