/* Charts, links and heights of rows: the parts of the package, their references, and what
 * is refused. The expected elements are those of ECMA-376 part 1, 18.3.1.47 (hyperlink)
 * and 21.2 (charts). */
#include "plugin/xlsx/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct bgt_chart_series parts = {
    .sheet = "图表", .categories = {3, 1, 4, 1}, .values = {3, 2, 4, 2}};

static struct bgt_chart pie(void)
{
    return (struct bgt_chart){.type = BGT_CHART_PIE,
                              .row = 6,
                              .column = 1,
                              .width = 360,
                              .height = 216,
                              .title = "收入预算图 <2026>",
                              .unit = "万元",
                              .purpose = "各项收入所占比重",
                              .series = &parts,
                              .series_count = 1,
                              .series_stride = sizeof parts};
}

static void put(struct work *work, uint32_t row, const char *text, const char *figure)
{
    assert_int_equal(work_start_row(work, row), BGT_OK);
    work_put_text(work, 1, text);
    if (figure != NULL) {
        work_put_decimal(work, 2, figure);
    }
    assert_int_equal(work_send_row(work), BGT_OK);
}

/* A contents sheet whose links lead to a sheet that is written later, then that sheet
 * with its charts. */
static void write_book(struct work *work, const char *memory,
                       const struct bgt_chart *charts, uint32_t count)
{
    static const struct bgt_sheet_link links[] = {{2, 1, "图表"}, {3, 1, "It's"}};
    struct bgt_sheet contents = work_sheet("目录");
    struct bgt_sheet sheet = work_sheet("图表");
    struct bgt_sheet last = work_sheet("It's");
    contents.links = links;
    contents.link_count = 2;
    contents.link_stride = sizeof links[0];
    sheet.charts = charts;
    sheet.chart_count = count;
    sheet.chart_stride = sizeof *charts;
    assert_int_equal(work_open(work, memory), BGT_OK);
    assert_int_equal(work_start(work), BGT_OK);
    assert_int_equal(work_begin_sheet(work, &contents), BGT_OK);
    put(work, 1, "目录", NULL);
    put(work, 2, "1. 图表", NULL);
    put(work, 3, "2. 其他", NULL);
    assert_int_equal(work_ops()->end_sheet(work->state), BGT_OK);
    assert_int_equal(work_begin_sheet(work, &sheet), BGT_OK);
    put(work, 3, "一般公共预算", "661.85");
    put(work, 4, "上年结转", "967.77");
    assert_int_equal(work_ops()->end_sheet(work->state), BGT_OK);
    assert_int_equal(work_begin_sheet(work, &last), BGT_OK);
    put(work, 1, "x", NULL);
    work_end(work);
}

static void expect_in(struct work *work, const char *member, const char *const *pieces)
{
    char *text = read_member(work->target.bytes, work->target.length, member);
    assert_non_null(text);
    for (size_t i = 0; text != NULL && pieces[i] != NULL; i++) {
        if (strstr(text, pieces[i]) == NULL) {
            printf("%s\n", text);
            fail_msg("%s lacks %s", member, pieces[i]);
        }
    }
    free(text);
}

#define EXPECT_IN(work, member, ...)                                                     \
    expect_in(work, member, (const char *const[]){__VA_ARGS__, NULL})

static void charts_refer_to_cells(const char *memory)
{
    struct work work;
    struct bgt_chart charts[2] = {pie(), pie()};
    charts[1].type = BGT_CHART_COLUMN;
    charts[1].row = 30;
    charts[1].title = NULL;
    write_book(&work, memory, charts, 2);
    EXPECT_IN(&work, "xl/charts/chart1.xml", "<c:pieChart>",
              "<c:cat><c:strRef><c:f>'图表'!$A$3:$A$4</c:f>",
              "<c:val><c:numRef><c:f>'图表'!$B$3:$B$4</c:f>",
              "<a:t>收入预算图 &lt;2026&gt;</a:t>", "<c:showPercent val=\"1\"/>");
    EXPECT_IN(&work, "xl/charts/chart2.xml", "<c:barChart><c:barDir val=\"col\"/>",
              "<c:autoTitleDeleted val=\"1\"/>", "<a:t>万元</a:t>",
              "<c:f>'图表'!$B$3:$B$4</c:f>", "<c:showVal val=\"1\"/>");
    EXPECT_IN(&work, "xl/drawings/drawing1.xml", "<xdr:row>5</xdr:row>",
              "<xdr:row>29</xdr:row>", "descr=\"各项收入所占比重\"");
    EXPECT_IN(&work, "[Content_Types].xml", "/xl/charts/chart2.xml");
    work_reads_back_as(
        &work,
        "sheet 目录\nrow 1: A1 s:目录\nrow 2: A2 s:1. 图表\nrow 3: A3 s:2. 其他\nend\n"
        "sheet 图表\nrow 3: A3 s:一般公共预算 B3 n:661.85(661.85)\n"
        "row 4: A4 s:上年结转 B4 n:967.77(967.77)\nend\n"
        "sheet It's\nrow 1: A1 s:x\nend\n");
    work_close(&work);
}

static void charts_refer_to_cells_in_every_mode(void **state)
{
    (void)state;
    charts_refer_to_cells(NULL);
    charts_refer_to_cells("normal");
    charts_refer_to_cells("constant");
}

static void a_pie_keeps_its_figures_for_programs_that_do_not_compute(void **state)
{
    (void)state;
    struct work work;
    const struct bgt_chart chart = pie();
    write_book(&work, NULL, &chart, 1);
    EXPECT_IN(&work, "xl/charts/chart1.xml", "<c:v>一般公共预算</c:v>",
              "<c:v>661.85</c:v>", "<c:v>967.77</c:v>");
    work_close(&work);
}

static void links_lead_to_sheets(void **state)
{
    (void)state;
    static const char *const modes[] = {NULL, "constant"};
    for (size_t i = 0; i < BGT_TEST_COUNT(modes); i++) {
        struct work work;
        const struct bgt_chart chart = pie();
        write_book(&work, modes[i], &chart, 1);
        EXPECT_IN(&work, "xl/worksheets/sheet1.xml",
                  "<hyperlink ref=\"A2\" location=\"'图表'!A1\"",
                  "<hyperlink ref=\"A3\" location=\"'It''s'!A1\"");
        EXPECT_IN(&work, "xl/styles.xml", "<u/>", "<color rgb=\"FF0563C1\"/>");
        work_close(&work);
    }
}

static void the_same_book_has_the_same_bytes(void **state)
{
    (void)state;
    struct work first, second;
    const struct bgt_chart chart = pie();
    write_book(&first, NULL, &chart, 1);
    write_book(&second, NULL, &chart, 1);
    assert_int_equal(first.target.length, second.target.length);
    assert_memory_equal(first.target.bytes, second.target.bytes, first.target.length);
    work_close(&first);
    work_close(&second);
}

/* A host that knows no charts has a shorter struct: what lies behind it is not read. */
static void a_shorter_struct_has_no_charts(void **state)
{
    (void)state;
    struct work work;
    struct bgt_sheet sheet = work_sheet("表1");
    sheet.struct_size = (uint32_t)offsetof(struct bgt_sheet, chart_count);
    sheet.charts = (const struct bgt_chart *)(uintptr_t)1;
    sheet.chart_count = 7;
    sheet.links = (const struct bgt_sheet_link *)(uintptr_t)1;
    sheet.link_count = 7;
    assert_int_equal(work_open(&work, NULL), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    assert_int_equal(work_begin_sheet(&work, &sheet), BGT_OK);
    put(&work, 1, "x", NULL);
    work_end(&work);
    work_close(&work);
}

static void expect_not_in(struct work *work, const char *member, const char *piece)
{
    char *text = read_member(work->target.bytes, work->target.length, member);
    assert_non_null(text);
    assert_null(text == NULL ? NULL : strstr(text, piece));
    free(text);
}

/* Three lines of 20 characters, which are two digits broad each, in a column of 20; a row
 * whose height is given keeps it. */
static void wrapped_text_has_room(const char *memory)
{
    static const struct bgt_style styles[] = {{.has_wrap = 1}};
    static const uint16_t widths[] = {20};
    static const uint16_t heights[] = {0, 24};
    struct work work;
    struct bgt_sheet looks = work_sheet("section");
    looks.styles = styles;
    looks.style_count = 1;
    looks.widths = widths;
    looks.width_count = 1;
    looks.row_heights = heights;
    looks.row_height_count = 2;
    assert_int_equal(work_open(&work, memory), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    assert_int_equal(work_begin_sheet(&work, &looks), BGT_OK);
    for (uint32_t row = 1; row <= 3; row++) {
        assert_int_equal(work_start_row(&work, row), BGT_OK);
        work_put_text(&work, 1,
                      row == 3 ? "短" : "一二三四五六七八九十一二三四五六七八九十\n末");
        assert_int_equal(work_send_row(&work), BGT_OK);
    }
    work_end(&work);
    EXPECT_IN(&work, "xl/worksheets/sheet1.xml", "<row r=\"1\"",
              " ht=\"60\" customHeight", " ht=\"24\" customHeight");
    expect_not_in(&work, "xl/worksheets/sheet1.xml", " ht=\"15\"");
    work_close(&work);
}

static void wrapped_text_has_room_in_every_mode(void **state)
{
    (void)state;
    wrapped_text_has_room("normal");
    wrapped_text_has_room("constant");
}

/* ---- Refusals ---- */

static void refuse(const struct bgt_chart *chart, const struct bgt_chart_series *series)
{
    struct work work;
    struct bgt_sheet sheet = work_sheet("图表");
    struct bgt_chart own = *chart;
    if (series != NULL) {
        own.series = series;
    }
    sheet.charts = &own;
    sheet.chart_count = 1;
    sheet.chart_stride = sizeof own;
    assert_int_equal(work_open(&work, NULL), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    assert_int_equal(work_begin_sheet(&work, &sheet), BGT_FATAL);
    assert_int_equal(host_reported(&work.host, "INTERNAL"), 1);
    work_close(&work);
}

static void faulty_charts_are_refused(void **state)
{
    (void)state;
    struct bgt_chart chart = pie();
    chart.type = 9;
    refuse(&chart, NULL);
    chart = pie();
    chart.series_count = 2;
    refuse(&chart, NULL);
    chart = pie();
    chart.width = BGT_CHART_POINTS_MAX + 1;
    refuse(&chart, NULL);
    chart = pie();
    chart.row = 0;
    refuse(&chart, NULL);
    chart = pie();
    chart.title = "\x01";
    refuse(&chart, NULL);
    chart = pie();
    chart.unit = "\xff";
    refuse(&chart, NULL);
}

static void faulty_series_are_refused(void **state)
{
    (void)state;
    const struct bgt_chart chart = pie();
    const struct bgt_chart_series cases[] = {
        {.sheet = "图表", .categories = {3, 1, 4, 1}, .values = {3, 2, 5, 2}},
        {.sheet = "图表", .categories = {3, 1, 4, 2}, .values = {3, 2, 4, 3}},
        {.sheet = "图表", .categories = {4, 1, 3, 1}, .values = {4, 2, 3, 2}},
        {.sheet = "图表", .categories = {0, 1, 1, 1}, .values = {3, 2, 4, 2}},
        {.sheet = "图表", .categories = {1, 1, 1048577, 1}, .values = {1, 2, 1048577, 2}},
        {.sheet = "图:表", .categories = {3, 1, 4, 1}, .values = {3, 2, 4, 2}},
        {.sheet = NULL, .categories = {3, 1, 4, 1}, .values = {3, 2, 4, 2}},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        refuse(&chart, &cases[i]);
    }
}

static void a_sheet_that_is_not_there_is_refused(void **state)
{
    (void)state;
    struct work work;
    struct bgt_sheet sheet = work_sheet("其他");
    const struct bgt_chart chart = pie();
    sheet.charts = &chart;
    sheet.chart_count = 1;
    sheet.chart_stride = sizeof chart;
    assert_int_equal(work_open(&work, NULL), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    assert_int_equal(work_begin_sheet(&work, &sheet), BGT_OK);
    assert_int_equal(work_ops()->end_sheet(work.state), BGT_OK);
    assert_int_equal(work_ops()->finish(work.state), BGT_FATAL);
    assert_int_equal(host_reported(&work.host, "INTERNAL"), 1);
    assert_int_equal(work.target.length, 0);
    work_close(&work);
}

static void links_out_of_order_are_refused(void **state)
{
    (void)state;
    struct work work;
    static const struct bgt_sheet_link links[] = {{3, 1, "表1"}, {2, 1, "表1"}};
    struct bgt_sheet sheet = work_sheet("表1");
    sheet.links = links;
    sheet.link_count = 2;
    sheet.link_stride = sizeof links[0];
    assert_int_equal(work_open(&work, NULL), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    assert_int_equal(work_begin_sheet(&work, &sheet), BGT_FATAL);
    work_close(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_refer_to_cells_in_every_mode),
        cmocka_unit_test(a_pie_keeps_its_figures_for_programs_that_do_not_compute),
        cmocka_unit_test(links_lead_to_sheets),
        cmocka_unit_test(the_same_book_has_the_same_bytes),
        cmocka_unit_test(a_shorter_struct_has_no_charts),
        cmocka_unit_test(wrapped_text_has_room_in_every_mode),
        cmocka_unit_test(faulty_charts_are_refused),
        cmocka_unit_test(faulty_series_are_refused),
        cmocka_unit_test(a_sheet_that_is_not_there_is_refused),
        cmocka_unit_test(links_out_of_order_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) ? 1 : 0;
}
