/* What people and programs get to see. */
#include "budget/cell.h"
#include "diag/reasons.h"
#include "diag/render.h"
#include "support/testing.h"

#include <string.h>

static struct bgt_kept_diagnostic diagnostic_of(const char *code)
{
    struct bgt_kept_diagnostic diagnostic = {.code = bgt_code_find(code)};
    assert_non_null(diagnostic.code);
    return diagnostic;
}

static void assert_place(const struct bgt_place *place, enum bgt_language language,
                         const char *expected)
{
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(bgt_render_place(&out, place, language), BGT_OK);
    assert_string_equal(out.data, expected);
    bgt_buffer_close(&out);
}

static void places_have_the_usual_forms(void **state)
{
    (void)state;
    assert_place(&(struct bgt_place){0}, BGT_ENGLISH, "budgetconv");
    assert_place(&(struct bgt_place){.file = "a.csv"}, BGT_ENGLISH, "a.csv");
    assert_place(&(struct bgt_place){.file = "a.csv", .line = 12}, BGT_ENGLISH,
                 "a.csv:12");
    assert_place(&(struct bgt_place){.file = "a.csv", .line = 12, .column = 3},
                 BGT_ENGLISH, "a.csv:12:3");
    assert_place(&(struct bgt_place){.file = "a.xlsx", .sheet = "收入"}, BGT_ENGLISH,
                 "a.xlsx[收入]");
    assert_place(
        &(struct bgt_place){
            .file = "a.xlsx", .sheet = "收入", .line = 12, .column = 3, .is_cell = 1},
        BGT_ENGLISH, "a.xlsx[收入]!C12");
    assert_place(&(struct bgt_place){.file = "a.xlsx", .line = 12, .is_cell = 1},
                 BGT_ENGLISH, "a.xlsx!12");
    assert_place(&(struct bgt_place){.file = "a.xlsx", .column = 28, .is_cell = 1},
                 BGT_ENGLISH, "a.xlsx!AB");
    assert_place(&(struct bgt_place){.file = "a.xml", .line = 45, .path = "/预算/行[3]"},
                 BGT_ENGLISH, "a.xml:45: /预算/行[3]");
    assert_place(&(struct bgt_place){.file = "a.csv", .offset = 101}, BGT_ENGLISH,
                 "a.csv: offset 100");
    assert_place(&(struct bgt_place){.file = "a.csv", .offset = 1}, BGT_CHINESE,
                 "a.csv: 偏移 0");
    assert_place(
        &(struct bgt_place){
            .file = "a.xlsx", .sheet = "xl/workbook.xml", .line = 2, .column = 9},
        BGT_ENGLISH, "a.xlsx[xl/workbook.xml]:2:9");
    assert_place(&(struct bgt_place){.file = "a\n\x1B[31m.csv"}, BGT_ENGLISH,
                 "a\\n\\x1B[31m.csv");
}

static void text_names_place_sentence_code_found_and_remedy(void **state)
{
    (void)state;
    struct bgt_kept_diagnostic diagnostic = diagnostic_of("YAML_DUPLICATE_KEY");
    diagnostic.place = (struct bgt_place){.file = "a.yaml", .line = 7, .column = 1};
    diagnostic.text = "name: x";
    diagnostic.text_length = 7;
    diagnostic.arguments[0] = "name";
    diagnostic.arguments[1] = "3";
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(bgt_render_text(&out, &diagnostic, BGT_ENGLISH), BGT_OK);
    assert_string_equal(
        out.data, "a.yaml:7:1: error: the key name stands twice in one mapping, first "
                  "in line 3 [YAML_DUPLICATE_KEY]\n"
                  "    found: name: x\n"
                  "    remedy: remove one of the two\n");
    bgt_buffer_clear(&out);
    diagnostic.text_is_cut = true;
    assert_int_equal(bgt_render_text(&out, &diagnostic, BGT_CHINESE), BGT_OK);
    assert_string_equal(out.data,
                        "a.yaml:7:1: 错误: 同一映射中键 name 出现两次，第一次在第 3 行 "
                        "[YAML_DUPLICATE_KEY]\n"
                        "    内容: name: x …\n"
                        "    处理: 请删除其中一个\n");
    bgt_buffer_close(&out);
}

static void a_note_without_remedy_is_one_line(void **state)
{
    (void)state;
    struct bgt_kept_diagnostic diagnostic = diagnostic_of("ENCODING_MISLABELLED");
    diagnostic.place.file = "a.xml";
    diagnostic.arguments[0] = "GBK";
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(bgt_render_text(&out, &diagnostic, BGT_ENGLISH), BGT_OK);
    assert_string_equal(out.data, "a.xml: note: the file says GBK but is ?; read as ? "
                                  "[ENCODING_MISLABELLED]\n");
    bgt_buffer_close(&out);
}

static void foreign_text_cannot_disturb_a_terminal(void **state)
{
    (void)state;
    char hostile[] = "a\tb\r\n\x1B]0;x\x07\x7F\xC2\x9B"
                     "31m???\xE2\x80\x8B\xFF预";
    static const unsigned char override[] = {0xE2, 0x80, 0xAE}; /* U+202E */
    memcpy(strchr(hostile, '?'), override, sizeof override);
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(bgt_render_foreign(&out, hostile, sizeof hostile - 1), BGT_OK);
    assert_string_equal(out.data,
                        "a\\tb\\r\\n\\x1B]0;x\\x07\\x7F\\u{009B}31m\\u{202E}\\u{200B}"
                        "\\xFF预");
    bgt_buffer_close(&out);
}

static void json_has_all_keys_always(void **state)
{
    (void)state;
    struct bgt_kept_diagnostic diagnostic = diagnostic_of("ENCODING_MISLABELLED");
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    diagnostic.arguments[0] = "GBK";
    diagnostic.arguments[1] = "UTF-8";
    assert_int_equal(bgt_render_json(&out, &diagnostic, BGT_ENGLISH), BGT_OK);
    assert_string_equal(
        out.data,
        "{\"code\":\"ENCODING_MISLABELLED\",\"severity\":\"note\",\"file\":null,"
        "\"sheet\":null,\"cell\":null,\"line\":null,\"column\":null,\"path\":null,"
        "\"text\":null,\"message\":\"the file says GBK but is UTF-8; read as UTF-8\","
        "\"remedy\":null,\"args\":[\"GBK\",\"UTF-8\"]}\n");
    bgt_buffer_close(&out);
}

static void json_is_valid_whatever_the_text(void **state)
{
    (void)state;
    struct bgt_kept_diagnostic diagnostic = diagnostic_of("TARGET_EXISTS");
    diagnostic.place = (struct bgt_place){.file = "a\"b\\c",
                                          .sheet = "表\n",
                                          .path = "/预算",
                                          .line = 12,
                                          .column = 3,
                                          .is_cell = 1};
    diagnostic.text = "x\0\x1F\xFF\xE9\xA2\xC2\x85";
    diagnostic.text_length = 8;
    diagnostic.arguments[2] = "third";
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(bgt_render_json(&out, &diagnostic, BGT_CHINESE), BGT_OK);
    assert_string_equal(
        out.data,
        "{\"code\":\"TARGET_EXISTS\",\"severity\":\"error\",\"file\":\"a\\\"b\\\\c\","
        "\"sheet\":\"表\\n\",\"cell\":\"C12\",\"line\":12,\"column\":3,\"path\":\"/"
        "预算\","
        "\"text\":\"x\\u0000\\u001f\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\\u0085\","
        "\"message\":\"目标已经存在\",\"remedy\":\"请换一个名称；确要替换时加上 "
        "--overwrite\","
        "\"args\":[null,null,\"third\"]}\n");
    bgt_buffer_close(&out);
}

static void rendering_answers_the_buffers_failure(void **state)
{
    (void)state;
    struct bgt_kept_diagnostic diagnostic = diagnostic_of("TARGET_EXISTS");
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 10);
    assert_int_equal(bgt_render_text(&out, &diagnostic, BGT_ENGLISH), BGT_LIMIT);
    bgt_buffer_close(&out);
    bgt_buffer_init(&out, NULL, 10);
    assert_int_equal(bgt_render_json(&out, &diagnostic, BGT_ENGLISH), BGT_LIMIT);
    bgt_buffer_close(&out);
}

static void columns_have_letters(void **state)
{
    (void)state;
    static const struct {
        uint32_t column;
        const char *name;
    } known[] = {{1, "A"},    {26, "Z"},    {27, "AA"},     {52, "AZ"},
                 {702, "ZZ"}, {703, "AAA"}, {16384, "XFD"}, {4294967295u, "MWLQKWU"}};
    for (size_t i = 0; i < BGT_TEST_COUNT(known); i++) {
        char name[BGT_COLUMN_NAME_SIZE];
        uint32_t column = 0;
        assert_int_equal(bgt_column_name(known[i].column, name), strlen(known[i].name));
        assert_string_equal(name, known[i].name);
        assert_int_equal(bgt_column_number(name, strlen(name), &column), strlen(name));
        assert_true(column == known[i].column);
    }
    char none[BGT_COLUMN_NAME_SIZE];
    uint32_t unset = 7;
    assert_int_equal(bgt_column_name(0, none), 0);
    assert_int_equal(bgt_column_number("MWLQKWV", 7, &unset), 0);
    assert_int_equal(bgt_column_number("12", 2, &unset), 0);
    assert_int_equal(unset, 7);
}

static void cells_are_parsed_whole(void **state)
{
    (void)state;
    uint32_t column = 0;
    uint32_t row = 0;
    assert_true(bgt_cell_parse("C12", 3, &column, &row));
    assert_int_equal(column, 3);
    assert_int_equal(row, 12);
    assert_true(bgt_cell_parse("$xfd$1048576", 12, &column, &row));
    assert_int_equal(column, 16384);
    assert_int_equal(row, 1048576);
    static const char *const bad[] = {"",  "C",   "12",  "C0",           "C012", "C12x",
                                      "$", "$C$", "C-1", "C99999999999", "C 1"};
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        assert_false(bgt_cell_parse(bad[i], strlen(bad[i]), &column, &row));
    }
}

static void phrases_are_in_the_language_of_the_message(void **state)
{
    (void)state;
    struct bgt_kept_diagnostic diagnostic = diagnostic_of("ZIP_DAMAGED");
    diagnostic.place = (struct bgt_place){.file = "a.xlsx"};
    diagnostic.arguments[0] = "its end is missing: the file was cut";
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(bgt_render_sentence(&out, &diagnostic, BGT_CHINESE), BGT_OK);
    assert_string_equal(out.data, "zip 容器已损坏：缺少结尾：文件被截断");
    bgt_buffer_clear(&out);
    assert_int_equal(bgt_render_sentence(&out, &diagnostic, BGT_ENGLISH), BGT_OK);
    assert_string_equal(
        out.data, "the zip container is damaged: its end is missing: the file was cut");
    bgt_buffer_clear(&out);
    assert_int_equal(bgt_render_json(&out, &diagnostic, BGT_CHINESE), BGT_OK);
    assert_non_null(strstr(out.data, "文件被截断\""));
    assert_non_null(
        strstr(out.data, "\"args\":[\"its end is missing: the file was cut\"]"));
    bgt_buffer_close(&out);
}

static void every_phrase_stands_once_and_is_translated(void **state)
{
    (void)state;
    assert_true(bgt_reason_count() > 100);
    for (size_t i = 0; i < bgt_reason_count(); i++) {
        const char *phrase = bgt_reason_at(i);
        assert_ptr_equal(bgt_reason_in(phrase, BGT_ENGLISH), phrase);
        assert_string_not_equal(bgt_reason_in(phrase, BGT_CHINESE), phrase);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(bgt_reason_at(j), phrase);
        }
    }
    assert_string_equal(bgt_reason_in("表1", BGT_CHINESE), "表1");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_have_the_usual_forms),
        cmocka_unit_test(text_names_place_sentence_code_found_and_remedy),
        cmocka_unit_test(a_note_without_remedy_is_one_line),
        cmocka_unit_test(foreign_text_cannot_disturb_a_terminal),
        cmocka_unit_test(json_has_all_keys_always),
        cmocka_unit_test(json_is_valid_whatever_the_text),
        cmocka_unit_test(rendering_answers_the_buffers_failure),
        cmocka_unit_test(columns_have_letters),
        cmocka_unit_test(cells_are_parsed_whole),
        cmocka_unit_test(phrases_are_in_the_language_of_the_message),
        cmocka_unit_test(every_phrase_stands_once_and_is_translated),
    };
    return bgt_test_main("diag/render", tests, BGT_TEST_COUNT(tests), argc, argv);
}
