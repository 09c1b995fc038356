/* What `info` counts in a stream of records. */
#include "support/testing.h"

#include <string.h>

#include "cli/summary.h"
#include "io/batch.h"

struct stream {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_batch *batch;
    struct bgt_summary summary;
};

#define LIMIT_DEFAULT(field, name, value, why) .field = (value),

static int stream_setup(void **state)
{
    static const struct bgt_limits limits = {.struct_size = sizeof limits,
                                             BGT_LIMITS(LIMIT_DEFAULT)};
    static struct stream stream;
    memset(&stream, 0, sizeof stream);
    stream.limits = limits;
    stream.io.limits = &stream.limits;
    bgt_summary_open(&stream.summary);
    *state = &stream;
    return bgt_batch_open(&stream.io, &stream.batch) == BGT_OK ? 0 : -1;
}

static int stream_teardown(void **state)
{
    struct stream *stream = *state;
    bgt_batch_close(stream->batch);
    bgt_summary_close(&stream->summary);
    return 0;
}

static void record(struct stream *stream, enum bgt_item_kind kind, unsigned entity)
{
    struct bgt_item *item = NULL;
    assert_int_equal(bgt_batch_item(stream->batch, kind, &item), BGT_OK);
    if (item != NULL)
        item->entity = (uint16_t)entity;
}

static void text(struct stream *stream, uint32_t field, const char *value)
{
    assert_int_equal(bgt_batch_put_text(stream->batch, field, value, strlen(value), NULL),
                     BGT_OK);
}

static void number(struct stream *stream, uint32_t field, int64_t coefficient,
                   unsigned scale)
{
    assert_int_equal(bgt_batch_put_decimal(stream->batch, field,
                                           bgt_decimal_make(coefficient, scale), NULL),
                     BGT_OK);
}

static void test_counts(void **state)
{
    struct stream *stream = *state;
    const struct bgt_summary *summary = &stream->summary;
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_document);
    text(stream, BGT_document_fiscal_year, "2026");
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_table);
    number(stream, BGT_table_table_no, 1, 0);
    text(stream, BGT_table_table_id, "income");
    record(stream, BGT_ITEM_FIELDS, BGT_ENTITY_line);
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_line);
    number(stream, BGT_line_row_no, 1, 0); /* bookkeeping, no figure */
    number(stream, BGT_line_total, 66185, 2);
    number(stream, BGT_FIELD_EXTRA, 5, 0);
    assert_int_equal(bgt_batch_put_blank(stream->batch, BGT_line_carryover), BGT_OK);
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_line);
    text(stream, BGT_line_item, "合计");
    record(stream, BGT_ITEM_TABLE_END, BGT_ENTITY_table);
    text(stream, BGT_table_notes, "注：无");
    assert_int_equal(bgt_summary_add(&stream->summary, stream->batch), BGT_OK);
    bgt_batch_reset(stream->batch);
    /* A later document record only adds. */
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_document);
    text(stream, BGT_document_fiscal_year, "1999");
    text(stream, BGT_document_agency_name, "阳泉市商务局");
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_project);
    assert_int_equal(bgt_summary_add(&stream->summary, stream->batch), BGT_OK);

    assert_string_equal(summary->document[BGT_document_fiscal_year], "2026");
    assert_string_equal(summary->document[BGT_document_agency_name], "阳泉市商务局");
    assert_null(summary->document[BGT_document_title]);
    assert_int_equal(summary->tables, 1);
    assert_string_equal(summary->first_table->fields[BGT_table_table_no], "1");
    assert_string_equal(summary->first_table->fields[BGT_table_table_id], "income");
    assert_string_equal(summary->first_table->fields[BGT_table_notes], "注：无");
    assert_int_equal(summary->first_table->lines, 2);
    assert_int_equal(summary->first_table->figures, 2);
    assert_int_equal(summary->figures, 2);
    assert_int_equal(summary->counts[BGT_ENTITY_line], 2);
    assert_int_equal(summary->counts[BGT_ENTITY_project], 1);
}

/* A plugin's stream may be out of order; the summary only counts. */
static void test_out_of_order(void **state)
{
    struct stream *stream = *state;
    record(stream, BGT_ITEM_TABLE_END, BGT_ENTITY_table);
    text(stream, BGT_table_notes, "?");
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_line);
    number(stream, BGT_line_total, 1, 0);
    record(stream, BGT_ITEM_RECORD, BGT_ENTITY_COUNT);
    number(stream, BGT_line_field_count, 1, 0);
    assert_int_equal(bgt_summary_add(&stream->summary, stream->batch), BGT_OK);
    assert_int_equal(stream->summary.tables, 0);
    assert_int_equal(stream->summary.figures, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_counts, stream_setup, stream_teardown),
        cmocka_unit_test_setup_teardown(test_out_of_order, stream_setup, stream_teardown),
    };
    return bgt_test_main("summary", tests, BGT_TEST_COUNT(tests), argc, argv);
}
