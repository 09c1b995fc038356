/**
 * layout/own_sheets.h: the sheets that a family has besides its tables: contents before
 * them, charts behind them.
 *
 * Private to layout. A writer of whole documents sends the tables through it twice: first
 * all records, so that charts and names are known, then, while it writes, it asks for the
 * names of the sheets.
 */
#ifndef LAYOUT_OWN_SHEETS_H
#define LAYOUT_OWN_SHEETS_H

#include "layout/builtin.h"
#include "layout/form_text.h"
#include "layout/layouts.h"

struct bgt_own_sheets;

/** What is written. Borrowed until close. */
struct bgt_own_sheets_options {
    struct bgt_builtin_target target;
    const struct bgt_layouts *layouts;
    struct bgt_form_facts *facts; /**< Complete when bgt_own_sheets_begin is called. */
    bool has_contents;            /**< Asked for, and the target shows them. */
    bool has_charts;
};

/** Makes one. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_own_sheets_open(const struct bgt_own_sheets_options *options,
                               struct bgt_own_sheets **own);

/** Ends it; null is allowed. */
void bgt_own_sheets_close(struct bgt_own_sheets *own);

/** First pass: a `table` record and the layout it will be written in; null: none. The
 * first with a family file decides on the family. */
bgt_status bgt_own_sheets_table(struct bgt_own_sheets *own,
                                const struct bgt_layout *layout,
                                const struct bgt_batch *batch,
                                const struct bgt_item *item);

/** First pass: a `line` record. */
bgt_status bgt_own_sheets_line(struct bgt_own_sheets *own, const struct bgt_batch *batch,
                               const struct bgt_item *item);

/** Second pass: settles names and charts, and writes the contents. */
bgt_status bgt_own_sheets_begin(struct bgt_own_sheets *own);

/** The name of the next form's sheet, in their order; borrowed until close. */
const char *bgt_own_sheets_next_name(struct bgt_own_sheets *own);

/** Behind the last form: writes the charts. */
bgt_status bgt_own_sheets_end(struct bgt_own_sheets *own);

/** The name that a form's sheet should have: as read, else as its layout says, else what
 * names the table. `item` is its `table` record, whose facts are in @p facts. */
struct bgt_slice bgt_form_sheet_name(const struct bgt_layout *layout,
                                     const struct bgt_form_facts *facts,
                                     const struct bgt_batch *batch,
                                     const struct bgt_item *item);

#endif
