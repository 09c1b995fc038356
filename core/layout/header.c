#include "layout/header.h"

#include <string.h>

/* A cell of the header's grid. */
struct spot {
    const struct bgt_value *value; /* the cell that gives the label, or null */
    uint32_t label;
    uint32_t anchor; /* index of the column that this label stands in */
    bool is_own;     /* the label stands here */
    bool is_covered; /* a merged cell from above covers it */
    bool is_merged;  /* the label is of a merged cell of known width */
};

/* The header rows as a grid. */
struct grid {
    const struct bgt_window *window;
    struct bgt_header *header;
    struct spot spots[BGT_LAYOUT_PATH_MAX][BGT_HEADER_COLUMNS_MAX];
};

static uint32_t find_column(const struct bgt_header *header, uint32_t column)
{
    uint32_t low = 0, high = header->column_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (header->columns[middle].column < column) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Sees to it that the header has this column. */
static bool add_column(struct bgt_header *header, uint32_t column)
{
    uint32_t at = find_column(header, column);
    if (at < header->column_count && header->columns[at].column == column) {
        return true;
    }
    if (header->column_count == BGT_HEADER_COLUMNS_MAX) {
        return false;
    }
    memmove(&header->columns[at + 1], &header->columns[at],
            (header->column_count - at) * sizeof *header->columns);
    memset(&header->columns[at], 0, sizeof *header->columns);
    header->columns[at].column = column;
    header->column_count++;
    return true;
}

static bool add_cell_columns(struct bgt_header *header, const struct bgt_value *value)
{
    uint32_t span = value->span_columns > 1 ? value->span_columns : 1;
    for (uint32_t i = 0; i < span && i <= BGT_HEADER_COLUMNS_MAX; i++) {
        if (!add_column(header, value->column + i)) {
            return false;
        }
    }
    return true;
}

/* The columns of all rows; false where this can be no header. `has_known`: whether some
 * layout knows one of its labels. */
static bool find_columns(const struct bgt_window *window, struct bgt_header *header,
                         bool *has_known)
{
    const struct bgt_batch *batch = window->batch;
    *has_known = false;
    for (uint32_t r = 0; r < header->rows; r++) {
        const struct bgt_item *row = &batch->items[header->first + r];
        const struct bgt_value *values = bgt_item_values(batch, row);
        for (uint32_t i = 0; i < row->value_count; i++) {
            if (bgt_cell_is_blank(batch, &values[i])) {
                continue;
            }
            if (values[i].type == BGT_VALUE_NUMBER &&
                bgt_cell_is_number(batch, &values[i])) {
                return false;
            }
            *has_known = *has_known || bgt_window_label(window, &values[i]) != 0;
            if (!add_cell_columns(header, &values[i])) {
                return false;
            }
        }
    }
    return true;
}

static void set_own(struct grid *grid, uint32_t r, const struct bgt_value *value)
{
    struct bgt_header *header = grid->header;
    uint32_t c = find_column(header, value->column);
    struct spot *spot = &grid->spots[r][c];
    uint32_t wide = value->span_columns > 1 ? value->span_columns : 1;
    uint32_t high = value->span_rows > 1 ? value->span_rows : 1;
    *spot = (struct spot){.value = value,
                          .label = bgt_window_label(grid->window, value),
                          .anchor = c,
                          .is_own = true,
                          .is_covered = false,
                          .is_merged = wide > 1};
    for (uint32_t i = 1; i < wide && c + i < header->column_count; i++) {
        grid->spots[r][c + i] = *spot;
        grid->spots[r][c + i].is_own = false;
    }
    for (uint32_t down = 1; down < high && r + down < header->rows; down++) {
        for (uint32_t i = 0; i < wide && c + i < header->column_count; i++) {
            grid->spots[r + down][c + i].is_covered = true;
        }
    }
}

static void set_row(struct grid *grid, uint32_t r)
{
    const struct bgt_batch *batch = grid->window->batch;
    const struct bgt_item *row = &batch->items[grid->header->first + r];
    const struct bgt_value *values = bgt_item_values(batch, row);
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (!bgt_cell_is_blank(batch, &values[i])) {
            set_own(grid, r, &values[i]);
        }
    }
}

static bool has_label_below(const struct grid *grid, uint32_t r, uint32_t c)
{
    for (uint32_t below = r + 1; below < grid->header->rows; below++) {
        if (grid->spots[below][c].is_own) {
            return true;
        }
    }
    return false;
}

/* Blanks right of a label continue it where a row below has a label of its own, under the
 * same label of the row above. */
static void continue_labels(struct grid *grid, uint32_t r)
{
    struct bgt_header *header = grid->header;
    for (uint32_t c = 1; c < header->column_count; c++) {
        struct spot *spot = &grid->spots[r][c];
        const struct spot *left = &grid->spots[r][c - 1];
        if (spot->value != NULL || spot->is_covered || left->value == NULL ||
            left->is_merged ||
            header->columns[c].column != header->columns[c - 1].column + 1 ||
            !has_label_below(grid, r, c)) {
            continue;
        }
        if (r > 0 && grid->spots[r - 1][c].value != grid->spots[r - 1][c - 1].value) {
            continue;
        }
        *spot = *left;
        spot->is_own = false;
    }
}

static void build_paths(const struct grid *grid)
{
    struct bgt_header *header = grid->header;
    for (uint32_t c = 0; c < header->column_count; c++) {
        struct bgt_header_column *column = &header->columns[c];
        column->path_length = 0;
        column->is_own = false;
        for (uint32_t r = 0; r < header->rows; r++) {
            const struct spot *spot = &grid->spots[r][c];
            /* bgt_header_read has set every spot of these columns and rows. */
            if (spot->value == NULL) { /* NOLINT(clang-analyzer-core.*) */
                continue;
            }
            const struct bgt_header_label *above =
                column->path_length == 0 ? NULL : &column->path[column->path_length - 1];
            column->is_own = spot->is_own;
            if (above != NULL && above->id != 0 && above->id == spot->label) {
                continue; /* the same label again in place of a merged cell */
            }
            column->path[column->path_length++] =
                (struct bgt_header_label){spot->label, spot->value};
        }
        column->is_numbering =
            column->is_own && column->path_length > 0 &&
            column->path[column->path_length - 1].id == grid->window->numbering;
        column->is_own = column->is_own && !column->is_numbering;
        header->known_count += column->is_own && column->path_length > 0 &&
                               column->path[column->path_length - 1].id != 0;
    }
}

/* Rows above a header in which a title may say the year. */
#define YEAR_ROWS 12

static unsigned year_of(const struct bgt_window *window, const struct bgt_value *value)
{
    return value->type != BGT_VALUE_TEXT
               ? 0
               : bgt_text_find_year(bgt_value_text(window->batch, value),
                                    value->text_length);
}

/* The year of the nearest text above the header that is a title: it names a 表. */
static unsigned year_above(const struct bgt_window *window, uint32_t first)
{
    const struct bgt_batch *batch = window->batch;
    for (uint32_t r = first; r > 0 && first - r < YEAR_ROWS; r--) {
        const struct bgt_item *row = &batch->items[r - 1];
        const struct bgt_value *values = bgt_item_values(batch, row);
        for (uint32_t i = 0; i < row->value_count; i++) {
            unsigned year = year_of(window, &values[i]);
            if (year != 0 && bgt_text_find(bgt_value_text(batch, &values[i]),
                                           values[i].text_length, 0, "表") != SIZE_MAX) {
                return year;
            }
        }
    }
    return 0;
}

/* 2025年预算数 beside 2026年预算数: only where years differ do they tell columns apart.
 */
static void find_years(const struct bgt_window *window, struct bgt_header *header)
{
    unsigned earliest = 0, latest = 0;
    header->year = 0;
    for (uint32_t c = 0; c < header->column_count; c++) {
        struct bgt_header_column *column = &header->columns[c];
        column->year = 0;
        for (unsigned p = column->path_length; p > 0 && column->year == 0; p--) {
            column->year = year_of(window, column->path[p - 1].value);
        }
        if (column->year != 0) {
            earliest = earliest == 0 || column->year < earliest ? column->year : earliest;
            latest = column->year > latest ? column->year : latest;
        }
    }
    if (latest == earliest) {
        return;
    }
    unsigned above = year_above(window, header->first);
    header->year = above != 0 ? above : latest;
}

static void read_header(const struct bgt_window *window, bool is_any,
                        struct bgt_header *header)
{
    struct grid grid;
    uint32_t rows = header->rows;
    bool has_known = false;
    header->column_count = 0;
    header->known_count = 0;
    header->year = 0;
    header->is_usable = find_columns(window, header, &has_known) && (has_known || is_any);
    if (!header->is_usable) {
        header->column_count = 0;
        return;
    }
    grid.window = window;
    grid.header = header;
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t c = 0; c < header->column_count; c++) {
            grid.spots[r][c] = (struct spot){.value = NULL};
        }
    }
    for (uint32_t r = 0; r < rows; r++) {
        set_row(&grid, r);
    }
    for (uint32_t r = 0; r + 1 < rows; r++) {
        continue_labels(&grid, r);
    }
    build_paths(&grid);
    find_years(window, header);
}

void bgt_header_read(const struct bgt_window *window, uint32_t first, uint32_t rows,
                     struct bgt_header *header)
{
    header->first = first;
    header->rows = rows;
    read_header(window, false, header);
}

void bgt_header_read_any(const struct bgt_window *window, uint32_t first, uint32_t rows,
                         struct bgt_header *header)
{
    header->first = first;
    header->rows = rows;
    read_header(window, true, header);
}

bgt_status bgt_header_keep_line(const struct bgt_window *window, uint32_t row,
                                struct bgt_arena *arena, struct bgt_header_line *line)
{
    const struct bgt_item *item = &window->batch->items[row];
    const struct bgt_value *values = bgt_item_values(window->batch, item);
    uint32_t *columns =
        bgt_arena_allocate_array(arena, item->value_count, sizeof *columns);
    uint32_t *labels = bgt_arena_allocate_array(arena, item->value_count, sizeof *labels);
    if (columns == NULL || labels == NULL) {
        return bgt_arena_failure(arena);
    }
    line->columns = columns;
    line->labels = labels;
    line->count = 0;
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (!bgt_cell_is_blank(window->batch, &values[i])) {
            columns[line->count] = values[i].column;
            labels[line->count++] = bgt_window_label(window, &values[i]);
        }
    }
    return BGT_OK;
}
