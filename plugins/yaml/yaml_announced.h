/*
 * The field set of the table that is being read: kept until its record is complete.
 */
#ifndef PLUGINS_YAML_ANNOUNCED_H
#define PLUGINS_YAML_ANNOUNCED_H

#include "yaml_options.h"
#include "yaml_pull.h"

enum { BGT_YAML_FIELD_WORDS = 16 }; /**< 64 fields each. */

/** One member of the set. */
struct bgt_yaml_announcement {
    uint32_t column; /**< Field number, or BGT_FIELD_EXTRA. */
    uint32_t type;   /**< Extras: enum bgt_yaml_mark. */
    size_t name_offset, name_length;
    uint64_t line; /**< Where it stands. */
    uint32_t place_column;
};

/** The set. Zeroed before use. */
struct bgt_yaml_announced {
    struct bgt_yaml_announcement *list;
    size_t count, capacity;
    char *names;
    size_t names_length, names_capacity;
    uint64_t bits[BGT_YAML_FIELD_WORDS];
};

/** Empties the set and keeps its memory. */
void bgt_yaml_announced_reset(struct bgt_yaml_announced *announced);

/** Reads the sequence after the key `fields`. BGT_OK: read on. */
bgt_status bgt_yaml_announced_read(struct bgt_yaml_announced *announced,
                                   struct bgt_yaml_pull *pull,
                                   const struct bgt_entity *line);

/** Appends the set's values to the last item. */
bgt_status bgt_yaml_announced_put(const struct bgt_yaml_announced *announced,
                                  struct bgt_batch *batch);

/** Frees the set. */
void bgt_yaml_announced_clear(struct bgt_yaml_announced *announced);

#endif
