/* Values written with libxlsxwriter and read back with our own reader. */
#include "plugin/xlsx/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Numbers ---- */

static void check_figures(void *context, const struct bgt_batch *batch,
                          const struct bgt_item *item)
{
    size_t *count = context;
    char text[BGT_DECIMAL_TEXT_SIZE];
    if (item->kind == BGT_ITEM_ROW) {
        const struct bgt_value *value = bgt_item_values(batch, item);
        assert_int_equal(value->type, BGT_VALUE_NUMBER);
        assert_true((value->flags & BGT_VALUE_DECIMAL) != 0);
        assert_int_equal(value->flags & (BGT_VALUE_MORE_PLACES | BGT_VALUE_IMPRECISE), 0);
        bgt_decimal_format(value->decimal, text);
        assert_string_equal(text, figures[item->row - 1]);
        (*count)++;
    }
}

static void figures_come_back_exactly(void **state)
{
    (void)state;
    static const struct bgt_style styles[] = {{.is_grouped = 0}, {.is_grouped = 1}};
    for (size_t i = 0; i < 3; i++) {
        struct work work;
        struct host reader;
        size_t count = 0;
        write_figures(&work, NULL, i == 2 ? NULL : &styles[i]);
        assert_int_equal(bgt_reporter_kept(work.host.reporter), 0);
        host_open(&reader);
        reader.on_item = check_figures;
        reader.context = &count;
        assert_int_equal(host_read_bytes(&reader, work.target.bytes, work.target.length),
                         BGT_END);
        assert_int_equal(count, FIGURES);
        host_close(&reader);
        work_close(&work);
    }
}

static void more_digits_become_text_with_a_warning(void **state)
{
    (void)state;
    struct work work;
    work_begin(&work, NULL);
    assert_int_equal(work_start_row(&work, 4), BGT_OK);
    work_put_decimal(&work, 1, "1234567890123.456");
    work_put_decimal(&work, 2, "1234567890123.45");
    work_put_decimal(&work, 3, "-123456789012345678");
    assert_int_equal(work_send_row(&work), BGT_OK);
    work_end(&work);
    assert_int_equal(host_reported(&work.host, "XLSX_NUMBER_AS_TEXT"), 2);
    const struct bgt_kept_diagnostic *kept =
        host_report(&work.host, "XLSX_NUMBER_AS_TEXT");
    assert_string_equal(kept->place.file, "out.xlsx");
    assert_string_equal(kept->place.sheet, "表1");
    assert_int_equal(kept->place.line, 4);
    assert_string_equal(kept->text, "1234567890123.456");
    work_reads_back_as(&work, "sheet 表1\nrow 4: A4 s:1234567890123.456 "
                              "B4 n:1234567890123.45(1234567890123.45) "
                              "C4 s:-123456789012345678\nend\n");
    work_close(&work);
}

static void percentages_and_other_types_come_back(void **state)
{
    (void)state;
    struct work work;
    struct bgt_value *value = NULL;
    static const struct bgt_style styles[] = {{0}, {.is_percent = 1}};
    struct bgt_sheet looks = work_sheet("表1");
    looks.styles = styles;
    looks.style_count = 2;
    assert_int_equal(work_open(&work, NULL), BGT_OK);
    assert_int_equal(work_start(&work), BGT_OK);
    assert_int_equal(work_begin_sheet(&work, &looks), BGT_OK);
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    work_put_decimal(&work, 1, "50")->flags |= BGT_VALUE_PERCENT;
    work_put_decimal(&work, 2, "12.34")->style = 1;
    work_put_text(&work, 3, "2026-01-31")->type = BGT_VALUE_DATE;
    work_put_text(&work, 4, "1900-02-29")->type = BGT_VALUE_DATE;
    work_put_text(&work, 5, "08:30:00")->type = BGT_VALUE_DATE;
    work_put_text(&work, 6, "1")->type = BGT_VALUE_BOOLEAN;
    work_put_text(&work, 7, "#N/A")->type = BGT_VALUE_ERROR;
    value = work_put_text(&work, 8, "—");
    value->state = BGT_BLANK;
    assert_int_equal(bgt_batch_put_blank(work.batch, 9), BGT_OK);
    work_put_text(&work, 10, "1e400")->type = BGT_VALUE_NUMBER;
    work_put_text(&work, 11, "style out of range")->style = 77;
    assert_int_equal(work_send_row(&work), BGT_OK);
    work_end(&work);
    work_reads_back_as(
        &work, "sheet 表1\nrow 1: A1 n:50(0.5) percent B1 n:12.34(0.1234) percent "
               "C1 d:2026-01-31 D1 s:1900-02-29 E1 s:08:30:00 F1 b:1 G1 s:#N/A "
               "H1 s:— J1 s:1e400 K1 s:style out of range\nend\n");
    work_close(&work);
}

/* ---- Texts ---- */

static const char *const texts[] = {
    "0381",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "_x0041_",
    "_x0041_x0042_",
    "_x0041\x01",
    "a\rb",
    "a\r\nb\nc\td",
    "\x01\x02\x1F",
    " leading",
    "trailing ",
    "\n",
    " ",
    "<&>\"'",
    "]]>",
    "科目编码",
    "\xF0\xA0\xAE\xB7\xF0\x9F\x98\x80",
    "\xEF\xBF\xBE",
    "\xC2\x85",
    "\x7F",
    "http://example.org/",
    "{=A1}",
    "<r><t>x</t></r>",
    "1.50",
    "TRUE",
    "2026-01-31",
    "'quoted",
};

static void texts_come_back(const char *memory)
{
    struct work work;
    struct host reader;
    work_begin(&work, memory);
    for (size_t i = 0; i < BGT_TEST_COUNT(texts); i++) {
        assert_int_equal(work_start_row(&work, i + 1), BGT_OK);
        work_put_text(&work, 1, texts[i]);
        assert_int_equal(work_send_row(&work), BGT_OK);
    }
    work_end(&work);
    assert_int_equal(bgt_reporter_kept(work.host.reporter), 0);
    char *dump = work_read_back(&work);
    char *expected = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&expected, &length);
    fputs("sheet 表1\n", out);
    for (size_t i = 0; i < BGT_TEST_COUNT(texts); i++) {
        fprintf(out, "row %zu: A%zu s:%s\n", i + 1, i + 1, texts[i]);
    }
    fputs("end\n", out);
    (void)fclose(out);
    assert_string_equal(dump, expected);
    free(expected);
    free(dump);
    work_close(&work);
    (void)reader;
}

static void hostile_texts_come_back(void **state)
{
    (void)state;
    texts_come_back(NULL);
    texts_come_back("normal");
    texts_come_back("constant");
}

static void long_texts_come_back_or_are_refused(void **state)
{
    (void)state;
    struct work work;
    const size_t most = 32767; /* characters of three bytes */
    char *text = malloc(3 * (most + 1) + 1);
    assert_non_null(text);
    for (size_t i = 0; i <= most; i++) {
        memcpy(text + 3 * i, "预", 3);
    }
    text[3 * (most + 1)] = '\0';
    work_begin(&work, NULL);
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    work_put_text(&work, 2, text);
    assert_int_equal(work_send_row(&work), BGT_CANNOT_HOLD);
    const struct bgt_kept_diagnostic *kept = host_report(&work.host, "CANNOT_HOLD");
    assert_string_equal(kept->place.sheet, "表1");
    assert_int_equal(kept->place.line, 1);
    assert_int_equal(kept->place.column, 2);
    text[3 * most] = '\0';
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    work_put_text(&work, 2, text);
    assert_int_equal(work_send_row(&work), BGT_OK);
    work_end(&work);
    char *dump = work_read_back(&work);
    assert_int_equal(strlen(dump), strlen("sheet 表1\nrow 1: B1 s:\nend\n") + 3 * most);
    free(dump);
    free(text);
    work_close(&work);
}

static void what_no_cell_holds_is_refused(void **state)
{
    (void)state;
    struct work work;
    work_begin(&work, NULL);
    static const char *const bad[] = {"\xFF", "a\xC0\x80", "\xED\xA0\x80"};
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        assert_int_equal(work_start_row(&work, 1), BGT_OK);
        work_put_text(&work, 1, bad[i]);
        assert_int_equal(work_send_row(&work), BGT_CANNOT_HOLD);
    }
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    assert_int_equal(bgt_batch_put_text(work.batch, 1, "a\0b", 3, NULL), BGT_OK);
    assert_int_equal(work_send_row(&work), BGT_CANNOT_HOLD);
    assert_int_equal(work_start_row(&work, 1), BGT_OK);
    work_put_text(&work, 16385, "x");
    assert_int_equal(work_send_row(&work), BGT_CANNOT_HOLD);
    assert_int_equal(work_start_row(&work, 1048577), BGT_OK);
    work_put_text(&work, 1, "x");
    assert_int_equal(work_send_row(&work), BGT_CANNOT_HOLD);
    assert_int_equal(work_start_row(&work, 1048576), BGT_OK);
    work_put_text(&work, 16384, "corner");
    assert_int_equal(work_send_row(&work), BGT_OK);
    assert_int_equal(work_start_row(&work, 5), BGT_OK);
    work_put_text(&work, 1, "back");
    assert_int_equal(work_send_row(&work), BGT_FATAL);
    assert_int_equal(host_reported(&work.host, "INTERNAL"), 1);
    work_end(&work);
    work_reads_back_as(&work, "sheet 表1\nrow 1048576: XFD1048576 s:corner\nend\n");
    work_close(&work);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_come_back_exactly),
        cmocka_unit_test(more_digits_become_text_with_a_warning),
        cmocka_unit_test(percentages_and_other_types_come_back),
        cmocka_unit_test(hostile_texts_come_back),
        cmocka_unit_test(long_texts_come_back_or_are_refused),
        cmocka_unit_test(what_no_cell_holds_is_refused),
    };
    return bgt_test_main("xlsx writer: values", tests, BGT_TEST_COUNT(tests), argc, argv);
}
