#include "budget/plugin.h"

#include "csv_options.h"
#include "csv_quote.h"
#include "csv_report.h"
#include "csv_target.h"

struct writer {
    const struct bgt_env *env;
    struct bgt_csv_target target;
    const struct bgt_sheet *sheet;
    int64_t quote;
    int64_t guard;
    char delimiter;
    bool has_crlf;
    bool is_refused;       /* The present sheet is one more than the target holds. */
    bool has_told_formula; /* Once for each sheet. */
    uint32_t sheets;
    uint32_t width; /* Cells of every row; 0 before the first. */
    uint64_t next_row;
    uint64_t guarded; /* Cells that got a tab in front. */
};

/* The text of a cell and how it is to stand. */
struct cell {
    const char *text;
    size_t length;
    bool is_quoted;
    bool has_tab;
    char number[BGT_DECIMAL_TEXT_SIZE + 1];
};

static int64_t option(const struct writer *writer, enum bgt_csv_option index)
{
    return writer->env->options[index].integer;
}

/* excel=yes changes the defaults of other options, not what was given. */
static int64_t option_or_excel(const struct writer *writer, enum bgt_csv_option index,
                               int64_t excel)
{
    bool follows =
        option(writer, BGT_CSV_EXCEL) != 0 && writer->env->options[index].is_given == 0;
    return follows ? excel : option(writer, index);
}

static bgt_status writer_open(void *state, struct bgt_output *output,
                              const struct bgt_env *env)
{
    struct writer *writer = state;
    writer->env = env;
    writer->quote = option(writer, BGT_CSV_QUOTE);
    writer->has_crlf =
        option_or_excel(writer, BGT_CSV_LINE_END, BGT_CSV_LINE_END_CRLF) != 0;
    writer->guard = option(writer, BGT_CSV_FORMULA_GUARD);
    if (writer->guard == BGT_CSV_GUARD_AUTO) {
        writer->guard =
            option(writer, BGT_CSV_EXCEL) != 0 ? BGT_CSV_GUARD_REFUSE : BGT_CSV_GUARD_NO;
    }
    struct bgt_csv_target_options target = {
        .delimiter = option(writer, BGT_CSV_DELIMITER),
        .encoding = env->options[BGT_CSV_ENCODING].text,
        .has_mark = option_or_excel(writer, BGT_CSV_BOM, 1) != 0,
    };
    bgt_csv_target_init(&writer->target, env, output, &target);
    writer->delimiter = writer->target.delimiter;
    return BGT_OK;
}

static bgt_status writer_begin_sheet(void *state, const struct bgt_sheet *sheet)
{
    struct writer *writer = state;
    writer->sheet = sheet;
    writer->width = 0;
    writer->next_row = 1;
    writer->has_told_formula = false;
    writer->sheets++;
    writer->is_refused = writer->sheets > 1 && !bgt_csv_target_is_folder(&writer->target);
    if (writer->is_refused) {
        struct bgt_csv_at at = {sheet->name, 0, 0};
        (void)bgt_csv_report(writer->env, "CSV_SECOND_SHEET", &at);
        return BGT_CANNOT_HOLD;
    }
    return bgt_csv_target_begin(&writer->target, sheet->name);
}

static bool is_percent(const struct writer *writer, const struct bgt_value *value)
{
    const struct bgt_sheet *sheet = writer->sheet;
    return (value->flags & BGT_VALUE_PERCENT) != 0 ||
           (value->style < sheet->style_count && sheet->styles[value->style].is_percent);
}

static void set_text(struct cell *cell, const struct bgt_batch *batch,
                     const struct bgt_value *value)
{
    cell->text = bgt_value_text(batch, value);
    cell->length = value->text_length;
}

static void set_boolean(struct cell *cell)
{
    bool is_true = cell->length == 1 && cell->text[0] == '1';
    if (is_true || (cell->length == 1 && cell->text[0] == '0')) {
        cell->text = is_true ? "TRUE" : "FALSE";
        cell->length = strlen(cell->text);
    }
}

static void describe(const struct writer *writer, const struct bgt_batch *batch,
                     const struct bgt_value *value, struct cell *cell)
{
    bool is_number = value->type == BGT_VALUE_NUMBER && value->state == BGT_PRESENT;
    bool is_text = value->type == BGT_VALUE_TEXT && value->state == BGT_PRESENT;
    set_text(cell, batch, value);
    cell->has_tab = false;
    if (is_number && (value->flags & BGT_VALUE_DECIMAL) != 0) {
        cell->length = bgt_decimal_format(value->decimal, cell->number);
        cell->text = cell->number;
        if (is_percent(writer, value)) {
            cell->number[cell->length++] = '%';
        }
    } else if (value->type == BGT_VALUE_BOOLEAN) {
        set_boolean(cell);
    }
    cell->is_quoted =
        writer->quote == BGT_CSV_QUOTE_ALWAYS ||
        (cell->length == 0 && (is_text || (value->flags & BGT_VALUE_QUOTED) != 0)) ||
        bgt_csv_needs_quotes(cell->text, cell->length, writer->delimiter) ||
        (is_text && writer->quote == BGT_CSV_QUOTE_AMBIGUOUS &&
         bgt_csv_is_ambiguous(cell->text, cell->length));
}

static bgt_status tell_formula(struct writer *writer, const struct bgt_item *item,
                               const struct bgt_value *value, const struct cell *cell)
{
    struct bgt_diagnostic diagnostic;
    if (writer->has_told_formula) {
        return BGT_OK;
    }
    writer->has_told_formula = true;
    memset(&diagnostic, 0, sizeof diagnostic);
    diagnostic.code = "CSV_FORMULA_TEXT";
    diagnostic.place.sheet = writer->sheet->name;
    diagnostic.place.line = item->row;
    diagnostic.place.column = value->column;
    diagnostic.place.is_cell = 1;
    diagnostic.text = cell->text;
    diagnostic.text_length = cell->length;
    return writer->env->report(writer->env, &diagnostic);
}

/* Everything that makes a row impossible is found before its first byte is written. */
static bgt_status check_row(struct writer *writer, const struct bgt_batch *batch,
                            const struct bgt_item *item)
{
    const struct bgt_env *env = writer->env;
    const struct bgt_value *values = bgt_item_values(batch, item);
    uint32_t last = 0;
    for (uint32_t i = 0; i < item->value_count; i++) {
        const struct bgt_value *value = &values[i];
        struct cell cell;
        set_text(&cell, batch, value);
        if (value->column <= last) {
            return env->cannot_hold(env, batch, item, value,
                                    "cells of a row must come in rising order");
        }
        last = value->column;
        if (memchr(cell.text, '\0', cell.length) != NULL) {
            return env->cannot_hold(env, batch, item, value,
                                    "CSV text cannot hold a NUL character");
        }
        if (value->type == BGT_VALUE_TEXT && value->state == BGT_PRESENT &&
            writer->guard == BGT_CSV_GUARD_REFUSE &&
            bgt_csv_is_formula(cell.text, cell.length)) {
            return env->cannot_hold(env, batch, item, value,
                                    "a spreadsheet takes this text for a formula "
                                    "(-o formula-guard=tab puts a tab in front)");
        }
    }
    return BGT_OK;
}

static bgt_status put_cell(struct writer *writer, const struct cell *cell)
{
    struct bgt_csv_target *target = &writer->target;
    const char *text = cell->text;
    const char *end = text + cell->length;
    if (!cell->is_quoted) {
        return bgt_csv_target_write(target, text, cell->length);
    }
    bgt_status status = bgt_csv_target_write(target, "\"", 1);
    if (status == BGT_OK && cell->has_tab) {
        status = bgt_csv_target_write(target, "\t", 1);
    }
    while (status == BGT_OK && text < end) {
        const char *mark = memchr(text, '"', (size_t)(end - text));
        const char *stop = mark == NULL ? end : mark + 1;
        status = bgt_csv_target_write(target, text, (size_t)(stop - text));
        if (status == BGT_OK && mark != NULL) {
            status = bgt_csv_target_write(target, "\"", 1);
        }
        text = stop;
    }
    return status == BGT_OK ? bgt_csv_target_write(target, "\"", 1) : status;
}

static bgt_status put_value(struct writer *writer, const struct bgt_batch *batch,
                            const struct bgt_item *item, const struct bgt_value *value)
{
    struct cell cell;
    describe(writer, batch, value, &cell);
    if (value->type == BGT_VALUE_TEXT && value->state == BGT_PRESENT &&
        bgt_csv_is_formula(cell.text, cell.length)) {
        if (writer->guard == BGT_CSV_GUARD_TAB) {
            cell.has_tab = true;
            cell.is_quoted = true;
            writer->guarded++;
        } else {
            bgt_status status = tell_formula(writer, item, value, &cell);
            if (status != BGT_OK) {
                return status;
            }
        }
    }
    return put_cell(writer, &cell);
}

static bgt_status put_delimiters(struct writer *writer, uint32_t from, uint32_t to)
{
    bgt_status status = BGT_OK;
    for (; from < to && status == BGT_OK; from++) {
        status = bgt_csv_target_write(&writer->target, &writer->delimiter, 1);
    }
    return status;
}

static bgt_status end_row(struct writer *writer, uint32_t column)
{
    bgt_status status = put_delimiters(writer, column, writer->width);
    writer->next_row++;
    if (status != BGT_OK) {
        return status;
    }
    return writer->has_crlf ? bgt_csv_target_write(&writer->target, "\r\n", 2)
                            : bgt_csv_target_write(&writer->target, "\n", 1);
}

/* Columns that the first row covers, merged ones included: what later rows are padded to.
 */
static uint32_t width_of(const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    uint32_t width = 1;
    for (uint32_t i = 0; i < item->value_count; i++) {
        uint32_t span = values[i].span_columns > 1 ? values[i].span_columns - 1U : 0;
        uint32_t last = values[i].column + span;
        width = last > width ? last : width;
    }
    return width;
}

static bgt_status writer_put_row(void *state, const struct bgt_batch *batch,
                                 const struct bgt_item *item)
{
    struct writer *writer = state;
    const struct bgt_value *values = bgt_item_values(batch, item);
    uint32_t column = 1;
    if (writer->is_refused) {
        return BGT_CANNOT_HOLD;
    }
    bgt_status status = check_row(writer, batch, item);
    if (status == BGT_OK && writer->width == 0) {
        writer->width = width_of(batch, item);
    }
    while (status == BGT_OK && writer->next_row < item->row) {
        status = end_row(writer, 1);
    }
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++) {
        status = put_delimiters(writer, column, values[i].column);
        column = values[i].column;
        if (status == BGT_OK) {
            status = put_value(writer, batch, item, &values[i]);
        }
    }
    return status == BGT_OK ? end_row(writer, column) : status;
}

static bgt_status writer_end_sheet(void *state)
{
    struct writer *writer = state;
    writer->sheet = NULL;
    return writer->is_refused ? BGT_OK : bgt_csv_target_end(&writer->target);
}

static bgt_status writer_finish(void *state)
{
    struct writer *writer = state;
    struct bgt_csv_number number;
    struct bgt_csv_at at = {NULL, 0, 0};
    bgt_status status = bgt_csv_target_finish(&writer->target);
    if (status == BGT_OK && writer->guarded != 0) {
        status = bgt_csv_report_names(writer->env, "CSV_FORMULA_GUARDED", &at,
                                      bgt_csv_number(writer->guarded, &number), NULL);
    }
    return status;
}

static void writer_close(void *state)
{
    struct writer *writer = state;
    bgt_csv_target_clear(&writer->target);
}

const struct bgt_writer_ops bgt_csv_writer = {
    .struct_size = sizeof(struct bgt_writer_ops),
    .state_size = sizeof(struct writer),
    .open = writer_open,
    .begin_sheet = writer_begin_sheet,
    .put_row = writer_put_row,
    .end_sheet = writer_end_sheet,
    .finish = writer_finish,
    .close = writer_close,
};
