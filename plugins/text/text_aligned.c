#include "text_aligned.h"

/* Short words below the last row that still belong to a table. */
#define TAIL_LINES      2
#define TAIL_CHARACTERS 8
/* Names that begin in one column, so that another one there is a row too. */
#define NAMES_ABOVE 2
/* Lines above the facts of the next table: its number and its title. */
#define TITLE_LINES 2
/* Parts of rows in a hundred that blank lines part from one another, if broken labels are
 * to be told by them. */
#define SPACED_PERCENT 60

/* ---- Regions ---- */

static enum bgt_text_line_kind kind_at(const struct bgt_text_page *page, size_t line)
{
    return page->lines[line].kind;
}

/* Whether a word stands below others of the table, right of its first column: the name of
 * a row whose figures are blank. */
static bool is_below_names(const struct bgt_text_page *page, size_t first, size_t line)
{
    const struct bgt_text_token *token = bgt_text_tokens(page, line);
    size_t count = 0;
    for (size_t l = first; l < line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            count += tokens[i].start == token->start && !tokens[i].is_number;
        }
    }
    return token->start > 0 && count >= NAMES_ABOVE;
}

/* Where the table that begins at a line ends. */
static size_t find_end(const struct bgt_text_page *page, size_t first)
{
    size_t end = first;
    size_t last_row = first;
    while (end < page->line_count && kind_at(page, end) != BGT_TEXT_PROSE &&
           kind_at(page, end) != BGT_TEXT_FACTS) {
        last_row = kind_at(page, end) == BGT_TEXT_ROW ? end : last_row;
        end++;
    }
    bool is_facts = end < page->line_count && kind_at(page, end) == BGT_TEXT_FACTS;
    size_t most = is_facts ? 0 : TAIL_LINES;
    size_t tail = last_row + 1;
    for (size_t l = last_row + 1; l < end; l++) {
        if (kind_at(page, l) != BGT_TEXT_SHORT) {
            continue;
        }
        const struct bgt_text_token *token = bgt_text_tokens(page, l);
        bool is_title = is_facts && l + TITLE_LINES >= end;
        if (!is_title && (l == tail || is_below_names(page, first, l))) {
            tail = l + 1;
            continue;
        }
        if (most == 0 || bgt_text_count(token->text, token->length) > TAIL_CHARACTERS) {
            break;
        }
        tail = l + 1;
        most--;
    }
    return tail;
}

static bool has_numbers(const struct bgt_text_page *page, size_t first, size_t end)
{
    for (size_t l = first; l < end; l++) {
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            if (page->tokens[page->lines[l].first_token + i].is_number &&
                page->lines[l].token_count > 1) {
                return true;
            }
        }
    }
    return false;
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

static bgt_status refuse_columns(const struct bgt_text_context *context, size_t line)
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

static bgt_status put_header(struct bgt_text_context *context, struct bgt_batch *batch,
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
    bool is_spaced; /* Blank lines stand between the rows. */
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

static bgt_status put_body(struct bgt_text_context *context, struct bgt_batch *batch,
                           const struct bgt_text_table *table)
{
    struct body body = {.page = context->page, .table = table};
    bgt_status status = BGT_OK;
    body.is_spaced = find_spacing(&body);
    for (size_t l = table->body_line; status == BGT_OK && l < table->end_line; l++) {
        struct row row = {.count = 0};
        if (!is_row_line(&body, l)) {
            continue;
        }
        bool was_upper = is_upper_part(&body, l);
        if (was_upper) {
            add_line(&body, &row, l++);
        }
        add_line(&body, &row, l);
        if (is_lower_part(&body, l + 1, was_upper)) {
            add_line(&body, &row, ++l);
        }
        size_t column_count = table->column_count;
        status = part_shared(&row, &column_count)
                     ? put_row(context, batch, &row, column_count)
                     : refuse_columns(context, l);
    }
    return status;
}

/* ---- Tables ---- */

/* Remembers which columns had something on any page so far. */
static void remember(struct bgt_text_aligned *aligned, const struct bgt_text_table *table,
                     bool is_carried)
{
    if (!is_carried) {
        aligned->whole = *table;
        return;
    }
    for (size_t c = 0; c < table->column_count; c++) {
        aligned->whole.columns[c].has_body =
            aligned->whole.columns[c].has_body || table->columns[c].has_body;
    }
}

static bgt_status put_table(struct bgt_text_aligned *aligned,
                            struct bgt_text_context *context, struct bgt_batch *batch,
                            size_t end)
{
    struct bgt_text_table *table = &aligned->table;
    size_t first = aligned->at;
    memset(table, 0, sizeof *table);
    table->first_line = first;
    table->end_line = end;
    aligned->at = end;
    if (!bgt_text_find_columns(&aligned->page, table)) {
        return refuse_columns(context, first);
    }
    bool is_carried =
        table->header_count == 0 && aligned->is_open && aligned->whole.column_count > 0;
    if (is_carried && !bgt_text_carry_columns(&aligned->whole, table)) {
        return refuse_columns(context, first);
    }
    remember(aligned, table, is_carried);
    bgt_status status = put_header(context, batch, table);
    return status == BGT_OK ? put_body(context, batch, table) : status;
}

/* ---- Lines ---- */

/* A line of prose is one cell, with its inner blanks as they are. */
static bgt_status put_line(struct bgt_text_context *context, struct bgt_batch *batch,
                           const struct bgt_text_page_line *line)
{
    context->is_table = false;
    bgt_status status = bgt_text_begin_row(context, batch, &line->line);
    return status == BGT_OK ? bgt_text_put_cell(context, batch, 1, &line->line, 1)
                            : status;
}

/* Facts beside one another: each a cell, blank ones between them left out. */
static bgt_status put_facts(struct bgt_text_context *context, struct bgt_batch *batch,
                            const struct bgt_text_page_line *line)
{
    struct row row = {.count = 0};
    for (size_t i = 0; i < line->token_count; i++) {
        add(&row, context->page->tokens + line->first_token + i, (uint32_t)i);
    }
    return line->token_count > 1 ? put_row(context, batch, &row, line->token_count)
                                 : put_line(context, batch, line);
}

static bool begins_table(const struct bgt_text_aligned *aligned, size_t *end)
{
    const struct bgt_text_page *page = &aligned->page;
    enum bgt_text_line_kind kind = kind_at(page, aligned->at);
    if (kind != BGT_TEXT_ROW && (kind != BGT_TEXT_SHORT || !aligned->has_facts)) {
        return false;
    }
    *end = find_end(page, aligned->at);
    return aligned->has_facts || has_numbers(page, aligned->at, *end);
}

static bgt_status next_region(struct bgt_text_aligned *aligned,
                              struct bgt_text_context *context, struct bgt_batch *batch)
{
    struct bgt_text_page *page = &aligned->page;
    const struct bgt_text_page_line *line = &page->lines[aligned->at];
    bgt_status status = BGT_OK;
    size_t end = 0;
    if (line->kind == BGT_TEXT_EMPTY) {
        aligned->at++;
        return BGT_OK;
    }
    if (begins_table(aligned, &end)) {
        status = put_table(aligned, context, batch, end);
        while (aligned->at < page->line_count &&
               kind_at(page, aligned->at) == BGT_TEXT_EMPTY) {
            aligned->at++;
        }
        aligned->is_open = aligned->at == page->line_count;
        aligned->has_facts = false;
        return status;
    }
    aligned->at++;
    aligned->is_open = false;
    aligned->has_facts = line->kind == BGT_TEXT_FACTS;
    return line->kind == BGT_TEXT_FACTS ? put_facts(context, batch, line)
                                        : put_line(context, batch, line);
}

bgt_status bgt_text_aligned_next(struct bgt_text_aligned *aligned,
                                 struct bgt_text_context *context,
                                 struct bgt_text_lines *lines, struct bgt_batch *batch)
{
    if (aligned->at == aligned->page.line_count) {
        bgt_status status = bgt_text_read_page(lines, &aligned->page);
        aligned->at = 0;
        if (status != BGT_OK) {
            return status;
        }
    }
    context->page = &aligned->page;
    return next_region(aligned, context, batch);
}

void bgt_text_aligned_clear(struct bgt_text_aligned *aligned)
{
    bgt_text_clear_page(&aligned->page);
}
