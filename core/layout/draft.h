/**
 * layout/draft.h: a layout file drafted from a table that no layout knows.
 *
 * The draft is text, for a person to read and correct: what is a guess says so in a
 * comment, and what cannot be guessed is written `"?"`, which the compiler of layouts
 * refuses (LAYOUT_UNDECIDED), so no figure is ever read by a doubtful guess.
 */
#ifndef LAYOUT_DRAFT_H
#define LAYOUT_DRAFT_H

#include "io/io.h"
#include "layout/layouts.h"
#include "model/stream.h"

/** Most rows of a sheet that are looked at. */
#define BGT_DRAFT_ROWS 2000

/** Most bytes of a draft. */
#define BGT_DRAFT_BYTES BGT_LAYOUT_FILE_BYTES

/** What to draft. Borrowed for the call. */
struct bgt_draft_options {
    const struct bgt_layouts *layouts; /**< Labels that they know help to guess. */
    const struct bgt_io *io;
    struct bgt_source cells;
    const char *sheet; /**< Only this one; null: the first with a table. */
    const char *name;  /**< The layout becomes `user/NAME`. */
};

/** What was drafted. */
struct bgt_draft_result {
    char sheet[256];    /**< Name of the sheet, cut where it is longer. */
    uint64_t row;       /**< Row of the sheet where the header begins. */
    unsigned columns;   /**< Columns that the layout takes. */
    unsigned guesses;   /**< Comments that mark a guess. */
    unsigned undecided; /**< Values that are written `"?"`. */
};

/**
 * Drafts the layout of the first table of a sheet.
 *
 * @param out receives the file's text; its maximum should be BGT_DRAFT_BYTES.
 * @return BGT_OK; BGT_NOT_FOUND where there is no table (nothing reported); BGT_BAD,
 * BGT_FATAL and BGT_CANCELLED as the cells say; BGT_NO_MEMORY; BGT_LIMIT (not reported).
 */
bgt_status bgt_draft_layout(const struct bgt_draft_options *options,
                            struct bgt_buffer *out, struct bgt_draft_result *result);

#endif
