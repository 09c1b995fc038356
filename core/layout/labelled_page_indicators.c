#include <string.h>

#include "layout/labelled_page_blocks.h"

/* Columns of the rows that are put. */
enum {
    COLUMN_GROUP = 1,
    COLUMN_LV1 = 2,
    COLUMN_LV2 = 3,
    COLUMN_NAME = 4,
    COLUMN_VALUE = 5
};

/* The indicators under construction. */
struct indicators {
    struct bgt_labelled_page *page;
    const struct bgt_labelled_part *part;
    uint8_t part_number;
    struct bgt_page_piece *heads[BGT_HEAD_COUNT];
    struct bgt_page_piece *group;
    struct bgt_page_piece *lv1[BGT_PAGE_LABELS], *lv2[BGT_PAGE_LABELS];
    size_t lv1_count, lv2_count;
    struct bgt_page_line *lines;
    size_t line_count;
    struct bgt_page_rows rows;
    size_t ends[BGT_PAGE_LABELS];   /* Of each lv2: the row behind its block. */
    size_t owners[BGT_PAGE_LABELS]; /* Of each lv2: its lv1. */
};

/* ---- Headings ---- */

/* One heading of each kind; more are two periods beside one another. */
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
        all->heads[word->a] = piece;
        count++;
    }
    return count == BGT_HEAD_COUNT && all->part->period_count == 1 &&
           all->heads[BGT_HEAD_LV1] != NULL && all->heads[BGT_HEAD_LV2] != NULL &&
           all->heads[BGT_HEAD_LV3] != NULL && all->heads[BGT_HEAD_VALUE] != NULL;
}

/* ---- What each piece is ---- */

/* The heading that a label stands below: the nearest. */
static size_t head_of(const struct indicators *all, const struct bgt_page_piece *piece)
{
    size_t best = 0;
    uint32_t least = UINT32_MAX;
    for (size_t h = 0; h < BGT_HEAD_COUNT; h++) {
        uint32_t far =
            bgt_page_distance(bgt_page_center(piece), bgt_page_center(all->heads[h]));
        if (far < least) {
            least = far;
            best = h;
        }
    }
    return best;
}

static bool is_group(const struct indicators *all, const struct bgt_page_piece *piece)
{
    const struct bgt_labelled_word *word =
        bgt_page_means(all->page, piece, BGT_WORD_GROUP);
    return word != NULL && word->part == all->part_number &&
           piece->start <= all->heads[BGT_HEAD_LV1]->start;
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
    size_t head = head_of(all, piece);
    bool is_lv1 =
        head <= BGT_HEAD_LV2 && bgt_page_means(all->page, piece, BGT_WORD_LV1) != NULL;
    bool is_lv2 =
        head <= BGT_HEAD_LV2 && bgt_page_means(all->page, piece, BGT_WORD_LV2) != NULL;
    *is_label = true;
    if (is_group(all, piece) && all->group == NULL) {
        all->group = piece;
        return true;
    }
    if (is_lv1 && (!is_lv2 || head == BGT_HEAD_LV1)) {
        all->lv1[all->lv1_count] = piece;
        return ++all->lv1_count < BGT_PAGE_LABELS;
    }
    if (is_lv2) {
        all->lv2[all->lv2_count] = piece;
        return ++all->lv2_count < BGT_PAGE_LABELS;
    }
    *is_label = false;
    return true;
}

/* ---- Names and values ---- */

/* Where names and values stand: sums over the lines that hold both. */
struct columns {
    uint64_t names, values, count;
};

static struct columns find_columns(const struct indicators *all)
{
    struct columns columns = {0, 0, 0};
    for (size_t i = 0; i < all->line_count; i++) {
        if (all->lines[i].value != NULL) {
            columns.names += bgt_page_center(all->lines[i].name);
            columns.values += bgt_page_center(all->lines[i].value);
            columns.count++;
        }
    }
    if (columns.count == 0) {
        columns.names = bgt_page_center(all->heads[BGT_HEAD_LV3]);
        columns.values = bgt_page_center(all->heads[BGT_HEAD_VALUE]);
        columns.count = 1;
    }
    return columns;
}

/* A lone text is a name or a value by where it stands. False where it is half way. */
static bool place_lone(const struct columns *columns, struct bgt_page_line *line)
{
    uint64_t center = bgt_page_center(line->name) * columns->count;
    uint64_t name =
        center > columns->names ? center - columns->names : columns->names - center;
    uint64_t value =
        center > columns->values ? center - columns->values : columns->values - center;
    if (value < name) {
        line->value = line->name;
        line->name = NULL;
    }
    return value * 2 < name || name * 2 < value;
}

/* The texts of each line: the name first. */
static bgt_status find_lines(struct indicators *all)
{
    struct bgt_labelled_page *page = all->page;
    bgt_status status = BGT_OK;
    struct bgt_page_line *lines =
        bgt_arena_allocate_array(&page->form->arena, page->count + 1, sizeof *lines);
    if (lines == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    for (size_t i = 0; status == BGT_OK && i < page->count; i++) {
        struct bgt_page_piece *piece = &page->pieces[i];
        bool is_label = true;
        if (!is_in_zone(page, piece)) {
            continue;
        }
        if (!take_label(all, piece, &is_label)) {
            status = bgt_page_unclear(page, piece);
        }
        if (is_label) {
            continue;
        }
        size_t last = all->line_count;
        if (last == 0 || lines[last - 1].line != piece->line) {
            lines[all->line_count++] = (struct bgt_page_line){piece, NULL, piece->line};
        } else if (lines[last - 1].value == NULL) {
            lines[last - 1].value = piece;
        } else {
            status = bgt_page_unclear(page, piece);
        }
    }
    all->lines = lines;
    struct columns columns = find_columns(all);
    for (size_t i = 0; status == BGT_OK && i < all->line_count; i++) {
        struct bgt_page_line *line = &all->lines[i];
        struct bgt_page_piece *lone = line->value == NULL ? line->name : NULL;
        if (lone != NULL && !place_lone(&columns, line)) {
            status = bgt_page_unclear(page, lone);
        }
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

/* Gives each second-level label its first-level one: in order, none without a part. False
 * where there is no way to do so, or more than one. */
static bool find_owners(struct indicators *all)
{
    uint8_t ways[BGT_PAGE_LABELS][BGT_PAGE_LABELS] = {{0}};
    for (size_t part = 0; part < all->lv2_count; part++) {
        for (size_t owner = 0; owner < all->lv1_count; owner++) {
            unsigned before = part == 0 ? owner == 0 : ways[part - 1][owner];
            before += part > 0 && owner > 0 ? ways[part - 1][owner - 1] : 0;
            bool is_part = is_part_of(all, all->lv2[part], all->lv1[owner]);
            ways[part][owner] = (uint8_t)(!is_part ? 0 : before > 2 ? 2 : before);
        }
    }
    if (all->lv1_count == 0 || all->lv2_count == 0 ||
        ways[all->lv2_count - 1][all->lv1_count - 1] != 1) {
        return false;
    }
    size_t owner = all->lv1_count - 1;
    for (size_t part = all->lv2_count; part-- > 0;) {
        all->owners[part] = owner;
        owner -= part > 0 && ways[part - 1][owner] == 0;
    }
    return true;
}

/* ---- Categories without an indicator ---- */

static bool has_line_beside(const struct indicators *all,
                            const struct bgt_page_piece *piece)
{
    for (size_t r = 0; r < all->rows.count; r++) {
        if (all->rows.list[r].line <= piece->last_line &&
            piece->line <= all->rows.list[r].last_line) {
            return true;
        }
    }
    return false;
}

/* Adds a row without name and value for each label beside no indicator. */
static bool add_blank_rows(struct indicators *all)
{
    for (size_t l = 0; l < all->lv2_count; l++) {
        const struct bgt_page_piece *label = all->lv2[l];
        if (has_line_beside(all, label)) {
            continue;
        }
        size_t at = 0;
        if (all->rows.count == BGT_PAGE_ROWS) {
            return false;
        }
        while (at < all->rows.count && all->rows.list[at].line < label->line) {
            at++;
        }
        struct bgt_page_row_of *rows = all->rows.list;
        memmove(rows + at + 1, rows + at, (all->rows.count - at) * sizeof *rows);
        rows[at] = (struct bgt_page_row_of){
            NULL, NULL, label->line, label->last_line, 0, BGT_PAGE_LINE};
        all->rows.count++;
    }
    return true;
}

/* Which rows belong to which label. False where that cannot be told. */
static bool find_blocks(struct indicators *all)
{
    uint32_t heights[BGT_PAGE_LABELS];
    for (unsigned with_blanks = 0; with_blanks < 2; with_blanks++) {
        if (with_blanks > 0 && !add_blank_rows(all)) {
            return false;
        }
        (void)bgt_page_stack(&all->rows);
        for (size_t l = 0; l < all->lv2_count; l++) {
            heights[l] = bgt_page_height_of(&all->rows, all->lv2[l]);
        }
        if (all->rows.count > 0 &&
            bgt_page_find_blocks(&all->rows, heights, all->lv2_count, all->ends)) {
            return true;
        }
    }
    return false;
}

/* ---- Rows ---- */

static bgt_status put_heads(struct indicators *all)
{
    struct bgt_labelled_page *page = all->page;
    bgt_status status = bgt_page_row(page, all->heads[0]);
    for (size_t h = 0; status == BGT_OK && h < BGT_HEAD_COUNT; h++) {
        all->heads[h]->is_taken = true;
        status = bgt_page_cell(page, all->heads[h], COLUMN_LV1 + (uint32_t)h);
    }
    return status;
}

/* Puts a piece, where there is one. */
static bgt_status put_cell(struct indicators *all, struct bgt_page_piece *piece,
                           uint32_t column)
{
    if (piece == NULL) {
        return BGT_OK;
    }
    piece->is_taken = true;
    return bgt_page_cell(all->page, piece, column);
}

/* One row of a category; `is_first` of its rows. */
static bgt_status put_row(struct indicators *all, size_t label, size_t row, bool is_first)
{
    const struct bgt_page_row_of *at = &all->rows.list[row];
    size_t owner = all->owners[label];
    bool is_owner = is_first && (label == 0 || all->owners[label - 1] != owner);
    const struct bgt_page_piece *place = at->name != NULL    ? at->name
                                         : at->value != NULL ? at->value
                                                             : all->lv2[label];
    bgt_status status = bgt_page_row(all->page, place);
    if (status == BGT_OK && row == 0) {
        status = put_cell(all, all->group, COLUMN_GROUP);
    }
    if (status == BGT_OK && is_owner) {
        status = put_cell(all, all->lv1[owner], COLUMN_LV1);
    }
    if (status == BGT_OK && is_first) {
        status = put_cell(all, all->lv2[label], COLUMN_LV2);
    }
    if (status == BGT_OK) {
        status = put_cell(all, at->name, COLUMN_NAME);
    }
    return status == BGT_OK ? put_cell(all, at->value, COLUMN_VALUE) : status;
}

static bgt_status put_rows(struct indicators *all)
{
    bgt_status status = put_heads(all);
    size_t row = 0;
    for (size_t l = 0; l < all->lv2_count; l++) {
        for (bool is_first = true; status == BGT_OK && row < all->ends[l];
             is_first = false) {
            status = put_row(all, l, row++, is_first);
        }
    }
    return status;
}

/* ---- The indicators ---- */

static bgt_status read_all(struct indicators *all)
{
    bgt_status status = find_lines(all);
    if (status == BGT_OK) {
        status = bgt_page_find_rows(all->page, all->lines, all->line_count, &all->rows);
    }
    if (status != BGT_OK) {
        return status;
    }
    if (!find_owners(all)) {
        return bgt_page_unclear(all->page,
                                all->lv1_count > 0 ? all->lv1[0] : all->heads[0]);
    }
    return find_blocks(all) ? put_rows(all) : bgt_page_unclear(all->page, all->lv2[0]);
}

bgt_status bgt_page_indicators(struct bgt_labelled_page *page)
{
    struct indicators *all = bgt_arena_allocate(&page->form->arena, sizeof *all);
    if (all == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    memset(all, 0, sizeof *all);
    all->page = page;
    all->rows.list = bgt_arena_allocate_array(&page->form->arena, BGT_PAGE_ROWS + 1,
                                              sizeof *all->rows.list);
    if (all->rows.list == NULL) {
        return bgt_arena_failure(&page->form->arena);
    }
    if (find_heads(all)) {
        return read_all(all);
    }
    for (size_t i = 0; i < page->count; i++) {
        if (page->pieces[i].line == page->heads_line) {
            return bgt_page_unclear(page, &page->pieces[i]);
        }
    }
    return BGT_OK;
}
