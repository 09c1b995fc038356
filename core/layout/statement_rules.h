/**
 * layout/statement_rules.h: compiled pattern files, as loader and finder share them.
 *
 * Private to layout.
 */
#ifndef LAYOUT_STATEMENT_RULES_H
#define LAYOUT_STATEMENT_RULES_H

#include "layout/statement_pattern.h"
#include "layout/statements.h"
#include "layout/tree.h"

/** What later statements attach to a statement. */
enum bgt_statement_anchor { BGT_ANCHOR_CHANGE = 1, BGT_ANCHOR_SHARE = 2 };

/** One pattern and the statement it makes. */
struct bgt_statement_rule {
    struct bgt_statement_rule *next;
    struct bgt_pattern pattern;
    struct bgt_slice key; /**< Begins with `.`: of the anchor; "": only sets the date. */
    struct bgt_slice label, table_id, row, measure, unit;
    bool has_no_date;              /**< The day of the section does not hold for it. */
    unsigned anchors;              /**< Mask of bgt_statement_anchor. */
    const struct bgt_slice *after; /**< Keys, or beginnings that end in `.`. */
    size_t after_count;
};

/** Rules for sections of some headings. */
struct bgt_statement_group {
    struct bgt_statement_group *next;
    const struct bgt_slice *headings; /**< Normalised; any of them is contained. */
    size_t heading_count;             /**< 0: every section that another group takes. */
    struct bgt_statement_rule *first;
    struct bgt_statement_rule *last;
    size_t number; /**< From 0. */
};

struct bgt_statements {
    struct bgt_arena arena;
    struct bgt_statement_group *first;
    struct bgt_statement_group *last;
    size_t count; /**< Rules. */
    size_t group_count;
};

/** Adds the groups of one file. Faults are reported with their lines; BGT_BAD then and
 * nothing was added. */
bgt_status bgt_statement_rules_add(struct bgt_statements *statements,
                                   struct bgt_tree *root, const char *file,
                                   struct bgt_reporter *reporter);

#endif
