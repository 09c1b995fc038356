#include "layout/line.h"

#include <string.h>

void bgt_line_clear(struct bgt_line_draft *draft)
{
    memset(draft->present, 0, sizeof draft->present);
    draft->extra_count = 0;
}

bool bgt_line_has(const struct bgt_line_draft *draft, uint16_t field)
{
    return (draft->present[field / 64] >> field % 64 & 1U) != 0;
}

void bgt_line_set(struct bgt_line_draft *draft, uint16_t field, struct bgt_piece piece)
{
    draft->pieces[field] = piece;
    draft->present[field / 64] |= UINT64_C(1) << field % 64;
}

void bgt_line_unset(struct bgt_line_draft *draft, uint16_t field)
{
    draft->present[field / 64] &= ~(UINT64_C(1) << field % 64);
}

struct bgt_piece bgt_piece_text(const char *text, size_t length)
{
    return (struct bgt_piece){.type = BGT_VALUE_TEXT,
                              .state = BGT_PRESENT,
                              .text = text,
                              .length = (uint32_t)length};
}

struct bgt_piece bgt_piece_count(uint64_t number)
{
    return (struct bgt_piece){.type = BGT_VALUE_NUMBER,
                              .state = BGT_PRESENT,
                              .flags = BGT_VALUE_DECIMAL,
                              .decimal = bgt_decimal_make((int64_t)number, 0)};
}

/* ="0123": what people write into a CSV, so that a spreadsheet program takes it for text.
 */
static void unguard(struct bgt_piece *piece)
{
    const char *text = piece->text;
    size_t length = piece->length;
    if (piece->type == BGT_VALUE_TEXT && length > 3 && text[0] == '=' && text[1] == '"' &&
        memchr(text + 2, '"', length - 2) == text + length - 1) {
        piece->text += 2;
        piece->length -= 3;
        piece->intern_id = 0;
    }
}

struct bgt_piece bgt_piece_of_cell(const struct bgt_cell *cell)
{
    const struct bgt_value *value = cell->value;
    struct bgt_piece piece = {
        .type = value->type,
        .state = value->state,
        .flags = (uint16_t)(value->flags & ~(unsigned)BGT_VALUE_IN_INPUT),
        .text = bgt_value_text(cell->batch, value),
        .length = value->text_length,
        .intern_id = value->intern_id,
        .place_column = value->place_column != 0 ? value->place_column : value->column,
        .place_line = value->place_line,
        .decimal = value->decimal,
    };
    unguard(&piece);
    return piece;
}

bgt_status bgt_piece_put(struct bgt_batch *batch, uint32_t column,
                         const struct bgt_piece *piece)
{
    struct bgt_value *value = NULL;
    uint64_t offset = 0;
    bgt_status status = bgt_batch_text(batch, piece->text, piece->length, &offset);
    if (status == BGT_OK) {
        status = bgt_batch_value(batch, column, piece->type, piece->state, &value);
    }
    if (status != BGT_OK) {
        return status;
    }
    value->flags = piece->flags;
    value->text_offset = offset;
    value->text_length = piece->length;
    value->intern_id = piece->intern_id;
    value->place_column = piece->place_column;
    value->place_line = piece->place_line;
    value->decimal = piece->decimal;
    return BGT_OK;
}

static bgt_status put_fields(const struct bgt_line_draft *draft, struct bgt_batch *batch)
{
    bgt_status status = BGT_OK;
    for (unsigned word = 0; word < sizeof draft->present / sizeof draft->present[0];
         word++) {
        uint64_t bits = draft->present[word];
        for (uint32_t field = word * 64; status == BGT_OK && bits != 0;
             field++, bits >>= 1) {
            if ((bits & 1U) != 0) {
                status = bgt_piece_put(batch, field, &draft->pieces[field]);
            }
        }
    }
    return status;
}

static bgt_status put_extras(const struct bgt_line_draft *draft, struct bgt_batch *batch)
{
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < draft->extra_count; i++) {
        status = bgt_piece_put(batch, BGT_FIELD_EXTRA, &draft->extras[i]);
        if (status == BGT_OK) {
            status = bgt_batch_name(batch, draft->extra_names[i].text,
                                    draft->extra_names[i].length);
        }
    }
    return status;
}

bgt_status bgt_line_put(const struct bgt_line_draft *draft,
                        const struct bgt_line_source *source, struct bgt_batch *batch)
{
    struct bgt_item *item = NULL;
    bgt_status status = bgt_batch_item(batch, BGT_ITEM_RECORD, &item);
    if (status != BGT_OK) {
        return status;
    }
    item->entity = BGT_ENTITY_line;
    item->flags = source->row->flags & BGT_ITEM_CELLS;
    item->line = source->row->line;
    item->row = source->row->row;
    status = bgt_batch_place(batch, source->sheet, source->sheet_length);
    if (status == BGT_OK) {
        status = put_fields(draft, batch);
    }
    if (status == BGT_OK) {
        status = put_extras(draft, batch);
    }
    if (status != BGT_OK) {
        bgt_batch_drop_item(batch);
    }
    return status;
}
