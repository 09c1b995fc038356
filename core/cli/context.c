#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"

/* Longest name of a limit, far above the real ones. */
#define NAME_SIZE 64

static bgt_status set_limit(struct bgt_limits *limits, const char *given,
                            struct bgt_reporter *reporter)
{
    char name[NAME_SIZE];
    const char *equals = strchr(given, '=');
    if (equals == NULL)
        return bgt_report_at(reporter, "USAGE_OPTION_VALUE", NULL, "limit", given);
    size_t length = (size_t)(equals - given);
    if (length >= sizeof name)
        length = sizeof name - 1;
    memcpy(name, given, length);
    name[length] = '\0';
    if (bgt_limits_set(limits, name, equals + 1) == BGT_OK)
        return BGT_OK;
    return bgt_report_at(reporter, "USAGE_LIMIT", NULL, name, equals + 1);
}

static bgt_status set_limits(struct bgt_terminal *terminal, struct bgt_limits *limits)
{
    struct bgt_texts given = bgt_arguments_texts(&terminal->arguments, BGT_OPTION_LIMIT);
    bgt_status result = BGT_OK;
    bgt_limits_init(limits);
    for (size_t i = 0; i < given.count; i++)
        if (set_limit(limits, given.items[i], terminal->reporter) != BGT_OK)
            result = BGT_BAD;
    if (result == BGT_OK)
        bgt_reporter_set_limits(terminal->reporter, limits);
    return result;
}

/* Folder of the running program, links resolved, so that it works from anywhere and after
 * it was moved. False where the system does not say. */
static bool program_folder(char *path, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", path, size - 1);
    if (length <= 0 || (size_t)length >= size - 1)
        return false;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (slash == NULL)
        return false;
    slash[slash == path ? 1 : 0] = '\0';
    return true;
}

int bgt_terminal_context(struct bgt_terminal *terminal)
{
    char folder[PATH_MAX];
    struct bgt_limits limits;
    if (set_limits(terminal, &limits) != BGT_OK)
        return BGT_EXIT_USAGE;
    if (!program_folder(folder, sizeof folder)) {
        (void)bgt_report_at(terminal->reporter, "INTERNAL", NULL, "/proc/self/exe", NULL);
        return BGT_EXIT_INTERNAL;
    }
    struct bgt_context_options options = {
        .program_folder = folder,
        .plugin_path = bgt_given_value(&terminal->arguments, BGT_OPTION_PLUGIN_PATH),
        .layout_path = bgt_given_value(&terminal->arguments, BGT_OPTION_LAYOUT_PATH),
        .limits = &limits,
        .is_trace = terminal->is_verbose};
    bgt_status status =
        bgt_context_open(&options, terminal->reporter, &terminal->context);
    if (status == BGT_OK)
        return BGT_EXIT_DONE;
    if (status == BGT_NO_MEMORY)
        (void)bgt_report_at(terminal->reporter, "NO_MEMORY", NULL, NULL, NULL);
    /* Without folders of the user's own, it is the installation that is damaged. */
    bool is_file = status == BGT_BAD || status == BGT_LIMIT;
    return is_file && options.layout_path != NULL ? BGT_EXIT_USAGE : BGT_EXIT_PLUGIN;
}
