/*
 * One record as YAML: its fields as keys of a mapping, then its extras.
 */
#ifndef PLUGINS_YAML_RECORD_H
#define PLUGINS_YAML_RECORD_H

#include "yaml_emit.h"
#include "yaml_options.h"

/** What is being written. Everything is borrowed for the call. */
struct bgt_yaml_record {
    struct bgt_yaml_emitter *emitter;
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_entity *entity;      /**< Whose fields the values are. */
    const struct bgt_yaml_shared *shared; /**< Lines: what is left out; else null. */
    size_t shared_count;
    bool has_plain_numbers;
};

/** Why an item cannot be written, or null. Nothing is written. `*value` is the one to
 * blame. */
const char *bgt_yaml_record_check(const struct bgt_yaml_record *record,
                                  const struct bgt_value **value);

/** Writes key and value of every field, then `extras`. */
bgt_status bgt_yaml_record_pairs(const struct bgt_yaml_record *record);

/** Writes the values of a FIELDS item as a sequence: keys, and extras by name. */
bgt_status bgt_yaml_record_fields(const struct bgt_yaml_record *record);

/** Whether a line's value is stated by its table and not repeated. */
bool bgt_yaml_is_from_table(const struct bgt_yaml_record *record,
                            const struct bgt_value *value);

#endif
