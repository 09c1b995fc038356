#include "sheet.h"

#include "escape.h"
#include "report.h"

#include <string.h>

/* Reports an error at a place of this sheet and goes on. */
static bgt_status complain(struct bgt_xlsx_sheet *sheet, const char *code,
                           uint32_t column, const char *text)
{
    const struct bgt_xlsx_text found = {text, text == NULL ? 0 : strlen(text)};
    bgt_status status =
        bgt_xlsx_report(sheet->book->env, code,
                        bgt_xlsx_at(sheet->entry->name, sheet->row.number, column),
                        text == NULL ? NULL : &found, NULL);
    sheet->has_bad = sheet->has_bad || status == BGT_BAD;
    return status == BGT_BAD ? BGT_OK : status;
}

static bgt_status begin_row(struct bgt_xlsx_sheet *sheet, const char *const *attributes)
{
    const char *text = bgt_xlsx_attribute(attributes, "r");
    bool is_hidden = bgt_xlsx_true(bgt_xlsx_attribute(attributes, "hidden"));
    uint32_t number = sheet->last_row + 1;
    sheet->in_row = true;
    sheet->drops_row = false;
    sheet->last_column = 0;
    bool is_number = text == NULL ? number <= BGT_XLSX_ROWS
                                  : bgt_xlsx_row_parse(text, strlen(text), &number);
    bgt_xlsx_row_begin(&sheet->row, number, is_hidden);
    if (!is_number) {
        sheet->drops_row = true;
        return complain(sheet, "XLSX_ROW_NUMBER", 0, text == NULL ? "" : text);
    }
    if (number <= sheet->last_row) {
        sheet->drops_row = true;
        return complain(sheet, "XLSX_ROW_ORDER", 0, text);
    }
    sheet->last_row = number;
    return BGT_OK;
}

static bgt_status emit_row(struct bgt_xlsx_sheet *sheet)
{
    const struct bgt_xlsx_row_target target = {
        .env = sheet->book->env,
        .batch = sheet->batch,
        .batch_number = sheet->batch_number,
        .sheet = sheet->entry->name,
        .strings = &sheet->book->strings,
    };
    sheet->in_row = false;
    if (sheet->row.count == 0 || sheet->drops_row) {
        return BGT_OK;
    }
    if (sheet->row.is_hidden) {
        sheet->hidden_rows++;
        if (sheet->hidden == BGT_XLSX_HIDDEN_ERROR) {
            return complain(sheet, "XLSX_HIDDEN_REFUSED", 0, NULL);
        }
        if (sheet->hidden == BGT_XLSX_HIDDEN_SKIP) {
            return BGT_OK;
        }
    }
    bgt_status status = bgt_xlsx_row_emit(&sheet->row, &target);
    if (status == BGT_LIMIT) {
        const struct bgt_env *env = sheet->book->env;
        return bgt_xlsx_limit(env, "row-bytes", env->limits->row_bytes,
                              bgt_xlsx_at(sheet->entry->name, sheet->row.number, 0));
    }
    return status;
}

/* Where the cell stands: by its `r`, else behind the one before. */
static bgt_status place_cell(struct bgt_xlsx_sheet *sheet, const char *reference)
{
    struct bgt_xlsx_cell cell = {sheet->row.number, sheet->last_column + 1};
    bool is_cell = reference == NULL
                       ? cell.column <= BGT_XLSX_COLUMNS
                       : bgt_xlsx_cell_parse(reference, strlen(reference), &cell);
    if (!is_cell || cell.row != sheet->row.number) {
        sheet->in_cell = false;
        return sheet->drops_row ? BGT_OK
                                : complain(sheet, "XLSX_CELL_REFERENCE", 0,
                                           reference == NULL ? "" : reference);
    }
    sheet->cell.column = cell.column;
    if (cell.column <= sheet->last_column) {
        sheet->in_cell = false;
        return complain(sheet, "XLSX_CELL_ORDER", cell.column, reference);
    }
    sheet->last_column = cell.column;
    return BGT_OK;
}

static bgt_status begin_cell(struct bgt_xlsx_sheet *sheet, const char *const *attributes)
{
    const char *reference = NULL;
    const char *type = NULL;
    const char *style = NULL;
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(attributes[0], "r") == 0) {
            reference = attributes[1];
        } else if (strcmp(attributes[0], "t") == 0) {
            type = attributes[1];
        } else if (strcmp(attributes[0], "s") == 0) {
            style = attributes[1];
        }
    }
    memset(&sheet->cell, 0, sizeof sheet->cell);
    sheet->text.size = 0;
    sheet->in_cell = true;
    if (style != NULL && !bgt_xlsx_unsigned(style, strlen(style), &sheet->cell.style)) {
        sheet->cell.style = UINT32_MAX;
    }
    bgt_status status = place_cell(sheet, reference);
    if (status == BGT_OK && sheet->in_cell &&
        !bgt_xlsx_cell_type(type, &sheet->cell.type)) {
        sheet->in_cell = false;
        return complain(sheet, "XLSX_CELL_TYPE", sheet->cell.column, type);
    }
    return status;
}

static void set_spans(struct bgt_xlsx_sheet *sheet, struct bgt_value *value)
{
    const struct bgt_xlsx_range *range =
        bgt_xlsx_merges_find(&sheet->merges, sheet->row.number, value->column);
    if (range == NULL) {
        value->span_columns = sheet->merges.is_known ? 1 : 0;
        value->span_rows = value->span_columns;
        return;
    }
    uint32_t columns = range->last.column - range->first.column + 1;
    uint32_t rows = range->last.row - range->first.row + 1;
    value->span_columns = (uint16_t)(columns > UINT16_MAX ? UINT16_MAX : columns);
    value->span_rows = (uint16_t)(rows > UINT16_MAX ? UINT16_MAX : rows);
}

static bgt_status end_cell(struct bgt_xlsx_sheet *sheet)
{
    const struct bgt_env *env = sheet->book->env;
    struct bgt_value *value = NULL;
    if (!sheet->in_cell) {
        return BGT_OK;
    }
    sheet->in_cell = false;
    if (sheet->row.count >= env->limits->row_cells) {
        return bgt_xlsx_limit(
            env, "row-cells", env->limits->row_cells,
            bgt_xlsx_at(sheet->entry->name, sheet->row.number, sheet->cell.column));
    }
    if (sheet->cell.type == BGT_XLSX_CELL_STRING && !sheet->cell.has_inline &&
        sheet->text.size > 0) {
        sheet->text.size = bgt_xlsx_unescape(sheet->text.data, sheet->text.size);
    }
    sheet->cell.text = sheet->text.size == 0 ? "" : sheet->text.data;
    sheet->cell.length = sheet->text.size;
    bgt_status status =
        bgt_xlsx_cell_take(sheet->book, &sheet->cell, &sheet->row, &value);
    if (status == BGT_BAD) {
        sheet->has_bad = true;
        return BGT_OK;
    }
    if (status == BGT_OK && value != NULL) {
        set_spans(sheet, value);
    }
    return status;
}

/* What stands in a cell. */
static void begin_content(struct bgt_xlsx_sheet *sheet, const char *name)
{
    if (sheet->depth == 4 && strcmp(name, "v") == 0) {
        sheet->cell.has_value = true;
        sheet->captures = !sheet->cell.has_inline;
    } else if (sheet->depth == 4 && strcmp(name, "f") == 0) {
        sheet->cell.has_formula = true;
    } else if (sheet->depth == 4 && strcmp(name, "is") == 0) {
        sheet->in_inline = true;
        sheet->cell.has_inline = true;
        sheet->text.size = 0;
    } else if (sheet->in_inline && sheet->phonetic == 0 && strcmp(name, "rPh") == 0) {
        sheet->phonetic = sheet->depth;
    } else if (sheet->in_inline && sheet->phonetic == 0 && strcmp(name, "t") == 0) {
        sheet->captures = true;
        sheet->run_begin = sheet->text.size;
    }
}

static void end_content(struct bgt_xlsx_sheet *sheet, const char *name)
{
    if (sheet->in_inline && sheet->captures && strcmp(name, "t") == 0) {
        size_t length = sheet->text.size - sheet->run_begin;
        if (length > 0) {
            sheet->text.size =
                sheet->run_begin +
                bgt_xlsx_unescape(sheet->text.data + sheet->run_begin, length);
        }
        sheet->captures = false;
    } else if (sheet->phonetic != 0 && sheet->depth == sheet->phonetic) {
        sheet->phonetic = 0;
    } else if (sheet->depth == 4) {
        sheet->captures = false;
        sheet->in_inline = false;
    }
}

static bgt_status begin_element(struct bgt_xlsx_sheet *sheet, const char *name,
                                const char *const *attributes)
{
    if (sheet->in_cell && sheet->depth >= 4) {
        begin_content(sheet, name);
        return BGT_OK;
    }
    if (sheet->depth == 3 && sheet->in_row && strcmp(name, "c") == 0) {
        return begin_cell(sheet, attributes);
    }
    if (sheet->depth == 2 && sheet->in_data && strcmp(name, "row") == 0) {
        return begin_row(sheet, attributes);
    }
    if (sheet->depth == 1) {
        sheet->in_data = strcmp(name, "sheetData") == 0;
    } else if (sheet->depth == 0 && strcmp(name, "worksheet") != 0) {
        return bgt_xlsx_fatal(sheet->book->env, "XLSX_PART_KIND",
                              bgt_xlsx_at(sheet->entry->part, 0, 0), "worksheet");
    }
    return BGT_OK;
}

static bgt_status end_element(struct bgt_xlsx_sheet *sheet, const char *name)
{
    if (sheet->in_cell && sheet->depth >= 4) {
        end_content(sheet, name);
        return BGT_OK;
    }
    if (sheet->depth == 3 && sheet->in_row) {
        return end_cell(sheet);
    }
    if (sheet->depth == 2 && sheet->in_row) {
        return emit_row(sheet);
    }
    return BGT_OK;
}

static bgt_status on_start(void *context, const char *name, const char *const *attributes)
{
    struct bgt_xlsx_sheet *sheet = context;
    bgt_status status = begin_element(sheet, name, attributes);
    sheet->depth++;
    sheet->has_ended = sheet->has_ended || status != BGT_OK;
    return status;
}

static bgt_status on_end(void *context, const char *name)
{
    struct bgt_xlsx_sheet *sheet = context;
    sheet->depth--;
    bgt_status status = end_element(sheet, name);
    sheet->has_ended = sheet->has_ended || status != BGT_OK;
    return status;
}

static bgt_status on_text(void *context, const char *text, size_t length)
{
    struct bgt_xlsx_sheet *sheet = context;
    if (!sheet->captures || !sheet->in_cell) {
        return BGT_OK;
    }
    bgt_status status = bgt_xlsx_bytes_append(&sheet->text, text, length);
    if (status == BGT_LIMIT) {
        status = bgt_xlsx_limit(
            sheet->book->env, "cell-bytes", sheet->text.maximum,
            bgt_xlsx_at(sheet->entry->name, sheet->row.number, sheet->cell.column));
    }
    sheet->has_ended = sheet->has_ended || status != BGT_OK;
    return status;
}

/* A failure below us was reported with the part's name; say which sheet and row that is.
 */
static bgt_status stopped(const struct bgt_xlsx_sheet *sheet, bgt_status status)
{
    if (status != BGT_BAD && status != BGT_FATAL && status != BGT_LIMIT) {
        return status;
    }
    char number[BGT_XLSX_NUMBER_SIZE];
    return bgt_xlsx_fatal(sheet->book->env, "XLSX_SHEET_STOPPED",
                          bgt_xlsx_at(sheet->entry->name, 0, 0),
                          bgt_xlsx_number(sheet->last_row, number));
}

bgt_status bgt_xlsx_sheet_open(struct bgt_xlsx_sheet *sheet, struct bgt_xlsx_book *book,
                               struct bgt_input *package,
                               const struct bgt_xlsx_sheet_entry *entry)
{
    static const struct bgt_xlsx_events events = {on_start, on_end, on_text};
    const struct bgt_xlsx_part_source source = {book->env, package, entry->part};
    sheet->book = book;
    sheet->entry = entry;
    sheet->is_open = true;
    sheet->text.maximum = book->env->limits->cell_bytes;
    sheet->row.bytes.maximum = book->env->limits->row_bytes;
    book->sheet = entry->name;
    book->rounded = 0;
    bgt_status status = bgt_xlsx_merges_read(&sheet->merges, &source);
    if (status == BGT_OK) {
        status = bgt_xlsx_part_open(&sheet->part, &source, &events, sheet);
    }
    if (status == BGT_NOT_FOUND) {
        return bgt_xlsx_fatal(book->env, "XLSX_PART_MISSING",
                              bgt_xlsx_at(entry->name, 0, 0), entry->part);
    }
    return status == BGT_OK ? status : stopped(sheet, status);
}

/* What a person should know about a sheet once it was read. */
static bgt_status report_end(const struct bgt_xlsx_sheet *sheet)
{
    char number[BGT_XLSX_NUMBER_SIZE];
    const char *facts[2] = {NULL, NULL};
    const struct bgt_env *env = sheet->book->env;
    struct bgt_place place = bgt_xlsx_at(sheet->entry->name, 0, 0);
    bgt_status status = BGT_OK;
    if (sheet->hidden_rows > 0 && sheet->hidden != BGT_XLSX_HIDDEN_ERROR) {
        facts[0] = bgt_xlsx_number(sheet->hidden_rows, number);
        status = bgt_xlsx_report(env,
                                 sheet->hidden == BGT_XLSX_HIDDEN_KEEP
                                     ? "XLSX_HIDDEN_ROWS"
                                     : "XLSX_HIDDEN_ROWS_SKIPPED",
                                 place, NULL, facts);
    }
    if (status == BGT_OK && sheet->book->rounded > 0) {
        facts[0] = bgt_xlsx_number(sheet->book->rounded, number);
        status = bgt_xlsx_report(env, "XLSX_ROUNDED", place, NULL, facts);
    }
    return status == BGT_OK ? BGT_END : status;
}

bgt_status bgt_xlsx_sheet_step(struct bgt_xlsx_sheet *sheet)
{
    sheet->has_bad = false;
    bgt_status status = bgt_xlsx_part_step(&sheet->part);
    if (status == BGT_END) {
        return report_end(sheet);
    }
    if (status == BGT_OK || sheet->has_ended) {
        return status;
    }
    return stopped(sheet, status);
}

void bgt_xlsx_sheet_close(struct bgt_xlsx_sheet *sheet)
{
    bgt_xlsx_part_close(&sheet->part);
    bgt_xlsx_merges_free(&sheet->merges);
    bgt_xlsx_row_free(&sheet->row);
    bgt_xlsx_bytes_free(&sheet->text);
    memset(sheet, 0, sizeof *sheet);
}
