/**
 * model.h: the canonical budget model, described as data.
 *
 * Entities and fields are declared once, in `core/model/entities.def`; plugins see them
 * through `env->model` and never name a field key in their sources: a writer loops over
 * an entity's fields and acts on their type, so a new field needs no change in any
 * plugin.
 *
 * Entity and field numbers hold for one process only. A plugin never stores them and
 * never compiles them in. Keys are the column names of the Ministry of Finance's
 * technical standard of the integrated budget management system
 * (预算管理一体化系统技术标准), in lower case.
 */
#ifndef BUDGET_MODEL_H
#define BUDGET_MODEL_H

#include <stddef.h>
#include <stdint.h>

/** What a field's value is. Decides how it is written: everything but AMOUNT, COUNT and
 * YEAR (decimal) is text. */
enum bgt_type {
    BGT_CODE = 0, /**< Text of digits or letters; leading zeros count. Never a number. */
    BGT_TEXT = 1, /**< Free text, UTF-8. */
    BGT_AMOUNT =
        2,         /**< Exact decimal in the table's amount unit; trailing zeros count. */
    BGT_COUNT = 3, /**< A whole number of the host's own (row numbers, levels). */
    BGT_DATE = 4,  /**< Text `yyyyMMdd`, `yyyy-MM-dd` or as printed. */
    BGT_YEAR = 5,  /**< Text of four digits. */
    BGT_BOOL = 6,  /**< Text `1` 是 or `2` 否 (code list VD00001 of the standard). */
    BGT_ENUM = 7   /**< Text, one of the field's `choices`. */
};

/** Whether a value is there. Absent, blank and zero are three different things. */
enum bgt_state {
    BGT_ABSENT = 0, /**< The field is not announced for this record. Never stored. */
    BGT_BLANK = 1,  /**< Announced and empty. `text` may keep a printed dash. */
    BGT_PRESENT = 2
};

/** Flags of a field. */
enum bgt_field_flags {
    BGT_FIELD_DIMENSION =
        1 << 0, /**< A dimension of a line: says what the figure is about. */
    BGT_FIELD_MEASURE = 1 << 1, /**< A measure of a line: a figure. */
    BGT_FIELD_HOUSE =
        1 << 2, /**< Bookkeeping of the stream (row_no, seq), not budget data. */
    BGT_FIELD_COMMON =
        1 << 3, /**< A line takes it from the document unless it differs. */
    BGT_FIELD_MULTILINE = 1 << 4, /**< Text that may hold line breaks. */
    BGT_FIELD_RATE = 1 << 5,      /**< A measure in per cent, whatever the amount unit. */
    BGT_FIELD_COUNTED = 1 << 6 /**< A measure in the line's `measmt_unit`, no amount. */
};

/** One field. All pointers are constant and live as long as the process. */
struct bgt_field {
    uint16_t number; /**< Position in `bgt_entity.fields`, from 0. */
    uint8_t type;    /**< enum bgt_type */
    uint8_t reserved;
    uint32_t flags;             /**< enum bgt_field_flags */
    const char *key;            /**< `exp_func_code` */
    const char *label;          /**< Chinese label, `支出功能分类科目代码` */
    const char *catalogue;      /**< Scheme of the code list, or null. See catalogues. */
    const char *const *aliases; /**< Other labels seen, null-terminated; never null. */
    const char *const
        *choices; /**< For BGT_ENUM: allowed values, null-terminated; else null. */
};

/** One entity. */
struct bgt_entity {
    uint16_t number; /**< Position in `bgt_model.entities`, from 0. */
    uint16_t field_count;
    uint32_t
        field_stride;  /**< Bytes from one field to the next: may exceed sizeof here. */
    const char *key;   /**< `line` */
    const char *label; /**< `行` */
    const struct bgt_field *fields;
};

/** The model. */
struct bgt_model {
    uint32_t struct_size;
    uint16_t entity_count;
    uint16_t reserved;
    uint32_t entity_stride;
    const struct bgt_entity *entities;
};

/** Number of an extra: a named value that the model does not know. Its name is in the
 * value. */
#define BGT_FIELD_EXTRA 0xFFFFu

/** Entity by number; `number` must be below `model->entity_count`. */
static inline const struct bgt_entity *bgt_model_entity(const struct bgt_model *model,
                                                        uint16_t number)
{
    const char *base = (const char *)model->entities;
    return (const struct bgt_entity *)(const void *)(base + (size_t)number *
                                                                model->entity_stride);
}

/** Field by number; `number` must be below `entity->field_count`. */
static inline const struct bgt_field *bgt_entity_field(const struct bgt_entity *entity,
                                                       uint16_t number)
{
    const char *base = (const char *)entity->fields;
    return (const struct bgt_field *)(const void *)(base + (size_t)number *
                                                               entity->field_stride);
}

/** Entity by key, or null. Linear: look it up once, at open. */
static inline const struct bgt_entity *bgt_model_find(const struct bgt_model *model,
                                                      const char *key, size_t length)
{
    for (uint16_t i = 0; i < model->entity_count; i++) {
        const struct bgt_entity *entity = bgt_model_entity(model, i);
        size_t n = 0;
        while (n < length && entity->key[n] != '\0' && entity->key[n] == key[n])
            n++;
        if (n == length && entity->key[n] == '\0')
            return entity;
    }
    return NULL;
}

/** Field by key, or null. Linear in the entity's fields. */
static inline const struct bgt_field *bgt_entity_find(const struct bgt_entity *entity,
                                                      const char *key, size_t length)
{
    for (uint16_t i = 0; i < entity->field_count; i++) {
        const struct bgt_field *field = bgt_entity_field(entity, i);
        size_t n = 0;
        while (n < length && field->key[n] != '\0' && field->key[n] == key[n])
            n++;
        if (n == length && field->key[n] == '\0')
            return field;
    }
    return NULL;
}

#endif
