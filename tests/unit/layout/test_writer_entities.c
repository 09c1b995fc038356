/* The layout `entities`: a whole document comes back from its sheets, typed or as CSV. */
#include "writer_testing.h"

/* A document with something of everything that is easily lost. */
static void whole_document(struct writing *writing)
{
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    value(writing, "title", "“两个\n行” =SUM(A1)");
    record(writing, "agency");
    value(writing, "agency_code", "038001");
    value(writing, "auth_staf_num", "30人");
    record(writing, "table");
    value(writing, "table_no", "1");
    value(writing, "table_id", "summary");
    value(writing, "layout", "x/y");
    fields(writing, "table_no row_no item total basic x:备用=a x:备用=a");
    record(writing, "line");
    value(writing, "table_no", "1");
    value(writing, "row_no", "1");
    value(writing, "item", "—");
    value(writing, "total", "26.00");
    value(writing, "basic", "——");
    value(writing, "备用=a", "001");
    value(writing, "备用=a", "002");
    number_extra(writing, "备用=a", "1.50");
    record(writing, "line");
    value(writing, "table_no", "1");
    value(writing, "row_no", "2");
    value(writing, "total", "0");
    table_end(writing);
    value(writing, "table_no", "1");
    value(writing, "precision", "100");
    value(writing, "notes", "注：第一行\n第二行");
    value(writing, "row_count", "2");
    record(writing, "project");
    value(writing, "pro_code", "000100");
    value(writing, "pro_term", "99年");
    value(writing, "fill_date", "")->state = BGT_BLANK;
    record(writing, "goal");
    value(writing, "scope", "project");
    record(writing, "indicator");
    value(writing, "indicator_no", "1");
    value(writing, "kpi_val", "≥95%");
    value(writing, "value", "95");
    record(writing, "table");
    value(writing, "table_no", "2");
    value(writing, "table_id", "income");
    fields(writing, "table_no total");
    table_end(writing);
    value(writing, "table_no", "2");
    record(writing, "document");
    value(writing, "notes", "本套表");
    record(writing, "section");
    value(writing, "kind", "prose");
    value(writing, "level", "1");
}

static void expect_whole_again(struct writing *writing, bool as_text)
{
    struct bgt_layout_writer_options options = {.is_folder = 1};
    struct bgt_batch *back = NULL;
    struct bgt_buffer before, after;
    bgt_buffer_init(&before, NULL, WRITTEN_MAX);
    bgt_buffer_init(&after, NULL, WRITTEN_MAX);
    check(bgt_batch_open(&writing->io, &back));
    whole_document(writing);
    check(write_records(writing, &options));
    assert_int_equal(read_back(writing, as_text, back), BGT_OK);
    print_records(&before, writing->records);
    print_records(&after, back);
    assert_string_equal(after.data, before.data);
    for (uint32_t i = 0, sequence = 0; i < back->item_count; i++)
        if (back->items[i].kind == BGT_ITEM_RECORD)
            assert_int_equal(back->items[i].sequence, ++sequence);
    assert_int_equal(bgt_reporter_kept(writing->reporter), 0);
    bgt_batch_close(back);
    bgt_buffer_close(&before);
    bgt_buffer_close(&after);
}

static void comes_back_from_a_workbook(void **state)
{
    expect_whole_again(*state, false);
}

static void comes_back_from_csv_files(void **state)
{
    expect_whole_again(*state, true);
}

static void writes_lists_and_blanks(void **state)
{
    struct writing *writing = *state;
    struct bgt_layout_writer_options options = {.layout = "entities"};
    whole_document(writing);
    check(write_records(writing, &options));
    assert_holds(
        writing,
        "[table]\nR1 A=s:seq B=s:table_no C=s:table_id D=s:precision "
        "E=s:layout F=s:notes G=s:row_count H=s:fields\n"
        "R2 A=n:3 B=n:1 C=s:summary D=n:100 E=s:x/y F=s:注：第一行\n第二行 G=n:2 "
        "H=s:table_no row_no item total basic \"x:备用=a\" \"x:备用=a\"\n");
    assert_holds(
        writing,
        "[line]\nR1 A=s:seq B=s:table_no C=s:row_no D=s:item E=s:total F=s:basic "
        "G=s:x:备用=a H=s:x:备用=a I=s:x.number:备用=a J=s:blank\n"
        "R2 A=n:4 B=n:1 C=n:1 D=s:— E=n:26.00 G=s:001 H=s:002 I=n:1.50 "
        "J=s:basic=\"——\"\nR3 A=n:5 B=n:1 C=n:2 E=n:0\n");
    assert_holds(writing, "R2 A=n:6 B=s:000100 C=s:99年 E=s:fill_date\n");
    /* Lines last, so that a reader knows the tables. */
    assert_true(strstr(writing->text.data, "[line]") >
                strstr(writing->text.data, "[section]"));
}

static void keeps_the_numbers_of_the_document(void **state)
{
    struct writing *writing = *state;
    struct bgt_layout_writer_options options = {.layout = "entities"};
    record(writing, "document");
    writing->records->items[0].sequence = 10;
    record(writing, "agency");
    writing->records->items[1].sequence = 7;
    record(writing, "agency");
    writing->records->items[2].sequence = 40;
    check(write_records(writing, &options));
    assert_written(writing, "[document]\nR1 A=s:seq\nR2 A=n:10\n"
                            "[agency]\nR1 A=s:seq\nR2 A=n:11\nR3 A=n:40\n");
}

/* Sheets as CSV files: `NAME|header|row|row`, parted by line feeds. */
static bgt_status read_sheets(struct writing *writing, const char *text,
                              struct bgt_batch *out)
{
    struct bgt_slice rest = bgt_slice_of(text);
    struct bgt_slice sheet, line, cell;
    bgt_batch_reset(writing->cells);
    while (bgt_text_split(&rest, '\n', &sheet)) {
        uint64_t row = 0;
        (void)bgt_text_split(&sheet, '|', &line);
        check(bgt_batch_item(writing->cells, BGT_ITEM_SHEET, NULL));
        check(bgt_batch_put_text(writing->cells, 1, line.text, line.length, NULL));
        while (bgt_text_split(&sheet, '|', &line)) {
            uint32_t column = 0;
            check(bgt_batch_item(writing->cells, BGT_ITEM_ROW, NULL));
            struct bgt_item *item =
                &writing->cells->items[writing->cells->item_count - 1];
            item->row = item->line = ++row;
            while (bgt_text_split(&line, ',', &cell))
                check(bgt_batch_put_text(writing->cells, ++column, cell.text, cell.length,
                                         NULL));
        }
        check(bgt_batch_item(writing->cells, BGT_ITEM_SHEET_END, NULL));
    }
    return read_back(writing, true, out);
}

static void expect_fault(struct writing *writing, const char *sheets, const char *code,
                         uint64_t line)
{
    struct bgt_batch *back = NULL;
    size_t before = bgt_reporter_kept(writing->reporter);
    check(bgt_batch_open(&writing->io, &back));
    assert_true(read_sheets(writing, sheets, back) >= BGT_BAD);
    assert_int_equal(bgt_reporter_kept(writing->reporter), before + 1);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(writing->reporter, before);
    assert_string_equal(kept->code->name, code);
    assert_int_equal(kept->place.line, line);
    bgt_batch_close(back);
}

static void names_faults_of_sheets(void **state)
{
    struct writing *writing = *state;
    expect_fault(writing, "agency|seq,agency_nam|1,a", "LAYOUT_HEADER_UNKNOWN", 1);
    expect_fault(writing, "agency|seq,agency_name|1,a|1,b", "LAYOUT_SEQ_ORDER", 3);
    expect_fault(writing, "agency|seq,agency_name|,a", "LAYOUT_SEQ_ORDER", 2);
    expect_fault(writing, "agency|seq,agency_name|0,a", "LAYOUT_SEQ_ORDER", 2);
    expect_fault(writing, "agency|seq,agency_name|4294967296,a", "LAYOUT_SEQ_ORDER", 2);
    expect_fault(writing, "agency|seq,blank|1,agency_nam", "LAYOUT_LIST_INVALID", 2);
    expect_fault(writing, "agency|seq,blank|1,\"x", "LAYOUT_LIST_INVALID", 2);
    expect_fault(writing, "table|seq,table_no,fields|1,1,totl", "LAYOUT_LIST_INVALID", 2);
    expect_fault(writing, "line|seq,table_no,total|1,1,5", "LAYOUT_LINE_NO_TABLE", 2);
    expect_fault(writing, "table|seq,table_no|1,1\nline|seq,table_no,total|2,2,5",
                 "LAYOUT_LINE_NO_TABLE", 2);
}

static void merges_sheets_by_seq(void **state)
{
    struct writing *writing = *state;
    struct bgt_batch *back = NULL;
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, WRITTEN_MAX);
    check(bgt_batch_open(&writing->io, &back));
    check(read_sheets(writing,
                      "line|seq,table_no,total|3,1,5|7,2,6\n"
                      "section|seq,heading|1,甲|5,乙\n"
                      "table|seq,table_no,fields|2,1,total|6,2,total basic",
                      back));
    print_records(&text, back);
    assert_string_equal(text.data,
                        "document\n"
                        "section heading=甲\n"
                        "table table_no=#1\nFIELDS total=\nline table_no=#1 total=#5\n"
                        "END table_no=#1\n"
                        "section heading=乙\n"
                        "table table_no=#2\nFIELDS total= basic=\n"
                        "line table_no=#2 total=#6\nEND table_no=#2\n");
    bgt_batch_close(back);
    bgt_buffer_close(&text);
}

/* Whatever allocation fails, memory is what is told, nothing leaks and nothing is
 * finished. */
static void survives_lack_of_memory(void **state)
{
    struct writing *writing = *state;
    struct bgt_layout_writer_options options = {.layout = "entities"};
    bgt_status status = BGT_NO_MEMORY;
    whole_document(writing);
    check(bgt_batch_reserve(writing->cells, 200, 2000, 65536));
    check(bgt_buffer_reserve(&writing->text, 65536));
    for (size_t n = 1; status != BGT_OK; n++) {
        bgt_batch_reset(writing->cells);
        bgt_buffer_clear(&writing->text);
        writing->finished = 0;
        bgt_test_fail_allocation(n);
        status = write_records(writing, &options);
        bool has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        assert_int_equal(status == BGT_OK, !has_failed);
        assert_int_equal(writing->finished, status == BGT_OK);
        assert_true(n < 5000);
    }
}

static void reads_without_memory(void **state)
{
    struct writing *writing = *state;
    struct bgt_layout_writer_options options = {.layout = "entities"};
    whole_document(writing);
    check(write_records(writing, &options));
    read_back_without_memory(writing);
}

static void describes_its_package(void **state)
{
    struct writing *writing = *state;
    struct bgt_layout_writer *writer = NULL;
    struct bgt_layout_writer_options options = {.is_folder = 1,
                                                .reporter = writing->reporter,
                                                .limits = &writing->limits,
                                                .grid = writing->grid};
    struct bgt_buffer json;
    bgt_buffer_init(&json, NULL, WRITTEN_MAX);
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    record(writing, "table");
    value(writing, "table_no", "1");
    fields(writing, "side total");
    record(writing, "line");
    value(writing, "side", "income");
    number_extra(writing, "a\"b", "1");
    check(bgt_layout_writer_open(&options, &writer));
    check(pass(writing, bgt_layout_writer_sink(writer)));
    check(bgt_layout_writer_datapackage(writer, &json));
    static const char *const expected[] = {
        "{\n  \"budgetconv\": 1,\n  \"profile\": \"tabular-data-package\",\n",
        "\"name\": \"line\",\n      \"path\": \"line.csv\",\n",
        "{\"name\": \"seq\", \"type\": \"integer\"}",
        "{\"name\": \"fiscal_year\", \"type\": \"string\", \"title\": \"预算年度\"}",
        "\"constraints\": {\"enum\": [\"income\", \"expenditure\"]}}",
        "{\"name\": \"total\", \"type\": \"number\", \"title\": \"合计\"}",
        "{\"name\": \"x.number:a\\\"b\", \"type\": \"number\"}",
        "\"primaryKey\": [\"seq\"]"};
    for (size_t i = 0; i < BGT_TEST_COUNT(expected); i++)
        if (strstr(json.data, expected[i]) == NULL)
            fail_msg("no %s in:\n%s", expected[i], json.data);
    bgt_layout_writer_close(writer);
    bgt_buffer_close(&json);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WRITING_TEST(comes_back_from_a_workbook),
        WRITING_TEST(comes_back_from_csv_files),
        WRITING_TEST(writes_lists_and_blanks),
        WRITING_TEST(keeps_the_numbers_of_the_document),
        WRITING_TEST(names_faults_of_sheets),
        WRITING_TEST(merges_sheets_by_seq),
        WRITING_TEST(survives_lack_of_memory),
        WRITING_TEST(reads_without_memory),
        WRITING_TEST(describes_its_package),
    };
    return bgt_test_main("writer entities", tests, BGT_TEST_COUNT(tests), argc, argv);
}
