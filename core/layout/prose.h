/**
 * layout/prose.h: a published text, where tables stand among prose.
 *
 * Private to layout. In a sheet with BGT_ITEM_PROSE a row of one value is a line of
 * prose, a row of more is a row of a table. Rows are kept in the reader's window as in
 * any sheet; a line of prose behind rows of a table settles what the table is. What
 * stands above its heading, and all that is no table, becomes `section` records
 * (section.h), in the order of the text. Rows of a table that no layout takes are an
 * error where they hold a number, unless `--skip-sheet` names the line above them: then
 * they stay text.
 */
#ifndef LAYOUT_PROSE_H
#define LAYOUT_PROSE_H

#include <stdbool.h>

#include "budget/batch.h"
#include "layout/section.h"

struct bgt_layout_reader;
struct bgt_match;
struct bgt_match_result;

/** What reading remembers of the prose. */
struct bgt_prose {
    bool is_on;                    /**< The present sheet is a published text. */
    bool has_grid;                 /**< The window has rows of a table. */
    bool in_contents;              /**< Below 目录. */
    bool has_entry;                /**< An entry of the contents was read. */
    struct bgt_buffer first_entry; /**< The first one, where it has no page. */
    bool is_list;      /**< They are a list of tables: 预算公开表目录. */
    bool is_repeat;    /**< The window holds a heading that may be the table's again. */
    bool is_unclaimed; /**< Rows of a table that no layout takes follow. */
    struct bgt_section_draft section;
    struct bgt_batch *pending; /**< Sections that wait for the document record. */
};

/** Makes it empty. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_prose_open(struct bgt_layout_reader *reader);

/** Ends it; a zeroed one is allowed. */
void bgt_prose_close(struct bgt_layout_reader *reader);

/** Whether a row is a line of prose. False in sheets that are no published text. */
bool bgt_prose_is_line(const struct bgt_layout_reader *reader,
                       const struct bgt_item *row);

/** Whether `--skip-sheet` names a table by this line above it. Pure. */
bool bgt_prose_is_skipped(const struct bgt_layout_reader *reader, struct bgt_slice text);

/** Whether a line is a page number: `5`, `- 5 -`, `第5页`. Pure. */
bool bgt_prose_is_page_number(const struct bgt_batch *batch, const struct bgt_item *row);

/** Whether some cell states the unit or another fact of a heading: 单位：万元. Pure. */
bool bgt_prose_is_facts_row(const struct bgt_batch *batch, const struct bgt_item *row);

/** Whether a table must be looked for in the window before this row is taken. */
bool bgt_prose_settles(const struct bgt_layout_reader *reader,
                       const struct bgt_item *row);

/** Takes a row while no table has begun. Statuses as bgt_reading_report. */
bgt_status bgt_prose_row(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                         const struct bgt_item *row);

/** A table was found in the window: puts the prose above its heading and sets
 * @p match's first row of the heading. */
bgt_status bgt_prose_lead(struct bgt_layout_reader *reader, struct bgt_match *match);

/** There is no table in the window: all of it becomes text. */
bgt_status bgt_prose_no_table(struct bgt_layout_reader *reader,
                              const struct bgt_match_result *result);

/** The cells of a row with tabs between them, in the reader's scratch. BGT_OK, or as
 * bgt_reading_report. */
bgt_status bgt_prose_join(struct bgt_layout_reader *reader, const struct bgt_batch *batch,
                          const struct bgt_item *row, struct bgt_slice *out);

/** Puts the first @p count rows of the window as text; the caller forgets them. */
bgt_status bgt_prose_release(struct bgt_layout_reader *reader, uint32_t count);

/** The sheet ends: puts the section that is open. */
bgt_status bgt_prose_end(struct bgt_layout_reader *reader);

/** The document record is out: puts the sections that waited for it. */
bgt_status bgt_prose_flush(struct bgt_layout_reader *reader);

#endif
