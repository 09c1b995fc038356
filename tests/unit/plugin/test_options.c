#include "fixture.h"

#include "plugin/options.h"

static const char *const delimiters[] = {"auto", "comma", "tab", NULL};

static const struct bgt_option options[] = {
    {.name = "delimiter",
     .type = BGT_OPTION_CHOICE,
     .for_reader = 1,
     .for_writer = 1,
     .initial = "auto",
     .choices = delimiters},
    {.name = "bom", .type = BGT_OPTION_BOOL, .for_writer = 1, .initial = "no"},
    {.name = "skip",
     .type = BGT_OPTION_INTEGER,
     .for_reader = 1,
     .initial = "0",
     .minimum = -1,
     .maximum = 9},
    {.name = "sheet", .type = BGT_OPTION_TEXT, .for_reader = 1},
};

static const struct bgt_option house_options[] = {
    {.name = "entities", .type = BGT_OPTION_BOOL, .for_reader = 1, .initial = "yes"},
};

static struct bgt_option_table table_of(enum bgt_direction direction)
{
    return (struct bgt_option_table){.options = options,
                                     .count = 4,
                                     .stride = sizeof(struct bgt_option),
                                     .owner = "csv",
                                     .direction = direction};
}

static bgt_status resolve(struct fixture *fixture, const struct bgt_option_table *table,
                          const char *first, const char *second,
                          struct bgt_option_value **values)
{
    const char *given[] = {first, second, NULL};
    return bgt_options_resolve(table, given, &fixture->arena, fixture->reporter, values);
}

static void defaults_stand_where_nothing_is_given(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_option_table table = table_of(BGT_FOR_READER);
    struct bgt_option_value *values = NULL;
    assert_int_equal(
        bgt_options_resolve(&table, NULL, &fixture->arena, fixture->reporter, &values),
        BGT_OK);
    assert_string_equal(values[0].text, "auto");
    assert_int_equal(values[0].integer, 0);
    assert_int_equal(values[0].is_given, 0);
    assert_string_equal(values[1].text, "no");
    assert_int_equal(values[2].integer, 0);
    assert_null(values[3].text);
}

static void given_values_are_typed(void **state)
{
    struct bgt_option_table table = table_of(BGT_FOR_READER);
    struct bgt_option_value *values = NULL;
    assert_int_equal(resolve(*state, &table, "delimiter=tab", "skip=-1", &values),
                     BGT_OK);
    assert_int_equal(values[0].integer, 2);
    assert_int_equal(values[0].is_given, 1);
    assert_int_equal(values[2].integer, -1);
    assert_int_equal(resolve(*state, &table, "sheet=a=b", "sheet=a=b", &values), BGT_OK);
    assert_string_equal(values[3].text, "a=b");
    assert_int_equal(resolve(*state, &table, "sheet=", NULL, &values), BGT_OK);
    assert_string_equal(values[3].text, "");
    table = table_of(BGT_FOR_WRITER);
    assert_int_equal(resolve(*state, &table, "bom=yes", NULL, &values), BGT_OK);
    assert_int_equal(values[1].integer, 1);
    fixture_nothing(*state);
}

static void refuse(void **state, const char *given, const char *code,
                   const char *facts[4])
{
    struct bgt_option_table table = table_of(BGT_FOR_READER);
    struct bgt_option_value *values = NULL;
    assert_int_equal(resolve(*state, &table, given, NULL, &values), BGT_BAD);
    const struct bgt_kept_diagnostic *kept = fixture_only(*state, code);
    assert_string_equal(kept->text, given);
    assert_int_equal(kept->code->severity, BGT_ERROR);
    for (size_t i = 0; i < 4; i++) {
        if (facts[i] != NULL) {
            assert_string_equal(kept->arguments[i], facts[i]);
        }
    }
    (void)fixture_teardown(state);
    (void)fixture_setup(state);
}

static void faults_are_named(void **state)
{
    refuse(state, "delimiter", "OPTION_SYNTAX",
           (const char *[4]){NULL, NULL, "csv", NULL});
    refuse(state, "=tab", "OPTION_SYNTAX", (const char *[4]){NULL});
    refuse(state, "delimitr=tab", "OPTION_UNKNOWN_NEAR",
           (const char *[4]){"csv", "delimiter, skip, sheet", "delimiter", NULL});
    refuse(state, "unrelated-word=1", "OPTION_UNKNOWN",
           (const char *[4]){"csv", "delimiter, skip, sheet", NULL, NULL});
    refuse(state, "bom=yes", "OPTION_DIRECTION",
           (const char *[4]){"bom", "-o", "csv", NULL});
    refuse(state, "delimiter=Tab", "OPTION_VALUE",
           (const char *[4]){"delimiter", "auto, comma, tab", "csv", NULL});
    refuse(state, "skip=10", "OPTION_VALUE",
           (const char *[4]){"skip", "-1 … 9", "csv", NULL});
    refuse(state, "skip=1x", "OPTION_VALUE", (const char *[4]){NULL});
    refuse(state, "skip=", "OPTION_VALUE", (const char *[4]){NULL});
}

static void two_different_values_are_refused(void **state)
{
    struct bgt_option_table table = table_of(BGT_FOR_READER);
    struct bgt_option_value *values = NULL;
    assert_int_equal(resolve(*state, &table, "skip=1", "skip=2", &values), BGT_BAD);
    (void)fixture_only(*state, "OPTION_TWICE");
}

static void every_fault_is_reported(void **state)
{
    struct fixture *fixture = *state;
    struct bgt_option_table table = table_of(BGT_FOR_READER);
    struct bgt_option_value *values = NULL;
    assert_int_equal(resolve(fixture, &table, "skip=99", "nothing=1", &values), BGT_BAD);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 2);
}

static void options_of_the_house_are_not_unknown(void **state)
{
    struct bgt_option_table house = {.options = house_options,
                                     .count = 1,
                                     .stride = sizeof(struct bgt_option),
                                     .owner = "budgetconv",
                                     .ignores_unknown = true};
    struct bgt_option_table table = table_of(BGT_FOR_READER);
    struct bgt_option_value *values = NULL;
    table.next = &house;
    assert_int_equal(resolve(*state, &table, "entities=no", "skip=2", &values), BGT_OK);
    assert_int_equal(values[2].integer, 2);
    assert_int_equal(resolve(*state, &house, "entities=no", "skip=2", &values), BGT_OK);
    assert_int_equal(values[0].integer, 0);
    fixture_nothing(*state);
    assert_int_equal(resolve(*state, &table, "entitys=no", NULL, &values), BGT_BAD);
    assert_string_equal(fixture_only(*state, "OPTION_UNKNOWN_NEAR")->arguments[2],
                        "entities");
}

static void integers_keep_within_64_bits(void **state)
{
    int64_t value = 7;
    (void)state;
    assert_true(bgt_option_parse_integer("9223372036854775807", &value));
    assert_true(value == INT64_MAX);
    assert_true(bgt_option_parse_integer("-9223372036854775808", &value));
    assert_true(value == INT64_MIN);
    assert_true(bgt_option_parse_integer("+5", &value));
    assert_int_equal(value, 5);
    assert_false(bgt_option_parse_integer("9223372036854775808", &value));
    assert_false(bgt_option_parse_integer("-9223372036854775809", &value));
    assert_false(bgt_option_parse_integer("", &value));
    assert_false(bgt_option_parse_integer("-", &value));
    assert_false(bgt_option_parse_integer("+-1", &value));
    assert_false(bgt_option_parse_integer(" 1", &value));
    assert_int_equal(value, 5);
}

static void tables_are_walked_by_their_stride(void **state)
{
    struct wide {
        struct bgt_option option;
        char more[24];
    } wide[2] = {{.option = {.name = "a", .type = BGT_OPTION_TEXT, .for_reader = 1}},
                 {.option = {.name = "b", .type = BGT_OPTION_TEXT, .for_reader = 1}}};
    struct bgt_option_table table = {.options = &wide[0].option,
                                     .count = 2,
                                     .stride = sizeof wide[0],
                                     .owner = "wide"};
    struct bgt_option_value *values = NULL;
    assert_int_equal(resolve(*state, &table, "b=1", NULL, &values), BGT_OK);
    assert_string_equal(values[1].text, "1");
    assert_int_equal(bgt_option_find(&table, "b", 1), 1);
    assert_true(bgt_option_find(&table, "c", 1) == UINT32_MAX);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        FIXTURE_TEST(defaults_stand_where_nothing_is_given),
        FIXTURE_TEST(given_values_are_typed),
        FIXTURE_TEST(faults_are_named),
        FIXTURE_TEST(two_different_values_are_refused),
        FIXTURE_TEST(every_fault_is_reported),
        FIXTURE_TEST(options_of_the_house_are_not_unknown),
        FIXTURE_TEST(integers_keep_within_64_bits),
        FIXTURE_TEST(tables_are_walked_by_their_stride),
    };
    return bgt_test_main("plugin_options", tests, BGT_TEST_COUNT(tests), argc, argv);
}
