#include "base/intern.h"
#include "support/failing_allocator.h"
#include "support/testing.h"

#include <stdio.h>
#include <string.h>

static const struct bgt_hash_key key = {{0x0706050403020100U, 0x0f0e0d0c0b0a0908U}};

/* The values that CPython 3.11, which uses the same hash, gives under PYTHONHASHSEED=0,
 * and the first vector of Rust's test of SipHash-1-3. */
static void the_hash_is_siphash_1_3(void **state)
{
    static const struct bgt_hash_key zero = {{0, 0}};
    unsigned char bytes[63];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)i;
    }
    assert_true(bgt_hash(&zero, "a", 1) == 0x407448d2b89b1813U);
    assert_true(bgt_hash(&zero, "abc", 3) == 0xc03bc3a0042630f2U);
    assert_true(bgt_hash(&zero, "12345678", 8) == 0x3489982430560a87U);
    assert_true(bgt_hash(&zero, "0123456789abcdef", 16) == 0x1d42b30f7e060c24U);
    assert_true(bgt_hash(&zero, bytes, sizeof bytes) == 0x385d3e39e5f37359U);
    assert_true(bgt_hash(&key, "", 0) == 0xabac0158050fc4dcU);
}

static struct bgt_interner *open_interner(const struct bgt_allocator *allocator,
                                          size_t maximum)
{
    struct bgt_interner_options options = {allocator, maximum, key};
    struct bgt_interner *interner = NULL;
    return bgt_interner_open(&options, &interner) == BGT_OK ? interner : NULL;
}

static size_t numbered(char *text, size_t size, unsigned number)
{
    int length = snprintf(text, size, "预算-%u", number * 2654435761U);
    return length > 0 ? (size_t)length : 0;
}

static void ids_count_from_one_and_stay(void **state)
{
    enum { MANY = 20000 };
    static const char *addresses[MANY + 1];
    char text[64];
    size_t length;
    (void)state;
    struct bgt_interner *interner = open_interner(NULL, 1 << 26);
    assert_int_equal(bgt_interner_find(interner, "a", 1), 0);
    for (uint32_t i = 1; i <= MANY; i++) {
        length = numbered(text, sizeof text, i);
        assert_int_equal(bgt_interner_find(interner, text, length), 0);
        assert_int_equal(bgt_interner_intern(interner, text, length), i);
        addresses[i] = bgt_interner_text(interner, i, NULL);
    }
    for (uint32_t i = 1; i <= MANY; i++) {
        length = numbered(text, sizeof text, i);
        assert_int_equal(bgt_interner_intern(interner, text, length), i);
        assert_int_equal(bgt_interner_find(interner, text, length), i);
        size_t stored = 0;
        assert_ptr_equal(bgt_interner_text(interner, i, &stored), addresses[i]);
        assert_int_equal(stored, length);
        assert_string_equal(addresses[i], text);
    }
    assert_int_equal(bgt_interner_count(interner), MANY);
    assert_false(bgt_interner_full(interner));
    bgt_interner_close(interner);
}

static void odd_texts_and_ids_are_allowed(void **state)
{
    (void)state;
    size_t length = 9;
    struct bgt_interner *interner = open_interner(NULL, 1 << 20);
    assert_int_equal(bgt_interner_intern(interner, "", 0), 1);
    assert_int_equal(bgt_interner_intern(interner, NULL, 0), 1);
    assert_int_equal(bgt_interner_intern(interner, "a\0b", 3), 2);
    assert_int_equal(bgt_interner_intern(interner, "a\0c", 3), 3);
    assert_int_equal(bgt_interner_intern(interner, "a", 1), 4);
    assert_string_equal(bgt_interner_text(interner, 1, &length), "");
    assert_int_equal(length, 0);
    assert_memory_equal(bgt_interner_text(interner, 2, &length), "a\0b", 4);
    assert_int_equal(length, 3);
    assert_null(bgt_interner_text(interner, 0, &length));
    assert_int_equal(length, 0);
    assert_null(bgt_interner_text(interner, 5, NULL));
    assert_null(bgt_interner_text(interner, 100000, NULL));
    assert_null(bgt_interner_text(interner, UINT32_MAX, NULL));
    bgt_interner_close(interner);
    bgt_interner_close(NULL);
}

static void past_its_maximum_it_answers_zero(void **state)
{
    char text[64];
    (void)state;
    for (size_t maximum = 0; maximum < 60000; maximum += 997) {
        struct bgt_failing_allocator counting;
        bgt_failing_allocator_init(&counting, 0);
        struct bgt_interner *interner = open_interner(&counting.allocator, maximum);
        uint32_t last = 0;
        for (unsigned i = 1; i <= 3000; i++) {
            uint32_t id =
                bgt_interner_intern(interner, text, numbered(text, sizeof text, i));
            assert_true(id == 0 || id == last + 1);
            last = id ? id : last;
        }
        assert_int_equal(bgt_interner_count(interner), last);
        assert_true(bgt_interner_full(interner));
        assert_true(last == 0 || bgt_interner_taken(interner) <= maximum);
        /* What was there before is still found. */
        for (uint32_t id = 1; id <= last; id++) {
            size_t length;
            const char *known = bgt_interner_text(interner, id, &length);
            assert_int_equal(bgt_interner_intern(interner, known, length), id);
        }
        bgt_interner_close(interner);
        assert_int_equal(counting.outstanding, 0);
    }
}

static void each_failing_allocation_is_survived(void **state)
{
    char text[64];
    bool failed = true;
    (void)state;
    for (size_t nth = 1; failed; nth++) {
        struct bgt_failing_allocator failing;
        bgt_failing_allocator_init(&failing, nth);
        struct bgt_interner *interner = open_interner(&failing.allocator, 1 << 24);
        assert_true(interner || nth == 1);
        for (unsigned i = 1; interner && i <= 3000; i++) {
            size_t length = numbered(text, sizeof text, i);
            uint32_t id = bgt_interner_intern(interner, text, length);
            assert_true(id > 0 || bgt_interner_full(interner));
            assert_int_equal(bgt_interner_find(interner, text, length), id);
        }
        assert_true(!interner || bgt_interner_count(interner) >= 2999);
        failed = failing.failed;
        bgt_interner_close(interner);
        assert_int_equal(failing.outstanding, 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_siphash_1_3),
        cmocka_unit_test(ids_count_from_one_and_stay),
        cmocka_unit_test(odd_texts_and_ids_are_allowed),
        cmocka_unit_test(past_its_maximum_it_answers_zero),
        cmocka_unit_test(each_failing_allocation_is_survived),
    };
    return bgt_test_main("intern", tests, BGT_TEST_COUNT(tests), argc, argv);
}
