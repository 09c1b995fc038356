/**
 * io/yaml.h: guarded YAML events over libyaml. For env->yaml_open and the functions
 * beside it.
 *
 * One document; no anchors, aliases or tags; keys are scalars and no key stands twice in
 * a mapping; `depth` and `cell_bytes` (of a scalar) bounded. UTF-8, or what io/decode.h
 * finds.
 *
 * Errors: YAML_SYNTAX, YAML_ALIAS, YAML_TAG, YAML_KEY, YAML_DUPLICATE_KEY,
 * YAML_MORE_DOCUMENTS, YAML_NO_DOCUMENT, LIMIT_REACHED and those of decoding; place is
 * line and column.
 */
#ifndef BGT_IO_YAML_H
#define BGT_IO_YAML_H

#include "budget/stream.h"
#include "io/io.h"

/** Opens a parser on an input, which is borrowed until close and read from its beginning.
 * `*out` is set on BGT_OK only; end it with bgt_yaml_close. */
bgt_status bgt_yaml_open(const struct bgt_io *io, struct bgt_input *input,
                         struct bgt_yaml **out);

/** The next event: BGT_OK; BGT_END with the event BGT_YAML_END, and again ever after; or
 * an error, after which the parser has ended. */
bgt_status bgt_yaml_next(struct bgt_yaml *yaml, struct bgt_yaml_event *event);

/** Ends a parser; null is allowed. */
void bgt_yaml_close(struct bgt_yaml *yaml);

#endif
