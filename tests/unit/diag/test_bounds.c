/* Bounds that no `--limit` raises have a code of their own. */
#include "base/buffer.h"
#include "base/utf8.h"
#include "diag/bounds.h"
#include "diag/reasons.h"
#include "diag/render.h"
#include "support/testing.h"

#include <string.h>

static void every_bound_is_named_once_and_told_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < BGT_BOUND_COUNT; i++) {
        const struct bgt_bound *bound = bgt_bound((enum bgt_bound_number)i);
        const char *letters = "abcdefghijklmnopqrstuvwxyz-";
        assert_int_equal(strspn(bound->name, letters), strlen(bound->name));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(bgt_bound((enum bgt_bound_number)j)->name,
                                    bound->name);
        }
        const char *const english[] = {bound->what[BGT_ENGLISH],
                                       bound->remedy[BGT_ENGLISH]};
        const char *const chinese[] = {bound->what[BGT_CHINESE],
                                       bound->remedy[BGT_CHINESE]};
        for (int k = 0; k < 2; k++) {
            assert_true(strlen(english[k]) > 0);
            assert_true(bgt_utf8_valid(chinese[k], strlen(chinese[k]), NULL));
            assert_true(bgt_utf8_count(chinese[k], strlen(chinese[k])) <
                        strlen(chinese[k]));
            /* What is said twice in English is said twice in Chinese. */
            assert_string_equal(bgt_reason_in(english[k], BGT_CHINESE), chinese[k]);
        }
    }
}

/* A bound has no name of a limit: `--limit` would not know it. */
static void no_bound_is_called_like_a_limit(void **state)
{
    (void)state;
    static const char *const limits[] = {
#define LIMIT_NAME(field, name, value, why) name,
        BGT_LIMITS(LIMIT_NAME)
#undef LIMIT_NAME
    };
    for (int i = 0; i < BGT_BOUND_COUNT; i++) {
        for (size_t j = 0; j < BGT_TEST_COUNT(limits); j++) {
            assert_string_not_equal(bgt_bound((enum bgt_bound_number)i)->name, limits[j]);
        }
    }
}

static void a_bound_says_which_where_and_what_to_do(void **state)
{
    (void)state;
    struct bgt_reporter *reporter = NULL;
    struct bgt_buffer out;
    const struct bgt_place place = {.file = "预算.xlsx", .sheet = "收支总表", .line = 9};
    const struct bgt_reporter_options options = {0};
    assert_int_equal(bgt_reporter_open(&options, &reporter), BGT_OK);
    bgt_buffer_init(&out, NULL, 4000);
    assert_int_equal(bgt_report_bound(reporter, &place, BGT_BOUND_SECTION_BYTES, 65536),
                     BGT_LIMIT);
    assert_int_equal(bgt_reporter_count(reporter, BGT_ERROR), 1);
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(reporter, 0);
    assert_string_equal(kept->code->name, "BOUND_REACHED");
    assert_string_equal(kept->arguments[0], "section-bytes");
    assert_string_equal(kept->arguments[2], "65536");
    assert_string_equal(kept->place.sheet, "收支总表");
    assert_int_equal(kept->place.line, 9);
    assert_int_equal(bgt_render_text(&out, kept, BGT_ENGLISH), BGT_OK);
    assert_non_null(strstr(out.data, "more than 65536 bytes in one line of text"));
    assert_non_null(strstr(out.data, "divide the line into several"));
    assert_null(strstr(out.data, "VALUE"));
    bgt_buffer_clear(&out);
    assert_int_equal(bgt_render_text(&out, kept, BGT_CHINESE), BGT_OK);
    assert_non_null(strstr(out.data, "一行文字的字节数超过 65536"));
    assert_non_null(strstr(out.data, "请将该行分成几行"));
    bgt_buffer_close(&out);
    bgt_reporter_close(reporter);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bound_is_named_once_and_told_in_both_languages),
        cmocka_unit_test(no_bound_is_called_like_a_limit),
        cmocka_unit_test(a_bound_says_which_where_and_what_to_do),
    };
    return bgt_test_main("diag/bounds", tests, BGT_TEST_COUNT(tests), argc, argv);
}
