/*
 * Memory of the rows that a source delivers.
 */
#ifndef PLUGINS_FISCAL_XML_ROW_H
#define PLUGINS_FISCAL_XML_ROW_H

#include "fiscal_source.h"

/** An empty row: a spare one where there is one. */
bgt_status bgt_fiscal_row_new(struct bgt_fiscal_source *source,
                              struct bgt_fiscal_input_row **row);

/** Appends text within the limit of a record. */
bgt_status bgt_fiscal_row_append(struct bgt_fiscal_source *source,
                                 struct bgt_fiscal_input_row *row, const char *text,
                                 size_t length);

/** Appends a cell within the limit of a record. */
bgt_status bgt_fiscal_row_add(struct bgt_fiscal_source *source,
                              struct bgt_fiscal_input_row *row,
                              const struct bgt_fiscal_cell *cell);

/** Frees a row; null is allowed. */
void bgt_fiscal_row_free(struct bgt_fiscal_input_row *row);

#endif
