#include "layout/own_sheet_style.h"

static const struct bgt_style styles[BGT_OWN_STYLE_COUNT] = {
    [BGT_OWN_TITLE] = {.align = BGT_ALIGN_CENTER, .is_bold = 1, .font_size = 18},
    [BGT_OWN_LEFT] = {.align = BGT_ALIGN_LEFT},
    [BGT_OWN_RIGHT] = {.align = BGT_ALIGN_RIGHT},
    [BGT_OWN_HEADER] = {.align = BGT_ALIGN_CENTER,
                        .is_bold = 1,
                        .has_border = 1,
                        .has_wrap = 1},
    [BGT_OWN_CENTER] = {.align = BGT_ALIGN_CENTER, .has_border = 1, .has_wrap = 1},
    [BGT_OWN_TEXT] = {.align = BGT_ALIGN_LEFT, .has_border = 1, .has_wrap = 1},
    [BGT_OWN_AMOUNT] = {.align = BGT_ALIGN_RIGHT, .has_border = 1, .is_grouped = 1},
};

const struct bgt_style *bgt_own_styles(void)
{
    return styles;
}

static bgt_status put(const struct bgt_own_writing *writing, struct bgt_slice template,
                      struct bgt_buffer *text, uint32_t column, uint16_t style)
{
    bgt_buffer_clear(text);
    bgt_status status = bgt_form_fill(text, writing->facts, writing->layout, template);
    if (status != BGT_OK || text->length == 0)
        return status;
    return bgt_cells_text(writing->target.cells, column,
                          (struct bgt_slice){text->data, text->length}, style);
}

/* Left and right below the title; the row stays where both say nothing. */
static bgt_status put_sides(const struct bgt_own_writing *writing,
                            const struct bgt_family_sheet *sheet, struct bgt_buffer *text,
                            uint64_t *row)
{
    struct bgt_cells *cells = writing->target.cells;
    if (sheet->left.length == 0 && sheet->right.length == 0)
        return BGT_OK;
    bgt_status status = bgt_cells_begin_row(cells, ++*row);
    if (status == BGT_OK)
        status = put(writing, sheet->left, text, 1, BGT_OWN_LEFT);
    if (status == BGT_OK && text->length == 0)
        status = put(writing, sheet->otherwise, text, 1, BGT_OWN_LEFT);
    if (status == BGT_OK)
        status = put(writing, sheet->right, text, 2, BGT_OWN_RIGHT);
    return status == BGT_OK ? bgt_cells_end_row(cells) : status;
}

bgt_status bgt_own_title(const struct bgt_own_writing *writing,
                         const struct bgt_family_sheet *sheet, struct bgt_buffer *text,
                         uint64_t *row)
{
    struct bgt_cells *cells = writing->target.cells;
    bgt_status status = bgt_cells_begin_row(cells, ++*row);
    if (status == BGT_OK)
        status = put(writing, sheet->title.written, text, 1, BGT_OWN_TITLE);
    if (status == BGT_OK && text->length > 0)
        bgt_cells_span(cells, 2, 1);
    if (status == BGT_OK)
        status = bgt_cells_end_row(cells);
    return status == BGT_OK ? put_sides(writing, sheet, text, row) : status;
}

bgt_status bgt_own_header(const struct bgt_own_writing *writing,
                          const struct bgt_family_sheet *sheet, struct bgt_buffer *text,
                          uint64_t *row)
{
    struct bgt_cells *cells = writing->target.cells;
    bgt_status status = bgt_cells_begin_row(cells, ++*row);
    for (uint32_t c = 0; c < 2 && status == BGT_OK; c++)
        status = put(writing, sheet->columns[c], text, c + 1, BGT_OWN_HEADER);
    return status == BGT_OK ? bgt_cells_end_row(cells) : status;
}
