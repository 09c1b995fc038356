/**
 * layout/contents.h: the table of contents of a published text.
 *
 * Private to layout. Below 目录, lines that end with dots or the number of a page are its
 * entries. Where the first one has neither, entries are the numbered lines up to the one
 * that repeats the first: there the text begins. Below the title of a list of tables
 * (预算公开表目录), entries are rows that name tables.
 */
#ifndef LAYOUT_CONTENTS_H
#define LAYOUT_CONTENTS_H

#include <stdbool.h>

#include "budget/batch.h"
#include "budget/status.h"

struct bgt_layout_reader;

/** Takes a row that is part of the contents into a section of the kind `toc`. Statuses as
 * bgt_reading_report. */
bgt_status bgt_contents_row(struct bgt_layout_reader *reader,
                            const struct bgt_batch *batch, const struct bgt_item *row,
                            bool *is_taken);

#endif
