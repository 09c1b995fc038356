/**
 * cli/diff_report.h: what `diff` found, for people, as CSV or as JSON lines.
 */
#ifndef CLI_DIFF_REPORT_H
#define CLI_DIFF_REPORT_H

#include "cli/terminal.h"
#include "figures/diff.h"

/** Text in columns, with colours on a terminal (unless NO_COLOR is set); figures that are
 * equal but for unit or scale only with `--verbose`. */
void bgt_diff_print(struct bgt_terminal *terminal, const struct bgt_diff *diff);

/** CSV with a header row; all changes. */
void bgt_diff_print_csv(struct bgt_terminal *terminal, const struct bgt_diff *diff);

/** JSON lines: one object a change, then one of kind `summary` (docs/user-guide.md). */
void bgt_diff_print_json(struct bgt_terminal *terminal, const struct bgt_diff *diff);

#endif
