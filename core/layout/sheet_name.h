/**
 * layout/sheet_name.h: names of sheets that every spreadsheet program accepts.
 */
#ifndef LAYOUT_SHEET_NAME_H
#define LAYOUT_SHEET_NAME_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/intern.h"
#include "base/text.h"

/** The names given so far. */
struct bgt_sheet_names {
    struct bgt_interner *taken; /**< In lower case. */
    struct bgt_buffer name;     /**< The last name given. */
    struct bgt_buffer folded;
};

/** Makes an empty set; takes no memory yet. */
void bgt_sheet_names_init(struct bgt_sheet_names *names);

/** Ends it. */
void bgt_sheet_names_close(struct bgt_sheet_names *names);

/**
 * Gives the next sheet its name: as wanted where that is possible.
 *
 * The characters `: \ / ? * [ ]` and control characters become `_`, as do apostrophes and
 * dots at the ends (ECMA-376 part 1, 18.2.19, and what Excel and file systems add to it);
 * a name that is empty becomes `Sheet`; one longer than @p maximum code points (0: 255
 * bytes) is cut; one that is taken, whatever its case, gets ` (2)`, ` (3)` … `History`,
 * which Excel keeps for itself, becomes `History_`.
 *
 * @param name borrowed until the next call.
 * @return BGT_OK, BGT_NO_MEMORY or BGT_LIMIT.
 */
bgt_status bgt_sheet_names_add(struct bgt_sheet_names *names, struct bgt_slice wanted,
                               uint32_t maximum, const char **name);

#endif
