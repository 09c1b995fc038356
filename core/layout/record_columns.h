/**
 * layout/record_columns.h: which columns a sheet of records of one entity has.
 *
 * Two passes: `note` sees every record (and, for lines, every announced field set), `fix`
 * numbers the columns, `spread` lays one record out on them. A column is a field, or an
 * extra by name and type: `x:NAME` holds text, `x.number:NAME`, `x.boolean:NAME`,
 * `x.date:NAME` and `x.error:NAME` the others, so that a format without types gives the
 * same values back. A record that holds an extra of one name and type twice has two
 * columns of this name.
 */
#ifndef LAYOUT_RECORD_COLUMNS_H
#define LAYOUT_RECORD_COLUMNS_H

#include <stdbool.h>

#include "base/text.h"
#include "budget/batch.h"
#include "budget/limits.h"
#include "model/model.h"

struct bgt_reporter;
struct bgt_record_columns;

/** Columns of an entity. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_record_columns_open(enum bgt_entity_number entity,
                                   const struct bgt_limits *limits,
                                   struct bgt_reporter *reporter,
                                   struct bgt_record_columns **columns);

/** Ends it; null is allowed. */
void bgt_record_columns_close(struct bgt_record_columns *columns);

/** First pass: a RECORD or FIELDS item. BGT_OK, BGT_NO_MEMORY, or BGT_LIMIT (reported)
 * where it has more different extras than a row may have cells. */
bgt_status bgt_record_columns_note(struct bgt_record_columns *columns,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item);

/** Sees to it that a field has a column. */
void bgt_record_columns_want(struct bgt_record_columns *columns, uint16_t field);

/** Ends the first pass: the fields in `first` (those that are there), then the other
 * fields in the order of the model, then extras in the order of their appearance. */
bgt_status bgt_record_columns_fix(struct bgt_record_columns *columns,
                                  const uint16_t *first, size_t first_count);

/** A column after `fix`. */
struct bgt_record_column {
    uint16_t field;        /**< Field number, or BGT_FIELD_EXTRA. */
    uint8_t type;          /**< Extras: enum bgt_value_type. */
    struct bgt_slice name; /**< Key, or `x:NAME`. Zero-terminated. */
};

/** The columns. Borrowed until close. */
const struct bgt_record_column *
bgt_record_columns_get(const struct bgt_record_columns *columns, size_t *count);

/** Index of a field's column, or SIZE_MAX. */
size_t bgt_record_columns_find(const struct bgt_record_columns *columns, uint16_t field);

/** Second pass: the values of a record by column, null where it has none. Borrowed until
 * the next call. Null where memory ran out or the record was not noted before. */
const struct bgt_value *const *
bgt_record_columns_spread(struct bgt_record_columns *columns,
                          const struct bgt_batch *batch, const struct bgt_item *item);

/** Prefix of the header of an extra's column, `x:` for text. */
const char *bgt_extra_prefix(uint8_t type);

/** Reads the header of an extra's column: sets type and name. False where it is none. */
bool bgt_extra_parse(struct bgt_slice header, uint8_t *type, struct bgt_slice *name);

#endif
