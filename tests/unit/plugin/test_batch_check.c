#include "fake.h"

static struct bgt_value *last_value(struct bgt_batch *out)
{
    return &out->values[out->value_count - 1];
}

static void row_without_sheet(struct bgt_batch *out)
{
    add_item(out, BGT_ITEM_ROW)->row = 1;
}

static void falling_columns(struct bgt_batch *out)
{
    fill_sheet(out);
    last_value(out)->column = 1;
}

static void column_zero(struct bgt_batch *out)
{
    fill_sheet(out);
    out->values[1].column = 0;
}

static void wide_column(struct bgt_batch *out)
{
    fill_sheet(out);
    last_value(out)->column = 16385;
}

static void row_zero(struct bgt_batch *out)
{
    fill_sheet(out);
    out->items[1].row = 0;
}

static void no_sheet_name(struct bgt_batch *out)
{
    (void)bgt_batch_item(out, BGT_ITEM_SHEET, NULL);
}

static void sheet_in_sheet(struct bgt_batch *out)
{
    fill_sheet(out);
    out->items[2].kind = BGT_ITEM_SHEET;
}

static void record_in_grid(struct bgt_batch *out)
{
    (void)bgt_batch_item(out, BGT_ITEM_RECORD, NULL);
}

static void text_outside(struct bgt_batch *out)
{
    fill_sheet(out);
    out->values[1].text_length = 1000;
}

static void text_wraps(struct bgt_batch *out)
{
    fill_sheet(out);
    out->values[1].text_offset = UINT64_MAX;
}

static void name_outside(struct bgt_batch *out)
{
    fill_sheet(out);
    out->values[1].name_offset = 5;
    out->values[1].name_length = 60000;
}

static void place_outside(struct bgt_batch *out)
{
    fill_sheet(out);
    out->items[1].place_offset = 6;
    out->items[1].place_length = 2;
}

static void half_a_character(struct bgt_batch *out)
{
    fill_sheet(out);
    out->values[0].text_length = 4;
}

static void bad_state(struct bgt_batch *out)
{
    fill_sheet(out);
    last_value(out)->state = BGT_ABSENT;
}

static void bad_type(struct bgt_batch *out)
{
    fill_sheet(out);
    last_value(out)->type = 6;
}

static void bad_decimal(struct bgt_batch *out)
{
    fill_sheet(out);
    last_value(out)->decimal.scale = 10;
}

static void made_up_id(struct bgt_batch *out)
{
    fill_sheet(out);
    last_value(out)->intern_id = 1;
}

static void values_outside(struct bgt_batch *out)
{
    fill_sheet(out);
    out->items[1].value_count = 3;
}

static void values_elsewhere(struct bgt_batch *out)
{
    fill_sheet(out);
    out->items[1].first_value = 0;
}

static void values_of_nobody(struct bgt_batch *out)
{
    fill_sheet(out);
    out->items[1].value_count = 1;
    out->items[2].first_value = 2;
}

static void counts_beyond(struct bgt_batch *out)
{
    fill_sheet(out);
    out->item_count = out->item_capacity + 1;
}

static void unmapped(struct bgt_batch *out)
{
    fill_sheet(out);
    out->values[1].flags |= BGT_VALUE_IN_INPUT;
}

static void foreign_map(struct bgt_batch *out)
{
    unmapped(out);
    out->input = "elsewhere";
}

static const struct {
    const char *name;
    void (*fill)(struct bgt_batch *out);
    const char *says;
} bad_batches[] = {
    {"row_without_sheet", row_without_sheet, "outside a sheet"},
    {"falling_columns", falling_columns, "columns"},
    {"column_zero", column_zero, "columns"},
    {"wide_column", wide_column, "row-cells"},
    {"row_zero", row_zero, "row numbers"},
    {"no_sheet_name", no_sheet_name, "name"},
    {"sheet_in_sheet", sheet_in_sheet, "sheet inside"},
    {"record_in_grid", record_in_grid, "kind"},
    {"text_outside", text_outside, "outside the batch"},
    {"text_wraps", text_wraps, "outside the batch"},
    {"name_outside", name_outside, "outside the batch"},
    {"place_outside", place_outside, "outside the batch"},
    {"half_a_character", half_a_character, "UTF-8"},
    {"bad_state", bad_state, "state"},
    {"bad_type", bad_type, "type"},
    {"bad_decimal", bad_decimal, "decimal"},
    {"made_up_id", made_up_id, "intern"},
    {"values_outside", values_outside, "values"},
    {"values_elsewhere", values_elsewhere, "values"},
    {"values_of_nobody", values_of_nobody, "values"},
    {"counts_beyond", counts_beyond, "counts"},
    {"unmapped", unmapped, "not mapped"},
    {"foreign_map", foreign_map, "not mapped"},
};

static void bad_batches_are_refused(void **state)
{
    for (size_t i = 0; i < BGT_TEST_COUNT(bad_batches); i++) {
        script.fill = bad_batches[i].fill;
        assert_int_equal(open_it(&grid, false), BGT_OK);
        bgt_status status = bgt_reader_next(reader, batch);
        if (status != BGT_FATAL) {
            fail_msg("%s: accepted", bad_batches[i].name);
        }
        assert_int_equal(batch->item_count, 0);
        const struct bgt_kept_diagnostic *kept = fixture_only(*state, "PLUGIN_BAD_BATCH");
        assert_string_equal(kept->arguments[0], "fake");
        if (strstr(kept->arguments[1], bad_batches[i].says) == NULL) {
            fail_msg("%s: %s", bad_batches[i].name, kept->arguments[1]);
        }
        (void)teardown(state);
        (void)setup(state);
    }
}

static void the_end_inside_a_sheet_is_refused(void **state)
{
    assert_int_equal(open_it(&grid, false), BGT_OK);
    script.fill = fill_sheet;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_OK);
    script.fill = sheet_in_sheet;
    script.next_status = BGT_END;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
    (void)fixture_only(*state, "PLUGIN_BAD_BATCH");
}

static void fill_from_input(struct bgt_batch *out)
{
    const uint8_t *bytes = NULL;
    uint64_t length = 0;
    fill_sheet(out);
    assert_int_equal(input->map(input, &bytes, &length), BGT_OK);
    out->input = (const char *)bytes;
    out->values[1].flags |= BGT_VALUE_IN_INPUT;
    out->values[1].text_offset = 7;
    out->values[1].text_length = 6;
}

static void fill_beyond_input(struct bgt_batch *out)
{
    fill_from_input(out);
    out->values[1].text_offset = 8;
}

static void text_may_stand_in_the_mapped_input(void **state)
{
    assert_int_equal(open_it(&grid, false), BGT_OK);
    script.fill = fill_from_input;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_OK);
    assert_memory_equal(bgt_value_text(batch, &batch->values[1]), "支出", 6);
    script.fill = fill_beyond_input;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
    (void)fixture_only(*state, "PLUGIN_BAD_BATCH");
}

/* ---- Records -------------------------------------------------------------------- */

static void fill_record(struct bgt_batch *out)
{
    (void)bgt_batch_item(out, BGT_ITEM_RECORD, NULL);
    (void)bgt_batch_put_text(out, 1, "a", 1, NULL);
    (void)bgt_batch_put_text(out, BGT_FIELD_EXTRA, "b", 1, NULL);
    (void)bgt_batch_name(out, "备注", 6);
}

static void unknown_field(struct bgt_batch *out)
{
    fill_record(out);
    out->values[0].column = 2;
}

static void extra_without_name(struct bgt_batch *out)
{
    fill_record(out);
    out->values[1].name_length = 0;
}

static void unknown_entity(struct bgt_batch *out)
{
    fill_record(out);
    out->items[0].entity = 1;
}

static void row_in_records(struct bgt_batch *out)
{
    fill_record(out);
    out->items[0].kind = BGT_ITEM_ROW;
}

static void records_are_checked_against_the_model(void **state)
{
    static void (*const bad[])(struct bgt_batch *) = {unknown_field, extra_without_name,
                                                      unknown_entity, row_in_records};
    assert_int_equal(open_it(&record, false), BGT_OK);
    script.fill = fill_record;
    assert_int_equal(bgt_reader_next(reader, batch), BGT_OK);
    for (size_t i = 0; i < BGT_TEST_COUNT(bad); i++) {
        (void)teardown(state);
        (void)setup(state);
        assert_int_equal(open_it(&record, false), BGT_OK);
        script.fill = bad[i];
        assert_int_equal(bgt_reader_next(reader, batch), BGT_FATAL);
        (void)fixture_only(*state, "PLUGIN_BAD_BATCH");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        T(bad_batches_are_refused),
        T(the_end_inside_a_sheet_is_refused),
        T(text_may_stand_in_the_mapped_input),
        T(records_are_checked_against_the_model),
    };
    return bgt_test_main("plugin_batch_check", tests, BGT_TEST_COUNT(tests), argc, argv);
}
