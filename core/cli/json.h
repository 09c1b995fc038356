/**
 * cli/json.h: one JSON object a line on standard output, for `--messages json`.
 *
 * Every object begins with `kind`. Keys are ASCII; text that is not UTF-8 has U+FFFD for
 * the bytes that are not.
 */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bgt_terminal;

/** Begins an object: `{"kind":"table"`. */
void bgt_json_begin(struct bgt_terminal *terminal, const char *kind);

/** A text; null gives `null`. */
void bgt_json_text(struct bgt_terminal *terminal, const char *key, const char *text);

/** A text of some bytes. */
void bgt_json_bytes(struct bgt_terminal *terminal, const char *key, const char *text,
                    size_t length);

/** A whole number. */
void bgt_json_number(struct bgt_terminal *terminal, const char *key, uint64_t number);

/** `true` or `false`. */
void bgt_json_bool(struct bgt_terminal *terminal, const char *key, bool value);

/** A list of texts. `items` may be null where `count` is 0. */
void bgt_json_list(struct bgt_terminal *terminal, const char *key,
                   const char *const *items, size_t count);

/** A list closed by a null; null is an empty one. */
void bgt_json_words(struct bgt_terminal *terminal, const char *key,
                    const char *const *items);

/** Ends the object and the line. */
void bgt_json_end(struct bgt_terminal *terminal);

#endif
