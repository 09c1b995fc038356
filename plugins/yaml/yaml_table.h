/*
 * A table: its record, its field set, its lines, its end.
 */
#ifndef PLUGINS_YAML_TABLE_H
#define PLUGINS_YAML_TABLE_H

#include "yaml_announced.h"

/** The table that is being read. */
struct bgt_yaml_table {
    struct bgt_yaml_pull *pull;
    const struct bgt_entity *table;
    const struct bgt_entity *line;
    struct bgt_yaml_announced announced;
    struct bgt_yaml_shared shared[BGT_YAML_SHARED_MAX];
    size_t shared_count;
    uint64_t lines;  /**< Lines so far. */
    bool has_fields; /**< `fields` was read. */
    bool has_lines;  /**< `lines` was met. */
    bool has_end;    /**< The TABLE_END item has begun. */
    uint16_t next_field;
};

/** Reads the table's record and field set, to the first line or the end of its mapping,
 * which has begun. `*has_lines`: lines follow. BGT_OK: read on, as for all functions
 * here. */
bgt_status bgt_yaml_table_begin(struct bgt_yaml_table *table, struct bgt_batch *batch,
                                bool *has_lines);

/** Reads one line. `*is_end`: the lines are over and nothing was appended. */
bgt_status bgt_yaml_table_line(struct bgt_yaml_table *table, struct bgt_batch *batch,
                               bool *is_end);

/** Reads what follows the lines, to the end of the mapping, and ends the table. */
bgt_status bgt_yaml_table_end(struct bgt_yaml_table *table, struct bgt_batch *batch);

#endif
