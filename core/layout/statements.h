/**
 * layout/statements.h: figures in the prose become statements.
 *
 * Pattern files (`formats/statements/NAME.yaml`, docs/statements.md) say by which words
 * a figure is known. They are compiled once; a finder takes the sections of a document
 * in order and tells each statement it finds. Lines and text are never changed.
 *
 * Compiled statements are read-only: any thread. A finder belongs to one job.
 */
#ifndef LAYOUT_STATEMENTS_H
#define LAYOUT_STATEMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "budget/decimal.h"
#include "budget/limits.h"
#include "budget/status.h"

struct bgt_reporter;
struct bgt_statements;
struct bgt_statement_finder;

/** Compiles all files of a folder. A file with faults is left out, each fault reported
 * with its line. BGT_OK; BGT_NO_MEMORY; BGT_LIMIT (reported). `*statements` is set on
 * BGT_OK only; end it with bgt_statements_close. */
bgt_status bgt_statements_load(const char *folder, const struct bgt_limits *limits,
                               struct bgt_reporter *reporter,
                               struct bgt_statements **statements);

/** Ends them; null is allowed. */
void bgt_statements_close(struct bgt_statements *statements);

/** How many patterns there are. */
size_t bgt_statements_count(const struct bgt_statements *statements);

/** A section as it passes. Borrowed for the call. */
struct bgt_statement_section {
    uint64_t level; /**< 0: not stated. */
    struct bgt_slice heading;
    struct bgt_slice body; /**< "" where it holds no prose. */
};

/** A statement that was found. Borrowed for the call; text is "" where there is none. */
struct bgt_statement {
    struct bgt_slice key, label, unit, as_of, table_id, row, measure;
    const char *direction; /**< Or null. */
    bool has_value;
    struct bgt_decimal value;
    struct bgt_slice raw; /**< As it stands in the body. */
    uint64_t line;        /**< Line breaks of the body before it. */
};

/** Where statements go. */
struct bgt_statement_sink {
    void *state;
    bgt_status (*put)(void *state, const struct bgt_statement *statement);
    /** A figure with its unit that no pattern takes; may be null. */
    bgt_status (*unclaimed)(void *state, struct bgt_slice raw, uint64_t line);
};

/** Makes a finder for one document. BGT_OK or BGT_NO_MEMORY. */
bgt_status bgt_statement_finder_open(const struct bgt_statements *statements,
                                     struct bgt_statement_finder **finder);

/**
 * Finds the statements of a section.
 *
 * @param is_given_up set where the section was so long or so odd that the matcher gave
 * up on its rest.
 * @return BGT_OK, what the sink answered, BGT_NO_MEMORY or BGT_LIMIT (text too long).
 */
bgt_status bgt_statement_finder_take(struct bgt_statement_finder *finder,
                                     const struct bgt_statement_section *section,
                                     const struct bgt_statement_sink *sink,
                                     bool *is_given_up);

/** Ends a finder; null is allowed. */
void bgt_statement_finder_close(struct bgt_statement_finder *finder);

#endif
