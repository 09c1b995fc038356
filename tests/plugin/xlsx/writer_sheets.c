/* Whole workbooks: names, merged cells, looks, memory modes, locales, failures. */
#include "plugin/xlsx/work.h"

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Sheets ---- */

static void bad_sheet_names_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *code;
    } cases[] = {
        {"", "XLSX_SHEET_NAME_EMPTY"},
        {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二",
         "XLSX_SHEET_NAME_LONG"},
        {"收/支", "XLSX_SHEET_NAME_CHARACTER"},
        {"'a", "XLSX_SHEET_NAME_APOSTROPHE"},
        {"FIRST", "XLSX_SHEET_NAME_TWICE"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct work work;
        const struct bgt_sheet first = work_sheet("First");
        const struct bgt_sheet bad = work_sheet(cases[i].name);
        assert_int_equal(work_open(&work, NULL), BGT_OK);
        assert_int_equal(work_start(&work), BGT_OK);
        assert_int_equal(work_begin_sheet(&work, &first), BGT_OK);
        assert_int_equal(work_ops()->end_sheet(work.state), BGT_OK);
        assert_int_equal(work_begin_sheet(&work, &bad), BGT_FATAL);
        assert_int_equal(host_reported(&work.host, cases[i].code), 1);
        work_close(&work);
    }
}

static void merged_cells(const char *memory)
{
    struct work work;
    work_begin(&work, memory);
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    work_merge(work_put_text(&work, 1, "title"), 4, 1);
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 2), BGT_OK);
    work_merge(work_put_text(&work, 1, "rows"), 1, 3);
    work_merge(work_put_text(&work, 2, "both"), 2, 2);
    work_put_text(&work, 4, "single");
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 3), BGT_OK);
    assert_int_equal(bgt_batch_put_blank(work.batch, 1), BGT_OK);
    work_merge(work_put_decimal(&work, 4, "1.50"), 1, 4);
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 4), BGT_OK);
    work_put_text(&work, 2, "x");
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 7), BGT_OK);
    work_merge(work_put_text(&work, 1, "two"), 2, 2);
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 9), BGT_OK);
    work_merge(work_put_text(&work, 1, "below"), 2, 3);
    assert_int_equal(work_send_row(&work), BGT_OK);
    work_end(&work);
    work_reads_back_as(&work, "sheet 表1\n"
                              "row 1: A1 s:title span=4x1\n"
                              "row 2: A2 s:rows span=1x3 B2 s:both span=2x2 D2 s:single\n"
                              "row 3: D3 n:1.50(1.5) span=1x4\n"
                              "row 4: B4 s:x\n"
                              "row 7: A7 s:two span=2x2\n"
                              "row 9: A9 s:below span=2x3\n"
                              "end\n");
    work_close(&work);
}

static void merged_cells_come_back_in_every_mode(void **state)
{
    (void)state;
    merged_cells(NULL);
    merged_cells("normal");
    merged_cells("constant");
}

static void overlapping_merges_are_refused(void **state)
{
    (void)state;
    struct work work;
    static const struct {
        uint32_t column;
        uint16_t columns, rows;
        uint32_t second;
        const char *code;
    } cases[] = {
        {1, 3, 2, 2, "XLSX_MERGE_OVERLAP"},
        {1, 3, 1, 3, "XLSX_MERGE_OVERLAP"},
        {16383, 3, 1, 0, "XLSX_MERGE_TOO_LARGE"},
        {1, 16384, 65535, 0, "XLSX_MERGE_TOO_LARGE"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        work_begin(&work, NULL);
        assert_int_equal(work_start_row(&work, 1), BGT_OK);
        work_merge(work_put_text(&work, cases[i].column, "a"), cases[i].columns,
                   cases[i].rows);
        if (cases[i].second != 0) {
            work_merge(work_put_text(&work, cases[i].second, "b"), 2, 2);
        }
        assert_int_equal(work_send_row(&work), BGT_FATAL);
        assert_int_equal(host_reported(&work.host, cases[i].code), 1);
        work_close(&work);
    }
    work_begin(&work, NULL);
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    work_merge(work_put_text(&work, 2, "a"), 1, 3);
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 2), BGT_OK);
    work_merge(work_put_text(&work, 1, "b"), 2, 1);
    assert_int_equal(work_send_row(&work), BGT_FATAL);
    work_close(&work);
}

static bool has(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL) {
        print_error("%s\n lacks %s\n", text, piece);
        return false;
    }
    return true;
}

/* Writes a sheet with looks of every kind. */
static void write_with_looks(struct work *work)
{
    static const struct bgt_style styles[] = {
        {0},
        {.align = BGT_ALIGN_CENTER,
         .is_bold = 1,
         .has_border = 1,
         .has_wrap = 1,
         .font_size = 16},
        {.is_grouped = 1, .has_border = 1, .indent = 2},
    };
    static const uint16_t widths[] = {20, 0, 12};
    static const uint16_t heights[] = {30, 0, 24};
    const struct bgt_sheet looks = {.struct_size = sizeof looks,
                                    .name = "收支总表",
                                    .styles = styles,
                                    .style_count = 3,
                                    .widths = widths,
                                    .width_count = 3,
                                    .row_heights = heights,
                                    .row_height_count = 3,
                                    .header_rows = 2,
                                    .freeze_rows = 2,
                                    .is_landscape = 1,
                                    .fit_width = 1,
                                    .is_form = 1};
    assert_int_equal(work_open(work, NULL), BGT_OK);
    assert_int_equal(work_start(work), BGT_OK);
    assert_int_equal(work_begin_sheet(work, &looks), BGT_OK);
    assert_int_equal(work_start_row(work, 1), BGT_OK);
    work_merge(work_put_text(work, 1, "title"), 3, 1)->style = 1;
    assert_int_equal(work_send_row(work), BGT_OK);
    assert_int_equal(work_start_row(work, 2), BGT_OK);
    work_put_decimal(work, 2, "1234.50")->style = 2;
    assert_int_equal(work_send_row(work), BGT_OK);
    work_end(work);
}

static void sheets_look_as_asked(void **state)
{
    (void)state;
    struct work work;
    write_with_looks(&work);
    char *sheet =
        read_member(work.target.bytes, work.target.length, "xl/worksheets/sheet1.xml");
    assert_true(has(sheet, "<col min=\"1\" max=\"1\" width=\"20.7109375\""));
    assert_true(has(sheet, "<col min=\"3\" max=\"3\" width=\"12.7109375\""));
    assert_true(has(sheet, "<row r=\"1\" spans=\"1:3\" ht=\"30\" customHeight=\"1\">"));
    assert_true(has(sheet, "ht=\"24\""));
    assert_true(has(sheet, "<pane ySplit=\"2\" topLeftCell=\"A3\""));
    assert_true(has(sheet, "<printOptions horizontalCentered=\"1\"/>"));
    assert_true(has(sheet, "<pageSetup paperSize=\"9\" fitToHeight=\"0\" "
                           "orientation=\"landscape\"/>"));
    assert_true(has(sheet, "<mergeCell ref=\"A1:C1\"/>"));
    assert_true(has(sheet, "<ignoredError sqref=\"A1:C2\" numberStoredAsText=\"1\"/>"));
    free(sheet);
    work_close(&work);
}

static void formats_and_properties_are_as_asked(void **state)
{
    (void)state;
    struct work work;
    write_with_looks(&work);
    char *style = read_member(work.target.bytes, work.target.length, "xl/styles.xml");
    assert_true(has(style, "<name val=\"宋体\"/>"));
    assert_true(has(style, "<sz val=\"16\"/>"));
    assert_true(has(style, "numFmtId=\"49\"")); /* @ */
    assert_true(has(style, "numFmtId=\"4\""));  /* #,##0.00 */
    assert_true(has(style, "<left style=\"thin\">"));
    assert_true(has(style, "indent=\"2\""));
    free(style);
    char *book = read_member(work.target.bytes, work.target.length, "xl/workbook.xml");
    assert_true(has(book, "_xlnm.Print_Titles"));
    free(book);
    char *core = read_member(work.target.bytes, work.target.length, "docProps/core.xml");
    assert_true(has(core, "1980-01-01T00:00:00Z"));
    free(core);
    work_close(&work);
}

/* ---- The whole ---- */

static void write_rows(struct work *work, uint32_t rows)
{
    char text[32];
    for (uint32_t row = 1; row <= rows; row++) {
        assert_int_equal(work_start_row(work, row), BGT_OK);
        (void)snprintf(text, sizeof text, "行%u", row);
        work_put_text(work, 1, text);
        (void)snprintf(text, sizeof text, "%u.25", row);
        work_put_decimal(work, 2, text);
        assert_int_equal(work_send_row(work), BGT_OK);
    }
}

static void large_workbooks_switch_to_constant_memory(void **state)
{
    (void)state;
    char *small = NULL;
    static const char *const modes[] = {NULL, "auto", "normal", "constant"};
    for (size_t i = 0; i < BGT_TEST_COUNT(modes); i++) {
        struct work work;
        const struct bgt_sheet second = work_sheet("二");
        work_begin(&work, modes[i]);
        write_rows(&work, 15000);
        assert_int_equal(work_ops()->end_sheet(work.state), BGT_OK);
        assert_int_equal(work_begin_sheet(&work, &second), BGT_OK);
        write_rows(&work, 7000);
        work_end(&work);
        char *strings = NULL;
        char *dump = work_read_back(&work);
        strings =
            read_member(work.target.bytes, work.target.length, "xl/sharedStrings.xml");
        assert_int_equal(strings != NULL,
                         modes[i] != NULL && strcmp(modes[i], "normal") == 0);
        free(strings);
        if (small == NULL) {
            small = dump;
            assert_non_null(strstr(dump, "sheet 二\nrow 1: A1 s:行1 B1 n:1.25(1.25)\n"));
            assert_non_null(strstr(dump, "row 15000: A15000 s:行15000 "));
        } else {
            assert_string_equal(dump, small);
            free(dump);
        }
        work_close(&work);
    }
    free(small);
}

static void equal_input_gives_equal_bytes(void **state)
{
    (void)state;
    struct work first;
    struct work second;
    write_figures(&first, NULL, NULL);
    write_figures(&second, NULL, NULL);
    assert_int_equal(first.target.length, second.target.length);
    assert_memory_equal(first.target.bytes, second.target.bytes, first.target.length);
    work_close(&first);
    work_close(&second);
}

/* Makes a locale with a decimal comma where the machine has none; null: it cannot. */
static const char *comma_locale(const char *folder)
{
    char *path = bgt_test_join(folder, "de_DE.UTF-8");
    const char *const argv[] = {
        "/usr/bin/localedef", "--no-archive", "-i", "de_DE", "-f", "UTF-8", path, NULL};
    const struct bgt_test_command command = {.argv = argv};
    struct bgt_test_run run;
    bgt_test_execute(&command, &run);
    bgt_test_run_clear(&run);
    free(path);
    assert_int_equal(setenv("LOCPATH", folder, 1), 0);
    const char *found = setlocale(LC_ALL, "de_DE.UTF-8");
    assert_int_equal(unsetenv("LOCPATH"), 0);
    return found != NULL && strcmp(localeconv()->decimal_point, ",") == 0 ? found : NULL;
}

static void the_locale_does_not_matter(void **state)
{
    (void)state;
    static const char *const modes[] = {NULL, "normal", "constant"};
    char *folder = bgt_test_make_folder();
    for (size_t i = 0; i < BGT_TEST_COUNT(modes); i++) {
        struct work comma;
        struct work plain;
        if (comma_locale(folder) == NULL) {
            (void)setlocale(LC_ALL, "C");
            bgt_test_remove_folder(folder);
            bgt_test_skip("no locale with a decimal comma, and localedef makes none");
            return;
        }
        write_figures(&comma, modes[i], NULL);
        assert_string_equal(localeconv()->decimal_point, ",");
        char *sheet = read_member(comma.target.bytes, comma.target.length,
                                  "xl/worksheets/sheet1.xml");
        assert_non_null(strstr(sheet, "<v>1629.62</v>"));
        free(sheet);
        (void)setlocale(LC_ALL, "C");
        write_figures(&plain, modes[i], NULL);
        assert_int_equal(comma.target.length, plain.target.length);
        assert_memory_equal(comma.target.bytes, plain.target.bytes, plain.target.length);
        work_close(&comma);
        work_close(&plain);
    }
    bgt_test_remove_folder(folder);
}

static void a_workbook_without_sheets_gets_one(void **state)
{
    (void)state;
    struct work work;
    assert_int_equal(work_open(&work, NULL), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    work_finish(&work);
    work_reads_back_as(&work, "sheet Sheet1\nend\n");
    work_close(&work);
}

static size_t open_descriptors(void)
{
    size_t count = 0;
    DIR *dir = opendir("/proc/self/fd");
    assert_non_null(dir);
    while (readdir(dir) != NULL) {
        count++;
    }
    (void)closedir(dir);
    return count;
}

/* close without finish: nothing stays, whatever was put. */
static void an_abandoned_workbook_leaves_nothing(void **state)
{
    (void)state;
    static const char *const modes[] = {NULL, "normal", "constant"};
    for (size_t i = 0; i < BGT_TEST_COUNT(modes); i++) {
        for (size_t stage = 0; stage < 4; stage++) {
            struct work work;
            size_t before = open_descriptors();
            const struct bgt_sheet looks = work_sheet("表1");
            assert_int_equal(work_open(&work, modes[i]), BGT_OK);
            if (stage > 0) {
                assert_int_equal(work_start(&work), BGT_OK);
            }
            if (stage > 1) {
                assert_int_equal(work_begin_sheet(&work, &looks), BGT_OK);
            }
            if (stage > 2) {
                write_rows(&work, 10);
                assert_int_equal(work_start_row(&work, 11), BGT_OK);
                work_merge(work_put_text(&work, 1, "x"), 2, 2);
                assert_int_equal(work_send_row(&work), BGT_OK);
            }
            if (stage == 0) {
                free(work.state);
                work.state = NULL;
            }
            work_close(&work);
            assert_int_equal(open_descriptors(), before);
        }
    }
}

static void a_full_target_is_an_error(void **state)
{
    (void)state;
    struct work work;
    work_begin(&work, NULL);
    write_rows(&work, 100);
    assert_int_equal(work_ops()->end_sheet(work.state), BGT_OK);
    work.target.fails_after = 1000;
    assert_int_equal(work_ops()->finish(work.state), BGT_FATAL);
    work_close(&work);
    /* No folder for temporary files. */
    assert_int_equal(work_open(&work, "constant"), BGT_OK);
    work.host.io.temporary_folder = "/nonexistent";
    assert_int_equal(work_start(&work), BGT_FATAL);
    assert_int_equal(host_reported(&work.host, "XLSX_TEMPORARY"), 1);
    work_close(&work);
}

static bgt_status write_little(struct work *work)
{
    const struct bgt_sheet looks = work_sheet("表1");
    bgt_status status = work_start(work);
    if (status == BGT_OK) {
        status = work_begin_sheet(work, &looks);
    }
    for (uint64_t row = 1; row < 4 && status == BGT_OK; row++) {
        struct bgt_value *value = NULL;
        status = work_start_row(work, row);
        if (status == BGT_OK && row != 2) {
            status = bgt_batch_put_text(work->batch, 1, "文本", 6, &value);
        }
        if (status == BGT_OK && row == 1) {
            work_merge(value, 2, 2);
        }
        if (status == BGT_OK) {
            status = bgt_batch_put_decimal(work->batch, 3, bgt_decimal_make(5, 1), NULL);
        }
        if (status == BGT_OK) {
            status = work_send_row(work);
        }
    }
    if (status == BGT_OK) {
        status = work_ops()->end_sheet(work->state);
    }
    return status == BGT_OK ? work_ops()->finish(work->state) : status;
}

/* One run in which the nth allocation fails; whether it came to that. */
static bool run_with_failure(const char *memory, size_t n)
{
    struct work work;
    assert_int_equal(work_open(&work, memory), BGT_OK);
    bgt_test_fail_allocation(n);
    bgt_status status = write_little(&work);
    bool failed = bgt_test_allocation_failed();
    bgt_test_fail_allocation(0);
    if (status == BGT_OK) {
        work_reads_back_as(&work, "sheet 表1\nrow 1: A1 s:文本 span=2x2 C1 n:0.5(0.5)\n"
                                  "row 2: C2 n:0.5(0.5)\n"
                                  "row 3: A3 s:文本 C3 n:0.5(0.5)\nend\n");
    } else if (status != BGT_NO_MEMORY) {
        fail_msg("allocation %zu: status %d\n%s", n, status, host_reports(&work.host));
    }
    work_close(&work);
    return failed;
}

static void survives_every_failing_allocation(void **state)
{
    (void)state;
    static const char *const modes[] = {NULL, "constant"};
    for (size_t i = 0; i < BGT_TEST_COUNT(modes); i++) {
        size_t n = 1;
        while (run_with_failure(modes[i], n)) {
            n++;
            assert_true(n < 10000);
        }
        assert_true(n > 5);
    }
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_sheet_names_are_refused),
        cmocka_unit_test(merged_cells_come_back_in_every_mode),
        cmocka_unit_test(overlapping_merges_are_refused),
        cmocka_unit_test(sheets_look_as_asked),
        cmocka_unit_test(formats_and_properties_are_as_asked),
        cmocka_unit_test(large_workbooks_switch_to_constant_memory),
        cmocka_unit_test(equal_input_gives_equal_bytes),
        cmocka_unit_test(the_locale_does_not_matter),
        cmocka_unit_test(a_workbook_without_sheets_gets_one),
        cmocka_unit_test(an_abandoned_workbook_leaves_nothing),
        cmocka_unit_test(a_full_target_is_an_error),
        cmocka_unit_test(survives_every_failing_allocation),
    };
    return bgt_test_main("xlsx writer: sheets", tests, BGT_TEST_COUNT(tests), argc, argv);
}
