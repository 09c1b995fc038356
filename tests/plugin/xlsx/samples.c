/* Workbooks of other people, compared cell by cell with what two independent readers
 * found (NAME.cells.tsv; their notes are in SOURCES.md beside them). */
#include "plugin/xlsx/host.h"
#include "support/sample_cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void take_item(void *context, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct bgt_test_cells *cells = context;
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
        struct bgt_test_cell *cell = bgt_test_cells_add(cells);
        cell->sheet = strndup(batch->text + item->place_offset, item->place_length);
        cell->name = strdup(name);
        cell->type = types[value->type];
        cell->value = strndup(bgt_value_text(batch, value), value->text_length);
    }
}

/* Reads one workbook; how many cells differ, and 1 more where it was refused. */
static size_t check_workbook(const char *path)
{
    struct host host;
    struct bgt_test_cells expected = {0};
    struct bgt_test_cells read = {0};
    size_t differences = 0;
    bool has_expected = bgt_test_cells_expected(path, &expected);
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
        differences += bgt_test_cells_compare(path, &expected, &read);
    }
    host_close(&host);
    bgt_test_cells_clear(&expected);
    bgt_test_cells_clear(&read);
    return differences;
}

static void check_sample_folder(const char *relative, bool only_expected, size_t least)
{
    struct bgt_test_walk walk;
    bgt_test_each_workbook(relative, only_expected, check_workbook, &walk);
    assert_int_equal(walk.differences, 0);
    assert_true(walk.checked >= least);
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
