#include "text_body.h"

#include <stdlib.h>

#include "text_clusters.h"
#include "text_group.h"

/* Parts of rows in a hundred that blank lines part from one another, if broken labels are
 * to be told by them. */
#define SPACED_PERCENT 60

static enum bgt_text_line_kind kind_at(const struct bgt_text_page *page, size_t line)
{
    return page->lines[line].kind;
}

/* ---- Rows ---- */

/* A row on its way: what stands in each column. */
struct row {
    const struct bgt_text_token *tokens[BGT_TEXT_HEADER_TOKENS];
    uint32_t columns[BGT_TEXT_HEADER_TOKENS];
    size_t count;
    bool is_unclear; /* It has more words than there is room for. */
};

static void add(struct row *row, const struct bgt_text_token *token, uint32_t column)
{
    if (row->count == BGT_TEXT_HEADER_TOKENS) {
        row->is_unclear = true;
        return;
    }
    row->tokens[row->count] = token;
    row->columns[row->count++] = column;
}

/* How a row's words stand in its columns. */
enum sharing {
    SHARES_NOTHING,
    SHARES_NAME,  /* A figure and a name are in one column of one line. */
    SHARES_FIGURE /* Two figures are: together they would be a third. */
};

static enum sharing find_sharing(const struct row *row, size_t at)
{
    enum sharing worst = SHARES_NOTHING;
    const struct bgt_text_token *b = row->tokens[at];
    for (size_t i = 0; i < at; i++) {
        const struct bgt_text_token *a = row->tokens[i];
        if (row->columns[i] != row->columns[at] || a->line != b->line) {
            continue;
        }
        if (a->is_number && b->is_number) {
            return SHARES_FIGURE;
        }
        worst = a->is_number || b->is_number ? SHARES_NAME : worst;
    }
    return worst;
}

/* A figure and a name in one column are no name: the second is put behind the last
 * column, where no layout takes it in silence. False where two figures share a column. */
static bool part_shared(struct row *row, size_t *column_count)
{
    for (size_t i = 1; i < row->count; i++) {
        enum sharing sharing = find_sharing(row, i);
        if (sharing == SHARES_FIGURE) {
            return false;
        }
        if (sharing == SHARES_NAME) {
            row->columns[i] = (uint32_t)(*column_count)++;
        }
    }
    return !row->is_unclear;
}

bgt_status bgt_text_refuse_columns(const struct bgt_text_context *context, size_t line)
{
    struct bgt_diagnostic diagnostic = {
        .code = "TEXT_COLUMNS_UNCLEAR",
        .place = {.sheet = context->sheet,
                  .line = context->page->lines[line].line.number},
        .text = context->page->lines[line].line.text,
        .text_length = context->page->lines[line].line.length,
    };
    bgt_status status = context->env->report(context->env, &diagnostic);
    return status == BGT_OK ? BGT_BAD : status;
}

/* Puts all words of a column, from top to bottom, as one cell. */
static bgt_status put_cell(const struct bgt_text_context *context,
                           struct bgt_batch *batch, const struct row *row,
                           uint32_t column)
{
    uint64_t start = batch->text_size;
    uint64_t offset = 0;
    const struct bgt_text_token *first = NULL;
    bgt_status status = BGT_OK;
    for (size_t i = 0; status == BGT_OK && i < row->count; i++) {
        if (row->columns[i] == column) {
            first = first == NULL ? row->tokens[i] : first;
            status = bgt_batch_text(batch, row->tokens[i]->text, row->tokens[i]->length,
                                    &offset);
        }
    }
    if (status != BGT_OK || first == NULL) {
        return status == BGT_OK ? bgt_batch_put_blank(batch, column + 1) : status;
    }
    struct bgt_value *value = NULL;
    status = bgt_batch_value(batch, column + 1, BGT_VALUE_TEXT, BGT_PRESENT, &value);
    if (status == BGT_OK) {
        value->text_offset = start;
        value->text_length = (uint32_t)(batch->text_size - start);
        value->place_column = first->character;
        value->place_line = context->page->lines[first->line].line.number;
    }
    return status;
}

static bgt_status put_row(struct bgt_text_context *context, struct bgt_batch *batch,
                          const struct row *row, size_t column_count)
{
    if (row->count == 0) {
        return BGT_OK;
    }
    bgt_status status = bgt_text_begin_row(
        context, batch, &context->page->lines[row->tokens[0]->line].line);
    /* A row of a table has more than one cell, even if the table has one column. */
    size_t count = column_count > 1 ? column_count : 2;
    for (uint32_t c = 0; status == BGT_OK && c < count; c++) {
        status = put_cell(context, batch, row, c);
    }
    return status;
}

bgt_status bgt_text_put_header(struct bgt_text_context *context, struct bgt_batch *batch,
                               const struct bgt_text_table *table)
{
    bgt_status status = BGT_OK;
    for (uint32_t level = table->levels + 1; status == BGT_OK && level-- > 0;) {
        struct row row = {.count = 0};
        for (size_t i = 0; i < table->header_count; i++) {
            if (table->header[i].level == level) {
                add(&row, &table->header[i].part, table->header[i].column);
            }
        }
        status = put_row(context, batch, &row, table->column_count);
    }
    return status;
}

/* ---- Body ---- */

/* Lines of the body and how they are parted. */
struct body {
    const struct bgt_text_page *page;
    const struct bgt_text_table *table;
    bool is_spaced;                      /* Blank lines stand between the rows. */
    const enum bgt_text_grouping *lines; /* By line of the body, from its first. */
};

static bool is_name(const struct body *body, size_t line, uint32_t *column)
{
    const struct bgt_text_page_line *at = &body->page->lines[line];
    if (at->token_count != 1) {
        return false;
    }
    const struct bgt_text_token *token = body->page->tokens + at->first_token;
    *column = bgt_text_column_of(body->table, token);
    return !token->is_number && !body->table->columns[*column].is_amount;
}

static bool has_column(const struct body *body, size_t line, uint32_t column)
{
    const struct bgt_text_page_line *at = &body->page->lines[line];
    for (size_t i = 0; i < at->token_count; i++) {
        if (bgt_text_column_of(body->table, body->page->tokens + at->first_token + i) ==
            column) {
            return true;
        }
    }
    return false;
}

static bool is_row_line(const struct body *body, size_t line)
{
    return line < body->table->end_line && kind_at(body->page, line) != BGT_TEXT_EMPTY;
}

/* Whether the line is the upper part of the broken label of the row in the next line. */
static bool is_upper_part(const struct body *body, size_t line)
{
    uint32_t column = 0;
    return is_name(body, line, &column) && is_row_line(body, line + 1) &&
           body->page->lines[line + 1].token_count > 0 &&
           !has_column(body, line + 1, column) &&
           kind_at(body->page, line + 1) != BGT_TEXT_SHORT;
}

/* Whether the line goes on with the label of the row in the line before. */
static bool is_lower_part(const struct body *body, size_t line, bool was_upper)
{
    uint32_t column = 0;
    return is_row_line(body, line) && is_name(body, line, &column) &&
           !is_upper_part(body, line) &&
           !bgt_text_is_numbered(bgt_text_tokens(body->page, line)) &&
           (was_upper || (body->is_spaced && has_column(body, line - 1, column)));
}

static bool find_spacing(const struct body *body)
{
    size_t rows = 0;
    size_t spaced = 0;
    for (size_t l = body->table->body_line; l < body->table->end_line; l++) {
        if (is_row_line(body, l)) {
            rows++;
            spaced += !is_row_line(body, l + 1);
        }
    }
    return rows > 2 && spaced * 100 >= rows * SPACED_PERCENT;
}

static void add_line(const struct body *body, struct row *row, size_t line)
{
    const struct bgt_text_page_line *at = &body->page->lines[line];
    for (size_t i = 0; i < at->token_count; i++) {
        const struct bgt_text_token *token = body->page->tokens + at->first_token + i;
        add(row, token, bgt_text_column_of(body->table, token));
    }
}

static enum bgt_text_grouping grouping_of(const struct body *body, size_t line)
{
    return line < body->table->end_line ? body->lines[line - body->table->body_line]
                                        : BGT_TEXT_BEGINS;
}

/* Adds the lines of a row, from its first; returns its last. False in `*is_clear` where
 * two of them have figures. */
static size_t add_row(const struct body *body, struct row *row, size_t line,
                      bool *is_clear)
{
    size_t last = line;
    if (grouping_of(body, line) == BGT_TEXT_UNGROUPED) {
        bool was_upper = grouping_of(body, line + 1) == BGT_TEXT_UNGROUPED &&
                         is_upper_part(body, line);
        if (was_upper) {
            add_line(body, row, last++);
        }
        add_line(body, row, last);
        if (grouping_of(body, last + 1) == BGT_TEXT_UNGROUPED &&
            is_lower_part(body, last + 1, was_upper)) {
            add_line(body, row, ++last);
        }
        return last;
    }
    add_line(body, row, last);
    while (grouping_of(body, last + 1) == BGT_TEXT_CONTINUES) {
        add_line(body, row, ++last);
    }
    const struct bgt_text_token *number = NULL;
    for (size_t i = 0; i < row->count; i++) {
        if (row->tokens[i]->is_number) {
            *is_clear =
                *is_clear && (number == NULL || number->line == row->tokens[i]->line);
            number = row->tokens[i];
        }
    }
    return last;
}

static bgt_status put_rows(struct bgt_text_context *context, struct bgt_batch *batch,
                           const struct body *body)
{
    const struct bgt_text_table *table = body->table;
    bgt_status status = BGT_OK;
    for (size_t l = table->body_line; status == BGT_OK && l < table->end_line; l++) {
        struct row row = {.count = 0};
        bool is_clear = true;
        if (!is_row_line(body, l)) {
            continue;
        }
        size_t column_count = table->column_count;
        l = add_row(body, &row, l, &is_clear);
        status = is_clear && part_shared(&row, &column_count)
                     ? put_row(context, batch, &row, column_count)
                     : bgt_text_refuse_columns(context, l);
    }
    return status;
}

bgt_status bgt_text_put_body(struct bgt_text_context *context, struct bgt_batch *batch,
                             const struct bgt_text_table *table)
{
    struct body body = {.page = context->page, .table = table};
    bgt_status status = BGT_OK;
    if (table->first_sum != NULL) {
        struct row row = {.count = 0};
        add(&row, table->first_sum, bgt_text_column_of(table, table->first_sum));
        status = put_row(context, batch, &row, table->column_count);
    }
    enum bgt_text_grouping *lines = bgt_text_group_lines(context->page, table);
    if (lines == NULL) {
        return BGT_NO_MEMORY;
    }
    body.lines = lines;
    body.is_spaced = find_spacing(&body);
    if (status == BGT_OK) {
        status = put_rows(context, batch, &body);
    }
    free(lines);
    return status;
}

bgt_status bgt_text_put_facts(struct bgt_text_context *context, struct bgt_batch *batch,
                              const struct bgt_text_page_line *line)
{
    struct row row = {.count = 0};
    for (size_t i = 0; i < line->token_count; i++) {
        add(&row, context->page->tokens + line->first_token + i, (uint32_t)i);
    }
    return put_row(context, batch, &row, line->token_count);
}
