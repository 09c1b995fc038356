#include "layout/labelled_reading.h"
#include "layout/reader.h"
#include "layout/reading.h"
#include <string.h>

static bgt_status choose_layouts(struct bgt_layout_reader *reader)
{
    const char *name = reader->options.input_layout;
    if (name == NULL || strcmp(name, "lines") == 0 || strcmp(name, "entities") == 0) {
        return BGT_OK;
    }
    if (bgt_layouts_find(reader->options.layouts, name, &reader->choice) != BGT_OK) {
        return bgt_layouts_report_unknown(reader->options.layouts, name,
                                          reader->options.reporter);
    }
    return BGT_OK;
}

static bgt_status open_parts(struct bgt_layout_reader *reader)
{
    size_t sheets = reader->options.sheet_count;
    reader->sheets_seen = bgt_arena_allocate_array(&reader->arena, sheets, sizeof(bool));
    bgt_status status = reader->sheets_seen == NULL ? BGT_NO_MEMORY : BGT_OK;
    if (status == BGT_OK) {
        status = bgt_batch_open(&reader->io, &reader->input);
    }
    if (status == BGT_OK) {
        status = bgt_batch_open(&reader->io, &reader->waiting);
    }
    if (status == BGT_OK) {
        status = bgt_batch_open(&reader->io, &reader->building);
    }
    if (status == BGT_OK) {
        status = bgt_window_open(&reader->io, &reader->window);
    }
    if (status == BGT_OK) {
        status = bgt_prose_open(reader);
    }
    if (status == BGT_OK) {
        status = bgt_beside_open(reader);
    }
    return status == BGT_OK ? bgt_window_open(&reader->io, &reader->replay) : status;
}

bgt_status bgt_layout_reader_open(const struct bgt_layout_reader_options *options,
                                  struct bgt_layout_reader **reader_out)
{
    struct bgt_layout_reader *reader = bgt_allocate_array(NULL, 1, sizeof *reader);
    if (reader == NULL) {
        return BGT_NO_MEMORY;
    }
    reader->options = *options;
    reader->io =
        (struct bgt_io){.reporter = options->reporter, .limits = options->limits};
    reader->sheet = "";
    bgt_arena_init(&reader->arena, NULL, BGT_READING_BYTES);
    bgt_arena_init(&reader->table_arena, NULL, BGT_READING_BYTES);
    bgt_arena_init(&reader->row_arena, NULL, BGT_READING_BYTES);
    bgt_buffer_init(&reader->key, NULL, BGT_READING_TEXT);
    bgt_buffer_init(&reader->text, NULL, BGT_READING_TEXT);
    bgt_buffer_init(&reader->prose_text, NULL, BGT_READING_TEXT);
    for (size_t b = 0; b < BGT_LAYOUT_BLOCKS_MAX; b++) {
        bgt_buffer_init(&reader->last[b].code, NULL, BGT_READING_TEXT);
        bgt_buffer_init(&reader->next[b].code, NULL, BGT_READING_TEXT);
    }
    bgt_status status = open_parts(reader);
    if (status == BGT_OK) {
        status = choose_layouts(reader);
    }
    if (status != BGT_OK) {
        bgt_layout_reader_close(reader);
        return status;
    }
    *reader_out = reader;
    return BGT_OK;
}

const struct bgt_layout_region *
bgt_layout_reader_report(const struct bgt_layout_reader *reader, size_t *count)
{
    *count = reader->region_count;
    return reader->regions;
}

void bgt_layout_reader_close(struct bgt_layout_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    bgt_table_forget(reader);
    bgt_builtin_reader_close(reader->builtin);
    for (size_t b = 0; b < BGT_LAYOUT_BLOCKS_MAX; b++) {
        bgt_buffer_close(&reader->last[b].code);
        bgt_buffer_close(&reader->next[b].code);
    }
    bgt_buffer_close(&reader->key);
    bgt_buffer_close(&reader->text);
    bgt_buffer_close(&reader->prose_text);
    bgt_prose_close(reader);
    bgt_order_close(&reader->order);
    bgt_window_close(&reader->window);
    bgt_window_close(&reader->replay);
    bgt_beside_close(reader);
    bgt_batch_close(reader->input);
    bgt_batch_close(reader->waiting);
    bgt_batch_close(reader->building);
    bgt_release(NULL, reader->regions);
    bgt_release(NULL, reader->agencies);
    bgt_arena_close(&reader->row_arena);
    bgt_arena_close(&reader->table_arena);
    bgt_arena_close(&reader->arena);
    bgt_release(NULL, reader);
}
