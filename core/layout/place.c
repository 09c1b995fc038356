#include "layout/place.h"

#include <string.h>

#include "budget/cell.h"

bgt_status bgt_place_of(const struct bgt_place_query *query, struct bgt_buffer *text,
                        struct bgt_place *place)
{
    const struct bgt_item *item = query->item;
    const struct bgt_value *value = query->value;
    size_t length =
        item->place_length < BGT_PLACE_TEXT_MAX ? item->place_length : BGT_PLACE_TEXT_MAX;
    memset(place, 0, sizeof *place);
    bgt_buffer_clear(text);
    bgt_status status =
        bgt_buffer_append(text, query->batch->text + item->place_offset, length);
    if (status != BGT_OK)
        return status;
    place->is_cell = (item->flags & BGT_ITEM_CELLS) != 0;
    place->line = item->line;
    place->column = query->column;
    if (value != NULL && value->place_line != 0)
        place->line = value->place_line;
    if (value != NULL && value->place_column != 0)
        place->column = value->place_column;
    if (length > 0 && place->is_cell)
        place->sheet = text->data;
    else if (length > 0)
        place->path = text->data;
    return BGT_OK;
}

static bgt_status append_cell(struct bgt_buffer *out, const struct bgt_place *place)
{
    char name[BGT_COLUMN_NAME_SIZE];
    bgt_status status = BGT_OK;
    if (place->sheet != NULL) {
        status = bgt_buffer_append_text(out, place->sheet);
        if (status == BGT_OK)
            status = bgt_buffer_append_char(out, '!');
    }
    if (status == BGT_OK)
        status = bgt_buffer_append(out, name, bgt_column_name(place->column, name));
    return status == BGT_OK ? bgt_buffer_append_unsigned(out, place->line) : status;
}

static bgt_status append_line(struct bgt_buffer *out, const struct bgt_place *place)
{
    bgt_status status = bgt_buffer_append_unsigned(out, place->line);
    if (status != BGT_OK || place->column == 0)
        return status;
    status = bgt_buffer_append_char(out, ':');
    return status == BGT_OK ? bgt_buffer_append_unsigned(out, place->column) : status;
}

bgt_status bgt_place_append(struct bgt_buffer *out, const struct bgt_place *place)
{
    if (place->line != 0 && place->is_cell)
        return append_cell(out, place);
    if (place->line != 0)
        return append_line(out, place);
    if (place->path != NULL)
        return bgt_buffer_append_text(out, place->path);
    return place->sheet != NULL ? bgt_buffer_append_text(out, place->sheet) : BGT_OK;
}
