#include "layout/labelled_page_blocks.h"

/* A line of fields: a label, a text, or both. */
struct field_line {
    struct bgt_page_piece *label, *text;
    uint64_t line;
};

/* Lines one below the other with one label each, whose texts may be longer than a line:
 * a label stands in the middle of its text. */
struct fields {
    struct bgt_labelled_page *page;
    struct bgt_page_piece *labels[BGT_PAGE_LABELS];
    size_t label_count;
    struct bgt_page_rows rows; /* Lines of texts, as names. */
    size_t lone_texts;         /* Of these, without a label beside. */
};

/* Reads the line that begins with a piece; `end` is the piece behind it. False where it
 * holds anything else. */
static bool read_line(struct bgt_labelled_page *page, size_t at, struct field_line *line,
                      size_t *end)
{
    size_t next = at;
    *line = (struct field_line){NULL, NULL, page->pieces[at].line};
    for (; next < page->count && page->pieces[next].line == line->line; next++) {
        struct bgt_page_piece *piece = &page->pieces[next];
        bool is_pair = bgt_page_means(page, piece, BGT_WORD_PAIR) != NULL;
        bool is_word = piece->key.length > 0 &&
                       bgt_labelled_find(page->form->labels, piece->key, NULL) != NULL;
        if (piece->is_taken) {
            continue;
        }
        if (is_pair && line->label == NULL && line->text == NULL) {
            line->label = piece;
        } else if (!is_word && line->text == NULL) {
            line->text = piece;
        } else {
            return false;
        }
    }
    *end = next;
    return line->label != NULL || line->text != NULL;
}

/* Adds a line. False where there is no room. */
static bool add_line(struct fields *fields, const struct field_line *line)
{
    if (line->label != NULL) {
        if (fields->label_count == BGT_PAGE_LABELS) {
            return false;
        }
        fields->labels[fields->label_count++] = line->label;
    }
    if (line->text == NULL) {
        return true;
    }
    if (fields->rows.count == BGT_PAGE_ROWS) {
        return false;
    }
    fields->rows.list[fields->rows.count++] =
        (struct bgt_page_row_of){.name = line->text,
                                 .line = line->line,
                                 .last_line = line->line,
                                 .height = BGT_PAGE_LINE};
    fields->lone_texts += line->label == NULL;
    return true;
}

/* Which lines belong to which label. False where that cannot be told. */
static bool find_blocks(struct fields *fields, size_t *ends)
{
    struct bgt_page_label labels[BGT_PAGE_LABELS];
    size_t row = 0;
    bgt_page_stack(&fields->rows);
    for (size_t l = 0; l < fields->label_count; l++) {
        const struct bgt_page_piece *label = fields->labels[l];
        while (row < fields->rows.count && fields->rows.list[row].line < label->line) {
            row++;
        }
        bool is_beside =
            row < fields->rows.count && fields->rows.list[row].line <= label->last_line;
        labels[l] =
            (struct bgt_page_label){.height = bgt_page_height_of(&fields->rows, label),
                                    .may_be_empty = !is_beside};
    }
    return bgt_page_find_blocks(&fields->rows, labels, fields->label_count, ends);
}

/* Whether the lines of each text stand below one another, right of its label. */
static bool are_below(const struct fields *fields, const size_t *ends)
{
    size_t row = 0;
    for (size_t l = 0; l < fields->label_count; l++) {
        const struct bgt_page_piece *first =
            row < ends[l] ? fields->rows.list[row].name : NULL;
        for (; row < ends[l]; row++) {
            const struct bgt_page_piece *text = fields->rows.list[row].name;
            if (text->start < fields->labels[l]->end || text->start >= first->end ||
                first->start >= text->end) {
                return false;
            }
        }
    }
    return true;
}

/* A row for each label with the whole of its text. */
static bgt_status put(struct fields *fields, const size_t *ends)
{
    struct bgt_labelled_page *page = fields->page;
    bgt_status status = BGT_OK;
    size_t row = 0;
    for (size_t l = 0; status == BGT_OK && l < fields->label_count; l++) {
        struct bgt_page_piece *text = row < ends[l] ? fields->rows.list[row].name : NULL;
        page->joined += row + 1 < ends[l];
        for (size_t r = row + 1; status == BGT_OK && r < ends[l]; r++) {
            status = bgt_page_join(page, text, fields->rows.list[r].name);
        }
        row = ends[l];
        if (status == BGT_OK) {
            status = bgt_page_row(page, fields->labels[l]);
        }
        if (status == BGT_OK) {
            status = bgt_page_cell(page, fields->labels[l], 1);
        }
        if (status == BGT_OK && text != NULL) {
            status = bgt_page_cell(page, text, 2);
        }
        fields->labels[l]->is_taken = true;
        if (text != NULL) {
            text->is_taken = true;
        }
    }
    return status;
}

bgt_status bgt_page_fields(struct bgt_labelled_page *page, size_t at, uint64_t below,
                           size_t *end)
{
    struct bgt_page_row_of rows[BGT_PAGE_ROWS];
    struct fields fields = {.page = page, .rows = {rows, 0}};
    size_t ends[BGT_PAGE_LABELS];
    struct field_line line;
    size_t next = at;
    *end = at;
    while (next < page->count && page->pieces[next].line < below &&
           read_line(page, next, &line, &next)) {
        if (!add_line(&fields, &line)) {
            return BGT_OK;
        }
        *end = next;
    }
    return fields.lone_texts > 0 && fields.label_count > 0 &&
                   find_blocks(&fields, ends) && are_below(&fields, ends)
               ? put(&fields, ends)
               : BGT_OK;
}
