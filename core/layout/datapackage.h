/**
 * layout/datapackage.h: `datapackage.json` for entity sheets written as CSV files.
 *
 * A Frictionless Data Package (specs.frictionlessdata.io, Data Package 1.0 and Table
 * Schema 1.0), that begins with `"budgetconv": 1`, the version of this project's own
 * files. Codes, texts, years and dates as printed are strings; figures are numbers;
 * counts are integers.
 */
#ifndef LAYOUT_DATAPACKAGE_H
#define LAYOUT_DATAPACKAGE_H

#include "base/buffer.h"
#include "layout/builtin.h"

/** Appends the package of these sheets, each in `ENTITY.csv`. BGT_OK, BGT_NO_MEMORY,
 * BGT_LIMIT. */
bgt_status bgt_datapackage_append(struct bgt_buffer *out,
                                  const struct bgt_entity_sheet *sheets, size_t count);

#endif
