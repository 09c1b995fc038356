/* The catalogue of codes holds what its header promises. */
#include "diag/codes.h"
#include "support/testing.h"

#include "base/utf8.h"
#include "diag/reporter.h"

#include <string.h>

/* Bit N for each `{N}` in the text; bit 0 for one that stands for no argument. A brace
 * alone is text. */
static unsigned placeholders(const char *text)
{
    unsigned found = 0;
    for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
        bool is_placeholder = at[1] >= '1' && at[1] <= '4' && at[2] == '}';
        bool is_broken = (at[1] >= '0' && at[1] <= '9') || at[1] == '}';
        if (is_placeholder) {
            found |= 1u << (at[1] - '0');
        } else if (is_broken) {
            found |= 1u;
        }
    }
    return found;
}

static void every_code_is_named_once_in_capitals(void **state)
{
    (void)state;
    assert_true(bgt_code_count() > 50);
    for (size_t i = 0; i < bgt_code_count(); i++) {
        const struct bgt_code *code = bgt_code_at(i);
        const char *capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
        assert_int_equal(strspn(code->name, capitals), strlen(code->name));
        assert_ptr_equal(bgt_code_find(code->name), code);
    }
    assert_null(bgt_code_find("NO_SUCH_CODE"));
    assert_null(bgt_code_find(""));
}

static void both_languages_use_the_same_placeholders(void **state)
{
    (void)state;
    for (size_t i = 0; i < bgt_code_count(); i++) {
        const struct bgt_code *code = bgt_code_at(i);
        unsigned sentence = placeholders(code->sentence[BGT_ENGLISH]);
        unsigned remedy = placeholders(code->remedy[BGT_ENGLISH]);
        if (sentence != placeholders(code->sentence[BGT_CHINESE]) ||
            remedy != placeholders(code->remedy[BGT_CHINESE]) ||
            ((sentence | remedy) & 1u) != 0) {
            fail_msg("%s: placeholders differ or are broken", code->name);
        }
    }
}

/* What is wrong with a sentence, or null. */
static const char *find_fault(const char *sentence)
{
    size_t length = strlen(sentence);
    if (length == 0) {
        return "is missing";
    }
    if (!bgt_utf8_valid(sentence, length, NULL)) {
        return "is not UTF-8";
    }
    bool has_stop = sentence[length - 1] == '.' ||
                    (length > 3 && strcmp(sentence + length - 3, "。") == 0);
    return has_stop ? "ends with a full stop" : NULL;
}

static void every_sentence_is_there_and_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * bgt_code_count(); i++) {
        const struct bgt_code *code = bgt_code_at(i / 2);
        const char *remedy = code->remedy[i % 2];
        const char *fault = find_fault(code->sentence[i % 2]);
        if (fault != NULL) {
            fail_msg("%s: its sentence %s", code->name, fault);
        }
        assert_true(bgt_utf8_valid(remedy, strlen(remedy), NULL));
    }
}

static void errors_and_losses_have_a_remedy_in_both_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < bgt_code_count(); i++) {
        const struct bgt_code *code = bgt_code_at(i);
        bool has_english = code->remedy[BGT_ENGLISH][0] != '\0';
        bool has_chinese = code->remedy[BGT_CHINESE][0] != '\0';
        bool needs_one = code->severity == BGT_ERROR || code->severity == BGT_LOSS;
        if (has_english != has_chinese || (needs_one && !has_english)) {
            fail_msg("%s: a remedy is missing", code->name);
        }
    }
}

/* A Chinese sentence that is all ASCII was forgotten. */
static void chinese_sentences_are_chinese(void **state)
{
    (void)state;
    for (size_t i = 0; i < bgt_code_count(); i++) {
        const struct bgt_code *code = bgt_code_at(i);
        const char *sentence = code->sentence[BGT_CHINESE];
        if (bgt_utf8_count(sentence, strlen(sentence)) == strlen(sentence)) {
            fail_msg("%s: its Chinese sentence is not Chinese", code->name);
        }
    }
}

static void severities_have_words(void **state)
{
    (void)state;
    assert_string_equal(bgt_severity_word(BGT_NOTE), "note");
    assert_string_equal(bgt_severity_word(BGT_WARNING), "warning");
    assert_string_equal(bgt_severity_word(BGT_LOSS), "loss");
    assert_string_equal(bgt_severity_word(BGT_ERROR), "error");
    assert_string_equal(bgt_severity_label(BGT_ERROR, BGT_CHINESE), "错误");
    assert_string_equal(bgt_severity_label(BGT_LOSS, BGT_CHINESE), "丢失");
    assert_string_equal(bgt_severity_label(BGT_NOTE, BGT_ENGLISH), "note");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_named_once_in_capitals),
        cmocka_unit_test(both_languages_use_the_same_placeholders),
        cmocka_unit_test(every_sentence_is_there_and_valid),
        cmocka_unit_test(errors_and_losses_have_a_remedy_in_both_languages),
        cmocka_unit_test(chinese_sentences_are_chinese),
        cmocka_unit_test(severities_have_words),
    };
    return bgt_test_main("diag/codes", tests, BGT_TEST_COUNT(tests), argc, argv);
}
