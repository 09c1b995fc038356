#include <string.h>

#include "layout/labelled_page_blocks.h"
#include "layout/labelled_page_columns.h"

/* Columns of the rows that are put; those of a second period follow. */
enum { COLUMN_GROUP = 1, COLUMN_LV1, COLUMN_LV2, COLUMN_NAME, COLUMN_VALUE };
#define COLUMNS_OF_PERIOD 3

/* One period: a list of indicators with labels of its own. */
struct side {
    struct bgt_page_piece *heads[BGT_HEAD_COUNT]; /* Without LV1. */
    struct bgt_page_piece *labels[BGT_PAGE_LABELS];
    size_t label_count;
    struct bgt_page_rows rows;
    size_t ends[BGT_PAGE_LABELS];   /* Of each label: the row behind its block. */
    size_t owners[BGT_PAGE_LABELS]; /* Of each label: its first-level one. */
};

/* The indicators under construction. */
struct indicators {
    struct bgt_labelled_page *page;
    const struct bgt_labelled_part *part;
    uint8_t part_number;
    struct bgt_page_piece *head; /* 一级指标 */
    struct bgt_page_piece *group;
    struct bgt_page_piece *lv1[BGT_PAGE_LABELS];
    size_t lv1_count;
    struct side sides[BGT_LABELLED_PERIODS_MAX];
    size_t side_count;
};

/* ---- Headings ---- */

static bool keep_head(struct indicators *all, struct bgt_page_piece *piece, uint16_t head)
{
    if (head == BGT_HEAD_LV1) {
        bool is_first = all->head == NULL;
        all->head = piece;
        return is_first;
    }
    for (size_t s = 0; s < all->side_count; s++) {
        if (all->sides[s].heads[head] == NULL) {
            all->sides[s].heads[head] = piece;
            return true;
        }
    }
    return false;
}

/* One heading of each kind, and of the lower three one for each period. */
static bool find_heads(struct indicators *all)
{
    struct bgt_labelled_page *page = all->page;
    size_t count = 0;
    for (size_t i = 0; i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        const struct bgt_labelled_word *word =
            piece->line == page->heads_line && !piece->is_taken
                ? bgt_page_means(page, piece, BGT_WORD_HEAD)
                : NULL;
        if (word == NULL) {
            continue;
        }
        all->part = &page->form->labels->parts[word->part];
        all->part_number = word->part;
        all->side_count = all->part->period_count;
        if (!keep_head(all, piece, word->a)) {
            return false;
        }
        count++;
    }
    return all->head != NULL && count == 1 + COLUMNS_OF_PERIOD * all->side_count;
}

/* ---- What each piece is ---- */

/* A heading: its kind, and its side. */
struct heading {
    size_t kind, side;
};

/* The heading that a piece stands below: the nearest. */
static struct heading heading_of(const struct indicators *all,
                                 const struct bgt_page_piece *piece)
{
    struct heading best = {BGT_HEAD_LV1, 0};
    uint32_t least =
        bgt_page_distance(bgt_page_center(piece), bgt_page_center(all->head));
    for (size_t s = 0; s < all->side_count; s++) {
        for (size_t h = BGT_HEAD_LV2; h < BGT_HEAD_COUNT; h++) {
            uint32_t far = bgt_page_distance(bgt_page_center(piece),
                                             bgt_page_center(all->sides[s].heads[h]));
            if (far < least) {
                least = far;
                best = (struct heading){h, s};
            }
        }
    }
    return best;
}

static bool is_group(const struct indicators *all, const struct bgt_page_piece *piece)
{
    const struct bgt_labelled_word *word =
        bgt_page_means(all->page, piece, BGT_WORD_GROUP);
    return word != NULL && word->part == all->part_number &&
           piece->start <= all->head->start;
}

static bool is_in_zone(const struct bgt_labelled_page *page,
                       const struct bgt_page_piece *piece)
{
    return bgt_page_is_between(piece, page->heads_line, page->tail_line);
}

/* Takes a piece that is a label of a group or category. False where there are too many
 * labels. */
static bool take_label(struct indicators *all, struct bgt_page_piece *piece,
                       bool *is_label)
{
    struct heading heading = heading_of(all, piece);
    bool is_left = heading.kind <= BGT_HEAD_LV2;
    bool is_lv1 = is_left && bgt_page_means(all->page, piece, BGT_WORD_LV1) != NULL;
    bool is_lv2 = is_left && bgt_page_means(all->page, piece, BGT_WORD_LV2) != NULL;
    *is_label = true;
    if (is_group(all, piece) && all->group == NULL) {
        all->group = piece;
        return true;
    }
    if (is_lv1 && (!is_lv2 || heading.kind == BGT_HEAD_LV1)) {
        all->lv1[all->lv1_count] = piece;
        return ++all->lv1_count < BGT_PAGE_LABELS;
    }
    if (is_lv2) {
        struct side *side = &all->sides[heading.side];
        side->labels[side->label_count] = piece;
        return ++side->label_count < BGT_PAGE_LABELS;
    }
    *is_label = false;
    return true;
}

/* The texts of each line, labels taken out. */
static bgt_status find_texts(struct indicators *all, struct bgt_page_texts *texts,
                             size_t *count)
{
    struct bgt_labelled_page *page = all->page;
    for (size_t i = 0; i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        bool is_label = true;
        if (!is_in_zone(page, piece)) {
            continue;
        }
        if (!take_label(all, piece, &is_label)) {
            return bgt_page_unclear(page, piece, "there are more than 63 categories");
        }
        if (is_label) {
            continue;
        }
        if (*count == 0 || texts[*count - 1].line != piece->line) {
            texts[(*count)++] = (struct bgt_page_texts){{NULL}, 0, piece->line};
        }
        struct bgt_page_texts *last = &texts[*count - 1];
        if (last->count == 2 * all->side_count) {
            return bgt_page_unclear(page, piece, "its line has more texts than columns");
        }
        last->list[last->count++] = piece;
    }
    return BGT_OK;
}

/* Names and values of each side, then its rows. */
static bgt_status find_rows(struct indicators *all)
{
    struct bgt_arena *arena = &all->page->form->arena;
    size_t room = all->page->count + 1;
    struct bgt_page_texts *texts = bgt_arena_allocate_array(arena, room, sizeof *texts);
    struct bgt_page_parting parting = {
        .page = all->page, .texts = texts, .column_count = 2 * all->side_count};
    bgt_status status = texts == NULL ? bgt_arena_failure(arena)
                                      : find_texts(all, texts, &parting.text_count);
    for (size_t s = 0; status == BGT_OK && s < all->side_count; s++) {
        parting.heads[2 * s] = all->sides[s].heads[BGT_HEAD_LV3];
        parting.heads[2 * s + 1] = all->sides[s].heads[BGT_HEAD_VALUE];
        parting.lines[s] =
            bgt_arena_allocate_array(arena, room, sizeof *parting.lines[s]);
        all->sides[s].rows.list = bgt_arena_allocate_array(
            arena, BGT_PAGE_ROWS, sizeof *all->sides[s].rows.list);
        if (parting.lines[s] == NULL || all->sides[s].rows.list == NULL) {
            status = bgt_arena_failure(arena);
        }
    }
    if (status == BGT_OK) {
        status = bgt_page_part_texts(&parting);
    }
    for (size_t s = 0; status == BGT_OK && s < all->side_count; s++) {
        status = bgt_page_find_rows(all->page, parting.lines[s], parting.line_counts[s],
                                    &all->sides[s].rows);
    }
    return status;
}

/* ---- Categories ---- */

static bool is_part_of(const struct indicators *all, const struct bgt_page_piece *part,
                       const struct bgt_page_piece *category)
{
    const struct bgt_labelled *labels = all->page->form->labels;
    const struct bgt_labelled_word *owner =
        bgt_page_means(all->page, category, BGT_WORD_LV1);
    const struct bgt_labelled_word *word = bgt_page_means(all->page, part, BGT_WORD_LV2);
    for (; word != NULL && word < labels->words + labels->word_count; word++) {
        if (word->meaning == BGT_WORD_LV2 && word->a == owner->a &&
            bgt_text_equal(word->key.text, word->key.length, part->key.text,
                           part->key.length)) {
            return true;
        }
    }
    return false;
}

/* Gives each second-level label of a side its first-level one: in order, none without a
 * part. False where there is no way to do so, or more than one. */
static bool find_owners(const struct indicators *all, struct side *side)
{
    uint8_t ways[BGT_PAGE_LABELS][BGT_PAGE_LABELS] = {{0}};
    size_t count = side->label_count;
    for (size_t part = 0; part < count; part++) {
        for (size_t owner = 0; owner < all->lv1_count; owner++) {
            unsigned before = part == 0 ? owner == 0 : ways[part - 1][owner];
            before += part > 0 && owner > 0 ? ways[part - 1][owner - 1] : 0;
            bool is_part = is_part_of(all, side->labels[part], all->lv1[owner]);
            ways[part][owner] = (uint8_t)(!is_part ? 0 : before > 2 ? 2 : before);
        }
    }
    if (all->lv1_count == 0 || count == 0 || ways[count - 1][all->lv1_count - 1] != 1) {
        return false;
    }
    size_t owner = all->lv1_count - 1;
    for (size_t part = count; part-- > 0;) {
        side->owners[part] = owner;
        owner -= part > 0 && ways[part - 1][owner] == 0;
    }
    return true;
}

/* Whether a label stands beside some row, in one of its lines. */
static bool is_beside_row(const struct bgt_page_rows *rows,
                          const struct bgt_page_piece *label)
{
    for (size_t r = 0; r < rows->count; r++) {
        if (rows->list[r].line <= label->last_line &&
            label->line <= rows->list[r].last_line) {
            return true;
        }
    }
    return false;
}

/* Which rows belong to which label. False where that cannot be told. */
static bool find_blocks(struct side *side)
{
    struct bgt_page_label labels[BGT_PAGE_LABELS];
    bgt_page_stack(&side->rows);
    for (size_t l = 0; l < side->label_count; l++) {
        labels[l] = (struct bgt_page_label){
            .height = bgt_page_height_of(&side->rows, side->labels[l]),
            .may_be_empty = !is_beside_row(&side->rows, side->labels[l])};
    }
    return bgt_page_find_blocks(&side->rows, labels, side->label_count, side->ends);
}

/* Whether two labels of a level mean the same category. */
static bool is_same_label(const struct indicators *all, uint8_t meaning,
                          const struct bgt_page_piece *a, const struct bgt_page_piece *b)
{
    const struct bgt_labelled_word *first = bgt_page_means(all->page, a, meaning);
    const struct bgt_labelled_word *second = bgt_page_means(all->page, b, meaning);
    return first->a == second->a && first->b == second->b;
}

/* A category that stands there twice: a first-level one, or a second-level one of a side
 * below the same. Null: none. */
static struct bgt_page_piece *find_twice(const struct indicators *all,
                                         const struct side *side)
{
    for (size_t i = 1; i < all->lv1_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (is_same_label(all, BGT_WORD_LV1, all->lv1[i], all->lv1[j])) {
                return all->lv1[i];
            }
        }
    }
    for (size_t i = 1; i < side->label_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (side->owners[i] == side->owners[j] &&
                is_same_label(all, BGT_WORD_LV2, side->labels[i], side->labels[j])) {
                return side->labels[i];
            }
        }
    }
    return NULL;
}

/* A name that is a label of a category: it would be read as that. Null: none. */
static struct bgt_page_piece *find_label_name(const struct indicators *all,
                                              const struct side *side)
{
    for (size_t r = 0; r < side->rows.count; r++) {
        struct bgt_page_piece *name = side->rows.list[r].name;
        if (name != NULL && (bgt_page_means(all->page, name, BGT_WORD_LV1) != NULL ||
                             bgt_page_means(all->page, name, BGT_WORD_LV2) != NULL)) {
            return name;
        }
    }
    return NULL;
}

/* A first-level label that does not stand in the middle of its rows: a label between them
 * is missing, or one has slid. Rows of two sides are as high as the higher one. Null:
 * none. */
static struct bgt_page_piece *find_slid(const struct indicators *all,
                                        const struct side *side)
{
    size_t row = 0;
    for (size_t l = 0; all->side_count == 1 && l < side->label_count; l++) {
        size_t owner = side->owners[l], first = row, blank = 0;
        for (row = side->ends[l];
             l + 1 < side->label_count && side->owners[l + 1] == owner;
             row = side->ends[++l]) {
            blank += side->ends[l] == side->ends[l + 1];
        }
        uint32_t height = bgt_page_height_of(&side->rows, all->lv1[owner]);
        if (blank == 0 && !bgt_page_is_middle(&side->rows, first, row, height)) {
            return all->lv1[owner];
        }
    }
    return NULL;
}

/* ---- Rows ---- */

/* Puts a piece, where there is one. */
static bgt_status put_cell(struct indicators *all, struct bgt_page_piece *piece,
                           uint32_t column)
{
    if (piece == NULL || piece->is_taken) {
        return BGT_OK;
    }
    piece->is_taken = true;
    return bgt_page_cell(all->page, piece, column);
}

static bgt_status put_heads(struct indicators *all)
{
    bgt_status status = bgt_page_row(all->page, all->head);
    if (status == BGT_OK) {
        status = put_cell(all, all->head, COLUMN_LV1);
    }
    for (size_t s = 0; s < all->side_count; s++) {
        for (size_t h = BGT_HEAD_LV2; status == BGT_OK && h < BGT_HEAD_COUNT; h++) {
            status = put_cell(all, all->sides[s].heads[h],
                              (uint32_t)(COLUMN_LV1 + COLUMNS_OF_PERIOD * s + h));
        }
    }
    return status;
}

/* One row of a label of a side; `row` null: the label alone. Labels that were put already
 * are not put again. */
static bgt_status put_row(struct indicators *all, size_t s, size_t label,
                          const struct bgt_page_row_of *row)
{
    const struct side *side = &all->sides[s];
    uint32_t shift = (uint32_t)(COLUMNS_OF_PERIOD * s);
    const struct bgt_page_piece *place = row == NULL         ? side->labels[label]
                                         : row->name != NULL ? row->name
                                                             : row->value;
    bgt_status status = bgt_page_row(all->page, place);
    if (status == BGT_OK) {
        status = put_cell(all, all->group, COLUMN_GROUP);
    }
    if (status == BGT_OK) {
        status = put_cell(all, all->lv1[side->owners[label]], COLUMN_LV1);
    }
    if (status == BGT_OK) {
        status = put_cell(all, side->labels[label], COLUMN_LV2 + shift);
    }
    if (status == BGT_OK && row != NULL) {
        status = put_cell(all, row->name, COLUMN_NAME + shift);
    }
    return status == BGT_OK && row != NULL
               ? put_cell(all, row->value, COLUMN_VALUE + shift)
               : status;
}

/* The rows of a side below one first-level label. */
static bgt_status put_side(struct indicators *all, size_t s, size_t owner)
{
    const struct side *side = &all->sides[s];
    bgt_status status = BGT_OK;
    for (size_t l = 0; l < side->label_count; l++) {
        size_t first = l == 0 ? 0 : side->ends[l - 1];
        if (side->owners[l] != owner) {
            continue;
        }
        if (status == BGT_OK && first == side->ends[l]) {
            status = put_row(all, s, l, NULL);
        }
        for (size_t r = first; status == BGT_OK && r < side->ends[l]; r++) {
            status = put_row(all, s, l, &side->rows.list[r]);
        }
    }
    return status;
}

static bgt_status put_rows(struct indicators *all)
{
    bgt_status status = put_heads(all);
    for (size_t owner = 0; owner < all->lv1_count; owner++) {
        for (size_t s = 0; status == BGT_OK && s < all->side_count; s++) {
            status = put_side(all, s, owner);
        }
    }
    return status;
}

/* ---- The indicators ---- */

/* What makes a parting doubtful that was found; null: nothing. */
static struct bgt_page_piece *find_wrong(const struct indicators *all,
                                         const struct side *side, const char **reason)
{
    struct bgt_page_piece *wrong = find_twice(all, side);
    *reason = "this category stands in the form a second time";
    if (wrong == NULL) {
        wrong = find_slid(all, side);
        *reason = "the categories do not stand in the middle of their rows";
    }
    if (wrong == NULL) {
        wrong = find_label_name(all, side);
        *reason = "the name of an indicator is that of a category";
    }
    return wrong;
}

static bgt_status read_all(struct indicators *all)
{
    bgt_status status = find_rows(all);
    for (size_t s = 0; status == BGT_OK && s < all->side_count; s++) {
        struct side *side = &all->sides[s];
        const char *reason =
            !find_owners(all, side) ? "to which category of first level those of second "
                                      "level belong cannot be told"
            : !find_blocks(side)
                ? "the categories do not stand in the middle of their rows"
                : NULL;
        if (reason != NULL) {
            return bgt_page_unclear(
                all->page, side->label_count > 0 ? side->labels[0] : all->head, reason);
        }
        struct bgt_page_piece *wrong = find_wrong(all, side, &reason);
        if (wrong != NULL) {
            return bgt_page_unclear(all->page, wrong, reason);
        }
    }
    return status == BGT_OK ? put_rows(all) : status;
}

bgt_status bgt_page_indicators(struct bgt_labelled_page *page)
{
    struct indicators *all = bgt_arena_allocate(&page->form->arena, sizeof *all);
    if (all == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    memset(all, 0, sizeof *all);
    all->page = page;
    if (find_heads(all)) {
        return read_all(all);
    }
    for (size_t i = 0; i < page->count; i++) {
        if (page->pieces[i].line == page->heads_line) {
            return bgt_page_unclear(
                page, &page->pieces[i],
                "the headings of the indicators are not those of the layout");
        }
    }
    return BGT_OK;
}
