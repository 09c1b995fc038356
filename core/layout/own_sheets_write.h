/**
 * layout/own_sheets_write.h: the cells of a contents sheet and of a sheet of charts.
 *
 * Private to layout. Names of sheets are as bgt_cells_reserve gave them.
 */
#ifndef LAYOUT_OWN_SHEETS_WRITE_H
#define LAYOUT_OWN_SHEETS_WRITE_H

#include "layout/builtin.h"
#include "layout/charts.h"
#include "layout/form_text.h"

/** What is written where. */
struct bgt_own_writing {
    struct bgt_builtin_target target;
    struct bgt_form_facts *facts;
    const struct bgt_family *family;
    const struct bgt_layout *layout; /**< For templates that name a title or number. */
};

struct bgt_contents;

/** Begins a list of contents; nothing is written yet. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_contents_open(const struct bgt_own_writing *writing, const char *sheet,
                             struct bgt_contents **contents);
void bgt_contents_close(struct bgt_contents *contents);

/** Adds a form, whose `table` record is in the facts, or the sheet of charts. `sheet` is
 * borrowed until bgt_contents_write. BGT_OK, BGT_NO_MEMORY, BGT_LIMIT. */
bgt_status bgt_contents_form(struct bgt_contents *contents,
                             const struct bgt_layout *layout, const char *sheet);
bgt_status bgt_contents_charts(struct bgt_contents *contents, const char *sheet);

/** Writes the sheet. Statuses as a grid sink's. */
bgt_status bgt_contents_write(struct bgt_contents *contents);

/** Writes the sheet of charts: the figures of each and the chart below them. Charts
 * without points have a sentence instead. Statuses as a grid sink's. */
bgt_status bgt_charts_write(const struct bgt_own_writing *writing, const char *sheet,
                            const struct bgt_chart_data *list, size_t count);

#endif
