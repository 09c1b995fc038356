#include "fixture.h"

#include "plugin/manifest.h"

#include <stdio.h>
#include <stdlib.h>

static const char good[] =
    "# a comment\r\n"
    "\r\n"
    "id = fiscal-xml\n"
    "abi=0.1\n"
    "kind = record\n"
    "title = Fiscal XML # not a comment\n"
    "title_zh = 财政 XML\n"
    "extensions = .XML fiscal.xml\n"
    "read_extensions = fx\n"
    "media_types = application/xml text/xml\n"
    "capabilities = read write stream extras grouped\n"
    "magic = 50 4b0304\n"
    "magic = 3C3F @12\n"
    "zip_member = xl/workbook.xml\n"
    "zip_member = [Content_Types].xml\n"
    "folder_member = datapackage.json\n"
    "xml_root = budget\n"
    "xml_root = {urn:x}预算\n"
    "first_key = budgetconv\n"
    "text_characters = 32767\n"
    "rows = 1048576\n"
    "columns = 16384\n"
    "sheets = 255\n"
    "sheet_name_characters = 31\n"
    "digits = 15\n"
    "scale = 9\n"
    "option = bom type=bool direction=write default=no help=\"A \\\"mark\\\".\" "
    "help_zh=标记\n"
    "option = numbers type=choice direction=read default=exact values=exact,shown "
    "help=\"How.\" help_zh=\"如何\"\n"
    "option = depth type=integer direction=both min=-1 max=64 default=0 help=D "
    "help_zh=D\n"
    "option = sheet type=text direction=read help=S help_zh=S";

static bgt_status parse(struct fixture *fixture, const char *text,
                        struct bgt_manifest *out)
{
    struct bgt_manifest_source source = {"plugins/fiscal-xml.plugin", text, strlen(text)};
    return bgt_manifest_parse(&source, &fixture->arena, fixture->reporter, out);
}

static void everything_is_read(void **state)
{
    struct bgt_manifest m = {0};
    assert_int_equal(parse(*state, good, &m), BGT_OK);
    fixture_nothing(*state);
    assert_string_equal(m.id, "fiscal-xml");
    assert_int_equal(m.abi, BGT_ABI);
    assert_int_equal(m.kind, BGT_KIND_RECORD);
    assert_string_equal(m.title, "Fiscal XML # not a comment");
    assert_string_equal(m.title_zh, "财政 XML");
    assert_string_equal(m.extensions[0], "xml");
    assert_string_equal(m.extensions[1], "fiscal.xml");
    assert_null(m.extensions[2]);
    assert_string_equal(m.read_extensions[0], "fx");
    assert_string_equal(m.media_types[1], "text/xml");
    assert_int_equal(m.capacity.flags, BGT_CAN_READ | BGT_CAN_WRITE | BGT_CAN_STREAM |
                                           BGT_CAN_EXTRAS | BGT_CAN_GROUPED);
    assert_int_equal(m.magic_count, 2);
    assert_memory_equal(m.magics[0].bytes, "PK\x03\x04", 4);
    assert_int_equal(m.magics[0].offset, 0);
    assert_int_equal(m.magics[1].offset, 12);
    assert_int_equal(m.magics[1].length, 2);
    assert_string_equal(m.zip_members[1], "[Content_Types].xml");
    assert_string_equal(m.folder_members[0], "datapackage.json");
    assert_int_equal(m.xml_root_count, 2);
    assert_null(m.xml_roots[0].uri);
    assert_string_equal(m.xml_roots[1].uri, "urn:x");
    assert_string_equal(m.xml_roots[1].name, "预算");
    assert_string_equal(m.first_keys[0], "budgetconv");
}

static void capacity_and_options_are_read(void **state)
{
    struct bgt_manifest m = {0};
    assert_int_equal(parse(*state, good, &m), BGT_OK);
    assert_int_equal(m.capacity.struct_size, sizeof(struct bgt_capacity));
    assert_int_equal(m.capacity.text_characters, 32767);
    assert_int_equal(m.capacity.rows, 1048576);
    assert_int_equal(m.capacity.columns, 16384);
    assert_int_equal(m.capacity.sheets, 255);
    assert_int_equal(m.capacity.sheet_name_characters, 31);
    assert_int_equal(m.capacity.digits, 15);
    assert_int_equal(m.capacity.scale, 9);
    assert_int_equal(m.option_count, 4);
    assert_string_equal(m.options[0].name, "bom");
    assert_int_equal(m.options[0].type, BGT_OPTION_BOOL);
    assert_false(m.options[0].for_reader);
    assert_true(m.options[0].for_writer);
    assert_string_equal(m.options[0].help, "A \"mark\".");
    assert_string_equal(m.options[0].help_zh, "标记");
    assert_string_equal(m.options[0].initial, "no");
    assert_string_equal(m.options[1].choices[1], "shown");
    assert_null(m.options[1].choices[2]);
    assert_int_equal(m.options[2].minimum, -1);
    assert_int_equal(m.options[2].maximum, 64);
    assert_true(m.options[2].for_reader && m.options[2].for_writer);
    assert_null(m.options[3].initial);
    assert_null(m.options[3].choices);
}

/* The good manifest with one line replaced or added: what is reported, and for which
 * line. */
struct fault {
    const char *name;
    const char *from; /* A line of the good text; null: the line is added at the end. */
    const char *to;
    const char *code;
    unsigned line;
};

static const struct fault faults[] = {
    {"id", "id = fiscal-xml", "id = csv", "PLUGIN_MANIFEST_VALUE", 3},
    {"id bad", "id = fiscal-xml", "id = Fiscal", "PLUGIN_MANIFEST_VALUE", 3},
    {"no id", "id = fiscal-xml", "", "PLUGIN_MANIFEST_MISSING", 0},
    {"abi", "abi=0.1", "abi=1", "PLUGIN_MANIFEST_VALUE", 4},
    {"abi long", "abi=0.1", "abi=0.1.2", "PLUGIN_MANIFEST_VALUE", 4},
    {"abi large", "abi=0.1", "abi=0.65536", "PLUGIN_MANIFEST_VALUE", 4},
    {"kind", "kind = record", "kind = tree", "PLUGIN_MANIFEST_VALUE", 5},
    {"no value", "kind = record", "kind =", "PLUGIN_MANIFEST_VALUE", 5},
    {"no equals", NULL, "kind", "PLUGIN_MANIFEST_LINE", 31},
    {"capability", "capabilities = read write stream extras grouped",
     "capabilities = read dance", "PLUGIN_MANIFEST_VALUE", 11},
    {"no capability", "capabilities = read write stream extras grouped",
     "capabilities = stream", "PLUGIN_MANIFEST_VALUE", 11},
    {"twice", NULL, "id = fiscal-xml", "PLUGIN_MANIFEST_TWICE", 31},
    {"magic odd", NULL, "magic = 504 @0", "PLUGIN_MANIFEST_VALUE", 31},
    {"magic far", NULL, "magic = 50 @65536", "PLUGIN_MANIFEST_VALUE", 31},
    {"magic none", NULL, "magic = @1", "PLUGIN_MANIFEST_VALUE", 31},
    {"magic long", NULL,
     "magic = 000000000000000000000000000000000000000000000000000000000000000000",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"root open", NULL, "xml_root = {urn:x", "PLUGIN_MANIFEST_VALUE", 31},
    {"root empty", NULL, "xml_root = {urn:x}", "PLUGIN_MANIFEST_VALUE", 31},
    {"digits", "digits = 15", "digits = 256", "PLUGIN_MANIFEST_VALUE", 25},
    {"columns", "columns = 16384", "columns = 4294967296", "PLUGIN_MANIFEST_VALUE", 22},
    {"rows", "rows = 1048576", "rows = -1", "PLUGIN_MANIFEST_VALUE", 21},
    {"option twice", NULL, "option = bom type=bool direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_TWICE", 31},
    {"option name", NULL, "option = Bom type=bool direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option type", NULL, "option = o type=date direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option direction", NULL, "option = o type=bool help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option help", NULL, "option = o type=bool direction=read help=a",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option values", NULL, "option = o type=choice direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option empty value", NULL,
     "option = o type=choice values=a,,b direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option no values", NULL,
     "option = o type=text values=a direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option default", NULL,
     "option = o type=choice values=a default=b direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option bounds", NULL,
     "option = o type=integer min=2 max=1 direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option min of text", NULL,
     "option = o type=text min=2 direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option open quote", NULL, "option = o type=bool direction=read help=\"a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option escape", NULL, "option = o type=bool direction=read help=\"\\n\" help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option glued", NULL, "option = o type=bool direction=read help=\"a\"help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option word twice", NULL,
     "option = o type=bool type=bool direction=read help=a help_zh=b",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"option unknown word", NULL,
     "option = o type=bool direction=read help=a help_zh=b colour=red",
     "PLUGIN_MANIFEST_VALUE", 31},
    {"extension", "read_extensions = fx", "read_extensions = a/b",
     "PLUGIN_MANIFEST_VALUE", 9},
};

static void change(const struct fault *fault, char *text, size_t size)
{
    const char *at = fault->from == NULL ? NULL : strstr(good, fault->from);
    if (at == NULL) {
        assert_null(fault->from);
        (void)snprintf(text, size, "%s\n%s\n", good, fault->to);
    } else {
        (void)snprintf(text, size, "%.*s%s%s", (int)(at - good), good, fault->to,
                       at + strlen(fault->from));
    }
}

static void a_fault_is_named_with_its_line(void **state)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        char text[4096];
        struct bgt_manifest m = {.id = "untouched"};
        struct fixture *fixture = *state;
        change(&faults[i], text, sizeof text);
        bgt_status status = parse(fixture, text, &m);
        if (status != BGT_BAD) {
            fail_msg("%s: accepted", faults[i].name);
        }
        assert_string_equal(m.id, "untouched");
        const struct bgt_kept_diagnostic *kept = fixture_only(fixture, faults[i].code);
        assert_string_equal(kept->place.file, "plugins/fiscal-xml.plugin");
        if (kept->place.line != faults[i].line) {
            fail_msg("%s: line %u", faults[i].name, (unsigned)kept->place.line);
        }
        assert_int_equal(kept->code->severity, BGT_WARNING);
        (void)fixture_teardown(state);
        (void)fixture_setup(state);
    }
}

static void all_faults_are_reported(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_manifest m = {0};
    assert_int_equal(parse(fixture, "kind = x\nabi = y\n", &m), BGT_BAD);
    /* Two values, and id, title, title_zh and capabilities are missing. */
    assert_int_equal(bgt_reporter_count(fixture->reporter, BGT_WARNING), 6);
}

static void an_unknown_key_is_only_a_warning(void **state)
{
    struct bgt_manifest m = {0};
    char text[4096];
    (void)snprintf(text, sizeof text, "%s\nfuture = 1\n", good);
    assert_int_equal(parse(*state, text, &m), BGT_OK);
    const struct bgt_kept_diagnostic *kept = fixture_only(*state, "PLUGIN_MANIFEST_KEY");
    assert_string_equal(kept->text, "future");
    assert_int_equal(kept->place.line, 31);
}

static void not_utf8_is_refused(void **state)
{
    struct bgt_manifest m = {0};
    assert_int_equal(parse(*state, "title = \xD6\xD0\n", &m), BGT_BAD);
    (void)fixture_only(*state, "PLUGIN_MANIFEST_UNREADABLE");
}

static void a_byte_order_mark_is_skipped(void **state)
{
    struct bgt_manifest m = {0};
    char text[4096];
    (void)snprintf(text, sizeof text, "\xEF\xBB\xBF%s", good);
    assert_int_equal(parse(*state, text, &m), BGT_OK);
}

static void every_cut_of_a_manifest_is_survived(void **state)
{
    for (size_t length = 0; length < sizeof good - 1; length++) {
        struct fixture *fixture = *state;
        struct bgt_manifest m = {0};
        char *text = malloc(length + 1);
        assert_non_null(text);
        memcpy(text, good, length);
        struct bgt_manifest_source source = {"fiscal-xml.plugin", text, length};
        bgt_status status =
            bgt_manifest_parse(&source, &fixture->arena, fixture->reporter, &m);
        assert_true(status == BGT_OK || status == BGT_BAD);
        if (status == BGT_BAD) {
            assert_true(bgt_reporter_count(fixture->reporter, BGT_WARNING) > 0);
        }
        free(text);
        (void)fixture_teardown(state);
        (void)fixture_setup(state);
    }
}

static void every_allocation_may_fail(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_manifest_source source = {"fiscal-xml.plugin", good, sizeof good - 1};
    struct bgt_manifest m = {0};
    for (size_t bytes = 0; bytes < 64u << 10; bytes += 509) {
        struct bgt_arena small;
        bgt_arena_init(&small, NULL, bytes);
        bgt_status status = bgt_manifest_parse(&source, &small, fixture->reporter, &m);
        assert_true(status == BGT_OK || status == BGT_LIMIT);
        bgt_arena_close(&small);
    }
    fixture_nothing(fixture);
}

static void files_are_read_and_refused(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_manifest m = {0};
    char *folder = bgt_test_make_folder();
    char *path = bgt_test_join(folder, "fiscal-xml.plugin");
    bgt_test_write_file(path, good, sizeof good - 1);
    assert_int_equal(bgt_manifest_read(path, &fixture->arena, fixture->reporter, &m),
                     BGT_OK);
    assert_string_equal(m.path, path);
    assert_int_equal(bgt_manifest_read(folder, &fixture->arena, fixture->reporter, &m),
                     BGT_BAD);
    char *large = calloc(1, BGT_MANIFEST_MAX_BYTES + 1);
    assert_non_null(large);
    memset(large, '\n', BGT_MANIFEST_MAX_BYTES + 1);
    memcpy(large, good, sizeof good - 1);
    bgt_test_write_file(path, large, BGT_MANIFEST_MAX_BYTES);
    assert_int_equal(bgt_manifest_read(path, &fixture->arena, fixture->reporter, &m),
                     BGT_OK);
    bgt_test_write_file(path, large, BGT_MANIFEST_MAX_BYTES + 1);
    assert_int_equal(bgt_manifest_read(path, &fixture->arena, fixture->reporter, &m),
                     BGT_BAD);
    free(large);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 2);
    assert_non_null(fixture_find(fixture, "PLUGIN_MANIFEST_UNREADABLE"));
    free(path);
    bgt_test_remove_folder(folder);
}

static void symbols_follow_the_stem(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(bgt_plugin_symbol("csv", &fixture->arena), "csv_LTX_bgt_plugin");
    assert_string_equal(bgt_plugin_symbol("fiscal-xml.2", &fixture->arena),
                        "fiscal_xml_2_LTX_bgt_plugin");
    assert_string_equal(bgt_capability_name(BGT_CAN_GROUPED), "grouped");
    assert_string_equal(bgt_capability_name(BGT_CAN_CHARTS), "charts");
    assert_null(bgt_capability_name(1u << 14));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(everything_is_read),
        FIXTURE_TEST(capacity_and_options_are_read),
        FIXTURE_TEST(a_fault_is_named_with_its_line),
        FIXTURE_TEST(all_faults_are_reported),
        FIXTURE_TEST(an_unknown_key_is_only_a_warning),
        FIXTURE_TEST(not_utf8_is_refused),
        FIXTURE_TEST(a_byte_order_mark_is_skipped),
        FIXTURE_TEST(every_cut_of_a_manifest_is_survived),
        FIXTURE_TEST(every_allocation_may_fail),
        FIXTURE_TEST(files_are_read_and_refused),
        FIXTURE_TEST(symbols_follow_the_stem),
    };
    return bgt_test_main("plugin_manifest", tests, BGT_TEST_COUNT(tests), argc, argv);
}
