/**
 * layout/repeat.h: a heading that is printed again where a table goes on.
 *
 * Private to layout. In a published text a table that runs over a page may print its
 * number, title, unit and header once more. These rows are kept in the reader's window
 * until the header shows that the table goes on, or another row that a new one begins:
 * another unit's table has the same title.
 */
#ifndef LAYOUT_REPEAT_H
#define LAYOUT_REPEAT_H

#include "layout/body.h"

/** Takes a row below the header where it may belong to a repeated heading; sets
 * `*is_taken`, also where the row has begun another table. Statuses as
 * bgt_reading_report. */
bgt_status bgt_repeat_row(struct bgt_layout_reader *reader, struct bgt_body *body,
                          bool *is_taken);

/** The sheet has ended, and its table: what was kept becomes text. */
bgt_status bgt_repeat_end(struct bgt_layout_reader *reader);

#endif
