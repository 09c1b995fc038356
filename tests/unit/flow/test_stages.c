/* The stages between reading and writing: merge, select, unit. */
#include "recording.h"

#include <stdlib.h>
#include <string.h>

#include "flow/context.h"
#include "flow/stage_merge.h"
#include "flow/stage_select.h"
#include "flow/stage_unit.h"
#include "model/model.h"
#include "support/testing.h"

static void put_kept(struct recording *recording, const char *text, size_t length)
{
    assert_true(recording->length + length < sizeof recording->text);
    memcpy(recording->text + recording->length, text, length);
    recording->length += length;
    recording->text[recording->length] = '\0';
}

static bgt_status record_put(void *state, const struct bgt_batch *batch,
                             const struct bgt_item *item)
{
    struct recording *recording = state;
    const struct bgt_entity *entity = bgt_entity((enum bgt_entity_number)item->entity);
    const struct bgt_value *values = bgt_item_values(batch, item);
    if (item->kind == BGT_ITEM_TABLE_END)
        put_kept(recording, "end", 3);
    else
        put_kept(recording, entity->key, strlen(entity->key));
    for (uint32_t i = 0; i < item->value_count; i++) {
        char number[BGT_DECIMAL_TEXT_SIZE];
        const char *key = bgt_entity_field(entity, (uint16_t)values[i].column)->key;
        put_kept(recording, " ", 1);
        put_kept(recording, key, strlen(key));
        put_kept(recording, "=", 1);
        if ((values[i].flags & BGT_VALUE_DECIMAL) != 0)
            put_kept(recording, number, bgt_decimal_format(values[i].decimal, number));
        else
            put_kept(recording, bgt_value_text(batch, &values[i]), values[i].text_length);
    }
    put_kept(recording, "\n", 1);
    return BGT_OK;
}

static bgt_status record_finish(void *state)
{
    ((struct recording *)state)->finished++;
    return BGT_OK;
}

struct recording *recording_open(void)
{
    struct recording *recording = calloc(1, sizeof *recording);
    struct bgt_reporter_options options = {0};
    assert_non_null(recording);
    bgt_limits_init(&recording->limits);
    recording->io.limits = &recording->limits;
    assert_int_equal(bgt_reporter_open(&options, &recording->io.reporter), BGT_OK);
    assert_int_equal(bgt_batch_open(&recording->io, &recording->batch), BGT_OK);
    recording->sink.state = recording;
    recording->sink.put = record_put;
    recording->sink.finish = record_finish;
    return recording;
}

void recording_close(struct recording *recording)
{
    bgt_batch_close(recording->batch);
    bgt_reporter_close(recording->io.reporter);
    free(recording);
}

void recording_record(struct recording *recording, unsigned entity)
{
    struct bgt_item *item = NULL;
    assert_int_equal(bgt_batch_item(recording->batch, BGT_ITEM_RECORD, &item), BGT_OK);
    item->entity = (uint16_t)entity;
}

static void record_table_end(struct recording *recording)
{
    struct bgt_item *item = NULL;
    assert_int_equal(bgt_batch_item(recording->batch, BGT_ITEM_TABLE_END, &item), BGT_OK);
    item->entity = BGT_ENTITY_table;
}

void recording_text(struct recording *recording, unsigned field, const char *text)
{
    assert_int_equal(
        bgt_batch_put_text(recording->batch, field, text, strlen(text), NULL), BGT_OK);
}

void recording_decimal(struct recording *recording, unsigned field, const char *text)
{
    struct bgt_decimal decimal;
    assert_int_equal(bgt_decimal_parse(text, strlen(text), &decimal), BGT_DECIMAL_OK);
    assert_int_equal(bgt_batch_put_decimal(recording->batch, field, decimal, NULL),
                     BGT_OK);
}

bgt_status recording_pass(struct recording *recording, struct bgt_sink sink)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < recording->batch->item_count; i++)
        status = sink.put(sink.state, recording->batch, &recording->batch->items[i]);
    bgt_batch_reset(recording->batch);
    return status;
}

const char *recording_code(struct recording *recording, size_t n)
{
    const struct bgt_kept_diagnostic *kept = bgt_reporter_at(recording->io.reporter, n);
    return kept == NULL ? "" : kept->code->name;
}

/* One table of two lines with the amounts given. */
static void make_table(struct recording *recording, const char *unit, const char *first,
                       const char *second)
{
    recording_record(recording, BGT_ENTITY_document);
    recording_text(recording, BGT_document_fiscal_year, "2026");
    recording_text(recording, BGT_document_amount_unit, unit);
    recording_record(recording, BGT_ENTITY_table);
    recording_decimal(recording, BGT_table_table_no, "1");
    recording_record(recording, BGT_ENTITY_line);
    recording_text(recording, BGT_line_exp_func_code, "0381");
    recording_decimal(recording, BGT_line_total, first);
    recording_decimal(recording, BGT_line_change_rate, "12.5");
    recording_record(recording, BGT_ENTITY_line);
    recording_text(recording, BGT_line_exp_func_code, "201");
    recording_decimal(recording, BGT_line_total, second);
    record_table_end(recording);
    recording_decimal(recording, BGT_table_row_count, "2");
}

/* 万元 to 元 and back: 661.85 is 6618500 元, 1378025.59 元 is 137.802559 万元. */
static void check_unit(const char *from, const char *to, int places, const char *first,
                       const char *second, const char *expected)
{
    struct recording *recording = recording_open();
    struct bgt_unit_stage *stage = NULL;
    struct bgt_unit_options options = {to, places};
    assert_int_equal(
        bgt_unit_stage_open(&options, &recording->sink, &recording->io, &stage), BGT_OK);
    make_table(recording, from, first, second);
    struct bgt_sink sink = bgt_unit_stage_sink(stage);
    assert_int_equal(recording_pass(recording, sink), BGT_OK);
    assert_int_equal(sink.finish(sink.state), BGT_OK);
    assert_int_equal(recording->finished, 1);
    assert_string_equal(recording->text, expected);
    bgt_unit_stage_close(stage);
    recording_close(recording);
}

static void test_units_are_exact(void **state)
{
    (void)state;
    check_unit("万元", "元", -1, "661.85", "-0.01",
               "document fiscal_year=2026 amount_unit=元\ntable table_no=1\n"
               "line exp_func_code=0381 total=6618500 change_rate=12.5\n"
               "line exp_func_code=201 total=-100\nend row_count=2\n");
    check_unit("元", "wan", -1, "1378025.59", "0.00",
               "document fiscal_year=2026 amount_unit=万元\ntable table_no=1\n"
               "line exp_func_code=0381 total=137.802559 change_rate=12.5\n"
               "line exp_func_code=201 total=0.000000\nend row_count=2\n");
    check_unit("元", "yuan", -1, "26.00", "0.10",
               "document fiscal_year=2026 amount_unit=元\ntable table_no=1\n"
               "line exp_func_code=0381 total=26.00 change_rate=12.5\n"
               "line exp_func_code=201 total=0.10\nend row_count=2\n");
}

static void test_rounding_is_half_up(void **state)
{
    (void)state;
    check_unit("元", "万元", 2, "1378050.00", "-50.00",
               "document fiscal_year=2026 amount_unit=万元\ntable table_no=1\n"
               "line exp_func_code=0381 total=137.81 change_rate=12.5\n"
               "line exp_func_code=201 total=-0.01\nend row_count=2\n");
    check_unit("元", NULL, 0, "2.5", "7",
               "document fiscal_year=2026 amount_unit=元\ntable table_no=1\n"
               "line exp_func_code=0381 total=3 change_rate=12.5\n"
               "line exp_func_code=201 total=7\nend row_count=2\n");
}

static void test_rounding_is_counted(void **state)
{
    (void)state;
    struct recording *recording = recording_open();
    struct bgt_unit_stage *stage = NULL;
    struct bgt_unit_options options = {NULL, 1};
    assert_int_equal(
        bgt_unit_stage_open(&options, &recording->sink, &recording->io, &stage), BGT_OK);
    make_table(recording, "元", "1.25", "1.20");
    struct bgt_sink sink = bgt_unit_stage_sink(stage);
    assert_int_equal(recording_pass(recording, sink), BGT_OK);
    assert_int_equal(sink.finish(sink.state), BGT_OK);
    assert_int_equal(bgt_unit_stage_rounded(stage), 1);
    assert_string_equal(recording_code(recording, 0), "ROUNDED");
    bgt_unit_stage_close(stage);
    recording_close(recording);
}

static void check_unit_fault(const char *from, const char *amount, const char *code)
{
    struct recording *recording = recording_open();
    struct bgt_unit_stage *stage = NULL;
    struct bgt_unit_options options = {"元", -1};
    assert_int_equal(
        bgt_unit_stage_open(&options, &recording->sink, &recording->io, &stage), BGT_OK);
    make_table(recording, from, amount, "1");
    assert_int_equal(recording_pass(recording, bgt_unit_stage_sink(stage)), BGT_BAD);
    assert_string_equal(recording_code(recording, 0), code);
    bgt_unit_stage_close(stage);
    recording_close(recording);
}

static void test_units_that_cannot_be(void **state)
{
    (void)state;
    check_unit_fault("千斤", "1", "UNIT_NOT_STATED");
    check_unit_fault("", "1", "UNIT_NOT_STATED");
    check_unit_fault("万元", "123456789012345678", "UNIT_TOO_LONG");
    struct recording *recording = recording_open();
    struct bgt_unit_stage *stage = NULL;
    struct bgt_unit_options options = {"美元", -1};
    assert_int_equal(
        bgt_unit_stage_open(&options, &recording->sink, &recording->io, &stage), BGT_BAD);
    assert_string_equal(recording_code(recording, 0), "UNIT_UNKNOWN");
    recording_close(recording);
}

static void check_select(const char *const *selects, const char *expected,
                         const char *code)
{
    struct recording *recording = recording_open();
    struct bgt_select_stage *stage = NULL;
    struct bgt_texts texts = {selects, 0};
    while (selects[texts.count] != NULL)
        texts.count++;
    assert_int_equal(
        bgt_select_stage_open(&texts, &recording->sink, &recording->io, &stage), BGT_OK);
    make_table(recording, "元", "26.00", "5");
    struct bgt_sink sink = bgt_select_stage_sink(stage);
    assert_int_equal(recording_pass(recording, sink), BGT_OK);
    assert_int_equal(sink.finish(sink.state), BGT_OK);
    const char *lines = strstr(recording->text, "table_no=1\n");
    assert_non_null(lines);
    assert_string_equal(lines + strlen("table_no=1\n"), expected);
    assert_string_equal(recording_code(recording, 0), code);
    bgt_select_stage_close(stage);
    recording_close(recording);
}

#define FIRST  "line exp_func_code=0381 total=26.00 change_rate=12.5\n"
#define SECOND "line exp_func_code=201 total=5\n"

static void test_select(void **state)
{
    static const char *const one[] = {"exp_func_code=0381", NULL};
    static const char *const none[] = {"exp_func_code=381", NULL};
    static const char *const either[] = {"exp_func_code=0381", "exp_func_code=201", NULL};
    static const char *const both[] = {"exp_func_code=201", "total=5.0", NULL};
    static const char *const number[] = {"total=26", NULL};
    static const char *const common[] = {"fiscal_year=2026", NULL};
    static const char *const absent[] = {"change_rate=", NULL};
    (void)state;
    check_select(one, FIRST "end row_count=1\n", "");
    check_select(none, "end row_count=0\n", "SELECT_NOTHING");
    check_select(either, FIRST SECOND "end row_count=2\n", "");
    check_select(both, SECOND "end row_count=1\n", "");
    check_select(number, FIRST "end row_count=1\n", "");
    check_select(common, FIRST SECOND "end row_count=2\n", "");
    check_select(absent, SECOND "end row_count=1\n", "");
}

static void test_select_faults(void **state)
{
    static const char *const texts[] = {"no_such_field=1", "exp_func_code", "=1"};
    static const char *const codes[] = {"SELECT_FIELD_UNKNOWN", "USAGE_OPTION_VALUE",
                                        "USAGE_OPTION_VALUE"};
    (void)state;
    for (size_t i = 0; i < BGT_TEST_COUNT(texts); i++) {
        struct recording *recording = recording_open();
        struct bgt_select_stage *stage = NULL;
        struct bgt_texts selects = {&texts[i], 1};
        assert_int_equal(
            bgt_select_stage_open(&selects, &recording->sink, &recording->io, &stage),
            BGT_BAD);
        assert_string_equal(recording_code(recording, 0), codes[i]);
        recording_close(recording);
    }
}

static void test_merge_numbers_through(void **state)
{
    (void)state;
    struct recording *recording = recording_open();
    struct bgt_merge_stage *stage = NULL;
    assert_int_equal(bgt_merge_stage_open(&recording->sink, &recording->io, &stage),
                     BGT_OK);
    struct bgt_sink sink = bgt_merge_stage_sink(stage);
    make_table(recording, "元", "1", "2");
    assert_int_equal(recording_pass(recording, sink), BGT_OK);
    bgt_merge_stage_next_input(stage);
    recording->length = 0;
    recording_record(recording, BGT_ENTITY_document);
    recording_text(recording, BGT_document_fiscal_year, "2026");
    recording_text(recording, BGT_document_title, "标题");
    recording_record(recording, BGT_ENTITY_table);
    recording_decimal(recording, BGT_table_table_no, "1");
    recording_record(recording, BGT_ENTITY_line);
    recording_decimal(recording, BGT_line_table_no, "1");
    record_table_end(recording);
    recording_decimal(recording, BGT_table_table_no, "1");
    assert_int_equal(recording_pass(recording, sink), BGT_OK);
    assert_string_equal(recording->text, "document title=标题\ntable table_no=2\n"
                                         "line table_no=2\nend table_no=2\n");
    struct bgt_convert_result result = {0};
    bgt_merge_stage_count(stage, &result);
    assert_int_equal(result.tables, 2);
    assert_int_equal(result.lines, 3);
    bgt_merge_stage_close(stage);
    recording_close(recording);
}

static void test_merge_refuses_contradictions(void **state)
{
    (void)state;
    struct recording *recording = recording_open();
    struct bgt_merge_stage *stage = NULL;
    assert_int_equal(bgt_merge_stage_open(&recording->sink, &recording->io, &stage),
                     BGT_OK);
    make_table(recording, "元", "1", "2");
    struct bgt_sink sink = bgt_merge_stage_sink(stage);
    assert_int_equal(recording_pass(recording, sink), BGT_OK);
    bgt_merge_stage_next_input(stage);
    make_table(recording, "万元", "1", "2");
    assert_int_equal(recording_pass(recording, sink), BGT_BAD);
    assert_string_equal(recording_code(recording, 0), "MERGE_CONFLICT");
    bgt_merge_stage_close(stage);
    recording_close(recording);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units_are_exact),
        cmocka_unit_test(test_rounding_is_half_up),
        cmocka_unit_test(test_rounding_is_counted),
        cmocka_unit_test(test_units_that_cannot_be),
        cmocka_unit_test(test_select),
        cmocka_unit_test(test_select_faults),
        cmocka_unit_test(test_merge_numbers_through),
        cmocka_unit_test(test_merge_refuses_contradictions),
    };
    return bgt_test_main("stages", tests, BGT_TEST_COUNT(tests), argc, argv);
}
