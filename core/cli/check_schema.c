#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "io/input.h"
#include "io/schema.h"
#include "io/zip.h"

#define PATH_BYTES 4096
#define FOLDER     "fiscal-xml"

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t wanted = strlen(ending);
    return length > wanted && strcmp(name + length - wanted, ending) == 0;
}

/* Tries the schemas of the folder, one by one, until one knows the file's root. */
static bgt_status check_file(const struct bgt_io *io, const char *folder,
                             struct bgt_schema_subject *subject)
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
        if (ends_with(name, ".xsd") && length > 0 && length < PATH_BYTES)
            status = bgt_schema_check(io, path, subject);
    }
    bgt_input_close(schemas);
    if (status == BGT_NOT_FOUND) {
        struct bgt_place place = {.file = subject->path, .sheet = subject->member};
        (void)bgt_report_at(io->reporter, "SCHEMA_NONE", &place, subject->root, NULL);
        status = BGT_FATAL;
    }
    return status;
}

/* Each XML file of a folder or zip. */
static bgt_status check_members(const struct bgt_io *io, const char *folder,
                                struct bgt_schema_subject *subject)
{
    struct bgt_input *container = subject->container;
    uint64_t count = container->member_count(container);
    bgt_status first = BGT_OK;
    bool has_xml = false;
    for (uint64_t i = 0; i < count && first != BGT_NO_MEMORY; i++) {
        subject->member = container->member_name(container, i);
        if (!ends_with(subject->member, ".xml"))
            continue;
        has_xml = true;
        bgt_status status = check_file(io, folder, subject);
        first = first == BGT_OK ? status : first;
    }
    if (!has_xml) {
        struct bgt_place place = {.file = subject->path};
        (void)bgt_report_at(io->reporter, "SCHEMA_PACKAGE", &place, NULL, NULL);
        first = BGT_FATAL;
    }
    return first;
}

static bgt_status check_path(const struct bgt_io *io, const char *folder,
                             struct bgt_schema_subject *subject)
{
    struct bgt_input *file = NULL;
    struct bgt_input *zip = NULL;
    const uint8_t *head = NULL;
    size_t length = 0;
    bgt_status status = bgt_input_open_file(io, subject->path, &file);
    if (status == BGT_OK && file->is_container == 0)
        status = bgt_input_peek(file, &head, &length);
    if (status == BGT_OK && length >= 4 && memcmp(head, "PK\003\004", 4) == 0)
        status = bgt_zip_open(io, file, &zip);
    if (status == BGT_OK) {
        subject->container = zip != NULL ? zip : file->is_container != 0 ? file : NULL;
        status = subject->container != NULL ? check_members(io, folder, subject)
                                            : check_file(io, folder, subject);
    }
    bgt_input_close(zip);
    bgt_input_close(file);
    return status;
}

int bgt_command_check_schema(struct bgt_terminal *terminal)
{
    const struct bgt_arguments *arguments = &terminal->arguments;
    char folder[PATH_BYTES];
    uint64_t problems = 0;
    int failure = BGT_EXIT_DONE;
    struct bgt_io io = {.reporter = terminal->reporter,
                        .limits = &terminal->context->limits,
                        .is_cancelled = bgt_signal_caught};
    (void)snprintf(folder, sizeof folder, "%s/%s", terminal->context->formats_folder,
                   FOLDER);
    for (size_t i = 0; i < arguments->word_count; i++) {
        const char *file = arguments->words[i];
        bgt_reporter_set_file(terminal->reporter, file);
        struct bgt_schema_subject subject = {.path = file};
        bgt_status status = check_path(&io, folder, &subject);
        problems += subject.problems;
        if (status != BGT_OK && failure == BGT_EXIT_DONE)
            failure = bgt_terminal_exit(terminal, status);
    }
    if (failure != BGT_EXIT_DONE)
        return failure;
    return problems == 0 ? BGT_EXIT_DONE : BGT_EXIT_FOUND;
}
