/* How a written form looks: no figure is cut, every text has its lines, and no row is
 * made up that another edition of the form does not have. */
#include "writer_testing.h"

#define ROWS_MAX    64
#define COLUMNS_MAX 16
#define TEN         "项项项项项项项项项项"

struct looks {
    struct writing *writing;
    struct bgt_layouts *layouts;
    uint16_t widths[COLUMNS_MAX];
    uint16_t heights[ROWS_MAX];
};

/* The looks of the sheet that was begun last. */
static struct looks seen;

static bgt_status begin(void *state, const struct bgt_sheet *sheet)
{
    for (uint32_t i = 0; i < sheet->width_count && i < COLUMNS_MAX; i++)
        seen.widths[i] = sheet->widths[i];
    for (uint32_t i = 0; i < sheet->row_height_count && i < ROWS_MAX; i++)
        seen.heights[i] = sheet->row_heights[i];
    return grid_begin(state, sheet);
}

static int set_up(void **state)
{
    memset(&seen, 0, sizeof seen);
    seen.writing = writing_open();
    seen.layouts = load_layouts(seen.writing);
    seen.writing->grid.begin_sheet = begin;
    *state = &seen;
    return 0;
}

static int tear_down(void **state)
{
    struct looks *looks = *state;
    bgt_layouts_close(looks->layouts);
    writing_close(looks->writing);
    return 0;
}

static void write_in(struct looks *looks, const char *layout)
{
    struct bgt_layout_writer_options options = {.layouts = looks->layouts,
                                                .layout = layout};
    check(write_records(looks->writing, &options));
}

static void write_forms(struct looks *looks)
{
    write_in(looks, "shanxi-unit-2026");
}

static void table(struct writing *writing, const char *id)
{
    record(writing, "table");
    value(writing, "table_no", "1");
    value(writing, "table_id", id);
}

static void line(struct writing *writing, const char *item, const char *amount)
{
    record(writing, "line");
    value(writing, "item", item);
    value(writing, "total", amount);
}

/* 9,999,999,999,999.99 has 20 characters; the layout's column has 16. */
static void a_column_is_as_wide_as_its_figures(void **state)
{
    struct looks *looks = *state;
    table(looks->writing, "operating");
    line(looks->writing, "甲", "9999999999999.99");
    table_end(looks->writing);
    write_forms(looks);
    assert_true(looks->widths[1] >= 20);
    assert_true(looks->widths[2] < 20);
}

/* A name of 60 characters, 120 columns wide, needs several lines; 甲 needs one. */
static void a_row_is_as_high_as_its_texts(void **state)
{
    struct looks *looks = *state;
    static const char name[] = TEN TEN TEN TEN TEN TEN;
    table(looks->writing, "operating");
    line(looks->writing, "甲", "1.00");
    line(looks->writing, name, "2.00");
    table_end(looks->writing);
    write_forms(looks);
    const char *row = strstr(looks->writing->text.data, "A=s:甲");
    assert_non_null(row);
    /* 表号, title, unit, two rows of header: the first line stands in row 6 or before. */
    while (row > looks->writing->text.data && row[-1] != '\n')
        row--;
    unsigned long first = strtoul(row + 1, NULL, 10);
    assert_in_range(first, 1, ROWS_MAX - 1);
    assert_true(looks->heights[first] >= 2 * looks->heights[first - 1]);
}

static void numbered(struct writing *writing, const char *row, const char *side,
                     const char *item)
{
    record(writing, "line");
    value(writing, "row_no", row);
    value(writing, "side", side);
    value(writing, "item", item);
    value(writing, "total", "1.00");
}

static void own_summary(struct looks *looks, const char *second, const char *last_row)
{
    table(looks->writing, "summary");
    value(looks->writing, "layout", "shanxi-unit-2026/summary");
    numbered(looks->writing, "1", "income", "一、一般公共预算");
    numbered(looks->writing, "1", "expenditure", "一、一般公共服务支出");
    numbered(looks->writing, "2", "expenditure", second);
    numbered(looks->writing, last_row, "income", "收入总计");
    value(looks->writing, "row_kind", "total");
    numbered(looks->writing, last_row, "expenditure", "支出总计");
    value(looks->writing, "row_kind", "total");
    table_end(looks->writing);
    write_forms(looks);
}

/* An edition of the form with two classes keeps its two classes. */
static void rows_of_another_edition_are_not_made_up(void **state)
{
    struct looks *looks = *state;
    own_summary(looks, "二、教育支出", "3");
    assert_holds(looks->writing, "C=s:二、教育支出 D=n:1.00\n");
    assert_holds(looks->writing, "A=s:收入总计 B=n:1.00 C=s:支出总计 D=n:1.00\n");
    assert_null(strstr(looks->writing->text.data, "外交支出"));
}

/* Where rows are missing between them the form is printed as it is, with blanks. */
static void rows_of_a_form_with_gaps_are_blank(void **state)
{
    struct looks *looks = *state;
    own_summary(looks, "二、外交支出", "33");
    assert_holds(looks->writing, "C=s:三、国防支出\n");
}

static void economic(struct writing *writing, const char *code, const char *item)
{
    record(writing, "line");
    value(writing, "dep_bgt_eco_code", code);
    value(writing, "item", item);
    value(writing, "final", "1.00");
}

static void economic_total(struct writing *writing, const char *item)
{
    record(writing, "line");
    value(writing, "item", item);
    value(writing, "row_kind", "total");
    value(writing, "final", "9.00");
}

static void put_economic(struct writing *writing)
{
    table(writing, "basic_economic");
    economic(writing, "301", "工资福利支出");
    economic_total(writing, "人员经费合计");
    economic(writing, "302", "商品和服务支出");
    economic(writing, "30201", "办公费");
    economic(writing, "310", "资本性支出");
    economic_total(writing, "公用经费合计");
    table_end(writing);
}

/* The totals of two lists that stand beside one another share the last row. */
static void totals_of_pairs_share_the_last_row(void **state)
{
    struct looks *looks = *state;
    put_economic(looks->writing);
    write_in(looks, "final-accounts/basic_economic_pairs");
    assert_holds(
        looks->writing,
        "A=s:301 B=s:工资福利支出 C=n:1.00 D=s:302 E=s:商品和服务支出 F=n:1.00\n");
    assert_holds(looks->writing, "D=s:310 E=s:资本性支出 F=n:1.00\n");
    assert_holds(looks->writing,
                 "A/2x1=s:人员经费合计 C=n:9.00 D/2x1=s:公用经费合计 F=n:9.00\n");
}

/* A list of two pairs of columns fills both, and its total stands below the second. */
static void a_list_goes_on_in_the_next_columns(void **state)
{
    struct looks *looks = *state;
    put_economic(looks->writing);
    write_in(looks, "final-accounts/basic_economic");
    assert_holds(looks->writing,
                 "D=s:302 E=s:商品和服务支出 F=n:1.00 G=s:310 H=s:资本性支出 I=n:1.00\n");
    assert_holds(looks->writing, "D=s:30201 E=s:办公费 F=n:1.00\n");
    assert_holds(looks->writing,
                 "A/2x1=s:人员经费合计 C=n:9.00 G/2x1=s:公用经费合计 I=n:9.00\n");
}

/* Shanghai prints the classes that have figures, from the top, and the totals below. */
static void classes_without_figures_are_left_out(void **state)
{
    struct looks *looks = *state;
    table(looks->writing, "summary");
    numbered(looks->writing, "1", "income", "二、事业收入");
    numbered(looks->writing, "3", "expenditure", "一、教育支出");
    numbered(looks->writing, "7", "expenditure", "二、住房保障支出");
    numbered(looks->writing, "9", "income", "收入总计");
    value(looks->writing, "row_kind", "total");
    numbered(looks->writing, "9", "expenditure", "支出总计");
    value(looks->writing, "row_kind", "total");
    table_end(looks->writing);
    write_in(looks, "shanghai-unit/summary");
    assert_holds(looks->writing, "A=s:一、财政拨款收入 C=s:一、教育支出 D=n:1.00\n");
    assert_holds(looks->writing, "A=s:1、一般公共预算 C=s:二、住房保障支出 D=n:1.00\n");
    assert_holds(looks->writing, "A=s:四、其他收入\n");
    assert_holds(looks->writing, "A=s:收入总计 B=n:1.00 C=s:支出总计 D=n:1.00\n");
    assert_null(strstr(looks->writing->text.data, "外交支出"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_column_is_as_wide_as_its_figures, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_row_is_as_high_as_its_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_of_another_edition_are_not_made_up, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rows_of_a_form_with_gaps_are_blank, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(totals_of_pairs_share_the_last_row, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_list_goes_on_in_the_next_columns, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(classes_without_figures_are_left_out, set_up,
                                        tear_down),
    };
    return bgt_test_main("looks of written forms", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
