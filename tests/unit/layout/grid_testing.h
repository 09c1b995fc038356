/*
 * Grids written in the test, and the records that are read from them as lines of text.
 *
 * A sheet is text: one row a line, cells parted by `|`. A cell is a text, or
 *   =12.50      a number        =%50     a number shown as a percentage
 *   =~1.234     a number with more places than shown
 *   =*3         a number in a scaling format
 *   !           a formula without result     ?1  a boolean     #REF!  an error
 *   {2,1}text   a merged cell two columns wide and one row high
 *   (nothing)   no cell
 */
#ifndef BGT_TESTS_GRID_TESTING_H
#define BGT_TESTS_GRID_TESTING_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/layouts.h"
#include "layout/reader.h"
#include "model/catalogue.h"
#include "support/testing.h"

struct grid_sheet {
    const char *name;
    const char *rows;
    unsigned flags; /* enum bgt_item_flags */
};

/* What a test reads and what came out. */
struct grid {
    const struct grid_sheet *sheets;
    size_t sheet_count, at;
    bool announces; /* The first sheet names the others. */
    struct bgt_limits limits;
    struct bgt_reporter *reporter;
    struct bgt_layouts *layouts;
    struct bgt_catalogues *catalogues;
    struct bgt_layout_reader *reader;
    struct bgt_buffer records;
    bgt_status status;
};

static inline void grid_number(struct bgt_batch *batch, const char *text, size_t length)
{
    struct bgt_value *value = &batch->values[batch->value_count - 1];
    value->type = BGT_VALUE_NUMBER;
    value->flags = BGT_VALUE_DECIMAL;
    if (length > 0 && strchr("%~*", text[0]) != NULL) {
        value->flags |= (uint16_t)(text[0] == '%'   ? BGT_VALUE_PERCENT
                                   : text[0] == '~' ? BGT_VALUE_MORE_PLACES
                                                    : BGT_VALUE_SCALED);
        text++;
        length--;
    }
    assert_int_equal(bgt_decimal_parse(text, length, &value->decimal), BGT_DECIMAL_OK);
}

static inline void grid_cell(struct bgt_batch *batch, uint32_t column,
                             struct bgt_slice cell)
{
    struct bgt_value *value = NULL;
    unsigned long columns = 0, rows = 0;
    if (cell.length == 0) {
        return;
    }
    if (cell.text[0] == '{') {
        char *end = NULL;
        columns = strtoul(cell.text + 1, &end, 10);
        rows = strtoul(end + 1, &end, 10);
        cell.length -= (size_t)(end + 1 - cell.text);
        cell.text = end + 1;
    }
    assert_int_equal(bgt_batch_put_text(batch, column, cell.text, cell.length, &value),
                     BGT_OK);
    if (value == NULL) {
        return;
    }
    value->span_columns = (uint16_t)columns;
    value->span_rows = (uint16_t)rows;
    if (cell.text[0] == '=') {
        grid_number(batch, cell.text + 1, cell.length - 1);
    } else if (cell.text[0] == '!') {
        value->flags = BGT_VALUE_FORMULA | BGT_VALUE_NO_RESULT;
        value->state = BGT_BLANK;
        value->text_length = 0;
    } else if (cell.text[0] == '#') {
        value->type = BGT_VALUE_ERROR;
    } else if (cell.text[0] == '?') {
        value->type = BGT_VALUE_BOOLEAN;
    }
}

static inline void grid_row(struct bgt_batch *batch, struct bgt_slice line,
                            uint64_t number)
{
    struct bgt_item *item = NULL;
    struct bgt_slice cell;
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_ROW, &item), BGT_OK);
    if (item == NULL) {
        return;
    }
    item->line = item->row = number;
    item->flags = BGT_ITEM_CELLS;
    for (uint32_t column = 1; bgt_text_split(&line, '|', &cell); column++) {
        grid_cell(batch, column, cell);
    }
}

/* One sheet a call. */
static inline bgt_status grid_next(void *state, struct bgt_batch *batch)
{
    struct grid *grid = state;
    struct bgt_slice line;
    uint64_t number = 0;
    if (grid->at == grid->sheet_count) {
        return BGT_END;
    }
    const struct grid_sheet *sheet = &grid->sheets[grid->at++];
    struct bgt_slice rest = bgt_slice_of(sheet->rows);
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET, NULL), BGT_OK);
    batch->items[batch->item_count - 1].flags = (uint8_t)sheet->flags;
    assert_int_equal(bgt_batch_put_text(batch, 1, sheet->name, strlen(sheet->name), NULL),
                     BGT_OK);
    for (size_t i = 1; grid->announces && grid->at == 1 && i < grid->sheet_count; i++) {
        const char *name = grid->sheets[i].name;
        assert_int_equal(
            bgt_batch_put_text(batch, (uint32_t)i + 1, name, strlen(name), NULL), BGT_OK);
    }
    while (bgt_text_split(&rest, '\n', &line)) {
        grid_row(batch, line, ++number);
    }
    assert_int_equal(bgt_batch_item(batch, BGT_ITEM_SHEET_END, NULL), BGT_OK);
    return grid->at == grid->sheet_count ? BGT_END : BGT_OK;
}

static inline void grid_limits(struct bgt_limits *limits)
{
    memset(limits, 0, sizeof *limits);
    limits->struct_size = sizeof *limits;
#define GRID_LIMIT(field, name, value, why) limits->field = (value);
    BGT_LIMITS(GRID_LIMIT)
#undef GRID_LIMIT
}

/* Loads the project's own layouts and code lists. */
static inline void grid_open(struct grid *grid)
{
    memset(grid, 0, sizeof *grid);
    grid_limits(&grid->limits);
    struct bgt_reporter_options reporter = {.limits = &grid->limits, .file = "test"};
    assert_int_equal(bgt_reporter_open(&reporter, &grid->reporter), BGT_OK);
    char *folder = bgt_test_source_path("formats/layouts");
    const char *folders[] = {folder};
    struct bgt_layouts_options options = {.folders = folders,
                                          .folder_count = 1,
                                          .limits = &grid->limits,
                                          .reporter = grid->reporter};
    assert_int_equal(bgt_layouts_load(&options, &grid->layouts), BGT_OK);
    free(folder);
    folder = bgt_test_source_path("formats/catalogues");
    assert_int_equal(bgt_catalogues_load(folder, grid->reporter, &grid->catalogues),
                     BGT_OK);
    free(folder);
    assert_int_equal(bgt_reporter_count(grid->reporter, BGT_ERROR), 0);
    bgt_buffer_init(&grid->records, NULL, 1u << 24);
}

static inline void grid_put(struct bgt_buffer *out, const char *text, size_t length)
{
    assert_int_equal(bgt_buffer_append(out, text, length), BGT_OK);
}

static inline void grid_put_text(struct bgt_buffer *out, const char *text)
{
    grid_put(out, text, strlen(text));
}

/* ` key=value`, ` key=<dash>` for a blank, ` x:name=value` for an extra. */
static inline void grid_value(struct bgt_buffer *out, const struct bgt_batch *batch,
                              const struct bgt_entity *entity,
                              const struct bgt_value *value)
{
    char decimal[BGT_DECIMAL_TEXT_SIZE];
    if (value->column == BGT_FIELD_EXTRA) {
        grid_put_text(out, " x:");
        grid_put(out, bgt_value_name(batch, value), value->name_length);
    } else {
        grid_put_text(out, " ");
        grid_put_text(out, bgt_entity_field(entity, (uint16_t)value->column)->key);
    }
    grid_put_text(out, value->state == BGT_BLANK ? "=<" : "=");
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        grid_put(out, decimal, bgt_decimal_format(value->decimal, decimal));
    } else {
        grid_put(out, bgt_value_text(batch, value), value->text_length);
    }
    grid_put_text(out, value->state == BGT_BLANK ? ">" : "");
}

static inline void grid_item(struct bgt_buffer *out, const struct bgt_batch *batch,
                             const struct bgt_item *item)
{
    static const char *const kinds[] = {"", "", "", "", "", "FIELDS ", "END "};
    const struct bgt_entity *entity =
        bgt_entity(item->kind == BGT_ITEM_FIELDS ? BGT_ENTITY_line : item->entity);
    const struct bgt_value *values = bgt_item_values(batch, item);
    grid_put_text(out, kinds[item->kind]);
    grid_put_text(out, entity->key);
    for (uint32_t i = 0; i < item->value_count; i++) {
        grid_value(out, batch, entity, &values[i]);
    }
    grid_put_text(out, "\n");
}

/* Reads the sheets to the end. `options` may be null. */
static inline void grid_read(struct grid *grid, const struct grid_sheet *sheets,
                             size_t count,
                             const struct bgt_layout_reader_options *options)
{
    struct bgt_layout_reader_options own = {0};
    struct bgt_io io = {.reporter = grid->reporter, .limits = &grid->limits};
    struct bgt_batch *batch = NULL;
    if (options != NULL) {
        own = *options;
    }
    grid->sheets = sheets;
    grid->sheet_count = count;
    grid->at = 0;
    own.layouts = grid->layouts;
    own.catalogues = grid->catalogues;
    own.reporter = grid->reporter;
    own.limits = &grid->limits;
    own.cells = (struct bgt_source){grid, grid_next};
    bgt_buffer_clear(&grid->records);
    bgt_layout_reader_close(grid->reader);
    grid->reader = NULL;
    grid->status = bgt_layout_reader_open(&own, &grid->reader);
    if (grid->status != BGT_OK) {
        return;
    }
    struct bgt_source source = bgt_layout_reader_source(grid->reader);
    assert_int_equal(bgt_batch_open(&io, &batch), BGT_OK);
    do {
        bgt_batch_reset(batch);
        grid->status = source.next(source.state, batch);
        for (uint32_t i = 0; i < batch->item_count; i++) {
            grid_item(&grid->records, batch, &batch->items[i]);
        }
    } while (grid->status == BGT_OK || grid->status == BGT_BAD);
    bgt_batch_close(batch);
}

/* Reads one sheet. */
static inline void grid_read_one(struct grid *grid, const char *rows)
{
    struct grid_sheet sheet = {.name = "Sheet1", .rows = rows};
    grid_read(grid, &sheet, 1, NULL);
}

static inline void grid_close(struct grid *grid)
{
    bgt_layout_reader_close(grid->reader);
    bgt_layouts_close(grid->layouts);
    bgt_catalogues_close(grid->catalogues);
    bgt_reporter_close(grid->reporter);
    bgt_buffer_close(&grid->records);
}

/* The diagnostic of this code from number `from` on, or null. */
static inline const struct bgt_kept_diagnostic *grid_find(const struct grid *grid,
                                                          const char *code)
{
    for (size_t i = 0; i < bgt_reporter_kept(grid->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(grid->reporter, i);
        if (strcmp(kept->code->name, code) == 0) {
            return kept;
        }
    }
    return NULL;
}

static inline void grid_expect(const struct grid *grid, const char *line)
{
    if (strstr(grid->records.data, line) == NULL) {
        fail_msg("no `%s` in:\n%s", line, grid->records.data);
    }
}

static inline void grid_expect_not(const struct grid *grid, const char *part)
{
    if (strstr(grid->records.data, part) != NULL) {
        fail_msg("`%s` in:\n%s", part, grid->records.data);
    }
}

/* No warning, loss or error. */
static inline void grid_expect_clean(const struct grid *grid)
{
    for (size_t i = 0; i < bgt_reporter_kept(grid->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(grid->reporter, i);
        if (kept->code->severity != BGT_NOTE) {
            fail_msg("%s reported", kept->code->name);
        }
    }
}

/* A diagnostic at a cell. */
static inline void grid_expect_at(const struct grid *grid, const char *code, uint64_t row,
                                  uint32_t column)
{
    const struct bgt_kept_diagnostic *kept = grid_find(grid, code);
    if (kept == NULL) {
        fail_msg("%s was not reported", code);
        return;
    }
    assert_int_equal(kept->place.line, row);
    assert_int_equal(kept->place.column, column);
}

/* A test with an open grid as its state. */
static inline int grid_setup(void **state)
{
    struct grid *grid = malloc(sizeof *grid);
    assert_non_null(grid);
    grid_open(grid);
    *state = grid;
    return 0;
}

static inline int grid_teardown(void **state)
{
    grid_close(*state);
    free(*state);
    return 0;
}

#define GRID_TEST(function)                                                              \
    cmocka_unit_test_setup_teardown(function, grid_setup, grid_teardown)

/** Cells of a reading: items made before, so that only the reader's own allocations fail.
 */
static inline bgt_status grid_copy_next(void *state, struct bgt_batch *batch)
{
    const struct bgt_batch *made = state;
    bgt_status status = BGT_END;
    for (uint32_t i = 0; status == BGT_END && i < made->item_count; i++) {
        bgt_status copied = bgt_batch_copy_item(batch, made, &made->items[i]);
        status = copied == BGT_OK ? BGT_END : copied;
    }
    return status;
}

#endif
