#include "layout/labelled_page_rows.h"

#include "base/utf8.h"

/* Lines of one text are no further apart: the line between them may hold a label. */
#define NEXT_LINE 2
/* A line that the page broke is at least so wide, in hundredths of the widest. */
#define BROKEN_PERCENT 75
/* Shorter texts are not broken. */
#define BROKEN_CHARACTERS 8

/* What a line holds. */
enum line_kind { LINE_NAME = 1, LINE_VALUE = 2, LINE_BOTH = 3 };

struct reading {
    struct bgt_labelled_page *page;
    const struct bgt_page_line *lines;
    size_t count;
    size_t widest_name, widest_value; /* Characters. */
};

static enum line_kind kind_of(const struct bgt_page_line *line)
{
    return line->name == NULL ? LINE_VALUE : line->value == NULL ? LINE_NAME : LINE_BOTH;
}

static size_t width_of(const struct bgt_page_piece *piece)
{
    return piece == NULL ? 0 : bgt_utf8_count(piece->text.text, piece->text.length);
}

static void find_widest(struct reading *reading)
{
    for (size_t i = 0; i < reading->count; i++) {
        size_t name = width_of(reading->lines[i].name);
        size_t value = width_of(reading->lines[i].value);
        reading->widest_name = name > reading->widest_name ? name : reading->widest_name;
        reading->widest_value =
            value > reading->widest_value ? value : reading->widest_value;
    }
}

/* Lines of this kind from one on, without a gap between them. */
static size_t run_of(const struct reading *reading, size_t at, enum line_kind kind)
{
    size_t end = at;
    while (end < reading->count && kind_of(&reading->lines[end]) == kind &&
           (end == at ||
            reading->lines[end].line - reading->lines[end - 1].line <= NEXT_LINE)) {
        end++;
    }
    return end - at;
}

/* Whether the page broke a text behind this line: it is nearly as wide as any. */
static bool is_broken(const struct reading *reading, const struct bgt_page_line *line,
                      enum line_kind kind)
{
    size_t widest = kind == LINE_NAME ? reading->widest_name : reading->widest_value;
    size_t wide = width_of(kind == LINE_NAME ? line->name : line->value);
    return wide >= BROKEN_CHARACTERS && wide * 100 >= widest * BROKEN_PERCENT;
}

/* Lines of a text that is longer than the one beside it: `above` lines, those of the
 * shorter one, and as many below. 0: it is none. */
static size_t length_of(const struct reading *reading, size_t at, enum line_kind kind)
{
    enum line_kind other = kind == LINE_NAME ? LINE_VALUE : LINE_NAME;
    size_t above = run_of(reading, at, kind);
    size_t middle = run_of(reading, at + above, other);
    if (middle == 0) {
        middle = run_of(reading, at + above, LINE_BOTH) > 0 ? 1 : 0;
    }
    size_t below = run_of(reading, at + above + middle, kind);
    size_t length = above + middle + above;
    if (middle == 0 || below < above ||
        reading->lines[at + length - 1].line - reading->lines[at].line >
            NEXT_LINE * (length - 1)) {
        return 0;
    }
    for (size_t i = at; i + 1 < at + length; i++) {
        bool has_part = kind_of(&reading->lines[i]) != other;
        if (has_part && !is_broken(reading, &reading->lines[i], kind)) {
            return 0;
        }
    }
    return length;
}

/* Joins the names of the lines, and their values. */
static bgt_status join_lines(struct reading *reading, size_t at, size_t length,
                             struct bgt_page_row_of *row)
{
    uint32_t names = 0, values = 0;
    bgt_status status = BGT_OK;
    for (size_t i = at; status == BGT_OK && i < at + length; i++) {
        const struct bgt_page_line *line = &reading->lines[i];
        names += line->name != NULL;
        values += line->value != NULL;
        if (line->name != NULL && row->name != NULL) {
            status = bgt_page_join(reading->page, row->name, line->name);
        }
        if (status == BGT_OK && line->value != NULL && row->value != NULL) {
            status = bgt_page_join(reading->page, row->value, line->value);
        }
        row->name = row->name == NULL ? line->name : row->name;
        row->value = row->value == NULL ? line->value : row->value;
    }
    row->line = reading->lines[at].line;
    row->last_line = reading->lines[at + length - 1].line;
    row->height = BGT_PAGE_LINE * (names > values ? names : values);
    reading->page->joined += length > 1;
    return status;
}

bgt_status bgt_page_find_rows(struct bgt_labelled_page *page,
                              const struct bgt_page_line *lines, size_t count,
                              struct bgt_page_rows *rows)
{
    struct reading reading = {.page = page, .lines = lines, .count = count};
    bgt_status status = BGT_OK;
    find_widest(&reading);
    for (size_t at = 0; status == BGT_OK && at < count;) {
        enum line_kind kind = kind_of(&lines[at]);
        size_t length = kind == LINE_BOTH ? 1 : length_of(&reading, at, kind);
        if (length == 0 || rows->count == BGT_PAGE_ROWS) {
            const char *reason = length > 0 ? "there are more than 256 indicators"
                                 : kind == LINE_VALUE
                                     ? "no name stands beside this value"
                                     : "no value stands beside this name";
            return bgt_page_unclear(
                page, kind == LINE_VALUE ? lines[at].value : lines[at].name, reason);
        }
        struct bgt_page_row_of *row = &rows->list[rows->count++];
        *row = (struct bgt_page_row_of){NULL, NULL, 0, 0, 0, 0};
        status = join_lines(&reading, at, length, row);
        at += length;
    }
    return status;
}

void bgt_page_stack(struct bgt_page_rows *rows)
{
    uint32_t top = 0;
    for (size_t r = 0; r < rows->count; r++) {
        rows->list[r].top = top;
        top += rows->list[r].height;
    }
}

uint32_t bgt_page_height_of(const struct bgt_page_rows *rows,
                            const struct bgt_page_piece *piece)
{
    uint64_t middle = piece->line + piece->last_line; /* twice */
    uint32_t end = 0;
    for (size_t r = 0; r < rows->count; r++) {
        const struct bgt_page_row_of *row = &rows->list[r];
        if (middle < 2 * row->line) {
            return row->top;
        }
        if (middle <= 2 * row->last_line) {
            uint64_t lines = 2 * (row->last_line - row->line) + 2;
            return row->top +
                   (uint32_t)(row->height * (middle - 2 * row->line + 1) / lines);
        }
        end = row->top + row->height;
    }
    return end;
}
