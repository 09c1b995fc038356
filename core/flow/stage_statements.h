/**
 * flow/stage_statements.h: puts the statements of each section behind it.
 *
 * A section that statements follow already has had its turn: they are kept and none is
 * added. Records without sections pass untouched. Figures that no pattern takes are
 * noted (STATEMENT_UNCLAIMED).
 */
#ifndef FLOW_STAGE_STATEMENTS_H
#define FLOW_STAGE_STATEMENTS_H

#include "io/io.h"
#include "model/stream.h"

struct bgt_statement_stage;
struct bgt_statements;

/** Makes the stage. `source` is copied, all else borrowed until close. BGT_OK or
 * BGT_NO_MEMORY. */
bgt_status bgt_statement_stage_open(const struct bgt_statements *statements,
                                    const struct bgt_source *source,
                                    const struct bgt_io *io,
                                    struct bgt_statement_stage **stage);

/** What comes out of it. */
struct bgt_source bgt_statement_stage_source(struct bgt_statement_stage *stage);

/** Ends it; null is allowed. */
void bgt_statement_stage_close(struct bgt_statement_stage *stage);

#endif
