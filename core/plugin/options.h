/**
 * plugin/options.h: `-i KEY=VALUE` and `-o KEY=VALUE` against a table of options.
 *
 * The table is the manifest's before a plugin is loaded and the descriptor's after; both
 * are the same. Nothing here loads or runs a plugin. All functions are pure but for what
 * they report; any thread.
 */
#ifndef BGT_PLUGIN_OPTIONS_H
#define BGT_PLUGIN_OPTIONS_H

#include "base/arena.h"
#include "budget/plugin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bgt_reporter;

/** Which side an option is given for. */
enum bgt_direction { BGT_FOR_READER = 0, BGT_FOR_WRITER = 1 };

/** A table of options. All borrowed. */
struct bgt_option_table {
    const struct bgt_option *options;
    uint32_t count;
    uint32_t stride;   /**< Bytes from one option to the next. */
    const char *owner; /**< Id of the plugin, for messages. */
    enum bgt_direction direction;
    /** Further names that are valid on the same command line but resolved elsewhere (the
     * host's own options): not unknown, and offered in messages. Null: none. */
    const struct bgt_option_table *next;
    /** Not to report names that are in no table: somebody else does. */
    bool ignores_unknown;
};

/** The option at @p index, which is below the count. */
const struct bgt_option *bgt_option_at(const struct bgt_option_table *table,
                                       uint32_t index);

/** The index of a name among the options of the table's direction; UINT32_MAX: none.
 * `next` is not searched. */
uint32_t bgt_option_find(const struct bgt_option_table *table, const char *name,
                         size_t length);

/** A whole number with an optional sign within 64 bits; false, and @p value unchanged,
 * for anything else. */
bool bgt_option_parse_integer(const char *text, int64_t *value);

/** Whether @p text is a valid value; fills `text` (borrowed) and `integer` of @p value.
 */
bool bgt_option_parse(const struct bgt_option *option, const char *text,
                      struct bgt_option_value *value);

/**
 * Resolves what the user gave.
 *
 * Every fault is reported, not just the first: OPTION_SYNTAX (no `=`), OPTION_UNKNOWN
 * (with the nearest name and all valid ones), OPTION_DIRECTION (known for the other side
 * only), OPTION_VALUE (with what is allowed), OPTION_TWICE (given twice with different
 * values).
 *
 * @param given  `KEY=VALUE` texts, null-terminated; may be null. Borrowed as long as the
 * values.
 * @param arena  holds the values.
 * @param values receives one value for each option of the table, at its index: given,
 * default, or null text; never null, even for an empty table.
 * @return BGT_OK; BGT_BAD when faults were reported; BGT_NO_MEMORY or BGT_LIMIT from the
 * arena.
 */
bgt_status bgt_options_resolve(const struct bgt_option_table *table,
                               const char *const *given, struct bgt_arena *arena,
                               struct bgt_reporter *reporter,
                               struct bgt_option_value **values);

#endif
