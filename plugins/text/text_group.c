#include "text_group.h"

#include <stdlib.h>

#include "text_clusters.h"
#include "text_glued.h"

/* A line that was broken because its cell was full is at most so much narrower than the
 * widest name of the column: a sign may not begin a line. */
#define FULL_SLACK 2
/* Numbered names that make a column one of numbered rows. */
#define NUMBERED_NAMES 3
/* How far codes that begin in one column may lie apart. */
#define CODE_SLACK 4

/* What a line has in a column of names and in the codes left of it. */
struct spot {
    const struct bgt_text_token *name; /* Null: none. */
    bool has_code;
    bool has_number; /* In any column. */
    bool is_barrier; /* Dots, or a sum without a figure: a row of its own. */
};

struct grouping {
    const struct bgt_text_page *page;
    const struct bgt_text_table *table;
    enum bgt_text_grouping *lines;
    uint8_t *columns; /* Of each word of the body. */
    uint32_t column;  /* Of names, at hand. */
    uint32_t widest;  /* Its widest name, in characters. */
    bool has_centred; /* Some code of it stands alone between the lines of its name. */
};

/* ---- Words ---- */

static bool ends_with(const struct bgt_text_token *token, const char *word)
{
    size_t size = strlen(word);
    return token->length >= size &&
           memcmp(token->text + token->length - size, word, size) == 0;
}

static bool is_sum(const struct bgt_text_token *token)
{
    return ends_with(token, "合计") || ends_with(token, "总计");
}

static bool is_dots(const struct bgt_text_token *token)
{
    size_t size = strlen("…");
    for (size_t at = 0; at < token->length; at += size) {
        if (token->length - at < size || memcmp(token->text + at, "…", size) != 0) {
            return false;
        }
    }
    return true;
}

static uint32_t width_of(const struct bgt_text_token *token)
{
    return bgt_text_count(token->text, token->length);
}

static bool is_empty(const struct grouping *grouping, size_t line)
{
    return line >= grouping->table->end_line ||
           grouping->page->lines[line].token_count == 0;
}

static bool is_dots_line(const struct grouping *grouping, size_t line)
{
    const struct bgt_text_token *tokens = bgt_text_tokens(grouping->page, line);
    size_t count = grouping->page->lines[line].token_count;
    for (size_t i = 0; i < count; i++) {
        if (!is_dots(&tokens[i])) {
            return false;
        }
    }
    return count > 0;
}

static enum bgt_text_grouping *line_at(const struct grouping *grouping, size_t line)
{
    return &grouping->lines[line - grouping->table->body_line];
}

static uint32_t column_at(const struct grouping *grouping,
                          const struct bgt_text_token *token)
{
    const struct bgt_text_page *page = grouping->page;
    size_t first = page->lines[grouping->table->body_line].first_token;
    return grouping->columns[(size_t)(token - page->tokens) - first];
}

static struct spot spot_at(const struct grouping *grouping, size_t line)
{
    struct spot spot = {.is_barrier = is_dots_line(grouping, line)};
    const struct bgt_text_token *tokens = bgt_text_tokens(grouping->page, line);
    bool has_sum = false;
    for (size_t i = 0; i < grouping->page->lines[line].token_count; i++) {
        uint32_t column = column_at(grouping, &tokens[i]);
        spot.has_number = spot.has_number || tokens[i].is_number;
        has_sum = has_sum || is_sum(&tokens[i]);
        if (column == grouping->column && !tokens[i].is_number) {
            spot.name = &tokens[i];
        }
        spot.has_code =
            spot.has_code || (column + 1 == grouping->column && tokens[i].is_number);
    }
    spot.is_barrier = spot.is_barrier || (has_sum && !spot.has_number);
    return spot;
}

/* ---- Columns ---- */

/* Whether the words of a column are codes: 3, 5 or 7 digits that begin below one another.
 */
static bool is_code_column(const struct grouping *grouping, uint32_t column)
{
    const struct bgt_text_table *table = grouping->table;
    uint32_t least = UINT32_MAX;
    uint32_t most = 0;
    uint32_t least_end = UINT32_MAX;
    uint32_t most_end = 0;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(grouping->page, l);
        for (size_t i = 0; i < grouping->page->lines[l].token_count; i++) {
            const struct bgt_text_token *token = &tokens[i];
            if (!token->is_number || column_at(grouping, token) != column) {
                continue;
            }
            if (!bgt_text_is_code(token)) {
                return false;
            }
            least = token->start < least ? token->start : least;
            most = token->start > most ? token->start : most;
            least_end = token->end < least_end ? token->end : least_end;
            most_end = token->end > most_end ? token->end : most_end;
        }
    }
    bool is_ragged = most_end - least_end >= most - least;
    return least != UINT32_MAX && most - least <= CODE_SLACK && is_ragged;
}

static bool is_name_column(const struct grouping *grouping, uint32_t column)
{
    const struct bgt_text_column *at = &grouping->table->columns[column];
    return at->has_body && !at->is_number;
}

static void find_widest(struct grouping *grouping)
{
    const struct bgt_text_table *table = grouping->table;
    grouping->widest = 0;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        struct spot spot = spot_at(grouping, l);
        uint32_t width = spot.name == NULL ? 0 : width_of(spot.name);
        grouping->widest = width > grouping->widest ? width : grouping->widest;
    }
}

/* ---- Names with a code: the code stands in the middle of their lines ---- */

/* The rows of a stretch of lines without a blank one. */
struct chain {
    size_t first, end;
    bool is_centred; /* Some row can be no other. */
};

static bool is_part(const struct spot *spot)
{
    return spot->name != NULL && !spot->has_number;
}

/* Lines from `line` on, before the next row, that are parts of a name. */
static size_t parts_from(const struct grouping *grouping, size_t line, size_t end)
{
    size_t count = 0;
    for (size_t l = line; l < end; l++) {
        struct spot spot = spot_at(grouping, l);
        if (spot.has_number) {
            break;
        }
        count += is_part(&spot);
    }
    return count;
}

/* Whether each part but the last filled its cell. */
static bool are_full(const struct grouping *grouping, size_t first, size_t end)
{
    const struct bgt_text_token *before = NULL;
    for (size_t l = first; l < end; l++) {
        struct spot spot = spot_at(grouping, l);
        if (spot.name == NULL) {
            continue;
        }
        if (before != NULL && width_of(before) + FULL_SLACK < grouping->widest) {
            return false;
        }
        before = spot.name;
    }
    return true;
}

/* The line behind `count` parts from `line` on, or before them. */
static size_t walk_down(const struct grouping *grouping, size_t line, size_t count)
{
    size_t at = line + 1;
    for (size_t left = count; left > 0; at++) {
        struct spot spot = spot_at(grouping, at);
        left -= is_part(&spot);
    }
    return at;
}

static size_t walk_up(const struct grouping *grouping, size_t line, size_t count)
{
    size_t at = line;
    for (size_t left = count; left > 0;) {
        struct spot spot = spot_at(grouping, --at);
        left -= is_part(&spot);
    }
    return at;
}

/* A row may be marked for each of its names: the lines of all of them are one row. */
static void mark(const struct grouping *grouping, size_t first, size_t end)
{
    if (*line_at(grouping, first) == BGT_TEXT_UNGROUPED) {
        *line_at(grouping, first) = BGT_TEXT_BEGINS;
    }
    for (size_t l = first + 1; l < end; l++) {
        *line_at(grouping, l) = BGT_TEXT_CONTINUES;
    }
}

/* Follows the rows of a chain: the first takes all parts above it, each as many below as
 * above, and the next has the rest above. False where that does not come out. With
 * `is_marking` the rows are marked. */
static bool follow(const struct grouping *grouping, struct chain *chain, bool is_marking)
{
    size_t above = parts_from(grouping, chain->first, chain->end);
    chain->is_centred = above > 0;
    for (size_t l = chain->first; l < chain->end; l++) {
        struct spot spot = spot_at(grouping, l);
        if (!spot.has_number) {
            continue;
        }
        bool is_named = spot.name != NULL;
        size_t between = parts_from(grouping, l + 1, chain->end);
        if (between < above || (!is_named && spot.has_code != (above > 0))) {
            return false;
        }
        size_t first = walk_up(grouping, l, above);
        size_t end = walk_down(grouping, l, above);
        if (above > 0 && !are_full(grouping, first, end)) {
            return false;
        }
        /* The same name from top to bottom would have broken before its cell was full. */
        chain->is_centred = chain->is_centred || (!is_named && above > 0) ||
                            (is_named && between > 0 &&
                             !are_full(grouping, l, walk_down(grouping, l, between)));
        if (is_marking && above > 0) {
            mark(grouping, first, end);
        }
        above = between - above;
    }
    return above == 0;
}

static void group_chain(struct grouping *grouping, size_t first, size_t end,
                        bool is_marking)
{
    struct chain chain = {.first = first, .end = end};
    bool has_parts = false;
    for (size_t l = first; l < end; l++) {
        struct spot spot = spot_at(grouping, l);
        has_parts = has_parts || is_part(&spot);
    }
    if (!has_parts || !follow(grouping, &chain, false)) {
        return;
    }
    if (!is_marking) {
        grouping->has_centred = grouping->has_centred || chain.is_centred;
    } else if (grouping->has_centred) {
        (void)follow(grouping, &chain, true);
    }
}

/* All stretches between blank lines, dots and sums. */
static void group_coded(struct grouping *grouping, bool is_marking)
{
    const struct bgt_text_table *table = grouping->table;
    size_t first = table->body_line;
    for (size_t l = table->body_line; l <= table->end_line; l++) {
        if (is_empty(grouping, l) || spot_at(grouping, l).is_barrier) {
            if (first < l) {
                group_chain(grouping, first, l, is_marking);
            }
            first = l + 1;
        }
    }
}

/* ---- Numbered names: the rest of a full one ---- */

/* Whether a name without figures is the rest of the numbered one above it. */
static bool is_rest(const struct grouping *grouping, size_t line)
{
    if (line == grouping->table->body_line || is_empty(grouping, line - 1) ||
        is_empty(grouping, line) || grouping->page->lines[line].token_count != 1) {
        return false;
    }
    struct spot above = spot_at(grouping, line - 1);
    struct spot here = spot_at(grouping, line);
    struct spot below = {.name = NULL};
    if (!is_empty(grouping, line + 1)) {
        below = spot_at(grouping, line + 1);
    }
    return above.name != NULL && is_part(&here) && bgt_text_is_numbered(above.name) &&
           !bgt_text_is_numbered(here.name) && !is_sum(here.name) &&
           here.name->start == above.name->start &&
           width_of(above.name) + 1 >= grouping->widest &&
           2 * width_of(here.name) <= width_of(above.name) &&
           (below.name == NULL || bgt_text_is_numbered(below.name) || is_sum(below.name));
}

static void group_numbered(struct grouping *grouping)
{
    const struct bgt_text_table *table = grouping->table;
    uint32_t count = 0;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        struct spot spot = spot_at(grouping, l);
        count += spot.name != NULL && bgt_text_is_numbered(spot.name);
    }
    for (size_t l = table->body_line + 1; count >= NUMBERED_NAMES && l < table->end_line;
         l++) {
        if (is_rest(grouping, l) && *line_at(grouping, l - 1) == BGT_TEXT_UNGROUPED) {
            *line_at(grouping, l - 1) = BGT_TEXT_BEGINS;
            *line_at(grouping, l) = BGT_TEXT_CONTINUES;
        }
    }
}

/* ---- All ---- */

/* Dots over several lines fill up one row. */
static void group_dots(const struct grouping *grouping)
{
    const struct bgt_text_table *table = grouping->table;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        if (is_dots_line(grouping, l)) {
            bool is_more = l > table->body_line && is_dots_line(grouping, l - 1);
            *line_at(grouping, l) = is_more ? BGT_TEXT_CONTINUES : BGT_TEXT_BEGINS;
        }
    }
}

static void group_columns(struct grouping *grouping)
{
    const struct bgt_text_table *table = grouping->table;
    group_dots(grouping);
    for (uint32_t c = 0; c < table->column_count; c++) {
        grouping->column = c;
        if (!is_name_column(grouping, c)) {
            continue;
        }
        find_widest(grouping);
        if (c > 0 && table->columns[c - 1].has_body && is_code_column(grouping, c - 1)) {
            grouping->has_centred = false;
            group_coded(grouping, false);
            group_coded(grouping, true);
        } else {
            group_numbered(grouping);
        }
    }
}

enum bgt_text_grouping *bgt_text_group_lines(const struct bgt_text_page *page,
                                             const struct bgt_text_table *table)
{
    struct grouping grouping = {.page = page, .table = table};
    size_t count = 0;
    size_t at = 0;
    for (size_t l = table->body_line; l < table->end_line; l++) {
        count += page->lines[l].token_count;
    }
    grouping.lines =
        calloc(table->end_line - table->body_line + 1, sizeof *grouping.lines);
    grouping.columns = calloc(count + 1, sizeof *grouping.columns);
    if (grouping.lines == NULL || grouping.columns == NULL) {
        free(grouping.lines);
        free(grouping.columns);
        return NULL;
    }
    for (size_t l = table->body_line; l < table->end_line; l++) {
        const struct bgt_text_token *tokens = bgt_text_tokens(page, l);
        for (size_t i = 0; i < page->lines[l].token_count; i++) {
            grouping.columns[at++] = (uint8_t)bgt_text_column_of(table, &tokens[i]);
        }
    }
    group_columns(&grouping);
    free(grouping.columns);
    return grouping.lines;
}
