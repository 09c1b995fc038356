#include <stdlib.h>
#include <string.h>

#include "diag/reporter.h"
#include "layout/body.h"
#include "layout/form_writing.h"

#define TITLE_SIZE 16

static const struct bgt_style form_styles[BGT_STYLE_COUNT] = {
    [BGT_STYLE_TITLE] = {.align = BGT_ALIGN_CENTER,
                         .is_bold = 1,
                         .has_wrap = 1,
                         .font_size = TITLE_SIZE},
    [BGT_STYLE_LEFT] = {.align = BGT_ALIGN_LEFT},
    [BGT_STYLE_RIGHT] = {.align = BGT_ALIGN_RIGHT},
    [BGT_STYLE_HEADER] = {.align = BGT_ALIGN_CENTER,
                          .is_bold = 1,
                          .has_border = 1,
                          .has_wrap = 1},
    [BGT_STYLE_NUMBERING] = {.align = BGT_ALIGN_CENTER, .has_border = 1},
    [BGT_STYLE_TEXT] = {.align = BGT_ALIGN_LEFT, .has_border = 1, .has_wrap = 1},
    [BGT_STYLE_CODE] = {.align = BGT_ALIGN_CENTER, .has_border = 1},
    [BGT_STYLE_NOTE] = {.align = BGT_ALIGN_LEFT, .has_wrap = 1},
    [BGT_STYLE_AMOUNT] = {.align = BGT_ALIGN_RIGHT, .has_border = 1, .is_grouped = 1},
    [BGT_STYLE_PERCENT] = {.align = BGT_ALIGN_RIGHT, .has_border = 1, .is_percent = 1},
    [BGT_STYLE_TOTAL_TEXT] = {.align = BGT_ALIGN_CENTER,
                              .is_bold = 1,
                              .has_border = 1,
                              .has_wrap = 1},
    [BGT_STYLE_TOTAL_AMOUNT] = {.align = BGT_ALIGN_RIGHT,
                                .is_bold = 1,
                                .has_border = 1,
                                .is_grouped = 1},
    [BGT_STYLE_TOTAL_PERCENT] = {.align = BGT_ALIGN_RIGHT,
                                 .is_bold = 1,
                                 .has_border = 1,
                                 .is_percent = 1},
};

/* An export is a plain grid: only its header is bold. Long names are not cut. */
static const struct bgt_style export_styles[BGT_STYLE_COUNT] = {
    [BGT_STYLE_TITLE] = {.is_bold = 1},
    [BGT_STYLE_HEADER] = {.align = BGT_ALIGN_CENTER, .is_bold = 1},
    [BGT_STYLE_TEXT] = {.has_wrap = 1},
    [BGT_STYLE_PERCENT] = {.is_percent = 1},
    [BGT_STYLE_TOTAL_PERCENT] = {.is_percent = 1},
};

static void set_styles(struct bgt_form_writer *writer)
{
    bool is_export = writer->layout->kind == BGT_LAYOUT_EXPORT;
    memcpy(writer->styles, is_export ? export_styles : form_styles,
           sizeof writer->styles);
    for (unsigned i = BGT_STYLE_INDENT; i < BGT_STYLE_COUNT; i++) {
        writer->styles[i] = writer->styles[BGT_STYLE_TEXT];
        writer->styles[i].indent = (uint8_t)(i - BGT_STYLE_INDENT + 1);
    }
    for (unsigned i = 0; i < BGT_STYLE_COUNT; i++)
        if (writer->layout->is_ungrouped)
            writer->styles[i].is_grouped = 0;
}

uint32_t bgt_form_columns(const struct bgt_form_writer *writer)
{
    return (uint32_t)writer->printed_count + writer->extra_count;
}

/* ---- Heading ---- */

static bgt_status fill(struct bgt_form_writer *writer, struct bgt_slice text)
{
    bgt_buffer_clear(&writer->text);
    return bgt_form_fill(&writer->text, writer->options.facts, writer->layout, text);
}

static bgt_status put_filled(struct bgt_form_writer *writer, uint32_t column,
                             uint16_t style)
{
    struct bgt_slice text = {writer->text.data, writer->text.length};
    return bgt_cells_text(writer->options.target.cells, column, text, style);
}

static bgt_status put_merged(struct bgt_form_writer *writer,
                             const struct bgt_layout_heading *heading)
{
    uint32_t columns = bgt_form_columns(writer);
    bgt_status status = fill(writer, heading->merged);
    if (status != BGT_OK || writer->text.length == 0)
        return status;
    status = bgt_cells_begin_row(writer->options.target.cells, ++writer->row);
    if (status == BGT_OK)
        status = put_filled(writer, 1, BGT_STYLE_TITLE);
    if (status != BGT_OK)
        return status;
    if (columns > 1)
        bgt_cells_span(writer->options.target.cells, (uint16_t)columns, 1);
    return bgt_cells_end_row(writer->options.target.cells);
}

/* Left text in the first column, right text in the last. */
static bgt_status put_sides(struct bgt_form_writer *writer,
                            const struct bgt_layout_heading *heading)
{
    struct bgt_cells *cells = writer->options.target.cells;
    uint32_t columns = bgt_form_columns(writer);
    bgt_status status = fill(writer, heading->left);
    bool has_left = writer->text.length > 0;
    if (status == BGT_OK && columns == 1 && has_left && heading->right.length > 0)
        status = bgt_buffer_append_text(&writer->text, "　");
    if (status == BGT_OK && columns == 1)
        status = bgt_form_fill(&writer->text, writer->options.facts, writer->layout,
                               heading->right);
    if (status == BGT_OK)
        status = bgt_cells_begin_row(cells, writer->row + 1);
    bool is_empty = writer->text.length == 0;
    if (status == BGT_OK && !is_empty)
        status = put_filled(writer, 1, BGT_STYLE_LEFT);
    if (status == BGT_OK && columns > 1) {
        status = fill(writer, heading->right);
        if (status == BGT_OK && writer->text.length > 0)
            status = put_filled(writer, columns, BGT_STYLE_RIGHT);
        is_empty = is_empty && writer->text.length == 0;
    }
    if (status != BGT_OK || is_empty)
        return status;
    writer->row++;
    return bgt_cells_end_row(cells);
}

static bgt_status says_something(struct bgt_form_writer *writer, struct bgt_slice text,
                                 bool *says)
{
    bgt_status status = fill(writer, text);
    *says = writer->text.length > 0;
    return status;
}

bgt_status bgt_form_heading_joins(struct bgt_form_writer *writer, size_t at, bool *joins)
{
    const struct bgt_layout_heading *heading = &writer->layout->heading[at];
    bool says[4] = {false};
    bgt_status status = BGT_OK;
    *joins = false;
    if (at + 1 == writer->layout->heading_count || heading->merged.length > 0 ||
        heading[1].merged.length > 0 || bgt_form_columns(writer) == 1)
        return BGT_OK;
    const struct bgt_slice texts[] = {heading->left, heading->right, heading[1].left,
                                      heading[1].right};
    for (size_t i = 0; i < 4 && status == BGT_OK; i++)
        status = says_something(writer, texts[i], &says[i]);
    *joins = says[0] && !says[1] && !says[2] && says[3];
    return status;
}

/* A row of the heading that has nothing to say is left out. */
static bgt_status put_heading(struct bgt_form_writer *writer)
{
    bgt_status status = BGT_OK;
    for (size_t i = 0; i < writer->layout->heading_count && status == BGT_OK; i++) {
        struct bgt_layout_heading heading = writer->layout->heading[i];
        bool joins = false;
        status = bgt_form_heading_joins(writer, i, &joins);
        if (joins)
            heading.right = writer->layout->heading[++i].right;
        if (status == BGT_OK)
            status = heading.merged.length > 0 ? put_merged(writer, &heading)
                                               : put_sides(writer, &heading);
    }
    return status;
}

/* ---- Header ---- */

static bool is_same_label(const struct bgt_layout_column *a,
                          const struct bgt_layout_column *b, unsigned row)
{
    return bgt_text_equal(a->path[row].written.text, a->path[row].written.length,
                          b->path[row].written.text, b->path[row].written.length);
}

bool bgt_form_shares(const struct bgt_form_writer *writer, uint32_t at, unsigned row)
{
    const struct bgt_layout_column *a = &writer->layout->columns[writer->printed[at]];
    const struct bgt_layout_column *b = &writer->layout->columns[writer->printed[at + 1]];
    const struct bgt_layout_block *left = &writer->layout->blocks[a->block];
    const struct bgt_layout_block *right = &writer->layout->blocks[b->block];
    bool is_one_block = left == right || (left->has_own_item && right->has_own_item) ||
                        (left->code_count > 0 && right->code_count > 0);
    if (!is_one_block || row + 1 >= writer->lengths[at] ||
        row + 1 >= writer->lengths[at + 1])
        return false;
    for (unsigned r = 0; r <= row; r++)
        if (!is_same_label(a, b, r))
            return false;
    return true;
}

uint32_t bgt_form_label_columns(const struct bgt_form_writer *writer, uint32_t at,
                                unsigned row)
{
    uint32_t columns = 1;
    while (at + columns < writer->printed_count &&
           bgt_form_shares(writer, at + columns - 1, row))
        columns++;
    return columns;
}

/* Whether reading knows a spelling as this label. One with a unit would not follow when
 * figures are converted. */
static bool is_spelling(struct bgt_form_writer *writer,
                        const struct bgt_layout_label *label, struct bgt_slice text)
{
    bool is_known = false;
    bgt_buffer_clear(&writer->text);
    if (bgt_layout_label_key(&writer->text, text.text, text.length) == BGT_OK)
        for (uint16_t k = 0; k < label->key_count && !is_known; k++)
            is_known = bgt_text_equal(label->keys[k].text, label->keys[k].length,
                                      writer->text.data, writer->text.length);
    bgt_buffer_clear(&writer->text);
    return is_known && bgt_text_find(text.text, text.length, 0, "元") == SIZE_MAX;
}

bgt_status bgt_form_label(struct bgt_form_writer *writer, uint32_t at, unsigned row)
{
    const struct bgt_layout_column *described =
        &writer->layout->columns[writer->printed[at]];
    bgt_buffer_clear(&writer->text);
    if (writer->layout->is_fallback && row + 1u == described->path_length) {
        const struct bgt_value *source = bgt_form_source(writer, described);
        struct bgt_slice label = {"", 0};
        if (source != NULL)
            label = bgt_text_trim(bgt_value_name(writer->fields, source),
                                  source->name_length);
        if (label.length > 0 && is_spelling(writer, &described->path[row], label))
            return bgt_buffer_append(&writer->text, label.text, label.length);
    }
    return bgt_form_fill_label(&writer->text, writer->options.facts, writer->layout,
                               &described->path[row]);
}

/* The label of the printed column `at`, across those that share it. */
static bgt_status put_label(struct bgt_form_writer *writer, uint32_t at, unsigned row)
{
    uint16_t columns = (uint16_t)bgt_form_label_columns(writer, at, row);
    uint16_t rows = 1;
    if (row + 1u == writer->lengths[at])
        rows = (uint16_t)(writer->header_rows - row);
    bgt_status status = bgt_form_label(writer, at, row);
    if (status == BGT_OK)
        status = put_filled(writer, at + 1, BGT_STYLE_HEADER);
    if (status == BGT_OK && (columns > 1 || rows > 1))
        bgt_cells_span(writer->options.target.cells, columns, rows);
    return status;
}

static bgt_status put_extra_label(struct bgt_form_writer *writer, uint32_t extra)
{
    const struct bgt_value *value = writer->extras[extra];
    struct bgt_slice name = {bgt_value_name(writer->fields, value), value->name_length};
    uint32_t column = writer->printed_count + extra + 1;
    bgt_status status =
        bgt_cells_text(writer->options.target.cells, column, name, BGT_STYLE_HEADER);
    if (status == BGT_OK && writer->header_rows > 1)
        bgt_cells_span(writer->options.target.cells, 1, writer->header_rows);
    return status;
}

static bgt_status put_header_row(struct bgt_form_writer *writer, unsigned row)
{
    bgt_status status = bgt_cells_begin_row(writer->options.target.cells, ++writer->row);
    for (uint32_t c = 0; c < writer->printed_count && status == BGT_OK; c++) {
        if (row < writer->lengths[c] && (c == 0 || !bgt_form_shares(writer, c - 1, row)))
            status = put_label(writer, c, row);
    }
    for (uint32_t e = 0; e < writer->extra_count && row == 0 && status == BGT_OK; e++)
        status = put_extra_label(writer, e);
    return status == BGT_OK ? bgt_cells_end_row(writer->options.target.cells) : status;
}

static bgt_status put_numbering(struct bgt_form_writer *writer)
{
    bgt_status status = bgt_cells_begin_row(writer->options.target.cells, ++writer->row);
    for (uint32_t c = 0; c < bgt_form_columns(writer) && status == BGT_OK; c++) {
        char number[BGT_NUMBER_SIZE];
        status = bgt_cells_text(writer->options.target.cells, c + 1,
                                bgt_slice_of(bgt_number_text(c + 1, number)),
                                BGT_STYLE_NUMBERING);
    }
    return status == BGT_OK ? bgt_cells_end_row(writer->options.target.cells) : status;
}

/* ---- The sheet ---- */

static bgt_status begin_sheet(struct bgt_form_writer *writer)
{
    const struct bgt_layout *layout = writer->layout;
    uint32_t heading = 0;
    bgt_status status = bgt_form_measure(writer, &heading);
    if (status != BGT_OK)
        return status;
    uint32_t top = heading + writer->header_rows + layout->has_numbering;
    writer->sheet = (struct bgt_sheet){.struct_size = sizeof writer->sheet,
                                       .style_count = BGT_STYLE_COUNT,
                                       .name = writer->sheet_name,
                                       .styles = writer->styles,
                                       .widths = writer->widths,
                                       .width_count = bgt_form_columns(writer),
                                       .header_rows = top,
                                       .freeze_rows = top,
                                       .is_landscape = layout->is_landscape,
                                       .fit_width = layout->has_fit_width,
                                       .is_form = layout->kind == BGT_LAYOUT_FORM,
                                       .row_heights = writer->heights,
                                       .row_height_count = writer->height_count};
    writer->row = 0;
    writer->is_open = true;
    return bgt_cells_begin_reserved(writer->options.target.cells, &writer->sheet);
}

bgt_status bgt_form_sheet_begin(struct bgt_form_writer *writer)
{
    set_styles(writer);
    bgt_status status = begin_sheet(writer);
    if (status == BGT_OK)
        status = put_heading(writer);
    for (unsigned r = 0; r < writer->header_rows && status == BGT_OK; r++)
        status = put_header_row(writer, r);
    return status == BGT_OK && writer->layout->has_numbering ? put_numbering(writer)
                                                             : status;
}

/* ---- Notes ---- */

/* Reading knows the first note by its beginning (注：); one that begins otherwise gets
 * it. */
static bgt_status mark_note(struct bgt_form_writer *writer, struct bgt_slice note)
{
    bgt_buffer_clear(&writer->text);
    bgt_status status = bgt_text_normalise(&writer->text, note.text, note.length);
    if (status != BGT_OK)
        return status;
    bool is_known = bgt_is_note_key(&writer->text);
    bgt_buffer_clear(&writer->text);
    if (!is_known) {
        struct bgt_place place = {.sheet = writer->sheet_name};
        struct bgt_diagnostic diagnostic = {.code = "LAYOUT_NOTE_MARKED",
                                            .place = place,
                                            .text = note.text,
                                            .text_length = note.length};
        bgt_report(writer->options.target.io->reporter, &diagnostic);
        status = bgt_buffer_append_text(&writer->text, "注：");
    }
    return status == BGT_OK ? bgt_buffer_append(&writer->text, note.text, note.length)
                            : status;
}

static bgt_status put_note(struct bgt_form_writer *writer, struct bgt_slice note,
                           bool is_first)
{
    bgt_status status = bgt_cells_begin_row(writer->options.target.cells, ++writer->row);
    if (status == BGT_OK && is_first)
        status = mark_note(writer, note);
    if (status == BGT_OK && is_first)
        note = (struct bgt_slice){writer->text.data, writer->text.length};
    if (status == BGT_OK)
        status = bgt_cells_text(writer->options.target.cells, 1, note, BGT_STYLE_NOTE);
    if (status == BGT_OK && bgt_form_columns(writer) > 1)
        bgt_cells_span(writer->options.target.cells, (uint16_t)bgt_form_columns(writer),
                       1);
    return status == BGT_OK ? bgt_cells_end_row(writer->options.target.cells) : status;
}

/* One row a line of the notes. */
static bgt_status put_notes(struct bgt_form_writer *writer,
                            const struct bgt_buffer *notes, bool *is_first)
{
    struct bgt_slice rest = {notes->data, notes->length};
    struct bgt_slice note;
    bgt_status status = BGT_OK;
    while (status == BGT_OK && bgt_text_split(&rest, '\n', &note)) {
        if (bgt_text_is_blank(note.text, note.length))
            continue;
        status = put_note(writer, note, *is_first);
        *is_first = false;
    }
    return status;
}

bgt_status bgt_form_sheet_end(struct bgt_form_writer *writer)
{
    const struct bgt_form_facts *facts = writer->options.facts;
    bool is_first = true;
    bgt_status status = BGT_OK;
    writer->is_open = false;
    if (writer->layout->kind == BGT_LAYOUT_FORM)
        status = put_notes(writer, &facts->table[BGT_table_notes], &is_first);
    if (status == BGT_OK && writer->has_document_notes)
        status = put_notes(writer, &facts->document[BGT_document_notes], &is_first);
    return status == BGT_OK ? bgt_cells_end_sheet(writer->options.target.cells) : status;
}
