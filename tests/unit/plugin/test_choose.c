#include "fixture.h"

#include "io/input.h"
#include "plugin/choose.h"
#include "plugin/content.h"

#include <stdio.h>
#include <stdlib.h>

/* A folder of manifests and the registry over them. Nothing here needs to be loaded. */
static char *folder;
static struct bgt_registry *registry;
static struct bgt_io io;

#define LIMIT(field, name, value, why) .field = (value),
static const struct bgt_limits limits = {.struct_size = sizeof limits, BGT_LIMITS(LIMIT)};
#undef LIMIT

static const struct {
    const char *id;
    const char *more;
} plugins[] = {
    {"csv", "extensions = csv\nfolder_member = datapackage.json\n"
            "zip_member = datapackage.json\n"},
    {"fiscal-xml", "extensions = xml\nxml_root = {urn:fiscal}预算\n"},
    {"plain-xml", "extensions = xml\nxml_root = 预算\n"},
    {"yaml", "extensions = yaml yml\nfirst_key = budgetconv\n"},
    {"xlsx", "extensions = xlsx\nread_extensions = et\nzip_member = xl/workbook.xml\n"
             "zip_member = [Content_Types].xml\nmagic = D0CF11E0\n"},
    {"docx", "extensions = docx\nzip_member = [Content_Types].xml\n"},
    {"zipped", "extensions = zip\nmagic = 504B0304\n"},
    {"late", "magic = 4C415445 @16\n"},
};

static int setup(void **state)
{
    folder = bgt_test_make_folder();
    if (fixture_setup(state) != 0) {
        return -1;
    }
    for (size_t i = 0; i < BGT_TEST_COUNT(plugins); i++) {
        char name[64];
        char text[512];
        (void)snprintf(name, sizeof name, "%s.plugin", plugins[i].id);
        int length = snprintf(text, sizeof text,
                              "id = %s\nabi = 0.1\nkind = grid\ntitle = T\n"
                              "title_zh = T\ncapabilities = read\n%s",
                              plugins[i].id, plugins[i].more);
        char *path = bgt_test_join(folder, name);
        bgt_test_write_file(path, text, (size_t)length);
        free(path);
    }
    struct fixture *fixture = *state;
    struct bgt_registry_options options = {.installed = folder,
                                           .ignores_environment = true};
    io = (struct bgt_io){.reporter = fixture->reporter, .limits = &limits};
    return bgt_registry_open(&options, fixture->reporter, &registry) == BGT_OK ? 0 : -1;
}

static int teardown(void **state)
{
    bgt_registry_close(registry);
    bgt_test_remove_folder(folder);
    return fixture_teardown(state);
}

/* Bytes without an end. */
static void put(char *at, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        at[i] = bytes[i];
    }
}

/* The id chosen for bytes under a name; null where none was. */
static const char *choose(const void *bytes, size_t length, const char *name)
{
    const struct bgt_manifest *manifest = NULL;
    struct bgt_input *input = NULL;
    assert_int_equal(bgt_input_open_memory(&io, bytes, length, name, &input), BGT_OK);
    struct bgt_reader_wanted wanted = {.io = &io, .input = input};
    bgt_status status = bgt_choose_reader(registry, &wanted, &manifest);
    bgt_input_close(input);
    assert_true((status == BGT_OK) == (manifest != NULL));
    return manifest != NULL ? manifest->id : NULL;
}

static const char *choose_text(const char *text, const char *name)
{
    return choose(text, strlen(text), name);
}

static void chosen(const char *id, const char *wanted)
{
    if (id == NULL || strcmp(id, wanted) != 0) {
        fail_msg("%s instead of %s", id != NULL ? id : "nothing", wanted);
    }
}

static void the_name_decides_where_the_content_does_not(void **state)
{
    chosen(choose_text("a,b\n1,2\n", "in.csv"), "csv");
    chosen(choose_text("", "in.CSV"), "csv");
    chosen(choose_text("key: value\n", "in.yml"), "yaml");
    chosen(choose_text("\xD0\xCF", "in.et"), "xlsx");
    fixture_nothing(*state);
}

static void the_first_key_decides(void **state)
{
    chosen(choose_text("# 注释\n---\nbudgetconv: 1\n", "in.yaml"), "yaml");
    chosen(choose_text("\"budgetconv\": 1\n", "-"), "yaml");
    chosen(choose_text("{\"budgetconv\": 1}", "-"), "yaml");
    chosen(choose_text("\xEF\xBB\xBF"
                       "budgetconv: 1\n",
                       "-"),
           "yaml");
    fixture_nothing(*state);
    assert_null(choose_text("budgetconvert: 1\n", "-"));
    assert_null(choose_text("- budgetconv: 1\n", "-"));
    assert_null(choose_text("a: 1\nbudgetconv: 1\n", "-"));
    assert_int_equal(bgt_reporter_count(((struct fixture *)*state)->reporter, BGT_ERROR),
                     3);
    assert_non_null(fixture_find(*state, "FORMAT_NOT_RECOGNISED"));
}

static void the_root_element_decides(void **state)
{
    static const char gb18030[] = "<?xml version=\"1.0\" encoding=\"GB2312\"?>"
                                  "<\xD4\xA4\xCB\xE3 xmlns=\"urn:fiscal\">";
    chosen(choose_text("<?xml version=\"1.0\"?><!-- x -->\n<预算 a=\"1\">", "in.xml"),
           "plain-xml");
    chosen(choose_text("<p:预算 xmlns:p=\"urn:fiscal\"><p:x/></p:预算>", "in.xml"),
           "fiscal-xml");
    chosen(choose_text(gb18030, "-"), "fiscal-xml");
    chosen(choose("\xFF\xFE<\0\x84\x98\x97\x7B>\0", 10, "-"), "plain-xml");
    fixture_nothing(*state);
    assert_null(choose_text("<决算/>", "-"));
}

static void a_long_head_is_enough(void **state)
{
    size_t length = 200000;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, ' ', length);
    put(text, "<预算>", 8);
    for (size_t i = 100; i + 3 < length; i += 3) {
        put(text + i, "预", 3); /* A character stands across the end of the head. */
    }
    chosen(choose(text, length, "-"), "plain-xml");
    put(text, "budgetconv: \"", 13);
    chosen(choose(text, length, "-"), "yaml");
    free(text);
    fixture_nothing(*state);
}

static void magic_stands_at_its_offset(void **state)
{
    chosen(choose_text("0123456789abcdefLATE", "-"), "late");
    fixture_nothing(*state);
    assert_null(choose_text("0123456789abcdefLAT", "-"));
    assert_null(choose_text("0123456789abcdeLATE", "-"));
}

static void content_is_stronger_than_the_name(void **state)
{
    struct fixture *fixture = *state;
    chosen(choose_text("budgetconv: 1\n", "in.csv"), "yaml");
    const struct bgt_kept_diagnostic *note = fixture_only(fixture, "FORMAT_FROM_CONTENT");
    assert_int_equal(note->code->severity, BGT_NOTE);
    assert_string_equal(note->arguments[0], "yaml");
    assert_string_equal(note->arguments[1], "csv");
    assert_string_equal(note->place.file, "in.csv");
    chosen(choose_text("budgetconv: 1\n", "in.bak"), "yaml");
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 1);
}

/* ---- Zip and folder -----------------------------------------------------------------
 */

static size_t put_number(char *at, uint32_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        at[i] = (char)(value >> 8 * i & 0xFF);
    }
    return bytes;
}

/* A zip of empty stored members, as APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16 have it. */
static size_t make_zip(char *out, const char *const *names)
{
    size_t length = 0;
    size_t count = 0;
    size_t offsets[8];
    for (; names[count] != NULL; count++) {
        size_t name = strlen(names[count]);
        offsets[count] = length;
        memset(out + length, 0, 30);
        (void)put_number(out + length, 0x04034B50, 4);
        (void)put_number(out + length + 4, 20, 2);
        (void)put_number(out + length + 12, 0x21, 2);
        (void)put_number(out + length + 26, (uint32_t)name, 2);
        memcpy(out + length + 30, names[count], name);
        length += 30 + name;
    }
    size_t directory = length;
    for (size_t i = 0; i < count; i++) {
        size_t name = strlen(names[i]);
        memset(out + length, 0, 46);
        (void)put_number(out + length, 0x02014B50, 4);
        (void)put_number(out + length + 4, 20, 2);
        (void)put_number(out + length + 6, 20, 2);
        (void)put_number(out + length + 14, 0x21, 2);
        (void)put_number(out + length + 28, (uint32_t)name, 2);
        (void)put_number(out + length + 42, (uint32_t)offsets[i], 4);
        memcpy(out + length + 46, names[i], name);
        length += 46 + name;
    }
    memset(out + length, 0, 22);
    (void)put_number(out + length, 0x06054B50, 4);
    (void)put_number(out + length + 8, (uint32_t)count, 2);
    (void)put_number(out + length + 10, (uint32_t)count, 2);
    (void)put_number(out + length + 12, (uint32_t)(length - directory), 4);
    (void)put_number(out + length + 16, (uint32_t)directory, 4);
    return length + 22;
}

static void members_of_a_zip_decide(void **state)
{
    char zip[1024];
    size_t length = make_zip(
        zip, (const char *const[]){"[Content_Types].xml", "xl/workbook.xml", NULL});
    chosen(choose(zip, length, "-"), "xlsx");
    chosen(choose(zip, length, "in.xlsx"), "xlsx");
    length = make_zip(zip, (const char *const[]){"data/datapackage.json", NULL});
    chosen(choose(zip, length, "-"), "zipped");
    length = make_zip(zip, (const char *const[]){"datapackage.json", NULL});
    chosen(choose(zip, length, "-"), "csv");
    /* One line of two plugins fits: the name decides between them. */
    length = make_zip(zip, (const char *const[]){"[Content_Types].xml", NULL});
    chosen(choose(zip, length, "in.docx"), "docx");
    chosen(choose(zip, length, "in.xlsx"), "xlsx");
    fixture_nothing(*state);
}

static void a_damaged_zip_is_left_to_its_reader(void **state)
{
    char zip[1024];
    size_t length = make_zip(zip, (const char *const[]){"xl/workbook.xml", NULL});
    chosen(choose(zip, length - 30, "in.zip"), "zipped");
    fixture_nothing(*state);
}

static void members_of_a_folder_decide(void **state)
{
    const struct bgt_manifest *manifest = NULL;
    struct bgt_input *input = NULL;
    char *package = bgt_test_make_folder();
    char *member = bgt_test_join(package, "datapackage.json");
    bgt_test_write_file(member, "{}", 2);
    assert_int_equal(bgt_input_open_file(&io, package, &input), BGT_OK);
    struct bgt_reader_wanted wanted = {.io = &io, .input = input};
    assert_int_equal(bgt_choose_reader(registry, &wanted, &manifest), BGT_OK);
    assert_string_equal(manifest->id, "csv");
    bgt_input_close(input);
    free(member);
    bgt_test_remove_folder(package);
    fixture_nothing(*state);
}

/* ---- By id --------------------------------------------------------------------------
 */

static void the_user_s_word_is_final(void **state)
{
    const struct bgt_manifest *manifest = NULL;
    struct bgt_reader_wanted wanted = {.io = &io, .format = "csv"};
    assert_int_equal(bgt_choose_reader(registry, &wanted, &manifest), BGT_OK);
    assert_string_equal(manifest->id, "csv");
    wanted.format = "yalm";
    assert_int_equal(bgt_choose_reader(registry, &wanted, &manifest), BGT_NOT_FOUND);
    assert_string_equal(fixture_only(*state, "FORMAT_UNKNOWN_NEAR")->arguments[2],
                        "yaml");
}

static void hostile_heads_are_survived(void **state)
{
    static const char *const starts[] = {
        "<",          "<?xml",    "<!DOCTYPE x [", "{",    "- ? :", "%YAML",
        "PK\x03\x04", "\xFF\xFE", "\xEF\xBB\xBF",  "&a *a"};
    char bytes[4096];
    uint32_t random = 12345;
    (void)state;
    for (size_t i = 0; i < 400; i++) {
        const char *start = starts[i % BGT_TEST_COUNT(starts)];
        for (size_t at = 0; at < sizeof bytes; at++) {
            random = random * 1664525u + 1013904223u;
            bytes[at] = (char)(random >> 24);
        }
        put(bytes, start, strlen(start));
        (void)choose(bytes, (i * 37) % sizeof bytes, "-");
    }
}

int main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(the_name_decides_where_the_content_does_not),
        T(the_first_key_decides),
        T(the_root_element_decides),
        T(a_long_head_is_enough),
        T(magic_stands_at_its_offset),
        T(content_is_stronger_than_the_name),
        T(members_of_a_zip_decide),
        T(a_damaged_zip_is_left_to_its_reader),
        T(members_of_a_folder_decide),
        T(the_user_s_word_is_final),
        T(hostile_heads_are_survived),
    };
    return bgt_test_main("plugin_choose", tests, BGT_TEST_COUNT(tests), argc, argv);
}
