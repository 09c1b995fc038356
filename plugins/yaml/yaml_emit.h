/*
 * YAML text through libyaml's emitter: every call checked, no line folded, no value that
 * a YAML 1.1 reader could take for a number, a date or a truth value.
 */
#ifndef PLUGINS_YAML_EMIT_H
#define PLUGINS_YAML_EMIT_H

#include <stdbool.h>
#include <yaml.h>

#include "budget/plugin.h"

/** The emitter. Zeroed before bgt_yaml_emit_open(). A failure is kept: all later calls do
 * nothing and answer it. */
struct bgt_yaml_emitter {
    yaml_emitter_t emitter;
    struct bgt_output *output;
    bool is_open;
    bgt_status status;
    bool has_bad_text; /**< The failure was a text that is no valid UTF-8. */
};

/** Begins the document. `output` is borrowed until close. */
bgt_status bgt_yaml_emit_open(struct bgt_yaml_emitter *emitter,
                              struct bgt_output *output);

/** Begins a mapping, in braces and one line where `is_flow`. */
bgt_status bgt_yaml_emit_mapping(struct bgt_yaml_emitter *emitter, bool is_flow);
bgt_status bgt_yaml_emit_mapping_end(struct bgt_yaml_emitter *emitter);

/** Begins a sequence, in brackets and one line where `is_flow`. */
bgt_status bgt_yaml_emit_sequence(struct bgt_yaml_emitter *emitter, bool is_flow);
bgt_status bgt_yaml_emit_sequence_end(struct bgt_yaml_emitter *emitter);

/** A scalar without quotes: keys of the format and the model; numbers where asked for. */
bgt_status bgt_yaml_emit_plain(struct bgt_yaml_emitter *emitter, const char *text,
                               size_t length);

/** A key. */
bgt_status bgt_yaml_emit_key(struct bgt_yaml_emitter *emitter, const char *key);

/** Text: in single quotes; as a literal block where `is_block` and it has lines that a
 * block keeps exactly; else in double quotes with escapes. BGT_FATAL with `has_bad_text`
 * where it is no UTF-8. */
bgt_status bgt_yaml_emit_text(struct bgt_yaml_emitter *emitter, const char *text,
                              size_t length, bool is_block);

/** Ends the document and hands all bytes to the output. */
bgt_status bgt_yaml_emit_finish(struct bgt_yaml_emitter *emitter);

/** Frees the emitter. */
void bgt_yaml_emit_close(struct bgt_yaml_emitter *emitter);

#endif
