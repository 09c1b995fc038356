#include "layout/match_columns.h"

/* Labels that some layout knows, in a row that is one of labels. */
#define LABELS 2

bool bgt_fallback_has_enough(const struct bgt_layout *layout,
                             const struct bgt_header *header, const uint16_t *columns)
{
    bool has_name = false, has_figure = false;
    for (uint32_t c = 0; c < header->column_count; c++) {
        if (columns[c] != BGT_LAYOUT_NONE) {
            bool is_figure = layout->columns[columns[c]].content == BGT_CONTENT_AMOUNT;
            has_figure = has_figure || is_figure;
            has_name = has_name || !is_figure;
        }
    }
    return has_name && has_figure;
}

static bool is_of_labels(const struct bgt_window *window, uint32_t row)
{
    const struct bgt_item *item = &window->batch->items[row];
    const struct bgt_value *values = bgt_item_values(window->batch, item);
    unsigned labels = 0;
    for (uint32_t i = 0; i < item->value_count; i++) {
        if (bgt_cell_is_blank(window->batch, &values[i])) {
            continue;
        }
        if (bgt_cell_is_number(window->batch, &values[i])) {
            return false;
        }
        labels += bgt_window_label(window, &values[i]) != 0;
    }
    return labels >= LABELS;
}

bool bgt_header_is_whole(const struct bgt_window *window, const struct bgt_header *header)
{
    uint32_t below = header->first + header->rows;
    return (header->first == 0 || !is_of_labels(window, header->first - 1)) &&
           (below >= bgt_window_count(window) || !is_of_labels(window, below));
}
