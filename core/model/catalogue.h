/**
 * model/catalogue.h: classification code lists (科目), by scheme and year.
 *
 * Schemes are the names in the `catalogue` member of a field: exp_func, dep_bgt_eco,
 * gov_bgt_eco, fund_type, pro_cat, bgt_type, administrative_region. Files stand under
 * `formats/catalogues/`; its README states where each list comes from. The list of a year
 * is the one whose span of years holds it; there is no falling back to another span.
 * Lists that are not complete may confirm a code or name and never refuse one.
 *
 * Loaded once, read-only afterwards: any thread.
 */
#ifndef MODEL_CATALOGUE_H
#define MODEL_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "budget/status.h"

struct bgt_reporter;

/** One row of a code list. Text is zero-terminated, lives as long as the catalogues. */
struct bgt_catalogue_entry {
    const char *code;
    const char *name;
    const char *parent;   /**< Code one level up; "" at the top. */
    uint16_t code_length; /**< Bytes. */
    uint16_t name_length; /**< Bytes. */
    uint16_t year;        /**< Latest year in which the row was seen. */
    uint8_t level;        /**< 1 类, 2 款, 3 项. */
    uint8_t is_leaf;      /**< No row of the list names it as its parent. */
};

/** One list: a scheme in a span of years. */
struct bgt_catalogue {
    const char *scheme;
    uint16_t first_year;
    uint16_t last_year; /**< 0: still in force. */
    bool is_complete;   /**< Not listed means not existing. */
    size_t count;
    const struct bgt_catalogue_entry *entries; /**< Sorted by code, bytewise. */
    const uint32_t *by_name; /**< Indexes of `entries`, sorted by parent, then name. */
};

struct bgt_catalogues;

/**
 * Loads all lists that `index.csv` in `folder` names.
 *
 * @param folder   path of `formats/catalogues`
 * @param reporter where faults go: CATALOGUE_INVALID with file and line, FILE_*.
 * @return BGT_OK; BGT_FATAL (reported); BGT_NO_MEMORY. `*catalogues` is set only with
 * BGT_OK; end it with bgt_catalogues_close.
 */
bgt_status bgt_catalogues_load(const char *folder, struct bgt_reporter *reporter,
                               struct bgt_catalogues **catalogues);

/** Ends catalogues; null is allowed. */
void bgt_catalogues_close(struct bgt_catalogues *catalogues);

/** Number of lists, and a list by number. For listings. */
size_t bgt_catalogues_count(const struct bgt_catalogues *catalogues);
const struct bgt_catalogue *bgt_catalogues_get(const struct bgt_catalogues *catalogues,
                                               size_t number);

/** The list of a scheme for a year (`year` 0: the newest), or null. */
const struct bgt_catalogue *bgt_catalogue_of(const struct bgt_catalogues *catalogues,
                                             const char *scheme, unsigned year);

/** The row of exactly this code, or null. `year` as in bgt_catalogue_of. */
const struct bgt_catalogue_entry *
bgt_catalogue_by_code(const struct bgt_catalogues *catalogues, const char *scheme,
                      unsigned year, const char *code, size_t length);

/** The row of the longest known code that `code` begins with, or null. Local systems
 * extend codes on the right, so a longer code counts by its longest known prefix and is
 * kept whole. */
const struct bgt_catalogue_entry *
bgt_catalogue_by_prefix(const struct bgt_catalogues *catalogues, const char *scheme,
                        unsigned year, const char *code, size_t length);

/** The one row of this exact name below `parent` ("" for the top level), or null where
 * none or more than one has it. Names are only unique inside their parent: 住房公积金 is
 * 2210201, 30113 and 50103. */
const struct bgt_catalogue_entry *
bgt_catalogue_by_name(const struct bgt_catalogues *catalogues, const char *scheme,
                      unsigned year, const char *parent, struct bgt_slice name);

#endif
