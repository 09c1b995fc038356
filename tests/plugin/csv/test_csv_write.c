/* What the csv writer writes, byte by byte, and that the reader gets it back. */
#include <stdlib.h>
#include <string.h>

#include "support/fake_dump.h"

extern const struct bgt_plugin csv_LTX_bgt_plugin;

static struct bgt_fake_env fake;
static struct bgt_batch batch;
static struct bgt_fake_file *target;
static struct bgt_style styles[2];
static void *writer;

static const struct bgt_writer_ops *ops(void)
{
    return csv_LTX_bgt_plugin.writer;
}

static int set_up(void **state)
{
    (void)state;
    bgt_fake_init(&fake, &csv_LTX_bgt_plugin, NULL);
    bgt_fake_batch_init(&batch);
    target = bgt_fake_output(&fake, "out.csv", false);
    memset(styles, 0, sizeof styles);
    styles[1].is_percent = 1;
    writer = calloc(1, ops()->state_size);
    return writer == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    ops()->close(writer);
    free(writer);
    bgt_fake_batch_clear(&batch);
    bgt_fake_clear(&fake);
    return 0;
}

static struct bgt_value *add(uint32_t column, enum bgt_value_type type, const char *text)
{
    assert_int_equal(bgt_batch_put_text(&batch, column, text, strlen(text), NULL),
                     BGT_OK);
    struct bgt_value *value = &batch.values[batch.value_count - 1];
    value->type = (uint8_t)type;
    return value;
}

static void begin_row(uint64_t row)
{
    bgt_fake_batch_reset(&batch);
    assert_int_equal(bgt_batch_item(&batch, BGT_ITEM_ROW, NULL), BGT_OK);
    batch.items[0].row = row;
}

static bgt_status put_row(void)
{
    return ops()->put_row(writer, &batch, &batch.items[0]);
}

static bgt_status begin(const char *name)
{
    static struct bgt_sheet sheet;
    memset(&sheet, 0, sizeof sheet);
    sheet.struct_size = sizeof sheet;
    sheet.name = name;
    sheet.styles = styles;
    sheet.style_count = 2;
    return ops()->begin_sheet(writer, &sheet);
}

static void open_sheet(void)
{
    assert_int_equal(ops()->open(writer, &target->output, &fake.env), BGT_OK);
    assert_int_equal(begin("表"), BGT_OK);
}

static void expect_written(const char *expected)
{
    assert_int_equal(ops()->end_sheet(writer), BGT_OK);
    assert_int_equal(ops()->finish(writer), BGT_OK);
    assert_string_equal(target->bytes, expected);
}

static void put_cells(uint64_t row, const char *first, const char *second)
{
    begin_row(row);
    (void)add(1, BGT_VALUE_TEXT, first);
    (void)add(2, BGT_VALUE_TEXT, second);
    assert_int_equal(put_row(), BGT_OK);
}

static void quotes_stand_where_needed(void **state)
{
    (void)state;
    open_sheet();
    put_cells(1, "科目", "a,b");
    put_cells(2, "a\"b", "a\nb");
    put_cells(3, "a\rb", " a ");
    put_cells(4, "0381", "");
    put_cells(5, "\xEF\xBB\xBFx", "\"");
    expect_written("科目,\"a,b\"\n\"a\"\"b\",\"a\nb\"\n\"a\rb\", a \n0381,\"\"\n"
                   "\"\xEF\xBB\xBFx\",\"\"\"\"\n");
}

static void ambiguous_text_is_quoted_when_asked(void **state)
{
    (void)state;
    static const char *const quoted[] = {"0381", "26.00", "1,2",       "2026-01-31",
                                         "50%",  "1e3",   "2026年1月", "TRUE",
                                         " a",   "10:30"};
    static const char *const bare[] = {"a1", "第1条", "-", "—", "true2", "人", "1人"};
    bgt_fake_option(&fake, "quote", "ambiguous");
    bgt_fake_option(&fake, "delimiter", "pipe");
    open_sheet();
    for (size_t i = 0; i < BGT_TEST_COUNT(quoted); i++) {
        put_cells(i + 1, quoted[i], "x");
    }
    for (size_t i = 0; i < BGT_TEST_COUNT(bare); i++) {
        put_cells(BGT_TEST_COUNT(quoted) + i + 1, bare[i], "x");
    }
    expect_written("\"0381\"|x\n\"26.00\"|x\n\"1,2\"|x\n\"2026-01-31\"|x\n\"50%\"|x\n"
                   "\"1e3\"|x\n\"2026年1月\"|x\n\"TRUE\"|x\n\" a\"|x\n\"10:30\"|x\n"
                   "a1|x\n第1条|x\n-|x\n—|x\ntrue2|x\n人|x\n1人|x\n");
}

static void each_type_is_written_as_shown(void **state)
{
    (void)state;
    static const struct bgt_decimal decimals[] = {
        {2600, 2, {0}}, {-5, 2, {0}}, {50, 0, {0}}, {505, 1, {0}}};
    open_sheet();
    begin_row(1);
    for (uint32_t i = 0; i < BGT_TEST_COUNT(decimals); i++) {
        assert_int_equal(bgt_batch_put_decimal(&batch, i + 1, decimals[i], NULL), BGT_OK);
    }
    batch.values[2].flags |= BGT_VALUE_PERCENT;
    batch.values[3].style = 1;
    (void)add(5, BGT_VALUE_NUMBER, "1E+300");
    (void)add(6, BGT_VALUE_BOOLEAN, "1");
    (void)add(7, BGT_VALUE_BOOLEAN, "0");
    (void)add(8, BGT_VALUE_DATE, "2026-01-31");
    (void)add(9, BGT_VALUE_ERROR, "#DIV/0!");
    (void)add(10, BGT_VALUE_TEXT, "-");
    batch.values[9].state = BGT_BLANK;
    assert_int_equal(bgt_batch_put_blank(&batch, 11), BGT_OK);
    assert_int_equal(put_row(), BGT_OK);
    expect_written("26.00,-0.05,50%,50.5%,1E+300,TRUE,FALSE,2026-01-31,#DIV/0!,-,\n");
}

static void rows_are_padded_to_the_first(void **state)
{
    (void)state;
    open_sheet();
    begin_row(2);
    add(1, BGT_VALUE_TEXT, "标题")->span_columns = 4;
    assert_int_equal(put_row(), BGT_OK);
    begin_row(4);
    (void)add(2, BGT_VALUE_TEXT, "b");
    assert_int_equal(put_row(), BGT_OK);
    begin_row(5);
    assert_int_equal(put_row(), BGT_OK);
    begin_row(6);
    (void)add(5, BGT_VALUE_TEXT, "e");
    assert_int_equal(put_row(), BGT_OK);
    expect_written(",,,\n标题,,,\n,,,\n,b,,\n,,,\n,,,,e\n");
}

static void excel_wants_mark_and_crlf(void **state)
{
    (void)state;
    bgt_fake_option(&fake, "excel", "yes");
    open_sheet();
    put_cells(1, "a", "b");
    expect_written("\xEF\xBB\xBF"
                   "a,b\r\n");
}

static void given_options_are_stronger_than_excel(void **state)
{
    (void)state;
    bgt_fake_option(&fake, "excel", "yes");
    bgt_fake_option(&fake, "bom", "no");
    bgt_fake_option(&fake, "line-end", "lf");
    open_sheet();
    put_cells(1, "a", "b");
    expect_written("a,b\n");
}

static void another_encoding_goes_through_the_host_and_has_no_mark(void **state)
{
    (void)state;
    bgt_fake_option(&fake, "encoding", "GB18030");
    bgt_fake_option(&fake, "bom", "yes");
    bgt_fake_option(&fake, "quote", "always");
    open_sheet();
    put_cells(1, "a", "b");
    expect_written("\"a\",\"b\"\n");
    assert_string_equal(fake.encoding, "GB18030");
    assert_true(bgt_fake_find(&fake, "encoder")->is_closed);
    assert_false(target->is_closed);
}

static void a_second_sheet_is_refused(void **state)
{
    (void)state;
    open_sheet();
    put_cells(1, "a", "b");
    assert_int_equal(ops()->end_sheet(writer), BGT_OK);
    assert_int_equal(begin("第二"), BGT_CANNOT_HOLD);
    begin_row(1);
    assert_int_equal(put_row(), BGT_CANNOT_HOLD);
    expect_written("a,b\n");
    assert_non_null(bgt_fake_reported(&fake, "CSV_SECOND_SHEET"));
    assert_string_equal(fake.reports[0].sheet, "第二");
}

static void a_folder_takes_one_file_a_sheet(void **state)
{
    (void)state;
    target->output.is_folder = 1;
    open_sheet();
    put_cells(1, "a", "b");
    assert_int_equal(ops()->end_sheet(writer), BGT_OK);
    assert_int_equal(begin("line"), BGT_OK);
    put_cells(1, "c", "d");
    assert_int_equal(ops()->end_sheet(writer), BGT_OK);
    assert_int_equal(ops()->finish(writer), BGT_OK);
    assert_string_equal(bgt_fake_find(&fake, "表.csv")->bytes, "a,b\n");
    assert_string_equal(bgt_fake_find(&fake, "line.csv")->bytes, "c,d\n");
    assert_true(bgt_fake_find(&fake, "line.csv")->is_closed);
}

static void a_sheet_cannot_leave_the_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"../x", ".x", "a/b", "a\\b", "", "a\nb"};
    target->output.is_folder = 1;
    assert_int_equal(ops()->open(writer, &target->output, &fake.env), BGT_OK);
    for (size_t i = 0; i < BGT_TEST_COUNT(names); i++) {
        assert_int_equal(begin(names[i]), BGT_FATAL);
        assert_string_equal(fake.reports[i].code, "CSV_SHEET_NAME");
    }
    assert_int_equal(fake.file_count, 1);
}

static void formulas_are_told_once_and_kept(void **state)
{
    (void)state;
    open_sheet();
    put_cells(1, "-", "-26.00");
    put_cells(2, "+50%", "a=1");
    put_cells(3, "x", "=1+1");
    put_cells(4, "-本级", "@a");
    expect_written("-,-26.00\n+50%,a=1\nx,=1+1\n-本级,@a\n");
    assert_int_equal(fake.report_count, 1);
    assert_string_equal(fake.reports[0].code, "CSV_FORMULA_TEXT");
    assert_string_equal(fake.reports[0].text, "=1+1");
    assert_int_equal(fake.reports[0].line, 3);
    assert_int_equal(fake.reports[0].column, 2);
    assert_true(fake.reports[0].is_cell);
}

static void formulas_are_refused_for_excel(void **state)
{
    (void)state;
    bgt_fake_option(&fake, "excel", "yes");
    open_sheet();
    begin_row(1);
    (void)add(1, BGT_VALUE_TEXT, "x");
    (void)add(2, BGT_VALUE_TEXT, "=1+1");
    assert_int_equal(put_row(), BGT_CANNOT_HOLD);
    assert_non_null(bgt_fake_reported(&fake, "CANNOT_HOLD"));
    expect_written("\xEF\xBB\xBF");
}

static void formulas_get_a_tab_when_asked(void **state)
{
    (void)state;
    bgt_fake_option(&fake, "formula-guard", "tab");
    open_sheet();
    put_cells(1, "=\"a\"", "-26.00");
    begin_row(2);
    assert_int_equal(bgt_batch_put_decimal(&batch, 1, bgt_decimal_make(-1, 0), NULL),
                     BGT_OK);
    assert_int_equal(put_row(), BGT_OK);
    expect_written("\"\t=\"\"a\"\"\",-26.00\n-1,\n");
    assert_string_equal(bgt_fake_reported(&fake, "CSV_FORMULA_GUARDED")->arguments[0],
                        "1");
}

static void a_nul_and_a_wrong_order_are_refused(void **state)
{
    (void)state;
    open_sheet();
    begin_row(1);
    (void)add(1, BGT_VALUE_TEXT, "x");
    assert_int_equal(bgt_batch_put_text(&batch, 2, "a\0b", 3, NULL), BGT_OK);
    assert_int_equal(put_row(), BGT_CANNOT_HOLD);
    begin_row(1);
    (void)add(2, BGT_VALUE_TEXT, "x");
    (void)add(2, BGT_VALUE_TEXT, "y");
    assert_int_equal(put_row(), BGT_CANNOT_HOLD);
    assert_int_equal(fake.report_count, 2);
}

static void a_failing_output_is_passed_on(void **state)
{
    (void)state;
    char *text = malloc(100001);
    assert_non_null(text);
    memset(text, 'a', 100000);
    text[100000] = '\0';
    target->fails_after = 10;
    open_sheet();
    begin_row(1);
    (void)add(1, BGT_VALUE_TEXT, text);
    free(text);
    assert_int_equal(put_row(), BGT_FATAL);
}

/* Hostile cells, each in a row of its own beside another, come back as they were. */
static void hostile_cells_come_back(void **state)
{
    (void)state;
    static const char *const cells[] = {"\"",
                                        "\"\"",
                                        ",",
                                        "\n",
                                        "\r",
                                        "\r\n",
                                        "a\"",
                                        "\"a",
                                        " ",
                                        "\t",
                                        ";",
                                        "|",
                                        "，",
                                        "a\n\nb",
                                        "\"\n\"",
                                        "=1",
                                        "sep=",
                                        "0381",
                                        "26.00",
                                        "~",
                                        "\x7F",
                                        "\x01",
                                        "\xC2\x85",
                                        "\xE2\x80\xA8",
                                        "\xF0\xA0\xAE\xB7"};
    open_sheet();
    for (size_t i = 0; i < BGT_TEST_COUNT(cells); i++) {
        put_cells(i + 1, cells[i], "x");
    }
    assert_int_equal(ops()->end_sheet(writer), BGT_OK);
    assert_int_equal(ops()->finish(writer), BGT_OK);
    struct bgt_fake_file *input =
        bgt_fake_input(&fake, "in.csv", target->bytes, target->length);
    bgt_fake_batch_reset(&batch);
    assert_int_equal(bgt_fake_read(&fake, input, &batch), BGT_END);
    assert_int_equal(batch.item_count, BGT_TEST_COUNT(cells) + 2);
    for (size_t i = 0; i < BGT_TEST_COUNT(cells); i++) {
        const struct bgt_value *value = bgt_item_values(&batch, &batch.items[i + 1]);
        assert_int_equal(value->column, 1);
        assert_int_equal(value->text_length, strlen(cells[i]));
        assert_memory_equal(bgt_value_text(&batch, value), cells[i], strlen(cells[i]));
    }
}

int main(int argc, char **argv)
{
#define BGT_CSV_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        BGT_CSV_TEST(quotes_stand_where_needed),
        BGT_CSV_TEST(ambiguous_text_is_quoted_when_asked),
        BGT_CSV_TEST(each_type_is_written_as_shown),
        BGT_CSV_TEST(rows_are_padded_to_the_first),
        BGT_CSV_TEST(excel_wants_mark_and_crlf),
        BGT_CSV_TEST(given_options_are_stronger_than_excel),
        BGT_CSV_TEST(another_encoding_goes_through_the_host_and_has_no_mark),
        BGT_CSV_TEST(a_second_sheet_is_refused),
        BGT_CSV_TEST(a_folder_takes_one_file_a_sheet),
        BGT_CSV_TEST(a_sheet_cannot_leave_the_folder),
        BGT_CSV_TEST(formulas_are_told_once_and_kept),
        BGT_CSV_TEST(formulas_are_refused_for_excel),
        BGT_CSV_TEST(formulas_get_a_tab_when_asked),
        BGT_CSV_TEST(a_nul_and_a_wrong_order_are_refused),
        BGT_CSV_TEST(a_failing_output_is_passed_on),
        BGT_CSV_TEST(hostile_cells_come_back),
    };
    return bgt_test_main("csv_write", tests, BGT_TEST_COUNT(tests), argc, argv);
}
