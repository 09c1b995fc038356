/**
 * layout/labelled_page.h: a labelled form on a page of text becomes rows.
 *
 * Private to layout. On a page (BGT_ITEM_PLACED) a form has no cells: a text over several
 * lines is several words, goals stand beside one another line by line, and the label of a
 * group stands in the middle of its rows. The words are put together again by the form's
 * vocabulary and by their places, and the rows of the window are replaced by rows as a
 * sheet would have them, which labelled_row.c then reads. A word that belongs nowhere for
 * certain is an error; none is dropped.
 */
#ifndef LAYOUT_LABELLED_PAGE_H
#define LAYOUT_LABELLED_PAGE_H

#include "layout/labelled_reading.h"

/** Words that belong together: one text. */
struct bgt_page_piece {
    struct bgt_slice text, key; /**< key: bgt_labelled_key; length 0: too long. */
    uint32_t start, end; /**< Columns of the page, from 1; `end` is the one behind. */
    uint32_t character;  /**< Of its beginning: place in the line. */
    uint64_t line, last_line; /**< First and last line of the source. */
    uint32_t row;             /**< Of the window. */
    bool is_taken;            /**< It is part of another, or was put. */
};

/** A page that is being put together. */
struct bgt_labelled_page {
    struct bgt_labelled_form *form;
    struct bgt_batch *out;         /**< The rows to come. */
    uint32_t first;                /**< Row of the window where the form begins. */
    uint64_t last_row;             /**< Number of the last row put. */
    struct bgt_page_piece *pieces; /**< By line, then from left to right. */
    size_t count, capacity;
    uint64_t goals_line; /**< Line of the headings of goals, UINT64_MAX: none. */
    uint64_t heads_line; /**< Of the headings of indicators, UINT64_MAX: none. */
    uint64_t tail_line;  /**< Where the indicators end. */
    uint32_t joined;     /**< Texts that were put together. */
};

/** Replaces the rows of the window from @p first on, where they are lines of a page.
 * BGT_OK; BGT_BAD where a word has no certain place (reported); BGT_FATAL,
 * BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_labelled_unfold(struct bgt_labelled_form *form, uint32_t first);

/* ---- Shared by the labelled_page*.c files ---- */

/** Reads the words of the lines, parts those that a single blank joined, and joins labels
 * over several lines. Sets the lines of headings. Statuses as bgt_labelled_unfold. */
bgt_status bgt_page_read(struct bgt_labelled_page *page);

/** Puts fields whose texts stand on several lines: from the piece @p at on, those above
 * line @p below that hold one label and its text each. `end` receives the piece behind
 * the lines that were looked at; what was not put is not taken. */
bgt_status bgt_page_fields(struct bgt_labelled_page *page, size_t at, uint64_t below,
                           size_t *end);

/** Puts the goals, and the indicators, as rows. */
bgt_status bgt_page_goals(struct bgt_labelled_page *page);
bgt_status bgt_page_indicators(struct bgt_labelled_page *page);

/** The first word of this meaning with this key, or null. */
const struct bgt_labelled_word *bgt_page_means(const struct bgt_labelled_page *page,
                                               const struct bgt_page_piece *piece,
                                               uint8_t meaning);

/** Whether a comparable text is a part of the label of goals. */
bool bgt_page_is_goal_part(const struct bgt_labelled_page *page, struct bgt_slice key);

/** Begins a row that stands where the piece does; puts a text as its next cell. */
bgt_status bgt_page_row(struct bgt_labelled_page *page,
                        const struct bgt_page_piece *piece);
bgt_status bgt_page_cell(struct bgt_labelled_page *page,
                         const struct bgt_page_piece *piece, uint32_t column);

/** FORM_PLACE_UNCLEAR at a piece, for a reason of diag/reasons.def. BGT_BAD or BGT_FATAL.
 */
bgt_status bgt_page_unclear(struct bgt_labelled_page *page,
                            const struct bgt_page_piece *piece, const char *reason);

/** Joins texts from top to bottom: into `first`, whose places stay. A blank is put where
 * two words would become one. Pieces after the first are taken. BGT_OK, BGT_NO_MEMORY,
 * BGT_LIMIT. */
bgt_status bgt_page_join(struct bgt_labelled_page *page, struct bgt_page_piece *first,
                         struct bgt_page_piece *next);

/** The same with a line break between them: a paragraph begins. */
bgt_status bgt_page_join_paragraph(struct bgt_labelled_page *page,
                                   struct bgt_page_piece *first,
                                   struct bgt_page_piece *next);

/** Cuts a piece in two at the blank @p at in its text: the right part is answered, not
 * listed. Columns are counted as the page has them. */
struct bgt_page_piece bgt_page_cut(struct bgt_page_piece *piece, size_t at);

/** Column where the text of a piece stands at byte @p at. */
uint32_t bgt_page_column(const struct bgt_page_piece *piece, size_t at);

/** Sets the key by the text. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_page_set_key(struct bgt_labelled_page *page, struct bgt_page_piece *piece);

/** Room for one more piece, or null (failure is set). */
struct bgt_page_piece *bgt_page_add(struct bgt_labelled_page *page);

/** Whether a piece stands between two lines, both left out. */
static inline bool bgt_page_is_between(const struct bgt_page_piece *piece, uint64_t above,
                                       uint64_t below)
{
    return !piece->is_taken && piece->line > above && piece->line < below;
}

/** Twice the middle of a piece, from left to right. */
static inline uint32_t bgt_page_center(const struct bgt_page_piece *piece)
{
    return piece->start + piece->end;
}

static inline uint32_t bgt_page_distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

#endif
