/* Drafts of layouts: what is guessed, what is left open, and that want of memory is told.
 */
#include "grid_testing.h"
#include "layout/draft.h"

/* Cells made before, so that only the draft itself allocates. */
struct made {
    struct bgt_batch *batch;
    uint32_t at;
};

static bgt_status next_of_made(void *state, struct bgt_batch *batch)
{
    struct made *made = state;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && made->at < made->batch->item_count) {
        status = bgt_batch_copy_item(batch, made->batch, &made->batch->items[made->at++]);
    }
    return status == BGT_OK ? BGT_END : status;
}

static bgt_status draft(struct grid *grid, struct made *made, struct bgt_buffer *out,
                        struct bgt_draft_result *result)
{
    struct bgt_io io = {.limits = &grid->limits};
    struct bgt_draft_options options = {.layouts = grid->layouts,
                                        .io = &io,
                                        .cells = {made, next_of_made},
                                        .name = "mine"};
    made->at = 0;
    bgt_buffer_clear(out);
    return bgt_draft_layout(&options, out, result);
}

static void make(struct grid *grid, const char *rows, struct made *made)
{
    struct grid_sheet sheet = {.name = "Sheet1", .rows = rows};
    struct bgt_io io = {.limits = &grid->limits};
    grid->sheets = &sheet;
    grid->sheet_count = 1;
    grid->at = 0;
    assert_int_equal(bgt_batch_open(&io, &made->batch), BGT_OK);
    assert_int_equal(grid_next(grid, made->batch), BGT_END);
}

/* A draft of one grid. */
struct drafting {
    struct grid grid;
    struct made made;
    struct bgt_buffer out;
    struct bgt_draft_result result;
};

static int set_up(void **state)
{
    struct drafting *drafting = calloc(1, sizeof *drafting);
    assert_non_null(drafting);
    grid_open(&drafting->grid);
    bgt_buffer_init(&drafting->out, NULL, BGT_DRAFT_BYTES);
    *state = drafting;
    return 0;
}

static int tear_down(void **state)
{
    struct drafting *drafting = *state;
    bgt_batch_close(drafting->made.batch);
    bgt_buffer_close(&drafting->out);
    grid_close(&drafting->grid);
    free(drafting);
    return 0;
}

/* Drafts from rows. */
static bgt_status draft_rows(struct drafting *drafting, const char *rows)
{
    bgt_batch_close(drafting->made.batch);
    make(&drafting->grid, rows, &drafting->made);
    return draft(&drafting->grid, &drafting->made, &drafting->out, &drafting->result);
}

static const char two_sided[] =
    "2026年收支一览\n||||单位：千元\n{2,1}收入||{3,1}支出\n"
    "项目|预算数|项目|预算数|甲乙丙\n一、一般公共预算|=1.50|一、教育支出|=1.00|=7\n"
    "二、单位资金|=2|二、农林水支出|=2.50|=8\n合计|=3.50|合计|=3.50|=15\n注：无\n";

static void expect(const struct bgt_buffer *out, const char *part)
{
    if (strstr(out->data, part) == NULL) {
        fail_msg("no `%s` in:\n%s", part, out->data);
    }
}

static void drafts_two_sides(void **state)
{
    struct drafting *drafting = *state;
    assert_int_equal(draft_rows(drafting, two_sided), BGT_OK);
    expect(&drafting->out, "layout: \"user/mine\"");
    expect(&drafting->out, "title: \"{fiscal_year}年收支一览\"");
    expect(&drafting->out, "# amount unit as printed 金额单位：千元");
    expect(&drafting->out, "- side: income");
    expect(&drafting->out, "- side: expenditure");
    expect(&drafting->out, "{path: [\"收入\", \"预算数\"], fields: [total]}");
    expect(&drafting->out, "{path: [\"支出\", \"甲乙丙\"], fields: [\"?\"]}");
    expect(&drafting->out, "{label: \"二、农林水支出\", row: 2}");
    expect(&drafting->out, "{label: \"合计\", row: 3, kind: total, role: sum}");
    assert_null(strstr(drafting->out.data, "label: \"注"));
    assert_int_equal(drafting->result.undecided, 1);
    assert_int_equal(drafting->result.row, 3);
    assert_int_equal(drafting->result.columns, 5);
}

/* A figure of another year is not guessed by its label. */
static void leaves_other_years_open(void **state)
{
    struct drafting *drafting = *state;
    assert_int_equal(draft_rows(drafting, "2026年税收表\n单位：万元\n"
                                          "项目|2024年决算数|2026年预算数\n"
                                          "增值税|=12.50|=14.00\n合计|=12.50|=14.00\n"),
                     BGT_OK);
    expect(&drafting->out, "{path: [\"2024年决算数\"], fields: [\"?\"]}");
    expect(&drafting->out, "{path: [\"{fiscal_year}年预算数\"], fields: [total]}");
}

static void finds_no_table(void **state)
{
    static const char *const grids[] = {"", "甲|乙\n丙|丁\n", "=1|=2\n=3|=4\n",
                                        "只有一格\n"};
    struct drafting *drafting = *state;
    for (size_t i = 0; i < BGT_TEST_COUNT(grids); i++) {
        assert_int_equal(draft_rows(drafting, grids[i]), BGT_NOT_FOUND);
        assert_int_equal(drafting->out.length, 0);
    }
}

static void quotes_what_yaml_would_take_apart(void **state)
{
    struct drafting *drafting = *state;
    assert_int_equal(draft_rows(drafting, "名称|\"a\\b\": {x}, [y] # z|合计\n甲|=1|=2\n"),
                     BGT_OK);
    expect(&drafting->out, "[\"\\\"a\\\\b\\\": {x}, [y] # z\"]");
}

/* Nothing names the rows: the draft says so, and is refused for that alone. */
static void leaves_the_name_of_rows_open(void **state)
{
    struct drafting *drafting = *state;
    assert_int_equal(
        draft_rows(drafting, "某表\n单位：元\n人员经费|公用经费\n=1.5|=2.5\n"), BGT_OK);
    expect(&drafting->out, "- {path: [\"?\"], fields: [item]}");
    expect(&drafting->out, "fields: [personnel]");
    assert_int_equal(drafting->result.undecided, 1);
}

static void survives_without_memory(void **state)
{
    struct drafting *drafting = *state;
    bool has_failed = true;
    assert_int_equal(draft_rows(drafting, two_sided), BGT_OK);
    struct bgt_buffer whole = drafting->out;
    for (size_t nth = 1; has_failed; nth++) {
        struct bgt_buffer *out = &drafting->out;
        if (nth > 1) {
            bgt_buffer_close(out);
        }
        bgt_buffer_init(out, NULL, BGT_DRAFT_BYTES);
        bgt_test_fail_allocation(nth);
        bgt_status status =
            draft(&drafting->grid, &drafting->made, out, &drafting->result);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        assert_int_equal(status, has_failed ? BGT_NO_MEMORY : BGT_OK);
    }
    assert_string_equal(drafting->out.data, whole.data);
    bgt_buffer_close(&whole);
}

#define DRAFT_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    DRAFT_TEST(drafts_two_sides),
    DRAFT_TEST(leaves_other_years_open),
    DRAFT_TEST(finds_no_table),
    DRAFT_TEST(quotes_what_yaml_would_take_apart),
    DRAFT_TEST(leaves_the_name_of_rows_open),
    DRAFT_TEST(survives_without_memory),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout drafts", tests, BGT_TEST_COUNT(tests), argc, argv);
}
