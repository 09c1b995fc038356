/**
 * figures/document.h: a whole document's tables and lines in memory.
 *
 * Roll-up and comparison look at a line more than once, so they keep what they read: at
 * most `limits->table_rows` lines. One thread at a time.
 */
#ifndef FIGURES_DOCUMENT_H
#define FIGURES_DOCUMENT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "flow/convert.h"
#include "io/io.h"
#include "layout/place.h"
#include "model/model.h"

struct bgt_context;

/** One table. */
struct bgt_figures_table {
    bool announced[BGT_line_field_count]; /**< Its lines may hold the field. */
    struct bgt_figures_table *next;
    uint32_t item;      /**< Its record in the batch. */
    uint32_t index;     /**< From 0. */
    int power;          /**< Of ten, from the table's amounts to 元. */
    bool has_unit;      /**< The unit is known; else `power` means nothing. */
    uint8_t scale;      /**< Most places of any amount of its lines. */
    bool has_precision; /**< The last printed place is stated: */
    int8_t precision;   /**< Its power of ten in 元. */
    uint32_t columns[BGT_line_field_count]; /**< Source column of each field, 0: none. */
};

/** One line. */
struct bgt_figures_line {
    const struct bgt_figures_table *table;
    uint32_t item; /**< Its record in the batch. */
};

/** A document. Text of its values is valid until close. */
struct bgt_figures {
    const struct bgt_io *io;
    const char *path; /**< Borrowed. */
    struct bgt_arena arena;
    struct bgt_batch *batch; /**< Records of document, table, line and agency. */
    struct bgt_figures_table *first_table;
    struct bgt_figures_table *last_table;
    struct bgt_figures_line *lines;
    size_t line_count;
    size_t line_capacity;
    uint32_t *records; /**< Where asked for: other records, in order, by item. */
    size_t record_count;
    size_t record_capacity;
    bool keeps_records;
    uint32_t table_count;
    uint32_t *agencies; /**< Records of `agency` in the batch. */
    size_t agency_count;
    size_t agency_capacity;
    uint32_t
        facts[BGT_document_field_count]; /**< Index of the value + 1; 0: not stated. */
};

/** What a document is read with. All borrowed. */
struct bgt_figures_job {
    const struct bgt_context *context;
    const struct bgt_read_options *options;
    const struct bgt_io *io; /**< Until the document is closed. */
    bool keeps_records; /**< Statements, goals, indicators, tasks and projects too. */
};

/**
 * Reads a document.
 *
 * @param path    borrowed until close; `-` is standard input
 * @param figures set on BGT_OK only; end it with bgt_figures_close.
 * @param exit    set where the status is not BGT_OK.
 * @return BGT_OK; else an error that was reported, BGT_NO_MEMORY or BGT_CANCELLED.
 */
bgt_status bgt_figures_read(const struct bgt_figures_job *job, const char *path,
                            struct bgt_figures **figures, enum bgt_exit *exit);

/** Whether records of this entity are kept where `keeps_records` asks for them. */
bool bgt_figures_is_record(uint16_t entity);

/** Ends it; null is allowed. */
void bgt_figures_close(struct bgt_figures *figures);

/** The record of a line or table. */
const struct bgt_item *bgt_figures_item(const struct bgt_figures *figures, uint32_t item);

/** The line's value of a field, or null. */
const struct bgt_value *bgt_figures_value(const struct bgt_figures *figures,
                                          const struct bgt_figures_line *line,
                                          uint16_t field);

/** Text of a line's field, of the document's for a common field that the line lacks; ""
 * where there is none. Borrowed until close. */
struct bgt_slice bgt_figures_text(const struct bgt_figures *figures,
                                  const struct bgt_figures_line *line, uint16_t field);

/** Text of a fact of the document; "" where it is not stated. */
struct bgt_slice bgt_figures_fact(const struct bgt_figures *figures, uint16_t field);

/** Text of a field of a table; "" where it is not stated. */
struct bgt_slice bgt_figures_table_text(const struct bgt_figures *figures,
                                        const struct bgt_figures_table *table,
                                        uint16_t field);

/** Text of a field of an `agency` record, by its index in `agencies`; "" where it is not
 * stated. */
struct bgt_slice bgt_figures_agency_text(const struct bgt_figures *figures, size_t agency,
                                         uint16_t field);

/** Text of a field of any record; "" where it has none. Borrowed until close. */
struct bgt_slice bgt_figures_item_text(const struct bgt_figures *figures, uint32_t item,
                                       uint16_t field);

/** Place of a line's value (null: of the line), in `text`, which it borrows. */
bgt_status bgt_figures_place(const struct bgt_figures *figures,
                             const struct bgt_figures_line *line,
                             const struct bgt_value *value, struct bgt_buffer *text,
                             struct bgt_place *place);

#endif
