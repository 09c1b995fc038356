/**
 * model/model.h: the model as the core sees it: entity and field numbers as constants.
 *
 * `BGT_ENTITY_line` is an entity's number, `BGT_line_exp_func_code` a field's number
 * within its entity. They hold for this build only; plugins get the same through
 * `env->model`.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "budget/model.h"

/* One enum of field numbers for each entity. */
#define BGT_ENTITY_BEGIN(entity, label)                                                  \
    enum bgt_##entity##_field                                                            \
    {
#define BGT_FIELD(entity, key, type, flags, label, catalogue, choices, aliases)          \
    BGT_##entity##_##key,
#define BGT_ENTITY_END(entity)                                                           \
    BGT_##entity##_field_count                                                           \
    }                                                                                    \
    ;
/* clang-format off */
#include "model/entities.def"
/* clang-format on */
#undef BGT_ENTITY_BEGIN
#undef BGT_FIELD
#undef BGT_ENTITY_END

/* The enum of entity numbers. */
enum bgt_entity_number {
#define BGT_ENTITY_BEGIN(entity, label) BGT_ENTITY_##entity,
#define BGT_FIELD(entity, key, type, flags, label, catalogue, choices, aliases)
#define BGT_ENTITY_END(entity)
#include "model/entities.def"
#undef BGT_ENTITY_BEGIN
#undef BGT_FIELD
#undef BGT_ENTITY_END
    BGT_ENTITY_COUNT
};

/** The one model; constant, lives as long as the process. */
const struct bgt_model *bgt_model(void);

/** Descriptor of an entity by its number. */
const struct bgt_entity *bgt_entity(enum bgt_entity_number number);

/** Descriptor of a field of `line` by its number. */
const struct bgt_field *bgt_line_field(unsigned number);

#endif
