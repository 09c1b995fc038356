#include "model/model.h"

/* Flags, short in entities.def so that a field stays on one line. */
#define D BGT_FIELD_DIMENSION
#define M BGT_FIELD_MEASURE
#define H BGT_FIELD_HOUSE
#define C BGT_FIELD_COMMON
#define L BGT_FIELD_MULTILINE
#define R BGT_FIELD_RATE
#define N BGT_FIELD_COUNTED

#define NONE         ((const char *const[]){NULL})
#define ALIASES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define CHOICES(...) ((const char *const[]){__VA_ARGS__, NULL})

#define BGT_ENTITY_BEGIN(entity, label)                                                  \
    static const struct bgt_field entity##_fields[] = {
#define BGT_FIELD(entity, key, type, flags, label, catalogue, choices, aliases)          \
    {BGT_##entity##_##key,                                                               \
     BGT_##type,                                                                         \
     0,                                                                                  \
     flags,                                                                              \
     #key,                                                                               \
     label,                                                                              \
     catalogue,                                                                          \
     aliases,                                                                            \
     choices},
#define BGT_ENTITY_END(entity)                                                           \
    }                                                                                    \
    ;
/* clang-format off */
#include "model/entities.def"
/* clang-format on */
#undef BGT_ENTITY_BEGIN
#undef BGT_FIELD
#undef BGT_ENTITY_END

static const struct bgt_entity entities[] = {
#define BGT_ENTITY_BEGIN(entity, label)                                                  \
    {BGT_ENTITY_##entity,                                                                \
     BGT_##entity##_field_count,                                                         \
     sizeof(struct bgt_field),                                                           \
     #entity,                                                                            \
     label,                                                                              \
     entity##_fields},
#define BGT_FIELD(entity, key, type, flags, label, catalogue, choices, aliases)
#define BGT_ENTITY_END(entity)
#include "model/entities.def"
#undef BGT_ENTITY_BEGIN
#undef BGT_FIELD
#undef BGT_ENTITY_END
};

static const struct bgt_model model = {sizeof(struct bgt_model), BGT_ENTITY_COUNT, 0,
                                       sizeof(struct bgt_entity), entities};

const struct bgt_model *bgt_model(void)
{
    return &model;
}

const struct bgt_entity *bgt_entity(enum bgt_entity_number number)
{
    return &entities[number];
}

const struct bgt_field *bgt_line_field(unsigned number)
{
    return &line_fields[number];
}
