/*
 * One item of the record stream as a row element.
 */
#ifndef PLUGINS_FISCAL_XML_WRITE_H
#define PLUGINS_FISCAL_XML_WRITE_H

#include "fiscal_print.h"
#include "fiscal_source.h"
#include "fiscal_values.h"

enum { BGT_FISCAL_MAX_FIELDS = BGT_FISCAL_BITS * 64 };

/** What is being written. Everything is borrowed for the call. */
struct bgt_fiscal_record {
    struct bgt_fiscal_print *print;
    const struct bgt_fiscal_map *map;
    const struct bgt_fiscal_row *row;
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const uint64_t *announced; /**< Lines: the table's fields; else null. */
    struct bgt_decimal table_number, line_number; /**< Lines: what needs no element. */
    uint64_t sequence;                            /**< 0: none is written. */
    unsigned scale;                               /**< Least places of an amount. */
    bool has_locations; /**< Write the location attributes that the map gives. */
};

/** The row that is written for a record: one whose defaults hold, else the entity's;
 * null: none. `row` of the record need not be set. */
const struct bgt_fiscal_row *bgt_fiscal_choose_row(const struct bgt_fiscal_record *record,
                                                   const struct bgt_entity *entity);

/** Writes a location attribute; null: none. */
void bgt_fiscal_put_location(const struct bgt_fiscal_map *map,
                             struct bgt_fiscal_print *print, const char *location);

/** Why the item cannot be written, or null. Nothing is written. `*value` is the one to
 * blame. */
const char *bgt_fiscal_record_check(const struct bgt_fiscal_record *record,
                                    const struct bgt_value **value);

/** Writes the row element. */
void bgt_fiscal_record_write(const struct bgt_fiscal_record *record);

/** Writes a field set. */
void bgt_fiscal_fields_write(const struct bgt_fiscal_record *record);

#endif
