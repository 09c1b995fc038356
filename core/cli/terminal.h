/**
 * cli/terminal.h: what a command has of the outside: arguments, language, both outputs.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/buffer.h"
#include "budget/status.h"
#include "cli/arguments.h"
#include "diag/codes.h"

struct bgt_context;
struct bgt_io;
struct bgt_reading;
struct bgt_reporter;
struct bgt_kept_diagnostic;

/** One run of the program. */
struct bgt_terminal {
    struct bgt_arguments arguments;
    struct bgt_reporter *reporter;
    struct bgt_context *context; /**< Null until bgt_terminal_context. */
    const char *program;         /**< argv[0] */
    enum bgt_language language;
    bool is_json;
    bool is_quiet;
    bool is_verbose;
    struct bgt_buffer out; /**< Standard output, written by bgt_terminal_flush. */
    bool out_failed;
    time_t progress_last;
    bool progress_shown;
};

/** Settles language and form of messages from the arguments and the environment. */
bgt_status bgt_terminal_settle(struct bgt_terminal *terminal);

/** Shows one diagnostic on standard error, as a reporter's `emit`. */
void bgt_terminal_emit(void *context, const struct bgt_kept_diagnostic *diagnostic);

/** Makes the context (plugins, layouts, code lists). Answers an exit status, 0 for done.
 */
int bgt_terminal_context(struct bgt_terminal *terminal);

/** Makes the context, opens the file of the first word for reading and hands it to `use`,
 * which answers an exit status; that is the answer here, or that of what failed. */
int bgt_terminal_read(struct bgt_terminal *terminal,
                      int (*use)(struct bgt_terminal *terminal,
                                 struct bgt_reading *reading, const struct bgt_io *io));

/** Appends text to standard output. Errors are kept and told by bgt_terminal_flush. */
void bgt_print(struct bgt_terminal *terminal, const char *text);

/** Appends bytes to standard output. Else as bgt_print. */
void bgt_print_bytes(struct bgt_terminal *terminal, const char *text, size_t length);

/** Appends text, padded with spaces to a display width (a Chinese character takes two).
 */
void bgt_print_padded(struct bgt_terminal *terminal, const char *text, unsigned width);

/** Writes standard output now. BGT_OK, or BGT_FATAL when that failed (reported). */
bgt_status bgt_terminal_flush(struct bgt_terminal *terminal);

/** Progress as bgt_convert_options.progress. */
void bgt_terminal_progress(void *context, uint64_t records, uint64_t bytes,
                           uint64_t bytes_total);

/** Clears the line of progress, where one is shown. */
void bgt_terminal_end_progress(struct bgt_terminal *terminal);

/** Exit status of a command that ended with a status of reading: tells what nobody has
 * told yet (want of memory, a limit, a signal). */
int bgt_terminal_exit(struct bgt_terminal *terminal, bgt_status status);

/** Whether progress is to be shown. */
bool bgt_terminal_wants_progress(const struct bgt_terminal *terminal);

/** Tells, at the end, how many messages were counted and not shown; nothing for none. */
void bgt_terminal_tell_left_out(struct bgt_terminal *terminal);

/** The options of reading that the command line gives. */
void bgt_arguments_read_options(const struct bgt_arguments *arguments,
                                struct bgt_read_options *options);

/** The text of the terminal's language. */
const char *bgt_say(const struct bgt_terminal *terminal, const char *english,
                    const char *chinese);

/** Number of the signal that asked the program to stop, 0: none. As is_cancelled. */
int bgt_signal_caught(void *context);

/** Begins to watch SIGINT, SIGTERM and SIGHUP. */
void bgt_signals_watch(void);

#endif
