#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "io/batch.h"
#include "io/spool.h"
#include "layout/builtin_reading.h"
#include "layout/order_sheet.h"

static bool has_header(const struct bgt_batch *batch, const struct bgt_item *row,
                       const char *name)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (bgt_cell_is_empty(&values[i]) || values[i].type != BGT_VALUE_TEXT)
            continue;
        struct bgt_slice text =
            bgt_text_trim(bgt_value_text(batch, &values[i]), values[i].text_length);
        if (bgt_text_equal(text.text, text.length, name, strlen(name)))
            return true;
    }
    return false;
}

enum bgt_builtin_kind bgt_builtin_recognise(struct bgt_slice sheet,
                                            const struct bgt_batch *batch,
                                            const struct bgt_item *row)
{
    if (has_header(batch, row, "seq") &&
        bgt_model_find(bgt_model(), sheet.text, sheet.length) != NULL)
        return has_header(batch, row, BGT_ORDER_PLACE) &&
                       bgt_text_equal(sheet.text, sheet.length, BGT_ORDER_SHEET,
                                      strlen(BGT_ORDER_SHEET))
                   ? BGT_BUILTIN_ORDER
                   : BGT_BUILTIN_ENTITY;
    if (!has_header(batch, row, "table_id") || !has_header(batch, row, "row_no"))
        return BGT_BUILTIN_NONE;
    return has_header(batch, row, "measure") && has_header(batch, row, "amount")
               ? BGT_BUILTIN_FACTS
               : BGT_BUILTIN_LINES;
}

bgt_status bgt_builtin_reader_open(const struct bgt_io *io,
                                   struct bgt_builtin_reader **reader)
{
    struct bgt_builtin_reader *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->io = io;
    bgt_arena_init(&made->arena, io->allocator, BGT_BUILTIN_ARENA);
    bgt_buffer_init(&made->lines.table_id, io->allocator, (size_t)io->limits->cell_bytes);
    bgt_buffer_init(&made->lines.file_no, io->allocator, BGT_DECIMAL_TEXT_SIZE);
    bgt_status status = bgt_batch_open(io, &made->entities.scratch);
    if (status == BGT_OK)
        status = bgt_batch_open(io, &made->entities.end);
    if (status != BGT_OK) {
        bgt_builtin_reader_close(made);
        return status;
    }
    *reader = made;
    return BGT_OK;
}

void bgt_builtin_reader_close(struct bgt_builtin_reader *reader)
{
    if (reader == NULL)
        return;
    for (size_t i = 0; i < BGT_ENTITY_COUNT; i++) {
        bgt_spool_close(reader->entities.sheets[i].spool);
        bgt_batch_close(reader->entities.sheets[i].batch);
        bgt_batch_close(reader->entities.sheets[i].waiting);
    }
    bgt_batch_close(reader->entities.scratch);
    bgt_batch_close(reader->entities.end);
    bgt_buffer_close(&reader->lines.table_id);
    bgt_buffer_close(&reader->lines.file_no);
    bgt_arena_close(&reader->arena);
    free(reader);
}

static bgt_status refuse(struct bgt_builtin_reader *reader, const char *code,
                         const struct bgt_builtin_sheet *sheet, const char *argument)
{
    struct bgt_sheet_fault fault = {code, argument, NULL};
    (void)bgt_sheet_report(&reader->columns, &fault, sheet->batch, sheet->header, NULL);
    return BGT_FATAL;
}

/* A sheet whose header is at fault is not read: its cells have no meaning. */
static bgt_status read_header(struct bgt_builtin_reader *reader,
                              const struct bgt_builtin_sheet *sheet)
{
    bgt_status status = bgt_sheet_columns_read(&reader->columns, &reader->arena,
                                               sheet->batch, sheet->header);
    if (status == BGT_BAD)
        return BGT_FATAL;
    if (status != BGT_OK || sheet->kind != BGT_BUILTIN_ENTITY)
        return status;
    return bgt_sheet_columns_find(&reader->columns, BGT_ROLE_SEQ, 0) >= 0
               ? BGT_OK
               : refuse(reader, "LAYOUT_HEADER_MISSING", sheet, "seq");
}

bgt_status bgt_builtin_reader_begin(struct bgt_builtin_reader *reader,
                                    const struct bgt_builtin_sheet *sheet,
                                    struct bgt_batch *out)
{
    char *name = bgt_arena_copy(&reader->arena, sheet->name.text, sheet->name.length);
    if (name == NULL)
        return bgt_arena_failure(&reader->arena);
    reader->kind = sheet->kind;
    reader->columns =
        (struct bgt_sheet_columns){.io = reader->io,
                                   .entity = bgt_entity(BGT_ENTITY_line),
                                   .sheet = {name, sheet->name.length},
                                   .has_lists = sheet->kind == BGT_BUILTIN_ENTITY};
    if (sheet->kind == BGT_BUILTIN_FACTS)
        return refuse(reader, "LAYOUT_FACTS_INPUT", sheet, NULL);
    if (sheet->kind == BGT_BUILTIN_ENTITY)
        reader->columns.entity =
            bgt_model_find(bgt_model(), sheet->name.text, sheet->name.length);
    bgt_status status = read_header(reader, sheet);
    if (status != BGT_OK)
        return status;
    return sheet->kind == BGT_BUILTIN_LINES ? bgt_lines_reading_begin(reader, sheet, out)
                                            : bgt_entities_reading_begin(reader, sheet);
}

/* A batch at its limit was not reported by whoever filled it. */
static bgt_status reported(const struct bgt_batch *batch, bgt_status status)
{
    return status == BGT_LIMIT ? bgt_batch_report(batch) : status;
}

bgt_status bgt_builtin_reader_row(struct bgt_builtin_reader *reader,
                                  const struct bgt_batch *batch,
                                  const struct bgt_item *row, struct bgt_batch *out)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    bool is_empty = true;
    for (uint32_t i = 0; i < row->value_count; i++)
        is_empty = is_empty && bgt_cell_is_empty(&values[i]);
    if (is_empty)
        return BGT_OK;
    if (reader->kind == BGT_BUILTIN_LINES)
        return reported(out, bgt_lines_reading_row(reader, batch, row, out));
    return reported(reader->entities.scratch,
                    bgt_entities_reading_row(reader, batch, row));
}

bgt_status bgt_builtin_reader_end(struct bgt_builtin_reader *reader,
                                  struct bgt_batch *out)
{
    return reported(out, reader->kind == BGT_BUILTIN_LINES
                             ? bgt_lines_reading_end(reader, out)
                             : bgt_entities_reading_end(reader));
}

bgt_status bgt_builtin_reader_next(struct bgt_builtin_reader *reader,
                                   const struct bgt_builtin_wanted *wanted,
                                   struct bgt_batch *out)
{
    struct bgt_entities_reading *entities = &reader->entities;
    entities->has_document = entities->has_document || wanted->has_document;
    return reported(out, bgt_entities_reading_next(reader, wanted->below, out));
}

bgt_status bgt_builtin_reader_take_document(struct bgt_builtin_reader *reader,
                                            struct bgt_batch *out)
{
    return reported(out, bgt_entities_reading_take_document(reader, out));
}

struct bgt_builtin_counts
bgt_builtin_reader_counts(const struct bgt_builtin_reader *reader)
{
    return reader->counts;
}
