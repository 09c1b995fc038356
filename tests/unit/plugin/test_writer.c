#include "fake.h"

static const struct bgt_item *row(uint64_t number)
{
    bgt_batch_reset(batch);
    struct bgt_item *item = add_item(batch, BGT_ITEM_ROW);
    item->row = number;
    item->line = number;
    item->flags = BGT_ITEM_CELLS;
    assert_int_equal(bgt_batch_place(batch, "收入", 6), BGT_OK);
    assert_int_equal(bgt_batch_put_text(batch, 3, "x", 1, NULL), BGT_OK);
    return &batch->items[0];
}

static void a_writer_is_called_in_order(void **state)
{
    struct bgt_sheet sheet = {.struct_size = sizeof sheet, .name = "s"};
    assert_int_equal(open_it(&grid, true), BGT_OK);
    assert_ptr_equal(bgt_writer_capacity(writer), &capacity);
    assert_int_equal(bgt_writer_begin_sheet(writer, &sheet), BGT_OK);
    assert_int_equal(bgt_writer_put_row(writer, batch, row(1)), BGT_OK);
    assert_int_equal(bgt_writer_put_row(writer, batch, row(5)), BGT_OK);
    assert_int_equal(bgt_writer_end_sheet(writer), BGT_OK);
    assert_int_equal(bgt_writer_begin_sheet(writer, &sheet), BGT_OK);
    assert_int_equal(bgt_writer_put_row(writer, batch, row(1)), BGT_OK);
    assert_int_equal(bgt_writer_end_sheet(writer), BGT_OK);
    assert_int_equal(bgt_writer_finish(writer), BGT_OK);
    fixture_nothing(*state);
    assert_int_equal(script.called, 8);
    bgt_writer_close(writer);
    writer = NULL;
    assert_int_equal(script.closed, 1);
}

static void what_cannot_be_held_leaves_the_writer_alive(void **state)
{
    struct bgt_sheet sheet = {.struct_size = sizeof sheet, .name = "s"};
    script.says_why = 1;
    assert_int_equal(open_it(&grid, true), BGT_OK);
    assert_int_equal(bgt_writer_begin_sheet(writer, &sheet), BGT_OK);
    script.put_status = BGT_CANNOT_HOLD;
    assert_int_equal(bgt_writer_put_row(writer, batch, row(4)), BGT_CANNOT_HOLD);
    const struct bgt_kept_diagnostic *loss = fixture_only(*state, "CANNOT_HOLD");
    assert_int_equal(loss->code->severity, BGT_LOSS);
    assert_string_equal(loss->arguments[0], "too long");
    assert_string_equal(loss->place.sheet, "收入");
    assert_string_equal(loss->text, "x");
    assert_int_equal(loss->place.is_cell, 1);
    assert_int_equal(loss->place.line, 4);
    assert_int_equal(loss->place.column, 3);
    script.put_status = BGT_OK;
    assert_int_equal(bgt_writer_put_row(writer, batch, row(5)), BGT_OK);
}

/* A row that was read nowhere stands in what is written. */
static void what_cannot_be_held_names_the_target(void **state)
{
    struct bgt_sheet sheet = {.struct_size = sizeof sheet, .name = "支出"};
    struct bgt_item *item = NULL;
    output.name = "fake.out";
    script.says_why = 1;
    assert_int_equal(open_it(&grid, true), BGT_OK);
    assert_int_equal(bgt_writer_begin_sheet(writer, &sheet), BGT_OK);
    script.put_status = BGT_CANNOT_HOLD;
    bgt_batch_reset(batch);
    item = add_item(batch, BGT_ITEM_ROW);
    item->row = item->line = 6;
    assert_int_equal(bgt_batch_put_text(batch, 2, "x", 1, NULL), BGT_OK);
    assert_int_equal(bgt_writer_put_row(writer, batch, batch->items), BGT_CANNOT_HOLD);
    const struct bgt_kept_diagnostic *loss = fixture_only(*state, "CANNOT_HOLD");
    assert_string_equal(loss->place.file, "fake.out");
    assert_string_equal(loss->place.sheet, "支出");
    assert_int_equal(loss->place.line, 6);
    assert_int_equal(loss->place.column, 2);
}

static void calls_out_of_order_never_reach_the_writer(void **state)
{
    struct bgt_sheet sheet = {.struct_size = sizeof sheet, .name = "s"};
    for (int i = 0; i < 8; i++) {
        assert_int_equal(open_it(i == 6 ? &record : &grid, true), BGT_OK);
        bool in_sheet = i == 3 || i == 4 || i == 5 || i == 7;
        if (in_sheet) {
            assert_int_equal(bgt_writer_begin_sheet(writer, &sheet), BGT_OK);
            assert_int_equal(bgt_writer_put_row(writer, batch, row(2)), BGT_OK);
        }
        script.called = 0;
        const struct bgt_item *item = row(2);
        bgt_status status = i == 0   ? bgt_writer_put_row(writer, batch, item)
                            : i == 1 ? bgt_writer_end_sheet(writer)
                            : i == 2 ? bgt_writer_put(writer, batch, item)
                            : i == 3 ? bgt_writer_begin_sheet(writer, &sheet)
                            : i == 4 ? bgt_writer_finish(writer)
                            : i == 5 ? bgt_writer_put_row(writer, batch, item)
                            : i == 6 ? bgt_writer_begin_sheet(writer, &sheet)
                                     : bgt_writer_put(writer, batch, item);
        assert_int_equal(status, BGT_FATAL);
        (void)fixture_only(*state, "INTERNAL");
        assert_int_equal(script.called, 0);
        assert_int_equal(bgt_writer_finish(writer), BGT_FATAL);
        assert_int_equal(script.called, 0);
        (void)teardown(state);
        assert_int_equal(script.closed, 1);
        (void)setup(state);
    }
}

static void a_writer_that_fails_is_dead(void **state)
{
    struct bgt_sheet sheet = {.struct_size = sizeof sheet, .name = "s"};
    assert_int_equal(open_it(&grid, true), BGT_OK);
    assert_int_equal(bgt_writer_begin_sheet(writer, &sheet), BGT_OK);
    script.put_status = BGT_END; /* No answer for a writer. */
    assert_int_equal(bgt_writer_put_row(writer, batch, row(1)), BGT_FATAL);
    (void)fixture_only(*state, "PLUGIN_SILENT");
    script.called = 0;
    assert_int_equal(bgt_writer_put_row(writer, batch, row(2)), BGT_FATAL);
    assert_int_equal(script.called, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        T(a_writer_is_called_in_order),
        T(what_cannot_be_held_leaves_the_writer_alive),
        T(what_cannot_be_held_names_the_target),
        T(calls_out_of_order_never_reach_the_writer),
        T(a_writer_that_fails_is_dead),
    };
    return bgt_test_main("plugin_writer", tests, BGT_TEST_COUNT(tests), argc, argv);
}
