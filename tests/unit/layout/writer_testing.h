/* For the tests of the writing half: records built by key, a grid that keeps its cells as
 * text and as batches, and a sink that keeps records as text. */
#ifndef TESTS_UNIT_LAYOUT_WRITER_TESTING_H
#define TESTS_UNIT_LAYOUT_WRITER_TESTING_H

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "budget/cell.h"
#include "diag/reporter.h"
#include "io/batch.h"
#include "layout/builtin.h"
#include "layout/layouts.h"
#include "layout/writer.h"
#include "support/testing.h"

#define WRITTEN_MAX 1048576

/** What a test has. */
struct writing {
    struct bgt_limits limits;
    struct bgt_io io;
    struct bgt_reporter *reporter;
    struct bgt_batch *records; /**< Built by the test. */
    struct bgt_batch *cells;   /**< Sheets and rows as written. */
    struct bgt_buffer text;    /**< The cells: `[name]`, then `R2 A=s:text B=n:26.00`. */
    struct bgt_capacity capacity;
    struct bgt_grid_sink grid;
    const struct bgt_entity *entity; /**< Of the last item built. */
    unsigned finished;
};

static inline void check(bgt_status status)
{
    assert_int_equal(status, BGT_OK);
}

static inline void put_text(struct bgt_buffer *out, const char *text)
{
    check(bgt_buffer_append_text(out, text));
}

static inline bgt_status grid_begin(void *state, const struct bgt_sheet *sheet)
{
    struct writing *writing = state;
    struct bgt_item *item = NULL;
    put_text(&writing->text, "[");
    put_text(&writing->text, sheet->name);
    put_text(&writing->text, "]\n");
    bgt_status status = bgt_batch_item(writing->cells, BGT_ITEM_SHEET, &item);
    if (status == BGT_OK)
        status =
            bgt_batch_put_text(writing->cells, 1, sheet->name, strlen(sheet->name), NULL);
    return status;
}

static inline void print_cell(struct bgt_buffer *out, const struct bgt_batch *batch,
                              const struct bgt_value *value)
{
    char name[BGT_COLUMN_NAME_SIZE];
    char number[BGT_DECIMAL_TEXT_SIZE];
    (void)bgt_column_name(value->column, name);
    put_text(out, " ");
    put_text(out, name);
    if (value->span_columns > 1 || value->span_rows > 1) {
        put_text(out, "/");
        check(bgt_buffer_append_unsigned(out, value->span_columns));
        put_text(out, "x");
        check(bgt_buffer_append_unsigned(out, value->span_rows));
    }
    if ((value->flags & BGT_VALUE_DECIMAL) != 0) {
        (void)bgt_decimal_format(value->decimal, number);
        put_text(out, "=n:");
        put_text(out, number);
        return;
    }
    put_text(out, value->type == BGT_VALUE_TEXT ? "=s:" : "=?:");
    check(bgt_buffer_append(out, bgt_value_text(batch, value), value->text_length));
}

static inline bgt_status grid_row(void *state, const struct bgt_batch *batch,
                                  const struct bgt_item *item)
{
    struct writing *writing = state;
    const struct bgt_value *values = bgt_item_values(batch, item);
    put_text(&writing->text, "R");
    check(bgt_buffer_append_unsigned(&writing->text, item->row));
    uint32_t last = 0;
    for (uint32_t i = 0; i < item->value_count; i++) {
        assert_true(values[i].column > last);
        last = values[i].column;
        if (values[i].state == BGT_PRESENT)
            print_cell(&writing->text, batch, &values[i]);
    }
    put_text(&writing->text, "\n");
    return bgt_batch_copy_item(writing->cells, batch, item);
}

static inline bgt_status grid_end(void *state)
{
    struct writing *writing = state;
    return bgt_batch_item(writing->cells, BGT_ITEM_SHEET_END, NULL);
}

static inline bgt_status grid_finish(void *state)
{
    ((struct writing *)state)->finished++;
    return BGT_OK;
}

static inline struct writing *writing_open(void)
{
    struct writing *writing = calloc(1, sizeof *writing);
    assert_non_null(writing);
#define SET_LIMIT(field, name, value, why) writing->limits.field = (value);
    BGT_LIMITS(SET_LIMIT)
#undef SET_LIMIT
    struct bgt_reporter_options reporter = {.limits = &writing->limits};
    check(bgt_reporter_open(&reporter, &writing->reporter));
    writing->io =
        (struct bgt_io){.reporter = writing->reporter, .limits = &writing->limits};
    check(bgt_batch_open(&writing->io, &writing->records));
    check(bgt_batch_open(&writing->io, &writing->cells));
    bgt_buffer_init(&writing->text, NULL, WRITTEN_MAX);
    writing->capacity = (struct bgt_capacity){.struct_size = sizeof writing->capacity,
                                              .flags = BGT_CAN_SHEETS | BGT_CAN_TYPES,
                                              .sheet_name_characters = 31};
    writing->grid = (struct bgt_grid_sink){writing,  grid_begin,  grid_row,
                                           grid_end, grid_finish, &writing->capacity};
    return writing;
}

static inline void writing_close(struct writing *writing)
{
    bgt_reporter_close(writing->reporter);
    bgt_batch_close(writing->records);
    bgt_batch_close(writing->cells);
    bgt_buffer_close(&writing->text);
    free(writing);
}

/* ---- Records ---- */

/** Begins a record of an entity. */
static inline void record(struct writing *writing, const char *entity)
{
    writing->entity = bgt_model_find(bgt_model(), entity, strlen(entity));
    assert_non_null(writing->entity);
    check(bgt_batch_item(writing->records, BGT_ITEM_RECORD, NULL));
    writing->records->items[writing->records->item_count - 1].entity =
        writing->entity->number;
}

/** A value of the last item: a figure or count as its decimal, `-` and `—` in a figure as
 * a blank so printed, else text; a key that is no field names an extra of type text. */
static inline struct bgt_value *value(struct writing *writing, const char *key,
                                      const char *text)
{
    struct bgt_batch *batch = writing->records;
    const struct bgt_field *field = bgt_entity_find(writing->entity, key, strlen(key));
    struct bgt_decimal decimal;
    uint32_t number = field != NULL ? field->number : BGT_FIELD_EXTRA;
    bool is_number =
        field != NULL && (field->type == BGT_AMOUNT || field->type == BGT_COUNT);
    if (is_number && bgt_decimal_parse(text, strlen(text), &decimal) == BGT_DECIMAL_OK) {
        check(bgt_batch_put_decimal(batch, number, decimal, NULL));
        return &batch->values[batch->value_count - 1];
    }
    check(bgt_batch_put_text(batch, number, text, strlen(text), NULL));
    if (is_number)
        batch->values[batch->value_count - 1].state = BGT_BLANK;
    if (field == NULL)
        check(bgt_batch_name(batch, key, strlen(key)));
    return &batch->values[batch->value_count - 1];
}

/** An extra that is a number. */
static inline void number_extra(struct writing *writing, const char *name,
                                const char *text)
{
    struct bgt_decimal decimal;
    assert_int_equal(bgt_decimal_parse(text, strlen(text), &decimal), BGT_DECIMAL_OK);
    check(bgt_batch_put_decimal(writing->records, BGT_FIELD_EXTRA, decimal, NULL));
    check(bgt_batch_name(writing->records, name, strlen(name)));
}

/** A FIELDS item of these keys, parted by one space; `x:NAME` is an extra. */
static inline void fields(struct writing *writing, const char *keys)
{
    struct bgt_slice rest = bgt_slice_of(keys);
    struct bgt_slice key;
    writing->entity = bgt_entity(BGT_ENTITY_line);
    check(bgt_batch_item(writing->records, BGT_ITEM_FIELDS, NULL));
    writing->records->items[writing->records->item_count - 1].entity = BGT_ENTITY_line;
    while (bgt_text_split(&rest, ' ', &key)) {
        const struct bgt_field *field =
            bgt_entity_find(writing->entity, key.text, key.length);
        bool is_extra = bgt_text_starts_with(key.text, key.length, "x:");
        assert_true(field != NULL || is_extra);
        check(bgt_batch_value(writing->records,
                              is_extra ? BGT_FIELD_EXTRA : field->number, BGT_VALUE_TEXT,
                              BGT_PRESENT, NULL));
        if (is_extra)
            check(bgt_batch_name(writing->records, key.text + 2, key.length - 2));
    }
}

/** A TABLE_END item. */
static inline void table_end(struct writing *writing)
{
    writing->entity = bgt_entity(BGT_ENTITY_table);
    check(bgt_batch_item(writing->records, BGT_ITEM_TABLE_END, NULL));
    writing->records->items[writing->records->item_count - 1].entity = BGT_ENTITY_table;
}

/** Gives the last item a place in a sheet. */
static inline void place(struct writing *writing, const char *sheet, uint64_t row)
{
    struct bgt_item *item = &writing->records->items[writing->records->item_count - 1];
    item->flags |= BGT_ITEM_CELLS;
    item->line = row;
    check(bgt_batch_place(writing->records, sheet, strlen(sheet)));
}

/** Puts all records and finishes; the first status that is not BGT_OK. */
static inline bgt_status pass(struct writing *writing, struct bgt_sink sink)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < writing->records->item_count && status == BGT_OK; i++)
        status = sink.put(sink.state, writing->records, &writing->records->items[i]);
    return status == BGT_OK ? sink.finish(sink.state) : status;
}

/** Writes the records with the layout writer. */
static inline bgt_status write_records(struct writing *writing,
                                       const struct bgt_layout_writer_options *wanted)
{
    struct bgt_layout_writer *writer = NULL;
    struct bgt_layout_writer_options options = *wanted;
    options.reporter = writing->reporter;
    options.limits = &writing->limits;
    options.grid = writing->grid;
    bgt_status status = bgt_layout_writer_open(&options, &writer);
    if (status == BGT_OK)
        status = pass(writing, bgt_layout_writer_sink(writer));
    bgt_layout_writer_close(writer);
    return status;
}

/* ---- What came out ---- */

static inline void assert_written(const struct writing *writing, const char *expected)
{
    assert_string_equal(writing->text.data, expected);
}

static inline void assert_holds(const struct writing *writing, const char *expected)
{
    if (strstr(writing->text.data, expected) == NULL)
        fail_msg("no `%s` in:\n%s", expected, writing->text.data);
}

/** How many diagnostics of a code there are whose second argument (null: any) begins so.
 */
static inline unsigned count_codes(const struct writing *writing, const char *code,
                                   const char *argument)
{
    unsigned count = 0;
    for (size_t i = 0; i < bgt_reporter_kept(writing->reporter); i++) {
        const struct bgt_kept_diagnostic *kept = bgt_reporter_at(writing->reporter, i);
        const char *second = kept->arguments[1] != NULL ? kept->arguments[1] : "";
        count += strcmp(kept->code->name, code) == 0 &&
                 (argument == NULL || strncmp(second, argument, strlen(argument)) == 0);
    }
    return count;
}

static inline void print_value(struct bgt_buffer *out, const struct bgt_batch *batch,
                               const struct bgt_entity *entity,
                               const struct bgt_value *shown)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    put_text(out, " ");
    if (shown->column == BGT_FIELD_EXTRA) {
        put_text(out, "x:");
        check(bgt_buffer_append(out, bgt_value_name(batch, shown), shown->name_length));
    } else {
        put_text(out, bgt_entity_field(entity, (uint16_t)shown->column)->key);
    }
    put_text(out, shown->state == BGT_BLANK ? "~" : "=");
    if ((shown->flags & BGT_VALUE_DECIMAL) != 0) {
        (void)bgt_decimal_format(shown->decimal, number);
        put_text(out, "#");
        put_text(out, number);
        return;
    }
    check(bgt_buffer_append(out, bgt_value_text(batch, shown), shown->text_length));
}

/** Records as text: one line an item, its values in the order of the model, extras last.
 */
static inline void print_records(struct bgt_buffer *out, const struct bgt_batch *batch)
{
    for (uint32_t i = 0; i < batch->item_count; i++) {
        const struct bgt_item *item = &batch->items[i];
        const struct bgt_entity *entity =
            bgt_entity((enum bgt_entity_number)item->entity);
        const struct bgt_value *values = bgt_item_values(batch, item);
        put_text(out, item->kind == BGT_ITEM_FIELDS      ? "FIELDS"
                      : item->kind == BGT_ITEM_TABLE_END ? "END"
                                                         : entity->key);
        for (uint32_t f = 0; f <= entity->field_count; f++)
            for (uint32_t v = 0; v < item->value_count; v++)
                if (values[v].column == (f < entity->field_count ? f : BGT_FIELD_EXTRA))
                    print_value(out, batch, entity, &values[v]);
        put_text(out, "\n");
    }
}

/** Reads sheets of built-in layouts that were written; appends the records to `out`. With
 * `as_text` all cells are text, as a CSV gives them. The worst status. */
static inline bgt_status read_back(struct writing *writing, bool as_text,
                                   struct bgt_batch *out)
{
    struct bgt_builtin_reader *reader = NULL;
    const struct bgt_builtin_wanted all = {false, UINT64_MAX};
    struct bgt_batch *cells = writing->cells;
    struct bgt_slice sheet = {"", 0};
    bool is_header = false;
    bgt_status worst = BGT_OK;
    if (bgt_builtin_reader_open(&writing->io, &reader) != BGT_OK)
        return BGT_NO_MEMORY;
    for (uint32_t i = 0; i < cells->value_count && as_text; i++) {
        char number[BGT_DECIMAL_TEXT_SIZE];
        uint64_t offset = 0;
        if ((cells->values[i].flags & BGT_VALUE_DECIMAL) == 0)
            continue;
        size_t length = bgt_decimal_format(cells->values[i].decimal, number);
        check(bgt_batch_text(cells, number, length, &offset));
        cells->values[i].text_offset = offset;
        cells->values[i].text_length = (uint32_t)length;
        cells->values[i].flags = 0;
        cells->values[i].type = BGT_VALUE_TEXT;
    }
    for (uint32_t i = 0; i < cells->item_count && worst <= BGT_BAD; i++) {
        const struct bgt_item *item = &cells->items[i];
        bgt_status status = BGT_OK;
        if (item->kind == BGT_ITEM_SHEET) {
            const struct bgt_value *name = bgt_item_values(cells, item);
            sheet = (struct bgt_slice){bgt_value_text(cells, name), name->text_length};
            is_header = true;
        } else if (item->kind == BGT_ITEM_SHEET_END) {
            status = bgt_builtin_reader_end(reader, out);
        } else if (is_header) {
            struct bgt_builtin_sheet begun = {
                .kind = bgt_builtin_recognise(sheet, cells, item),
                .name = sheet,
                .batch = cells,
                .header = item};
            assert_int_not_equal(begun.kind, BGT_BUILTIN_NONE);
            status = bgt_builtin_reader_begin(reader, &begun, out);
            is_header = false;
        } else {
            status = bgt_builtin_reader_row(reader, cells, item, out);
        }
        worst = status > worst ? status : worst;
    }
    bgt_status status = worst <= BGT_BAD ? BGT_OK : BGT_END;
    while (status == BGT_OK || status == BGT_BAD) {
        out->target_items = UINT32_MAX;
        status = bgt_builtin_reader_next(reader, &all, out);
        worst = status == BGT_BAD ? BGT_BAD : worst;
    }
    if (status != BGT_END)
        worst = status;
    bgt_builtin_reader_close(reader);
    return worst;
}

/** Reads what was written again and again, each time with another allocation failing:
 * memory is what is told then, and nothing else. */
static inline void read_back_without_memory(struct writing *writing)
{
    bool has_failed = true;
    for (size_t n = 1; has_failed; n++) {
        struct bgt_batch *back = NULL;
        check(bgt_batch_open(&writing->io, &back));
        bgt_test_fail_allocation(n);
        bgt_status status = read_back(writing, false, back);
        has_failed = bgt_test_allocation_failed();
        bgt_test_fail_allocation(0);
        assert_int_equal(status, has_failed ? BGT_NO_MEMORY : BGT_OK);
        bgt_batch_close(back);
        assert_true(n < 5000);
    }
}

/* ---- Layouts ---- */

/** The project's own layouts. */
static inline struct bgt_layouts *load_layouts(struct writing *writing)
{
    struct bgt_layouts *layouts = NULL;
    char *folder = bgt_test_source_path("formats/layouts");
    const char *folders[] = {folder};
    struct bgt_layouts_options options = {.folders = folders,
                                          .folder_count = 1,
                                          .limits = &writing->limits,
                                          .reporter = writing->reporter};
    check(bgt_layouts_load(&options, &layouts));
    assert_int_equal(bgt_reporter_count(writing->reporter, BGT_ERROR), 0);
    free(folder);
    return layouts;
}

/* A test with an open writing as its state. */
static inline int writing_setup(void **state)
{
    *state = writing_open();
    return 0;
}

static inline int writing_teardown(void **state)
{
    writing_close(*state);
    return 0;
}

#define WRITING_TEST(function)                                                           \
    cmocka_unit_test_setup_teardown(function, writing_setup, writing_teardown)

/* A writing with the project's layouts. */
struct forms {
    struct writing *writing;
    struct bgt_layouts *layouts;
};

static inline int forms_setup(void **state)
{
    struct forms *forms = calloc(1, sizeof *forms);
    assert_non_null(forms);
    forms->writing = writing_open();
    forms->layouts = load_layouts(forms->writing);
    *state = forms;
    return 0;
}

static inline int forms_teardown(void **state)
{
    struct forms *forms = *state;
    bgt_layouts_close(forms->layouts);
    writing_close(forms->writing);
    free(forms);
    return 0;
}

#define FORMS_TEST(function)                                                             \
    cmocka_unit_test_setup_teardown(function, forms_setup, forms_teardown)

#endif
