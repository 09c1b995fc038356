/* Rows of indicators on a page: which of them belong to which label. The heights are
 * those of labels drawn in the middle of merged cells. */
#include "layout/labelled_page_blocks.h"
#include "support/testing.h"

#define LINE BGT_PAGE_LINE

struct page {
    struct bgt_page_row_of list[BGT_PAGE_ROWS + 1];
    struct bgt_page_rows rows;
    size_t ends[BGT_PAGE_LABELS];
};

/* Rows of so many lines each, one text line apart. */
static void make_rows(struct page *page, const uint32_t *lines, size_t count)
{
    uint64_t line = 10;
    memset(page, 0, sizeof *page);
    page->rows = (struct bgt_page_rows){page->list, count};
    for (size_t i = 0; i < count; i++) {
        page->list[i].line = line;
        page->list[i].last_line = line + lines[i] - 1;
        page->list[i].height = lines[i] * LINE;
        line = page->list[i].last_line + 1;
    }
    bgt_page_stack(&page->rows);
}

static void make_single(struct page *page, size_t count)
{
    uint32_t lines[BGT_PAGE_ROWS];
    for (size_t i = 0; i < count; i++) {
        lines[i] = 1;
    }
    make_rows(page, lines, count);
}

static void parts_by_the_middles(void **state)
{
    struct page page;
    (void)state;
    make_single(&page, 6);
    /* Three rows, one row, two rows. */
    const struct bgt_page_label heights[] = {
        {3 * LINE / 2, false}, {7 * LINE / 2, false}, {5 * LINE, true}};
    assert_true(bgt_page_find_blocks(&page.rows, heights, 3, page.ends));
    assert_int_equal(page.ends[0], 3);
    assert_int_equal(page.ends[1], 4);
    assert_int_equal(page.ends[2], 6);
}

static void counts_lines_of_high_rows(void **state)
{
    struct page page;
    const uint32_t lines[] = {1, 3, 1, 1};
    (void)state;
    make_rows(&page, lines, 4);
    /* The first label stands in the middle of four lines: two rows. */
    const struct bgt_page_label heights[] = {{2 * LINE, false}, {5 * LINE, true}};
    assert_true(bgt_page_find_blocks(&page.rows, heights, 2, page.ends));
    assert_int_equal(page.ends[0], 2);
    assert_int_equal(page.ends[1], 4);
}

static void refuses_labels_that_fit_nowhere(void **state)
{
    struct page page;
    (void)state;
    make_single(&page, 6);
    /* the second would have to end early */
    const struct bgt_page_label top[] = {{LINE / 2, false}, {2 * LINE, false}};
    assert_false(bgt_page_find_blocks(&page.rows, top, 2, page.ends));
    const struct bgt_page_label twice[] = {
        {3 * LINE, false}, {3 * LINE, false}, {3 * LINE, false}};
    assert_false(bgt_page_find_blocks(&page.rows, twice, 3, page.ends));
    assert_false(bgt_page_find_blocks(&page.rows, top, 0, page.ends));
    make_single(&page, 1); /* two labels for one row */
    const struct bgt_page_label both[] = {{LINE / 2, false}, {LINE / 2, false}};
    assert_false(bgt_page_find_blocks(&page.rows, both, 2, page.ends));
}

static void refuses_what_fits_twice(void **state)
{
    struct page page;
    (void)state;
    make_single(&page, 3);
    /* Half a line off for one row and for two. */
    const struct bgt_page_label heights[] = {{3 * LINE / 4, false},
                                             {9 * LINE / 4, false}};
    assert_false(bgt_page_find_blocks(&page.rows, heights, 2, page.ends));
}

static void leaves_labels_between_rows_empty(void **state)
{
    struct page page;
    (void)state;
    make_single(&page, 4);
    /* One row; none; two rows; none; one row; none below them. */
    const struct bgt_page_label labels[] = {{LINE / 2, false},     {LINE, true},
                                            {2 * LINE, true},      {3 * LINE, true},
                                            {7 * LINE / 2, false}, {4 * LINE, true}};
    const size_t ends[] = {1, 1, 3, 3, 4, 4};
    assert_true(bgt_page_find_blocks(&page.rows, labels, 6, page.ends));
    for (size_t l = 0; l < 6; l++) {
        assert_int_equal(page.ends[l], ends[l]);
    }
    make_single(&page, 0); /* a blank form */
    const struct bgt_page_label blank[] = {{0, true}, {0, true}};
    assert_true(bgt_page_find_blocks(&page.rows, blank, 2, page.ends));
    assert_int_equal(page.ends[1], 0);
}

static void finds_heights_in_and_between_rows(void **state)
{
    struct page page;
    const uint32_t lines[] = {1, 3, 1};
    struct bgt_page_piece label = {.line = 10, .last_line = 10};
    (void)state;
    make_rows(&page, lines, 3);
    assert_int_equal(bgt_page_height_of(&page.rows, &label), LINE / 2);
    label.line = label.last_line = 12; /* the middle of three lines */
    assert_int_equal(bgt_page_height_of(&page.rows, &label), 5 * LINE / 2);
    label.line = 10;
    label.last_line = 11; /* a label of two lines: between its rows */
    assert_int_equal(bgt_page_height_of(&page.rows, &label), LINE);
    label.line = label.last_line = 5;
    assert_int_equal(bgt_page_height_of(&page.rows, &label), 0);
    label.line = label.last_line = 99;
    assert_int_equal(bgt_page_height_of(&page.rows, &label), 5 * LINE);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(parts_by_the_middles),
    cmocka_unit_test(counts_lines_of_high_rows),
    cmocka_unit_test(refuses_labels_that_fit_nowhere),
    cmocka_unit_test(refuses_what_fits_twice),
    cmocka_unit_test(leaves_labels_between_rows_empty),
    cmocka_unit_test(finds_heights_in_and_between_rows),
};

int main(int argc, char **argv)
{
    return bgt_test_main("layout forms on a page", tests, BGT_TEST_COUNT(tests), argc,
                         argv);
}
