#include "fake.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The services of an instance, called as a plugin calls them. */
static struct bgt_plugin_env env;
static struct bgt_interner *interner;
static int cancelled;

static int say_cancelled(void *context)
{
    return *(int *)context;
}

static const char *name_of(void *context, const char *scheme, const char *year,
                           const char *code, size_t length)
{
    (void)year;
    return strcmp(scheme, "func") == 0 && length == 3 && memcmp(code, "201", 3) == 0
               ? context
               : NULL;
}

static const struct bgt_option_value values[1] = {{"x", 0, 1}};

static const struct bgt_env *make(bool is_writer)
{
    struct bgt_interner_options options = {.maximum_bytes = 1 << 20, .key = {{1, 2}}};
    if (interner == NULL) {
        assert_int_equal(bgt_interner_open(&options, &interner), BGT_OK);
    }
    host.interner = interner;
    host.catalogue_name = name_of;
    host.catalogue_context = (void *)"一般公共服务支出";
    io.is_cancelled = say_cancelled;
    io.cancel_context = &cancelled;
    struct bgt_plugin_env_options made = {
        .host = &host, .plugin = &grid, .values = values, .is_writer = is_writer};
    bgt_plugin_env_init(&env, &made);
    return &env.env;
}

static int end(void **state)
{
    bgt_interner_close(interner);
    interner = NULL;
    return teardown(state);
}

static void facts_of_the_job_are_there(void **state)
{
    const struct bgt_env *e = make(false);
    (void)state;
    assert_int_equal(e->struct_size, sizeof *e);
    assert_int_equal(e->abi, BGT_ABI);
    assert_ptr_equal(e->limits, &limits);
    assert_ptr_equal(e->model, &model);
    assert_ptr_equal(e->options, values);
    assert_int_equal(e->option_count, 0);
    cancelled = 0;
    assert_false(e->is_cancelled(e));
    cancelled = 1;
    assert_true(e->is_cancelled(e));
    io.is_cancelled = NULL;
    assert_false(e->is_cancelled(e));
    assert_string_equal(e->catalogue_name(e, "func", "2026", "2010", 3),
                        "一般公共服务支出");
    assert_null(e->catalogue_name(e, "func", "2026", "202", 3));
    host.catalogue_name = NULL;
    assert_null(e->catalogue_name(e, "func", "2026", "201", 3));
}

static void reports_go_to_the_job(void **state)
{
    struct fixture *fixture = *state;
    const struct bgt_env *e = make(false);
    struct bgt_diagnostic fault = {.code = "CSV_MADE_UP", .place = {.line = 3}};
    assert_int_equal(e->report(e, &fault), BGT_BAD);
    const struct bgt_kept_diagnostic *kept = fixture_only(fixture, "PLUGIN_MESSAGE");
    assert_string_equal(kept->arguments[0], "CSV_MADE_UP");
    fault.code = NULL;
    assert_int_equal(e->report(e, &fault), BGT_BAD);
    fault.code = "PLUGIN_SHADOWED";
    assert_int_equal(e->report(e, &fault), BGT_OK);
    fault.code = "FILE_EMPTY";
    for (uint64_t i = 3; i < limits.errors; i++) {
        assert_int_equal(e->report(e, &fault), BGT_BAD);
    }
    assert_int_equal(e->report(e, &fault), BGT_FATAL);
}

static void only_readers_intern(void **state)
{
    const struct bgt_env *e = make(false);
    (void)state;
    uint32_t id = e->intern(e, "收入", 6);
    assert_true(id != 0);
    assert_int_equal(e->intern(e, "收入", 6), id);
    host.interner = NULL;
    assert_int_equal(e->intern(e, "收入", 6), 0);
    e = make(true);
    assert_int_equal(e->intern(e, "收入", 6), 0);
}

static void input_is_decoded_by_label(void **state)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    struct bgt_input *raw = NULL;
    struct bgt_input *utf8 = NULL;
    const struct bgt_env *e = make(false);
    host.encoding = "gbk";
    assert_int_equal(bgt_input_open_memory(&io, "\xCA\xD5\xC8\xEB", 4, "in", &raw),
                     BGT_OK);
    assert_int_equal(e->decode(e, raw, &utf8), BGT_OK);
    assert_ptr_equal(env.view, utf8);
    assert_int_equal(utf8->map(utf8, &bytes, &length), BGT_OK);
    assert_int_equal(length, 6);
    assert_memory_equal(bytes, "收入", 6);
    utf8->close(utf8);
    bgt_input_close(raw);
    fixture_nothing(*state);
}

static void temporaries_give_back_what_was_written(void **state)
{
    const struct bgt_env *e = make(true);
    struct bgt_output *out = NULL;
    struct bgt_output *encoded = NULL;
    struct bgt_input *in = NULL;
    char bytes[8];
    size_t got = 0;
    assert_int_equal(e->temporary(e, &out, &in), BGT_OK);
    assert_int_equal(e->encode(e, out, "GB18030", &encoded), BGT_OK);
    assert_int_equal(encoded->write(encoded, "收入", 6), BGT_OK);
    assert_int_equal(encoded->close(encoded), BGT_OK);
    assert_int_equal(in->read(in, bytes, sizeof bytes, &got), BGT_OK);
    assert_int_equal(got, 4);
    assert_memory_equal(bytes, "\xCA\xD5\xC8\xEB", 4);
    (void)out->close(out);
    in->close(in);
    fixture_nothing(*state);
}

static void stored_numbers_become_exact(void **state)
{
    static const struct {
        const char *text;
        int scale;
        int64_t coefficient;
        uint8_t places;
        uint16_t flags;
    } cases[] = {
        {"26", 2, 2600, 2, BGT_VALUE_DECIMAL},
        {"830.99000000000001", 2, 83099, 2, BGT_VALUE_DECIMAL},
        {"137.802559", 2, 137802559, 6, BGT_VALUE_DECIMAL | BGT_VALUE_MORE_PLACES},
        {"1E3", -1, 1000, 0, BGT_VALUE_DECIMAL},
        {"1234567890123456", -1, 1234567890123456, 0,
         BGT_VALUE_DECIMAL | BGT_VALUE_IMPRECISE},
    };
    const struct bgt_env *e = make(false);
    struct bgt_decimal decimal = {0};
    uint16_t flags = 0;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        flags = 0;
        assert_int_equal(e->stored_number(e, cases[i].text, strlen(cases[i].text),
                                          cases[i].scale, &decimal, &flags),
                         BGT_OK);
        assert_true(decimal.coefficient == cases[i].coefficient);
        assert_int_equal(decimal.scale, cases[i].places);
        assert_int_equal(flags, cases[i].flags);
    }
    flags = BGT_VALUE_FORMULA;
    assert_int_equal(e->stored_number(e, "abc", 3, 2, &decimal, &flags), BGT_BAD);
    assert_int_equal(flags, BGT_VALUE_FORMULA);
    fixture_nothing(*state);
}

static bgt_status see_start(void *context, const char *uri, const char *name,
                            const char *const *attributes)
{
    (void)uri;
    (void)attributes;
    *(int *)context += strcmp(name, "a") == 0;
    return BGT_OK;
}

static void markup_is_parsed_by_the_host(void **state)
{
    const struct bgt_xml_handler handler = {.struct_size = sizeof handler,
                                            .start = see_start};
    const struct bgt_env *e = make(false);
    struct bgt_input *in = NULL;
    struct bgt_xml *xml = NULL;
    struct bgt_yaml *yaml = NULL;
    struct bgt_yaml_event event = {0};
    int seen = 0;
    assert_int_equal(bgt_input_open_memory(&io, "<a><a/></a>", 11, "in", &in), BGT_OK);
    assert_int_equal(e->xml_open(e, in, &handler, &seen, &xml), BGT_OK);
    bgt_status status = BGT_OK;
    while (status == BGT_OK) {
        status = e->xml_step(xml, 4);
    }
    assert_int_equal(status, BGT_END);
    assert_int_equal(seen, 2);
    assert_int_equal(e->xml_line(xml), 1);
    e->xml_close(xml);
    bgt_input_close(in);
    assert_int_equal(bgt_input_open_memory(&io, "a: 1", 4, "in", &in), BGT_OK);
    assert_int_equal(e->yaml_open(e, in, &yaml), BGT_OK);
    assert_int_equal(e->yaml_next(yaml, &event), BGT_OK);
    assert_int_equal(event.kind, BGT_YAML_MAPPING);
    e->yaml_close(yaml);
    bgt_input_close(in);
    fixture_nothing(*state);
}

static void data_files_stay_inside_their_folder(void **state)
{
    static const char *const outside[] = {
        "../secret", "maps/../../secret", "/etc/passwd", "", "..", "absent", "maps"};
    char *formats = bgt_test_make_folder();
    char *own = bgt_test_join(formats, "fake");
    char *maps = bgt_test_join(own, "maps");
    char *file = bgt_test_join(maps, "..a.yaml");
    char *secret = bgt_test_join(formats, "secret");
    struct bgt_input *in = NULL;
    assert_int_equal(mkdir(own, 0700), 0);
    assert_int_equal(mkdir(maps, 0700), 0);
    bgt_test_write_file(file, "data", 4);
    bgt_test_write_file(secret, "s", 1);
    const struct bgt_env *e = make(false);
    assert_int_equal(e->data(e, "maps/..a.yaml", &in), BGT_NOT_FOUND);
    host.formats = formats;
    assert_int_equal(e->data(e, "maps/..a.yaml", &in), BGT_OK);
    assert_int_equal(in->size, 4);
    in->close(in);
    for (size_t i = 0; i < BGT_TEST_COUNT(outside); i++) {
        assert_int_equal(e->data(e, outside[i], &in), BGT_NOT_FOUND);
    }
    free(secret);
    free(file);
    free(maps);
    free(own);
    bgt_test_remove_folder(formats);
    fixture_nothing(*state);
}

static void places_are_cells_lines_or_paths(void **state)
{
    char text[256];
    char path[600];
    struct bgt_place place;
    (void)state;
    struct bgt_item *item = add_item(batch, BGT_ITEM_RECORD);
    item->line = 9;
    for (size_t i = 0; i + 3 <= sizeof path; i += 3) {
        path[i] = (char)0xE9;
        path[i + 1] = (char)0xA2;
        path[i + 2] = (char)0x84;
    }
    assert_int_equal(bgt_batch_place(batch, path, sizeof path), BGT_OK);
    assert_int_equal(bgt_batch_put_text(batch, 12, "x", 1, NULL), BGT_OK);
    item = &batch->items[0];
    bgt_item_place(batch, item, &batch->values[0], text, &place);
    assert_int_equal(strlen(place.path), 255); /* 85 whole characters. */
    assert_null(place.sheet);
    assert_int_equal(place.line, 9);
    assert_int_equal(place.column, 0); /* Field 12 is no column. */
    batch->values[0].place_column = 4;
    batch->values[0].place_line = 11;
    bgt_item_place(batch, item, &batch->values[0], text, &place);
    assert_int_equal(place.line, 11);
    assert_int_equal(place.column, 4);
    bgt_item_place(batch, item, NULL, text, &place);
    assert_int_equal(place.line, 9);
    assert_int_equal(place.is_cell, 0);
}

int main(int argc, char **argv)
{
#define E(name) cmocka_unit_test_setup_teardown(name, setup, end)
    const struct CMUnitTest tests[] = {
        E(facts_of_the_job_are_there),
        E(reports_go_to_the_job),
        E(only_readers_intern),
        E(input_is_decoded_by_label),
        E(temporaries_give_back_what_was_written),
        E(stored_numbers_become_exact),
        E(markup_is_parsed_by_the_host),
        E(data_files_stay_inside_their_folder),
        E(places_are_cells_lines_or_paths),
    };
    return bgt_test_main("plugin_env", tests, BGT_TEST_COUNT(tests), argc, argv);
}
