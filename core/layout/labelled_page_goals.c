#include <string.h>

#include "layout/labelled_page.h"

/* How far the beginnings of one column's lines may be apart. */
#define EDGE_COLUMNS 2
/* What reaches less far into the next column stands in one column only. */
#define OVER_COLUMNS 4

/* The headings and goals under construction. */
struct goals {
    const struct bgt_labelled_part *part;
    struct bgt_page_piece *heads[BGT_LABELLED_PERIODS_MAX];
    struct bgt_page_piece *label;
    struct bgt_page_piece texts[BGT_LABELLED_PERIODS_MAX];
    bool has_text[BGT_LABELLED_PERIODS_MAX];
    size_t period_count;
    uint32_t edge, last_edge; /* Where lines of the second goal begin; 0: unknown. */
};

static void find_heads(struct bgt_labelled_page *page, struct goals *goals)
{
    for (size_t i = 0; i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        const struct bgt_labelled_word *word =
            piece->line == page->goals_line && !piece->is_taken
                ? bgt_page_means(page, piece, BGT_WORD_PERIOD)
                : NULL;
        if (word != NULL) {
            goals->part = &page->form->labels->parts[word->part];
            goals->period_count = goals->part->period_count;
            goals->heads[word->a] = piece;
        }
        if (goals->label == NULL && !piece->is_taken && piece->line < page->heads_line &&
            bgt_page_means(page, piece, BGT_WORD_GOAL) != NULL) {
            goals->label = piece;
        }
    }
}

static bool is_text(const struct bgt_labelled_page *page, const struct goals *goals,
                    const struct bgt_page_piece *piece)
{
    return piece != goals->label &&
           bgt_page_is_between(piece, page->goals_line, page->heads_line);
}

/* Whether the piece begins behind the first heading. */
static bool is_right(const struct goals *goals, const struct bgt_page_piece *piece)
{
    return piece->start >= goals->heads[0]->end;
}

static void widen(struct goals *goals, uint32_t start)
{
    goals->edge = goals->edge == 0 || start < goals->edge ? start : goals->edge;
    goals->last_edge = start > goals->last_edge ? start : goals->last_edge;
}

/* Where lines of the second goal begin: those that stand alone, and those behind a gap.
 */
static void find_edge(struct bgt_labelled_page *page, struct goals *goals)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct bgt_page_piece *piece = &page->pieces[i];
        if (is_text(page, goals, piece) && is_right(goals, piece)) {
            widen(goals, piece->start);
        }
    }
}

static bool is_mark(const char *text, size_t length)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "！", "？",
                                        "）", "”",  ",",  ".",  ";",  ":",  ")"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (bgt_text_starts_with(text, length, marks[i])) {
            return true;
        }
    }
    return false;
}

/* The blank behind which the second goal's line begins, among those before a mark or
 * among the others; SIZE_MAX: none, or more than one. */
static size_t find_blank(const struct goals *goals, const struct bgt_page_piece *piece,
                         bool is_before_mark, bool *is_there)
{
    size_t found = SIZE_MAX, count = 0, at = 0;
    while ((at = bgt_text_find(piece->text.text, piece->text.length, at, " ")) !=
           SIZE_MAX) {
        uint32_t column = bgt_page_column(piece, at + 1);
        bool is_near = column + EDGE_COLUMNS >= goals->edge &&
                       column <= goals->last_edge + EDGE_COLUMNS;
        if (is_near && is_mark(piece->text.text + at + 1, piece->text.length - at - 1) ==
                           is_before_mark) {
            found = at;
            count++;
        }
        at++;
    }
    *is_there = count > 0;
    return count == 1 ? found : SIZE_MAX;
}

static bgt_status add_text(struct bgt_labelled_page *page, struct goals *goals,
                           size_t period, struct bgt_page_piece *piece)
{
    if (goals->has_text[period]) {
        return bgt_page_join(page, &goals->texts[period], piece);
    }
    goals->has_text[period] = true;
    goals->texts[period] = *piece;
    piece->is_taken = true;
    return BGT_OK;
}

/* A line of the first goal with one of the second behind a single blank. */
static bgt_status add_both(struct bgt_labelled_page *page, struct goals *goals,
                           struct bgt_page_piece *piece)
{
    bool is_there = false;
    size_t at = find_blank(goals, piece, false, &is_there);
    if (!is_there && piece->end > goals->last_edge + OVER_COLUMNS) {
        at = find_blank(goals, piece, true, &is_there);
        is_there = true; /* it holds both for certain */
    }
    if (!is_there) {
        return add_text(page, goals, 0, piece);
    }
    if (at == SIZE_MAX) {
        return bgt_page_unclear(page, piece);
    }
    struct bgt_page_piece right = bgt_page_cut(piece, at);
    bgt_status status = add_text(page, goals, 0, piece);
    return status == BGT_OK ? add_text(page, goals, 1, &right) : status;
}

static bool has_blank(const struct bgt_page_piece *piece)
{
    return bgt_text_find(piece->text.text, piece->text.length, 0, " ") != SIZE_MAX;
}

static bgt_status add_line(struct bgt_labelled_page *page, struct goals *goals,
                           struct bgt_page_piece *piece)
{
    if (goals->period_count == 1) {
        return add_text(page, goals, 0, piece);
    }
    if (goals->edge == 0) {
        /* Both goals may stand in each line, a blank between them. */
        return has_blank(piece) ? bgt_page_unclear(page, piece)
                                : add_text(page, goals, 0, piece);
    }
    if (is_right(goals, piece)) {
        return add_text(page, goals, 1, piece);
    }
    return piece->end + EDGE_COLUMNS <= goals->edge ? add_text(page, goals, 0, piece)
                                                    : add_both(page, goals, piece);
}

/* The headings, then the label with the goals, each below its heading. */
static bgt_status put(struct bgt_labelled_page *page, const struct goals *goals)
{
    bgt_status status = bgt_page_row(page, goals->heads[0]);
    for (size_t p = 0; status == BGT_OK && p < goals->period_count; p++) {
        status = bgt_page_cell(page, goals->heads[p], (uint32_t)p + 2);
    }
    if (status == BGT_OK) {
        status = bgt_page_row(page, goals->label);
    }
    if (status == BGT_OK) {
        status = bgt_page_cell(page, goals->label, 1);
    }
    for (size_t p = 0; status == BGT_OK && p < goals->period_count; p++) {
        if (goals->has_text[p]) {
            status = bgt_page_cell(page, &goals->texts[p], (uint32_t)p + 2);
        }
    }
    return status;
}

bgt_status bgt_page_goals(struct bgt_labelled_page *page)
{
    struct goals goals = {.part = NULL};
    bgt_status status = BGT_OK;
    find_heads(page, &goals);
    if (goals.label == NULL || goals.part == NULL) {
        return BGT_OK; /* what is there is put as it is, and refused there */
    }
    for (size_t p = 0; p < goals.period_count; p++) {
        if (goals.heads[p] == NULL) {
            return bgt_page_unclear(page, goals.label);
        }
    }
    if (goals.period_count == 2) {
        find_edge(page, &goals);
    }
    for (size_t i = 0; status == BGT_OK && i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        if (is_text(page, &goals, piece)) {
            status = add_line(page, &goals, piece);
            piece->is_taken = true;
        }
    }
    for (size_t p = 0; p < goals.period_count; p++) {
        page->joined += goals.texts[p].last_line > goals.texts[p].line;
    }
    if (status == BGT_OK) {
        status = put(page, &goals);
    }
    goals.label->is_taken = true;
    for (size_t p = 0; p < goals.period_count; p++) {
        goals.heads[p]->is_taken = true;
    }
    return status;
}
