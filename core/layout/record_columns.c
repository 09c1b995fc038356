#include "layout/record_columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/intern.h"
#include "diag/bounds.h"

#define NAMES_BYTES (64u << 20)

/* An extra by name, type and number among equals of one record. */
struct extra {
    struct bgt_slice name; /* In the interner of names. */
    uint32_t name_id;
    uint8_t type;
    uint32_t column;
    uint64_t record; /* The record that last had it, and how often. */
    uint32_t seen;
};

struct bgt_record_columns {
    const struct bgt_entity *entity;
    const struct bgt_limits *limits;
    struct bgt_reporter *reporter;
    bool *has_field;            /* By field number. */
    uint32_t *field_column;     /* By field number: column + 1, 0 none. */
    struct bgt_interner *names; /* Names of extras. */
    bool *announced;            /* By id of the name - 1: announced, no value seen. */
    size_t announced_capacity;
    struct bgt_interner *keys; /* Keys of extras; the id is the index + 1. */
    struct bgt_buffer key;
    struct extra *extras;
    size_t extra_capacity;
    uint64_t record; /* Number of the record at hand. */
    struct bgt_record_column *columns;
    size_t column_count;
    char *headers; /* Text of the columns' names. */
    const struct bgt_value **slots;
};

static const struct {
    uint8_t type;
    const char *prefix;
} prefixes[] = {{BGT_VALUE_TEXT, "x:"},
                {BGT_VALUE_NUMBER, "x.number:"},
                {BGT_VALUE_BOOLEAN, "x.boolean:"},
                {BGT_VALUE_DATE, "x.date:"},
                {BGT_VALUE_ERROR, "x.error:"}};

const char *bgt_extra_prefix(uint8_t type)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (prefixes[i].type == type)
            return prefixes[i].prefix;
    return prefixes[0].prefix;
}

bool bgt_extra_parse(struct bgt_slice header, uint8_t *type, struct bgt_slice *name)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t length = strlen(prefixes[i].prefix);
        /* An extra has a name: the prefix alone is a header like any other. */
        if (header.length == length ||
            !bgt_text_starts_with(header.text, header.length, prefixes[i].prefix))
            continue;
        *type = prefixes[i].type;
        *name = (struct bgt_slice){header.text + length, header.length - length};
        return true;
    }
    return false;
}

bgt_status bgt_record_columns_open(enum bgt_entity_number entity,
                                   const struct bgt_limits *limits,
                                   struct bgt_reporter *reporter,
                                   struct bgt_record_columns **columns)
{
    struct bgt_interner_options options = {.maximum_bytes = NAMES_BYTES};
    struct bgt_record_columns *made = calloc(1, sizeof *made);
    if (made == NULL)
        return BGT_NO_MEMORY;
    made->entity = bgt_entity(entity);
    made->limits = limits;
    made->reporter = reporter;
    made->has_field = calloc(made->entity->field_count, sizeof *made->has_field);
    made->field_column = calloc(made->entity->field_count, sizeof *made->field_column);
    bgt_buffer_init(&made->key, NULL, UINT16_MAX + 64);
    bgt_status status = bgt_interner_open(&options, &made->names);
    if (status == BGT_OK)
        status = bgt_interner_open(&options, &made->keys);
    if (status != BGT_OK || made->has_field == NULL || made->field_column == NULL) {
        bgt_record_columns_close(made);
        return BGT_NO_MEMORY;
    }
    *columns = made;
    return BGT_OK;
}

void bgt_record_columns_close(struct bgt_record_columns *columns)
{
    if (columns == NULL)
        return;
    free(columns->has_field);
    free(columns->field_column);
    bgt_interner_close(columns->names);
    bgt_interner_close(columns->keys);
    free(columns->announced);
    bgt_buffer_close(&columns->key);
    free(columns->extras);
    free(columns->columns);
    free(columns->headers);
    free(columns->slots);
    free(columns);
}

/* Makes room for an element at `index` of an array, zeroed. */
static bgt_status make_room(void **array, size_t index, size_t *capacity, size_t size)
{
    if (index < *capacity)
        return BGT_OK;
    size_t wanted = index < 16 ? 32 : index * 2;
    char *grown = realloc(*array, wanted * size);
    if (grown == NULL)
        return BGT_NO_MEMORY;
    memset(grown + *capacity * size, 0, (wanted - *capacity) * size);
    *array = grown;
    *capacity = wanted;
    return BGT_OK;
}

static bgt_status report_names(const struct bgt_record_columns *columns)
{
    return bgt_report_bound(columns->reporter, NULL, BGT_BOUND_COLUMN_NAME_BYTES,
                            NAMES_BYTES);
}

/* The key of an extra, in `key`: what is told apart beside the name stands before it. */
static bgt_status make_key(struct bgt_record_columns *columns, uint32_t name_id,
                           uint8_t type, uint32_t number)
{
    bgt_buffer_clear(&columns->key);
    bgt_status status = bgt_buffer_append(&columns->key, &name_id, sizeof name_id);
    if (status == BGT_OK)
        status = bgt_buffer_append(&columns->key, &type, sizeof type);
    if (status == BGT_OK)
        status = bgt_buffer_append(&columns->key, &number, sizeof number);
    return status;
}

/* Interns a name; the name's own id is 0 where there is no room. */
static bgt_status name_of(struct bgt_record_columns *columns,
                          const struct bgt_batch *batch, const struct bgt_value *value,
                          uint32_t *id)
{
    *id = bgt_interner_intern(columns->names, bgt_value_name(batch, value),
                              value->name_length);
    if (*id == 0)
        return report_names(columns);
    void *array = columns->announced;
    bgt_status status =
        make_room(&array, *id, &columns->announced_capacity, sizeof *columns->announced);
    columns->announced = array;
    return status;
}

static bgt_status add_extra(struct bgt_record_columns *columns, uint32_t name_id,
                            uint8_t type, uint32_t number, uint32_t *id)
{
    bgt_status status = make_key(columns, name_id, type, number);
    if (status != BGT_OK)
        return status;
    *id = bgt_interner_intern(columns->keys, columns->key.data, columns->key.length);
    if (*id == 0)
        return report_names(columns);
    if (*id > columns->limits->row_cells)
        return bgt_report_limit(columns->reporter, NULL, "row-cells",
                                columns->limits->row_cells);
    void *array = columns->extras;
    status = make_room(&array, *id, &columns->extra_capacity, sizeof *columns->extras);
    columns->extras = array;
    if (status != BGT_OK || columns->extras[*id - 1].type != 0)
        return status;
    struct extra *extra = &columns->extras[*id - 1];
    extra->name.text = bgt_interner_text(columns->names, name_id, &extra->name.length);
    extra->name_id = name_id;
    extra->type = type;
    return BGT_OK;
}

/* How many extras of this name and type the record at hand had before; counts this one.
 * `id` is that of the first of them. */
static uint32_t number_among_equals(struct bgt_record_columns *columns, uint32_t id)
{
    struct extra *first = &columns->extras[id - 1];
    if (first->record != columns->record) {
        first->record = columns->record;
        first->seen = 0;
    }
    return first->seen++;
}

static bgt_status note_extra(struct bgt_record_columns *columns,
                             const struct bgt_batch *batch, const struct bgt_item *item,
                             const struct bgt_value *value)
{
    uint32_t name_id = 0;
    uint32_t id = 0;
    bgt_status status = name_of(columns, batch, value, &name_id);
    if (status != BGT_OK)
        return status;
    if (item->kind == BGT_ITEM_FIELDS) {
        columns->announced[name_id] = true;
        return BGT_OK;
    }
    status = add_extra(columns, name_id, value->type, 0, &id);
    uint32_t number = status == BGT_OK ? number_among_equals(columns, id) : 0;
    if (number > 0)
        status = add_extra(columns, name_id, value->type, number, &id);
    return status;
}

bgt_status bgt_record_columns_note(struct bgt_record_columns *columns,
                                   const struct bgt_batch *batch,
                                   const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    bgt_status status = BGT_OK;
    columns->record++;
    for (uint32_t i = 0; i < item->value_count && status == BGT_OK; i++) {
        if (values[i].column < columns->entity->field_count)
            columns->has_field[values[i].column] = true;
        else
            status = note_extra(columns, batch, item, &values[i]);
    }
    return status;
}

void bgt_record_columns_want(struct bgt_record_columns *columns, uint16_t field)
{
    columns->has_field[field] = true;
}

/* Extras that were announced and never had a value get a column of text. */
static bgt_status add_announced(struct bgt_record_columns *columns)
{
    uint32_t extra_id = 0;
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; i < bgt_interner_count(columns->keys); i++)
        columns->announced[columns->extras[i].name_id] = false;
    for (uint32_t id = 1; id <= bgt_interner_count(columns->names); id++)
        if (columns->announced[id] && status == BGT_OK)
            status = add_extra(columns, id, BGT_VALUE_TEXT, 0, &extra_id);
    return status;
}

static void add_field_column(struct bgt_record_columns *columns, uint16_t field)
{
    const char *key = bgt_entity_field(columns->entity, field)->key;
    if (!columns->has_field[field] || columns->field_column[field] != 0)
        return;
    columns->columns[columns->column_count] =
        (struct bgt_record_column){field, 0, bgt_slice_of(key)};
    columns->field_column[field] = (uint32_t)++columns->column_count;
}

static int compare_extras(const void *a, const void *b)
{
    const struct extra *const *left = a;
    const struct extra *const *right = b;
    if ((*left)->name_id != (*right)->name_id)
        return (*left)->name_id < (*right)->name_id ? -1 : 1;
    return *left < *right ? -1 : *left > *right;
}

/* Bytes that the headers of all extras take with their closing NULs. */
static size_t header_bytes(const struct bgt_record_columns *columns, uint32_t count)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < count; i++)
        bytes += strlen(bgt_extra_prefix(columns->extras[i].type)) +
                 columns->extras[i].name.length + 1;
    return bytes;
}

static void add_extra_column(struct bgt_record_columns *columns, struct extra *extra,
                             char **at)
{
    const char *prefix = bgt_extra_prefix(extra->type);
    size_t prefix_length = strlen(prefix);
    struct bgt_slice name = {*at, prefix_length + extra->name.length};
    memcpy(*at, prefix, prefix_length);
    memcpy(*at + prefix_length, extra->name.text, extra->name.length);
    (*at)[name.length] = '\0';
    *at += name.length + 1;
    extra->column = (uint32_t)columns->column_count;
    columns->columns[columns->column_count++] =
        (struct bgt_record_column){BGT_FIELD_EXTRA, extra->type, name};
}

static bgt_status add_extra_columns(struct bgt_record_columns *columns)
{
    uint32_t count = bgt_interner_count(columns->keys);
    if (count == 0)
        return BGT_OK;
    struct extra **order = malloc(count * sizeof(void *));
    columns->headers = malloc(header_bytes(columns, count));
    if (order == NULL || columns->headers == NULL) {
        free(order);
        return BGT_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++)
        order[i] = &columns->extras[i];
    qsort(order, count, sizeof(void *), compare_extras);
    char *at = columns->headers;
    for (uint32_t i = 0; i < count; i++)
        add_extra_column(columns, order[i], &at);
    free(order);
    return BGT_OK;
}

bgt_status bgt_record_columns_fix(struct bgt_record_columns *columns,
                                  const uint16_t *first, size_t first_count)
{
    bgt_status status = add_announced(columns);
    if (status != BGT_OK)
        return status;
    size_t most = columns->entity->field_count + bgt_interner_count(columns->keys);
    columns->columns = calloc(most, sizeof *columns->columns);
    columns->slots = calloc(most, sizeof(const void *));
    if (columns->columns == NULL || columns->slots == NULL)
        return BGT_NO_MEMORY;
    for (size_t i = 0; i < first_count; i++)
        add_field_column(columns, first[i]);
    for (uint16_t i = 0; i < columns->entity->field_count; i++)
        add_field_column(columns, i);
    return add_extra_columns(columns);
}

const struct bgt_record_column *
bgt_record_columns_get(const struct bgt_record_columns *columns, size_t *count)
{
    *count = columns->column_count;
    return columns->columns;
}

size_t bgt_record_columns_find(const struct bgt_record_columns *columns, uint16_t field)
{
    return columns->field_column[field] == 0 ? SIZE_MAX
                                             : columns->field_column[field] - 1;
}

/* The id of an extra that was noted, or 0. */
static uint32_t find_extra(struct bgt_record_columns *columns, uint32_t name_id,
                           uint8_t type, uint32_t number)
{
    if (make_key(columns, name_id, type, number) != BGT_OK)
        return 0;
    return bgt_interner_find(columns->keys, columns->key.data, columns->key.length);
}

/* False where the extra was not noted in the first pass. */
static bool place_extra(struct bgt_record_columns *columns, const struct bgt_batch *batch,
                        const struct bgt_value *value)
{
    uint32_t name_id = bgt_interner_find(columns->names, bgt_value_name(batch, value),
                                         value->name_length);
    uint32_t id = find_extra(columns, name_id, value->type, 0);
    uint32_t number = id != 0 ? number_among_equals(columns, id) : 0;
    if (number > 0)
        id = find_extra(columns, name_id, value->type, number);
    if (id != 0)
        columns->slots[columns->extras[id - 1].column] = value;
    return id != 0;
}

const struct bgt_value *const *
bgt_record_columns_spread(struct bgt_record_columns *columns,
                          const struct bgt_batch *batch, const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    columns->record++;
    memset(columns->slots, 0, columns->column_count * sizeof(const void *));
    for (uint32_t i = 0; i < item->value_count; i++) {
        uint32_t column = values[i].column;
        if (column < columns->entity->field_count && columns->field_column[column] != 0)
            columns->slots[columns->field_column[column] - 1] = &values[i];
        else if (column == BGT_FIELD_EXTRA && !place_extra(columns, batch, &values[i]))
            return NULL;
    }
    return columns->slots;
}
