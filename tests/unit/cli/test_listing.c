/* Listings line up by display width, and nothing foreign reaches the terminal as it is;
 * JSON lines are one line each. */
#include "fixture.h"

#include "cli/json.h"
#include "cli/listing.h"

#define ROW(...) ((const char *const[]){__VA_ARGS__})

static void test_columns(void **state)
{
    struct bgt_terminal *terminal = *state;
    struct bgt_listing listing;
    bgt_listing_open(&listing, 3, 1u << 1);
    bgt_listing_add(&listing, ROW("表", "行", "title"));
    bgt_listing_add(&listing, ROW("summary", "66", "预算收支总表"));
    bgt_listing_add(&listing, ROW("收入", "1234", NULL));
    bgt_listing_print(&listing, terminal, 2);
    bgt_listing_close(&listing);
    assert_string_equal(terminal->out.data, "  表         行  title\n"
                                            "  summary    66  预算收支总表\n"
                                            "  收入     1234\n");
}

/* A text wider than any column pushes its own row and no other. */
static void test_wide(void **state)
{
    struct bgt_terminal *terminal = *state;
    struct bgt_listing listing;
    char wide[61];
    memset(wide, 'w', 60);
    wide[60] = '\0';
    bgt_listing_open(&listing, 2, 0);
    bgt_listing_add(&listing, ROW("a", "b"));
    bgt_listing_add(&listing, ROW(wide, "b"));
    bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
    assert_memory_equal(terminal->out.data, "a  b\n", 5);
    assert_int_equal(terminal->out.length, 5 + 60 + 2 + 1 + 1);
}

static void test_foreign(void **state)
{
    struct bgt_terminal *terminal = *state;
    struct bgt_listing listing;
    bgt_listing_open(&listing, 1, 0);
    bgt_listing_add(&listing, ROW("a\x1B[2Jb\nc"));
    bgt_listing_print(&listing, terminal, 0);
    bgt_listing_close(&listing);
    assert_null(strchr(terminal->out.data, '\x1B'));
    assert_ptr_equal(strchr(terminal->out.data, '\n'),
                     terminal->out.data + terminal->out.length - 1);
}

static void test_json(void **state)
{
    struct bgt_terminal *terminal = *state;
    const char *const items[] = {"甲", "\"", NULL};
    bgt_json_begin(terminal, "table");
    bgt_json_text(terminal, "title", "a\nb");
    bgt_json_text(terminal, "unit", NULL);
    bgt_json_bytes(terminal, "bytes", "abc", 2);
    bgt_json_number(terminal, "lines", UINT64_MAX);
    bgt_json_bool(terminal, "hidden", true);
    bgt_json_list(terminal, "none", NULL, 0);
    bgt_json_words(terminal, "words", items);
    bgt_json_words(terminal, "no_words", NULL);
    bgt_json_end(terminal);
    assert_string_equal(terminal->out.data,
                        "{\"kind\":\"table\",\"title\":\"a\\nb\",\"unit\":null,"
                        "\"bytes\":\"ab\",\"lines\":18446744073709551615,"
                        "\"hidden\":true,\"none\":[],\"words\":[\"甲\",\"\\\"\"],"
                        "\"no_words\":[]}\n");
}

/* With any one allocation failing: told, or printed whole. */
static void test_memory(void **state)
{
    struct bgt_terminal *terminal = *state;
    for (size_t nth = 1; nth < 100; nth++) {
        struct bgt_listing listing;
        bgt_buffer_clear(&terminal->out);
        terminal->out_failed = false;
        bgt_test_fail_allocation(nth);
        bgt_listing_open(&listing, 2, 0);
        bgt_listing_add(&listing, ROW("a", "b"));
        bgt_listing_print(&listing, terminal, 0);
        bgt_listing_close(&listing);
        bool has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        if (!terminal->out_failed)
            assert_string_equal(terminal->out.data, "a  b\n");
        if (!has_failed)
            return;
    }
    fail_msg("an allocation fails for ever");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TERMINAL_TEST(test_columns), TERMINAL_TEST(test_wide),
        TERMINAL_TEST(test_foreign), TERMINAL_TEST(test_json),
        TERMINAL_TEST(test_memory),
    };
    return bgt_test_main("listing", tests, BGT_TEST_COUNT(tests), argc, argv);
}
