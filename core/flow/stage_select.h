/**
 * flow/stage_select.h: keeps only the lines that have the values asked for (`--select`).
 *
 * Values of one field are alternatives, several fields must all match. A line that lacks
 * a common field (fiscal_year, agency_code …) has the document's. Tables stay, also where
 * all their lines go; `row_count` is counted anew.
 */
#ifndef FLOW_STAGE_SELECT_H
#define FLOW_STAGE_SELECT_H

#include "flow/convert.h"
#include "io/io.h"
#include "model/stream.h"

struct bgt_select_stage;

/** Makes the stage. `selects`, `next` and `io` are borrowed. SELECT_FIELD_UNKNOWN and
 * OPTION_SYNTAX are reported with BGT_BAD; BGT_NO_MEMORY. */
bgt_status bgt_select_stage_open(const struct bgt_texts *selects,
                                 const struct bgt_sink *next, const struct bgt_io *io,
                                 struct bgt_select_stage **stage);

/** The stage as a sink. Reports SELECT_NOTHING at the end where no line matched. */
struct bgt_sink bgt_select_stage_sink(struct bgt_select_stage *stage);

/** Ends it; null is allowed. */
void bgt_select_stage_close(struct bgt_select_stage *stage);

#endif
