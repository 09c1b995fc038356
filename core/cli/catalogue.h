/**
 * cli/catalogue.h: the parts of `catalogue`. Each answers with the exit status.
 */
#ifndef CLI_CATALOGUE_H
#define CLI_CATALOGUE_H

#include "base/buffer.h"
#include "base/text.h"
#include "cli/terminal.h"

struct bgt_catalogue;

int bgt_catalogue_lookup(struct bgt_terminal *terminal);
int bgt_catalogue_check_file(struct bgt_terminal *terminal);
int bgt_catalogue_compare(struct bgt_terminal *terminal);

/** Reads a year; USAGE_YEAR with BGT_BAD where it is none. */
bgt_status bgt_catalogue_year(const struct bgt_terminal *terminal, const char *word,
                              unsigned *year);

/** `2009`, `2009-2017`, `2023-`: in `out`, or "". */
const char *bgt_catalogue_span(const struct bgt_catalogue *list, struct bgt_buffer *out);

/** Whether `--scheme` lets this list through. */
bool bgt_catalogue_is_wanted(const struct bgt_terminal *terminal,
                             const struct bgt_catalogue *list);

#endif
