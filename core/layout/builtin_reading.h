/**
 * layout/builtin_reading.h: the two halves of a reader of built-in layouts.
 *
 * Private to layout.
 */
#ifndef LAYOUT_BUILTIN_READING_H
#define LAYOUT_BUILTIN_READING_H

#include "io/spool.h"
#include "layout/builtin.h"
#include "layout/sheet_columns.h"

/** Bytes that headers of all sheets may take. */
#define BGT_BUILTIN_ARENA (64u << 20)

/** A sheet `lines` that is being read. */
struct bgt_lines_reading {
    bool has_table;
    uint32_t table_no;          /**< As put. */
    struct bgt_buffer table_id; /**< Of the table at hand, as read. */
    struct bgt_buffer file_no;  /**< Its table_no as read, as digits. */
    uint64_t rows;              /**< Different row numbers of the table. */
    int64_t last_row;           /**< The last of them. */
};

/** The records of one entity sheet, in the order of seq. */
struct bgt_entity_reading {
    struct bgt_spool *spool; /**< Null: no such sheet. */
    uint32_t sequence;       /**< Of the last row read. */
    struct bgt_spool_cursor cursor;
    struct bgt_batch *batch; /**< At the cursor. */
    /** Sections without a seq, until the next one that has one. */
    struct bgt_batch *waiting;
    uint32_t at;
    bool has_ended;
};

/** All entity sheets. */
struct bgt_entities_reading {
    struct bgt_entity_reading sheets[BGT_ENTITY_COUNT];
    struct bgt_batch *scratch; /**< One row's record. */
    struct bgt_batch *end;     /**< TABLE_END of the table that is open; else empty. */
    int64_t table_no;          /**< Of the table that is open; -1: it has none. */
    bool has_document;         /**< Some document record is out. */
    bool is_numbered;          /**< Records keep their seq. */
    bool is_edited;            /**< Beside forms: a person may have added rows. */
    bool is_begun;             /**< `next` was called. */
};

/** The reader. */
struct bgt_builtin_reader {
    const struct bgt_io *io;
    struct bgt_arena arena; /**< Headers. */
    enum bgt_builtin_kind kind;
    struct bgt_sheet_columns columns; /**< Of the sheet at hand. */
    struct bgt_builtin_counts counts;
    struct bgt_lines_reading lines;
    struct bgt_entities_reading entities;
};

/** The halves of the functions of builtin.h. */
bgt_status bgt_lines_reading_begin(struct bgt_builtin_reader *reader,
                                   const struct bgt_builtin_sheet *sheet,
                                   struct bgt_batch *out);
bgt_status bgt_lines_reading_row(struct bgt_builtin_reader *reader,
                                 const struct bgt_batch *batch,
                                 const struct bgt_item *row, struct bgt_batch *out);
bgt_status bgt_lines_reading_end(struct bgt_builtin_reader *reader,
                                 struct bgt_batch *out);
bgt_status bgt_entities_reading_begin(struct bgt_builtin_reader *reader,
                                      const struct bgt_builtin_sheet *sheet);
bgt_status bgt_entities_reading_row(struct bgt_builtin_reader *reader,
                                    const struct bgt_batch *batch,
                                    const struct bgt_item *row);
bgt_status bgt_entities_reading_take_document(struct bgt_builtin_reader *reader,
                                              struct bgt_batch *out);
bgt_status bgt_entities_reading_end(struct bgt_builtin_reader *reader);
bgt_status bgt_entities_reading_next(struct bgt_builtin_reader *reader, uint64_t below,
                                     struct bgt_batch *out);

#endif
