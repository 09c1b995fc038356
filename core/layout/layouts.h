/**
 * layout/layouts.h: all layouts of a run: those that come with the program and the user's
 * own.
 *
 * A layout file stands at `FAMILY/TABLE.yaml` below a folder, what the family has in
 * common at `FAMILY/family.yaml`. Loaded once; constant
 * afterwards, so any thread may use it.
 */
#ifndef LAYOUT_LAYOUTS_H
#define LAYOUT_LAYOUTS_H

#include "budget/limits.h"
#include "budget/status.h"
#include "layout/family.h"
#include "layout/layout.h"

struct bgt_reporter;
struct bgt_layouts;

/** Most layouts of one run, and most bytes that they may take compiled. */
#define BGT_LAYOUTS_MAX   4096
#define BGT_LAYOUTS_BYTES (64u << 20)

/** How layouts are loaded. All text is borrowed for the call. */
struct bgt_layouts_options {
    const char *const
        *folders; /**< In this order; an id in a later one replaces an earlier. */
    size_t folder_count;
    const struct bgt_limits *limits;
    struct bgt_reporter *reporter; /**< Faults: LAYOUT_… with file and line; FILE_…. */
};

/**
 * Loads `FAMILY/TABLE.yaml` and `TABLE.yaml` (family `user`) of each folder, sorted by
 * id.
 *
 * A faulty file is reported and left out; a missing folder is LAYOUT_FOLDER_UNREADABLE
 * and left out. Whether there were faults is the reporter's count of errors.
 *
 * @param out set on BGT_OK only; end it with bgt_layouts_close.
 * @return BGT_OK, BGT_NO_MEMORY or BGT_LIMIT (reported).
 */
bgt_status bgt_layouts_load(const struct bgt_layouts_options *options,
                            struct bgt_layouts **out);

/** Ends layouts; null is allowed. */
void bgt_layouts_close(struct bgt_layouts *layouts);

/** The label of a column that numbers the rows of a form: no layout has it, every form
 * may. */
#define BGT_LAYOUTS_NUMBERING "行次"

/** Number of layouts, and one by number, in the order of family, `order`, id. For
 * listings. */
size_t bgt_layouts_count(const struct bgt_layouts *layouts);
const struct bgt_layout *bgt_layouts_get(const struct bgt_layouts *layouts,
                                         size_t number);

/** Layouts that a name means. */
struct bgt_layout_choice {
    const struct bgt_layout *const
        *list; /**< Borrowed from the layouts; of one family, or of one name. */
    size_t count;
};

/**
 * What a user's `--layout` or `--input-layout` means: a family (`shanxi-unit-2026`: all
 * its tables), one layout (`shanxi-unit-2026/summary`) or a table alone (`summary`): that
 * of every family that has it, of which the header or the table's own family then picks
 * one.
 *
 * @return BGT_OK; BGT_NOT_FOUND where nothing has this name. Nothing is reported: see
 * bgt_layouts_report_unknown.
 */
bgt_status bgt_layouts_find(const struct bgt_layouts *layouts, const char *name,
                            struct bgt_layout_choice *choice);

/** Whether all layouts of a choice are of one family. */
bool bgt_layouts_is_one_family(const struct bgt_layout_choice *choice);

/** Whether one of the layouts that a name means is for a table. Pure. */
bool bgt_layout_choice_has(const struct bgt_layout_choice *choice,
                           struct bgt_slice table_id);

/** Reports LAYOUT_UNKNOWN with the nearest names, or LAYOUT_NAME_AMBIGUOUS with all that
 * the name may mean. Answers BGT_BAD. */
bgt_status bgt_layouts_report_unknown(const struct bgt_layouts *layouts, const char *name,
                                      struct bgt_reporter *reporter);

/** The layout of a family for a table: by id (`table.layout` of a record), else by
 * table_id within
 * @p family (length 0: any). Null where there is none. */
const struct bgt_layout *bgt_layouts_by_id(const struct bgt_layouts *layouts,
                                           struct bgt_slice id);
const struct bgt_layout *bgt_layouts_by_table(const struct bgt_layouts *layouts,
                                              struct bgt_slice family,
                                              struct bgt_slice table_id);

/** What a family has besides its tables, by its id; null where it has no family file. */
const struct bgt_family *bgt_layouts_family(const struct bgt_layouts *layouts,
                                            struct bgt_slice id);

/** Whether a sheet with this name and this first text was written by us for some family
 * (enum bgt_family_own), and repeats only what its tables hold. */
enum bgt_family_own bgt_layouts_own_sheet(const struct bgt_layouts *layouts,
                                          struct bgt_slice sheet, struct bgt_slice first);

/** Number of a comparable label (bgt_layout_label_key) that some layout uses in a header
 * or as a title; 0: none does. */
uint32_t bgt_layouts_label(const struct bgt_layouts *layouts, const char *key,
                           size_t length);

#endif
