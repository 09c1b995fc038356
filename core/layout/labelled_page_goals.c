#include <string.h>

#include "base/utf8.h"
#include "layout/labelled_page.h"

/* Most lines of the first goal, and most half characters of one. */
#define LINES_MAX  128
#define LENGTH_MAX 2048
/* Half characters by which full lines of one column differ. */
#define FULL_LESS 4
#define FULL_MORE 2
/* Columns by which a line reaches into those of the second goal. */
#define REACH_MOST 4
/* How much a cut at no mark tells, and lines without any cut. */
#define SCORE_OF_CUT   ((size_t)4)
#define SCORE_OF_WHOLE 1
/* Of lines that hold both goals, where none shows where the second begins. */
#define SCORE_FOR_CERTAIN (3 * SCORE_OF_CUT)

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

/* A blank in a line. */
struct blank {
    size_t at;
    uint32_t left;       /* Half characters before it, blanks left out. */
    bool is_before_mark; /* Such a blank takes no room on the page. */
};

/* A line that begins in the column of the first goal. */
struct left_line {
    struct bgt_page_piece *piece;
    bool is_sure;    /* The second goal's line stands behind a gap. */
    uint32_t length; /* Half characters, blanks left out. */
    struct blank *blanks;
    size_t blank_count;
    size_t cut; /* Blank before the second goal's line, SIZE_MAX: none. */
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

/* Finds the blanks of a line. BGT_OK or the arena's failure. */
static bgt_status find_blanks(struct bgt_labelled_page *page, struct left_line *line)
{
    struct bgt_slice text = line->piece->text;
    size_t at = 0, from = 0, count = 0;
    while ((at = bgt_text_find(text.text, text.length, at, " ")) != SIZE_MAX) {
        count++;
        at++;
    }
    line->blanks =
        bgt_arena_allocate_array(&page->form->arena, count + 1, sizeof *line->blanks);
    if (line->blanks == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    for (size_t i = 0; i < count; i++) {
        at = bgt_text_find(text.text, text.length, from, " ");
        line->length += (uint32_t)bgt_utf8_width(text.text + from, at - from);
        from = at + 1;
        line->blanks[i] = (struct blank){at, line->length,
                                         is_mark(text.text + from, text.length - from)};
    }
    line->blank_count = count;
    line->length += (uint32_t)bgt_utf8_width(text.text + from, text.length - from);
    return BGT_OK;
}

/* The one blank at which a line may be cut so that its left part is full; among those
 * before a mark or among the others. SIZE_MAX: none, or more than one. */
static size_t find_blank(const struct left_line *line, uint32_t full, bool is_before_mark,
                         bool *is_there)
{
    size_t found = SIZE_MAX, count = 0;
    for (size_t i = 0; i < line->blank_count; i++) {
        const struct blank *blank = &line->blanks[i];
        bool is_full = blank->left + FULL_LESS >= full && blank->left <= full + FULL_MORE;
        if (is_full && blank->is_before_mark == is_before_mark) {
            found = blank->at;
            count++;
        }
    }
    *is_there = count > 0;
    return count == 1 ? found : SIZE_MAX;
}

/* Cuts all lines that are longer than a full one. False where one cannot be cut. The
 * score tells how likely it is: a blank that is at no mark was put there by the page. */
static bool try_full(const struct goals *goals, uint32_t full, size_t *cuts,
                     size_t *score)
{
    bool is_cut = false;
    *score = 0;
    for (size_t i = 0; i < goals->left_count; i++) {
        const struct left_line *line = &goals->lefts[i];
        bool is_there = false;
        cuts[i] = SIZE_MAX;
        if (line->length <= full + FULL_MORE) {
            continue;
        }
        cuts[i] = line->is_sure ? SIZE_MAX : find_blank(line, full, false, &is_there);
        *score += cuts[i] != SIZE_MAX ? SCORE_OF_CUT : 0;
        is_cut = true;
        if (!line->is_sure && !is_there) {
            cuts[i] = find_blank(line, full, true, &is_there);
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
static bool is_possible(const struct goals *goals, uint32_t full, const size_t *cuts,
                        size_t score)
{
    uint32_t start = UINT32_MAX;
    bool is_cut = false;
    if (goals->edge == 0) {
        return score >= SCORE_FOR_CERTAIN;
    }
    for (size_t i = 0; i < goals->left_count; i++) {
        uint32_t at = goals->lefts[i].piece->start;
        start = at < start ? at : start;
        is_cut = is_cut || cuts[i] != SIZE_MAX;
    }
    uint32_t columns = goals->edge > start ? goals->edge - start : 0;
    return (!is_cut || full + FULL_LESS >= columns) && full <= 2 * columns + FULL_LESS;
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
static bool find_cuts(struct goals *goals, const bool lengths[LENGTH_MAX], size_t *cuts)
{
    size_t best = SIZE_MAX;
    bool is_clear = true;
    for (uint32_t full = 0; full < LENGTH_MAX; full++) {
        size_t score = 0, before = best;
        if (!lengths[full] || !try_full(goals, full, cuts, &score) ||
            !is_possible(goals, full, cuts, score)) {
            continue;
        }
        bool is_kept = keep_cuts(goals, cuts, score, &best);
        is_clear = before != best || (is_clear && is_kept);
    }
    return best != SIZE_MAX && is_clear;
}

/* Marks the lengths at which a line ends or has a blank. */
static void mark_lengths(const struct left_line *line, bool lengths[LENGTH_MAX])
{
    for (size_t i = 0; i <= line->blank_count; i++) {
        uint32_t length = i == line->blank_count ? line->length : line->blanks[i].left;
        if (length < LENGTH_MAX) {
            lengths[length] = true;
        }
    }
}

static bgt_status add_text(struct bgt_labelled_page *page, struct goals *goals,
                           size_t period, struct bgt_page_piece *piece)
{
    unsigned number = 0;
    (void)bgt_labelled_number(goals->part->prefix, piece->text, &number);
    if (goals->has_text[period]) {
        return number != 0 ? bgt_page_join_paragraph(page, &goals->texts[period], piece)
                           : bgt_page_join(page, &goals->texts[period], piece);
    }
    goals->has_text[period] = true;
    goals->texts[period] = *piece;
    piece->is_taken = true;
    return BGT_OK;
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
            return bgt_page_unclear(page, piece, "a goal has more than 128 lines");
        }
        struct left_line *line = &goals->lefts[goals->left_count++];
        *line = (struct left_line){
            .piece = piece, .is_sure = has_right(page, goals, piece), .cut = SIZE_MAX};
        bgt_status status = find_blanks(page, line);
        if (status != BGT_OK) {
            return status;
        }
        goals->has_blank = goals->has_blank || line->blank_count > 0;
    }
    return BGT_OK;
}

/* A line that is not cut and reaches far into the column of the second goal: it holds a
 * text of that one too. Blanks before marks move what follows. */
static const struct left_line *find_reaching(const struct goals *goals)
{
    for (size_t i = 0; goals->edge > 0 && i < goals->left_count; i++) {
        const struct left_line *line = &goals->lefts[i];
        if (line->cut == SIZE_MAX && !line->is_sure &&
            line->piece->end > goals->edge + line->blank_count + REACH_MOST) {
            return line;
        }
    }
    return NULL;
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
    bool *lengths =
        bgt_arena_allocate_array(&page->form->arena, LENGTH_MAX, sizeof *lengths);
    if (cuts == NULL || lengths == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    memset(lengths, 0, LENGTH_MAX * sizeof *lengths);
    for (size_t i = 0; i < goals->left_count; i++) {
        mark_lengths(&goals->lefts[i], lengths);
    }
    if (!find_cuts(goals, lengths, cuts)) {
        return bgt_page_unclear(
            page, goals->lefts[0].piece,
            "where the second goal begins in its line cannot be told");
    }
    const struct left_line *reaching = find_reaching(goals);
    return reaching == NULL
               ? BGT_OK
               : bgt_page_unclear(
                     page, reaching->piece,
                     "where the second goal begins in its line cannot be told");
}

/* Whether a text is no line of a goal: a label of the form, or a part of the goals' own
 * that stands below no other part of it. */
static bool is_stray_label(const struct bgt_labelled_page *page,
                           const struct goals *goals, const struct bgt_page_piece *piece)
{
    for (unsigned meaning = BGT_WORD_GROUP; meaning <= BGT_WORD_HEAD; meaning++) {
        if (bgt_page_means(page, piece, (uint8_t)meaning) != NULL) {
            return true;
        }
    }
    return !is_right(goals, piece) && bgt_page_is_goal_part(page, piece->key);
}

/* Refuses what is a line of no goal for certain: labels, and a second text in the column
 * of the second goal. */
static bgt_status check_texts(struct bgt_labelled_page *page, const struct goals *goals)
{
    const struct bgt_page_piece *last = NULL;
    for (size_t i = 0; i < page->count; i++) {
        const struct bgt_page_piece *piece = &page->pieces[i];
        if (!is_text(page, goals, piece)) {
            continue;
        }
        bool is_second = last != NULL && last->line == piece->line &&
                         goals->period_count > 1 && is_right(goals, last);
        if (is_second || is_stray_label(page, goals, piece)) {
            return bgt_page_unclear(page, piece, "it is no line of a goal");
        }
        last = piece;
    }
    return BGT_OK;
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
            return bgt_page_unclear(page, goals.label,
                                    "a heading of the goals is missing");
        }
    }
    status = check_texts(page, &goals);
    if (status == BGT_OK && goals.period_count == 2) {
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
