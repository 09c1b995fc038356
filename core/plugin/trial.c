#include "plugin/trial.h"

#include "diag/reporter.h"
#include "plugin/descriptor.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MESSAGE_BYTES = 512, /* At most PIPE_BUF: written and read in one piece. */
    LAST_DESCRIPTOR = 1024,
    MILLISECONDS = 1000,
    REAP_STEP =
        10, /* Milliseconds between two looks at a child that should have ended. */
    REAP_STEPS = 100 /* Looks before it is killed. */
};

/* The first byte of the child's message. */
enum { MESSAGE_LOADED = 'L', MESSAGE_REFUSED = 'R' };

/* ---- The child ------------------------------------------------------------------ */

/* Leaves the child nothing of the parent's but the pipe. */
static void isolate(int pipe_end, unsigned seconds)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM};
    struct rlimit no_core = {0, 0};
    sigset_t none;
    int null = open("/dev/null", O_RDWR);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        (void)signal(signals[i], SIG_DFL);
    }
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)setrlimit(RLIMIT_CORE, &no_core);
    for (int i = 0; i < LAST_DESCRIPTOR; i++) {
        if (i <= STDERR_FILENO && null >= 0) {
            (void)dup2(null, i);
        } else if (i != pipe_end && i > STDERR_FILENO) {
            (void)close(i);
        }
    }
    (void)alarm(seconds);
}

static void tell(int pipe_end, char kind, const char *text)
{
    char message[MESSAGE_BYTES] = {kind};
    size_t length = 1;
    for (; text != NULL && *text != '\0' && length < sizeof message; text++) {
        message[length++] = *text;
    }
    (void)!write(pipe_end, message, length);
}

/* Loads, and looks at all that the parent will look at. */
static void try_it(const struct bgt_trial *trial, int pipe_end)
{
    isolate(pipe_end, trial->seconds);
    void *handle = dlopen(trial->path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        tell(pipe_end, MESSAGE_REFUSED, dlerror());
        _exit(0);
    }
    const struct bgt_plugin *plugin = dlsym(handle, trial->symbol);
    if (plugin != NULL) {
        (void)bgt_descriptor_check(plugin, trial->manifest, trial->path, NULL);
    }
    tell(pipe_end, MESSAGE_LOADED, NULL);
    _exit(0);
}

/* ---- The parent ----------------------------------------------------------------- */

static bgt_status report(const struct bgt_trial *trial, struct bgt_reporter *reporter,
                         const char *code, const char *fact)
{
    struct bgt_place place = {.file = trial->path};
    (void)bgt_report_at(reporter, code, &place, fact, NULL);
    return BGT_BAD;
}

/* The child's message, zero-terminated; empty where none came in time. */
static void receive(int pipe_end, unsigned seconds, char message[MESSAGE_BYTES + 1])
{
    struct pollfd wait_for = {.fd = pipe_end, .events = POLLIN};
    int timeout = (int)(seconds + 1) * MILLISECONDS;
    int ready = 0;
    ssize_t got = 0;
    do {
        ready = poll(&wait_for, 1, timeout);
    } while (ready < 0 && errno == EINTR);
    if (ready > 0) {
        got = read(pipe_end, message, MESSAGE_BYTES);
    }
    message[got > 0 ? got : 0] = '\0';
}

/* Waits for the end of the child, and ends it where it does not come. False: its state is
 * not known (the caller ignores SIGCHLD). */
static bool reap(pid_t child, int *state, bool *was_killed)
{
    pid_t ended = 0;
    for (int i = 0; ended == 0 && i < REAP_STEPS; i++) {
        ended = waitpid(child, state, WNOHANG);
        if (ended == 0) {
            (void)poll(NULL, 0, REAP_STEP);
        }
    }
    if (ended == 0) {
        *was_killed = kill(child, SIGKILL) == 0;
        do {
            ended = waitpid(child, state, 0);
        } while (ended < 0 && errno == EINTR);
    }
    return ended == child;
}

static const char *signal_name(int number, char text[BGT_NUMBER_SIZE])
{
    static const struct {
        int number;
        const char *name;
    } names[] = {
        {SIGABRT, "SIGABRT"}, {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},
        {SIGILL, "SIGILL"},   {SIGFPE, "SIGFPE"},   {SIGTRAP, "SIGTRAP"},
        {SIGKILL, "SIGKILL"}, {SIGSYS, "SIGSYS"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].number == number) {
            return names[i].name;
        }
    }
    return bgt_number_text((uint64_t)number, text);
}

static bgt_status judge(const struct bgt_trial *trial, struct bgt_reporter *reporter,
                        int state, bool was_killed)
{
    char number[BGT_NUMBER_SIZE];
    if (was_killed || (WIFSIGNALED(state) && WTERMSIG(state) == SIGALRM)) {
        return report(trial, reporter, "PLUGIN_HANGS",
                      bgt_number_text(trial->seconds, number));
    }
    if (WIFSIGNALED(state)) {
        return report(trial, reporter, "PLUGIN_CRASHES",
                      signal_name(WTERMSIG(state), number));
    }
    return report(trial, reporter, "PLUGIN_EXITS",
                  bgt_number_text((uint64_t)WEXITSTATUS(state), number));
}

static bgt_status await(const struct bgt_trial *trial, struct bgt_reporter *reporter,
                        pid_t child, int pipe_end)
{
    char message[MESSAGE_BYTES + 1];
    int state = 0;
    bool was_killed = false;
    receive(pipe_end, trial->seconds, message);
    bool is_known = reap(child, &state, &was_killed);
    if (message[0] == MESSAGE_REFUSED) {
        return report(trial, reporter, "PLUGIN_LOAD_FAILED", message + 1);
    }
    if (message[0] == MESSAGE_LOADED) {
        return BGT_OK;
    }
    if (!is_known) {
        return report(trial, reporter, "PLUGIN_TRIAL_FAILED", "waitpid");
    }
    return judge(trial, reporter, state, was_killed);
}

bgt_status bgt_trial_run(const struct bgt_trial *trial, struct bgt_reporter *reporter)
{
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) {
        return report(trial, reporter, "PLUGIN_TRIAL_FAILED", strerror(errno));
    }
    pid_t child = fork();
    if (child == 0) {
        try_it(trial, ends[1]);
    }
    int error = errno;
    (void)close(ends[1]);
    bgt_status status =
        child > 0 ? await(trial, reporter, child, ends[0])
                  : report(trial, reporter, "PLUGIN_TRIAL_FAILED", strerror(error));
    (void)close(ends[0]);
    return status;
}
