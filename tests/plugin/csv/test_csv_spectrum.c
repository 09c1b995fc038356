/*
 * The csv-spectrum samples against the JSON that comes with them. Two peculiarities of
 * the samples: the files named `_crlf` have lost their CR in the collection and get it
 * back here; the JSON of location_coordinates has another telephone number than the CSV,
 * and its CSV has quotation marks in a cell without quotes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/fake_dump.h"

extern const struct bgt_plugin csv_LTX_bgt_plugin;

enum { STRINGS = 64, STRING_BYTES = 128 };

/* The strings of a JSON text of flat objects, keys and values in turn. */
struct strings {
    char list[STRINGS][STRING_BYTES];
    size_t count;
};

static const char *parse_string(const char *json, char out[STRING_BYTES])
{
    size_t length = 0;
    for (json++; *json != '"'; json++) {
        char c = *json;
        assert_true(c != '\0' && length + 1 < STRING_BYTES);
        if (c == '\\') {
            json++;
            c = *json == 'n' ? '\n' : *json == 'r' ? '\r' : *json;
        }
        out[length++] = c;
    }
    out[length] = '\0';
    return json + 1;
}

static void parse_json(const char *json, struct strings *strings)
{
    strings->count = 0;
    while (*json != '\0') {
        if (*json == '"') {
            assert_true(strings->count < STRINGS);
            json = parse_string(json, strings->list[strings->count++]);
        } else {
            assert_non_null(strchr("[]{}:, \r\n\t", *json));
            json++;
        }
    }
}

static char *read_sample(const char *folder, const char *name, const char *ending,
                         size_t *length)
{
    char relative[256];
    (void)snprintf(relative, sizeof relative, "samples/csv/csv-spectrum/%s/%s.%s", folder,
                   name, ending);
    char *path = bgt_test_sample_path(relative);
    char *text = bgt_test_read_file(path, length);
    free(path);
    return text;
}

static char *restore_crlf(char *text, size_t *length)
{
    char *longer = malloc(*length * 2 + 1);
    size_t out = 0;
    assert_non_null(longer);
    for (size_t i = 0; i < *length; i++) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) {
            longer[out++] = '\r';
        }
        longer[out++] = text[i];
    }
    free(text);
    *length = out;
    return longer;
}

/* The text of a cell; a cell that is not stored is empty. */
static void expect_cell(const struct bgt_batch *batch, const struct bgt_item *item,
                        uint32_t column, const char *expected)
{
    const struct bgt_value *value = bgt_item_find(batch, item, column);
    const char *text = value == NULL ? "" : bgt_value_text(batch, value);
    size_t length = value == NULL ? 0 : value->text_length;
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(text, expected, length);
}

static void compare(const struct bgt_batch *batch, const struct strings *strings)
{
    const struct bgt_item *header = &batch->items[1];
    size_t width = header->value_count;
    assert_int_equal(strings->count % (width * 2), 0);
    size_t rows = strings->count / (width * 2);
    assert_int_equal(batch->item_count, rows + 3);
    for (size_t row = 0; row < rows; row++) {
        for (size_t i = 0; i < width; i++) {
            const char *key = strings->list[(row * width + i) * 2];
            const char *value = strings->list[(row * width + i) * 2 + 1];
            expect_cell(batch, header, (uint32_t)i + 1, key);
            if (strcmp(key, "Contact Phone Number") != 0) {
                expect_cell(batch, &batch->items[row + 2], (uint32_t)i + 1, value);
            }
        }
    }
}

static void a_sample_reads_to_its_json(void **state)
{
    static struct bgt_fake_env fake;
    static struct strings strings;
    const char *name = *state;
    size_t length = 0;
    char *json = read_sample("json", name, "json", NULL);
    char *csv = read_sample("csvs", name, "csv", &length);
    struct bgt_batch batch;
    if (strstr(name, "_crlf") != NULL) {
        csv = restore_crlf(csv, &length);
    }
    bgt_fake_init(&fake, &csv_LTX_bgt_plugin, NULL);
    bgt_fake_option(&fake, "stray-quotes", "keep");
    bgt_fake_batch_init(&batch);
    struct bgt_fake_file *file = bgt_fake_input(&fake, "sample.csv", csv, length);
    bgt_status status = bgt_fake_read(&fake, file, &batch);
    parse_json(json, &strings);
    free(json);
    free(csv);
    assert_int_equal(status, BGT_END);
    compare(&batch, &strings);
    bgt_fake_batch_clear(&batch);
    bgt_fake_clear(&fake);
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"comma_in_quotes",
                                        "empty",
                                        "empty_crlf",
                                        "escaped_quotes",
                                        "json",
                                        "newlines",
                                        "newlines_crlf",
                                        "location_coordinates",
                                        "simple",
                                        "utf8",
                                        "simple_crlf",
                                        "quotes_and_newlines"};
    struct CMUnitTest tests[BGT_TEST_COUNT(names)];
    for (size_t i = 0; i < BGT_TEST_COUNT(names); i++) {
        tests[i] = (struct CMUnitTest){names[i], a_sample_reads_to_its_json, NULL, NULL,
                                       (void *)(uintptr_t)names[i]};
    }
    return bgt_test_main("csv_spectrum", tests, BGT_TEST_COUNT(tests), argc, argv);
}
