#include <string.h>

#include "layout/labelled_reading.h"
#include "layout/listing.h"
#include "layout/reading.h"

/* Rows that stay in the window when no table was found among those before. */
#define OVERLAP_ROWS 16
#define NAMES_BYTES  8192

static struct bgt_slice sheet_name(const struct bgt_layout_reader *reader)
{
    return (struct bgt_slice){reader->sheet, strlen(reader->sheet)};
}

/* The first number in the rows of the window from `from` to before `rows` that is neither
 * a code nor a date by its label. */
static bool find_number(const struct bgt_window *window, uint32_t from, uint32_t rows,
                        struct bgt_cell *cell)
{
    const struct bgt_batch *batch = window->batch;
    for (uint32_t r = from; r < rows; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            if (!bgt_cell_is_blank(batch, &values[i]) &&
                bgt_cell_is_number(batch, &values[i]) &&
                !bgt_is_identity(batch, &batch->items[r], i)) {
                *cell = (struct bgt_cell){batch, &batch->items[r], &values[i]};
                return true;
            }
        }
    }
    return false;
}

static bool find_text(const struct bgt_window *window, struct bgt_cell *cell)
{
    const struct bgt_batch *batch = window->batch;
    for (uint32_t r = 0; r < batch->item_count; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            if (!bgt_cell_is_blank(batch, &values[i])) {
                *cell = (struct bgt_cell){batch, &batch->items[r], &values[i]};
                return true;
            }
        }
    }
    return false;
}

static void add_name(struct bgt_buffer *names, struct bgt_slice name)
{
    if (names->length > 0) {
        (void)bgt_buffer_append_text(names, ", ");
    }
    (void)bgt_buffer_append(names, name.text, name.length);
}

/* A label as people know it: without the year that it is written with. */
static const char *plain_label(const struct bgt_layout_column *column)
{
    static const char year[] = "{fiscal_year}年";
    struct bgt_slice written = column->path[column->path_length - 1].written;
    bool has_year = bgt_text_starts_with(written.text, written.length, year) &&
                    written.length > sizeof year - 1;
    return written.text + (has_year ? sizeof year - 1 : 0);
}

static void add_missing(struct bgt_buffer *names, const struct bgt_near *near)
{
    for (size_t i = 0; i < near->missing_count; i++) {
        const struct bgt_layout_column *column = &near->layout->columns[near->missing[i]];
        add_name(names, bgt_slice_of(plain_label(column)));
    }
    if (near->missing_total > near->missing_count) {
        (void)bgt_buffer_append_text(names, " …");
    }
}

static bgt_status skip_region(struct bgt_layout_reader *reader, const char *code)
{
    struct bgt_layout_region *region = bgt_reading_add_region(reader);
    if (region == NULL) {
        return BGT_NO_MEMORY;
    }
    region->reason = code;
    return BGT_OK;
}

/* Keeps for the report which layouts are near, and what each of them misses. */
static bgt_status keep_near(struct bgt_layout_reader *reader,
                            const struct bgt_match_result *result)
{
    struct bgt_layout_region *region = &reader->regions[reader->region_count - 1];
    struct bgt_layout_near *near =
        bgt_arena_allocate_array(&reader->arena, result->near_count, sizeof *near);
    if (near == NULL) {
        return bgt_arena_failure(&reader->arena);
    }
    for (size_t i = 0; i < result->near_count; i++) {
        const struct bgt_near *from = &result->nearest[i];
        const char **missing = bgt_arena_allocate_array(
            &reader->arena, from->missing_count, sizeof *missing);
        if (missing == NULL) {
            return bgt_arena_failure(&reader->arena);
        }
        for (size_t m = 0; m < from->missing_count; m++) {
            missing[m] = plain_label(&from->layout->columns[from->missing[m]]);
        }
        near[i] = (struct bgt_layout_near){.layout = from->layout->id.text,
                                           .confidence = from->score,
                                           .missing = missing,
                                           .missing_count = from->missing_count,
                                           .missing_total = from->missing_total};
    }
    region->near = near;
    region->near_count = result->near_count;
    return BGT_OK;
}

/* `1. family/table 75%, …` and what the nearest one misses. */
bgt_status bgt_reading_report_no_match(struct bgt_layout_reader *reader,
                                       const struct bgt_match_result *result,
                                       const struct bgt_cell *number)
{
    struct bgt_buffer near, missing;
    bgt_buffer_init(&near, NULL, NAMES_BYTES);
    bgt_buffer_init(&missing, NULL, NAMES_BYTES);
    for (size_t i = 0; i < result->near_count; i++) {
        add_name(&near, result->nearest[i].layout->id);
        (void)bgt_buffer_append_char(&near, ' ');
        (void)bgt_buffer_append_unsigned(&near, result->nearest[i].score);
        (void)bgt_buffer_append_char(&near, '%');
    }
    if (result->near_count > 0) {
        add_missing(&missing, &result->nearest[0]);
    }
    struct bgt_diagnostic diagnostic = {
        .code = "LAYOUT_NO_MATCH",
        .place = bgt_reading_place(reader, number->row, number->value),
        .text = bgt_value_text(number->batch, number->value),
        .text_length = number->value->text_length,
        .arguments = {near.length > 0 ? near.data : "none knows a label of it",
                      missing.length > 0 ? missing.data
                      : near.length > 0  ? "nothing, but its title is another"
                                         : "all labels"},
    };
    bgt_status status = bgt_reading_report(reader, &diagnostic);
    bgt_buffer_close(&near);
    bgt_buffer_close(&missing);
    reader->state = BGT_READING_SKIPPING;
    bgt_status added = skip_region(reader, "LAYOUT_NO_MATCH");
    if (added == BGT_OK && result->near_count > 0) {
        added = keep_near(reader, result);
    }
    return added == BGT_OK ? status : added;
}

static bgt_status report_ambiguous(struct bgt_layout_reader *reader,
                                   const struct bgt_match_result *result)
{
    struct bgt_buffer names;
    bgt_buffer_init(&names, NULL, NAMES_BYTES);
    add_name(&names, result->best.layout->id);
    for (size_t i = 0; i < result->equal_count; i++) {
        add_name(&names, result->equals[i]->id);
    }
    struct bgt_diagnostic diagnostic = {
        .code = "LAYOUT_AMBIGUOUS",
        .place = bgt_reading_place(
            reader, &reader->window.batch->items[result->best.first], NULL),
        .arguments = {names.data},
    };
    bgt_status status = bgt_reading_report(reader, &diagnostic);
    bgt_buffer_close(&names);
    reader->state = BGT_READING_SKIPPING;
    bgt_status added = skip_region(reader, "LAYOUT_AMBIGUOUS");
    return added == BGT_OK ? status : added;
}

/* No table: an error where there is a number, a note at the end of the sheet, else read
 * on. */
static bgt_status no_table(struct bgt_layout_reader *reader,
                           const struct bgt_match_result *result, bool is_end)
{
    struct bgt_cell cell;
    if (reader->prose.is_on) {
        return bgt_prose_no_table(reader, result);
    }
    if (bgt_labelled_untitled(reader)) {
        return BGT_OK;
    }
    bool is_contents = bgt_is_contents(reader);
    if (!is_contents &&
        find_number(&reader->window, 0, bgt_window_count(&reader->window), &cell)) {
        return bgt_reading_report_no_match(reader, result, &cell);
    }
    if (!is_end) {
        bgt_status status = bgt_window_keep_last(&reader->window, reader->options.layouts,
                                                 &reader->io, OVERLAP_ROWS);
        return status == BGT_LIMIT ? bgt_batch_report(reader->window.batch) : status;
    }
    if (!find_text(&reader->window, &cell)) {
        return BGT_OK; /* nothing at all */
    }
    const char *reason = is_contents ? "SHEET_LISTING" : "SHEET_NOT_TAKEN";
    bgt_status status = bgt_reading_report_cell(reader, reason, &cell, NULL, NULL);
    bgt_status added = skip_region(reader, reason);
    return added == BGT_OK ? status : added;
}

/* The table begins; the rows below its header are read again as its body. */
static bgt_status begin(struct bgt_layout_reader *reader, struct bgt_match_result *result)
{
    struct bgt_cell cell;
    if (reader->prose.is_on) {
        bgt_status status = bgt_prose_lead(reader, &result->best);
        if (status != BGT_OK) {
            return status;
        }
    }
    if (find_number(&reader->window, result->best.heading, result->best.first, &cell)) {
        /* Figures above the table belong to no table. */
        struct bgt_match_result none = {.near_count = 0};
        bgt_status status = bgt_reading_report_no_match(reader, &none, &cell);
        if (status == BGT_FATAL || status == BGT_NO_MEMORY) {
            return status;
        }
    }
    bgt_status status = bgt_table_begin(reader, &result->best);
    if (status != BGT_OK && status != BGT_BAD) {
        return status;
    }
    if (reader->family.length == 0) {
        reader->family = result->best.layout->family;
    }
    reader->state = BGT_READING_BODY;
    struct bgt_window window = reader->window;
    reader->window = reader->replay;
    reader->replay = window;
    reader->replay_at = result->best.first + result->best.rows;
    bgt_window_clear(&reader->window);
    return BGT_OK;
}

bgt_status bgt_reading_resolve(struct bgt_layout_reader *reader, bool is_end)
{
    struct bgt_match_result result;
    struct bgt_arena arena;
    bgt_status status = bgt_beside_find(reader);
    if (status != BGT_OK) {
        return status;
    }
    bgt_arena_init(&arena, NULL, BGT_READING_BYTES);
    struct bgt_match_options options = {
        .layouts = reader->options.layouts,
        .choice = &reader->choice,
        .window = &reader->window,
        .sheet = sheet_name(reader),
        .family = reader->family,
        .arena = &arena,
    };
    status = bgt_match_window(&options, &result);
    if (status == BGT_LIMIT) {
        status =
            bgt_reading_bound(reader, NULL, BGT_BOUND_MATCHING_BYTES, BGT_READING_BYTES);
    } else if (status == BGT_OK && result.best.layout == NULL) {
        status = no_table(reader, &result, is_end);
    } else if (status == BGT_OK && result.equal_count > 0) {
        status = report_ambiguous(reader, &result);
    } else if (status == BGT_OK) {
        status = begin(reader, &result);
    }
    bgt_arena_close(&arena);
    return status;
}
