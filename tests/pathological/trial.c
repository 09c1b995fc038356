#include "pathological/trial.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    REFUSED = 3,
    SECONDS = 20,
    MEMORY_MIB = 1024,
    PEAK_MIB = 320,
    BUSY_FACTOR = 3, /* other tests run on the same machine */
    SANITIZER_FACTOR = 6,
    MIB = 1 << 20,
    MAX_ARGUMENTS = 16
};

bool trial_is_sanitized(void)
{
    const char *sanitize = getenv("BUDGETCONV_SANITIZE");
    return sanitize != NULL && sanitize[0] != '\0';
}

void trial_open(struct trial *trial, const char *input, const char *target)
{
    *trial = (struct trial){.folder = bgt_test_make_folder()};
    trial->input = bgt_test_join(trial->folder, input);
    trial->target = bgt_test_join(trial->folder, target);
}

void trial_close(struct trial *trial)
{
    free(trial->input);
    free(trial->target);
    bgt_test_remove_folder(trial->folder);
    *trial = (struct trial){0};
}

FILE *trial_begin(const struct trial *trial)
{
    FILE *file = fopen(trial->input, "wb");
    assert_non_null(file);
    return file;
}

void trial_end(FILE *file)
{
    assert_int_equal(ferror(file), 0);
    assert_int_equal(fclose(file), 0);
}

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Whether one line of the messages holds both pieces. */
static bool is_said(const char *messages, const char *code, const char *place)
{
    char wanted[64];
    (void)snprintf(wanted, sizeof wanted, "{\"code\":\"%s\"", code);
    const char *line = strstr(messages, wanted);
    for (; line != NULL; line = strstr(line + 1, wanted)) {
        const char *end = strchr(line, '\n');
        const char *found = place == NULL ? line : strstr(line, place);
        if (found != NULL && (end == NULL || found < end)) {
            return true;
        }
    }
    return false;
}

static void check(const struct trial *trial, const struct outcome *outcome,
                  const struct bgt_test_run *run)
{
    size_t peak = outcome->peak_mib != 0 ? outcome->peak_mib : PEAK_MIB;
    if (run->timed_out) {
        fail_msg("no end within %.0f s", trial->seconds);
    }
    if (strstr(run->err, "AddressSanitizer") != NULL ||
        strstr(run->err, "runtime error") != NULL ||
        strstr(run->err, "\"INTERNAL\"") != NULL) {
        fail_msg("a bug: %.3000s", run->err);
    }
    if (run->status != (outcome->code == NULL ? 0 : REFUSED)) {
        fail_msg("status %d: %.2000s", run->status, run->err);
    }
    if (outcome->code != NULL && !is_said(run->err, outcome->code, outcome->place)) {
        fail_msg("no %s with %s: %.2000s", outcome->code,
                 outcome->place == NULL ? "anything" : outcome->place, run->err);
    }
    if ((access(trial->target, F_OK) == 0) != (outcome->code == NULL)) {
        fail_msg("the target %s", outcome->code == NULL ? "is absent" : "is there");
    }
    if (!trial_is_sanitized() && trial->peak_mib > peak) {
        fail_msg("%zu MiB of memory, at most %zu are allowed", trial->peak_mib, peak);
    }
}

void trial_convert(struct trial *trial, const struct outcome *outcome)
{
    struct bgt_test_run run;
    const char *argv[MAX_ARGUMENTS] = {getenv("BUDGETCONV"), "--messages", "json",
                                       "--language",         "en",         "convert"};
    size_t count = 6;
    assert_non_null(argv[0]);
    if (outcome->option != NULL) {
        argv[count++] = outcome->option;
        argv[count++] = outcome->value;
    }
    argv[count++] = trial->input;
    argv[count++] = trial->target;
    unsigned seconds = outcome->seconds != 0 ? outcome->seconds : SECONDS;
    seconds *= BUSY_FACTOR;
    size_t memory = outcome->memory_mib != 0 ? outcome->memory_mib : MEMORY_MIB;
    struct bgt_test_command command = {
        .argv = argv,
        .seconds = trial_is_sanitized() ? seconds * SANITIZER_FACTOR : seconds,
        .memory_bytes = memory * MIB,
        .data_bytes = outcome->data_mib * MIB};
    double begin = now();
    bgt_test_execute(&command, &run);
    trial->seconds = now() - begin;
    trial->peak_mib = run.peak_kib / 1024;
    print_message("    %.2f s, %zu MiB\n", trial->seconds, trial->peak_mib);
    check(trial, outcome, &run);
    bgt_test_run_clear(&run);
    (void)unlink(trial->target);
}
