/*
 * The writer at work: a target in memory, rows made of literals, and what
 * was written read back.
 */
#ifndef BGT_TESTS_XLSX_WORK_H
#define BGT_TESTS_XLSX_WORK_H

#include "io/batch.h"
#include "plugin/xlsx/host.h"

/** Where the workbook goes. */
struct target {
    struct bgt_output output;
    char *bytes;
    size_t length;
    size_t fails_after; /* bytes; 0: never */
};

/** One writer. */
struct work {
    struct host host;
    struct target target;
    void *state;
    struct bgt_batch *batch;
    const char *sheet;
};

const struct bgt_writer_ops *work_ops(void);

/** Sets everything up; `memory` is the option, null: not given. */
bgt_status work_open(struct work *work, const char *memory);

/** Opens the writer. */
bgt_status work_start(struct work *work);

/** work_open, work_start and the sheet 表1. */
void work_begin(struct work *work, const char *memory);

/** Ends the sheet and finishes; fails the test with the reports where it cannot. */
void work_end(struct work *work);
void work_finish(struct work *work);
void work_close(struct work *work);

/** A sheet without looks. */
struct bgt_sheet work_sheet(const char *name);
bgt_status work_begin_sheet(struct work *work, const struct bgt_sheet *looks);

/** Begins a row; put values into it, then send it. */
bgt_status work_start_row(struct work *work, uint64_t row);
bgt_status work_send_row(struct work *work);
struct bgt_value *work_put_text(struct work *work, uint32_t column, const char *text);
struct bgt_value *work_put_decimal(struct work *work, uint32_t column, const char *text);
struct bgt_value *work_merge(struct bgt_value *value, uint16_t columns, uint16_t rows);

/** What was written, as host.h dumps it; to be freed. */
char *work_read_back(struct work *work);
void work_reads_back_as(struct work *work, const char *expected);

enum { FIGURES = 24 };

/** Figures of at most 15 significant digits. */
extern const char *const figures[FIGURES];

/** Writes figure n into row n + 1 of one sheet, with one style (null: none). */
void write_figures(struct work *work, const char *memory, const struct bgt_style *style);

#endif
