#include "base/encoding.h"
#include "support/failing_allocator.h"
#include "support/testing.h"

#include <string.h>

#define BYTES(text) text, sizeof(text) - 1

static struct bgt_converter *open_converter(enum bgt_encoding from, enum bgt_encoding to)
{
    struct bgt_converter *converter = NULL;
    bgt_status status = bgt_converter_open(from, to, NULL, &converter);
    if (status == BGT_NOT_FOUND) {
        bgt_test_skip("this system has no such converter");
    }
    assert_int_equal(status, BGT_OK);
    return converter;
}

struct example {
    enum bgt_encoding from;
    enum bgt_encoding to;
    const char *bytes;
    size_t length;
    const char *expected;
    size_t expected_length;
};

/* Bytes as python3 and the standard GB 18030 give them. */
static const struct example examples[] = {
    {BGT_ENCODING_UTF8, BGT_ENCODING_UTF8, BYTES("a预\xF0\xA0\xAE\xB7"),
     BYTES("a预\xF0\xA0\xAE\xB7")},
    {BGT_ENCODING_GB18030, BGT_ENCODING_UTF8, BYTES("\xD4\xA4\xCB\xE3,12\r\n"),
     BYTES("预算,12\r\n")},
    {BGT_ENCODING_GB18030, BGT_ENCODING_UTF8, BYTES("\xA1\xAA\xA1\xA4"),
     BYTES("\xE2\x80\x94\xC2\xB7")},
    {BGT_ENCODING_GB18030, BGT_ENCODING_UTF8, BYTES("\x95\x32\x82\x36z\x81\x30\x84\x36"),
     BYTES("\xF0\xA0\x80\x80z¥")},
    {BGT_ENCODING_GB18030, BGT_ENCODING_UTF8,
     BYTES("\x80"
           "12\xA2\xE3\x80"),
     BYTES("€12€€")},
    {BGT_ENCODING_UTF8, BGT_ENCODING_GB18030, BYTES("预算—·€\xF0\xA0\x80\x80"),
     BYTES("\xD4\xA4\xCB\xE3\xA1\xAA\xA1\xA4\xA2\xE3\x95\x32\x82\x36")},
    {BGT_ENCODING_UTF16LE, BGT_ENCODING_UTF8, BYTES("\x84\x98,\0\x42\xD8\xB7\xDF"),
     BYTES("预,\xF0\xA0\xAE\xB7")},
    {BGT_ENCODING_UTF16BE, BGT_ENCODING_UTF8, BYTES("\x98\x84\0,\xD8\x42\xDF\xB7"),
     BYTES("预,\xF0\xA0\xAE\xB7")},
    {BGT_ENCODING_UTF8, BGT_ENCODING_UTF16LE, BYTES("预,\xF0\xA0\xAE\xB7"),
     BYTES("\x84\x98,\0\x42\xD8\xB7\xDF")},
    {BGT_ENCODING_UTF32LE, BGT_ENCODING_UTF8, BYTES("\x84\x98\0\0\xB7\x0B\x02\0"),
     BYTES("预\xF0\xA0\xAE\xB7")},
    {BGT_ENCODING_UTF32BE, BGT_ENCODING_UTF8, BYTES("\0\0\x98\x84"), BYTES("预")},
    {BGT_ENCODING_LATIN1, BGT_ENCODING_UTF8, BYTES("caf\xE9"), BYTES("café")},
    {BGT_ENCODING_GB18030, BGT_ENCODING_UTF8, BYTES(""), BYTES("")},
};

/* Converts in chunks of `step` bytes. */
static bgt_status convert(struct bgt_converter *converter, const char *bytes,
                          size_t length, size_t step, struct bgt_buffer *out)
{
    bgt_status status = BGT_OK;
    size_t at = 0;
    do {
        size_t size = length - at < step ? length - at : step;
        status =
            bgt_converter_convert(converter, bytes + at, size, at + size == length, out);
        at += size;
    } while (status == BGT_OK && at < length);
    return status;
}

static void texts_are_converted_in_any_chunks(void **state)
{
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(examples); i++) {
        const struct example *e = &examples[i];
        struct bgt_converter *converter = open_converter(e->from, e->to);
        for (size_t step = 1; step <= e->length + 1; step++) {
            struct bgt_buffer out;
            bgt_buffer_init(&out, NULL, 1000);
            assert_int_equal(convert(converter, e->bytes, e->length, step, &out), BGT_OK);
            assert_int_equal(out.length, e->expected_length);
            assert_memory_equal(out.data, e->expected, e->expected_length);
            assert_int_equal(bgt_converter_counts(converter)->bytes_in, e->length);
            assert_int_equal(bgt_converter_counts(converter)->bytes_out, out.length);
            bgt_buffer_close(&out);
            bgt_converter_reset(converter);
        }
        bgt_converter_close(converter);
    }
}

struct bad_example {
    enum bgt_encoding from;
    const char *bytes;
    size_t length;
    enum bgt_conversion_fault fault;
    size_t offset;
    const char *before;
};

static void check_bad(struct bgt_converter *converter, const struct bad_example *bad,
                      size_t step)
{
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, 1000);
    bgt_status status = convert(converter, bad->bytes, bad->length, step, &out);
    const struct bgt_conversion_error *error = bgt_converter_error(converter);
    if (status != BGT_BAD || error->fault != bad->fault || error->offset != bad->offset ||
        strcmp(out.data, bad->before) != 0) {
        fail_msg("%s, step %zu: status %d, fault %d, offset %u, \"%s\"", bad->before,
                 step, (int)status, (int)error->fault, (unsigned)error->offset, out.data);
    }
    assert_true(error->length >= 1 && error->length <= 4);
    assert_memory_equal(error->bytes, bad->bytes + bad->offset, error->length);
    bgt_buffer_close(&out);
}

static void bad_bytes_have_their_offset(void **state)
{
    static const struct bad_example cases[] = {
        {BGT_ENCODING_GB18030, BYTES("\xD4\xA4\xFF\xFF"), BGT_CONVERSION_INVALID, 2,
         "预"},
        {BGT_ENCODING_GB18030, BYTES("ab\xD4\x20z"), BGT_CONVERSION_INVALID, 2, "ab"},
        {BGT_ENCODING_GB18030, BYTES("ab\xD4"), BGT_CONVERSION_TRUNCATED, 2, "ab"},
        {BGT_ENCODING_GB18030, BYTES("ab\x95\x32\x82"), BGT_CONVERSION_TRUNCATED, 2,
         "ab"},
        {BGT_ENCODING_GB18030, BYTES("\x80\x84\x31\xA5\x30"), BGT_CONVERSION_INVALID, 1,
         "€"},
        {BGT_ENCODING_UTF8, BYTES("预\xE9\xA2"), BGT_CONVERSION_TRUNCATED, 3, "预"},
        {BGT_ENCODING_UTF8, BYTES("预\xC0\x80"), BGT_CONVERSION_INVALID, 3, "预"},
        {BGT_ENCODING_UTF8, BYTES("a\xED\xA0\x80"), BGT_CONVERSION_INVALID, 1, "a"},
        {BGT_ENCODING_UTF8, BYTES("a\xE9\xA2z"), BGT_CONVERSION_INVALID, 1, "a"},
        {BGT_ENCODING_UTF16LE, BYTES("a\0\x42\xD8z\0"), BGT_CONVERSION_INVALID, 2, "a"},
        {BGT_ENCODING_UTF16LE, BYTES("a\0b"), BGT_CONVERSION_TRUNCATED, 2, "a"},
        {BGT_ENCODING_UTF16BE, BYTES("\0a\xD8\x42"), BGT_CONVERSION_TRUNCATED, 2, "a"},
        {BGT_ENCODING_UTF32LE, BYTES("a\0\0\0\0\0\x11\0"), BGT_CONVERSION_INVALID, 4,
         "a"},
    };
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(cases); i++) {
        struct bgt_converter *converter =
            open_converter(cases[i].from, BGT_ENCODING_UTF8);
        for (size_t step = 1; step <= cases[i].length; step++) {
            check_bad(converter, &cases[i], step);
            bgt_converter_reset(converter);
        }
        bgt_converter_close(converter);
    }
}

static void characters_that_the_target_lacks_are_named(void **state)
{
    (void)state;
    struct bgt_buffer out;
    struct bgt_converter *converter =
        open_converter(BGT_ENCODING_UTF8, BGT_ENCODING_LATIN1);
    const struct bgt_conversion_error *error = bgt_converter_error(converter);
    bgt_buffer_init(&out, NULL, 1000);
    assert_int_equal(convert(converter, BYTES("caf\xC3\xA9预z"), 100, &out),
                     BGT_CANNOT_HOLD);
    assert_string_equal(out.data, "caf\xE9");
    assert_int_equal(error->fault, BGT_CONVERSION_UNREPRESENTABLE);
    assert_int_equal(error->offset, 5);
    assert_int_equal(error->code_point, 0x9884);
    assert_int_equal(error->length, 3);
    assert_memory_equal(error->bytes, "预", 3);
    bgt_converter_reset(converter);
    assert_int_equal(convert(converter, BYTES("a\xFF"), 100, &out), BGT_BAD);
    assert_int_equal(error->fault, BGT_CONVERSION_INVALID);
    assert_int_equal(error->offset, 1);
    bgt_buffer_close(&out);
    bgt_converter_close(converter);
}

static void private_use_and_euros_are_counted(void **state)
{
    (void)state;
    struct bgt_buffer out;
    struct bgt_converter *converter =
        open_converter(BGT_ENCODING_GB18030, BGT_ENCODING_UTF8);
    bgt_buffer_init(&out, NULL, 1000);
    /* 81 35 F4 37 is U+E7C7, a remnant; the full-width bracket is not private. */
    assert_int_equal(
        convert(converter, BYTES("a\x80\xA3\xA8\x81\x35\xF4\x37\xAA\xA1"), 3, &out),
        BGT_OK);
    const struct bgt_conversion_counts *counts = bgt_converter_counts(converter);
    assert_string_equal(out.data, "a€（\xEE\x9F\x87\xEE\x80\x80");
    assert_int_equal(counts->private_use, 2);
    assert_int_equal(counts->private_use_at, 7);
    assert_int_equal(counts->private_use_char, 0xE7C7);
    assert_int_equal(counts->euro_bytes, 1);
    bgt_converter_reset(converter);
    assert_int_equal(counts->private_use, 0);
    bgt_buffer_close(&out);
    bgt_converter_close(converter);
}

static void large_inputs_grow_the_buffer_up_to_its_maximum(void **state)
{
    enum { CHARACTERS = 100000 };
    static char gb[CHARACTERS * 2];
    (void)state;
    for (size_t i = 0; i < CHARACTERS; i++) {
        gb[i * 2] = '\xD4';
        gb[i * 2 + 1] = '\xA4';
    }
    struct bgt_converter *converter =
        open_converter(BGT_ENCODING_GB18030, BGT_ENCODING_UTF8);
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, (size_t)CHARACTERS * 3);
    assert_int_equal(convert(converter, gb, sizeof gb, sizeof gb, &out), BGT_OK);
    assert_int_equal(out.length, CHARACTERS * 3);
    for (size_t i = 0; i < CHARACTERS; i++) {
        assert_memory_equal(out.data + i * 3, "预", 3);
    }
    bgt_buffer_close(&out);
    for (size_t short_by = 1; short_by < 5; short_by++) {
        bgt_buffer_init(&out, NULL, (size_t)CHARACTERS * 3 - short_by);
        bgt_converter_reset(converter);
        assert_int_equal(convert(converter, gb, sizeof gb, 777, &out), BGT_LIMIT);
        bgt_buffer_close(&out);
    }
    bgt_converter_close(converter);
}

/* Converts in pieces, on one converter. */
static bgt_status convert_pieces(enum bgt_encoding from, enum bgt_encoding to,
                                 const struct bgt_buffer *text, size_t piece,
                                 struct bgt_buffer *out)
{
    struct bgt_converter *converter = open_converter(from, to);
    bgt_status status = BGT_OK;
    bgt_buffer_init(out, NULL, SIZE_MAX);
    for (size_t at = 0; at < text->length && status == BGT_OK; at += piece) {
        size_t rest = text->length - at;
        status = bgt_converter_convert(converter, text->data + at,
                                       rest < piece ? rest : piece, rest <= piece, out);
    }
    bgt_converter_close(converter);
    return status;
}

/* Every character of two bytes, with ASCII and one of four bytes between. */
static void put_all_characters(struct bgt_buffer *gb)
{
    for (unsigned lead = 0x81; lead <= 0xFE; lead++) {
        for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
            const char text[2] = {(char)lead, (char)trail};
            if (trail != 0x7F) {
                assert_int_equal(bgt_buffer_append(gb, text, 2), BGT_OK);
            }
        }
        assert_int_equal(bgt_buffer_append_text(gb, "a,1\n12345678 \x81\x30\x81\x30"),
                         BGT_OK);
    }
}

static void assert_same(const struct bgt_buffer *a, const struct bgt_buffer *b)
{
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->data, b->data, b->length);
}

/* Long pieces go through a table of what iconv said before, short ones through iconv
 * alone: both ways, and there and back. */
static void characters_met_before_convert_alike(void **state)
{
    static const size_t pieces[] = {4099, 65536, SIZE_MAX / 2};
    struct bgt_buffer gb;
    struct bgt_buffer by_iconv;
    (void)state;
    bgt_buffer_init(&gb, NULL, SIZE_MAX);
    put_all_characters(&gb);
    put_all_characters(&gb);
    assert_int_equal(
        convert_pieces(BGT_ENCODING_GB18030, BGT_ENCODING_UTF8, &gb, 100, &by_iconv),
        BGT_OK);
    for (size_t i = 0; i < BGT_TEST_COUNT(pieces); i++) {
        struct bgt_buffer by_table;
        struct bgt_buffer back;
        assert_int_equal(convert_pieces(BGT_ENCODING_GB18030, BGT_ENCODING_UTF8, &gb,
                                        pieces[i], &by_table),
                         BGT_OK);
        assert_same(&by_table, &by_iconv);
        assert_int_equal(convert_pieces(BGT_ENCODING_UTF8, BGT_ENCODING_GB18030,
                                        &by_table, pieces[i], &back),
                         BGT_OK);
        assert_same(&back, &gb);
        bgt_buffer_close(&by_table);
        bgt_buffer_close(&back);
    }
    bgt_buffer_close(&by_iconv);
    bgt_buffer_close(&gb);
}

static void opening_has_its_statuses(void **state)
{
    (void)state;
    struct bgt_converter *converter = NULL;
    assert_int_equal(
        bgt_converter_open(BGT_ENCODING_UNKNOWN, BGT_ENCODING_UTF8, NULL, &converter),
        BGT_BAD);
    assert_int_equal(
        bgt_converter_open(BGT_ENCODING_GB18030, BGT_ENCODING_UTF16LE, NULL, &converter),
        BGT_BAD);
    struct bgt_failing_allocator failing;
    bgt_failing_allocator_init(&failing, 1);
    assert_int_equal(bgt_converter_open(BGT_ENCODING_UTF8, BGT_ENCODING_UTF8,
                                        &failing.allocator, &converter),
                     BGT_NO_MEMORY);
    assert_null(converter);
    bgt_converter_close(NULL);
}

static void a_failing_allocation_stops_a_conversion(void **state)
{
    (void)state;
    struct bgt_converter *converter =
        open_converter(BGT_ENCODING_GB18030, BGT_ENCODING_UTF8);
    struct bgt_failing_allocator failing;
    struct bgt_buffer out;
    bgt_failing_allocator_init(&failing, 1);
    bgt_buffer_init(&out, &failing.allocator, 1000);
    assert_int_equal(convert(converter, BYTES("\xD4\xA4"), 1, &out), BGT_NO_MEMORY);
    assert_int_equal(out.length, 0);
    bgt_buffer_close(&out);
    assert_int_equal(failing.outstanding, 0);
    bgt_converter_close(converter);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_converted_in_any_chunks),
        cmocka_unit_test(bad_bytes_have_their_offset),
        cmocka_unit_test(characters_that_the_target_lacks_are_named),
        cmocka_unit_test(private_use_and_euros_are_counted),
        cmocka_unit_test(large_inputs_grow_the_buffer_up_to_its_maximum),
        cmocka_unit_test(characters_met_before_convert_alike),
        cmocka_unit_test(opening_has_its_statuses),
        cmocka_unit_test(a_failing_allocation_stops_a_conversion),
    };
    return bgt_test_main("converter", tests, BGT_TEST_COUNT(tests), argc, argv);
}
