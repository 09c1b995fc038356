/* Guarded YAML: one plain document, or a refusal with its place. */
#include "io/yaml.h"
#include "unit/io/io_testing.h"

#include <stdio.h>
#include <time.h>

/* Parses to the end; `seen` gets the events: `{ } [ ]`, `key:` and `"text"` or `plain`.
 */
static bgt_status parse(struct job *job, const void *bytes, size_t length, char *seen,
                        size_t size)
{
    struct bgt_input *input = open_bytes(job, bytes, length);
    struct bgt_yaml *yaml = NULL;
    struct bgt_yaml_event event = {0};
    size_t used = 0;
    seen[0] = '\0';
    bgt_status status = bgt_yaml_open(&job->io, input, &yaml);
    while (status == BGT_OK) {
        status = bgt_yaml_next(yaml, &event);
        static const char *const words[] = {"", "{ ", "} ", "[ ", "] "};
        if (status != BGT_OK || used + event.length + 10 > size) {
            continue;
        }
        if (event.kind == BGT_YAML_SCALAR) {
            const char *quote = event.is_plain != 0 ? "" : "\"";
            used += (size_t)snprintf(seen + used, size - used, "%s%s%s%s ", quote,
                                     event.text, quote, event.is_key != 0 ? ":" : "");
            assert_int_equal(strlen(event.text), event.length);
        } else {
            used += (size_t)snprintf(seen + used, size - used, "%s", words[event.kind]);
        }
    }
    if (yaml != NULL) {
        assert_int_equal(bgt_yaml_next(yaml, &event), status);
    }
    if (status == BGT_END) {
        assert_int_equal(event.kind, BGT_YAML_END);
    }
    bgt_yaml_close(yaml);
    bgt_input_close(input);
    return status;
}

static bgt_status parse_text(struct job *job, const char *text)
{
    char seen[100];
    return parse(job, text, strlen(text), seen, sizeof seen);
}

static void events_come_in_order(void **state)
{
    struct job *job = *state;
    static const char text[] = "# 预算\n"
                               "budgetconv: 1\n"
                               "code: '0381'\n"
                               "amount: \"26.00\"\n"
                               "yes: ~\n"
                               "lines:\n"
                               "- {a: 1, b: [x, '']}\n"
                               "-\n"
                               "- |\n"
                               "  one\n"
                               "  two\n"
                               "a: {}\n";
    char seen[1000];
    assert_int_equal(parse(job, text, sizeof text - 1, seen, sizeof seen), BGT_END);
    assert_string_equal(seen,
                        "{ budgetconv: 1 code: \"0381\" amount: \"26.00\" yes: ~ "
                        "lines: [ { a: 1 b: [ x \"\" ] }  \"one\ntwo\n\" ] a: { } } ");
    assert_silent(job);
}

static void places_count_from_one_in_characters(void **state)
{
    struct job *job = *state;
    struct bgt_input *input =
        open_text(job, "\xEF\xBB\xBF预算: 教育\r\n科目:\r\n  - 'x'\r\n");
    struct bgt_yaml *yaml = NULL;
    struct bgt_yaml_event event;
    static const struct {
        uint32_t kind;
        uint64_t line;
        uint32_t column;
    } expected[] = {
        {BGT_YAML_MAPPING, 1, 1}, {BGT_YAML_SCALAR, 1, 1},   {BGT_YAML_SCALAR, 1, 5},
        {BGT_YAML_SCALAR, 2, 1},  {BGT_YAML_SEQUENCE, 3, 3}, {BGT_YAML_SCALAR, 3, 5},
    };
    assert_int_equal(bgt_yaml_open(&job->io, input, &yaml), BGT_OK);
    for (size_t i = 0; i < BGT_TEST_COUNT(expected); i++) {
        assert_int_equal(bgt_yaml_next(yaml, &event), BGT_OK);
        assert_int_equal(event.kind, expected[i].kind);
        assert_int_equal(event.line, expected[i].line);
        assert_int_equal(event.column, expected[i].column);
    }
    bgt_yaml_close(yaml);
    bgt_input_close(input);
}

static void what_is_wrong_is_named_with_its_place(void **state)
{
    struct job *job = *state;
    static const struct text_fault faults[] = {
        {"", "YAML_NO_DOCUMENT", 1, 1},
        {"# nothing\n", "YAML_NO_DOCUMENT", 2, 1},
        {"a: 1\nb: *x\n", "YAML_ALIAS", 2, 4},
        {"a: &x 1\n", "YAML_ALIAS", 1, 4},
        {"a: &x\n  b: 1\n", "YAML_ALIAS", 1, 4},
        {"- &x [1]\n", "YAML_ALIAS", 1, 3},
        {"a: !!int 1\n", "YAML_TAG", 1, 4},
        {"a: ! x\n", "YAML_TAG", 1, 4},
        {"- !!map {}\n", "YAML_TAG", 1, 3},
        {"- !<x> []\n", "YAML_TAG", 1, 3},
        {"a: 1\nb: 2\na: 3\n", "YAML_DUPLICATE_KEY", 3, 1},
        {"a: 1\n'a': 3\n", "YAML_DUPLICATE_KEY", 2, 1},
        {"x:\n- {b: 1, c: {b: 2}, b: 3}\n", "YAML_DUPLICATE_KEY", 2, 21},
        {"? [a]\n: 1\n", "YAML_KEY", 1, 3},
        {"{a: 1}: 2\n", "YAML_KEY", 1, 1},
        {"a: 1\n---\nb: 2\n", "YAML_MORE_DOCUMENTS", 2, 1},
        {"a: 1\n...\n---\nb: 2\n", "YAML_MORE_DOCUMENTS", 3, 1},
        {"a: 1\n...\nb: 2\n", "YAML_SYNTAX", 3, 1},
        {"a: [1\nb: 2\n", "YAML_SYNTAX", 2, 2},
        {"a: 1\n\tb: 2\n", "YAML_SYNTAX", 2, 1},
        {"预算: 1\n预\x01: 2\n", "YAML_SYNTAX", 2, 2},
        {"a: \"x\\0y\"\n", "YAML_SYNTAX", 1, 4},
        {"a: 1\nb: \xFF\xFF\n", "ENCODING_UNDETECTED", 2, 0},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        bgt_status status = parse_text(job, faults[i].text);
        expect_fault(job, status, &faults[i]);
    }
}

static void both_places_of_a_key_are_named(void **state)
{
    struct job *job = *state;
    assert_int_equal(parse_text(job, "x: 0\n科目: 1\ny:\n  科目: 5\n科目: 3\n"),
                     BGT_FATAL);
    assert_reported(job, "YAML_DUPLICATE_KEY");
    assert_string_equal(last_report(job)->arguments[0], "科目");
    assert_string_equal(last_report(job)->arguments[1], "2");
    assert_int_equal(last_report(job)->place.line, 5);
}

static void the_wrong_line_is_shown(void **state)
{
    struct job *job = *state;
    assert_int_equal(parse_text(job, "a: 1\nb: 预 *: : x\nc: 3\n"), BGT_FATAL);
    assert_reported(job, "YAML_SYNTAX");
    assert_string_equal(last_report(job)->text, "b: 预 *: : x");
}

static void the_same_key_in_other_mappings_is_fine(void **state)
{
    struct job *job = *state;
    assert_int_equal(
        parse_text(job, "a: {a: {a: 1}}\nb: {a: 1}\nc:\n- a: 1\n- a: 2\n- a: 3\n"),
        BGT_END);
    assert_silent(job);
}

/* Many keys in one mapping: none is lost, and finding them stays quick. */
static void many_keys_are_told_apart(void **state)
{
    struct job *job = *state;
    size_t count = 100000;
    size_t room = count * 16 + 100;
    char *text = malloc(room);
    char seen[100];
    assert_non_null(text);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        used += (size_t)snprintf(text + used, room - used, "k%zu: 1\n", i);
    }
    clock_t start = clock();
    assert_int_equal(parse(job, text, used, seen, sizeof seen), BGT_END);
    used += (size_t)snprintf(text + used, room - used, "k777: 1\n");
    assert_int_equal(parse(job, text, used, seen, sizeof seen), BGT_FATAL);
    assert_true((clock() - start) / CLOCKS_PER_SEC < 30);
    assert_reported(job, "YAML_DUPLICATE_KEY");
    assert_string_equal(last_report(job)->arguments[1], "778");
    free(text);
}

/* ---- Limits
 * ------------------------------------------------------------------------------ */

static void assert_limit(struct job *job, bgt_status status, const char *name)
{
    assert_int_equal(status, BGT_LIMIT);
    assert_reported(job, "LIMIT_REACHED");
    assert_string_equal(last_report(job)->arguments[0], name);
    assert_true(last_report(job)->place.line > 0);
}

/* libyaml is quadratic in the depth: 100,000 brackets take it minutes. */
static void depth_is_bounded_quickly(void **state)
{
    struct job *job = *state;
    static const char *const units[] = {"[", "{a: ", "- ", "? "};
    size_t deep = 100000;
    char *text = malloc(4 * deep + 1);
    char seen[100];
    assert_non_null(text);
    for (size_t i = 0; i < BGT_TEST_COUNT(units); i++) {
        size_t length = strlen(units[i]);
        for (size_t k = 0; k < deep; k++) {
            memcpy(text + k * length, units[i], length);
        }
        clock_t start = clock();
        bgt_status status = parse(job, text, deep * length, seen, sizeof seen);
        assert_true((clock() - start) / CLOCKS_PER_SEC < 5);
        if (strcmp(units[i], "? ") == 0) {
            assert_int_equal(status, BGT_FATAL); /* a mapping as key */
        } else {
            assert_limit(job, status, "depth");
        }
    }
    free(text);
    job->limits.depth = 2;
    assert_int_equal(parse_text(job, "a: [1]\n"), BGT_END);
    assert_limit(job, parse_text(job, "a: [[1]]\n"), "depth");
}

static void scalars_are_bounded(void **state)
{
    struct job *job = *state;
    size_t size = 20u << 20;
    char *text = malloc(size + 1);
    char seen[100];
    assert_non_null(text);
    static const char *const beginnings[] = {"a: ", "a: '", "a: |\n  ", "#", "? "};
    for (size_t i = 0; i < BGT_TEST_COUNT(beginnings); i++) {
        memset(text, 'x', size);
        memcpy(text, beginnings[i], strlen(beginnings[i]));
        text[size] = '\0';
        assert_limit(job, parse(job, text, size, seen, sizeof seen), "cell-bytes");
    }
    free(text);
    job->limits.cell_bytes = 10;
    assert_int_equal(parse_text(job, "a: 0123456789\n"), BGT_END);
    assert_limit(job, parse_text(job, "a: 01234567890\n"), "cell-bytes");
    job->limits.row_bytes = 64;
    assert_limit(job, parse_text(job, "a: 1\nb: 2\n"), "row-bytes");
}

static void other_encodings_are_read(void **state)
{
    struct job *job = *state;
    char seen[100];
    static const char gb18030[] = "\xBF\xC6\xC4\xBF: '\xBD\xCC\xD3\xFD'\n";
    assert_int_equal(parse(job, gb18030, sizeof gb18030 - 1, seen, sizeof seen), BGT_END);
    assert_string_equal(seen, "{ 科目: \"教育\" } ");
}

static void every_failing_allocation_is_survived(void **state)
{
    struct job *job = *state;
    struct bgt_input *input = open_text(job, "a: {b: [{c: 1}]}\n");
    bgt_status status = BGT_NO_MEMORY;
    size_t before = job->failing.outstanding;
    for (size_t nth = 1; status == BGT_NO_MEMORY; nth++) {
        struct bgt_yaml *yaml = NULL;
        struct bgt_yaml_event event;
        job->failing.fail_at = job->failing.calls + nth;
        status = bgt_yaml_open(&job->io, input, &yaml);
        while (status == BGT_OK) {
            status = bgt_yaml_next(yaml, &event);
        }
        bgt_yaml_close(yaml);
        assert_int_equal(job->failing.outstanding, before);
    }
    job->failing.fail_at = 0;
    bgt_input_close(input);
    assert_int_equal(status, BGT_END);
    assert_silent(job);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(events_come_in_order),
        JOB_TEST(places_count_from_one_in_characters),
        JOB_TEST(what_is_wrong_is_named_with_its_place),
        JOB_TEST(both_places_of_a_key_are_named),
        JOB_TEST(the_wrong_line_is_shown),
        JOB_TEST(the_same_key_in_other_mappings_is_fine),
        JOB_TEST(many_keys_are_told_apart),
        JOB_TEST(depth_is_bounded_quickly),
        JOB_TEST(scalars_are_bounded),
        JOB_TEST(other_encodings_are_read),
        JOB_TEST(every_failing_allocation_is_survived),
    };
    return bgt_test_main("io/yaml", tests, BGT_TEST_COUNT(tests), argc, argv);
}
