#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "io/batch.h"
#include "layout/own_sheet_style.h"

#define TEXT_BYTES    (1u << 20)
#define ENTRIES_BYTES (64u << 20)
#define NUMBER_WIDTH  18
#define TITLE_WIDTH   66

/* One line of the contents. */
struct entry {
    struct bgt_slice number;
    struct bgt_slice title;
    const char *sheet;
};

struct bgt_contents {
    struct bgt_own_writing writing;
    const char *sheet;
    struct bgt_arena arena;
    struct bgt_buffer text;
    struct entry *entries;
    size_t count;
    size_t capacity;
};

bgt_status bgt_contents_open(const struct bgt_own_writing *writing, const char *sheet,
                             struct bgt_contents **contents)
{
    struct bgt_contents *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->writing = *writing;
    made->sheet = sheet;
    bgt_arena_init(&made->arena, writing->target.io->allocator, ENTRIES_BYTES);
    bgt_buffer_init(&made->text, writing->target.io->allocator, TEXT_BYTES);
    *contents = made;
    return BGT_OK;
}

void bgt_contents_close(struct bgt_contents *contents)
{
    if (contents == NULL)
        return;
    bgt_arena_close(&contents->arena);
    bgt_buffer_close(&contents->text);
    free(contents->entries);
    free(contents);
}

static bgt_status fill(struct bgt_contents *contents, const struct bgt_layout *layout,
                       struct bgt_slice template, struct bgt_slice *kept)
{
    bgt_buffer_clear(&contents->text);
    bgt_status status =
        bgt_form_fill(&contents->text, contents->writing.facts, layout, template);
    if (status != BGT_OK)
        return status;
    char *copy =
        bgt_arena_copy(&contents->arena, contents->text.data, contents->text.length);
    if (copy == NULL)
        return bgt_arena_failure(&contents->arena);
    *kept = (struct bgt_slice){copy, contents->text.length};
    return BGT_OK;
}

static bgt_status add(struct bgt_contents *contents, const struct entry *entry)
{
    if (contents->count == contents->capacity) {
        size_t wanted = contents->capacity == 0 ? 32 : contents->capacity * 2;
        struct entry *grown = realloc(contents->entries, wanted * sizeof *grown);
        if (grown == NULL)
            return BGT_NO_MEMORY;
        contents->entries = grown;
        contents->capacity = wanted;
    }
    contents->entries[contents->count++] = *entry;
    return BGT_OK;
}

/* A table without a number of its own has its place in the list. */
static bgt_status number(struct bgt_contents *contents, struct bgt_slice *kept)
{
    char digits[BGT_NUMBER_SIZE];
    const char *text = bgt_number_text(contents->count + 1, digits);
    const char *copy = bgt_arena_copy(&contents->arena, text, strlen(text));
    if (copy == NULL)
        return bgt_arena_failure(&contents->arena);
    *kept = bgt_slice_of(copy);
    return BGT_OK;
}

bgt_status bgt_contents_form(struct bgt_contents *contents,
                             const struct bgt_layout *layout, const char *sheet)
{
    struct entry entry = {.sheet = sheet};
    bgt_status status = fill(contents, layout, bgt_slice_of("{form_no}"), &entry.number);
    if (status == BGT_OK)
        status = fill(contents, layout, bgt_slice_of("{title}"), &entry.title);
    if (status == BGT_OK && entry.number.length == 0)
        status = number(contents, &entry.number);
    if (entry.title.length == 0)
        entry.title = layout->label;
    return status == BGT_OK ? add(contents, &entry) : status;
}

bgt_status bgt_contents_charts(struct bgt_contents *contents, const char *sheet)
{
    struct entry entry = {.sheet = sheet, .number = bgt_slice_of(sheet)};
    bgt_form_facts_clear_table(contents->writing.facts);
    bgt_status status =
        fill(contents, contents->writing.layout,
             contents->writing.family->charts.title.written, &entry.title);
    return status == BGT_OK ? add(contents, &entry) : status;
}

static bgt_status put_entries(struct bgt_contents *contents, uint64_t row)
{
    struct bgt_cells *cells = contents->writing.target.cells;
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < contents->count && status == BGT_OK; i++) {
        const struct entry *entry = &contents->entries[i];
        status = bgt_cells_begin_row(cells, ++row);
        if (status == BGT_OK)
            status = bgt_cells_text(cells, 1, entry->number, BGT_OWN_CENTER);
        if (status == BGT_OK)
            status = bgt_cells_text(cells, 2, entry->title, BGT_OWN_TEXT);
        if (status == BGT_OK)
            status = bgt_cells_end_row(cells);
    }
    return status;
}

static bgt_status put_rows(struct bgt_contents *contents)
{
    const struct bgt_family_sheet *own = &contents->writing.family->contents;
    uint64_t row = 0;
    bgt_form_facts_clear_table(contents->writing.facts);
    bgt_status status = bgt_own_title(&contents->writing, own, &contents->text, &row);
    if (status == BGT_OK)
        status = bgt_own_header(&contents->writing, own, &contents->text, &row);
    return status == BGT_OK ? put_entries(contents, row) : status;
}

/* Rows above the entries. */
static uint32_t heading_rows(const struct bgt_family_sheet *own)
{
    return own->left.length > 0 || own->right.length > 0 ? 3 : 2;
}

bgt_status bgt_contents_write(struct bgt_contents *contents)
{
    static const uint16_t widths[] = {NUMBER_WIDTH, TITLE_WIDTH};
    uint32_t top = heading_rows(&contents->writing.family->contents);
    size_t rows = top + contents->count;
    struct bgt_sheet_link *links =
        bgt_arena_allocate_array(&contents->arena, contents->count, sizeof *links);
    uint16_t *heights = bgt_arena_allocate_array(&contents->arena, rows, sizeof *heights);
    if (links == NULL || heights == NULL)
        return bgt_arena_failure(&contents->arena);
    for (size_t i = 0; i < contents->count; i++)
        links[i] =
            (struct bgt_sheet_link){top + (uint32_t)i + 1, 2, contents->entries[i].sheet};
    for (size_t i = 0; i < rows; i++)
        heights[i] = i == 0 ? BGT_OWN_TITLE_HEIGHT : BGT_OWN_ROW_HEIGHT;
    for (size_t i = 0; i < contents->count; i++) {
        size_t units = bgt_utf8_width(contents->entries[i].title.text,
                                      contents->entries[i].title.length);
        if (units > TITLE_WIDTH * 9 / 10)
            heights[top + i] = 2 * BGT_OWN_ROW_HEIGHT;
    }
    struct bgt_sheet sheet = {.struct_size = sizeof sheet,
                              .style_count = BGT_OWN_STYLE_COUNT,
                              .name = contents->sheet,
                              .styles = bgt_own_styles(),
                              .widths = widths,
                              .width_count = 2,
                              .header_rows = top,
                              .freeze_rows = top,
                              .fit_width = 1,
                              .is_form = 1,
                              .row_heights = heights,
                              .row_height_count = (uint32_t)rows,
                              .links = links,
                              .link_count = (uint32_t)contents->count,
                              .link_stride = sizeof *links};
    bgt_status status = bgt_cells_begin_reserved(contents->writing.target.cells, &sheet);
    if (status == BGT_OK)
        status = put_rows(contents);
    return status == BGT_OK ? bgt_cells_end_sheet(contents->writing.target.cells)
                            : status;
}
