/**
 * layout/place.h: where a value of a record was read, for people and for `facts`.
 */
#ifndef LAYOUT_PLACE_H
#define LAYOUT_PLACE_H

#include "base/buffer.h"
#include "budget/batch.h"
#include "budget/diag.h"

/** Most bytes of a sheet name or element path that are kept of a place. */
#define BGT_PLACE_TEXT_MAX 4096

/**
 * The place of a value, or of a whole record.
 *
 * @param value  null: the record.
 * @param column source column of the value's field; 0: take the value's own, where it has
 * one.
 * @param text   receives sheet name or path, which `*place` borrows; it is cleared first.
 * @return BGT_OK, BGT_NO_MEMORY or BGT_LIMIT.
 */
struct bgt_place_query {
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_value *value;
    uint32_t column;
};
bgt_status bgt_place_of(const struct bgt_place_query *query, struct bgt_buffer *text,
                        struct bgt_place *place);

/** Appends a place as `facts` prints it: `表1!C12`, `7:19`, or the path. Nothing where
 * nothing is known. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_place_append(struct bgt_buffer *out, const struct bgt_place *place);

#endif
