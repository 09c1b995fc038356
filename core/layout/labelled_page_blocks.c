#include "layout/labelled_page_blocks.h"

/* The middle of a block is at most half a line from its label. Ways to part the rows with
 * blocks that are a line off count against it: where one fits all labels as well or
 * better, a label may have slid. */
#define FAR_MOST  BGT_PAGE_LINE
#define FAR_TRIED (2 * BGT_PAGE_LINE)
#define NEVER     UINT32_MAX

/* How well the labels so far fit when the block of the last one ends behind a row. */
struct fit {
    uint32_t far;  /* Twice the sum of the distances. */
    uint32_t ways; /* To fit as well. */
    size_t from;   /* First row of the last block. */
};

/* Twice the distance from a label to the middle of rows `from` to before `end`. */
static uint32_t distance(const struct bgt_page_rows *rows, size_t from, size_t end,
                         uint32_t height)
{
    const struct bgt_page_row_of *last = &rows->list[end - 1];
    return bgt_page_distance(rows->list[from].top + last->top + last->height, 2 * height);
}

/* Height where the rows before one end. */
static uint32_t height_before(const struct bgt_page_rows *rows, size_t row)
{
    return row == 0 ? 0 : rows->list[row - 1].top + rows->list[row - 1].height;
}

static void try_block(struct fit *fit, const struct fit *before, size_t from,
                      uint32_t far)
{
    if (before->far == NEVER || far > FAR_TRIED) {
        return;
    }
    uint32_t all = before->far + far;
    if (all == fit->far) {
        fit->ways = 2; /* more than one is too many */
    } else if (all < fit->far) {
        *fit = (struct fit){all, before->ways, from};
    }
}

/* The best block of a label that ends behind a row. */
static struct fit fit_label(const struct bgt_page_rows *rows,
                            const struct bgt_page_label *label, const struct fit *before,
                            size_t end)
{
    struct fit fit = {NEVER, 0, 0};
    for (size_t start = 0; start < end; start++) {
        try_block(&fit, &before[start], start, distance(rows, start, end, label->height));
    }
    if (label->may_be_empty && label->height == height_before(rows, end)) {
        try_block(&fit, &before[end], end, 0);
    }
    return fit;
}

bool bgt_page_is_middle(const struct bgt_page_rows *rows, size_t from, size_t end,
                        uint32_t height)
{
    return end <= from || distance(rows, from, end, height) <= FAR_TRIED;
}

bool bgt_page_find_blocks(const struct bgt_page_rows *rows,
                          const struct bgt_page_label *labels, size_t count, size_t *ends)
{
    struct fit fits[2][BGT_PAGE_ROWS + 1];
    uint16_t from[BGT_PAGE_LABELS][BGT_PAGE_ROWS + 1];
    if (count == 0 || count > BGT_PAGE_LABELS || rows->count > BGT_PAGE_ROWS) {
        return false;
    }
    for (size_t end = 0; end <= rows->count; end++) {
        fits[0][end] = end == 0 ? (struct fit){0, 1, 0} : (struct fit){NEVER, 0, 0};
    }
    for (size_t l = 0; l < count; l++) {
        for (size_t end = 0; end <= rows->count; end++) {
            struct fit *now = &fits[(l + 1) % 2][end];
            *now = fit_label(rows, &labels[l], fits[l % 2], end);
            from[l][end] = (uint16_t)now->from;
        }
    }
    if (fits[count % 2][rows->count].ways != 1) {
        return false;
    }
    size_t end = rows->count;
    for (size_t l = count; l-- > 0;) {
        size_t start = from[l][end];
        if (end > start && distance(rows, start, end, labels[l].height) > FAR_MOST) {
            return false;
        }
        ends[l] = end;
        end = start;
    }
    return true;
}
