/**
 * cli/info.h: what `info` found, printed for people or as JSON lines.
 */
#ifndef CLI_INFO_H
#define CLI_INFO_H

#include "cli/summary.h"
#include "cli/terminal.h"
#include "layout/reader.h"

/** What was found. All borrowed. */
struct bgt_info {
    const char *path;   /**< As the user wrote it. */
    const char *format; /**< Id of the plugin. */
    const struct bgt_summary *summary;
    const struct bgt_layout_region *regions; /**< Null for a record format. */
    size_t region_count;
};

/** Text, aligned, in the terminal's language. */
void bgt_info_print(struct bgt_terminal *terminal, const struct bgt_info *info);

/** JSON lines: `file`, `document`, `sheet`, `table` and `entity` objects (see
 * docs/user-guide.md). */
void bgt_info_print_json(struct bgt_terminal *terminal, const struct bgt_info *info);

#endif
