#define _DEFAULT_SOURCE /* wait4 */

#include "support/testing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    MAX_ARGUMENTS = 64,
    MAX_VARIABLE_NAME = 64,
    DEFAULT_SECONDS = 60,
    SIGNAL_BASE = 128,
    STATUS_NOT_STARTED = 127,
    OUTPUT_MODE = 0600,
    POLL_NANOSECONDS = 2000000
};

/* The three standard streams of a run are files in a folder, so nothing can block on a
 * pipe. */
struct streams {
    char *folder;
    char *in;
    char *out;
    char *err;
};

static void streams_make(struct streams *streams, const struct bgt_test_command *command)
{
    streams->folder = bgt_test_make_folder();
    streams->in = bgt_test_join(streams->folder, "in");
    streams->out = bgt_test_join(streams->folder, "out");
    streams->err = bgt_test_join(streams->folder, "err");
    bgt_test_write_file(streams->in, command->input, command->input_length);
}

static void streams_clear(struct streams *streams)
{
    free(streams->in);
    free(streams->out);
    free(streams->err);
    bgt_test_remove_folder(streams->folder);
}

static bool redirect(int target, const char *path, int flags)
{
    int descriptor = open(path, flags, OUTPUT_MODE);
    if (descriptor < 0 || dup2(descriptor, target) < 0) {
        return false;
    }
    return close(descriptor) == 0;
}

static bool set_variables(const char *const *variables)
{
    for (size_t i = 0; variables != NULL && variables[i] != NULL; i++) {
        const char *equals = strchr(variables[i], '=');
        char name[MAX_VARIABLE_NAME];
        size_t length = equals != NULL ? (size_t)(equals - variables[i]) : sizeof(name);
        if (length >= sizeof(name)) {
            return false;
        }
        memcpy(name, variables[i], length);
        name[length] = '\0';
        if (setenv(name, equals + 1, 1) != 0) {
            return false;
        }
    }
    return true;
}

/* Sanitizers reserve terabytes of addresses, so there the bounds cannot be set. */
static bool bound_memory(const struct bgt_test_command *command)
{
    const char *sanitize = getenv("BUDGETCONV_SANITIZE");
    if (sanitize != NULL && sanitize[0] != '\0') {
        return true;
    }
    const struct rlimit all = {command->memory_bytes, command->memory_bytes};
    const struct rlimit data = {command->data_bytes, command->data_bytes};
    return (all.rlim_cur == 0 || setrlimit(RLIMIT_AS, &all) == 0) &&
           (data.rlim_cur == 0 || setrlimit(RLIMIT_DATA, &data) == 0);
}

static void start(const struct bgt_test_command *command, const struct streams *streams)
{
    int write_flags = O_WRONLY | O_CREAT | O_TRUNC;
    bool ready = redirect(STDIN_FILENO, streams->in, O_RDONLY) &&
                 redirect(STDOUT_FILENO, streams->out, write_flags) &&
                 redirect(STDERR_FILENO, streams->err, write_flags) &&
                 set_variables(command->variables) && bound_memory(command) &&
                 (command->folder == NULL || chdir(command->folder) == 0);
    if (ready) {
        (void)execv(command->argv[0], (char *const *)command->argv);
    }
    _exit(STATUS_NOT_STARTED);
}

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void wait_for(pid_t child, unsigned seconds, struct bgt_test_run *run)
{
    double deadline = seconds_now() + (seconds > 0 ? seconds : DEFAULT_SECONDS);
    const struct timespec pause = {.tv_nsec = POLL_NANOSECONDS};
    int state = 0;
    pid_t ended = 0;
    struct rusage usage;
    while ((ended = wait4(child, &state, run->timed_out ? 0 : WNOHANG, &usage)) == 0) {
        if (seconds_now() > deadline) {
            run->timed_out = true;
            (void)kill(child, SIGKILL);
        } else {
            (void)nanosleep(&pause, NULL);
        }
    }
    assert_int_equal(ended, child);
    run->peak_kib = (size_t)usage.ru_maxrss;
    run->status = WIFEXITED(state) ? WEXITSTATUS(state) : SIGNAL_BASE + WTERMSIG(state);
}

void bgt_test_execute(const struct bgt_test_command *command, struct bgt_test_run *run)
{
    struct streams streams = {0};
    *run = (struct bgt_test_run){0};
    streams_make(&streams, command);
    pid_t child = fork();
    if (child == 0) {
        start(command, &streams);
    }
    assert_true(child > 0);
    wait_for(child, command->seconds, run);
    run->out = bgt_test_read_file(streams.out, &run->out_length);
    run->err = bgt_test_read_file(streams.err, &run->err_length);
    streams_clear(&streams);
}

void bgt_test_budgetconv(struct bgt_test_run *run, ...)
{
    const char *argv[MAX_ARGUMENTS] = {getenv("BUDGETCONV")};
    assert_non_null(argv[0]);
    va_list arguments;
    va_start(arguments, run);
    size_t count = 1;
    while (count < MAX_ARGUMENTS - 1 &&
           (argv[count] = va_arg(arguments, const char *)) != NULL) {
        count++;
    }
    va_end(arguments);
    assert_true(count < MAX_ARGUMENTS - 1);
    bgt_test_execute(&(struct bgt_test_command){.argv = argv}, run);
}

void bgt_test_run_clear(struct bgt_test_run *run)
{
    free(run->out);
    free(run->err);
    *run = (struct bgt_test_run){0};
}
