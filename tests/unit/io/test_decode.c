/* Any encoding in, UTF-8 out; and back. */
#include "io/decode.h"
#include "io/encode.h"
#include "io/temporary.h"
#include "unit/io/io_testing.h"

#include <stdio.h>

/* Bytes with their length, from a literal that may hold zero bytes. */
#define BYTES(literal) (literal), sizeof(literal) - 1

#define TEXT_UTF8 "科目,金额\n教育,26.00\n"
/* The same by the tables of GB 18030-2005 and of Unicode. */
#define TEXT_GB18030 "\xBF\xC6\xC4\xBF,\xBD\xF0\xB6\xEE\n\xBD\xCC\xD3\xFD,26.00\n"
#define TEXT_UTF16LE                                                                     \
    "\xD1\x79\xEE\x76,\0\xD1\x91\x9D\x98\n\0\x59\x65\xB2\x80,\0"                         \
    "2\0"                                                                                \
    "6\0.\0"                                                                             \
    "0\0"                                                                                \
    "0\0\n\0"
#define TEXT_UTF16BE                                                                     \
    "\x79\xD1\x76\xEE\0,\x91\xD1\x98\x9D\0\n\x65\x59\x80\xB2\0,\0"                       \
    "2\0"                                                                                \
    "6\0.\0"                                                                             \
    "0\0"                                                                                \
    "0\0\n"

struct sample {
    const char *bytes;
    size_t length;
    const char *label;
};

static void every_encoding_gives_the_same_text(void **state)
{
    struct job *job = *state;
    static const struct sample samples[] = {
        {BYTES(TEXT_UTF8), NULL},
        {BYTES("\xEF\xBB\xBF" TEXT_UTF8), NULL},
        {BYTES(TEXT_UTF8), "utf-8"},
        {BYTES("\xEF\xBB\xBF" TEXT_UTF8), "UTF8"},
        {BYTES(TEXT_GB18030), NULL},
        {BYTES(TEXT_GB18030), "GB18030"},
        {BYTES(TEXT_GB18030), "gb2312"},
        {BYTES(TEXT_GB18030), "GBK"},
        {BYTES("\xFF\xFE" TEXT_UTF16LE), NULL},
        {BYTES("\xFE\xFF" TEXT_UTF16BE), NULL},
        {BYTES("\xFE\xFF" TEXT_UTF16BE), "UTF-16"},
        {BYTES(TEXT_UTF16LE), "UTF-16LE"},
        {BYTES(TEXT_UTF16BE), "UTF-16BE"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        for (int how = 0; how < 3; how++) {
            struct bgt_input *utf8 = NULL;
            struct bgt_input *input =
                open_bytes(job, samples[i].bytes, samples[i].length);
            assert_int_equal(bgt_decode_open(&job->io, input, samples[i].label, &utf8),
                             BGT_OK);
            assert_string_equal(utf8->name, "bytes");
            if (how == 0) {
                assert_reads(utf8, 5, BYTES(TEXT_UTF8));
            } else {
                assert_maps(utf8, BYTES(TEXT_UTF8));
                assert_reads(utf8, 7, BYTES(TEXT_UTF8));
            }
            bgt_input_close(utf8);
            bgt_input_close(input);
        }
    }
    assert_silent(job);
}

static void utf8_is_not_copied(void **state)
{
    struct job *job = *state;
    static const char bytes[] = "\xEF\xBB\xBF" TEXT_UTF8;
    struct bgt_input *input = open_bytes(job, BYTES(bytes));
    struct bgt_input *utf8 = NULL;
    const uint8_t *mapped = NULL;
    uint64_t length = 0;
    assert_int_equal(bgt_decode_open(&job->io, input, NULL, &utf8), BGT_OK);
    assert_int_equal(utf8->map(utf8, &mapped, &length), BGT_OK);
    assert_ptr_equal(mapped, bytes + 3);
    bgt_input_close(utf8);
    bgt_input_close(input);
}

static void a_large_text_is_converted_in_pieces(void **state)
{
    struct job *job = *state;
    size_t lines = 40000;
    size_t from = sizeof TEXT_GB18030 - 1;
    size_t to = sizeof TEXT_UTF8 - 1;
    char *bytes = malloc(lines * from);
    char *expected = malloc(lines * to);
    assert_non_null(bytes);
    assert_non_null(expected);
    for (size_t i = 0; i < lines; i++) {
        memcpy(bytes + i * from, TEXT_GB18030, from);
        memcpy(expected + i * to, TEXT_UTF8, to);
    }
    for (int how = 0; how < 2; how++) {
        struct bgt_input *utf8 = NULL;
        struct bgt_input *input = open_bytes(job, bytes, lines * from);
        assert_int_equal(bgt_decode_open(&job->io, input, NULL, &utf8), BGT_OK);
        if (how == 0) {
            assert_reads(utf8, 10007, expected, lines * to);
        } else {
            assert_maps(utf8, expected, lines * to);
        }
        bgt_input_close(utf8);
        bgt_input_close(input);
    }
    free(expected);
    free(bytes);
}

static void a_pipe_is_decoded_as_it_comes(void **state)
{
    struct job *job = *state;
    static const char *const labels[] = {"UTF-8", "GBK", NULL};
    for (size_t i = 0; i < BGT_TEST_COUNT(labels); i++) {
        struct bgt_input *input = NULL;
        struct bgt_input *utf8 = NULL;
        struct test_pipe pipe = start_pipe(BYTES("a,b\n1,2\n"));
        assert_int_equal(
            bgt_input_open_descriptor(&job->io, pipe.descriptor, "-", &input), BGT_OK);
        assert_int_equal(bgt_decode_open(&job->io, input, labels[i], &utf8), BGT_OK);
        assert_reads(utf8, 3, BYTES("a,b\n1,2\n"));
        bgt_input_close(utf8);
        bgt_input_close(input);
        end_pipe(&pipe);
    }
}

/* A wrong byte: how it is opened, and what must be said about it. */
struct fault {
    const char *bytes;
    size_t length;
    const char *label;
    const char *code;
    const char *encoding;
    uint64_t line;
    const char *offset;
    const char *hex;
};

static void a_wrong_byte_is_named_exactly(void **state)
{
    struct job *job = *state;
    static const struct fault faults[] = {
        {BYTES("a\nb\xFFzz"), "UTF-8", "ENCODING_INVALID", "UTF-8", 2, "3", "FF 7A 7A"},
        {BYTES("\xEF\xBB\xBF"
               "a\n\nb\xC0\xAF"),
         "UTF-8", "ENCODING_INVALID", "UTF-8", 3, "7", "C0 AF"},
        {BYTES("\xEF\xBB\xBFgood\n\x81"), NULL, "ENCODING_INVALID", "UTF-8", 2, "8",
         "81"},
        {BYTES("a\n\xE9\xA2"), "UTF-8", "ENCODING_TRUNCATED", "UTF-8", 2, "2", "E9 A2"},
        {BYTES("\xBF\xC6\n\xBF\xC6\xFF\xFF"), "GBK", "ENCODING_INVALID", "GB18030", 2,
         "5", "FF"},
        {BYTES("\xBF\xC6\n\xBF"), "GB18030", "ENCODING_TRUNCATED", "GB18030", 2, "3",
         "BF"},
        {BYTES("a\0\n\0\0\xD8z\0"), "UTF-16LE", "ENCODING_INVALID", "UTF-16LE", 2, "4",
         NULL},
        {BYTES("a\0\n\0b"), "UTF-16LE", "ENCODING_TRUNCATED", "UTF-16LE", 2, "4", "62"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(faults); i++) {
        const struct fault *fault = &faults[i];
        struct bgt_input *utf8 = NULL;
        struct bgt_input *input = open_bytes(job, fault->bytes, fault->length);
        bgt_status status = bgt_decode_open(&job->io, input, fault->label, &utf8);
        if (status == BGT_OK) {
            char *all = NULL;
            size_t length = 0;
            status = read_all(utf8, 2, &all, &length);
            free(all);
        }
        assert_int_equal(status, BGT_FATAL);
        assert_reported(job, fault->code);
        const struct bgt_kept_diagnostic *report = last_report(job);
        assert_string_equal(report->arguments[0], fault->encoding);
        assert_string_equal(report->arguments[1], fault->offset);
        if (fault->hex != NULL) {
            assert_memory_equal(report->arguments[2], fault->hex, 2);
        }
        assert_int_equal(report->place.line, fault->line);
        assert_string_equal(report->place.file, "bytes");
        bgt_input_close(utf8);
        bgt_input_close(input);
    }
}

static void what_no_encoding_fits_is_named(void **state)
{
    struct job *job = *state;
    static const char bytes[] = "a,b\n\xBF\xC6,\xFF\n";
    struct bgt_input *utf8 = NULL;
    struct bgt_input *input = open_bytes(job, BYTES(bytes));
    assert_int_equal(bgt_decode_open(&job->io, input, NULL, &utf8), BGT_FATAL);
    assert_reported(job, "ENCODING_UNDETECTED");
    assert_string_equal(last_report(job)->arguments[0], "4");
    assert_string_equal(last_report(job)->arguments[1], "7");
    assert_string_equal(last_report(job)->text, "FF");
    assert_int_equal(last_report(job)->place.line, 2);
    assert_int_equal(last_report(job)->place.offset, 8);
    assert_int_equal(bgt_decode_open(&job->io, input, "klingon", &utf8), BGT_FATAL);
    assert_reported(job, "ENCODING_UNKNOWN");
    assert_string_equal(last_report(job)->arguments[0], "klingon");
    bgt_input_close(input);
}

/* 预 in GB18030 is D4 A4, which is an Armenian letter in UTF-8; 路 is C2 B7, the middle
 * dot. */
static void what_fits_two_encodings_is_settled_with_a_warning(void **state)
{
    struct job *job = *state;
    static const struct {
        const char *bytes;
        const char *expected;
        const char *encoding; /* named in the warning, or null */
    } samples[] = {
        {"\xD4\xA4,1\n", "预,1\n", "GB18030"},
        {"a\xC2\xB7z,1\n", "a·z,1\n", "UTF-8"},
        {"\xE9\xA2\x84\xC2\xB7\xD4\xA4,1\n", "预·\xD4\xA4,1\n", NULL},
        {"abc,1\n", "abc,1\n", NULL},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        size_t before = bgt_reporter_kept(job->io.reporter);
        struct bgt_input *utf8 = NULL;
        struct bgt_input *input = open_text(job, samples[i].bytes);
        assert_int_equal(bgt_decode_open(&job->io, input, NULL, &utf8), BGT_OK);
        assert_maps(utf8, samples[i].expected, strlen(samples[i].expected));
        assert_int_equal(bgt_reporter_kept(job->io.reporter),
                         before + (samples[i].encoding != NULL ? 1 : 0));
        if (samples[i].encoding != NULL) {
            assert_reported(job, "ENCODING_AMBIGUOUS");
            assert_string_equal(last_report(job)->arguments[0], samples[i].encoding);
        }
        bgt_input_close(utf8);
        bgt_input_close(input);
    }
}

static void a_mark_beats_the_label(void **state)
{
    struct job *job = *state;
    struct bgt_input *utf8 = NULL;
    struct bgt_input *input = open_bytes(job, BYTES("\xEF\xBB\xBF" TEXT_UTF8));
    assert_int_equal(bgt_decode_open(&job->io, input, "GBK", &utf8), BGT_OK);
    assert_reported(job, "ENCODING_MISLABELLED");
    assert_string_equal(last_report(job)->arguments[0], "GBK");
    assert_string_equal(last_report(job)->arguments[1], "UTF-8");
    assert_maps(utf8, BYTES(TEXT_UTF8));
    bgt_input_close(utf8);
    bgt_input_close(input);
}

/* 8135F437 is U+E7C7, a remnant that glibc's GB18030 maps to the private use area. */
static void private_use_is_warned_of_once(void **state)
{
    struct job *job = *state;
    static const char bytes[] = "a\n\xBF\xC6\x81\x35\xF4\x37\n\x81\x35\xF4\x37\n";
    struct bgt_input *utf8 = NULL;
    struct bgt_input *input = open_bytes(job, BYTES(bytes));
    assert_int_equal(bgt_decode_open(&job->io, input, "GB18030", &utf8), BGT_OK);
    assert_reads(utf8, 100, BYTES("a\n科\xEE\x9F\x87\n\xEE\x9F\x87\n"));
    assert_reported(job, "ENCODING_PRIVATE_USE");
    assert_string_equal(last_report(job)->arguments[0], "2");
    assert_string_equal(last_report(job)->arguments[1], "U+E7C7");
    assert_int_equal(last_report(job)->place.line, 2);
    assert_int_equal(bgt_reporter_kept(job->io.reporter), 1);
    bgt_input_close(utf8);
    bgt_input_close(input);
}

static void every_failing_allocation_is_survived(void **state)
{
    struct job *job = *state;
    static const struct sample samples[] = {{BYTES(TEXT_UTF8), NULL},
                                            {BYTES(TEXT_GB18030), "GBK"}};
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        bgt_status status = BGT_NO_MEMORY;
        for (size_t nth = 1; status == BGT_NO_MEMORY; nth++) {
            struct bgt_input *utf8 = NULL;
            struct bgt_input *input = NULL;
            const uint8_t *bytes = NULL;
            uint64_t length = 0;
            bgt_failing_allocator_init(&job->failing, nth);
            status = bgt_input_open_memory(&job->io, samples[i].bytes, samples[i].length,
                                           "a", &input);
            if (status == BGT_OK) {
                status = bgt_decode_open(&job->io, input, samples[i].label, &utf8);
            }
            if (status == BGT_OK) {
                status = utf8->map(utf8, &bytes, &length);
            }
            bgt_input_close(utf8);
            bgt_input_close(input);
            assert_int_equal(job->failing.outstanding, 0);
        }
        assert_int_equal(status, BGT_OK);
    }
    assert_silent(job);
}

/* ---- Encoding
 * ---------------------------------------------------------------------------- */

/* Writes the text in pieces and gives the bytes that came out. */
static bgt_status encode(struct job *job, const char *encoding, const char *text,
                         struct bgt_input **written)
{
    struct bgt_output *output = NULL;
    struct bgt_output *utf8 = NULL;
    assert_int_equal(bgt_temporary_pair(&job->io, &output, written), BGT_OK);
    bgt_status status = bgt_encode_open(&job->io, output, encoding, &utf8);
    for (; status == BGT_OK && *text != '\0'; text++) {
        status = utf8->write(utf8, text, 1);
    }
    if (utf8 != NULL) {
        bgt_status closed = utf8->close(utf8);
        status = status == BGT_OK ? closed : status;
    }
    assert_int_equal(output->close(output), BGT_OK);
    return status;
}

static void text_is_written_in_any_encoding(void **state)
{
    struct job *job = *state;
    static const struct sample samples[] = {
        {BYTES(TEXT_UTF8), NULL},
        {BYTES(TEXT_UTF8), "UTF-8"},
        {BYTES(TEXT_GB18030), "GB18030"},
        {BYTES(TEXT_GB18030), "GBK"},
        {BYTES("\xFF\xFE" TEXT_UTF16LE), "UTF-16LE"},
        {BYTES("\xFE\xFF" TEXT_UTF16BE), "UTF-16BE"},
    };
    for (size_t i = 0; i < BGT_TEST_COUNT(samples); i++) {
        struct bgt_input *written = NULL;
        assert_int_equal(encode(job, samples[i].label, TEXT_UTF8, &written), BGT_OK);
        assert_reads(written, 100, samples[i].bytes, samples[i].length);
        bgt_input_close(written);
    }
    assert_silent(job);
}

static void a_character_that_cannot_be_written_is_named(void **state)
{
    struct job *job = *state;
    struct bgt_input *written = NULL;
    assert_int_equal(encode(job, "ISO-8859-1", "a\n\xC3\xA9\nb预c", &written), BGT_FATAL);
    assert_reported(job, "ENCODING_CANNOT_WRITE");
    assert_string_equal(last_report(job)->arguments[0], "ISO-8859-1");
    assert_string_equal(last_report(job)->arguments[1], "U+9884 预");
    assert_int_equal(last_report(job)->place.line, 3);
    bgt_input_close(written);
    assert_int_equal(encode(job, "klingon", "a", &written), BGT_FATAL);
    assert_reported(job, "ENCODING_UNKNOWN");
    bgt_input_close(written);
    assert_int_equal(encode(job, "UTF-8", "a\xFF", &written), BGT_FATAL);
    assert_reported(job, "INTERNAL");
    bgt_input_close(written);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(every_encoding_gives_the_same_text),
        JOB_TEST(utf8_is_not_copied),
        JOB_TEST(a_large_text_is_converted_in_pieces),
        JOB_TEST(a_pipe_is_decoded_as_it_comes),
        JOB_TEST(a_wrong_byte_is_named_exactly),
        JOB_TEST(what_no_encoding_fits_is_named),
        JOB_TEST(what_fits_two_encodings_is_settled_with_a_warning),
        JOB_TEST(a_mark_beats_the_label),
        JOB_TEST(private_use_is_warned_of_once),
        JOB_TEST(every_failing_allocation_is_survived),
        JOB_TEST(text_is_written_in_any_encoding),
        JOB_TEST(a_character_that_cannot_be_written_is_named),
    };
    return bgt_test_main("io/decode", tests, BGT_TEST_COUNT(tests), argc, argv);
}
