/*
 * Plugins that are broken, each in one way, beside a good one: the true reason is named,
 * the good one loads all the same, and nothing stops the program.
 */
#define _XOPEN_SOURCE 700 /* S_ISVTX */

#include "support/testing.h"

#include "diag/reporter.h"
#include "plugin/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIAL_SECONDS = 2, FOREIGN_USER = 54321 };

/* A folder of plugins, and what was said about them. */
struct fixture {
    char *folder;
    struct bgt_reporter *reporter;
    struct bgt_registry *registry;
};

static int setup(void **state)
{
    static struct fixture fixture;
    struct bgt_reporter_options options = {0};
    fixture = (struct fixture){.folder = bgt_test_make_folder()};
    *state = &fixture;
    return bgt_reporter_open(&options, &fixture.reporter) == BGT_OK ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    bgt_registry_close(fixture->registry);
    bgt_reporter_close(fixture->reporter);
    bgt_test_remove_folder(fixture->folder);
    return 0;
}

/* ---- Putting plugins there ------------------------------------------------------ */

static char *path_of(const struct fixture *fixture, const char *stem, const char *ending)
{
    char name[64];
    (void)snprintf(name, sizeof name, "%s%s", stem, ending);
    return bgt_test_join(fixture->folder, name);
}

static void put_bytes(const struct fixture *fixture, const char *stem, const char *ending,
                      const void *bytes, size_t length)
{
    char *path = path_of(fixture, stem, ending);
    bgt_test_write_file(path, bytes, length);
    free(path);
}

/* The built plugin `source`, under the name `stem`. */
static void put_library(const struct fixture *fixture, const char *source,
                        const char *stem)
{
    char relative[64];
    size_t length = 0;
    (void)snprintf(relative, sizeof relative, "tests/plugins/%s.so", source);
    char *path = bgt_test_build_path(relative);
    char *bytes = bgt_test_read_file(path, &length);
    put_bytes(fixture, stem, ".so", bytes, length);
    free(bytes);
    free(path);
}

static void put_manifest(const struct fixture *fixture, const char *stem, const char *abi)
{
    char text[256];
    int length = snprintf(text, sizeof text,
                          "id = %s\nabi = %s\nkind = grid\ntitle = Broken\n"
                          "title_zh = Broken\ncapabilities = read\n",
                          stem, abi);
    put_bytes(fixture, stem, ".plugin", text, (size_t)length);
}

static void put_example(const struct fixture *fixture)
{
    size_t length = 0;
    char *path = bgt_test_build_path("tests/plugins/example.plugin");
    char *text = bgt_test_read_file(path, &length);
    put_bytes(fixture, "example", ".plugin", text, length);
    put_library(fixture, "example", "example");
    free(text);
    free(path);
}

static void set_mode(const struct fixture *fixture, const char *stem, const char *ending,
                     mode_t mode)
{
    char *path = path_of(fixture, stem, ending);
    assert_int_equal(chmod(path, mode), 0);
    free(path);
}

/* ---- Asking for them ------------------------------------------------------------ */

static void open_registry(struct fixture *fixture, bool is_installed)
{
    const char *paths[] = {fixture->folder, NULL};
    struct bgt_registry_options options = {
        .paths = is_installed ? NULL : paths,
        .installed = is_installed ? fixture->folder : NULL,
        .trial_seconds = TRIAL_SECONDS,
        .ignores_environment = true,
    };
    assert_int_equal(bgt_registry_open(&options, fixture->reporter, &fixture->registry),
                     BGT_OK);
}

static bgt_status load(struct fixture *fixture, const char *id)
{
    const struct bgt_plugin *plugin = NULL;
    const struct bgt_manifest *manifest = bgt_registry_find(fixture->registry, id);
    assert_non_null(manifest);
    bgt_status status =
        bgt_registry_load(fixture->registry, manifest, fixture->reporter, &plugin);
    assert_true((status == BGT_OK) == (plugin != NULL));
    return status;
}

static const struct bgt_kept_diagnostic *find(const struct fixture *fixture,
                                              const char *code)
{
    for (size_t i = 0; i < bgt_reporter_kept(fixture->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(fixture->reporter, i);
        if (strcmp(kept->code->name, code) == 0) {
            return kept;
        }
    }
    fail_msg("%s was not reported", code);
    return NULL;
}

/* The plugin `id` is refused with the code, which names its file and has the fact; the
 * example beside it loads. */
static void expect(struct fixture *fixture, const char *id, bgt_status status,
                   const char *code, const char *fact)
{
    open_registry(fixture, false);
    assert_int_equal(load(fixture, id), status);
    const struct bgt_kept_diagnostic *reason = find(fixture, code);
    assert_int_equal(reason->code->severity, BGT_WARNING);
    assert_non_null(strstr(reason->place.file, id));
    if (fact != NULL && strstr(reason->arguments[0], fact) == NULL) {
        fail_msg("%s is not in: %s", fact, reason->arguments[0]);
    }
    assert_string_equal(find(fixture, "PLUGIN_UNUSABLE")->arguments[0], id);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 2);
    assert_int_equal(load(fixture, "example"), BGT_OK);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 2);
}

static void expect_built(void **state, const char *id, const char *code, const char *fact)
{
    struct fixture *fixture = *state;
    put_library(fixture, id, id);
    put_manifest(fixture, id, "0.1");
    put_example(fixture);
    expect(fixture, id, BGT_BAD, code, fact);
}

/* ---- The broken ----------------------------------------------------------------- */

static void a_wrong_abi_is_found_in_the_file(void **state)
{
    expect_built(state, "wrong_abi", "PLUGIN_WRONG_ABI", "0.2");
}

static void a_wrong_abi_is_found_in_the_manifest(void **state)
{
    struct fixture *fixture = *state;
    put_library(fixture, "aborts", "aborts"); /* Would abort if it were loaded. */
    put_manifest(fixture, "aborts", "1.7");
    put_example(fixture);
    expect(fixture, "aborts", BGT_BAD, "PLUGIN_WRONG_ABI", "1.7");
}

static void a_wrong_size(void **state)
{
    char size[16];
    (void)snprintf(size, sizeof size, "%zu", sizeof(struct bgt_plugin) - 8);
    expect_built(state, "wrong_size", "PLUGIN_WRONG_SIZE", size);
}

static void a_missing_symbol(void **state)
{
    expect_built(state, "no_symbol", "PLUGIN_NO_SYMBOL", "no_symbol_LTX_bgt_plugin");
}

static void a_missing_library(void **state)
{
    expect_built(state, "no_library", "PLUGIN_LOAD_FAILED", "libbgt_test_gone.so");
}

static void an_undefined_function(void **state)
{
    expect_built(state, "undefined", "PLUGIN_LOAD_FAILED", "bgt_test_defined_nowhere");
}

static void not_elf(void **state)
{
    struct fixture *fixture = *state;
    put_bytes(fixture, "text", ".so", "This is no shared object.\n", 26);
    put_manifest(fixture, "text", "0.1");
    put_example(fixture);
    expect(fixture, "text", BGT_BAD, "PLUGIN_NOT_ELF", NULL);
}

static void an_empty_file(void **state)
{
    struct fixture *fixture = *state;
    put_bytes(fixture, "empty", ".so", "", 0);
    put_manifest(fixture, "empty", "0.1");
    put_example(fixture);
    expect(fixture, "empty", BGT_BAD, "PLUGIN_EMPTY", NULL);
}

static void an_aborting_constructor(void **state)
{
    expect_built(state, "aborts", "PLUGIN_CRASHES", "SIGABRT");
}

static void a_crashing_constructor(void **state)
{
    expect_built(state, "crashes", "PLUGIN_CRASHES", "SIGKILL");
}

static void a_leaving_constructor(void **state)
{
    expect_built(state, "leaves", "PLUGIN_EXITS", "3");
}

static void a_hanging_constructor(void **state)
{
    expect_built(state, "hangs", "PLUGIN_HANGS", "2");
}

static void a_wild_descriptor(void **state)
{
    struct fixture *fixture = *state;
    put_library(fixture, "wild", "wild");
    put_manifest(fixture, "wild", "0.1");
    put_example(fixture);
    open_registry(fixture, false);
    assert_int_equal(load(fixture, "wild"), BGT_BAD);
    /* A sanitizer turns the signal into an exit. */
    assert_int_equal(bgt_reporter_count(fixture->reporter, BGT_WARNING), 1);
    assert_int_equal(load(fixture, "example"), BGT_OK);
}

static void writable_by_others(void **state)
{
    struct fixture *fixture = *state;
    put_example(fixture);
    put_library(fixture, "example", "open");
    put_manifest(fixture, "open", "0.1");
    set_mode(fixture, "open", ".so", 0646);
    expect(fixture, "open", BGT_BAD, "PLUGIN_WRITABLE_BY_OTHERS", "open.so");
}

static void a_missing_shared_object(void **state)
{
    struct fixture *fixture = *state;
    put_manifest(fixture, "lost", "0.1");
    put_example(fixture);
    expect(fixture, "lost", BGT_NOT_FOUND, "PLUGIN_LIBRARY_MISSING", "lost.so");
}

static void another_kind_than_the_manifest(void **state)
{
    expect_built(state, "differs", "PLUGIN_MANIFEST_DIFFERS", "kind");
}

/* ---- Trust ---------------------------------------------------------------------- */

static void a_manifest_writable_by_others_is_left_out(void **state)
{
    struct fixture *fixture = *state;
    put_example(fixture);
    put_manifest(fixture, "open", "0.1");
    set_mode(fixture, "open", ".plugin", 0666);
    open_registry(fixture, false);
    assert_non_null(find(fixture, "PLUGIN_WRITABLE_BY_OTHERS"));
    assert_null(bgt_registry_find(fixture->registry, "open"));
    assert_int_equal(load(fixture, "example"), BGT_OK);
}

static void a_folder_writable_by_others_is_left_out(void **state)
{
    struct fixture *fixture = *state;
    put_example(fixture);
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    open_registry(fixture, false);
    assert_non_null(find(fixture, "PLUGIN_WRITABLE_BY_OTHERS"));
    assert_int_equal(bgt_registry_count(fixture->registry), 0);
}

static void a_sticky_folder_is_trusted(void **state)
{
    struct fixture *fixture = *state;
    put_example(fixture);
    assert_int_equal(chmod(fixture->folder, S_ISVTX | 0777), 0);
    open_registry(fixture, false);
    assert_int_equal(load(fixture, "example"), BGT_OK);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 0);
}

static void a_foreign_owner_is_refused(void **state)
{
    struct fixture *fixture = *state;
    if (geteuid() != 0) {
        bgt_test_skip("only root can give a file away");
        return;
    }
    put_example(fixture);
    put_library(fixture, "example", "foreign");
    put_manifest(fixture, "foreign", "0.1");
    char *path = path_of(fixture, "foreign", ".so");
    assert_int_equal(chown(path, FOREIGN_USER, (gid_t)-1), 0);
    free(path);
    expect(fixture, "foreign", BGT_BAD, "PLUGIN_FOREIGN_OWNER", "foreign.so");
    assert_string_equal(find(fixture, "PLUGIN_FOREIGN_OWNER")->arguments[1], "54321");
}

static void a_link_leads_to_the_real_file(void **state)
{
    struct fixture *fixture = *state;
    char *elsewhere = bgt_test_make_folder();
    char *target = bgt_test_join(elsewhere, "example.so");
    put_example(fixture);
    char *link = path_of(fixture, "example", ".so");
    assert_int_equal(rename(link, target), 0);
    assert_int_equal(symlink(target, link), 0);
    assert_int_equal(chmod(target, 0666), 0);
    open_registry(fixture, false);
    assert_int_equal(load(fixture, "example"), BGT_BAD);
    assert_string_equal(find(fixture, "PLUGIN_WRITABLE_BY_OTHERS")->arguments[0], target);
    assert_int_equal(chmod(target, 0644), 0);
    assert_int_equal(load(fixture, "example"), BGT_OK);
    free(link);
    free(target);
    bgt_test_remove_folder(elsewhere);
}

/* ---- The file itself ------------------------------------------------------------ */

/* Every cut and many single changes of a good file are refused or loadable, never a
 * crash. */
static void a_damaged_file_is_refused(void **state)
{
    struct fixture *fixture = *state;
    size_t length = 0;
    char *path = bgt_test_build_path("tests/plugins/no_symbol.so");
    char *bytes = bgt_test_read_file(path, &length);
    put_manifest(fixture, "damaged", "0.1");
    open_registry(fixture, false);
    for (size_t cut = 0; cut < length; cut += cut < 4096 ? 61 : 1009) {
        put_bytes(fixture, "damaged", ".so", bytes, cut);
        assert_int_equal(load(fixture, "damaged"), BGT_BAD);
    }
    for (size_t at = 0; at < length; at += at < 64 ? 1 : 499) {
        char kept = bytes[at];
        bytes[at] = (char)~bytes[at];
        put_bytes(fixture, "damaged", ".so", bytes, length);
        /* It never had the symbol of `damaged`, so no change makes it good. */
        assert_int_equal(load(fixture, "damaged"), BGT_BAD);
        bytes[at] = kept;
    }
    free(bytes);
    free(path);
}

static void a_plugin_of_another_machine(void **state)
{
    struct fixture *fixture = *state;
    size_t length = 0;
    char *path = bgt_test_build_path("tests/plugins/example.so");
    char *bytes = bgt_test_read_file(path, &length);
    put_example(fixture);
    put_manifest(fixture, "sparc", "0.1");
    bytes[18] = 2; /* e_machine: EM_SPARC */
    bytes[19] = 0;
    put_bytes(fixture, "sparc", ".so", bytes, length);
    expect(fixture, "sparc", BGT_BAD, "PLUGIN_OTHER_MACHINE", "2");
    free(bytes);
    free(path);
}

/* ---- The good ------------------------------------------------------------------- */

static void the_same_plugin_is_loaded_once(void **state)
{
    struct fixture *fixture = *state;
    const struct bgt_plugin *first = NULL;
    const struct bgt_plugin *second = NULL;
    put_example(fixture);
    open_registry(fixture, true);
    const struct bgt_manifest *manifest = bgt_registry_find(fixture->registry, "example");
    assert_int_equal(
        bgt_registry_load(fixture->registry, manifest, fixture->reporter, &first),
        BGT_OK);
    assert_int_equal(
        bgt_registry_load(fixture->registry, manifest, fixture->reporter, &second),
        BGT_OK);
    assert_ptr_equal(first, second);
    assert_string_equal(first->id, "example");
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 0);
}

static void descriptors_outlive_the_registry(void **state)
{
    struct fixture *fixture = *state;
    const struct bgt_plugin *plugin = NULL;
    put_example(fixture);
    open_registry(fixture, false);
    assert_int_equal(bgt_registry_load(fixture->registry,
                                       bgt_registry_find(fixture->registry, "example"),
                                       fixture->reporter, &plugin),
                     BGT_OK);
    bgt_registry_close(fixture->registry);
    fixture->registry = NULL;
    assert_int_equal(plugin->reader->probe((const uint8_t *)"#grid 1\n", 8, "-"), 100);
    open_registry(fixture, false);
    assert_int_equal(load(fixture, "example"), BGT_OK);
}

int main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_wrong_abi_is_found_in_the_file),
        T(a_wrong_abi_is_found_in_the_manifest),
        T(a_wrong_size),
        T(a_missing_symbol),
        T(a_missing_library),
        T(an_undefined_function),
        T(not_elf),
        T(an_empty_file),
        T(an_aborting_constructor),
        T(a_crashing_constructor),
        T(a_leaving_constructor),
        T(a_hanging_constructor),
        T(a_wild_descriptor),
        T(writable_by_others),
        T(a_missing_shared_object),
        T(another_kind_than_the_manifest),
        T(a_manifest_writable_by_others_is_left_out),
        T(a_folder_writable_by_others_is_left_out),
        T(a_sticky_folder_is_trusted),
        T(a_foreign_owner_is_refused),
        T(a_link_leads_to_the_real_file),
        T(a_damaged_file_is_refused),
        T(a_plugin_of_another_machine),
        T(the_same_plugin_is_loaded_once),
        T(descriptors_outlive_the_registry),
    };
    return bgt_test_main("plugin_broken", tests, BGT_TEST_COUNT(tests), argc, argv);
}
