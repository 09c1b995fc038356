#include "fake.h"

static void a_reader_reads_to_its_end(void **state)
{
    assert_int_equal(open_it(&grid, false), BGT_OK);
    assert_true(script.state_was_zero);
    script.fill = fill_sheet;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_OK);
    assert_int_equal(batch->item_count, 3);
    script.next_status = BGT_END;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_END);
    assert_int_equal(batch->item_count, 3);
    fixture_nothing(*state);
    assert_int_equal(script.called, 2);
    assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
    assert_int_equal(script.called, 2);
    (void)fixture_only(*state, "INTERNAL");
    bgt_reader_close(reader);
    reader = NULL;
    assert_int_equal(script.closed, 1);
}

static void close_follows_a_failed_open(void **state)
{
    static const bgt_status answers[][2] = {
        {BGT_FATAL, BGT_FATAL},         {BGT_BAD, BGT_BAD},
        {BGT_NO_MEMORY, BGT_NO_MEMORY}, {BGT_LIMIT, BGT_LIMIT},
        {BGT_END, BGT_FATAL},           {BGT_CANNOT_HOLD, BGT_FATAL},
        {BGT_CANCELLED, BGT_CANCELLED}, {(bgt_status)99, BGT_FATAL},
    };
    (void)state;
    script.says_why = 1;
    for (size_t i = 0; i < BGT_TEST_COUNT(answers); i++) {
        script.opened = script.closed = 0;
        script.open_status = answers[i][0];
        assert_int_equal(open_it(&grid, false), answers[i][1]);
        assert_null(reader);
        assert_int_equal(script.opened, 1);
        assert_int_equal(script.closed, 1);
    }
    script.open_status = BGT_FATAL;
    script.opened = script.closed = 0;
    assert_int_equal(open_it(&grid, true), BGT_FATAL);
    assert_null(writer);
    assert_int_equal(script.closed, 1);
}

static void a_silent_failure_is_named(void **state)
{
    script.open_status = BGT_FATAL;
    assert_int_equal(open_it(&grid, false), BGT_FATAL);
    assert_string_equal(fixture_only(*state, "PLUGIN_SILENT")->arguments[0], "fake");
}

static void a_dead_reader_is_not_called_again(void **state)
{
    (void)state;
    script.says_why = 1;
    assert_int_equal(open_it(&grid, false), BGT_OK);
    script.fill = fill_sheet;
    script.next_status = BGT_BAD;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_BAD);
    assert_int_equal(batch->item_count, 3);
    script.next_status = BGT_FATAL;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
    assert_int_equal(batch->item_count, 0);
    assert_int_equal(script.called, 2);
    assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
    assert_int_equal(script.called, 2);
}

static void an_unknown_status_is_refused(void **state)
{
    assert_int_equal(open_it(&grid, false), BGT_OK);
    script.next_status = BGT_CANNOT_HOLD;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
    (void)fixture_only(*state, "PLUGIN_BAD_BATCH");
}

static void fill_too_wide(struct bgt_batch *out)
{
    bgt_status status = BGT_OK;
    (void)add_item(out, BGT_ITEM_SHEET);
    (void)bgt_batch_put_text(out, 1, "s", 1, NULL);
    struct bgt_item *item = add_item(out, BGT_ITEM_ROW);
    item->line = 12;
    item->row = 1;
    for (uint32_t i = 1; status == BGT_OK; i++) {
        status = bgt_batch_put_blank(out, i);
    }
    script.next_status = status;
}

static void a_limit_of_the_batch_is_reported_by_the_host(void **state)
{
    assert_int_equal(open_it(&grid, false), BGT_OK);
    script.fill = fill_too_wide;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_LIMIT);
    const struct bgt_kept_diagnostic *kept = fixture_only(*state, "LIMIT_REACHED");
    assert_string_equal(kept->arguments[0], "row-cells");
    assert_int_equal(kept->place.line, 12);
}

static void a_reader_that_goes_on_without_items_is_stopped(void **state)
{
    bgt_status status = BGT_OK;
    assert_int_equal(open_it(&grid, false), BGT_OK);
    for (size_t i = 0; status == BGT_OK && i < 1u << 20; i++) {
        status = bgt_reader_next(reader, batch);
    }
    assert_int_equal(status, BGT_FATAL);
    (void)fixture_only(*state, "PLUGIN_BAD_BATCH");
}

static void instances_need_memory(void **state)
{
    for (int writing = 0; writing < 2; writing++) {
        bgt_status status = BGT_NO_MEMORY;
        for (size_t i = 1; status == BGT_NO_MEMORY; i++) {
            script.opened = 0;
            bgt_test_fail_allocation(i);
            status = open_it(&grid, writing != 0);
            bgt_test_fail_allocation(0);
            assert_int_equal(script.opened, status == BGT_OK);
        }
        assert_int_equal(status, BGT_OK);
    }
    fixture_nothing(*state);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        T(a_reader_reads_to_its_end),
        T(close_follows_a_failed_open),
        T(a_silent_failure_is_named),
        T(a_dead_reader_is_not_called_again),
        T(an_unknown_status_is_refused),
        T(a_limit_of_the_batch_is_reported_by_the_host),
        T(a_reader_that_goes_on_without_items_is_stopped),
        T(instances_need_memory),
    };
    return bgt_test_main("plugin_instance", tests, BGT_TEST_COUNT(tests), argc, argv);
}
