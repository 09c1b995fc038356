/*
 * A workbook as a grid of cells, to be changed and written anew. Sizes are those of the
 * published unit budget with room for what a mutation adds.
 */
#ifndef BGT_TESTS_GOLDEN_MUTATE_BOOK_H
#define BGT_TESTS_GOLDEN_MUTATE_BOOK_H

#include <stdbool.h>
#include <stddef.h>

enum {
    SHEETS_MAX = 16,
    ROWS_MAX = 128,
    COLUMNS_MAX = 24,
    MERGES_MAX = 40,
    NAME_SIZE = 32
};

/** A cell: its text or number as text; type 0 is blank, `n` a number, `s` a text. */
struct cell {
    char *value;
    char type;
};

/** Rows and columns count from 0, the last ones included. */
struct merge {
    int top, left, bottom, right;
};

struct sheet {
    char name[NAME_SIZE];
    struct cell cells[ROWS_MAX][COLUMNS_MAX];
    struct merge merges[MERGES_MAX];
    int merge_count;
};

struct variant {
    struct sheet sheets[SHEETS_MAX];
    int count;
    bool is_general; /**< Numbers have no format; else `0.00`. */
};

/** First row of every header in the published workbook. */
enum { HEADER_ROW = 3 };

/** Reads what `info --cells` printed and the merged cells of the workbook itself. */
void book_read(struct variant *book, const char *workbook, const char *cells);

/** Frees the values. */
void book_clear(struct variant *book);

/** A cell's value; the cell takes a copy. Null makes it blank. */
void cell_set(struct cell *cell, const char *value, char type);

/** Last row and column that hold anything, -1: none. */
int sheet_last_row(const struct sheet *sheet);
int sheet_last_column(const struct sheet *sheet);

/** The row behind the table: the first that begins with 注, else the one after the last.
 */
int sheet_end(const struct sheet *sheet);

/** Writes a workbook. False where the file cannot be written. */
bool book_write(const struct variant *book, const char *path);

/** Changes the book as a mutation of this name says; false: there is none. */
bool book_mutate(struct variant *book, const char *name);

#endif
