/* Text that is made to be slow or large: deep YAML, wide, long and empty CSV. */
#include "pathological/trial.h"

#include <stdlib.h>
#include <string.h>

#define HEADER "单位代码,项目代码,支出功能分类科目代码,年初批复数\n"
#define LINE   "038001,14030026038R000000100,2011301,1.50\n"

enum { MEBI = 1 << 20 };

static void repeat(FILE *file, const char *piece, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        (void)fputs(piece, file);
    }
}

/* A file of one piece many times between two others. */
struct pile {
    const char *before, *piece, *behind;
    size_t times;
};

static void write_pile(const struct trial *trial, const struct pile *pile)
{
    FILE *file = trial_begin(trial);
    (void)fputs(pile->before, file);
    repeat(file, pile->piece, pile->times);
    (void)fputs(pile->behind, file);
    trial_end(file);
}

static void try_pile(const char *name, const struct pile *pile,
                     const struct outcome *outcome)
{
    struct trial trial;
    trial_open(&trial, name, "target.csv");
    write_pile(&trial, pile);
    trial_convert(&trial, outcome);
    trial_close(&trial);
}

#define YAML "budgetconv: 1\ndocument: {}\ncontent:\n"

static void deep_yaml(void **state)
{
    (void)state;
    static const struct outcome limit = {
        .code = "LIMIT_REACHED", .place = "\"args\":[\"depth\"", .seconds = 10};
    static const struct pile piles[] = {
        {"budgetconv: 1\ndocument: ", "[", "", 10000},
        {"budgetconv: 1\ndocument: ", "[", "", 1000000},
        {"budgetconv: 1\ndocument: ", "{a: ", "", 10000},
        {"budgetconv: 1\ndocument:\n  ", "- ", "x", 10000},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(piles); i++) {
        try_pile("deep.yaml", &piles[i], &limit);
    }
    try_pile("keys.yaml",
             &(struct pile){"budgetconv: 1\ndocument:\n  ", "? ", "x", 10000},
             &(struct outcome){.code = "YAML_KEY", .place = "\"line\":3"});
    try_pile("keys.yaml", &(struct pile){"budgetconv: 1\ndocument: ", "{? ", "", 10000},
             &(struct outcome){.code = "YAML_KEY", .place = "\"line\":2"});
}

/* Each level one column deeper, so that no two lines are alike. */
static void deep_yaml_by_indentation(void **state)
{
    (void)state;
    struct trial trial;
    trial_open(&trial, "indented.yaml", "target.csv");
    FILE *file = trial_begin(&trial);
    (void)fputs("budgetconv: 1\ndocument:\n", file);
    for (int level = 1; level <= 10000; level++) {
        (void)fprintf(file, "%*sa:\n", level, "");
    }
    trial_end(file);
    trial_convert(&trial, &(struct outcome){.code = "LIMIT_REACHED", .seconds = 10});
    trial_close(&trial);
}

/* Nested as deep as is allowed, thousands of times: quadratic in naive parsers. */
static void much_nesting_in_yaml(void **state)
{
    (void)state;
    struct trial trial;
    trial_open(&trial, "flow.yaml", "target.csv");
    FILE *file = trial_begin(&trial);
    (void)fputs(
        "budgetconv: 1\ndocument:\n  title: 'x'\ncontent:\n- table:\n    fields: [",
        file);
    for (int i = 0; i < 20000; i++) {
        repeat(file, "[", 40);
        repeat(file, "]", 40);
        (void)fputs(",", file);
    }
    (void)fputs("]\n", file);
    trial_end(file);
    trial_convert(&trial, &(struct outcome){.code = "YAML_SCALAR_NEEDED", .seconds = 20});
    trial_close(&trial);
}

static void large_scalars_and_keys_in_yaml(void **state)
{
    (void)state;
    static const struct outcome limit = {.code = "LIMIT_REACHED", .seconds = 20};
    try_pile("scalar.yaml",
             &(struct pile){"budgetconv: 1\ndocument:\n  title: '", "0123456789abcdef",
                            "'\n", 4 * MEBI},
             &limit);
    try_pile("folded.yaml",
             &(struct pile){"budgetconv: 1\ndocument:\n  title: >\n", "    word word\n",
                            "", MEBI},
             &limit);
    try_pile("key.yaml",
             &(struct pile){"budgetconv: 1\ndocument:\n  ", "0123456789abcdef", ": 'x'\n",
                            MEBI},
             &limit);
    try_pile("comment.yaml",
             &(struct pile){"budgetconv: 1\n", "# nothing is said here\n",
                            "document: {}\ncontent: []\ncomplete: 'yes'\n", MEBI},
             &(struct outcome){.code = "LIMIT_REACHED", .seconds = 20});
}

/* Every one of many keys is wrong: told up to the limit, not three hundred thousand
 * times.
 */
static void many_keys_in_yaml(void **state)
{
    (void)state;
    struct trial trial;
    trial_open(&trial, "keys.yaml", "target.csv");
    FILE *file = trial_begin(&trial);
    (void)fputs("budgetconv: 1\ndocument: {", file);
    for (int i = 0; i < 300000; i++) {
        (void)fprintf(file, "k%d: '',", i);
    }
    (void)fputs("}\n", file);
    trial_end(file);
    trial_convert(&trial, &(struct outcome){.code = "YAML_KEY_UNKNOWN", .seconds = 20});
    trial_close(&trial);
}

static void wide_csv(void **state)
{
    (void)state;
    static const struct outcome limit = {
        .code = "LIMIT_REACHED", .place = "row-cells", .seconds = 10};
    try_pile("wide.csv", &(struct pile){"a", ",b", "\n", 100000}, &limit);
    try_pile("commas.csv", &(struct pile){"", ",", "\n", 10 * MEBI}, &limit);
    try_pile("quotes.csv", &(struct pile){"a", ",\"\"", "\n", MEBI}, &limit);
}

static void empty_rows(void **state)
{
    (void)state;
    try_pile("empty.csv", &(struct pile){HEADER LINE, "\n", "", 1000000},
             &(struct outcome){.seconds = 30});
    try_pile("blank.csv", &(struct pile){HEADER LINE, ",,,\n", "", 1000000},
             &(struct outcome){.seconds = 30});
    try_pile("only-empty.csv", &(struct pile){"", "\n", "", 1000000},
             &(struct outcome){.code = "TABLE_NONE", .seconds = 30});
    try_pile("leading.csv", &(struct pile){"", ",,,\n", HEADER LINE, 1000000},
             &(struct outcome){.seconds = 30});
}

static void long_cells(void **state)
{
    (void)state;
    static const struct outcome limit = {
        .code = "LIMIT_REACHED", .place = "-bytes", .seconds = 20};
    try_pile("cell.csv", &(struct pile){HEADER, "0123456789abcdef", ",a,b,1\n", 4 * MEBI},
             &limit);
    try_pile("quoted.csv",
             &(struct pile){HEADER "\"", "0123456789abcde\n", "\",a,b,1\n", 4 * MEBI},
             &limit);
    try_pile("open.csv", &(struct pile){HEADER "\"", "0123456,89abcde\n", "", 4 * MEBI},
             &limit);
    try_pile("doubled.csv", &(struct pile){HEADER "\"", "\"\"", "\"\n", 32 * MEBI},
             &limit);
    /* A row of many cells, none of them long. */
    try_pile("row.csv",
             &(struct pile){HEADER, "0123456789abcdef0123456789abcdef,", "\n", 2 * MEBI},
             &limit);
}

/* A megabyte of something that looks like the beginning of everything. */
static void noise(void **state)
{
    (void)state;
    static const struct pile piles[] = {
        {"", "\xef\xbb\xbf", "", MEBI}, {"", "PK\x03\x04", "", MEBI},
        {"", "\xff\xfe", "", MEBI},     {"", "\x81", "", MEBI},
        {"", "\r", "", MEBI},           {"", "\"", "", MEBI},
        {"", "<a>", "", MEBI},          {"", "=1+1,", "\n", MEBI},
        {"", "，", "\n", MEBI},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(piles); i++) {
        struct trial trial;
        struct bgt_test_run run;
        trial_open(&trial, "noise.csv", "target.csv");
        write_pile(&trial, &piles[i]);
        const char *argv[] = {getenv("BUDGETCONV"), "convert", trial.input, trial.target,
                              NULL};
        bgt_test_execute(&(struct bgt_test_command){.argv = argv}, &run);
        print_message("    noise %zu: %.120s\n", i, run.err);
        assert_false(run.timed_out);
        assert_int_equal(run.status, 3);
        bgt_test_run_clear(&run);
        trial_close(&trial);
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(deep_yaml),
        cmocka_unit_test(deep_yaml_by_indentation),
        cmocka_unit_test(much_nesting_in_yaml),
        cmocka_unit_test(large_scalars_and_keys_in_yaml),
        cmocka_unit_test(many_keys_in_yaml),
        cmocka_unit_test(wide_csv),
        cmocka_unit_test(empty_rows),
        cmocka_unit_test(long_cells),
        cmocka_unit_test(noise),
    };
    return bgt_test_main("pathological text", tests, BGT_TEST_COUNT(tests), argc, argv);
}
