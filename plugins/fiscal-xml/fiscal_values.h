/*
 * Field elements become values by the types of the model.
 */
#ifndef PLUGINS_FISCAL_XML_VALUES_H
#define PLUGINS_FISCAL_XML_VALUES_H

#include "fiscal_source.h"

enum { BGT_FISCAL_BITS = 16 }; /**< Of 64 fields each. */

/** What a row's values are made for. */
struct bgt_fiscal_target {
    struct bgt_fiscal_source *source;
    const struct bgt_fiscal_input_row *row;
    struct bgt_batch *batch;
    /** The row whose defaults and mandatory elements count; null: the input row's. */
    const struct bgt_fiscal_row *rules;
    /** Lines: the fields of the table, one bit each; null: no line. */
    const uint64_t *announced;
    struct bgt_decimal table_number; /**< Lines: what a missing number stands for. */
    struct bgt_decimal line_number;
};

/** Begins an item with the row's place. */
bgt_status bgt_fiscal_begin_item(const struct bgt_fiscal_input_row *row,
                                 struct bgt_batch *batch, enum bgt_item_kind kind,
                                 const struct bgt_entity *entity);

/** Appends the row's values to the last item, in the model's order. */
bgt_status bgt_fiscal_put_values(const struct bgt_fiscal_target *target);

/** Appends the announced fields of a field set's row to the last item and sets their
 * bits.
 */
bgt_status bgt_fiscal_put_announced(const struct bgt_fiscal_target *target,
                                    uint64_t bits[BGT_FISCAL_BITS]);

/** A whole number as a decimal. */
struct bgt_decimal bgt_fiscal_number(uint64_t number);

/** The type of the batch for a mark. */
enum bgt_value_type bgt_fiscal_value_type(enum bgt_fiscal_mark mark);

#endif
