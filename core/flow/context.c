#include "flow/context.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/text.h"
#include "diag/reporter.h"
#include "layout/layouts.h"
#include "layout/statements.h"
#include "model/catalogue.h"
#include "plugin/registry.h"

#define PATH_MAXIMUM    (64u << 10)
#define FOLDERS_MAXIMUM 64

/* `folder` + `rest`, the caller's to free. */
static char *join(const char *folder, const char *rest)
{
    struct bgt_buffer path;
    char *joined = NULL;
    bgt_buffer_init(&path, NULL, PATH_MAXIMUM);
    if (bgt_buffer_append_text(&path, folder) == BGT_OK &&
        bgt_buffer_append_text(&path, rest) == BGT_OK)
        joined = strdup(path.data);
    bgt_buffer_close(&path);
    return joined;
}

static bgt_status check_folder(const char *path, struct bgt_reporter *reporter)
{
    struct stat state;
    if (stat(path, &state) == 0 && S_ISDIR(state.st_mode))
        return BGT_OK;
    (void)bgt_report_at(reporter, "DATA_MISSING", NULL, path, NULL);
    return BGT_FATAL;
}

static bgt_status open_registry(struct bgt_context *context,
                                const struct bgt_context_options *options,
                                struct bgt_reporter *reporter)
{
    const char *paths[2] = {options->plugin_path, NULL};
    struct bgt_registry_options registry = {.paths = paths,
                                            .installed = context->plugin_folder};
    return bgt_registry_open(&registry, reporter, &context->registry);
}

static bgt_status open_catalogues(struct bgt_context *context,
                                  struct bgt_reporter *reporter)
{
    char *folder = join(context->formats_folder, "/catalogues");
    if (folder == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = bgt_catalogues_load(folder, reporter, &context->catalogues);
    free(folder);
    return status;
}

static bgt_status open_statements(struct bgt_context *context,
                                  struct bgt_reporter *reporter)
{
    struct bgt_limits defaults; /* As for layout files. */
    char *folder = join(context->formats_folder, "/statements");
    bgt_limits_init(&defaults);
    if (folder == NULL)
        return BGT_NO_MEMORY;
    bgt_status status =
        bgt_statements_load(folder, &defaults, reporter, &context->statements);
    free(folder);
    return status;
}

/* The program's own folder first, then the user's: a later layout of the same id wins. */
static bgt_status open_layouts(struct bgt_context *context,
                               const struct bgt_context_options *options,
                               struct bgt_reporter *reporter)
{
    char *folders[FOLDERS_MAXIMUM] = {join(context->formats_folder, "/layouts")};
    struct bgt_slice rest =
        bgt_slice_of(options->layout_path != NULL ? options->layout_path : "");
    struct bgt_slice part;
    size_t count = 1;
    bgt_status status = folders[0] == NULL ? BGT_NO_MEMORY : BGT_OK;
    while (status == BGT_OK && count < FOLDERS_MAXIMUM &&
           bgt_text_split(&rest, ':', &part)) {
        if (part.length == 0)
            continue;
        folders[count] = strndup(part.text, part.length);
        if (folders[count++] == NULL)
            status = BGT_NO_MEMORY;
    }
    /* The user's limits are for input, not for layout files, which have bounds of their
     * own. */
    struct bgt_limits defaults;
    bgt_limits_init(&defaults);
    struct bgt_layouts_options layouts = {.folders = (const char *const *)folders,
                                          .folder_count = count,
                                          .limits = &defaults,
                                          .reporter = reporter};
    if (status == BGT_OK)
        status = bgt_layouts_load(&layouts, &context->layouts);
    for (size_t i = 0; i < count; i++)
        free(folders[i]);
    return status;
}

static bgt_status fill(struct bgt_context *context,
                       const struct bgt_context_options *options,
                       struct bgt_reporter *reporter)
{
    bgt_limits_init(&context->limits);
    if (options->limits != NULL)
        context->limits = *options->limits;
    context->plugin_folder = join(options->program_folder, "/../lib/budgetconv/plugins");
    context->formats_folder =
        join(options->program_folder, "/../share/budgetconv/formats");
    if (context->plugin_folder == NULL || context->formats_folder == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = check_folder(context->plugin_folder, reporter);
    if (status == BGT_OK)
        status = check_folder(context->formats_folder, reporter);
    if (status == BGT_OK)
        status = open_registry(context, options, reporter);
    if (status == BGT_OK)
        status = open_catalogues(context, reporter);
    if (status == BGT_OK)
        status = open_layouts(context, options, reporter);
    if (status == BGT_OK)
        status = open_statements(context, reporter);
    if (status == BGT_OK && bgt_reporter_count(reporter, BGT_ERROR) > 0)
        status = BGT_BAD;
    return status;
}

bgt_status bgt_context_open(const struct bgt_context_options *options,
                            struct bgt_reporter *reporter, struct bgt_context **context)
{
    struct bgt_context *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    bgt_status status = fill(made, options, reporter);
    if (status == BGT_OK)
        *context = made;
    else
        bgt_context_close(made);
    return status;
}

void bgt_context_close(struct bgt_context *context)
{
    if (context == NULL)
        return;
    bgt_statements_close(context->statements);
    bgt_layouts_close(context->layouts);
    bgt_catalogues_close(context->catalogues);
    bgt_registry_close(context->registry);
    free(context->formats_folder);
    free(context->plugin_folder);
    free(context);
}
