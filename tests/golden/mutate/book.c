#include "book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/sample_cells.h"
#include "support/testing.h"
#include "support/workbook.h"

void cell_set(struct cell *cell, const char *value, char type)
{
    free(cell->value);
    cell->value = value == NULL ? NULL : strdup(value);
    cell->type = (char)(value == NULL ? 0 : type);
}

int sheet_last_row(const struct sheet *sheet)
{
    int last = -1;
    for (int r = 0; r < ROWS_MAX; r++) {
        for (int c = 0; c < COLUMNS_MAX; c++) {
            last = sheet->cells[r][c].type != 0 ? r : last;
        }
    }
    return last;
}

int sheet_last_column(const struct sheet *sheet)
{
    int last = -1;
    for (int r = 0; r < ROWS_MAX; r++) {
        for (int c = 0; c < COLUMNS_MAX; c++) {
            last = sheet->cells[r][c].type != 0 && c > last ? c : last;
        }
    }
    return last;
}

int sheet_end(const struct sheet *sheet)
{
    int last = sheet_last_row(sheet);
    for (int r = HEADER_ROW; r <= last; r++) {
        const struct cell *first = &sheet->cells[r][0];
        if (first->type == 's' && strncmp(first->value, "注", strlen("注")) == 0) {
            return r;
        }
    }
    return last + 1;
}

/* `B12` becomes row 11, column 1. */
static void take_apart(const char *name, int *row, int *column)
{
    int at = 0;
    *column = 0;
    while (name[at] >= 'A' && name[at] <= 'Z') {
        *column = *column * 26 + (name[at++] - 'A' + 1);
    }
    *column -= 1;
    *row = atoi(name + at) - 1;
}

static struct sheet *find_sheet(struct variant *book, const char *name)
{
    for (int i = 0; i < book->count; i++) {
        if (strcmp(book->sheets[i].name, name) == 0) {
            return &book->sheets[i];
        }
    }
    if (book->count == SHEETS_MAX) {
        abort();
    }
    struct sheet *sheet = &book->sheets[book->count++];
    (void)snprintf(sheet->name, sizeof sheet->name, "%s", name);
    return sheet;
}

static void read_merges(struct sheet *sheet, const char *xml)
{
    const char *at = xml;
    while ((at = strstr(at, "mergeCell ref=\"")) != NULL) {
        struct merge merge;
        at += strlen("mergeCell ref=\"");
        const char *colon = strchr(at, ':');
        if (colon == NULL || sheet->merge_count == MERGES_MAX) {
            abort();
        }
        take_apart(at, &merge.top, &merge.left);
        take_apart(colon + 1, &merge.bottom, &merge.right);
        sheet->merges[sheet->merge_count++] = merge;
    }
}

void book_read(struct variant *book, const char *workbook, const char *cells)
{
    struct bgt_test_cells list = {0};
    size_t length = 0;
    char *text = bgt_test_read_file(cells, NULL);
    char *bytes = bgt_test_read_file(workbook, &length);
    bgt_test_cells_printed(text, &list);
    for (size_t i = 0; i < list.count; i++) {
        int row = 0;
        int column = 0;
        struct sheet *sheet = find_sheet(book, list.items[i].sheet);
        take_apart(list.items[i].name, &row, &column);
        if (row >= ROWS_MAX || column >= COLUMNS_MAX) {
            abort();
        }
        cell_set(&sheet->cells[row][column], list.items[i].value, list.items[i].type);
    }
    for (int i = 0; i < book->count; i++) {
        char member[64];
        (void)snprintf(member, sizeof member, "xl/worksheets/sheet%d.xml", i + 1);
        char *xml = read_member(bytes, length, member);
        if (xml == NULL) {
            abort();
        }
        read_merges(&book->sheets[i], xml);
        free(xml);
    }
    bgt_test_cells_clear(&list);
    free(text);
    free(bytes);
}

void book_clear(struct variant *book)
{
    for (int i = 0; i < book->count; i++) {
        for (int r = 0; r < ROWS_MAX; r++) {
            for (int c = 0; c < COLUMNS_MAX; c++) {
                free(book->sheets[i].cells[r][c].value);
            }
        }
    }
}
