#include "layout/labelled_page_columns.h"

/* Where a column stands: sums over the texts that are in it for certain. */
struct column {
    uint64_t start, end, count;
};

static void add(struct column *column, const struct bgt_page_piece *piece)
{
    column->start += piece->start;
    column->end += piece->end;
    column->count++;
}

/* Texts of full lines show the columns; without any, the headings do. */
static void find_columns(const struct bgt_page_parting *parting, struct column *columns)
{
    for (size_t i = 0; i < parting->text_count; i++) {
        const struct bgt_page_texts *texts = &parting->texts[i];
        for (size_t c = 0; texts->count == parting->column_count && c < texts->count;
             c++) {
            add(&columns[c], texts->list[c]);
        }
    }
    for (size_t c = 0; c < parting->column_count; c++) {
        if (columns[c].count == 0) {
            add(&columns[c], parting->heads[c]);
        }
    }
}

static uint64_t apart(uint64_t a, uint64_t b)
{
    return a > b ? a - b : b - a;
}

/* How far a text is from a column: by its left edge, right edge or middle, whichever is
 * the nearest, since texts may be aligned by each. In half columns. */
static uint64_t distance(const struct column *column, const struct bgt_page_piece *piece)
{
    uint64_t left = 2 * apart(piece->start * column->count, column->start);
    uint64_t right = 2 * apart(piece->end * column->count, column->end);
    uint64_t middle =
        apart(bgt_page_center(piece) * column->count, column->start + column->end);
    uint64_t least = left < right ? left : right;
    return (middle < least ? middle : least) / column->count;
}

/* The column of a text; column_count where it stands between two. */
static size_t column_of(const struct bgt_page_parting *parting,
                        const struct column *columns, const struct bgt_page_piece *piece)
{
    uint64_t least = UINT64_MAX, next = UINT64_MAX;
    size_t best = 0;
    for (size_t c = 0; c < parting->column_count; c++) {
        uint64_t far = distance(&columns[c], piece);
        if (far < least) {
            next = least;
            least = far;
            best = c;
        } else if (far < next) {
            next = far;
        }
    }
    return least * 2 < next ? best : parting->column_count;
}

static void put(struct bgt_page_parting *parting, struct bgt_page_piece *piece,
                size_t column)
{
    size_t period = column / 2;
    size_t count = parting->line_counts[period];
    struct bgt_page_line *lines = parting->lines[period];
    if (count == 0 || lines[count - 1].line != piece->line) {
        lines[count] = (struct bgt_page_line){NULL, NULL, piece->line};
        count = ++parting->line_counts[period];
    }
    if (column % 2 == 0) {
        lines[count - 1].name = piece;
    } else {
        lines[count - 1].value = piece;
    }
}

bgt_status bgt_page_part_texts(struct bgt_page_parting *parting)
{
    struct column columns[BGT_PAGE_COLUMNS] = {{0, 0, 0}};
    find_columns(parting, columns);
    for (size_t i = 0; i < parting->text_count; i++) {
        const struct bgt_page_texts *texts = &parting->texts[i];
        bool is_full = texts->count == parting->column_count;
        size_t next = 0;
        for (size_t t = 0; t < texts->count; t++) {
            size_t column = is_full ? t : column_of(parting, columns, texts->list[t]);
            if (column < next || column == parting->column_count) {
                return bgt_page_unclear(parting->page, texts->list[t],
                                        "it stands between two columns");
            }
            put(parting, texts->list[t], column);
            next = column + 1;
        }
    }
    return BGT_OK;
}
