/**
 * batch.h: rows and records on their way, a few hundred at a time.
 *
 * A batch is three flat arrays: items (one a sheet, row or record), values (one a cell or
 * field) and text. Everything refers to everything else by index or offset, so a batch
 * can be moved, handed to another thread, written to a pipe or kept in a spool as it is.
 * The host owns it; a reader fills it through the inline functions below, a writer only
 * reads it.
 *
 * Text is UTF-8 and not zero-terminated. It stands in the batch's own bytes or, where a
 * value carries BGT_VALUE_IN_INPUT, in the mapped input. Use bgt_value_text() for both.
 */
#ifndef BUDGET_BATCH_H
#define BUDGET_BATCH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "budget/decimal.h"
#include "budget/model.h"
#include "budget/status.h"

/** What an item is. A grid stream is SHEET, ROW…, SHEET_END for each sheet. A record
 * stream is what the header of plugin.h says under "The record stream". */
enum bgt_item_kind {
    BGT_ITEM_SHEET = 1,     /**< A sheet begins; column 1: its name. The first one has in
                               columns 2, 3 … the names of the sheets that follow, where
                               the reader knows them; others have one value. */
    BGT_ITEM_ROW = 2,       /**< A row of cells, in rising column order. */
    BGT_ITEM_SHEET_END = 3, /**< The sheet is complete. No values. */
    BGT_ITEM_RECORD = 4,    /**< One record of `entity`; values are fields. */
    BGT_ITEM_FIELDS = 5,    /**< The field set of the table that has just begun. */
    BGT_ITEM_TABLE_END = 6  /**< The table is complete; values are fields of `table`. */
};

/** Flags of an item. */
enum bgt_item_flags {
    BGT_ITEM_HIDDEN = 1 << 0, /**< A hidden sheet or row. */
    BGT_ITEM_VERY_HIDDEN =
        1 << 1, /**< A sheet hidden so that the program's menu shows it not. */
    BGT_ITEM_CELLS = 1 << 2, /**< Places are sheet cells: print `C12`, not line:column. */
    BGT_ITEM_NOT_GRID =
        1 << 3,              /**< A sheet without cells (a chart): reported, no rows. */
    BGT_ITEM_PROSE = 1 << 4, /**< A sheet that is a published text: a row of one value is
                                a line of prose, a row of more, blank ones included, a row
                                of a table. */
    BGT_ITEM_PLACED = 1 << 5 /**< A line of a form on a page: a cell is a word, `column`
                                the character column where it begins, `span_columns` how
                                many it covers. A text over several lines is several
                                cells. */
};

/** What a value is. */
enum bgt_value_type {
    BGT_VALUE_TEXT = 1, /**< `text` */
    BGT_VALUE_NUMBER =
        2, /**< `decimal` where BGT_VALUE_DECIMAL is set; `text` as stored. */
    BGT_VALUE_BOOLEAN = 3, /**< `text` is `1` or `0`. */
    BGT_VALUE_DATE =
        4, /**< `text` is ISO 8601: `2026-01-31`, `2026-01-31T08:30:00`, `08:30:00`. */
    BGT_VALUE_ERROR = 5 /**< `text` is the program's error, `#DIV/0!`. */
};

/** Flags of a value. */
enum bgt_value_flags {
    BGT_VALUE_IN_INPUT =
        1 << 0,                 /**< Text stands in the mapped input, not in the batch. */
    BGT_VALUE_DECIMAL = 1 << 1, /**< `decimal` holds the exact number. */
    BGT_VALUE_QUOTED = 1 << 2,  /**< The text was quoted in the source (CSV, YAML). */
    BGT_VALUE_FORMULA = 1 << 3, /**< The value is the stored result of a formula. */
    BGT_VALUE_NO_RESULT =
        1 << 4, /**< A formula without a stored result: its value is unknown. */
    BGT_VALUE_MORE_PLACES =
        1 << 5, /**< The number holds more places than its format shows. */
    BGT_VALUE_PERCENT =
        1 << 6, /**< Shown as a percentage; `decimal` is what is shown: 50. */
    BGT_VALUE_SCALED =
        1 << 7, /**< The format shows thousands or ten thousands: refuse. */
    BGT_VALUE_IMPRECISE = 1 << 8 /**< Stored digits exceed what a double keeps exactly. */
};

/** One cell of a row, or one field of a record. 64 bytes. */
struct bgt_value {
    uint32_t column; /**< Grid: column from 1. Record: field number, BGT_FIELD_EXTRA. */
    uint8_t type;    /**< enum bgt_value_type; for a blank, BGT_VALUE_TEXT. */
    uint8_t state;   /**< enum bgt_state: BGT_BLANK or BGT_PRESENT. */
    uint16_t flags;  /**< enum bgt_value_flags */
    uint64_t text_offset; /**< Into the batch's text, or the mapped input. */
    uint32_t text_length; /**< Bytes. A blank may keep a printed dash here. */
    uint32_t
        intern_id; /**< Interned text, 0 where not interned. Equal ids, equal text. */
    uint32_t name_offset;  /**< Extras: the name, in the batch's text. FIELDS: the source
                              label. */
    uint16_t name_length;  /**< Bytes of the name; 0: none. */
    uint16_t style;        /**< Written grids: index into bgt_sheet.styles. */
    uint16_t span_columns; /**< Merged cell: columns covered. 0 unknown, 1 single. */
    uint16_t span_rows;    /**< Merged cell: rows covered. 0 unknown, 1 single. */
    uint32_t
        place_column;    /**< Source column where it is not `column`; 0: see `column`. */
    uint64_t place_line; /**< Source line or row where it is not the item's; else 0. */
    struct bgt_decimal decimal;
};

/** One sheet, row or record. */
struct bgt_item {
    uint8_t kind;    /**< enum bgt_item_kind */
    uint8_t flags;   /**< enum bgt_item_flags */
    uint16_t entity; /**< Records: entity number. */
    uint32_t first_value;
    uint32_t value_count;
    uint32_t
        place_offset; /**< Text of the place: the sheet's name or the element path. */
    uint32_t place_length;
    uint32_t sequence; /**< Records: `seq`, the document's own order, from 1; 0: the host
                          counts. */
    uint64_t line;     /**< Source line from 1 (text), or row of the sheet. */
    uint64_t row;      /**< Grid: row of the sheet from 1. Else 0. */
};

/** A batch. Readers touch it only through the functions below. */
struct bgt_batch {
    uint32_t struct_size;
    uint32_t item_count, item_capacity;
    uint32_t value_count, value_capacity;
    uint32_t last_place_offset,
        last_place_length; /**< So that a repeated place is kept once. */
    uint32_t target_items; /**< A reader returns when this many items are in
                              (bgt_batch_full). */
    uint64_t text_size, text_capacity;
    struct bgt_item *items;
    struct bgt_value *values;
    char *text;
    /** Base of the mapped input, or null. A reader sets it to what `map` of its own
     * input, or of what env->decode gave last, has answered; that stays open until the
     * reader's close. */
    const char *input;
    /** Makes room for at least so many more items, values and bytes. Answers BGT_OK,
     * BGT_NO_MEMORY or BGT_LIMIT. Pointers into the batch are void afterwards. */
    bgt_status (*grow)(struct bgt_batch *batch, uint32_t items, uint32_t values,
                       size_t bytes);
    void *host;
};

/** Not 0 when the reader should return what it has. */
static inline int bgt_batch_full(const struct bgt_batch *batch)
{
    return batch->item_count >= batch->target_items || batch->text_size >= (1u << 18);
}

/** Copies text into the batch; `*offset` is where it stands. Length 0 is fine. */
static inline bgt_status bgt_batch_text(struct bgt_batch *batch, const char *text,
                                        size_t length, uint64_t *offset)
{
    if (batch->text_capacity - batch->text_size < length) {
        bgt_status status = batch->grow(batch, 0, 0, length);
        if (status != BGT_OK)
            return status;
    }
    *offset = batch->text_size;
    if (length != 0)
        memcpy(batch->text + batch->text_size, text, length);
    batch->text_size += length;
    return BGT_OK;
}

/** Begins an item; values added next belong to it. Set further members through the
 * returned pointer, which is valid until the next call that adds anything. */
static inline bgt_status bgt_batch_item(struct bgt_batch *batch, enum bgt_item_kind kind,
                                        struct bgt_item **item)
{
    if (batch->item_count == batch->item_capacity) {
        bgt_status status = batch->grow(batch, 1, 0, 0);
        if (status != BGT_OK)
            return status;
    }
    struct bgt_item *added = &batch->items[batch->item_count++];
    memset(added, 0, sizeof *added);
    added->kind = (uint8_t)kind;
    added->first_value = batch->value_count;
    if (item != NULL)
        *item = added;
    return BGT_OK;
}

/** Drops the last item and its values again: for a record that proved not to be one. */
static inline void bgt_batch_drop_item(struct bgt_batch *batch)
{
    struct bgt_item *item = &batch->items[--batch->item_count];
    batch->value_count = item->first_value;
}

/** Gives the last item its place (sheet name or element path). */
static inline bgt_status bgt_batch_place(struct bgt_batch *batch, const char *text,
                                         size_t length)
{
    struct bgt_item *item = &batch->items[batch->item_count - 1];
    if (batch->last_place_length != length ||
        (length != 0 &&
         memcmp(batch->text + batch->last_place_offset, text, length) != 0)) {
        uint64_t offset = 0;
        bgt_status status = bgt_batch_text(batch, text, length, &offset);
        if (status != BGT_OK)
            return status;
        batch->last_place_offset = (uint32_t)offset;
        batch->last_place_length = (uint32_t)length;
    }
    item->place_offset = batch->last_place_offset;
    item->place_length = batch->last_place_length;
    return BGT_OK;
}

/** Adds a value to the last item, with every member zeroed but `column`, `type`, `state`.
 */
static inline bgt_status bgt_batch_value(struct bgt_batch *batch, uint32_t column,
                                         enum bgt_value_type type, enum bgt_state state,
                                         struct bgt_value **value)
{
    if (batch->value_count == batch->value_capacity) {
        bgt_status status = batch->grow(batch, 0, 1, 0);
        if (status != BGT_OK)
            return status;
    }
    struct bgt_value *added = &batch->values[batch->value_count++];
    memset(added, 0, sizeof *added);
    added->column = column;
    added->type = (uint8_t)type;
    added->state = (uint8_t)state;
    batch->items[batch->item_count - 1].value_count++;
    if (value != NULL)
        *value = added;
    return BGT_OK;
}

/** Adds a present text value, copying the text. `value` may be null. */
static inline bgt_status bgt_batch_put_text(struct bgt_batch *batch, uint32_t column,
                                            const char *text, size_t length,
                                            struct bgt_value **value)
{
    uint64_t offset = 0;
    struct bgt_value *added = NULL;
    bgt_status status = bgt_batch_text(batch, text, length, &offset);
    if (status == BGT_OK)
        status = bgt_batch_value(batch, column, BGT_VALUE_TEXT, BGT_PRESENT, &added);
    if (status != BGT_OK)
        return status;
    added->text_offset = offset;
    added->text_length = (uint32_t)length;
    if (value != NULL)
        *value = added;
    return BGT_OK;
}

/** Adds a present number. `value` may be null. */
static inline bgt_status bgt_batch_put_decimal(struct bgt_batch *batch, uint32_t column,
                                               struct bgt_decimal decimal,
                                               struct bgt_value **value)
{
    struct bgt_value *added = NULL;
    bgt_status status =
        bgt_batch_value(batch, column, BGT_VALUE_NUMBER, BGT_PRESENT, &added);
    if (status != BGT_OK)
        return status;
    added->decimal = decimal;
    added->flags = BGT_VALUE_DECIMAL;
    if (value != NULL)
        *value = added;
    return BGT_OK;
}

/** Adds a blank: announced and empty. */
static inline bgt_status bgt_batch_put_blank(struct bgt_batch *batch, uint32_t column)
{
    return bgt_batch_value(batch, column, BGT_VALUE_TEXT, BGT_BLANK, NULL);
}

/** Gives the last value a name (extras; source labels in FIELDS). Length at most 65,535.
 */
static inline bgt_status bgt_batch_name(struct bgt_batch *batch, const char *name,
                                        size_t length)
{
    uint64_t offset = 0;
    if (length > UINT16_MAX)
        return BGT_LIMIT;
    bgt_status status = bgt_batch_text(batch, name, length, &offset);
    if (status != BGT_OK)
        return status;
    batch->values[batch->value_count - 1].name_offset = (uint32_t)offset;
    batch->values[batch->value_count - 1].name_length = (uint16_t)length;
    return BGT_OK;
}

/** Puts the last item's values in rising column order; those of one column stay as they
 * stood. For a record this is the model's order, extras last. */
static inline void bgt_batch_sort_values(struct bgt_batch *batch)
{
    const struct bgt_item *item = &batch->items[batch->item_count - 1];
    struct bgt_value *values = batch->values + item->first_value;
    for (uint32_t i = 1; i < item->value_count; i++) {
        struct bgt_value moved = values[i];
        uint32_t at = i;
        for (; at > 0 && values[at - 1].column > moved.column; at--)
            values[at] = values[at - 1];
        values[at] = moved;
    }
}

/** The value's text; `value->text_length` bytes, not terminated. */
static inline const char *bgt_value_text(const struct bgt_batch *batch,
                                         const struct bgt_value *value)
{
    const char *base =
        (value->flags & BGT_VALUE_IN_INPUT) != 0 ? batch->input : batch->text;
    return base + value->text_offset;
}

/** The value's name; `value->name_length` bytes. */
static inline const char *bgt_value_name(const struct bgt_batch *batch,
                                         const struct bgt_value *value)
{
    return batch->text + value->name_offset;
}

/** The item's values: `item->value_count` of them. */
static inline const struct bgt_value *bgt_item_values(const struct bgt_batch *batch,
                                                      const struct bgt_item *item)
{
    return batch->values + item->first_value;
}

/** The item's value for a column or field number, or null where it has none. */
static inline const struct bgt_value *
bgt_item_find(const struct bgt_batch *batch, const struct bgt_item *item, uint32_t column)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column == column)
            return &values[i];
    return NULL;
}

#endif
