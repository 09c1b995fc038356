#include <string.h>

#include "cli/check_report.h"
#include "figures/document.h"
#include "flow/context.h"
#include "io/batch.h"
#include "io/output.h"
#include "layout/layouts.h"

/* A page is written as it comes; sentences of one document are kept. */
#define FLUSH_BYTES (64u << 10)
#define PAGE_BYTES  (8u << 20)
#define ARENA_BYTES ((size_t)1 << 30)

struct page {
    const struct bgt_terminal *terminal;
    const struct bgt_check *check;
    struct bgt_output *output;
    struct bgt_buffer text;
    struct bgt_arena arena;
    uint8_t *marks; /* By value of the batch: severity + 1 of the gravest finding. */
    bgt_status status;
};

static void put(struct page *page, const char *text)
{
    if (page->status == BGT_OK)
        page->status = bgt_buffer_append_text(&page->text, text);
    if (page->status == BGT_OK && page->text.length >= FLUSH_BYTES) {
        page->status =
            page->output->write(page->output, page->text.data, page->text.length);
        bgt_buffer_clear(&page->text);
    }
}

/* Foreign text: markup and control characters mean nothing. */
static void put_safe(struct page *page, struct bgt_slice text)
{
    char one[2] = {0, 0};
    for (size_t i = 0; i < text.length && page->status == BGT_OK; i++) {
        unsigned char c = (unsigned char)text.text[i];
        one[0] = (char)c;
        if (c == '&' || c == '<' || c == '>' || c == '"')
            put(page, c == '&'   ? "&amp;"
                      : c == '<' ? "&lt;"
                      : c == '>' ? "&gt;"
                                 : "&quot;");
        else
            put(page, c < 0x20 || c == 0x7F ? " " : one);
    }
}

static void put_text(struct page *page, const char *text)
{
    put_safe(page, bgt_slice_of(text));
}

static void finish(struct page *page)
{
    if (page->status == BGT_OK && page->text.length > 0)
        page->status =
            page->output->write(page->output, page->text.data, page->text.length);
    bgt_buffer_close(&page->text);
}

static const char style[] =
    "<style>body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;"
    "margin:1em 0}td,th{border:1px solid #999;padding:.2em .6em}td.n{text-align:right}"
    ".error{background:#f8c4c4}.warning{background:#fbe6b0}.note{background:#dcebf9}"
    "</style>\n";

bgt_status bgt_check_html_begin(const struct bgt_terminal *terminal,
                                struct bgt_output *output)
{
    struct page page = {.terminal = terminal, .output = output, .status = BGT_OK};
    bgt_buffer_init(&page.text, NULL, PAGE_BYTES);
    put(&page, "<!DOCTYPE html>\n<html lang=\"");
    put(&page, bgt_say(terminal, "en", "zh"));
    put(&page, "\">\n<head><meta charset=\"utf-8\"><title>");
    put(&page, bgt_say(terminal, "Check of budget figures", "预算勾稽关系检查"));
    put(&page, "</title>\n");
    put(&page, style);
    put(&page, "</head>\n<body>\n");
    finish(&page);
    return page.status;
}

bgt_status bgt_check_html_end(struct bgt_output *output)
{
    static const char end[] = "</body>\n</html>\n";
    return output->write(output, end, sizeof end - 1);
}

static void mark(struct page *page, const struct bgt_check_figure *figure,
                 uint8_t severity)
{
    if (figure == NULL || figure->value == NULL)
        return;
    size_t at = (size_t)(figure->value - page->check->figures->batch->values);
    if (page->marks[at] == 0 || page->marks[at] > severity + 1)
        page->marks[at] = (uint8_t)(severity + 1);
}

/* Errors mark the figure in doubt, other findings both sides. */
static void mark_all(struct page *page)
{
    for (const struct bgt_finding *finding = page->check->first; finding != NULL;
         finding = finding->next) {
        if (finding->suspect != NULL) {
            mark(page, finding->suspect, finding->severity);
            continue;
        }
        for (size_t i = 0; i < finding->left.count; i++)
            mark(page, &finding->left.figures[i], finding->severity);
        for (size_t i = 0; i < finding->right.count; i++)
            mark(page, &finding->right.figures[i], finding->severity);
    }
}

static void put_findings(struct page *page)
{
    const struct bgt_terminal *terminal = page->terminal;
    put(page, "<table>\n");
    for (const struct bgt_finding *finding = page->check->first; finding != NULL;
         finding = finding->next) {
        enum bgt_finding_severity severity = finding->severity;
        if (severity == BGT_FINDING_SKIPPED)
            continue;
        put(page, "<tr class=\"");
        put(page, bgt_finding_word(severity));
        put(page, "\"><td>");
        put_text(page, bgt_finding_label(terminal, severity));
        put(page, "</td><td>");
        put_text(page, bgt_check_place_text(&finding->place, &page->arena));
        put(page, "</td><td>");
        put_text(page,
                 bgt_finding_sentence(terminal, page->check, finding, &page->arena));
        put(page, "</td><td>");
        put_text(page, bgt_finding_remedy(terminal, finding));
        put(page, "</td></tr>\n");
    }
    put(page, "</table>\n");
}

static bool is_column(const struct bgt_figures_table *table, unsigned field)
{
    return table != NULL && table->announced[field] &&
           (field == BGT_line_item ||
            (bgt_line_field(field)->flags & BGT_FIELD_MEASURE) != 0);
}

static void put_head(struct page *page, const struct bgt_figures_table *table)
{
    struct bgt_slice title =
        bgt_figures_table_text(page->check->figures, table, BGT_table_title);
    if (title.length == 0)
        title = bgt_figures_table_text(page->check->figures, table, BGT_table_table_id);
    put(page, "<h3>");
    put_safe(page, title);
    put(page, "</h3>\n<table>\n<tr>");
    for (unsigned f = 0; f < BGT_line_field_count; f++) {
        if (!is_column(table, f))
            continue;
        put(page, "<th>");
        put_text(page, bgt_line_field(f)->label);
        put(page, "</th>");
    }
    put(page, "</tr>\n");
}

static void put_cell(struct page *page, const struct bgt_figures_line *line,
                     uint16_t field)
{
    const struct bgt_figures *figures = page->check->figures;
    const struct bgt_value *value = bgt_figures_value(figures, line, field);
    char number[BGT_DECIMAL_TEXT_SIZE];
    if (field == BGT_line_item) {
        put(page, "<td>");
        put_safe(page, bgt_figures_text(figures, line, field));
        put(page, "</td>");
        return;
    }
    put(page, "<td class=\"n");
    if (value != NULL && page->marks[value - figures->batch->values] != 0) {
        put(page, " ");
        put(page, bgt_finding_word((enum bgt_finding_severity)(
                      page->marks[value - figures->batch->values] - 1)));
    }
    put(page, "\">");
    if (value != NULL && value->state == BGT_PRESENT &&
        (value->flags & BGT_VALUE_DECIMAL) != 0) {
        (void)bgt_decimal_format(value->decimal, number);
        put(page, number);
    }
    put(page, "</td>");
}

static void put_tables(struct page *page)
{
    const struct bgt_figures *figures = page->check->figures;
    const struct bgt_figures_table *open = NULL;
    for (size_t i = 0; i < figures->line_count; i++) {
        const struct bgt_figures_line *line = &figures->lines[i];
        if (line->table != open) {
            put(page, open != NULL ? "</table>\n" : "");
            put_head(page, line->table);
            open = line->table;
        }
        put(page, "<tr>");
        for (unsigned f = 0; f < BGT_line_field_count; f++)
            if (is_column(line->table, f))
                put_cell(page, line, (uint16_t)f);
        put(page, "</tr>\n");
    }
    put(page, open != NULL ? "</table>\n" : "");
}

bgt_status bgt_check_html(const struct bgt_terminal *terminal,
                          const struct bgt_check *check, struct bgt_output *output)
{
    struct page page = {
        .terminal = terminal, .check = check, .output = output, .status = BGT_OK};
    bgt_buffer_init(&page.text, NULL, PAGE_BYTES);
    bgt_arena_init(&page.arena, NULL, ARENA_BYTES);
    page.marks =
        bgt_arena_allocate(&page.arena, (size_t)check->figures->batch->value_count + 1);
    if (page.marks == NULL)
        page.status = BGT_NO_MEMORY;
    else
        memset(page.marks, 0, (size_t)check->figures->batch->value_count + 1);
    put(&page, "<h2>");
    put_text(&page, check->figures->path);
    put(&page, "</h2>\n");
    if (page.status == BGT_OK) {
        mark_all(&page);
        put_findings(&page);
        put_tables(&page);
    }
    finish(&page);
    bgt_arena_close(&page.arena);
    return page.status;
}
