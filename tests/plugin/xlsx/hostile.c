/* Workbooks that are wrong on purpose: cells out of place, broken values, limits, cut
 * files, flipped bytes, and allocations that fail. */
#include "plugin/xlsx/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct bad {
    const char *data, *strings, *code;
    uint64_t row;
    uint32_t column;
    const char *text; /* null: not looked at */
};

static const struct bad bads[] = {
    {"<row r='0'/>", NULL, "XLSX_ROW_NUMBER", 0, 0, "0"},
    {"<row r='1048577'/>", NULL, "XLSX_ROW_NUMBER", 0, 0, "1048577"},
    {"<row r='x'/>", NULL, "XLSX_ROW_NUMBER", 0, 0, "x"},
    {"<row r='1048576'/><row/>", NULL, "XLSX_ROW_NUMBER", 0, 0, NULL},
    {"<row r='2'/><row r='2'/>", NULL, "XLSX_ROW_ORDER", 2, 0, "2"},
    {"<row r='2'/><row r='1'/>", NULL, "XLSX_ROW_ORDER", 1, 0, "1"},
    {"<row r='1'><c r='XFE1'><v>1</v></c></row>", NULL, "XLSX_CELL_REFERENCE", 1, 0,
     "XFE1"},
    {"<row r='1'><c r='A2'><v>1</v></c></row>", NULL, "XLSX_CELL_REFERENCE", 1, 0, "A2"},
    {"<row r='1'><c r=''><v>1</v></c></row>", NULL, "XLSX_CELL_REFERENCE", 1, 0, ""},
    {"<row r='1'><c r='XFD1'/><c><v>1</v></c></row>", NULL, "XLSX_CELL_REFERENCE", 1, 0,
     NULL},
    {"<row r='1'><c r='B1'><v>1</v></c><c r='B1'><v>2</v></c></row>", NULL,
     "XLSX_CELL_ORDER", 1, 2, "B1"},
    {"<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>2</v></c></row>", NULL,
     "XLSX_CELL_ORDER", 1, 1, "A1"},
    {"<row r='3'><c r='C3' t='q'><v>1</v></c></row>", NULL, "XLSX_CELL_TYPE", 3, 3, "q"},
    {"<row r='3'><c r='C3'><v>1,5</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3, "1,5"},
    {"<row r='3'><c r='C3'><v>INF</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3, "INF"},
    {"<row r='3'><c r='C3'><v>NaN</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3, "NaN"},
    {"<row r='3'><c r='C3'><v>1e</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3, "1e"},
    {"<row r='3'><c r='C3'><v>.</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3, "."},
    {"<row r='3'><c r='C3' t='b'><v>2</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3, "2"},
    {"<row r='3'><c r='C3' t='d'><v>soon</v></c></row>", NULL, "XLSX_CELL_VALUE", 3, 3,
     "soon"},
    {"<row r='3'><c r='C3' t='s'><v>0</v></c></row>", NULL, "XLSX_NO_SHARED_STRINGS", 3,
     3, "0"},
    {"<row r='3'><c r='C3' t='s'><v>1</v></c></row>", "<si><t>a</t></si>",
     "XLSX_SHARED_STRING", 3, 3, "1"},
    {"<row r='3'><c r='C3' t='s'><v>-1</v></c></row>", "<si><t>a</t></si>",
     "XLSX_SHARED_STRING", 3, 3, "-1"},
    {"<row r='3'><c r='C3' t='s'><v>99999999999</v></c></row>", "<si><t>a</t></si>",
     "XLSX_SHARED_STRING", 3, 3, "99999999999"},
};

static void bad_cells_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(bads); i++) {
        struct host host;
        const struct book book = {.sheet_data = bads[i].data,
                                  .shared_strings = bads[i].strings};
        host_open(&host);
        bgt_status status = host_read_book(&host, &book);
        if (status != BGT_BAD) {
            fail_msg("%s: status %d", bads[i].data, status);
        }
        const struct bgt_kept_diagnostic *kept = host_report(&host, bads[i].code);
        assert_int_equal(kept->code->severity, BGT_ERROR);
        assert_string_equal(kept->place.sheet, "表1");
        if (bads[i].row != 0) {
            assert_int_equal(kept->place.line, bads[i].row);
            assert_int_equal(kept->place.column, bads[i].column);
        }
        if (bads[i].text != NULL) {
            assert_string_equal(kept->text == NULL ? "" : kept->text, bads[i].text);
        }
        host_close(&host);
    }
}

static void goes_on_to_collect_errors(void **state)
{
    (void)state;
    struct host host;
    const struct book book = {
        .sheet_data = "<row r='1'><c r='A1'><v>x</v></c><c r='B1' t='z'/></row>"
                      "<row r='1'><c r='A1'><v>y</v></c></row>"
                      "<row r='2'><c r='A2'><v>z</v></c><c r='B2'><v>1</v></c></row>"};
    host_open(&host);
    assert_int_equal(host_read_book(&host, &book), BGT_BAD);
    assert_int_equal(bgt_reporter_count(host.reporter, BGT_ERROR), 5);
    assert_int_equal(host_reported(&host, "XLSX_CELL_VALUE"), 3);
    host_close(&host);
    host_open(&host);
    host.limits.errors = 2;
    bgt_reporter_set_limits(host.reporter, &host.limits);
    assert_int_equal(host_read_book(&host, &book), BGT_FATAL);
    host_close(&host);
}

static void an_unknown_style_is_a_warning(void **state)
{
    (void)state;
    struct host host;
    const struct book book = {.sheet_data = "<row r='1'><c r='A1' s='9'><v>1</v></c>"
                                            "<c r='B1' s='x'><v>2</v></c></row>"};
    host_open(&host);
    assert_int_equal(host_read_book(&host, &book), BGT_END);
    assert_int_equal(host_reported(&host, "XLSX_STYLE_UNKNOWN"), 1);
    assert_string_equal(host.dump, "sheet 表1\nrow 1: A1 n:1(1) B1 n:2(2)\nend\n");
    host_close(&host);
}

static char *repeated(const char *piece, size_t times)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    for (size_t i = 0; i < times; i++) {
        fputs(piece, out);
    }
    (void)fclose(out);
    return text;
}

static void check_limit(struct host *host, const struct book *book, const char *name)
{
    bgt_status status = host_read_book(host, book);
    assert_true(status == BGT_FATAL || status == BGT_LIMIT);
    assert_string_equal(host_report(host, "LIMIT_REACHED")->arguments[0], name);
    host_close(host);
}

static void limits_hold(void **state)
{
    (void)state;
    struct host host;
    char *cells = repeated("<c><v>1</v></c>", 200);
    char *row = malloc(strlen(cells) + 32);
    assert_non_null(row);
    (void)snprintf(row, strlen(cells) + 32, "<row>%s</row>", cells);
    host_open(&host);
    host.limits.row_cells = 100;
    check_limit(&host, &(struct book){.sheet_data = row}, "row-cells");
    free(row);
    free(cells);

    char *text = repeated("0123456789", 200);
    char *cell = malloc(4096);
    assert_non_null(cell);
    (void)snprintf(cell, 4096, "<row><c t='inlineStr'><is><t>%s</t></is></c></row>",
                   text);
    host_open(&host);
    host.limits.cell_bytes = 1000;
    check_limit(&host, &(struct book){.sheet_data = cell}, "cell-bytes");
    (void)snprintf(cell, 4096, "<si><t>%s</t></si>", text);
    host_open(&host);
    host.limits.cell_bytes = 1000;
    check_limit(&host, &(struct book){.shared_strings = cell}, "cell-bytes");
    host_open(&host);
    host.limits.shared_bytes = 1000;
    check_limit(&host, &(struct book){.shared_strings = cell}, "shared-bytes");
    free(cell);
    free(text);

    host_open(&host);
    host.limits.sheets = 0;
    check_limit(&host, &(struct book){.sheet_data = ""}, "sheets");
}

/* A workbook with some of everything. */
static char *rich_book(size_t *length)
{
    const struct book book = {
        .formats = "#,##0.00\nyyyy-mm-dd",
        .shared_strings = "<si><t>科目</t></si><si><r><t>a</t></r><r><t>b</t></r></si>",
        .sheet_data =
            "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
            "<row r='2'><c r='A2' s='1'><v>26</v></c><c r='B2' s='2'><v>45688</v></c>"
            "<c r='C2' t='inlineStr'><is><t>x_x000D_y</t></is></c></row>",
        .after_data = "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>",
    };
    return make_book(&book, length);
}

static void every_cut_file_is_refused(void **state)
{
    (void)state;
    size_t length = 0;
    char *bytes = rich_book(&length);
    for (size_t cut = 0; cut < length; cut++) {
        struct host host;
        char *copy = malloc(cut + 1); /* so that a read past the end is found */
        assert_non_null(copy);
        memcpy(copy, bytes, cut);
        host_open(&host);
        bgt_status status = host_read_bytes(&host, copy, cut);
        if (status == BGT_END || bgt_reporter_count(host.reporter, BGT_ERROR) == 0) {
            fail_msg("cut at %zu of %zu: status %d", cut, length, status);
        }
        host_close(&host);
        free(copy);
    }
    free(bytes);
}

/* Either refused with a message, or read: never a crash, a hang or a silent failure. */
static void flipped_bytes_do_no_harm(void **state)
{
    (void)state;
    size_t length = 0;
    char *bytes = rich_book(&length);
    char *copy = malloc(length);
    assert_non_null(copy);
    unsigned long random = 12345;
    for (size_t round = 0; round < 4000; round++) {
        struct host host;
        memcpy(copy, bytes, length);
        for (size_t flips = 1 + round % 3; flips > 0; flips--) {
            random = random * 6364136223846793005UL + 1442695040888963407UL;
            copy[(random >> 33) % length] ^= (char)(1 << ((random >> 20) & 7));
        }
        host_open(&host);
        bgt_status status = host_read_bytes(&host, copy, length);
        if (status != BGT_END && bgt_reporter_count(host.reporter, BGT_ERROR) == 0) {
            fail_msg("round %zu: status %d without a message", round, status);
        }
        host_close(&host);
    }
    free(copy);
    free(bytes);
}

/* XML of random pieces: the parts are well packed, their content is nonsense. */
static void random_elements_do_no_harm(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<row r='1'>",
                                         "</row>",
                                         "<c r='A1' t='s'>",
                                         "<c r='B1'>",
                                         "</c>",
                                         "<v>",
                                         "</v>",
                                         "0",
                                         "<f/>",
                                         "<is>",
                                         "</is>",
                                         "<t>",
                                         "</t>",
                                         "<rPh>",
                                         "</rPh>",
                                         "<c t='inlineStr'>",
                                         "<r>",
                                         "</r>",
                                         "<row hidden='1'>",
                                         "1e5",
                                         "_x0041_",
                                         "<c r='C1' t='str'>",
                                         "</sheetData>",
                                         "<sheetData>",
                                         "<mergeCells>",
                                         "<mergeCell ref='A1:C9'/>",
                                         "</mergeCells>"};
    unsigned long random = 99;
    for (size_t round = 0; round < 3000; round++) {
        struct host host;
        char *data = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&data, &length);
        assert_non_null(out);
        for (size_t i = 0; i < 1 + round % 24; i++) {
            random = random * 6364136223846793005UL + 1442695040888963407UL;
            fputs(pieces[(random >> 33) % BGT_TEST_COUNT(pieces)], out);
        }
        (void)fclose(out);
        const struct book book = {.sheet_data = data,
                                  .shared_strings = "<si><t>a</t></si>"};
        host_open(&host);
        bgt_status status = host_read_book(&host, &book);
        if (status != BGT_END && bgt_reporter_count(host.reporter, BGT_ERROR) == 0) {
            fail_msg("%s: status %d without a message", data, status);
        }
        host_close(&host);
        free(data);
    }
}

static void a_large_merge_list_is_quick(void **state)
{
    (void)state;
    struct host host;
    char *merges = repeated("<mergeCell ref='A1:XFD1048576'/>", 200000);
    char *all = malloc(strlen(merges) + 64);
    assert_non_null(all);
    (void)snprintf(all, strlen(merges) + 64, "<mergeCells>%s</mergeCells>", merges);
    const struct book book = {.sheet_data = "<row><c><v>1</v></c></row>",
                              .after_data = all};
    host_open(&host);
    clock_t begin = clock();
    assert_int_equal(host_read_book(&host, &book), BGT_END);
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 30);
    assert_string_equal(host.dump, "sheet 表1\nrow 1: A1 n:1(1) span=16384x65535\nend\n");
    host_close(&host);
    free(all);
    free(merges);
}

/* Whatever allocation fails, the answer is "no memory" or the right rows. */
static void survives_every_failing_allocation(void **state)
{
    (void)state;
    size_t length = 0;
    char *bytes = rich_book(&length);
    struct host host;
    host_open(&host);
    assert_int_equal(host_read_bytes(&host, bytes, length), BGT_END);
    char *whole = strdup(host.dump);
    host_close(&host);
    bool failed = true;
    for (size_t n = 1; failed && n < 100000; n++) {
        host_open(&host);
        bgt_test_fail_allocation(n);
        bgt_status status = host_read_bytes(&host, bytes, length);
        failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        if (status == BGT_END) {
            assert_string_equal(host.dump, whole);
        } else if (status != BGT_NO_MEMORY &&
                   bgt_reporter_count(host.reporter, BGT_ERROR) == 0) {
            fail_msg("allocation %zu: status %d", n, status);
        }
        host_close(&host);
    }
    assert_false(failed);
    free(whole);
    free(bytes);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_cells_are_named),
        cmocka_unit_test(goes_on_to_collect_errors),
        cmocka_unit_test(an_unknown_style_is_a_warning),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(every_cut_file_is_refused),
        cmocka_unit_test(flipped_bytes_do_no_harm),
        cmocka_unit_test(random_elements_do_no_harm),
        cmocka_unit_test(a_large_merge_list_is_quick),
        cmocka_unit_test(survives_every_failing_allocation),
    };
    return bgt_test_main("xlsx hostile", tests, BGT_TEST_COUNT(tests), argc, argv);
}
