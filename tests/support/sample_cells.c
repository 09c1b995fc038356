#include "support/sample_cells.h"

#include "support/testing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct bgt_test_cell *bgt_test_cells_add(struct bgt_test_cells *cells)
{
    if (cells->count == cells->capacity) {
        cells->capacity = cells->capacity * 2 + 64;
        cells->items = realloc(cells->items, cells->capacity * sizeof *cells->items);
        assert_non_null(cells->items);
    }
    memset(&cells->items[cells->count], 0, sizeof *cells->items);
    return &cells->items[cells->count++];
}

void bgt_test_cells_clear(struct bgt_test_cells *cells)
{
    for (size_t i = 0; i < cells->count; i++) {
        free(cells->items[i].sheet);
        free(cells->items[i].name);
        free(cells->items[i].value);
    }
    free(cells->items);
    memset(cells, 0, sizeof *cells);
}

/* ---- What is expected ----------------------------------------------------------- */

static char *unescape(const char *text, size_t length)
{
    char *out = malloc(length + 1);
    assert_non_null(out);
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\\' && i + 1 < length) {
            i++;
            out[n++] = text[i] == 't'   ? '\t'
                       : text[i] == 'n' ? '\n'
                       : text[i] == 'r' ? '\r'
                                        : text[i];
        } else {
            out[n++] = text[i];
        }
    }
    out[n] = '\0';
    return out;
}

static void expect_line(struct bgt_test_cells *cells, const char *line, size_t length)
{
    const char *fields[4] = {line, NULL, NULL, NULL};
    size_t sizes[4] = {0, 0, 0, 0};
    size_t field = 0;
    for (size_t i = 0; i < length; i++) {
        if (line[i] == '\t' && field < 3) {
            fields[++field] = line + i + 1;
        } else {
            sizes[field]++;
        }
    }
    if (line[0] == '#' || field < 3 || strncmp(line, "sheet\tcell\t", 11) == 0) {
        return;
    }
    struct bgt_test_cell *cell = bgt_test_cells_add(cells);
    cell->sheet = unescape(fields[0], sizes[0]);
    cell->name = unescape(fields[1], sizes[1]);
    cell->type = fields[2][0];
    cell->value = unescape(fields[3], sizes[3]);
}

/* NAME.cells.tsv of a workbook; to be freed. */
static char *expected_path(const char *workbook)
{
    char *path = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&path, &length);
    assert_non_null(out);
    fprintf(out, "%s.cells.tsv", workbook);
    (void)fclose(out);
    return path;
}

bool bgt_test_cells_expected(const char *workbook, struct bgt_test_cells *cells)
{
    struct stat info;
    size_t length = 0;
    char *path = expected_path(workbook);
    if (stat(path, &info) != 0) {
        free(path);
        return false;
    }
    char *text = bgt_test_read_file(path, &length);
    free(path);
    cells->is_one_reader = strncmp(text, "# cells read alike by SheetJS", 29) == 0;
    for (char *at = text; at < text + length;) {
        char *end = memchr(at, '\n', (size_t)(text + length - at));
        size_t size = end == NULL ? (size_t)(text + length - at) : (size_t)(end - at);
        expect_line(cells, at, size);
        at += size + 1;
    }
    free(text);
    return true;
}

/* ---- What was printed ------------------------------------------------------------ */

/* The next field of CSV, unquoted, to be freed; `*at` moves behind its delimiter. */
static char *take_field(const char **at, char *delimiter)
{
    const char *from = *at;
    char *field = malloc(strlen(from) + 1);
    size_t n = 0;
    bool is_quoted = *from == '"';
    assert_non_null(field);
    for (from += is_quoted ? 1 : 0; *from != '\0'; from++) {
        if (is_quoted && from[0] == '"' && from[1] == '"') {
            from++;
        } else if (is_quoted && *from == '"') {
            from++;
            break;
        } else if (!is_quoted && (*from == ',' || *from == '\n')) {
            break;
        }
        field[n++] = *from;
    }
    field[n] = '\0';
    assert_true(*from == ',' || *from == '\n');
    *delimiter = *from;
    *at = from + 1;
    char *exact = strdup(field);
    assert_non_null(exact);
    free(field);
    return exact;
}

void bgt_test_cells_printed(const char *text, struct bgt_test_cells *cells)
{
    static const char header[] = "sheet,cell,type,value\n";
    assert_int_equal(strncmp(text, header, strlen(header)), 0);
    const char *at = text + strlen(header);
    while (*at != '\0') {
        char delimiter = '\0';
        struct bgt_test_cell *cell = bgt_test_cells_add(cells);
        cell->sheet = take_field(&at, &delimiter);
        assert_int_equal(delimiter, ',');
        cell->name = take_field(&at, &delimiter);
        assert_int_equal(delimiter, ',');
        char *type = take_field(&at, &delimiter);
        assert_int_equal(delimiter, ',');
        assert_int_equal(strlen(type), 1);
        cell->type = type[0];
        free(type);
        cell->value = take_field(&at, &delimiter);
        assert_int_equal(delimiter, '\n');
    }
}

/* ---- The comparison ------------------------------------------------------------- */

/* Days since 1899-12-30 of a proleptic date, by counting: independent of the plugin. */
static double serial_of(const char *iso)
{
    int year = 0;
    int month = 0;
    int day = 0;
    double hour = 0;
    double minute = 0;
    double second = 0;
    double days = 0;
    const char *time = strchr(iso, 'T');
    if (sscanf(iso, "%4d-%2d-%2d", &year, &month, &day) == 3) {
        static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        for (int y = 1900; y < year; y++) {
            days += (y % 4 == 0 && (y % 100 != 0 || y % 400 == 0)) ? 366 : 365;
        }
        for (int m = 1; m < month; m++) {
            days += lengths[m - 1];
        }
        bool leap = (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        days += day + (leap && month > 2) + ((year > 1900 || month > 2) ? 1 : 0);
        iso = time == NULL ? "" : time + 1;
    }
    if (sscanf(iso, "%lf:%lf:%lf", &hour, &minute, &second) >= 2) {
        days += (hour * 3600 + minute * 60 + second) / 86400;
    }
    return days;
}

static bool near(double a, double b, double within)
{
    return a - b <= within && b - a <= within;
}

static bool same_value(const struct bgt_test_cell *expected,
                       const struct bgt_test_cell *read, bool is_1904)
{
    double number = strtod(expected->value, NULL);
    if (expected->type == 'n' && read->type == 'd') {
        double serial = serial_of(read->value);
        return near(serial, number, 1e-8) ||
               (is_1904 && near(serial - 1462, number, 1e-8));
    }
    if (expected->type != read->type) {
        return false;
    }
    if (expected->type == 'n') {
        double size = number < 0 ? -number : number;
        return near(strtod(read->value, NULL), number, size * 1e-12);
    }
    return expected->type == 'e' || strcmp(expected->value, read->value) == 0;
}

/* Looks a cell up from where the last one was found: both are mostly in the same order.
 */
static struct bgt_test_cell *find_cell(struct bgt_test_cells *cells,
                                       const struct bgt_test_cell *wanted, size_t *from)
{
    for (size_t i = 0; i < cells->count; i++) {
        size_t at = (*from + i) % cells->count;
        struct bgt_test_cell *cell = &cells->items[at];
        if (strcmp(cell->name, wanted->name) == 0 &&
            strcmp(cell->sheet, wanted->sheet) == 0) {
            *from = at + 1;
            return cell;
        }
    }
    return NULL;
}

/* In how many cells the two readers differ, so that they are not among those expected:
 * column cells_differ of EXPECTED_readers.tsv. 0 where only one could read the workbook.
 */
static size_t cells_in_dispute(const char *path)
{
    size_t count = 0;
    const char *name = strstr(path, "samples/");
    char *verdicts = bgt_test_sample_path("samples/EXPECTED_readers.tsv");
    char *text = bgt_test_read_file(verdicts, NULL);
    const char *line = name == NULL ? NULL : strstr(text, name + strlen("samples/"));
    const char *end = line == NULL ? NULL : strchr(line, '\n');
    while (end != NULL && end > line && end[-1] >= '0' && end[-1] <= '9') {
        end--;
    }
    if (end != NULL) {
        count = (size_t)strtoul(end, NULL, 10);
    }
    free(text);
    free(verdicts);
    return count;
}

size_t bgt_test_cells_compare(const char *workbook, struct bgt_test_cells *expected,
                              struct bgt_test_cells *read)
{
    size_t differences = 0;
    size_t from = 0;
    bool is_1904 = strstr(workbook, "1904") != NULL;
    for (size_t i = 0; i < expected->count; i++) {
        const struct bgt_test_cell *wanted = &expected->items[i];
        struct bgt_test_cell *cell = find_cell(read, wanted, &from);
        if (cell != NULL) {
            cell->is_found = true;
        }
        if (cell == NULL || !same_value(wanted, cell, is_1904)) {
            differences++;
            print_error("%s: %s!%s is %c:%s, was read as %c:%s\n", workbook,
                        wanted->sheet, wanted->name, wanted->type, wanted->value,
                        cell == NULL ? '-' : cell->type, cell == NULL ? "" : cell->value);
        }
    }
    size_t disputed = cells_in_dispute(workbook);
    for (size_t i = 0; i < read->count; i++) {
        if (read->items[i].value[0] == '\0' && expected->is_one_reader) {
            continue;
        }
        if (!read->items[i].is_found && disputed > 0) {
            disputed--;
        } else if (!read->items[i].is_found) {
            differences++;
            print_error("%s: %s!%s was read as %c:%s and is not expected\n", workbook,
                        read->items[i].sheet, read->items[i].name, read->items[i].type,
                        read->items[i].value);
        }
    }
    return differences;
}

/* Workbooks of these folders that are not to be read, or differ for a reason that their
 * notes give. */
static const struct {
    const char *file, *reason;
} exceptions[] = {
    {"encryptSHA1.xlsx", "encrypted: an OLE container, which the host recognises"},
};

static bool is_exception(const char *name)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(exceptions); i++) {
        if (strcmp(name, exceptions[i].file) == 0) {
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t size = strlen(end);
    return length >= size && strcmp(text + length - size, end) == 0;
}

static void check_folder(const char *folder, bool only_expected,
                         size_t (*check)(const char *path), struct bgt_test_walk *walk)
{
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        struct stat info;
        char *path = bgt_test_join(folder, entry->d_name);
        char *tsv = expected_path(path);
        if (entry->d_name[0] != '.' && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
            check_folder(path, only_expected, check, walk);
        } else if (ends_with(entry->d_name, ".xlsx") && !is_exception(entry->d_name) &&
                   (!only_expected || stat(tsv, &info) == 0)) {
            walk->differences += check(path);
            walk->checked++;
        }
        free(tsv);
        free(path);
    }
    (void)closedir(dir);
}

void bgt_test_each_workbook(const char *relative, bool only_expected,
                            size_t (*check)(const char *path), struct bgt_test_walk *walk)
{
    char *folder = bgt_test_sample_path(relative);
    *walk = (struct bgt_test_walk){0};
    check_folder(folder, only_expected, check, walk);
    free(folder);
}
