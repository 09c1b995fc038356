#include "text_aligned.h"

#include "text_body.h"
#include "text_glued.h"

/* Short words below the last row that still belong to a table. */
#define TAIL_LINES      2
#define TAIL_CHARACTERS 8
/* Names that begin in one column, so that another one there is a row too. */
#define NAMES_ABOVE 2
/* Lines above the facts of the next table: its number and its title. */
#define TITLE_LINES 2
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
    bgt_status status = bgt_text_part_glued(&aligned->page, first, end);
    if (status != BGT_OK) {
        return status;
    }
    if (!bgt_text_find_columns(&aligned->page, table)) {
        return bgt_text_refuse_columns(context, first);
    }
    bool is_carried =
        table->header_count == 0 && aligned->is_open && aligned->whole.column_count > 0;
    if (is_carried && !bgt_text_carry_names(&aligned->whole, table) &&
        !bgt_text_carry_columns(&aligned->whole, table)) {
        return bgt_text_refuse_columns(context, first);
    }
    remember(aligned, table, is_carried);
    aligned->last_row = bgt_text_find_last_row(&aligned->page, table);
    status = bgt_text_put_header(context, batch, table);
    return status == BGT_OK ? bgt_text_put_body(context, batch, table) : status;
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

static bool begins_table(const struct bgt_text_aligned *aligned, size_t *end)
{
    const struct bgt_text_page *page = &aligned->page;
    enum bgt_text_line_kind kind = kind_at(page, aligned->at);
    bool is_short = kind == BGT_TEXT_SHORT || kind == BGT_TEXT_ROW;
    if (aligned->is_open && is_short &&
        bgt_text_is_next_row(page, aligned->at, &aligned->last_row)) {
        *end = find_end(page, aligned->at);
        return true;
    }
    if (kind != BGT_TEXT_ROW && (kind != BGT_TEXT_SHORT || !aligned->has_facts)) {
        return false;
    }
    *end = find_end(page, aligned->at);
    return aligned->has_facts || has_numbers(page, aligned->at, *end);
}

/* Whether the line at hand belongs to the rows of a form. */
static bool is_in_form(struct bgt_text_aligned *aligned,
                       const struct bgt_text_context *context)
{
    const struct bgt_text_page *page = &aligned->page;
    if (bgt_text_is_form_title(page, aligned->at, context->form_title)) {
        aligned->form = BGT_TEXT_FORM_HEADING;
    } else if (aligned->form != BGT_TEXT_NO_FORM &&
               bgt_text_ends_form(page, aligned->at)) {
        aligned->form = BGT_TEXT_NO_FORM;
    } else if (aligned->form == BGT_TEXT_FORM_HEADING &&
               kind_at(page, aligned->at) == BGT_TEXT_ROW) {
        aligned->form = BGT_TEXT_FORM_BODY;
    }
    return aligned->form == BGT_TEXT_FORM_BODY;
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
    if (is_in_form(aligned, context)) {
        aligned->at++;
        aligned->is_open = aligned->has_facts = false;
        return bgt_text_is_page_number(page, aligned->at - 1)
                   ? put_line(context, batch, line)
                   : bgt_text_put_placed(context, batch, line);
    }
    if (aligned->form == BGT_TEXT_NO_FORM && begins_table(aligned, &end)) {
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
    return line->kind == BGT_TEXT_FACTS
               ? (line->token_count > 1 ? bgt_text_put_facts(context, batch, line)
                                        : put_line(context, batch, line))
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
        if (!bgt_text_goes_on(&aligned->page)) {
            aligned->form = BGT_TEXT_NO_FORM;
        }
    }
    context->page = &aligned->page;
    return next_region(aligned, context, batch);
}

void bgt_text_aligned_clear(struct bgt_text_aligned *aligned)
{
    bgt_text_clear_page(&aligned->page);
}
