#include "kit.h"

#include "base/buffer.h"
#include "base/intern.h"
#include "io/input.h"
#include "io/output.h"
#include "io/zip.h"
#include "model/model.h"
#include "plugin/options.h"
#include "support/fake_dump.h"
#include "support/fake_records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_ITEMS = 2, MAX_DUMP = 1 << 20 };

#define LIMIT(field, name, value, why) .field = (value),
static const struct bgt_limits default_limits = {.struct_size = sizeof default_limits,
                                                 BGT_LIMITS(LIMIT)};
#undef LIMIT

/* ---- The job ------------------------------------------------------------------------
 */

static struct bgt_option_value *resolve(struct kit *kit, enum bgt_direction direction)
{
    struct bgt_option_value *values = NULL;
    struct bgt_option_table table = {.options = kit->plugin->options,
                                     .count = kit->plugin->option_count,
                                     .stride = kit->plugin->option_stride,
                                     .owner = kit->plugin->id,
                                     .direction = direction};
    assert_int_equal(
        bgt_options_resolve(&table, NULL, &kit->arena, kit->reporter, &values), BGT_OK);
    return values;
}

void kit_open(struct kit *kit, const struct bgt_manifest *manifest,
              const struct bgt_plugin *plugin)
{
    struct bgt_reporter_options reporting = {0};
    struct bgt_interner_options interning = {.maximum_bytes = 1 << 20, .key = {{1, 2}}};
    *kit = (struct kit){
        .manifest = manifest, .plugin = plugin, .folder = bgt_test_make_folder()};
    kit->formats = bgt_test_source_path("formats");
    bgt_failing_allocator_init(&kit->failing, 0);
    bgt_arena_init(&kit->arena, NULL, 1 << 20);
    assert_int_equal(bgt_reporter_open(&reporting, &kit->reporter), BGT_OK);
    assert_int_equal(bgt_interner_open(&interning, &kit->interner), BGT_OK);
    kit->limits = default_limits;
    kit->io = (struct bgt_io){.reporter = kit->reporter,
                              .limits = &kit->limits,
                              .allocator = &kit->failing.allocator,
                              .temporary_folder = kit->folder};
    kit->host = (struct bgt_plugin_host){.io = &kit->io,
                                         .model = bgt_model(),
                                         .interner = kit->interner,
                                         .formats = kit->formats};
    kit->reader_values = resolve(kit, BGT_FOR_READER);
    kit->writer_values = resolve(kit, BGT_FOR_WRITER);
}

void kit_close(struct kit *kit)
{
    size_t outstanding = kit->failing.outstanding;
    bgt_reporter_close(kit->reporter);
    bgt_interner_close(kit->interner);
    bgt_arena_close(&kit->arena);
    bgt_test_remove_folder(kit->folder);
    free(kit->formats);
    assert_int_equal(outstanding, 0);
}

void kit_forget(struct kit *kit)
{
    struct bgt_reporter_options reporting = {0};
    bgt_reporter_close(kit->reporter);
    assert_int_equal(bgt_reporter_open(&reporting, &kit->reporter), BGT_OK);
    kit->io.reporter = kit->reporter;
}

uint64_t kit_errors(const struct kit *kit)
{
    return bgt_reporter_count(kit->reporter, BGT_ERROR);
}

static void name_file(const struct kit *kit, char name[64])
{
    const char *ending = kit->manifest->extensions[0];
    (void)snprintf(name, 64, "file.%s", ending != NULL ? ending : kit->manifest->id);
}

/* ---- Reading ------------------------------------------------------------------------
 */

bgt_status kit_start(struct kit *kit, const void *bytes, size_t length,
                     struct kit_reading *reading)
{
    char name[64];
    bool wants_members = (kit->manifest->capacity.flags & BGT_CAN_MEMBERS) != 0 &&
                         kit->manifest->zip_members[0] != NULL;
    bool is_zip = length >= 4 && memcmp(bytes, "PK\x03\x04", 4) == 0;
    *reading = (struct kit_reading){.input = NULL};
    name_file(kit, name);
    bgt_status status =
        bgt_input_open_memory(&kit->io, bytes, length, name, &reading->input);
    if (status == BGT_OK) {
        status = bgt_batch_open(&kit->io, &reading->batch);
    }
    if (status == BGT_OK && wants_members && is_zip) {
        status = bgt_zip_open(&kit->io, reading->input, &reading->container);
    }
    if (status != BGT_OK) {
        return status;
    }
    reading->batch->target_items = STEP_ITEMS;
    struct bgt_instance_options options = {
        .plugin = kit->plugin,
        .host = &kit->host,
        .values = kit->reader_values,
        .input = reading->container != NULL ? reading->container : reading->input};
    return bgt_reader_open(&options, &reading->reader);
}

bgt_status kit_step(struct kit_reading *reading, struct bgt_batch *all)
{
    bgt_status status = bgt_reader_next(reading->reader, reading->batch);
    for (uint32_t i = 0; all != NULL && i < reading->batch->item_count; i++) {
        assert_int_equal(
            bgt_batch_copy_item(all, reading->batch, &reading->batch->items[i]), BGT_OK);
    }
    return status;
}

void kit_stop(struct kit_reading *reading)
{
    bgt_reader_close(reading->reader);
    bgt_batch_close(reading->batch);
    bgt_input_close(reading->container);
    bgt_input_close(reading->input);
}

bgt_status kit_read(struct kit *kit, const void *bytes, size_t length,
                    struct bgt_batch *all)
{
    struct kit_reading reading;
    bool was_bad = false;
    bgt_status status = kit_start(kit, bytes, length, &reading);
    while (status == BGT_OK) {
        status = kit_step(&reading, all);
        if (status == BGT_BAD) {
            was_bad = true;
            status = BGT_OK;
        }
    }
    kit_stop(&reading);
    return status == BGT_END && was_bad ? BGT_BAD : status;
}

/* ---- Writing ------------------------------------------------------------------------
 */

static bgt_status put_item(struct bgt_writer *writer, const struct bgt_batch *batch,
                           const struct bgt_item *item, struct bgt_sheet *sheet)
{
    static const struct bgt_style plain = {.align = BGT_ALIGN_DEFAULT};
    const struct bgt_value *value = bgt_item_values(batch, item);
    static char name[64];
    switch (item->kind) {
    case BGT_ITEM_SHEET:
        (void)snprintf(name, sizeof name, "%.*s", (int)value->text_length,
                       bgt_value_text(batch, value));
        *sheet = (struct bgt_sheet){.struct_size = sizeof *sheet,
                                    .style_count = 1,
                                    .name = name,
                                    .styles = &plain};
        return bgt_writer_begin_sheet(writer, sheet);
    case BGT_ITEM_ROW:
        return bgt_writer_put_row(writer, batch, item);
    case BGT_ITEM_SHEET_END:
        return bgt_writer_end_sheet(writer);
    default:
        return bgt_writer_put(writer, batch, item);
    }
}

static bgt_status put_all(struct kit *kit, const struct bgt_batch *batch,
                          struct bgt_output *output)
{
    struct bgt_writer *writer = NULL;
    struct bgt_sheet sheet;
    struct bgt_instance_options options = {.plugin = kit->plugin,
                                           .host = &kit->host,
                                           .values = kit->writer_values,
                                           .output = output};
    bgt_status status = bgt_writer_open(&options, &writer);
    for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++) {
        status = put_item(writer, batch, &batch->items[i], &sheet);
    }
    if (status == BGT_OK) {
        status = bgt_writer_finish(writer);
    }
    bgt_writer_close(writer);
    return status;
}

bgt_status kit_write(struct kit *kit, const struct bgt_batch *batch, char **bytes,
                     size_t *length)
{
    char name[64];
    struct bgt_output *output = NULL;
    name_file(kit, name);
    char *path = bgt_test_join(kit->folder, name);
    struct bgt_output_options options = {.target = path, .is_overwrite = true};
    bgt_status status = bgt_output_open(&kit->io, &options, &output);
    if (status == BGT_OK) {
        status = put_all(kit, batch, output);
    }
    if (status == BGT_OK) {
        status = bgt_output_commit(output);
    }
    bgt_output_close(output);
    if (status == BGT_OK) {
        *bytes = bgt_test_read_file(path, length);
    }
    free(path);
    return status;
}

/* ---- Documents ----------------------------------------------------------------------
 */

struct bgt_item *kit_item(struct bgt_batch *batch, enum bgt_item_kind kind)
{
    static struct bgt_item none;
    struct bgt_item *item = NULL;
    assert_int_equal(bgt_batch_item(batch, kind, &item), BGT_OK);
    return item != NULL ? item : &none;
}

static void put_row(struct bgt_batch *batch, uint64_t number, const char *first,
                    struct bgt_decimal second, const char *fourth)
{
    struct bgt_item *item = kit_item(batch, BGT_ITEM_ROW);
    item->row = number;
    item->line = number;
    assert_int_equal(bgt_batch_put_text(batch, 1, first, strlen(first), NULL), BGT_OK);
    assert_int_equal(bgt_batch_put_decimal(batch, 2, second, NULL), BGT_OK);
    assert_int_equal(bgt_batch_put_blank(batch, 3), BGT_OK);
    assert_int_equal(bgt_batch_put_text(batch, 4, fourth, strlen(fourth), NULL), BGT_OK);
}

static void put_sheet(struct bgt_batch *batch, const char *name)
{
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET, NULL), BGT_OK);
    assert_int_equal(bgt_batch_put_text(batch, 1, name, strlen(name), NULL), BGT_OK);
    put_row(batch, 1, "科目名称", bgt_decimal_make(2026, 0), "备注");
    put_row(batch, 2, "一、一般公共服务支出", bgt_decimal_make(2600, 2), "0381");
    put_row(batch, 3, "其中：\"引号\", 逗号; 分号", bgt_decimal_make(-5, 2),
            "a'b <c> & d");
    put_row(batch, 4, "𠮷", bgt_decimal_make(123456789012345, 4), "=1+1");
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET_END, NULL), BGT_OK);
}

static void put_records(struct bgt_batch *batch)
{
    struct bgt_fake_records records = {batch, bgt_model(), NULL};
    bgt_fake_record(&records, "document");
    (void)bgt_fake_field(&records, "fiscal_year", "2026");
    (void)bgt_fake_field(&records, "agency_name", "某单位（本级）");
    bgt_fake_record(&records, "project");
    (void)bgt_fake_field(&records, "pro_code", "0381");
    (void)bgt_fake_field(&records, "pro_desc", "first: line\n- 'second' \"line\" # x");
    bgt_fake_record(&records, "table");
    (void)bgt_fake_field(&records, "table_no", "1");
    (void)bgt_fake_field(&records, "table_id", "summary");
    bgt_fake_fields(&records, "item", "exp_func_code", "total", NULL);
    for (int i = 1; i <= 3; i++) {
        char number[16];
        (void)snprintf(number, sizeof number, "%d", i);
        bgt_fake_record(&records, "line");
        (void)bgt_fake_field(&records, "table_no", "1");
        (void)bgt_fake_field(&records, "row_no", number);
        (void)bgt_fake_field(&records, "item", "一、一般公共服务支出");
        (void)bgt_fake_field(&records, "exp_func_code", "201");
        (void)bgt_fake_field(&records, "total", i == 1 ? "26.00" : "-0.05");
    }
    bgt_fake_table_end(&records);
    (void)bgt_fake_field(&records, "row_count", "3");
}

void kit_document(const struct kit *kit, struct bgt_batch *batch)
{
    if (kit->plugin->kind == BGT_KIND_RECORD) {
        put_records(batch);
        return;
    }
    put_sheet(batch, "收支总表");
    if ((kit->manifest->capacity.flags & BGT_CAN_SHEETS) != 0) {
        put_sheet(batch, "第二张");
    }
}

/* ---- What was read ------------------------------------------------------------------
 */

static void dump_cell(struct bgt_buffer *out, const struct bgt_batch *batch,
                      const struct bgt_value *value)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    if (value->state != BGT_PRESENT) {
        return;
    }
    (void)bgt_buffer_append_char(out, ' ');
    (void)bgt_buffer_append_unsigned(out, value->column);
    (void)bgt_buffer_append_char(out, '=');
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        (void)bgt_decimal_format(value->decimal, number);
        (void)bgt_buffer_append_text(out, number);
    } else {
        (void)bgt_buffer_append(out, bgt_value_text(batch, value), value->text_length);
    }
}

/* What the first sheet says of the others is so. */
static void check_names(const struct bgt_batch *batch)
{
    const struct bgt_value *names = bgt_item_values(batch, &batch->items[0]);
    uint32_t seen = 0;
    for (uint32_t i = 0; i < batch->item_count && batch->items[0].value_count > 1; i++) {
        const struct bgt_value *name = bgt_item_values(batch, &batch->items[i]);
        if (batch->items[i].kind != BGT_ITEM_SHEET) {
            continue;
        }
        assert_true(seen < batch->items[0].value_count);
        assert_int_equal(names[seen].text_length, name->text_length);
        assert_memory_equal(bgt_value_text(batch, &names[seen]),
                            bgt_value_text(batch, name), name->text_length);
        seen++;
    }
    assert_true(seen == 0 || seen == batch->items[0].value_count);
}

static char *dump_grid(const struct bgt_batch *batch, bool has_names)
{
    struct bgt_buffer out;
    bgt_buffer_init(&out, NULL, MAX_DUMP);
    if (batch->item_count > 0 && batch->items[0].kind == BGT_ITEM_SHEET) {
        check_names(batch);
    }
    for (uint32_t i = 0; i < batch->item_count; i++) {
        const struct bgt_item *item = &batch->items[i];
        bool shows_values = item->kind == BGT_ITEM_ROW || has_names;
        (void)bgt_buffer_append_unsigned(&out, item->kind);
        (void)bgt_buffer_append_char(&out, ':');
        (void)bgt_buffer_append_unsigned(&out, item->row);
        uint32_t count = item->kind == BGT_ITEM_SHEET ? 1 : item->value_count;
        for (uint32_t j = 0; shows_values && j < count; j++) {
            dump_cell(&out, batch, &bgt_item_values(batch, item)[j]);
        }
        (void)bgt_buffer_append_char(&out, '\n');
    }
    char *text = malloc(out.length + 1);
    assert_non_null(text);
    memcpy(text, out.data, out.length + 1);
    bgt_buffer_close(&out);
    return text;
}

char *kit_dump(const struct kit *kit, const struct bgt_batch *batch)
{
    if (kit->plugin->kind == BGT_KIND_RECORD) {
        return bgt_fake_dump(batch, bgt_model(), BGT_FAKE_PLAIN);
    }
    return dump_grid(batch, (kit->manifest->capacity.flags & BGT_CAN_SHEETS) != 0);
}
