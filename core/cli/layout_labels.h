/**
 * cli/layout_labels.h: what a labelled form reads, for `layouts NAME`.
 */
#ifndef CLI_LAYOUT_LABELS_H
#define CLI_LAYOUT_LABELS_H

#include "cli/terminal.h"
#include "layout/labelled.h"

/** Prints each label of the form with what the value behind it is. */
void bgt_print_labels(struct bgt_terminal *terminal, const struct bgt_labelled *form);

#endif
