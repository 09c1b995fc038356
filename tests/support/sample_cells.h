/*
 * The cells that other programs found in sample workbooks (NAME.xlsx.cells.tsv beside the
 * workbook), the cells that we read, and the comparison of the two. What a dump holds is
 * told in SOURCES.md of the samples: dates are serial numbers there, error cells have an
 * empty value, and cells on which the two readers differ are left out.
 */
#ifndef BGT_TESTS_SUPPORT_SAMPLE_CELLS_H
#define BGT_TESTS_SUPPORT_SAMPLE_CELLS_H

#include <stdbool.h>
#include <stddef.h>

/** One cell. The strings are its own. */
struct bgt_test_cell {
    char *sheet;
    char *name; /**< A1 */
    char type;  /**< s n b e, and d for what we read as a date */
    char *value;
    bool is_found;
};

/** Cells in the order they were met. Begin with all zero. */
struct bgt_test_cells {
    struct bgt_test_cell *items;
    size_t count, capacity;
    bool is_one_reader; /**< Expected by SheetJS alone, which leaves empty texts out. */
};

/** Append an empty cell; the caller sets its strings, to be freed by free(). */
struct bgt_test_cell *bgt_test_cells_add(struct bgt_test_cells *cells);

/** Free what is held and set it to zero. */
void bgt_test_cells_clear(struct bgt_test_cells *cells);

/** The cells expected of a workbook: its .cells.tsv; false where there is none. */
bool bgt_test_cells_expected(const char *workbook, struct bgt_test_cells *cells);

/** The cells in what `budgetconv info --cells` printed; stops the test where that is not
 * CSV with the header `sheet,cell,type,value`. */
void bgt_test_cells_printed(const char *text, struct bgt_test_cells *cells);

/** Compare both ways, tell each difference on standard error, answer how many there are.
 * Numbers are compared as numbers, dates as serial numbers. */
size_t bgt_test_cells_compare(const char *workbook, struct bgt_test_cells *expected,
                              struct bgt_test_cells *read);

/** What bgt_test_each_workbook did. */
struct bgt_test_walk {
    size_t checked;
    size_t differences;
};

/**
 * Call `check` for each .xlsx below a folder of samples, such as "samples/xlsx_valid".
 * Skips the running test where the samples are absent. Workbooks that are no zip (they
 * are encrypted) are left out.
 *
 * @param only_expected only those with a .cells.tsv.
 * @param check answers how much differs.
 */
void bgt_test_each_workbook(const char *relative, bool only_expected,
                            size_t (*check)(const char *path),
                            struct bgt_test_walk *walk);

#endif
