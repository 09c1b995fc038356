/* Rule files: what is read of them, each fault with its code and line, and want of
 * memory. What rules find in documents is in tests/cli/test_check.sh. */
#include "figures/rules.h"

#include <stdlib.h>
#include <string.h>

#include "budget/model.h"
#include "diag/reporter.h"
#include "model/model.h"
#include "support/testing.h"

struct fixture {
    struct bgt_limits limits;
    struct bgt_reporter *reporter;
    struct bgt_io io;
    struct bgt_rules rules;
    char *folder;
    char *file;
};

static void open_reporter(struct fixture *fixture)
{
    struct bgt_reporter_options options = {.limits = &fixture->limits};
    assert_int_equal(bgt_reporter_open(&options, &fixture->reporter), BGT_OK);
    fixture->io =
        (struct bgt_io){.reporter = fixture->reporter, .limits = &fixture->limits};
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->limits.struct_size = sizeof fixture->limits;
#define SET_LIMIT(field, name, value, why) fixture->limits.field = (value);
    BGT_LIMITS(SET_LIMIT)
#undef SET_LIMIT
    fixture->folder = bgt_test_make_folder();
    fixture->file = bgt_test_join(fixture->folder, "house.yaml");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    bgt_test_remove_folder(fixture->folder);
    free(fixture->file);
    free(fixture);
    return 0;
}

/* Reads a text as the one rule file. */
static bgt_status load(struct fixture *fixture, const char *text)
{
    const char *files[] = {fixture->file};
    open_reporter(fixture);
    bgt_test_write_file(fixture->file, text, strlen(text));
    return bgt_rules_load(&fixture->io, NULL, files, 1, &fixture->rules);
}

static void unload(struct fixture *fixture)
{
    bgt_rules_close(&fixture->rules);
    bgt_reporter_close(fixture->reporter);
}

static void is_text(struct bgt_slice text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.text, expected, text.length);
}

static void the_projects_own_files_have_no_fault(void **state)
{
    struct fixture *fixture = *state;
    char *folder = bgt_test_source_path("formats/rules");
    open_reporter(fixture);
    assert_int_equal(bgt_rules_load(&fixture->io, folder, NULL, 0, &fixture->rules),
                     BGT_OK);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 0);
    size_t sets = 0;
    for (const struct bgt_rule_set *set = fixture->rules.first; set != NULL;
         set = set->next) {
        assert_true(set->count > 10);
        sets++;
    }
    assert_int_equal(sets, 2);
    unload(fixture);
    free(folder);
}

#define HEAD "budgetconv: 1\nrules: house\n"

static void a_file_says_what_it_is_for(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(load(fixture, HEAD
                          "label: 某\nlayout: shanghai-unit\nfacts: [fiscal_year]\n"
                          "tables: [summary, income]\ncodes: true\nindicators: false\n"
                          "shares: [{key: a.*.share, whole: a.total, others: [b, c]}]\n"),
                     BGT_OK);
    const struct bgt_rule_set *set = fixture->rules.first;
    is_text(set->name, "house");
    is_text(set->layout, "shanghai-unit");
    assert_int_equal(set->fact_count, 1);
    assert_int_equal(set->table_count, 2);
    is_text(set->tables[1], "income");
    assert_true(set->checks_codes);
    assert_false(set->checks_indicators);
    assert_false(set->checks_statements);
    assert_int_equal(set->share_count, 1);
    is_text(set->shares[0].whole, "a.total");
    is_text(set->shares[0].base, "");
    assert_int_equal(set->shares[0].other_count, 2);
    assert_int_equal(set->count, 0);
    assert_null(set->next);
    unload(fixture);
}

static void an_equation_becomes_terms(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(load(fixture,
                          HEAD "equations:\n- id: one\n  label: 一\n  severity: note\n"
                               "  check: a?[role=sum|none, item!=\"甲,乙\"].total - 12 ≈ "
                               "sum(b[top].basic) + count(c)\n"),
                     BGT_OK);
    const struct bgt_rule *rule = fixture->rules.first->first;
    is_text(rule->id, "one");
    assert_int_equal(rule->line, 4);
    assert_int_equal(rule->severity, BGT_RULE_NOTE);
    assert_null(rule->each);
    assert_int_equal(rule->when.comparison, 0);
    const struct bgt_rule_equation *equation = &rule->equation;
    assert_int_equal(equation->comparison, BGT_RULE_SUM);
    assert_int_equal(equation->left_count, 2);
    const struct bgt_rule_term *term = &equation->left[0];
    assert_int_equal(term->kind, BGT_RULE_ROWS);
    assert_true(term->is_optional);
    assert_false(term->is_sum);
    assert_int_equal(term->measure, BGT_line_total);
    is_text(term->rows.table, "a");
    assert_int_equal(term->rows.condition_count, 2);
    const struct bgt_rule_condition *condition = &term->rows.conditions[0];
    assert_int_equal(condition->field, BGT_line_row_role);
    assert_int_equal(condition->value_count, 2);
    is_text(condition->values[0], "sum");
    is_text(condition->values[1], "");
    condition = &term->rows.conditions[1];
    assert_true(condition->is_not);
    is_text(condition->values[0], "甲,乙");
    assert_int_equal(equation->left[1].kind, BGT_RULE_NUMBER);
    assert_true(equation->left[1].is_negative);
    assert_int_equal(equation->left[1].number, 12);
    assert_true(equation->right[0].is_sum);
    assert_true(equation->right[0].rows.conditions[0].is_top);
    assert_int_equal(equation->right[0].measure, BGT_line_basic);
    assert_int_equal(equation->right[1].kind, BGT_RULE_COUNT);
    unload(fixture);
}

static void a_loop_binds_its_row(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(
        load(fixture,
             HEAD "equations:\n- id: one\n  label: 一\n  for: a[kind=subtotal], b\n"
                  "  by: agency_code\n  measures: [total, basic]\n"
                  "  when: children.$measure <= 5\n"
                  "  check: row.$measure = c[exp_func_code=$exp_func_code].$measure\n"),
        BGT_OK);
    const struct bgt_rule *rule = fixture->rules.first->first;
    assert_int_equal(rule->each_count, 2);
    is_text(rule->each[1].table, "b");
    assert_true(rule->has_by);
    assert_int_equal(rule->by, BGT_line_agency_code);
    assert_int_equal(rule->measure_count, 2);
    assert_int_equal(rule->measures[1], BGT_line_basic);
    assert_int_equal(rule->when.comparison, BGT_RULE_MOST);
    assert_int_equal(rule->when.left[0].kind, BGT_RULE_CHILDREN);
    assert_int_equal(rule->equation.left[0].kind, BGT_RULE_ROW);
    assert_true(rule->equation.left[0].is_each);
    const struct bgt_rule_condition *bound = rule->equation.right[0].rows.conditions;
    assert_true(bound->is_bound);
    assert_int_equal(bound->bound, BGT_line_exp_func_code);
    unload(fixture);
}

#define RULE HEAD "equations:\n- id: a\n  label: b\n"

struct fault {
    const char *text;
    const char *code;
    uint64_t line;
};

/* Each is told once, with its line, and makes the answer BGT_BAD. */
static void expect_faults(struct fixture *fixture, const struct fault *faults,
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(load(fixture, faults[i].text), BGT_BAD);
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(fixture->reporter, 0);
        assert_non_null(kept);
        if (strcmp(kept->code->name, faults[i].code) != 0 ||
            kept->place.line != faults[i].line ||
            bgt_reporter_kept(fixture->reporter) != 1) {
            fail_msg("%s in line %u, expected %s alone in line %u of:\n%s",
                     kept->code->name, (unsigned)kept->place.line, faults[i].code,
                     (unsigned)faults[i].line, faults[i].text);
        }
        assert_string_equal(kept->place.file, fixture->file);
        unload(fixture);
    }
}

static void names_each_fault_of_a_file_with_its_line(void **state)
{
    static const struct fault faults[] = {
        {"- budgetconv\n", "RULE_KEY_MISSING", 1},
        {"rules: house\n", "RULE_KEY_MISSING", 1},
        {"budgetconv: 2\nrules: house\n", "RULE_VERSION", 1},
        {"budgetconv: one\nrules: house\n", "RULE_VALUE", 1},
        {"budgetconv: 1\n", "RULE_KEY_MISSING", 1},
        {"budgetconv: 1\nrules: [house]\n", "RULE_VALUE", 2},
        {HEAD "colour: red\n", "RULE_KEY_UNKNOWN", 3},
        {HEAD "codes: yes\n", "RULE_VALUE", 3},
        {HEAD "facts: fiscal_year\n", "RULE_VALUE", 3},
        {HEAD "facts: [[fiscal_year]]\n", "RULE_VALUE", 3},
        {HEAD "facts: [fiscal_yaer]\n", "RULE_FIELD", 3},
        {HEAD "shares: {key: a}\n", "RULE_VALUE", 3},
        {HEAD "shares:\n- a\n", "RULE_VALUE", 4},
        {HEAD "shares:\n- {key: a}\n", "RULE_KEY_MISSING", 4},
        {HEAD "shares:\n- {key: a, whole: b, part: c}\n", "RULE_KEY_UNKNOWN", 4},
        {HEAD "equations: a\n", "RULE_VALUE", 3},
        {HEAD "equations:\n- a\n", "RULE_VALUE", 4},
        {HEAD "equations:\n- {id: a, label: b}\n", "RULE_KEY_MISSING", 4},
        {HEAD "equations:\n- {id: a, check: b.total = 1}\n", "RULE_KEY_MISSING", 4},
        {RULE "  check: b.total = 1\n- {id: a, label: c, check: b.total = 2}\n",
         "RULE_ID_TWICE", 7},
        {RULE "  severity: grave\n  check: b.total = 1\n", "RULE_VALUE", 6},
        {RULE "  by: item\n  check: b.total = 1\n", "RULE_FIELD", 6},
        {RULE "  for: c\n  by: itme\n  check: row.total = 1\n", "RULE_FIELD", 7},
        {RULE "  measures: [item]\n  check: b.$measure = 1\n", "RULE_FIELD", 6},
        {RULE "  colour: red\n  check: b.total = 1\n", "RULE_KEY_UNKNOWN", 6},
    };
    /* A measure that is none leaves `.$measure` alone: that is told as well. */
    struct fixture *fixture = *state;
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        if (strstr(faults[i].text, "measures: [item]") == NULL)
            expect_faults(fixture, &faults[i], 1);
    }
    assert_int_equal(load(fixture, RULE "  measures: [item]\n  check: b.$measure = 1\n"),
                     BGT_BAD);
    assert_int_equal(bgt_reporter_kept(fixture->reporter), 2);
    assert_string_equal(bgt_reporter_at(fixture->reporter, 0)->code->name, "RULE_FIELD");
    assert_string_equal(bgt_reporter_at(fixture->reporter, 1)->code->name,
                        "RULE_MEASURES");
    unload(fixture);
}

#define CHECK(equation) RULE "  check: '" equation "'\n", "RULE_SYNTAX", 6
#define FIVE            "a.total+a.total+a.total+a.total+a.total+"
#define EIGHT           "top,top,top,top,top,top,top,top"

static void names_each_fault_of_an_equation(void **state)
{
    static const struct fault faults[] = {
        {CHECK("a.total")},
        {CHECK("a.total =")},
        {CHECK("= a.total")},
        {CHECK("a.total = b.total c")},
        {CHECK("a.total > 1")},
        {CHECK("a = 1")},
        {CHECK("a. = 1")},
        {CHECK("a[role=sum = 1")},
        {CHECK("a[role].total = 1")},
        {CHECK("a[role=\"sum].total = 1")},
        {CHECK("sum(a.total = 1")},
        {CHECK("count() = 1")},
        {CHECK("甲.total = 1")},
        {CHECK("9999999999 = a.total")},
        {RULE "  for: a\n  check: 'row[role=sum].total = 1'\n", "RULE_SYNTAX", 7},
        {RULE "  for: a\n  check: 'children[top].total = 1'\n", "RULE_SYNTAX", 7},
        {RULE "  for: ''\n  check: a.total = 1\n", "RULE_SYNTAX", 6},
        {RULE "  for: [a]\n  check: a.total = 1\n", "RULE_SYNTAX", 6},
        {RULE "  for: a, statement\n  check: a.total = 1\n", "RULE_SYNTAX", 6},
        {RULE "  check: a.totl = 1\n", "RULE_FIELD", 6},
        {RULE "  check: a.item = 1\n", "RULE_FIELD", 6},
        {RULE "  check: 'a[rol=sum].total = 1'\n", "RULE_FIELD", 6},
        {RULE "  check: 'a[item=$item].total = 1'\n", "RULE_FIELD", 6},
        {RULE "  check: row.total = 1\n", "RULE_NO_LOOP", 6},
        {RULE "  check: a.total = children.total\n", "RULE_NO_LOOP", 6},
        {RULE "  when: row.total = 1\n  check: a.total = 1\n", "RULE_NO_LOOP", 6},
        {RULE "  check: a.$measure = 1\n", "RULE_MEASURES", 6},
        {RULE "  measures: [total]\n  check: a.total = 1\n", "RULE_MEASURES", 7},
        {RULE "  when: a.$measure = 1\n  check: a.total = 1\n", "RULE_MEASURES", 7},
        {RULE "  check: " FIVE FIVE FIVE FIVE FIVE "1 = 1\n", "RULE_TOO_LARGE", 6},
        {RULE "  check: 'a[" EIGHT "].total = a[" EIGHT ",top].total'\n",
         "RULE_TOO_LARGE", 6},
    };
    expect_faults(*state, faults, BGT_TEST_COUNT(faults));
}

/* One faulty file does not keep the others from being looked at. */
static void all_files_are_read(void **state)
{
    struct fixture *fixture = *state;
    char *good = bgt_test_join(fixture->folder, "good.yaml");
    char *absent = bgt_test_join(fixture->folder, "absent.yaml");
    const char *files[] = {fixture->file, absent, good};
    const char *bad = HEAD "colour: red\n";
    bgt_test_write_file(fixture->file, bad, strlen(bad));
    bgt_test_write_file(good, HEAD, strlen(HEAD));
    open_reporter(fixture);
    assert_int_equal(bgt_rules_load(&fixture->io, NULL, files, 3, &fixture->rules),
                     BGT_BAD);
    assert_int_equal(bgt_reporter_count(fixture->reporter, BGT_ERROR), 2);
    assert_string_equal(bgt_reporter_at(fixture->reporter, 1)->code->name,
                        "FILE_NOT_FOUND");
    is_text(fixture->rules.last->name, "house");
    unload(fixture);
    free(good);
    free(absent);
}

/* Whatever allocation fails, memory is what is told, and no fault of the file. */
static void survives_want_of_memory(void **state)
{
    struct fixture *fixture = *state;
    char *folder = bgt_test_source_path("formats/rules");
    bool has_failed = true;
    size_t failures = 0;
    for (size_t nth = 1; has_failed; nth++) {
        open_reporter(fixture);
        bgt_test_fail_allocation(nth);
        bgt_status status =
            bgt_rules_load(&fixture->io, folder, NULL, 0, &fixture->rules);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        /* The name of the file for messages is one that can be done without. */
        assert_true(status == BGT_NO_MEMORY || status == BGT_OK);
        assert_true(status == BGT_OK || has_failed);
        assert_int_equal(bgt_reporter_count(fixture->reporter, BGT_ERROR), 0);
        if (status == BGT_OK)
            assert_true(fixture->rules.last->count > 10);
        failures += status == BGT_NO_MEMORY;
        unload(fixture);
        assert_true(nth < 5000);
    }
    assert_true(failures > 20);
    free(folder);
}

#define RULE_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        RULE_TEST(the_projects_own_files_have_no_fault),
        RULE_TEST(a_file_says_what_it_is_for),
        RULE_TEST(an_equation_becomes_terms),
        RULE_TEST(a_loop_binds_its_row),
        RULE_TEST(names_each_fault_of_a_file_with_its_line),
        RULE_TEST(names_each_fault_of_an_equation),
        RULE_TEST(all_files_are_read),
        RULE_TEST(survives_want_of_memory),
    };
    return bgt_test_main("rules", tests, BGT_TEST_COUNT(tests), argc, argv);
}
