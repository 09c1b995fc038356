#include "plugin/xlsx/work.h"

#include <stdlib.h>
#include <string.h>

/* ---- A target in memory or in a file ---- */

static bgt_status target_write(struct bgt_output *output, const void *bytes,
                               size_t length)
{
    struct target *target = output->host;
    if (target->fails_after != 0 && target->length + length > target->fails_after) {
        return BGT_FATAL;
    }
    char *grown = realloc(target->bytes, target->length + length + 1);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    memcpy(grown + target->length, bytes, length);
    target->bytes = grown;
    target->length += length;
    return BGT_OK;
}

static void target_open(struct target *target)
{
    memset(target, 0, sizeof *target);
    target->output.struct_size = sizeof target->output;
    target->output.name = "out.xlsx";
    target->output.host = target;
    target->output.write = target_write;
}

static void target_close(struct target *target)
{
    free(target->bytes);
}

/* ---- A writer at work ---- */

const struct bgt_writer_ops *work_ops(void)
{
    return xlsx_LTX_bgt_plugin.writer;
}

bgt_status work_open(struct work *work, const char *memory)
{
    memset(work, 0, sizeof *work);
    host_open(&work->host);
    target_open(&work->target);
    if (memory != NULL) {
        host_option(&work->host, "memory", memory);
    }
    const struct bgt_plugin_env_options options = {.host = &work->host.plugin_host,
                                                   .plugin = &xlsx_LTX_bgt_plugin,
                                                   .values = work->host.options,
                                                   .is_writer = true};
    bgt_plugin_env_init(&work->host.env, &options);
    if (bgt_batch_open(&work->host.io, &work->batch) != BGT_OK) {
        return BGT_NO_MEMORY;
    }
    work->state = calloc(1, work_ops()->state_size);
    return work->state == NULL ? BGT_NO_MEMORY : BGT_OK;
}

bgt_status work_start(struct work *work)
{
    return work_ops()->open(work->state, &work->target.output, &work->host.env.env);
}

void work_close(struct work *work)
{
    if (work->state != NULL) {
        work_ops()->close(work->state);
        free(work->state);
    }
    bgt_batch_close(work->batch);
    target_close(&work->target);
    host_close(&work->host);
}

bgt_status work_begin_sheet(struct work *work, const struct bgt_sheet *looks)
{
    work->sheet = looks->name;
    return work_ops()->begin_sheet(work->state, looks);
}

struct bgt_sheet work_sheet(const char *name)
{
    return (struct bgt_sheet){.struct_size = sizeof(struct bgt_sheet), .name = name};
}

/* Begins a row in the batch; fill it, then work_send_row(). */
bgt_status work_start_row(struct work *work, uint64_t row)
{
    struct bgt_item *item = NULL;
    bgt_batch_reset(work->batch);
    bgt_status status = bgt_batch_item(work->batch, BGT_ITEM_ROW, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->row = row;
    item->line = row;
    item->flags = BGT_ITEM_CELLS;
    return bgt_batch_place(work->batch, work->sheet, strlen(work->sheet));
}

bgt_status work_send_row(struct work *work)
{
    return work_ops()->put_row(work->state, work->batch, &work->batch->items[0]);
}

struct bgt_value *work_put_text(struct work *work, uint32_t column, const char *text)
{
    struct bgt_value *value = NULL;
    assert_int_equal(bgt_batch_put_text(work->batch, column, text, strlen(text), &value),
                     BGT_OK);
    return value;
}

struct bgt_value *work_put_decimal(struct work *work, uint32_t column, const char *text)
{
    struct bgt_value *value = NULL;
    struct bgt_decimal decimal;
    assert_int_equal(bgt_decimal_parse(text, strlen(text), &decimal), BGT_DECIMAL_OK);
    assert_int_equal(bgt_batch_put_decimal(work->batch, column, decimal, &value), BGT_OK);
    return value;
}

struct bgt_value *work_merge(struct bgt_value *value, uint16_t columns, uint16_t rows)
{
    value->span_columns = columns;
    value->span_rows = rows;
    return value;
}

void work_finish(struct work *work)
{
    bgt_status status = work_ops()->finish(work->state);
    if (status != BGT_OK) {
        char *reports = host_reports(&work->host);
        fail_msg("finish: %d\n%s", status, reports);
    }
}

/* What was written, read back, as host.h says. To be freed. */
char *work_read_back(struct work *work)
{
    struct host host;
    char *bytes = work->target.bytes;
    size_t length = work->target.length;
    host_open(&host);
    bgt_status status = host_read_bytes(&host, bytes, length);
    if (status != BGT_END) {
        fail_msg("read back: %d\n%s", status, host_reports(&host));
    }
    char *dump = strdup(host.dump);
    host_close(&host);
    return dump;
}

void work_reads_back_as(struct work *work, const char *expected)
{
    char *dump = work_read_back(work);
    assert_string_equal(dump, expected);
    free(dump);
}

/* A work with one open sheet. */
void work_begin(struct work *work, const char *memory)
{
    const struct bgt_sheet looks = work_sheet("表1");
    assert_int_equal(work_open(work, memory), BGT_OK);
    assert_int_equal(work_start(work), BGT_OK);
    assert_int_equal(work_begin_sheet(work, &looks), BGT_OK);
}

void work_end(struct work *work)
{
    assert_int_equal(work_ops()->end_sheet(work->state), BGT_OK);
    work_finish(work);
}

const char *const figures[FIGURES] = {
    "26.00",
    "26",
    "0",
    "0.00",
    "-0.05",
    "0.07",
    "0.1",
    "0.30",
    "1629.62",
    "830.99",
    "137.802559",
    "0.000000001",
    "123456789.123456",
    "999999999999999",
    "99999999999999.9",
    "9999999999999.99",
    "-9999999999999.99",
    "999999.999999999",
    "100000000000000000",
    "120000000000000000",
    "1.10",
    "2.675",
    "1234567890.12345",
    "0.123456789",
};

void write_figures(struct work *work, const char *memory, const struct bgt_style *style)
{
    struct bgt_sheet looks = work_sheet("表1");
    looks.styles = style;
    looks.style_count = style == NULL ? 0 : 1;
    assert_int_equal(work_open(work, memory), BGT_OK);
    assert_int_equal(work_start(work), BGT_OK);
    assert_int_equal(work_begin_sheet(work, &looks), BGT_OK);
    for (size_t i = 0; i < FIGURES; i++) {
        assert_int_equal(work_start_row(work, i + 1), BGT_OK);
        work_put_decimal(work, 1, figures[i]);
        assert_int_equal(work_send_row(work), BGT_OK);
    }
    work_end(work);
}
