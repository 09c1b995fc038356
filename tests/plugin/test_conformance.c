/*
 * What every plugin must hold to: each check runs over each plugin that was built, or
 * over the folders given as arguments 2 and further (argument 1 is a name pattern, `*`
 * for all).
 */
#include "conformance.h"

#include "plugin/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TESTS = 512 };

static struct bgt_registry *registry;
static struct bgt_reporter *reporter;

/* ---- Helpers -------------------------------------------------------------------- */

const struct bgt_plugin *conformance_load(const struct bgt_manifest *manifest)
{
    const struct bgt_plugin *plugin = NULL;
    bgt_status status = bgt_registry_load(registry, manifest, reporter, &plugin);
    if (status != BGT_OK) {
        for (size_t i = 0; i < bgt_reporter_kept(reporter); i++) {
            const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, i);
            print_error("%s %s %s %s\n", kept->code->name,
                        kept->arguments[0] != NULL ? kept->arguments[0] : "",
                        kept->arguments[1] != NULL ? kept->arguments[1] : "",
                        kept->arguments[2] != NULL ? kept->arguments[2] : "");
        }
        fail_msg("%s does not load", manifest->id);
    }
    return plugin;
}

void conformance_open(struct kit *kit, void **state)
{
    const struct bgt_manifest *manifest = *state;
    kit_open(kit, manifest, conformance_load(manifest));
}

char *conformance_file(struct kit *kit, size_t *length)
{
    struct bgt_batch *batch = NULL;
    char *bytes = NULL;
    *length = 0;
    if (kit->plugin->writer == NULL) {
        return NULL;
    }
    assert_int_equal(bgt_batch_open(&kit->io, &batch), BGT_OK);
    kit_document(kit, batch);
    bgt_status status = kit_write(kit, batch, &bytes, length);
    bgt_batch_close(batch);
    if (status != BGT_OK) {
        fail_msg("writing: status %d", (int)status);
    }
    return bytes;
}

size_t conformance_stride(size_t length)
{
    return length / CONFORMANCE_POINTS + 1;
}

void conformance_said(struct kit *kit, bgt_status status, const char *what, size_t at)
{
    if (status == BGT_OK || status == BGT_CANNOT_HOLD || status > BGT_CANCELLED) {
        fail_msg("%s %zu: status %d", what, at, (int)status);
    }
    if (status != BGT_END && status != BGT_NO_MEMORY && kit_errors(kit) == 0) {
        fail_msg("%s %zu: status %d and no diagnostic", what, at, (int)status);
    }
}

bool conformance_says(const struct kit *kit, const char *code)
{
    for (size_t i = 0; i < bgt_reporter_kept(kit->reporter); i++) {
        if (strcmp(bgt_reporter_at(kit->reporter, i)->code->name, code) == 0) {
            return true;
        }
    }
    return false;
}

void conformance_orderly(const struct kit *kit, const char *what, size_t at)
{
    if (conformance_says(kit, "PLUGIN_BAD_BATCH") ||
        conformance_says(kit, "PLUGIN_SILENT") || conformance_says(kit, "INTERNAL")) {
        fail_msg("%s %zu: %s", what, at,
                 conformance_says(kit, "PLUGIN_BAD_BATCH") ? "PLUGIN_BAD_BATCH"
                                                           : "PLUGIN_SILENT");
    }
}

void conformance_noise(char *bytes, size_t length, uint32_t seed)
{
    for (size_t i = 0; i < length; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (char)(seed >> 24);
    }
}

/* ---- All plugins --------------------------------------------------------------------
 */

static const struct {
    const char *name;
    CMUnitTestFunction run;
} checks[] = {
    {"descriptor_is_sane", check_descriptor_is_sane},
    {"exactly_one_symbol_is_exported", check_exactly_one_symbol_is_exported},
    {"probe_is_pure", check_probe_is_pure},
    {"what_was_written_reads_the_same", check_what_was_written_reads_the_same},
    {"every_cut_is_survived", check_every_cut_is_survived},
    {"every_change_is_survived", check_every_change_is_survived},
    {"noise_is_survived", check_noise_is_survived},
    {"instances_do_not_disturb_each_other", check_instances_do_not_disturb_each_other},
    {"close_may_come_at_any_time", check_close_may_come_at_any_time},
    {"memory_of_the_host_may_run_out", check_memory_of_the_host_may_run_out},
    {"the_same_input_gives_the_same_bytes", check_the_same_input_gives_the_same_bytes},
    {"what_does_not_fit_is_refused", check_what_does_not_fit_is_refused},
    {"an_abandoned_writer_leaves_nothing", check_an_abandoned_writer_leaves_nothing},
    {"the_process_stays_as_it_was", check_the_process_stays_as_it_was},
};

static size_t list_tests(struct CMUnitTest *tests)
{
    size_t count = 0;
    for (size_t i = 0; i < bgt_registry_count(registry); i++) {
        const struct bgt_manifest *manifest = bgt_registry_at(registry, i);
        for (size_t j = 0; j < BGT_TEST_COUNT(checks) && count < MAX_TESTS; j++) {
            char *name = malloc(128);
            if (name == NULL) {
                return count;
            }
            (void)snprintf(name, 128, "%s[%s]", checks[j].name, manifest->id);
            tests[count++] = (struct CMUnitTest){.name = name,
                                                 .test_func = checks[j].run,
                                                 .initial_state = (void *)manifest};
        }
    }
    return count;
}

int main(int argc, char **argv)
{
    static struct CMUnitTest tests[MAX_TESTS];
    const char *build = getenv("BUDGETCONV_BUILD");
    char own[4096];
    char example[4096];
    const char *paths[] = {own, example, NULL};
    struct bgt_reporter_options reporting = {0};
    struct bgt_registry_options options = {.paths = paths, .ignores_environment = true};
    (void)snprintf(own, sizeof own, "%s/lib/budgetconv/plugins",
                   build != NULL ? build : ".");
    (void)snprintf(example, sizeof example, "%s/tests/plugins",
                   build != NULL ? build : ".");
    if (argc > 2) {
        options.paths = (const char *const *)(argv + 2);
    }
    if (bgt_reporter_open(&reporting, &reporter) != BGT_OK ||
        bgt_registry_open(&options, reporter, &registry) != BGT_OK) {
        return 1;
    }
    size_t count = list_tests(tests);
    bool is_clean = bgt_reporter_count(reporter, BGT_WARNING) == 0;
    int result = count > 0 && is_clean
                     ? bgt_test_main("plugin_conformance", tests, count, argc, argv)
                     : 1;
    for (size_t i = 0; i < count; i++) {
        free((void *)tests[i].name);
    }
    bgt_registry_close(registry);
    bgt_reporter_close(reporter);
    return result;
}
