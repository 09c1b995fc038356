/*
 * The example plugin through the registry, as any other plugin: chosen, loaded, read,
 * written.
 */
#include "kit.h"

#include "base/intern.h"
#include "io/input.h"
#include "plugin/choose.h"
#include "plugin/registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    char *folder;
    struct bgt_registry *registry;
    struct bgt_reporter *reporter;
    struct kit kit;
};

static void copy_file(const struct fixture *fixture, const char *from, const char *to)
{
    char relative[64];
    size_t length = 0;
    (void)snprintf(relative, sizeof relative, "tests/plugins/%s", from);
    char *source = bgt_test_build_path(relative);
    char *target = bgt_test_join(fixture->folder, to);
    char *bytes = bgt_test_read_file(source, &length);
    bgt_test_write_file(target, bytes, length);
    free(bytes);
    free(target);
    free(source);
}

/* A rival of the example: the same magic and ending. */
static void put_rival(const struct fixture *fixture, const char *id)
{
    char text[512];
    char name[64];
    int length = snprintf(text, sizeof text,
                          "id = %s\nabi = 0.1\nkind = grid\ntitle = Rival\n"
                          "title_zh = Rival\ncapabilities = read\nextensions = grid\n"
                          "magic = 23 67 72 69 64 20 31\n",
                          id);
    (void)snprintf(name, sizeof name, "%s.plugin", id);
    char *path = bgt_test_join(fixture->folder, name);
    bgt_test_write_file(path, text, (size_t)length);
    free(path);
}

static void open_registry(struct fixture *fixture)
{
    struct bgt_registry_options options = {.installed = fixture->folder,
                                           .ignores_environment = true};
    bgt_registry_close(fixture->registry);
    assert_int_equal(bgt_registry_open(&options, fixture->reporter, &fixture->registry),
                     BGT_OK);
}

static int setup(void **state)
{
    static struct fixture fixture;
    struct bgt_reporter_options reporting = {0};
    const struct bgt_plugin *plugin = NULL;
    fixture = (struct fixture){.folder = bgt_test_make_folder()};
    *state = &fixture;
    assert_int_equal(bgt_reporter_open(&reporting, &fixture.reporter), BGT_OK);
    copy_file(&fixture, "example.so", "example.so");
    copy_file(&fixture, "example.plugin", "example.plugin");
    open_registry(&fixture);
    const struct bgt_manifest *manifest = bgt_registry_find(fixture.registry, "example");
    assert_non_null(manifest);
    assert_int_equal(
        bgt_registry_load(fixture.registry, manifest, fixture.reporter, &plugin), BGT_OK);
    kit_open(&fixture.kit, manifest, plugin);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    kit_close(&fixture->kit);
    bgt_registry_close(fixture->registry);
    bgt_reporter_close(fixture->reporter);
    bgt_test_remove_folder(fixture->folder);
    return 0;
}

static const char sample[] =
    "#grid 1\n[收入总表]\n科目\t金额\n201\t-\t\t1629.62\r\n\n[空]\n";

static void cells_are_read(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_batch *all = NULL;
    assert_int_equal(bgt_batch_open(&fixture->kit.io, &all), BGT_OK);
    assert_int_equal(kit_read(&fixture->kit, sample, sizeof sample - 1, all), BGT_END);
    char *text = kit_dump(&fixture->kit, all);
    assert_string_equal(text, "1:0 1=收入总表\n2:1 1=科目 2=金额\n2:2 1=201 4=1629.62\n"
                              "2:3\n3:0\n1:0 1=空\n3:0\n");
    /* The dash is a blank that keeps its spelling; the empty cell is not there. */
    const struct bgt_item *row = &all->items[2];
    assert_int_equal(row->value_count, 3);
    assert_int_equal(row->line, 4);
    const struct bgt_value *dash = bgt_item_find(all, row, 2);
    assert_int_equal(dash->state, BGT_BLANK);
    assert_int_equal(dash->text_length, 1);
    assert_int_equal(bgt_item_find(all, row, 1)->intern_id,
                     bgt_interner_find(fixture->kit.interner, "201", 3));
    free(text);
    bgt_batch_close(all);
}

static void another_encoding_is_read_too(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_batch *all = NULL;
    assert_int_equal(bgt_batch_open(&fixture->kit.io, &all), BGT_OK);
    assert_int_equal(kit_read(&fixture->kit,
                              "#grid 1\n[\xCA\xD5\xC8\xEB]\n\xD6\xA7\xB3\xF6\n", 19, all),
                     BGT_END);
    char *text = kit_dump(&fixture->kit, all);
    assert_string_equal(text, "1:0 1=收入\n2:1 1=支出\n3:0\n");
    free(text);
    bgt_batch_close(all);
}

static void faults_are_named_with_their_line(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(kit_read(&fixture->kit, "#grid 2\n", 8, NULL), BGT_FATAL);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(fixture->kit.reporter, 0);
    assert_string_equal(kept->code->name, "PLUGIN_MESSAGE");
    assert_string_equal(kept->arguments[0], "EXAMPLE_FIRST_LINE");
    assert_int_equal(kept->place.line, 1);
    kit_forget(&fixture->kit);
    assert_int_equal(kit_read(&fixture->kit, "#grid 1\na\nb\n[s]\nc\n", 18, NULL),
                     BGT_BAD);
    assert_int_equal(kit_errors(&fixture->kit), 2);
    kept = bgt_reporter_at(fixture->kit.reporter, 1);
    assert_string_equal(kept->arguments[0], "EXAMPLE_ROW_OUTSIDE_SHEET");
    assert_string_equal(kept->text, "b");
    assert_int_equal(kept->place.line, 3);
}

static void what_was_read_is_written_back(void **state)
{
    static const char text[] = "#grid 1\n[收入]\n201\t-\t\t1629.62\n\n\nx\n[空]\n";
    struct fixture *fixture = *state;
    struct bgt_batch *all = NULL;
    char *bytes = NULL;
    size_t length = 0;
    assert_int_equal(bgt_batch_open(&fixture->kit.io, &all), BGT_OK);
    assert_int_equal(kit_read(&fixture->kit, text, sizeof text - 1, all), BGT_END);
    assert_int_equal(kit_write(&fixture->kit, all, &bytes, &length), BGT_OK);
    assert_string_equal(bytes, text);
    free(bytes);
    bgt_batch_close(all);
}

static void what_it_cannot_hold_is_refused(void **state)
{
    static const char *const texts[] = {"a\tb", "a\nb", "[a", "a\r", "-", ""};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < BGT_TEST_COUNT(texts); i++) {
        struct bgt_batch *batch = NULL;
        char *bytes = NULL;
        size_t length = 0;
        assert_int_equal(bgt_batch_open(&fixture->kit.io, &batch), BGT_OK);
        assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET, NULL), BGT_OK);
        assert_int_equal(bgt_batch_put_text(batch, 1, "s", 1, NULL), BGT_OK);
        kit_item(batch, BGT_ITEM_ROW)->row = 1;
        assert_int_equal(bgt_batch_put_text(batch, 1, texts[i], strlen(texts[i]), NULL),
                         BGT_OK);
        assert_int_equal(kit_write(&fixture->kit, batch, &bytes, &length),
                         BGT_CANNOT_HOLD);
        assert_int_equal(bgt_reporter_count(fixture->kit.reporter, BGT_LOSS), i + 1);
        bgt_batch_close(batch);
    }
}

/* ---- Ties ---------------------------------------------------------------------------
 */

static bgt_status choose(struct fixture *fixture, const struct bgt_manifest **manifest)
{
    struct bgt_input *input = NULL;
    assert_int_equal(bgt_input_open_memory(&fixture->kit.io, sample, sizeof sample - 1,
                                           "in.grid", &input),
                     BGT_OK);
    struct bgt_reader_wanted wanted = {.io = &fixture->kit.io, .input = input};
    bgt_status status = bgt_choose_reader(fixture->registry, &wanted, manifest);
    bgt_input_close(input);
    return status;
}

static void the_best_answer_breaks_a_tie(void **state)
{
    struct fixture *fixture = *state;
    const struct bgt_manifest *manifest = NULL;
    put_rival(fixture, "plain"); /* It has no probe. */
    copy_file(fixture, "plain.so", "plain.so");
    open_registry(fixture);
    assert_int_equal(choose(fixture, &manifest), BGT_OK);
    assert_string_equal(manifest->id, "example");
    assert_int_equal(bgt_reporter_kept(fixture->kit.reporter), 0);
}

static void a_rival_that_does_not_load_drops_out(void **state)
{
    struct fixture *fixture = *state;
    const struct bgt_manifest *manifest = NULL;
    put_rival(fixture, "missing");
    open_registry(fixture);
    assert_int_equal(choose(fixture, &manifest), BGT_OK);
    assert_string_equal(manifest->id, "example");
    assert_int_equal(kit_errors(&fixture->kit), 0);
    assert_string_equal(bgt_reporter_at(fixture->kit.reporter, 0)->code->name,
                        "PLUGIN_LIBRARY_MISSING");
}

static void equal_answers_are_ambiguous(void **state)
{
    struct fixture *fixture = *state;
    const struct bgt_manifest *manifest = NULL;
    put_rival(fixture, "zwin");
    copy_file(fixture, "zwin.so", "zwin.so"); /* Its probe says 100 too. */
    open_registry(fixture);
    assert_int_equal(choose(fixture, &manifest), BGT_BAD);
    assert_string_equal(bgt_reporter_at(fixture->kit.reporter, 0)->code->name,
                        "FORMAT_AMBIGUOUS");
    assert_string_equal(bgt_reporter_at(fixture->kit.reporter, 0)->arguments[0],
                        "example, zwin");
}

int main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(cells_are_read),
        T(another_encoding_is_read_too),
        T(faults_are_named_with_their_line),
        T(what_was_read_is_written_back),
        T(what_it_cannot_hold_is_refused),
        T(the_best_answer_breaks_a_tie),
        T(a_rival_that_does_not_load_drops_out),
        T(equal_answers_are_ambiguous),
    };
    return bgt_test_main("plugin_example", tests, BGT_TEST_COUNT(tests), argc, argv);
}
