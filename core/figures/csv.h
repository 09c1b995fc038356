/**
 * figures/csv.h: rows of CSV, RFC 4180, LF, quoted only where needed.
 */
#ifndef FIGURES_CSV_H
#define FIGURES_CSV_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/text.h"

/** Appends one cell, after a comma where it is not the row's first. Text that a
 * spreadsheet program would take for a formula is not changed: a trace holds codes and
 * names as they are. BGT_OK, BGT_NO_MEMORY or BGT_LIMIT. */
bgt_status bgt_csv_cell(struct bgt_buffer *out, struct bgt_slice text, bool is_first);

#endif
