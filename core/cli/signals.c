#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "cli/terminal.h"

/* The one variable of the program: a handler can reach nothing else. */
static volatile sig_atomic_t caught_signal;

static void remember(int number)
{
    caught_signal = number;
}

/* A mapped input that another program cuts short while it is read raises SIGBUS at the
 * access itself; there is nothing to go on with. The target is a file without a name and
 * is gone. */
static void end_of_cut_input(int number)
{
    static const char message[] =
        "budgetconv: error: an input file was cut short while it was read "
        "/ 输入文件在读取过程中被截短 [FILE_CHANGED]\n";
    (void)number;
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    (void)written;
    _exit(BGT_EXIT_INPUT);
}

int bgt_signal_caught(void *context)
{
    (void)context;
    return caught_signal;
}

void bgt_signals_watch(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = remember;
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction old;
        /* A signal that the caller ignores (nohup) stays ignored. */
        if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            (void)sigaction(numbers[i], &action, NULL);
    }
    action.sa_handler = end_of_cut_input;
    (void)sigaction(SIGBUS, &action, NULL);
    action.sa_handler = SIG_IGN;
    /* A closed pipe is an error of write(), told with a sentence. */
    (void)sigaction(SIGPIPE, &action, NULL);
}
