/**
 * cli/summary.h: what a stream of records holds, counted for `info`.
 */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "budget/batch.h"
#include "model/model.h"

/** One table. Text is null where the record has none. */
struct bgt_summary_table {
    struct bgt_summary_table *next;
    const char *fields[BGT_table_field_count]; /**< Values as text. */
    uint64_t lines;
    uint64_t figures; /**< Present measures of its lines, numeric extras included. */
};

/** The whole stream. Private but for reading. */
struct bgt_summary {
    struct bgt_arena arena;
    const char *document[BGT_document_field_count]; /**< First statement of each fact. */
    struct bgt_summary_table *first_table;
    struct bgt_summary_table *last_table;
    uint64_t tables;
    uint64_t counts[BGT_ENTITY_COUNT]; /**< Records of each entity. */
    uint64_t figures;
};

/** Makes an empty summary. Cannot fail. */
void bgt_summary_open(struct bgt_summary *summary);

/** Counts a batch. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_summary_add(struct bgt_summary *summary, const struct bgt_batch *batch);

/** Gives the memory back. */
void bgt_summary_close(struct bgt_summary *summary);

#endif
