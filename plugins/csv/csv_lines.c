#include "csv_lines.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 1 << 17 };

void bgt_csv_lines_init(struct bgt_csv_lines *lines, struct bgt_input *input,
                        uint64_t maximum)
{
    memset(lines, 0, sizeof *lines);
    lines->input = input;
    lines->maximum = maximum < SIZE_MAX / 4 ? maximum : SIZE_MAX / 4;
}

void bgt_csv_lines_clear(struct bgt_csv_lines *lines)
{
    free(lines->buffer);
    memset(lines, 0, sizeof *lines);
}

static void move_to_front(struct bgt_csv_lines *lines)
{
    size_t shift = lines->start;
    if (shift == 0) {
        return;
    }
    memmove(lines->buffer, lines->buffer + shift, lines->end - shift);
    lines->lf -= lines->lf < shift ? lines->lf : shift;
    lines->cr -= lines->cr < shift ? lines->cr : shift;
    lines->nul -= lines->nul < shift ? lines->nul : shift;
    lines->start = 0;
    lines->end -= shift;
}

static bgt_status make_room(struct bgt_csv_lines *lines)
{
    if (lines->end < lines->capacity) {
        return BGT_OK;
    }
    if (lines->start >= lines->capacity / 2 && lines->capacity != 0) {
        move_to_front(lines);
        return BGT_OK;
    }
    size_t capacity = lines->capacity == 0 ? FIRST_CAPACITY : lines->capacity * 2;
    char *grown = realloc(lines->buffer, capacity);
    if (grown == NULL) {
        return BGT_NO_MEMORY;
    }
    lines->buffer = grown;
    lines->capacity = capacity;
    return BGT_OK;
}

/* Reads once; the buffer grows only for what is undelivered. */
static bgt_status refill(struct bgt_csv_lines *lines)
{
    size_t got = 0;
    bgt_status status = make_room(lines);
    if (status != BGT_OK) {
        return status;
    }
    status = lines->input->read(lines->input, lines->buffer + lines->end,
                                lines->capacity - lines->end, &got);
    if (status != BGT_OK && status != BGT_END) {
        /* Lines that are missing in the middle are not survived. */
        return status == BGT_BAD ? BGT_FATAL : status;
    }
    lines->end += got;
    lines->is_at_end = status == BGT_END;
    return BGT_OK;
}

bgt_status bgt_csv_lines_fill(struct bgt_csv_lines *lines, size_t bytes)
{
    while (!lines->is_at_end && lines->end - lines->start < bytes) {
        bgt_status status = refill(lines);
        if (status != BGT_OK) {
            return status;
        }
    }
    return BGT_OK;
}

/* Every byte is looked at once for each of the three: `from` is where the last search
 * ended. */
static size_t find(const struct bgt_csv_lines *lines, size_t from, char byte)
{
    if (from < lines->start) {
        from = lines->start;
    }
    if (from >= lines->end) {
        return lines->end;
    }
    const char *hit = memchr(lines->buffer + from, byte, lines->end - from);
    return hit == NULL ? lines->end : (size_t)(hit - lines->buffer);
}

static void deliver(struct bgt_csv_lines *lines, size_t stop, struct bgt_csv_line *line)
{
    size_t length = stop - lines->start;
    size_t ending = 0;
    line->end = BGT_CSV_BREAK_NONE;
    if (stop < lines->end && stop == lines->lf) {
        line->end = BGT_CSV_BREAK_LF;
        ending = 1;
    } else if (stop < lines->end) {
        bool has_lf = stop + 1 < lines->end && lines->buffer[stop + 1] == '\n';
        line->end = has_lf ? BGT_CSV_BREAK_CRLF : BGT_CSV_BREAK_CR;
        ending = has_lf ? 2 : 1;
    }
    line->text = lines->buffer + lines->start;
    line->length = length;
    line->raw_length = length + ending;
    line->nul = lines->nul < stop ? lines->nul - lines->start : length;
    line->number = ++lines->line;
    lines->start = stop + ending;
}

bgt_status bgt_csv_lines_next(struct bgt_csv_lines *lines, struct bgt_csv_line *line)
{
    for (;;) {
        lines->lf = find(lines, lines->lf, '\n');
        lines->cr = find(lines, lines->cr, '\r');
        lines->nul = find(lines, lines->nul, '\0');
        size_t stop = lines->lf < lines->cr ? lines->lf : lines->cr;
        if (stop - lines->start > lines->maximum) {
            lines->is_too_long = true;
            return BGT_LIMIT;
        }
        /* A CR at the very end of what is read may be half of a CR LF. */
        bool is_whole = stop + (stop == lines->cr ? 1 : 0) < lines->end;
        if (is_whole || (lines->is_at_end && stop < lines->end)) {
            deliver(lines, stop, line);
            return BGT_OK;
        }
        if (lines->is_at_end) {
            if (lines->start == lines->end) {
                return BGT_END;
            }
            deliver(lines, lines->end, line);
            return BGT_OK;
        }
        bgt_status status = refill(lines);
        if (status != BGT_OK) {
            return status;
        }
    }
}
