#include <string.h>

#include "base/utf8.h"
#include "layout/labelled_page.h"

/* Most lines of the first goal. */
#define LINES_MAX 512
/* Half characters by which full lines of one column differ. */
#define FULL_LESS 4
#define FULL_MORE 2
/* Lines that hold both goals for certain, where no line shows where the second begins. */
#define LINES_FOR_CERTAIN 3
/* How much a cut at no mark tells, and lines without any cut. */
#define SCORE_OF_CUT   4
#define SCORE_OF_WHOLE 1

/* The headings and goals under construction. */
struct goals {
    const struct bgt_labelled_part *part;
    struct bgt_page_piece *heads[BGT_LABELLED_PERIODS_MAX];
    struct bgt_page_piece *label;
    struct bgt_page_piece texts[BGT_LABELLED_PERIODS_MAX];
    bool has_text[BGT_LABELLED_PERIODS_MAX];
    size_t period_count;
    uint32_t edge; /* Where lines of the second goal begin; 0: there are none. */
    struct left_line *lefts;
    size_t left_count;
    bool has_blank; /* Some of these lines has a blank in it. */
};

/* A line that begins in the column of the first goal. */
struct left_line {
    struct bgt_page_piece *piece;
    bool is_sure; /* The second goal's line stands behind a gap. */
    size_t cut;   /* Blank before the second goal's line, SIZE_MAX: none. */
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

/* Where lines of the second goal begin: those that stand alone, and those behind a gap.
 */
static void find_edge(struct bgt_labelled_page *page, struct goals *goals)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct bgt_page_piece *piece = &page->pieces[i];
        if (is_text(page, goals, piece) && is_right(goals, piece) &&
            (goals->edge == 0 || piece->start < goals->edge)) {
            goals->edge = piece->start;
        }
    }
}

/* ---- Lines of the first goal, and those that hold both ----
 *
 * Where a line of the first goal is full, the second goal's line follows it behind one
 * blank. Full lines of a column are equally long when blanks are left out, since a blank
 * before a mark takes no room on the page. So the length is sought at which every longer
 * line has a blank. */

static bool is_mark(const char *text, size_t length)
{
    static const char *const marks[] = {"，", "。", "、", "；", "：", "！", "？", "）",
                                        "”",  ",",  ".",  ";",  ":",  ")",  "（", "“"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (bgt_text_starts_with(text, length, marks[i])) {
            return true;
        }
    }
    return false;
}

/* Half characters before a byte, blanks left out. */
static size_t measure(const struct bgt_page_piece *piece, size_t at)
{
    size_t blanks = 0;
    for (size_t i = 0; i < at; i++) {
        blanks += piece->text.text[i] == ' ';
    }
    return bgt_utf8_width(piece->text.text, at) - blanks;
}

/* The one blank at which a line may be cut so that its left part is full; among those
 * before a mark or among the others. SIZE_MAX: none, or more than one. */
static size_t find_blank(const struct bgt_page_piece *piece, size_t full,
                         bool is_before_mark, bool *is_there)
{
    size_t found = SIZE_MAX, count = 0, at = 0;
    while ((at = bgt_text_find(piece->text.text, piece->text.length, at, " ")) !=
           SIZE_MAX) {
        size_t left = measure(piece, at);
        bool is_full = left + FULL_LESS >= full && left <= full + FULL_MORE;
        if (is_full && is_mark(piece->text.text + at + 1, piece->text.length - at - 1) ==
                           is_before_mark) {
            found = at;
            count++;
        }
        at++;
    }
    *is_there = count > 0;
    return count == 1 ? found : SIZE_MAX;
}

/* Cuts all lines that are longer than a full one. False where one cannot be cut. The
 * score tells how likely it is: a blank that is at no mark was put there by the page. */
static bool try_full(const struct goals *goals, size_t full, size_t *cuts, size_t *score)
{
    bool is_cut = false;
    *score = 0;
    for (size_t i = 0; i < goals->left_count; i++) {
        const struct left_line *line = &goals->lefts[i];
        bool is_there = false;
        cuts[i] = SIZE_MAX;
        if (measure(line->piece, line->piece->text.length) <= full + FULL_MORE) {
            continue;
        }
        cuts[i] =
            line->is_sure ? SIZE_MAX : find_blank(line->piece, full, false, &is_there);
        *score += cuts[i] != SIZE_MAX ? SCORE_OF_CUT : 0;
        is_cut = true;
        if (!line->is_sure && !is_there) {
            cuts[i] = find_blank(line->piece, full, true, &is_there);
        }
        if (cuts[i] == SIZE_MAX) {
            return false;
        }
    }
    *score += is_cut ? 0 : SCORE_OF_WHOLE;
    return true;
}

/* Whether a full line can be so long: a character takes one column of the page to two.
 * Lines that are not cut need not be full. */
static bool is_possible(const struct goals *goals, size_t full, const size_t *cuts,
                        size_t score)
{
    uint32_t start = UINT32_MAX;
    bool is_cut = false;
    if (goals->edge == 0) {
        return score >= LINES_FOR_CERTAIN * SCORE_OF_CUT;
    }
    for (size_t i = 0; i < goals->left_count; i++) {
        uint32_t at = goals->lefts[i].piece->start;
        start = at < start ? at : start;
        is_cut = is_cut || cuts[i] != SIZE_MAX;
    }
    uint32_t columns = goals->edge > start ? goals->edge - start : 0;
    return (!is_cut || full + FULL_LESS >= columns) &&
           full <= 2 * (size_t)columns + FULL_LESS;
}

/* Keeps the cuts of a length that fits better than those before. False where two fit as
 * well and cut differently. */
static bool keep_cuts(struct goals *goals, const size_t *cuts, size_t score, size_t *best)
{
    bool is_same = true;
    for (size_t i = 0; i < goals->left_count; i++) {
        is_same = is_same && goals->lefts[i].cut == cuts[i];
    }
    if (*best != SIZE_MAX && score <= *best) {
        return is_same || score < *best;
    }
    *best = score;
    for (size_t i = 0; i < goals->left_count; i++) {
        goals->lefts[i].cut = cuts[i];
    }
    return true;
}

/* Tries every length at which some line ends or has a blank. */
static bool find_cuts(struct goals *goals, size_t *cuts)
{
    size_t best = SIZE_MAX;
    bool is_clear = true;
    for (size_t i = 0; i < goals->left_count; i++) {
        const struct bgt_page_piece *piece = goals->lefts[i].piece;
        size_t at = 0;
        while (at != SIZE_MAX) {
            at = bgt_text_find(piece->text.text, piece->text.length, at, " ");
            size_t full = measure(piece, at == SIZE_MAX ? piece->text.length : at);
            size_t score = 0, before = best;
            if (try_full(goals, full, cuts, &score) &&
                is_possible(goals, full, cuts, score)) {
                bool is_kept = keep_cuts(goals, cuts, score, &best);
                is_clear = before != best || (is_clear && is_kept);
            }
            at += at == SIZE_MAX ? 0 : 1;
        }
    }
    return best != SIZE_MAX && is_clear;
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

static bool has_blank(const struct bgt_page_piece *piece)
{
    return bgt_text_find(piece->text.text, piece->text.length, 0, " ") != SIZE_MAX;
}

static bool has_right(struct bgt_labelled_page *page, const struct goals *goals,
                      const struct bgt_page_piece *piece)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct bgt_page_piece *other = &page->pieces[i];
        if (other != piece && other->line == piece->line && is_text(page, goals, other) &&
            is_right(goals, other)) {
            return true;
        }
    }
    return false;
}

/* Lines that begin left of the second goal. */
static bgt_status find_lefts(struct bgt_labelled_page *page, struct goals *goals)
{
    goals->lefts =
        bgt_arena_allocate_array(&page->form->arena, LINES_MAX, sizeof *goals->lefts);
    if (goals->lefts == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    for (size_t i = 0; i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        if (!is_text(page, goals, piece) || is_right(goals, piece)) {
            continue;
        }
        if (goals->left_count == LINES_MAX) {
            return bgt_page_unclear(page, piece);
        }
        goals->has_blank = goals->has_blank || has_blank(piece);
        goals->lefts[goals->left_count++] = (struct left_line){
            .piece = piece, .is_sure = has_right(page, goals, piece), .cut = SIZE_MAX};
    }
    return BGT_OK;
}

static bgt_status cut_lefts(struct bgt_labelled_page *page, struct goals *goals)
{
    bgt_status status = find_lefts(page, goals);
    /* Without a second goal both may stand in each line, a blank between them. */
    bool is_clear = goals->edge == 0 && !goals->has_blank;
    if (status != BGT_OK || goals->left_count == 0 || is_clear) {
        return status;
    }
    size_t *cuts =
        bgt_arena_allocate_array(&page->form->arena, goals->left_count, sizeof *cuts);
    if (cuts == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    return find_cuts(goals, cuts) ? BGT_OK
                                  : bgt_page_unclear(page, goals->lefts[0].piece);
}

static bgt_status add_line(struct bgt_labelled_page *page, struct goals *goals,
                           struct bgt_page_piece *piece)
{
    size_t cut = SIZE_MAX;
    for (size_t i = 0; i < goals->left_count; i++) {
        cut = goals->lefts[i].piece == piece ? goals->lefts[i].cut : cut;
    }
    if (goals->period_count == 1 || cut == SIZE_MAX) {
        bool is_second = goals->period_count > 1 && is_right(goals, piece);
        return add_text(page, goals, is_second ? 1 : 0, piece);
    }
    struct bgt_page_piece right = bgt_page_cut(piece, cut);
    bgt_status status = add_text(page, goals, 0, piece);
    return status == BGT_OK ? add_text(page, goals, 1, &right) : status;
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
        status = cut_lefts(page, &goals);
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
