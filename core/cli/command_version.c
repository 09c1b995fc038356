#include <stdio.h>

#include "budget/plugin.h"
#include "budgetconv_version.h"
#include "cli/commands.h"
#include "cli/json.h"
#include "flow/context.h"
#include "io/libraries.h"
#include "plugin/registry.h"

static void print_text(struct bgt_terminal *terminal)
{
    char line[128];
    (void)snprintf(line, sizeof line, "budgetconv %s\n", BUDGETCONV_VERSION);
    bgt_print(terminal, line);
    (void)snprintf(line, sizeof line, "%s %u.%u\n",
                   bgt_say(terminal, "plugin interface", "插件接口"), BGT_ABI >> 16,
                   BGT_ABI & 0xFFFFu);
    bgt_print(terminal, line);
    for (size_t i = 0; i < bgt_library_count(); i++) {
        const struct bgt_library library = bgt_library_at(i);
        (void)snprintf(line, sizeof line, "%s %s\n", library.name, library.version);
        bgt_print(terminal, line);
    }
    (void)snprintf(line, sizeof line, "libltdl %s\n", BUDGETCONV_LTDL_VERSION);
    bgt_print(terminal, line);
    bgt_print(terminal, bgt_say(terminal, "plugins:", "插件："));
    const struct bgt_registry *registry = terminal->context->registry;
    for (size_t i = 0; i < bgt_registry_count(registry); i++) {
        bgt_print(terminal, " ");
        bgt_print(terminal, bgt_registry_at(registry, i)->id);
    }
    bgt_print(terminal, "\n");
}

static void print_json(struct bgt_terminal *terminal)
{
    char abi[32];
    const struct bgt_registry *registry = terminal->context->registry;
    (void)snprintf(abi, sizeof abi, "%u.%u", BGT_ABI >> 16, BGT_ABI & 0xFFFFu);
    bgt_json_begin(terminal, "version");
    bgt_json_text(terminal, "budgetconv", BUDGETCONV_VERSION);
    bgt_json_text(terminal, "abi", abi);
    for (size_t i = 0; i < bgt_library_count(); i++)
        bgt_json_text(terminal, bgt_library_at(i).name, bgt_library_at(i).version);
    bgt_json_text(terminal, "libltdl", BUDGETCONV_LTDL_VERSION);
    bgt_json_end(terminal);
    for (size_t i = 0; i < bgt_registry_count(registry); i++) {
        bgt_json_begin(terminal, "plugin");
        bgt_json_text(terminal, "id", bgt_registry_at(registry, i)->id);
        bgt_json_end(terminal);
    }
}

int bgt_show_version(struct bgt_terminal *terminal)
{
    int exit_status = bgt_terminal_context(terminal);
    if (exit_status != BGT_EXIT_DONE)
        return exit_status;
    if (terminal->is_json)
        print_json(terminal);
    else
        print_text(terminal);
    return BGT_EXIT_DONE;
}
