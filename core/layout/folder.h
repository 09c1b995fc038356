/**
 * layout/folder.h: the layout files below a folder, in sorted order.
 *
 * For layout files and rule files.
 */
#ifndef LAYOUT_FOLDER_H
#define LAYOUT_FOLDER_H

#include "base/arena.h"
#include "base/text.h"
#include "budget/status.h"

struct bgt_reporter;

/** One layout file. Text lives in the arena. */
struct bgt_layout_file {
    struct bgt_slice path;
    struct bgt_slice family; /**< Name of its folder; `user` directly in the folder. */
    struct bgt_slice name;   /**< Its own name without `.yaml`. */
};

/** Layout files, sorted. */
struct bgt_layout_files {
    struct bgt_layout_file *list;
    size_t count;
};

/** Family of files that stand in no family's folder. */
#define BGT_LAYOUT_USER_FAMILY "user"

/**
 * Lists `FAMILY/TABLE.yaml` and `TABLE.yaml`, sorted by path.
 *
 * Hidden entries (a leading dot) and other names are left out. A folder that cannot be
 * read is LAYOUT_FOLDER_UNREADABLE.
 *
 * @param maximum most files; more are LIMIT_REACHED.
 * @param files   set on BGT_OK; in the arena.
 * @return BGT_OK; BGT_BAD or BGT_FATAL (reported); BGT_LIMIT (reported); BGT_NO_MEMORY.
 */
bgt_status bgt_layout_folder_list(const char *folder, struct bgt_arena *arena,
                                  struct bgt_reporter *reporter, size_t maximum,
                                  struct bgt_layout_files *files);

#endif
