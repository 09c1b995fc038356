/* Temporaries, spools and batches. */
#include "io/batch.h"
#include "io/spool.h"
#include "io/temporary.h"
#include "unit/io/io_testing.h"

#include <stdio.h>
#include <unistd.h>

/* ---- Temporaries
 * ------------------------------------------------------------------------- */

static void bytes_come_back_from_memory_and_disk(void **state)
{
    struct job *job = *state;
    static const uint64_t bounds[] = {1u << 20, 100000, 0};
    job->io.temporary_folder = job->folder;
    for (size_t round = 0; round < BGT_TEST_COUNT(bounds); round++) {
        struct bgt_temporary *temporary = NULL;
        const uint8_t *bytes = NULL;
        uint64_t length = 0;
        char part[8];
        size_t got = 0;
        job->limits.spool_memory_bytes = bounds[round];
        assert_int_equal(bgt_temporary_open(&job->io, &temporary), BGT_OK);
        for (int i = 0; i < 50000; i++) {
            char line[8];
            (void)snprintf(line, sizeof line, "%06d\n", i);
            assert_int_equal(bgt_temporary_write(temporary, line, 7), BGT_OK);
        }
        assert_int_equal(bgt_temporary_size(temporary), 350000);
        assert_int_equal(
            bgt_temporary_read_at(temporary, UINT64_C(7) * 49999, part, 8, &got), BGT_OK);
        assert_int_equal(got, 7);
        assert_memory_equal(part, "049999\n", 7);
        assert_int_equal(bgt_temporary_map(temporary, &bytes, &length), BGT_OK);
        assert_int_equal(length, 350000);
        assert_memory_equal(bytes, "000000\n000001\n", 14);
        assert_memory_equal(bytes + (size_t)7 * 30000, "030000\n", 7);
        assert_int_equal(bgt_temporary_write(temporary, "more", 4), BGT_OK);
        assert_int_equal(bgt_temporary_map(temporary, &bytes, &length), BGT_OK);
        assert_memory_equal(bytes + 350000, "more", 4);
        assert_int_equal(count_entries(job->folder), 0);
        bgt_temporary_close(temporary);
    }
    assert_silent(job);
}

static void a_missing_temporary_folder_is_named(void **state)
{
    struct job *job = *state;
    struct bgt_temporary *temporary = NULL;
    char byte = 'x';
    char *absent = job_path(job, "absent");
    job->io.temporary_folder = absent;
    job->limits.spool_memory_bytes = 0;
    assert_int_equal(bgt_temporary_open(&job->io, &temporary), BGT_OK);
    assert_int_equal(bgt_temporary_write(temporary, &byte, 1), BGT_OK);
    assert_int_equal(bgt_temporary_descriptor(temporary), -1);
    assert_reported(job, "TEMPORARY_FAILED");
    assert_string_equal(last_report(job)->arguments[0], absent);
    bgt_temporary_close(temporary);
    free(absent);
}

static void a_pair_reads_what_was_written(void **state)
{
    struct job *job = *state;
    for (int order = 0; order < 2; order++) {
        struct bgt_output *output = NULL;
        struct bgt_input *input = NULL;
        assert_int_equal(bgt_temporary_pair(&job->io, &output, &input), BGT_OK);
        assert_int_equal(output->write(output, "one,", 4), BGT_OK);
        assert_int_equal(output->write(output, "two", 3), BGT_OK);
        if (order == 0) {
            assert_int_equal(output->close(output), BGT_OK);
        }
        assert_reads(input, 2, "one,two", 7);
        assert_maps(input, "one,two", 7);
        bgt_input_close(input);
        if (order == 1) {
            assert_int_equal(output->close(output), BGT_OK);
        }
    }
}

static void a_pair_may_be_written_by_its_path(void **state)
{
    struct job *job = *state;
    struct bgt_output *output = NULL;
    struct bgt_input *input = NULL;
    assert_int_equal(bgt_temporary_pair(&job->io, &output, &input), BGT_OK);
    FILE *file = fopen(output->path(output), "wb");
    assert_non_null(file);
    assert_true(fputs("by path", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(output->close(output), BGT_OK);
    assert_reads(input, 100, "by path", 7);
    char *again = bgt_test_read_file(input->path(input), NULL);
    assert_string_equal(again, "by path");
    free(again);
    bgt_input_close(input);
}

/* ---- Batches
 * ----------------------------------------------------------------------------- */

static struct bgt_batch *open_batch(struct job *job)
{
    struct bgt_batch *batch = NULL;
    assert_int_equal(bgt_batch_open(&job->io, &batch), BGT_OK);
    return batch;
}

/* A row with a place, a text in the batch, one in the input, an extra and a decimal. */
static void add_row(struct bgt_batch *batch, uint64_t line, const char *text)
{
    struct bgt_item item_at_first = {0};
    struct bgt_value value_at_first = {0};
    struct bgt_item *item = &item_at_first;
    struct bgt_value *value = &value_at_first;
    const struct bgt_decimal amount = {.coefficient = 2600, .scale = 2};
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_ROW, &item), BGT_OK);
    item->line = line;
    item->row = line + 1;
    item->flags = BGT_ITEM_CELLS;
    assert_int_equal(bgt_batch_place(batch, "收入", 6), BGT_OK);
    assert_int_equal(bgt_batch_put_text(batch, 1, text, strlen(text), &value), BGT_OK);
    assert_int_equal(bgt_batch_name(batch, "名称", 6), BGT_OK);
    assert_int_equal(bgt_batch_put_decimal(batch, 2, amount, &value), BGT_OK);
    assert_int_equal(bgt_batch_value(batch, 3, BGT_VALUE_TEXT, BGT_PRESENT, &value),
                     BGT_OK);
    value->flags = BGT_VALUE_IN_INPUT;
    value->text_offset = 4;
    value->text_length = 3;
}

static void assert_row(const struct bgt_batch *batch, const struct bgt_item *item,
                       uint64_t line, const char *text)
{
    assert_int_equal(item->kind, BGT_ITEM_ROW);
    assert_int_equal(item->line, line);
    assert_int_equal(item->row, line + 1);
    assert_int_equal(item->flags, BGT_ITEM_CELLS);
    assert_int_equal(item->place_length, 6);
    assert_memory_equal(batch->text + item->place_offset, "收入", 6);
    assert_int_equal(item->value_count, 3);
    const struct bgt_value *values = bgt_item_values(batch, item);
    assert_int_equal(values[0].text_length, strlen(text));
    assert_memory_equal(bgt_value_text(batch, &values[0]), text, strlen(text));
    assert_int_equal(values[0].name_length, 6);
    assert_memory_equal(bgt_value_name(batch, &values[0]), "名称", 6);
    assert_int_equal(values[1].decimal.coefficient, 2600);
    assert_int_equal(values[1].decimal.scale, 2);
    assert_int_equal(values[2].text_length, 3);
    assert_memory_equal(bgt_value_text(batch, &values[2]), "two", 3);
}

static void a_batch_grows_and_is_used_again(void **state)
{
    struct job *job = *state;
    struct bgt_batch *batch = open_batch(job);
    batch->input = "one,two";
    for (uint64_t round = 0; round < 3; round++) {
        for (uint64_t i = 0; i < 1000; i++) {
            add_row(batch, i, "科目");
        }
        assert_true(bgt_batch_full(batch));
        assert_row(batch, &batch->items[0], 0, "科目");
        assert_row(batch, &batch->items[999], 999, "科目");
        bgt_batch_reset(batch);
        assert_int_equal(batch->item_count, 0);
        assert_false(bgt_batch_full(batch));
    }
    bgt_batch_close(batch);
}

static void a_row_has_a_limit_of_cells(void **state)
{
    struct job *job = *state;
    job->limits.row_cells = 100;
    struct bgt_batch *batch = open_batch(job);
    bgt_status status = BGT_OK;
    for (int row = 0; row < 10; row++) {
        struct bgt_item at_first = {0};
        struct bgt_item *item = &at_first;
        assert_int_equal(bgt_batch_item(batch, BGT_ITEM_ROW, &item), BGT_OK);
        item->line = 7;
        for (uint32_t i = 1; i <= 100; i++) {
            assert_int_equal(bgt_batch_put_blank(batch, i), BGT_OK);
        }
    }
    for (uint32_t i = 101; status == BGT_OK && i < 5000; i++) {
        status = bgt_batch_put_blank(batch, i);
    }
    assert_int_equal(status, BGT_LIMIT);
    assert_silent(job);
    assert_int_equal(bgt_batch_report(batch), BGT_LIMIT);
    assert_reported(job, "LIMIT_REACHED");
    assert_string_equal(last_report(job)->arguments[0], "row-cells");
    assert_int_equal(last_report(job)->place.line, 7);
    bgt_batch_close(batch);
}

static void a_row_has_a_limit_of_bytes(void **state)
{
    struct job *job = *state;
    job->limits.row_bytes = 1000;
    struct bgt_batch *batch = open_batch(job);
    char text[5000];
    bgt_status status = BGT_OK;
    memset(text, 'x', sizeof text);
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_ROW, NULL), BGT_OK);
    for (int i = 0; status == BGT_OK && i < 1000; i++) {
        status = bgt_batch_put_text(batch, 1, text, sizeof text, NULL);
    }
    assert_int_equal(status, BGT_LIMIT);
    assert_true(batch->text_size < 600000);
    assert_int_equal(bgt_batch_report(batch), BGT_LIMIT);
    assert_string_equal(last_report(job)->arguments[0], "row-bytes");
    bgt_batch_close(batch);
}

static void a_copied_item_outlives_its_input(void **state)
{
    struct job *job = *state;
    char input[] = "one,two";
    struct bgt_batch *source = open_batch(job);
    struct bgt_batch *target = open_batch(job);
    source->input = input;
    add_row(source, 5, "科目");
    add_row(source, 6, "金额");
    assert_int_equal(bgt_batch_copy_item(target, source, &source->items[1]), BGT_OK);
    assert_int_equal(bgt_batch_copy_item(target, source, &source->items[0]), BGT_OK);
    memset(input, 'x', sizeof input);
    bgt_batch_close(source);
    assert_row(target, &target->items[0], 6, "金额");
    assert_row(target, &target->items[1], 5, "科目");
    assert_int_equal(target->items[0].place_offset, target->items[1].place_offset);
    bgt_batch_close(target);
}

static void a_copy_without_memory_changes_nothing(void **state)
{
    struct job *job = *state;
    struct bgt_batch *source = open_batch(job);
    source->input = "one,two";
    add_row(source, 5, "科目");
    for (size_t nth = 1; nth < 10; nth++) {
        bgt_failing_allocator_init(&job->failing, 0);
        struct bgt_batch *target = open_batch(job);
        job->failing.fail_at = job->failing.calls + nth;
        bgt_status status = BGT_OK;
        uint32_t copied = 0;
        for (; status == BGT_OK && copied < 300; copied++) {
            status = bgt_batch_copy_item(target, source, &source->items[0]);
        }
        if (status != BGT_OK) {
            assert_int_equal(status, BGT_NO_MEMORY);
            assert_int_equal(target->item_count, copied - 1);
            assert_int_equal(target->value_count, 3 * (copied - 1));
        }
        bgt_batch_close(target);
        assert_int_equal(job->failing.outstanding, 0);
    }
    bgt_failing_allocator_init(&job->failing, 0);
    bgt_batch_close(source);
    job->failing.outstanding = 0;
}

/* ---- Spools
 * ------------------------------------------------------------------------------ */

static void assert_spooled(struct job *job, struct bgt_spool *spool, uint64_t rows)
{
    struct bgt_spool_cursor cursor = {0};
    struct bgt_batch *batch = open_batch(job);
    uint64_t line = 0;
    bgt_status status = BGT_OK;
    while ((status = bgt_spool_next(spool, &cursor, batch)) == BGT_OK) {
        assert_true(batch->item_count > 0);
        for (uint32_t i = 0; i < batch->item_count; i++) {
            assert_row(batch, &batch->items[i], line++, "科目");
        }
    }
    assert_int_equal(status, BGT_END);
    assert_int_equal(batch->item_count, 0);
    assert_int_equal(line, rows);
    bgt_batch_close(batch);
}

static void a_spool_keeps_the_order_and_can_be_read_twice(void **state)
{
    struct job *job = *state;
    job->io.temporary_folder = job->folder;
    for (int round = 0; round < 2; round++) {
        struct bgt_spool *spool = NULL;
        struct bgt_batch *batch = open_batch(job);
        job->limits.spool_memory_bytes = round == 0 ? 64u << 20 : 1000;
        batch->input = "one,two";
        assert_int_equal(bgt_spool_open(&job->io, &spool), BGT_OK);
        assert_int_equal(bgt_spool_put(spool, batch), BGT_OK);
        assert_spooled(job, spool, 0);
        for (uint64_t line = 0; line < 3000; line++) {
            add_row(batch, line, "科目");
            if (line % 1000 == 500) {
                assert_int_equal(bgt_spool_put(spool, batch), BGT_OK);
                bgt_batch_reset(batch);
            } else if (line % 1000 > 500) {
                assert_int_equal(bgt_spool_put_item(spool, batch, &batch->items[0]),
                                 BGT_OK);
                bgt_batch_reset(batch);
            }
        }
        assert_int_equal(bgt_spool_count(spool), 3000);
        assert_spooled(job, spool, 3000);
        assert_spooled(job, spool, 3000);
        assert_int_equal(count_entries(job->folder), 0);
        bgt_spool_close(spool);
        bgt_batch_close(batch);
    }
    assert_silent(job);
}

static void two_cursors_do_not_disturb_each_other(void **state)
{
    struct job *job = *state;
    struct bgt_spool *spool = NULL;
    struct bgt_spool_cursor first = {0};
    struct bgt_spool_cursor second = {0};
    struct bgt_batch *batch = open_batch(job);
    batch->input = "one,two";
    assert_int_equal(bgt_spool_open(&job->io, &spool), BGT_OK);
    for (uint64_t line = 0; line < 3; line++) {
        bgt_batch_reset(batch);
        add_row(batch, line, "科目");
        assert_int_equal(bgt_spool_put(spool, batch), BGT_OK);
    }
    assert_int_equal(bgt_spool_next(spool, &first, batch), BGT_OK);
    assert_int_equal(bgt_spool_next(spool, &first, batch), BGT_OK);
    assert_int_equal(bgt_spool_next(spool, &second, batch), BGT_OK);
    assert_int_equal(batch->items[0].line, 0);
    assert_int_equal(bgt_spool_next(spool, &first, batch), BGT_OK);
    assert_int_equal(batch->items[0].line, 2);
    bgt_spool_close(spool);
    bgt_batch_close(batch);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        JOB_TEST(bytes_come_back_from_memory_and_disk),
        JOB_TEST(a_missing_temporary_folder_is_named),
        JOB_TEST(a_pair_reads_what_was_written),
        JOB_TEST(a_pair_may_be_written_by_its_path),
        JOB_TEST(a_batch_grows_and_is_used_again),
        JOB_TEST(a_row_has_a_limit_of_cells),
        JOB_TEST(a_row_has_a_limit_of_bytes),
        JOB_TEST(a_copied_item_outlives_its_input),
        JOB_TEST(a_copy_without_memory_changes_nothing),
        JOB_TEST(a_spool_keeps_the_order_and_can_be_read_twice),
        JOB_TEST(two_cursors_do_not_disturb_each_other),
    };
    return bgt_test_main("io/temporary", tests, BGT_TEST_COUNT(tests), argc, argv);
}
