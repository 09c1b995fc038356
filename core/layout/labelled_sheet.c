#include "layout/labelled_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define LINE_HEIGHT  15
#define TITLE_HEIGHT 30
#define ROW_MARGIN   4
/* A row of a workbook is at most 409 points high. */
#define ROW_HEIGHT_MAX 400
#define TITLE_SIZE     16
/* Most rows that one text is spread over. */
#define ROWS_MAX 64

static const struct bgt_style styles[BGT_LABELLED_STYLES] = {
    [BGT_LABELLED_TITLE] = {.align = BGT_ALIGN_CENTER,
                            .is_bold = 1,
                            .font_size = TITLE_SIZE},
    [BGT_LABELLED_SUBTITLE] = {.align = BGT_ALIGN_CENTER},
    [BGT_LABELLED_NOTE] = {.align = BGT_ALIGN_LEFT, .has_wrap = 1},
    [BGT_LABELLED_LABEL] = {.align = BGT_ALIGN_CENTER, .has_border = 1, .has_wrap = 1},
    [BGT_LABELLED_TEXT] = {.align = BGT_ALIGN_LEFT, .has_border = 1, .has_wrap = 1},
    [BGT_LABELLED_AMOUNT] = {.align = BGT_ALIGN_RIGHT,
                             .has_border = 1,
                             .has_wrap = 1,
                             .is_grouped = 1},
};

bgt_status bgt_labelled_draw(struct bgt_labelled_sheet *sheet,
                             const struct bgt_labelled_drawn *cell)
{
    if (sheet->count == sheet->capacity) {
        size_t wanted = sheet->capacity == 0 ? 64 : sheet->capacity * 2;
        struct bgt_labelled_drawn *grown =
            bgt_arena_allocate_array(&sheet->arena, wanted, sizeof *grown);
        if (grown == NULL) {
            return bgt_arena_failure(&sheet->arena);
        }
        if (sheet->count > 0) {
            memcpy(grown, sheet->cells, sheet->count * sizeof *grown);
        }
        sheet->cells = grown;
        sheet->capacity = wanted;
    }
    char *text = bgt_arena_copy(&sheet->arena, cell->text.text, cell->text.length);
    if (text == NULL) {
        return bgt_arena_failure(&sheet->arena);
    }
    struct bgt_labelled_drawn *added = &sheet->cells[sheet->count++];
    *added = *cell;
    added->text.text = text;
    if (sheet->rows < cell->row + cell->rows - 1) {
        sheet->rows = cell->row + cell->rows - 1;
    }
    return BGT_OK;
}

/* ---- Heights ---- */

static uint32_t width_of(const struct bgt_labelled *form, struct bgt_labelled_span at)
{
    uint32_t width = 0;
    for (unsigned c = at.first; c <= at.last && c <= form->width_count; c++) {
        width += form->widths[c - 1];
    }
    return width > 3 ? width - 2 : 1; /* cells have margins */
}

static uint32_t height_of(const struct bgt_labelled_sheet *sheet,
                          struct bgt_labelled_span at, struct bgt_slice text)
{
    uint32_t width = width_of(sheet->layout->labelled, at);
    uint32_t lines = 0;
    struct bgt_slice rest = text, line;
    while (bgt_text_split(&rest, '\n', &line)) {
        size_t columns = bgt_utf8_width(line.text, line.length);
        lines += columns == 0 ? 1 : (uint32_t)((columns + width - 1) / width);
    }
    return lines * LINE_HEIGHT + ROW_MARGIN;
}

uint32_t bgt_labelled_rows(const struct bgt_labelled_sheet *sheet,
                           struct bgt_labelled_span at, struct bgt_slice text)
{
    uint32_t rows = (height_of(sheet, at, text) + ROW_HEIGHT_MAX - 1) / ROW_HEIGHT_MAX;
    return rows > ROWS_MAX ? ROWS_MAX : rows;
}

static void raise_rows(const struct bgt_labelled_sheet *sheet,
                       const struct bgt_labelled_drawn *cell, uint16_t *heights)
{
    uint32_t height = cell->style == BGT_LABELLED_TITLE
                          ? TITLE_HEIGHT
                          : height_of(sheet, cell->at, cell->text);
    height = (height + cell->rows - 1) / cell->rows;
    height = height > ROW_HEIGHT_MAX ? ROW_HEIGHT_MAX : height;
    for (uint32_t r = cell->row; r < cell->row + cell->rows; r++) {
        if (heights[r - 1] < height) {
            heights[r - 1] = (uint16_t)height;
        }
    }
}

static uint16_t *find_heights(struct bgt_labelled_sheet *sheet)
{
    uint16_t *heights =
        bgt_arena_allocate_array(&sheet->arena, sheet->rows + 1, sizeof *heights);
    if (heights == NULL) {
        return NULL;
    }
    for (uint32_t r = 0; r < sheet->rows; r++) {
        heights[r] = LINE_HEIGHT + ROW_MARGIN;
    }
    for (size_t i = 0; i < sheet->count; i++) {
        raise_rows(sheet, &sheet->cells[i], heights);
    }
    return heights;
}

/* ---- Blanks with borders where nothing is drawn ---- */

static bgt_status fill_gaps(struct bgt_labelled_sheet *sheet)
{
    size_t columns = sheet->layout->labelled->width_count;
    size_t rows = sheet->rows;
    bool *taken =
        bgt_arena_allocate_array(&sheet->arena, rows * columns + 1, sizeof *taken);
    bgt_status status = BGT_OK;
    if (taken == NULL) {
        return bgt_arena_failure(&sheet->arena);
    }
    for (size_t i = 0; i < sheet->count; i++) {
        const struct bgt_labelled_drawn *cell = &sheet->cells[i];
        for (uint32_t r = cell->row; r < cell->row + cell->rows; r++) {
            for (unsigned c = cell->at.first; c <= cell->at.last && c <= columns; c++) {
                taken[(r - 1) * columns + c - 1] = true;
            }
        }
    }
    for (uint32_t r = sheet->first_body; status == BGT_OK && r <= sheet->last_body; r++) {
        for (uint8_t c = 1; status == BGT_OK && c <= columns; c++) {
            struct bgt_labelled_drawn blank = {
                .row = r, .rows = 1, .at = {c, c}, .style = BGT_LABELLED_TEXT};
            if (taken[(r - 1) * columns + c - 1]) {
                continue;
            }
            while (blank.at.last < columns && !taken[(r - 1) * columns + blank.at.last]) {
                blank.at.last++;
            }
            status = bgt_labelled_draw(sheet, &blank);
            c = blank.at.last;
        }
    }
    return status;
}

static int compare(const void *a, const void *b)
{
    const struct bgt_labelled_drawn *first = a, *second = b;
    if (first->row != second->row) {
        return first->row < second->row ? -1 : 1;
    }
    return (int)first->at.first - (int)second->at.first;
}

/* ---- Writing ---- */

static bgt_status put_cell(struct bgt_cells *cells, const struct bgt_labelled_drawn *cell)
{
    uint16_t columns = (uint16_t)(cell->at.last - cell->at.first + 1);
    bgt_status status = BGT_OK;
    if (cell->is_number) {
        status = bgt_cells_decimal(cells, cell->at.first, cell->number, cell->style);
    } else if (cell->text.length > 0) {
        status = bgt_cells_text(cells, cell->at.first, cell->text, cell->style);
    } else {
        status = bgt_cells_blank(cells, cell->at.first, cell->style);
    }
    if (status == BGT_OK && (columns > 1 || cell->rows > 1)) {
        bgt_cells_span(cells, columns, (uint16_t)cell->rows);
    }
    return status;
}

static bgt_status put_rows(const struct bgt_labelled_sheet *sheet,
                           struct bgt_cells *cells)
{
    size_t at = 0;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && at < sheet->count) {
        uint32_t row = sheet->cells[at].row;
        status = bgt_cells_begin_row(cells, row);
        for (; status == BGT_OK && at < sheet->count && sheet->cells[at].row == row;
             at++) {
            status = put_cell(cells, &sheet->cells[at]);
        }
        if (status == BGT_OK) {
            status = bgt_cells_end_row(cells);
        }
    }
    return status;
}

bgt_status bgt_labelled_write(struct bgt_labelled_sheet *sheet, struct bgt_cells *cells)
{
    const struct bgt_layout *layout = sheet->layout;
    uint16_t *heights = find_heights(sheet);
    bgt_status status =
        heights == NULL ? bgt_arena_failure(&sheet->arena) : fill_gaps(sheet);
    if (status != BGT_OK) {
        return status;
    }
    qsort(sheet->cells, sheet->count, sizeof *sheet->cells, compare);
    struct bgt_sheet begun = {.struct_size = sizeof begun,
                              .style_count = BGT_LABELLED_STYLES,
                              .name = sheet->name,
                              .styles = styles,
                              .widths = layout->labelled->widths,
                              .width_count = (uint32_t)layout->labelled->width_count,
                              .is_landscape = layout->is_landscape,
                              .fit_width = layout->has_fit_width,
                              .is_form = 1,
                              .row_heights = heights,
                              .row_height_count = sheet->rows};
    status = bgt_cells_begin_reserved(cells, &begun);
    if (status == BGT_OK) {
        status = put_rows(sheet, cells);
    }
    return status == BGT_OK ? bgt_cells_end_sheet(cells) : status;
}
