#include "out_height.h"

#include "escape.h"

/* A line of 11 points, what a row has besides, and the most of a row. */
#define LINE_HEIGHT 15
#define HEIGHT_MAX  409

/* The library's own width of a column, and characters from which on one is broad. */
#define DEFAULT_WIDTH 8
#define BROAD         0x1100

/* A broad character of 11 points takes a little more than two digits. */
#define WIDER(units) ((units)*106 / 100 + 1)

static uint32_t lines_of(const char *text, uint32_t width)
{
    size_t length = strlen(text);
    size_t units = 0;
    size_t lines = 0;
    /* No character is broader than its bytes are many: most texts are short. */
    if (WIDER(length) <= width && memchr(text, '\n', length) == NULL) {
        return 1;
    }
    for (size_t at = 0; at < length;) {
        uint32_t c = 0;
        size_t bytes = bgt_xlsx_utf8(text + at, length - at, &c);
        at += bytes == 0 ? 1 : bytes;
        units += c >= BROAD ? 2 : 1;
        if (c == '\n' || at >= length) {
            lines += (WIDER(units) + width - 1) / width;
            units = 0;
        }
    }
    return lines > HEIGHT_MAX ? HEIGHT_MAX : (uint32_t)lines;
}

static bool is_wrapped(const struct bgt_sheet *looks,
                       const struct bgt_xlsx_out_cell *cell)
{
    return cell->kind == BGT_XLSX_OUT_TEXT && cell->span_columns == 1 &&
           cell->span_rows == 1 && looks->styles != NULL &&
           cell->style < looks->style_count && looks->styles[cell->style].has_wrap;
}

uint16_t bgt_xlsx_out_height(const struct bgt_sheet *looks,
                             const struct bgt_xlsx_out_row *row)
{
    uint32_t most = 1;
    for (size_t i = 0; i < row->count; i++) {
        const struct bgt_xlsx_out_cell *cell = &row->cells[i];
        if (!is_wrapped(looks, cell)) {
            continue;
        }
        uint32_t width = looks->widths != NULL && cell->column <= looks->width_count
                             ? looks->widths[cell->column - 1]
                             : 0;
        uint32_t lines = lines_of(row->bytes.data + cell->text_offset,
                                  width == 0 ? DEFAULT_WIDTH : width);
        most = lines > most ? lines : most;
    }
    uint32_t height = most * LINE_HEIGHT;
    if (most == 1) {
        return 0;
    }
    return (uint16_t)(height > HEIGHT_MAX ? HEIGHT_MAX : height);
}
