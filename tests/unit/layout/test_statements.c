/* Patterns of figures in prose: what each part of a pattern takes, where matching is
 * bounded, and each fault of a pattern file with its code and line. */
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "diag/reporter.h"
#include "grid_testing.h"
#include "layout/statement_pattern.h"
#include "layout/statements.h"

#define ARENA_BYTES ((size_t)1 << 20)

struct fixture {
    struct bgt_arena arena;
    struct bgt_pattern pattern;
    struct bgt_pattern_match match;
    const char *why;
};

/* Whether a pattern takes something at a place of a text in normal form. */
static bool takes_at(struct fixture *fixture, const char *pattern, const char *text,
                     size_t at)
{
    uint64_t steps = 100000;
    bgt_arena_init(&fixture->arena, NULL, ARENA_BYTES);
    assert_int_equal(bgt_pattern_compile(bgt_slice_of(pattern), &fixture->arena,
                                         &fixture->pattern, &fixture->why),
                     BGT_OK);
    bool found = bgt_pattern_match_at(&fixture->pattern, bgt_slice_of(text), at, &steps,
                                      &fixture->match);
    bgt_arena_close(&fixture->arena);
    return found;
}

static bool takes(struct fixture *fixture, const char *pattern, const char *text)
{
    return takes_at(fixture, pattern, text, 0);
}

static void is_value(const struct fixture *fixture, const char *value, const char *unit)
{
    char text[BGT_DECIMAL_TEXT_SIZE];
    text[bgt_decimal_format(fixture->match.value, text)] = '\0';
    assert_true(fixture->match.has_value);
    assert_string_equal(text, value);
    assert_int_equal(fixture->match.unit.length, strlen(unit));
    assert_memory_equal(fixture->match.unit.text, unit, strlen(unit));
}

static void takes_figures_exactly(void **state)
{
    struct fixture fixture;
    (void)state;
    assert_true(takes(&fixture, "总计{amount}", "总计1,629.62万元"));
    is_value(&fixture, "1629.62", "万元");
    assert_true(takes(&fixture, "{amount}", "0万元"));
    is_value(&fixture, "0", "万元");
    assert_true(takes(&fixture, "{amount}", "26.00万元"));
    is_value(&fixture, "26.00", "万元");
    assert_true(takes(&fixture, "{amount}", "490,000元"));
    is_value(&fixture, "490000", "元");
    assert_true(takes(&fixture, "占{percent}", "占40.61%"));
    is_value(&fixture, "40.61", "%");
    assert_true(takes(&fixture, "{number}辆", "12辆"));
    is_value(&fixture, "12", "");
    /* Not the end of a longer number, nor a comma of the sentence. */
    assert_false(takes_at(&fixture, "{amount}", "1629.62万元", 1));
    assert_false(takes_at(&fixture, "{amount}", "1629.62万元", 5));
    assert_false(takes_at(&fixture, "{amount}", "1,629.62万元", 2));
    assert_false(takes(&fixture, "{amount}", "2026,12万元"));
    assert_false(takes(&fixture, "{amount}", "万元"));
    assert_false(takes(&fixture, "{amount}", "5人"));
    /* More digits than a decimal holds are no figure, never a wrong one. */
    assert_false(takes(&fixture, "{amount}", "1234567890123456789万元"));
}

static void takes_words(void **state)
{
    struct fixture fixture;
    (void)state;
    assert_true(takes(&fixture, "比上年{direction}{amount}", "比上年减少26.79万元"));
    assert_string_equal(fixture.match.direction, "减");
    assert_true(takes(&fixture, "[与|比]上年[预算数|]{direction}", "与上年预算数相同"));
    assert_string_equal(fixture.match.direction, "持平");
    assert_false(fixture.match.has_value);
    assert_true(takes(&fixture, "截至{date}", "截至2025年12月31日,共有"));
    assert_int_equal(fixture.match.date.length, strlen("2025年12月31日"));
    assert_true(takes(&fixture, "^{row}{amount}", "2025年某项目(中央)830.99万元"));
    assert_int_equal(fixture.match.row.length, strlen("2025年某项目(中央)"));
    is_value(&fixture, "830.99", "万元");
    assert_false(takes(&fixture, "^{name}支出{amount}", "2025年支出830.99万元"));
    assert_false(takes(&fixture, "{row}支出{amount}", "甲,乙支出5万元"));
    /* A pattern is compared in normal form. */
    assert_true(takes(&fixture, "因公出国（境）费{amount}", "因公出国(境)费0万元"));
    assert_true(takes_at(&fixture, "^支出{amount}", "一:支出5万元", 4));
    assert_false(takes_at(&fixture, "^支出{amount}", "总支出5万元", 3));
}

static void ends_when_the_steps_are_used_up(void **state)
{
    struct fixture fixture;
    uint64_t steps = 3;
    (void)state;
    bgt_arena_init(&fixture.arena, NULL, ARENA_BYTES);
    assert_int_equal(bgt_pattern_compile(bgt_slice_of("{any}{any}{any}甲"),
                                         &fixture.arena, &fixture.pattern, &fixture.why),
                     BGT_OK);
    assert_false(bgt_pattern_match_at(&fixture.pattern, bgt_slice_of("乙乙乙乙乙甲"), 0,
                                      &steps, &fixture.match));
    assert_int_equal(steps, 0);
    bgt_arena_close(&fixture.arena);
}

static void refuses_bad_patterns(void **state)
{
    static const char *const bad[] = {"",   "{figure}", "{amount", "[a|b",
                                      "a]", "a|b",      "a}",      "[[[[[[a]]]]]]"};
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        struct fixture fixture = {.why = NULL};
        bgt_arena_init(&fixture.arena, NULL, ARENA_BYTES);
        assert_int_equal(bgt_pattern_compile(bgt_slice_of(bad[i]), &fixture.arena,
                                             &fixture.pattern, &fixture.why),
                         BGT_BAD);
        assert_non_null(fixture.why);
        bgt_arena_close(&fixture.arena);
    }
}

/* Loads a folder with one file. */
static size_t load(const char *text, struct bgt_reporter **reporter)
{
    static struct bgt_limits limits;
    struct bgt_statements *statements = NULL;
    struct bgt_reporter_options options = {.limits = &limits};
    char *folder = bgt_test_make_folder();
    char *file = bgt_test_join(folder, "a.yaml");
    grid_limits(&limits);
    bgt_test_write_file(file, text, strlen(text));
    assert_int_equal(bgt_reporter_open(&options, reporter), BGT_OK);
    assert_int_equal(bgt_statements_load(folder, &limits, *reporter, &statements),
                     BGT_OK);
    size_t count = bgt_statements_count(statements);
    bgt_statements_close(statements);
    free(file);
    bgt_test_remove_folder(folder);
    return count;
}

#define GROUP "budgetconv: 1\ngroups:\n- rules:\n"

static const struct {
    const char *text;
    const char *code;
    uint64_t line;
} faults[] = {
    {"budgetconv: 2\ngroups: []\n", "STATEMENTS_VERSION", 1},
    {"groups: []\n", "STATEMENTS_KEY_MISSING", 1},
    {"budgetconv: 1\n", "STATEMENTS_KEY_MISSING", 1},
    {"budgetconv: 1\ngroups:\n- rules: []\n  heading: x\n", "STATEMENTS_KEY_UNKNOWN", 4},
    {"budgetconv: 1\ngroups:\n- headings: [x]\n", "STATEMENTS_KEY_MISSING", 3},
    {"budgetconv: 1\ngroups:\n- rules:\n  - {find: '甲{amount', key: a, label: b}\n",
     "STATEMENTS_PATTERN", 4},
    {"budgetconv: 1\ngroups:\n- rules:\n  - {find: '甲', key: a, label: b}\n",
     "STATEMENTS_PATTERN", 4},
    {"budgetconv: 1\ngroups:\n- rules:\n  - {find: '{amount}', key: a}\n",
     "STATEMENTS_KEY_MISSING", 4},
    {"budgetconv: 1\ngroups:\n- rules:\n  - {find: '{amount}', key: a, label: b, "
     "measure: x}\n",
     "STATEMENTS_VALUE", 4},
    {"budgetconv: 1\ngroups:\n- rules:\n  - {find: '{amount}', key: a, label: b, "
     "row: "
     "'{row}'}\n",
     "STATEMENTS_PATTERN", 4},
    {"budgetconv: 1\ngroups:\n- rules:\n  - {find: '{amount}', key: a, label: b, "
     "anchor: all}\n",
     "STATEMENTS_VALUE", 4},
    {"- budgetconv\n", "STATEMENTS_KEY_MISSING", 1},
    {"budgetconv: [1]\ngroups: []\n", "STATEMENTS_VERSION", 1},
    {"budgetconv: 1\ncolour: red\ngroups: []\n", "STATEMENTS_KEY_UNKNOWN", 2},
    {"budgetconv: 1\ngroups: {rules: []}\n", "STATEMENTS_KEY_MISSING", 1},
    {"budgetconv: 1\ngroups:\n- rules\n", "STATEMENTS_VALUE", 3},
    {GROUP "  - find\n", "STATEMENTS_VALUE", 4},
    {GROUP "  - {key: a, label: b}\n", "STATEMENTS_KEY_MISSING", 4},
    {GROUP "  - {find: {a: b}, key: a, label: b}\n", "STATEMENTS_KEY_MISSING", 4},
    {GROUP "  - {find: [[a]], key: a, label: b}\n", "STATEMENTS_VALUE", 4},
    {GROUP "  - {find: '', key: a, label: b}\n", "STATEMENTS_PATTERN", 4},
    {GROUP "  - {find: '{amount}', label: b}\n", "STATEMENTS_KEY_MISSING", 4},
    {GROUP "  - {find: '{amount}', key: a, label: b, unit: [a]}\n", "STATEMENTS_VALUE",
     4},
    {GROUP "  - {find: '{amount}', key: a, label: b, note: c}\n",
     "STATEMENTS_KEY_UNKNOWN", 4},
    {GROUP "  - {find: '{amount}', key: a, label: b, as_of: today}\n", "STATEMENTS_VALUE",
     4},
    {GROUP "  - {find: '{amount}', key: a, label: b, after: {c: d}}\n",
     "STATEMENTS_VALUE", 4},
    {GROUP "  - {find: '{amount}', key: a, label: b, after: [[c]]}\n", "STATEMENTS_VALUE",
     4},
    {"budgetconv: 1\ngroups:\n- rules: []\n  headings: ['']\n", "STATEMENTS_VALUE", 4},
    {"budgetconv: &a 1\n", "YAML_ALIAS", 1},
};

static void names_each_fault_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        struct bgt_reporter *reporter = NULL;
        assert_int_equal(load(faults[i].text, &reporter), 0);
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
        assert_non_null(kept);
        if (strcmp(kept->code->name, faults[i].code) != 0 ||
            kept->place.line != faults[i].line || bgt_reporter_kept(reporter) != 1) {
            fail_msg("%s in line %u of %u, expected %s alone in line %u of:\n%s",
                     kept->code->name, (unsigned)kept->place.line,
                     (unsigned)bgt_reporter_kept(reporter), faults[i].code,
                     (unsigned)faults[i].line, faults[i].text);
        }
        bgt_reporter_close(reporter);
    }
}

/* A faulty rule keeps its whole file out, and all its faults are told. */
static void tells_all_faults_of_a_file(void **state)
{
    struct bgt_reporter *reporter = NULL;
    (void)state;
    assert_int_equal(load(GROUP "  - {find: '{amount}', key: a, label: b}\n"
                                "  - {find: '{amount', key: a, label: b}\n"
                                "  - {find: '{amount}', key: a}\n",
                          &reporter),
                     0);
    assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 2);
    assert_int_equal(bgt_reporter_at(reporter, 0)->place.line, 5);
    assert_int_equal(bgt_reporter_at(reporter, 1)->place.line, 6);
    bgt_reporter_close(reporter);
    assert_int_equal(load(GROUP
                          "  - {find: ['{amount}', '共{number}辆'], key: a, label: b, "
                          "anchor: none, as_of: none, after: [c, d.]}\n",
                          &reporter),
                     2);
    assert_int_equal(bgt_reporter_kept(reporter), 0);
    bgt_reporter_close(reporter);
}

static void survives_want_of_memory(void **state)
{
    char *folder = bgt_test_source_path("formats/statements");
    struct bgt_limits limits;
    struct bgt_reporter_options options = {.limits = &limits};
    bgt_status status = BGT_NO_MEMORY;
    (void)state;
    grid_limits(&limits);
    for (size_t n = 1; status != BGT_OK; n++) {
        struct bgt_reporter *reporter = NULL;
        struct bgt_statements *statements = NULL;
        struct bgt_statement_finder *finder = NULL;
        assert_int_equal(bgt_reporter_open(&options, &reporter), BGT_OK);
        bgt_test_fail_allocation(n);
        status = bgt_statements_load(folder, &limits, reporter, &statements);
        if (status == BGT_OK)
            status = bgt_statement_finder_open(statements, &finder);
        if (!bgt_test_allocation_failed())
            assert_int_equal(status, BGT_OK);
        bgt_test_fail_allocation(0);
        /* Memory is what is told, and no fault of the file. */
        assert_true(status == BGT_OK || status == BGT_NO_MEMORY);
        assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 0);
        if (status == BGT_OK)
            assert_true(bgt_statements_count(statements) > 100);
        bgt_statement_finder_close(finder);
        bgt_statements_close(statements);
        bgt_reporter_close(reporter);
    }
    free(folder);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_figures_exactly),
        cmocka_unit_test(takes_words),
        cmocka_unit_test(ends_when_the_steps_are_used_up),
        cmocka_unit_test(refuses_bad_patterns),
        cmocka_unit_test(names_each_fault_with_its_line),
        cmocka_unit_test(tells_all_faults_of_a_file),
        cmocka_unit_test(survives_want_of_memory),
    };
    return bgt_test_main("statements", tests, BGT_TEST_COUNT(tests), argc, argv);
}
