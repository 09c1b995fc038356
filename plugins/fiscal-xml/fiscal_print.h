/*
 * XML text going out: buffered, escaped, in the target's encoding.
 */
#ifndef PLUGINS_FISCAL_XML_PRINT_H
#define PLUGINS_FISCAL_XML_PRINT_H

#include <stdbool.h>

#include "budget/plugin.h"

/** One file. Zeroed before use. Keeps the first failure and writes nothing after it. */
struct bgt_fiscal_print {
    const struct bgt_env *env;
    struct bgt_output *member; /**< Ours, of a folder; null: the target itself. */
    struct bgt_output *encoded;
    struct bgt_output *sink;
    size_t used;
    bgt_status status;
    char bytes[32768];
};

/** Begins a file: `name` in a folder, or null for the target itself. `encoding` null:
 * UTF-8. */
bgt_status bgt_fiscal_print_open(struct bgt_fiscal_print *print,
                                 const struct bgt_env *env, struct bgt_output *output,
                                 const char *name, const char *encoding);

/** Writes text as it is. */
void bgt_fiscal_print_raw(struct bgt_fiscal_print *print, const char *text);

/** Writes text with what XML needs escaped, line breaks too where it is an attribute's.
 */
void bgt_fiscal_print_text(struct bgt_fiscal_print *print, const char *text,
                           size_t length, bool is_attribute);

/** Whether every character of a text may stand in XML 1.0. */
bool bgt_fiscal_is_char_data(const char *text, size_t length);

/** Writes what is left and ends the file. */
bgt_status bgt_fiscal_print_finish(struct bgt_fiscal_print *print);

/** Gives everything back. */
void bgt_fiscal_print_close(struct bgt_fiscal_print *print);

#endif
