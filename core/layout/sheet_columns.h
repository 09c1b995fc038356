/**
 * layout/sheet_columns.h: a sheet whose header names fields: its columns, and its rows as
 * values.
 *
 * Private to layout. For `lines` and entity sheets.
 */
#ifndef LAYOUT_SHEET_COLUMNS_H
#define LAYOUT_SHEET_COLUMNS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"
#include "budget/batch.h"
#include "io/io.h"
#include "model/model.h"

/** What a column is. */
enum bgt_sheet_role {
    BGT_ROLE_NONE = 0, /**< No header. */
    BGT_ROLE_FIELD = 1,
    BGT_ROLE_EXTRA = 2,
    BGT_ROLE_SEQ = 3,    /**< `seq` */
    BGT_ROLE_FIELDS = 4, /**< `fields` */
    BGT_ROLE_BLANK = 5   /**< `blank` */
};

/** One column. */
struct bgt_sheet_column {
    uint8_t role;          /**< enum bgt_sheet_role */
    uint8_t type;          /**< Extras: enum bgt_value_type; 0: the cell's own. */
    uint16_t field;        /**< Fields: number. */
    struct bgt_slice name; /**< Extras: in the arena. */
};

/** The columns of a sheet. */
struct bgt_sheet_columns {
    const struct bgt_io *io;
    const struct bgt_entity *entity;
    struct bgt_slice sheet; /**< Its name, for places. */
    bool has_lists;         /**< `seq`, `fields` and `blank` mean what they say. */
    struct bgt_sheet_column *columns; /**< By column of the sheet, from 0. Arena. */
    uint32_t count;
};

/** Reads a header. `io`, `entity`, `sheet` and `has_lists` are set before. Headers that
 * are no field are extras where @p has_lists is not set. BGT_OK; BGT_BAD (reported: the
 * sheet cannot be read); BGT_NO_MEMORY or BGT_LIMIT (reported). */
bgt_status bgt_sheet_columns_read(struct bgt_sheet_columns *columns,
                                  struct bgt_arena *arena, const struct bgt_batch *batch,
                                  const struct bgt_item *header);

/** Index of the column of a role (and field), or -1. */
int64_t bgt_sheet_columns_find(const struct bgt_sheet_columns *columns, uint8_t role,
                               uint16_t field);

/** The cells of a row that are no values; null where empty. */
struct bgt_sheet_lists {
    const struct bgt_value *seq;
    const struct bgt_value *fields;
    const struct bgt_value *blank;
};

/** Begins a record of the columns' entity in `out`, with the row's place. As
 * bgt_batch_item. */
bgt_status bgt_sheet_record_begin(const struct bgt_sheet_columns *columns,
                                  const struct bgt_item *row, struct bgt_batch *out);

/** Adds the values of a row to the last item of `out`; what is no value goes to `*lists`.
 * BGT_OK; BGT_BAD (reported); BGT_NO_MEMORY; BGT_LIMIT (not reported). */
bgt_status bgt_sheet_values(const struct bgt_sheet_columns *columns,
                            const struct bgt_batch *batch, const struct bgt_item *row,
                            struct bgt_batch *out, struct bgt_sheet_lists *lists);

/** Reports a code at a cell (null: the row), with its text and two arguments. Answers
 * BGT_BAD, or BGT_FATAL where enough errors were collected. */
struct bgt_sheet_fault {
    const char *code;
    const char *argument1;
    const char *argument2;
};
bgt_status bgt_sheet_report(const struct bgt_sheet_columns *columns,
                            const struct bgt_sheet_fault *fault,
                            const struct bgt_batch *batch, const struct bgt_item *row,
                            const struct bgt_value *value);

/** Whether a cell holds nothing. Null is empty. */
static inline bool bgt_cell_is_empty(const struct bgt_value *value)
{
    return value == NULL || value->state != BGT_PRESENT ||
           (value->type == BGT_VALUE_TEXT && value->text_length == 0);
}

#endif
