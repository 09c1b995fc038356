#include "figures/catalogue_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/intern.h"
#include "diag/reporter.h"
#include "flow/context.h"
#include "flow/host.h"
#include "flow/reading.h"
#include "io/batch.h"
#include "layout/place.h"
#include "layout/record.h"
#include "model/catalogue.h"
#include "model/model.h"

/* Different codes with their names and places. */
#define ARENA_BYTES ((size_t)256 << 20)

#define KEY_BYTES   (1u << 20)
#define PLACE_BYTES 8192u

/* Between the parts of a key. */
#define SEPARATOR '\037'

/* Fields of an entity that have a code list. */
#define PAIRS 16u

/* A code and the field with its name, or NO_FIELD. */
struct pair {
    const char *scheme;
    uint16_t code;
    uint16_t name;
};

#define NO_FIELD 0xFFFEu

struct checking {
    const struct bgt_context *context;
    const struct bgt_catalogue_check_options *options;
    const struct bgt_io *io;
    struct bgt_catalogue_check *check;
    struct bgt_interner *interner; /* Keys; an id counts the uses. */
    struct bgt_code_use **uses;    /* By id less 1. */
    size_t use_capacity;
    struct pair pairs[BGT_ENTITY_COUNT][PAIRS];
    unsigned pair_counts[BGT_ENTITY_COUNT];
    uint16_t year_fields[BGT_ENTITY_COUNT];
    uint32_t columns[BGT_line_field_count]; /* Of the table's fields; 0: not known. */
    unsigned year;                          /* The document's. */
    struct bgt_buffer key;
    struct bgt_buffer place_text;
    struct bgt_buffer place;
};

/* A code that was read. */
struct reading_code {
    const char *scheme;
    struct bgt_slice code;
    struct bgt_slice name;
    unsigned year;
    const struct bgt_batch *batch;
    const struct bgt_item *item;
    const struct bgt_value *value;
};

const char *bgt_code_verdict_word(enum bgt_code_verdict verdict)
{
    static const char *const words[BGT_CODE_VERDICT_COUNT] = {
        "known", "extended", "unconfirmed", "no_list", "renamed", "unknown"};
    return words[verdict];
}

/* The field that holds the name of a code: `exp_func_name` of `exp_func_code`. */
static uint16_t name_field(const struct bgt_entity *entity, const char *code_key)
{
    static const char ending[] = "_code";
    char key[64];
    size_t length = strlen(code_key);
    size_t stem = length - (sizeof ending - 1);
    if (length < sizeof ending || length >= sizeof key ||
        strcmp(code_key + stem, ending) != 0)
        return NO_FIELD;
    memcpy(key, code_key, stem);
    memcpy(key + stem, "_name", sizeof "_name");
    const struct bgt_field *field = bgt_entity_find(entity, key, strlen(key));
    return field == NULL ? NO_FIELD : field->number;
}

static void find_pairs(struct checking *checking)
{
    for (unsigned e = 0; e < BGT_ENTITY_COUNT; e++) {
        const struct bgt_entity *entity = bgt_entity((enum bgt_entity_number)e);
        const struct bgt_field *year = bgt_entity_find(entity, "fiscal_year", 11);
        checking->year_fields[e] = year == NULL ? NO_FIELD : year->number;
        for (uint16_t f = 0; f < entity->field_count; f++) {
            const struct bgt_field *field = bgt_entity_field(entity, f);
            if (field->catalogue == NULL || checking->pair_counts[e] == PAIRS)
                continue;
            struct pair pair = {field->catalogue, f, name_field(entity, field->key)};
            checking->pairs[e][checking->pair_counts[e]++] = pair;
        }
    }
}

static unsigned year_of(struct bgt_slice text, unsigned otherwise)
{
    uint64_t year = 0;
    return bgt_text_parse_unsigned(text.text, text.length, 9999, &year) ? (unsigned)year
                                                                        : otherwise;
}

static unsigned deepest_level(const struct bgt_catalogue *list)
{
    unsigned deepest = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->entries[i].level > deepest)
            deepest = list->entries[i].level;
    return deepest;
}

static const struct bgt_catalogue_entry *any_of_name(const struct bgt_catalogue *list,
                                                     struct bgt_slice name)
{
    for (size_t i = 0; i < list->count; i++)
        if (bgt_text_same_label(list->entries[i].name, list->entries[i].name_length,
                                name.text, name.length))
            return &list->entries[i];
    return NULL;
}

static enum bgt_code_verdict judge_unlisted(const struct checking *checking,
                                            const struct bgt_catalogue *list,
                                            struct bgt_code_use *use)
{
    enum bgt_code_verdict missing =
        list->is_complete ? BGT_CODE_UNKNOWN : BGT_CODE_UNCONFIRMED;
    if (use->code.length == 0)
        return missing;
    use->entry = bgt_catalogue_by_prefix(checking->context->catalogues, use->scheme,
                                         use->year, use->code.text, use->code.length);
    if (use->entry == NULL)
        return missing;
    /* 140300000 is 140300 with room for more; 201 is no extension of 2. */
    size_t zeros = strlen(use->entry->code);
    while (zeros < use->code.length && use->code.text[zeros] == '0')
        zeros++;
    return zeros == use->code.length || use->entry->level == deepest_level(list)
               ? BGT_CODE_EXTENDED
               : missing;
}

static enum bgt_code_verdict judge(const struct checking *checking,
                                   struct bgt_code_use *use)
{
    const struct bgt_catalogues *catalogues = checking->context->catalogues;
    const struct bgt_catalogue *list =
        bgt_catalogue_of(catalogues, use->scheme, use->year);
    if (list == NULL)
        return BGT_CODE_NO_LIST;
    use->entry = use->code.length == 0
                     ? any_of_name(list, use->name)
                     : bgt_catalogue_by_code(catalogues, use->scheme, use->year,
                                             use->code.text, use->code.length);
    if (use->entry == NULL)
        return judge_unlisted(checking, list, use);
    if (use->name.length == 0 ||
        bgt_text_same_label(use->entry->name, use->entry->name_length, use->name.text,
                            use->name.length))
        return BGT_CODE_KNOWN;
    return BGT_CODE_RENAMED;
}

static bgt_status keep_text(struct checking *checking, struct bgt_slice text,
                            struct bgt_slice *out)
{
    const char *copy = bgt_arena_copy(&checking->check->arena, text.text, text.length);
    *out = (struct bgt_slice){copy, text.length};
    return copy == NULL ? bgt_arena_failure(&checking->check->arena) : BGT_OK;
}

static bgt_status keep_place(struct checking *checking, const struct reading_code *read,
                             struct bgt_slice *out)
{
    struct bgt_place place;
    struct bgt_place_query query = {read->batch, read->item, read->value, 0};
    if (read->item->entity == BGT_ENTITY_line && read->value != NULL)
        query.column = checking->columns[read->value->column];
    bgt_buffer_clear(&checking->place);
    bgt_status status = bgt_place_of(&query, &checking->place_text, &place);
    if (status == BGT_OK)
        status = bgt_place_append(&checking->place, &place);
    struct bgt_slice text = {checking->place.data, checking->place.length};
    return status == BGT_OK ? keep_text(checking, text, out) : status;
}

static bgt_status add_use(struct checking *checking, const struct reading_code *read)
{
    struct bgt_catalogue_check *check = checking->check;
    struct bgt_code_use *use = bgt_arena_allocate_array(&check->arena, 1, sizeof *use);
    uint32_t count = bgt_interner_count(checking->interner);
    if (use == NULL)
        return bgt_arena_failure(&check->arena);
    if (count > checking->use_capacity) {
        size_t capacity = checking->use_capacity * 2 + 256;
        struct bgt_code_use **uses = (struct bgt_code_use **)realloc(
            (void *)checking->uses, capacity * sizeof(void *));
        if (uses == NULL)
            return BGT_NO_MEMORY;
        checking->uses = uses;
        checking->use_capacity = capacity;
    }
    checking->uses[count - 1] = use;
    use->scheme = read->scheme;
    use->year = read->year;
    use->count = 1;
    bgt_status status = keep_text(checking, read->code, &use->code);
    if (status == BGT_OK)
        status = keep_text(checking, read->name, &use->name);
    if (status == BGT_OK)
        status = keep_place(checking, read, &use->place);
    if (status != BGT_OK)
        return status;
    use->verdict = judge(checking, use);
    check->counts[use->verdict]++;
    if (check->last != NULL)
        check->last->next = use;
    else
        check->first = use;
    check->last = use;
    return BGT_OK;
}

static bgt_status make_key(struct checking *checking, const struct reading_code *read)
{
    struct bgt_buffer *key = &checking->key;
    bgt_buffer_clear(key);
    bgt_status status = bgt_buffer_append_text(key, read->scheme);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(key, SEPARATOR);
    if (status == BGT_OK)
        status = bgt_buffer_append_unsigned(key, read->year);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(key, SEPARATOR);
    if (status == BGT_OK)
        status = bgt_buffer_append(key, read->code.text, read->code.length);
    if (status == BGT_OK)
        status = bgt_buffer_append_char(key, SEPARATOR);
    return status == BGT_OK ? bgt_buffer_append(key, read->name.text, read->name.length)
                            : status;
}

static bgt_status take_code(struct checking *checking, const struct reading_code *read)
{
    const char *only = checking->options->scheme;
    if ((read->code.length == 0 && read->name.length == 0) ||
        (only != NULL && strcmp(only, read->scheme) != 0))
        return BGT_OK;
    bgt_status status = make_key(checking, read);
    if (status != BGT_OK)
        return status;
    uint32_t known = bgt_interner_count(checking->interner);
    uint32_t id =
        bgt_interner_intern(checking->interner, checking->key.data, checking->key.length);
    if (id == 0)
        return bgt_report_limit(checking->io->reporter, NULL, "interned-bytes",
                                checking->io->limits->interned_bytes);
    if (id > known)
        return add_use(checking, read);
    checking->uses[id - 1]->count++;
    return BGT_OK;
}

/* The scheme of a `classification` record as the catalogues spell it, or null. */
static const char *known_scheme(const struct checking *checking, struct bgt_slice scheme)
{
    const struct bgt_catalogues *catalogues = checking->context->catalogues;
    for (size_t i = 0; i < bgt_catalogues_count(catalogues); i++) {
        const char *known = bgt_catalogues_get(catalogues, i)->scheme;
        if (bgt_text_equal(scheme.text, scheme.length, known, strlen(known)))
            return known;
    }
    return NULL;
}

static bgt_status take_classification(struct checking *checking,
                                      struct reading_code *read)
{
    const struct bgt_batch *batch = read->batch;
    read->value = bgt_item_find(batch, read->item, BGT_classification_code);
    read->scheme = known_scheme(
        checking, bgt_present_text(batch, bgt_item_find(batch, read->item,
                                                        BGT_classification_scheme)));
    read->code = bgt_present_text(batch, read->value);
    read->name = bgt_present_text(
        batch, bgt_item_find(batch, read->item, BGT_classification_name));
    return read->scheme == NULL ? BGT_OK : take_code(checking, read);
}

static bgt_status take_record(struct checking *checking, const struct bgt_batch *batch,
                              const struct bgt_item *item)
{
    uint16_t entity = item->entity;
    struct reading_code read = {.batch = batch, .item = item};
    bgt_status status = BGT_OK;
    if (entity >= BGT_ENTITY_COUNT)
        return BGT_OK;
    read.year = checking->year;
    if (checking->options->year == 0 && checking->year_fields[entity] != NO_FIELD)
        read.year =
            year_of(bgt_present_text(
                        batch, bgt_item_find(batch, item, checking->year_fields[entity])),
                    read.year);
    if (entity == BGT_ENTITY_document)
        checking->year = read.year;
    if (entity == BGT_ENTITY_classification)
        return take_classification(checking, &read);
    for (unsigned i = 0; status == BGT_OK && i < checking->pair_counts[entity]; i++) {
        const struct pair *pair = &checking->pairs[entity][i];
        const struct bgt_value *code = bgt_item_find(batch, item, pair->code);
        const struct bgt_value *name =
            pair->name == NO_FIELD ? NULL : bgt_item_find(batch, item, pair->name);
        read.scheme = pair->scheme;
        read.code = bgt_present_text(batch, code);
        read.name = bgt_present_text(batch, name);
        read.value = code != NULL ? code : name;
        status = take_code(checking, &read);
    }
    return status;
}

/* Where the fields of the table that begins stand. */
static void take_columns(struct checking *checking, const struct bgt_batch *batch,
                         const struct bgt_item *item)
{
    const struct bgt_value *values = bgt_item_values(batch, item);
    memset(checking->columns, 0, sizeof checking->columns);
    for (uint32_t i = 0; i < item->value_count; i++)
        if (values[i].column < BGT_line_field_count)
            checking->columns[values[i].column] = values[i].place_column;
}

static bgt_status take_batch(void *context, const struct bgt_batch *batch)
{
    struct checking *checking = context;
    bgt_status status = BGT_OK;
    for (uint32_t i = 0; status == BGT_OK && i < batch->item_count; i++) {
        if (batch->items[i].kind == BGT_ITEM_FIELDS)
            take_columns(checking, batch, &batch->items[i]);
        if (batch->items[i].kind == BGT_ITEM_RECORD)
            status = take_record(checking, batch, &batch->items[i]);
    }
    return status;
}

static bgt_status read_all(struct checking *checking, struct bgt_reading *reading,
                           enum bgt_exit *exit)
{
    struct bgt_interner_options interner = {
        .maximum_bytes = (size_t)checking->io->limits->interned_bytes,
        .key = bgt_host_hash_key()};
    struct bgt_taker taker = {take_batch, checking};
    bgt_status status = bgt_interner_open(&interner, &checking->interner);
    return status == BGT_OK ? bgt_reading_whole(reading, &taker, exit) : status;
}

bgt_status bgt_catalogue_check_open(const struct bgt_context *context,
                                    const struct bgt_catalogue_check_options *options,
                                    const struct bgt_io *io,
                                    struct bgt_catalogue_check **check,
                                    enum bgt_exit *exit)
{
    struct bgt_reading_wanted wanted = {context, options->path, &options->read, io};
    struct checking checking = {
        .context = context, .options = options, .io = io, .year = options->year};
    struct bgt_reading *reading = NULL;
    *exit = BGT_EXIT_INPUT;
    checking.check = calloc(1, sizeof *checking.check);
    if (checking.check == NULL)
        return BGT_NO_MEMORY;
    bgt_arena_init(&checking.check->arena, io->allocator, ARENA_BYTES);
    bgt_buffer_init(&checking.key, NULL, KEY_BYTES);
    bgt_buffer_init(&checking.place, NULL, PLACE_BYTES);
    bgt_buffer_init(&checking.place_text, NULL, PLACE_BYTES);
    find_pairs(&checking);
    bgt_reporter_set_file(io->reporter, options->path);
    bgt_status status = bgt_reading_open(&wanted, &reading, exit);
    if (status == BGT_OK)
        status = read_all(&checking, reading, exit);
    bgt_reading_close(reading);
    bgt_interner_close(checking.interner);
    bgt_buffer_close(&checking.key);
    bgt_buffer_close(&checking.place);
    bgt_buffer_close(&checking.place_text);
    free((void *)checking.uses);
    if (status == BGT_OK)
        *check = checking.check;
    else
        bgt_catalogue_check_close(checking.check);
    return status;
}

uint64_t bgt_catalogue_check_findings(const struct bgt_catalogue_check *check)
{
    return check->counts[BGT_CODE_RENAMED] + check->counts[BGT_CODE_UNKNOWN];
}

void bgt_catalogue_check_close(struct bgt_catalogue_check *check)
{
    if (check == NULL)
        return;
    bgt_arena_close(&check->arena);
    free(check);
}
