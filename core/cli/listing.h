/**
 * cli/listing.h: rows of short texts, printed in columns that line up.
 *
 * Widths are those of a terminal (a Chinese character takes two columns). Foreign text is
 * made safe: control characters show as `\x1B`.
 */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct bgt_terminal;

/** Most columns of a listing. */
#define BGT_LISTING_COLUMNS 8

struct bgt_listing_row;

/** A listing. Private fields. */
struct bgt_listing {
    struct bgt_arena arena;
    struct bgt_listing_row *first;
    struct bgt_listing_row *last;
    unsigned columns;
    uint32_t right; /* Bit 1 << column: aligned right. */
    unsigned widths[BGT_LISTING_COLUMNS];
    const char *colour; /* Of rows added next. */
    bool has_failed;
};

/** Makes an empty listing of at most BGT_LISTING_COLUMNS columns; `right` has a bit
 * 1 << column for each column that is aligned right. Cannot fail. */
void bgt_listing_open(struct bgt_listing *listing, unsigned columns, uint32_t right);

/** Adds a row of `columns` texts, copied; null is an empty one. Want of memory is told by
 * bgt_listing_print. */
void bgt_listing_add(struct bgt_listing *listing, const char *const *cells);

/** Colours the rows added from now on: `sequence` is the number of an SGR colour ("31"),
 * static; null: none. Only for a terminal. */
void bgt_listing_colour(struct bgt_listing *listing, const char *sequence);

/** Whether no row was added. */
bool bgt_listing_is_empty(const struct bgt_listing *listing);

/** Prints all rows, indented, each closed by a line feed. */
void bgt_listing_print(struct bgt_listing *listing, struct bgt_terminal *terminal,
                       unsigned indent);

/** Gives the memory back. */
void bgt_listing_close(struct bgt_listing *listing);

#endif
