/* What the yaml reader takes from people's hands, and what it refuses: code, place, path.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "plugin/yaml/host_yaml.h"
#include "support/fake_dump.h"

extern const struct bgt_plugin yaml_LTX_bgt_plugin;

#define HEAD                                                                             \
    "budgetconv: 1\n"                                                                    \
    "document:\n"                                                                        \
    "  fiscal_year: '2026'\n"                                                            \
    "content:\n"
#define TAIL  "complete: 'yes'\n"
#define TABLE HEAD "- table:\n    table_no: '1'\n    fields: [item, total]\n    lines:\n"

static struct bgt_fake_env fake;
static struct bgt_batch batch;

static int set_up(void **state)
{
    (void)state;
    bgt_fake_init(&fake, &yaml_LTX_bgt_plugin, bgt_model());
    set_host_yaml(&fake);
    bgt_fake_batch_init(&batch);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bgt_fake_batch_clear(&batch);
    bgt_fake_clear(&fake);
    return 0;
}

static bgt_status read_text(const char *text)
{
    bgt_fake_batch_reset(&batch);
    return bgt_fake_read(&fake, bgt_fake_input(&fake, "a.yaml", text, strlen(text)),
                         &batch);
}

static void expect_records(const char *text, const char *expected, unsigned show)
{
    assert_int_equal(read_text(text), BGT_END);
    char *dump = bgt_fake_dump(&batch, bgt_model(), show);
    assert_string_equal(dump, expected);
    free(dump);
    assert_int_equal(fake.report_count, 0);
}

static void records_have_places(void **state)
{
    (void)state;
    expect_records("# made by hand\n" HEAD "- goal:\n"
                   "    kpi_target: |\n"
                   "      a\n"
                   "      b\n"
                   "- table:\n"
                   "    table_no: 1\n"
                   "    fields: [item, total]\n"
                   "    lines:\n"
                   "    - {item: 甲, total: 26.00}\n"
                   "    - item: 乙\n"
                   "      total: '-1'\n"
                   "    end: {row_count: 2}\n" TAIL,
                   "document fiscal_year=2026@4:16 [document]\n"
                   "goal kpi_target=a\\nb\\n@7:17 [content[1].goal]\n"
                   "table table_no=#1@11:15 [content[2].table]\n"
                   "fields item=@12:0 total=@12:0 [content[2].table]\n"
                   "line item=甲@14:14 total=#26.00@14:24 [content[2].table.lines[1]]\n"
                   "line item=乙@15:13 total=#-1@16:14 [content[2].table.lines[2]]\n"
                   "table_end row_count=#2@17:22 [content[2].table]\n",
                   BGT_FAKE_PLACES);
}

static void order_within_a_table_is_free_where_it_can_be(void **state)
{
    (void)state;
    expect_records(HEAD "- table:\n"
                        "    fields: [item]\n"
                        "    notes: 'n'\n"
                        "    from_table: [table_no]\n"
                        "    table_no: '7'\n"
                        "    lines:\n"
                        "    - item: 'a'\n"
                        "    row_count: '1'\n"
                        "    end:\n"
                        "      precision: '100'\n" TAIL,
                   "document fiscal_year=2026\n"
                   "table notes=n table_no=#7\n"
                   "fields item=\n"
                   "line table_no=#7 item=a\n"
                   "table_end row_count=#1 precision=#100\n",
                   BGT_FAKE_PLAIN);
}

static void a_table_without_lines_is_one(void **state)
{
    (void)state;
    expect_records(HEAD "- table: {title: t}\n" TAIL,
                   "document fiscal_year=2026\ntable title=t\nfields\ntable_end\n",
                   BGT_FAKE_PLAIN);
}

static void an_empty_value_is_a_blank(void **state)
{
    (void)state;
    expect_records(
        HEAD "- project:\n    pro_code:\n    pro_total_amt:\n    pro_name: ''\n" TAIL,
        "document fiscal_year=2026\nproject pro_code=~ pro_total_amt=~ pro_name=\n",
        BGT_FAKE_PLAIN);
}

/* Scalars that YAML 1.1 turns into something else are text where the field is text. */
static void plain_scalars_are_what_the_field_says(void **state)
{
    (void)state;
    static const char *const texts[] = {"0381", "26.00", "yes",  "~",   "null",
                                        "1:30", "0x1F",  "1e3",  ".5",  "2026-01-31",
                                        "=",    "<<",    "true", "0o7", "1_000"};
    for (size_t i = 0; i < BGT_TEST_COUNT(texts); i++) {
        char text[256];
        (void)snprintf(text, sizeof text, HEAD "- project:\n    pro_code: %s\n" TAIL,
                       texts[i]);
        assert_int_equal(read_text(text), BGT_END);
        const struct bgt_value *value = bgt_item_values(&batch, &batch.items[1]);
        assert_int_equal(value->type, BGT_VALUE_TEXT);
        assert_int_equal(value->text_length, strlen(texts[i]));
        assert_memory_equal(bgt_value_text(&batch, value), texts[i], strlen(texts[i]));
    }
}

struct refused {
    const char *text;
    const char *code;
    uint64_t line;
    uint32_t column;
    const char *path;
    const char *first; /* Argument, or null: any. */
};

static const struct refused refused[] = {
    {"document: {}\n", "YAML_VERSION_MISSING", 1, 1, "", NULL},
    {"budgetconv: 2\n", "YAML_VERSION_NEWER", 1, 13, "", "1"},
    {"budgetconv: '10'\n", "YAML_VERSION_NEWER", 1, 13, "", "1"},
    {"budgetconv: x\n", "YAML_VERSION_MISSING", 1, 13, "", "1"},
    {"budgetconv: 1.0\n", "YAML_VERSION_MISSING", 1, 13, "", "1"},
    {"- a\n", "YAML_MAPPING_NEEDED", 1, 1, "", NULL},
    {"{}\n", "YAML_VERSION_MISSING", 1, 2, "", NULL},
    {"budgetconv: 1\ncontent: []\n" TAIL, "YAML_ORDER", 2, 1, "", "document"},
    {"budgetconv: 1\ndocument: {}\n" TAIL, "YAML_ORDER", 3, 1, "", "content"},
    {"budgetconv: 1\ndocument: {}\n", "YAML_KEY_MISSING", 3, 1, "", "content"},
    {"budgetconv: 1\ndocument: {}\ncontent: []\n", "YAML_CUT", 4, 1, "", NULL},
    {"budgetconv: 1\ndocument: {}\ncontent: []\ncomplete: no\n", "YAML_CHOICE", 4, 11, "",
     "complete"},
    {"budgetconv: 1\ndocument: {}\ncontents: []\n" TAIL, "YAML_KEY_UNKNOWN", 3, 1, "",
     "content"},
    {"budgetconv: 1\ndocument: x\ncontent: []\n" TAIL, "YAML_MAPPING_NEEDED", 2, 11,
     "document", NULL},
    {"budgetconv: 1\ndocument: {}\ncontent: {}\n" TAIL, "YAML_SEQUENCE_NEEDED", 3, 10, "",
     NULL},
    {"budgetconv: 1\ndocument:\n  fiscal_yaer: '2026'\ncontent: []\n" TAIL,
     "YAML_KEY_UNKNOWN", 3, 3, "document", "fiscal_year"},
    {HEAD "- projects: {}\n" TAIL, "YAML_KEY_UNKNOWN", 5, 3, "content[1]", "project"},
    {HEAD "- line: {}\n" TAIL, "YAML_KEY_UNKNOWN", 5, 3, "content[1]", NULL},
    {HEAD "- x\n" TAIL, "YAML_MAPPING_NEEDED", 5, 3, "content[1]", NULL},
    {HEAD "- {}\n" TAIL, "YAML_ONE_KEY", 5, 4, "content[1]", NULL},
    {HEAD "- goal: {}\n  task: {}\n" TAIL, "YAML_ONE_KEY", 6, 3, "content[1].goal", NULL},
    {HEAD "- project:\n    pro_total_amt: 1,2,3\n" TAIL, "YAML_AMOUNT", 6, 20,
     "content[1].project", "pro_total_amt"},
    {HEAD "- project:\n    pro_total_amt: '1,234.00'\n" TAIL, "YAML_AMOUNT", 6, 20,
     "content[1].project", "pro_total_amt"},
    {HEAD "- project:\n    pro_total_amt: 1e3\n" TAIL, "YAML_AMOUNT", 6, 20,
     "content[1].project", "pro_total_amt"},
    {HEAD "- project:\n    pro_total_amt: ''\n" TAIL, "YAML_AMOUNT", 6, 20,
     "content[1].project", "pro_total_amt"},
    {HEAD "- project:\n    pro_total_amt: 1234567890123456789\n" TAIL, "YAML_AMOUNT_LONG",
     6, 20, "content[1].project", "pro_total_amt"},
    {HEAD "- project:\n    level_no: '1.0'\n" TAIL, "YAML_COUNT", 6, 15,
     "content[1].project", "level_no"},
    {HEAD "- project:\n    level_no: -1\n" TAIL, "YAML_COUNT", 6, 15,
     "content[1].project", "level_no"},
    {HEAD "- project:\n    setup_year: 26\n" TAIL, "YAML_YEAR", 6, 17,
     "content[1].project", "setup_year"},
    {HEAD "- project:\n    setup_year: 2026年\n" TAIL, "YAML_YEAR", 6, 17,
     "content[1].project", "setup_year"},
    {HEAD "- classification:\n    is_leaf: yes\n" TAIL, "YAML_BOOL", 6, 14,
     "content[1].classification", "is_leaf"},
    {HEAD "- goal:\n    scope: all\n" TAIL, "YAML_CHOICE", 6, 12, "content[1].goal",
     "scope"},
    {HEAD "- goal:\n    scope: [agency]\n" TAIL, "YAML_SCALAR_NEEDED", 6, 12,
     "content[1].goal", NULL},
    {HEAD "- goal:\n    scope: {}\n" TAIL, "YAML_MARK_MISSING", 6, 13, "content[1].goal",
     NULL},
    {HEAD "- goal:\n    scope: {blnk: ''}\n" TAIL, "YAML_KEY_UNKNOWN", 6, 13,
     "content[1].goal", "blank"},
    {HEAD "- goal:\n    scope: {absent: ''}\n" TAIL, "YAML_KEY_UNKNOWN", 6, 13,
     "content[1].goal", NULL},
    {HEAD "- goal:\n    scope: {text: a, blank: ''}\n" TAIL, "YAML_MARK_TWICE", 6, 22,
     "content[1].goal", NULL},
    {HEAD "- goal:\n    scope: {number: abc}\n" TAIL, "YAML_AMOUNT", 6, 21,
     "content[1].goal", "number"},
    {HEAD "- goal:\n    extras: {a: b}\n" TAIL, "YAML_SEQUENCE_NEEDED", 6, 13,
     "content[1].goal", NULL},
    {HEAD "- goal:\n    extras: [a]\n" TAIL, "YAML_MAPPING_NEEDED", 6, 14,
     "content[1].goal", NULL},
    {HEAD "- goal:\n    extras: [{text: a}]\n" TAIL, "YAML_KEY_MISSING", 6, 22,
     "content[1].goal", "name"},
    {HEAD "- goal:\n    extras: [{name: a}]\n" TAIL, "YAML_MARK_MISSING", 6, 22,
     "content[1].goal", NULL},
    {HEAD "- goal:\n    extras: [{name: '', text: a}]\n" TAIL, "YAML_NAME_LENGTH", 6, 21,
     "content[1].goal", NULL},
    {HEAD "- table:\n    lines:\n    - item: 'a'\n" TAIL, "YAML_ORDER", 6, 5,
     "content[1].table", "fields"},
    {HEAD "- table:\n    lines: []\n    fields: [item]\n" TAIL, "YAML_ORDER", 6, 5,
     "content[1].table", "fields"},
    {HEAD "- table:\n    end: {}\n" TAIL, "YAML_ORDER", 6, 5, "content[1].table",
     "lines"},
    {HEAD "- table:\n    fields: [item, itme]\n" TAIL, "YAML_KEY_UNKNOWN", 6, 20,
     "content[1].table", "item"},
    {HEAD "- table:\n    fields: [item, item]\n" TAIL, "YAML_FIELD_TWICE", 6, 20,
     "content[1].table", NULL},
    {HEAD "- table:\n    fields: [[a]]\n" TAIL, "YAML_SCALAR_NEEDED", 6, 14,
     "content[1].table", NULL},
    {HEAD "- table:\n    fields: [{extra: a, type: nmber}]\n" TAIL, "YAML_KEY_UNKNOWN", 6,
     31, "content[1].table", "number"},
    {HEAD "- table:\n    fields: [{type: text}]\n" TAIL, "YAML_KEY_MISSING", 6, 25,
     "content[1].table", "extra"},
    {HEAD "- table:\n    fields: []\n    from_table: [row_no]\n    lines: []\n" TAIL,
     "YAML_KEY_UNKNOWN", 7, 18, "content[1].table", "table_no"},
    {HEAD "- table:\n    fields: []\n    from_table: [table_no]\n    lines: []\n" TAIL,
     "YAML_KEY_MISSING", 8, 5, "content[1].table", "table_no"},
    {TABLE "    - item: 'a'\n      totl: '1'\n" TAIL, "YAML_KEY_UNKNOWN", 10, 7,
     "content[1].table.lines[1]", "total"},
    {TABLE "    - item: 'a'\n    - project: '1'\n" TAIL, "YAML_NOT_ANNOUNCED", 10, 7,
     "content[1].table.lines[2]", "project"},
    {TABLE "    - item: 'a'\n    - b\n" TAIL, "YAML_MAPPING_NEEDED", 10, 7,
     "content[1].table.lines[2]", NULL},
    {TABLE "    - total: '1.2.3'\n" TAIL, "YAML_AMOUNT", 9, 14,
     "content[1].table.lines[1]", "total"},
    {HEAD "- table: {fields: [], lines: x}\n" TAIL, "YAML_SEQUENCE_NEEDED", 5, 30,
     "content[1].table", NULL},
    {TABLE "    - item: 'a'\n    notse: 'n'\n" TAIL, "YAML_KEY_UNKNOWN", 10, 5,
     "content[1].table", "notes"},
};

/* Each is refused with one error, and every file but those without version is read on to
 * its end. */
static void a_fault_is_named_with_its_place(void **state)
{
    const struct refused *expected = *state;
    bgt_status status = read_text(expected->text);
    bool is_ours = strstr(expected->code, "VERSION") == NULL && expected->text[0] == 'b';
    assert_int_equal(status, is_ours ? BGT_BAD : BGT_FATAL);
    assert_string_equal(fake.reports[0].code, expected->code);
    assert_int_equal(fake.reports[0].line, expected->line);
    assert_int_equal(fake.reports[0].column, expected->column);
    assert_string_equal(fake.reports[0].path, expected->path);
    if (expected->first != NULL) {
        assert_string_equal(fake.reports[0].arguments[0], expected->first);
    }
}

static void all_faults_of_a_file_are_collected(void **state)
{
    (void)state;
    assert_int_equal(read_text(TABLE "    - total: x\n    - totl: '1'\n    - item: 'a'\n"
                                     "    end: {row_cuont: '3'}\n- gaol: {}\n" TAIL),
                     BGT_BAD);
    assert_int_equal(fake.error_count, 4);
    assert_string_equal(fake.reports[3].arguments[0], "goal");
    assert_int_equal(fake.reports[3].line, 13);
}

static void too_many_faults_end_the_file(void **state)
{
    (void)state;
    fake.limits.errors = 2;
    assert_int_equal(
        read_text(TABLE "    - total: x\n    - totl: '1'\n    - total: y\n" TAIL),
        BGT_FATAL);
    assert_int_equal(fake.error_count, 2);
}

/* Whatever line a file is cut after, it is no whole file. */
static void a_file_cut_at_any_line_is_refused(void **state)
{
    (void)state;
    static const char text[] =
        TABLE "    - item: 'a'\n      total: '1'\n    - item: 'b'\n"
              "    end:\n      row_count: '2'\n- goal:\n"
              "    kpi_target: |\n      a\n      b\n" TAIL;
    for (size_t length = 1; length < sizeof text - 1; length++) {
        if (text[length - 1] != '\n') {
            continue;
        }
        struct bgt_fake_file *file = bgt_fake_input(&fake, "a.yaml", text, length);
        bgt_fake_batch_reset(&batch);
        bgt_status status = bgt_fake_read(&fake, file, &batch);
        assert_true(status == BGT_BAD || status == BGT_FATAL);
        bgt_fake_clear(&fake);
    }
    assert_int_equal(read_text(text), BGT_END);
}

static void a_syntax_error_is_passed_on(void **state)
{
    (void)state;
    assert_int_equal(read_text(HEAD "- table: [\n"), BGT_FATAL);
}

static void a_cancelled_job_stops(void **state)
{
    (void)state;
    fake.is_cancelled = true;
    assert_int_equal(read_text(HEAD TAIL), BGT_CANCELLED);
}

static void allocation_failures_end_in_order(void **state)
{
    (void)state;
    size_t nth = 1;
    for (; nth < 100; nth++) {
        static const char text[] = TABLE "    - item: 'a'\n    - total: '1'\n" TAIL;
        struct bgt_fake_file *file =
            bgt_fake_input(&fake, "a.yaml", text, sizeof text - 1);
        bgt_fake_batch_clear(&batch);
        bgt_test_fail_allocation(nth);
        bgt_status status = bgt_fake_read(&fake, file, &batch);
        bool failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        bgt_fake_clear(&fake);
        assert_int_equal(status, failed ? BGT_NO_MEMORY : BGT_END);
        if (!failed) {
            break;
        }
    }
    assert_true(nth > 3 && nth < 100);
}

static void the_probe_knows_its_first_key(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        int score;
    } cases[] = {{"budgetconv: 1\n", "x", 95},
                 {"\xEF\xBB\xBF# c\n\n# d\nbudgetconv: 1\n", "x", 95},
                 {"budgetconverter: 1\n", "x", 0},
                 {"a: 1\n", "a.yaml", 30},
                 {"# budgetconv:", "x", 0},
                 {"", ".yaml", 0}};
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        assert_int_equal(yaml_LTX_bgt_plugin.reader->probe((const uint8_t *)cases[i].text,
                                                           strlen(cases[i].text),
                                                           cases[i].name),
                         cases[i].score);
    }
}

int main(int argc, char **argv)
{
#define BGT_YAML_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    static const struct CMUnitTest others[] = {
        BGT_YAML_TEST(records_have_places),
        BGT_YAML_TEST(order_within_a_table_is_free_where_it_can_be),
        BGT_YAML_TEST(a_table_without_lines_is_one),
        BGT_YAML_TEST(an_empty_value_is_a_blank),
        BGT_YAML_TEST(plain_scalars_are_what_the_field_says),
        BGT_YAML_TEST(all_faults_of_a_file_are_collected),
        BGT_YAML_TEST(too_many_faults_end_the_file),
        BGT_YAML_TEST(a_file_cut_at_any_line_is_refused),
        BGT_YAML_TEST(a_syntax_error_is_passed_on),
        BGT_YAML_TEST(a_cancelled_job_stops),
        BGT_YAML_TEST(allocation_failures_end_in_order),
        BGT_YAML_TEST(the_probe_knows_its_first_key),
    };
    struct CMUnitTest tests[BGT_TEST_COUNT(others) + BGT_TEST_COUNT(refused)];
    char names[BGT_TEST_COUNT(refused)][64];
    memcpy(tests, others, sizeof others);
    for (size_t i = 0; i < BGT_TEST_COUNT(refused); i++) {
        (void)snprintf(names[i], sizeof names[i], "refused[%zu:%s]", i, refused[i].code);
        tests[BGT_TEST_COUNT(others) + i] =
            (struct CMUnitTest){names[i], a_fault_is_named_with_its_place, set_up,
                                tear_down, (void *)(uintptr_t)&refused[i]};
    }
    return bgt_test_main("yaml_read", tests, BGT_TEST_COUNT(tests), argc, argv);
}
