/* Workbooks of other people, compared cell by cell with what two independent readers
 * found (NAME.cells.tsv; their notes are in SOURCES.md beside them). */
#include "plugin/xlsx/host.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct cell {
    char *sheet;
    char *name;
    char type; /* s n b e d */
    char *value;
    bool is_found;
};

struct cells {
    struct cell *items;
    size_t count, capacity;
    bool is_one_reader; /* expected: by SheetJS alone, which leaves empty texts out */
};

static struct cell *add_cell(struct cells *cells)
{
    if (cells->count == cells->capacity) {
        cells->capacity = cells->capacity * 2 + 64;
        cells->items = realloc(cells->items, cells->capacity * sizeof *cells->items);
        assert_non_null(cells->items);
    }
    memset(&cells->items[cells->count], 0, sizeof *cells->items);
    return &cells->items[cells->count++];
}

static void clear_cells(struct cells *cells)
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

static void expect_line(struct cells *cells, const char *line, size_t length)
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
    struct cell *cell = add_cell(cells);
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

static bool read_expected(const char *path, struct cells *cells)
{
    struct stat info;
    size_t length = 0;
    if (stat(path, &info) != 0) {
        return false;
    }
    char *text = bgt_test_read_file(path, &length);
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

/* ---- What was read -------------------------------------------------------------- */

static void take_item(void *context, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct cells *cells = context;
    static const char types[] = "?snbde";
    if (item->kind != BGT_ITEM_ROW) {
        return;
    }
    for (uint32_t i = 0; i < item->value_count; i++) {
        const struct bgt_value *value = &bgt_item_values(batch, item)[i];
        char name[16] = "";
        char letters[8];
        size_t n = 0;
        size_t at = 0;
        if ((value->flags & BGT_VALUE_NO_RESULT) != 0 || value->state == BGT_BLANK) {
            continue;
        }
        for (uint32_t c = value->column; c > 0; c = (c - 1) / 26) {
            letters[n++] = (char)('A' + (c - 1) % 26);
        }
        while (n > 0) {
            name[at++] = letters[--n];
        }
        (void)snprintf(name + at, sizeof name - at, "%u", (unsigned)item->row);
        struct cell *cell = add_cell(cells);
        cell->sheet = strndup(batch->text + item->place_offset, item->place_length);
        cell->name = strdup(name);
        cell->type = types[value->type];
        cell->value = strndup(bgt_value_text(batch, value), value->text_length);
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

static bool same_value(const struct cell *expected, const struct cell *read, bool is_1904)
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
static struct cell *find_cell(struct cells *cells, const struct cell *wanted,
                              size_t *from)
{
    for (size_t i = 0; i < cells->count; i++) {
        size_t at = (*from + i) % cells->count;
        struct cell *cell = &cells->items[at];
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

static size_t compare(const char *path, struct cells *expected, struct cells *read,
                      bool is_1904)
{
    size_t differences = 0;
    size_t from = 0;
    for (size_t i = 0; i < expected->count; i++) {
        const struct cell *wanted = &expected->items[i];
        struct cell *cell = find_cell(read, wanted, &from);
        if (cell != NULL) {
            cell->is_found = true;
        }
        if (cell == NULL || !same_value(wanted, cell, is_1904)) {
            differences++;
            print_error("%s: %s!%s is %c:%s, was read as %c:%s\n", path, wanted->sheet,
                        wanted->name, wanted->type, wanted->value,
                        cell == NULL ? '-' : cell->type, cell == NULL ? "" : cell->value);
        }
    }
    size_t disputed = cells_in_dispute(path);
    for (size_t i = 0; i < read->count; i++) {
        if (read->items[i].value[0] == '\0' && expected->is_one_reader) {
            continue;
        }
        if (!read->items[i].is_found && disputed > 0) {
            disputed--;
        } else if (!read->items[i].is_found) {
            differences++;
            print_error("%s: %s!%s was read as %c:%s and is not expected\n", path,
                        read->items[i].sheet, read->items[i].name, read->items[i].type,
                        read->items[i].value);
        }
    }
    return differences;
}

/* Reads one workbook; how many cells differ, and 1 more where it was refused. */
static size_t check_workbook(const char *path)
{
    struct host host;
    struct cells expected = {0};
    struct cells read = {0};
    size_t differences = 0;
    char *tsv = expected_path(path);
    bool has_expected = read_expected(tsv, &expected);
    free(tsv);
    host_open(&host);
    host.on_item = take_item;
    host.context = &read;
    bgt_status status = host_read_path(&host, path);
    if (status != BGT_END) {
        char *reports = host_reports(&host);
        print_error("%s: status %d\n%s", path, status, reports);
        free(reports);
        differences++;
    }
    if (has_expected) {
        differences += compare(path, &expected, &read, strstr(path, "1904") != NULL);
    }
    host_close(&host);
    clear_cells(&expected);
    clear_cells(&read);
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

/* Checks the workbooks below a folder; `only_expected`: those that have expected cells.
 */
static size_t check_folder(const char *folder, bool only_expected, size_t *checked)
{
    size_t differences = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        struct stat info;
        char *path = bgt_test_join(folder, entry->d_name);
        char *tsv = expected_path(path);
        if (entry->d_name[0] != '.' && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
            differences += check_folder(path, only_expected, checked);
        } else if (ends_with(entry->d_name, ".xlsx") && !is_exception(entry->d_name) &&
                   (!only_expected || stat(tsv, &info) == 0)) {
            differences += check_workbook(path);
            (*checked)++;
        }
        free(tsv);
        free(path);
    }
    (void)closedir(dir);
    return differences;
}

static void check_sample_folder(const char *relative, bool only_expected, size_t least)
{
    size_t checked = 0;
    char *folder = bgt_test_sample_path(relative);
    size_t differences = check_folder(folder, only_expected, &checked);
    free(folder);
    assert_int_equal(differences, 0);
    assert_true(checked >= least);
}

static void valid_workbooks_read_to_their_cells(void **state)
{
    (void)state;
    check_sample_folder("samples/xlsx_valid", false, 21);
}

static void excel_workbooks_read_to_their_cells(void **state)
{
    (void)state;
    check_sample_folder("samples/xlsx_excel_oracle", false, 33);
}

static void readable_damage_reads_to_its_cells(void **state)
{
    (void)state;
    check_sample_folder("samples/xlsx_malformed", true, 5);
}

static void other_folders_are_read(void **state)
{
    (void)state;
    static const char *const folders[] = {"samples/wps",
                                          "samples/cn_budget",
                                          "samples/cn_yearbook",
                                          "samples/cn_yearbook_other",
                                          "samples/cn_procurement",
                                          "samples/xlsx_csv_oracle"};
    for (size_t i = 0; i < BGT_TEST_COUNT(folders); i++) {
        check_sample_folder(folders[i], false, 1);
    }
}

/* Damaged workbooks: what must be said, and where. */
static void damage_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *file, *code, *sheet;
    } cases[] = {
        {"openxml4j_invalid.xlsx", "ZIP_EMPTY", NULL},
        {"clusterfuzz-testcase-minimized-POIXSSFFuzzer-5937385319563264.xlsx",
         "XLSX_SHEET_STOPPED", "Exp8"},
        {"clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx", NULL,
         NULL},
        {"clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5542865479270400.xlsx", NULL,
         NULL},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct host host;
        char *folder = bgt_test_sample_path("samples/xlsx_malformed");
        char *path = bgt_test_join(folder, cases[i].file);
        host_open(&host);
        bgt_status status = host_read_path(&host, path);
        if (status == BGT_END || status == BGT_OK) {
            fail_msg("%s was read", path);
        }
        if (cases[i].code != NULL) {
            const struct bgt_kept_diagnostic *kept = host_report(&host, cases[i].code);
            if (cases[i].sheet != NULL) {
                assert_string_equal(kept->place.sheet, cases[i].sheet);
            }
        }
        assert_true(bgt_reporter_count(host.reporter, BGT_ERROR) > 0);
        host_close(&host);
        free(path);
        free(folder);
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_workbooks_read_to_their_cells),
        cmocka_unit_test(excel_workbooks_read_to_their_cells),
        cmocka_unit_test(readable_damage_reads_to_its_cells),
        cmocka_unit_test(other_folders_are_read),
        cmocka_unit_test(damage_is_refused_with_its_place),
    };
    return bgt_test_main("xlsx samples", tests, BGT_TEST_COUNT(tests), argc, argv);
}
