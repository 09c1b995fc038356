/**
 * cli/check_report.h: what `check` found, for people, as JSON lines or as an HTML page.
 */
#ifndef CLI_CHECK_REPORT_H
#define CLI_CHECK_REPORT_H

#include "cli/terminal.h"
#include "figures/check.h"

struct bgt_output;

/** The sentence of a finding in the terminal's language, in `arena`. */
const char *bgt_finding_sentence(const struct bgt_terminal *terminal,
                                 const struct bgt_check *check,
                                 const struct bgt_finding *finding,
                                 struct bgt_arena *arena);

/** The remedy of a finding; "" where there is none. */
const char *bgt_finding_remedy(const struct bgt_terminal *terminal,
                               const struct bgt_finding *finding);

/** One figure: table, row, column, amount and place. */
const char *bgt_figure_text(const struct bgt_terminal *terminal,
                            const struct bgt_check *check,
                            const struct bgt_check_figure *figure,
                            struct bgt_arena *arena);

/** `516:3`, `表1!C12` … in `arena`. */
const char *bgt_check_place_text(const struct bgt_place *place, struct bgt_arena *arena);

/** The word of a severity in the terminal's language. */
const char *bgt_finding_label(const struct bgt_terminal *terminal,
                              enum bgt_finding_severity severity);

/** Text; notes and skipped rules only with `--verbose`. */
void bgt_check_print(struct bgt_terminal *terminal, const struct bgt_check *check);

/** JSON lines: one object a finding, then one of kind `summary`. */
void bgt_check_print_json(struct bgt_terminal *terminal, const struct bgt_check *check);

/** A page with the findings and all tables, the cells in doubt marked. BGT_OK or what
 * writing answered. */
bgt_status bgt_check_html(const struct bgt_terminal *terminal,
                          const struct bgt_check *check, struct bgt_output *output);

/** Begin and end of a page that holds one or several checks. */
bgt_status bgt_check_html_begin(const struct bgt_terminal *terminal,
                                struct bgt_output *output);
bgt_status bgt_check_html_end(struct bgt_output *output);

#endif
