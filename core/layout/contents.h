/**
 * layout/contents.h: the table of contents of a published text.
 *
 * Private to layout. It begins with 目录, or with the title of a list of tables, and goes
 * on while its lines end with dots or numbers of pages, or name tables. Pure.
 */
#ifndef LAYOUT_CONTENTS_H
#define LAYOUT_CONTENTS_H

#include <stdbool.h>

#include "budget/batch.h"

struct bgt_layout_reader;

/** Whether a row is the title of the contents; `is_list`: of a list of tables, whose rows
 * must name tables. */
bool bgt_contents_begin(const struct bgt_batch *batch, const struct bgt_item *row,
                        bool *is_list);

/** Whether a row belongs to the contents that have begun. The name of the unit may stand
 * below their title. */
bool bgt_contents_go_on(const struct bgt_layout_reader *reader,
                        const struct bgt_batch *batch, const struct bgt_item *row);

#endif
