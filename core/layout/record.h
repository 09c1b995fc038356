/**
 * layout/record.h: small questions about the items of a record stream.
 */
#ifndef LAYOUT_RECORD_H
#define LAYOUT_RECORD_H

#include <stdbool.h>

#include "base/text.h"
#include "budget/batch.h"
#include "model/model.h"

/** The entity whose fields an item's values are: FIELDS announces fields of `line`,
 * TABLE_END holds fields of `table`. */
static inline enum bgt_entity_number bgt_record_entity(const struct bgt_item *item)
{
    if (item->kind == BGT_ITEM_FIELDS)
        return BGT_ENTITY_line;
    if (item->kind == BGT_ITEM_TABLE_END)
        return BGT_ENTITY_table;
    return (enum bgt_entity_number)item->entity;
}

/** Whether an item is a record of @p entity. */
static inline bool bgt_is_record(const struct bgt_item *item,
                                 enum bgt_entity_number entity)
{
    return item->kind == BGT_ITEM_RECORD && item->entity == entity;
}

/** The text of a value, not terminated; length 0 for null, a blank or a number. */
static inline struct bgt_slice bgt_present_text(const struct bgt_batch *batch,
                                                const struct bgt_value *value)
{
    if (value == NULL || value->state != BGT_PRESENT || value->text_length == 0)
        return (struct bgt_slice){"", 0};
    return (struct bgt_slice){bgt_value_text(batch, value), value->text_length};
}

#endif
