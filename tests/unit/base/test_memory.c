#include "base/arena.h"
#include "base/buffer.h"
#include "support/failing_allocator.h"
#include "support/testing.h"

#include <stdalign.h>
#include <string.h>

/* ---- Allocator
 * -------------------------------------------------------------------------- */

static void arrays_are_zeroed_and_checked(void **state)
{
    (void)state;
    int *numbers = bgt_allocate_array(NULL, 10, sizeof *numbers);
    assert_non_null(numbers);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(numbers[i], 0);
    }
    numbers[9] = 9;
    int *more = bgt_resize_array(NULL, numbers, 10, 1000, sizeof *numbers);
    assert_non_null(more);
    assert_int_equal(more[9], 9);
    assert_null(bgt_resize_array(NULL, more, 1000, SIZE_MAX / 2, sizeof *numbers));
    assert_null(bgt_allocate_array(NULL, SIZE_MAX / 2, 3));
    assert_int_equal(more[9], 9);
    bgt_release(NULL, more);
    bgt_release(NULL, NULL);
    void *nothing = bgt_allocate(NULL, 0);
    assert_non_null(nothing);
    bgt_release(NULL, nothing);
}

static void the_failing_allocator_fails_once(void **state)
{
    (void)state;
    struct bgt_failing_allocator failing;
    bgt_failing_allocator_init(&failing, 2);
    void *first = bgt_allocate(&failing.allocator, 1);
    assert_non_null(first);
    assert_null(bgt_resize_array(&failing.allocator, first, 1, 2, 1));
    assert_true(failing.failed);
    assert_int_equal(failing.outstanding, 1);
    bgt_release(&failing.allocator, first);
    assert_int_equal(failing.outstanding, 0);
}

/* ---- Arena
 * ------------------------------------------------------------------------------ */

static void an_arena_hands_out_aligned_memory(void **state)
{
    (void)state;
    struct bgt_arena arena;
    bgt_arena_init(&arena, NULL, 1 << 22);
    unsigned char *pieces[500];
    for (size_t i = 0; i < BGT_TEST_COUNT(pieces); i++) {
        pieces[i] = bgt_arena_allocate(&arena, i);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        memset(pieces[i], (int)(i & 0xFF), i);
    }
    for (size_t i = 0; i < BGT_TEST_COUNT(pieces); i++) {
        for (size_t j = 0; j < i; j++) {
            assert_int_equal(pieces[i][j], i & 0xFF);
        }
    }
    assert_int_equal(bgt_arena_failure(&arena), BGT_OK);
    char *copy = bgt_arena_copy(&arena, "a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(bgt_arena_copy(&arena, NULL, 0), "");
    int *zeros = bgt_arena_allocate_array(&arena, 100, sizeof *zeros);
    assert_int_equal(zeros[99], 0);
    bgt_arena_close(&arena);
    assert_int_equal(bgt_arena_taken(&arena), 0);
}

static void an_arena_keeps_to_its_maximum(void **state)
{
    (void)state;
    struct bgt_failing_allocator counting;
    bgt_failing_allocator_init(&counting, 0);
    for (size_t maximum = 0; maximum < 20000; maximum += 37) {
        struct bgt_arena arena;
        bgt_arena_init(&arena, &counting.allocator, maximum);
        while (bgt_arena_allocate(&arena, 100)) {
            assert_true(bgt_arena_taken(&arena) <= maximum);
        }
        assert_int_equal(bgt_arena_failure(&arena), BGT_LIMIT);
        assert_true(bgt_arena_taken(&arena) <= maximum);
        bgt_arena_close(&arena);
    }
    struct bgt_arena arena;
    bgt_arena_init(&arena, &counting.allocator, SIZE_MAX);
    assert_null(bgt_arena_allocate(&arena, SIZE_MAX));
    assert_null(bgt_arena_copy(&arena, "", SIZE_MAX));
    assert_null(bgt_arena_allocate_array(&arena, SIZE_MAX / 2, 3));
    assert_int_equal(bgt_arena_failure(&arena), BGT_LIMIT);
    bgt_arena_close(&arena);
    assert_int_equal(counting.outstanding, 0);
}

static void an_arena_goes_back_to_a_mark(void **state)
{
    (void)state;
    struct bgt_arena arena;
    bgt_arena_init(&arena, NULL, 1 << 24);
    struct bgt_arena_mark empty = bgt_arena_mark(&arena);
    char *kept = bgt_arena_copy(&arena, "kept", 4);
    struct bgt_arena_mark mark = bgt_arena_mark(&arena);
    char *first = bgt_arena_allocate(&arena, 16);
    size_t taken = bgt_arena_taken(&arena);
    for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 100; j++) {
            assert_non_null(bgt_arena_allocate(&arena, 5000));
        }
        bgt_arena_reset(&arena, mark);
        assert_int_equal(bgt_arena_taken(&arena), taken);
        assert_ptr_equal(bgt_arena_allocate(&arena, 16), first);
        assert_string_equal(kept, "kept");
    }
    bgt_arena_reset(&arena, empty);
    assert_ptr_equal(bgt_arena_allocate(&arena, 5), kept);
    bgt_arena_close(&arena);
    assert_non_null(bgt_arena_allocate(&arena, 5));
    bgt_arena_close(&arena);
}

static void an_arena_survives_each_failing_allocation(void **state)
{
    (void)state;
    for (size_t nth = 1; nth <= 5; nth++) {
        struct bgt_failing_allocator failing;
        struct bgt_arena arena;
        bgt_failing_allocator_init(&failing, nth);
        bgt_arena_init(&arena, &failing.allocator, 1 << 24);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            char *memory = bgt_arena_allocate(&arena, 1000);
            refused += memory == NULL;
            if (memory) {
                memset(memory, 1, 1000);
            } else {
                assert_int_equal(bgt_arena_failure(&arena), BGT_NO_MEMORY);
            }
        }
        assert_int_equal(refused, 1);
        bgt_arena_close(&arena);
        assert_int_equal(failing.outstanding, 0);
    }
}

/* ---- Buffer
 * ----------------------------------------------------------------------------- */

static void an_empty_buffer_is_an_empty_string(void **state)
{
    (void)state;
    struct bgt_buffer buffer;
    bgt_buffer_init(&buffer, NULL, 100);
    assert_string_equal(buffer.data, "");
    assert_int_equal(bgt_buffer_append(&buffer, NULL, 0), BGT_OK);
    assert_int_equal(bgt_buffer_append_repeated(&buffer, ' ', 0), BGT_OK);
    bgt_buffer_clear(&buffer);
    bgt_buffer_consume(&buffer, 3);
    bgt_buffer_truncate(&buffer, 0);
    assert_string_equal(buffer.data, "");
    bgt_buffer_close(&buffer);
    assert_string_equal(buffer.data, "");
    struct bgt_buffer zeroed;
    memset(&zeroed, 0, sizeof zeroed);
    bgt_buffer_close(&zeroed);
}

static void a_buffer_takes_all_kinds(void **state)
{
    (void)state;
    struct bgt_buffer buffer;
    bgt_buffer_init(&buffer, NULL, 1000);
    assert_int_equal(bgt_buffer_append_text(&buffer, "ab"), BGT_OK);
    assert_int_equal(bgt_buffer_append_char(&buffer, 'c'), BGT_OK);
    assert_int_equal(bgt_buffer_append_unsigned(&buffer, 0), BGT_OK);
    assert_int_equal(bgt_buffer_append_unsigned(&buffer, UINT64_MAX), BGT_OK);
    assert_int_equal(bgt_buffer_append_repeated(&buffer, '-', 3), BGT_OK);
    assert_int_equal(bgt_buffer_append_code_point(&buffer, 0x9884), BGT_OK);
    assert_int_equal(bgt_buffer_append_code_point(&buffer, 0xD800), BGT_BAD);
    assert_int_equal(bgt_buffer_append(&buffer, "\0z", 2), BGT_OK);
    assert_memory_equal(buffer.data, "abc018446744073709551615---预\0z",
                        buffer.length + 1);
    assert_int_equal(buffer.length, 32);
    bgt_buffer_consume(&buffer, 3);
    assert_int_equal(buffer.length, 29);
    bgt_buffer_truncate(&buffer, 2);
    bgt_buffer_truncate(&buffer, 20);
    assert_string_equal(buffer.data, "01");
    assert_int_equal(bgt_buffer_reserve(&buffer, 5), BGT_OK);
    memcpy(buffer.data + buffer.length, "hello", 5);
    bgt_buffer_commit(&buffer, 5);
    assert_string_equal(buffer.data, "01hello");
    bgt_buffer_close(&buffer);
}

static void a_buffer_keeps_to_its_maximum(void **state)
{
    (void)state;
    for (size_t maximum = 0; maximum < 300; maximum++) {
        struct bgt_buffer buffer;
        bgt_buffer_init(&buffer, NULL, maximum);
        for (size_t i = 0; i < maximum; i++) {
            assert_int_equal(bgt_buffer_append_char(&buffer, (char)('a' + i % 26)),
                             BGT_OK);
        }
        assert_int_equal(bgt_buffer_append_char(&buffer, 'x'), BGT_LIMIT);
        assert_int_equal(bgt_buffer_append_repeated(&buffer, 'x', SIZE_MAX), BGT_LIMIT);
        assert_int_equal(bgt_buffer_reserve(&buffer, 1), BGT_LIMIT);
        assert_int_equal(buffer.length, maximum);
        assert_int_equal(strlen(buffer.data), maximum);
        assert_true(buffer.capacity <= maximum);
        bgt_buffer_close(&buffer);
    }
}

static void a_buffer_survives_each_failing_allocation(void **state)
{
    (void)state;
    for (size_t nth = 1; nth <= 6; nth++) {
        struct bgt_failing_allocator failing;
        struct bgt_buffer buffer;
        bgt_failing_allocator_init(&failing, nth);
        bgt_buffer_init(&buffer, &failing.allocator, SIZE_MAX);
        size_t expected = 0;
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            bgt_status status = bgt_buffer_append_char(&buffer, 'x');
            refused += status == BGT_NO_MEMORY;
            expected += status == BGT_OK;
            assert_int_equal(buffer.length, expected);
            assert_int_equal(buffer.data[expected], '\0');
        }
        assert_int_equal(refused, 1);
        bgt_buffer_close(&buffer);
        assert_int_equal(failing.outstanding, 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_are_zeroed_and_checked),
        cmocka_unit_test(the_failing_allocator_fails_once),
        cmocka_unit_test(an_arena_hands_out_aligned_memory),
        cmocka_unit_test(an_arena_keeps_to_its_maximum),
        cmocka_unit_test(an_arena_goes_back_to_a_mark),
        cmocka_unit_test(an_arena_survives_each_failing_allocation),
        cmocka_unit_test(an_empty_buffer_is_an_empty_string),
        cmocka_unit_test(a_buffer_takes_all_kinds),
        cmocka_unit_test(a_buffer_keeps_to_its_maximum),
        cmocka_unit_test(a_buffer_survives_each_failing_allocation),
    };
    return bgt_test_main("memory", tests, BGT_TEST_COUNT(tests), argc, argv);
}
