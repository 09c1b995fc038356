/*
 * Which fields the lines of a file have, where the file does not announce them: a first
 * pass over it.
 */
#ifndef PLUGINS_FISCAL_XML_SCAN_H
#define PLUGINS_FISCAL_XML_SCAN_H

#include "fiscal_values.h"

/** What the lines of one row element hold. */
struct bgt_fiscal_found {
    struct bgt_fiscal_found *next;
    const char *element;
    uint64_t numbers[BGT_FISCAL_BITS];
    struct bgt_fiscal_extra_name *extras;
};

/** The result. Zeroed before use. */
struct bgt_fiscal_scan {
    struct bgt_fiscal_pool pool;
    struct bgt_fiscal_found *found;
    bool is_done;
};

/** Reads the rest of a source and adds what it holds. */
bgt_status bgt_fiscal_scan_source(struct bgt_fiscal_scan *scan,
                                  struct bgt_fiscal_source *source);

/** Appends the field set of a row element to the last item, a FIELDS item, and sets its
 * bits. `row` is the dialect's row, or its row of any line. */
bgt_status bgt_fiscal_scan_put(const struct bgt_fiscal_scan *scan, const char *element,
                               const struct bgt_fiscal_row *row, struct bgt_batch *batch,
                               uint64_t bits[BGT_FISCAL_BITS]);

/** Frees it. */
void bgt_fiscal_scan_clear(struct bgt_fiscal_scan *scan);

#endif
