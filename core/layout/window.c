#include "layout/window.h"

#include <string.h>

#include "base/allocator.h"
#include "base/decimal.h"

bgt_status bgt_window_open(const struct bgt_io *io, struct bgt_window *window)
{
    memset(window, 0, sizeof *window);
    return bgt_batch_open(io, &window->batch);
}

void bgt_window_close(struct bgt_window *window)
{
    bgt_batch_close(window->batch);
    bgt_release(NULL, window->labels);
    memset(window, 0, sizeof *window);
}

void bgt_window_clear(struct bgt_window *window)
{
    bgt_batch_reset(window->batch);
}

uint32_t bgt_window_count(const struct bgt_window *window)
{
    return window->batch->item_count;
}

bool bgt_window_full(const struct bgt_window *window, uint64_t maximum)
{
    return window->batch->item_count >= maximum ||
           window->batch->text_size >= BGT_WINDOW_TEXT;
}

static bgt_status reserve_labels(struct bgt_window *window)
{
    size_t needed = window->batch->value_count;
    if (needed <= window->label_capacity) {
        return BGT_OK;
    }
    size_t capacity = needed < 256 ? 256 : needed * 2;
    uint32_t *labels = bgt_resize_array(NULL, window->labels, window->label_capacity,
                                        capacity, sizeof *labels);
    if (labels == NULL) {
        return BGT_NO_MEMORY;
    }
    window->labels = labels;
    window->label_capacity = capacity;
    return BGT_OK;
}

bgt_status bgt_window_add(struct bgt_window *window, const struct bgt_layouts *layouts,
                          const struct bgt_batch *batch, const struct bgt_item *row)
{
    struct bgt_buffer key;
    bgt_status status = bgt_batch_copy_item(window->batch, batch, row);
    if (status != BGT_OK) {
        return status;
    }
    window->numbering =
        bgt_layouts_label(layouts, BGT_LAYOUTS_NUMBERING, strlen(BGT_LAYOUTS_NUMBERING));
    status = reserve_labels(window);
    if (status != BGT_OK) {
        bgt_batch_drop_item(window->batch);
        return status;
    }
    const struct bgt_batch *kept = window->batch;
    const struct bgt_item *added = &kept->items[kept->item_count - 1];
    bgt_buffer_init(&key, NULL, BGT_LAYOUT_LABEL_BYTES);
    for (uint32_t i = 0; status == BGT_OK && i < added->value_count; i++) {
        uint32_t at = added->first_value + i;
        status =
            bgt_cell_label(layouts, &key, kept, &kept->values[at], &window->labels[at]);
    }
    bgt_buffer_close(&key);
    return status;
}

bgt_status bgt_window_keep_last(struct bgt_window *window,
                                const struct bgt_layouts *layouts,
                                const struct bgt_io *io, uint32_t count)
{
    struct bgt_window kept;
    uint32_t rows = bgt_window_count(window);
    bgt_status status = bgt_window_open(io, &kept);
    for (uint32_t i = rows > count ? rows - count : 0; status == BGT_OK && i < rows;
         i++) {
        status = bgt_window_add(&kept, layouts, window->batch, &window->batch->items[i]);
    }
    if (status != BGT_OK) {
        bgt_window_close(&kept);
        return status;
    }
    bgt_window_close(window);
    *window = kept;
    return BGT_OK;
}

/* Most cells begin with a character that is plainly no blank. */
static bool begins_plainly(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    return (first > ' ' && first < 0x7F) || first >= 0xE4;
}

bool bgt_cell_is_blank(const struct bgt_batch *batch, const struct bgt_value *value)
{
    if (value == NULL || (value->flags & BGT_VALUE_NO_RESULT) != 0) {
        return value == NULL;
    }
    if (value->state != BGT_PRESENT) {
        return value->text_length == 0;
    }
    if (value->type != BGT_VALUE_TEXT) {
        return false;
    }
    const char *text = bgt_value_text(batch, value);
    return value->text_length == 0 ||
           (!begins_plainly(text) && bgt_text_is_blank(text, value->text_length));
}

static bool is_year(struct bgt_decimal number)
{
    return number.scale == 0 && number.coefficient >= 1949 && number.coefficient <= 2099;
}

bool bgt_cell_is_number(const struct bgt_batch *batch, const struct bgt_value *value)
{
    struct bgt_decimal number;
    if (value->type == BGT_VALUE_NUMBER) {
        return (value->flags & BGT_VALUE_DECIMAL) == 0 || !is_year(value->decimal);
    }
    if (value->type != BGT_VALUE_TEXT || value->state != BGT_PRESENT) {
        return (value->flags & BGT_VALUE_NO_RESULT) != 0;
    }
    struct bgt_slice text =
        bgt_text_trim(bgt_value_text(batch, value), value->text_length);
    return bgt_decimal_parse_grouped(text.text, text.length, &number, NULL) ==
               BGT_DECIMAL_OK &&
           !is_year(number);
}

bgt_status bgt_cell_label(const struct bgt_layouts *layouts, struct bgt_buffer *scratch,
                          const struct bgt_batch *batch, const struct bgt_value *value,
                          uint32_t *label)
{
    char number[BGT_DECIMAL_TEXT_SIZE];
    const char *text = bgt_value_text(batch, value);
    size_t length = value->text_length;
    *label = 0;
    if (value->state != BGT_PRESENT || length > BGT_LAYOUT_LABEL_BYTES) {
        return BGT_OK;
    }
    if (value->type == BGT_VALUE_NUMBER && (value->flags & BGT_VALUE_DECIMAL) != 0 &&
        is_year(value->decimal)) {
        length = bgt_decimal_format(value->decimal, number);
        text = number;
    } else if (value->type != BGT_VALUE_TEXT) {
        return BGT_OK;
    }
    bgt_buffer_clear(scratch);
    bgt_status status = bgt_layout_label_key(scratch, text, length);
    if (status == BGT_OK && scratch->length > 0) {
        *label = bgt_layouts_label(layouts, scratch->data, scratch->length);
    }
    return status == BGT_NO_MEMORY ? status : BGT_OK; /* a text too long is no label */
}
