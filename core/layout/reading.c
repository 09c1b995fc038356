#include "layout/reading.h"

#include <string.h>

bgt_status bgt_reading_report(struct bgt_layout_reader *reader,
                              const struct bgt_diagnostic *diagnostic)
{
    bgt_status status = bgt_report(reader->options.reporter, diagnostic);
    if (status != BGT_OK) {
        reader->worst = BGT_BAD;
    }
    return status;
}

struct bgt_place bgt_reading_place(const struct bgt_layout_reader *reader,
                                   const struct bgt_item *row,
                                   const struct bgt_value *value)
{
    struct bgt_place place = {.sheet = reader->sheet};
    if (row != NULL) {
        place.is_cell = (row->flags & BGT_ITEM_CELLS) != 0;
        place.line = place.is_cell && row->row != 0 ? row->row : row->line;
    }
    if (value != NULL) {
        place.column = value->place_column != 0 ? value->place_column : value->column;
        place.line = value->place_line != 0 ? value->place_line : place.line;
    }
    return place;
}

bgt_status bgt_reading_report_cell(struct bgt_layout_reader *reader, const char *code,
                                   const struct bgt_cell *cell, const char *argument1,
                                   const char *argument2)
{
    struct bgt_diagnostic diagnostic = {
        .code = code,
        .place = bgt_reading_place(reader, cell->row, cell->value),
        .arguments = {argument1, argument2},
    };
    if (cell->value != NULL) {
        diagnostic.text = bgt_value_text(cell->batch, cell->value);
        diagnostic.text_length = cell->value->text_length;
    }
    return bgt_reading_report(reader, &diagnostic);
}

bgt_status bgt_reading_bound(const struct bgt_layout_reader *reader,
                             const struct bgt_item *row, enum bgt_bound_number number,
                             uint64_t value)
{
    struct bgt_place place = bgt_reading_place(reader, row, NULL);
    return bgt_report_bound(reader->options.reporter, &place, number, value);
}

static bgt_status arena_status(struct bgt_layout_reader *reader)
{
    bgt_status status = bgt_arena_failure(&reader->arena);
    return status == BGT_LIMIT
               ? bgt_reading_bound(reader, NULL, BGT_BOUND_FACTS_BYTES, BGT_READING_BYTES)
               : status;
}

bgt_status bgt_reading_keep(struct bgt_layout_reader *reader, struct bgt_slice text,
                            struct bgt_slice *out)
{
    char *kept = bgt_arena_copy(&reader->arena, text.text, text.length);
    if (kept == NULL) {
        return arena_status(reader);
    }
    *out = (struct bgt_slice){kept, text.length};
    return BGT_OK;
}

struct bgt_layout_region *bgt_reading_add_region(struct bgt_layout_reader *reader)
{
    if (reader->region_count == reader->region_capacity) {
        size_t capacity = reader->region_capacity == 0 ? 32 : reader->region_capacity * 2;
        void *regions = bgt_resize_array(NULL, reader->regions, reader->region_capacity,
                                         capacity, sizeof *reader->regions);
        if (regions == NULL) {
            return NULL;
        }
        reader->regions = regions;
        reader->region_capacity = capacity;
    }
    struct bgt_layout_region *region = &reader->regions[reader->region_count++];
    memset(region, 0, sizeof *region);
    region->sheet = reader->sheet;
    region->is_hidden =
        (reader->sheet_flags & (BGT_ITEM_HIDDEN | BGT_ITEM_VERY_HIDDEN)) != 0;
    return region;
}

bgt_status bgt_reading_guess(struct bgt_layout_reader *reader,
                             struct bgt_layout_region *region, const char *words)
{
    const char **guesses = bgt_arena_allocate_array(
        &reader->arena, region->guess_count + 1, sizeof *guesses);
    if (guesses == NULL) {
        return arena_status(reader);
    }
    for (size_t i = 0; i < region->guess_count; i++) {
        guesses[i] = region->guesses[i];
    }
    guesses[region->guess_count++] = words;
    region->guesses = guesses;
    return BGT_OK;
}

/* A name without （本级） behind it. */
static struct bgt_slice core_name(struct bgt_slice name)
{
    static const char *const suffixes[] = {"（本级）", "(本级)", "本级"};
    struct bgt_slice core = bgt_text_trim(name.text, name.length);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t length = strlen(suffixes[i]);
        if (core.length > length &&
            bgt_text_ends_with(core.text, core.length, suffixes[i])) {
            core.length -= length;
            break;
        }
    }
    return core;
}

bool bgt_reading_is_agency(const struct bgt_layout_reader *reader, struct bgt_slice name)
{
    struct bgt_slice wanted = core_name(name);
    for (size_t i = 0; i < reader->agency_count; i++) {
        if (bgt_text_same_label(reader->agencies[i].text, reader->agencies[i].length,
                                wanted.text, wanted.length)) {
            return true;
        }
    }
    return false;
}

bgt_status bgt_reading_add_agency(struct bgt_layout_reader *reader, struct bgt_slice name)
{
    struct bgt_slice core = core_name(name);
    if (core.length == 0 || bgt_reading_is_agency(reader, core) ||
        reader->agency_count >= BGT_READING_AGENCIES) {
        return BGT_OK;
    }
    if (reader->agency_count == reader->agency_capacity) {
        size_t capacity = reader->agency_capacity == 0 ? 16 : reader->agency_capacity * 2;
        void *agencies = bgt_resize_array(NULL, reader->agencies, reader->agency_capacity,
                                          capacity, sizeof *reader->agencies);
        if (agencies == NULL) {
            return BGT_NO_MEMORY;
        }
        reader->agencies = agencies;
        reader->agency_capacity = capacity;
    }
    bgt_status status =
        bgt_reading_keep(reader, core, &reader->agencies[reader->agency_count]);
    reader->agency_count += status == BGT_OK;
    return status;
}

const char *bgt_reading_own_sheet(const struct bgt_layout_reader *reader,
                                  const struct bgt_batch *batch,
                                  const struct bgt_item *row)
{
    static const char *const codes[] = {NULL, "SHEET_CONTENTS", "SHEET_CHARTS"};
    const struct bgt_value *values = bgt_item_values(batch, row);
    struct bgt_slice name = {reader->sheet, strlen(reader->sheet)};
    uint32_t i = 0;
    while (i < row->value_count && bgt_cell_is_blank(batch, &values[i])) {
        i++;
    }
    if (i == row->value_count || values[i].type != BGT_VALUE_TEXT ||
        reader->options.layouts == NULL) {
        return NULL;
    }
    struct bgt_slice first = {bgt_value_text(batch, &values[i]), values[i].text_length};
    return codes[bgt_layouts_own_sheet(reader->options.layouts, name, first)];
}

bool bgt_reading_has_table(const struct bgt_layout_reader *reader)
{
    for (size_t i = 0; i < reader->region_count; i++) {
        if (reader->regions[i].layout != NULL) {
            return true;
        }
    }
    return false;
}
