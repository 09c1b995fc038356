#include "conformance.h"

#include <stdlib.h>
#include <string.h>

void check_the_same_input_gives_the_same_bytes(void **state)
{
    struct kit kit;
    size_t lengths[2] = {0, 0};
    conformance_open(&kit, state);
    char *first = conformance_file(&kit, &lengths[0]);
    char *second = conformance_file(&kit, &lengths[1]);
    assert_int_equal(lengths[0], lengths[1]);
    if (first != NULL) {
        assert_memory_equal(first, second, lengths[0]);
    }
    free(first);
    free(second);
    kit_close(&kit);
}

/* Puts a row with one value that the capacity rules out. */
static bgt_status put_too_much(struct kit *kit, uint32_t column, uint64_t characters)
{
    struct bgt_batch *batch = NULL;
    char *bytes = NULL;
    size_t length = 0;
    char *text = malloc((size_t)characters + 1);
    assert_non_null(text);
    memset(text, 'x', (size_t)characters);
    assert_int_equal(bgt_batch_open(&kit->io, &batch), BGT_OK);
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET, NULL), BGT_OK);
    assert_int_equal(bgt_batch_put_text(batch, 1, "s", 1, NULL), BGT_OK);
    kit_item(batch, BGT_ITEM_ROW)->row = 1;
    assert_int_equal(bgt_batch_put_text(batch, column, text, (size_t)characters, NULL),
                     BGT_OK);
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET_END, NULL), BGT_OK);
    bgt_status status = kit_write(kit, batch, &bytes, &length);
    bgt_batch_close(batch);
    free(bytes);
    free(text);
    return status;
}

void check_what_does_not_fit_is_refused(void **state)
{
    struct kit kit;
    conformance_open(&kit, state);
    const struct bgt_capacity *capacity = kit.plugin->capacity;
    bool is_grid_writer = kit.plugin->writer != NULL && kit.plugin->kind == BGT_KIND_GRID;
    if (is_grid_writer && capacity->text_characters != 0) {
        assert_int_equal(put_too_much(&kit, 1, capacity->text_characters), BGT_OK);
        assert_int_equal(put_too_much(&kit, 1, capacity->text_characters + 1),
                         BGT_CANNOT_HOLD);
        assert_true(conformance_says(&kit, "CANNOT_HOLD"));
    }
    if (is_grid_writer && capacity->columns != 0) {
        assert_int_equal(put_too_much(&kit, capacity->columns, 1), BGT_OK);
        assert_int_equal(put_too_much(&kit, capacity->columns + 1, 1), BGT_CANNOT_HOLD);
    }
    conformance_orderly(&kit, "too much", 0);
    kit_close(&kit);
}

void check_an_abandoned_writer_leaves_nothing(void **state)
{
    struct kit kit;
    struct bgt_batch *batch = NULL;
    conformance_open(&kit, state);
    if (kit.plugin->writer != NULL) {
        assert_int_equal(bgt_batch_open(&kit.io, &batch), BGT_OK);
        kit_document(&kit, batch);
        uint32_t whole = batch->item_count;
        for (uint32_t n = 0; n < whole; n++) {
            char *bytes = NULL;
            size_t length = 0;
            batch->item_count = n; /* finish may refuse what is not complete. */
            bgt_status status = kit_write(&kit, batch, &bytes, &length);
            assert_true(status != BGT_END && status != BGT_CANNOT_HOLD);
            free(bytes);
        }
        batch->item_count = whole;
        bgt_batch_close(batch);
    }
    kit_close(&kit);
}
