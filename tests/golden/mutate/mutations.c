#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "book.h"

static bool is_text(const struct cell *cell, const char *text)
{
    return cell->type == 's' && strcmp(cell->value, text) == 0;
}

static bool begins(const struct cell *cell, const char *text)
{
    return cell->type == 's' && strncmp(cell->value, text, strlen(text)) == 0;
}

static void each_sheet(struct variant *book, void (*change)(struct sheet *sheet))
{
    for (int i = 0; i < book->count; i++) {
        change(&book->sheets[i]);
    }
}

static struct sheet *sheet_of(struct variant *book, int number)
{
    return &book->sheets[number - 1];
}

static void swap(struct cell *a, struct cell *b)
{
    struct cell kept = *a;
    *a = *b;
    *b = kept;
}

/* ---- Columns in another order ---- */

/* All columns of the table from right to left; merged cells and their texts with them. */
static void reverse_sheet(struct sheet *sheet)
{
    int last = sheet_last_column(sheet);
    int end = sheet_end(sheet);
    for (int r = HEADER_ROW; r < end; r++) {
        for (int c = 0; c < last - c; c++) {
            swap(&sheet->cells[r][c], &sheet->cells[r][last - c]);
        }
    }
    for (int m = 0; m < sheet->merge_count; m++) {
        struct merge *merge = &sheet->merges[m];
        if (merge->top < HEADER_ROW || merge->top >= end) {
            continue;
        }
        int left = last - merge->right;
        swap(&sheet->cells[merge->top][left],
             &sheet->cells[merge->top][last - merge->left]);
        merge->right = last - merge->left;
        merge->left = left;
    }
}

/* The columns below each merged label of the first header row move round by one. */
static void rotate_sheet(struct sheet *sheet)
{
    int end = sheet_end(sheet);
    for (int m = 0; m < sheet->merge_count; m++) {
        const struct merge *merge = &sheet->merges[m];
        if (merge->top != HEADER_ROW || merge->bottom != HEADER_ROW) {
            continue;
        }
        for (int r = HEADER_ROW + 1; r < end; r++) {
            for (int c = merge->left; c < merge->right; c++) {
                swap(&sheet->cells[r][c], &sheet->cells[r][c + 1]);
            }
        }
    }
}

static void rotate(struct variant *book)
{
    /* Tables whose header has two rows, so that nothing merged moves. */
    static const int numbers[] = {2, 3, 5, 6, 12, 13};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        rotate_sheet(sheet_of(book, numbers[i]));
    }
}

/* ---- Labels ---- */

struct other_name {
    const char *label;
    const char *alias;
};

/* In the header alone: the same words name rows. */
static void alias_sheet(struct sheet *sheet)
{
    static const struct other_name names[] = {
        {"科目编码", "科目\n代码"},
        {"科目名称", "科 目 名 称"},
        {"2026年", "2026年度合计"},
        {"2026年合计", "合　计"},
        {"2026年预算数", "2026年度年初预算（万元）"},
        {"当年预算安排", "当年安排数"},
        {"上年结转安排", "上年结转"},
        {"一般公共预算", "一般公共预算拨款"},
        {"政府性基金", "政府性基金预算"},
        {"基本支出", "基本支出 数"},
        {"项目支出", "项目支出额"},
    };
    for (int r = HEADER_ROW; r < HEADER_ROW + 3; r++) {
        for (int c = 0; c < COLUMNS_MAX; c++) {
            for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
                struct cell *cell = &sheet->cells[r][c];
                if (is_text(cell, names[i].label)) {
                    cell_set(cell, names[i].alias, 's');
                    break;
                }
            }
        }
    }
}

/* ---- Columns that nobody asked for ---- */

static void insert_column(struct sheet *sheet, int at)
{
    for (int r = HEADER_ROW; r < sheet_end(sheet); r++) {
        for (int c = COLUMNS_MAX - 1; c > at; c--) {
            swap(&sheet->cells[r][c], &sheet->cells[r][c - 1]);
        }
    }
    for (int m = 0; m < sheet->merge_count; m++) {
        struct merge *merge = &sheet->merges[m];
        if (merge->top >= HEADER_ROW) {
            merge->left += merge->left >= at;
            merge->right += merge->right >= at;
        }
    }
}

static void fill_column(struct sheet *sheet, int column, const char *label,
                        const char *value)
{
    int row = HEADER_ROW;
    for (int m = 0; m < sheet->merge_count; m++) {
        const struct merge *merge = &sheet->merges[m];
        /* A label that is merged across has others below it. */
        int low = merge->bottom + (merge->right > merge->left);
        row = merge->top >= HEADER_ROW && low > row ? low : row;
    }
    cell_set(&sheet->cells[row][column], label, 's');
    char type = (char)(value[0] >= '0' && value[0] <= '9' ? 'n' : 's');
    for (int r = row + 1; r < sheet_end(sheet); r++) {
        cell_set(&sheet->cells[r][column], value, type);
    }
}

/* The row of column numbers: it begins with 1. */
static void clear_numbering(struct sheet *sheet, int column)
{
    for (int r = HEADER_ROW; r < sheet_end(sheet); r++) {
        const struct cell *first = &sheet->cells[r][0];
        if (first->type != 0 && strcmp(first->value, "1") == 0) {
            cell_set(&sheet->cells[r][column], NULL, 0);
        }
    }
}

static void extra_sheet(struct sheet *sheet)
{
    int last = sheet_last_column(sheet);
    fill_column(sheet, last + 1, "经办处室", "二处");
    fill_column(sheet, last + 2, "评审得分", "98.5");
    clear_numbering(sheet, last + 1);
    clear_numbering(sheet, last + 2);
    for (int r = HEADER_ROW + 3; r < sheet_end(sheet); r++) {
        if (sheet->cells[r][last].type == 0) { /* perhaps no line of this side */
            cell_set(&sheet->cells[r][last + 1], NULL, 0);
            cell_set(&sheet->cells[r][last + 2], NULL, 0);
        }
    }
}

/* In the midst of the merged group of a table, with a value among the column
 * numbers or without. */
static void extra_within(struct variant *book, bool is_numbering_left)
{
    static const int numbers[] = {5, 6, 12, 13};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sheet *sheet = sheet_of(book, numbers[i]);
        insert_column(sheet, 4);
        fill_column(sheet, 4, "评审得分", "98.5");
        if (is_numbering_left) {
            clear_numbering(sheet, 4);
        }
    }
}

/* ---- Heading, unit ---- */

static void unmerge_sheet(struct sheet *sheet)
{
    sheet->merge_count = 0;
}

static void set_unit(struct sheet *sheet, const char *unit)
{
    for (int c = 0; c < COLUMNS_MAX; c++) {
        if (begins(&sheet->cells[HEADER_ROW - 1][c], "单位：")) {
            cell_set(&sheet->cells[HEADER_ROW - 1][c], unit, 's');
        }
    }
}

static void no_unit_sheet(struct sheet *sheet)
{
    set_unit(sheet, NULL);
}

/* `12.5` becomes `125000`, exactly. */
static void in_yuan(struct cell *cell)
{
    char digits[64];
    size_t used = 0;
    int places = -1;
    for (const char *c = cell->value; *c != '\0' && used < sizeof digits - 8; c++) {
        if (*c == '.') {
            places = 0;
            continue;
        }
        digits[used++] = *c;
        places += places >= 0;
    }
    for (int i = places < 0 ? 0 : places; i < 4; i++) {
        digits[used++] = '0';
    }
    digits[used] = '\0';
    size_t zeros = strspn(digits, "0");
    cell_set(cell, digits[zeros] == '\0' ? "0" : digits + zeros, 'n');
}

static void yuan_sheet(struct sheet *sheet)
{
    set_unit(sheet, "单位：元");
    for (int r = HEADER_ROW; r < ROWS_MAX; r++) {
        for (int c = 0; c < COLUMNS_MAX; c++) {
            if (sheet->cells[r][c].type == 'n') {
                in_yuan(&sheet->cells[r][c]);
            }
        }
    }
}

/* The unit above the table and the one in the header are not the same. */
static void two_units(struct variant *book)
{
    struct sheet *sheet = sheet_of(book, 5);
    for (int c = 0; c < COLUMNS_MAX; c++) {
        if (is_text(&sheet->cells[HEADER_ROW][c], "2026年预算数")) {
            cell_set(&sheet->cells[HEADER_ROW][c], "2026年预算数（元）", 's');
        }
    }
}

/* ---- Two tables on a sheet ---- */

static void move_cells(struct sheet *to, struct sheet *from, int down, int right)
{
    for (int r = 0; r < ROWS_MAX; r++) {
        for (int c = 0; c < COLUMNS_MAX; c++) {
            struct cell *cell = &from->cells[r][c];
            if (cell->type != 0) {
                cell_set(&to->cells[r + down][c + right], cell->value, cell->type);
                cell_set(cell, NULL, 0);
            }
        }
    }
    for (int m = 0; m < from->merge_count; m++) {
        struct merge merge = from->merges[m];
        to->merges[to->merge_count++] =
            (struct merge){merge.top + down, merge.left + right, merge.bottom + down,
                           merge.right + right};
    }
    from->merge_count = 0;
}

static void drop_sheet(struct variant *book, int number)
{
    for (int i = number; i < book->count; i++) {
        book->sheets[i - 1] = book->sheets[i];
    }
    memset(&book->sheets[--book->count], 0, sizeof book->sheets[0]);
}

static void join(struct variant *book, int number, int rows, int columns)
{
    struct sheet *first = sheet_of(book, number);
    int down = rows < 0 ? 0 : sheet_last_row(first) + 1 + rows;
    int right = columns < 0 ? 0 : sheet_last_column(first) + 1 + columns;
    move_cells(first, sheet_of(book, number + 1), down, right);
    drop_sheet(book, number + 1);
}

/* ---- How cells are written ---- */

/* `1629.62` becomes the text `1,629.62`. */
static void as_text(struct cell *cell)
{
    char grouped[64];
    size_t used = 0;
    const char *point = strchr(cell->value, '.');
    size_t whole = point == NULL ? strlen(cell->value) : (size_t)(point - cell->value);
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0 && cell->value[i - 1] != '-') {
            grouped[used++] = ',';
        }
        grouped[used++] = cell->value[i];
    }
    (void)snprintf(grouped + used, sizeof grouped - used, ".%s%s",
                   point == NULL ? "" : point + 1,
                   point == NULL ? "00" : (strlen(point + 1) == 1 ? "0" : ""));
    cell_set(cell, grouped, 's');
}

static void text_sheet(struct sheet *sheet)
{
    for (int r = HEADER_ROW; r < ROWS_MAX; r++) {
        for (int c = 0; c < COLUMNS_MAX; c++) {
            if (sheet->cells[r][c].type == 'n') {
                as_text(&sheet->cells[r][c]);
            }
        }
    }
}

static void notes_sheet(struct sheet *sheet)
{
    int row = sheet_last_row(sheet) + 1;
    cell_set(&sheet->cells[row++][0], "注：1.本表金额取自2026年年初批复，单位为万元。",
             's');
    cell_set(&sheet->cells[row++][0], "2.公用经费比上年减少12.5万元。", 's');
    cell_set(&sheet->cells[row][0], "制表人：张三", 's');
    cell_set(&sheet->cells[row++][2], "审核：李四", 's');
    cell_set(&sheet->cells[row + 1][0], "说明：本表尾差因四舍五入产生。", 's');
}

/* A figure below the notes that belongs to nothing. */
static void stray(struct variant *book)
{
    struct sheet *sheet = sheet_of(book, 5);
    int row = sheet_last_row(sheet) + 1;
    cell_set(&sheet->cells[row][0], "注：以上为年初数。", 's');
    cell_set(&sheet->cells[row + 1][2], "77.77", 'n');
}

/* ---- All ---- */

struct on_sheets {
    const char *name;
    void (*change)(struct sheet *sheet);
};

static bool mutate_sheets(struct variant *book, const char *name)
{
    static const struct on_sheets all[] = {
        {"reversed", reverse_sheet}, {"aliases", alias_sheet},   {"extra", extra_sheet},
        {"unmerged", unmerge_sheet}, {"no-unit", no_unit_sheet}, {"yuan", yuan_sheet},
        {"text", text_sheet},        {"notes", notes_sheet},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (strcmp(all[i].name, name) == 0) {
            each_sheet(book, all[i].change);
            return true;
        }
    }
    return false;
}

/* `below-5` puts 表6 below 表5 on its sheet, `close-5` without a row between, `beside-5`
 * beside it. */
static bool mutate_pair(struct variant *book, const char *name)
{
    const char *dash = strrchr(name, '-');
    int number = dash == NULL ? 0 : atoi(dash + 1);
    if (number < 1 || number >= book->count) {
        return false;
    }
    if (strncmp(name, "below-", strlen("below-")) == 0) {
        join(book, number, 1, -1);
    } else if (strncmp(name, "close-", strlen("close-")) == 0) {
        join(book, number, 0, -1);
    } else {
        join(book, number, -1, 1);
    }
    return true;
}

bool book_mutate(struct variant *book, const char *name)
{
    if (mutate_sheets(book, name) || mutate_pair(book, name) ||
        strcmp(name, "same") == 0) {
        return true;
    }
    if (strcmp(name, "rotated") == 0) {
        rotate(book);
    } else if (strcmp(name, "extra-within") == 0) {
        extra_within(book, true);
    } else if (strcmp(name, "extra-numbering") == 0) {
        extra_within(book, false);
    } else if (strcmp(name, "one-without-unit") == 0) {
        no_unit_sheet(sheet_of(book, 5));
    } else if (strcmp(name, "one-in-yuan") == 0) {
        yuan_sheet(sheet_of(book, 5));
    } else if (strcmp(name, "two-units") == 0) {
        two_units(book);
    } else if (strcmp(name, "general") == 0) {
        book->is_general = true;
    } else if (strcmp(name, "stray") == 0) {
        stray(book);
    } else {
        return false;
    }
    return true;
}
