#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "io/input.h"
#include "io/schema.h"

#define PATH_BYTES 4096
#define FOLDER     "fiscal-xml"

static bool is_schema(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".xsd") == 0;
}

/* Tries the schemas of the folder, one by one, until one knows the file's root. */
static bgt_status check_file(const struct bgt_io *io, const char *folder,
                             const char *file, uint64_t *problems)
{
    struct bgt_input *schemas = NULL;
    bgt_status status = bgt_input_open_file(io, folder, &schemas);
    if (status != BGT_OK)
        return status;
    uint64_t count = schemas->is_container != 0 ? schemas->member_count(schemas) : 0;
    status = BGT_NOT_FOUND;
    for (uint64_t i = 0; i < count && status == BGT_NOT_FOUND; i++) {
        const char *name = schemas->member_name(schemas, i);
        char path[PATH_BYTES];
        int length = snprintf(path, sizeof path, "%s/%s", folder, name);
        if (is_schema(name) && length > 0 && length < PATH_BYTES)
            status = bgt_schema_check(io, path, file, problems);
    }
    bgt_input_close(schemas);
    if (status == BGT_NOT_FOUND) {
        struct bgt_place place = {.file = file};
        (void)bgt_report_at(io->reporter, "SCHEMA_NONE", &place, NULL, NULL);
        status = BGT_FATAL;
    }
    return status;
}

/* 0: all are valid; 1: a schema is violated; 3: a file cannot be read. */
int bgt_command_check(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    char folder[PATH_BYTES];
    uint64_t problems = 0;
    int failure = BGT_EXIT_DONE;
    if (arguments->word_count == 0 || !bgt_given(arguments, BGT_OPTION_SCHEMA)) {
        (void)bgt_report_at(terminal->reporter, "USAGE_WORDS", NULL, "check",
                            bgt_say(terminal, "--schema and one FILE or more",
                                    "--schema 和至少一个文件"));
        return BGT_EXIT_USAGE;
    }
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    struct bgt_io io = {.reporter = terminal->reporter,
                        .limits = &terminal->context->limits,
                        .is_cancelled = bgt_signal_caught};
    (void)snprintf(folder, sizeof folder, "%s/%s", terminal->context->formats_folder,
                   FOLDER);
    for (size_t i = 0; i < arguments->word_count; i++) {
        const char *file = arguments->words[i];
        bgt_reporter_set_file(terminal->reporter, file);
        bgt_status status = check_file(&io, folder, file, &problems);
        if (status != BGT_OK && failure == BGT_EXIT_DONE)
            failure = bgt_terminal_exit(terminal, status);
    }
    if (failure != BGT_EXIT_DONE)
        return failure;
    return problems == 0 ? BGT_EXIT_DONE : BGT_EXIT_FOUND;
}
