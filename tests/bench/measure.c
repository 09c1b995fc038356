/*
 * Runs one command and prints what it cost:
 *
 *     measure COMMAND [ARGUMENT...]
 *     wall-seconds cpu-seconds peak-KiB status
 *
 * The command's standard output goes to standard error of this program.
 */
#define _DEFAULT_SOURCE /* wait4 */

#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NOT_STARTED = 127, SIGNAL_BASE = 128 };

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds_of(const struct timeval *time)
{
    return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int state = 0;
    if (argc < 2) {
        (void)fputs("usage: measure COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    double begin = seconds_now();
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(STDERR_FILENO, STDOUT_FILENO);
        (void)execvp(argv[1], argv + 1);
        _exit(NOT_STARTED);
    }
    if (child < 0 || wait4(child, &state, 0, &usage) != child) {
        (void)fputs("measure: the command cannot be run\n", stderr);
        return 1;
    }
    int status = WIFEXITED(state) ? WEXITSTATUS(state) : SIGNAL_BASE + WTERMSIG(state);
    (void)printf("%.3f %.3f %ld %d\n", seconds_now() - begin,
                 seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime),
                 usage.ru_maxrss, status);
    return 0;
}
