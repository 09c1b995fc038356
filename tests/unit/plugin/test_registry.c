#include "fixture.h"

#include "plugin/choose.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Folders with manifests, and the registry over them. Nothing is loaded here. */
static char *first_folder;
static char *second_folder;
static struct bgt_registry *registry;

static int setup(void **state)
{
    first_folder = bgt_test_make_folder();
    second_folder = bgt_test_make_folder();
    registry = NULL;
    return fixture_setup(state);
}

static int teardown(void **state)
{
    bgt_registry_close(registry);
    bgt_test_remove_folder(first_folder);
    bgt_test_remove_folder(second_folder);
    (void)unsetenv(BGT_PLUGIN_PATH_VARIABLE);
    return fixture_teardown(state);
}

static void put(const char *folder, const char *id, const char *more)
{
    char text[1024];
    char name[64];
    (void)snprintf(name, sizeof name, "%s.plugin", id);
    int length = snprintf(text, sizeof text,
                          "id = %s\nabi = 0.1\nkind = grid\ntitle = T\ntitle_zh = T\n%s",
                          id, more);
    char *path = bgt_test_join(folder, name);
    bgt_test_write_file(path, text, (size_t)length);
    free(path);
}

static struct bgt_registry *open_registry(struct fixture *fixture, const char *list)
{
    const char *paths[] = {list, NULL};
    struct bgt_registry_options options = {.paths = list != NULL ? paths : NULL};
    assert_int_equal(bgt_registry_open(&options, fixture->reporter, &registry), BGT_OK);
    return registry;
}

static void plugins_are_sorted_by_id(void **state)
{
    put(first_folder, "yaml", "capabilities = read write\n");
    put(first_folder, "csv", "capabilities = read\n");
    put(first_folder, "fiscal-xml", "capabilities = write\n");
    struct bgt_registry *r = open_registry(*state, first_folder);
    fixture_nothing(*state);
    assert_int_equal(bgt_registry_count(r), 3);
    assert_string_equal(bgt_registry_at(r, 0)->id, "csv");
    assert_string_equal(bgt_registry_at(r, 1)->id, "fiscal-xml");
    assert_string_equal(bgt_registry_at(r, 2)->id, "yaml");
    assert_string_equal(bgt_registry_find(r, "yaml")->id, "yaml");
    assert_null(bgt_registry_find(r, "yam"));
    assert_string_equal(bgt_registry_nearest(r, "yml"), "yaml");
    assert_null(bgt_registry_nearest(r, "parquet"));
    struct bgt_buffer list;
    bgt_buffer_init(&list, NULL, 100);
    bgt_registry_list(r, BGT_CAN_WRITE, &list);
    assert_string_equal(list.data, "fiscal-xml, yaml");
    bgt_buffer_close(&list);
}

static void the_first_of_an_id_wins(void **state)
{
    char both[512];
    put(first_folder, "csv", "capabilities = read\n");
    put(second_folder, "csv", "capabilities = write\n");
    (void)snprintf(both, sizeof both, "%s::%s", second_folder, first_folder);
    struct bgt_registry *r = open_registry(*state, both);
    assert_int_equal(bgt_registry_count(r), 1);
    assert_int_equal(bgt_registry_at(r, 0)->capacity.flags, BGT_CAN_WRITE);
    const struct bgt_kept_diagnostic *note = fixture_only(*state, "PLUGIN_SHADOWED");
    assert_int_equal(note->code->severity, BGT_NOTE);
    assert_string_equal(note->arguments[1], bgt_registry_at(r, 0)->path);
}

static void the_same_folder_twice_is_no_conflict(void **state)
{
    char both[512];
    put(first_folder, "csv", "capabilities = read\n");
    (void)snprintf(both, sizeof both, "%s:%s/.", first_folder, first_folder);
    assert_int_equal(bgt_registry_count(open_registry(*state, both)), 1);
    fixture_nothing(*state);
}

static void a_bad_manifest_disables_itself_only(void **state)
{
    put(first_folder, "csv", "capabilities = read\n");
    put(first_folder, "bad", "capabilities = fly\n");
    struct bgt_registry *r = open_registry(*state, first_folder);
    assert_int_equal(bgt_registry_count(r), 1);
    assert_string_equal(bgt_registry_at(r, 0)->id, "csv");
    assert_int_equal(fixture_only(*state, "PLUGIN_MANIFEST_VALUE")->place.line, 6);
}

static void other_files_are_no_manifests(void **state)
{
    char *path = bgt_test_join(first_folder, ".hidden.plugin");
    bgt_test_write_file(path, "x", 1);
    free(path);
    path = bgt_test_join(first_folder, "csv.so");
    bgt_test_write_file(path, "x", 1);
    free(path);
    assert_int_equal(bgt_registry_count(open_registry(*state, first_folder)), 0);
    fixture_nothing(*state);
}

static void a_missing_folder_is_a_warning(void **state)
{
    char missing[512];
    (void)snprintf(missing, sizeof missing, "%s/missing", first_folder);
    assert_int_equal(bgt_registry_count(open_registry(*state, missing)), 0);
    assert_string_equal(fixture_only(*state, "PLUGIN_FOLDER")->place.file, missing);
}

static void the_environment_comes_between(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_registry_options options = {.installed = first_folder};
    put(first_folder, "csv", "capabilities = read\n");
    put(second_folder, "csv", "capabilities = write\n");
    assert_int_equal(setenv(BGT_PLUGIN_PATH_VARIABLE, second_folder, 1), 0);
    assert_int_equal(bgt_registry_open(&options, fixture->reporter, &registry), BGT_OK);
    assert_int_equal(bgt_registry_at(registry, 0)->capacity.flags, BGT_CAN_WRITE);
    bgt_registry_close(registry);
    options.ignores_environment = true;
    assert_int_equal(bgt_registry_open(&options, fixture->reporter, &registry), BGT_OK);
    assert_int_equal(bgt_registry_at(registry, 0)->capacity.flags, BGT_CAN_READ);
}

static void allocations_may_fail(void **state)
{
    struct fixture *fixture = *state;
    const char *paths[] = {first_folder, NULL};
    struct bgt_registry_options options = {.paths = paths};
    bgt_status status = BGT_NO_MEMORY;
    put(first_folder, "csv", "capabilities = read\n");
    for (size_t i = 1; status != BGT_OK; i++) {
        assert_true(i < 1000);
        bgt_test_fail_allocation(i);
        status = bgt_registry_open(&options, fixture->reporter, &registry);
        bgt_test_fail_allocation(0);
        assert_true(status == BGT_OK || status == BGT_NO_MEMORY);
    }
    assert_int_equal(bgt_registry_count(registry), 1);
}

/* ---- Choosing a writer ---------------------------------------------------------- */

static bgt_status choose(struct fixture *fixture, const char *format, const char *target,
                         const char **id)
{
    const struct bgt_manifest *manifest = NULL;
    bgt_status status =
        bgt_choose_writer(registry, format, target, fixture->reporter, &manifest);
    *id = manifest != NULL ? manifest->id : NULL;
    return status;
}

static void put_writers(struct fixture *fixture)
{
    put(first_folder, "csv", "capabilities = read write folder\nextensions = csv tsv\n");
    put(first_folder, "xlsx",
        "capabilities = read write\nextensions = xlsx\nread_extensions = xls\n");
    put(first_folder, "xml", "capabilities = read write\nextensions = xml\n");
    put(first_folder, "fiscal", "capabilities = write\nextensions = fiscal.xml dup\n");
    put(first_folder, "other", "capabilities = write\nextensions = dup\n");
    put(first_folder, "text", "capabilities = read\nextensions = txt\n");
    (void)open_registry(fixture, first_folder);
}

static void the_ending_chooses_a_writer(void **state)
{
    static const char *const cases[][2] = {
        {"out.csv", "csv"},    {"out.CSV", "csv"}, {"dir.x/out.tsv", "csv"},
        {"out.xlsx", "xlsx"},  {"out.xml", "xml"}, {"out.fiscal.xml", "fiscal"},
        {"预算.Xlsx", "xlsx"}, {"folder/", "csv"},
    };
    const char *id = NULL;
    put_writers(*state);
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(choose(*state, NULL, cases[i][0], &id), BGT_OK);
        assert_string_equal(id, cases[i][1]);
    }
    assert_int_equal(choose(*state, "xml", "out.csv", &id), BGT_OK);
    assert_string_equal(id, "xml");
    fixture_nothing(*state);
}

static void what_no_writer_takes_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    const char *id = NULL;
    put_writers(fixture);
    assert_int_equal(choose(fixture, NULL, "csv", &id), BGT_NOT_FOUND);
    assert_int_equal(choose(fixture, NULL, ".csv.bak", &id), BGT_NOT_FOUND);
    assert_int_equal(choose(fixture, NULL, "out.xls", &id), BGT_NOT_FOUND);
    assert_int_equal(choose(fixture, NULL, "out.txt", &id), BGT_NOT_FOUND);
    assert_int_equal(choose(fixture, NULL, "-", &id), BGT_NOT_FOUND);
    assert_int_equal(choose(fixture, NULL, NULL, &id), BGT_NOT_FOUND);
    assert_int_equal(bgt_reporter_count(fixture->reporter, BGT_ERROR), 6);
    assert_string_equal(fixture_find(fixture, "FORMAT_OF_TARGET")->arguments[0],
                        "csv, fiscal, other, xlsx, xml");
    assert_int_equal(choose(fixture, NULL, "a.dup", &id), BGT_BAD);
    assert_string_equal(fixture_find(fixture, "FORMAT_AMBIGUOUS")->arguments[0],
                        "fiscal, other");
}

static void an_unknown_id_names_the_nearest(void **state)
{
    struct fixture *fixture = *state;
    const char *id = NULL;
    put_writers(fixture);
    assert_int_equal(choose(fixture, "xslx", "out.csv", &id), BGT_NOT_FOUND);
    const struct bgt_kept_diagnostic *near = fixture_only(fixture, "FORMAT_UNKNOWN_NEAR");
    assert_string_equal(near->arguments[2], "xlsx");
    assert_string_equal(near->arguments[1], "csv, fiscal, other, text, xlsx, xml");
    assert_int_equal(choose(fixture, "parquet", "out.csv", &id), BGT_NOT_FOUND);
    assert_non_null(fixture_find(fixture, "FORMAT_UNKNOWN"));
    assert_int_equal(choose(fixture, "text", "out.csv", &id), BGT_NOT_FOUND);
    assert_string_equal(fixture_find(fixture, "FORMAT_CANNOT_WRITE")->arguments[1],
                        "csv, fiscal, other, xlsx, xml");
}

int main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(plugins_are_sorted_by_id),
        T(the_first_of_an_id_wins),
        T(the_same_folder_twice_is_no_conflict),
        T(a_bad_manifest_disables_itself_only),
        T(other_files_are_no_manifests),
        T(a_missing_folder_is_a_warning),
        T(the_environment_comes_between),
        T(allocations_may_fail),
        T(the_ending_chooses_a_writer),
        T(what_no_writer_takes_is_an_error),
        T(an_unknown_id_names_the_nearest),
    };
    return bgt_test_main("plugin_registry", tests, BGT_TEST_COUNT(tests), argc, argv);
}
