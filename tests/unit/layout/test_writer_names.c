/* Lists of keys in one cell, and names of sheets: both meet hostile text. */
#include "layout/key_list.h"
#include "layout/sheet_name.h"
#include "writer_testing.h"

static void assert_round_trip(const char *const *names, const char *const *values,
                              size_t count)
{
    struct bgt_buffer text;
    bgt_buffer_init(&text, NULL, 4096);
    for (size_t i = 0; i < count; i++) {
        struct bgt_slice second = bgt_slice_of(values[i] != NULL ? values[i] : "");
        check(bgt_key_list_append(&text, bgt_slice_of(names[i]),
                                  values[i] != NULL ? &second : NULL));
    }
    struct bgt_key_list list = {.rest = {text.data, text.length}};
    bgt_buffer_init(&list.name, NULL, 4096);
    bgt_buffer_init(&list.value, NULL, 4096);
    for (size_t i = 0; i < count; i++) {
        check(bgt_key_list_next(&list));
        assert_string_equal(list.name.data, names[i]);
        assert_int_equal(list.has_value, values[i] != NULL);
        assert_string_equal(list.value.data, values[i] != NULL ? values[i] : "");
    }
    assert_int_equal(bgt_key_list_next(&list), BGT_END);
    bgt_buffer_close(&list.name);
    bgt_buffer_close(&list.value);
    bgt_buffer_close(&text);
}

static void keeps_any_name(void **state)
{
    (void)state;
    const char *names[] = {"total", "x:备用 金额", "x:a=\"b\"",
                           "",      "x:\\n",       "x:two\nlines\t\r"};
    const char *values[] = {NULL, "—", "", "\"\\\n", NULL, "="};
    assert_round_trip(names, values, 6);
}

static void writes_plain_names_plainly(void **state)
{
    (void)state;
    struct bgt_buffer text;
    struct bgt_slice dash = bgt_slice_of("—");
    bgt_buffer_init(&text, NULL, 4096);
    check(bgt_key_list_append(&text, bgt_slice_of("total"), NULL));
    check(bgt_key_list_append(&text, bgt_slice_of("x:备用 金额"), NULL));
    check(bgt_key_list_append(&text, bgt_slice_of("basic"), &dash));
    assert_string_equal(text.data, "total \"x:备用 金额\" basic=\"—\"");
    bgt_buffer_close(&text);
}

static void refuses_bad_lists(void **state)
{
    (void)state;
    static const char *const bad[] = {"\"open",  "a=b",    "a=",   "\"a\"b",
                                      "\"\\q\"", "=\"v\"", "\"a\\"};
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        struct bgt_key_list list = {.rest = bgt_slice_of(bad[i])};
        bgt_buffer_init(&list.name, NULL, 64);
        bgt_buffer_init(&list.value, NULL, 64);
        assert_int_equal(bgt_key_list_next(&list), BGT_BAD);
        bgt_buffer_close(&list.name);
        bgt_buffer_close(&list.value);
    }
}

/* The name that a sheet gets after the others. */
static void expect_name(struct bgt_sheet_names *names, const char *wanted,
                        uint32_t maximum, const char *expected)
{
    const char *name = NULL;
    check(bgt_sheet_names_add(names, bgt_slice_of(wanted), maximum, &name));
    assert_string_equal(name, expected);
}

static void gives_sheets_valid_names(void **state)
{
    (void)state;
    struct bgt_sheet_names names;
    bgt_sheet_names_init(&names);
    expect_name(&names, "表1", 31, "表1");
    expect_name(&names, "a:b\\c/d?e*f[g]", 31, "a_b_c_d_e_f_g_");
    expect_name(&names, "'quoted'", 31, "_quoted_");
    expect_name(&names, "..", 31, "__");
    expect_name(&names, "", 31, "Sheet");
    expect_name(&names, "\xFF\xFE", 31, "Sheet (2)");
    expect_name(&names, "history", 31, "history_");
    expect_name(&names, "line\nbreak", 31, "line_break");
    bgt_sheet_names_close(&names);
}

static void gives_sheets_different_names(void **state)
{
    (void)state;
    struct bgt_sheet_names names;
    bgt_sheet_names_init(&names);
    expect_name(&names, "Facts", 31, "Facts");
    expect_name(&names, "FACTS", 31, "FACTS (2)");
    expect_name(&names, "facts", 31, "facts (3)");
    expect_name(&names, "一二三四五六", 5, "一二三四五");
    expect_name(&names, "一二三四五七", 5, "一 (2)");
    bgt_sheet_names_close(&names);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_any_name),
        cmocka_unit_test(writes_plain_names_plainly),
        cmocka_unit_test(refuses_bad_lists),
        cmocka_unit_test(gives_sheets_valid_names),
        cmocka_unit_test(gives_sheets_different_names),
    };
    return bgt_test_main("writer names", tests, BGT_TEST_COUNT(tests), argc, argv);
}
