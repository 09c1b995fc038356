/**
 * layout/order.h: reading a workbook whose sheet `table` says where in the document its
 * forms stand.
 *
 * Private to layout. Where the first sheet announces one of that name, or `document`, all
 * records of forms are held in a spool until the input ends. Then units (the records of a
 * sheet, or one table of `lines`) and the records of entity sheets are put in the order
 * of `seq`. What the sheet `document` says of the whole document joins the record that
 * opens the stream.
 *
 * What a person changed goes before what is recorded: sheets of a workbook keep the order
 * in which they stand; one that was moved, or that the record does not know, stands
 * behind the sheet before it; one that is gone is passed over. Each is a note. Where
 * nothing is recorded, entity sheets stand behind all forms.
 */
#ifndef LAYOUT_ORDER_H
#define LAYOUT_ORDER_H

#include <stdbool.h>

#include "base/text.h"
#include "io/spool.h"

struct bgt_layout_reader;

/** Columns of the sheet `table`. */
enum bgt_order_column {
    BGT_ORDER_COLUMN_SEQ,
    BGT_ORDER_COLUMN_PLACE,
    BGT_ORDER_COLUMN_PRINTED,
    BGT_ORDER_COLUMNS
};

/** A row of the sheet `table`. Texts end with a zero. */
struct bgt_order_row {
    struct bgt_slice sheet;
    struct bgt_slice printed;
    uint32_t sequence;
    uint64_t line; /**< Of the sheet. */
};

/** Records that stay together. */
struct bgt_order_unit {
    const char *sheet; /**< Null: the document record that opens the stream. */
    struct bgt_spool_cursor start;
    uint64_t items;
    uint32_t index; /**< As it was read. */
    uint32_t first_table, table_count;
    size_t row;     /**< In the list of rows; SIZE_MAX: none. */
    uint64_t key;   /**< It stands behind all records of a lower seq. */
    bool is_free;   /**< Where its sheet stands means nothing. */
    bool is_anchor; /**< Its sheet stands where the row says. */
};

/** What reading remembers. */
struct bgt_order {
    bool is_known;          /**< The first sheet was seen. */
    bool is_on;             /**< Records are held. */
    bool has_others;        /**< Some sheet is no entity sheet. */
    bool is_settled;        /**< The input has ended. */
    bool is_split;          /**< The next record begins a unit. */
    struct bgt_batch *held; /**< Records of the step at hand. */
    struct bgt_spool *spool;
    struct bgt_order_unit *units;
    size_t unit_count, unit_capacity;
    struct bgt_order_row *rows;
    size_t row_count, row_capacity;
    const char *sheet;   /**< Name of the sheet `table` itself. */
    uint8_t sheet_flags; /**< Of its rows. */
    uint32_t
        columns[BGT_ORDER_COLUMNS]; /**< Its columns seq, sheet and printed; 0: none. */
    /* Putting: */
    struct bgt_batch *batch;
    uint32_t at;
    struct bgt_spool_cursor cursor;
    size_t next;    /**< Unit. */
    uint64_t left;  /**< Items of the unit before it. */
    bool is_due;    /**< Records of entity sheets may stand here. */
    bool is_moved;  /**< Units change places: tables are counted anew. */
    uint32_t table; /**< Tables put. */
};

/** Ends it; a zeroed one is allowed. */
void bgt_order_close(struct bgt_order *order);

/** A sheet begins. BGT_OK, BGT_NO_MEMORY, or as the spool. */
bgt_status bgt_order_begin_sheet(struct bgt_layout_reader *reader,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *item);

/** The header and the rows of the sheet `table`. Statuses as bgt_reading_report. */
bgt_status bgt_order_header(struct bgt_layout_reader *reader,
                            const struct bgt_batch *batch, const struct bgt_item *row);
bgt_status bgt_order_take_row(struct bgt_layout_reader *reader,
                              const struct bgt_batch *batch, const struct bgt_item *row);

/** The batch that the next step fills: the held one, or @p out. */
struct bgt_batch *bgt_order_target(struct bgt_layout_reader *reader,
                                   struct bgt_batch *out);

/** Moves what a step has put to the spool. Statuses as the spool's. */
bgt_status bgt_order_hold(struct bgt_layout_reader *reader);

/** The input has ended: where each unit stands. Statuses as bgt_reading_report. */
bgt_status bgt_order_settle(struct bgt_layout_reader *reader);

/** Puts records in their order until the batch is full. BGT_OK: call again; BGT_END; else
 * as bgt_builtin_reader_next. */
bgt_status bgt_order_next(struct bgt_layout_reader *reader);

#endif
