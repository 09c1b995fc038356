/* The layout `lines`, against the contract in design §4: what it holds, what it reports
 * as lost, and what reading it gives back. */
#include "writer_testing.h"

static void write_lines(struct writing *writing)
{
    struct bgt_layout_writer_options options = {.layout = "lines"};
    check(write_records(writing, &options));
}

static void two_tables(struct writing *writing)
{
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    record(writing, "table");
    value(writing, "table_no", "1");
    value(writing, "table_id", "summary");
    value(writing, "title", "收支总表");
    value(writing, "layout", "x/y");
    fields(writing, "table_no row_no side item total x:备用");
    record(writing, "line");
    value(writing, "table_no", "1");
    value(writing, "row_no", "1");
    value(writing, "side", "income");
    value(writing, "item", "一、一般公共预算");
    value(writing, "total", "26.00");
    number_extra(writing, "备用", "0.10");
    record(writing, "line");
    value(writing, "table_no", "1");
    value(writing, "row_no", "1");
    value(writing, "side", "expenditure");
    value(writing, "total", "—");
    value(writing, "备用", "007");
    table_end(writing);
    value(writing, "notes", "注：尾差");
    record(writing, "table");
    value(writing, "table_no", "2");
    value(writing, "table_id", "income");
    fields(writing, "exp_func_code general_public level_no");
    record(writing, "line");
    value(writing, "table_no", "2");
    value(writing, "exp_func_code", "00201");
    value(writing, "general_public", "-0.00");
    table_end(writing);
    record(writing, "section");
    value(writing, "heading", "第一部分");
}

static void has_the_columns_of_the_contract(void **state)
{
    struct writing *writing = *state;
    two_tables(writing);
    write_lines(writing);
    assert_written(
        writing,
        "[lines]\n"
        "R1 A=s:table_id B=s:table_no C=s:row_no D=s:side E=s:row_kind F=s:row_role "
        "G=s:item H=s:level_no I=s:exp_func_code J=s:total K=s:general_public "
        "L=s:x.number:备用 M=s:x:备用\n"
        "R2 A=s:summary B=n:1 C=n:1 D=s:income G=s:一、一般公共预算 J=n:26.00 L=n:0.10\n"
        "R3 A=s:summary B=n:1 C=n:1 D=s:expenditure J=s:— M=s:007\n"
        "R4 A=s:income B=n:2 I=s:00201 K=n:0.00\n");
}

static void names_what_is_left_out(void **state)
{
    struct writing *writing = *state;
    two_tables(writing);
    write_lines(writing);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "document.fiscal_year"),
                     1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "table.title"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "table.notes"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_CANNOT_HOLD", "section"), 1);
    assert_int_equal(count_codes(writing, "LAYOUT_ANNOUNCED_LOST", NULL), 1);
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 5);
}

static void says_nothing_where_nothing_is_lost(void **state)
{
    struct writing *writing = *state;
    record(writing, "document");
    value(writing, "fiscal_year", "2026");
    record(writing, "table");
    value(writing, "table_no", "1");
    fields(writing, "fiscal_year total");
    record(writing, "line");
    value(writing, "fiscal_year", "2026");
    value(writing, "total", "1");
    table_end(writing);
    value(writing, "row_count", "1");
    write_lines(writing);
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_LOSS), 0);
}

static void counts_values_of_one_kind_together(void **state)
{
    struct writing *writing = *state;
    record(writing, "document");
    for (unsigned i = 0; i < 3; i++) {
        record(writing, "goal");
        value(writing, "kpi_target", "目标");
    }
    write_lines(writing);
    assert_int_equal(bgt_reporter_kept(writing->reporter), 1);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(writing->reporter, 0);
    assert_string_equal(kept->arguments[0], "lines");
    assert_string_equal(kept->arguments[1], "goal（绩效目标）");
    assert_string_equal(kept->arguments[2], "3");
}

static const char read_twice[] =
    "document\n"
    "table table_no=#1 table_id=summary layout=lines\n"
    "FIELDS table_no= row_no= side= row_kind= row_role= level_no= item= exp_func_code= "
    "total= "
    "general_public= x:备用= x:备用=\n"
    "line table_no=#1 row_no=#1 side=income item=一、一般公共预算 total=#26.00 "
    "x:备用=#0.10\n"
    "line table_no=#1 row_no=#1 side=expenditure total~— x:备用=007\n"
    "END table_no=#1 row_count=#1\n"
    "table table_no=#2 table_id=income layout=lines\n"
    "FIELDS table_no= row_no= side= row_kind= row_role= level_no= item= exp_func_code= "
    "total= "
    "general_public= x:备用= x:备用=\n"
    "line table_no=#2 exp_func_code=00201 general_public=#0.00\n"
    "END table_no=#2 row_count=#1\n";

static void expect_read_back(struct writing *writing, bool as_text)
{
    struct bgt_batch *back = NULL;
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, WRITTEN_MAX);
    check(bgt_batch_open(&writing->io, &back));
    two_tables(writing);
    write_lines(writing);
    assert_int_equal(read_back(writing, as_text, back), BGT_OK);
    print_records(&text, back);
    assert_string_equal(text.data, read_twice);
    bgt_batch_close(back);
    bgt_buffer_close(&text);
}

static void reads_back_from_a_workbook(void **state)
{
    expect_read_back(*state, false);
}

static void reads_back_from_a_csv(void **state)
{
    expect_read_back(*state, true);
}

/* One written sheet, built by hand: its header and one row of texts. */
static void sheet(struct writing *writing, const char *name, const char *header,
                  const char *row)
{
    const char *texts[] = {header, row};
    check(bgt_batch_item(writing->cells, BGT_ITEM_SHEET, NULL));
    check(bgt_batch_put_text(writing->cells, 1, name, strlen(name), NULL));
    for (uint64_t r = 0; r < 2; r++) {
        struct bgt_slice rest = bgt_slice_of(texts[r]);
        struct bgt_slice part;
        uint32_t column = 0;
        check(bgt_batch_item(writing->cells, BGT_ITEM_ROW, NULL));
        struct bgt_item *item = &writing->cells->items[writing->cells->item_count - 1];
        item->row = item->line = r + 1;
        while (bgt_text_split(&rest, ',', &part))
            check(bgt_batch_put_text(writing->cells, ++column, part.text, part.length,
                                     NULL));
    }
    check(bgt_batch_item(writing->cells, BGT_ITEM_SHEET_END, NULL));
}

static void expect_code(struct writing *writing, const char *header, const char *row,
                        const char *code)
{
    struct bgt_batch *back = NULL;
    uint64_t before = bgt_reporter_count(writing->reporter, BGT_ERROR);
    check(bgt_batch_open(&writing->io, &back));
    bgt_batch_reset(writing->cells);
    sheet(writing, "lines", header, row);
    assert_true(read_back(writing, true, back) >= BGT_BAD);
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_ERROR), before + 1);
    const struct bgt_kept_diagnostic *kept =
        bgt_reporter_at(writing->reporter, bgt_reporter_kept(writing->reporter) - 1);
    assert_string_equal(kept->code->name, code);
    assert_string_equal(kept->place.sheet, "lines");
    bgt_batch_close(back);
}

static void names_faults_of_cells(void **state)
{
    struct writing *writing = *state;
    expect_code(writing, "table_id,row_no,total", "a,1,十二", "LAYOUT_CELL_NOT_NUMBER");
    expect_code(writing, "table_id,row_no,total", "a,1,1e5", "LAYOUT_CELL_NOT_NUMBER");
    expect_code(writing, "table_id,row_no,total", "a,1,1234567890123456789",
                "LAYOUT_CELL_NOT_NUMBER");
    expect_code(writing, "table_id,row_no,total", "a,-1,5", "LAYOUT_CELL_NOT_NUMBER");
    expect_code(writing, "table_id,row_no,side", "a,1,left", "LAYOUT_CELL_NOT_CHOICE");
    expect_code(writing, "table_id,row_no,total", "a,1,5,6", "LAYOUT_CELL_NO_HEADER");
    expect_code(writing, "table_id,row_no,total,total", "a,1,5,6", "LAYOUT_HEADER_TWICE");
    expect_code(writing, "table_id,row_no,measure,amount", "a,1,total,6",
                "LAYOUT_FACTS_INPUT");
}

static void keeps_columns_of_the_users_own(void **state)
{
    struct writing *writing = *state;
    struct bgt_batch *back = NULL;
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, WRITTEN_MAX);
    check(bgt_batch_open(&writing->io, &back));
    sheet(writing, "any", "table_id,row_no,total,自定", "a,1,1629.620,甲");
    assert_int_equal(read_back(writing, true, back), BGT_OK);
    print_records(&text, back);
    assert_non_null(
        strstr(text.data, "line table_no=#1 row_no=#1 total=#1629.620 x:自定=甲\n"));
    bgt_batch_close(back);
    bgt_buffer_close(&text);
}

static void reads_without_memory(void **state)
{
    struct writing *writing = *state;
    two_tables(writing);
    write_lines(writing);
    read_back_without_memory(writing);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WRITING_TEST(has_the_columns_of_the_contract),
        WRITING_TEST(names_what_is_left_out),
        WRITING_TEST(says_nothing_where_nothing_is_lost),
        WRITING_TEST(counts_values_of_one_kind_together),
        WRITING_TEST(reads_back_from_a_workbook),
        WRITING_TEST(reads_back_from_a_csv),
        WRITING_TEST(names_faults_of_cells),
        WRITING_TEST(keeps_columns_of_the_users_own),
        WRITING_TEST(reads_without_memory),
    };
    return bgt_test_main("writer lines", tests, BGT_TEST_COUNT(tests), argc, argv);
}
