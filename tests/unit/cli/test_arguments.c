/* The command line is taken apart by the tables, and every fault has its code. */
#include "fixture.h"

#define PARSE(terminal, ...)                                                             \
    parse(terminal, (const char *const[]){"budgetconv", __VA_ARGS__, NULL})

static bgt_status parse(struct bgt_terminal *terminal, const char *const *words)
{
    int count = 0;
    while (words[count] != NULL)
        count++;
    /* getopt takes and permutes pointers to char that is not const; it changes no text.
     */
    return bgt_arguments_parse(&terminal->arguments, count, (char **)(uintptr_t)words,
                               terminal->reporter);
}

static void test_whole(void **state)
{
    struct bgt_terminal *terminal = *state;
    const struct bgt_arguments *arguments = &terminal->arguments;
    assert_int_equal(PARSE(terminal, "convert", "-f", "csv", "in.csv", "--select=a=1",
                           "--select", "b=2", "-o", "x=y", "--strict", "out.yaml"),
                     BGT_OK);
    assert_int_equal(arguments->command, BGT_COMMAND_CONVERT);
    assert_int_equal(arguments->word_count, 2);
    assert_string_equal(arguments->words[0], "in.csv");
    assert_string_equal(arguments->words[1], "out.yaml");
    assert_string_equal(bgt_given_value(arguments, BGT_OPTION_FROM), "csv");
    assert_true(bgt_given(arguments, BGT_OPTION_STRICT));
    assert_false(bgt_given(arguments, BGT_OPTION_OVERWRITE));
    assert_null(bgt_given_value(arguments, BGT_OPTION_TO));
    struct bgt_texts selects = bgt_arguments_texts(arguments, BGT_OPTION_SELECT);
    assert_int_equal(selects.count, 2);
    assert_string_equal(selects.items[0], "a=1");
    assert_string_equal(selects.items[1], "b=2");
    assert_null(selects.items[2]);
    assert_int_equal(bgt_reporter_kept(terminal->reporter), 0);
}

/* `-` is a word, and what follows `--` is no option. */
static void test_words(void **state)
{
    struct bgt_terminal *terminal = *state;
    assert_int_equal(PARSE(terminal, "convert", "-", "--", "-x", "--strict"), BGT_OK);
    assert_int_equal(terminal->arguments.word_count, 3);
    assert_string_equal(terminal->arguments.words[0], "-");
    assert_string_equal(terminal->arguments.words[1], "-x");
    assert_false(bgt_given(&terminal->arguments, BGT_OPTION_STRICT));
}

static void test_none(void **state)
{
    struct bgt_terminal *terminal = *state;
    assert_int_equal(PARSE(terminal, "--quiet"), BGT_OK);
    assert_int_equal(terminal->arguments.command, BGT_COMMAND_NONE);
    assert_int_equal(terminal->arguments.word_count, 0);
}

static void test_unknown_option(void **state)
{
    struct bgt_terminal *terminal = *state;
    assert_int_equal(PARSE(terminal, "convert", "--stict"), BGT_BAD);
    assert_string_equal(terminal_only(terminal, "USAGE_UNKNOWN_OPTION")->arguments[1],
                        "strict");
}

static void test_unknown_command(void **state)
{
    struct bgt_terminal *terminal = *state;
    assert_int_equal(PARSE(terminal, "infos", "x"), BGT_BAD);
    assert_string_equal(terminal_only(terminal, "USAGE_UNKNOWN_COMMAND")->arguments[1],
                        "info");
}

static void test_missing_value(void **state)
{
    struct bgt_terminal *terminal = *state;
    assert_int_equal(PARSE(terminal, "convert", "a", "b", "--layout"), BGT_BAD);
    (void)terminal_only(terminal, "USAGE_OPTION_NEEDS_VALUE");
}

static void test_not_here(void **state)
{
    struct bgt_terminal *terminal = *state;
    assert_int_equal(PARSE(terminal, "info", "--overwrite", "a"), BGT_BAD);
    (void)terminal_only(terminal, "USAGE_OPTION_NOT_HERE");
}

/* The tables say everything in both languages, and letters are given once. */
static void test_tables(void **state)
{
    (void)state;
    for (int i = 0; i < BGT_OPTION_NAME_COUNT; i++) {
        const struct bgt_option_row *row = &bgt_option_rows[i];
        assert_true(row->help[0] != '\0' && row->help_zh[0] != '\0');
        assert_true((row->argument == NULL) == (row->argument_zh == NULL));
        assert_true(row->commands != 0);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(row->word, bgt_option_rows[j].word);
            assert_true(row->letter == 0 || row->letter != bgt_option_rows[j].letter);
        }
    }
    for (int i = BGT_COMMAND_NONE + 1; i < BGT_COMMAND_COUNT; i++) {
        int examples = 0;
        assert_non_null(bgt_command_rows[i].run);
        for (int j = 0; j < bgt_example_count; j++)
            examples += (int)bgt_example_rows[j].command == i;
        assert_true(examples > 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TERMINAL_TEST(test_whole),
        TERMINAL_TEST(test_words),
        TERMINAL_TEST(test_none),
        TERMINAL_TEST(test_unknown_option),
        TERMINAL_TEST(test_unknown_command),
        TERMINAL_TEST(test_missing_value),
        TERMINAL_TEST(test_not_here),
        cmocka_unit_test(test_tables),
    };
    return bgt_test_main("arguments", tests, BGT_TEST_COUNT(tests), argc, argv);
}
