/* The text that the yaml writer writes, and that the reader makes the same records of it.
 */
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "plugin/yaml/host_yaml.h"
#include "support/fake_dump.h"
#include "support/fake_records.h"

extern const struct bgt_plugin yaml_LTX_bgt_plugin;

static struct bgt_fake_env fake;
static struct bgt_batch batch;
static struct bgt_fake_records records;
static struct bgt_fake_file *target;

static int set_up(void **state)
{
    (void)state;
    bgt_fake_init(&fake, &yaml_LTX_bgt_plugin, bgt_model());
    set_host_yaml(&fake);
    bgt_fake_batch_init(&batch);
    records = (struct bgt_fake_records){&batch, bgt_model(), NULL};
    target = bgt_fake_output(&fake, "out.yaml", false);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bgt_fake_batch_clear(&batch);
    bgt_fake_clear(&fake);
    return 0;
}

/* Reads what was written and compares it with what it was written from. */
static void expect_back(void)
{
    struct bgt_batch read;
    bgt_fake_batch_init(&read);
    struct bgt_fake_file *file =
        bgt_fake_input(&fake, "in.yaml", target->bytes, target->length);
    assert_int_equal(bgt_fake_read(&fake, file, &read), BGT_END);
    char *before = bgt_fake_dump(&batch, bgt_model(), BGT_FAKE_PLAIN);
    char *after = bgt_fake_dump(&read, bgt_model(), BGT_FAKE_PLAIN);
    assert_string_equal(after, before);
    free(before);
    free(after);
    bgt_fake_batch_clear(&read);
}

static void expect_written(const char *expected)
{
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_OK);
    assert_string_equal(target->bytes, expected);
    assert_int_equal(fake.report_count, 0);
    expect_back();
}

static void build_document(void)
{
    bgt_fake_record(&records, "document");
    (void)bgt_fake_field(&records, "fiscal_year", "2026");
    (void)bgt_fake_field(&records, "agency_name", "某单位（本级）");
    (void)bgt_fake_field(&records, "amount_unit", "万元");
}

static void build_table(void)
{
    bgt_fake_record(&records, "table");
    (void)bgt_fake_field(&records, "table_no", "1");
    (void)bgt_fake_field(&records, "table_id", "summary");
    (void)bgt_fake_field(&records, "title", "收支总表");
    bgt_fake_fields(&records, "item", "exp_func_code", "total", "general_public",
                    "上年数", NULL);
    bgt_fake_record(&records, "line");
    (void)bgt_fake_field(&records, "table_no", "1");
    (void)bgt_fake_field(&records, "row_no", "1");
    (void)bgt_fake_field(&records, "item", "一、一般公共服务支出");
    (void)bgt_fake_field(&records, "exp_func_code", "201");
    (void)bgt_fake_field(&records, "total", "26.00");
    bgt_fake_extra_number(&records, "上年数", "-0.05");
    bgt_fake_record(&records, "line");
    (void)bgt_fake_field(&records, "table_no", "1");
    (void)bgt_fake_field(&records, "row_no", "2");
    (void)bgt_fake_field(&records, "item", "");
    bgt_fake_record(&records, "line");
    (void)bgt_fake_field(&records, "table_no", "1");
    (void)bgt_fake_field(&records, "row_no", "3");
    struct bgt_value *dash = bgt_fake_field(&records, "item", "—");
    dash->state = BGT_BLANK;
    bgt_fake_table_end(&records);
    (void)bgt_fake_field(&records, "table_no", "1");
    (void)bgt_fake_field(&records, "notes", "注：1\n  2\n");
    (void)bgt_fake_field(&records, "row_count", "3");
}

static void a_small_document_looks_like_this(void **state)
{
    (void)state;
    build_document();
    bgt_fake_record(&records, "project");
    (void)bgt_fake_field(&records, "pro_code", "0381");
    (void)bgt_fake_field(&records, "pro_total_amt", "26");
    (void)bgt_fake_field(&records, "备注", "it's");
    build_table();
    bgt_fake_record(&records, "document");
    (void)bgt_fake_field(&records, "notes", "本套报表");
    expect_written("budgetconv: 1\n"
                   "document:\n"
                   "  fiscal_year: '2026'\n"
                   "  agency_name: '某单位（本级）'\n"
                   "  amount_unit: '万元'\n"
                   "content:\n"
                   "- project:\n"
                   "    pro_code: '0381'\n"
                   "    pro_total_amt: '26'\n"
                   "    extras:\n"
                   "    - name: '备注'\n"
                   "      text: 'it''s'\n"
                   "- table:\n"
                   "    table_no: '1'\n"
                   "    table_id: 'summary'\n"
                   "    title: '收支总表'\n"
                   "    fields: ['item', 'exp_func_code', 'total', 'general_public', "
                   "{extra: '上年数'}]\n"
                   "    from_table: ['table_no']\n"
                   "    lines:\n"
                   "    - row_no: '1'\n"
                   "      item: '一、一般公共服务支出'\n"
                   "      exp_func_code: '201'\n"
                   "      total: '26.00'\n"
                   "      extras:\n"
                   "      - name: '上年数'\n"
                   "        number: '-0.05'\n"
                   "    - row_no: '2'\n"
                   "      item: ''\n"
                   "    - row_no: '3'\n"
                   "      item: {blank: '—'}\n"
                   "    end:\n"
                   "      table_no: '1'\n"
                   "      notes: |\n"
                   "        注：1\n"
                   "          2\n"
                   "      row_count: '3'\n"
                   "- document:\n"
                   "    notes: '本套报表'\n"
                   "complete: 'yes'\n");
}

static void figures_are_plain_when_asked(void **state)
{
    (void)state;
    bgt_fake_option(&fake, "numbers", "plain");
    build_document();
    bgt_fake_record(&records, "project");
    (void)bgt_fake_field(&records, "pro_code", "0381");
    (void)bgt_fake_field(&records, "level_no", "2");
    (void)bgt_fake_field(&records, "pro_total_amt", "26.00");
    expect_written("budgetconv: 1\n"
                   "document:\n"
                   "  fiscal_year: '2026'\n"
                   "  agency_name: '某单位（本级）'\n"
                   "  amount_unit: '万元'\n"
                   "content:\n"
                   "- project:\n"
                   "    pro_code: '0381'\n"
                   "    level_no: 2\n"
                   "    pro_total_amt: 26.00\n"
                   "complete: 'yes'\n");
}

static void every_type_of_value_survives(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint8_t type, state;
        uint16_t flags;
    } values[] = {
        {"26.00", BGT_VALUE_TEXT, BGT_PRESENT, 0},
        {"", BGT_VALUE_TEXT, BGT_PRESENT, 0},
        {"", BGT_VALUE_TEXT, BGT_BLANK, 0},
        {"——", BGT_VALUE_TEXT, BGT_BLANK, 0},
        {"1E+300", BGT_VALUE_NUMBER, BGT_PRESENT, 0},
        {"1", BGT_VALUE_BOOLEAN, BGT_PRESENT, 0},
        {"2026-01-31", BGT_VALUE_DATE, BGT_PRESENT, 0},
        {"#DIV/0!", BGT_VALUE_ERROR, BGT_PRESENT, 0},
    };
    build_document();
    for (size_t i = 0; i < BGT_TEST_COUNT(values); i++) {
        bgt_fake_record(&records, "statement");
        for (size_t k = 0; k < 2; k++) {
            struct bgt_value *value =
                bgt_fake_field(&records, k == 0 ? "unit" : "名称", values[i].text);
            value->type = values[i].type;
            value->state = values[i].state;
            value->flags = values[i].flags;
        }
        struct bgt_value *percent = bgt_fake_field(&records, "value", "50.0");
        percent->flags |= BGT_VALUE_PERCENT;
    }
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_OK);
    /* The reader puts extras where they stand in the file: last. */
    for (uint32_t i = 1; i < batch.item_count; i++) {
        struct bgt_value *list = batch.values + batch.items[i].first_value;
        struct bgt_value extra = list[1];
        list[1] = list[2];
        list[2] = extra;
    }
    expect_back();
    assert_non_null(strstr(target->bytes, "unit: {number: '1E+300'}\n"));
    assert_non_null(strstr(target->bytes, "unit: {blank: '——'}\n"));
    assert_non_null(strstr(target->bytes, "value: {percent: '50.0'}\n"));
}

static void lines_may_differ_from_their_table(void **state)
{
    (void)state;
    build_document();
    bgt_fake_record(&records, "table");
    (void)bgt_fake_field(&records, "table_no", "4");
    bgt_fake_fields(&records, "item", NULL);
    bgt_fake_record(&records, "line");
    (void)bgt_fake_field(&records, "table_no", "4");
    (void)bgt_fake_field(&records, "item", "a");
    bgt_fake_record(&records, "line");
    (void)bgt_fake_field(&records, "table_no", "5");
    (void)bgt_fake_field(&records, "item", "b");
    bgt_fake_record(&records, "line");
    (void)bgt_fake_field(&records, "item", "c");
    bgt_fake_table_end(&records);
    bgt_fake_record(&records, "table");
    (void)bgt_fake_field(&records, "table_no", "5");
    bgt_fake_fields(&records, NULL);
    bgt_fake_table_end(&records);
    expect_written("budgetconv: 1\n"
                   "document:\n"
                   "  fiscal_year: '2026'\n"
                   "  agency_name: '某单位（本级）'\n"
                   "  amount_unit: '万元'\n"
                   "content:\n"
                   "- table:\n"
                   "    table_no: '4'\n"
                   "    fields: ['item']\n"
                   "    from_table: ['table_no']\n"
                   "    lines:\n"
                   "    - item: 'a'\n"
                   "    - table_no: '5'\n"
                   "      item: 'b'\n"
                   "    - item: 'c'\n"
                   "      table_no: {absent: ''}\n"
                   "- table:\n"
                   "    table_no: '5'\n"
                   "    fields: []\n"
                   "    lines: []\n"
                   "complete: 'yes'\n");
}

static void a_document_alone_is_whole(void **state)
{
    (void)state;
    build_document();
    expect_written("budgetconv: 1\ndocument:\n  fiscal_year: '2026'\n"
                   "  agency_name: '某单位（本级）'\n  amount_unit: '万元'\n"
                   "content: []\ncomplete: 'yes'\n");
}

/* What a YAML 1.1 reader takes for numbers, dates and truth values, and what hurts an
 * emitter: all of it comes back as the same text. */
static const char *const texts[] = {"0381",
                                    "26.00",
                                    "yes",
                                    "no",
                                    "on",
                                    "y",
                                    "~",
                                    "null",
                                    "1:30",
                                    "0x1F",
                                    "1e3",
                                    ".5",
                                    "2026-01-31",
                                    "",
                                    " ",
                                    " a ",
                                    "'",
                                    "\"",
                                    "it's",
                                    "\\n",
                                    "#",
                                    "a #b",
                                    "a: b",
                                    "- a",
                                    "? a",
                                    "[",
                                    "{",
                                    "&a",
                                    "*a",
                                    "!a",
                                    "|",
                                    ">",
                                    "%",
                                    "@",
                                    "`",
                                    "---",
                                    "...",
                                    "=",
                                    "<<",
                                    "a\nb",
                                    "a\n",
                                    "a\n\n",
                                    "\na",
                                    "\n",
                                    "\n\n",
                                    " a\nb",
                                    "a \nb",
                                    "a\n b",
                                    "a\n\nb",
                                    "a\n\n",
                                    "a\n#b",
                                    "a\n- b",
                                    "a\n---\nb",
                                    "a\tb",
                                    "\ta",
                                    "a\n\tb",
                                    "a\rb",
                                    "a\r\nb",
                                    "\x01",
                                    "\x7F",
                                    "\xC2\x85",
                                    "\xC2\x85z",
                                    "\xC2\xA0",
                                    "\xE2\x80\xA8",
                                    "\xE2\x80\xA9z\n",
                                    "\xEF\xBB\xBF",
                                    "\xEF\xBB\xBFz",
                                    "\xEF\xBF\xBD",
                                    "\xEF\xBF\xBE",
                                    "\xF0\xA0\xAE\xB7",
                                    "\xF0\xA0\xAE\xB7\n野",
                                    "\xE3\x80\x80",
                                    "预算\n数",
                                    "a\n\n\nb\n",
                                    "a  \n",
                                    "a:\n  b: 'c'\n",
                                    "|\n",
                                    "%YAML 1.1\n",
                                    "a\n...\n"};

static void any_text_comes_back(void **state)
{
    (void)state;
    build_document();
    for (size_t i = 0; i < BGT_TEST_COUNT(texts); i++) {
        bgt_fake_record(&records, "statement");
        (void)bgt_fake_field(&records, "raw_text", texts[i]);
        (void)bgt_fake_field(&records, texts[i][0] == '\0' ? "x" : texts[i], texts[i]);
    }
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_OK);
    expect_back();
}

/* Every text of up to four of these bytes. */
static void all_short_texts_come_back(void **state)
{
    (void)state;
    static const char letters[] = " \n\t\r'\"-:#a|\\";
    size_t count = sizeof letters - 1;
    build_document();
    for (size_t length = 1, all = count; length <= 4; length++, all *= count) {
        for (size_t i = 0; i < all; i++) {
            char text[5] = "";
            for (size_t k = 0, rest = i; k < length; k++, rest /= count) {
                text[k] = letters[rest % count];
            }
            bgt_fake_record(&records, "section");
            (void)bgt_fake_field(&records, "body", text);
        }
    }
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_OK);
    struct bgt_fake_file *file =
        bgt_fake_input(&fake, "in.yaml", target->bytes, target->length);
    struct bgt_batch read;
    bgt_fake_batch_init(&read);
    bgt_status status = bgt_fake_read(&fake, file, &read);
    assert_int_equal(status, BGT_END);
    assert_int_equal(read.value_count, batch.value_count);
    for (uint32_t i = 0; i < read.value_count; i++) {
        assert_int_equal(read.values[i].text_length, batch.values[i].text_length);
        assert_memory_equal(bgt_value_text(&read, &read.values[i]),
                            bgt_value_text(&batch, &batch.values[i]),
                            read.values[i].text_length);
    }
    bgt_fake_batch_clear(&read);
}

static void expect_refused(const char *reason)
{
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_CANNOT_HOLD);
    assert_string_equal(fake.reports[0].code, "CANNOT_HOLD");
    assert_string_equal(fake.reports[0].arguments[0], reason);
}

static void a_field_that_stands_twice_is_refused(void **state)
{
    (void)state;
    build_document();
    (void)bgt_fake_field(&records, "amount_unit", "元");
    expect_refused("the field stands twice in one record");
}

static void a_line_without_table_is_refused(void **state)
{
    (void)state;
    build_document();
    bgt_fake_record(&records, "line");
    expect_refused("a line outside of a table");
}

static void a_record_inside_a_table_is_refused(void **state)
{
    (void)state;
    build_document();
    bgt_fake_record(&records, "table");
    bgt_fake_record(&records, "goal");
    expect_refused("a record inside a table that is no line");
}

static void text_that_is_no_utf8_is_refused(void **state)
{
    (void)state;
    build_document();
    bgt_fake_record(&records, "goal");
    (void)bgt_fake_field(&records, "kpi_target", "\xB5\xA5");
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_FATAL);
    assert_string_equal(fake.reports[0].arguments[0], "a text is not valid UTF-8");
}

static void a_table_without_end_is_no_file(void **state)
{
    (void)state;
    build_document();
    bgt_fake_record(&records, "table");
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_FATAL);
    assert_non_null(bgt_fake_reported(&fake, "INTERNAL"));
}

static void a_failing_output_is_passed_on(void **state)
{
    (void)state;
    target->fails_after = 10;
    build_document();
    assert_int_equal(bgt_fake_write(&fake, target, &batch), BGT_FATAL);
}

int main(int argc, char **argv)
{
#define BGT_YAML_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        BGT_YAML_TEST(a_small_document_looks_like_this),
        BGT_YAML_TEST(figures_are_plain_when_asked),
        BGT_YAML_TEST(every_type_of_value_survives),
        BGT_YAML_TEST(lines_may_differ_from_their_table),
        BGT_YAML_TEST(a_document_alone_is_whole),
        BGT_YAML_TEST(any_text_comes_back),
        BGT_YAML_TEST(all_short_texts_come_back),
        BGT_YAML_TEST(a_field_that_stands_twice_is_refused),
        BGT_YAML_TEST(a_line_without_table_is_refused),
        BGT_YAML_TEST(a_record_inside_a_table_is_refused),
        BGT_YAML_TEST(text_that_is_no_utf8_is_refused),
        BGT_YAML_TEST(a_table_without_end_is_no_file),
        BGT_YAML_TEST(a_failing_output_is_passed_on),
    };
    return bgt_test_main("yaml_write", tests, BGT_TEST_COUNT(tests), argc, argv);
}
