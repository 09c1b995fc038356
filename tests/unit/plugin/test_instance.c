#include "fixture.h"

#include "io/batch.h"
#include "io/input.h"
#include "plugin/instance.h"

#include <stdio.h>

/* What the plugin under test does next, and what was called. One test at a time. */
static struct {
    bgt_status open_status;
    bgt_status next_status;
    bgt_status put_status;
    int says_why;
    void (*fill)(struct bgt_batch *batch);
    unsigned opened, closed, called;
    size_t state_was_zero;
} script;

struct state {
    const struct bgt_env *env;
    char rest[100];
};

static bgt_status answer(const struct bgt_env *env, bgt_status status)
{
    struct bgt_diagnostic fault = {.code = "CSV_TEST", .place = {.line = 7}};
    if (script.says_why && status != BGT_OK) {
        (void)env->report(env, &fault);
    }
    return status;
}

static void begin(void *memory, const struct bgt_env *env)
{
    struct state *state = memory;
    script.opened++;
    script.state_was_zero = state->env == NULL && state->rest[99] == '\0';
    state->env = env;
}

static bgt_status open_reader(void *memory, struct bgt_input *input,
                              const struct bgt_env *env)
{
    (void)input;
    begin(memory, env);
    return answer(env, script.open_status);
}

static bgt_status next(void *memory, struct bgt_batch *batch)
{
    struct state *state = memory;
    script.called++;
    if (script.fill != NULL) {
        script.fill(batch);
    }
    return answer(state->env, script.next_status);
}

static void close_any(void *memory)
{
    (void)memory;
    script.closed++;
}

static bgt_status open_writer(void *memory, struct bgt_output *output,
                              const struct bgt_env *env)
{
    (void)output;
    begin(memory, env);
    return answer(env, script.open_status);
}

static bgt_status begin_sheet(void *memory, const struct bgt_sheet *sheet)
{
    (void)sheet;
    (void)memory;
    script.called++;
    return BGT_OK;
}

static bgt_status put(void *memory, const struct bgt_batch *batch,
                      const struct bgt_item *item)
{
    struct state *state = memory;
    script.called++;
    if (script.put_status == BGT_CANNOT_HOLD && script.says_why) {
        return state->env->cannot_hold(state->env, batch, item,
                                       bgt_item_values(batch, item), "too long");
    }
    return answer(state->env, script.put_status);
}

static bgt_status end_any(void *memory)
{
    (void)memory;
    script.called++;
    return BGT_OK;
}

static const struct bgt_capacity capacity = {.struct_size = sizeof capacity};

static const struct bgt_reader_ops reader_ops = {.struct_size = sizeof reader_ops,
                                                 .state_size = sizeof(struct state),
                                                 .open = open_reader,
                                                 .next = next,
                                                 .close = close_any};

static const struct bgt_writer_ops writer_ops = {.struct_size = sizeof writer_ops,
                                                 .state_size = sizeof(struct state),
                                                 .open = open_writer,
                                                 .begin_sheet = begin_sheet,
                                                 .put_row = put,
                                                 .end_sheet = end_any,
                                                 .put = put,
                                                 .finish = end_any,
                                                 .close = close_any};

static const struct bgt_plugin grid = {.struct_size = sizeof grid,
                                       .abi = BGT_ABI,
                                       .id = "fake",
                                       .kind = BGT_KIND_GRID,
                                       .capacity = &capacity,
                                       .reader = &reader_ops,
                                       .writer = &writer_ops};

static const struct bgt_plugin record = {.struct_size = sizeof record,
                                         .abi = BGT_ABI,
                                         .id = "fake",
                                         .kind = BGT_KIND_RECORD,
                                         .capacity = &capacity,
                                         .reader = &reader_ops,
                                         .writer = &writer_ops};

/* Two fields in one entity. */
static const struct bgt_field fields[2] = {{.number = 0}, {.number = 1}};
static const struct bgt_entity entities[1] = {
    {.field_count = 2, .field_stride = sizeof fields[0], .fields = fields}};
static const struct bgt_model model = {.struct_size = sizeof model,
                                       .entity_count = 1,
                                       .entity_stride = sizeof entities[0],
                                       .entities = entities};

#define LIMIT(field, name, value, why) .field = (value),
static const struct bgt_limits limits = {.struct_size = sizeof limits, BGT_LIMITS(LIMIT)};
#undef LIMIT

/* ---- The host
 * ---------------------------------------------------------------------------- */

static struct bgt_io io;
static struct bgt_plugin_host host;
static struct bgt_batch *batch;
static struct bgt_reader *reader;
static struct bgt_writer *writer;
static struct bgt_input *input;
static struct bgt_output output;
static const char input_text[] = "收入,支出";

static int setup(void **state)
{
    memset(&script, 0, sizeof script);
    if (fixture_setup(state) != 0) {
        return -1;
    }
    struct fixture *fixture = *state;
    io = (struct bgt_io){.reporter = fixture->reporter, .limits = &limits};
    host = (struct bgt_plugin_host){.io = &io, .model = &model};
    reader = NULL;
    writer = NULL;
    return bgt_batch_open(&io, &batch) == BGT_OK &&
                   bgt_input_open_memory(&io, input_text, sizeof input_text - 1, "in",
                                         &input) == BGT_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    bgt_reader_close(reader);
    bgt_writer_close(writer);
    bgt_input_close(input);
    bgt_batch_close(batch);
    return fixture_teardown(state);
}

static bgt_status open_it(const struct bgt_plugin *plugin, bool for_writing)
{
    struct bgt_instance_options options = {
        .plugin = plugin, .host = &host, .input = input, .output = &output};
    return for_writing ? bgt_writer_open(&options, &writer)
                       : bgt_reader_open(&options, &reader);
}

/* ---- Readers
 * ----------------------------------------------------------------------------- */

static void fill_sheet(struct bgt_batch *out)
{
    struct bgt_item *item = NULL;
    struct bgt_value *value = NULL;
    (void)bgt_batch_item(out, BGT_ITEM_SHEET, NULL);
    (void)bgt_batch_put_text(out, 1, "收入", 6, NULL);
    (void)bgt_batch_item(out, BGT_ITEM_ROW, &item);
    item->row = 1;
    item->line = 3;
    (void)bgt_batch_put_text(out, 1, "a", 1, NULL);
    (void)bgt_batch_put_decimal(out, 3, bgt_decimal_make(2600, 2), &value);
    (void)bgt_batch_item(out, BGT_ITEM_SHEET_END, NULL);
}

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
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(out, BGT_ITEM_SHEET, NULL);
    (void)bgt_batch_put_text(out, 1, "s", 1, NULL);
    status = bgt_batch_item(out, BGT_ITEM_ROW, &item);
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

/* ---- Batches that are not in order
 * ------------------------------------------------------- */

static struct bgt_value *last_value(struct bgt_batch *out)
{
    return &out->values[out->value_count - 1];
}

static void row_without_sheet(struct bgt_batch *out)
{
    struct bgt_item *item = NULL;
    (void)bgt_batch_item(out, BGT_ITEM_ROW, &item);
    item->row = 1;
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

/* ---- Records
 * ----------------------------------------------------------------------------- */

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

/* ---- Writers
 * ----------------------------------------------------------------------------- */

static const struct bgt_item *row(uint64_t number)
{
    struct bgt_item *item = NULL;
    bgt_batch_reset(batch);
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_ROW, &item), BGT_OK);
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
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_reader_reads_to_its_end),
        T(close_follows_a_failed_open),
        T(a_silent_failure_is_named),
        T(a_dead_reader_is_not_called_again),
        T(an_unknown_status_is_refused),
        T(a_limit_of_the_batch_is_reported_by_the_host),
        T(a_reader_that_goes_on_without_items_is_stopped),
        T(bad_batches_are_refused),
        T(the_end_inside_a_sheet_is_refused),
        T(text_may_stand_in_the_mapped_input),
        T(records_are_checked_against_the_model),
        T(a_writer_is_called_in_order),
        T(what_cannot_be_held_leaves_the_writer_alive),
        T(calls_out_of_order_never_reach_the_writer),
        T(a_writer_that_fails_is_dead),
        T(instances_need_memory),
    };
    return bgt_test_main("plugin_instance", tests, BGT_TEST_COUNT(tests), argc, argv);
}
