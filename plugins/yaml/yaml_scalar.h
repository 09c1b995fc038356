/*
 * One scalar into the last item of a batch: by its field's type, or by its mark.
 */
#ifndef PLUGINS_YAML_SCALAR_H
#define PLUGINS_YAML_SCALAR_H

#include "yaml_options.h"
#include "yaml_pull.h"

/** Reports the present event with up to two arguments. BGT_OK: read on. */
bgt_status bgt_yaml_refuse(struct bgt_yaml_pull *pull, const char *code,
                           const char *first, const char *second);

/** The same for a whole value, which is then skipped. */
bgt_status bgt_yaml_refuse_value(struct bgt_yaml_pull *pull, const char *code);

/** The present event is the value of a field: what it is, says the field's type. Nothing
 * at all
 * (`title:`) is a blank. */
bgt_status bgt_yaml_read_natural(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                                 const struct bgt_field *field);

/** The present event is the scalar after a mark that is not `absent`. */
bgt_status bgt_yaml_read_marked(struct bgt_yaml_pull *pull, struct bgt_batch *batch,
                                uint32_t column, enum bgt_yaml_mark mark);

#endif
