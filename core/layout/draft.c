#include "layout/draft.h"

#include <string.h>

#include "base/allocator.h"
#include "layout/draft_parts.h"

#define KEY_BYTES 8192

/* Whether the window has a row with a number beside another cell. */
static bool has_table(const struct bgt_window *window)
{
    const struct bgt_batch *batch = window->batch;
    for (uint32_t r = 0; r < batch->item_count; r++) {
        const struct bgt_value *values = bgt_item_values(batch, &batch->items[r]);
        unsigned filled = 0, numbers = 0;
        for (uint32_t i = 0; i < batch->items[r].value_count; i++) {
            bool is_filled = !bgt_cell_is_blank(batch, &values[i]);
            filled += is_filled;
            numbers += is_filled && bgt_cell_is_number(batch, &values[i]);
        }
        if (numbers > 0 && filled > 1) {
            return true;
        }
    }
    return false;
}

static bool begin_sheet(struct bgt_draft *draft, const struct bgt_batch *batch,
                        const struct bgt_item *item)
{
    struct bgt_slice name = {"", 0};
    char *kept = draft->result->sheet;
    if (item->value_count > 0) {
        const struct bgt_value *value = bgt_item_values(batch, item);
        name = (struct bgt_slice){bgt_value_text(batch, value), value->text_length};
    }
    size_t length = name.length < sizeof draft->result->sheet - 1
                        ? name.length
                        : sizeof draft->result->sheet - 1;
    while (length < name.length && length > 0 &&
           ((unsigned char)name.text[length] & 0xC0) == 0x80) {
        length--; /* not within a character */
    }
    memcpy(kept, name.text, length);
    kept[length] = '\0';
    bgt_window_clear(&draft->window);
    draft->is_whole = false;
    const char *wanted = draft->options->sheet;
    return (item->flags & BGT_ITEM_NOT_GRID) == 0 &&
           (wanted == NULL ||
            bgt_text_equal(wanted, strlen(wanted), name.text, name.length));
}

/* Takes the items of a batch. BGT_END: there is a table in the window. */
static bgt_status take(struct bgt_draft *draft, const struct bgt_batch *batch,
                       bool *is_wanted)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < batch->item_count && status == BGT_OK; i++) {
        const struct bgt_item *item = &batch->items[i];
        if (item->kind == BGT_ITEM_SHEET) {
            *is_wanted = begin_sheet(draft, batch, item);
        } else if (!*is_wanted) {
            continue;
        } else if (item->kind == BGT_ITEM_ROW) {
            status = bgt_window_add(&draft->window, draft->options->layouts, batch, item);
            bool is_full = bgt_window_full(&draft->window, BGT_DRAFT_ROWS);
            status = status == BGT_OK && is_full ? BGT_END : status;
        } else if (item->kind == BGT_ITEM_SHEET_END && has_table(&draft->window)) {
            draft->is_whole = true;
            status = BGT_END;
        }
    }
    return status;
}

static bgt_status gather(struct bgt_draft *draft, struct bgt_batch *batch)
{
    const struct bgt_source *cells = &draft->options->cells;
    const struct bgt_io *io = draft->options->io;
    bool is_wanted = false;
    for (;;) {
        bgt_batch_reset(batch);
        bgt_status read = cells->next(cells->state, batch);
        if (read != BGT_OK && read != BGT_END) {
            return read;
        }
        bgt_status status = take(draft, batch, &is_wanted);
        if (status != BGT_OK || read == BGT_END) {
            bool is_found = status == BGT_END && has_table(&draft->window);
            return is_found
                       ? BGT_OK
                       : (status == BGT_END || status == BGT_OK ? BGT_NOT_FOUND : status);
        }
        if (io->is_cancelled != NULL && io->is_cancelled(io->cancel_context) != 0) {
            return BGT_CANCELLED;
        }
    }
}

static bgt_status make(struct bgt_draft *draft, struct bgt_buffer *out)
{
    struct bgt_batch *batch = NULL;
    bgt_status status = bgt_batch_open(draft->options->io, &batch);
    if (status == BGT_OK) {
        status = bgt_window_open(draft->options->io, &draft->window);
    }
    if (status == BGT_OK) {
        status = gather(draft, batch);
    }
    if (status == BGT_OK) {
        status = bgt_draft_find(draft);
    }
    if (status == BGT_OK) {
        status = bgt_draft_columns(draft);
    }
    if (status == BGT_OK) {
        status = bgt_draft_write(draft, out);
    }
    if (status == BGT_OK) {
        status = draft->failure;
    }
    bgt_batch_close(batch);
    return status;
}

bgt_status bgt_draft_layout(const struct bgt_draft_options *options,
                            struct bgt_buffer *out, struct bgt_draft_result *result)
{
    struct bgt_draft *draft = bgt_allocate_array(NULL, 1, sizeof *draft);
    memset(result, 0, sizeof *result);
    if (draft == NULL) {
        return BGT_NO_MEMORY;
    }
    draft->options = options;
    draft->result = result;
    bgt_buffer_init(&draft->key, NULL, KEY_BYTES);
    bgt_buffer_init(&draft->other, NULL, KEY_BYTES);
    draft->header.columns =
        bgt_allocate_array(NULL, BGT_HEADER_COLUMNS_MAX, sizeof *draft->header.columns);
    bgt_status status = draft->header.columns == NULL ? BGT_NO_MEMORY : make(draft, out);
    bgt_window_close(&draft->window);
    bgt_buffer_close(&draft->key);
    bgt_buffer_close(&draft->other);
    bgt_release(NULL, draft->header.columns);
    bgt_release(NULL, draft);
    return status;
}
