#include "out_book.h"

#include "ornaments.h"
#include "out_chart.h"
#include "out_height.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAPER_A4 9
/* 1980-01-01, the date that a zip has where it has none: the output depends on no clock.
 */
#define CREATED 315532800

/* What the library takes at most, with a margin: for a row, a cell, the copies of a text;
 * for a workbook and its packing; and what is asked for at a time. */
#define ROW_BYTES   ((size_t)4096)
#define CELL_BYTES  ((size_t)512)
#define TEXT_COPIES ((size_t)4)
#define BOOK_BYTES  ((size_t)2 << 20)
#define GRANT_BYTES ((size_t)1 << 20)

/* libxlsxwriter 1.1 goes on with a null pointer where it gets no memory. So it is asked
 * for here beforehand: more than the library takes until the next time. */
static lxw_error ask_for_memory(size_t bytes)
{
    void *memory = malloc(bytes);
    free(memory);
    return memory == NULL ? LXW_ERROR_MEMORY_MALLOC_FAILED : LXW_NO_ERROR;
}

bool bgt_xlsx_out_book_open(struct bgt_xlsx_out_book *book, const char *path,
                            bool is_constant)
{
    lxw_workbook_options options = {.constant_memory =
                                        is_constant ? LXW_TRUE : LXW_FALSE};
    lxw_doc_properties properties = {.created = CREATED};
    if (ask_for_memory(BOOK_BYTES) != LXW_NO_ERROR) {
        return false;
    }
    book->workbook = workbook_new_opt(path, &options);
    book->is_constant = is_constant;
    return book->workbook != NULL &&
           workbook_set_properties(book->workbook, &properties) == LXW_NO_ERROR;
}

static lxw_error set_page(lxw_worksheet *sheet, const struct bgt_sheet *looks)
{
    lxw_error error = LXW_NO_ERROR;
    worksheet_set_paper(sheet, PAPER_A4);
    worksheet_center_horizontally(sheet);
    if (looks->is_landscape) {
        worksheet_set_landscape(sheet);
    }
    if (looks->fit_width) {
        worksheet_fit_to_pages(sheet, 1, looks->fit_height ? 1 : 0);
    }
    if (looks->header_rows > 0 && looks->header_rows <= BGT_XLSX_ROWS) {
        error = worksheet_repeat_rows(sheet, 0, looks->header_rows - 1);
    }
    if (looks->freeze_rows > 0 && looks->freeze_rows < BGT_XLSX_ROWS) {
        worksheet_freeze_panes(sheet, looks->freeze_rows, 0);
    }
    return error;
}

static lxw_error set_widths(lxw_worksheet *sheet, const struct bgt_sheet *looks)
{
    uint32_t count =
        looks->width_count < BGT_XLSX_COLUMNS ? looks->width_count : BGT_XLSX_COLUMNS;
    for (uint32_t i = 0; i < count; i++) {
        double width = looks->widths[i] > 255 ? 255 : looks->widths[i];
        lxw_error error =
            looks->widths[i] == 0
                ? LXW_NO_ERROR
                : worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
        if (error != LXW_NO_ERROR) {
            return error;
        }
    }
    return LXW_NO_ERROR;
}

lxw_error bgt_xlsx_out_book_begin_sheet(struct bgt_xlsx_out_book *book,
                                        const struct bgt_sheet *looks)
{
    lxw_error error = workbook_validate_sheet_name(book->workbook, looks->name);
    if (error != LXW_NO_ERROR) {
        return error;
    }
    if (bgt_xlsx_out_formats_begin(&book->formats, looks->styles, looks->style_count) !=
        BGT_OK) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    book->sheet = workbook_add_worksheet(book->workbook, looks->name);
    if (book->sheet == NULL) {
        return book->is_constant ? LXW_ERROR_CREATING_TMPFILE
                                 : LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    uint64_t *cells = bgt_xlsx_grow(book->cells, book->sheet_count, &book->sheet_capacity,
                                    sizeof *cells);
    if (cells == NULL) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    book->cells = cells;
    cells[book->sheet_count++] = 0;
    book->looks = looks;
    book->heights_set = 0;
    book->last_row = 0;
    book->last_column = 0;
    book->has_text = false;
    book->links_passed = 0;
    book->merge_count = 0;
    error = set_page(book->sheet, looks);
    return error == LXW_NO_ERROR ? set_widths(book->sheet, looks) : error;
}

/* Sets the heights up to a row: with constant memory they must come in order. */
static lxw_error set_heights(struct bgt_xlsx_out_book *book, uint32_t row)
{
    const struct bgt_sheet *looks = book->looks;
    uint32_t count = looks->row_heights == NULL ? 0 : looks->row_height_count;
    lxw_error error = LXW_NO_ERROR;
    for (; book->heights_set < row && book->heights_set < count && error == LXW_NO_ERROR;
         book->heights_set++) {
        uint16_t height = looks->row_heights[book->heights_set];
        if (height > 0) {
            error = worksheet_set_row(book->sheet, book->heights_set,
                                      height > 409 ? 409 : height, NULL);
        }
    }
    return error;
}

static lxw_error write_cell(struct bgt_xlsx_out_book *book,
                            const struct bgt_xlsx_out_row *row,
                            const struct bgt_xlsx_out_cell *cell, lxw_format *format)
{
    lxw_row_t at_row = row->row - 1;
    lxw_col_t at_column = (lxw_col_t)(cell->column - 1);
    switch (cell->kind) {
    case BGT_XLSX_OUT_TEXT:
        book->has_text = true;
        return worksheet_write_string(book->sheet, at_row, at_column,
                                      row->bytes.data + cell->text_offset, format);
    case BGT_XLSX_OUT_NUMBER:
    case BGT_XLSX_OUT_PERCENT:
    case BGT_XLSX_OUT_DATE:
        return worksheet_write_number(book->sheet, at_row, at_column, cell->number,
                                      format);
    case BGT_XLSX_OUT_BOOLEAN:
        return worksheet_write_boolean(book->sheet, at_row, at_column, cell->number != 0,
                                       format);
    default:
        return worksheet_write_blank(book->sheet, at_row, at_column, format);
    }
}

/* Room for `internal:'…'!A1` with every character of the name an apostrophe. */
#define LINK_SIZE (2 * LXW_SHEETNAME_MAX * 4 + 32)

/* `internal:'表1'!A1`; the name was checked. */
static void put_target(char target[LINK_SIZE], const char *sheet)
{
    size_t at = (size_t)snprintf(target, LINK_SIZE, "internal:'");
    for (size_t i = 0; sheet[i] != '\0' && at + 8 < LINK_SIZE; i++) {
        if (sheet[i] == '\'') {
            target[at++] = '\'';
        }
        target[at++] = sheet[i];
    }
    (void)snprintf(target + at, LINK_SIZE - at, "'!A1");
}

/* The link of a cell, or null; cells come in the order of the links. */
static const struct bgt_sheet_link *link_of(struct bgt_xlsx_out_book *book, uint32_t row,
                                            uint32_t column)
{
    for (; book->links_passed < book->looks->link_count; book->links_passed++) {
        const struct bgt_sheet_link *link =
            bgt_xlsx_link(book->looks, book->links_passed);
        if (link->row == row && link->column == column) {
            return link;
        }
        if (link->row > row || (link->row == row && link->column > column)) {
            return NULL;
        }
    }
    return NULL;
}

static lxw_error write_link(struct bgt_xlsx_out_book *book,
                            const struct bgt_xlsx_out_row *row,
                            const struct bgt_xlsx_out_cell *cell, const char *sheet)
{
    char target[LINK_SIZE];
    lxw_format *format = bgt_xlsx_out_link_format(&book->formats, book->workbook, cell);
    if (format == NULL) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    put_target(target, sheet);
    book->has_text = true;
    return worksheet_write_url_opt(book->sheet, row->row - 1,
                                   (lxw_col_t)(cell->column - 1), target, format,
                                   row->bytes.data + cell->text_offset, NULL);
}

static lxw_error merge(struct bgt_xlsx_out_book *book, const struct bgt_xlsx_range *range,
                       lxw_format *format)
{
    return worksheet_merge_range(
        book->sheet, range->first.row - 1, (lxw_col_t)(range->first.column - 1),
        range->last.row - 1, (lxw_col_t)(range->last.column - 1), NULL, format);
}

static lxw_error pad(struct bgt_xlsx_out_book *book,
                     const struct bgt_xlsx_open_merge *open, uint32_t row)
{
    lxw_error error = LXW_NO_ERROR;
    uint32_t first = open->range.first.column + (row == open->range.first.row);
    for (uint32_t c = first; c <= open->range.last.column && error == LXW_NO_ERROR; c++) {
        error =
            worksheet_write_blank(book->sheet, row - 1, (lxw_col_t)(c - 1), open->format);
    }
    return error;
}

/*
 * With constant memory the library has only the present row: a range over several rows is
 * padded row by row here and named to the library at its last row. What
 * worksheet_merge_range then tries to write into earlier rows it refuses itself.
 */
static lxw_error continue_merges(struct bgt_xlsx_out_book *book, uint32_t row)
{
    lxw_error error = LXW_NO_ERROR;
    while (book->merge_count > 0 && book->last_row < row && error == LXW_NO_ERROR) {
        uint32_t now = ++book->last_row;
        size_t kept = 0;
        error = set_heights(book, now);
        for (size_t i = 0; i < book->merge_count && error == LXW_NO_ERROR; i++) {
            struct bgt_xlsx_open_merge open = book->merges[i];
            error = pad(book, &open, now);
            if (open.range.last.row > now) {
                book->merges[kept++] = open;
            } else if (error == LXW_NO_ERROR) {
                error = merge(book, &open.range, open.format);
            }
        }
        book->merge_count = kept;
    }
    return error;
}

static lxw_error write_merged(struct bgt_xlsx_out_book *book,
                              const struct bgt_xlsx_out_row *row,
                              const struct bgt_xlsx_out_cell *cell, lxw_format *format)
{
    struct bgt_xlsx_open_merge open = {
        .range = {{row->row, cell->column},
                  {row->row + cell->span_rows - 1,
                   cell->column + cell->span_columns - 1}},
        .format = format,
    };
    lxw_error error = LXW_NO_ERROR;
    if (!book->is_constant || cell->span_rows == 1) {
        error = merge(book, &open.range, format);
        return error == LXW_NO_ERROR ? write_cell(book, row, cell, format) : error;
    }
    struct bgt_xlsx_open_merge *merges = bgt_xlsx_grow(
        book->merges, book->merge_count, &book->merge_capacity, sizeof *merges);
    if (merges == NULL) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    book->merges = merges;
    merges[book->merge_count++] = open;
    error = write_cell(book, row, cell, format);
    return error == LXW_NO_ERROR ? pad(book, &open, row->row) : error;
}

static lxw_error ask_for_row(struct bgt_xlsx_out_book *book,
                             const struct bgt_xlsx_out_row *row)
{
    size_t cost = ROW_BYTES + TEXT_COPIES * row->bytes.size;
    for (size_t i = 0; i < row->count; i++) {
        const struct bgt_xlsx_out_cell *cell = &row->cells[i];
        size_t rows = book->is_constant ? 1 : cell->span_rows;
        cost += CELL_BYTES * cell->span_columns * rows;
    }
    if (book->granted >= cost) {
        book->granted -= cost;
        return LXW_NO_ERROR;
    }
    book->granted = GRANT_BYTES;
    return ask_for_memory(GRANT_BYTES + cost);
}

/* A row whose height the sheet leaves open gets room for the lines of its texts. */
static lxw_error set_own_height(struct bgt_xlsx_out_book *book,
                                const struct bgt_xlsx_out_row *row)
{
    const struct bgt_sheet *looks = book->looks;
    if (looks->row_heights != NULL && row->row <= looks->row_height_count &&
        looks->row_heights[row->row - 1] > 0) {
        return LXW_NO_ERROR;
    }
    uint16_t height = bgt_xlsx_out_height(looks, row);
    return height == 0 ? LXW_NO_ERROR
                       : worksheet_set_row(book->sheet, row->row - 1, height, NULL);
}

lxw_error bgt_xlsx_out_book_row(struct bgt_xlsx_out_book *book,
                                const struct bgt_xlsx_out_row *row)
{
    lxw_error error = ask_for_row(book, row);
    if (error == LXW_NO_ERROR) {
        error = continue_merges(book, row->row);
    }
    if (error == LXW_NO_ERROR) {
        error = set_heights(book, row->row);
    }
    if (error == LXW_NO_ERROR) {
        error = set_own_height(book, row);
    }
    book->last_row = row->row;
    for (size_t i = 0; i < row->count && error == LXW_NO_ERROR; i++) {
        const struct bgt_xlsx_out_cell *cell = &row->cells[i];
        lxw_format *format = bgt_xlsx_out_format(&book->formats, book->workbook, cell);
        uint32_t last_column = cell->column + cell->span_columns - 1;
        if (format == NULL) {
            return LXW_ERROR_MEMORY_MALLOC_FAILED;
        }
        book->cells[book->sheet_count - 1] +=
            (uint64_t)cell->span_columns * cell->span_rows;
        if (last_column > book->last_column) {
            book->last_column = last_column;
        }
        const struct bgt_sheet_link *link = link_of(book, row->row, cell->column);
        bool is_merged = cell->span_columns > 1 || cell->span_rows > 1;
        if (is_merged) {
            error = write_merged(book, row, cell, format);
        } else if (link != NULL && cell->kind == BGT_XLSX_OUT_TEXT) {
            error = write_link(book, row, cell, link->sheet);
        } else {
            error = write_cell(book, row, cell, format);
        }
    }
    return error;
}

/* `A1:XFD1048576`: no green triangles on codes, which are digits stored as text. */
static lxw_error accept_codes(struct bgt_xlsx_out_book *book)
{
    char range[LXW_MAX_CELL_RANGE_LENGTH];
    if (!book->has_text) {
        return LXW_NO_ERROR;
    }
    lxw_rowcol_to_range(range, 0, 0, book->last_row - 1,
                        (lxw_col_t)(book->last_column - 1));
    return worksheet_ignore_errors(book->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
}

static lxw_error add_charts(struct bgt_xlsx_out_book *book)
{
    lxw_error error = LXW_NO_ERROR;
    for (uint32_t i = 0; i < book->looks->chart_count && error == LXW_NO_ERROR; i++) {
        const struct bgt_chart *chart = bgt_xlsx_chart(book->looks, i);
        book->chart_bytes += bgt_xlsx_out_chart_bytes(chart);
        error = ask_for_memory(bgt_xlsx_out_chart_bytes(chart));
        if (error == LXW_NO_ERROR) {
            error = bgt_xlsx_out_chart(book->workbook, book->sheet, chart);
            book->charts++;
        }
    }
    return error;
}

lxw_error bgt_xlsx_out_book_end_sheet(struct bgt_xlsx_out_book *book)
{
    lxw_error error = continue_merges(book, BGT_XLSX_ROWS);
    if (error == LXW_NO_ERROR) {
        error = set_heights(book, BGT_XLSX_ROWS);
    }
    if (error == LXW_NO_ERROR) {
        error = accept_codes(book);
    }
    if (error == LXW_NO_ERROR) {
        error = add_charts(book);
    }
    book->sheet = NULL;
    book->looks = NULL;
    return error;
}

lxw_error bgt_xlsx_out_book_finish(struct bgt_xlsx_out_book *book)
{
    lxw_workbook *workbook = book->workbook;
    if (ask_for_memory(BOOK_BYTES + book->chart_bytes) != LXW_NO_ERROR) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    book->workbook = NULL;
    return workbook_close(workbook);
}

/* The library closes its temporary files only when it writes the workbook. */
static void close_temporary_files(lxw_workbook *workbook)
{
    lxw_sheet *sheet = NULL;
    STAILQ_FOREACH(sheet, workbook->sheets, list_pointers)
    {
        if (!sheet->is_chartsheet && sheet->u.worksheet->optimize_tmpfile != NULL) {
            (void)fclose(sheet->u.worksheet->optimize_tmpfile);
            sheet->u.worksheet->optimize_tmpfile = NULL;
        }
    }
}

void bgt_xlsx_out_book_close(struct bgt_xlsx_out_book *book)
{
    if (book->workbook != NULL) {
        close_temporary_files(book->workbook);
        lxw_workbook_free(book->workbook);
    }
    bgt_xlsx_out_formats_free(&book->formats);
    free(book->merges);
    free(book->cells);
    memset(book, 0, sizeof *book);
}
