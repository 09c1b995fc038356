/*
 * Records from YAML events: fields by the model's types, marked values, extras.
 */
#ifndef PLUGINS_YAML_VALUES_H
#define PLUGINS_YAML_VALUES_H

#include "yaml_options.h"
#include "yaml_pull.h"

/** What values are read for. */
struct bgt_yaml_target {
    struct bgt_batch *batch;
    const struct bgt_entity *entity;
    const uint64_t
        *announced;   /**< Lines: one bit for each field of the table; else null. */
    uint64_t *absent; /**< Lines: receives the fields marked absent; else null. */
    const char *const *words; /**< Further keys that may stand here, null-terminated. */
    uint16_t next_field;      /**< Where the search for the next key begins. */
};

/** Begins an item at the present event, with the path as its place. */
bgt_status bgt_yaml_begin_item(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                               enum bgt_item_kind kind, const struct bgt_entity *entity);

/** Reads the pair whose key is the present event into the last item: a field, or
 * `extras`. A key that is neither is reported with the nearest one, and its value
 * skipped. */
bgt_status bgt_yaml_read_pair(struct bgt_yaml_pull *pull, struct bgt_yaml_target *target);

/** Reads pairs until the mapping, which has begun, ends. */
bgt_status bgt_yaml_read_pairs(struct bgt_yaml_pull *pull,
                               struct bgt_yaml_target *target);

/** Reports the present event, a key that is none of the entity's fields (null: none) and
 * `words`, with the nearest of them. Does not skip. */
bgt_status bgt_yaml_unknown_key(struct bgt_yaml_pull *pull,
                                const struct bgt_entity *entity,
                                const char *const *words);

/** The field whose key is the present event, or null. */
const struct bgt_field *bgt_yaml_find_field(const struct bgt_yaml_pull *pull,
                                            const struct bgt_entity *entity,
                                            uint16_t first);

#endif
