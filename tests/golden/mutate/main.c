/*
 * mutate NAME WORKBOOK CELLS OUT: WORKBOOK with one change. CELLS is what
 * `budgetconv info --cells WORKBOOK` prints.
 */
#include <stdio.h>
#include <stdlib.h>

#include "book.h"

int main(int argc, char **argv)
{
    struct variant *book = calloc(1, sizeof *book);
    int status = 0;
    if (argc != 5 || book == NULL) {
        (void)fprintf(stderr, "mutate NAME WORKBOOK CELLS OUT\n");
        free(book);
        return 2;
    }
    book_read(book, argv[2], argv[3]);
    if (!book_mutate(book, argv[1])) {
        (void)fprintf(stderr, "no mutation %s\n", argv[1]);
        status = 2;
    } else if (!book_write(book, argv[4])) {
        (void)fprintf(stderr, "cannot write %s\n", argv[4]);
        status = 1;
    }
    book_clear(book);
    free(book);
    return status;
}
