#include "layout/ordinals.h"

#include <string.h>

#include "base/text.h"

/* The column of the label 序号 in a row; 0: none. */
static uint32_t label_column(const struct bgt_batch *batch, const struct bgt_item *row)
{
    const struct bgt_value *values = bgt_item_values(batch, row);
    for (uint32_t i = 0; i < row->value_count; i++) {
        if (!bgt_cell_is_blank(batch, &values[i]) &&
            bgt_text_same_label(bgt_value_text(batch, &values[i]), values[i].text_length,
                                "序号", strlen("序号"))) {
            return values[i].column;
        }
    }
    return 0;
}

/* Whether a cell is this number and nothing else. */
static bool is_ordinal(const struct bgt_batch *batch, const struct bgt_value *value,
                       uint64_t number)
{
    struct bgt_slice text = bgt_cell_trimmed(batch, value);
    uint64_t read = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.text[i] < '0' || text.text[i] > '9' || i == 6) {
            return false;
        }
        read = read * 10 + (uint64_t)(text.text[i] - '0');
    }
    return text.length > 0 && read == number;
}

bool bgt_has_only_ordinals(const struct bgt_window *window, uint32_t first)
{
    const struct bgt_batch *batch = window->batch;
    uint32_t column = 0;
    uint64_t next = 1;
    for (uint32_t r = first; r < batch->item_count; r++) {
        const struct bgt_item *row = &batch->items[r];
        const struct bgt_value *values = bgt_item_values(batch, row);
        if (column == 0) {
            column = label_column(batch, row);
        }
        for (uint32_t i = 0; row->value_count > 1 && i < row->value_count; i++) {
            if (bgt_cell_is_blank(batch, &values[i]) ||
                !bgt_cell_is_number(batch, &values[i])) {
                continue;
            }
            if (column == 0 || values[i].column != column ||
                !is_ordinal(batch, &values[i], next++)) {
                return false;
            }
        }
    }
    return next > 1;
}
